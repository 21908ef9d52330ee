"""One entity in the middle, those it is named with around it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers.plots.captions import caption, joined, leader, new_axes, number, say_nothing
from helpers.plots.drawing import draw_lines, draw_marks, halo, legend_below, size_and_width_handles
from helpers.plots.names import graph_ties, node_entities, tally
from helpers.plots.style import INK, Floats, kind_handle, kinds_in_order, styled

LABEL_GID = "label"
_LARGEST_PT2 = 480.0


@styled
def plot_ego(
    graph: Any,
    entity_id: str,
    *,
    max_neighbours: int = 30,
    with_ties_between: bool = True,
    unit: str = "independent reports",
    title: str | None = None,
    subtitle: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw one entity in the middle and round it, kind by kind, those it is named with, the strongest of each kind first.

    The number behind a name is the weight of its tie with the entity in the middle.

    Parameters
    ----------
    graph : networkx.Graph, nodes with `name`, `kind`, `n_articles`, edges with `weight`
    entity_id : the entity in the middle
    max_neighbours : of more than these only those with the strongest ties are shown; the line below the title says so
    with_ties_between : whether the ties among the neighbours are drawn too, faintly
    unit : what one unit of the weight is
    title, subtitle : None writes the title from the numbers; the subtitle is followed by what is shown
    ax : axes to draw on; None makes a figure

    Returns
    -------
    Axes
    """
    neighbours = ego_table(graph, entity_id, max_neighbours=max_neighbours)
    axes = new_axes(ax, width_in=10, height_in=float(np.clip(2.6 + 0.16 * len(neighbours), 4.4, 9)))
    if neighbours.empty:
        return say_nothing(axes, _nothing(graph, entity_id), title=title or f"The ties of {_name(graph, entity_id)}")
    placed = _placed(graph, entity_id, neighbours)
    if with_ties_between:
        _draw_between(axes, graph, placed, neighbours)
    _draw_spokes(axes, placed)
    draw_marks(axes, placed, largest_pt2=_LARGEST_PT2)
    _draw_names(axes, placed)
    handles = [kind_handle(kind) for kind in kinds_in_order(list(placed["kind"]))]
    legend_below(axes, handles + size_and_width_handles(placed, neighbours, unit=unit, largest_pt2=_LARGEST_PT2))
    note = _note(graph.degree(entity_id) - graph.has_edge(entity_id, entity_id), len(neighbours))
    caption(axes, title or _finding(placed), joined(subtitle, note), alt=_alt(placed, unit=unit))
    return axes


def ego_table(graph: Any, entity_id: str, *, max_neighbours: int = 30) -> pd.DataFrame:
    """Return the numbers behind `plot_ego`.

    Returns
    -------
    DataFrame, one row per neighbour, strongest tie first (`entity_id`, `name`, `kind`, `n_articles` of the neighbour,
    `weight`, `first_seen` and `last_seen` of the tie); empty where the entity has no tie or is not in the graph
    """
    names = node_entities(graph).set_index("entity_id")
    ties = dict(graph.adj).get(entity_id, {})
    rows = [
        {
            "entity_id": other,
            "weight": tie.get("weight", 1.0),
            "first_seen": tie.get("first_seen"),
            "last_seen": tie.get("last_seen"),
        }
        for other, tie in ties.items()
        if other != entity_id
    ]
    found = pd.DataFrame(rows, columns=["entity_id", "weight", "first_seen", "last_seen"])
    found = found.join(names[["name", "kind", "n_articles"]], on="entity_id")
    found = found.sort_values(["weight", "n_articles", "entity_id"], ascending=[False, False, True])
    return (
        found[["entity_id", "name", "kind", "n_articles", "weight", "first_seen", "last_seen"]]
        .head(max_neighbours)
        .reset_index(drop=True)
    )


def _placed(graph: Any, entity_id: str, neighbours: pd.DataFrame) -> pd.DataFrame:
    """Return the neighbours kind by kind round the centre, with x and y; the last row is the centre."""
    order = {kind: i for i, kind in enumerate(kinds_in_order(list(neighbours["kind"])))}
    ring = neighbours.assign(order=neighbours["kind"].map(order)).sort_values("order", kind="stable", ignore_index=True)
    ring[["x", "y"]] = _ring(len(ring))
    node = graph.nodes[entity_id]
    middle = {"entity_id": entity_id, "name": _name(graph, entity_id), "kind": node.get("kind", ""), "x": 0.0, "y": 0.0}
    return pd.concat([ring, pd.DataFrame([middle | {"n_articles": node.get("n_articles") or 0}])], ignore_index=True)


