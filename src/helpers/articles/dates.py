"""Publication dates: found where they are stated, never guessed from weekday names or file times."""

from __future__ import annotations

import datetime
import re
import unicodedata
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import NamedTuple

_MONTH = r"[^\W\d_]{3,12}\.?"
_FULL_DATE = re.compile(
    rf"\b(?:\d{{4}}-\d{{2}}-\d{{2}}(?:[T ]\d{{2}}:\d{{2}}(?::\d{{2}}(?:\.\d+)?)?\s?(?:Z|[+-]\d{{2}}:?\d{{2}})?)?"
    rf"|\d{{8}}T\d{{4}}(?:\d{{2}})?Z?|\d{{4}}年\d{{1,2}}月\d{{1,2}}日|\d{{1,2}}-[A-Za-z]{{3,9}}-\d{{4}}|\d{{4}}\.\d{{2}}\.\d{{2}}"
    rf"|\d{{4}}/\d{{1,2}}/\d{{1,2}}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.)?\s+(?:of\s+|de\s+)?{_MONTH},?\s+(?:de\s+)?\d{{4}}"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})(?![\d])"
)
_NUMERIC = re.compile(r"(\d{1,2})([./])(\d{1,2})[./](\d{4})")
_LABEL = re.compile(
    r"(?:first |date )?(?P<label>published|publication date|publish date|posted|date|dated|datum|data|дата"
    r"|опубликовано|опубліковано|yayın tarihi|tarih"
    r"|publicat|pubblicato|publié|publicado|veröffentlicht|opublikowano|dərc edilib"
    r"|updated|last updated|modified)(?:\s+(?:on|at|le|il|el|am|la))?\s*[:|–—-]?\s+",
    re.IGNORECASE,
)
_CHANGED = ("updated", "last updated", "modified")
_IN_PATH = re.compile(r"(?<!\d)((?:19|20)\d{2})([-_/.]?)(\d{2})\2(\d{2})(?!\d)")
_CLOCK = re.compile(
    r"\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?|\b(?:at|on|um|в|о|GMT|UTC|EST|EDT|CET|CEST|EET|MSK|AZT|local time)\b",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?", re.IGNORECASE)
_AROUND = " \t,;|·•–—-/:()"
_LANGUAGES = ["en", "ru", "uk", "tr", "de", "fr", "es", "it", "pt", "pl", "ro", "az", "ka", "ar", "fa"]
_EARLIEST_YEAR = 1990
_LONGEST_LINE = 120


class Found(NamedTuple):
    """A date as it was found: the day, and whether the text leaves no doubt about it (03.04.2024 does)."""

    day: datetime.date
    is_sure: bool


def parse_date(value: str) -> Found | None:
    """Return the full date (day, month and year) that `value` states, or None.

    Times with an offset are turned to UTC before the day is taken. `dd.mm.yyyy` is read day first and is unsure where the month
    could come first; `03/04/2024` is refused, as both orders are common.
    """
    value = value.strip()[:_LONGEST_LINE]
    if value.isdecimal():  # int() takes no "²"
        return _from_digits(value)
    return _from_mail(value) or _from_match(_FULL_DATE.search(value))


def is_impossible(value: str) -> bool:
    """Say whether `value` has the form of a full date, of a day that no calendar has: 31.02.2024, February 30, 2024."""
    match = _FULL_DATE.search(value[:_LONGEST_LINE])
    if match is None or parse_date(value) is not None:
        return False
    if numeric := _NUMERIC.fullmatch(match.group()):
        first, second, year = (int(numeric.group(place)) for place in (1, 3, 4))
        return _valid(year, second, first) is None and _valid(year, first, second) is None
    if match.group()[:4].isdigit():
        return True
    return _from_words(re.sub(r"\b\d{1,2}(?!\d)", "1", match.group(), count=1)) is not None


def find_dates(text: str) -> list[tuple[int, int, Found]]:
    """Return (start, end, date) of every full date in `text`."""
    found = ((match, _from_match(match)) for match in _FULL_DATE.finditer(text))
    return [(match.start(), match.end(), date) for match, date in found if date]


def labelled_date(line: str) -> tuple[Found, bool] | None:
    """Return the date of a line such as `Published: 12 March 2024` and whether it is that of a later change, or None."""
    match = _LABEL.match(line) if len(line) <= _LONGEST_LINE else None
    date = parse_date(line[match.end() :]) if match else None
    if match is None or date is None or not is_date_line(line[match.end() :]):
        return None
    return date, match.group("label").lower() in _CHANGED


def is_date_line(line: str) -> bool:
    """Say whether a line is a full date and hardly more: a time, a weekday, one word of a section."""
    spans = find_dates(line) if len(line) <= _LONGEST_LINE else []
    if not spans:
        return False
    rest = _LABEL.sub(" ", line[: spans[0][0]] + " " + line[spans[-1][1] :] + " ")
    rest = _WEEKDAY.sub(" ", _CLOCK.sub(" ", rest))
    return len(re.findall(r"[^\W_]+", rest)) <= 2 and not line.rstrip().endswith((".", "!", "?"))


def named_date(line: str) -> tuple[Found, str] | None:
    """Return the date of a line and the name before or behind it, without time and weekday: `Quay Gazette, 12 March 2024`."""
    spans = find_dates(line) if len(line) <= _LONGEST_LINE else []
    if len(spans) != 1:
        return None
    start, end, found = spans[0]
    sides = [_WEEKDAY.sub(" ", _CLOCK.sub(" ", side)).strip(_AROUND) for side in (line[:start], line[end:])]
    names = [_LABEL.sub("", f"{side} ").strip(_AROUND) for side in sides]
    named = [name for name in names if name]
    return (found, " ".join(named[0].split())) if len(named) == 1 else None


def date_in_path(path: str) -> Found | None:
    """Return the date in a file's or address's path, such as `2024-03-12-talks.txt` or `/2024/03/12/talks`."""
    for match in _IN_PATH.finditer(path):
        found = _valid(int(match.group(1)), int(match.group(3)), int(match.group(4)))
        if found:
            return found
    return None


def is_plausible(day: datetime.date, today: datetime.date) -> bool:
    """Say whether `day` can be the date of a news article: not after `today`, not before 1990."""
    return day.year >= _EARLIEST_YEAR and day <= today


def _from_match(match: re.Match[str] | None) -> Found | None:
    if match is None:
        return None
    value = match.group()
    if numeric := _NUMERIC.fullmatch(value):
        return _from_numeric(
            int(numeric.group(1)), int(numeric.group(3)), int(numeric.group(4)), is_dotted=numeric.group(2) == "."
        )
    if "年" in value:
        return _valid(*map(int, re.findall(r"\d+", value)))
    if value[:4].isdigit():
        return _from_iso(value)
    return _from_words(value.replace("-", " "))


def _from_numeric(first: int, second: int, year: int, *, is_dotted: bool) -> Found | None:
    """Take the day first; where the month could be first as well, a dotted date is unsure and one with slashes is refused."""
    if first > 12 or first == second:
        return _valid(year, second, first)
    if second > 12:
        return _valid(year, first, second)
    found = _valid(year, second, first) if is_dotted else None
    return Found(found.day, False) if found else None


def _from_iso(value: str) -> Found | None:
    try:
        moment = datetime.datetime.fromisoformat(re.sub(r"\s+(?=[Z+-])", "", re.sub(r"[/.](?=\d\d?(?:\D|$))", "-", value)))
    except ValueError:
        parts = re.split(r"[-/.]", value[:10])
        return _valid(*map(int, parts)) if len(parts) == 3 and all(part.isdigit() for part in parts) else None
    return _in_utc(moment)


def _in_utc(moment: datetime.datetime) -> Found | None:
    try:
        return Found((moment.astimezone(datetime.UTC) if moment.tzinfo else moment).date(), True)
    except OverflowError:  # the first day of year 1, east of Greenwich
        return None


@lru_cache(maxsize=4096)
def _from_words(value: str) -> Found | None:
    import dateparser  # half a second that only a date in words needs

    value = "".join(str(unicodedata.digit(character)) if character.isdigit() else character for character in value)
    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "STRICT_PARSING": True}
    english_first = ["en"], _LANGUAGES
    for languages in english_first:
        moment = dateparser.parse(value, languages=languages, settings=settings)
        if moment is not None and str(moment.year) in value:
            return Found(moment.date(), True)
    return None


def _from_digits(value: str) -> Found | None:
    """Read 20240312, or seconds or milliseconds since 1970."""
    if len(value) == 8:
        return _valid(int(value[:4]), int(value[4:6]), int(value[6:]))
    if len(value) in (10, 13):
        seconds = int(value) / (1 if len(value) == 10 else 1000)
        return Found(datetime.datetime.fromtimestamp(seconds, datetime.UTC).date(), True)
    return None


def _from_mail(value: str) -> Found | None:
    """Read the form of mails and feeds: `Tue, 12 Mar 2024 23:30:00 -0500`."""
    if not re.match(r"[A-Za-z]{3},\s*\d{1,2} [A-Za-z]{3} \d{4} \d{1,2}:\d{2}", value):
        return None
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):  # OverflowError: a year or an offset beyond all that there are
        return None
    return _in_utc(moment)


def _valid(year: int, month: int, day: int) -> Found | None:
    try:
        return Found(datetime.date(year, month, day), True)
    except ValueError:
        return None
