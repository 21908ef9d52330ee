"""An explorer in a page rendered from a notebook: it runs there under the page's policy, and nothing else does."""

import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By

from explorer_chromium import drawn, js, settled
from explorer_corpus import generated_corpus
from helpers.plots.explorer import explore, page_scripts, script_source
from helpers.report import pages

pytest_plugins = ["explorer_fixtures"]
POLICY = re.compile(r"<meta [^>]*Content-Security-Policy[^>]*>")
FOREIGN = "<script>document.title = 'owned'</script><img src='data:,' onerror=\"document.title = 'owned'\">"


@pytest.fixture(scope="module")
def explorer():
    corpus = generated_corpus(60, 140, 420, 90)
    return explore(corpus.graph, **corpus.tables, min_reports=1)


def notebook(*texts: str) -> nbformat.NotebookNode:
    cells = [new_markdown_cell("# A report\n\n## The network")]
    for text in texts:
        cell = new_code_cell("page")
        cell.outputs = [new_output("display_data", {"text/html": text, "text/plain": "x"})]
        cells.append(cell)
    return new_notebook(cells=cells)


def test_an_explorer_runs_in_a_report(browser, explorer, tmp_path):
    path = rendered(notebook(explorer._repr_html_()), tmp_path)
    browser.get(path.as_uri())
    frame = browser.find_element(By.TAG_NAME, "iframe")
    browser.execute_script("arguments[0].scrollIntoView()", frame)
    browser.switch_to.frame(frame)
    drawn(browser)
    colours = js(browser, "new Set(document.getElementById('base').getContext('2d').getImageData(0, 0, 600, 500).data).size")
    assert colours > 40
    node, x, y = js(browser, "((i) => [i, explorer.scene.xs[i], explorer.scene.ys[i]])(explorer.shown.ties[0].a)")
    picture = browser.find_element(By.ID, "over")
    middle = picture.size["width"] / 2, picture.size["height"] / 2
    ActionChains(browser).move_to_element_with_offset(picture, round(x - middle[0]), round(y - middle[1])).click().perform()
    settled(browser)
    assert js(browser, "explorer.state.selected") == [js(browser, f"explorer.data.nodes[{node}].id")]
    browser.switch_to.default_content()


def test_no_other_script_runs_beside_it(chromium, explorer, tmp_path):
    chromium.get(rendered(notebook(explorer._repr_html_(), FOREIGN), tmp_path).as_uri())
    chromium.switch_to.frame(chromium.find_element(By.TAG_NAME, "iframe"))
    drawn(chromium)
    chromium.switch_to.default_content()
    assert chromium.title == "A report"
    refused = [entry["message"] for entry in chromium.get_log("browser")]
    assert sum("Content Security Policy" in message for message in refused) == 2


def test_a_page_without_an_explorer_allows_no_script(explorer, tmp_path):
    for text in ("<p>Words</p>", FOREIGN):
        assert "script-src" not in policy(rendered(notebook(text), tmp_path))
    with_one = policy(rendered(notebook("<p>Words</p>", explorer._repr_html_()), tmp_path))
    assert with_one.count("script-src") == 1
    assert f"script-src {script_source()}" in with_one


def test_an_output_cannot_say_which_script_is_allowed(explorer):
    forged = explorer._repr_html_().replace(script_source().strip("'"), "sha256-forged")
    assert page_scripts(notebook(forged)) == [script_source()]
    assert page_scripts(notebook("<p>network-explorer</p>")) == []


def rendered(source: nbformat.NotebookNode, folder: Path) -> Path:
    path = folder / "report.html"
    path.write_text(pages.render_page(source), encoding="utf-8")
    return path


def policy(path: Path) -> str:
    return POLICY.search(path.read_text(encoding="utf-8"))[0]
