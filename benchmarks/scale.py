"""Whole runs of 1,000 to 20,000 generated articles: words per second, memory, and what ten more articles cost.

Every run is a process of its own on a fresh output folder; peak memory is that of the process. Seconds of processor time stand
beside those of the clock: other work on the machine changes them little. With `--light` a list of names stands in for the
pipeline, so that the passes over the corpus can be measured on many articles in little time. Run by `make scale`, which takes
other sizes: `make scale SIZES="500 1000"`. Prints tables.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import wraps
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd
import spacy
from generate import COUNTRIES, FIRST, WEAPONS, generate, write_corpus
from spacy.language import Language
from spacy.tokens import Doc

SIZES = (1_000, 5_000, 20_000)
MORE = 10
READING, PARSING = ("take_in",), ("parse",)
CORPUS_WIDE = ("mark_copies", "join_mentions", "write_pairs", "read_lightly", "count_edges")
STEPS = ("take_in", "build_index", *CORPUS_WIDE, "write_articles", "write_sentences")
# In memory for every article: its line and sketches, its pairs and mentions as numbers; and two tables that grow with it.
INDEX, RESULTS = ("mark_copies", "read_lightly"), ("join_mentions", "count_edges")


LISTED = re.compile(rf"\b(?:(?:{'|'.join(FIRST)}) [A-Z][a-z]+|{'|'.join(map(re.escape, [*COUNTRIES, *WEAPONS]))})\b")


@Language.component("listed_names")
def listed_names(doc: Doc) -> Doc:
    """Find the names that the generator uses."""
    from helpers.entities.mention import Mention, add_mentions

    mentions = []
    for match in LISTED.finditer(doc.text):
        name = match.group()
        kind = "country" if name in COUNTRIES else "weapon" if name in WEAPONS else "person"
        mentions.append(Mention(match.start(), match.end(), kind, name.lower().replace(" ", "-"), name, "name"))
    return add_mentions(doc, mentions)


def light_pipeline(settings: object) -> Language:
    """Return a pipeline of the list of names alone."""
    nlp = spacy.blank("en")
    nlp.add_pipe("listed_names")
    return nlp


def measure(raw: Path, out: Path, n_process: int, n_workers: int, *, light: bool) -> None:
    """Run once in this process, and print what it took as JSON."""
    import helpers.run as steps

    seconds: dict[str, float] = {}
    processor: dict[str, float] = {}
    peaks: dict[str, float] = {}
    held: dict[str, int] = {}

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            start, start_cpu = time.perf_counter(), time.process_time()
            result = function(*args, **kwargs)
            seconds[name] = seconds.get(name, 0.0) + time.perf_counter() - start
            processor[name] = processor.get(name, 0.0) + time.process_time() - start_cpu
            peaks[name] = peak_mb()
            held[name] = held.get(name, 0) + bytes_of(result)
            return result

        return wrapper

    for name in STEPS:
        setattr(steps, name, timed(name, getattr(steps, name)))
    steps._Job.parse = timed("parse", steps._Job.parse)  # type: ignore[method-assign]
    start, start_cpu = time.perf_counter(), time.process_time()
    options: dict[str, Any] = {"n_process": n_process, "graph_files": False, "progress": False}
    options |= {"pipeline": light_pipeline} if light else {}
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
    facts = {
        "seconds": time.perf_counter() - start,
        "processor": time.process_time() - start_cpu,
        "peak_mb": peak_mb(),
        "index_bytes": sum(held[name] for name in INDEX),
        "result_bytes": sum(held[name] for name in RESULTS),
        "held": held,
        "steps": seconds,
        "processor_steps": processor,
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


def run_apart(raw: Path, out: Path, *, n_process: int = 1, n_workers: int = 0, light: bool = False) -> dict[str, Any]:
    """Return what a run in a process of its own took."""
    command = [sys.executable, __file__, "--measure", str(raw), str(out), str(n_process), str(n_workers), str(int(light))]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    facts: dict[str, Any] = json.loads(answer.splitlines()[-1])
    return facts


def processor_seconds(facts: dict[str, Any], steps: tuple[str, ...]) -> float:
    """Return the seconds of processor time that some steps took together."""
    return sum(facts["processor_steps"].get(name, 0.0) for name in steps)


def own_seconds(facts: dict[str, Any]) -> float:
    """Return the seconds of reading and parsing by the clock."""
    return float(sum(facts["steps"].get(name, 0.0) for name in (*READING, *PARSING)))


def print_growth(rows: list[dict[str, Any]]) -> None:
    """Print a line per size (index and results: per article), and how time and memory grew from the smallest to the largest."""
    print(pd.DataFrame(map(_line, rows)).to_string(index=False))
    first, last = rows[0], rows[-1]
    slope = (last["processor"] / last["n_words"]) / (first["processor"] / first["n_words"])
    flat = [row["peak_mb"] - (row["index_bytes"] + row["result_bytes"]) / 1e6 for row in (first, last)]
    print(
        f"largest to smallest: CPU seconds per word {slope:.3f}; peak memory {last['peak_mb'] / first['peak_mb']:.3f},"
        f" without index and results {flat[1] / flat[0]:.3f}"
    )
    for row in (first, last):
        print(f"{row['n_articles']:,} articles, CPU seconds by step, and the peak of memory up to its end:")
        print(
            "  "
            + ", ".join(f"{name} {value:.1f} ({row['peaks'][name]:,.0f} MB)" for name, value in row["processor_steps"].items())
        )


def _line(row: dict[str, Any]) -> dict[str, str]:
    n_articles, n_words = row["n_articles"], row["n_words"]
    return {
        "articles": f"{n_articles:,}",
        "words": f"{n_words:,}",
        "seconds": f"{row['seconds']:,.0f}",
        "words/s": f"{n_words / row['seconds']:,.0f}",
        "CPU s": f"{row['processor']:,.0f}",
        "words/CPU s": f"{n_words / row['processor']:,.0f}",
        "peak MB": f"{row['peak_mb']:,.0f}",
        "index KB": f"{row['index_bytes'] / n_articles / 1e3:.2f}",
        "results KB": f"{row['result_bytes'] / n_articles / 1e3:.2f}",
        "entities": f"{row['n_entities']:,}",
        "edges": f"{row['n_edges']:,}",
        "corpus-wide": f"{processor_seconds(row, CORPUS_WIDE) / row['processor']:.1%}",
    }


def main(sizes: list[int], *, scaling: int, light: bool) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as temporary:
        folder, rows, done = Path(temporary), list[dict[str, Any]](), 0
        articles = generate(max(sizes) + MORE)
        for size in sorted(sizes):
            write_corpus(folder / "raw", islice(articles, size - done))
            done = size
            shutil.rmtree(folder / "out", ignore_errors=True)
            rows.append(run_apart(folder / "raw", folder / "out", light=light))
            print(f"{size:,} articles: {json.dumps(rows[-1])}", file=sys.stderr, flush=True)
        print_growth(rows)
        write_corpus(folder / "more", articles)
        alone = run_apart(folder / "more", folder / "alone", light=light)
        shutil.copytree(folder / "more", folder / "raw", dirs_exist_ok=True)
        beside = run_apart(folder / "raw", folder / "out", light=light)
        one, two = (processor_seconds(row, (*READING, *PARSING)) for row in (alone, beside))
        print(
            f"reading and parsing {MORE} articles: alone {one:.1f} CPU s, beside {done:,} {two:.1f} CPU s;"
            f" all of that run {beside['processor']:.1f} CPU s, of which passes over the corpus"
            f" {processor_seconds(beside, CORPUS_WIDE):.1f}"
        )
        if scaling:
            write_corpus(folder / "scaling", generate(scaling))
            one, two = (run_apart(folder / "scaling", folder / f"w{n}", n_workers=n) for n in (1, 2))
            print(
                f"{scaling:,} articles on a cluster: one worker {own_seconds(one):.1f} s, two {own_seconds(two):.1f} s,"
                f" {own_seconds(one) / own_seconds(two):.2f} times as fast"
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        raw_folder, out_folder, processes, workers, is_light = sys.argv[2:]
        measure(Path(raw_folder), Path(out_folder), int(processes), int(workers), light=is_light == "1")
    else:
        parser = argparse.ArgumentParser(description=__doc__)
        parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
        parser.add_argument("--scaling", type=int, default=1_000, help="articles for one and two workers; 0 for none")
        parser.add_argument("--light", action="store_true", help="a list of names in the place of the pipeline")
        arguments = parser.parse_args()
        main(arguments.sizes or list(SIZES), scaling=arguments.scaling, light=arguments.light)
