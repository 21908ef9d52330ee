"""Ranked bars: the strongest ties, and the entities that are named most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import ScaledTranslation, blended_transform_factory

from helpers.plots.captions import caption, joined, leader, new_axes, number, say_nothing
from helpers.plots.names import display_names
from helpers.plots.standing import draw_standings, intervals, standings, standings_in_words
from helpers.plots.style import INK, QUIET, Floats, kind_handle, kinds_in_order, mark_of, styled
from helpers.plots.ties import named_ties

_BAR, _HOME_BAR = "#8792a3", "#d5dae1"
_INTERVAL: dict[str, Any] = {"ecolor": INK, "elinewidth": 1.0, "capsize": 2.5}


@styled
def plot_ranked_ties(
    edges: pd.DataFrame,
    entities: pd.DataFrame,
    *,
    n: int = 20,
    with_home: bool = False,
    value: str = "weight",
    q: float | None = 0.05,
    unit: str = "independent reports",
    title: str | None = None,
    subtitle: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw the strongest ties as bars, longest on top, with the kinds of both ends and, of the weight, its interval.

    Parameters
    ----------
    edges : DataFrame, one row per pair (`source`, `target`, `is_home`, `weight`); where it has `weight_low` and `weight_high`
        a line from one to the other crosses the end of each bar, and where it has `q` the bars say what it says
    entities : DataFrame, one row per entity (`entity_id`, `name`, `kind`)
    n : how many ties
    with_home : whether a person with a country of theirs and a weapon with its maker's country are shown (as pale bars)
    value : the column of `edges` that gives the bars their length
    q : a tie with `q` at most this has a full bar, one above it a hollow bar, one without `q` a hatched bar; None fills all
    unit : what one unit of the value is
    title, subtitle : None writes the title from the numbers; the subtitle is followed by what is shown
    ax : axes to draw on; None makes a figure

    Returns
    -------
    Axes
    """
    table = ranked_ties_table(edges, entities, n=n, with_home=with_home, value=value)
    axes = new_axes(ax, width_in=9.5, height_in=_height_in(len(table)))
    if table.empty:
        return say_nothing(axes, "No tie to rank: no two entities are named together.", title=title or "Strongest ties")
    colours = [_HOME_BAR if home else _BAR for home in table["is_home"]]
    names = (table["source_name"] + " – " + table["target_name"]).tolist()
    spans, tests = intervals(table, value), standings(table, q)
    _draw_bars(axes, table[value].to_numpy(dtype=float), names, colours=colours, unit=unit, spans=spans)
    _draw_kinds(axes, [table["source_kind"].tolist(), table["target_kind"].tolist()])
    handles = draw_standings(axes.patches, tests, q)
    _explain(axes, [*table["source_kind"], *table["target_kind"]], has_home=bool(table["is_home"].any()), more=handles)
    note = joined(_note(edges, table, with_home), "lines and brackets: 95 % interval" if spans is not None else "")
    alt = f"{_alt(names, table[value], unit, 'ties')}{standings_in_words(tests, q)}"
    caption(axes, title or _strongest_tie(table, value), joined(subtitle, note), alt=alt)
    return axes


def ranked_ties_table(
    edges: pd.DataFrame, entities: pd.DataFrame, *, n: int = 20, with_home: bool = False, value: str = "weight"
) -> pd.DataFrame:
    """Return the numbers behind `plot_ranked_ties`: one row per tie, strongest first, with the names and kinds of both ends."""
    ties = named_ties(edges, entities, value=value)
    return (ties if with_home else ties[~ties["is_home"]]).head(n).reset_index(drop=True)


