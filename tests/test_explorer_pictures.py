"""The pictures that the explorer hands over, PNG and SVG: they say what they show and what their colours mean."""

import itertools
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from selenium.webdriver.common.by import By

from explorer_chromium import exported, js, look, opened, settled
from helpers.network import describe_nodes
from helpers.plots.explorer import explore

pytest_plugins = ["explorer_fixtures"]
SVG = "{http://www.w3.org/2000/svg}"


def drawing_of(browser, downloads: Path) -> ElementTree.Element:
    return ElementTree.fromstring(exported(browser, downloads, "Picture (SVG)", "network.svg").read_text(encoding="utf-8"))


def words_of(drawing: ElementTree.Element) -> str:
    """Return the words in a drawing in the order of drawing."""
    return plain(" ".join(text.text for text in drawing.iter(f"{SVG}text")))


def plain(text: str) -> str:
    """Return a text without marks for the direction of writing, with common spaces."""
    return re.sub("[\u2068\u2069]", "", text).replace("\u00a0", " ")


PICTURES = [
    ("", ["Who is named with whom", "A made-up corpus", "of 60 names, 140 of 140 ties", "ties by count", "line: reports"]),
    ("from=2023-01-01&to=2023-12-31", ["of 90 articles", "dated from 1 Jan 2023 to 31 Dec 2023"]),
    ("outlet=Outlet+3&outlet=Outlet+5", ["outlets: Outlet 3 and Outlet 5"]),
    ("outlet=Outlet+1&outlet=Outlet+2&outlet=Outlet+3&outlet=Outlet+4", ["outlets: 4 of "]),
    ("min=2&width=npmi", ["ties by association: NPMI (whole corpus), in at least 2 reports", "line: NPMI, whole corpus"]),
    ("alpha=0.5&q=0.9", ["backbone: p ≤ 0.5 (whole corpus)", "beyond chance: q ≤ 0.9 (whole corpus)"]),
    ("kind=person&kind=weapon&class=drone", ["kinds: people and weapons", "classes of weapon: drone", "people weapons area"]),
    ("community=1&home=0&alone=1", ["community 2 only", "without ties with the home country", "also names without a tie"]),
    ("only=n0003&select=n0003", ["{n0003} and neighbours only", "Standing out: {n0003} and its neighbours"]),
    ("select=n0000&select=n0001", ["Standing out: the tie of {n0000} and {n0001}"]),
    ("path=n0000&path=n0009&pin=n0004", ["a path between {n0000} and {n0009}; {n0004} with neighbours"]),
]


@pytest.mark.parametrize(("link", "said"), PICTURES)
def test_an_exported_picture_says_what_it_shows(browser, page, corpus, downloads, link, said):
    names = corpus.entities.set_index("entity_id")["name"].to_dict()
    opened(browser, page, link)
    drawing = drawing_of(browser, downloads)
    for part in said:
        assert part.format(**names) in words_of(drawing)
    assert drawing.find(f"{SVG}title").text == "Who is named with whom"
    # what the page says of itself is in the picture, line breaks aside
    assert plain(browser.find_element(By.ID, "status").text) in words_of(drawing)
    faint = [path for path in drawing.iter(f"{SVG}path") if path.get("fill-opacity")]
    assert len(faint) == (
        js(browser, "explorer.shown.node.reduce((a, b) => a + b, 0)") if "Standing out" in words_of(drawing) else 0
    )


def test_a_picture_that_was_zoomed_says_how_much_of_it_is_seen(browser, page, downloads):
    opened(browser, page)
    assert "A part of the picture" not in words_of(drawing_of(browser, downloads))
    js(browser, "explorer.move(() => explorer.camera.zoom(4))")
    settled(browser)
    inside, shown = js(
        browser,
        """(({ xs, ys, width, height }) => {
          const shown = explorer.data.nodes.map((n) => n.index).filter((i) => explorer.shown.node[i]);
          return [shown.filter((i) => xs[i] >= 0 && ys[i] >= 0 && xs[i] <= width && ys[i] <= height).length, shown.length];
        })(explorer.scene)""",
    )
    assert 0 < inside < shown
    assert f"A part of the picture: {inside} of {shown} names" in words_of(drawing_of(browser, downloads))


@pytest.mark.parametrize("link", ["colour=community", "colour=community&community=1", "colour=community&min=3"])
def test_a_picture_coloured_by_community_names_the_communities(browser, page, downloads, link):
    opened(browser, page, link)
    drawing = drawing_of(browser, downloads)
    keys = {}
    for path, text in itertools.pairwise(drawing):
        if path.tag == f"{SVG}path" and text.tag == f"{SVG}text" and path.get("stroke") is None:
            keys[plain(text.text)] = path.get("fill")
    kinds = {"people", "countries", "weapons"}
    legend = {key.text for key in browser.find_elements(By.CSS_SELECTOR, "#legend .groups .key")}
    shown = set(js(browser, "explorer.data.nodes.filter((n) => explorer.shown.node[n.index]).map((n) => n.community + 1)"))
    large = set(js(browser, "[...explorer.groups.keys()].map((number) => number + 1)"))
    named = {text for text in legend if text[0].isdigit() and int(text.split(":")[0]) in shown}
    assert set(keys) - kinds - {"smaller communities, or none"} == named
    assert ("smaller communities, or none" in keys) == bool(shown - large)
    colours = {path.get("fill") for path in drawing.iter(f"{SVG}path")} - {"none"}
    assert colours - {keys[kind] for kind in kinds & set(keys)} == {keys[text] for text in set(keys) - kinds}


def test_on_a_phone_the_words_of_a_picture_are_inside_it(browser, corpus, downloads, tmp_path):
    note = "What is counted here, and what is not, in words of which one is " + 9 * "verylong" + "."
    named = explore(
        corpus.graph, **corpus.tables, min_reports=1, note=note, title=9 * "Title ", communities=describe_nodes(corpus.graph)
    )
    look(browser, width=390, height=844, phone=True)
    opened(browser, named.save(tmp_path / "long.html"), "colour=community&from=2022-02-01&select=n0001&home=0")
    drawing = exported(browser, downloads, "Picture (SVG)", "network.svg").read_text(encoding="utf-8")
    boxes = js(
        browser,
        """((drawing) => {
          document.body.append(drawing);
          const frame = drawing.viewBox.baseVal;
          const boxes = [...drawing.querySelectorAll("text")].map((text) => text.getBBox());
          drawing.remove();
          return [frame.width, frame.height, boxes.map(({ x, y, width, height }) => [x, y, x + width, y + height])];
        })(new DOMParser().parseFromString(arguments[0], "image/svg+xml").documentElement)""",
        drawing,
    )
    width, height, texts = boxes
    assert width == 390
    assert len(texts) > 10
    for left, top, right, bottom in texts:
        assert left >= 0
        assert top >= 0
        assert right <= width
        assert bottom <= height
