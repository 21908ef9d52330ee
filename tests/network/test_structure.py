import networkx as nx
import pandas as pd
import pytest

from helpers.network import describe_nodes


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
    assert list(table) == ["entity_id", "degree", "strength", "betweenness", "community", "component"]
