import csv
import re
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest

import helpers

FOLDER = Path(helpers.__file__).parent / "entities" / "knowledge"
COLUMNS = {
    "countries.csv": ["entity_id", "name", "official_name", "alpha3", "capital", "region"],
    "country_names.csv": ["entity_id", "surface", "how", "reading", "case", "other"],
    "country_traps.csv": ["phrase", "entity_id", "keep", "case", "note"],
}
HOW = {"name", "official", "abbreviation", "demonym", "capital", "seat", "former", "nickname"}
READING = {"always", "government", "homonym", "prefix", "territory", "constituent"}
OTHER = {"person", "place", "thing", "word", "country"}
# Nobody lives there for good, or no word for the inhabitants is in use in news.
NO_DEMONYM = {"AQ", "BV", "GS", "HM", "SJ", "TF", "UM", "VA"}
NO_CAPITAL = {"AQ", "BV", "HM", "TF", "UM"}
# The capital's name is another word far more often ("Stanley", "Hamilton"), so it is no surface of the territory.
CAPITAL_IS_NO_SURFACE = {"AI", "BM", "CC", "FK", "IM", "KY", "MS", "NF", "PM", "RE", "SH"}
# One word, several countries: the sentence or the article has to decide.
SHARED_SURFACES = {
    "chancellery": {"AT", "DE"},
    "congo": {"CD", "CG"},
    "congolese": {"CD", "CG"},
    "dominican": {"DM", "DO"},
    "dominicans": {"DM", "DO"},
    "korea": {"KP", "KR"},
    "korean": {"KP", "KR"},
    "koreans": {"KP", "KR"},
    "virgin islander": {"VG", "VI"},
    "virgin islanders": {"VG", "VI"},
    "virgin islands": {"VG", "VI"},
}


