"""Whole runs of 1,000 to 20,000 generated articles: words per second, memory, and what ten more articles cost.

Every run is a process of its own on a fresh output folder; peak memory is that of the process. Run by `make scale`, which
takes other sizes: `make scale SIZES="500 1000"`. Prints tables.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from generate import write_corpus

SIZES = (1_000, 5_000, 20_000)
MORE = 10
READING, PARSING = ("take_in",), ("parse",)
CORPUS_WIDE = ("mark_copies", "join_mentions", "write_pairs", "read_pairs", "count_edges")
STEPS = ("take_in", "build_index", *CORPUS_WIDE, "write_articles", "write_sentences")
# What is in memory for every article, entity or pair: the index with copies marked, entities, pairs as numbers, edges.
HELD = ("mark_copies", "join_mentions", "read_pairs", "count_edges")


def measure(raw: Path, out: Path, n_process: int, n_workers: int) -> None:
    """Run once in this process, and print what it took as JSON."""
    import helpers.run as steps

    seconds: dict[str, float] = {}
    peaks: dict[str, float] = {}
    held: dict[str, int] = {}

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            start = time.perf_counter()
            result = function(*args, **kwargs)
            seconds[name] = seconds.get(name, 0.0) + time.perf_counter() - start
            peaks[name] = peak_mb()
            held[name] = bytes_of(result)
            return result

        return wrapper

    for name in STEPS:
        setattr(steps, name, timed(name, getattr(steps, name)))
    steps._Job.parse = timed("parse", steps._Job.parse)  # type: ignore[method-assign]
    start = time.perf_counter()
    options: dict[str, Any] = {"n_process": n_process, "graph_files": False, "progress": False}
    if n_workers:
        from distributed import Client, LocalCluster

        with (
            LocalCluster(n_workers=n_workers, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
            Client(cluster) as client,
        ):
            start = time.perf_counter()
            tables = steps.run(raw, out, client=client, **options)
    else:
        tables = steps.run(raw, out, **options)
    total = time.perf_counter() - start
    facts = {
        "seconds": total,
        "peak_mb": peak_mb(),
        "index_bytes": sum(held[name] for name in HELD),
        "steps": seconds,
        "peaks": peaks,
        "n_articles": len(tables.read("articles", columns=("n_words",))),
        "n_words": int(tables.read("articles", columns=("n_words",))["n_words"].sum()),
        "n_entities": len(tables.entities),
        "n_edges": len(tables.edges),
    }
    print(json.dumps(facts))


def peak_mb() -> float:
    """Return the most memory that this process has had so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def bytes_of(result: Any) -> int:
    """Return the memory of a table or an index."""
    if hasattr(result, "memory_usage"):
        return int(result.memory_usage(deep=True).sum())
    return int(getattr(result, "n_bytes", 0))


def run_apart(raw: Path, out: Path, *, n_process: int = 1, n_workers: int = 0) -> dict[str, Any]:
    """Return what a run in a process of its own took."""
    command = [sys.executable, __file__, "--measure", str(raw), str(out), str(n_process), str(n_workers)]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    facts: dict[str, Any] = json.loads(answer.splitlines()[-1])
    return facts


def corpus_wide_seconds(facts: dict[str, Any]) -> float:
    """Return the seconds of joining names, copies and edges."""
    return sum(facts["steps"].get(name, 0.0) for name in CORPUS_WIDE)


def own_seconds(facts: dict[str, Any]) -> float:
    """Return the seconds of reading and parsing."""
    return float(sum(facts["steps"].get(name, 0.0) for name in (*READING, *PARSING)))


def print_growth(rows: list[dict[str, Any]]) -> None:
    """Print a line per size, and how time and memory grew from the smallest to the largest."""
    print("articles     words  seconds  words/s  peak MB  index KB/article  entities    edges  corpus-wide")
    for row in rows:
        share = corpus_wide_seconds(row) / row["seconds"]
        print(
            f"{row['n_articles']:8,} {row['n_words']:9,} {row['seconds']:8.1f} {row['n_words'] / row['seconds']:8,.0f}"
            f" {row['peak_mb']:8,.0f} {row['index_bytes'] / row['n_articles'] / 1e3:17.2f} {row['n_entities']:9,}"
            f" {row['n_edges']:8,} {share:12.1%}"
        )
    first, last = rows[0], rows[-1]
    slope = (last["seconds"] / last["n_words"]) / (first["seconds"] / first["n_words"])
    print(f"seconds per word, largest to smallest: {slope:.3f}; peak memory: {last['peak_mb'] / first['peak_mb']:.3f}")
    for row in (first, last):
        steps = ", ".join(f"{name} {value:.1f} s ({row['peaks'][name]:,.0f} MB)" for name, value in row["steps"].items())
        print(f"{row['n_articles']:,} articles, seconds by step, and the peak up to its end: {steps}")


def main(sizes: list[int], *, scaling: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as temporary:
        folder, rows = Path(temporary), []
        done = 0
        for size in sizes:
            write_corpus(folder / "raw", size, first=done)
            done = size
            shutil.rmtree(folder / "out", ignore_errors=True)
            rows.append(run_apart(folder / "raw", folder / "out"))
            print(f"{size:,} articles: {rows[-1]['seconds']:,.0f} s", file=sys.stderr)
        print_growth(rows)
        write_corpus(folder / "more", done + MORE, first=done)
        alone = run_apart(folder / "more", folder / "alone")
        write_corpus(folder / "raw", done + MORE, first=done)
        beside = run_apart(folder / "raw", folder / "out")
        print(
            f"reading and parsing {MORE} articles: alone {own_seconds(alone):.1f} s,"
            f" beside {done:,} {own_seconds(beside):.1f} s; the whole run {beside['seconds']:.1f} s"
        )
        if scaling:
            write_corpus(folder / "scaling", scaling)
            one, two = (run_apart(folder / "scaling", folder / f"w{n}", n_workers=n) for n in (1, 2))
            print(
                f"{scaling:,} articles on a cluster: one worker {own_seconds(one):.1f} s, two {own_seconds(two):.1f} s,"
                f" {own_seconds(one) / own_seconds(two):.2f} times as fast"
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        raw_folder, out_folder, processes, workers = sys.argv[2:]
        measure(Path(raw_folder), Path(out_folder), int(processes), int(workers))
    else:
        parser = argparse.ArgumentParser(description=__doc__)
        parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
        parser.add_argument("--scaling", type=int, default=1_000, help="articles for one and two workers; 0 for none")
        arguments = parser.parse_args()
        main(arguments.sizes or list(SIZES), scaling=arguments.scaling)
