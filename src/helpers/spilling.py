"""Long rows in an order of their own, in little memory: dealt out to files by their place, then taken file by file.

A database sorts short rows on disk well and rows of whole texts badly: it holds the texts while it merges.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from helpers.storage import writing

Places = npt.NDArray[np.int64]

_ROWS_PER_FILE = 4_096
_MOST_FILES = 256  # that are open at once; of more rows each file takes more
_PLACE = "place in order"


def in_order(
    batches: Iterable[pa.RecordBatch], schema: pa.Schema, article_ids: pd.Series[str], spill: Path, *, n_rows: int
) -> Iterator[tuple[Places, pa.RecordBatch]]:
    """Yield the rows of articles in the order of their ids in `article_ids`, and the places there.

    Parameters
    ----------
    batches : rows with a column `article_id`, one for every article, in any order; those of other articles are left out
    schema : their columns
    article_ids : ids in the order that is wanted; one may come several times
    spill : folder for the files; it is removed at the end
    n_rows : rows of a batch at most

    Raises
    ------
    OSError : the disk is full or the folder cannot be written, in one sentence. What `batches` raises is raised as it was.
    """
    wanted = pd.DataFrame({"article_id": article_ids.to_numpy(dtype=object), _PLACE: np.arange(len(article_ids))})
    per_file = max(_ROWS_PER_FILE, -(-len(wanted) // _MOST_FILES))
    try:
        files = _deal_out(batches, schema, wanted, spill, per_file=per_file)
        for file in files:
            yield from _sorted(file, n_rows=n_rows)
            file.unlink()
    finally:
        shutil.rmtree(spill, ignore_errors=True)
        pa.default_memory_pool().release_unused()


def _deal_out(
    batches: Iterable[pa.RecordBatch], schema: pa.Schema, wanted: pd.DataFrame, spill: Path, *, per_file: int
) -> list[Path]:
    """Write every row to the file that its place falls into, its place beside it."""
    files = [spill / f"{number:04d}.arrow" for number in range(-(-len(wanted) // per_file))]
    with writing(files[0] if files else spill):
        spill.mkdir(parents=True, exist_ok=True)
    placed = schema.append(pa.field(_PLACE, pa.int64()))
    with ExitStack() as stack:
        with writing(spill / "file"):
            writers = [pa.ipc.new_stream(str(file), placed) for file in files]
        stack.callback(_close_quietly, writers)
        for batch in batches:
            rows, places = _places(batch, wanted)
            for number in np.unique(places // per_file):
                here = places // per_file == number
                part = batch.take(pa.array(rows[here])).append_column(_PLACE, pa.array(places[here]))
                with writing(files[number]):
                    writers[number].write_batch(part)
        with writing(spill / "file"):
            for writer in writers:
                writer.close()
    return files


def _close_quietly(writers: Iterable[pa.RecordBatchWriter]) -> None:
    """Close what an error has left open; of the two errors the first is the one to tell."""
    for writer in writers:
        with suppress(OSError):
            writer.close()


def _places(batch: pa.RecordBatch, wanted: pd.DataFrame) -> tuple[Places, Places]:
    """Return rows of a batch and their places; a row comes once for every place of its article."""
    ids = pd.DataFrame({"article_id": batch.column("article_id").to_numpy(zero_copy_only=False), "row": np.arange(len(batch))})
    found = ids.merge(wanted, on="article_id")
    return found["row"].to_numpy(), found[_PLACE].to_numpy()


def _sorted(file: Path, *, n_rows: int) -> Iterator[tuple[Places, pa.RecordBatch]]:
    with pa.ipc.open_stream(str(file)) as stream:
        table = stream.read_all()
    order = np.argsort(table.column(_PLACE).to_numpy(), kind="stable")
    for start in range(0, len(order), n_rows):
        part = table.take(pa.array(order[start : start + n_rows])).combine_chunks()
        places = part.column(_PLACE).to_numpy()
        yield places, part.drop_columns([_PLACE]).to_batches()[0]
