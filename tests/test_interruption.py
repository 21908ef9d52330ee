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
    rng, n_kills, n_folders, in_folder = random.Random(20), 0, 0, 0
    for _ in range(5 * N_KILLS):
        # Every third time the folder is new, so that the early steps are hit as often as the late ones.
        out = tmp_path / f"out-{n_folders}"
        if _run_and_kill(raw, out, after_seconds=rng.uniform(0, seconds if in_folder == 0 else seconds / 2)):
            n_kills, in_folder = n_kills + 1, in_folder + 1
        else:  # it ended before: the machine is faster than it was when it was timed
            seconds, in_folder = 0.8 * seconds, 3
        if in_folder == 3:
            tiny.run_tiny(raw, out, graph_files=True)
            tiny.assert_same_tables(out, expected)
            assert _files(out) == _files(expected)
            n_folders, in_folder = n_folders + 1, 0
        if n_kills >= N_KILLS and in_folder == 0:
            break
    assert n_kills >= N_KILLS, "most runs ended before they were killed: the test tests nothing"


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
