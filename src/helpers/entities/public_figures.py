"""The table of public figures: who a full name is, and whom a bare surname means in the news of a day."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from helpers.entities import knowledge
from helpers.entities.matching import NameMatcher, fold, key
from helpers.entities.person_names import core_words, family_names, full_key

#: Offices whose holder a newspaper names by the surname alone.
_LEADING = re.compile(
    r"^(?:president|prime minister|chancellor|supreme leader|king|emir|crown prince|premier|general secretary|leader)\b"
)


_REMEMBERED_YEARS = 8
# what no public figure is called by: "Officer Baker"
_NOBODYS_TITLES = frozenset(
    {"officer", "constable", "nurse", "private", "pte", "pvt", "trooper", "corporal", "cpl", "gunner", "sergeant", "sgt",
     "detective", "inspector", "photographer", "correspondent", "reporter"}
)  # fmt: skip
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

    def _index_full_names(self) -> dict[str, list[Figure]]:
        index: dict[str, list[Figure]] = defaultdict(list)
        for figure in self.figures.values():
            for full in {full_key(s) for s in (figure.name, *figure.spellings)}:
                index[full].append(figure)
        return dict(index)

    def _index_family_names(self) -> dict[str, list[Figure]]:
        index: dict[str, list[Figure]] = defaultdict(list)
        for figure in self.figures.values():
            # a king's only name is many people's: "Charles" alone is not Charles III
            spellings = [s for s in (figure.name, *figure.spellings) if len(core_words(s)) > 1]
            for word in {w for s in spellings for w in family_names(s)}:
                index[word].append(figure)
        return index

    def by_full_name(self, name: str) -> Figure | None:
        """Return the figure whose full name this is in any spelling, or nothing: a name that two figures share is neither's."""
        found = self._by_key.get(full_key(name), [])
        return self._by_spelling.get(key(name)) or (found[0] if len(found) == 1 else None)

    def sharing(self, name: str) -> list[Figure]:
        """Return the figures among whom a full name does not decide: "George Bush" is the father's and the son's."""
        found = self._by_key.get(full_key(name), [])
        return found if len(found) > 1 and key(name) not in self._by_spelling else []

    def by_family_name(
        self, word: str, *, day: str | None = None, titled: str = "", is_former: bool = False, is_current: bool = False
    ) -> Figure | None:
        """Return whom a newspaper of `day` (ISO date) means by a bare surname: the only one listed, or the only leader.

        Parameters
        ----------
        titled : the title before the name, where there is one ("president")
        is_former : whether "former" stands before the title
        is_current : whether only who is in office on that day can be meant
        """
        titled = fold(titled)
        found = self._by_family.get(word, []) if titled not in _NOBODYS_TITLES else []
        borne = [(f, o) for f in found for o in f.offices if titled and _bears(o, titled)]
        if borne and len(found) > 1:
            return _bearer(borne, day, is_former=is_former)
        if len(found) == 1:
            return found[0]
        return self._leader(found, day, is_current=is_current)

    def in_office(self, figures: list[Figure], day: str | None) -> Figure | None:
        """Return the only one of `figures` who leads a country on `day` itself, or nothing."""
        return _only([f for f in figures if any(_LEADING.match(o.title) and _held(o, day, years=0) for o in f.offices)])

    def _leader(self, figures: list[Figure], day: str | None, *, is_current: bool) -> Figure | None:
        """Return who leads a country on `day`; or, where no namesake is in office then, who alone did not long ago."""
        leads = self.in_office(figures, day)
        if leads or is_current:
            return leads
        leader = _only([f for f in figures if any(_LEADING.match(o.title) and _held(o, day) for o in f.offices)])
        others = [o for f in figures if f != leader for o in f.offices if o.since]
        return None if any(_held(o, day, years=0) for o in others) else leader

    def in_text(self, folded: str) -> list[tuple[int, int, Figure]]:
        """Return (start, end, figure) for every listed full name that stands in the folded text, overlapping ones included."""
        return [(m.start, m.end, self._spelled[m.pattern][1]) for m in self._matcher.matches(folded)]


def _held(office: Office, day: str | None, *, years: int = _REMEMBERED_YEARS) -> bool:
    """Say whether the office may have been held on `day` or in the `years` before; so long a leader is named by surname."""
    if day is None:
        return not office.until or office.until >= _IN_THE_NEWS_SINCE
    first = f"{int(day[:4]) - years:04}{day[4:]}"
    return (not office.since or office.since <= day) and (not office.until or office.until >= first)


@lru_cache(maxsize=10_000)
def _bears(office: Office, titled: str) -> bool:
    """Say whether a title may be that of the office: "minister" is the foreign minister's, "president" no vice's."""
    match = re.search(rf"\b{re.escape(titled)}", office.title)
    return bool(match) and not re.search(r"\b(?:vice|deputy)[ -]$", office.title[: match.start() if match else 0])


def _bearer(borne: list[tuple[Figure, Office]], day: str | None, *, is_former: bool) -> Figure | None:
    """Return which of several namesakes is meant by a title that some bear: not whose term has ended, if another bore it too."""
    if len({figure.entity_id for figure, _ in borne}) == 1:
        return borne[0][0] if any(_held(office, day) for _, office in borne) else None
    fits = [(f, o) for f, o in borne if (_ended(o, day) if is_former else _held(o, day, years=0))]
    figure = _only(list(dict.fromkeys(f for f, _ in fits)))
    # an office without dates decides nothing
    return figure if any(o.since or o.until for _, o in fits) else None


def _ended(office: Office, day: str | None) -> bool:
    return bool(office.until) and (day is None or office.until < day)


def _only(figures: list[Figure]) -> Figure | None:
    return figures[0] if len(figures) == 1 else None
