"""Where paragraphs begin and end: blank lines, single line breaks, and lines that were wrapped at a fixed width."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_GAP = re.compile(r"(?:\r\n|[\n\r\x0b\x85\u2028])[^\S\n\r]*[\n\r]|[\x0c\u2029]")
_BULLET = re.compile(r"(?:[-–—*•▪‣◦·■►]|\d{1,2}[.)]|[a-z]\))\s")
_ENDS_SENTENCE = re.compile(r"[.!?…:;。！？][\"'”’»)\]]*$")
_INVISIBLE = " \t\xa0\ufeff\u200b"

# Wrapped text is 55 to 100 characters wide in practice (e-mail, teletype, old exports); wider lines are whole paragraphs.
_NARROWEST_WRAP, _WIDEST_WRAP = 45, 110
_RAGGED_CHARACTERS = 6
_SHORTEST_RUN_ON = 40


class Line(NamedTuple):
    """One line without the white space around it: its place in the text, and whether a blank line stands before it."""

    start: int
    end: int
    after_gap: bool


def paragraph_spans(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) of every paragraph of `text`, white space around it left out.

    A blank line ends a paragraph. A single line break does too, unless the text is wrapped at a fixed width
    (most lines are so full that the next word would not have fitted) or a long line goes on in lower case.
    """
    lines = _lines(text)
    width = _wrap_width(text, lines)
    spans = [(line.start, line.end) for line in lines[:1]]
    for line, following in pairwise(lines):
        if _goes_on(text, line, following, width):
            spans[-1] = (spans[-1][0], following.end)
        else:
            spans.append((following.start, following.end))
    return spans


def has_gap(text: str, start: int, end: int) -> bool:
    """Say whether a blank line lies between two places of `text`."""
    return _GAP.search(text, start, end) is not None


def _lines(text: str) -> list[Line]:
    lines: list[Line] = []
    previous_end = 0
    for match in _LINE.finditer(text):
        chunk = match.group().rstrip()
        start = match.end() - len(match.group().lstrip().lstrip(_INVISIBLE).lstrip())
        end = match.start() + len(chunk)
        if start < end:
            lines.append(Line(start, end, has_gap(text, previous_end, start)))
            previous_end = end
    return lines


def _wrap_width(text: str, lines: list[Line]) -> int | None:
    """Return the width at which `text` was wrapped, or None where it was not."""
    width = max((line.end - line.start for line in lines), default=0)
    breaks = [(line, following) for line, following in pairwise(lines) if not following.after_gap]
    if len(breaks) < 3 or not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return None
    n_full = sum(_is_full(text, line, following, width) for line, following in breaks)
    return width if n_full >= 0.6 * len(breaks) else None


def _is_full(text: str, line: Line, following: Line, width: int) -> bool:
    """Say whether the first word of `following` would not have fitted on `line`."""
    first_word = text[following.start : following.end].split(maxsplit=1)[0]
    return line.end - line.start + 1 + len(first_word) > width - _RAGGED_CHARACTERS


def _goes_on(text: str, line: Line, following: Line, width: int | None) -> bool:
    if following.after_gap or _BULLET.match(text, following.start, following.end):
        return False
    if width is not None and _is_full(text, line, following, width):
        return True
    is_open = not _ENDS_SENTENCE.search(text[max(line.start, line.end - 8) : line.end])
    return is_open and line.end - line.start >= _SHORTEST_RUN_ON and text[following.start].islower()
