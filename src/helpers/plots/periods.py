"""The network of each period beside the others: one panel a period, every node at one place in all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers.plots.captions import caption, counted, day, joined, leader, new_axes, say_nothing
from helpers.plots.drawing import draw_lines, draw_marks, legend_below, size_and_width_handles
from helpers.plots.labelling import add_labels
from helpers.plots.layout import layout
from helpers.plots.names import graph_ties, node_entities
from helpers.plots.style import FAINT, INK, Floats, kind_handle, kinds_in_order, marker_areas, styled

_OF_PERIOD = ("n_articles", "strength", "n_ties")
_LARGEST_PT2, _MOST_COLUMNS = 150.0, 4
_GAP, _TITLE_SHARE = 0.02, 0.1  # between the panels, and of a panel's height for its name


@styled
def plot_periods(
    graphs: Mapping[Any, Any],
    *,
    positions: pd.DataFrame | None = None,
    period: str = "month",
    n_labels: int = 6,
    max_nodes: int = 60,
    max_periods: int = 12,
    unit: str = "independent reports",
    seed: int = 0,
    title: str | None = None,
    subtitle: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw the network of each period in a panel of its own; a node has the same place, and a weight the same width, in all.

    Nodes without a tie in a period are faint dots in its panel.

    Parameters
    ----------
    graphs : one networkx.Graph per period, in order, by the period's first day (as `networks_by_period` makes them) or any name;
        nodes with `name`, `kind`, `n_articles`, edges with `weight`
    positions : DataFrame, one row per node (`entity_id`, `x`, `y`) as `layout` returns it; None lays out all periods together
    period : "week", "month" or "quarter": what a first day is written as
    n_labels : how many of the strongest nodes of each period are named; one that finds no free place goes without
    max_nodes : only the nodes that are strongest over all periods are shown; the line below the title says so
    max_periods : of more periods only the last are shown; the line below the title says so
    unit : what one unit of the weight is
    seed : starting point of the layout where `positions` is None
    title, subtitle : None writes the title from the numbers; the subtitle is followed by what is shown
    ax : axes in which the panels stand; None makes a figure

    Returns
    -------
    Axes : the frame; its panels are `ax.child_axes`, in the order of the periods

    Raises
    ------
    ValueError
        Where `positions` lacks a node that is shown, or `period` is none of the three.
    """
    if period not in ("week", "month", "quarter"):
        raise ValueError(f"period is {period!r}; it is one of week, month, quarter")
    shown = {_written(key, period): graph for key, graph in list(graphs.items())[-max_periods:]}
    nodes, ties = periods_table(shown, positions=positions, max_nodes=max_nodes, seed=seed)
    n_rows, n_columns = _grid(len(shown))
    axes = new_axes(ax, width_in=10.5, height_in=1.4 + 3.0 * n_rows)
    if ties.empty:
        return say_nothing(axes, _nothing(graphs), title=title or "The network from period to period")
    axes.set_axis_off()
    for place, period in enumerate(shown):
        panel = axes.inset_axes(_place(place, n_rows, n_columns))
        _draw_panel(panel, period, nodes, ties, n_labels=n_labels)
    present = nodes[nodes["n_ties"] > 0]
    handles = [kind_handle(kind) for kind in kinds_in_order(list(present["kind"]))]
    legend_below(axes, handles + size_and_width_handles(present, ties, unit=unit, largest_pt2=_LARGEST_PT2))
    caption(
        axes, title or _finding(ties, list(shown)), joined(subtitle, _note(graphs, shown, nodes)), alt=_alt(nodes, ties, unit)
    )
    return axes


