"""A folder of files into the store of finished reading: only what is new or has changed is read."""

from __future__ import annotations

import datetime
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from tqdm import tqdm

from helpers.articles.copies import N_PERMUTATIONS, body_of, shingle, sketch
from helpers.articles.folder import Candidate
from helpers.articles.reading import Article, read_outcomes
from helpers.articles.records import Refusal, Source
from helpers.articles.same_story import NAME_SKETCH_WIDTH, name_sketch, outline
from helpers.fingerprints import code_fingerprint, data_digest, file_digest
from helpers.parallel import map_batches
from helpers.segments import Keys, Segments, key_of, write_segment
from helpers.storage import arrow_type, atomic_file, writing
from helpers.tables import TABLES

#: Rows of the store of reading: an article, or a refusal (`reason` says why), each under the key of its file.
READING = pa.schema(
    [
        ("key", pa.int64()),
        ("reason", pa.string()),
        *((n, arrow_type(c.dtype)) for n, c in TABLES["articles"].columns.items() if n not in ("cluster_id", "is_copy")),
        ("n_shingles", pa.int32()),
        ("sketch", pa.binary(4 * N_PERMUTATIONS)),
        ("name_sketch", pa.binary(4 * NAME_SKETCH_WIDTH)),
    ]
)
_LIBRARIES = (
    *("charset-normalizer", "dateparser", "datasketch", "defusedxml", "feedparser", "htmldate", "lxml", "odfpy", "openpyxl"),
    *("pypdfium2", "python-docx", "striprtf", "trafilatura", "warcio"),
)
_BATCH_FILES, _BATCH_BYTES = 64, 8_000_000
# A file changed in the same tick of its clock as it was looked at may show the old times; two seconds is FAT's tick.
_RACY_NS = 2_000_000_000
_TRIES = 3
# Files are read as on the last day there is: what lies in the future is told when tables are made, and not kept.
_NO_DAY = datetime.date.max
_STATES = pa.schema(
    [
        *(("path", pa.string()), ("size", pa.int64()), ("mtime_ns", pa.int64()), ("ctime_ns", pa.int64())),
        *(("checked_ns", pa.int64()), ("digest", pa.binary(16))),
    ]
)


class State(NamedTuple):
    """What a file looked like when its content was hashed: enough to tell next time that it is the same."""

    path: str
    size: int
    mtime_ns: int
    ctime_ns: int
    checked_ns: int
    digest: bytes

    def still_holds(self, now: os.stat_result) -> bool:
        """Say whether a file that looks like `now` has the content that was hashed; in doubt, not."""
        is_settled = max(self.mtime_ns, self.ctime_ns) + _RACY_NS < self.checked_ns
        return is_settled and (self.size, self.mtime_ns, self.ctime_ns) == (now.st_size, now.st_mtime_ns, now.st_ctime_ns)


class Intake(NamedTuple):
    """What a folder holds now: the keys of its files in the store, and the files (path, row, reason) that were not read."""

    keys: Keys
    refused: pd.DataFrame


class _Found(NamedTuple):
    """What became of one file: its state and key, or why it was not read this time."""

    name: str
    state: State | None
    key: int
    reason: str | None


@dataclass(frozen=True)
class ReadFiles:
    """The task: read a batch of files and write what they hold as one segment; a worker needs nothing else."""

    store: str
    columns: tuple[tuple[str, str], ...]
    fingerprint: str

    def __call__(self, batch: Sequence[tuple[str, str]]) -> list[_Found]:
        """Read the files (path, name); a file that vanishes or keeps changing is refused this time and not kept."""
        rows: list[dict[str, Any]] = []
        found = []
        for path, name in batch:
            try:
                data, state = _read_quietly(Path(path), name)
            except OSError as error:
                found.append(_Found(name, None, 0, f"it cannot be opened ({error.strerror or error}); make it a readable file"))
                continue
            key = key_of(name, state.digest, self.fingerprint)
            source = Source(name, data, dict(self.columns))
            rows += [_row(outcome, key, name) for outcome in read_outcomes(source, today=_NO_DAY)]
            found.append(_Found(name, state, key, None))
        if rows:
            write_segment(self.store, pa.Table.from_pylist(rows, schema=READING))
        return found


def reading_fingerprint(columns: Mapping[str, str]) -> str:
    """Return what reading depends on besides the file: the readers' code, their libraries, the columns that the user named."""
    code = code_fingerprint("articles/**/*.py", "spreadsheets.py", libraries=_LIBRARIES)
    return f"{code} {sorted(columns.items())}"


