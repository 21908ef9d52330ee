"""Find many fixed names in a text at once, without changing an offset.

Texts are compared in a folded form that keeps every character in its place: odd hyphens, curly apostrophes and
odd spaces become plain ones, accents are dropped, letters are lower-cased, one character for one character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

_SAME = {**dict.fromkeys("‐‑‒–—−﹣－", "-"), **dict.fromkeys("‘’ʼ`´", "'"), **dict.fromkeys("“”„«»", '"')}
_NO_BASE = {"ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "ħ": "h", "ŀ": "l", "İ": "I"}


# Scripts with letter case or accents, punctuation, full-width forms; other scripts stay as they are.
_RANGES = (range(0x80, 0x3100), range(0xA640, 0xABC0), range(0xFB00, 0xFB10), range(0xFE50, 0xFFF0))


@cache
def _plain_table() -> dict[int, str]:
    table = {}
    for character in map(chr, chain(*_RANGES)):
        plain = _SAME.get(character) or _NO_BASE.get(character)
        if plain is None:
            if character.isspace():
                plain = " "
            else:
                parts = [c for c in unicodedata.normalize("NFD", character) if not unicodedata.combining(c)]
                plain = parts[0] if len(parts) == 1 else character
        if plain != character:
            table[ord(character)] = plain
    return table


@cache
def _lower_table() -> dict[int, str]:
    lowered = ((character, character.lower()[0]) for character in map(chr, chain(range(0x80), *_RANGES)))
    return {ord(character): lower for character, lower in lowered if lower != character}


def plain(text: str, *, keep_lines: bool = False) -> str:
    """Return `text` with plain hyphens, apostrophes, spaces and letters; same length, same case; line breaks spaces or kept."""
    flat = text if text.isascii() else text.translate(_plain_table())
    return flat if keep_lines else flat.replace("\n", " ").replace("\t", " ")


def fold(text: str) -> str:
    """Return `plain(text)` in lower case; same length."""
    if text.isascii():
        return text.lower().replace("\n", " ").replace("\t", " ")
    flat = plain(text)
    return flat.lower() if flat.isascii() else flat.translate(_lower_table())


def key(name: str) -> str:
    """Return the form under which two spellings of one name are equal: letters and digits only, folded."""
    return _NOT_ALNUM.sub("", fold(name))


_NOT_ALNUM = re.compile(r"[\W_]+")


class Match(NamedTuple):
    """Pattern number `pattern` stands at characters `start` to `end`."""

    start: int
    end: int
    pattern: int


class NameMatcher:
    """Finds every one of `names` that stands as a whole word, however many names there are.

    Matching is on the folded text; whether case fits is for the caller to say.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.patterns = [fold(name) for name in names]
        self._automaton = AhoCorasick(self.patterns, matchkind=MatchKind.Standard) if self.patterns else None

    def matches(self, folded: str, *, tails: Sequence[re.Pattern[str]] | None = None) -> list[Match]:
        """Return all whole-word matches in `folded`, overlapping ones included, ordered by start, longest first.

        `tails`, one for each name, carry a match further (a plural `s`, a model letter) before the word has to end.
        """
        if self._automaton is None:
            return []
        found = []
        for pattern, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            if tails is not None and (more := tails[pattern].match(folded, end)):
                end = more.end()
            if is_word(folded, start, end):
                found.append(Match(start, end, pattern))
        return sorted(found, key=lambda m: (m.start, -m.end, m.pattern))


def is_word(text: str, start: int, end: int) -> bool:
    """Say whether characters `start` to `end` begin and end at a word's border (a plural `s` is the caller's matter)."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not (before.isalnum() or before == "_") and not (after.isalnum() or after == "_")


def longest_first(matches: Iterable[Match]) -> list[Match]:
    """Return the matches without those that overlap an earlier or, from the same place, a longer one."""
    kept: list[Match] = []
    for match in sorted(matches, key=lambda m: (m.start, -m.end, m.pattern)):
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    return kept
