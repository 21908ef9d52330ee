"""Where sentences begin and end in news text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from helpers.articles.abbreviations import (
    BEFORE_NUMBERS,
    INNER,
    MONTHS,
    OPEN,
    OPEN_CAPITALISED,
    RUN_ON_STARTERS,
    SAYING,
    SENTENCE_STARTERS,
    TITLES,
    UNITS,
)
from helpers.articles.paragraphs import paragraph_spans

_CLOSERS = "\"'”’»)\\]"
_STOP = re.compile(rf"(?:[.!?…؟]+|[。！？])(?:[{_CLOSERS}]|[ \xa0]?\[(?:\d{{1,3}}|[a-z]|citation needed)\])*")
_DASHES = "-—–―"
_OPENERS = f"\"'“‘«([¿¡ \t\xa0\n\r{_DASHES}"
_INK = re.compile(r"\S")
_SHORT_BRACKET = re.compile(r"\([\w.-]{1,12}$")  # "(ret.)", "(Pvt.)"
_TOKEN_BEFORE = re.compile(r"[^\s\"'“”‘’«»()\[\]—–]+$")
_WORD_AFTER = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LOWER_BRAND = re.compile(r"[a-z]{1,4}[A-Z]|https?://|www\.")  # "iPhone" and addresses open a sentence as they are
_PART = re.compile(r"[.-]")  # "Maj.-Gen", "Lt.Col"
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_LIST_MARK = re.compile(r"\d{1,2}(?:\.\d{1,2})*|[^\W\d_]|[IVX]{2,4}")
_CLOCK = re.compile(r"[\d:.]*[ap]\.?m")
_CLOCK_GOES_ON = re.compile(
    r"(?:GMT|UTC|CES?T|EES?T|[ECMP]T|[ECMP][SD]T|BST|MSK|JST|KST|IST|AE[SD]T|HKT|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|local|Eastern|Moscow|Kyiv|Central|Pacific)\b",
    re.IGNORECASE,
)
_CLOCK_OPENS = re.compile(
    r"(?:At|By|Around|About|Before|After|Until|Since|From|Shortly \w+)(?: \w+)? [\d:.]+ ?[ap]\.?m", re.IGNORECASE
)
_NAME_THEN_VERB = re.compile(r"((?:[^\W\d_][\w.’'-]*\s+){1,4}?)([a-z]+)\b")
_PRONOUN_THEN_VERB = re.compile(r"(?:I|he|she|they|we|He|She|They|We)\s+([a-z]+)\b")
_SPEAKER = re.compile(rf"\s*[{_DASHES}]{{1,2}}\s*(?:(?:[A-Z][\w.’'-]*|of|the|de|von|van|bin|al)(?:,?\s+|$)){{1,8}}$")

_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATE = rf"{_DAY},? (?:{_MONTH} \d{{1,2}},?|\d{{1,2}} {_MONTH}) \d{{4}}"
_DATE_LAST = re.compile(
    rf"(?<=[\w)’'”\"?!])(?<!\b(?:on|of|by|to))(?<!\b(?:for|and))(?<!\bfrom)(?<!\b(?:since|until)) (?={_DATE}$)"
)
_DATE_FIRST = re.compile(rf"{_DATE}(?= (?P<word>[A-Z]\w*))")
_CREDIT = re.compile(
    r"(?<=[\w.)’'”])(?<!\b[Ff]ile)(?<!\b(?:Cover|Stock))(?<!\bHandout)(?<!\bFeatured)(?<!\bSatellite)"
    r" (?=(?:[Ii]mage|Photo|Photograph|Picture)s?(?: [Cc]redit| by)?: ?[A-Z])"
)
_RUN_ON = re.compile(
    r"(?<![^\W_]['’])\b(?P<before>\w+)[)’'”]? (?P<word>" + "|".join(sorted(RUN_ON_STARTERS)) + r")(?=(?:['’]\w+)? [a-z])"
)

_BEFORE_LETTERS = frozenset(["plan", "war", "class", "group", "vitamin", "type", "grade", "hepatitis", "section", "appendix"])
_NAMES_FOLLOW = frozenset(["of", "to", "called", "titled", "named", "entitled", "dubbed"])

# How far a rule looks to either side: longer than any name, so that the work stays linear in the length of the text.
_REACH_CHARACTERS = 80


class Sentence(NamedTuple):
    """One sentence: its number, its paragraph's number, and its first and one-past-last character."""

    sentence: int
    paragraph: int
    start: int
    end: int


