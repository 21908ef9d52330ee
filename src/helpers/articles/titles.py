"""Which of an article's first lines is its headline."""

from __future__ import annotations

import re

from helpers.articles.cleaning import is_prose, is_site_name

HEAD_PARAGRAPHS = 8
LONGEST_TITLE_WORDS, _SHORTEST_TITLE_WORDS = 28, 4
_LONGEST_TITLE = 300


def part_title(paragraphs: list[str], stated: str | None) -> tuple[str | None, list[str]]:
    """Return the title and the paragraphs behind it; fragments of the page that stand before the title go."""
    if stated:
        place = next((i for i, line in enumerate(paragraphs[:HEAD_PARAGRAPHS]) if _same(line, stated)), None)
        behind = paragraphs if place is None else [p for p in paragraphs[:place] if is_prose(p)] + paragraphs[place + 1 :]
        return stated, behind
    place = _title_place(paragraphs)
    return (None, paragraphs) if place is None else (paragraphs[place], paragraphs[place + 1 :])


def _title_place(paragraphs: list[str]) -> int | None:
    """Return which of the first paragraphs is the headline: the first of four words or more that is no sentence."""
    short = None
    for place, line in enumerate(paragraphs[:HEAD_PARAGRAPHS]):
        if not may_be_title(line):
            return short
        if not any(is_prose(later) for later in paragraphs[place + 1 :]):
            return short
        if len(line.split()) >= _SHORTEST_TITLE_WORDS:
            return place
        short = place if len(line.split()) >= 2 else short
    return short


def may_be_title(line: str) -> bool:
    """Say whether a line is short enough for a headline and is no sentence, quotation or site's name."""
    if len(line) > _LONGEST_TITLE:
        return False
    is_quotation = line[0] in '“"«„‘' and line[-1] in '”"»“’'
    is_sentence = line.rstrip("”\"'’»)").endswith((".", ",", ";", ":", "…")) and not re.search(r"\b(?:[A-Za-z]\.){2,}$", line)
    return len(line.split()) <= LONGEST_TITLE_WORDS and not is_quotation and not is_sentence and not is_site_name(line)


def _same(line: str, title: str) -> bool:
    words, wanted = (re.findall(r"\w+", text.casefold()) for text in (line, title))
    return words == wanted or (len(wanted) >= 4 and words[: len(wanted)] == wanted and len(words) <= len(wanted) + 5)