def read(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


COUNTRIES, NAMES, TRAPS = (read(name) for name in COLUMNS)
IDS = {row["entity_id"] for row in COUNTRIES}
READINGS = {(row["entity_id"], row["surface"]): row["reading"] for row in NAMES}
BY_SURFACE: dict[str, set[str]] = defaultdict(set)
for _row in NAMES:
    BY_SURFACE[_row["surface"].casefold()].add(_row["entity_id"])


@pytest.mark.parametrize("name", COLUMNS)
def test_file_is_utf8_with_plain_line_ends_the_stated_columns_and_no_stray_space(name):
    raw = (FOLDER / name).read_bytes()
    text = raw.decode("utf-8")
    assert b"\r" not in raw
    assert text.endswith("\n")
    assert text == unicodedata.normalize("NFC", text)
    assert text.splitlines()[0].split(",") == COLUMNS[name]
    assert all(value == " ".join(value.split()) for row in read(name) for value in row.values())


@pytest.mark.parametrize(
    ("rows", "key"), [(COUNTRIES, ("entity_id",)), (NAMES, ("entity_id", "surface")), (TRAPS, ("phrase",))], ids=list(COLUMNS)
)
def test_rows_are_sorted_and_the_key_is_unique(rows, key):
    keys = [tuple(row[column] for column in key) for row in rows]
    assert all(all(parts) for parts in keys)
    assert keys == sorted(set(keys))


def test_every_iso_entry_and_kosovo_is_there():
    assert len(COUNTRIES) == 250
    assert {"XK", "TW", "PS", "VA", "SS", "BQ", "CW", "SX"} <= IDS
    assert IDS.isdisjoint({"UK", "EU", "SU", "YU", "AN", "CS"})
    assert all(re.fullmatch("[A-Z]{2}", row["entity_id"]) and re.fullmatch("[A-Z]{3}", row["alpha3"]) for row in COUNTRIES)
    assert len({row["alpha3"] for row in COUNTRIES}) == 250
    assert len({row["name"] for row in COUNTRIES}) == 250
    assert all(row["official_name"] and row["region"] for row in COUNTRIES)
    assert {row["entity_id"] for row in COUNTRIES if not row["capital"]} == NO_CAPITAL


def test_every_country_has_its_names_a_demonym_and_its_capital_as_surfaces():
    surfaces = defaultdict(set)
    for row in NAMES:
        surfaces[row["entity_id"]].add(row["surface"])
    assert set(surfaces) == IDS
    assert all({row["name"], row["official_name"]} <= surfaces[row["entity_id"]] for row in COUNTRIES)
    assert {row["entity_id"] for row in NAMES if row["how"] == "demonym"} == IDS - NO_DEMONYM
    absent = {row["entity_id"] for row in COUNTRIES if row["capital"] and row["capital"] not in surfaces[row["entity_id"]]}
    assert absent == CAPITAL_IS_NO_SURFACE


def test_values_are_those_of_the_column_dictionary():
    assert {row["how"] for row in NAMES} == HOW
    assert {row["reading"] for row in NAMES} == READING
    assert {row["case"] for row in NAMES} == {row["case"] for row in TRAPS} == {"exact", "any"}
    for row in NAMES:
        assert bool(row["other"]) == (row["reading"] == "homonym"), row
        assert set(filter(None, row["other"].split(";"))) <= OTHER, row


def test_a_surface_of_several_countries_is_one_of_those_meant_to_be():
    shared = {surface: ids for surface, ids in BY_SURFACE.items() if len(ids) > 1}
    assert shared == SHARED_SURFACES


def test_capitals_and_seats_of_states_need_a_sentence_that_treats_them_as_the_government():
    for row in NAMES:
        if row["how"] in {"capital", "seat"}:
            assert row["reading"] in {"government", "homonym", "territory", "constituent"}, row
        if row["reading"] == "government":
            assert row["how"] in {"capital", "seat"}, row
        if row["reading"] == "constituent":
            assert row["entity_id"] == "GB", row


def test_short_and_capital_forms_are_bound_to_their_case():
    for row in NAMES:
        if row["how"] == "abbreviation" or len(row["surface"]) <= 3 or row["how"] == "seat":
            assert row["case"] == "exact", row
    # lower-case words of English: neither "turkey" nor "polish" may reach a country
    for surface in ("Turkey", "China", "Polish", "Pole", "Chad", "Guinea", "White House", "Pentagon"):
        assert {row["case"] for row in NAMES if row["surface"] in {surface, surface.upper()}} == {"exact"}, surface
        assert surface.upper().casefold() in BY_SURFACE
        assert any(row["surface"] == surface.upper() for row in NAMES), surface


def test_no_surface_of_a_dissolved_state_or_of_a_union():
    for surface in (
        "soviet union",
        "soviet",
        "ussr",
        "yugoslavia",
        "yugoslav",
        "czechoslovakia",
        "east germany",
        "eu",
        "nato",
        "un",
    ):
        assert surface not in BY_SURFACE


@pytest.mark.parametrize(
    ("surface", "entity_id", "reading"),
    [
        ("Burma", "MM", "always"),
        ("Holland", "NL", "homonym"),
        ("Türkiye", "TR", "always"),
        ("Turkiye", "TR", "always"),
        ("DPRK", "KP", "always"),
        ("ROK", "KR", "always"),
        ("Democratic Republic of the Congo", "CD", "always"),
        ("Congo-Brazzaville", "CG", "always"),
        ("Nigerien", "NE", "always"),
        ("Nigerian", "NG", "always"),
        ("Bissau-Guinean", "GW", "always"),
        ("Côte d’Ivoire", "CI", "always"),
        ("U.S.", "US", "always"),
        ("US", "US", "homonym"),
        ("Washington", "US", "homonym"),
        ("Georgia", "GE", "homonym"),
        ("Dominican Republic", "DO", "always"),
        ("Dominica", "DM", "always"),
        ("Kiev", "UA", "government"),
        ("Kremlin", "RU", "government"),
        ("Tel Aviv", "IL", "government"),
        ("Zhongnanhai", "CN", "government"),
        ("Elysee", "FR", "government"),
        ("Russo", "RU", "prefix"),
        ("Greenland", "GL", "territory"),
        ("Hong Konger", "HK", "territory"),
        ("Scottish", "GB", "constituent"),
        ("Dutchmen", "NL", "always"),
        ("Britons", "GB", "always"),
        ("Filipina", "PH", "always"),
        ("Holy See", "VA", "always"),
        ("Republic of China", "TW", "always"),
        ("People's Republic of China", "CN", "always"),
    ],
)
def test_surface_belongs_to_its_country_with_its_reading(surface, entity_id, reading):
    assert READINGS[entity_id, surface] == reading
    if surface.casefold() not in SHARED_SURFACES:
        assert BY_SURFACE[surface.casefold()] == {entity_id}


def test_every_trap_holds_a_countrys_word_and_is_none_itself():
    words = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(BY_SURFACE, key=len, reverse=True))) + r")(?!\w)")
    for row in TRAPS:
        phrase = row["phrase"].casefold()
        assert phrase not in BY_SURFACE, row
        assert words.search(phrase), row
        assert row["note"], row
        assert {row["entity_id"], row["keep"]} <= IDS | {""}, row


@pytest.mark.parametrize(
    ("phrase", "keep"),
    [
        ("Times of India", ""),
        ("British Airways", ""),
        ("New Mexico", ""),
        ("South China Sea", ""),
        ("Korean peninsula", ""),
        ("Islamic State of Iraq and the Levant", ""),
        ("guinea pig", ""),
        ("American football", ""),
        ("Lebanon, Pennsylvania", ""),
        ("Warsaw Pact", ""),
        ("East Germany", ""),
        ("Bosnian Serbs", "BA"),
        ("Turkish Cypriot", "CY"),
    ],
)
def test_trap_is_listed(phrase, keep):
    assert {row["phrase"]: row["keep"] for row in TRAPS}[phrase] == keep


def test_no_trap_hides_a_phrase_that_does_name_the_country():
    phrases = {row["phrase"].casefold() for row in TRAPS}
    for live in ("Iraqi Security Forces", "US State Department", "Bank of Japan", "Russian forces", "Vietnam War", "Mexico City"):
        assert live.casefold() not in phrases
