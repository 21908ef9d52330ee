"""Workbooks (XLSX): every sheet with a column of texts is a table; values are read, formulas are not computed."""

from __future__ import annotations

import datetime
import io
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from helpers.articles.readers.child import in_child
from helpers.articles.readers.columns import guess_columns
from helpers.articles.readers.tables import lacks_articles, read_rows, row_of, with_header
from helpers.articles.readers.zipped import open_zip, refuse_entities
from helpers.articles.records import Record, Refusal, Source

_SECONDS = 120
_MOST_COLUMNS = 200
# Days since 1900 that fall between 1954 and 2064: a date whose cell lost its date format.
_SERIAL_DAYS = range(20_000, 60_000)

_Sheet = tuple[str, list[list[Any]]]


def recognises(source: Source) -> bool:
    """Tell a workbook by its parts, however the file is called."""
    return "xl/workbook.xml" in source.zip_names


def read(source: Source) -> Iterator[Record | Refusal]:
    """Yield a record for every row below the line of names; where two sheets hold texts, the path of a row names its sheet."""
    sheets = _sheets(source)
    fitting = _sheets_with_text(sheets, source)
    if not fitting:
        first = next((rows[0] for _, rows in sheets if rows), [])
        yield Refusal(lacks_articles(str(cell) for cell in first if cell is not None))
    for title, rows in fitting:
        label = source.name if len(fitting) == 1 else source.member(title, b"").name
        for item in _read_sheet(rows, source, label):
            yield item if len(fitting) == 1 else replace(item, path=label)


def guess(source: Source) -> dict[str, str]:
    """Return the columns of the first sheet with a text, by field; empty where there is none."""
    rows = next((rows for _, rows in _sheets_with_text(_sheets(source), source)), [])
    names, columns, _ = with_header(rows, source.columns)
    return guess_columns(names, columns)


def _sheets(source: Source) -> list[_Sheet]:
    with open_zip(source.data, what="an XLSX workbook") as archive:
        refuse_entities(archive)
    return [(title, rows) for title, rows in in_child(cells_of, source.data, seconds=_SECONDS) if rows]


def _sheets_with_text(sheets: list[_Sheet], source: Source) -> list[_Sheet]:
    """Return the sheets whose names of columns tell that they hold texts, else those that hold texts by their cells."""
    named = [sheet for sheet in sheets if "text" in guess_columns(_header(sheet[1]), source.columns)]
    return named or [sheet for sheet in sheets if _has_text(sheet[1], source)]


def _header(rows: Sequence[Sequence[Any]]) -> list[str]:
    return [str(cell if cell is not None else "").strip() for cell in rows[0]]


def _has_text(rows: Sequence[Sequence[Any]], source: Source) -> bool:
    names, columns, _ = with_header(rows, source.columns)
    return "text" in guess_columns(names, columns)


def _read_sheet(rows: list[list[Any]], source: Source, label: str) -> Iterator[Record | Refusal]:
    names, columns, has_header = with_header(rows, source.columns)
    below = rows[1:] if has_header else rows
    place = guess_columns(names, columns).get("published")
    for row in below:
        if place is not None and names.index(place) < len(row):
            row[names.index(place)] = _as_date(row[names.index(place)])
    numbered = (row_of(number, names, row) for number, row in enumerate(below, start=1) if any(cell is not None for cell in row))
    yield from read_rows(names, numbered, columns, label=label)


def _as_date(cell: Any) -> Any:
    """Return the date of a number of days, where a column of dates holds one."""
    from openpyxl.utils.datetime import from_excel  # type: ignore[import-untyped]

    is_number = isinstance(cell, (int, float)) and not isinstance(cell, bool) and math.isfinite(cell)
    is_serial = is_number and int(cell) in _SERIAL_DAYS
    return from_excel(cell).isoformat() if is_serial else cell


def cells_of(data: bytes) -> list[tuple[str, list[list[Any]]]]:
    """Return the sheets of a workbook: titles, and rows of cells as JSON can hold them; dates are text (ISO 8601).

    Raises ValueError where the workbook is broken. (It runs in a worker process.)
    """
    from openpyxl import load_workbook  # type: ignore[import-untyped]
    from openpyxl.utils.exceptions import InvalidFileException  # type: ignore[import-untyped]

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        return [(sheet.title, _trimmed(sheet)) for sheet in book.worksheets]
    except (InvalidFileException, LookupError, AttributeError, TypeError, ValueError, OverflowError, SyntaxError) as error:
        raise ValueError(f"a broken workbook ({type(error).__name__}: {error}); save it anew as XLSX or CSV") from error


def _trimmed(sheet: Any) -> list[list[Any]]:
    """Return the rows of a sheet from the first that holds anything, without the empty cells at their ends."""
    sheet.reset_dimensions()  # a sheet may state one row and hold ten
    rows: list[list[Any]] = []
    for row in sheet.iter_rows(max_col=_MOST_COLUMNS, values_only=True):
        cells = [_as_json(cell) for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        if rows or cells:
            rows.append(cells)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _as_json(cell: Any) -> Any:
    if isinstance(cell, (datetime.datetime, datetime.date, datetime.time)):
        return cell.isoformat().removesuffix("T00:00:00")
    if isinstance(cell, str):  # _x000D_ is how the format writes a control character
        return re.sub(r"_x000[dD]_", "", cell) or None
    return cell if isinstance(cell, (int, float, bool)) or cell is None else str(cell)
