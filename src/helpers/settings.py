"""What a run can be told: defaults in one place, nothing read from the environment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

PROJECT = Path(__file__).resolve().parents[2]
RAW = PROJECT / "data" / "raw"
NOTEBOOKS = PROJECT / "notebooks"
RESULTS_MARK = ".helpers-results"  # a file that says that its folder holds results, no articles


Window = Literal["sentence", "paragraph", "article"] | int


@dataclass(frozen=True)
class Settings:
    """The thresholds of a run, each with its unit in its name.

    window : unit in which two entities meet: "sentence", "paragraph", "article" or a number of sentences
    max_file_mb : larger files are refused
    max_entities_per_unit : units that name more make no pairs
    names : what finds names: a pipeline component, or name or folder of a spaCy model
    coreference : whether pronouns ("he") and role phrases ("the Ukrainian president") become mentions; None: those that proved
        right often enough when measured. Ties through them are counted in columns of their own
    places : whether cities and regions become mentions of their countries
    seed : start of every random number
    """

    window: Window = "sentence"
    max_file_mb: float = 50
    max_entities_per_unit: int = 50
    names: str = "name_tagger"
    coreference: bool | None = None
    places: bool = False
    seed: int = 20


def output_folders(out: Path | None) -> tuple[Path, Path]:
    """Return (processed, reports): inside `out`, or the project's own where `out` is None."""
    if out is None:
        return PROJECT / "data" / "processed", PROJECT / "reports"
    return out / "processed", out / "reports"
