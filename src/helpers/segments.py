"""Finished work, kept: append-only Parquet segments, so that a run that is killed loses one batch and no run repeats another's.

A segment is one file of rows with a `key`, the hash of all that a piece of work depends on; a piece of work is all rows of its
key, and they lie in one segment. Segments appear whole or not at all and are never changed; two with the same work do no harm,
the first by name counts. Many small ones are merged into one, which is written before they go.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

import fsspec  # type: ignore[import-untyped]
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from helpers.storage import atomic_file, remove_leftovers, writing

logger = logging.getLogger("helpers")

Keys = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_READ_ROWS = 512
_MERGED_AT_ONCE = 16
_LARGEST_MERGED_ROWS = 100_000


def key_of(*parts: str | bytes) -> int:
    """Return a key: 64 bits of a hash over `parts`, each with its length before it."""
    digest = hashlib.blake2b(digest_size=8)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "little") + data)
    return int.from_bytes(digest.digest(), "little", signed=True)


class BrokenSegmentError(ValueError):
    """A segment cannot be read; `path` says which."""

    def __init__(self, path: str, reason: BaseException) -> None:
        super().__init__(f"{path} cannot be read ({type(reason).__name__})")
        self.path = path


class Segments:
    """The segments in one folder.

    Parameters
    ----------
    folder : a path, or the address of any folder that fsspec reaches (`s3://bucket/folder`)
    schema : the columns; one is `key`, 64 bits

    Broken segments are removed with a warning when they are met here; in the midst of `scan` BrokenSegmentError is raised.
    """

    def __init__(self, folder: str | Path, schema: pa.Schema) -> None:
        self.folder, self.schema = str(folder), schema
        self._files, self._root = fsspec.core.url_to_fs(self.folder)
        self._keys_of: dict[str, Keys] = {}
        self._keys, self._owners = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int32)
        if self._is_local:
            with writing(Path(self._root) / "segment"):
                Path(self._root).mkdir(parents=True, exist_ok=True)
                remove_leftovers(Path(self._root))
        self.refresh()

    def __len__(self) -> int:
        """Return how many pieces of work are kept."""
        return len(self._keys)

    def has(self, keys: Keys) -> Flags:
        """Return a flag per key: true where its work is kept."""
        place = np.searchsorted(self._keys, keys)
        found: Flags = place < len(self._keys)
        found[found] = self._keys[place[found]] == np.asarray(keys)[found]
        return found

    def append(self, table: pa.Table) -> None:
        """Write one segment. Its name follows from its keys, so that the same batch done twice is one file."""
        write_segment(self.folder, table.select(self.schema.names).cast(self.schema))

    def refresh(self) -> None:
        """Take notice of the segments that others have written or removed."""
        present = self._names()
        self._keys_of = {name: self._keys_of[name] for name in present if name in self._keys_of}
        for name in [name for name in present if name not in self._keys_of]:
            try:
                self._keys_of[name] = self._read_keys(name)
            except BrokenSegmentError as error:
                self.remove(error)
        self._index()

    def scan(self, keys: Keys | None = None, *, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
        """Yield the rows of `keys` (of all, where None), each piece of work once, in batches; memory follows the batch.

        Raises BrokenSegmentError where a segment turns out to be damaged.
        """
        wanted = np.ones(len(self._keys), dtype=bool) if keys is None else np.isin(self._keys, keys)
        names, used = list(self._keys_of), set(self._owners[wanted].tolist())
        read = self.schema.names if columns is None else list(dict.fromkeys(["key", *columns]))
        for number in sorted(used):
            own = self._keys[wanted & (self._owners == number)]
            for batch in self._batches(names[number], read):
                rows = np.isin(batch.column("key").to_numpy(), own)
                if rows.any():
                    kept = batch if rows.all() else batch.filter(pa.array(rows))
                    yield kept if columns is None else kept.select(list(columns))

    def remove(self, broken: BrokenSegmentError) -> None:
        """Remove a segment that cannot be read, with a warning: its work is done again."""
        logger.warning("%s; what it held is done again", broken)
        name = PurePosixPath(broken.path).name
        self._keys_of.pop(name, None)
        self._files.rm(self._path(name))
        self._index()

    def merge(self, live: Keys | None = None) -> None:
        """Write many small segments as one, class of size by class, and then remove them; drop what is not `live` on the way.

        Where more than half of all that is kept is not `live`, everything is written anew without it.
        """
        is_wasteful = (
            live is not None and len(self._keys) > 2 * int(np.isin(self._keys, live).sum()) + _LARGEST_MERGED_ROWS // 100
        )
        for names in [list(self._keys_of)] if is_wasteful else self._mergeable():
            self._merge(names, live)
        self.refresh()

    def _mergeable(self) -> Iterator[list[str]]:
        classes: dict[int, list[str]] = defaultdict(list)
        for name, keys in self._keys_of.items():
            if len(keys) < _LARGEST_MERGED_ROWS:
                classes[len(keys).bit_length() // 4].append(name)
        return (names for names in classes.values() if len(names) >= _MERGED_AT_ONCE)

    def _merge(self, names: list[str], live: Keys | None) -> None:
        numbers = {number for number, name in enumerate(self._keys_of) if name in set(names)}
        keys = self._keys[np.isin(self._owners, list(numbers))]
        kept = keys if live is None else keys[np.isin(keys, live)]
        merged = _name_of(np.append(kept, len(names)))
        with self._new(merged) as file, self._writer(file) as writer:
            for batch in self.scan(kept):
                writer.write_batch(batch)
        for name in names:
            if name != merged:
                self._files.rm(self._path(name))

    def _index(self) -> None:
        """Sort the keys; of a key that lies in two segments the first owns it."""
        numbers = [np.full(len(keys), number, dtype=np.int32) for number, keys in enumerate(self._keys_of.values())]
        keys = np.concatenate([np.empty(0, dtype=np.int64), *self._keys_of.values()])
        self._keys, first = np.unique(keys, return_index=True)
        self._owners = np.concatenate([np.empty(0, dtype=np.int32), *numbers])[first]

    @property
    def _is_local(self) -> bool:
        return _is_local(self._files)

    def _names(self) -> list[str]:
        self._files.invalidate_cache()
        if not self._files.isdir(self._root):
            return []
        names = (PurePosixPath(path).name for path in self._files.ls(self._root, detail=False))
        return sorted(name for name in names if name.endswith(".parquet") and not name.startswith("."))

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"

    def _read_keys(self, name: str) -> Keys:
        parts = [batch.column("key").to_numpy() for batch in self._batches(name, ["key"], rows=100_000)]
        return np.unique(np.concatenate([np.empty(0, dtype=np.int64), *parts]))

    def _batches(self, name: str, columns: list[str], *, rows: int = _READ_ROWS) -> Iterator[pa.RecordBatch]:
        path = self._path(name)
        with _reading(path), self._files.open(path, "rb") as file:
            parquet = pq.ParquetFile(file, page_checksum_verification=True)
            if not parquet.schema_arrow.equals(self.schema):
                raise pa.ArrowInvalid("it has other columns")
            batches = parquet.iter_batches(batch_size=rows, columns=columns, use_threads=False)
            while True:
                with _reading(path):
                    batch = next(batches, None)
                if batch is None:
                    return
                yield batch

    def _writer(self, file: BinaryIO) -> pq.ParquetWriter:
        return _writer(file, self.schema)

    def _new(self, name: str) -> Any:
        return _new_file(self._files, self._path(name))


def write_segment(folder: str, table: pa.Table) -> None:
    """Write `table` as one segment of `folder`; a worker needs no list of the others for that."""
    files, root = fsspec.core.url_to_fs(folder)
    name = _name_of(np.unique(table["key"].to_numpy()))
    with _new_file(files, f"{root.rstrip('/')}/{name}") as file, _writer(file, table.schema) as writer:
        writer.write_table(table)


def redo_broken(do: Callable[[], Any], stores: Iterable[Segments], *, tries: int = 20) -> Any:
    """Return `do()`; a segment that turns out to be broken is removed, and all is done again."""
    by_folder = {store.folder: store for store in stores}
    for _ in range(tries):
        try:
            return do()
        except BrokenSegmentError as error:
            owner = next((store for store in by_folder.values() if error.path.startswith(store._root)), None)
            if owner is None:
                raise
            owner.remove(error)
    return do()


def _name_of(keys: Keys) -> str:
    return hashlib.blake2b(keys.tobytes(), digest_size=10).hexdigest() + ".parquet"


def _writer(file: BinaryIO, schema: pa.Schema) -> pq.ParquetWriter:
    return pq.ParquetWriter(file, schema, compression="zstd", write_page_checksum=True)


def _is_local(files: Any) -> bool:
    return "file" in ([files.protocol] if isinstance(files.protocol, str) else files.protocol)


@contextmanager
def _new_file(files: Any, path: str) -> Iterator[BinaryIO]:
    """Open a file that appears under its name when it is complete; in an object store that is what closing it does."""
    if not _is_local(files):
        with files.open(path, "wb") as file:
            yield file
        return
    local = Path(path)
    with writing(local):
        os.makedirs(local.parent, exist_ok=True)
        with atomic_file(local) as temporary, temporary.open("wb") as file:
            yield file


@contextmanager
def _reading(path: str) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        raise BrokenSegmentError(path, error) from error
