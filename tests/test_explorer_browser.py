"""The saved explorer in a real browser without a network: it opens, answers, exports, and stays within its bars."""

import base64
import csv
import itertools
import re
import time
from pathlib import Path

import pandas as pd
import pypdfium2
import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from explorer_chromium import drawn, exported, js, look, opened, settled, until
from explorer_corpus import PAYLOADS, Corpus, generated_corpus, hostile_corpus, made
from helpers.plots.explorer import explore, script_source
from helpers.spreadsheets import harmless

pytest_plugins = ["explorer_fixtures"]
COUNTS = ["n_sentences", "n_articles", "n_reports", "n_outlets", "n_apposition"]
FRAME_MS, OPEN_MS = 50, 2000


@pytest.fixture(scope="module")
def hostile() -> Corpus:
    return hostile_corpus()


@pytest.fixture(scope="module")
def hostile_page(hostile, tmp_path_factory) -> Path:
    made_page = explore(hostile.graph, **hostile.tables, min_reports=1, title=PAYLOADS[1])
    return made_page.save(tmp_path_factory.mktemp("pages") / "hostile.html")


def spot(browser, place: int) -> tuple[float, float]:
    """Return where a node stands, from the middle of the picture."""
    x, y, width, height = js(
        browser, f"[explorer.scene.xs[{place}], explorer.scene.ys[{place}], explorer.scene.width, explorer.scene.height]"
    )
    return x - width / 2, y - height / 2


def at(browser, x: float, y: float) -> ActionChains:
    return ActionChains(browser, duration=20).move_to_element_with_offset(browser.find_element(By.ID, "over"), round(x), round(y))


def details(browser) -> str:
    return browser.find_element(By.ID, "details").text


def clear_node(browser) -> int:
    """Return a node that stands alone enough to be hit."""
    return js(
        browser,
        """(() => {
          const { xs, ys, width, height } = explorer.scene;
          const nodes = explorer.data.nodes.map((n) => n.index).filter((i) => explorer.shown.node[i]);
          const others = (i) => nodes.filter((o) => o !== i).map((o) => Math.hypot(xs[i] - xs[o], ys[i] - ys[o]));
          const room = (i) => Math.min(xs[i], ys[i], width - xs[i] - 60, height - ys[i] - 130, ...others(i));
          return nodes.reduce((a, b) => (room(b) > room(a) ? b : a));
        })()""",
    )


@pytest.mark.parametrize(
    "link",
    ["", "from=2023-01-01", "to=2022-12-31&outlet=Outlet+1&outlet=Outlet+2", "outlet=Outlet+3", "from=2022-03-01&to=2023-06-30"],
)
def test_counts_are_those_of_pandas(browser, page, corpus, link):
    opened(browser, page, link)
    shown = js(
        browser, "[explorer.data.ties.map((t) => [explorer.data.nodes[t.a].id, explorer.data.nodes[t.b].id]), explorer.counts]"
    )
    ends, counts = shown
    found = pd.DataFrame(
        {
            name: list(counts[name].values()) if isinstance(counts[name], dict) else counts[name]
            for name in [*COUNTS, "first", "last"]
        }
    )
    found.index = pd.MultiIndex.from_tuples([tuple(end) for end in ends], names=["source", "target"])
    found = found[found["n_sentences"] > 0].sort_index()
    said = dict(re.findall(r"(from|to)=([^&]+)", link))
    kept = corpus.articles["published"].between(said.get("from", "1900-01-01"), said.get("to", "2100-01-01"))
    if outlets := [o.replace("+", " ") for o in re.findall(r"outlet=([^&]+)", link)]:
        kept &= corpus.articles["outlet"].isin(outlets)
    wanted = corpus.counted(kept).set_index(["source", "target"]).sort_index()
    pd.testing.assert_frame_equal(found[COUNTS], wanted[COUNTS].astype("int64"), check_dtype=False)
    for ours, theirs in (("first", "first_seen"), ("last", "last_seen")):
        days = (wanted[theirs] - pd.Timestamp("1970-01-01", tz="UTC")).dt.days
        assert found[ours].tolist() == days.tolist()


