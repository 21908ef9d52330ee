"""Newspapers' names in the head of an article: a line of its own, or one beside the date."""

from __future__ import annotations

import re
from collections.abc import Sequence

from helpers.articles.agencies import is_agency

_MASTHEAD = re.compile(
    r"(?:The\s+)?(?:(?:[A-Z][\w’'-]*|&|of|the|and)\s+){1,4}"
    r"(?:Daily|Weekly|News|Times|Post|Ledger|Gazette|Herald|Observer|Tribune|Journal|Press|Chronicle|Dispatch|Courier|Telegraph|Wire|Mail"
    r"|Monitor|Review|Today|Reporter|Mirror|Sentinel|Standard|Inquirer|Examiner|Globe|Bulletin|Independent|Echo|Express|Star|Online)"
)
# "World News" names a section.
_SECTION = re.compile(
    r"(?:the )?(?:breaking|latest|top|world|local|national|international|foreign|regional|europe(?:an)?|sports?|business"
    r"|politic(?:s|al)|economic|market|science|tech(?:nology)?|health|culture|war|defen[cs]e|military|security|more|all|other|related|good|press)"
    r" (?:news|today|online|press|review|wire|bulletin|express|report|daily|star)",
    re.IGNORECASE,
)
# By which newspapers of other languages are known, before or behind a place or a word: beside a date or below a title only.
_WORDS = frozenset(
    """advertiser argus beacon clarion courant enquirer guardian messenger mercury register
    kurier bote zeitung tageblatt tagblatt anzeiger nachrichten rundschau abendblatt allgemeine wochenblatt volksblatt morgenpost
    gazette courrier dépêche quotidien gaceta diario periódico noticias heraldo correo gazzetta corriere giornale quotidiano
    jornal diário correio folha notícias gazeta dziennik rzeczpospolita głos газета вестник известия ведомости новости газети
    вісник новини gazetesi postası haber haberleri""".split()  # noqa: SIM905
)
_ENDINGS = (
    "zeitung",
    "kurier",
    "tageblatt",
    "tagblatt",
    "anzeiger",
    "rundschau",
    "nachrichten",
    "abendblatt",
    "spiegel",
    "bladet",
)
_PARTICLES = frozenset(
    ("of", "and", "&", "de", "del", "della", "di", "da", "do", "der", "die", "das", "des", "du", "la", "le", "el", "y", "e")
)
_NO_PAPERS = frozenset(
    ("white", "hague", "kremlin", "pentagon", "united", "rev", "hon", "big", "long", "week", "weekend", "interview", "latest")
)
_MOST_WORDS, _LONGEST_NAME = 6, 60


def is_masthead(line: str) -> bool:
    """Say whether a line is nothing but a newspaper's name with one of the usual English words in it."""
    if len(line) > 80 or _SECTION.fullmatch(line):
        return False
    return _MASTHEAD.fullmatch(line.title() if line.isupper() else line) is not None


def is_outlet_name(line: str) -> bool:
    """Say whether a line that stands where outlets are named is the name of one, by a word that newspapers have in theirs."""
    words = line.split()
    if not _is_name(words) or len(line) > _LONGEST_NAME or _SECTION.fullmatch(line) or is_agency(line):
        return False
    folded = [word.casefold() for word in words]
    is_compound = any(word.endswith(_ENDINGS) and word not in _WORDS for word in folded)
    return is_masthead(line) or is_compound or (len(words) > 1 and any(word in _WORDS for word in folded))


def outlet_line(lines: Sequence[str], is_data: Sequence[bool], title: str | None) -> str | None:
    """Return the line of the head that is an outlet's name, below the title or beside a line of data; None where none surely is.

    Without a word of newspapers in it, only "The" and two or three words of capitals are taken, beside a line of data and below
    a title that writes its own words small.

    Parameters
    ----------
    lines : the first paragraphs, down to the first of prose
    is_data : which of them say when the article came out, or who wrote it
    title : the title
    """
    for place, line in enumerate(lines):
        if is_data[place] or line == title or (title in lines and place < lines.index(title)):
            continue
        beside = is_data[max(place - 1, 0)] or any(is_data[place + 1 : place + 2])
        below = place > 0 and (lines[place - 1] == title or is_data[place - 1])
        if (beside or below) and is_outlet_name(line):
            return line
        if beside and title and _writes_small(title) and _is_article_name(line):
            return line
    return None


def _is_name(words: Sequence[str]) -> bool:
    """Say whether words are written as a name is: capitals, and small words between them."""
    is_written = all(word[0].isupper() or (place and word in _PARTICLES) for place, word in enumerate(words))
    return 0 < len(words) <= _MOST_WORDS and is_written and all(re.fullmatch(r"[^\W\d_][\w’'-]*|&", word) for word in words)


def _is_article_name(line: str) -> bool:
    words = line.split()
    is_short = 3 <= len(words) <= 4 and words[0] == "The" and all(word[0].isupper() for word in words)
    return is_short and _is_name(words) and words[1].casefold() not in _NO_PAPERS and not is_agency(line)


def _writes_small(title: str) -> bool:
    """Say whether a title writes words small that one in capitals would not."""
    return sum(word[:1].islower() and len(word) > 3 for word in title.split()) >= 2
