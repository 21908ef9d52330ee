from __future__ import annotations

import os
import time

import pytest

from helpers.articles.readers.child import ChildCrashedError, in_child


def _sleep(data: bytes) -> None:
    time.sleep(60)


def _crash(data: bytes) -> None:
    os.abort()


def _fail(data: bytes) -> None:
    raise ValueError(f"bad {data.decode()}")


def _break(data: bytes) -> None:
    raise KeyError("inner")


def _print(data: bytes) -> list[int]:
    print("noise", flush=True)  # noqa: T201 - a parser that prints must not spoil the answer
    return [len(data), os.getpid()]


def test_a_parser_that_hangs_is_killed_and_the_next_file_is_read() -> None:
    started = time.monotonic()
    with pytest.raises(TimeoutError, match=r"longer than 0\.5 s"):
        in_child(_sleep, b"x" * 1_000_000, seconds=0.5)
    assert time.monotonic() - started < 30
    assert in_child(_print, b"abc")[0] == 3


def test_a_parser_that_crashes_is_a_sentence() -> None:
    with pytest.raises(ChildCrashedError, match="crashed"):
        in_child(_crash, b"")
    assert in_child(_print, b"abc")[0] == 3


def test_one_worker_serves_all_and_failures_come_back() -> None:
    _, first = in_child(_print, b"")
    with pytest.raises(ValueError, match="bad file"):
        in_child(_fail, b"file")
    with pytest.raises(RuntimeError, match="KeyError"):
        in_child(_break, b"")
    assert in_child(_print, b"x" * 5_000_000) == [5_000_000, first]
    assert first != os.getpid()