def test_undated_articles_are_in_no_span(browser, hostile_page, hostile):
    opened(browser, hostile_page, "to=2030-01-01")
    held = hostile.articles[hostile.articles["article_id"].isin(js(browser, "explorer.data.articles.map((a) => a.id)"))]
    kept = held["published"].notna() & held["published_quality"].ne("implausible")
    assert not kept.all()
    assert js(browser, "explorer.counts.kept.reduce((a, b) => a + b, 0)") == kept.sum()


def test_hover_shows_a_name_and_its_neighbours(browser, page):
    opened(browser, page)
    node = clear_node(browser)
    at(browser, *spot(browser, node)).perform()
    settled(browser)
    assert js(browser, f"explorer.data.nodes[{node}].name") in browser.find_element(By.ID, "tip").text
    neighbours = js(browser, f"explorer.data.nodes[{node}].ties.length") + 1
    assert js(browser, "explorer.highlight().nodes.size") == neighbours
    assert "dimmed" in browser.find_element(By.ID, "base").get_attribute("class")


def test_click_opens_a_profile_and_a_tie_its_sentences(browser, page, corpus):
    opened(browser, page)
    node = clear_node(browser)
    at(browser, *spot(browser, node)).click().perform()
    settled(browser)
    name = corpus.entities["name"][node]
    assert details(browser).startswith(name)
    assert f"{name} the Elder" in details(browser)
    browser.find_element(By.CSS_SELECTOR, "#details button.tie").click()
    settled(browser)
    tie = js(browser, "explorer.state.selected")
    met = corpus.edges.set_index(["source", "target"]).loc[tuple(sorted(tie))]
    assert f"{met['n_reports']} independent report" in details(browser)
    names = {corpus.entities.set_index("entity_id")["name"][entity] for entity in tie}
    first = browser.find_element(By.CSS_SELECTOR, "#details blockquote")
    assert {mark.text for mark in first.find_elements(By.TAG_NAME, "mark")} == names
    link = browser.find_element(By.CSS_SELECTOR, "#details .source a")
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert link.get_attribute("href").startswith("https://example.org/")


def test_click_on_a_line_opens_the_tie(browser, page):
    opened(browser, page, "only=n0003")
    found = js(
        browser,
        """(() => {
          const { xs, ys, width, height } = explorer.scene;
          const ties = explorer.shown.ties;
          const fromLine = (o, x, y) => {
            const [dx, dy] = [xs[o.b] - xs[o.a], ys[o.b] - ys[o.a]];
            return Math.abs((x - xs[o.a]) * dy - (y - ys[o.a]) * dx) / Math.hypot(dx, dy);
          };
          for (const t of ties) {
            const [x, y] = [(xs[t.a] + xs[t.b]) / 2, (ys[t.a] + ys[t.b]) / 2];
            const isAlone = ties.every((o) => o === t || fromLine(o, x, y) > 9);
            const nodes = explorer.data.nodes.filter((n) => explorer.shown.node[n.index]);
            const isFree = nodes.every((n) => Math.hypot(xs[n.index] - x, ys[n.index] - y) > 34);
            if (isAlone && isFree) return [t.index, x - width / 2, y - height / 2];
          }
          return null;
        })()""",
    )
    assert found, "no line stands free"
    at(browser, *found[1:]).click().perform()
    settled(browser)
    assert js(browser, f"explorer.data.ties[{found[0]}].a === explorer.data.place.get(explorer.state.selected[0])")


def test_copies_are_folded(browser, page, corpus):
    articles = corpus.articles.set_index("article_id")
    met = corpus.pairs.assign(report=corpus.pairs["article_id"].map(articles["cluster_id"]))
    counts = met.groupby(["source", "target", "report"])["article_id"].nunique()
    source, target, _ = counts[counts == 2].index[0]
    opened(browser, page, f"select={source}&select={target}")
    folded = browser.find_element(By.CSS_SELECTOR, ".evidence details")
    assert folded.find_element(By.TAG_NAME, "summary").text == "Carried by 1 more article"
    reports = met[(met["source"] == source) & (met["target"] == target)]["report"].nunique()
    assert f"{reports} independent report" in details(browser)


