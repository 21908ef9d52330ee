"""Two parts of a corpus side by side: how often each pair, or each entity, stands in the reports of one and of the other."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import ScaledTranslation, blended_transform_factory
from scipy.stats import binomtest

from helpers.network.significance import NOT_ASKED
from helpers.plots.captions import caption, counted, joined, new_axes, say_nothing
from helpers.plots.names import display_names
from helpers.plots.style import INK, QUIET, styled

_LONGEST_NAME = 32
_WITHIN, _INTERVAL = "#aab1bb", "#8b93a0"
_MARK: dict[str, Any] = {"markersize": 6.5, "markeredgecolor": INK}
_APART = 0.15  # of a row: the two intervals lie one above the other
# face of the mark, dashes of the interval
_SIDES: dict[str, tuple[str, Any]] = {"one": (INK, "-"), "two": ("white", (0, (3, 2)))}


@styled
def plot_difference(
    comparison: pd.DataFrame,
    entities: pd.DataFrame,
    *,
    n: int = 20,
    labels: tuple[str, str] = ("A", "B"),
    with_home: bool = False,
    q: float = 0.05,
    title: str | None = None,
    subtitle: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw the shares of both sides as two marks on one line, the pairs that differ by more than chance in bold.

    Parameters
    ----------
    comparison : DataFrame of `compare_networks` or `compare_nodes`
    entities : DataFrame, one row per entity (`entity_id`, `name`)
    n : how many rows: those with the least `p`, then untested ones with the greatest difference
    labels : what to call the two sides
    with_home : whether a person with a country of theirs and a weapon with its maker's country are shown
    q : largest Benjamini-Hochberg value that counts as a difference beyond chance
    title, subtitle : None writes the title from the numbers; the subtitle is followed by what is shown
    ax : axes to draw on; None makes a figure

    Returns
    -------
    Axes
    """
    table = difference_table(comparison, entities, n=n, with_home=with_home, q=q)
    axes = new_axes(ax, width_in=9.5, height_in=float(np.clip(2.2 + 0.33 * len(table), 3.2, 14)))
    labels = (_short(labels[0]), _short(labels[1]))
    what, unit = "pair" if "source" in comparison else "entity", _unit(comparison)
    if table.empty:
        sentence = f"Nothing to compare: no {what} is named in {labels[0]} or {labels[1]}."
        return say_nothing(axes, sentence, title=title or f"{labels[0]} and {labels[1]} side by side")
    _draw_shares(axes, table)
    _draw_names(axes, table, labels=labels, unit=unit)
    _explain(axes, table, labels=labels, q=q)
    rows = _without_home(comparison, with_home=with_home)
    caption(
        axes,
        title or _finding(rows, what, labels=labels, q=q),
        joined(subtitle, _note(comparison, rows, table, labels=labels)),
        alt=_alt(table, labels=labels),
    )
    return axes


def difference_table(
    comparison: pd.DataFrame, entities: pd.DataFrame, *, n: int = 20, with_home: bool = False, q: float = 0.05
) -> pd.DataFrame:
    """Return the numbers behind `plot_difference`.

    Returns
    -------
    DataFrame, one row per pair or entity, in the order of the figure (what is more frequent in the first part on top): the
    columns of `comparison`, `label` (the name or names), `difference` (`share_one` less `share_two`), `share_one_low`,
    `share_one_high`, `share_two_low`, `share_two_high` (95 % intervals; missing where articles with their copies are counted)
    and `is_beyond_chance`

    Source: Wilson 1927, Journal of the American Statistical Association 22, for the intervals.
    """
    keys = ["source", "target"] if "source" in comparison else ["entity_id"]
    rows = _without_home(comparison, with_home=with_home)
    rows = rows.assign(
        difference=rows["share_one"] - rows["share_two"], is_beyond_chance=rows["q"].le(q).fillna(False).astype(bool)
    )
    rows = rows.assign(_size=rows["difference"].abs())
    chosen = rows.sort_values(["p", "_size", *keys], ascending=[True, False, *[True] * len(keys)], na_position="last").head(n)
    ordered = chosen.sort_values(["difference", *keys], ascending=[False, *[True] * len(keys)], ignore_index=True)
    names = display_names(entities)
    labels = [pd.Series([_short(names.get(entity, entity)) for entity in ordered[key]], dtype="str") for key in keys]
    table = ordered.drop(columns="_size").assign(label=labels[0] if len(keys) == 1 else labels[0] + " – " + labels[1])
    return table.assign(**_intervals(table))


