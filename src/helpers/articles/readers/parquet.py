"""Parquet tables: a row is an article."""

from __future__ import annotations

import base64
import datetime
from collections.abc import Iterator
from typing import Any

from helpers.articles.readers.child import in_child
from helpers.articles.readers.columns import guess_columns
from helpers.articles.readers.tables import columns_of, read_rows, row_of
from helpers.articles.records import Record, Refusal, Source

_SECONDS = 120
_BATCH_ROWS = 256
# A column of one long text, a million times, takes a few bytes in the file.
_MOST_BYTES = 1_000_000_000


def recognises(source: Source) -> bool:
    """Tell Parquet by its first bytes."""
    return source.data.startswith(b"PAR1")


def read(source: Source) -> Iterator[Record | Refusal]:
    """Yield a record for every row, counted from 1."""
    table = in_child(cells_of, source.data, seconds=_SECONDS)
    names = table["names"]
    rows = (row_of(number, names, cells) for number, cells in enumerate(table["rows"], start=1))
    yield from read_rows(names, rows, columns_of(names, table["rows"], source.columns), label=source.name)


def guess(source: Source) -> dict[str, str]:
    """Return the columns by field."""
    table = in_child(cells_of, source.data, seconds=_SECONDS)
    return guess_columns(table["names"], columns_of(table["names"], table["rows"], source.columns))


def cells_of(data: bytes) -> dict[str, Any]:
    """Return the names of the columns and the rows, as JSON can hold them; dates are text (ISO 8601).

    Raises ValueError where the table is broken or unpacks to more than 1 GB. (It runs in a worker process.)
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(pa.BufferReader(data))
        rows: list[list[Any]] = []
        n_bytes = 0
        for batch in file.iter_batches(batch_size=_BATCH_ROWS, use_threads=False):
            n_bytes += batch.nbytes
            if n_bytes > _MOST_BYTES:
                raise ValueError(f"it would unpack to more than {_MOST_BYTES / 1e9:g} GB; split it")
            columns = [column.to_pylist() for column in batch.columns]
            rows.extend([_as_json(cell) for cell in row] for row in zip(*columns, strict=True))
        return {"names": list(file.schema_arrow.names), "rows": rows}
    except (pa.ArrowException, OSError, OverflowError, UnicodeError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ValueError(f"a broken Parquet table ({first[:150]}); write it anew") from error


def _as_json(cell: Any) -> Any:
    """Return a cell as JSON can hold it, nested ones too."""
    if isinstance(cell, dict):
        return {str(key): _as_json(value) for key, value in cell.items()}
    if isinstance(cell, (list, tuple)):
        return [_as_json(value) for value in cell]
    if isinstance(cell, (datetime.datetime, datetime.date, datetime.time)):
        return cell.isoformat().removesuffix("T00:00:00")
    if isinstance(cell, bytes):
        return _text_of(cell)
    if isinstance(cell, float):
        return cell if cell == cell and abs(cell) != float("inf") else None
    return cell if isinstance(cell, (str, int, bool)) or cell is None else str(cell)


def _text_of(cell: bytes) -> str:
    try:
        return cell.decode("utf-8")
    except UnicodeDecodeError:
        return base64.b64encode(cell).decode("ascii")
