"""Two-mode networks (countries and weapons, persons and countries), and what two of one kind share in them."""

from __future__ import annotations

from typing import Literal

import networkx as nx
from networkx.algorithms import bipartite

from helpers.network.selecting import check_kinds

Weighting = Literal["newman", "n_shared", "jaccard"]

_WEIGHTINGS = ("newman", "n_shared", "jaccard")
_SEPARATOR = "|"


def two_mode(graph: nx.Graph, one_kind: str, other_kind: str, *, drop_isolated: bool = True) -> nx.Graph:
    """Return the nodes of two kinds and the edges from one kind to the other, none inside a kind.

    Parameters
    ----------
    graph : Graph with a node attribute `kind`
    one_kind, other_kind : two of person, country, weapon, weapon_class
    drop_isolated : whether nodes without such an edge are left out

    Returns
    -------
    Graph, nodes and edges with all attributes they had; `bipartite` is 0 on nodes of `one_kind`, 1 on those of `other_kind`

    Raises
    ------
    ValueError : a kind that is not known, or the same kind twice
    """
    check_kinds([one_kind, other_kind])
    if one_kind == other_kind:
        raise ValueError(f"both kinds are {one_kind!r}; a two-mode network has two different ones")
    side = {one_kind: 0, other_kind: 1}
    found = nx.Graph(**graph.graph)
    found.add_nodes_from(
        (node, {**data, "bipartite": side[data["kind"]]}) for node, data in graph.nodes(data=True) if data.get("kind") in side
    )
    found.add_edges_from(
        (one, two, data)
        for one, two, data in graph.edges(data=True)
        if one in found and two in found and found.nodes[one]["bipartite"] != found.nodes[two]["bipartite"]
    )
    if drop_isolated:
        found.remove_nodes_from(list(nx.isolates(found)))
    return found


def project(two_mode_graph: nx.Graph, kind: str, *, weight: Weighting = "newman") -> nx.Graph:
    """Return the nodes of one kind, tied where they share a partner of the other kind.

    Parameters
    ----------
    two_mode_graph : Graph as `two_mode` returns it; ties of `weight` 0 are no ties
    kind : the kind to keep
    weight : what the edge attribute `weight` is: "newman", "n_shared" or "jaccard"

    Returns
    -------
    Graph, nodes in order of id with the attributes they had. Edge attributes: `shared` (ids of the partners both have, joined by
    "|"), `n_shared` (how many), `jaccard` (of the partners that either has, the share that both have), `newman` (sum over the
    shared of 1 / (how many are tied to that one - 1): a partner whom all have says little), and `weight`.

    Raises
    ------
    ValueError : a `kind` that is not in the graph, a `weight` that is not known, an edge between two of one kind

    Source: Newman 2001, Physical Review E 64, 016132, for `newman`; Latapy, Magnien and Del Vecchio 2008, Social Networks 30(1),
    for `jaccard`.
    """
    if weight not in _WEIGHTINGS:
        raise ValueError(f"weight {weight!r} is not known; it is one of {', '.join(_WEIGHTINGS)}")
    kinds = nx.get_node_attributes(two_mode_graph, "kind")
    if kinds and kind not in kinds.values():
        raise ValueError(f"kind {kind!r} is not in this network; it has {' and '.join(sorted(set(kinds.values())))}")
    _check_two_sides(two_mode_graph, kinds)
    tied = nx.Graph()
    tied.add_nodes_from(sorted(two_mode_graph.nodes))
    tied.add_edges_from(sorted(tuple(sorted(ends[:2])) for ends in two_mode_graph.edges(data="weight", default=1) if ends[2] > 0))
    return _projected(two_mode_graph, tied, sorted(node for node in kinds if kinds[node] == kind), weight)


def _check_two_sides(graph: nx.Graph, kinds: dict[str, str]) -> None:
    for one, two in graph.edges:
        if kinds.get(one) == kinds.get(two):
            raise ValueError(f"edge {one} - {two} is inside one kind ({kinds.get(one)}); take the network from two_mode first")


def _projected(graph: nx.Graph, tied: nx.Graph, nodes: list[str], weight: Weighting) -> nx.Graph:
    newman = bipartite.collaboration_weighted_projected_graph(tied, nodes)
    jaccard = bipartite.overlap_weighted_projected_graph(tied, nodes)
    found = nx.Graph(**graph.graph)
    found.add_nodes_from((node, graph.nodes[node]) for node in nodes)
    for one, two in sorted(tuple(sorted(ends)) for ends in newman.edges):
        shared = sorted(set(tied[one]) & set(tied[two]))
        measures = {
            "n_shared": len(shared),
            "jaccard": float(jaccard.edges[one, two]["weight"]),
            "newman": float(newman.edges[one, two]["weight"]),
        }
        found.add_edge(one, two, shared=_SEPARATOR.join(shared), **measures, weight=float(measures[weight]))
    return found
