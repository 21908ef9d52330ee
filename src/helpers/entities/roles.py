"""Role phrases, "the Ukrainian president", "the defence minister", joined to their holder by sources that can be named.

A phrase is joined through the article's own words (a title or an apposition that stands before it), or through a row of the table
of offices that was looked up in a source, for a holder on the article's date whom no other row disputes. Never otherwise.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from helpers.entities import knowledge
from helpers.entities.context import Reading
from helpers.entities.mention import Mention

#: How the articles print an office, and its plain name.
_SAME_OFFICE = {
    "premier": "prime minister",
    "pm": "prime minister",
    "defense minister": "defence minister",
    "minister of defence": "defence minister",
    "minister of defense": "defence minister",
    "defence secretary": "defence minister",
    "defense secretary": "defence minister",
    "secretary of defense": "defence minister",
    "secretary of state for defence": "defence minister",
    "foreign secretary": "foreign minister",
    "minister of foreign affairs": "foreign minister",
    "interior secretary": "interior minister",
    "minister of the interior": "interior minister",
    "minister of finance": "finance minister",
    "first vice president": "vice president",
    "vice-president": "vice president",
}
_OFFICES = (
    *("vice president", "vice-president", "president", "prime minister", "premier", "chancellor", "supreme leader"),
    *("defence minister", "defense minister", "minister of defence", "minister of defense", "defence secretary"),
    *("defense secretary", "secretary of defense", "secretary of state for defence", "foreign minister", "foreign secretary"),
    *("minister of foreign affairs", "secretary of state", "interior minister", "minister of the interior", "home secretary"),
    *("finance minister", "minister of finance", "attorney general", "national security adviser", "national security advisor"),
    *("secretary-general", "king", "queen", "emir", "crown prince", "pope"),
)
_HEADS = frozenset({"president", "prime minister", "chancellor", "supreme leader", "king", "emir"})
#: Who "the Russian leader" is, in countries where one office beyond doubt leads; found through the table in these only.
_LED_BY = {
    country: office
    for office, countries in {
        "president": "AR BR BY CL CO CY EG FR ID KE KR KZ MX NG PH RU SY TR TW UA US UZ VE ZA",
        "prime minister": "AU BE CA DK ES GB GR HU IE IN IS IT JP MY NL NO NZ SE SG",
        "chancellor": "AT DE",
    }.items()
    for country in countries.split()
}

_ANY_OFFICE = "|".join(sorted(map(re.escape, (*_OFFICES, "leader")), key=len, reverse=True))
_OFFICE = re.compile(rf"\b(?:{_ANY_OFFICE})\b(?!-)", re.I)
#: Words before an office that make it another one, or one that is no longer or not yet held.
_OTHER = re.compile(
    r"\b(?:former|ex|then|late|deputy|vice|assistant|acting|interim|future|next|first|previous|incoming|outgoing|new|would-be|"
    r"shadow|opposition|rebel|separatist|regional|state|party|student|company|club|one-?time|elected|longtime|old|last|junior|"
    r"under)[ -]$",
    re.I,
)
_OF_ANOTHER = re.compile(r" of |(?:'s)? (?:elect|emeritus|designate|candidate|hopeful|nominee|general)\b", re.I)
_THE = re.compile(r"(?:^|\W)[Tt]he $")
_GAPS_BEFORE, _GAPS_AFTER, _CLOSERS = (" ", "'s ", "' "), (" of ", " of the "), (",", ".", ";", ":", ")", "")
#: Before a phrase that names the office and not its holder: "was elected the president", "as the prime minister".
_OFFICE_BEFORE = re.compile(
    r"\b(?:is|was|are|were|be|been|being|become|became|becomes|becoming|as|like|elected|named|appointed|called|made|for)"
    r"(?: not| now)? $"
)
_NAME_AFTER = re.compile(r" [A-Z]")


@dataclass(frozen=True)
class _Title:
    """The article says that a person holds an office; `country` is empty where it does not say of which country."""

    place: int
    office: str
    country: str
    entity_id: str
    name: str


@dataclass(frozen=True)
class _Phrase:
    """A role phrase without a name: "the Ukrainian president"."""

    start: int
    end: int
    office: str
    country: str


def join_roles(reading: Reading, mentions: Sequence[Mention], *, day: str | None) -> list[Mention]:
    """Return a mention for every role phrase that has one holder by the article's words or by a checked row on `day`."""
    around = _Around(reading, mentions)
    titles, phrases = around.titles(), around.phrases()
    found = []
    for phrase in phrases:
        holder = _by_own_words(phrase, titles, phrases) or _by_checked_row(phrase, titles, day)
        if holder:
            found.append(Mention(phrase.start, phrase.end, "person", *holder, "role"))
    return found


def _by_own_words(phrase: _Phrase, titles: Sequence[_Title], phrases: Sequence[_Phrase]) -> tuple[str, str] | None:
    fitting = [t for t in titles if _is_office(t.office, phrase.office) and (not phrase.country or t.country == phrase.country)]
    if not phrase.country:
        # "the president" is nobody's in an article that speaks of the presidents of two countries
        said = {t.country for t in fitting} | {p.country for p in phrases if _is_office(p.office, phrase.office)}
        fitting = fitting if len(said - {""}) < 2 else []
    holders = {t.entity_id: t.name for t in fitting}
    if len(holders) != 1 or min(t.place for t in fitting) > phrase.start:
        return None
    return next(iter(holders.items()))


