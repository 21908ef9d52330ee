"""How a page is asked: what its meta elements state, what an element shows, which short lines stand beside the headline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from helpers.articles import dates

UPDATED = re.compile(
    r"updat|modif|changed|edited|corrected|aktualis|mis à jour|actualiz|aggiorn|güncel|обновл|оновл|измен|تحديث", re.I
)
PUBLISHED = re.compile(r"publish|posted|publi|veröff|pubbl|yayın|giriş|опублик|опублік|نشر|发布|time-?created|created", re.I)
_DATE_LABEL = re.compile(rf".{{0,30}}:|[^.]{{0,15}}(?:{PUBLISHED.pattern}|{UPDATED.pattern})[^.]{{0,15}}", re.I)
_TOKEN = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_SHORT_WORDS = 30


def bare(text: str) -> str:
    """Return the letters and figures of a text in one case, for comparing headlines and names."""
    return "".join(re.findall(r"\w+", text.casefold()))


def tokens_of(element: Any) -> list[str]:
    """Return the words of an element's class and id: `c-articleShare__btn` has article, share, btn."""
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-component') or ''}"
    return [token.lower() for token in _TOKEN.findall(names[:400])]


def metas_of(page: Any) -> dict[str, str]:
    """Return what the page's meta elements state, by their names in lower case; the first of a name counts."""
    found: dict[str, str] = {}
    for element in page.xpath("//meta[@content]"):
        for attribute in ("property", "name", "itemprop"):
            name, value = element.get(attribute), " ".join(element.get("content").split())
            if name and value:
                found.setdefault(name.lower(), value)
    return found


def stated_in(metas: dict[str, str], names: Iterable[str]) -> str | None:
    """Return the first of these names that a meta element states; addresses and accounts are no values."""
    values = (metas.get(name) for name in names)
    return next((value for value in values if value and not re.match(r"https?://|@", value)), None)


def texts_of(page: Any, path: str) -> Iterator[str]:
    """Yield the texts, white space put right, that an XPath finds; empty ones are left out."""
    for found in page.xpath(path):
        text = " ".join((found if isinstance(found, str) else "".join(found.itertext())).split())
        if text:
            yield text


def first_text(page: Any, path: str) -> str | None:
    """Return the first text that an XPath finds."""
    return next(texts_of(page, path), None)


def name_of(value: object) -> str | None:
    """Return the name that a value of JSON-LD holds: a string, an object with a name, a list of them."""
    if isinstance(value, list):
        return ", ".join(name for name in map(name_of, value) if name) or None
    if isinstance(value, dict):
        value = value.get("name")
    return " ".join(value.split()) or None if isinstance(value, str) else None


def lines_near(page: Any, title: str | None) -> list[str]:
    """Return the short lines that follow the headline, then those right before it."""
    lines: list[str] = []
    place = None
    for text in page.xpath("//body//text()"):
        parent = text.getparent()
        if parent is None or parent.tag in ("script", "style", "noscript") or not text.strip():
            continue
        line = " ".join(text.split())
        if place is None and title and bare(line) == bare(title):
            place = len(lines)
        lines.append(line)
    if place is None:
        return []
    after = _joined(lines[place + 1 : place + 40])
    before = [line for line in reversed(lines[max(0, place - 4) : place]) if len(line.split()) <= _SHORT_WORDS]
    return [*after, *before]


def _joined(lines: list[str]) -> list[str]:
    """Return lines up to the first running text; a label and its date in two elements are one line."""
    found: list[str] = []
    for line in lines:
        if len(line.split()) > _SHORT_WORDS:
            break
        is_label = bool(found) and _DATE_LABEL.fullmatch(found[-1]) and dates.find_dates(line)
        if is_label:
            found[-1] = f"{found[-1]} {line}"
        else:
            found.append(line)
    return found
