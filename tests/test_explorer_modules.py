"""The explorer's modules by themselves, in a browser: each does what it says on inputs small enough to check."""

import itertools
import json
import re
from xml.etree import ElementTree

import networkx as nx
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer_chromium import js
from helpers.plots.explorer import page
from helpers.spreadsheets import harmless

pytest_plugins = ["explorer_fixtures"]
few = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SVG = "{http://www.w3.org/2000/svg}"
CELLS = ["=1", "+1", "-1", "@a", "\ta", "\ra", "\na", "'a", " =1", "\u00a0@a", "\uff1d1", " \uff0ba"]
CELLS += ["a=1", "3", "", " a", "--", "\ufeff=1"]


@pytest.fixture(scope="module")
def opened_modules(chromium, tmp_path_factory):
    """A page that holds all modules but the one that begins, their exports as `m`."""
    texts = [(page._FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in page.MODULES if name != "main"]
    exported = [name for text in texts for name in re.findall(r"^export (?:const|function|class) (\w+)", text, re.MULTILINE)]
    script = "\n".join(page._EXPORT.sub("", page._IMPORT.sub("", text)) for text in texts)
    path = tmp_path_factory.mktemp("modules") / "modules.html"
    whole = f"<!DOCTYPE html><title>m</title><script type=module>{script}\nglobalThis.m = {{ {', '.join(exported)} }};</script>"
    path.write_text(whole, encoding="utf-8")
    chromium.get(path.as_uri())
    return chromium


@pytest.fixture
def modules(opened_modules, browser):
    return opened_modules


def data_of(ties: list[tuple[int, int]], n_nodes: int = 8, **more) -> str:
    """Return an expression for the data of a page with these ties, one article each."""
    return f"m.prepare({raw_of(ties, n_nodes, **more)})"


def raw_of(ties: list[tuple[int, int]], n_nodes: int = 8, **more) -> str:
    """Return the data of that page as it stands in the page."""
    raw = {
        "nodes": {
            "id": [f"n{i}" for i in range(n_nodes)],
            "name": [f"Name {i}" for i in range(n_nodes)],
            "kind": ["person"] * n_nodes,
            "articles": [[0]] * n_nodes,
            "aliases": [[f"Älias {i}"] for i in range(n_nodes)],
            "community": [None] * n_nodes,
            "category": [None] * n_nodes,
        },
        "ties": {"source": [a for a, _ in ties], "target": [b for _, b in ties]},
        "articles": {"id": ["a"], "outlets": ["o", "ü & ö"], "day": [19000], "outlet": [0], "report": [0]},
        "meetings": {
            "tie": list(range(len(ties))),
            **{name: [0] * len(ties) for name in ("article", "sentence", "distance", "flags")},
        },
        "sentences": {"article": [], "number": []},
        "measures": ["npmi"],
        "min_reports": 1,
    }
    return json.dumps({**raw, **more})


pairs = st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda p: p[0] < p[1]), max_size=16)


@few
@given(pairs, st.integers(0, 7), st.integers(0, 7))
def test_a_path_is_a_shortest_one(modules, ties, one, two):
    ties = sorted(ties)
    graph = nx.Graph(ties)
    graph.add_nodes_from(range(8))
    path = js(
        modules,
        f"""((data) => m.shortestPath(data, {{ tie: new Uint8Array(data.ties.length).fill(1), share: data.ties.map(() => 0.5) }},
        {one}, {two})?.map((tie) => [data.ties[tie].a, data.ties[tie].b]) ?? null)({data_of(ties)})""",
    )
    if not nx.has_path(graph, one, two):
        assert path is None
        return
    assert len(path) == nx.shortest_path_length(graph, one, two)
    walked = one
    for a, b in path:
        assert walked in (a, b)
        walked = b if walked == a else a
    assert walked == two


def test_of_equally_short_paths_the_stronger_is_taken(modules):
    data = data_of([(0, 1), (0, 2), (1, 3), (2, 3)])
    shown = "{ tie: [1, 1, 1, 1], share: [0.2, 0.9, 0.2, 0.1] }"
    assert js(modules, f"m.shortestPath({data}, {shown}, 0, 3)") == [1, 3]