def _by_checked_row(phrase: _Phrase, titles: Sequence[_Title], day: str | None) -> tuple[str, str] | None:
    if not phrase.country or not day:
        return None
    office = _LED_BY.get(phrase.country, "") if phrase.office == "leader" else phrase.office
    if any(t.country == phrase.country and t.office == office for t in titles):
        return None  # the article knows better, and does not say one name
    held = [row for row in offices().get((office, phrase.country), []) if row.since and row.since <= day <= (row.until or day)]
    return (held[0].person_id, held[0].name) if len(held) == 1 and held[0].is_checked else None


def _is_office(office: str, wanted: str) -> bool:
    return office == wanted or (wanted == "leader" and office in _HEADS)


@dataclass(frozen=True)
class OfficeRow:
    """One row of the table of offices."""

    person_id: str
    name: str
    since: str
    until: str
    is_checked: bool


@cache
def offices() -> dict[tuple[str, str], list[OfficeRow]]:
    """Return the rows of the table of offices by plain name of the office and country."""
    names = {row["person_id"]: row["name"] for row in knowledge.rows("people/people-*.csv")}
    found: dict[tuple[str, str], list[OfficeRow]] = defaultdict(list)
    for row in knowledge.rows("people/offices-*.csv"):
        is_checked = row["checked"] not in ("", "unchecked") and row["status"] not in ("disputed", "shared")
        name = names.get(row["person_id"], row["person_id"])
        found[plain_office(row["office"]), row["country"]].append(
            OfficeRow(row["person_id"], name, row["since"], row["until"], is_checked)
        )
    return dict(found)


def plain_office(printed: str) -> str:
    """Return the name under which an office is compared.

    >>> plain_office("Defense Secretary")
    'defence minister'
    """
    office = printed.lower()
    return _SAME_OFFICE.get(office, office)


@dataclass(frozen=True)
class _Printed:
    """An office as it is printed, with the country it belongs to; `is_definite` where "the" or "X's" opens it."""

    start: int
    end: int
    office: str
    country: str
    is_definite: bool


class _Around:
    """The offices of a document with the people and countries that stand beside them."""

    def __init__(self, reading: Reading, mentions: Sequence[Mention]) -> None:
        self._text = reading.plain
        self._reading = reading
        self._people_at = {m.start: m for m in mentions if m.kind == "person"}
        self._people_to = {m.end: m for m in mentions if m.kind == "person"}
        countries = [m for m in mentions if m.kind == "country" and m.how not in ("capital", "seat", "place")]
        self._countries_at = {m.start: m for m in countries}
        self._countries_to = {m.end: m for m in countries}
        printed = (self._printed(match) for match in _OFFICE.finditer(self._text))
        self._offices = [office for office in printed if office]

    def titles(self) -> list[_Title]:
        """Return who the article says holds which office: "Ukrainian President X", "X, the defence minister of Y,"."""
        found = []
        for printed in self._offices:
            if holder := self._named_after(printed) or self._named_before(printed):
                found.append(_Title(printed.start, printed.office, printed.country, holder.entity_id, holder.name))
        return found

    def phrases(self) -> list[_Phrase]:
        """Return the offices that stand for their holder without a name."""
        return [
            _Phrase(printed.start, printed.end, printed.office, printed.country)
            for printed in self._offices
            if printed.is_definite and (printed.country or printed.office != "leader") and self._stands_alone(printed)
        ]

    def _printed(self, match: re.Match[str]) -> _Printed | None:
        start, end = match.span()
        before = self._country_before(start)
        after = None if before else self._country_after(end)
        start, end = (before.start if before else start), (after.end if after else end)
        context = self._reading.before(start, reach=24)
        if _OTHER.search(self._reading.before(match.start(), reach=24)) or _OTHER.search(context):
            return None
        if _OF_ANOTHER.match(self._text, end):
            return None
        the = _THE.search(context)
        is_definite = bool(the) or (before is not None and self._text[before.end] in "'s")
        country = before or after
        return _Printed(
            start - 4 if the else start, end, plain_office(match.group()), country.entity_id if country else "", is_definite
        )

    def _country_before(self, place: int) -> Mention | None:
        found = (self._countries_to.get(place - len(gap)) for gap in _GAPS_BEFORE if self._text.endswith(gap, 0, place))
        return next((country for country in found if country), None)

    def _country_after(self, place: int) -> Mention | None:
        found = (self._countries_at.get(place + len(gap)) for gap in _GAPS_AFTER if self._text.startswith(gap, place))
        return next((country for country in found if country), None)

    def _named_after(self, printed: _Printed) -> Mention | None:
        if person := self._people_at.get(printed.end + 1):
            return person if self._text[printed.end] == " " else None
        person = self._people_at.get(printed.end + 2)
        is_closed = person is not None and self._text[person.end : person.end + 1] in _CLOSERS
        return person if is_closed and self._text.startswith(", ", printed.end) else None

    def _named_before(self, printed: _Printed) -> Mention | None:
        is_closed = self._text[printed.end : printed.end + 1] in _CLOSERS
        return self._people_to.get(printed.start - 2) if is_closed and self._text.endswith(", ", 0, printed.start) else None

    def _stands_alone(self, printed: _Printed) -> bool:
        """Say whether nobody is named beside the phrase, and it speaks of a holder, not of the office."""
        if _NAME_AFTER.match(self._text, printed.end) or self._people_at.get(printed.end + 2):
            return False
        if self._people_to.get(printed.start - 2) and self._text.endswith(", ", 0, printed.start):
            return False
        return not _OFFICE_BEFORE.search(self._reading.before(printed.start, reach=24))