def _ring(count: int) -> Floats:
    """Return `count` places clockwise from the top, evenly apart in height so that their names never overlap."""
    right = (count + 1) // 2
    sides = [(right, 1.0), (count - right, -1.0)]
    heights = [np.linspace(1, -1, n + 2)[1:-1] if n < 4 else np.linspace(1, -1, n) for n, _ in sides]
    arcs = [
        np.column_stack([side * (0.35 + 0.65 * np.sqrt(1 - 0.98 * y**2)), y * side])
        for y, (_, side) in zip(heights, sides, strict=True)
    ]
    return np.vstack(arcs)


def _draw_spokes(ax: Axes, placed: pd.DataFrame) -> None:
    ring = placed.iloc[:-1].sort_values("weight")
    ends = ring[["x", "y"]].to_numpy(dtype=float)
    draw_lines(ax, np.zeros_like(ends), ends, ring["weight"].to_numpy(dtype=float), faintest=0.3)
    ax.set_axis_off()
    reach = _reach(ax, ring)
    ax.set_xlim(-reach, reach)
    ax.set_ylim(-1.12, 1.12)


def _reach(ax: Axes, ring: pd.DataFrame) -> float:
    """Return how far the axes go to either side of the ring of radius 1, so that the names beside it fit."""
    share = 1.0 if len(ax.figure.axes) == 1 else ax.get_position().width
    half_in = share * ax.figure.bbox.width / ax.figure.dpi / 2
    names_in = 0.07 * (ring["name"].str.len().max() + 6) + 0.3
    return float(np.clip(half_in / max(half_in - names_in, 0.1), 1.5, 3))


def _draw_between(ax: Axes, graph: Any, placed: pd.DataFrame, neighbours: pd.DataFrame) -> None:
    ties = graph_ties(graph.subgraph(neighbours["entity_id"]))
    if ties.empty:
        return
    places = placed.set_index("entity_id")[["x", "y"]]
    starts, ends = places.loc[ties["source"]].to_numpy(dtype=float), places.loc[ties["target"]].to_numpy(dtype=float)
    draw_lines(ax, starts, ends, np.zeros(len(ties)), faintest=float(np.clip(12 / len(ties), 0.08, 0.25)))


def _draw_names(ax: Axes, placed: pd.DataFrame) -> None:
    text: dict[str, Any] = {
        "fontsize": 8.5,
        "color": INK,
        "va": "center",
        "path_effects": halo(),
        "gid": LABEL_GID,
        "parse_math": False,
        "zorder": 4,
    }
    ring = placed.iloc[:-1]
    for name, weight, x, y in zip(ring["name"], ring["weight"], ring["x"], ring["y"], strict=True):
        right = x >= 0
        ax.annotate(
            f"{name} · {number(weight)}",
            (x, y),
            xytext=(14 if right else -14, 0),
            textcoords="offset points",
            ha="left" if right else "right",
            **text,
        )
    words = placed["name"].iloc[-1]
    ax.annotate(
        words, (0, 0), xytext=(0, -22), textcoords="offset points", ha="center", **{**text, "fontsize": 10, "fontweight": "bold"}
    )


def _name(graph: Any, entity_id: str) -> str:
    return str(graph.nodes[entity_id].get("name") or entity_id) if entity_id in graph else entity_id or "nobody"


def _note(total: int, shown: int) -> str:
    return f"the {shown:,} strongest of {total:,} ties shown" if shown < total else f"{total:,} tie{'' if total == 1 else 's'}"


def _finding(placed: pd.DataFrame) -> str:
    name, first = placed["name"].iloc[-1], leader(placed["weight"].iloc[:-1])
    if first is None:
        return f"Who and what {name} is named with"
    return f"{name} is named most often with {placed['name'].iloc[first]}"


def _nothing(graph: Any, entity_id: str) -> str:
    if entity_id not in graph:
        return f"{entity_id or 'An entity without an id'} is not in this network."
    return f"{_name(graph, entity_id)} is tied to nobody and nothing in this network."


def _alt(placed: pd.DataFrame, *, unit: str) -> str:
    ring = placed.iloc[:-1].sort_values(["weight", "name"], ascending=[False, True])
    top = "; ".join(
        f"{name} ({number(weight)})" for name, weight in zip(ring["name"].head(5), ring["weight"].head(5), strict=True)
    )
    return f"{placed['name'].iloc[-1]} and {tally(ring['kind'])} it is named with. Strongest ties, in {unit}: {top}."
