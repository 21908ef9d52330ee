"""The table of public figures: who a full name is, and whom a bare surname means in the news of a day."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from helpers.entities import knowledge
from helpers.entities.matching import NameMatcher, fold, key
from helpers.entities.person_names import core_words, family_names, full_key

#: Offices whose holder a newspaper names by the surname alone.
_LEADING = re.compile(
    r"^(?:president|prime minister|chancellor|supreme leader|king|emir|crown prince|premier|general secretary|leader)\b"
)


_REMEMBERED_YEARS = 8
_IN_THE_NEWS_SINCE = "2014-01-01"


@dataclass(frozen=True)
class Figure:
    """One public figure."""

    entity_id: str
    name: str
    spellings: tuple[str, ...]
    countries: tuple[str, ...]
    offices: tuple[Office, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Office:
    """An office held from `since` until `until` (ISO dates, empty where not known)."""

    title: str
    country: str
    since: str
    until: str


class PublicFigures:
    """Looks up public figures by full name, in any romanisation, and by surname."""

    def __init__(self) -> None:
        offices = defaultdict(list)
        for row in knowledge.rows("people/offices-*.csv"):
            offices[row["person_id"]].append(Office(row["office"], row["country"], row["since"], row["until"]))
        self.figures = {
            row["person_id"]: Figure(
                row["person_id"],
                row["name"],
                tuple(knowledge.listed(row["spellings"])),
                tuple(knowledge.listed(row["countries"])),
                tuple(offices[row["person_id"]]),
            )
            for row in knowledge.rows("people/people-*.csv")
        }
        self._by_spelling = {key(s): f for f in self.figures.values() for s in (f.name, *f.spellings)}
        self._by_key = self._index_full_names()
        self._by_family = self._index_family_names()
        self._spelled = [(s, f) for f in self.figures.values() for s in (f.name, *f.spellings) if len(s) > 3]
        self._matcher = NameMatcher(s for s, _ in self._spelled)

    def _index_full_names(self) -> dict[str, Figure | None]:
        index: dict[str, Figure | None] = {}
        for figure in self.figures.values():
            for full in {full_key(s) for s in (figure.name, *figure.spellings)}:
                # a key that two figures share names neither
                index[full] = figure if index.get(full, figure) is figure else None
        return index

    def _index_family_names(self) -> dict[str, list[Figure]]:
        index: dict[str, list[Figure]] = defaultdict(list)
        for figure in self.figures.values():
            # a king's only name is many people's: "Charles" alone is not Charles III
            spellings = [s for s in (figure.name, *figure.spellings) if len(core_words(s)) > 1]
            for word in {w for s in spellings for w in family_names(s)}:
                index[word].append(figure)
        return index

    def by_full_name(self, name: str) -> Figure | None:
        """Return the figure whose full name this is in any spelling, or nothing."""
        return self._by_spelling.get(key(name)) or self._by_key.get(full_key(name))

    def by_family_name(self, word: str, *, day: str | None = None, titled: str = "") -> Figure | None:
        """Return whom a newspaper of `day` (ISO date) means by a bare surname: the only one listed, or the only leader.

        `titled` is the title before the name, where there is one ("president").
        """
        found = self._by_family.get(word, [])
        if titled:
            fitting = [f for f in found if any(fold(titled) in o.title for o in f.offices)]
            found = fitting or found
        if len(found) == 1:
            return found[0]
        leading = [f for f in found if any(_LEADING.match(o.title) and _held(o, day) for o in f.offices)]
        return leading[0] if len(leading) == 1 else None

    def in_text(self, folded: str) -> list[tuple[int, int, Figure]]:
        """Return (start, end, figure) for every listed full name that stands in the folded text, overlapping ones included."""
        return [(m.start, m.end, self._spelled[m.pattern][1]) for m in self._matcher.matches(folded)]


def _held(office: Office, day: str | None) -> bool:
    """Say whether the office may have been held on `day` or in the eight years before; so long a leader is named by surname."""
    if day is None:
        return not office.until or office.until >= _IN_THE_NEWS_SINCE
    year = f"{int(day[:4]) - _REMEMBERED_YEARS:04}{day[4:]}"
    return (not office.since or office.since <= day) and (not office.until or office.until >= year)
