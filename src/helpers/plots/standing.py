"""How surely a tie is more than chance: the interval of its weight, and what its test said, as bars show them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.patches import Patch

from helpers.plots.style import Floats

BEYOND, WITHIN, UNTESTED = "more often than by chance", "may be chance", "not tested"
_SHADE = "#8792a3"


def intervals(ties: pd.DataFrame, value: str) -> Floats | None:
    """Return (2, n) how far the interval of each tie reaches below and above `value`; None where the table has no interval.

    The columns are named after the value: `weight_low` and `weight_high`. A tie without an interval has 0 and 0.
    """
    low, high = f"{value}_low", f"{value}_high"
    if not {low, high} <= set(ties) or ties[[low, high]].isna().to_numpy().all():
        return None
    middle = ties[value].to_numpy(dtype=float)
    below, above = middle - ties[low].to_numpy(dtype=float), ties[high].to_numpy(dtype=float) - middle
    return np.asarray(np.clip(np.nan_to_num(np.stack([below, above])), 0, None), dtype=float)


def standings(ties: pd.DataFrame, q: float | None) -> list[str]:
    """Return for each tie what its `q` says at the level `q`; nothing where no tie was tested or the level is None."""
    if q is None or "q" not in ties or ties["q"].isna().all():
        return []
    return [UNTESTED if pd.isna(each) else BEYOND if each <= q else WITHIN for each in ties["q"]]


def draw_standings(bars: Sequence[Patch], tests: Sequence[str], q: float | None) -> list[Patch]:
    """Leave the bar of a tie beyond chance full, empty that of one within it, hatch that of an untested one.

    Returns the legend entries of what occurs, so that nobody takes a full bar for a finding where nothing was tested.
    """
    for bar, test in zip(bars, tests, strict=False):
        if test != BEYOND:
            bar.set(edgecolor=bar.get_facecolor(), facecolor="white", linewidth=1.1, hatch="////" if test == UNTESTED else None)
    if not tests:
        return []
    look = {
        BEYOND: Patch(facecolor=_SHADE, edgecolor=_SHADE, label=f"{BEYOND} (q ≤ {q:g})"),
        WITHIN: Patch(facecolor="white", edgecolor=_SHADE, label=f"{WITHIN} (q > {q:g})"),
        UNTESTED: Patch(facecolor="white", edgecolor=_SHADE, hatch="////", label=UNTESTED),
    }
    return [patch for name, patch in look.items() if name in tests]


def standings_in_words(tests: Sequence[str], q: float | None) -> str:
    """Return one sentence on how many ties are beyond chance; nothing where none was tested."""
    if not tests:
        return ""
    counts = [f"{list(tests).count(name):,} {name}" for name in (BEYOND, WITHIN, UNTESTED) if name in tests]
    return f" At q ≤ {q:g}: {', '.join(counts)}."
