"""Blocks of links to other articles in scraped text ("Related articles", "Most read"): which lines of a text are theirs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from helpers.articles.dates import is_date_line
from helpers.articles.vocabulary import LINK_HEADINGS

_MORE_FROM = re.compile(r"(?:more|read more|(?:more|other) (?:stories|articles|news)) (?:from|on|about) \S.{0,50}")
_SIGNS = re.compile(r"^[\W_]+|[\W\d_]+$")
_MARK = re.compile(r"^(?:[-–—*•▪‣◦·■►»>#]+|\(?\d{1,2}[.)]|\d{1,2}\s*[|:–-])\s+(?=\S)")
_ENDS_SENTENCE = re.compile(r"[.!?…:;,。！？؟][\"'”’»)\]]*$")
_ENDS_OPENLY = re.compile(r"(?:[?…؟]|\.\.\.|\b(?:[A-Z]\.){2,})[\"'”’»)\]]*$")
# Of the article, wherever it stands: who wrote it, who is its source.
_CREDIT = re.compile(
    r"(?:source|author|published|updated|reporting by|written by|editing by|additional reporting)\b", re.IGNORECASE
)
_QUOTED = re.compile(r"^[\"“«„]")
_LONGEST_HEADING_WORDS = 7
_LONGEST_LINK_WORDS, _LONGEST_LINK_CHARACTERS = 20, 160
_SHORTEST_LINK_WORDS, _LONGEST_SUBHEADING_WORDS = 3, 5
_SHORTEST_PROSE_CHARACTERS = 60


class Line(NamedTuple):
    """One paragraph of a text, and whether a blank line stands before it."""

    text: str
    after_gap: bool


def link_lines(lines: Sequence[Line], is_debris: Callable[[str], bool]) -> set[int]:
    """Return the places of the lines that are headings of blocks of links, or links in such blocks.

    A block is a heading and the headlines below it, up to the next line of prose. What could be the article's own is left to it:
    every sentence, quotation and credit, a short line that may be a subheading of the prose behind the block, and, before the
    first sentence of the text, all that bears no list mark, since the article's own title may stand there.

    Parameters
    ----------
    lines : the paragraphs of the text, in order
    is_debris : says whether a line is debris by its own words; such lines neither end a block nor belong to it
    """
    found: set[int] = set()
    is_begun, place = False, 0
    while place < len(lines):
        text = lines[place].text
        if not is_link_heading(text):
            is_begun = is_begun or (_is_sentence(text) and not is_debris(text))
            place += 1
            continue
        end = _block_end(lines, place + 1, is_debris)
        links = [at for at in range(place + 1, end) if not is_debris(lines[at].text)]
        links = _without_subheadings(lines, links, end) if is_begun else [at for at in links if _MARK.match(lines[at].text)]
        found.update([place, *links] if links else [])
        place = end
    return found


def is_link_heading(text: str) -> bool:
    """Say whether a line opens a block of links: "Related articles", "More from the Lantern Post"."""
    if len(text) > _LONGEST_LINK_CHARACTERS or _ENDS_SENTENCE.search(text.rstrip(": ")):
        return False
    bare = _SIGNS.sub("", text).casefold()
    return bare in LINK_HEADINGS or (len(bare.split()) <= _LONGEST_HEADING_WORDS and _MORE_FROM.fullmatch(bare) is not None)


def _block_end(lines: Sequence[Line], start: int, is_debris: Callable[[str], bool]) -> int:
    """Return the place behind the last line, from `start` on, that may be in a block; its links bear all a mark, or none."""
    is_marked = None
    for place in range(start, len(lines)):
        text = lines[place].text
        if is_link_heading(text):
            is_marked = None
            continue
        if is_debris(text):
            continue
        has_mark = _MARK.match(text) is not None
        if not _may_be_link(text) or (is_marked is not None and has_mark != is_marked and not is_date_line(text)):
            return place
        is_marked = has_mark if is_marked is None else is_marked
    return len(lines)


def _may_be_link(text: str) -> bool:
    if len(text) > 2 * _LONGEST_LINK_CHARACTERS:
        return False
    bare = _MARK.sub("", text)
    if _CREDIT.match(bare) or _QUOTED.match(bare) or bare[:1].islower():
        return False
    is_short = len(bare) <= _LONGEST_LINK_CHARACTERS and len(bare.split()) <= _LONGEST_LINK_WORDS
    return is_short and (not _ENDS_SENTENCE.search(bare) or _ENDS_OPENLY.search(bare) is not None)


def _without_subheadings(lines: Sequence[Line], links: list[int], end: int) -> list[int]:
    """Return the links without those at the end that may belong to the prose behind the block, if there is prose."""
    if end == len(lines):
        return links
    n = len(links)
    while n and _is_no_headline(lines[links[n - 1]].text):
        n -= 1
    return links[: n - 1] if n and _may_open_prose(lines, links[:n], end) else links[:n]


def _is_no_headline(text: str) -> bool:
    """Say whether a line is an entry of a list, or a question in the text, rather than a headline."""
    bare = _MARK.sub("", text)
    return not is_date_line(text) and (len(bare.split()) < _SHORTEST_LINK_WORDS or bare.rstrip("\"'”’»)]").endswith(("?", "…")))


def _may_open_prose(lines: Sequence[Line], links: list[int], end: int) -> bool:
    """Say whether the last line before the prose may be its subheading, or its first words."""
    last = links[-1]
    if _MARK.match(lines[last].text) or is_date_line(lines[last].text) or not lines[last].after_gap:
        return False
    is_close_to_prose = last == end - 1 and not lines[end].after_gap
    stands_apart = len(links) > 1 and not any(lines[at].after_gap for at in links[1:-1] or links[:1])
    is_short = len(lines[last].text.split()) <= _LONGEST_SUBHEADING_WORDS
    return is_close_to_prose or stands_apart or is_short


def _is_sentence(text: str) -> bool:
    return len(text) >= _SHORTEST_PROSE_CHARACTERS and _ENDS_SENTENCE.search(text[-_SHORTEST_PROSE_CHARACTERS:]) is not None
