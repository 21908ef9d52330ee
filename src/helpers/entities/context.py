"""The words round a place in a text, in the plain form in which rules read them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from spacy.tokens import Doc

from helpers.entities.matching import fold, key, plain
from helpers.entities.mention import NAMES

REACH = 90  # characters; a rule looks no further than this to either side
_SHIP = re.compile(
    r"\b(?:HMS|HMCS|HMAS|HMNZS|USS|USNS|FS|ROKS|BRP|ARA|TCG|ESPS|HNLMS|HNoMS|ORP|HDMS|HSwMS|FGS|RFA) ([A-Z][\w'-]+)(?! [A-Z])"
)
_LONG = 1000  # characters; longer lines, sentences and names are none that anybody wrote


@dataclass(frozen=True)
class Name:
    """A span that the name finder left: characters, label (PERSON, PLACE, ORGANISATION, WEAPON) and its confidence."""

    start: int
    end: int
    label: str
    score: float | None


class Reading:
    """A document as the rules see it: plain and folded text, sentence borders, the names that a tagger found."""

    def __init__(self, doc: Doc) -> None:
        self.text: str = doc.text  # spaCy builds it anew whenever it is asked for
        self.plain = plain(self.text)
        self.folded = fold(self.text)
        self.sentences = [(s.start_char, s.end_char) for s in doc.sents] if len(doc) else []
        self._starts = [start for start, _ in self.sentences]
        names = (Name(s.start_char, s.end_char, s.label_, s._.score) for s in doc.spans.get(NAMES, []))
        self.names = [n for n in names if n.end - n.start < _LONG]  # a thousand characters are nobody's name
        # a person whom the people component knows is a person for everybody after it
        people = [m for m in doc._.mentions or () if m.kind == "person"]
        self._full = {m.entity_id for m in people if m.how == "name" and " " in self.text[m.start : m.end]}
        self._people = {(m.start, m.end): m.entity_id for m in people}
        self.names += [Name(m.start, m.end, "PERSON", m.score) for m in people]
        #: the countries that the components before have found
        self.countries = frozenset(m.entity_id for m in doc._.mentions or () if m.kind == "country")
        letters = [c for c in self.text[:20_000] if c.isalpha()]
        #: whether the text is written without capitals, so that case says nothing
        self.is_lower = len(letters) > 30 and sum(c.isupper() for c in letters) < 0.005 * len(letters)

    def sentence(self, place: int) -> tuple[int, int]:
        """Return the borders of the sentence that character `place` stands in."""
        if not self.sentences:
            return 0, len(self.text)
        return self.sentences[max(bisect_right(self._starts, place) - 1, 0)]

    def paragraph(self, place: int) -> str:
        """Return the plain line that character `place` stands in; of a very long one the part around that place."""
        number = bisect_right(self._lines, place) - 1
        start = max(self._lines[number], place - _LONG)
        return self.plain[start : min(self._lines[number + 1] - 1, place + _LONG)]

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text)), len(self.text) + 1]

    def around(self, place: int) -> str:
        """Return the plain sentence that character `place` stands in; of a very long one the part around that place."""
        start, end = self.sentence(place)
        return self.plain[max(start, place - _LONG) : min(end, place + _LONG)]

    def sentence_number(self, place: int) -> int:
        """Return which sentence character `place` stands in, counted from 0."""
        return max(bisect_right(self._starts, place) - 1, 0)

    def before(self, place: int, *, reach: int = REACH) -> str:
        """Return the plain words of the sentence that end at `place`."""
        return self.plain[max(self.sentence(place)[0], place - reach) : place]

    def after(self, start: int, end: int, *, reach: int = REACH) -> str:
        """Return the plain words of the sentence (that of `start`) that begin at `end`."""
        return self.plain[end : max(end, min(self.sentence(start)[1], end + reach))]

    def is_persons_short_name(self, start: int, end: int) -> bool:
        """Say whether the word stands for a person whom the article names in full elsewhere."""
        return self._people.get((start, end)) in self._full

    def names_over(self, start: int, end: int, label: str) -> list[Name]:
        """Return the names with `label` that touch characters `start` to `end`, in order of place."""
        return self._by_label[label].touching(start, end) if label in self._by_label else []

    @cached_property
    def _by_label(self) -> dict[str, _Places]:
        return {label: _Places(n for n in self.names if n.label == label) for label in {n.label for n in self.names}}

    @cached_property
    def surnames(self) -> frozenset[str]:
        """Keys of the last words of all names of people that have more than one word."""
        people = (self.text[n.start : n.end] for n in self.names if n.label == "PERSON")
        return frozenset(key(printed.split()[-1]) for printed in people if " " in printed and printed.split())

    @cached_property
    def place_words(self) -> frozenset[str]:
        """Folded names of one word that are tagged as a place at least as often as as a person."""
        tagged = Counter((n.label, fold(self.plain[n.start : n.end])) for n in self.names)
        return frozenset(
            name
            for (label, name), count in tagged.items()
            if label == "PLACE" and " " not in name and count >= tagged["PERSON", name]
        )

    @cached_property
    def ship_words(self) -> frozenset[str]:
        """Folded names of one word that stand behind a ship's prefix: "forbin" of "FS Forbin"."""
        return frozenset(fold(match.group(1)) for match in _SHIP.finditer(self.plain))

    @cached_property
    def person_words(self) -> frozenset[str]:
        """Keys of all words of people's names."""
        people = (self.text[n.start : n.end] for n in self.names if n.label == "PERSON")
        return frozenset(key(word) for printed in people for word in printed.split())


class _Places:
    """Names in order of place, so that those at one place are found without a look at all others."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._names = sorted(names, key=lambda n: (n.start, n.end))
        self._starts = [n.start for n in self._names]
        self._reach = list(accumulate((n.end for n in self._names), max))  # how far the names up to each one go

    def touching(self, start: int, end: int) -> list[Name]:
        """Return the names that touch characters `start` to `end`."""
        found = []
        number = bisect_left(self._starts, end) - 1
        while number >= 0 and self._reach[number] > start:
            if self._names[number].end > start:
                found.append(self._names[number])
            number -= 1
        return found[::-1]
