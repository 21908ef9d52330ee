"""Hostile files by the thousand for every reader, then cleaning, metadata and sentences. Run by `make soak`.

Every input is made from a seed and its number, so that a run that was stopped goes on where it was when it is started again with
the same seed; after one that came to its end the next begins anew. What fails is kept as a small file beside a note;
`--replay FILE` shows it again.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

from fuzz_mutations import mutate
from fuzz_samples import Shape, shapes
from fuzz_worker import Verdict, Watched, shrunk

SEED = 20240312
# For every reader the kinds of tokens, and its share of the time beyond the least: parsers of our own get the most.
TARGETS: dict[str, tuple[tuple[str, ...], float]] = {
    "Nexis Uni (DOCX)": (("nexis",), 1),
    "Nexis Uni (RTF)": (("nexis", "rtf"), 1),
    "Factiva (RTF)": (("factiva", "rtf"), 1),
    "PDF": (("pdf",), 0),
    "DOCX": (("xml",), 0),
    "ODT": (("xml",), 0),
    "RTF": (("rtf",), 0),
    "old office document": (("packed",), 0),
    "MBOX": (("mail",), 2),
    "EML or MHTML": (("mail", "html"), 2),
    "RSS or Atom": (("xml", "html"), 0),
    "XLSX": (("xml",), 0),
    "Parquet": (("packed",), 0),
    "WARC": (("packed", "html"), 0),
    "TAR": (("packed",), 0),
    "packed file": (("packed",), 0),
    "ZIP": (("packed", "csv"), 0),
    "Factiva (HTML)": (("factiva", "html"), 1),
    "LexisNexis (HTML)": (("nexis", "html"), 1),
    "LexisNexis (TXT)": (("nexis",), 2),
    "ProQuest (TXT)": (("proquest",), 2),
    "HTML": (("html", "json"), 0),
    "JSON": (("json", "html"), 2),
    "JSON lines": (("json",), 2),
    "CSV or TSV": (("csv", "html"), 3),
    "Markdown": (("markdown",), 3),
    "plain text": ((), 5),
}
LEAST_SECONDS = 120
_MOST_STORED = 5
_SAVED_EVERY = 200


@dataclass
class Progress:
    """How far the runs on one reader have come; `slowest` is in seconds of processor time."""

    n_inputs: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    slowest_input: int = -1
    n_records: int = 0
    n_refused: int = 0
    n_stopped: int = 0
    n_as_meant: int = 0
    failures: dict[str, int] = field(default_factory=dict)


def make_input(target: str, number: int, seed: int = SEED) -> tuple[str, bytes]:
    """Return the name and the bytes of the input `number` for a reader: the first ones are its valid files."""
    made = _shapes(target)
    if number < len(made):
        return made[number].name, made[number].pack(made[number].core)
    rng = random.Random(f"{seed} {target} {number}")
    shape = rng.choice(made)
    kinds, _ = TARGETS[target]
    others = _others()
    core = mutate(rng, shape.core, kinds, others) if rng.random() < 0.9 else shape.core
    data = shape.pack(core)
    if core is shape.core or (shape.pack is not bytes and rng.random() < 0.2):
        data = mutate(rng, data, kinds, others)
    return shape.name, data


@cache
def _shapes(target: str) -> list[Shape]:
    return shapes()[target]()


@cache
def _others() -> list[bytes]:
    return [shape.pack(shape.core) for target in TARGETS for shape in _shapes(target)[:1]]


def run_inputs(watched: Watched, target: str, numbers: Iterator[int], seed: int = SEED) -> Iterator[tuple[int, Verdict]]:
    """Yield what became of each of these inputs for a reader."""
    for number in numbers:
        yield number, watched.check(*make_input(target, number, seed))


def run_target(
    watched: Watched, target: str, progress: Progress, seconds: float, folder: Path, seed: int, save: Callable[[], None]
) -> None:
    """Go on with one reader until it has had its seconds; changes `progress`."""
    started, spent = time.monotonic(), progress.seconds
    while progress.seconds < seconds:
        number = progress.n_inputs
        name, data = make_input(target, number, seed)
        verdict = watched.check(name, data)
        progress.n_inputs += 1
        progress.n_records += verdict.n_records
        progress.n_refused += verdict.n_refused
        progress.n_stopped += verdict.is_stopped
        progress.n_as_meant += verdict.reader == target
        if verdict.seconds > progress.slowest:
            progress.slowest, progress.slowest_input = verdict.seconds, number
        if verdict.failure is not None:
            _keep(watched, target, number, name, data, verdict, progress, folder)
        progress.seconds = spent + time.monotonic() - started
        if number % _SAVED_EVERY == 0:
            save()


def _keep(
    watched: Watched, target: str, number: int, name: str, data: bytes, verdict: Verdict, progress: Progress, folder: Path
) -> None:
    """Store the input that failed, as small as it can be made, and what was said."""
    known = progress.failures.get(verdict.signature, 0)
    progress.failures[verdict.signature] = known + 1
    if known >= _MOST_STORED:
        return
    if known == 0 and verdict.seconds < 1 and len(data) < 100_000:
        data = shrunk(lambda part: watched.check(name, part).signature == verdict.signature, data)
    stem = f"{re.sub(r'[^a-z]+', '-', target.lower()).strip('-')}-{number}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{stem}-{name}").write_bytes(data)
    (folder / f"{stem}-{name}.note").write_text(f"{verdict.signature}\n\n{verdict.failure}\n", encoding="utf-8", errors="replace")


def share_out(minutes: float, least_seconds: float = LEAST_SECONDS) -> dict[str, float]:
    """Return the seconds of each reader: the least for all, what is left by their shares."""
    least = min(least_seconds, minutes * 60 / len(TARGETS))
    left = minutes * 60 - least * len(TARGETS)
    total = sum(share for _, share in TARGETS.values())
    return {target: least + left * share / total for target, (_, share) in TARGETS.items()}


def print_table(states: dict[str, Progress]) -> None:
    """Print a line a reader, and the failures by their places."""
    print("reader                    inputs  minutes    per s as meant  articles   refused stopped slowest s failures")
    for target, state in states.items():
        rate, share = state.n_inputs / max(state.seconds, 1e-9), state.n_as_meant / max(state.n_inputs, 1)
        print(
            f"{target:22} {state.n_inputs:9,} {state.seconds / 60:8.1f} {rate:8.1f} {share:8.0%} {state.n_records:9,}"
            f" {state.n_refused:9,} {state.n_stopped:7} {state.slowest:9.2f} {sum(state.failures.values()):8}"
        )
    n_inputs, n_failures = sum(s.n_inputs for s in states.values()), sum(sum(s.failures.values()) for s in states.values())
    print(f"{n_inputs:,} inputs in {sum(s.seconds for s in states.values()) / 60:.0f} minutes; {n_failures} failures")
    for target, state in states.items():
        for signature, n in sorted(state.failures.items()):
            print(f"  {target}: {n} x {signature}")


def main(minutes: float, folder: Path, seed: int, only: list[str]) -> int:
    """Run all readers for their share of the time; return how many failures there were."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "progress.json"
    stored = json.loads(file.read_text()) if file.exists() else {}
    states = {target: Progress(**stored.get(target, {})) for target in TARGETS if not only or target in only}

    def save() -> None:
        unfinished = file.with_suffix(".new")
        unfinished.write_text(json.dumps(stored | {target: asdict(state) for target, state in states.items()}, indent=1))
        os.replace(unfinished, file)

    shares = share_out(minutes) if not only else dict.fromkeys(only, minutes * 60 / len(only))
    if all(state.seconds >= shares[target] for target, state in states.items()):  # the last run came to its end
        states = {target: Progress() for target in states}
    print(f"seed {seed}; progress and failures in {folder}", flush=True)
    for target, state in states.items():
        with Watched() as watched:
            run_target(watched, target, state, shares[target], folder / "failures", seed, save)
        save()
        print(f"{target}: {state.n_inputs:,} inputs, {sum(state.failures.values())} failures", flush=True)
    print_table(states)
    return sum(sum(state.failures.values()) for state in states.values())


def replay(name: str, data: bytes) -> None:
    """Read one input again and print what becomes of it."""
    with Watched() as watched:
        verdict = watched.check(name, data)
    print(json.dumps(asdict(verdict), indent=1))
    if verdict.failure:
        print(verdict.failure)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60, help="for all readers together; two for each where there is time")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--folder", type=Path, help="progress and failures; a folder among the temporary files by default")
    parser.add_argument("--only", action="append", default=[], choices=list(TARGETS), help="this reader alone; more than once")
    parser.add_argument("--replay", type=Path, help="a stored input")
    parser.add_argument("--number", type=int, help="with --only: this input alone, shown")
    arguments = parser.parse_args()
    if arguments.replay:
        replay(re.sub(r"^[a-z-]+-\d+-", "", arguments.replay.name, count=1), arguments.replay.read_bytes())
    elif arguments.number is not None:
        replay(*make_input(arguments.only[0], arguments.number, arguments.seed))
    else:
        place = arguments.folder or Path(tempfile.gettempdir()) / f"helpers-fuzz-{arguments.seed}"
        sys.exit(1 if main(arguments.minutes, place, arguments.seed, arguments.only) else 0)
