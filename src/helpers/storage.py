"""Tables to and from Parquet files, and questions to them in SQL."""

from __future__ import annotations

import errno
import json
import os
import re
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import filelock
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from helpers.settings import RESULTS_MARK
from helpers.tables import TABLES, as_table

_NOTE = b"helpers"
_ROW_GROUP_ROWS = 50_000
_TEMPORARY = re.compile(r"\.(?P<name>.+)\.(?P<process>\d+)\.[^.]{6,10}")
_NO_SPACE = {errno.ENOSPC, errno.EDQUOT}
_NO_WRITING = {errno.EROFS, errno.EACCES, errno.EPERM}


def table_path(folder: Path, name: str, *, window: str | None = None) -> Path:
    """Return where table `name` lies in `folder`; `window` names any but the default window of `edges` and `pairs`."""
    return folder / (f"{name}_{window}.parquet" if window else f"{name}.parquet")


def write_table(
    frame: pd.DataFrame, folder: Path, name: str, *, window: str | None = None, note: Mapping[str, object] | None = None
) -> Path:
    """Write table `name` to `folder` in one step, so that a reader sees the old file or the new one, never half of one.

    `note` is kept in the file (settings, versions). Returns the path. Raises ValueError where columns are missing.
    """
    arrow = pa.Table.from_pandas(as_table(frame, name), schema=arrow_schema(name), preserve_index=False)
    return write_batches(arrow.to_batches(), folder, name, window=window, note=note)


def write_batches(
    batches: Iterable[pa.RecordBatch],
    folder: Path,
    name: str,
    *,
    window: str | None = None,
    note: Mapping[str, object] | None = None,
    rows_per_group: int = _ROW_GROUP_ROWS,
) -> Path:
    """Write table `name` like `write_table`, from batches that are in the table's order already: memory follows the row group.

    Raises OSError, in one sentence, where the disk is full or the folder cannot be written; the old file stays.
    """
    path = table_path(folder, name, window=window)
    with writing(path):
        folder.mkdir(parents=True, exist_ok=True)
        schema = arrow_schema(name).with_metadata({_NOTE: json.dumps(dict(note or {}), sort_keys=True).encode()})
        with (
            atomic_file(path) as temporary,
            temporary.open("wb") as file,
            pq.ParquetWriter(file, schema, compression="zstd") as out,
        ):
            for table in _groups(batches, schema, rows_per_group):
                out.write_table(table, row_group_size=rows_per_group)
    return path


def _groups(batches: Iterable[pa.RecordBatch], schema: pa.Schema, n_rows: int) -> Iterator[pa.Table]:
    """Yield the rows in tables of exactly `n_rows`, the last one shorter: the file does not depend on how the rows came."""
    waiting: list[pa.Table] = []
    n_waiting = 0
    for batch in batches:
        table = pa.Table.from_batches([batch]).select(schema.names).cast(schema)
        waiting.append(table)
        n_waiting += len(table)
        while n_waiting >= n_rows:
            held = pa.concat_tables(waiting)
            yield held.slice(0, n_rows)
            waiting, n_waiting = [held.slice(n_rows)], n_waiting - n_rows
    if n_waiting:
        yield pa.concat_tables(waiting)


def read_table(folder: Path, name: str, *, window: str | None = None, columns: Collection[str] | None = None) -> pd.DataFrame:
    """Read table `name` from `folder`, or some `columns` of it. Raises FileNotFoundError saying which step writes it."""
    path = table_path(folder, name, window=window)
    if not path.is_file():
        raise FileNotFoundError(f"{path} is not there: run `python -m helpers run` (or the notebooks, in order) to write it")
    if columns is None:
        return as_table(pq.read_table(path).to_pandas(), name)
    frame: pd.DataFrame = pq.read_table(path, columns=list(columns)).to_pandas()
    types: dict[str, Any] = {column: TABLES[name].columns[column].dtype for column in columns}
    return frame.astype(types)


def mark_results(folder: Path) -> None:
    """Mark a folder as one of results: where it lies among articles, nobody reads it as articles."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / RESULTS_MARK).touch()


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
    """Context manager: a temporary path beside `path` that takes its place when the block ends without an error.

    The temporary's name holds the number of its process, so that `remove_leftovers` can tell what a killed process left.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Path:
        handle, name = tempfile.mkstemp(prefix=f".{self.path.name}.{os.getpid()}.", dir=self.path.parent)
        os.close(handle)
        self.temporary = Path(name)
        return self.temporary

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                self._publish()
        finally:
            self.temporary.unlink(missing_ok=True)

    def _publish(self) -> None:
        os.chmod(self.temporary, 0o666 & ~_umask())
        with self.temporary.open("rb") as file:
            os.fsync(file.fileno())  # without it a power cut can leave the new name with nothing behind it
        os.replace(self.temporary, self.path)


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files that processes which no longer run left in `folder`."""
    for path in folder.glob(".*"):
        match = _TEMPORARY.fullmatch(path.name)
        if match and not _is_running(int(match["process"])):
            path.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what can go wrong when `path` is written into one sentence that says what to do (an OSError of the same number)."""
    try:
        yield
    except OSError as error:
        number = error.errno or next((n for n in _NO_SPACE if f"errno {n}" in str(error).lower()), None)
        if number in _NO_SPACE:
            raise _SentenceError(
                number, f"the disk that holds {path.parent} is full; free some space and run again, finished work is kept"
            ) from error
        if number in _NO_WRITING:
            raise _SentenceError(
                number, f"{path.parent} cannot be written ({os.strerror(number)}); make it writable, or give another folder"
            ) from error
        raise


class _SentenceError(OSError):
    """An OSError that prints as its sentence alone."""

    def __str__(self) -> str:
        return str(self.strerror)


@contextmanager
def only_run(folder: Path, *, wait: bool = False) -> Iterator[None]:
    """Hold the lock of an output folder; without `wait` another run there raises BlockingIOError, in one sentence."""
    path = folder / ".lock"
    with writing(path):
        folder.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(path)
        try:
            lock.acquire(timeout=-1 if wait else 0)
        except filelock.Timeout:
            raise BlockingIOError(
                f"another run is writing to {folder}; wait until it ends (--wait does that), or give another output folder"
            ) from None
    try:
        yield
    finally:
        lock.release()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def arrow_schema(name: str) -> pa.Schema:
    """Return the columns of table `name` as Arrow types."""
    return pa.schema([(column, arrow_type(spec.dtype)) for column, spec in TABLES[name].columns.items()])


def arrow_type(dtype: str) -> Any:
    """Return the Arrow type of a column of that dtype."""
    return {
        "str": pa.string(),
        "Int64": pa.int64(),
        "float64": pa.float64(),
        "bool": pa.bool_(),
        "datetime64[us, UTC]": pa.timestamp("us", tz="UTC"),
        "object": pa.list_(pa.string()),
    }[dtype]
