import matplotlib.pyplot as plt
import networkx as nx
import pytest

from helpers.plots import alt_text, ego_table, plot_ego, use_style
from helpers.plots.labelling import LABEL_GID


def _words(ax):
    return [text.get_text() for text in ax.texts if text.get_gid() == LABEL_GID]


def test_the_table_holds_the_neighbours_strongest_first(graph):
    table = ego_table(graph, "UA")
    assert table["entity_id"].tolist() == ["patriot", "RU", "iskander"]
    assert table["weight"].tolist() == [7, 5, 2]


def test_every_neighbour_is_named_with_its_weight_and_the_centre_too(graph):
    assert set(_words(plot_ego(graph, "UA"))) == {"Patriot · 7", "Russia · 5", "Iskander · 2", "Ukraine"}


def test_kinds_stand_together(graph):
    graph.add_edge("UA", "DE", weight=1.0)
    assert _words(plot_ego(graph, "UA"))[:-1] == ["Russia · 5", "Germany · 1", "Patriot · 7", "Iskander · 2"]


def test_of_many_the_strongest_are_shown_and_the_figure_says_so(graph):
    ax = plot_ego(graph, "UA", max_neighbours=2)
    assert len(_words(ax)) == 3
    assert "the 2 strongest of 3 ties shown" in [text.get_text() for text in ax.texts]


@pytest.mark.parametrize("n_neighbours", [1, 2, 7, 40])
def test_names_do_not_overlap_and_are_not_cut(random_graph, n_neighbours):
    star = random_graph(120)
    for i in range(1, n_neighbours + 1):
        star.add_edge("n000", f"n{i:03d}", weight=float(i))
    ax = plot_ego(star, "n000", max_neighbours=n_neighbours)
    ax.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in ax.texts if text.get_gid() == LABEL_GID][:-1]
    assert len(boxes) == n_neighbours
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])
    assert all(box.x0 >= 0 and box.x1 <= ax.figure.bbox.x1 for box in boxes)


def test_long_names_fit_into_a_narrow_panel(graph):
    graph.nodes["RU"]["name"] = "A land of winding names"
    with use_style():
        figure, axes = plt.subplots(1, 2, figsize=(9, 4))
    plot_ego(graph, "UA", ax=axes[1])
    figure.canvas.draw()
    (name,) = [text.get_window_extent() for text in axes[1].texts if "winding" in text.get_text()]
    assert name.x1 <= figure.bbox.x1


def test_the_finding_and_the_alt_text(graph):
    ax = plot_ego(graph, "UA")
    assert ax.get_title(loc="left") == "Ukraine is named most often with Patriot"
    assert "Ukraine and 1 country, 2 weapons it is named with" in alt_text(ax)


@pytest.mark.parametrize(("entity", "sentence"), [("nobody", "nobody is not in this network."), ("lone", "tied to nobody")])
def test_without_a_tie_one_sentence(entity, sentence):
    graph = nx.Graph()
    graph.add_node("lone", name="Lone", kind="person", n_articles=1)
    assert sentence in plot_ego(graph, entity).texts[0].get_text()
