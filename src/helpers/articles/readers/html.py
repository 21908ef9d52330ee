"""HTML pages: trafilatura finds the article among what menus, boxes and comments leave; the page's own data give the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import lxml.html
import trafilatura

from helpers.articles.readers.page_access import bare
from helpers.articles.readers.page_data import article_body, linked_items, text_of_state
from helpers.articles.readers.page_facts import Facts, facts_of
from helpers.articles.readers.page_parts import article_parts
from helpers.articles.records import Record, Refusal, Source

_OPENS = re.compile(
    r"(?:<\?xml[^>]*>\s*)?(?><!--.*?-->\s*)*+<(?:!doctype\s+html|html|head|body|article|main|div|meta|title|p|h1)\b", re.I | re.S
)
_HOLDS_TEXT = 30  # words; a page with fewer shows its text by a program


def recognises(source: Source) -> bool:
    """Tell HTML by its first tag, or by the ending where there is a tag at all."""
    if source.suffix in (".html", ".htm", ".xhtml", ".shtml"):
        return "<" in source.text
    return source.suffix not in (".xml", ".svg", ".rss", ".atom") and _OPENS.match(source.head) is not None


def read(source: Source) -> Iterator[Record | Refusal]:
    """Yield the page as one record: its article, and the title, date, outlet, author and address that its data state."""
    page = None if trafilatura.load_html(source.text.lstrip("\ufeff")) is None else lxml.html.fromstring(_bytes(source.text))
    facts = None if page is None else facts_of(page)
    text = "" if page is None or facts is None else _text(page, facts, source.text)
    if not text or facts is None:
        yield Refusal("an HTML page without an article text; save the page with its text, or give the text alone")
        return
    yield Record(text=text, raw=source.data, **facts._asdict())


def _bytes(text: str) -> bytes:
    """Return the page as UTF-8 bytes that say so, whatever encoding it declares itself."""
    return b"<?xml encoding='utf-8'?>" + text.lstrip("\ufeff").encode("utf-8", "replace")


def _text(page: Any, facts: Facts, source: str) -> str:
    """Return the text that the page shows; where it shows next to none, the text in its data."""
    shown = _extract(article_parts(page, facts.title, facts.author)) or ""
    data = max(article_body(linked_items(page)), "" if _n_words(shown) >= _HOLDS_TEXT else text_of_state(page), key=len)
    if _n_words(shown) < _HOLDS_TEXT < _n_words(data) or _is_part_of(shown, data):
        return data
    return shown or text_of_page(source) or ""


def _n_words(text: str) -> int:
    return len(text.split())


def _is_part_of(shown: str, data: str) -> bool:
    """Say whether what the page shows is no more than the beginning of the text in its data."""
    return _n_words(data) > 1.3 * _n_words(shown) and bare(data).startswith(bare(shown)[:200])


def _extract(tree: Any) -> str | None:
    document: Any = trafilatura.bare_extraction(tree, include_comments=False, include_tables=False, favor_recall=True)
    return None if document is None else document.text


def text_of_page(text: str) -> str | None:
    """Return the paragraphs and headings of a page or snippet that is too short for trafilatura's judgement."""
    tree = lxml.html.fromstring(_bytes(text))
    for element in tree.xpath("//script|//style|//nav|//footer|//noscript|//aside|//form|//template"):
        element.drop_tree()
    blocks = tree.xpath("//p|//h1|//h2|//h3|//blockquote[not(.//p)]|//li")
    parts = [" ".join(block.text_content().split()) for block in blocks] if blocks else [tree.text_content().strip()]
    return "\n\n".join(part for part in parts if part) or None
