import random
from itertools import combinations

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.network.structure import adjusted_rand, describe_nodes, find_communities


def two_triangles() -> nx.Graph:
    """Two triangles joined by one tie, and a node alone."""
    graph = nx.Graph()
    graph.add_weighted_edges_from(
        [("a", "b", 3), ("b", "c", 2), ("a", "c", 2), ("d", "e", 2), ("e", "f", 2), ("d", "f", 2), ("c", "d", 1)]
    )
    graph.add_node("z")
    return graph


def test_measures_by_hand():
    table = describe_nodes(two_triangles()).set_index("entity_id")
    assert table.index.tolist() == ["a", "b", "c", "d", "e", "f", "z"]
    assert table["degree"].tolist() == [2, 2, 3, 3, 2, 2, 0]
    assert table["strength"].tolist() == [5, 5, 5, 5, 4, 4, 0]
    assert table["community"].tolist() == [0, 0, 0, 1, 1, 1, pd.NA]
    assert table["component"].tolist() == [0] * 6 + [1]
    # every path from one triangle to the other runs through c and d: 2 x 3 of the 15 pairs of other nodes
    assert table["betweenness"].tolist() == pytest.approx([0, 0, 6 / 15, 6 / 15, 0, 0, 0])


@pytest.mark.parametrize("weighted", [False, True])
def test_betweenness_same_as_networkx(weighted):
    graph = nx.gnm_random_graph(30, 60, seed=4)
    for number, (one, two) in enumerate(graph.edges):
        # powers of two, of which sums are exact: else rounding decides between paths of equal length
        graph.edges[one, two].update(weight=2.0 ** (number % 4), length=2.0 ** -(number % 4))
    expected = nx.betweenness_centrality(graph, weight="length" if weighted else None)
    table = describe_nodes(graph, weighted_paths=weighted).set_index("entity_id")
    assert table["betweenness"].tolist() == pytest.approx([expected[int(node)] for node in table.index])


def test_order_of_nodes_changes_nothing():
    graph, again = nx.gnm_random_graph(60, 150, seed=1), nx.Graph()
    nx.set_edge_attributes(graph, {ends: 0.1 * (1 + number % 7) for number, ends in enumerate(graph.edges)}, "weight")
    again.add_nodes_from(reversed(list(graph)))
    again.add_edges_from((two, one, data) for one, two, data in reversed(list(graph.edges(data=True))))
    pd.testing.assert_frame_equal(describe_nodes(graph, seed=7), describe_nodes(again, seed=7), check_exact=True)


def test_ties_of_weight_nought_join_no_community():
    graph = nx.Graph()
    graph.add_edge("a", "b", weight=0.0)
    table = describe_nodes(graph, weighted_paths=True)
    assert table["community"].isna().all()
    assert table["degree"].tolist() == [1, 1]


def test_empty_graph():
    table = describe_nodes(nx.Graph())
    assert table.empty
    measures = ["degree", "strength", "betweenness", "community", "component", "pagerank", "core", "brokerage", "constraint"]
    assert list(table) == ["entity_id", *measures]


def weighted(n_nodes: int, n_edges: int) -> nx.Graph:
    graph = nx.relabel_nodes(nx.gnm_random_graph(n_nodes, n_edges, seed=n_edges), str)
    for number, (one, two) in enumerate(graph.edges):
        graph.edges[one, two]["weight"] = 1.0 + number % 5
    for number, node in enumerate(graph):
        graph.nodes[node]["kind"] = ("person", "country", "weapon")[number % 3]
    return graph


def test_pagerank_core_and_constraint_same_as_networkx():
    graph = weighted(40, 60)
    table = describe_nodes(graph).set_index("entity_id")
    assert table["pagerank"].to_dict() == pytest.approx(nx.pagerank(graph, tol=1e-13, max_iter=1000), abs=1e-9)
    assert table["core"].to_dict() == nx.core_number(graph)
    assert table["constraint"].to_dict() == pytest.approx(nx.constraint(graph, weight="weight"), nan_ok=True)


