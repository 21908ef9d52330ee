"""Writes `MODEL_CARD.md` and `MODEL_LICENSE` beside the weights, from the model's `config.json` and what `figures/` keeps."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from .measure import f1

HERE = Path(__file__).parent

SOURCES = {
    "ewt": ("Universal NER, English EWT, `dev`", "CC BY-SA 4.0", "https://www.universalner.org"),
    "crossner": (
        "CrossNER, politics, `train` and `dev`",
        "MIT (repository); Wikipedia text CC BY-SA 3.0",
        "https://github.com/zliucr/CrossNER",
    ),
    "wikigold": ("WikiGold (Balasuriya and others 2009)", "CC BY 4.0", "https://aclanthology.org/W09-3302"),
    "gum": (
        "GUM: training documents of academic, bio, court, interview, news, voyage",
        "annotations CC BY 4.0; texts CC BY 4.0 (academic, court), CC BY 2.5 (interview, news), CC BY-SA 3.0 (bio, voyage)",
        "https://gucorpling.org/gum",
    ),
    "own": ("Our own annotated paragraphs (`training/paragraphs/`)", "MIT, as the project", "this repository"),
}

KINDS = {"PER": "people", "LOC": "places", "ORG": "organisations", "WEAPON": "weapons"}


def _rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"


def _score_table(counts: dict[tuple[str, ...], list[int]], head: str) -> str:
    lines = [f"| {head} | precision | recall | F1 | names |", "|" + "---|" * (head.count("|") + 5)]
    for key, (right, found, there) in counts.items():
        if there:
            lines.append(
                f"| {' | '.join(key)} | {_share(right, found)} | {_share(right, there)} | **{f1(right, found, there):.3f}** |"
                f" {there} |"
            )
    return "\n".join(lines)


def _sum(rows: Iterable[dict[str, dict[str, list[int]]]]) -> dict[tuple[str, ...], list[int]]:
    """Counts per (set, type), added up over folds."""
    total: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    for counts in rows:
        for source, kinds in counts.items():
            for kind, triple in kinds.items():
                key = (SOURCES[source][0] if source in SOURCES else source, KINDS[kind])
                total[key] = [a + b for a, b in zip(total[key], triple, strict=True)]
    return dict(sorted(total.items()))


def _crossvalidation(name: str) -> str:
    rows = [row for row in _rows(HERE / "figures" / "crossvalidation.jsonl") if row["name"] == name]
    if not rows:
        return "Not run for this model yet."
    note = f"{len(rows)} of 5 folds; counts added up over the folds. Our own paragraphs: a tenth left out in each."
    return f"{note}\n\n" + _score_table(_sum(row["exported"] for row in rows), "set | type")  # type: ignore[misc]


def _tests(sha256: str) -> str:
    rows = _rows(HERE / "figures" / "test_runs.jsonl")
    if not rows:
        return "None yet."
    tables = []
    for row in rows:
        this = " (this model)" if row["sha256"] == sha256 else ""
        tables.append(f"Released as `{row['released']}`{this}\n\n" + _score_table(_sum([row["counts"]]), "set | type"))  # type: ignore[list-item]
    return "\n\n".join(tables)


def write_card(folder: Path) -> None:
    """Write the model card and the licence into the model's folder."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    lines = []
    for source, facts in config["data"].items():
        title, licence, place = SOURCES[source]
        numbers = [facts[name] for name in ("documents", "sentences", "tokens")] + [facts.get(kind, 0) for kind in KINDS]
        link = f"[{title}]({place})" if place.startswith("http") else title
        lines.append(f"| {link} | {licence} | " + " | ".join(f"{n:,}" for n in numbers) + " |")
    card = (
        (HERE / "model_card_template.md")
        .read_text(encoding="utf-8")
        .format(
            name=config["name"],
            sha256=config["sha256"],
            megabytes=(folder / "tagger.onnx").stat().st_size / 1e6,
            n_tags=len(config["tags"]),
            data="\n".join(lines),
            crossvalidation=_crossvalidation(config["name"]),
            tests=_tests(config["sha256"]),
        )
    )
    (folder / "MODEL_CARD.md").write_text(card, encoding="utf-8")
    (folder / "MODEL_LICENSE").write_bytes((HERE / "model_license.txt").read_bytes())
