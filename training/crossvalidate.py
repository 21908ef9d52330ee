"""Five-fold cross-validation on UNER-EWT dev and CrossNER-politics train and dev, both folded at once.

    python -m training.crossvalidate --data ../shared/ner --name candidate-1

Each fold trains on all other data and on four fifths of the two sets, is exported as it would ship, and is measured on the fifth
left out. A row is appended to `figures/crossvalidation.jsonl` per fold.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
from pathlib import Path

from helpers.entities.tagger import Tagger

from .corpora import Document, read_all
from .export import write
from .learn import Settings, train
from .measure import Counts, NetworkSession, f1, predict, span_scores

HERE = Path(__file__).parent
FOLDED = ("ewt", "crossner")
N_FOLDS = 5


def fold(documents: list[Document], number: int, *, n_folds: int = N_FOLDS) -> tuple[list[Document], list[Document]]:
    """Training and test part: whole documents, dealt out after a seeded shuffle."""
    order = list(range(len(documents)))
    random.Random(2024).shuffle(order)
    held = {index for place, index in enumerate(order) if place % n_folds == number}
    return [d for i, d in enumerate(documents) if i not in held], [d for i, d in enumerate(documents) if i in held]


def run_fold(corpora: dict[str, list[Document]], number: int, settings: Settings, runs: Path) -> dict[str, dict[str, Counts]]:
    """Train and measure one fold: counts (right, found, there) per set and type, of the export and of the unrounded network.

    Our own paragraphs are folded too, into tenths, so that weapons are measured as well.
    """
    training, held = list[Document](), dict[str, list[Document]]()
    for source, documents in corpora.items():
        if source in FOLDED:
            documents, held[source] = fold(documents, number)
        elif source == "own" and documents:
            documents, held[source] = fold(documents, number, n_folds=10)
        training.extend(documents)
    network = train(training, settings, log=lambda line: print(f"fold {number} {line}", flush=True))
    write(network, runs, {"fold": number})
    tagger = Tagger(runs, threads=settings.threads, max_pieces=settings.max_pieces)
    result = {"exported": {source: span_scores(part, predict(tagger, part)) for source, part in held.items()}}
    network.rounding("off")
    tagger._session = NetworkSession(network)
    result["unrounded"] = {source: span_scores(part, predict(tagger, part)) for source, part in held.items()}
    return result


def parse_settings(pairs: list[str]) -> Settings:
    """The default settings with some changed, given as NAME=VALUE with JSON values."""
    return dataclasses.replace(Settings(), **{name: json.loads(value) for name, value in (pair.split("=", 1) for pair in pairs)})


def main() -> None:
    """Run the folds named and append what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=HERE.parents[1] / "shared" / "ner", help="folder of the open data")
    parser.add_argument("--paragraphs", type=Path, default=HERE / "paragraphs")
    parser.add_argument("--folds", type=int, nargs="+", default=list(range(N_FOLDS)))
    parser.add_argument("--results", type=Path, default=HERE / "figures" / "crossvalidation.jsonl")
    parser.add_argument("--name", required=True, help="name of the candidate; rows of one name belong together")
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="settings of the training, as JSON values")
    options = parser.parse_args()
    settings = parse_settings(options.set)
    corpora = read_all(options.data, options.paragraphs)
    options.results.parent.mkdir(parents=True, exist_ok=True)
    for number in options.folds:
        counts = run_fold(corpora, number, settings, HERE / "runs" / f"{options.name}-fold{number}")
        for source, kinds in counts["exported"].items():
            for kind, triple in kinds.items():
                before = counts["unrounded"][source].get(kind, (0, 0, 0))
                print(f"fold {number} {source} {kind} {triple} F1 {f1(*triple):.4f} unrounded {f1(*before):.4f}", flush=True)
        row = {
            "name": options.name,
            "fold": number,
            "n_own": len(corpora["own"]),
            "settings": dataclasses.asdict(settings),
            **counts,
        }
        with options.results.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