def test_search_finds_by_alias_and_by_near_spelling(browser, page, corpus):
    opened(browser, page)
    name = corpus.entities["name"][7]
    field = browser.find_element(By.ID, "search")
    field.send_keys(f"{name.upper()} THE E")
    hit = browser.find_element(By.CSS_SELECTOR, "#found li").text
    assert name in hit
    assert "the Elder" in hit
    field.send_keys(Keys.ENTER)
    settled(browser)
    assert js(browser, "explorer.state.selected") == ["n0007"]
    field.send_keys(name[:3] + "x" + name[4:])
    assert name in browser.find_element(By.ID, "found").text
    field.send_keys(Keys.ESCAPE)
    field.clear()
    field.send_keys("zzzzqq")
    assert browser.find_element(By.ID, "found").text == "No such name"


def test_brush_chooses_a_span_and_undo_takes_it_back(browser, page):
    opened(browser, page)
    chart = browser.find_element(By.CSS_SELECTOR, ".histogram")
    width = chart.size["width"]
    before = js(browser, "explorer.counts.n_reports.reduce((a, b) => a + b, 0)")
    places = js(browser, "[...explorer.scene.xs]")
    drag = ActionChains(browser, duration=20).move_to_element_with_offset(chart, round(-0.3 * width), 0).click_and_hold()
    drag.move_by_offset(round(0.4 * width), 0).release().perform()
    settled(browser)
    first, last = (browser.find_element(By.ID, f"date-{key}").get_attribute("value") for key in ("from", "to"))
    assert "2022-01-01" < first < last < "2024-12-31"
    assert 0 < js(browser, "explorer.counts.n_reports.reduce((a, b) => a + b, 0)") < before
    assert js(browser, "[...explorer.scene.xs]") == places
    assert f"from={first}" in browser.current_url
    browser.find_element(By.ID, "undo").click()
    settled(browser)
    assert js(browser, "explorer.counts.n_reports.reduce((a, b) => a + b, 0)") == before
    assert "#" not in browser.current_url.rstrip("#")


def test_thresholds_kinds_and_measures_filter(browser, page, corpus):
    opened(browser, page)
    browser.find_element(By.CSS_SELECTOR, "[aria-label='One report more']").click()
    settled(browser)
    assert js(browser, "explorer.shown.ties.length") == (corpus.edges["n_reports"] >= 2).sum()
    browser.find_element(By.CSS_SELECTOR, "#filters .choice input").click()
    settled(browser)
    people = set(corpus.entities.loc[corpus.entities["kind"] == "person", "entity_id"])
    left = corpus.edges[
        (corpus.edges["n_reports"] >= 2) & ~corpus.edges["source"].isin(people) & ~corpus.edges["target"].isin(people)
    ]
    assert js(browser, "explorer.shown.ties.length") == len(left)
    browser.find_element(By.ID, "reset").click()
    browser.find_element(By.CSS_SELECTOR, "#q option:nth-child(3)").click()
    settled(browser)
    assert js(browser, "explorer.shown.ties.every((t) => t.q <= 0.05)")
    assert js(browser, "explorer.shown.ties.length") == 8
    browser.find_element(By.CSS_SELECTOR, "#q option:nth-child(1)").click()
    browser.find_element(By.CSS_SELECTOR, "#alpha option:nth-child(2)").click()
    browser.find_element(By.XPATH, "//select[@id='width']/option[contains(., 'NPMI')]").click()
    settled(browser)
    assert 0 < js(browser, "explorer.shown.ties.length") < 140
    assert "whole corpus" in browser.find_element(By.ID, "status").text


def test_the_switch_shows_counts_association_or_the_backbone(browser, page):
    opened(browser, page)
    for view, width, n_ties in (("association", "npmi", 140), ("backbone", "n_reports", 7), ("count", "n_reports", 140)):
        browser.find_element(By.ID, f"view-{view}").click()
        settled(browser)
        assert js(browser, "explorer.state.measure") == width
        assert js(browser, "explorer.shown.ties.length") == n_ties
        pressed = browser.find_elements(By.CSS_SELECTOR, ".switch [aria-pressed='true']")
        assert [button.text for button in pressed] == [view]
        said = browser.find_element(By.ID, "status").text + browser.find_element(By.ID, "legend").text
        assert ("whole corpus" in said) == (view != "count")
    assert len(browser.find_elements(By.CSS_SELECTOR, "#legend .key svg")) == 3


