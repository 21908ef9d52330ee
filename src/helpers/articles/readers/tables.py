"""What all tables share, whatever file they come in: which column is which, lines of names that lack, lists of addresses."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from helpers.articles.readers.columns import GUESSES, check_columns, fields_of, guess_columns, lacks_text, list_kind, plain_name
from helpers.articles.readers.contents import LONG_TEXT, SAMPLE_ROWS, columns_by_content
from helpers.articles.readers.markup import plain_fields
from helpers.articles.records import Record, Refusal, Source

logger = logging.getLogger("helpers")

_SHOWN = 10


class Row(NamedTuple):
    """One row below the names of columns: its place (counted from 1), its cells by name, the bytes that identify it, its line."""

    number: int
    cells: Mapping[str, Any]
    raw: bytes
    where: str = ""


def guess_of(path: Path, *, columns: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return which column of a table is taken for which field of an article, as reading the file would take them.

    Parameters
    ----------
    path : a table: CSV, TSV, XLSX (its first sheet with a text), Parquet, JSON or JSON lines
    columns : fields whose column the guess should not decide: {"text": "Story"}

    Returns
    -------
    dict : field -> name of the column; fields without a column are left out. A table without a line of names has the columns
        "1", "2", ... A nested JSON entry is called `outer.inner`.

    Raises
    ------
    FileNotFoundError : there is no such file
    ValueError : it is no table, it is broken, or `columns` names a field that no article has
    """
    from helpers.articles.readers import choose_reader, delimited, json, parquet, xlsx  # they need this module

    source = Source(path.name, path.read_bytes(), check_columns(columns))
    guesses = {
        delimited.read: delimited.guess,
        xlsx.read: xlsx.guess,
        parquet.read: parquet.guess,
        json.read: json.guess,
        json.read_lines: json.guess,
    }
    reader = choose_reader(source)
    if reader is None or reader.read not in guesses:
        raise ValueError(f"{path.name} is no table; give CSV, TSV, XLSX, Parquet, JSON or JSON lines")
    return guesses[reader.read](source)


def with_header(rows: Sequence[Sequence[Any]], columns: Mapping[str, str]) -> tuple[list[str], dict[str, str], bool]:
    """Return the names of the columns, the columns that the fields are in, and whether the first row holds the names.

    A table has no line of names where none of its first row's cells is a name known, and its column of texts is long in the first
    row already; its columns are then called "1", "2", ... and told by what they hold.

    Parameters
    ----------
    rows : the first rows of the table
    columns : what the user named
    """
    names = [str(cell if cell is not None else "").strip() for cell in rows[0]] if rows else []
    if not guess_columns(names, columns):
        numbers = [str(number) for number in range(1, max(map(len, rows), default=0) + 1)]
        by_content = columns_by_content(numbers, rows[:SAMPLE_ROWS], {}, is_named=False)
        place = int(columns.get("text", by_content.get("text", "0"))) if columns.get("text", "0").isdigit() else 0
        if 0 < place <= len(names) and len(names[place - 1]) >= LONG_TEXT // 2:
            return numbers[: len(names)], {**by_content, **columns}, False
    return names, columns_of(names, rows[1:], columns), True


def columns_of(names: Sequence[str], rows: Sequence[Sequence[Any]], columns: Mapping[str, str]) -> dict[str, str]:
    """Return the columns that the user named, and beside them those that only the first of the rows below the names tell."""
    return {**columns, **columns_by_content(names, rows[:SAMPLE_ROWS], columns)}


def read_rows(
    names: Sequence[str], rows: Iterable[Row | Refusal], columns: Mapping[str, str], *, label: str
) -> Iterator[Record | Refusal]:
    """Yield a record for every row; a table without a column of texts is refused in one sentence.

    Parameters
    ----------
    names : the names of the columns
    rows : the rows, and what could not be read as a row
    columns : the columns that the user named, or that were told by what they hold
    label : the table, for the log
    """
    mapping = guess_columns(names, columns)
    if "text" not in mapping:
        yield Refusal(lacks_articles(names))
        return
    log_mapping(label, mapping)
    kind, without_text = list_kind(names), []
    for row in rows:
        outcome = row if isinstance(row, Refusal) else record_of(row, columns)
        if kind and isinstance(outcome, Refusal) and isinstance(row, Row):
            without_text.append(row.number)
        else:
            yield outcome
    if without_text:
        yield Refusal(_lacks_some(kind or "", without_text))


def record_of(row: Row, columns: Mapping[str, str]) -> Record | Refusal:
    """Return the article of a row, or that its text is empty."""
    fields = plain_fields(fields_of(row.cells, columns))
    text = fields.pop("text", None)
    if not text:
        return Refusal(f"its text{row.where} is empty; it should hold the article", row.number)
    return Record(text=text, raw=row.raw, row=row.number, **fields)


def row_of(number: int, names: Sequence[str], cells: Sequence[Any]) -> Row:
    """Return a row of a table that has no text form of its own: it is identified by its cells as JSON."""
    values = {name: cell for name, cell in zip(names, cells, strict=False) if name}
    raw = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return Row(number, values, raw.encode("utf-8", "surrogatepass"))


def log_mapping(label: str, mapping: Mapping[str, str]) -> None:
    """Say in the log which column was taken for which field."""
    logger.info("%s: read with the columns %s", label, ", ".join(f"{field} = {name!r}" for field, name in mapping.items()))


def lacks_articles(names: Iterable[str]) -> str:
    """Say in one sentence that no column holds the text, and where it is only a list of addresses, what to do about it."""
    names = list(names)
    plain = {plain_name(name) for name in names}
    kind = list_kind(names)
    if kind is None and not (plain & {*GUESSES["url"]} and plain & {*GUESSES["title"]}):
        return lacks_text(names)
    return (
        f"it is {kind or 'a list of articles'}: addresses and titles without full text; "
        "save the pages themselves, or add a column 'text'"
    )


def _lacks_some(kind: str, rows: Sequence[int]) -> str:
    shown = ", ".join(map(str, rows[:_SHOWN])) + (", ..." if len(rows) > _SHOWN else "")
    return f"{len(rows)} of the rows of {kind} are addresses without full text (rows {shown}); fill their column of texts"
