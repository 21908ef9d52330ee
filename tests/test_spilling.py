"""Rows in an order of their own, through files: each in its place, whatever the order in which they came."""

import errno
import os

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.spilling import in_order

SCHEMA = pa.schema([("article_id", pa.string()), ("text", pa.string())])


def batches(ids: list[str], size: int) -> list[pa.RecordBatch]:
    parts = [ids[start : start + size] for start in range(0, len(ids), size)]
    return [pa.record_batch([part, [f"text of {i}" for i in part]], schema=SCHEMA) for part in parts]


@given(data=st.data(), n=st.integers(0, 40), size=st.integers(1, 9), n_rows=st.integers(1, 7), per_file=st.integers(1, 9))
@settings(deadline=None, max_examples=60)
def test_rows_come_in_the_order_that_was_asked_for(tmp_path_factory, data, n, size, n_rows, per_file):
    there = [f"a{i:03d}" for i in data.draw(st.permutations(range(n)))]
    wanted = data.draw(st.lists(st.sampled_from(there), max_size=60)) if there else []
    spill = tmp_path_factory.mktemp("out") / "spill"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("helpers.spilling._ROWS_PER_FILE", per_file)
        found = list(in_order(batches(there, size), SCHEMA, pd.Series(wanted, dtype="str"), spill, n_rows=n_rows))
    assert [text for _, batch in found for text in batch.column("text").to_pylist()] == [f"text of {i}" for i in wanted]
    assert np.concatenate([places for places, _ in found] or [np.array([], int)]).tolist() == list(range(len(wanted)))
    assert all(len(batch) <= n_rows for _, batch in found)
    assert not spill.exists()


def test_no_more_files_are_open_than_may_be(tmp_path, monkeypatch):
    monkeypatch.setattr("helpers.spilling._ROWS_PER_FILE", 1)
    monkeypatch.setattr("helpers.spilling._MOST_FILES", 4)
    ids = [f"a{i:03d}" for i in range(30)]
    rows = in_order(batches(ids, 7), SCHEMA, pd.Series(sorted(ids, reverse=True)), tmp_path / "spill", n_rows=5)
    next(rows)
    assert len(list((tmp_path / "spill").iterdir())) <= 4
    rows.close()
    assert not (tmp_path / "spill").exists()


def test_what_the_rows_raise_is_raised_as_it_was(tmp_path):
    def broken():
        yield from batches(["a"], 1)
        raise OSError(errno.ENOSPC, "of the source")

    with pytest.raises(OSError, match="of the source"):
        list(in_order(broken(), SCHEMA, pd.Series(["a"]), tmp_path / "spill", n_rows=5))
    assert not (tmp_path / "spill").exists()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_a_full_disk_is_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(
        "helpers.spilling.pa.ipc.new_stream", lambda _, schema: pa.ipc.RecordBatchStreamWriter("/dev/full", schema)
    )
    with pytest.raises(OSError, match="is full; free some space and run again"):
        list(in_order(batches(["a"] * 5, 5), SCHEMA, pd.Series(["a"]), tmp_path / "spill", n_rows=5))
