"""The report of a small folder: complete, self-contained, harmless, quick the second time."""

import re
import shutil

import pytest

from helpers.report import build_report, fingerprint
from helpers.storage import read_table
from helpers.summary import summarise

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture(scope="module")
def folder(tmp_path_factory, fixtures):
    raw = tmp_path_factory.mktemp("raw")
    shutil.copytree(fixtures / "corpus", raw, dirs_exist_ok=True)
    shutil.copy(fixtures / "debris.txt", raw)
    (raw / f"hostile-{'&'}.txt").write_text(
        f"Minister {HOSTILE} visits\n\nPublished: 3 May 2024\n\n"
        f"President Emmanuel Macron of France met Chancellor Olaf Scholz of Germany {HOSTILE}"
        " and spoke of the Leopard 2 tank, the ministry said on Friday in a long statement.\n"
    )
    (raw / "hostile.html").write_text(
        '<html onload="steal(1)"><head><title>Minister Radosław Sikorski of Poland visits Norway</title><script>steal(2)</script>'
        "</head><body onload='steal(3)'><article><h1>Minister Radosław Sikorski of Poland visits Norway</h1>"
        "<p onclick='steal(4)'>Minister Radosław Sikorski of Poland said in Norway on Friday that the Leopard 2 tank was ready."
        "<img src=x onerror='steal(5)'></p><svg onload='steal(6)'><script>steal(7)</script></svg>"
        "<p><a href='javascript:steal(8)'>Nobody</a> asked him when the next ones would come, or from where.</p></article></body>"
    )
    (raw / "broken.txt").write_bytes(bytes(range(256)) * 20)
    return raw


@pytest.fixture(scope="module")
def report(folder, tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    assert build_report(folder, out / "processed", out / "reports", progress=False)
    return out


def test_every_notebook_has_a_page(report):
    names = sorted(p.name for p in (report / "reports").glob("*.html"))
    assert names == ["01-read-articles.html", "02-find-entities.html", "03-build-network.html", "04-explore.html", "index.html"]


def test_pages_fetch_nothing_and_nothing_but_the_explorer_runs(report):
    for page in (report / "reports").glob("*.html"):
        text = page.read_text(encoding="utf-8")
        policy = re.search(r'Content-Security-Policy"[^>]*|content="([^"]*)"[^>]*Content-Security-Policy', text).group()
        frames = re.findall(r'<iframe class="network-explorer".*?</iframe>', text, re.DOTALL)
        assert ("script-src 'sha256-" in policy) == bool(frames), page.name
        assert all("allow-same-origin" not in frame for frame in frames)
        text = re.sub(r'<iframe class="network-explorer".*?</iframe>', "", text, flags=re.DOTALL)
        assert "<script" not in text.lower()
        assert not re.search(r"<[^>]+\son\w+\s*=", text), page.name
        sources = re.findall(r"""(?:src|href)\s*=\s*["']([^"']+)""", text)
        assert all(s.startswith(("data:", "#")) or re.fullmatch(r"[\w.-]+\.html", s) for s in sources), page.name
        assert "url(" not in text


def test_hostile_article_stays_text(report):
    index = (report / "reports" / "index.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)" in index


def test_nothing_of_the_scripts_of_a_page_is_left(report):
    assert "hostile.html" in set(read_table(report / "processed", "articles")["path"])
    for page in (report / "reports").glob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "steal(" not in text, page.name
        assert "Sikorski" in text or page.name != "index.html"


def test_pages_name_no_folder_of_this_machine(report, folder, project):
    for page in (report / "reports").glob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert str(folder) not in text
        assert str(report) not in text
        assert str(project) not in text


def test_every_figure_has_a_text(report):
    for page in (report / "reports").glob("*.html"):
        for image in re.findall(r"<img[^>]*>", page.read_text(encoding="utf-8"), re.S):
            assert re.search(r'alt="[^"]{30,}', image), f"{page.name}: {image[:80]}"


def test_index_has_contents_evidence_and_no_code(report):
    index = (report / "reports" / "index.html").read_text(encoding="utf-8")
    assert 'class="contents"' in index
    assert "<blockquote>" in index
    assert "read_table(" not in index


def test_summary_counts_what_is_in_the_tables(report):
    t = {n: read_table(report / "processed", n) for n in ("articles", "rejected", "mentions", "entities", "edges")}
    text = summarise(**t)
    assert text.startswith(f"{len(t['articles'])} articles")
    assert "1 file or row was refused" in text
    assert f"{len(t['edges']):,} pairs met" in text


def test_second_report_has_nothing_to_do(report, folder):
    assert not build_report(folder, report / "processed", report / "reports", progress=False)


def test_fingerprint_follows_the_articles(folder, tmp_path):
    copy = shutil.copytree(folder, tmp_path / "copy")
    before = fingerprint(copy)
    assert before == fingerprint(folder)
    (copy / "debris.txt").write_text("changed")
    assert fingerprint(copy) != before


def test_folder_without_names_gives_a_report_that_says_so(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "rain.txt").write_text(
        "Rain all day\n\nIt rained from morning to evening, and nobody at all went out to look at the puddles.\n"
    )
    assert build_report(raw, tmp_path / "processed", tmp_path / "reports", progress=False)
    index = (tmp_path / "reports" / "index.html").read_text(encoding="utf-8")
    assert "No person, country or weapons system was found" in index
