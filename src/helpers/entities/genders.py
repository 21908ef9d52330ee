"""Whether an article speaks of a person as a man or a woman: titles before the name first, then the given name."""

from __future__ import annotations

import re
from functools import cache

from helpers.entities import knowledge
from helpers.entities.context import Reading
from helpers.entities.matching import fold
from helpers.entities.mention import Mention
from helpers.entities.person_names import core_words, is_family_first

MAN, WOMAN, UNKNOWN = "m", "f", ""

_TITLES = {
    MAN: re.compile(
        r"\b(?:mr\.?|mister|sir|lord|king|prince|father|fr\.|brother|emperor|tsar|count|duke|baron|pope|chairman|spokesman|congressman|"
        r"businessman|policeman|sheikh|imam|ayatollah|rabbi|husband|son|actor) $"
    ),
    WOMAN: re.compile(
        r"\b(?:mrs\.?|ms\.?|miss|lady|madame|dame|queen|princess|sister|mother|empress|duchess|countess|baroness|chairwoman|spokeswoman|"
        r"congresswoman|businesswoman|policewoman|sheikha|wife|daughter|actress|first lady) $"
    ),
}
_FEMALE_FAMILY = re.compile(r"(?:skaya|[sc]ka|[oe]va|[lh]ina|dottir)$")


@cache
def _given_names() -> dict[str, str]:
    return {row["name"]: row["gender"] for row in knowledge.rows("given_names.csv")}


def gender_of_name(name: str) -> str:
    """Return MAN or WOMAN where a full name says so, else UNKNOWN.

    >>> gender_of_name("Ursula von der Leyen"), gender_of_name("Kim Jong Un")
    ('f', '')
    """
    words = core_words(name)
    if len(words) < 2 or is_family_first(words):
        return UNKNOWN
    given = fold(words[0]).strip(".")
    if known := _given_names().get(given) or _given_names().get(given.split("-")[0]):
        return known
    return WOMAN if _FEMALE_FAMILY.search(fold(words[-1])) else UNKNOWN


def genders_of(people: list[Mention], reading: Reading) -> dict[str, str]:
    """Return the gender of each person mentioned, by id; UNKNOWN where nothing says it or the signs disagree."""
    signs: dict[str, set[str]] = {}
    for mention in people:
        before = fold(reading.before(mention.start, reach=20))
        signs.setdefault(mention.entity_id, set()).update(g for g, title in _TITLES.items() if title.search(before))
    for mention in people:
        if not signs[mention.entity_id] and (gender := gender_of_name(mention.name)):
            signs[mention.entity_id] = {gender}
    return {person: next(iter(said)) if len(said) == 1 else UNKNOWN for person, said in signs.items()}
