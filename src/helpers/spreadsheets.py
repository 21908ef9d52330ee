"""Cells that a spreadsheet would run as formulas: every CSV and XLSX that is written goes through here."""

from __future__ import annotations

import csv
import datetime
import io
import math
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# A spreadsheet takes a cell that begins so for a formula, some after a tab or the end of a line; the apostrophe is the mark
# that it takes for "this is text", so that a text with one of its own needs a second.
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
# Full-width forms of =, +, - and @, which some spreadsheets read as the plain ones.
_WIDE = ("\uff1d", "\uff0b", "\uff0d", "\uff20")
MOST_ROWS = 1_048_576  # of a sheet, the header among them
_MOST_CHARACTERS = 32_767  # of a cell
_WRAPPED = 60  # characters; texts in columns so wide are broken into lines
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_TIMES = re.compile(rb"<dcterms:(created|modified)\b[^>]*>[^<]*</dcterms:\1>")


def harmless(text: str) -> str:
    """Return `text` as a cell that no spreadsheet runs: with an apostrophe before it where it begins like a formula."""
    is_formula = text.startswith(_STARTS_FORMULA) or text.lstrip(" \u00a0\ufeff").startswith((*_STARTS_FORMULA[:4], *_WIDE))
    return f"'{text}" if is_formula else text


def original(cell: str) -> str:
    """Return the text that `harmless` was given."""
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) == cell else cell


def cell_of(value: Any) -> str:
    """Return the cell for a value: text is made harmless, a number stays a number, a missing value is an empty cell.

    A negative number is no text: `-3` is written as it is.
    """
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    return repr(value) if type(value) in (int, float) else harmless(str(value))


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, byte_order_mark: bool = True) -> Path:
    """Write a table whose cells are harmless, names of columns included; UTF-8 with the mark that spreadsheets want.

    Parameters
    ----------
    path : the file, overwritten where it exists
    columns : the names of the columns
    rows : one sequence of values per row, as many as there are columns
    byte_order_mark : whether the file begins with that mark; other programs take it for part of the first name

    Returns
    -------
    Path : `path`
    """
    with path.open("w", encoding="utf-8-sig" if byte_order_mark else "utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([harmless(name) for name in columns])
        writer.writerows([cell_of(value) for value in row] for row in rows)
    return path


def write_tabbed(path: Path, rows: Iterable[Sequence[Any]]) -> Path:
    """Write rows of harmless cells parted by tabs; a text with a comma, a semicolon or a quotation mark stands in such marks.

    Tabs and ends of lines inside a text become spaces.

    Parameters
    ----------
    path : the file, overwritten where it exists
    rows : one sequence of values per row

    Returns
    -------
    Path : `path`
    """
    lines = ("\t".join(_tabbed_cell(value) for value in row) + "\n" for row in rows)
    path.write_text("".join(lines), encoding="utf-8", newline="\n")
    return path


def _tabbed_cell(value: Any) -> str:
    cell = cell_of(" ".join(value.split()) if isinstance(value, str) else value)
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in ',;"') and isinstance(value, str) else cell


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook: its name, names of columns, rows, and how wide each column is (in characters).

    Texts in a column of 60 characters or more are broken into lines.
    """

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    widths: Sequence[float]


def write_workbook(path: Path, sheets: Iterable[Sheet], *, title: str) -> Path:
    """Write a workbook with a frozen, filtered header on every sheet; texts are text, never formulas or links.

    Numbers, days (datetime.date) and true or false keep their types; a missing value is an empty cell. Control characters are
    dropped; a text that is too long for a cell ends with an ellipsis, rows that are too many for a sheet are left out. The file
    names no user and no date of its own: the same sheets give the same bytes.

    Parameters
    ----------
    path : the file, overwritten where it exists
    sheets : in order
    title : of the document

    Returns
    -------
    Path : `path`
    """
    from openpyxl import Workbook  # type: ignore[import-untyped]

    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = title, "helpers"
    for sheet in sheets:
        _add_sheet(book, sheet)
    whole = io.BytesIO()
    book.save(whole)
    path.write_bytes(_undated(whole.getvalue()))
    return path


def _add_sheet(book: Any, sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

    page = book.create_sheet(sheet.name)
    last = get_column_letter(len(sheet.columns))
    rows = sheet.rows[: MOST_ROWS - 1]
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{last}{len(rows) + 1}"
    for number, width in enumerate(sheet.widths, start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    has_lines = any(width >= _WRAPPED for width in sheet.widths)
    places = [Alignment(vertical="top", wrap_text=width >= _WRAPPED) if has_lines else None for width in sheet.widths]
    page.append([_typed_cell(page, name, font=Font(bold=True)) for name in sheet.columns])
    for row in rows:
        page.append([_typed_cell(page, value, place) for value, place in zip(row, places, strict=True)])


def _typed_cell(page: Any, value: Any, place: Any = None, *, font: Any = None) -> Any:
    from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]

    is_text = isinstance(value, str)
    cell = WriteOnlyCell(page, value=_fitting(value) if is_text else value)
    if is_text:
        cell.data_type = "s"
    elif isinstance(value, datetime.date):
        cell.number_format = "yyyy-mm-dd"
    if place is not None:
        cell.alignment = place
    if font is not None:
        cell.font = font
    return cell


def _fitting(text: str) -> str:
    whole = harmless(_CONTROL.sub("", text))
    return whole if len(whole) <= _MOST_CHARACTERS else whole[: _MOST_CHARACTERS - 1] + "…"


def _undated(workbook: bytes) -> bytes:
    """Return the workbook without the times at which its parts were written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            part.compress_type, part.create_system = zipfile.ZIP_DEFLATED, 0
            data = old.read(name)
            new.writestr(part, _TIMES.sub(b"", data) if name == "docProps/core.xml" else data)
    return out.getvalue()