@few
@given(
    st.fixed_dictionaries(
        {
            "kinds": st.none() | st.lists(st.sampled_from(["person", "weapon"]), unique=True),
            "outlets": st.none() | st.lists(st.sampled_from(["o", "ü & ö", ""]), unique=True),
            "from": st.none() | st.integers(0, 20000),
            "minReports": st.integers(1, 50),
            "maxQ": st.none() | st.sampled_from([0.05, 0.001]),
            "measure": st.sampled_from(["n_reports", "npmi"]),
            "alone": st.booleans(),
            "pins": st.lists(st.sampled_from(["n1", "n2"]), unique=True),
            "selected": st.none() | st.just(["n1"]) | st.just(["n3", "n4"]),
            "path": st.none() | st.just(["n0", "n7"]),
        }
    )
)
def test_a_state_comes_back_from_its_link(modules, chosen):
    data = data_of([(0, 1)])
    state = {**js(modules, f"m.startState({data})"), **chosen}
    link = js(modules, f"m.toLink(arguments[0], m.startState({data}))", state)
    assert js(modules, f"m.fromLink(arguments[0], {data})", link) == state


def test_a_link_with_what_is_not_known_is_read_without_it(modules):
    state = js(
        modules, f"m.fromLink('select=nobody&pin=n1&pin=gone&min=few&from=May&width=luck&path=n1&at=x y n1', {data_of([(0, 1)])})"
    )
    start = js(modules, f"m.startState({data_of([(0, 1)])})")
    assert state == {**start, "pins": ["n1"]}


def test_undo_goes_back_and_a_new_change_forgets_what_was_undone(modules):
    steps = js(
        modules,
        """((past) => {
          const seen = [];
          past.push("b"); past.push("c"); past.push("d", { replace: true });
          seen.push(past.state, past.step(-1), past.canRedo, past.step(-1), past.step(-1), past.canUndo);
          past.step(1); past.push("e");
          return [...seen, past.state, past.canRedo, past.step(-1)];
        })(new m.Past("a"))""",
    )
    assert steps == ["d", "b", True, "a", "a", False, "e", False, "b"]


def test_names_are_found_without_accents_case_and_letter_for_letter(modules):
    index = f"m.makeIndex({data_of([])})"
    found = f"((index) => arguments[0].map((query) => m.findNames(index, query).map((hit) => hit.node.id)))({index})"
    exact, alias, near, nothing, empty = js(modules, found, ["name 3", "ALIAS 5", "nam 2", "zzqq", "  "])
    assert exact[0] == "n3"
    assert alias[0] == "n5"
    assert "n2" in near
    assert nothing == empty == []


@few
@given(st.lists(st.tuples(st.integers(0, 600), st.integers(0, 400), st.integers(2, 20)), min_size=1, max_size=40))
def test_labels_overlap_neither_labels_nor_nodes(modules, spots):
    discs = [{"index": i, "x": x, "y": y, "r": r} for i, (x, y, r) in enumerate(spots)]
    placed = js(
        modules,
        """m.placeLabels(arguments[0].map(({ index }) => ({ index, name: `Name ${index}` })), arguments[0],
        { width: 600, height: 400, measure: (text) => 6 * text.length, most: 99, taken: [450, 300, 600, 400] })""",
        discs,
    )
    boxes = []
    for label in placed:
        x, y = (discs[label["index"]][axis] + label[f"d{axis}"] for axis in "xy")
        boxes.append((x - label["width"] / 2, y - 7.5, x + label["width"] / 2, y + 7.5))
    for place, box in enumerate(boxes):
        assert box[0] >= 0
        assert box[1] >= 0
        assert box[2] <= 600
        assert box[3] <= 400
        assert box[2] <= 450 or box[3] <= 300
        assert not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in boxes[:place])
        for disc in discs:
            inside = box[0] < disc["x"] < box[2] and box[1] < disc["y"] < box[3]
            # the smallest are dots: a name may cover them
            assert not inside or disc["r"] <= 2 or disc["index"] == placed[place]["index"]


