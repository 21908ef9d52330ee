"""The network as a picture: nodes by kind and articles, lines by weight, the strongest named."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers.plots.captions import caption, joined, leader, new_axes, number, say_nothing
from helpers.plots.drawing import draw_lines, draw_marks, legend_below, size_and_width_handles
from helpers.plots.labelling import add_labels
from helpers.plots.layout import layout
from helpers.plots.names import graph_ties, node_entities, tally
from helpers.plots.style import Floats, kind_handle, kinds_in_order, marker_areas, styled

_WIDTH_IN = 10
_N_KEPT_CLEAR = 80  # labels avoid the lines of this many ties, the strongest


@styled
def plot_network(
    graph: Any,
    *,
    positions: pd.DataFrame | None = None,
    n_labels: int = 30,
    n_small_labels: int = 60,
    max_nodes: int = 200,
    unit: str = "independent reports",
    seed: int = 0,
    title: str | None = None,
    subtitle: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw the network: shape and colour are the kind, area the articles, line width the logarithm of the weight.

    Parameters
    ----------
    graph : networkx.Graph, nodes with `name`, `kind`, `n_articles`, edges with `weight`
    positions : DataFrame, one row per node (`entity_id`, `x`, `y`) as `layout` returns it; None lays out what is shown
    n_labels : how many of the strongest nodes are named; one that finds no free place goes without
    n_small_labels : how many of the next are named in small print, where that covers nothing
    max_nodes : of a larger network only the strongest nodes are shown; the line below the title says so
    unit : what one unit of the weight is
    seed : starting point of the layout where `positions` is None
    title, subtitle : None writes the title from the numbers; the subtitle is followed by what is shown and named
    ax : axes to draw on; None makes a figure

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        Where `positions` lacks a node that is shown.
    """
    nodes, ties = network_table(graph, positions=positions, max_nodes=max_nodes, seed=seed)
    axes = new_axes(ax, width_in=_WIDTH_IN, height_in=_height_in(nodes))
    if len(nodes) < 2 or ties.empty:
        return say_nothing(axes, _nothing(graph), title=title or "Network of people, countries and weapons")
    largest_pt2 = float(np.clip(30000 / len(nodes), 150, 620))
    _draw_ties(axes, nodes, ties)
    _draw_nodes(axes, nodes, largest_pt2=largest_pt2)
    _draw_legend(axes, nodes, ties, unit=unit, largest_pt2=largest_pt2)
    named = nodes.nlargest(n_labels + n_small_labels, ["strength", "n_articles"])
    note = _note(graph, nodes, n_named=min(n_labels, len(named)))
    caption(axes, title or _finding(nodes), joined(subtitle, note), alt=_alt(nodes, ties, unit=unit))
    radii_pt = np.sqrt(marker_areas(nodes["n_articles"], largest_pt2=largest_pt2) / np.pi)
    lines = np.stack(_ends(nodes, ties.tail(_N_KEPT_CLEAR)), axis=1)
    add_labels(axes, nodes, named, radii_pt=radii_pt, lines=lines, n_large=n_labels)
    return axes


def network_table(
    graph: Any, *, positions: pd.DataFrame | None = None, max_nodes: int = 200, seed: int = 0
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the numbers behind `plot_network`: the nodes that it shows and the ties among them.

    Returns
    -------
    nodes : DataFrame, one row per node shown (`entity_id`, `name`, `kind`, `n_articles`, `strength`, `n_ties`, `x`, `y`)
    ties : DataFrame, one row per tie shown (`source`, `target`, `weight` and what else the edges carry), strongest last
    """
    everyone = node_entities(graph)
    strongest = everyone.sort_values(["strength", "n_articles", "entity_id"], ascending=[False, False, True]).head(max_nodes)
    shown = graph.subgraph(strongest["entity_id"])
    places = layout(shown, seed=seed) if positions is None else positions[["entity_id", "x", "y"]]
    nodes = node_entities(shown).merge(places, on="entity_id", how="left", validate="one_to_one")
    if (unplaced := nodes.loc[nodes["x"].isna() | nodes["y"].isna(), "entity_id"]).size:
        raise ValueError(f"positions lack {unplaced.iloc[0]!r} ({len(unplaced)} in all); compute them with layout(graph)")
    return nodes, graph_ties(shown)


def _height_in(nodes: pd.DataFrame) -> float:
    """Return the height of a figure that the nodes fill, with room for the title and the legend."""
    wide, high = (float(np.ptp(nodes[axis])) if len(nodes) > 1 else 1.0 for axis in ("x", "y"))
    return float(np.clip(1.4 + _WIDTH_IN * high / max(wide, 1e-9), 4.6, 9))


def _draw_ties(ax: Axes, nodes: pd.DataFrame, ties: pd.DataFrame) -> None:
    # the more ties the fainter the weakest, or they add up to a grey blob
    faintest = float(np.clip(40 / len(ties), 0.04, 0.16))
    draw_lines(ax, *_ends(nodes, ties), ties["weight"].to_numpy(dtype=float), faintest=faintest)


def _ends(nodes: pd.DataFrame, ties: pd.DataFrame) -> tuple[Floats, Floats]:
    places = nodes.set_index("entity_id")[["x", "y"]]
    return places.loc[ties["source"]].to_numpy(dtype=float), places.loc[ties["target"]].to_numpy(dtype=float)


def _draw_nodes(ax: Axes, nodes: pd.DataFrame, *, largest_pt2: float) -> None:
    draw_marks(ax, nodes, largest_pt2=largest_pt2)
    ax.set_axis_off()
    ax.margins(0.06)
    ax.set_aspect("equal", adjustable="datalim")


def _draw_legend(ax: Axes, nodes: pd.DataFrame, ties: pd.DataFrame, *, unit: str, largest_pt2: float) -> None:
    kinds = [kind_handle(kind) for kind in kinds_in_order(list(nodes["kind"]))]
    legend_below(ax, kinds + size_and_width_handles(nodes, ties, unit=unit, largest_pt2=largest_pt2))


def _note(graph: Any, nodes: pd.DataFrame, *, n_named: int) -> str:
    total = graph.number_of_nodes()
    shown = f"the {len(nodes):,} strongest of {total:,} shown" if len(nodes) < total else f"{total:,} nodes"
    return joined(shown, f"the strongest {n_named:,} in large print" if n_named < len(nodes) else "")


def _finding(nodes: pd.DataFrame) -> str:
    first = leader(nodes["n_ties"])
    if first is None:
        return f"Who is named together with whom: {len(nodes):,} people, countries and weapons"
    return f"{nodes['name'].iloc[first]} is named together with {nodes['n_ties'].iloc[first]:,} of the {len(nodes) - 1:,} others"


def _nothing(graph: Any) -> str:
    count = graph.number_of_nodes()
    if count == 0:
        return "No network to draw: no person, country or weapon was found."
    return f"No network to draw: {count:,} node{'' if count == 1 else 's'}, but no two of them are tied."


def _alt(nodes: pd.DataFrame, ties: pd.DataFrame, *, unit: str) -> str:
    names = nodes.set_index("entity_id")["name"]
    top = [
        f"{names[tie['source']]} and {names[tie['target']]} ({number(tie['weight'])})"
        for _, tie in ties.iloc[::-1].head(5).iterrows()
    ]
    size = f"Network of {len(nodes):,} nodes ({tally(nodes['kind'])}) and {len(ties):,} ties."
    return f"{size} Strongest, in {unit}: {'; '.join(top)}."