def take_in(
    files: Sequence[Candidate],
    store: Segments,
    states: Path,
    *,
    columns: Mapping[str, str],
    progress: bool = True,
    **workers: Any,
) -> Intake:
    """Read the files that the store does not hold yet.

    Parameters
    ----------
    files : what `list_files` found
    store : segments of READING
    states : where the states of the files are kept from run to run
    columns : the column of a field, for tables, as `read_articles` takes it
    workers : n_process, client: as `map_batches` takes them
    """
    fingerprint = reading_fingerprint(columns)
    readable = [file for file in files if file.reason is None]
    refused: list[tuple[str, str | None]] = [(file.name, file.reason) for file in files if file.reason is not None]
    known = _known(readable, _load_states(states), is_empty=not len(store))
    keys = {state.path: key_of(state.path, state.digest, fingerprint) for state in known}
    kept = dict(zip(keys, store.has(np.fromiter(keys.values(), dtype=np.int64, count=len(keys))).tolist(), strict=True))
    new = [file for file in readable if not kept.get(file.name)]
    task = ReadFiles(store.folder, tuple(sorted(columns.items())), fingerprint)
    by_path = {state.path: state for state in known}
    with tqdm(total=len(readable), initial=len(readable) - len(new), desc="Reading", unit="file", disable=not progress) as bar:
        for found in map_batches(task, _batches(new), **workers):
            bar.update(len(found))
            for one in found:
                if one.state is None:
                    refused.append((one.name, one.reason))
                    keys.pop(one.name, None)
                else:
                    keys[one.name], by_path[one.name] = one.key, one.state
    _save_states(states, by_path.values())
    store.refresh()
    table = pd.DataFrame(refused, columns=["path", "reason"]).assign(row=None)
    return Intake(np.unique(np.fromiter(keys.values(), dtype=np.int64, count=len(keys))), table)


def _known(files: Iterable[Candidate], states: Mapping[str, State], *, is_empty: bool) -> list[State]:
    """Return the states of the files whose content is known: not changed since, or hashed now where the store may hold them."""
    found = []
    for file in files:
        state = states.get(file.name)
        try:
            if state is not None and state.still_holds(file.path.stat()):
                found.append(state)
            elif not is_empty:
                found.append(_hashed(file.path, file.name))
        except OSError:  # the one who reads it says so
            continue
    return found


def _hashed(path: Path, name: str) -> State:
    checked = time.time_ns()
    before = path.stat()
    return State(name, before.st_size, before.st_mtime_ns, before.st_ctime_ns, checked, file_digest(path))


def _read_quietly(path: Path, name: str) -> tuple[bytes, State]:
    """Return a file's bytes, all of one moment, and its state. Raises OSError where it cannot be had, or keeps changing."""
    for _ in range(_TRIES):
        checked = time.time_ns()
        before = path.stat()
        data = path.read_bytes()
        after = path.stat()
        if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns) and len(data) == before.st_size:
            return data, State(name, before.st_size, before.st_mtime_ns, before.st_ctime_ns, checked, data_digest(data))
    raise OSError(None, "it changes while it is read; run again when it is complete")


def _row(outcome: Article | Refusal, key: int, name: str) -> dict[str, Any]:
    if isinstance(outcome, Refusal):
        return {"key": key, "reason": _encodable(outcome.reason), "path": outcome.path or name, "row": outcome.row}
    body = body_of(outcome.text, outcome.title)
    shingles = shingle(body)
    sketches = {"sketch": sketch(shingles), "name_sketch": name_sketch(outline(body))}
    fields = {field: _encodable(value) for field, value in asdict(outcome).items()}
    day = outcome.published
    fields["published"] = None if day is None else datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
    kept = {name: values.astype("<u4").tobytes() for name, values in sketches.items()}
    return {**fields, **kept, "key": key, "n_shingles": len(shingles)}


def _encodable(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _batches(files: Iterable[Candidate]) -> Iterator[list[tuple[str, str]]]:
    """Yield files some at a time, so that no batch is large."""
    batch: list[tuple[str, str]] = []
    n_bytes = 0
    for file in files:
        try:
            size = file.path.stat().st_size
        except OSError:
            size = 0
        if batch and (len(batch) >= _BATCH_FILES or n_bytes + size > _BATCH_BYTES):
            yield batch
            batch, n_bytes = [], 0
        batch.append((str(file.path), file.name))
        n_bytes += size
    if batch:
        yield batch


def _load_states(path: Path) -> dict[str, State]:
    """Return the states of the last run; none where they cannot be read, which costs a look at every file."""
    try:
        rows = pq.read_table(path, schema=_STATES).to_pylist()
    except (OSError, pa.ArrowException):
        return {}
    return {row["path"]: State(**row) for row in rows}


def _save_states(path: Path, states: Iterable[State]) -> None:
    rows = [state._asdict() for state in sorted(states)]
    with writing(path), atomic_file(path) as temporary, temporary.open("wb") as file:
        pq.write_table(pa.Table.from_pylist(rows, schema=_STATES), file)
