"""The store of finished work: whole segments or none, each piece of work once, small ones merged."""

from __future__ import annotations

import logging

import numpy as np
import pyarrow as pa
import pytest

from helpers import segments
from helpers.segments import BrokenSegmentError, Segments, key_of, redo_broken
from helpers.storage import atomic_file

SCHEMA = pa.schema([("key", pa.int64()), ("word", pa.string())])


def work(*keys: int, word: str = "w") -> pa.Table:
    """Return two rows for every key."""
    rows = [{"key": key, "word": f"{word}{key}-{n}"} for key in keys for n in range(2)]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def words(store: Segments, keys: list[int] | None = None) -> list[str]:
    wanted = None if keys is None else np.array(keys)
    return sorted(word for batch in store.scan(wanted) for word in batch.column("word").to_pylist())


@pytest.fixture(params=["folder", "memory"])
def place(request, tmp_path):
    return str(tmp_path / "store") if request.param == "folder" else f"memory://{tmp_path.name}"


def test_work_comes_back_by_its_key(place):
    store = Segments(place, SCHEMA)
    store.append(work(1, 2))
    store.append(work(3))
    assert len(store) == 0  # others' segments and its own count from the next look on
    store.refresh()
    assert list(store.has(np.array([3, 4, 1]))) == [True, False, True]
    assert words(store, [1, 3, 9]) == ["w1-0", "w1-1", "w3-0", "w3-1"]
    assert words(Segments(place, SCHEMA)) == words(store)
    assert [batch.schema.names for batch in store.scan(columns=["word"])] == [["word"], ["word"]]


def test_work_that_lies_in_two_segments_counts_once(place):
    store = Segments(place, SCHEMA)
    store.append(work(1, 2))
    store.append(work(2, 3))
    store.refresh()
    assert len(store) == 3
    assert words(store) == ["w1-0", "w1-1", "w2-0", "w2-1", "w3-0", "w3-1"]


def test_small_segments_are_merged_and_nothing_is_lost(place, monkeypatch):
    monkeypatch.setattr(segments, "_MERGED_AT_ONCE", 4)
    store = Segments(place, SCHEMA)
    for key in range(9):
        store.append(work(key, key + 1))
    store.refresh()
    before = words(store)
    store.merge()
    assert words(store) == before
    assert len(store._names()) == 1
    assert words(Segments(place, SCHEMA)) == before


def test_a_merge_that_is_cut_off_loses_and_doubles_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(segments, "_MERGED_AT_ONCE", 4)
    store = Segments(tmp_path, SCHEMA)
    for key in range(5):
        store.append(work(key))
    store.refresh()
    before, remove, n_removed = words(store), store._files.rm, 0

    def stop(path):
        nonlocal n_removed
        n_removed += 1
        if n_removed > 2:
            raise KeyboardInterrupt
        remove(path)

    monkeypatch.setattr(store._files, "rm", stop)
    with pytest.raises(KeyboardInterrupt):
        store.merge()
    monkeypatch.undo()
    assert len(list(tmp_path.glob("*.parquet"))) == 4
    assert words(Segments(tmp_path, SCHEMA)) == before


def test_what_nobody_needs_goes_when_it_is_most(tmp_path, monkeypatch):
    monkeypatch.setattr(segments, "_LARGEST_MERGED_ROWS", 100)
    store = Segments(tmp_path, SCHEMA)
    store.append(work(*range(10)))
    store.refresh()
    store.merge(np.arange(6))
    assert len(store) == 10
    store.merge(np.arange(2))
    assert words(store) == ["w0-0", "w0-1", "w1-0", "w1-1"]


def test_unfinished_files_are_not_read(tmp_path):
    store = Segments(tmp_path, SCHEMA)
    store.append(work(1))
    with atomic_file(tmp_path / "x.parquet") as temporary:
        temporary.write_bytes(b"half")
        assert words(Segments(tmp_path, SCHEMA)) == ["w1-0", "w1-1"]
        assert temporary.exists()


def test_what_a_process_that_is_gone_left_is_removed(tmp_path):
    gone, own = tmp_path / ".x.parquet.999999999.abcdefgh", tmp_path / ".x.parquet.1.abcdefgh"
    gone.touch()
    own.touch()
    Segments(tmp_path, SCHEMA)
    assert list(tmp_path.iterdir()) == [own]


def test_a_broken_segment_is_removed_with_a_warning(tmp_path, caplog):
    store = Segments(tmp_path, SCHEMA)
    store.append(work(1))
    store.append(work(2))
    broken = sorted(tmp_path.iterdir())[0]
    broken.write_bytes(broken.read_bytes()[:-20])
    with caplog.at_level(logging.WARNING, logger="helpers"):
        assert len(Segments(tmp_path, SCHEMA)) == 1
    assert f"{broken} cannot be read" in caplog.text
    assert not broken.exists()


def test_a_segment_that_breaks_later_is_removed_and_all_is_done_again(tmp_path):
    store = Segments(tmp_path, SCHEMA)
    store.append(work(1))
    store.append(work(2))
    store.refresh()
    sorted(tmp_path.iterdir())[0].write_bytes(b"not Parquet")
    with pytest.raises(BrokenSegmentError):
        words(store)
    assert len(redo_broken(lambda: words(store), [store])) == 2


def test_other_columns_are_other_work(tmp_path):
    Segments(tmp_path, SCHEMA).append(work(1))
    assert len(Segments(tmp_path, pa.schema([("key", pa.int64()), ("number", pa.int64())]))) == 0


def test_keys_tell_parts_apart():
    assert key_of("a", "b") == key_of("a", b"b")
    assert len({key_of("a", "b"), key_of("ab"), key_of("a", "b", ""), key_of("", "ab"), key_of("b", "a")}) == 5
