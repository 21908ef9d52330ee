"""What stands round a figure: title, the line below it, the sentence of an empty one, the words for those who cannot see it."""

from __future__ import annotations

import textwrap
from weakref import WeakKeyDictionary

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath
from matplotlib.transforms import ScaledTranslation, Transform, blended_transform_factory
from numpy.typing import ArrayLike

from helpers.network.selecting import usable_dates
from helpers.plots.style import QUIET

_ALT_TEXTS: WeakKeyDictionary[Axes, str] = WeakKeyDictionary()
_TITLE_PT, _LINE_PT, _GAP_PT, _EDGE_IN = 13.0, 9.0, 9.0, 0.08


def alt_text(ax: Axes) -> str:
    """Return the sentences that say what the figure on `ax` shows, for readers who cannot see it.

    Raises ValueError where no plot function of this package drew on `ax`.
    """
    if ax not in _ALT_TEXTS:
        raise ValueError(
            "these axes have no text for those who cannot see them: draw on them with a function of helpers.plots first"
        )
    return _ALT_TEXTS[ax]


def new_axes(ax: Axes | None, *, width_in: float = 9.5, height_in: float = 6.5) -> Axes:
    """Return `ax`, or the axes of a new figure of this size where it is None."""
    if ax is not None:
        return ax
    return plt.subplots(figsize=(width_in, height_in), layout="constrained")[1]


def caption(ax: Axes, title: str, line: str = "", *, alt: str) -> None:
    """Write the title and the line below it over `ax`, wrapped to the space there is, and keep `alt` for `alt_text`."""
    alone = len(ax.figure.axes) == 1
    width_pt = _width_pt(ax, alone=alone)
    below = _wrapped(line, width_pt, size_pt=_LINE_PT, weight="normal")
    above = _wrapped(title, width_pt, size_pt=_TITLE_PT, weight="bold")
    rise_pt = _GAP_PT + (below.count("\n") + 1) * _LINE_PT * 1.35 + 6 if below else _GAP_PT
    _write(ax, above, rise_pt, alone=alone)
    if below:
        _write_line(ax, below, alone=alone)
    _ALT_TEXTS[ax] = f"{title.rstrip('.')}. {alt}".strip()


def say_nothing(ax: Axes, sentence: str, *, title: str) -> Axes:
    """Draw axes that hold one sentence: why there is nothing to see."""
    ax.set_axis_off()
    ax.text(0.5, 0.5, textwrap.fill(sentence, 60), transform=ax.transAxes, ha="center", va="center", color=QUIET, fontsize=11)
    caption(ax, title, alt=sentence)
    return ax


def figure_line(articles: pd.DataFrame, *, unit: str | None = None, threshold: str | None = None) -> str:
    """Return the line for below a title: how many articles, from when to when, what is counted, from which threshold on.

    Parameters
    ----------
    articles : DataFrame, one row per article (`published`, `published_quality`)
    unit : what one unit of the weight is, such as "independent reports"
    threshold : what was left out, such as "ties in at least 2 reports"
    """
    dates = usable_dates(articles).dropna()
    first = counted(len(articles), "article")
    if len(dates):
        first += f", {day(dates.min())} to {day(dates.max())}"
        first += f" ({len(articles) - len(dates):,} undated)" if len(dates) < len(articles) else ""
    else:
        first += ", none of them dated" if len(articles) else ""
    return joined(first, f"weight: {unit}" if unit else "", threshold or "")


def day(date: pd.Timestamp) -> str:
    """Return a date as a reader writes it: 4 Mar 2024."""
    return f"{date.day} {date:%b %Y}"


def days(dates: pd.Series[pd.Timestamp]) -> str:
    """Return the first and the last of some dates: "12 Mar 2022 – 1 Oct 2024"; "undated" where there is none."""
    known = dates.dropna()
    return f"{day(known.min())} – {day(known.max())}" if len(known) else "undated"


def joined(*parts: str) -> str:
    """Join the parts of a line that are not empty."""
    return " · ".join(part for part in parts if part)


def counted(count: int, word: str) -> str:
    """Return a count with its word: "1 article", "2 articles"."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def number(value: float) -> str:
    """Return a number as it is shown in a figure: whole where it is whole, else with one decimal."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def leader(values: ArrayLike) -> int | None:
    """Return the place of the highest value, or None where several share it: a title must not pick one of them."""
    numbers = np.asarray(values, dtype=float).ravel()
    top = np.flatnonzero(numbers == np.nanmax(numbers))
    return int(top[0]) if len(top) == 1 else None


def _width_pt(ax: Axes, *, alone: bool) -> float:
    share = 1.0 if alone else ax.get_position().width
    return float(share * ax.figure.bbox.width / ax.figure.dpi - 3 * _EDGE_IN) * 72


def _wrapped(text: str, width_pt: float, *, size_pt: float, weight: str) -> str:
    if not text:
        return ""
    font = FontProperties(family="DejaVu Sans", weight=weight, size=size_pt)
    # a dollar sign in a name is a dollar sign, not the start of a formula
    needed_pt = TextPath((0, 0), text.replace("$", "S"), prop=font).get_extents().width
    return textwrap.fill(text, max(20, int(len(text) * width_pt / max(needed_pt, 1) * 0.97)))


def _write(ax: Axes, text: str, rise_pt: float, *, alone: bool) -> None:
    x, transform = _anchor(ax, rise_pt, alone=alone)
    ax.set_title(text, loc="left", x=x, y=1.0, transform=transform, fontsize=_TITLE_PT, parse_math=False)


def _write_line(ax: Axes, text: str, *, alone: bool) -> None:
    x, transform = _anchor(ax, _GAP_PT, alone=alone)
    line = ax.text(
        x, 1.0, text, transform=transform, fontsize=_LINE_PT, color=QUIET, va="bottom", linespacing=1.3, parse_math=False
    )
    line.set_gid("subtitle")
    line.set_in_layout(False)  # the title above it already keeps the room; its width must not push the axes aside


def _anchor(ax: Axes, rise_pt: float, *, alone: bool) -> tuple[float, Transform]:
    scale = ax.figure.dpi_scale_trans
    if alone:
        wide = blended_transform_factory(ax.figure.transFigure, ax.transAxes)
        return 0.0, wide + ScaledTranslation(_EDGE_IN, rise_pt / 72, scale)
    return 0.0, ax.transAxes + ScaledTranslation(0, rise_pt / 72, scale)