def periods_table(
    graphs: Mapping[Any, Any], *, positions: pd.DataFrame | None = None, max_nodes: int = 60, seed: int = 0
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the numbers behind `plot_periods`.

    Returns
    -------
    nodes : DataFrame, one row per period and node shown (`period`, `entity_id`, `name`, `kind`, `n_articles`, `strength` and
        `n_ties` in that period, `x`, `y`); a node that a period lacks has 0 there
    ties : DataFrame, one row per period and tie shown (`period`, `source`, `target`, `weight` and what else the edges carry)
    """
    whole = _together(graphs)
    everyone = node_entities(whole).sort_values(["strength", "entity_id"], ascending=[False, True])
    kept = everyone[everyone["n_ties"] > 0].head(max_nodes).sort_values("entity_id", ignore_index=True)
    places = layout(whole.subgraph(kept["entity_id"]), seed=seed) if positions is None else positions[["entity_id", "x", "y"]]
    kept = kept[["entity_id", "name", "kind"]].merge(places, on="entity_id", how="left", validate="one_to_one")
    if (unplaced := kept.loc[kept["x"].isna() | kept["y"].isna(), "entity_id"]).size:
        raise ValueError(f"positions lack {unplaced.iloc[0]!r} ({len(unplaced)} in all); compute them with layout(graph)")
    parts = {period: graph.subgraph(kept["entity_id"]) for period, graph in graphs.items()}
    nodes = [_in_period(kept, part, period) for period, part in parts.items()]
    ties = [graph_ties(part).assign(period=period) for period, part in parts.items() if part.number_of_edges()]
    return _stacked(nodes, ["period", *kept.columns, *_OF_PERIOD]), _stacked(ties, ["period", "source", "target", "weight"])


def _stacked(parts: list[pd.DataFrame], first: list[str]) -> pd.DataFrame:
    """Return the tables one below the other, the columns `first` in front; an empty one where there is none."""
    if not parts:
        return pd.DataFrame(columns=first)
    table = pd.concat(parts, ignore_index=True)
    return table[[*first, *(column for column in table if column not in first)]]


def _written(key: Any, period: str) -> str:
    """Return the name of a period: its own, or that of the period which begins on a day."""
    if not isinstance(key, pd.Timestamp):
        return str(key)
    if period == "quarter":
        return f"{key.year}, quarter {key.quarter}"
    return f"{key:%B %Y}" if period == "month" else f"week from {day(key)}"


def _together(graphs: Mapping[Any, Any]) -> Any:
    """Return the network of all periods, weights added up."""
    whole = nx.Graph()
    for graph in graphs.values():
        whole.add_nodes_from((node, dict(data)) for node, data in sorted(graph.nodes(data=True)) if node not in whole)
        for one, two, weight in sorted((*sorted((a, b)), w) for a, b, w in graph.edges(data="weight", default=1.0) if a != b):
            so_far = whole.edges[one, two]["weight"] if whole.has_edge(one, two) else 0.0
            whole.add_edge(one, two, weight=so_far + weight)
    return whole


def _in_period(kept: pd.DataFrame, part: Any, period: Any) -> pd.DataFrame:
    here = node_entities(part)[["entity_id", *_OF_PERIOD]]
    nodes = kept.merge(here, on="entity_id", how="left").fillna({"n_articles": 0, "strength": 0, "n_ties": 0})
    nodes.insert(0, "period", period)
    return nodes.astype({"n_articles": "int64", "strength": "float64", "n_ties": "int64"})


def _grid(count: int) -> tuple[int, int]:
    columns = min(max(count, 1), 3 if count in (3, 5, 6, 9) else 2 if count == 4 else _MOST_COLUMNS)
    return -(-max(count, 1) // columns), columns


def _place(number: int, n_rows: int, n_columns: int) -> tuple[float, float, float, float]:
    """Return left, bottom, width and height of a panel in shares of the frame; the first stands top left."""
    row, column = divmod(number, n_columns)
    width, height = 1 / n_columns, 1 / n_rows
    return column * width, 1 - (row + 1) * height, width - _GAP, height * (1 - _TITLE_SHARE)


def _draw_panel(panel: Axes, period: str, nodes: pd.DataFrame, ties: pd.DataFrame, *, n_labels: int) -> None:
    here = nodes[nodes["period"] == period].reset_index(drop=True)
    met = ties[ties["period"] == period]
    present = here[here["n_ties"] > 0].reset_index(drop=True)
    panel.set_xticks([])
    panel.set_yticks([])
    panel.spines[:].set(visible=True, color=FAINT, linewidth=0.6)
    panel.set_title(f"{period} · {counted(len(met), 'tie')}", fontsize=9.5, fontweight="bold", color=INK, parse_math=False, pad=4)
    absent = here[here["n_ties"] == 0]
    panel.scatter(absent["x"], absent["y"], s=5, c=FAINT, linewidths=0, zorder=0.5)
    _show_all(panel, here)
    if len(present):
        _draw_network(panel, present, met, ties, nodes, n_labels=n_labels)


def _draw_network(
    panel: Axes, present: pd.DataFrame, met: pd.DataFrame, ties: pd.DataFrame, nodes: pd.DataFrame, *, n_labels: int
) -> None:
    places = present.set_index("entity_id")[["x", "y"]]
    starts, ends = (places.loc[met[end]].to_numpy(dtype=float) for end in ("source", "target"))
    faintest = float(np.clip(40 / len(met), 0.06, 0.25))
    draw_lines(panel, starts, ends, met["weight"].to_numpy(dtype=float), top=float(ties["weight"].max()), faintest=faintest)
    # one scale of areas for all panels
    largest = _LARGEST_PT2 * float(present["n_articles"].max()) / max(float(nodes["n_articles"].max()), 1.0)
    draw_marks(panel, present, largest_pt2=largest)
    named = present.nlargest(n_labels, ["strength", "n_articles"])
    radii = np.sqrt(marker_areas(present["n_articles"], largest_pt2=largest) / np.pi)
    add_labels(panel, present, named, radii_pt=radii, lines=np.stack([starts, ends], axis=1)[-30:], size_pt=7.5)


def _show_all(panel: Axes, here: pd.DataFrame) -> None:
    """Set the same limits in every panel, whatever it shows."""
    spans: Floats = here[["x", "y"]].to_numpy(dtype=float)
    low, high = spans.min(axis=0), spans.max(axis=0)
    room = np.maximum((high - low) * 0.09, 0.3)
    panel.set(xlim=(low[0] - room[0], high[0] + room[0]), ylim=(low[1] - room[1], high[1] + room[1]))
    panel.set_autoscale_on(False)


def _note(graphs: Mapping[Any, Any], shown: Mapping[str, Any], nodes: pd.DataFrame) -> str:
    n_nodes, total = nodes["entity_id"].nunique(), len(set().union(*(set(graph) for graph in shown.values())))
    return joined(
        f"the last {len(shown):,} of {len(graphs):,} periods" if len(shown) < len(graphs) else "",
        f"the {n_nodes:,} strongest of {total:,} nodes, in the same places" if n_nodes < total else "the same places in all",
        "faint dots: no tie in the period",
    )


def _finding(ties: pd.DataFrame, periods: list[str]) -> str:
    counts = ties["period"].value_counts().reindex(periods, fill_value=0)
    highest = leader(counts)
    if highest is None or len(periods) == 1:
        return f"The network in {counted(len(periods), 'period')}"
    return f"Most ties in {periods[highest]}: {counts.iloc[highest]:,}, against {counts.min():,} in {counts.idxmin()}"


def _nothing(graphs: Mapping[Any, Any]) -> str:
    if not graphs:
        return "No periods to draw: no article has a date."
    return f"No network to draw: no two entities are tied in {counted(len(graphs), 'period')}."


def _alt(nodes: pd.DataFrame, ties: pd.DataFrame, unit: str) -> str:
    lines = []
    for period, here in nodes.groupby("period", sort=False):
        met = ties[ties["period"] == period]
        names = here.nlargest(3, ["strength", "n_articles"]).query("n_ties > 0")["name"]
        strongest = f", strongest {', '.join(names)}" if len(names) else ""
        lines.append(f"{period}: {counted(len(met), 'tie')}{strongest}")
    return f"The network in {counted(len(lines), 'panel')}, one a period, weights in {unit}. {'; '.join(lines)}."
