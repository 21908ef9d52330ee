"""Tables in text form (CSV, TSV): a row is an article, the first line names the columns."""

from __future__ import annotations

import csv
import io
import logging
import sys
from collections.abc import Iterator
from typing import NamedTuple

from helpers.articles.readers.columns import fields_of, guess_columns, lacks_text
from helpers.articles.readers.html import text_of_cell
from helpers.articles.records import Record, Refusal, Source

logger = logging.getLogger("helpers")

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # the standard 131,072 characters cut long articles

# A quotation mark that is never closed swallows the rows after it: each is tried again from its next line, so many times.
_MOST_RETRIES = 200


class _Row(NamedTuple):
    cells: list[str] | None
    raw: str
    line: int


def recognises(source: Source) -> bool:
    """Tell a table by its ending."""
    return source.suffix in (".csv", ".tsv", ".tab")


def read(source: Source) -> Iterator[Record | Refusal]:
    """Yield a record for every row, counted from 1 below the line of column names; a broken row is refused alone."""
    lines = list(io.StringIO(source.text.lstrip("\ufeff"), newline=""))
    delimiter = _delimiter(source, lines[0]) if lines else ","
    rows = _rows(lines, delimiter)
    names = [name.strip() for name in next(rows, _Row([], "", 1)).cells or []]
    mapping = guess_columns(names, source.columns)
    if "text" not in mapping:
        yield Refusal(lacks_text(names))
        return
    logger.info("%s: read with the columns %s", source.name, ", ".join(f"{k} = {v!r}" for k, v in mapping.items()))
    for number, row in enumerate(rows, start=1):
        yield _record(row, number, names, source)


def _record(row: _Row, number: int, names: list[str], source: Source) -> Record | Refusal:
    if row.cells is None:
        return Refusal(
            f"broken row (line {row.line} of the file): a quotation mark is not closed or stands inside a cell", number
        )
    cells = row.cells
    while len(cells) > len(names) and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) != len(names):
        return Refusal(
            f"broken row (line {row.line} of the file): {len(cells)} cells where {len(names)} columns are named", number
        )
    fields = fields_of(dict(zip(names, cells, strict=True)), source.columns)
    text = fields.pop("text", None)
    if not text:
        return Refusal(f"its text (line {row.line} of the file) is empty; it should hold the article", number)
    return Record(text=text_of_cell(text), raw=row.raw.encode("utf-8", "surrogatepass"), row=number, **fields)


def _delimiter(source: Source, header: str) -> str:
    """Return the mark that parts the column names such that one of them is the text, else the commonest mark."""
    if source.suffix != ".csv" and "\t" in header:
        return "\t"
    marks = sorted(",;\t|", key=lambda mark: -header.count(mark))
    fitting = (mark for mark in marks if "text" in guess_columns([n.strip(' "\r\n') for n in header.split(mark)], source.columns))
    return next(fitting, marks[0])


def _rows(lines: list[str], delimiter: str) -> Iterator[_Row]:
    """Yield the rows one by one; one that cannot be parsed takes a single line, so that the next is read again."""
    place, n_cells, retries = 0, None, 0
    while place < len(lines):
        if not lines[place].strip():
            place += 1
            continue
        cells, n_lines = _parse_row(lines, place, delimiter)
        is_odd = cells is None or (n_cells is not None and len(cells) != n_cells)
        if n_lines > 1 and is_odd and retries < _MOST_RETRIES:
            cells, n_lines, retries = None, 1, retries + 1
        yield _Row(cells, "".join(lines[place : place + n_lines]), place + 1)
        n_cells = n_cells if n_cells is not None else len(cells or [])
        place += n_lines


def _parse_row(lines: list[str], place: int, delimiter: str) -> tuple[list[str] | None, int]:
    """Return the cells of the row that begins at line `place`, or None, and the number of lines it takes."""
    parser = csv.reader((lines[i] for i in range(place, len(lines))), delimiter=delimiter, strict=True)
    try:
        return next(parser), max(1, parser.line_num)
    except (csv.Error, StopIteration):
        return None, max(1, parser.line_num)
