"""Tables in text form (CSV, TSV): a row is an article, the first line names the columns."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

from helpers.articles.readers.columns import guess_columns
from helpers.articles.readers.tables import Row, read_rows, with_header
from helpers.articles.records import Record, Refusal, Source

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # the standard 131,072 characters cut long articles

# A quotation mark that is never closed swallows the rows after it: each is tried again from its next line, so many times.
_MOST_RETRIES = 200
_SAMPLE_ROWS, _ROWS_TO_COMPARE = 50, 20


class _Row(NamedTuple):
    cells: list[str] | None
    raw: str
    line: int


def recognises(source: Source) -> bool:
    """Tell a table by its ending."""
    return source.suffix in (".csv", ".tsv", ".tab")


def read(source: Source) -> Iterator[Record | Refusal]:
    """Yield a record for every row, counted from 1 below the line of column names; a broken row is refused alone.

    A table without a line of names is read by what its columns hold; its rows are counted from the first line.
    """
    rows, names, columns = _opened(source)
    cells = (_cells(row, number, names) for number, row in enumerate(rows, start=1))
    yield from read_rows(names, cells, columns, label=source.name)


def guess(source: Source) -> dict[str, str]:
    """Return the columns by field."""
    _, names, columns = _opened(source)
    return guess_columns(names, columns)


def _opened(source: Source) -> tuple[Iterator[_Row], list[str], dict[str, str]]:
    """Return the rows below the names, the names, and the columns that are known."""
    lines = list(io.StringIO(source.text.lstrip("\ufeff"), newline=""))
    rows = _rows(lines, _delimiter(source, lines))
    sample = list(islice(rows, _SAMPLE_ROWS))
    names, columns, has_header = with_header([row.cells or [] for row in sample], source.columns)
    return chain(sample[1:] if has_header else sample, rows), names, columns


def _cells(row: _Row, number: int, names: list[str]) -> Row | Refusal:
    if row.cells is None:
        return Refusal(
            f"broken row (line {row.line} of the file): a quotation mark is not closed or stands inside a cell", number
        )
    n_cells = len(row.cells)
    while n_cells > len(names) and not row.cells[n_cells - 1].strip():
        n_cells -= 1
    cells = row.cells[:n_cells]
    if len(cells) != len(names):
        return Refusal(
            f"broken row (line {row.line} of the file): {len(cells)} cells where {len(names)} columns are named", number
        )
    values = dict(zip(names, cells, strict=True))
    return Row(number, values, row.raw.encode("utf-8", "surrogatepass"), f" (line {row.line} of the file)")


def _delimiter(source: Source, lines: list[str]) -> str:
    """Return the mark that parts the column names such that one of them is the text, else the one that parts most rows alike."""
    header = lines[0] if lines else ""
    if source.suffix != ".csv" and "\t" in header:
        return "\t"
    marks = sorted(",;\t|", key=lambda mark: -header.count(mark))
    fitting = (mark for mark in marks if "text" in guess_columns([n.strip(' "\r\n') for n in header.split(mark)], source.columns))
    return next(fitting, None) or max(marks, key=lambda mark: _evenness(lines, mark))


def _evenness(lines: list[str], mark: str) -> float:
    """Return the share of the first rows that have as many cells as the first one; 0 where that has a single cell."""
    widths = [len(row.cells or []) for row in islice(_rows(lines, mark), _ROWS_TO_COMPARE)]
    return sum(width == widths[0] for width in widths) / len(widths) if widths and widths[0] > 1 else 0.0


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