def split_sentences(text: str, *, title: str | None = None) -> list[Sentence]:
    """Return the sentences of `text`, in order, with exact offsets and no white space around them.

    Parameters
    ----------
    text : the article, of which all offsets are taken (Unicode characters)
    title : the headline with which `text` begins; it is sentence 0 of paragraph 0, whatever stands in it

    Returns
    -------
    list of (sentence, paragraph, start, end), all counted from 0; `text[start:end]` is the sentence
    """
    title_end = len(title) if title and text.startswith(title) else 0
    body = text[title_end:]
    spans = [(0, 0, title_end)] if title_end else []
    for number, (first, last) in enumerate(paragraph_spans(body), start=len(spans)):
        spans += [(number, title_end + start, title_end + end) for start, end in _split_paragraph(body, first, last)]
    return [Sentence(number, *span) for number, span in enumerate(spans)]


class _Piece(NamedTuple):
    """A part of a paragraph that is cut at full stops alone, and which letters there are in its paragraph."""

    text: str
    last: int
    has_capitals: bool
    has_small: bool


def _split_paragraph(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    has_capitals = any(character.isupper() for character in text[first:last])
    has_small = any(character.islower() for character in text[first:last])
    for start, end in pairwise([first, *_breaks_without_stop(text, first, last), last]):
        yield from _split_piece(_Piece(text, end, has_capitals, has_small), start)


def _breaks_without_stop(text: str, first: int, last: int) -> list[int]:
    """Return where a sentence begins without a stop before it: credits, full dates, and lines run together."""
    paragraph = text[first:last]
    breaks = {match.end() for match in _CREDIT.finditer(paragraph)}
    breaks |= {match.end() for match in _DATE_LAST.finditer(paragraph, max(0, len(paragraph) - _REACH_CHARACTERS))}
    date = _DATE_FIRST.match(paragraph)
    if date and date["word"].lower() in SENTENCE_STARTERS:
        breaks.add(date.start("word"))
    for run_on in _RUN_ON.finditer(paragraph):
        if run_on["before"].lower() not in SENTENCE_STARTERS | _NAMES_FOLLOW:
            breaks.add(run_on.start("word"))
    return [first + place for place in sorted(breaks)]


def _split_piece(piece: _Piece, start: int) -> Iterator[tuple[int, int]]:
    text, last = piece.text, start + len(piece.text[start : piece.last].rstrip())
    for stop in _STOP.finditer(text, start, last):
        end = stop.end()
        if end < last and end > start and _ends_here(piece, start, stop):
            yield start, end
            following = _INK.search(text, end, last)
            start = following.start() if following else last
    if start < last:
        yield start, last


def _ends_here(piece: _Piece, start: int, stop: re.Match[str]) -> bool:
    """Decide whether the sentence that began at `start` ends with `stop`, a run of stops and closing marks."""
    text, mark, end = piece.text, stop.group(), stop.end()
    if mark[0] in "。！？":
        return True
    if not text[end].isspace():
        return _is_glued_quote(text, stop)
    rest = text[end : min(end + _REACH_CHARACTERS, piece.last)]
    following = rest.lstrip(_OPENERS)
    if not following or (len(rest) < _REACH_CHARACTERS and _SPEAKER.match(rest)):
        return False
    if mark.rstrip("\"'”’»)]") == "." and not _full_stop_ends(piece, start, stop, following):
        return False
    if piece.has_capitals and following[0].islower() and not _LOWER_BRAND.match(following):
        return False
    return not _goes_on_after_quote(mark, rest.lstrip())


def _is_glued_quote(text: str, stop: re.Match[str]) -> bool:
    """Say whether the space after a closing quotation mark was lost: `... ended.”The next`."""
    return stop.group()[-1] in "”»" and text[stop.end()].isupper()


def _goes_on_after_quote(mark: str, following: str) -> bool:
    """Say whether a question or cry inside quotation marks is followed by who uttered it: `“Why?” Smith asked`."""
    if mark[-1] not in "\"'”’»" or mark[0] not in "!?…":
        return False
    pronoun = _PRONOUN_THEN_VERB.match(following)
    if pronoun:
        return pronoun.group(1) in SAYING
    name = _NAME_THEN_VERB.match(following)
    return name is not None and name.group(2) in SAYING


def _full_stop_ends(piece: _Piece, start: int, stop: re.Match[str], following: str) -> bool:
    """Decide about one full stop from the word before it and the word after it."""
    text, reach = piece.text, max(start, stop.start() - _REACH_CHARACTERS)
    found = _TOKEN_BEFORE.search(text, reach, stop.start())
    if ")" in stop.group() and _SHORT_BRACKET.search(text, reach, stop.start()):
        return False
    if found is None or len(stop.group()) > 1:
        return True
    token, before = found.group().lstrip("-"), text[reach : found.start()]
    if not token:  # "---."
        return True
    if found.start() == start and _LIST_MARK.fullmatch(token):
        return False  # "1. Air defence"
    word = _WORD_AFTER.match(following)
    starter = word is not None and word.group().lower() in SENTENCE_STARTERS
    starter = starter and (following[0].isupper() or not piece.has_capitals)
    if text[stop.end() : stop.end() + 3].lstrip().startswith(tuple(_DASHES)):
        starter = False  # "WASHINGTON, D.C. — The ministry": a dateline goes on
    if before.rstrip()[-1:].isdigit() or token[0].isdigit():
        return _figure_ends(piece, token, before, following, starter=starter)
    return _short_form_ends(piece, token, before, following, starter=starter)


def _figure_ends(piece: _Piece, token: str, before: str, following: str, *, starter: bool) -> bool:
    """Decide about a full stop behind a figure, or behind a figure and a word: `5 p.m.`, `30 km.`, `No. 5.`."""
    bare = token.lower()
    if _CLOCK.fullmatch(bare):
        return not _CLOCK_GOES_ON.match(following) and not _CLOCK_OPENS.fullmatch(before.lstrip() + token)
    if bare in UNITS:
        return starter or piece.has_capitals
    return _short_form_ends(piece, token, before, following, starter=starter)


def _short_form_ends(piece: _Piece, token: str, before: str, following: str, *, starter: bool) -> bool:
    """Decide about a full stop that may belong to a short form or an initial."""
    bare, initial = token.lower(), token.rsplit("-", 1)[-1]
    is_capitalised = token[0].isupper()
    if _PART.split(bare)[-1] in TITLES or (bare in INNER and not (token.isupper() and piece.has_small)):
        return False
    if bare in BEFORE_NUMBERS and following[0].isdigit():
        return False
    if bare in MONTHS and (is_capitalised or not piece.has_capitals):
        return starter
    if _ACRONYM.fullmatch(token) or bare in OPEN or (bare in OPEN_CAPITALISED and is_capitalised):
        return starter
    is_initial = len(initial) == 1 and initial.isalpha()  # "J. Roe", and "c. 1640"
    return not is_initial or (starter and _is_no_initial(before))


def _is_no_initial(before: str) -> bool:
    """Say whether a single letter closes a phrase such as "Plan B" or "me and I", where the word before it is no name."""
    previous = (before.split() or [""])[-1]
    return not previous[:1].isupper() or previous.lower() in _BEFORE_LETTERS
