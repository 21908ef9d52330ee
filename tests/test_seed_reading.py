"""The article that the project began with, and one of our own with the same shape of debris, come out as they should."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from helpers.articles import Reading, read_articles

ROOT = Path(__file__).resolve().parents[1]
SEED = (ROOT / os.environ.get("REFERENCE_DATA", "../shared")).resolve() / "seed" / "news-az-patriot.txt"


@pytest.fixture
def seed_reading(tmp_path: Path) -> Reading:
    if not SEED.is_file():
        pytest.skip(f"{SEED} is not there: set REFERENCE_DATA to the folder that holds seed/news-az-patriot.txt")
    shutil.copy(SEED, tmp_path)
    return read_articles(tmp_path, progress=False)


@pytest.fixture
def own_reading(tmp_path: Path) -> Reading:
    shutil.copy(ROOT / "tests" / "fixtures" / "debris.txt", tmp_path)
    return read_articles(tmp_path, progress=False)


def sentences(reading: Reading) -> list[str]:
    text = reading.articles.text[0]
    return [text[s.start : s.end] for s in reading.sentences.itertuples()]


def test_seed_has_title_body_outlet_and_agency(seed_reading: Reading) -> None:
    article = seed_reading.articles.iloc[0]
    words = article.title.split()
    assert (words[:4], words[-2:], len(words)) == (["Trump", "says", "Ukraine", "needs"], ["ceasefire", "stalemate"], 11)
    assert article.text.startswith(article.title + "\n\nU.S. President Donald Trump ")
    assert (article.outlet, article.attributed_to) == ("News.Az", "Reuters")


def test_seed_loses_its_debris_as_whole_lines_only(seed_reading: Reading) -> None:
    text = seed_reading.articles.text[0]
    assert not {"AZ", "News.Az", "Seçilən", "3", "50", "news.az", "10Mənbələr"} & set(text.splitlines())
    assert text.count("News.Az") == 1
    assert sum("News.Az reports, citing Reuters" in sentence for sentence in sentences(seed_reading)) == 1


def test_seed_has_no_date(seed_reading: Reading) -> None:
    assert seed_reading.articles.published.isna().all()
    assert list(seed_reading.articles.published_quality) == ["missing"]


def test_seed_keeps_every_paragraph_of_its_body(seed_reading: Reading) -> None:
    raw = [line.strip() for line in SEED.read_text(encoding="utf-8").splitlines()]
    assert seed_reading.articles.text[0].split("\n\n") == [line for line in raw if len(line) > 20]


def test_own_article_has_title_body_outlet_and_agency(own_reading: Reading) -> None:
    article = own_reading.articles.iloc[0]
    assert article.title == "Berlin ready to pay for more patriot batteries as Trump reconsiders pause in arms for Kyiv"
    assert article.text.startswith(article.title + "\n\nU.S. President Donald Trump has ")
    assert (article.outlet, article.attributed_to, article.published_quality) == ("Jurnal.Example", "Reuters", "missing")


def test_own_article_loses_its_debris_and_keeps_its_short_quotation(own_reading: Reading) -> None:
    paragraphs = own_reading.articles.text[0].split("\n\n")
    assert not {"RO", "Jurnal.Example", "Distribuie", "7", "128", "jurnal.example", "24Vizualizări"} & set(paragraphs)
    assert "“Stalemate”" in paragraphs
    assert paragraphs[-1] == "No date for the next shipment is known."
    assert any(
        p.endswith("large cities, where Russian attacks are heaviest.") and p.startswith("Ukraine has") for p in paragraphs
    )


def test_own_article_splits_into_whole_sentences(own_reading: Reading) -> None:
    found = sentences(own_reading)
    assert found[0] == own_reading.articles.title[0]
    assert len(found) == 13
    assert "The two presidents spoke on Friday about the protection of cities, Jurnal.Example reports, citing Reuters." in found
