"""Where a node stands in the network: its ties, what runs through it, and which community it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import igraph
import leidenalg
import networkx as nx
import numpy as np
import pandas as pd


def describe_nodes(graph: nx.Graph, *, seed: int = 0, weighted_paths: bool = False) -> pd.DataFrame:
    """Measure every node.

    Parameters
    ----------
    graph : Graph with an edge attribute `weight` (1 where it is missing)
    seed : start of the random numbers behind the communities
    weighted_paths : whether a tie of weight w has the length 1/w in shortest paths (one of weight 0 is then no path);
        by default every tie has the length 1

    Returns
    -------
    DataFrame, one row per node in order of id: `entity_id`; `degree` (ties); `strength` (sum of their weights);
    `betweenness` (share of all shortest paths between two others that run through the node, 0 to 1); `community` (missing
    for a node without ties of a weight above 0); `component`. Communities and components are numbered from 0, the largest first.

    Source: Brandes 2001, Journal of Mathematical Sociology 25(2), for betweenness; Traag, Waltman and van Eck 2019,
    Scientific Reports 9, for communities (Leiden, on weighted modularity).
    """
    names = sorted(graph.nodes)
    network = _as_igraph(graph, names)
    return pd.DataFrame(
        {
            "entity_id": pd.Series(names, dtype="str"),
            "degree": pd.array(network.degree(), dtype="Int64"),
            "strength": np.array(network.strength(weights="weight") if names else [], dtype=np.float64),
            "betweenness": _betweenness(network, weighted=weighted_paths),
            "community": _communities(network, seed=seed),
            "component": pd.array(_by_size(network.connected_components().membership), dtype="Int64"),
        }
    )


def _as_igraph(graph: nx.Graph, names: Sequence[str]) -> igraph.Graph:
    place = {name: number for number, name in enumerate(names)}
    rows = sorted(
        (*sorted((place[one], place[two])), float(weight)) for one, two, weight in graph.edges(data="weight", default=1.0)
    )
    network = igraph.Graph(n=len(names), edges=[row[:2] for row in rows])
    network.es["weight"] = [row[2] for row in rows]
    return network


def _betweenness(network: igraph.Graph, *, weighted: bool) -> np.ndarray:
    if weighted:
        network = _without_zero_weights(network)
        network.es["length"] = [1 / weight for weight in network.es["weight"]]
    n_others = network.vcount() - 1
    n_pairs = max(n_others * (n_others - 1) / 2, 1)
    shares: np.ndarray = (
        np.array(network.betweenness(directed=False, weights="length" if weighted else None), dtype=np.float64) / n_pairs
    )
    return shares


def _communities(network: igraph.Graph, *, seed: int) -> pd.api.extensions.ExtensionArray:
    network = _without_zero_weights(network)
    tied = [number for number, degree in enumerate(network.degree()) if degree]
    community: list[int | None] = [None] * network.vcount()
    if tied:
        found = leidenalg.find_partition(
            network.subgraph(tied), leidenalg.ModularityVertexPartition, weights="weight", n_iterations=-1, seed=seed
        )
        for number, member in zip(tied, _by_size(found.membership), strict=True):
            community[number] = member
    return pd.array(community, dtype="Int64")


def _without_zero_weights(network: igraph.Graph) -> igraph.Graph:
    return network.subgraph_edges(network.es.select(weight_gt=0), delete_vertices=False)


def _by_size(membership: Iterable[int]) -> list[int]:
    """Number groups from the largest; of equal ones the one whose first member comes first."""
    members = pd.Series(list(membership), dtype="int64")
    sizes = members.value_counts(sort=False)
    order = sorted(sizes.index, key=lambda group: (-sizes[group], members.eq(group).idxmax()))
    rank = {group: number for number, group in enumerate(order)}
    return [rank[group] for group in members]
