"""Word documents (DOCX): python-docx opens them; text boxes, tables, insertions and content controls are read as well."""

from __future__ import annotations

import datetime
import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

from helpers.articles.readers.documents import Document, iso_date, outermost, read_document, table_rows
from helpers.articles.readers.zipped import open_zip, refuse_entities
from helpers.articles.records import Record, Refusal, Source

_WHAT = "a DOCX document"
# Taken-out text, the second form of a drawing, and what is no text.
_SKIPPED = frozenset(map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:sectPr", "w:tblPr", "w:instrText"))) | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_CHARACTERS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
# What python-docx raises on a document whose parts do not fit together.
_FAULTS = (OpcError, zipfile.BadZipFile, zlib.error, KeyError, SyntaxError, AttributeError, IndexError, TypeError, ValueError)
_TEMPLATE_DATE = datetime.datetime(2013, 12, 23, 23, 15, tzinfo=datetime.UTC)  # every document python-docx makes states it


def recognises(source: Source) -> bool:
    """Tell DOCX by its members, or, where it is broken, by its ending."""
    is_broken = source.data.startswith(b"PK") and not source.zip_names and source.suffix == ".docx"
    return is_broken or any(name.startswith("word/document") and name.endswith(".xml") for name in source.zip_names)


def read(source: Source) -> Iterator[Record | Refusal]:
    """Yield the document as one record."""
    yield from read_document(parse, source)


def paragraphs_of(data: bytes) -> list[str]:
    """Return the paragraphs of a DOCX file, headings and table rows among them. Raises ValueError where it is broken."""
    return parse(data).paragraphs


def parse(data: bytes) -> Document:
    """Return the paragraphs and the core properties of a DOCX file. Raises ValueError where it is broken, encrypted or a bomb."""
    with open_zip(data, what=_WHAT) as archive:
        refuse_entities(archive)
    try:
        document = docx.Document(io.BytesIO(data))
        styles = {style.style_id: (style.name or "").lower() for style in document.styles}
        found = list(_blocks(document.element.body))
    except _FAULTS as error:
        raise ValueError(f"it is broken ({type(error).__name__}: {error}); it should be {_WHAT}") from error
    title, author, created = _properties(document)
    return Document([text for _, text in found], title=_title(found, styles) or title, author=author, created=created)


def _properties(document: Any) -> tuple[str | None, str | None, str | None]:
    """Return title, author and date of making; nothing where the part that holds them is broken, as the text does without."""
    try:
        properties = document.core_properties
        created = properties.created
        made = None if created == _TEMPLATE_DATE else iso_date(created)
        return properties.title or None, properties.author or None, made
    except _FAULTS:
        return None, None, None


def _title(found: list[tuple[str, str]], styles: dict[str, str]) -> str | None:
    """Return the first paragraph in the style of a title, else a heading with which the document begins."""
    named = [(styles.get(style, ""), text) for style, text in found]
    first = next((text for style, text in named if style == "title"), None)
    return first or next((text for style, text in named[:2] if style == "heading 1"), None)


def _blocks(element: Any) -> Iterator[tuple[str, str]]:
    """Yield (style, text) of every paragraph below `element`, those of text boxes behind the paragraph they hang on."""
    for child in element:
        if child.tag == qn("w:p"):
            text = " ".join(_text(child).split(" ")).strip()
            if text:
                yield _style(child), text
            for box in outermost(child, qn("w:txbxContent"), _SKIPPED):
                yield from _blocks(box)
        elif child.tag == qn("w:tbl"):
            rows = [[_cell(cell) for cell in outermost(row, qn("w:tc"))] for row in outermost(child, qn("w:tr"), _SKIPPED)]
            yield from (("", text) for text in table_rows(rows))
        elif child.tag not in _SKIPPED:
            yield from _blocks(child)


def _cell(cell: Any) -> list[str]:
    return [text for _, text in _blocks(cell)]


def _style(paragraph: Any) -> str:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if style is None else str(style.get(qn("w:val"), ""))


def _text(element: Any) -> str:
    """Return the text of a paragraph or run, without that of text boxes in it."""
    parts = []
    for child in element:
        if child.tag == qn("w:t"):
            parts.append(child.text or "")
        elif child.tag in _CHARACTERS:
            parts.append(_CHARACTERS[child.tag])
        elif child.tag not in _SKIPPED and child.tag != qn("w:txbxContent"):
            parts.append(_text(child))
    return "".join(parts)
