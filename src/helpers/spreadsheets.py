"""Cells that a spreadsheet would run as formulas: every CSV and XLSX that is written goes through here."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

# A spreadsheet takes a cell that begins so for a formula, some after a tab or the end of a line; the apostrophe is the mark
# that it takes for "this is text", so that a text with one of its own needs a second.
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
# Full-width forms of =, +, - and @, which some spreadsheets read as the plain ones.
_WIDE = ("\uff1d", "\uff0b", "\uff0d", "\uff20")


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


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    """Write a table whose cells are harmless, names of columns included; UTF-8 with the mark that spreadsheets want.

    Parameters
    ----------
    path : the file, overwritten where it exists
    columns : the names of the columns
    rows : one sequence of values per row, as many as there are columns

    Returns
    -------
    Path : `path`
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([harmless(name) for name in columns])
        writer.writerows([cell_of(value) for value in row] for row in rows)
    return path


def write_xlsx(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    """Write a workbook of one sheet whose texts are stored as text, never as formulas; numbers stay numbers.

    Raises ValueError for a text with a character that the format cannot hold.

    Parameters
    ----------
    path : the file, overwritten where it exists
    columns : the names of the columns
    rows : one sequence of values per row, as many as there are columns

    Returns
    -------
    Path : `path`
    """
    from openpyxl import Workbook  # type: ignore[import-untyped]
    from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]

    table = [[harmless(value) if isinstance(value, str) else value for value in row] for row in (columns, *rows)]
    if any(isinstance(value, str) and ILLEGAL_CHARACTERS_RE.search(value) for row in table for value in row):
        raise ValueError(f"{path.name}: a cell holds a control character, which XLSX cannot hold; take it out")
    book = Workbook(write_only=True)
    sheet = book.create_sheet("table")
    for row in table:
        cells = [WriteOnlyCell(sheet, value=value) for value in row]
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"
        sheet.append(cells)
    book.save(path)
    return path
