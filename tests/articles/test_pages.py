"""Pages and files of every format, of more than forty layouts, beside what the libraries alone make of them."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

PAGES = Path(__file__).resolve().parents[1] / "fixtures" / "pages"
MADE_ELSEWHERE = {"printed.pdf"}  # by a browser, whose output differs from version to version


@pytest.fixture(scope="module")
def reading(project: Path) -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(project / "benchmarks"))
        return importlib.import_module("reading")


@pytest.fixture(scope="module")
def figures(reading: ModuleType) -> pd.DataFrame:
    return reading.measure()


@pytest.mark.parametrize("half", ["tuned", "held out", "afterwards"])
@pytest.mark.parametrize("figure", ["F1", "title", "date", "outlet"])
def test_figures_are_above_the_bar(figures: pd.DataFrame, reading: ModuleType, half: str, figure: str) -> None:
    ours = figures[(figures["reader"] == reading.OURS) & (figures["half"] == half)]
    assert len(ours) >= 13
    assert ours[figure].mean() >= 0.95


def test_library_alone_is_better_on_no_page_and_worse_in_total(figures: pd.DataFrame, reading: ModuleType) -> None:
    assert reading.worse(figures).empty
    means = figures.groupby("reader")[list(reading.FIGURES)].mean()
    assert (means.loc[reading.OURS] > means.loc[reading.ALONE]).all()


def test_language_and_agency_are_right(figures: pd.DataFrame, reading: ModuleType) -> None:
    ours = figures[figures["reader"] == reading.OURS]
    assert ours["language"].mean() == 1
    assert ours["agency"].mean() == 1


def test_there_are_enough_pages_layouts_and_formats(figures: pd.DataFrame) -> None:
    pages = figures[figures["format"] == "HTML"]
    assert pages["file"].nunique() >= 66
    assert pages["layout"].nunique() >= 24
    assert figures["format"].nunique() >= 30


def test_each_page_is_what_its_layout_and_text_make(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PAGES))
    made = importlib.import_module("make_pages")
    files = importlib.import_module("make_files")
    gold = {line["file"] for line in map(json.loads, (PAGES / "gold.jsonl").read_text("utf-8").splitlines())}
    rendered = {name: data for name, data, _ in made.pages()} | {name: data for name, data, _ in files.files()}
    assert gold == set(rendered)
    stale = [name for name, data in rendered.items() if name not in MADE_ELSEWHERE and (PAGES / name).read_bytes() != data]
    assert [name for name in stale if not name.endswith((".docx", ".odt", ".xlsx", ".parquet", ".gz", ".zip"))] == []


def test_worse_names_the_articles_that_the_library_reads_better(reading: ModuleType) -> None:
    one = {"file": "a.html", "row": None, "title": 1.0, "date": 1.0, "outlet": 1.0}
    rows = [{**one, "reader": reading.OURS, "F1": 0.5}, {**one, "reader": reading.ALONE, "F1": 0.75}]
    found = reading.worse(pd.DataFrame(rows))
    assert found[["file", "figure"]].to_numpy().tolist() == [["a.html", "F1"]]


def test_f1_of_words_counts_each_word_once_for_each_time_it_stands(reading: ModuleType) -> None:
    assert reading.word_f1("Guns reach the base.", "guns REACH the base") == 1
    assert reading.word_f1("guns guns", "guns") == pytest.approx(2 / 3)
    assert reading.word_f1("渡船", "渡口") == 0.5
    assert reading.word_f1("", "guns") == 0


def test_titles_are_the_same_but_for_case_signs_and_article(reading: ModuleType) -> None:
    assert reading.same("The Lantern Post", "lantern  post")
    assert reading.same("“Guns” arrive", '"Guns" arrive')
    assert not reading.same("Guns arrive", "Guns arrive - Lantern Post")
    assert reading.same(None, "")