def test_cells_are_harmless_as_in_the_spreadsheets(modules):
    assert js(modules, "arguments[0].map(m.harmless)", CELLS) == [harmless(cell) for cell in CELLS]
    csv = js(modules, "m.toCsv(['a', 'b'], [{ a: '=1', b: 'x,\"y\"' }, { a: null, b: 2.5 }])")
    assert csv == '\ufeffa,b\r\n\'=1,"x,""y"""\r\n,2.5\r\n'


def test_days_fall_into_bins_of_the_calendar(modules):
    day = "(text) => m.dayOf(text)"
    made = js(
        modules,
        f"""((day) => {{
          const bins = m.makeBins([day("2022-01-31"), day("2024-03-01")]);
          return [bins.unit, bins.starts.slice(0, 3).map(m.isoDay), m.isoDay(bins.end),
            m.fillBins(bins, ["2022-01-31", "2022-02-01", "2022-02-28", "2030-01-01"].map(day)).slice(0, 3)];
        }})({day})""",
    )
    assert made == ["month", ["2022-01-01", "2022-02-01", "2022-03-01"], "2024-04-01", [1, 2, 0]]
    assert js(modules, "m.makeBins([19000, 19003]).unit") == "day"
    assert js(modules, "m.makeBins([]).starts") == []


def test_addresses_that_are_none_of_the_web_are_no_links(modules):
    addresses = ["https://a.example/?b=<c>", "http://a.example/", "javascript:1", "data:text/html,1", "file:///etc", "no"]
    tags = js(modules, "arguments[0].map((address) => m.webLink(address, '<b>').outerHTML)", addresses)
    assert [tag.startswith("<a ") for tag in tags] == [True, True, False, False, False, False]
    assert all("&lt;b&gt;" in tag and "<b>" not in tag for tag in tags)


def test_the_camera_goes_there_and_back(modules):
    spot = js(
        modules,
        """((camera) => {
          camera.resize(800, 600); camera.fit([[0, 0], [10, 5]]); camera.zoom(1.7, 100, 50); camera.pan(12, -7);
          return camera.toPlace(...camera.toScreen([3, 4]));
        })(new m.Camera())""",
    )
    assert spot == pytest.approx([3, 4])


places = st.lists(st.tuples(st.floats(-20, 20), st.floats(-20, 20)), min_size=1, max_size=30)


@few
@given(places, st.sampled_from([(390, 540), (780, 720)]))
def test_all_places_are_on_the_screen_and_none_is_behind_the_buttons(modules, places, size):
    width, height = size
    spots = js(
        modules,
        """((camera, places, width, height) => {
          camera.resize(width, height); camera.fit(places, { corner: [width - 50, height - 140] });
          return places.map((place) => camera.toScreen(place));
        })(new m.Camera(), ...arguments)""",
        places,
        width,
        height,
    )
    assert all(20 <= x <= width - 20 and 20 <= y <= height - 20 for x, y in spots)
    assert not any(x > width - 60 and y > height - 150 for x, y in spots)


def test_every_shape_has_the_area_of_its_disc(modules):
    areas = js(
        modules,
        """["country", "weapon", "weapon_class", "other"].map((kind) => {
          const corners = [];
          const note = (x, y) => corners.push([x, y]);
          m.traceShape({ moveTo: note, lineTo: note, closePath() {} }, kind, 0, 0, 10);
          return Math.abs(corners.reduce((sum, [x, y], i) => {
            const [nx, ny] = corners[(i + 1) % corners.length];
            return sum + (x * ny - nx * y) / 2;
          }, 0));
        })""",
    )
    assert areas == pytest.approx([314.16] * 4, rel=0.01)


def test_text_that_is_drawn_as_svg_stays_text(modules):
    drawn = js(
        modules, "((pen) => { pen.fillText('</text><script>1</script>', 1, 2); return pen.toString(); })(new m.SvgPen(9, 9))"
    )
    assert "<script" not in drawn
    assert "&lt;script&gt;" in drawn


