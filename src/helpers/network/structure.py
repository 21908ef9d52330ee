"""Where a node stands in the network: its ties, what runs through it, and which community it belongs to."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Literal

import igraph
import leidenalg
import networkx as nx
import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from helpers.network.codes import FlagArray, IntArray


def describe_nodes(
    graph: nx.Graph,
    *,
    seed: int = 0,
    weighted_paths: bool = False,
    brokers_between: Literal["kind", "community"] = "kind",
) -> pd.DataFrame:
    """Measure every node.

    Parameters
    ----------
    graph : Graph with an edge attribute `weight` (1 where it is missing)
    seed : start of the random numbers behind the communities
    weighted_paths : whether a tie of weight w has the length 1/w in shortest paths (one of weight 0 is then no path);
        by default every tie has the length 1
    brokers_between : the groups for `brokerage`: the node attribute `kind` (nodes without one are a kind of their own), or the
        communities found here

    Returns
    -------
    DataFrame, one row per node in order of id: `entity_id`; `degree` (ties); `strength` (sum of their weights);
    `betweenness` (share of all shortest paths between two others that run through the node, 0 to 1); `community` (missing
    for a node without ties of a weight above 0); `component`; `pagerank` (sums to 1 over all nodes; a tie is followed in
    proportion to its weight, with damping 0.85); `core` (the largest k such that the node is in a part of the network where
    everybody has k ties or more); `brokerage` (pairs of its partners, of different groups, that are not tied themselves);
    `constraint` (how far its partners are tied to one another, so that it stands between nobody; missing without ties of a
    weight above 0). Communities and components are numbered from 0, the largest first.

    Raises
    ------
    ValueError : `brokers_between` is neither "kind" nor "community"

    Notes
    -----
    In the words of Gould and Fernandez, `brokerage` counts what the node does as gatekeeper or representative (of the two
    partners one is of its own group) and as liaison (all three are of different groups). Where they stand in one group
    (coordinator, itinerant) nothing is counted, and a tie has no direction.

    Source: Brandes 2001, Journal of Mathematical Sociology 25(2), for betweenness; Traag, Waltman and van Eck 2019,
    Scientific Reports 9, for communities (Leiden, on weighted modularity); Brin and Page 1998, Computer Networks 30, for
    PageRank; Seidman 1983, Social Networks 5(3), for cores; Gould and Fernandez 1989, Sociological Methodology 19, for
    brokerage; Burt 1992, Structural Holes, for constraint.
    """
    if brokers_between not in ("kind", "community"):
        raise ValueError(f'brokers_between is {brokers_between!r}; it is "kind" or "community"')
    names = sorted(graph.nodes)
    network = _as_igraph(graph, names)
    community = _communities(network, seed=seed)
    kinds = pd.Series([graph.nodes[name].get("kind") for name in names], dtype="object")
    groups, _ = pd.factorize(kinds if brokers_between == "kind" else pd.Series(community))
    return pd.DataFrame(
        {
            "entity_id": pd.Series(names, dtype="str"),
            "degree": pd.array(network.degree(), dtype="Int64"),
            "strength": np.array(network.strength(weights="weight") if names else [], dtype=np.float64),
            "betweenness": _betweenness(network, weighted=weighted_paths),
            "community": community,
            "component": pd.array(_by_size(network.connected_components().membership), dtype="Int64"),
            "pagerank": np.array(network.pagerank(directed=False, weights="weight") if names else [], dtype=np.float64),
            "core": pd.array(network.coreness(), dtype="Int64"),
            "brokerage": pd.array(_brokerage(network, groups), dtype="Int64"),
            "constraint": _constraint(network),
        }
    )


def find_communities(graph: nx.Graph, *, n_seeds: int = 20, seed: int = 0) -> pd.DataFrame:
    """Find communities with many seeds, and say how far they agree: what changes with the seed is no finding.

    Parameters
    ----------
    graph : Graph with an edge attribute `weight` (1 where it is missing)
    n_seeds : how often communities are looked for, with the seeds `seed`, `seed` + 1 and so on

    Returns
    -------
    DataFrame, one row per node in order of id: `entity_id`; `community` (numbered from 0, the largest first; missing for a node
    without ties of a weight above 0), that of the consensus, which is the run that agrees best with all others; `stability` (of
    the others in its community, the share that a run leaves together with the node, mean over the runs, 0 to 1; missing
    for a node alone in its community or in none). `attrs["agreement"]` is the mean adjusted Rand index between two runs
    (1 where all runs agree, about 0 where they agree as by chance; missing, NaN, for a single run), `attrs["n_seeds"]` how many.

    Raises
    ------
    ValueError : `n_seeds` is below 1

    Source: Traag, Waltman and van Eck 2019, Scientific Reports 9, for Leiden (on weighted modularity); Hubert and Arabie 1985,
    Journal of Classification 2(1), for the adjusted Rand index; Strehl and Ghosh 2002, Journal of Machine Learning Research 3,
    for taking as consensus the partition that shares most with the others.
    """
    if n_seeds < 1:
        raise ValueError(f"n_seeds is {n_seeds}; it is a number of runs, 1 or more")
    names = sorted(graph.nodes)
    strong = _without_zero_weights(_as_igraph(graph, names))
    is_tied = np.array(strong.degree(), dtype=np.int64) > 0
    members = _runs(strong.subgraph(np.flatnonzero(is_tied).tolist()), seeds=range(seed, seed + n_seeds))
    agreement = _agreement(members)
    consensus = int(np.argmax(np.nan_to_num(agreement, nan=1.0).sum(axis=1)))
    table = pd.DataFrame(
        {
            "entity_id": pd.Series(names, dtype="str"),
            "community": pd.array(_spread(members[consensus], is_tied), dtype="Int64"),
            "stability": _spread(_stability(members, consensus), is_tied),
        }
    )
    between = agreement[np.triu_indices(n_seeds, 1)]
    table.attrs = {"agreement": float(between.mean()) if len(between) else float("nan"), "n_seeds": n_seeds}
    return table


def _runs(network: igraph.Graph, *, seeds: Iterable[int]) -> list[IntArray]:
    """Return the communities found with each seed, the group of every node; igraph's own Leiden is ten times faster."""
    runs = []
    try:
        for seed in seeds:
            igraph.set_random_number_generator(random.Random(seed))
            found = (
                network.community_leiden("modularity", weights="weight", n_iterations=-1).membership if network.vcount() else []
            )
            runs.append(np.array(_by_size(found), dtype=np.int64))
    finally:
        igraph.set_random_number_generator(random)
    return runs


