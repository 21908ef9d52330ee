"""axe-core on the explorer: no serious or critical finding, in light and dark, wide and narrow, whatever is open."""

from pathlib import Path

import pytest
from selenium.webdriver.common.by import By

from explorer_chromium import grave_findings, js, look, opened, settled, until
from explorer_corpus import generated_corpus
from helpers.network import describe_nodes
from helpers.plots.explorer import explore

pytest_plugins = ["explorer_fixtures"]
VIEWS = {"a name": "select=n0004&pin=n0001&colour=community", "a tie": "tie", "a path": "path=n0000&path=n0009"}


@pytest.fixture(scope="module")
def corpus():
    return generated_corpus(30, 60, 150, 40)


@pytest.fixture(scope="module")
def page(corpus, tmp_path_factory) -> Path:
    graph = corpus.graph.copy()
    for place, (a, b) in enumerate(sorted(graph.edges)):
        graph.edges[a, b].update(npmi=place / 60, q=place / 60, p_disparity=1 - place / 60)
    made = explore(graph, **corpus.tables, min_reports=1, communities=describe_nodes(graph))
    return made.save(tmp_path_factory.mktemp("pages") / "page.html")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390], ids=["wide", "phone"])
def test_axe_finds_nothing_grave(browser, page, corpus, width, dark):
    look(browser, width=width, height=900, dark=dark, phone=width < 800)
    tie = corpus.edges.sort_values("n_reports").iloc[-1]
    for view, link in VIEWS.items():
        opened(browser, page, f"select={tie['source']}&select={tie['target']}" if link == "tie" else link)
        assert grave_findings(browser) == [], view


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390], ids=["wide", "phone"])
def test_axe_finds_nothing_grave_in_what_can_be_opened(browser, page, width, dark):
    look(browser, width=width, height=900, dark=dark, phone=width < 800)
    opened(browser, page)
    assert grave_findings(browser) == [], "as it opens"
    if browser.find_element(By.ID, "open-filters").get_attribute("aria-expanded") == "false":
        browser.find_element(By.ID, "open-filters").click()
    js(browser, "document.querySelectorAll('details').forEach((part) => (part.open = true))")
    browser.find_element(By.ID, "search").send_keys("the elder")
    until(browser, "!document.getElementById('found').hidden")
    assert grave_findings(browser) == [], "filters and search"
    js(browser, "document.querySelectorAll('#table .actions button')[1].click()")
    js(browser, "document.querySelector('#table th button').click()")
    js(browser, "explorer.change({ from: -9000, to: -8000 })")
    settled(browser)
    js(browser, "document.getElementById('search').blur()")
    browser.find_element(By.ID, "open-exports").click()
    assert grave_findings(browser) == [], "names, exports, and nothing left by the filters"


def test_axe_finds_what_is_wrong(browser, page):
    opened(browser, page)
    js(browser, "document.getElementById('search').setAttribute('aria-expanded', 'perhaps')")
    js(browser, "document.querySelector('#filters p').style.setProperty('color', 'rgb(200, 200, 200)')")
    assert {"aria-valid-attr-value", "color-contrast"} <= {rule for rule, *_ in grave_findings(browser)}