@few
@given(st.floats(0.5, 30))
def test_a_circle_is_drawn_round(modules, radius):
    """Of an arc whose ends are nearer than twice its radius more than a half is drawn: two of them are no circle."""
    path = js(
        modules, "((pen) => { pen.beginPath(); pen.arc(50, 50, arguments[0]); return pen.path; })(new m.SvgPen(99, 99))", radius
    )
    arcs = re.findall(r"a([\d.]+) ([\d.]+) 0 1 1 -?([\d.]+) 0", path)
    assert len(arcs) == 2
    for wide, high, far in arcs:
        assert wide == high
        assert float(wide) == pytest.approx(radius, abs=0.051)
        assert float(far) == pytest.approx(2 * float(wide), abs=1e-9)


def test_a_drawing_can_be_read_whatever_the_names_hold(modules):
    drawn = js(
        modules,
        """((pen, text) => {
          pen.fillText(text, 1, 2);
          pen.globalAlpha = 0.2; pen.beginPath(); pen.arc(4, 4, 2); pen.fill();
          pen.globalAlpha = 1; pen.beginPath(); pen.arc(4, 4, 1); pen.fill();
          return pen.toString();
        })(new m.SvgPen(9, 9), arguments[0])""",
        "a\x00b\x1b\uffff\U0001f680 <é>\tc",
    )
    root = ElementTree.fromstring(drawn)
    assert root.find(f"{SVG}text").text == "ab\U0001f680 <é>\tc"
    assert [path.get("fill-opacity") for path in root.iter(f"{SVG}path")] == ["0.2", None]


def test_the_legend_names_every_colour_that_a_name_has(modules):
    """Communities of three have colours of their own, in order; smaller ones and names without one share one."""
    numbers = [4, 4, 4, 2, 2, 2, 7, None]
    nodes = {"name": list("ABCDEFGH"), "kind": ["person"] * 8, "articles": [[0]] * 8, "community": numbers}
    keys = js(
        modules,
        """((data) => {
          const communities = m.communityLabels(data);
          const groups = new Map(communities.map(({ number }, place) => [number, place]));
          const palette = m.paletteFor(false);
          const keysOf = (node) => m.groupKeys({ data, communities, groups, shown: { node } }, palette);
          const keys = (node) => keysOf(node).map((key) => [key.label, key.colour, key.count]);
          const colours = data.nodes.map((node) => m.colourOf(node, palette, "community", groups));
          return [colours, keys([1, 1, 1, 1, 1, 0, 1, 1]), keys([1, 0, 0, 0, 0, 0, 0, 0])];
        })(m.prepare(arguments[0]))""",
        json.loads(raw_of([], nodes={**nodes, "id": list("abcdefgh")})),
    )
    colours, all_keys, few_keys = keys
    assert [label for label, *_ in all_keys] == ["3: D, E, F", "5: A, B, C", "smaller communities, or none"]
    assert [count for *_, count in all_keys] == [2, 3, 2]
    assert colours == [all_keys[place][1] for place in (1, 1, 1, 0, 0, 0, 2, 2)]
    assert [(label, count) for label, _, count in few_keys] == [("3: D, E, F", 0), ("5: A, B, C", 1)]


SEEN_BY = {  # what each kind of eye sees of linear red, green and blue; Machado, Oliveira and Fernandes 2009, severity 1
    "all colours": np.eye(3),
    "no red": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "no green": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]),
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def linear(colour: str) -> np.ndarray:
    values = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def lab(colour: str, eye: str) -> np.ndarray:
    white = TO_XYZ.sum(axis=1)
    parts = TO_XYZ @ np.clip(SEEN_BY[eye] @ linear(colour), 0, 1) / white
    x, y, z = np.where(parts > 0.008856, np.cbrt(parts), 7.787 * parts + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("is_dark", [False, True])
@pytest.mark.parametrize("eye", SEEN_BY)
def test_colours_of_communities_are_told_apart(modules, is_dark, eye):
    palette = js(modules, "m.paletteFor(arguments[0])", is_dark)
    colours = [*palette["groups"], palette["noGroup"]]
    light = [TO_XYZ[1] @ linear(colour) + 0.05 for colour in (palette["paper"], *colours)]
    assert min(max(light[0], one) / min(light[0], one) for one in light[1:]) >= 3
    seen = [lab(colour, eye) for colour in colours]
    assert min(np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2)) > 15