def _without_home(comparison: pd.DataFrame, *, with_home: bool) -> pd.DataFrame:
    return comparison if with_home or "is_home" not in comparison else comparison[~comparison["is_home"]]


def _unit(comparison: pd.DataFrame) -> str:
    """Return what was counted; articles are never tested."""
    return "articles" if comparison["untested"].eq(NOT_ASKED).any() else "reports"


def _short(name: str) -> str:
    line = " ".join(name.split())
    return line if len(line) <= _LONGEST_NAME else f"{line[: _LONGEST_NAME - 1].rstrip()}…"


def _intervals(table: pd.DataFrame) -> dict[str, list[float]]:
    known = _unit(table) == "reports"  # copies are no independent draws: a share of articles has no interval
    columns: dict[str, list[float]] = {}
    for side in _SIDES:
        counts = zip(table[f"n_reports_{side}"].astype(int), table[f"total_{side}"].astype(int), strict=True)
        ends = [
            binomtest(met, total).proportion_ci(method="wilson") if known and total else (np.nan, np.nan) for met, total in counts
        ]
        columns |= {f"share_{side}_low": [float(low) for low, _ in ends], f"share_{side}_high": [float(high) for _, high in ends]}
    return columns


def _draw_shares(ax: Axes, table: pd.DataFrame) -> None:
    places = np.arange(len(table))
    beyond = table["is_beyond_chance"].to_numpy(dtype=bool)
    for rows, colour, width in ((~beyond, _WITHIN, 1.6), (beyond, INK, 3.2)):
        ax.hlines(places[rows], table["share_one"][rows], table["share_two"][rows], colors=colour, linewidth=width, zorder=2)
    for apart, (side, (face, dashes)) in zip((-_APART, _APART), _SIDES.items(), strict=True):
        low, high = table[f"share_{side}_low"], table[f"share_{side}_high"]
        ax.hlines(places + apart, low, high, colors=_INTERVAL, linewidth=0.8, linestyles=dashes, zorder=1)
        ax.plot(table[f"share_{side}"], places, linestyle="none", marker="o", **_MARK, markerfacecolor=face, zorder=3)
    top = np.nanmax(table[["share_one", "share_two", "share_one_high", "share_two_high"]].to_numpy(dtype=float))
    ax.set(ylim=(len(table) - 0.4, -0.6), xlim=(-0.015 * top, 1.03 * top))
    ax.grid(axis="x")
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.tick_params(axis="x", length=0)


def _draw_names(ax: Axes, table: pd.DataFrame, *, labels: tuple[str, str], unit: str) -> None:
    ax.set_yticks(np.arange(len(table)), table["label"].tolist())
    for label, beyond in zip(ax.get_yticklabels(), table["is_beyond_chance"], strict=True):
        label.set_parse_math(False)
        label.set_fontweight("bold" if beyond else "normal")
    right = blended_transform_factory(ax.transAxes, ax.transData) + ScaledTranslation(8 / 72, 0, ax.figure.dpi_scale_trans)
    columns = [table[f"n_{unit}_{side}"] for side in _SIDES]
    for place, (one, two) in enumerate(zip(*columns, strict=True)):
        ax.text(1.0, place, f"{one:,} : {two:,}", transform=right, va="center", fontsize=8, color=QUIET)
    ax.xaxis.set_major_formatter(lambda share, _: f"{100 * share:.3g} %")
    ax.xaxis.set_major_locator(MaxNLocator(nbins=8, steps=[1, 2, 5, 10]))
    ax.set_xlabel(f"share of all {unit}; on the right the {unit} – {labels[0]} : {labels[1]}", parse_math=False)