def test_classes_outlets_and_communities_filter(browser, page, corpus):
    opened(browser, page)
    js(browser, "document.querySelectorAll('#filters details').forEach((part) => (part.open = true))")
    browser.find_element(By.XPATH, "//label[contains(@class, 'choice')][span[.='missile']]/input").click()
    settled(browser)
    left = js(browser, "explorer.data.nodes.filter((n) => explorer.shown.node[n.index] && n.category).map((n) => n.category)")
    assert set(left) == {"drone"}
    browser.find_element(By.ID, "undo").click()
    outlets = "//details[summary[.='Outlets']]"
    browser.find_element(By.XPATH, f"{outlets}//button[.='None']").click()
    settled(browser)
    assert browser.find_element(By.ID, "empty").is_displayed()
    browser.find_element(By.XPATH, f"{outlets}//label[span[.='Outlet 3']]/input").click()
    settled(browser)
    wanted = corpus.counted(corpus.articles["outlet"].eq("Outlet 3"))
    assert js(browser, "explorer.shown.ties.length") == len(wanted)
    assert "Counted from the dates and outlets" not in details(browser)
    browser.find_element(By.CSS_SELECTOR, "#details button.tie").click()
    assert "Counted from the dates and outlets" in details(browser)
    browser.find_element(By.ID, "reset").click()
    browser.find_element(By.XPATH, "//select[@id='colour']/option[2]").click()
    settled(browser)
    browser.find_element(By.CSS_SELECTOR, "#legend .groups button").click()
    settled(browser)
    number = js(browser, "explorer.state.community")
    assert js(browser, "explorer.data.nodes.filter((n) => explorer.shown.node[n.index]).map((n) => n.community)") == [
        number
    ] * js(browser, "explorer.shown.node.reduce((a, b) => a + b, 0)")


def test_a_pinned_name_keeps_its_neighbours_in_sight(browser, page):
    opened(browser, page, "select=n0004")
    browser.find_element(By.XPATH, "//aside[@id='details']//button[.='Pin']").click()
    browser.find_element(By.XPATH, "//aside[@id='details']//button[.='Close']").click()
    settled(browser)
    assert js(browser, "[explorer.state.selected, explorer.state.pins]") == [None, ["n0004"]]
    node = js(browser, "explorer.data.place.get('n0004')")
    assert js(browser, "explorer.highlight().nodes.size") == 1 + js(browser, f"explorer.data.nodes[{node}].ties.length")
    browser.find_element(By.ID, "undo").click()
    browser.find_element(By.ID, "undo").click()
    settled(browser)
    assert js(browser, "explorer.state.pins") == []
    browser.find_element(By.ID, "redo").click()
    settled(browser)
    assert js(browser, "explorer.state.pins") == ["n0004"]


@pytest.mark.parametrize(
    "link",
    [
        "kind=person&kind=weapon&class=drone",
        "from=2023-01-01&outlet=Outlet+3&outlet=Outlet+5&min=1&alone=1",
        "q=0.1&alpha=0.5&width=npmi",
        "only=n0003&only=n0007&min=2",
        "community=0&pin=n0040&select=n0001&select=n0002",
        "to=2022-06-30&path=n0000&path=n0009",
    ],
)
def test_python_and_the_page_show_the_same_at_a_link(browser, page, corpus, link):
    opened(browser, page, link)
    table = made(corpus).tables(link)
    assert set(js(browser, "explorer.data.nodes.filter((n) => explorer.shown.node[n.index]).map((n) => n.id)")) == set(
        table["nodes"]["entity_id"]
    )
    ends = "explorer.shown.ties.map((t) => [explorer.data.nodes[t.a].id, explorer.data.nodes[t.b].id])"
    assert sorted(js(browser, ends)) == sorted(table["ties"][["source", "target"]].to_numpy().tolist())


