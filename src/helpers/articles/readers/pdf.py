"""PDF documents: pdfium gives the characters in reading order; lines are joined to paragraphs by their places on the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from helpers.articles.readers.documents import Document, read_document
from helpers.articles.records import Record, Refusal, Source

_SOFT_HYPHENS = ("\x02", "\ufffe", "\u00ad")  # what pdfium puts for a hyphen at the end of a line
_SENTENCE_END = re.compile(r"[.!?…:;。！？][\"'”’»)\]]*$")
_PAGE_NUMBER = re.compile(r"\W*(?:(?:page|p\.|seite|стр\.?|с\.)\s*)?\d{1,4}(?:\s*(?:/|of|von|из)\s*\d{1,4})?\W*", re.IGNORECASE)
# What a browser prints above and below a page: the time, the title; the address, the page.
_PRINTED_TIME = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{2,4}, \d{1,2}:\d{2}(?:\s?[AP]M)?\b.*")
_PRINTED_ADDRESS = re.compile(r"(?P<url>(?:https?|file)://\S+)\s+\d{1,4}/\d{1,4}")
_WHOLE_PREFIXES = frozenset(
    (
        *(
            "air",
            "anti",
            "counter",
            "ex",
            "ground",
            "high",
            "long",
            "low",
            "medium",
            "mid",
            "multi",
            "non",
            "post",
            "pro",
            "self",
        ),
        *("sea", "short", "surface", "two"),
    )
)
_BROKEN = "it is broken or cut short; it should be a PDF document"
_EDGE_LINES = 2
_HEADING_RATIO, _LONGEST_TITLE_WORDS, _SHORTEST_TITLE_WORDS = 1.2, 28, 3
_FEWEST_LETTERS = 20


class _Line(NamedTuple):
    """One line of a page: its text, its place in points (y grows upwards) and the size of its type.

    A word that pdfium mended makes one line of two: `top` and `foot` are those of its first character, `bottom` that of its last.
    """

    text: str
    left: float
    right: float
    top: float
    foot: float
    bottom: float
    size: float


def recognises(source: Source) -> bool:
    """Tell PDF by its mark, which may stand behind a little debris."""
    return b"%PDF-" in source.data[:1024] and (source.data.startswith(b"%PDF-") or source.suffix == ".pdf")


def read(source: Source) -> Iterator[Record | Refusal]:
    """Yield the document as one record."""
    yield from read_document(parse, source)


def parse(data: bytes) -> Document:
    """Return the paragraphs of a PDF file, running heads and page numbers left out, and what its properties say.

    Raises ValueError where it is broken, encrypted, or pictures of pages without a text layer.
    """
    document = _open(data)
    read = [_page(document, number) for number in range(len(document))]
    pages = [page for page in read if page is not None]
    if not pages:
        raise ValueError(_BROKEN)
    _check_letters("".join(line.text for page in pages for line in page), len(pages))
    url = next((match.group("url") for page in pages for match in map(_printed_address, page) if match), None)
    pages = _without_running_heads(pages)
    lines = [line for page in pages for line in page]
    stated = document.get_metadata_dict()
    return Document(
        _mended(_paragraphs(lines)),
        title=_heading(pages[0] if pages else [], lines) or stated.get("Title") or None,
        author=stated.get("Author") or None,
        created=_date(stated.get("CreationDate") or ""),
        url=url if url and url.startswith("http") else None,
        warning=f"{len(read) - len(pages)} of {len(read)} pages are broken and were left out" if len(pages) < len(read) else None,
    )


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise ValueError("it is encrypted; save it without a password") from error
        raise ValueError(_BROKEN) from error


def _page(document: pypdfium2.PdfDocument, number: int) -> list[_Line] | None:
    """Return the lines of a page, or None where it is broken."""
    try:
        return _lines(document[number].get_textpage())
    except pypdfium2.PdfiumError:
        return None


def _check_letters(text: str, n_pages: int) -> None:
    n_letters = sum(map(str.isalpha, text))
    if n_letters < _FEWEST_LETTERS:
        raise ValueError(f"it has no text layer ({n_pages} page(s) of pictures); run a text recognition (OCR) over it first")
    n_unmapped = sum(character == "\ufffd" or "\ue000" <= character <= "\uf8ff" for character in text)
    if n_unmapped > n_letters:
        raise ValueError("its text layer has no letters (a font without a character map); run a text recognition (OCR) over it")


def _lines(page: Any) -> list[_Line]:
    """Return the lines of a page in the order of the text layer."""
    characters = _characters(page)
    lines, start = [], 0
    for place, character in enumerate([*characters, "\n"]):
        if character in "\r\n":
            seen = [i for i in range(start, place) if characters[i].strip()]
            if seen:
                lines.append(_line(page, "".join(characters[start:place]), seen[0], seen[-1]))
            start = place + 1
    return lines


def _characters(page: Any) -> list[str]:
    """Return the characters, one per place; the second half of a pair is an empty string."""
    codes = [pdfium.FPDFText_GetUnicode(page, i) for i in range(page.count_chars())]
    characters = [chr(code) if code else "" for code in codes]
    for place, (high, low) in enumerate(pairwise(codes)):
        if 0xD800 <= high < 0xDC00 <= low < 0xE000:
            characters[place : place + 2] = [chr(0x10000 + ((high - 0xD800) << 10) + low - 0xDC00), ""]
    return ["\ufffd" if "\ud800" <= c <= "\udfff" and c else c for c in characters]


def _line(page: Any, text: str, first: int, last: int) -> _Line:
    left, foot, _, top = page.get_charbox(first, loose=True)
    _, bottom, right, _ = page.get_charbox(last, loose=True)
    return _Line(" ".join(text.split()), left, right, top, foot, bottom, pdfium.FPDFText_GetFontSize(page, first))


def _without_running_heads(pages: list[list[_Line]]) -> list[list[_Line]]:
    """Take out what stands at the top or bottom of at least three pages, or half of them, and page numbers there."""
    edges = [_edge_lines(page) for page in pages]
    counts = Counter(key for page in edges for key in {_without_numbers(line.text) for line in page})
    least = max(2, min(3, len(pages) // 2))
    return [
        [
            line
            for line in page
            if not (line in edge and (_is_page_number(line.text) or counts[_without_numbers(line.text)] >= least))
        ]
        for page, edge in zip(pages, edges, strict=True)
    ]


def _edge_lines(page: list[_Line]) -> list[_Line]:
    downwards = sorted(page, key=lambda line: -line.top)
    return downwards[:_EDGE_LINES] + downwards[-_EDGE_LINES:] if len(page) > 2 * _EDGE_LINES else []


def _without_numbers(text: str) -> str:
    return re.sub(r"\d+", "#", text.casefold())


def _is_page_number(text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern in (_PAGE_NUMBER, _PRINTED_TIME, _PRINTED_ADDRESS))


def _printed_address(line: _Line) -> re.Match[str] | None:
    return _PRINTED_ADDRESS.fullmatch(line.text)


def _paragraphs(lines: list[_Line]) -> list[list[str]]:
    """Return the lines, those of one paragraph together."""
    leading = _leadings(lines)
    paragraphs: list[list[str]] = []
    for place, line in enumerate(lines):
        if place and not _begins(line, lines[place - 1], leading, _column_right(lines, place - 1)):
            paragraphs[-1].append(line.text)
        else:
            paragraphs.append([line.text])
    return paragraphs


def _leadings(lines: list[_Line]) -> dict[int, float]:
    """Return for every size of type the usual distance from one line to the next."""
    steps: dict[int, list[float]] = {}
    for above, below in pairwise(lines):
        if _is_below(above, below) and round(above.size) == round(below.size):
            steps.setdefault(round(below.size), []).append(above.bottom - below.foot)
    return {size: median(sorted(found)[: max(1, len(found) * 2 // 3)]) for size, found in steps.items()}


def _is_below(above: _Line, below: _Line) -> bool:
    """Say whether `below` is the next line of the same column."""
    overlaps = below.left < above.right and above.left < below.right
    return overlaps and 0 < above.bottom - below.foot < 4 * max(above.size, below.size, 1)


def _column_right(lines: list[_Line], place: int) -> float:
    """Return the right edge of the column around a line: that of the longest of the lines close to it and above or below it."""
    line = lines[place]
    near = (other for other in lines[max(0, place - 6) : place + 7] if abs(other.left - line.left) < 3 * max(line.size, 1))
    return max(other.right for other in near)


def _begins(line: _Line, before: _Line, leading: dict[int, float], right: float) -> bool:
    """Say whether a paragraph begins with `line`."""
    if abs(line.size - before.size) > 0.1 * max(line.size, before.size):
        return True
    if not _is_below(before, line):  # a new column or page
        return bool(_SENTENCE_END.search(before.text)) and not line.text[:1].islower()
    if before.bottom - line.foot > 1.25 * leading.get(round(line.size), 1e9) + 0.5:
        return True
    ends = _SENTENCE_END.search(before.text) is not None
    is_indented = 0.6 * line.size < line.left - before.left < 6 * line.size
    first_word = line.text.split(maxsplit=1)[0]
    width = (line.right - line.left) * (len(first_word) + 1) / max(len(line.text), 1)
    return ends and (is_indented or before.right + width < right - 0.02 * (right - before.left))


def _mended(paragraphs: list[list[str]]) -> list[str]:
    """Return the paragraphs as text, words that a line end parted put together again."""
    words = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", "\n".join("\n".join(lines) for lines in paragraphs).casefold()))
    joined = (_joined(lines) for lines in paragraphs)
    return [
        re.sub(r"(\w{1,60})\x02(\w{1,60})", lambda match: _mend(match.group(1), match.group(2), words), text) for text in joined
    ]


def _joined(lines: list[str]) -> str:
    """Return the lines as one, a mark \\x02 where a hyphen ended a line."""
    text = lines[0]
    for line in lines[1:]:
        is_parted = re.search(r"\w[-\u2010\x02\ufffe\u00ad]$", text) is not None
        text = f"{text[:-1]}\x02{line}" if is_parted and line[:1].isalnum() else f"{text} {line}"
    for mark in _SOFT_HYPHENS[1:]:
        text = text.replace(mark, "\x02")
    return text


def _mend(head: str, tail: str, words: Counter[str]) -> str:
    """Return a parted word whole: with its hyphen where it is a name, a number, or written with one elsewhere."""
    hyphened, closed = f"{head}-{tail}", f"{head}{tail}"
    if not (tail[0].islower() and head[-1].islower()):
        return hyphened
    if words[closed.casefold()] or words[hyphened.casefold()]:
        return closed if words[closed.casefold()] >= words[hyphened.casefold()] else hyphened
    return hyphened if head.casefold() in _WHOLE_PREFIXES else closed


def _heading(first_page: list[_Line], lines: list[_Line]) -> str | None:
    """Return the largest lines of the first page where they are larger than the body and long enough for a headline."""
    sizes: Counter[int] = Counter()
    for line in lines:
        sizes[round(line.size)] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0
    for size in sorted({line.size for line in first_page if line.size > _HEADING_RATIO * body}, reverse=True):
        text = _mended([[line.text for line in first_page if abs(line.size - size) < 0.5]])[0]
        if _SHORTEST_TITLE_WORDS <= len(text.split()) <= _LONGEST_TITLE_WORDS:
            return text
    return None


def _date(value: str) -> str | None:
    """Return the ISO form of a PDF date: `D:20240312101500+02'00'`."""
    match = re.match(r"(?:D:)?(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?(?:(Z)|([+-]\d{2})'?(\d{2})?)?", value)
    if match is None:
        return None
    year, month, day, hour, minute, second, zulu, offset, offset_minutes = match.groups()
    zone = "+00:00" if zulu else f"{offset}:{offset_minutes or '00'}" if offset else ""
    return f"{year}-{month}-{day}" + (f"T{hour}:{minute}:{second or '00'}{zone}" if hour else "")
