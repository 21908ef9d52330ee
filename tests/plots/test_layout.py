import random

import networkx as nx
import numpy as np
import pytest
from scipy.spatial.distance import pdist

from helpers.plots.layout import layout


def _boxes(graph, positions):
    places = positions.set_index("entity_id")[["x", "y"]]
    return [(places.loc[sorted(part)].min(), places.loc[sorted(part)].max()) for part in nx.connected_components(graph)]


def test_a_row_per_node_in_order_of_id(random_graph):
    positions = layout(random_graph(40))
    assert positions["entity_id"].tolist() == [f"n{i:03d}" for i in range(40)]
    assert positions[["x", "y"]].notna().all(axis=None)


def test_the_order_of_nodes_and_edges_does_not_matter(random_graph):
    graph = random_graph(40)
    nodes, edges = list(graph.nodes), [(b, a, d) for a, b, d in graph.edges(data=True)]
    random.Random(1).shuffle(nodes)
    random.Random(2).shuffle(edges)
    shuffled = nx.Graph()
    shuffled.add_nodes_from(nodes)
    shuffled.add_edges_from(edges)
    assert layout(shuffled).equals(layout(graph))


def test_another_seed_gives_other_positions(random_graph):
    graph = random_graph(40)
    assert not layout(graph, seed=1).equals(layout(graph, seed=2))


def test_the_random_numbers_of_python_are_left_alone(random_graph):
    random.seed(3)
    expected = random.random()
    random.seed(3)
    layout(random_graph(20))
    assert random.random() == expected


def test_components_do_not_overlap(random_graph):
    graph = random_graph(60)
    graph.add_node("alone")
    boxes = _boxes(graph, layout(graph))
    assert len(boxes) >= 4
    for i, (low, high) in enumerate(boxes):
        for other_low, other_high in boxes[:i]:
            assert (high < other_low).any() or (other_high < low).any()


@pytest.mark.parametrize("n_nodes", [60, 200])
def test_nodes_do_not_stand_on_one_another(random_graph, n_nodes):
    points = layout(random_graph(n_nodes))[["x", "y"]].to_numpy()
    spacing = np.sqrt(np.ptp(points, axis=0).prod() / n_nodes)
    assert pdist(points).min() > 0.5 * spacing


def test_heavy_ties_are_shorter_than_light_ones(random_graph):
    graph = random_graph(60)
    places = layout(graph).set_index("entity_id")[["x", "y"]]
    lengths = {weight: [] for weight in (True, False)}
    for a, b, weight in graph.edges(data="weight"):
        lengths[weight >= 4].append(np.linalg.norm(places.loc[a] - places.loc[b]))
    assert np.mean(lengths[True]) < np.mean(lengths[False])


@pytest.mark.parametrize("n_nodes", [0, 1, 2, 3])
def test_the_smallest_graphs(n_nodes):
    positions = layout(nx.path_graph([f"n{i}" for i in range(n_nodes)]))
    assert len(positions) == n_nodes
    assert len(positions[["x", "y"]].drop_duplicates()) == n_nodes


def test_a_node_tied_to_itself_is_no_obstacle():
    assert len(layout(nx.Graph([("a", "a"), ("a", "b"), ("b", "c")]))) == 3
