"""What a page says about its article: headline, date, outlet, author, address, language."""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from helpers.articles import dates
from helpers.articles.readers.page_access import bare, first_text, lines_near, metas_of, name_of, stated_in
from helpers.articles.readers.page_data import article_item, linked_items
from helpers.articles.readers.page_dates import published_of
from helpers.articles.readers.page_names import outlet_of, title_of
from helpers.articles.vocabulary import INTERFACE_LINES

_AUTHOR_NAMES = (
    *("author", "article:author", "article:author_name", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author"),
    *("citation_author", "byl", "cxenseparse:author"),
)
_AUTHOR_PLACES = (
    "//*[@itemprop='author']//*[@itemprop='name']|//*[@itemprop='author'][not(*)]|//a[@rel='author']",
    "//*[@property='schema:name' and contains(@typeof, 'Person')]|//*[contains(@class, 'author')]//*[contains(@class, 'fn')]",
)
_ARCHIVE = re.compile(r"^https?://web\.archive\.org/web/\d{4,14}(?:[a-z]{2}_)?/(?=https?://)")
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")
_PERSON = r"(?:Dr\.? |Prof\.? )?[^\W\d_a-z][\w.’'-]*(?: (?:(?:van|von|de|der|den|al|bin|el|la|di|da) )*[^\W\d_a-z][\w.’'-]+){1,3}"
_PERSON_NAME = re.compile(_PERSON)
_BY_ALONE = re.compile(r"(?:by|von|par|por|di|words|text|автор|yazan|haber)\s*:?", re.I)
_BYLINE = re.compile(
    rf"(?i:by|von|par|words|text|author|автор|yazan|written by|posted by|reported by)(?:\s*:\s*|\s+)(?P<author>{_PERSON})"
    r"(?:\s*[|,/–—-].{0,60})?$"
)
_NAME_BEHIND = re.compile(rf"[|•·]\s*(?:(?i:author|by):?\s+)?(?P<author>{_PERSON})$")
_READING_TIME = re.compile(r"\d+\s*min", re.I)
_LONGEST_AUTHOR = 200
_ACCOUNTS = frozenset(
    ("admin", "administrator", "editor", "super user", "root", "webmaster", "user", "staff", "redaktion", "redakcja", "редактор")
)


class Facts(NamedTuple):
    """What a page states; `published_inferred` where the date was found beside the headline and not stated as the article's."""

    title: str | None
    published: str | None
    published_inferred: bool
    outlet: str | None
    author: str | None
    url: str | None
    language: str | None


def facts_of(page: Any) -> Facts:
    """Return what a page says about its article: its data first, then what it shows."""
    items = linked_items(page)
    linked = article_item(items)
    metas = metas_of(page)
    title = title_of(page, metas, linked)
    published, is_inferred = published_of(page, metas, linked, title)
    url = _address(page, metas)
    outlet = outlet_of(page, metas, linked, items, title)
    author = _author(page, metas, linked, title, outlet)
    return Facts(title, published, is_inferred, outlet, author, url, _language(page, title))


def _author(page: Any, metas: dict[str, str], linked: dict[str, Any], title: str | None, outlet: str | None) -> str | None:
    shown = (first_text(page, path) for path in _AUTHOR_PLACES)
    candidates = (stated_in(metas, _AUTHOR_NAMES), name_of(linked.get("author")), *shown)
    stated = (author for author in candidates if author and len(author) <= _LONGEST_AUTHOR and not _is_nobody(author, outlet))
    return next(stated, None) or _author_beside(page, title)


def _is_nobody(author: str, outlet: str | None) -> bool:
    """Say whether what stands for the author is the outlet itself, or the name of an account."""
    return bare(author) == bare(outlet or "") or author.casefold() in _ACCOUNTS


def _author_beside(page: Any, title: str | None) -> str | None:
    """Return the author of a byline below the headline, or the name alone beside a line with the date or the reading time."""
    lines = lines_near(page, title)
    for place, line in enumerate(lines):
        byline = _BYLINE.match(line) or (_NAME_BEHIND.search(line) if dates.find_dates(line) else None)
        if byline:
            return byline.group("author")
        if _BY_ALONE.fullmatch(line) and place + 1 < len(lines) and _PERSON_NAME.fullmatch(lines[place + 1]):
            return lines[place + 1]
        beside = [*lines[max(0, place - 1) : place], *lines[place + 1 : place + 2]]
        is_dated = any(dates.find_dates(other) or _READING_TIME.search(other) for other in beside)
        if is_dated and _PERSON_NAME.fullmatch(line) and line.casefold() not in INTERFACE_LINES:
            return line
    return None


def _address(page: Any, metas: dict[str, str]) -> str | None:
    """Return the address of the article; that of a web archive gives way to the one that was archived."""
    comment = next((str(c.text) for c in page.xpath("//comment()")[:20] if c.text and "saved from url" in c.text), "")
    saved = _SAVED_FROM.search(comment)
    found = [
        first_text(page, "//link[@rel='canonical']/@href"),
        metas.get("og:url"),
        saved and saved.group(1),
        first_text(page, "//base/@href"),
    ]
    url = next((str(value) for value in found if value and _host_of(str(value))), None)
    return None if url is None else _ARCHIVE.sub("", url)


def _host_of(url: str) -> str:
    """Return the host of an address; nothing where it is none."""
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _language(page: Any, title: str | None) -> str | None:
    """Return the language that the page declares for its article: nearest to the headline first."""
    heading = next((h for h in page.xpath("//h1") if title and bare("".join(h.itertext())) == bare(title)), None)
    places = [heading, *heading.iterancestors()] if heading is not None else []
    near = next((place.get("lang") for place in places if place.get("lang")), None)
    return near or first_text(page, "/html/@lang") or first_text(page, "//meta[@http-equiv='content-language']/@content")