def _agreement(runs: Sequence[IntArray]) -> np.ndarray:
    """Return the adjusted Rand index of each run with each other one; the diagonal is missing."""
    agreement = np.full((len(runs), len(runs)), np.nan)
    for one, two in combinations(range(len(runs)), 2):
        agreement[one, two] = agreement[two, one] = adjusted_rand(runs[one], runs[two])
    return agreement


def adjusted_rand(one: IntArray, two: IntArray) -> float:
    """Return the adjusted Rand index of two partitions of the same nodes; 1 where chance could not have them differ.

    Parameters
    ----------
    one, two : arrays of whole numbers from 0, the group of each node
    """
    both = _sizes(one * (two.max(initial=0) + 1) + two)
    together, in_one, in_two = (float((n * (n - 1)).sum()) / 2 for n in (both, _sizes(one), _sizes(two)))
    expected = in_one * in_two / max(len(one) * (len(one) - 1) / 2, 1)
    most = (in_one + in_two) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)


def _sizes(groups: IntArray) -> IntArray:
    return np.unique(groups, return_counts=True)[1]


def _stability(runs: Sequence[IntArray], consensus: int) -> np.ndarray:
    community = runs[consensus]
    n_others = np.bincount(community)[community] - 1
    shares = np.zeros(len(community))
    for run in runs:
        # who stays together is in one community of the consensus and in one of the run: sizes of these, no pair of nodes
        _, cell, size = np.unique(community * (run.max(initial=0) + 1) + run, return_inverse=True, return_counts=True)
        shares += (size[cell] - 1) / np.maximum(n_others, 1)
    return np.where(n_others > 0, shares / len(runs), np.nan)


def _spread(values: np.ndarray, where: FlagArray) -> np.ndarray:
    spread = np.full(len(where), np.nan)
    spread[where] = values
    return spread


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


def _brokerage(network: igraph.Graph, group: IntArray) -> IntArray:
    """Count, per node, the pairs of its partners that are of different groups and not tied."""
    n = network.vcount()
    ends = np.array(network.get_edgelist(), dtype=np.int64).reshape(-1, 2)
    both = np.concatenate([ends, ends[:, ::-1]])
    groups = np.where(group < 0, group.max(initial=-1) + 1, group)
    tied = csr_array((np.ones(len(both), dtype=np.int64), (both[:, 0], both[:, 1])), shape=(n, n))
    is_across = (groups[both[:, 0]] != groups[both[:, 1]]).astype(np.int64)
    across = csr_array((is_across, (both[:, 0], both[:, 1])), shape=(n, n))
    of_group = csr_array((np.ones(len(both), dtype=np.int64), (both[:, 0], groups[both[:, 1]])), shape=(n, n + 1))
    possible = tied.sum(axis=1) ** 2 - (of_group * of_group).sum(axis=1)
    closed = ((tied @ across) * tied).sum(axis=1)
    counts: IntArray = (possible - closed) // 2  # every pair was counted from both its ends
    return counts


def _constraint(network: igraph.Graph) -> np.ndarray:
    strong = _without_zero_weights(network)
    found = strong.constraint(weights="weight") if strong.ecount() else [np.nan] * strong.vcount()
    return np.where(np.array(strong.degree()) > 0, np.array(found, dtype=np.float64), np.nan)


def _communities(network: igraph.Graph, *, seed: int) -> pd.arrays.IntegerArray:
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
    sizes = members.value_counts(sort=False).to_dict()
    firsts = members.drop_duplicates()
    order = sorted(firsts, key=lambda group: -sizes[group])  # of equal ones the order stays that of their first members
    rank = {group: number for number, group in enumerate(order)}
    return [rank[group] for group in members]
