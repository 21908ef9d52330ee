"""Tables to and from Parquet files, and questions to them in SQL."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from helpers.tables import TABLES, as_table

_NOTE = b"helpers"


def table_path(folder: Path, name: str, *, window: str | None = None) -> Path:
    """Return where table `name` lies in `folder`; `window` names any but the default window of `edges` and `pairs`."""
    return folder / (f"{name}_{window}.parquet" if window else f"{name}.parquet")


def write_table(
    frame: pd.DataFrame, folder: Path, name: str, *, window: str | None = None, note: Mapping[str, object] | None = None
) -> Path:
    """Write table `name` to `folder` in one step, so that a reader sees the old file or the new one, never half of one.

    `note` is kept in the file (settings, versions). Returns the path. Raises ValueError where columns are missing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = table_path(folder, name, window=window)
    arrow = pa.Table.from_pandas(as_table(frame, name), schema=_schema(name), preserve_index=False)
    metadata = {**(arrow.schema.metadata or {}), _NOTE: json.dumps(dict(note or {}), sort_keys=True).encode()}
    with atomic_file(path) as temporary:
        pq.write_table(arrow.replace_schema_metadata(metadata), temporary, compression="zstd")
    return path


def read_table(folder: Path, name: str, *, window: str | None = None) -> pd.DataFrame:
    """Read table `name` from `folder`. Raises FileNotFoundError saying which step writes it."""
    path = table_path(folder, name, window=window)
    if not path.is_file():
        raise FileNotFoundError(f"{path} is not there: run `python -m helpers run` (or the notebooks, in order) to write it")
    return as_table(pq.read_table(path).to_pandas(), name)


def read_note(folder: Path, name: str, *, window: str | None = None) -> dict[str, object]:
    """Return the note that was written with table `name`."""
    metadata = pq.read_schema(table_path(folder, name, window=window)).metadata or {}
    note: dict[str, object] = json.loads(metadata.get(_NOTE, b"{}"))
    return note


def query(folder: Path, sql: str) -> pd.DataFrame:
    """Answer `sql` over the Parquet files of `folder`; every file is a table of its own name."""
    with duckdb.connect() as connection:
        for path in sorted(folder.glob("*.parquet")):
            quoted = str(path).replace("'", "''")
            connection.execute(f"create view \"{path.stem}\" as select * from read_parquet('{quoted}')")
        return connection.execute(sql).df()


class atomic_file:  # noqa: N801 - reads as a verb in `with`
    """Context manager: a temporary path beside `path` that takes its place when the block ends without an error."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Path:
        handle, name = tempfile.mkstemp(prefix=f".{self.path.name}.", dir=self.path.parent)
        os.close(handle)
        self.temporary = Path(name)
        return self.temporary

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            os.chmod(self.temporary, 0o666 & ~_umask())
            os.replace(self.temporary, self.path)
        else:
            self.temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _schema(name: str) -> pa.Schema:
    types = {
        "str": pa.string(),
        "Int64": pa.int64(),
        "float64": pa.float64(),
        "bool": pa.bool_(),
        "datetime64[us, UTC]": pa.timestamp("us", tz="UTC"),
        "object": pa.list_(pa.string()),
    }
    return pa.schema([(column, types[spec.dtype]) for column, spec in TABLES[name].columns.items()])
