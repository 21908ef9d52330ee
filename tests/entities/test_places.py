"""The optional roll-up: cities and regions to their countries, homonyms only where nearly all of a name's people live in one."""

from collections import Counter

import pytest
from spacy.tokens import Span

from helpers.entities import build_pipeline, places
from helpers.entities.mention import mentions_of
from helpers.entities.pipeline import mark_sentences
from helpers.entities.places import countries_of, dominant, place_key


@pytest.fixture(scope="module")
def nlp_places():
    return build_pipeline(places=True, pronouns=False)


def found(nlp, text: str) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], m.entity_id) for m in mentions_of(nlp(text)) if m.how == "place"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells fell on Kharkiv on Tuesday.", [("Kharkiv", "UA")]),
        ("The minister flew to Munich in Bavaria, then to Austin in Texas.",
         [("Munich", "DE"), ("Bavaria", "DE"), ("Austin", "US"), ("Texas", "US")]),
        ("A blast was heard in Kyiv on Friday.", [("Kyiv", "UA")]),
        ("Gunmen fought in Tripoli on Friday.", []),
        ("Gunmen fought in Tripoli, Lebanon, on Friday.", [("Tripoli", "LB")]),
        ("Gunmen fought in the Lebanese city of Tripoli on Friday.", [("Tripoli", "LB")]),
        ("He was born in Paris, Texas, last spring.", [("Paris", "US"), ("Texas", "US")]),
        ("He studied in Hyderabad and in Cordoba.", []),
        ("Voters in Atlanta, Georgia, went home.", [("Atlanta", "US"), ("Georgia", "US")]),
    ],
)  # fmt: skip
def test_place_stands_for_its_country(nlp_places, text, expected):
    assert found(nlp_places, text) == expected


def test_off_unless_asked_for(nlp):
    assert "places" not in nlp.pipe_names
    assert found(nlp, "Shells fell on Kharkiv in Ukraine.") == []


def test_country_stays_by_its_own_name(nlp_places):
    mentions = mentions_of(nlp_places("Kyiv said that Ukraine would fight on in Kharkiv."))
    assert [(m.entity_id, m.how) for m in mentions] == [("UA", "capital"), ("UA", "name"), ("UA", "place")]


@pytest.mark.parametrize("text", ["They signed in Minsk.", "The Minsk agreements were dead."])
def test_only_what_is_tagged_a_place_is_looked_up(nlp_places, text):
    doc = mark_sentences(nlp_places.make_doc(text), [0])
    start = text.index("Minsk")
    component = nlp_places.get_pipe("places")
    doc.spans["names"] = [doc.char_span(start, start + 5, label="PLACE")]
    assert [m.entity_id for m in mentions_of(component(doc))] == (["BY"] if "signed" in text else [])
    other = mark_sentences(nlp_places.make_doc(text), [0])
    other.spans["names"] = [Span(other, 0, len(other), label="ORGANISATION")]
    assert mentions_of(component(other)) == []


def test_dominance_is_a_share_of_the_people():
    assert dominant(Counter(UA=95, RU=5)) == "UA"
    assert dominant(Counter(LY=85, LB=15)) is None
    assert dominant(Counter()) is None


def test_spellings_of_a_place_share_a_key():
    assert place_key("Ar-Raqqah") == place_key("Raqqa")
    assert place_key("St. Petersburg") == place_key("Saint Petersburg")
    assert place_key("Córdoba") == place_key("Cordoba") != place_key("Cordova")


def test_division_word_may_be_said_or_not():
    table = {"kursk": Counter(RU=1), "gaza province": Counter(MZ=1), "gaza": Counter(PS=1)}
    assert countries_of("Kursk Oblast", table) == Counter(RU=1)
    assert countries_of("Gaza Province", table) == Counter(MZ=1)
    assert countries_of("Nowhere", table) == Counter()


def test_every_country_of_the_table_is_a_known_one():
    known = {row["entity_id"] for row in places.knowledge.rows("countries.csv")}
    codes = {code for people in places._gazetteer().values() for code in people}
    assert codes - known == set()


def test_setting_asks_for_places():
    from helpers.entities.parsing import make_pipeline
    from helpers.settings import Settings

    asked = make_pipeline(Settings(places=True)).pipe_names
    assert asked.index("weapons") < asked.index("places") < asked.index("mentions")
    assert "places" not in make_pipeline(Settings()).pipe_names
