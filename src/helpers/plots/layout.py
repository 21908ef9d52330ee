"""Where the nodes of a network stand: positions are data, computed once and reused."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import igraph
import networkx as nx
import numpy as np
import pandas as pd

from helpers.plots.style import Floats

_ASPECT = 1.25  # figures and screens are wider than high, and so are labels


def layout(graph: Any, *, seed: int = 0, n_iterations: int = 1000) -> pd.DataFrame:
    """Return a position for every node, the same for the same graph and seed.

    Each connected component is laid out by itself on the logarithm of its weights, then nodes that stand on one another
    are pushed apart, and the components are packed side by side without overlap, the largest first.

    Parameters
    ----------
    graph : networkx.Graph, edges with `weight`
    seed : starting point of the layout
    n_iterations : steps of the force model

    Returns
    -------
    DataFrame, one row per node in order of id (`entity_id`, `x`, `y`); x and y have one unit, and the typical distance
    of neighbouring nodes is about 1

    Source: Fruchterman and Reingold 1991, Software: Practice and Experience 21(11), for the force model.
    """
    components = sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda part: (-len(part), part[0]))
    placed = [_lay_out_component(graph.subgraph(part), part, seed=seed, n_iterations=n_iterations) for part in components]
    points = np.vstack(_pack(placed)) if placed else np.empty((0, 2))
    ids = [node for part in components for node in part]
    table = pd.DataFrame({"entity_id": pd.Series(ids, dtype="str"), "x": points[:, 0], "y": points[:, 1]})
    return table.sort_values("entity_id", ignore_index=True)


def _lay_out_component(part: Any, nodes: list[str], *, seed: int, n_iterations: int) -> Floats:
    if len(nodes) < 3:
        return np.array([[0.0, -0.6 * i] for i in range(len(nodes))])
    order = {node: i for i, node in enumerate(nodes)}
    edges = sorted(
        (*sorted((order[a], order[b])), float(np.log1p(max(w, 0)))) for a, b, w in part.edges(data="weight", default=1) if a != b
    )
    placed = igraph.Graph(n=len(nodes), edges=[edge[:2] for edge in edges])
    weights = np.array([edge[2] for edge in edges]) + 1e-3
    start = np.random.default_rng(seed).uniform(-0.5, 0.5, (len(nodes), 2)) * np.sqrt(len(nodes))
    with seeded_igraph(seed):
        found = placed.layout_fruchterman_reingold(
            weights=list(weights / weights.mean()), niter=n_iterations, seed=start.tolist(), grid=False
        )
    return _spread(_scaled(_turned(_evened(np.array(found.coords)))))


@contextmanager
def seeded_igraph(seed: int) -> Iterator[None]:
    """Let igraph draw its random numbers from a generator of our own inside the block: it has one for the whole process."""
    igraph.set_random_number_generator(random.Random(seed))
    try:
        yield
    finally:
        igraph.set_random_number_generator(random)


def _evened(points: Floats, *, share: float = 0.75) -> Floats:
    """Move points outwards where they crowd and inwards where they are few, so that the middle can be read.

    Each keeps its direction from the middle; its distance goes `share` of the way to where it would be on an evenly filled disc.
    """
    centred = points - np.median(points, axis=0)
    distance = np.maximum(np.linalg.norm(centred, axis=1), 1e-9)
    rank = distance.argsort(kind="stable").argsort(kind="stable") + 0.5
    even = distance.max() * np.sqrt(rank / len(points))
    return np.asarray(centred * ((1 - share) + share * even / distance)[:, None])


def _turned(points: Floats) -> Floats:
    """Turn the points so that they are widest from left to right, and stretch them a little that way."""
    centred = points - points.mean(axis=0)
    axes = np.linalg.svd(centred, full_matrices=False)[2]
    # an axis has no direction of its own: take the one that points right
    turned = centred @ (axes * np.where(axes[:, [0]] < 0, -1, 1)).T
    width, height = np.maximum(np.ptp(turned, axis=0), 1e-9)
    turned[:, 0] *= np.clip(_ASPECT * height / width, 1, _ASPECT)
    return np.asarray(turned)


def _scaled(points: Floats) -> Floats:
    """Scale the points so that each has about one square unit of their bounding box."""
    width, height = np.ptp(points, axis=0)
    # a chain has next to no height: it counts as at least half as high as wide, or it would be drawn out
    area = max(width, 1e-9) * max(height, width / 2, 1e-9)
    return np.asarray(points * np.sqrt(max(1.25 * len(points) - 2, 1) / area))


def _spread(points: Floats, *, least: float = 0.75, n_rounds: int = 60) -> Floats:
    """Push apart the points that are nearer than `least`."""
    moved = points.copy()
    for _ in range(n_rounds):
        apart = moved[:, None] - moved[None]
        distance = np.maximum(np.linalg.norm(apart, axis=2), 1e-9)
        lack = np.clip(least - distance, 0, None)
        np.fill_diagonal(lack, 0)
        if lack.max() < 0.02:
            break
        moved += 0.45 * (apart * (lack / distance)[:, :, None]).sum(axis=1) / np.maximum((lack > 0).sum(axis=1), 1)[:, None]
    return moved


def _pack(parts: list[Floats], *, gap: float = 1.2) -> list[Floats]:
    """Put the components side by side: the largest first, the others in columns to its right, from the top down."""
    if not parts:
        return []
    # many small components and no large one: let the columns be as high as the whole asks for
    others = sum(float(np.prod(np.ptp(part, axis=0) + gap)) for part in parts[1:])
    height = max(float(np.ptp(parts[0][:, 1])), float(np.sqrt(others / _ASPECT)))
    packed, left, top, widest = [], 0.0, height, 0.0
    for i, part in enumerate(parts):
        width, tall = np.ptp(part, axis=0)
        if i == 1 or top - tall < -1e-9:
            left, top, widest = (left + widest + gap if i else left), height, 0.0
        packed.append(part - part.min(axis=0) + np.array([left, top - tall]))
        top, widest = top - tall - gap, max(widest, float(width))
    return packed
