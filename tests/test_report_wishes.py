"""What a report can be told: a title, an entity, days, how much of a sentence, other formats, further notebooks."""

import base64
import io
import json
import re
import shutil
import socket
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from selenium.webdriver.common.by import By

from explorer_chromium import grave_findings, js, look
from helpers.network.evidence import evidence as find_evidence
from helpers.report import ReportOptions, build_report
from helpers.report.building import chosen_notebooks, fingerprint
from helpers.report.printing import find_chromium, print_page
from helpers.run import run
from helpers.settings import NOTEBOOKS
from helpers.storage import read_table

pytest_plugins = ["explorer_fixtures"]
TITLE = "Guns <b>&</b> *words*"
WISHES = {
    "title": TITLE,
    "entity": "Ukraine",
    "since": "2022-01-01",
    "until": "2024-06-30",
    "evidence": "none",
    "also": ("dossier", "comparison"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory, fixtures):
    return shutil.copytree(fixtures / "corpus", tmp_path_factory.mktemp("raw"), dirs_exist_ok=True)


@pytest.fixture(scope="module")
def wished(folder, tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    formats = ("slides", "markdown", *(("pdf",) if find_chromium() else ()))
    build_report(folder, out / "processed", out / "reports", options=ReportOptions(**WISHES, formats=formats), progress=False)
    return out


def pages(out: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in (out / "reports").glob("*.html")}


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        ({"since": "yesterday"}, "since is 'yesterday'; it should be a day"),
        ({"split": "May"}, "split is 'May'; it should be a day"),
        ({"until": "20240101"}, "until is '20240101'; it should be a day"),
        ({"since": "2024-02-01", "until": "2024-01-01"}, "since 2024-02-01 is after until 2024-01-01"),
        ({"evidence": "some"}, "evidence 'some' is not known; it is one of full, short, none"),
        ({"formats": ("docx",)}, "format 'docx' is not known"),
    ],
)
def test_a_wish_that_cannot_be_met_is_one_sentence(wishes, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        ReportOptions(**wishes)


def test_the_report_needs_the_notebooks_before_it_and_others_are_asked_for():
    names = [path.stem.partition("-")[2] for path in chosen_notebooks(NOTEBOOKS)]
    assert names[-1] == "report"
    assert [path.stem.partition("-")[2] for path in chosen_notebooks(NOTEBOOKS, ["dossier"])] == [*names, "dossier"]
    with pytest.raises(ValueError, match="there is no notebook 'letter' behind the report; there are dossier"):
        chosen_notebooks(NOTEBOOKS, ["letter"])


def test_days_bound_what_the_pages_rest_on(wished):
    articles = read_table(wished / "processed", "articles")
    days = articles["published"].dt.strftime("%Y-%m-%d")
    inside = int(days.between(WISHES["since"], WISHES["until"]).sum())
    assert 0 < inside < len(articles)
    for name in ("index.html", "06-dossier.html", "07-comparison.html"):
        assert f"This report rests on {inside} of {len(articles)} articles" in pages(wished)[name], name


def test_every_wish_has_its_page(wished):
    names = {path.name for path in (wished / "reports").iterdir()}
    assert {"index.html", "index-slides.html", "index.md", "06-dossier.html", "07-comparison.html"} <= names
    assert {"06-dossier-slides.html", "07-comparison.md"} <= names


def test_the_title_is_text_on_every_rendering_of_the_report(wished):
    shown = "Guns &lt;b&gt;&amp;&lt;/b&gt; *words*"
    index = pages(wished)["index.html"]
    assert f"<title>{shown}</title>" in index
    assert re.search(rf"<h1[^>]*>{re.escape(shown)}<", index)
    assert f">{shown}<" in pages(wished)["index-slides.html"]
    assert "# Guns &lt;b&gt;&amp;&lt;/b&gt; \\*words\\*" in (wished / "reports" / "index.md").read_text(encoding="utf-8")


def test_pages_about_something_are_called_after_it(wished):
    assert "<title>Dossier: Ukraine</title>" in pages(wished)["06-dossier.html"]
    assert re.search("<title>Comparison: .+ against .+</title>", pages(wished)["07-comparison.html"])
    assert "# Dossier: Ukraine" in (wished / "reports" / "06-dossier.md").read_text(encoding="utf-8")


def test_the_report_of_one_entity_says_so_and_leaves_others_out(wished):
    index = pages(wished)["index.html"]
    assert "It shows Ukraine, its partners and the ties among them" in index
    edges, entities = (read_table(wished / "processed", name) for name in ("edges", "entities"))
    near = {"UA", *edges.loc[edges["source"] == "UA", "target"], *edges.loc[edges["target"] == "UA", "source"]}
    far = entities[~entities["entity_id"].isin(near) & (entities["kind"] == "person")]
    visible = re.sub(r"<iframe.*?</iframe>|<h1.*?</h1>", "", index, flags=re.S)
    assert len(far)
    assert not [name for name in far["name"] if f">{name}<" in visible]


def test_sentences_are_left_out_where_that_was_asked_for(wished):
    tables = [read_table(wished / "processed", name) for name in ("pairs", "articles", "sentences", "mentions")]
    edges = read_table(wished / "processed", "edges")
    quoted = [
        text
        for one, two in edges[["source", "target"]].itertuples(index=False)
        for text in find_evidence(*tables, one, two)["text"]
    ]
    long = [text for text in quoted if len(text) > 60 and "\n" not in text]
    assert long
    for name, page in pages(wished).items():
        if re.match(r"index|06|07", name):
            assert "Sentences are not quoted" in page
            assert not [text for text in long if text[10:50] in page], name


def test_slides_are_cut_at_the_headings_and_run_nothing(wished):
    index, slides = pages(wished)["index.html"], pages(wished)["index-slides.html"]
    n_ties = index.count('<section class="evidence">')
    assert n_ties > 1
    assert slides.count('<section class="slide"') == index.count("<h2 ") + n_ties  # the first tie stands below its heading
    assert "The explorer is in the HTML page." in slides
    assert "<script" not in slides
    assert "<iframe" not in slides


def test_what_the_last_report_wrote_and_this_one_does_not_is_removed(folder, tmp_path):
    for name in ("index.pdf", "06-dossier.md", "index-figures/a.png", "mine.txt"):
        (tmp_path / "reports" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "reports" / name).write_text("old")
    (tmp_path / "outside.txt").write_text("not of the report")
    kept = {"state": {}, "files": ["index.pdf", "06-dossier.md", "index-figures/a.png", "../outside.txt"]}
    (tmp_path / "reports" / ".state.json").write_text(json.dumps(kept))
    build_report(folder, tmp_path / "processed", tmp_path / "reports", progress=False)
    names = {path.name for path in (tmp_path / "reports").iterdir()}
    assert "index.html" in names
    assert not names & {"index.pdf", "06-dossier.md", "index-figures"}
    assert "mine.txt" in names
    assert (tmp_path / "outside.txt").exists()


def test_results_that_lie_among_the_articles_are_not_read(fixtures, tmp_path):
    raw = shutil.copytree(fixtures / "corpus", tmp_path / "raw")
    first = run(raw, raw / "out" / "processed").articles
    (raw / "out" / "processed" / "notes.txt").write_text("Iran tested the Fattah-1 missile on Monday, it said.")
    again = run(raw, raw / "out" / "processed").articles
    assert again["article_id"].tolist() == first["article_id"].tolist()
    assert fingerprint(raw) == fingerprint(fixtures / "corpus")


def test_markdown_names_images_that_are_there(wished):
    for path in (wished / "reports").glob("*.md"):
        text = path.read_text(encoding="utf-8")
        images = re.findall(r"!\[(.*?)\]\(([^)]+)\)", text)
        assert images
        assert all((wished / "reports" / place).read_bytes().startswith(b"\x89PNG") for _, place in images)
        assert all(len(words) > 30 for words, _ in images)
        assert "<script" not in text
        assert "<iframe" not in text


def test_the_pdf_has_the_words_of_the_page(wished):
    if not find_chromium():
        pytest.skip("no Chromium on this machine: no PDF is made")
    document = pypdfium2.PdfDocument(wished / "reports" / "index.pdf")
    words = " ".join(page.get_textpage().get_text_range() for page in document)
    assert "In short" in words
    assert "How the numbers were made" in words


def test_without_chromium_a_pdf_is_refused_with_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr("helpers.report.printing.find_chromium", lambda: None)
    with pytest.raises(FileNotFoundError, match="a PDF needs Chromium or Chrome, and none was found"):
        print_page(tmp_path / "page.html", tmp_path / "page.pdf")


def test_pages_name_nobody_and_no_machine(wished, folder, project):
    folders = (str(folder), str(wished), str(project), str(Path.home()))
    machine = socket.gethostname()
    hidden = re.compile(rf"\b{re.escape(machine)}\b") if len(machine) > 5 else None  # a shorter one is a word of any page
    for path in (wished / "reports").rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert not [name for name in folders if name.encode() in data], path.name
        if hidden and path.suffix in (".html", ".md"):
            assert not hidden.search(re.sub(r"base64,[\w+/=\s]+", "", data.decode())), path.name


def test_two_runs_give_the_same_bytes_but_for_the_time_stamp(wished, folder, tmp_path):
    build_report(folder, tmp_path / "processed", tmp_path / "reports", options=ReportOptions(**WISHES), progress=False)
    stamp = re.compile(r"Made on \d{4}-\d\d-\d\d \d\d:\d\d UTC\.")
    before, after = pages(wished), pages(tmp_path)
    assert set(after) <= set(before)
    for name, page in after.items():
        assert len(stamp.findall(page)) == 1
        assert stamp.sub("", page) == stamp.sub("", before[name]), name


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390], ids=["wide", "phone"])
def test_every_page_opens_without_a_network_and_axe_finds_nothing_grave(browser, wished, width, dark):
    look(browser, width=width, height=900, dark=dark, phone=width < 800)
    for path in sorted((wished / "reports").glob("*.html")):
        browser.get(path.as_uri())
        assert grave_findings(browser) == [], path.name
        wide = browser.execute_script("return document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 1, f"{path.name} is {wide} px too wide"


def test_on_a_phone_a_figure_can_be_had_large(browser, wished):
    look(browser, width=390, height=844, phone=True)
    browser.get((wished / "reports" / "07-comparison.html").as_uri())
    width = "document.querySelector('.output_png img').getBoundingClientRect().width"
    assert js(browser, width) < 390
    label = browser.find_element(By.CSS_SELECTOR, "label.large")
    browser.execute_script("arguments[0].scrollIntoView({ behavior: 'instant', block: 'center' })", label)
    label.click()
    assert js(browser, width) > 600
    assert js(browser, "document.documentElement.scrollWidth") <= 390
    look(browser, width=1200, height=900)
    assert not browser.find_element(By.CSS_SELECTOR, "label.large").is_displayed()


def test_on_a_dark_screen_no_figure_is_a_white_box(browser, wished):
    for dark in (False, True):
        look(browser, width=1000, height=900, dark=dark)
        browser.get((wished / "reports" / "07-comparison.html").as_uri())
        place = js(browser, "document.querySelector('.output_png img').getBoundingClientRect().toJSON()")
        shot = browser.execute_cdp_cmd(
            "Page.captureScreenshot",
            {"captureBeyondViewport": True, "clip": {**{k: place[k] for k in ("x", "y", "width", "height")}, "scale": 1}},
        )
        brightness = np.asarray(Image.open(io.BytesIO(base64.b64decode(shot["data"]))).convert("L"))
        assert (np.median(brightness) < 60) == dark