@pytest.mark.parametrize("between", ["kind", "community"])
def test_brokerage_same_as_counting_pairs(between):
    graph = weighted(30, 70)
    table = describe_nodes(graph, brokers_between=between).set_index("entity_id")
    group = table["community"] if between == "community" else nx.get_node_attributes(graph, "kind")
    expected = {
        node: sum(not graph.has_edge(a, b) and group[a] != group[b] for a, b in combinations(graph[node], 2)) for node in graph
    }
    assert table["brokerage"].to_dict() == expected
    assert sum(expected.values()) > 0


def test_brokerage_by_hand():
    graph = nx.star_graph(["b", "c1", "c2", "w"])
    nx.set_node_attributes(graph, {"b": "person", "c1": "country", "c2": "country", "w": "weapon"}, "kind")
    assert describe_nodes(graph).set_index("entity_id")["brokerage"].to_dict() == {"b": 2, "c1": 0, "c2": 0, "w": 0}
    graph.add_edge("c1", "w")
    assert describe_nodes(graph).set_index("entity_id")["brokerage"]["b"] == 1


def test_brokers_between_what():
    with pytest.raises(ValueError, match="brokers_between is 'outlet'"):
        describe_nodes(nx.Graph(), brokers_between="outlet")


def test_communities_that_no_seed_changes():
    table = find_communities(two_triangles(), n_seeds=5).set_index("entity_id")
    assert table["community"].tolist() == [0, 0, 0, 1, 1, 1, pd.NA]
    assert table["stability"].tolist() == pytest.approx([1, 1, 1, 1, 1, 1, np.nan], nan_ok=True)
    assert table.attrs == {"agreement": 1.0, "n_seeds": 5}


def test_communities_that_the_seed_decides():
    graph = weighted(80, 160)
    table = find_communities(graph, n_seeds=6, seed=3)
    random.seed(11)
    pd.testing.assert_frame_equal(table, find_communities(graph, n_seeds=6, seed=3))
    assert 0 < table.attrs["agreement"] < 1
    assert 0 < table["stability"].mean() < 1


def test_stability_and_consensus_same_as_pairs():
    graph = weighted(60, 110)
    table = find_communities(graph, n_seeds=4, seed=5).set_index("entity_id")
    runs = [find_communities(graph, n_seeds=1, seed=seed).set_index("entity_id")["community"].dropna() for seed in range(5, 9)]
    sums = [sum(adjusted_rand(a.to_numpy("int64"), b.to_numpy("int64")) for b in runs) for a in runs]
    best = runs[int(np.argmax(sums))]
    assert table["community"].dropna().tolist() == best.tolist()
    for node, group in best.items():
        others = [other for other in best.index if other != node and best[other] == group]
        stays = [sum(run[other] == run[node] for other in others) / len(others) for run in runs]
        assert table.loc[node, "stability"] == pytest.approx(np.mean(stays))


def test_igraph_keeps_its_own_random_numbers():
    def draw() -> list[tuple[int, int]]:
        random.seed(1)
        return igraph.Graph.Erdos_Renyi(20, m=20).get_edgelist()

    before = draw()
    find_communities(two_triangles(), n_seeds=2)
    assert draw() == before


def test_communities_of_nobody():
    assert find_communities(nx.Graph()).empty
    alone = find_communities(nx.empty_graph(["a", "b"]))
    assert alone["community"].isna().all()
    assert alone["stability"].isna().all()
    with pytest.raises(ValueError, match="n_seeds is 0"):
        find_communities(nx.Graph(), n_seeds=0)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=25))
def test_adjusted_rand_same_as_counting_pairs(groups):
    one, two = (np.array(side) for side in zip(*groups, strict=True))
    pairs = list(combinations(range(len(groups)), 2))
    in_one, in_two = ([side[a] == side[b] for a, b in pairs] for side in (one, two))
    together = sum(a and b for a, b in zip(in_one, in_two, strict=True))
    expected, most = sum(in_one) * sum(in_two) / len(pairs), (sum(in_one) + sum(in_two)) / 2
    value = 1.0 if most == expected else (together - expected) / (most - expected)
    assert adjusted_rand(one, two) == pytest.approx(value)
