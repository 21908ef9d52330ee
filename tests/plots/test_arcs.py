import networkx as nx
import numpy as np
import pytest
from boxes import line_below, sentence
from matplotlib.collections import LineCollection

from helpers.plots import alt_text, arcs_table, plot_arcs


def _arcs(ax):
    return next(artist for artist in ax.collections if isinstance(artist, LineCollection))


@pytest.fixture
def blocs() -> nx.Graph:
    """Two blocs of three countries, tied strongly inside and once across; a weapon tied to all; a lone country."""
    made = nx.Graph()
    for i, node in enumerate("abcxyz"):
        made.add_node(node, name=node.upper(), kind="country", n_articles=10 + i)
    made.add_node("w", name="Weapon", kind="weapon", n_articles=99)
    made.add_node("lone", name="Lone", kind="country", n_articles=1)
    made.add_weighted_edges_from([("a", "b", 9), ("b", "c", 5), ("a", "c", 7), ("x", "y", 8), ("y", "z", 6), ("x", "z", 4)])
    made.add_weighted_edges_from([("c", "x", 1), *(("w", node, 50) for node in "abcxyz")])
    return made


def test_only_ties_within_the_kind_count(blocs):
    nodes, ties = arcs_table(blocs, order="strength")
    assert nodes[["entity_id", "strength", "n_ties"]].to_numpy().tolist() == [
        ["a", 16, 2],
        ["y", 14, 2],
        ["b", 14, 2],
        ["x", 13, 3],
        ["c", 13, 3],
        ["z", 10, 2],
    ]
    assert ties["weight"].tolist() == [1, 4, 5, 6, 7, 8, 9]


def test_clustering_keeps_each_bloc_together(blocs):
    order = arcs_table(blocs)[0]["entity_id"].tolist()
    assert {frozenset(order[:3]), frozenset(order[3:])} == {frozenset("abc"), frozenset("xyz")}


def test_only_the_strongest_and_their_sums_among_themselves(blocs):
    nodes, _ties = arcs_table(blocs, n=3, order="strength")
    assert nodes["entity_id"].tolist() == ["b", "a"]  # the third, y, is tied to neither
    assert nodes["strength"].tolist() == [9, 9]
    assert "the 2 of 7 countries with the strongest ties" in line_below(plot_arcs(blocs, n=3))


def test_an_arc_runs_from_one_to_the_other_and_the_strongest_is_widest(blocs):
    ax = plot_arcs(blocs, order="strength")
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names == ["A", "Y", "B", "X", "C", "Z"]
    lines = _arcs(ax)
    assert (np.diff(lines.get_linewidths()) > 0).all()
    strongest = lines.get_segments()[-1]
    assert sorted(strongest[[0, -1], 1].tolist()) == [-2, 0]  # a is first, b third
    assert strongest[[0, -1], 0] == pytest.approx([0, 0], abs=1e-9)
    assert strongest[:, 0].max() == pytest.approx(1)


def test_names_do_not_overlap_and_are_not_cut(random_graph):
    ax = plot_arcs(random_graph(90), n=25)
    ax.figure.canvas.draw()
    boxes = [label.get_window_extent() for label in ax.get_yticklabels()]
    assert len(boxes) >= 15
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])
    assert all(box.x0 >= 0 for box in boxes)


def test_title_and_alt_text(graph):
    ax = plot_arcs(graph)
    assert ax.get_title(loc="left") == "Which countries are named together"
    assert "Arcs between 2 countries, 1 ties" not in alt_text(ax)
    assert "Arcs between 2 countries, 1 tie. Strongest, in independent reports: Russia and Ukraine (5)." in alt_text(ax)


def test_another_kind(blocs):
    assert sentence(plot_arcs(blocs, kind="weapon")) == "No arcs to draw: 1 weapon, but no two of them are tied."


@pytest.mark.parametrize("graph", [nx.Graph(), nx.empty_graph(1), nx.empty_graph(3)])
def test_nothing_to_show_one_sentence(graph):
    assert "No arcs to draw" in sentence(plot_arcs(graph))
    assert [len(table) for table in arcs_table(graph)] == [0, 0]


def test_an_unknown_order_is_refused(graph):
    with pytest.raises(ValueError, match="order is 'name'"):
        arcs_table(graph, order="name")