def test_controls_without_their_columns_are_not_there(browser, corpus, tmp_path):
    graph = corpus.graph.copy()
    for _, _, data in graph.edges(data=True):
        for name in set(data) - {*COUNTS, "is_home", "first_seen", "last_seen"}:
            del data[name]
    opened(browser, explore(graph, **corpus.tables, min_reports=1).save(tmp_path / "bare.html"))
    assert browser.find_elements(By.ID, "colour") == []
    assert js(browser, "explorer.communities.length") == 0
    assert browser.find_elements(By.ID, "q") == []
    assert browser.find_elements(By.ID, "width") == []
    assert browser.find_elements(By.CSS_SELECTOR, ".switch") == []


def test_path_between_two_names(browser, page, corpus):
    import networkx as nx

    lengths = dict(nx.single_source_shortest_path_length(corpus.graph, "n0000"))
    target = max(sorted(lengths), key=lambda node: lengths[node])
    opened(browser, page, "select=n0000")
    browser.find_element(By.XPATH, "//button[.='Path from here']").click()
    until(browser, "explorer.pathFrom === 'n0000'")
    field = browser.find_element(By.ID, "search")
    field.send_keys(target)
    until(browser, "document.querySelector('#found-0') !== null")
    field.send_keys(Keys.ENTER)
    until(browser, "explorer.state.path !== null")
    settled(browser)
    assert len(browser.find_elements(By.CSS_SELECTOR, "#details ol.ties li")) == lengths[target]
    assert js(browser, "explorer.highlight().ties.length") == lengths[target]
    steps = [step.text.split(" – ") for step in browser.find_elements(By.CSS_SELECTOR, "#details ol.ties .said")]
    assert [steps[0][0], steps[-1][1]] == [corpus.entities.set_index("entity_id")["name"][entity] for entity in ("n0000", target)]
    assert all(before[1] == after[0] for before, after in itertools.pairwise(steps))
    assert f"path=n0000&path={target}" in browser.current_url


def test_ego_network_grows(browser, page, corpus):
    opened(browser, page, "select=n0005")
    browser.find_element(By.XPATH, "//button[.='Only its neighbours']").click()
    settled(browser)
    near = {"n0005", *corpus.graph["n0005"]}
    assert set(js(browser, "explorer.data.nodes.filter((n) => explorer.shown.node[n.index]).map((n) => n.id)")) == near
    other = sorted(near - {"n0005"})[0]
    js(browser, f"explorer.openNode(explorer.data.place.get('{other}'))")
    browser.find_element(By.XPATH, "//button[.='Add its neighbours']").click()
    settled(browser)
    near |= set(corpus.graph[other])
    assert set(js(browser, "explorer.data.nodes.filter((n) => explorer.shown.node[n.index]).map((n) => n.id)")) == near


def test_a_link_restores_what_was_shown(browser, page, corpus):
    opened(browser, page)
    change = """explorer.change({
      kinds: ["person", "country"], from: 19100, minReports: 2, pins: ["n0001"], measure: "npmi", maxQ: 0.1,
      outlets: ["Outlet 1", "Outlet 2"], selected: ["n0004"], colour: "community", alone: true, moved: {n0002: [1.5, -2.25]},
    })"""
    js(browser, change)
    settled(browser)
    state, url, ties = js(browser, "[explorer.state, location.href, explorer.shown.ties.length]")
    browser.get("about:blank")
    browser.get(url)
    drawn(browser)
    assert js(browser, "explorer.state") == state
    assert js(browser, "explorer.shown.ties.length") == ties
    table = made(corpus).tables(url)
    assert len(table["ties"]) == ties
    assert len(table["nodes"]) == js(browser, "explorer.shown.node.reduce((a, b) => a + b, 0)")


