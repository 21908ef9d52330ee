"""The article it all began with, and one of our own with the same shape: people, countries, weapons and ties come out right."""

import shutil

import pytest

from helpers.network import evidence
from helpers.run import run

PEOPLE = {"donald-trump", "volodymyr-zelenskyy", "vladimir-putin", "joe-biden"}


@pytest.fixture(scope="module", params=["seed", "own"])
def tables(request, tmp_path_factory, fixtures):
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "seed":
        shutil.copy(request.getfixturevalue("reference_data") / "seed" / "news-az-patriot.txt", folder)
    else:
        shutil.copy(fixtures / "debris.txt", folder)
    return run(folder, tmp_path_factory.mktemp("out"), progress=False)


def found(tables, kind: str) -> set[str]:
    return set(tables.mentions.loc[tables.mentions["kind"] == kind, "entity_id"])


def surfaces(tables, entity_id: str) -> set[str]:
    return set(tables.mentions.loc[tables.mentions["entity_id"] == entity_id, "surface"])


def test_people_countries_and_weapons_are_exactly_these(tables):
    assert found(tables, "person") == PEOPLE
    assert found(tables, "country") == {"US", "UA", "RU", "DE"}
    assert found(tables, "weapon") == {"mim-104-patriot"}


def test_governments_and_demonyms_count_for_their_countries(tables):
    assert {"America", "Washington", "U.S."} <= surfaces(tables, "US")
    assert {"Kyiv", "Ukrainian"} <= surfaces(tables, "UA")
    assert "Russian" in surfaces(tables, "RU")


def test_patriot_is_named_five_times(tables):
    words = tables.mentions.loc[tables.mentions["entity_id"] == "mim-104-patriot", "surface"].tolist()
    assert len(words) == 5
    assert words.count("patriot") == 1
    assert words.count("Patriots") == 1


def test_classes_are_found_and_stay_out_of_the_network(tables):
    assert "drone" in found(tables, "weapon_class")
    tied = set(tables.edges["source"]) | set(tables.edges["target"]) | set(tables.pairs["source"]) | set(tables.pairs["target"])
    assert not tied & found(tables, "weapon_class")


@pytest.mark.parametrize(
    "pair",
    [("DE", "mim-104-patriot"), ("UA", "mim-104-patriot"), ("donald-trump", "vladimir-putin"), ("donald-trump", "joe-biden")],
)
def test_tie_opens_to_its_sentences(tables, pair):
    words = evidence(tables.pairs, tables.articles, tables.sentences, tables.mentions, *pair)
    assert len(words)
    text = tables.articles["text"].item()
    for row in words.itertuples():
        assert text[row.start : row.end] == row.text
        assert row.source_spans
        assert row.target_spans


def test_every_mention_stands_where_it_says(tables):
    text = tables.articles["text"].item()
    assert all(text[m.start : m.end] == m.surface for m in tables.mentions.itertuples())
