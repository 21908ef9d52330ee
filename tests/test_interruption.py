"""Runs that are killed at random moments, and what is in the folder afterwards: the same tables as of a run left in peace."""

from __future__ import annotations

import os
import random
import signal
import time

import pytest

import tiny

N_KILLS = int(os.environ.get("N_KILLS", "6"))


@pytest.fixture(scope="module")
def raw(tmp_path_factory):
    folder = tmp_path_factory.mktemp("raw")
    tiny.write_articles(folder, range(120))
    return folder


@pytest.fixture(scope="module")
def undisturbed(raw, tmp_path_factory):
    """An output folder, and the seconds that it took to fill it."""
    out = tmp_path_factory.mktemp("undisturbed")
    tiny.run_tiny(raw, tmp_path_factory.mktemp("warm"), today=tiny.TODAY)
    start = time.perf_counter()
    tiny.run_tiny(raw, out, graph_files=True)
    return out, time.perf_counter() - start


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_killed_runs_leave_what_an_undisturbed_run_leaves(raw, undisturbed, tmp_path, monkeypatch):
    expected, seconds = undisturbed
    monkeypatch.setattr("helpers.articles.intake._BATCH_FILES", 8)
    rng, n_finished = random.Random(20), 0
    for kill in range(N_KILLS):
        # Every third time the folder is new, so that the early steps are hit as often as the late ones.
        out = tmp_path / f"out-{kill // 3}"
        n_finished += not _run_and_kill(raw, out, after_seconds=rng.uniform(0, seconds if kill % 3 == 0 else seconds / 2))
        if kill % 3 == 2:
            tiny.run_tiny(raw, out, graph_files=True)
            tiny.assert_same_tables(out, expected)
            assert _files(out) == _files(expected)
    assert n_finished < N_KILLS / 2, "most runs ended before they were killed: the test tests nothing"


def _run_and_kill(raw, out, *, after_seconds: float) -> bool:
    """Run in a child process and kill it; return whether it was still running."""
    child = os.fork()
    if child == 0:
        try:
            tiny.run_tiny(raw, out, graph_files=True)
        finally:
            os._exit(0)
    time.sleep(after_seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _files(folder) -> list[str]:
    """Return the names of all files but the finished work; a temporary file of a killed run would be among them."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and ".work" not in path.parts)
