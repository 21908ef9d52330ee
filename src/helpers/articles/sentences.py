"""Where sentences begin and end in news text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from helpers.articles.abbreviations import BEFORE_NUMBERS, INNER, MONTHS, OPEN, SAYING, SENTENCE_STARTERS, TITLES
from helpers.articles.paragraphs import paragraph_spans

_CLOSERS = "\"'”’»)\\]"
_STOP = re.compile(rf"(?:[.!?…؟]+|[。！？])(?:[{_CLOSERS}]|\[\d{{1,3}}\])*")
_OPENERS = "\"'“‘«([—–-¿¡ \t\xa0\n\r"
_INK = re.compile(r"\S")
_SHORT_BRACKET = re.compile(r"\([\w.-]{1,12}$")  # "(ret.)", "(Pvt.)"
_TOKEN_BEFORE = re.compile(r"[^\s\"'“”‘’«»()\[\]—–]+$")
_WORD_AFTER = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LOWER_BRAND = re.compile(r"[a-z]{1,4}[A-Z]")  # "iPhone", "eBay" open a sentence as they are
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_CLOCK_FOLLOWED_BY = re.compile(
    r"(?:[A-Z]{2,4}\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[Ll]ocal|Eastern|Moscow|Kyiv|Central|Pacific)"
)
_NAME_THEN_VERB = re.compile(r"((?:[^\W\d_][\w.’'-]*\s+){1,4}?)([a-z]+)\b")
_PRONOUN_THEN_VERB = re.compile(r"(?:I|he|she|they|we|He|She|They|We)\s+([a-z]+)\b")

_BEFORE_LETTERS = frozenset(["plan", "war", "class", "group", "vitamin", "type", "grade", "hepatitis", "section", "appendix"])

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


def _split_paragraph(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    start = first
    has_capitals = any(character.isupper() for character in text[first:last])
    for stop in _STOP.finditer(text, first, last):
        end = stop.end()
        if end < last and end > start and _ends_here(text, start, stop, last, has_capitals=has_capitals):
            yield start, end
            following = _INK.search(text, end, last)
            start = following.start() if following else last
    if start < last:
        yield start, last


def _ends_here(text: str, start: int, stop: re.Match[str], last: int, *, has_capitals: bool) -> bool:
    """Decide whether the sentence that began at `start` ends with `stop`, a run of stops and closing marks."""
    mark, end = stop.group(), stop.end()
    if mark[0] in "。！？":
        return True
    if not text[end].isspace():
        return _is_glued_quote(text, stop)
    following = text[end : min(end + _REACH_CHARACTERS, last)].lstrip(_OPENERS)
    if not following:
        return False
    if mark.rstrip("\"'”’»)]") == "." and not _full_stop_ends(text, start, stop, following, has_capitals=has_capitals):
        return False
    if has_capitals and following[0].islower() and not _LOWER_BRAND.match(following):
        return False
    return not _goes_on_after_quote(mark, text[end : end + _REACH_CHARACTERS].lstrip())


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


def _full_stop_ends(text: str, start: int, stop: re.Match[str], following: str, *, has_capitals: bool) -> bool:
    """Decide about one full stop from the word before it and the word after it."""
    before = _TOKEN_BEFORE.search(text, max(start, stop.start() - _REACH_CHARACTERS), stop.start())
    if ")" in stop.group() and _SHORT_BRACKET.search(text, max(start, stop.start() - _REACH_CHARACTERS), stop.start()):
        return False
    if before is None or len(stop.group()) > 1:
        return True
    token = before.group().lstrip("-")
    bare = token.lower().rstrip(".")
    word = _WORD_AFTER.match(following)
    starter = word is not None and (word.group().lower() in SENTENCE_STARTERS) and (word.group()[0].isupper() or not has_capitals)
    if _is_list_number(token, before.start(), start):
        return False
    if bare in TITLES or (bare in INNER and not token.isupper()) or (bare.rsplit("-", 1)[-1] in TITLES and "-" in bare):
        return False
    if bare in BEFORE_NUMBERS or bare in MONTHS:
        return not following[0].isdigit() and (starter or bare not in MONTHS)
    return _short_form_ends(
        token, bare, text[max(start, before.start() - _REACH_CHARACTERS) : before.start()], following, starter=starter
    )


def _is_list_number(token: str, place: int, start: int) -> bool:
    """Say whether the stop belongs to a list mark that opens the sentence: `1. Air defence`."""
    return place == start and ((token.isdigit() and len(token) <= 2) or (len(token) == 1 and token.isalpha()))


def _short_form_ends(token: str, bare: str, before: str, following: str, *, starter: bool) -> bool:
    if bare in ("a.m", "p.m", "am", "pm"):
        return _CLOCK_FOLLOWED_BY.match(following) is None
    if _ACRONYM.fullmatch(token) or bare in OPEN:
        return starter
    initial = token.rsplit("-", 1)[-1]
    if len(initial) == 1 and initial.isalpha() and initial.isupper():
        return starter and _is_no_initial(before)
    return True


def _is_no_initial(before: str) -> bool:
    """Say whether a single letter closes a phrase such as "Plan B" or "me and I", where the word before it is no name."""
    previous = (before.split() or [""])[-1]
    return not previous[:1].isupper() or previous.lower() in _BEFORE_LETTERS
