"""RTF documents: striprtf takes the control words out; title, author and date come from the `info` group."""

from __future__ import annotations

import re
from collections.abc import Iterator

from striprtf.striprtf import rtf_to_text

from helpers.articles.readers.documents import Document, read_document, table_rows
from helpers.articles.records import Record, Refusal, Source

_CELL = "\u241f"  # "symbol for unit separator": no article has one
_CELL_WORDS = re.compile(r"\\(?:nest)?cell(?![a-z]) ?")
_HIGH = re.compile(rb"[\x80-\xff]")
_PICTURE = re.compile(rb"\{\\pict[^{}]*\}")
_MADE = re.compile(r"\{\\creatim((?:\\[a-z]+\d+\s*)+)\}")


def recognises(source: Source) -> bool:
    """Tell RTF by its first bytes."""
    return source.data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rt")


def read(source: Source) -> Iterator[Record | Refusal]:
    """Yield the document as one record."""
    yield from read_document(parse, source)


def paragraphs_of(data: bytes) -> list[str]:
    """Return the paragraphs of an RTF file, table rows among them."""
    return parse(data).paragraphs


def parse(data: bytes) -> Document:
    """Return the paragraphs of an RTF file and what its `info` group says. Raises ValueError where it cannot be parsed."""
    code = _escaped(_PICTURE.sub(b"", data))
    start = code.find("{\\info")
    info = code[start : start + 20_000] if start >= 0 else ""
    text = _plain(_CELL_WORDS.sub(lambda _: "{\\uc1\\u9247 ?}", code))
    return Document(
        [paragraph for line in text.splitlines() for paragraph in _paragraphs(line)],
        title=_group(info, "title"),
        author=_group(info, "author"),
        created=_made(info),
    )


def _paragraphs(line: str) -> list[str]:
    """Return the paragraphs of a line: itself, or those of a table row."""
    if _CELL not in line:
        return [line.strip()] if line.strip() else []
    return table_rows([[[cell.strip()] for cell in line.split(_CELL)]])


def _escaped(data: bytes) -> str:
    """Return the code in ASCII: bytes above it become escapes of the file's code page, or of Unicode where they are UTF-8."""
    try:
        utf8 = data.decode("utf-8")
        return utf8 if utf8.isascii() else re.sub(r"[^\x00-\x7f]", _unicode_escape, utf8)
    except UnicodeDecodeError:
        return _HIGH.sub(lambda match: b"\\'%02x" % match.group()[0], data).decode("ascii")


def _unicode_escape(match: re.Match[str]) -> str:
    units = match.group().encode("utf-16-le")
    numbers = (int.from_bytes(units[i : i + 2], "little", signed=True) for i in range(0, len(units), 2))
    return "{\\uc1" + "".join(f"\\u{number} ?" for number in numbers) + "}"


def _plain(code: str) -> str:
    try:
        text: str = rtf_to_text(code, errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, IndexError, KeyError, TypeError, LookupError, OverflowError) as error:
        raise ValueError(f"it is broken ({type(error).__name__}: {error}); it should be an RTF document") from error
    # \u escapes of characters beyond the basic plane come in two halves
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _group(info: str, name: str) -> str | None:
    """Return the text of a group of `info`: `{\\title Guns reach the base}`."""
    match = re.search(rf"\{{(?:\\\*)?\\{name}(?![a-z])\s?((?:[^{{}}\\]|\\.|\{{[^{{}}]*\}})*)\}}", info, re.DOTALL)
    return (_plain("{\\rtf1\\ansi " + match.group(1) + "}").strip() or None) if match else None


def _made(info: str) -> str | None:
    match = _MADE.search(info)
    numbers = dict(re.findall(r"\\([a-z]+)(\d+)", match.group(1))) if match else {}
    if not {"yr", "mo", "dy"} <= set(numbers):
        return None
    return f"{int(numbers['yr']):04}-{int(numbers['mo']):02}-{int(numbers['dy']):02}"