def _explain(ax: Axes, table: pd.DataFrame, *, labels: tuple[str, str], q: float) -> None:
    has_interval = table["share_one_low"].notna().any()
    handles = [
        Line2D([], [], color=_INTERVAL, linewidth=0.8 * has_interval, linestyle=dashes, marker="o", **_MARK, markerfacecolor=face)
        for face, dashes in _SIDES.values()
    ]
    said = [label + (", 95 % interval" if has_interval else "") for label in labels]
    beyond = table["is_beyond_chance"]
    if beyond.any():
        handles.append(Line2D([], [], color=INK, linewidth=3.2))
        said.append(f"differ by more than chance (q ≤ {q:g})")
    if not beyond.all():
        handles.append(Line2D([], [], color=_WITHIN, linewidth=1.6))
        said.append("not tested" if table["q"].isna().all() else "within chance, or too rare to tell")
    # from the edge of the figure: long names beside the axes must not push the legend out
    alone = len(ax.figure.axes) == 1
    across = ax.figure.transFigure if alone else ax.transAxes
    below = blended_transform_factory(across, ax.transAxes) + ScaledTranslation(6 / 72, -36 / 72, ax.figure.dpi_scale_trans)
    place: dict[str, Any] = {"loc": "upper left", "bbox_to_anchor": (0, 0), "bbox_transform": below, "borderaxespad": 0}
    legend = ax.legend(handles, said, ncols=2, columnspacing=1.6, **place)
    for text in legend.get_texts():
        text.set_parse_math(False)


def _finding(rows: pd.DataFrame, what: str, *, labels: tuple[str, str], q: float) -> str:
    n_tested, n_beyond = int(rows["q"].notna().sum()), int(rows["q"].le(q).sum())
    sides, several = f"{labels[0][:1].upper()}{labels[0][1:]} and {labels[1]}", {"pair": "pairs", "entity": "entities"}[what]
    if not n_tested:
        return f"{sides}: no {what} could be tested"
    if not n_beyond:
        return f"{sides}: none of {n_tested:,} {several} tested differs by more than chance"
    return (
        f"{sides}: {n_beyond:,} of {n_tested:,} {several} tested {'differs' if n_beyond == 1 else 'differ'} by more than chance"
    )


def _note(comparison: pd.DataFrame, rows: pd.DataFrame, table: pd.DataFrame, *, labels: tuple[str, str]) -> str:
    what = ("pair", "pairs") if "source" in comparison else ("entity", "entities")
    word = _unit(comparison).removesuffix("s")
    sizes = (counted(int(comparison[f"total_{side}"].iloc[0]), word) for side in _SIDES)
    shown = f"{len(table):,} of {len(rows):,} {what[1]}" if len(table) < len(rows) else f"{len(rows):,} {what[len(rows) != 1]}"
    n_home = len(comparison) - len(rows)
    return joined(
        ", ".join(f"{label}: {size}" for label, size in zip(labels, sizes, strict=True)),
        shown,
        f"without {n_home:,} at home (own country, own maker)" if n_home else "",
        f"{int(rows['untested'].notna().sum()):,} not tested" if rows["untested"].notna().any() else "",
    )


def _alt(table: pd.DataFrame, *, labels: tuple[str, str]) -> str:
    order = table.assign(_size=table["difference"].abs()).sort_values("_size", ascending=False, kind="stable")
    top = "; ".join(
        f"{name} ({one:.0%} in {labels[0]}, {two:.0%} in {labels[1]})"
        for name, one, two in zip(order["label"][:5], order["share_one"][:5], order["share_two"][:5], strict=True)
    )
    return f"Two marks per line for {counted(len(table), 'row')}. Greatest differences: {top}."
