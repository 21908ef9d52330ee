"""Measure the default pipeline on every annotated set at hand and write `docs/accuracy.md`: `make accuracy`.

`python benchmarks/accuracy.py sentences tagger` measures these parts only. Sets that are not part of the project are read
from the folder that REFERENCE_DATA names (default `../shared`); where one is absent, its last figures and their date stay.
Only figures are written, never a sentence.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import importlib
import importlib.util
import json
import os
from collections.abc import Callable
from pathlib import Path

import sentences
from accuracy_page import page, short_table, with_table

from helpers.entities import build_pipeline, knowledge
from helpers.entities.tagger import MODEL_FOLDER
from helpers.evaluation import evaluate_pipeline, read_annotated
from helpers.settings import PROJECT

REFERENCE = Path(os.environ.get("REFERENCE_DATA", PROJECT.parent / "shared"))
SETS = {
    "own annotated articles (`tests/gold`)": PROJECT / "tests" / "gold",
    "reference news articles (development part)": REFERENCE / "gold" / "news-dev",
    "re3d: government and press texts (development part)": REFERENCE / "gold" / "re3d-dev",
}
GUM = REFERENCE / "ner" / "gum"
TRAINING_FIGURES = PROJECT / "training" / "figures"
N_FOLDS = 5
STORE, PAGE, README = PROJECT / "docs" / "accuracy.json", PROJECT / "docs" / "accuracy.md", PROJECT / "README.md"
Rows = list[dict[str, object]]
Section = dict[str, object]


def annotated(stored: Section) -> Section:
    """Return for each annotated set one row per level and kind; a set whose folder is absent keeps its stored rows."""
    for name, folder in SETS.items():
        if not folder.is_dir():
            print(f"{folder} is not there: {name} keeps its last figures")
    measured = {name: _annotated_rows(folder) if folder.is_dir() else stored.get(name) for name, folder in SETS.items()}
    return {name: rows for name, rows in measured.items() if rows}


def _annotated_rows(folder: Path) -> Rows:
    articles = read_annotated(folder)
    rows: Rows = evaluate_pipeline(articles, build_pipeline()).table().to_dict("records")
    made_by = f"tagger {_shipped()[:8]}, knowledge {knowledge.fingerprint()}"
    return [row | {"articles": len(articles), "date": _today(), "made_by": made_by} for row in rows]


def sentence_boundaries(stored: Section) -> Section:
    """Return the boundaries found by both splitters; see `sentences.py` for what counts."""
    if not GUM.is_dir():
        print(f"{GUM} is not there: sentences keep their last figures")
        return stored
    return _dated({"rows": sentences.measure(GUM)}, stored)


def coreference(stored: Section) -> Section:
    """Return how often pronouns and role phrases are joined rightly; see `coreference.py` for what counts."""
    if importlib.util.find_spec("coreference") is None or not GUM.is_dir():
        print(f"coreference is not measured here ({GUM}): it keeps its last figures")
        return stored
    figures = importlib.import_module("coreference").measure(GUM)
    return _dated({"rows": [{"joined": how} | row for how, row in figures.items()]}, stored)


def tagger_test(stored: Section) -> Section:
    """Return counts per set and type of the model measured last on the test parts, and whether it is the one that ships."""
    runs = _read_lines(TRAINING_FIGURES / "test_runs.jsonl")
    if not runs:
        return stored
    last = runs[-1]
    head = {"released": last["released"], "sha256": last["sha256"], "is_shipped": last["sha256"] == _shipped()}
    return _dated(head | {"rows": counts_rows([last["counts"]])}, stored)


def crossvalidation(stored: Section) -> Section:
    """Return counts added up over the folds of the candidate that was run last; no rows before all folds are there."""
    rows = _read_lines(TRAINING_FIGURES / "crossvalidation.jsonl")
    if not rows:
        return stored
    name = rows[-1]["name"]
    folds = {row["fold"]: row["exported"] for row in rows if row["name"] == name}  # a fold run again replaces the first
    complete = [folds[number] for number in sorted(folds)] if len(folds) == N_FOLDS else []
    return _dated({"name": name, "folds": len(folds), "of": N_FOLDS, "rows": counts_rows(complete)}, stored)


def counts_rows(parts: list[dict[str, dict[str, list[int]]]]) -> Rows:
    """Return one row per set and type with precision, recall and F1 of counts (right, found, there) added up over `parts`."""
    totals: dict[tuple[str, str], list[int]] = {}
    for part in parts:
        for source, kinds in part.items():
            for kind, counts in kinds.items():
                before = totals.get((source, kind), [0, 0, 0])
                totals[source, kind] = [a + b for a, b in zip(before, counts, strict=True)]
    return [
        {"set": source, "type": kind, "precision": right / max(found, 1), "recall": right / max(there, 1)}
        | {"f1": 2 * right / max(found + there, 1), "right": right, "wrong": found - right, "missed": there - right}
        for (source, kind), (right, found, there) in sorted(totals.items())
        if there
    ]


def _dated(section: Section, stored: Section) -> Section:
    """Return the section with today's date, or with its former one where no figure has changed."""
    is_same = {k: v for k, v in stored.items() if k != "date"} == json.loads(json.dumps(section))
    return {"date": stored["date"] if is_same else _today()} | section


def _today() -> str:
    return datetime.date.today().isoformat()


def _shipped() -> str:
    return hashlib.sha256((MODEL_FOLDER / "tagger.onnx").read_bytes()).hexdigest()


def _read_lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.is_file() else []


# Sections of the page in their order; several may be measured by one part of the command.
SECTIONS: dict[str, tuple[str, Callable[[Section], Section]]] = {
    "annotated": ("annotated", annotated),
    "sentences": ("sentences", sentence_boundaries),
    "coreference": ("coreference", coreference),
    "tagger_test": ("tagger", tagger_test),
    "crossvalidation": ("tagger", crossvalidation),
}


def main() -> None:
    """Measure what is asked for and there, keep what is not, write the store, the page and the README's table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    choices = sorted({part for part, _ in SECTIONS.values()})
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(choices)}; all where none is named")
    asked = parser.parse_args().parts or choices
    if unknown := sorted(set(asked) - set(choices)):
        parser.error(f"{', '.join(unknown)}: a part is one of {', '.join(choices)}")
    figures = json.loads(STORE.read_text(encoding="utf-8")) if STORE.is_file() else {}
    for name, (part, measure) in SECTIONS.items():
        if part in asked:
            figures[name] = measure(figures.get(name, {}))
    ordered = {name: figures[name] for name in SECTIONS if figures.get(name)}
    STORE.write_text(json.dumps(ordered, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(ordered), encoding="utf-8")
    README.write_text(with_table(README.read_text(encoding="utf-8"), short_table(ordered["annotated"])), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(PROJECT)}")


if __name__ == "__main__":
    main()
