"""The same tables from a cluster, one of whose workers is killed in the midst of its work."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from spacy.language import Language

import tiny
from helpers.parallel import map_batches
from helpers.settings import Settings
from light_work import kill_once, square

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def client():
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def deadly_pipeline(settings: Settings) -> Language:
    """Kill the first worker that asks for a pipeline; `settings.names` says where it is written down that one died."""
    mark = Path(settings.names)
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return tiny.tiny_pipeline(settings)
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def test_batches_come_back_from_everywhere(client):
    batches = [[n, n + 1] for n in range(40)]
    expected = sorted(square(batch) for batch in batches)
    for workers in ({}, {"n_process": 2}, {"client": client}):
        assert sorted(map_batches(square, batches, **workers)) == expected


def test_a_process_that_dies_is_replaced(tmp_path):
    batches = [[str(tmp_path / f"mark-{n}")] for n in range(2)]
    assert sum(map_batches(kill_once, batches, n_process=2)) == 2


def test_processes_that_die_again_and_again_are_given_up():
    with pytest.raises(ChildProcessError, match="use fewer"):
        list(map_batches(os._exit, [1, 1, 1], n_process=2))


def test_a_killed_worker_changes_nothing(client, tmp_path):
    raw = tmp_path / "raw"
    tiny.write_articles(raw, range(60))
    mark = tmp_path / "one-died"
    settings = Settings(names=str(mark))
    tiny.run_tiny(raw, tmp_path / "cluster", client=client, settings=settings, pipeline=deadly_pipeline)
    assert mark.exists()
    tiny.run_tiny(raw, tmp_path / "serial", settings=settings)
    tiny.assert_same_tables(tmp_path / "cluster", tmp_path / "serial")