@styled
def plot_ranked_entities(
    entities: pd.DataFrame,
    *,
    kind: str | None = None,
    n: int = 20,
    value: str = "n_articles",
    unit: str = "articles",
    title: str | None = None,
    subtitle: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw the entities that are named most as bars, longest on top.

    Parameters
    ----------
    entities : DataFrame, one row per entity (`entity_id`, `name`, `kind`, `n_articles`)
    kind : only entities of this kind; None takes every kind
    n : how many entities
    value : the column that gives the bars their length
    unit : what one unit of the value is
    title, subtitle : None writes the title from the numbers; the subtitle is followed by what is shown
    ax : axes to draw on; None makes a figure

    Returns
    -------
    Axes
    """
    table = ranked_entities_table(entities, kind=kind, n=n, value=value)
    axes = new_axes(ax, width_in=8.5, height_in=_height_in(len(table)))
    what = mark_of(kind).plural if kind else "entities"
    if table.empty:
        return say_nothing(axes, f"Nothing to rank: there are no {what}.", title=title or f"{what} named most".capitalize())
    colours = [mark_of(each).colour for each in table["kind"]]
    _draw_bars(axes, table[value].to_numpy(dtype=float), table["name"].tolist(), colours=colours, unit=unit)
    _draw_kinds(axes, [table["kind"].tolist()])
    if kind is None:
        _explain(axes, table["kind"].tolist(), has_home=False)
    total = int((entities["kind"] == kind).sum()) if kind else len(entities)
    note = f"the first {len(table):,} of {total:,} {what}" if len(table) < total else f"{total:,} {what}"
    first = leader(table[value])
    top = f"{what} named most".capitalize()
    if first is not None:
        top = f"{table['name'].iloc[first]} is named most: {number(table[value].iloc[first])} {unit}"
    caption(axes, title or top, joined(subtitle, note), alt=_alt(table["name"].tolist(), table[value], unit, what))
    return axes


def ranked_entities_table(
    entities: pd.DataFrame, *, kind: str | None = None, n: int = 20, value: str = "n_articles"
) -> pd.DataFrame:
    """Return the numbers behind `plot_ranked_entities`: one row per entity, the one named most first.

    Raises ValueError where `entities` has no column `value`.
    """
    if value not in entities:
        raise ValueError(f"entities have no column {value!r}; they have {', '.join(map(str, entities.columns))}")
    named = entities.assign(name=entities["entity_id"].map(display_names(entities)).astype("str"))
    some = named if kind is None else named[named["kind"] == kind]
    ordered = some.dropna(subset=[value]).sort_values([value, "entity_id"], ascending=[False, True])
    return ordered.head(n).reset_index(drop=True)


def _height_in(count: int) -> float:
    return float(np.clip(1.5 + 0.27 * count, 2.6, 12))


def _draw_bars(
    ax: Axes, values: Floats, names: Sequence[str], *, colours: Sequence[str], unit: str, spans: Floats | None = None
) -> None:
    places = np.arange(len(values))
    bars = ax.barh(places, values, height=0.68, color=colours, xerr=spans, error_kw=_INTERVAL)
    reach = values if spans is None else values + spans[1]
    ax.bar_label(bars, labels=_numbers(values, spans), padding=3, fontsize=8, color=QUIET)
    ax.set_yticks(places, names)
    for label in ax.get_yticklabels():
        label.set_parse_math(False)
    ax.set(ylim=(len(values) - 0.4, -0.6), xlim=(0, reach.max() * (1.08 if spans is None else 1.2) or 1), xlabel=unit)
    ax.xaxis.set_major_locator(MaxNLocator(integer=bool((values % 1 == 0).all())))
    ax.grid(axis="x")
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(axis="x", length=0)


def _numbers(values: Floats, spans: Floats | None) -> list[str]:
    if spans is None:
        return [number(value) for value in values]
    ends = zip(values, values - spans[0], values + spans[1], strict=True)
    return [f"{number(value)} ({number(low)}–{number(high)})" for value, low, high in ends]


def _draw_kinds(ax: Axes, columns: Sequence[Sequence[str]]) -> None:
    """Draw the marks of the kinds between the names and the bars, one column of marks per end of a tie."""
    for i, kinds in enumerate(columns):
        left_pt = -8 - 10 * (len(columns) - 1 - i)
        beside = blended_transform_factory(ax.transAxes, ax.transData) + ScaledTranslation(
            left_pt / 72, 0, ax.figure.dpi_scale_trans
        )
        for kind in kinds_in_order(kinds):
            mark, rows = mark_of(kind), [row for row, each in enumerate(kinds) if each == kind]
            size = 5.5 * float(np.sqrt(mark.area_factor))
            ax.plot(
                [0] * len(rows),
                rows,
                linestyle="none",
                marker=mark.shape,
                color=mark.colour,
                markersize=size,
                transform=beside,
                clip_on=False,
            )
    ax.tick_params(axis="y", pad=6 + 10 * len(columns))


def _explain(ax: Axes, kinds: Sequence[str], *, has_home: bool, more: Sequence[Patch] = ()) -> None:
    handles: list[object] = [kind_handle(kind, label=mark_of(kind).singular) for kind in kinds_in_order(kinds)]
    if has_home:
        handles.append(Patch(color=_HOME_BAR, label="at home (own country, own maker)"))
    ax.legend(handles=[*handles, *more], loc="lower right")


def _strongest_tie(table: pd.DataFrame, value: str) -> str:
    first = leader(table[value])
    if first is None:
        return "Who and what are named together most often"
    return f"{table['source_name'].iloc[first]} and {table['target_name'].iloc[first]} are named together most often"


def _note(edges: pd.DataFrame, table: pd.DataFrame, with_home: bool) -> str:
    n_home = 0 if with_home else int(edges["is_home"].sum())
    total = len(edges) - n_home
    shown = f"the first {len(table):,} of {total:,} ties" if len(table) < total else f"{total:,} ties"
    return joined(shown, f"without {n_home:,} at home (own country, own maker)" if n_home else "")


def _alt(names: Sequence[str], values: pd.Series[float], unit: str, what: str) -> str:
    top = "; ".join(f"{name} ({number(value)})" for name, value in zip(names[:5], values[:5], strict=True))
    return f"Ranked bars of {len(names):,} {what}, in {unit}. First: {top}."
