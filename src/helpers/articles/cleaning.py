"""Scraped debris out, the article's own words kept: whole lines are taken or left, never parts of them."""

from __future__ import annotations

import html
import re
import unicodedata
from itertools import pairwise
from typing import NamedTuple

from helpers.articles.link_blocks import Line, link_lines
from helpers.articles.paragraphs import has_gap, paragraph_spans
from helpers.articles.vocabulary import (
    BUTTON_FILLERS,
    BUTTON_WORDS,
    CALLS,
    COUNTED,
    INTERFACE_LINES,
    INTERFACE_OPENINGS,
    LANGUAGE_CODES,
    LANGUAGE_NAMES,
    READ_ALSO,
)

_DROPPED = re.compile(
    "[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"
)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_LINE_SIGNS = re.compile(r"^[\s|•·▪►»>*–—-]+|[\s|•·▪►»>*–—-]+$")
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_SITE = re.compile(r"(?:https?://)?(?:www\.)?[a-zA-Z0-9][\w-]*(?:\.[a-zA-Z][\w-]*)*\.[a-zA-Z]{2,12}(?:/\S*)?")
_EMAIL = re.compile(r"(?:e-?mail:?\s*)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_GLUED_COUNT = re.compile(r"\d+[^\W\d_]{4,}")
_AGE = re.compile(
    r"\d+\s*-?\s*(?:min|mins|minutes?|hours?|hrs?|days?|weeks?)\.?\s+(?:ago|read)|reading time:?\s*\d+.*", re.IGNORECASE
)
_COUNT = re.compile(r"\d[\d.,]*\s?(?:[KkMm]\b|тыс|тис)?")
_CREDIT = re.compile(
    r"(?:(?:file |stock )?(?:photo|photos|image|images|picture|photograph|illustration|screenshot|video|foto"
    r"|fotoğraf|фото|фотография|ілюстрація|bild|crédit|crédito)"
    r"(?: credit| by| courtesy| source|s?)?\s*[:/©]|credits?\s*:|©|\(c\)\s)",
    re.IGNORECASE,
)
_CREDIT_TAIL = re.compile(
    r"(?:getty images|ap photo|afp photo|epa-efe|shutterstock|via reuters|handout|(?-i:[A-Z]{2,8}/[A-Z]\w+ [A-Z]\w+))\W*$",
    re.IGNORECASE,
)
_CAPTION_END = re.compile(
    r"[(\[](?:file |stock |courtesy )?"
    r"(?:photo|photos|picture|image|images|pic|handout|credit|file|фото|foto|bild|crédit|fotoğraf)"
    r"(?: (?:by|credit|courtesy|via|von|par|de))?[ :/]?[^()\[\]]{0,60}[)\]]\W*$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?…:;。！？؟][\"'”’»)\]]*$")
_QUOTED = re.compile(r"^[\"'“‘«„]|[\"'”’»]$")
_QUOTES = tuple("\"'“‘«„")
_LIST_MARK = re.compile(r"^(?:[-–—*•▪‣◦·■►]|\d{1,2}[.)])\s+\S")

# A fragment is a line that is no sentence; prose is long enough, or ends like one.
_LONGEST_FRAGMENT_WORDS = 4
_LONGEST_NOTICE_WORDS = 40
_LONGEST_DEBRIS_CHARACTERS = 400
_LONGEST_CREDIT_WORDS = 14
_LONGEST_ANNOUNCEMENT_WORDS = 8
_LONGEST_MENU_WORDS, _LONGEST_ENTRY_WORDS = 25, 3
_BUTTON_SIGNS = "|•·/›»>«‹<→←▼▲▾×✕+&()[]{}:,-–—*☰🔍"
_BUTTON_PAIRS = frozenset(
    (("log", "in"), ("log", "out"), ("sign", "in"), ("sign", "up"), ("learn", "more"), ("i", "agree"), ("got", "it"))
)


class Cleaned(NamedTuple):
    """The paragraphs that are left, in order, and the lines that were taken out as debris."""

    paragraphs: list[str]
    debris: list[str]


def normalise(text: str) -> str:
    """Return `text` in Unicode's composed form, entities resolved, invisible and control characters dropped."""
    if _ENTITY.search(text):
        text = html.unescape(text)
    return _DROPPED.sub("", unicodedata.normalize("NFC", text))


def clean(text: str) -> Cleaned:
    """Part `text` into paragraphs and take the debris out.

    A line goes where its own words give it away (a menu entry, a counter, a site's name, a notice), wherever it stands. At the
    end, behind the last paragraph of prose, short fragments go too, whatever their language. A block of links to other articles
    goes as a whole. Sentences, quotations, list items and subheadings inside the article stay.
    """
    lines = _lines(normalise(text))
    links = link_lines(lines, is_debris)
    kept: list[str] = []
    debris: list[str] = []
    for place, line in enumerate(lines):
        (debris if place in links or is_debris(line.text) else kept).append(line.text)
    tail = _tail_length(kept)
    return Cleaned(kept[: len(kept) - tail], debris + kept[len(kept) - tail :])


def _lines(text: str) -> list[Line]:
    """Return the paragraphs of `text`, white space put right."""
    lines: list[Line] = []
    previous_end = 0
    for start, end in paragraph_spans(text):
        lines.append(Line(_one_line(text[start:end]), has_gap(text, previous_end, start)))
        previous_end = end
    return lines


def _one_line(paragraph: str) -> str:
    """Return a paragraph with single blanks; the entries of a menu that wide blanks part are parted by bars."""
    entries = re.split(r"[^\S\n]{2,}|\t", paragraph)
    is_short = all(len(entry.split()) <= _LONGEST_ENTRY_WORDS for entry in entries)
    if len(entries) > 2 and is_short and "\n" not in paragraph and _is_menu(" | ".join(entries)):
        return " | ".join(entries)
    return " ".join(paragraph.split())


def is_debris(line: str) -> bool:
    """Say whether a line gives itself away as debris, wherever it stands."""
    if len(line) > _LONGEST_DEBRIS_CHARACTERS:
        return False
    bare = _LINE_SIGNS.sub("", line)
    words = _WORD.findall(bare)
    if not words or is_site_name(bare) or _EMAIL.fullmatch(bare):
        return True
    folded = bare.casefold().rstrip(":>»›→ ")
    if folded in INTERFACE_LINES or _is_menu(bare) or _is_language_switch(bare):
        return True
    return is_buttons(line) or _is_counter(bare) or _is_notice(folded, len(words)) or _is_credit(bare, len(words))


def is_buttons(line: str) -> bool:
    """Say whether a line holds nothing but words of buttons and menus: `Accept all Reject all Manage preferences`."""
    words = [word.strip(_BUTTON_SIGNS) for word in line.casefold().replace("’", "'").split()]
    words = [word for word in words if word]
    if not 2 <= len(words) <= _LONGEST_MENU_WORDS or line.startswith(_QUOTES) or _ENDS.search(line):
        return False
    is_known = all(word in BUTTON_WORDS or word in BUTTON_FILLERS for word in words)
    return is_known and (any(word in BUTTON_WORDS for word in words) or any(pair in _BUTTON_PAIRS for pair in pairwise(words)))


def is_site_name(line: str) -> bool:
    """Say whether a line is nothing but a web address or a site's domain."""
    return len(line) <= 200 and _SITE.fullmatch(line.strip(" .,;:|")) is not None


def is_prose(line: str) -> bool:
    """Say whether a line reads as running text, a quotation or a list item rather than as a fragment of a page."""
    return bool(_ENDS.search(line[-8:]) or _QUOTED.search(line) or _LIST_MARK.match(line)) or len(line.split()) > 12


def _is_menu(line: str) -> bool:
    """Say whether a line is a row of menu entries: `Home | World | Politics`."""
    entries = [entry.strip().casefold() for entry in re.split(r"\s*[|•·/›»>]\s*|\s{2,}", line) if entry.strip()]
    known = sum(e in INTERFACE_LINES or e in LANGUAGE_NAMES or e in LANGUAGE_CODES for e in entries)
    if len(entries) >= 2:
        return known >= 0.6 * len(entries)
    words = line.casefold().split()
    return len(words) >= 3 and all(word in INTERFACE_LINES for word in words)


def _is_language_switch(line: str) -> bool:
    tokens = re.split(r"[\s|/•·,-]+", line.strip())
    is_code = [(t.casefold() in LANGUAGE_CODES and not t.islower()) or t.casefold() in LANGUAGE_NAMES for t in tokens]
    return all(is_code) and (len(tokens) > 1 or len(line) <= 12)


def _is_counter(line: str) -> bool:
    """Say whether a line counts something on the page: "1.2K views", "3 min read", a number glued to a word."""
    if (_GLUED_COUNT.fullmatch(line) and line[-1].islower()) or _AGE.fullmatch(line):
        return True
    if not any(character.isdigit() for character in line):
        return False
    words = [word.casefold() for word in _COUNT.sub(" ", line).replace(":", " ").split()]
    return all(word.strip("().,•|") in COUNTED or not _WORD.search(word) for word in words)


def _is_notice(folded: str, n_words: int) -> bool:
    if n_words > _LONGEST_NOTICE_WORDS:
        return False
    if folded.startswith(INTERFACE_OPENINGS) or folded.endswith("all rights reserved."):
        return True
    if not folded.startswith(_QUOTES) and (CALLS.search(folded) or ("©" in folded and n_words <= _LONGEST_CREDIT_WORDS)):
        return True
    openings = (opening for opening in READ_ALSO if folded.startswith(opening))
    return any(re.match(r"\s*(?:[:|»›>→–—-]|$)", folded[len(opening) :]) for opening in openings)


def _is_credit(line: str, n_words: int) -> bool:
    """Say whether a line credits a picture, or is a caption that ends with such a credit."""
    if n_words <= _LONGEST_NOTICE_WORDS and _CAPTION_END.search(line):
        return True
    if n_words > _LONGEST_CREDIT_WORDS:
        return False
    return bool(_CREDIT.match(line)) or (n_words <= 6 and bool(_CREDIT_TAIL.search(line)))


def _tail_length(lines: list[str]) -> int:
    """Return how many lines at the end are fragments of the page: short, unpunctuated, behind the last line of prose."""
    # A line that announces something that does not come: an address, a list of links.
    n = 1 if lines and lines[-1].endswith(":") and len(lines[-1].split()) <= _LONGEST_ANNOUNCEMENT_WORDS else 0
    while n < len(lines) and not is_prose(lines[-1 - n]) and len(lines[-1 - n].split()) <= _LONGEST_FRAGMENT_WORDS:
        n += 1
    introduces_list = n < len(lines) and lines[-1 - n].endswith(":")
    return 0 if n == len(lines) or introduces_list else n
