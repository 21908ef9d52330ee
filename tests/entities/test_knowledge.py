"""What must hold inside the knowledge tables of weapons and public figures."""

import re
from collections import Counter
from itertools import pairwise

from helpers.entities import knowledge
from helpers.entities.matching import fold, key

WEAPONS = knowledge.rows("weapons/*.csv")
PEOPLE = knowledge.rows("people/people-*.csv")
OFFICES = knowledge.rows("people/offices-*.csv")
CODES = {row["entity_id"] for row in knowledge.rows("countries.csv")}
CATEGORIES = frozenset(
    [
        "missile",
        "air_defence",
        "aircraft",
        "helicopter",
        "drone",
        "armour",
        "artillery",
        "ship",
        "submarine",
        "small_arm",
        "munition",
        "sensor",
        "vehicle",
        "electronic_warfare",
    ]
)
SINGLE = re.compile(
    r"^(president|prime minister|chancellor|king|queen|supreme leader|foreign minister|defence minister|secretary of state)$"
)


def twice(values) -> list[str]:
    return [value for value, n in Counter(values).items() if n > 1]


def test_there_are_enough():
    assert len(WEAPONS) >= 1200
    assert len(PEOPLE) >= 1000


def test_no_weapon_twice():
    assert twice(row["entity_id"] for row in WEAPONS) == []


def test_weapons_have_a_class_a_maker_and_say_whether_they_were_checked():
    for row in WEAPONS:
        assert row["category"] in CATEGORIES, row
        assert row["subcategory"], row
        assert set(knowledge.listed(row["countries"])) <= CODES, row
        assert row["checked"], row


def test_everyday_words_are_names_of_their_row():
    for row in WEAPONS:
        names = {fold(n) for n in (row["name"], *knowledge.listed(row["aliases"]))}
        assert {fold(e) for e in knowledge.listed(row["everyday"])} <= names, row


def test_no_person_twice():
    assert twice(row["person_id"] for row in PEOPLE) == []
    assert twice(key(row["name"]) for row in PEOPLE) == []


def test_no_spelling_belongs_to_two_people():
    owners: dict[str, set[str]] = {}
    for row in PEOPLE:
        for name in (row["name"], *knowledge.listed(row["spellings"])):
            owners.setdefault(key(name), set()).add(row["person_id"])
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_people_have_countries_and_say_whether_they_were_checked():
    for row in PEOPLE:
        assert knowledge.listed(row["countries"]), row
        assert set(knowledge.listed(row["countries"])) <= CODES, row
        assert row["checked"], row


def test_offices_have_a_person_and_real_dates():
    known = {row["person_id"] for row in PEOPLE}
    for row in OFFICES:
        assert row["person_id"] in known, row
        for day in (row["since"], row["until"]):
            assert not day or re.fullmatch(r"\d{4}-\d\d-\d\d", day), row
        assert not (row["since"] and row["until"]) or row["since"] < row["until"], row


def test_no_two_holders_of_one_office_on_one_day():
    held: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in OFFICES:
        if row["since"] and row["until"] and not row["status"] and SINGLE.match(row["office"]):
            held.setdefault((row["country"], row["office"]), []).append(row)
    for rows in held.values():
        for one, next_one in pairwise(sorted(rows, key=lambda r: r["since"])):
            assert one["until"] <= next_one["since"], (one, next_one)