def test_nodes_can_be_dragged_and_the_picture_moved(browser, page):
    opened(browser, page)
    node = clear_node(browser)
    x, y = spot(browser, node)
    at(browser, x, y).click_and_hold().move_by_offset(30, 25).release().perform()
    settled(browser)
    assert spot(browser, node) == pytest.approx((x + 30, y + 25), abs=2)
    scale = js(browser, "explorer.camera.scale")
    browser.find_element(By.ID, "zoom-in").click()
    settled(browser)
    assert js(browser, "explorer.camera.scale") > scale


def test_keys_walk_the_network_and_say_where(browser, page):
    opened(browser, page)
    picture = browser.find_element(By.ID, "over")
    browser.execute_script("arguments[0].focus()", picture)
    picture.send_keys(Keys.ARROW_RIGHT)
    settled(browser)
    said = browser.find_element(By.ID, "spoken").get_attribute("textContent")
    assert re.search(r", (person|country|weapon), \d+ articles?, \d+ ties? shown", said)
    picture.send_keys(Keys.ENTER)
    settled(browser)
    assert details(browser).startswith(said.split(",")[0])
    picture.send_keys(Keys.ESCAPE)
    settled(browser)
    assert js(browser, "explorer.state.selected") is None


def test_the_table_holds_the_same(browser, page, corpus):
    opened(browser, page, "min=3")
    rows = browser.find_elements(By.CSS_SELECTOR, "#table tbody tr")
    assert len(rows) == min((corpus.edges["n_reports"] >= 3).sum(), 40)
    assert int(rows[0].find_elements(By.TAG_NAME, "td")[2].text) == corpus.edges["n_reports"].max()
    browser.find_element(By.XPATH, "//th/button[.='name']").click()
    assert browser.find_element(By.CSS_SELECTOR, "th[aria-sort='ascending']").text.startswith("name")
    browser.find_element(By.XPATH, "//section[@id='table']//button[.='Names']").click()
    assert len(browser.find_elements(By.CSS_SELECTOR, "#table tbody tr")) == min(
        js(browser, "explorer.shown.node.reduce((a, b) => a + b, 0)"), 40
    )


