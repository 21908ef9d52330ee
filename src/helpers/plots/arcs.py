"""One kind of entity along a line, its ties as arcs beside it: who stands with whom, without a hairball."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from helpers.plots.captions import caption, counted, joined, leader, new_axes, number, say_nothing
from helpers.plots.drawing import draw_marks, legend_below, size_and_width_handles
from helpers.plots.names import graph_ties, node_entities
from helpers.plots.ordering import clustered_order
from helpers.plots.style import INK, Floats, kind_handle, line_colours, line_widths, log_share, mark_of, styled

_LARGEST_PT2 = 220.0
_STEPS = np.linspace(-np.pi / 2, np.pi / 2, 61)


@styled
def plot_arcs(
    graph: Any,
    *,
    kind: str = "country",
    n: int = 25,
    order: str = "cluster",
    unit: str = "independent reports",
    title: str | None = None,
    subtitle: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw the entities of one kind one below the other and every tie between two of them as an arc.

    Parameters
    ----------
    graph : networkx.Graph, nodes with `name`, `kind`, `n_articles`, edges with `weight`
    kind : which entities
    n : how many at the most, those with the strongest ties among their kind
    order : "cluster" puts entities with like ties side by side, "strength" the strongest first
    unit : what one unit of the weight is
    title, subtitle : None writes the title from the numbers; the subtitle is followed by what is shown
    ax : axes to draw on; None makes a figure

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        Where `order` is neither "cluster" nor "strength".
    """
    nodes, ties = arcs_table(graph, kind=kind, n=n, order=order)
    axes = new_axes(ax, width_in=8.5, height_in=float(np.clip(1.6 + 0.25 * len(nodes), 3, 12)))
    what = mark_of(kind).plural
    if ties.empty:
        return say_nothing(axes, _nothing(graph, kind), title=title or f"Which {what} are named together")
    placed = nodes.assign(x=0.0, y=-np.arange(len(nodes), dtype=float))
    _draw_arcs(axes, placed, ties)
    draw_marks(axes, placed, largest_pt2=_LARGEST_PT2)
    _draw_names(axes, placed)
    legend_below(axes, [kind_handle(kind), *size_and_width_handles(placed, ties, unit=unit, largest_pt2=_LARGEST_PT2)])
    caption(axes, title or _finding(nodes, what), joined(subtitle, _note(graph, nodes, kind)), alt=_alt(nodes, ties, what, unit))
    return axes


def arcs_table(graph: Any, *, kind: str = "country", n: int = 25, order: str = "cluster") -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the numbers behind `plot_arcs`.

    Returns
    -------
    nodes : DataFrame, one row per entity shown, in the order of the figure (`entity_id`, `name`, `kind`, `n_articles`,
        `strength` and `n_ties` among those shown)
    ties : DataFrame, one row per tie between two of them, weakest first (`source`, `target`, `weight` and what else the
        edges carry)
    """
    if order not in ("cluster", "strength"):
        raise ValueError(f'order is {order!r}; it is "cluster" or "strength"')
    alike = graph.subgraph([node for node, data in graph.nodes(data=True) if data.get("kind") == kind])
    strongest = _by_strength(alike).head(n)
    part = alike.subgraph(strongest.loc[strongest["n_ties"] > 0, "entity_id"])
    nodes, ties = _by_strength(part), graph_ties(part)
    nodes = nodes[nodes["n_ties"] > 0].reset_index(drop=True)
    if order == "cluster" and len(ties):
        nodes = nodes.iloc[clustered_order(_shares(nodes, ties))].reset_index(drop=True)
    return nodes, ties


def _by_strength(graph: Any) -> pd.DataFrame:
    return node_entities(graph).sort_values(
        ["strength", "n_articles", "entity_id"], ascending=[False, False, True], ignore_index=True
    )


def _shares(nodes: pd.DataFrame, ties: pd.DataFrame) -> Floats:
    """Return the symmetric matrix of the ties; on the diagonal the strongest of each, as if it were like itself."""
    place = pd.Series(range(len(nodes)), index=nodes["entity_id"])
    shares = np.zeros((len(nodes), len(nodes)))
    one, two = place.loc[ties["source"]].to_numpy(), place.loc[ties["target"]].to_numpy()
    shares[one, two] = shares[two, one] = log_share(ties["weight"].to_numpy(dtype=float))
    np.fill_diagonal(shares, shares.max(axis=0, initial=0.0))
    return shares


def _draw_arcs(ax: Axes, placed: pd.DataFrame, ties: pd.DataFrame) -> None:
    heights = placed.set_index("entity_id")["y"]
    one, two = heights.loc[ties["source"]].to_numpy(), heights.loc[ties["target"]].to_numpy()
    half, middle = np.abs(one - two) / 2, (one + two) / 2
    arcs = np.stack([half[:, None] * np.cos(_STEPS), middle[:, None] + half[:, None] * np.sin(_STEPS)], axis=2)
    weights = ties["weight"].to_numpy(dtype=float)
    faintest = float(np.clip(12 / len(ties), 0.08, 0.3))
    lines = LineCollection(
        list(arcs), linewidths=line_widths(weights), colors=line_colours(weights, faintest=faintest), zorder=1, capstyle="round"
    )
    ax.add_collection(lines)
    ax.set_xlim(-0.03 * half.max() - 0.25, half.max() * 1.06)


def _draw_names(ax: Axes, placed: pd.DataFrame) -> None:
    ax.set_yticks(placed["y"], placed["name"])
    for label in ax.get_yticklabels():
        label.set(parse_math=False, color=INK)
    ax.set_xticks([])
    ax.tick_params(axis="y", length=0, pad=6)
    ax.spines[:].set_visible(False)
    ax.set_ylim(-len(placed) + 0.3, 0.7)


def _note(graph: Any, nodes: pd.DataFrame, kind: str) -> str:
    total = sum(data.get("kind") == kind for _, data in graph.nodes(data=True))
    what = mark_of(kind).plural
    return f"the {len(nodes):,} of {total:,} {what} with the strongest ties" if len(nodes) < total else f"{total:,} {what}"


def _finding(nodes: pd.DataFrame, what: str) -> str:
    first = leader(nodes["n_ties"])
    if first is None:
        return f"Which {what} are named together"
    return f"{nodes['name'].iloc[first]} is named together with {nodes['n_ties'].iloc[first]:,} of the {len(nodes) - 1:,} others"


def _nothing(graph: Any, kind: str) -> str:
    mark = mark_of(kind)
    count = sum(data.get("kind") == kind for _, data in graph.nodes(data=True))
    if not count:
        return f"No arcs to draw: there is no {mark.singular} in this network."
    return f"No arcs to draw: {count:,} {mark.singular if count == 1 else mark.plural}, but no two of them are tied."


def _alt(nodes: pd.DataFrame, ties: pd.DataFrame, what: str, unit: str) -> str:
    names = nodes.set_index("entity_id")["name"]
    top = [
        f"{names[tie['source']]} and {names[tie['target']]} ({number(tie['weight'])})"
        for _, tie in ties.iloc[::-1].head(5).iterrows()
    ]
    return f"Arcs between {len(nodes):,} {what}, {counted(len(ties), 'tie')}. Strongest, in {unit}: {'; '.join(top)}."
