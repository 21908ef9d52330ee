"""HTML pages: trafilatura finds the article among menus, scripts and footers; the page's own data give the rest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import lxml.html
import trafilatura

from helpers.articles.readers.columns import is_markup
from helpers.articles.records import Record, Refusal, Source

_OPENS = re.compile(
    r"(?:<\?xml[^>]*>\s*)?(?><!--.*?-->\s*)*+<(?:!doctype\s+html|html|head|body|article|main|div|meta|title|p|h1)\b", re.I | re.S
)
_DATE_NAMES = (
    *("article:published_time", "og:article:published_time", "article:published", "datepublished", "pubdate", "publishdate"),
    *("publish-date", "publication_date", "date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.created"),
    *("sailthru.date", "parsely-pub-date", "cxenseparse:recs:publishtime", "citation_date"),
)
_SITE_NAMES = ("og:site_name", "application-name", "dc.publisher", "publisher", "citation_journal_title")
_AUTHOR_NAMES = ("author", "article:author", "dc.creator", "parsely-author", "byl")


def recognises(source: Source) -> bool:
    """Tell HTML by its first tag, or by the ending where there is a tag at all."""
    if source.suffix in (".html", ".htm", ".xhtml", ".shtml"):
        return "<" in source.text
    return source.suffix not in (".xml", ".svg", ".rss", ".atom") and _OPENS.match(source.head) is not None


def read(source: Source) -> Iterator[Record | Refusal]:
    """Yield the page as one record: its article, and the title, date, outlet, author and address that its data state."""
    tree = trafilatura.load_html(source.text.lstrip("\ufeff"))
    document = None if tree is None else _extract(tree)
    text = (document.text if document is not None else None) or (None if tree is None else _fallback_text(source.text))
    if not text:
        yield Refusal("an HTML page without an article text; save the page with its text, or give the text alone")
        return
    yield Record(text=text, raw=source.data, **_metadata(lxml.html.fromstring(_bytes(source.text)), document))


def text_of_cell(text: str) -> str:
    """Return the text of a table cell: HTML is taken out of it where it holds any."""
    if not is_markup(text):
        return text
    return _fallback_text(text) or text


def _bytes(text: str) -> bytes:
    """Return the page as UTF-8 bytes that say so, whatever encoding it declares itself."""
    return b"<?xml encoding='utf-8'?>" + text.lstrip("\ufeff").encode("utf-8", "replace")


def _extract(tree: lxml.html.HtmlElement) -> Any:
    dates = {"original_date": True, "extensive_search": False}
    return trafilatura.bare_extraction(
        tree, with_metadata=True, include_comments=False, include_tables=False, favor_recall=True, date_extraction_params=dates
    )


def _fallback_text(text: str) -> str | None:
    """Return the paragraphs and headings of a page or snippet that is too short for trafilatura's judgement."""
    tree = lxml.html.fromstring(_bytes(text))
    for element in tree.xpath("//script|//style|//nav|//footer|//noscript|//aside|//form|//template"):
        element.drop_tree()
    blocks = tree.xpath("//p|//h1|//h2|//h3|//blockquote[not(.//p)]|//li")
    parts = [" ".join(block.text_content().split()) for block in blocks] if blocks else [tree.text_content().strip()]
    return "\n\n".join(part for part in parts if part) or None


def _metadata(page: lxml.html.HtmlElement, document: Any) -> dict[str, Any]:
    """Return what the page states; a date that only trafilatura's search found is marked as inferred."""
    linked = _linked_data(page)
    stated = _meta(page, _DATE_NAMES) or linked.get("published") or _time_element(page)
    outlet = _meta(page, _SITE_NAMES) or linked.get("outlet")
    title = _first(page, "//meta[@property='og:title']/@content") or linked.get("title") or _headline(page)
    return {
        "title": _without_site(title, outlet),
        "published": stated or getattr(document, "date", None),
        "published_inferred": not stated,
        "outlet": outlet,
        "author": _meta(page, _AUTHOR_NAMES) or linked.get("author") or getattr(document, "author", None),
        "url": _first(page, "//link[@rel='canonical']/@href") or _meta(page, ["og:url"]),
        "language": _first(page, "/html/@lang") or _first(page, "//meta[@http-equiv='content-language']/@content"),
    }


def _meta(page: lxml.html.HtmlElement, names: tuple[str, ...] | list[str]) -> str | None:
    found: dict[str, str] = {}
    for element in page.xpath("//meta[@content]"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        found.setdefault(name.lower(), element.get("content").strip())
    value = next((found[name] for name in names if found.get(name)), None)
    return None if value is None or (re.match(r"https?://", value) and "og:url" not in names) else value


def _first(page: lxml.html.HtmlElement, path: str) -> str | None:
    return next((value.strip() for value in map(str, page.xpath(path)) if value.strip()), None)


def _headline(page: lxml.html.HtmlElement) -> str | None:
    headings = [" ".join(h.text_content().split()) for h in page.xpath("//article//h1|//main//h1|//h1")]
    return next((h for h in headings if h), None) or _first(page, "//head/title/text()")


def _time_element(page: lxml.html.HtmlElement) -> str | None:
    return _first(
        page, "//time[@pubdate or @itemprop='datePublished']/@datetime|//article//time/@datetime|//header//time/@datetime"
    )


def _without_site(title: str | None, outlet: str | None) -> str | None:
    """Return the headline without the site's name behind it: `Headline - Site`, `Headline | Site`."""
    if not title:
        return None
    head, separator, tail = max(
        (title.rpartition(mark) for mark in (" | ", " - ", " – ", " — ", " :: ")), key=lambda p: len(p[0])
    )
    is_site = separator and (separator == " | " or (outlet and tail.strip().casefold() == outlet.casefold()))
    return " ".join((head if is_site and len(head.split()) > 2 else title).split())


def _linked_data(page: lxml.html.HtmlElement) -> dict[str, str]:
    """Return headline, date, author and publisher of the first article in the page's JSON-LD."""
    for script in page.xpath("//script[@type='application/ld+json']/text()"):
        try:
            parsed = json.loads(str(script))
        except ValueError:
            continue
        for item in _items(parsed):
            if "datePublished" in item or "headline" in item:
                return _named_fields(item)
    return {}


def _items(parsed: object) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON-LD block: a list or an `@graph` holds several."""
    candidates = parsed if isinstance(parsed, list) else [parsed]
    for candidate in candidates:
        if isinstance(candidate, dict):
            graph = candidate.get("@graph")
            yield from (item for item in [candidate, *(graph if isinstance(graph, list) else [])] if isinstance(item, dict))


def _named_fields(item: dict[str, Any]) -> dict[str, str]:
    wanted = {"title": "headline", "published": "datePublished", "author": "author", "outlet": "publisher"}
    values = {field: _name(item.get(key)) for field, key in wanted.items()}
    return {field: value for field, value in values.items() if value}


def _name(value: object) -> str | None:
    if isinstance(value, list):
        return ", ".join(name for name in map(_name, value) if name) or None
    if isinstance(value, dict):
        value = value.get("name")
    return value.strip() or None if isinstance(value, str) else None
