"""What the network and the ego network are drawn with: lines, marks, legend entries, labels."""

from __future__ import annotations

import matplotlib.patheffects as effects
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D

from helpers.plots.captions import number
from helpers.plots.style import HALO_WIDTH_PT, INK, Floats, kinds_in_order, line_colours, line_widths, mark_of, marker_areas


def draw_lines(
    ax: Axes, starts: Floats, ends: Floats, weights: Floats, *, top: float | None = None, faintest: float = 0.1
) -> None:
    """Draw the ties as one collection; `weights` in ascending order puts the strongest on top."""
    segments = np.stack([starts, ends], axis=1)
    lines = LineCollection(
        list(segments),
        linewidths=line_widths(weights, top=top),
        colors=line_colours(weights, top=top, faintest=faintest),
        zorder=1,
        capstyle="round",
    )
    ax.add_collection(lines)


def draw_marks(ax: Axes, nodes: pd.DataFrame, *, largest_pt2: float) -> None:
    """Draw the nodes (`x`, `y`, `kind`, `n_articles`), the large ones first so that they hide none."""
    drawn = nodes.assign(area=marker_areas(nodes["n_articles"], largest_pt2=largest_pt2))
    for kind in kinds_in_order(list(drawn["kind"])):
        mark, some = mark_of(kind), drawn[drawn["kind"] == kind].sort_values("area", ascending=False)
        ax.scatter(
            some["x"],
            some["y"],
            s=some["area"] * mark.area_factor,
            c=mark.colour,
            marker=mark.shape,
            edgecolors="white",
            linewidths=0.7,
            zorder=2,
            label=mark.plural,
        )


def size_and_width_handles(nodes: pd.DataFrame, ties: pd.DataFrame, *, unit: str, largest_pt2: float) -> list[Line2D]:
    """Return legend entries for a small and a large area, and for a thin and a wide line."""
    sizes, weights = _examples(nodes["n_articles"]), _examples(ties["weight"])
    areas = marker_areas([*sizes, nodes["n_articles"].max()], largest_pt2=largest_pt2)
    disc = {"linestyle": "none", "marker": "o", "color": "#aab1bb", "markeredgecolor": "white"}
    discs = [
        Line2D([], [], markersize=float(np.sqrt(area)), label=f"{number(size)} article{'' if size == 1 else 's'}", **disc)  # type: ignore[arg-type]
        for size, area in zip(sizes, areas, strict=False)
    ]
    widths = line_widths(weights, top=float(ties["weight"].max()))
    shades = line_colours(weights, top=float(ties["weight"].max()), faintest=0.25)
    lines = [
        Line2D(
            [],
            [],
            linewidth=float(width),
            color=tuple(shade),
            label=f"{number(weight)} {unit if i == len(weights) - 1 else ''}".strip(),
        )
        for i, (weight, width, shade) in enumerate(zip(weights, widths, shades, strict=True))
    ]
    return discs + lines


def halo() -> list[effects.AbstractPathEffect]:
    """Return the white rim that keeps a label readable on lines."""
    return [effects.withStroke(linewidth=HALO_WIDTH_PT, foreground="white", alpha=0.9)]


def legend_below(ax: Axes, handles: list[Line2D]) -> None:
    """Draw the legend below the axes, in as many columns as there is room for."""
    share = 1.0 if len(ax.figure.axes) == 1 else ax.get_position().width
    width_in = share * ax.figure.bbox.width / ax.figure.dpi
    legend = ax.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0, -0.005),
        ncols=max(2, min(len(handles), int(width_in / 1.3))),
        columnspacing=1.4,
        handletextpad=0.5,
        borderaxespad=0.2,
        labelcolor=INK,
    )
    for text in legend.get_texts():
        text.set_parse_math(False)


def _examples(values: pd.Series[float]) -> list[float]:
    """Return a low and a high round value for a legend; one where there is only one value."""
    low, high = float(values.min()), float(values.max())
    examples = [max(_round_down(high / 10), low), _round_down(high)]
    return examples if examples[0] < examples[1] else [high]


def _round_down(value: float) -> float:
    """Return the largest of 1, 2, 5, 10, 20, 50 … that is not above `value`."""
    power = 10.0 ** np.floor(np.log10(max(value, 1.0)))
    return float(max(step * power for step in (1, 2, 5) if step * power <= max(value, 1.0)))
