"""HTML in the cells of tables and JSON objects: tags out, words and paragraphs kept, "<" in prose left alone."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

import lxml.html

from helpers.articles.readers.columns import is_markup
from helpers.articles.readers.documents import text_of_html
from helpers.articles.readers.html import text_of_page
from helpers.articles.readers.markdown import without_comments

_NAMES = (
    "a abbr acronym address article aside audio b base bdi bdo big blockquote body br button canvas caption center cite code col"
    " colgroup data dd del details dfn dialog div dl dt em embed fieldset figcaption figure font footer form frame h1 h2 h3 h4 h5"
    " h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark meta nav noscript object ol"
    " option p param path picture pre q rp rt ruby s samp script section select small source span strike strong style sub summary"
    " sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr"
)
# A tag that HTML knows, or one with a prefix (`o:p`); without attributes, or with one that has a value. Anything else that begins
# with "<" is prose. Nothing is tried twice, and no tag is longer than a page's longest.
_TAG = re.compile(
    rf"</?(?:{_NAMES.replace(' ', '|')}|(?:o|w|v|st1|amp|g)[:-]\w+)"
    r"""(?:\s*/?>|\s(?=[^<>]{0,2000}=)(?:[^<>"']|"[^"]{0,2000}"|'[^']{0,2000}'){0,2000}+>)|<!doctype[^<>]{0,300}>""",
    re.IGNORECASE,
)
_PAGE = re.compile(r"<(?:html|body|nav|header|footer|article|main)\b", re.IGNORECASE)
_BLOCK = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|blockquote|table|tr|section|hr)\b", re.IGNORECASE)
_PARAGRAPH = re.compile(r"<(?:p|div)\b", re.IGNORECASE)
_GAP = re.compile(r"\r?\n[^\S\n]*\r?\n\s*")
_UNSEEN = "//script|//style|//noscript|//template|//textarea|//select|//button|//comment()|//head"


def text_of_cell(text: str) -> str:
    """Return the text of a cell, HTML taken out of it: a blank line between blocks; line breaks stay where there are none."""
    text = without_comments(html.unescape(text))
    if not _TAG.search(text):
        return text
    if _PAGE.search(text) and is_markup(text):
        return text_of_page(text) or _in_blocks(text)
    return _in_blocks(text) if _BLOCK.search(text) else _inline(text)


def plain_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an article with HTML taken out of title, text and names; one that was nothing else is left out."""
    plain = {name: text_of_cell(value) if name == "text" else _line_of_cell(value) for name, value in _texts(fields)}
    return {name: value for name, value in {**fields, **plain}.items() if value}


def _texts(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(name, fields[name]) for name in ("text", "title", "outlet", "author", "agency") if isinstance(fields.get(name), str)]


def _line_of_cell(text: str) -> str:
    plain = text_of_cell(text)
    return plain if plain == html.unescape(text) else " ".join(plain.split())


def _in_blocks(text: str) -> str:
    marked = text if _PARAGRAPH.search(text) else _GAP.sub("<br><br>", text)
    return text_of_html(_escaped(marked), unseen=f"{_UNSEEN}|//figcaption|//form")


def _inline(text: str) -> str:
    tree = lxml.html.document_fromstring(
        f"<div>{_escaped(text)}</div>".encode("utf-8", "replace"), parser=lxml.html.HTMLParser(encoding="utf-8")
    )
    for element in tree.xpath(_UNSEEN):
        element.drop_tree()
    return str(tree.text_content()).strip()


def _escaped(text: str) -> str:
    """Return the text with every sign of HTML outside its tags escaped, so that the parser takes it for what it is."""
    parts, place = [], 0
    for match in _TAG.finditer(text):
        parts += [_escape(text[place : match.start()]), match.group()]
        place = match.end()
    return "".join([*parts, _escape(text[place:])])


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
