"""What the readers of documents share: paragraphs with a title, an author and a date in, a record out."""

from __future__ import annotations

import datetime
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import lxml.html
from lxml import etree

from helpers.articles.dates import find_dates, is_date_line, labelled_date
from helpers.articles.readers.child import in_child
from helpers.articles.records import Record, Refusal, Source

logger = logging.getLogger("helpers")

# What programs write where nobody wrote anything.
_NO_TITLE = re.compile(
    r"(?:microsoft word\b.*|untitled.*|document\d*|(?:no|new) title|.*\.(?:docx?|rtf|odt|indd|qxp|pdf|html?|txt)|\W*\d*\W*)", re.I
)
_NO_AUTHORS = frozenset(
    ("python-docx", "user", "admin", "administrator", "author", "owner", "unknown", "windows user", "microsoft office user", "pc")
)
_BYLINE = re.compile(r"(?:[Bb][Yy]|BY|Von|Par|Автор:?|Author:?|Reporting by|Written by)\s+\S")
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "br", "center", "dd", "div", "dl", "dt", "figcaption", "figure", "footer"),
        *(
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "li",
            "main",
            "ol",
            "p",
            "pre",
            "section",
            "table",
            "td",
            "th",
            "tr",
        ),
        *("ul", "caption", "form", "nav"),
    )
)
_UNSEEN = "//script|//style|//head|//noscript|//template|//comment()|//title"
_HEAD_PARAGRAPHS, _TAIL_PARAGRAPHS, _DATELINE_CHARACTERS, _LONGEST_CELL = 8, 3, 80, 60


class Document(NamedTuple):
    """A document's paragraphs in reading order, what it says about itself (`created`: a date in ISO form), and what was lost."""

    paragraphs: list[str]
    title: str | None = None
    author: str | None = None
    created: str | None = None
    url: str | None = None
    warning: str | None = None


def read_document(parse: Callable[[bytes], Document], source: Source) -> Iterator[Record | Refusal]:
    """Yield the document as one record, parsed in a worker process; raises what `in_child` raises."""
    document = Document(*in_child(parse, source.data))
    if document.warning:
        logger.warning("%s: %s", source.name, document.warning)
    text = "\n\n".join(document.paragraphs)
    if not text.strip():
        yield Refusal("it holds no text; it should hold the article")
        return
    yield Record(text=text, raw=source.data, url=document.url, **_stated(document))


def text_of_html(text: str, *, unseen: str = _UNSEEN) -> str:
    """Return every word that a snippet of HTML shows, a blank line between its blocks; layout tables count as blocks.

    Parameters
    ----------
    text : the snippet
    unseen : an XPath that finds the elements that show nothing
    """
    if "<" not in text and "&" not in text:
        return text.strip()
    page = f"<div>{text}</div>".encode("utf-8", "replace")
    tree = lxml.html.document_fromstring(page, parser=lxml.html.HTMLParser(encoding="utf-8"))
    for element in tree.xpath(unseen):
        element.drop_tree()
    parts: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        parts.append("\n" if element.tag in _BLOCKS else "")
        parts.append(" ".join(((element.text if event == "start" else element.tail) or "").split("\n")))
    blocks = (" ".join(block.split()) for block in "".join(parts).split("\n"))
    return "\n\n".join(block for block in blocks if block)


def outermost(element: Any, tag: str, skipped: frozenset[str] = frozenset()) -> Iterator[Any]:
    """Yield the elements called `tag` below `element`, in order, none that lies in another or in a skipped one."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in skipped:
            yield from outermost(child, tag, skipped)


def table_rows(rows: list[list[list[str]]]) -> list[str]:
    """Return the paragraphs of a table: rows of cells of paragraphs. Short cells stand in one line, others keep to themselves."""
    paragraphs: list[str] = []
    for row in rows:
        cells = [cell for cell in row if any(cell)]
        is_line = all(len(cell) == 1 and len(cell[0]) <= _LONGEST_CELL for cell in cells)
        paragraphs += [" | ".join(cell[0] for cell in cells)] if cells and is_line else [p for cell in cells for p in cell if p]
    return paragraphs


def _stated(document: Document) -> dict[str, Any]:
    """Return title, author and date as far as they say something.

    The properties of a file are those of whoever saved it: what the text's own head says goes before them, and the date on
    which the file was made is an inferred one.
    """
    head = document.paragraphs[:_HEAD_PARAGRAPHS]
    title, author = document.title, document.author
    is_title = title and not _NO_TITLE.fullmatch(title.strip())
    is_author = author and author.strip().casefold() not in _NO_AUTHORS and not any(_BYLINE.match(line) for line in head)
    edges = head + document.paragraphs[-_TAIL_PARAGRAPHS:]
    has_date = any(labelled_date(line) or is_date_line(line) for line in edges) or any(
        find_dates(line[:_DATELINE_CHARACTERS]) for line in head
    )
    return {
        "title": title if is_title else None,
        "author": author if is_author else None,
        "published": None if has_date else document.created,
        "published_inferred": True,
    }


def iso_date(moment: datetime.datetime | None) -> str | None:
    """Return the moment in ISO form, with its offset where it has one."""
    return None if moment is None else moment.isoformat(timespec="seconds")
