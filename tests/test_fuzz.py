"""The short form of the fuzz runs: a few hundred hostile inputs for every reader, and a watcher that sees what goes wrong.

The long form is `make soak`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import fuzz
import fuzz_worker

from helpers.articles.readers import READERS

N_INPUTS_OF_OWN_PARSERS, N_INPUTS_OF_LIBRARIES = 200, 60


@pytest.fixture(scope="module")
def watched() -> Iterator[fuzz_worker.Watched]:
    with fuzz_worker.Watched() as watched:
        yield watched


@pytest.mark.parametrize("target", fuzz.TARGETS)
def test_no_input_goes_unhandled(target: str, watched: fuzz_worker.Watched) -> None:
    _, share = fuzz.TARGETS[target]
    n_inputs = N_INPUTS_OF_OWN_PARSERS if share else N_INPUTS_OF_LIBRARIES
    n_valid = len(fuzz._shapes(target))
    n_as_meant = 0
    for number, verdict in fuzz.run_inputs(watched, target, iter(range(n_inputs))):
        assert verdict.failure is None, f"benchmarks/fuzz.py --only '{target}' --number {number}\n{verdict.failure}"
        assert number >= n_valid or verdict.reader == target
        n_as_meant += verdict.reader == target
    assert n_as_meant > n_inputs / 5, "hardly any input came to its reader"


def test_every_reader_is_a_target() -> None:
    assert list(fuzz.TARGETS) == [reader.name for reader in READERS]


def test_inputs_follow_the_seed() -> None:
    assert fuzz.make_input("CSV or TSV", 57) == fuzz.make_input("CSV or TSV", 57)
    assert fuzz.make_input("CSV or TSV", 57) != fuzz.make_input("CSV or TSV", 57, seed=1)


def test_time_is_shared_out_with_two_minutes_for_each() -> None:
    shares = fuzz.share_out(60)
    assert sum(shares.values()) == pytest.approx(3600)
    assert min(shares.values()) == 120
    assert max(shares, key=shares.__getitem__) == "plain text"
    assert sum(fuzz.share_out(1).values()) == pytest.approx(60)


# What the watcher must see


@pytest.fixture(scope="module")
def watched_badly() -> Iterator[fuzz_worker.Watched]:
    before = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(Path(fuzz.__file__).parent), before])
    with fuzz_worker.Watched(str(Path(__file__).parent / "bad_reading.py"), seconds=5) as watched:
        yield watched
    os.environ["PYTHONPATH"] = before


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("good", None),
        ("hang", "more than 5 s of processor time"),
        ("crash", "the process ended with -6"),
        ("write", "it wrote"),
        ("elsewhere", "os.mkdir"),
        ("connect", "socket.connect"),
        ("fill", "MB of memory"),
        ("raise", "KeyError"),
        ("long", "a reason of"),
        ("lines", "in reason"),
        ("unexplained", "its parser failed"),
    ],
)
def test_what_goes_wrong_is_seen(name: str, words: str | None, watched_badly: fuzz_worker.Watched, tmp_path: Path) -> None:
    verdict = watched_badly.check(name, str(tmp_path / "made").encode())
    assert (verdict.failure is None) == (words is None)
    assert words is None or words in verdict.failure


def test_a_worker_that_waits_for_ever_is_ended(watched_badly: fuzz_worker.Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    watched_badly.check("good", b"")
    monkeypatch.setattr(fuzz_worker, "WALL_SECONDS", 1)
    assert watched_badly.check("sleep", b"").signature == "no answer in 1 s"
    monkeypatch.undo()
    assert watched_badly.check("good", b"").failure is None


def test_a_file_that_gives_two_results_is_seen(watched_badly: fuzz_worker.Watched) -> None:
    verdicts = [watched_badly.check("chance", b"") for _ in range(fuzz_worker._ONCE_IN)]
    assert [verdict.failure for verdict in verdicts].count(None) == fuzz_worker._ONCE_IN - 1


# What is kept of a run


def test_an_input_is_made_smaller_while_it_fails() -> None:
    is_failing: Callable[[bytes], bool] = lambda data: b"bad" in data  # noqa: E731
    assert fuzz_worker.shrunk(is_failing, b"x" * 500 + b"bad" + b"y" * 500, n_tries=300) == b"bad"
    assert b"bad" in fuzz_worker.shrunk(is_failing, b"x" * 500 + b"bad", n_tries=3)


def test_a_run_goes_on_where_it_stopped_and_keeps_what_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Watched:
        def __enter__(self) -> Watched:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def check(self, name: str, data: bytes) -> fuzz_worker.Verdict:
            seen.append(data)
            failure = "no good" if data == bad else None
            return fuzz_worker.Verdict("Markdown", 1, failure=failure, signature=failure or "", seconds=5 if failure else 0)

    seen: list[bytes] = []
    name, bad = fuzz.make_input("Markdown", 3)
    monkeypatch.setattr(fuzz, "Watched", Watched)
    assert fuzz.main(0.001, tmp_path, fuzz.SEED, ["Markdown"]) == (bad in seen)
    n_first = len(seen)
    fuzz.main(0.01, tmp_path, fuzz.SEED, ["Markdown"])
    assert seen[n_first] == fuzz.make_input("Markdown", n_first)[1]
    assert (tmp_path / "failures" / f"markdown-3-{name}").read_bytes() == bad
    assert "no good" in (tmp_path / "failures" / f"markdown-3-{name}.note").read_text()
    assert "1 x no good" in capsys.readouterr().out
