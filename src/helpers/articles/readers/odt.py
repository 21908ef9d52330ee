"""OpenDocument texts (ODT, flat FODT): the XML is parsed with defusedxml, which expands no entity."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from helpers.articles.readers.documents import Document, outermost, read_document, table_rows
from helpers.articles.readers.zipped import ENTITIES, open_zip
from helpers.articles.records import Record, Refusal, Source

_WHAT = "an ODT document"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")
# One space for any number: a file may state a thousand million of them.
_CHARACTERS = {f"{_TEXT}s": " ", f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_SKIPPED = frozenset(
    (f"{_TEXT}tracked-changes", f"{_TEXT}note", f"{_OFFICE}annotation", f"{_OFFICE}forms", f"{_TEXT}sequence-decls")
)


def recognises(source: Source) -> bool:
    """Tell ODT by its members and its stated type, a flat one by its first element, a broken one by its ending."""
    if source.xml_root == "office:document":
        return True
    if not source.zip_names:
        return source.data.startswith(b"PK") and source.suffix == ".odt"
    is_other = b"opendocument.spreadsheet" in source.data[:200] or b"opendocument.presentation" in source.data[:200]
    return {"content.xml", "META-INF/manifest.xml"} <= source.zip_names and not is_other


def read(source: Source) -> Iterator[Record | Refusal]:
    """Yield the document as one record."""
    yield from read_document(parse, source)


def parse(data: bytes) -> Document:
    """Return the paragraphs and the properties of an ODT file. Raises ValueError where it is broken, encrypted or a bomb."""
    try:
        if not data.startswith(b"PK"):
            root = fromstring(data)
            return _document(root, root)
        with open_zip(data, what=_WHAT) as archive:
            if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise ValueError("it is encrypted; save it without a password")
            content = fromstring(archive.read("content.xml"))
            return _document(content, fromstring(archive.read("meta.xml")) if "meta.xml" in archive.namelist() else None)
    except DefusedXmlException as error:
        raise ValueError(ENTITIES) from error
    except (ParseError, LookupError, UnicodeError) as error:  # LookupError: an encoding that nobody knows
        raise ValueError(f"it is broken ({error}); it should be {_WHAT}") from error


def _document(content: Element, meta: Element | None) -> Document:
    body = content.find(f".//{_OFFICE}text")
    if body is None:
        raise ValueError(f"it holds no text part; it should be {_WHAT}")
    found = list(_blocks(body))
    stated = {name: _stated(meta, name) for name in (f"{_DC}title", f"{_DC}creator", f"{_META}initial-creator")}
    return Document(
        [text for _, text in found],
        title=_title(found, content) or stated[f"{_DC}title"],
        author=stated[f"{_META}initial-creator"] or stated[f"{_DC}creator"],
        created=_stated(meta, f"{_META}creation-date") or _stated(meta, f"{_DC}date"),
    )


def _stated(meta: Element | None, name: str) -> str | None:
    element = None if meta is None else meta.find(f".//{_OFFICE}meta/{name}")
    return None if element is None else (element.text or "").strip() or None


def _title(found: list[tuple[str, str]], content: Element) -> str | None:
    """Return the first paragraph in the style of a title, else a heading with which the document begins."""
    parents = {
        style.get(f"{_STYLE}name", ""): style.get(f"{_STYLE}parent-style-name", "") for style in content.iter(f"{_STYLE}style")
    }
    titles = (text for style, text in found if "Title" in (style, parents.get(style)))
    return next(titles, None) or next((text for style, text in found[:2] if style == "heading 1"), None)


def _blocks(element: Element) -> Iterator[tuple[str, str]]:
    """Yield (style, text) of every paragraph below `element`, those of text boxes behind the paragraph they hang on."""
    for child in element:
        if child.tag in _PARAGRAPHS:
            text = _text(child).strip()
            is_heading = child.tag == f"{_TEXT}h" and child.get(f"{_TEXT}outline-level", "1") == "1"
            style = child.get(f"{_TEXT}style-name", "")
            if text:
                yield "heading 1" if is_heading and style != "Title" else style, text
            for box in outermost(child, f"{_DRAW}text-box", _SKIPPED):
                yield from _blocks(box)
        elif child.tag == f"{_TABLE}table":
            rows = [
                [[text for _, text in _blocks(cell)] for cell in outermost(row, f"{_TABLE}table-cell")]
                for row in outermost(child, f"{_TABLE}table-row")
            ]
            yield from (("", text) for text in table_rows(rows))
        elif child.tag not in _SKIPPED:
            yield from _blocks(child)


def _text(element: Element) -> str:
    """Return the text of a paragraph or a span, without notes, comments and text boxes in it."""
    parts = [element.text or ""]
    for child in element:
        if child.tag in _CHARACTERS:
            parts.append(_CHARACTERS[child.tag])
        elif child.tag not in _SKIPPED and not child.tag.startswith(_DRAW):
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)
