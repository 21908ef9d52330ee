"""The one command that opens the test files: once per released model, its figures are kept for the model card.

python -m training.measure_test --data ../shared/ner --released v1
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from helpers.entities.tagger import Tagger

from .card import write_card
from .corpora import read_crossner, read_uner
from .crossvalidate import HERE
from .measure import f1, predict, span_scores
from .train import MODEL_FOLDER


def main() -> None:
    """Measure the exported model on UNER-EWT test and CrossNER-politics test and append a row to `figures/test_runs.jsonl`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=HERE.parents[1] / "shared" / "ner")
    parser.add_argument("--model", type=Path, default=MODEL_FOLDER)
    parser.add_argument("--released", required=True, help="name of the released model; a name measured before is refused")
    options = parser.parse_args()
    runs = HERE / "figures" / "test_runs.jsonl"
    done = [json.loads(line) for line in runs.read_text(encoding="utf-8").splitlines()] if runs.exists() else []
    tagger = Tagger(options.model)
    if any(options.released == row["released"] or row["sha256"] == tagger.config["sha256"] for row in done):
        parser.error(f"{options.released}: this model or name is in {runs} already; the test is run once per released model")
    parts = {
        "UNER-EWT test": list(read_uner(options.data / "uner-ewt" / "en_ewt-ud-test.iob2")),
        "CrossNER-politics test": list(read_crossner(options.data / "crossner-politics" / "test.txt")),
    }
    counts = {name: span_scores(documents, predict(tagger, documents)) for name, documents in parts.items()}
    row = {"released": options.released, "sha256": tagger.config["sha256"], "counts": counts}
    runs.parent.mkdir(exist_ok=True)
    with runs.open("a", encoding="utf-8") as file:
        file.write(json.dumps(row, sort_keys=True) + "\n")
    for name, kinds in counts.items():
        print(name, {kind: round(f1(*triple), 4) for kind, triple in kinds.items()})
    write_card(options.model)


if __name__ == "__main__":
    main()
