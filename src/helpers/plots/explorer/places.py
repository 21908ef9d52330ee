"""Where the names stand: what the page opens with is laid out first and keeps its room; the rest finds its place round it."""

from __future__ import annotations

from typing import Any

import igraph
import networkx as nx
import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from helpers.network import strongest_part
from helpers.plots.layout import layout, seeded_igraph
from helpers.plots.style import Floats

_LEAST, _N_ROUNDS, _N_STEPS = 0.55, 60, 150


def places(graph: Any, *, seed: int = 0, max_core: int = 120) -> pd.DataFrame:
    """Return a position for every node, the same for the same graph and seed.

    The strongest part (`strongest_part`) is laid out by itself; nodes tied to it are then drawn towards their neighbours
    while it stays; what has no way to it stands to the right.

    Parameters
    ----------
    graph : networkx.Graph of `build_graph`
    seed : starting point of the layout
    max_core : most nodes of the strongest part

    Returns
    -------
    DataFrame, one row per node in order of id: `entity_id`, `x`, `y`, as `layout` returns it
    """
    core = _core(graph, max_core)
    if len(core) == 0 or len(core) == len(graph):
        return layout(graph, seed=seed)
    # drawn out a little, so that the many that come later find room between
    fixed = layout(core, seed=seed).set_index("entity_id") * min((len(graph) / len(core)) ** 0.4, 2.5)
    near = sorted(set().union(*(part for part in nx.connected_components(graph) if not core.nodes.isdisjoint(part))) - set(core))
    placed = pd.concat([fixed, _round_core(graph, fixed, near, seed=seed)])
    rest = layout(graph.subgraph(sorted(set(graph) - set(placed.index))), seed=seed).set_index("entity_id")
    if len(rest):
        rest[["x", "y"]] += [placed["x"].max() + 1.5 - rest["x"].min(), placed["y"].mean() - rest["y"].mean()]
    table: pd.DataFrame = pd.concat([placed, rest]).sort_index().rename_axis("entity_id").reset_index()
    return table


def _core(graph: Any, max_nodes: int) -> Any:
    if any("n_reports" not in data or "n_articles" not in data for _, _, data in graph.edges(data=True)):
        return graph
    part, _ = strongest_part(graph, max_nodes=max_nodes)
    return part if len(part) <= 3 * max_nodes else graph


def _round_core(graph: Any, fixed: pd.DataFrame, near: list[str], *, seed: int) -> pd.DataFrame:
    """Place the nodes `near` among and round those that are `fixed`."""
    names = [*fixed.index, *near]
    order = {name: i for i, name in enumerate(names)}
    start = np.vstack([fixed[["x", "y"]].to_numpy(), _first_places(graph, fixed, near, seed=seed)])
    with seeded_igraph(seed):
        points = _drawn_in(graph.subgraph(names), order, start, n_fixed=len(fixed))
    return pd.DataFrame(_apart(points, n_fixed=len(fixed))[len(fixed) :], index=near, columns=["x", "y"])


def _first_places(graph: Any, fixed: pd.DataFrame, near: list[str], *, seed: int) -> Floats:
    """Return a place outside the core for every node, on the side of its neighbours there."""
    middle = fixed.to_numpy().mean(axis=0)
    reach = np.ptp(fixed.to_numpy(), axis=0).max() / 2 + 1
    draw = np.random.default_rng(seed)
    angles = draw.uniform(0, 2 * np.pi, len(near))
    outwards = np.column_stack([np.cos(angles), np.sin(angles)])
    towards = np.zeros((len(near), 2))
    for i, name in enumerate(near):
        known = [neighbour for neighbour in sorted(graph[name]) if neighbour in fixed.index]
        if known:
            towards[i] = (fixed.loc[known].to_numpy() - middle).mean(axis=0) / reach
    aim = towards * 1.5 + outwards * 0.5
    aim /= np.maximum(np.linalg.norm(aim, axis=1, keepdims=True), 1e-9)
    spread = np.sqrt(draw.uniform(0.3, 1 + len(near) / max(len(fixed), 1), (len(near), 1)))
    return np.asarray(middle + aim * reach * spread)


def _drawn_in(part: Any, order: dict[str, int], start: Floats, *, n_fixed: int) -> Floats:
    """Draw the nodes towards their neighbours and away from all others; the first `n_fixed` stay where they are."""
    edges = sorted(tuple(sorted((order[a], order[b]))) for a, b in part.edges if a != b)
    network = igraph.Graph(n=len(order), edges=edges)
    middle = start[:n_fixed].mean(axis=0)
    half = np.ptp(start[:n_fixed], axis=0) / 2 * 1.15 * np.sqrt(len(start) / n_fixed) + 1
    low, high = np.tile(middle - half, (len(start), 1)), np.tile(middle + half, (len(start), 1))
    low[:n_fixed] = high[:n_fixed] = start[:n_fixed]
    bounds = {"minx": low[:, 0], "maxx": high[:, 0], "miny": low[:, 1], "maxy": high[:, 1]}
    inside = np.clip(start, low, high)
    found = network.layout_fruchterman_reingold(
        niter=_N_STEPS, seed=inside.tolist(), start_temp=1.0, grid=False, **{name: list(v) for name, v in bounds.items()}
    )
    points = np.array(found.coords)
    points[:n_fixed] = start[:n_fixed]
    return points


def _apart(points: Floats, *, n_fixed: int) -> Floats:
    """Push apart what stands nearer than `_LEAST`; the first `n_fixed` stay."""
    moved = points.copy()
    free = (np.arange(len(points)) >= n_fixed)[:, None]
    for _ in range(_N_ROUNDS):
        pairs = cKDTree(moved).query_pairs(_LEAST, output_type="ndarray")
        if len(pairs) == 0:
            break
        apart = moved[pairs[:, 0]] - moved[pairs[:, 1]]
        # two in one place have no direction: the order of the nodes gives one
        apart[np.abs(apart).sum(axis=1) < 1e-9] = [1e-6, 1e-7]
        distance = np.linalg.norm(apart, axis=1, keepdims=True)
        push = 0.4 * (_LEAST - distance) * apart / np.maximum(distance, 1e-9)
        shift = np.zeros_like(moved)
        np.add.at(shift, pairs[:, 0], push)
        np.add.at(shift, pairs[:, 1], -push)
        moved += shift * free
    return moved