def test_exports_hold_what_is_shown(browser, page, corpus, downloads):
    opened(browser, page, "min=2")
    ties = pd.read_csv(exported(browser, downloads, "Ties (CSV)", "ties.csv"))
    wanted = corpus.edges[corpus.edges["n_reports"] >= 2].sort_values(["source", "target"], ignore_index=True)
    found = ties.sort_values(["source", "target"], ignore_index=True)
    assert found[["source", "target", *COUNTS]].to_numpy().tolist() == wanted[["source", "target", *COUNTS]].to_numpy().tolist()
    picture = exported(browser, downloads, "Picture (PNG)", "network.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 20_000
    drawing = exported(browser, downloads, "Picture (SVG)", "network.svg").read_text(encoding="utf-8")
    assert drawing.count("<path") > len(wanted) / 4
    assert "Who is named with whom" in drawing
    words = pd.read_csv(exported(browser, downloads, "Sentences (CSV)", "sentences.csv"))
    assert words["text"].str.startswith("Word").all()
    assert set(words["source"]) <= set(wanted["source"])


def test_the_legend_of_communities_is_seen_whole(browser, page):
    opened(browser, page, "colour=community")
    assert len(browser.find_elements(By.CSS_SELECTOR, "#legend .groups .key")) == 9
    assert js(browser, "((legend) => legend.scrollHeight - legend.clientHeight)(document.getElementById('legend'))") <= 1


def test_heads_of_the_table_are_in_one_line(browser, page):
    look(browser, width=390, height=844, phone=True)
    opened(browser, page)
    assert js(browser, "document.querySelector('#table thead').offsetHeight") < 50


@pytest.mark.parametrize("link", ["", "only=n0003", "only=n0007", "min=2", "community=0", "community=1", "select=n0002"])
@pytest.mark.parametrize("width", [390, 1400])
def test_the_zoom_buttons_cover_neither_names_nor_labels(browser, page, link, width):
    look(browser, width=width, height=844, phone=width == 390)
    opened(browser, page, link)
    covered = js(
        browser,
        """(() => {
          const stage = document.getElementById("stage").getBoundingClientRect();
          const box = document.getElementById("zoom").getBoundingClientRect();
          const [left, top] = [box.left - stage.left, box.top - stage.top];
          const { xs, ys, radii } = explorer.scene;
          const isIn = (x, y) => x > left && y > top;
          const all = explorer.data.nodes.filter(({ index }) => explorer.shown.node[index]);
          const nodes = all.filter(({ index: i }) => isIn(xs[i] + radii[i], ys[i] + radii[i]));
          const labels = explorer.labels.filter(({ index: i, dx, dy, width }) => isIn(xs[i] + dx + width / 2, ys[i] + dy + 6));
          return [explorer.labels.length, nodes.map(({ name }) => name), labels.map(({ text }) => text)];
        })()""",
    )
    assert covered[0] > 3
    assert covered[1:] == [[], []]


def test_under_an_association_ties_are_listed_with_it(browser, page):
    opened(browser, page, "width=npmi")
    listed = [tie.text for tie in browser.find_elements(By.CSS_SELECTOR, "#details button.tie")]
    assert all(re.search(r"NPMI [\d.]+ · \d+ reports?$", tie) for tie in listed)
    values = [float(re.search(r"NPMI ([\d.]+)", tie)[1]) for tie in listed]
    assert len(values) > 3
    assert values == sorted(values, reverse=True)


def test_hostile_text_does_nothing(browser, hostile_page, hostile, downloads):
    opened(browser, hostile_page)
    for place in range(len(PAYLOADS)):
        js(browser, f"explorer.openNode({place})")
        settled(browser)
        assert PAYLOADS[place].split("\u2028")[0] in browser.find_element(By.ID, "details").get_attribute("textContent")
    tie = hostile.edges.iloc[0]
    js(browser, f"explorer.change({{selected: ['{tie['source']}', '{tie['target']}'], minReports: 1, alone: true}})")
    browser.find_element(By.ID, "search").send_keys("<script>")
    settled(browser)
    assert js(browser, "globalThis.owned") is None
    assert js(browser, "document.title") == PAYLOADS[1]
    assert js(browser, "document.querySelectorAll('script').length") == 2
    links = js(browser, "[...document.querySelectorAll('a[href]')].map((a) => [a.protocol, a.rel])")
    assert {protocol for protocol, _ in links} <= {"https:", "file:"}
    assert all(rel == "noopener noreferrer" for protocol, rel in links if protocol == "https:")
    drawing = exported(browser, downloads, "Picture (SVG)", "network.svg").read_text(encoding="utf-8")
    assert "<script" not in drawing
    assert "<image" not in drawing
    with exported(browser, downloads, "Names (CSV)", "names.csv").open(encoding="utf-8-sig", newline="") as file:
        names = {row["name"] for row in csv.DictReader(file)}
    assert names == {harmless(name) for name in hostile.entities["name"]}


def test_in_a_page_under_a_strict_policy_the_frame_works(browser, corpus, tmp_path):
    policy = f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src {script_source()}"
    frame = made(corpus)._repr_html_()
    whole = f'<!DOCTYPE html><meta http-equiv="Content-Security-Policy" content="{policy}"><title>t</title><h1>Report</h1>{frame}'
    (tmp_path / "report.html").write_text(whole, encoding="utf-8")
    browser.get((tmp_path / "report.html").as_uri())
    browser.switch_to.frame(browser.find_element(By.TAG_NAME, "iframe"))
    drawn(browser)
    assert js(browser, "explorer.shown.ties.length") == 140
    js(browser, "explorer.openNode(2)")
    assert details(browser).startswith(corpus.entities["name"][2])
    browser.switch_to.default_content()


def test_a_notebook_that_listens_is_told_what_is_chosen(browser, page, tmp_path):
    """The frame tells the page round it nothing until that asks."""
    frame = f'<iframe src="{page.as_uri()}" sandbox="allow-scripts" width="1200" height="700"></iframe>'
    script = "globalThis.heard = []; addEventListener('message', (event) => heard.push(event.data.explorer));"
    (tmp_path / "round.html").write_text(f"<!DOCTYPE html><script>{script}</script>{frame}", encoding="utf-8")
    browser.get((tmp_path / "round.html").as_uri())
    inside = browser.find_element(By.TAG_NAME, "iframe")
    browser.switch_to.frame(inside)
    drawn(browser)
    js(browser, "explorer.change({ minReports: 2 })")
    browser.switch_to.default_content()
    assert js(browser, "heard") == []
    js(browser, "arguments[0].contentWindow.postMessage({ explorer: 'listen' }, '*')", inside)
    WebDriverWait(browser, 5).until(lambda b: js(b, "heard") == ["min=2"])


@pytest.mark.parametrize("dark", [False, True])
def test_a_phone_shows_all_of_it(browser, page, dark):
    look(browser, width=390, height=844, dark=dark, phone=True)
    opened(browser, page, "select=n0001&colour=community")
    assert js(browser, "document.documentElement.scrollWidth") <= 390
    small = js(
        browser, "[...document.querySelectorAll('header button')].filter((b) => b.offsetParent && b.offsetHeight < 40).length"
    )
    assert small == 0
    broken = """[...document.querySelectorAll('#table tbody tr:nth-child(-n + 5) .said, #table tbody tr:nth-child(-n + 5) .day')]
    .flatMap((cell) => [...cell.textContent.matchAll(/[^ ]+/g)].map((word) => {
      const range = document.createRange();
      range.setStart(cell.firstChild, word.index);
      range.setEnd(cell.firstChild, word.index + word[0].length);
      return [word[0], range.getClientRects().length];
    })).filter(([, lines]) => lines > 1)"""
    assert js(browser, broken) == []
    assert js(browser, "((legend) => legend.scrollHeight - legend.clientHeight)(document.getElementById('legend'))") <= 1
    paper = js(browser, "getComputedStyle(document.body).backgroundColor")
    assert paper == ("rgb(20, 23, 26)" if dark else "rgb(255, 255, 255)")


@pytest.mark.parametrize("link", ["", "select=n0001"])
def test_paper_is_white_and_has_the_picture(browser, page, link):
    look(browser, width=1400, height=900, dark=True)
    opened(browser, page, link)
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"printBackground": False})["data"]
    with pypdfium2.PdfDocument(base64.b64decode(printed)) as document:
        text = document[0].get_textpage().get_text_range()
        picture = document[0].render(scale=1).to_numpy()
    assert "Who is named with whom" in text
    names = js(browser, "explorer.data.nodes.map((n) => n.name)")
    assert sum(name in text for name in names) >= 3
    assert picture[2, 2].min() > 250
    # the upper half, where the network is, holds colours
    half = picture[60 : len(picture) // 2].astype(int)
    assert (half.max(axis=2) - half.min(axis=2) > 60).mean() > 0.002
    assert js(browser, "document.querySelector('.paper')") is None


def test_two_thousand_names_and_ten_thousand_ties_stay_quick(browser, tmp_path):
    corpus = generated_corpus(2000, 10_000, 11_000, 2000, n_words=12)
    path = explore(corpus.graph, **corpus.tables, min_reports=1).save(tmp_path / "large.html")
    opening = []
    for _ in range(3):
        opened(browser, path)
        assert js(browser, "explorer.shown.ties.length") == 10_000
        opening.append(js(browser, "explorer.firstDrawn"))
    # from frame to frame: what was drawn is rasterised in between
    frames = browser.execute_async_script(
        """const times = [];
        const step = (now) => {
          times.push(now);
          if (times.length > 40) return arguments[0](times.slice(1).map((time, i) => time - times[i]).sort((a, b) => a - b));
          explorer.camera.pan(times.length % 2 ? 3 : -3, 1);
          explorer.drawNow();
          return requestAnimationFrame(step);
        };
        requestAnimationFrame(step);""",
    )
    # others share the machine: the better half says what the page costs
    assert min(opening) <= OPEN_MS, opening
    assert sum(frames[:20]) / 20 <= FRAME_MS, frames


def test_opening_is_measured_from_the_start(browser, page):
    began = time.monotonic()
    opened(browser, page)
    assert 0 < js(browser, "explorer.firstDrawn") < (time.monotonic() - began) * 1000
