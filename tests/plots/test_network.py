import io

import matplotlib.pyplot as plt
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_hex

from helpers.plots import alt_text, layout, network_table, plot_network, use_style
from helpers.plots.labelling import LABEL_GID


def _labels(ax):
    ax.figure.canvas.draw()
    return [text for text in ax.texts if text.get_gid() == LABEL_GID and text.get_visible()]


def _overlapping(texts):
    boxes = [text.get_window_extent() for text in texts]
    return [(i, j) for i, a in enumerate(boxes) for j in range(i) if a.overlaps(boxes[j])]


def _lines(ax):
    return next(artist for artist in ax.collections if isinstance(artist, LineCollection))


def _marks(ax):
    return {artist.get_label(): artist for artist in ax.collections if isinstance(artist, PathCollection)}


@pytest.mark.parametrize("n_nodes", [60, 200])
def test_thirty_labels_and_no_two_overlap(random_graph, n_nodes):
    labels = _labels(plot_network(random_graph(n_nodes), n_labels=30))
    assert len(labels) >= 27
    assert _overlapping(labels) == []


def test_labels_find_new_places_when_the_axes_become_smaller(random_graph):
    with use_style():
        _, axes = plt.subplots(1, 2, figsize=(12, 5), layout="constrained")
    plot_network(random_graph(60), ax=axes[0])
    axes[1].set_ylabel("a label\n" * 12)
    labels = _labels(axes[0])
    inside = axes[0].bbox
    assert len(labels) >= 10
    assert _overlapping(labels) == []
    assert all(inside.x0 <= text.get_window_extent().x0 and text.get_window_extent().x1 <= inside.x1 for text in labels)


def test_the_strongest_are_named(graph):
    ax = plot_network(graph, n_labels=2, n_small_labels=0)
    assert {text.get_text() for text in _labels(ax)} == {"Ukraine", "Russia"}


def test_the_next_are_named_in_small_print(graph):
    sizes = {text.get_text(): text.get_fontsize() for text in _labels(plot_network(graph, n_labels=2, n_small_labels=2))}
    assert len(sizes) == 4
    assert sizes["Ukraine"] == sizes["Russia"] > max(size for name, size in sizes.items() if name not in ("Ukraine", "Russia"))


@pytest.mark.parametrize("n_nodes", [60, 200])
def test_small_print_covers_no_node_and_no_other_label(random_graph, n_nodes):
    ax = plot_network(random_graph(n_nodes))
    labels = _labels(ax)
    small = [text for text in labels if text.get_fontsize() < 8]
    assert len(small) > 10
    assert _overlapping(labels) == []
    nodes = np.vstack([ax.transData.transform(mark.get_offsets()) for mark in _marks(ax).values()])
    assert not any(text.get_window_extent().contains(x, y) for text in small for x, y in nodes)


def test_kind_is_colour_and_area_is_articles(graph):
    marks = _marks(plot_network(graph))
    assert {name: to_hex(mark.get_facecolor()[0]) for name, mark in marks.items()} == {
        "people": "#0072b2",
        "countries": "#009e73",
        "weapons": "#d55e00",
    }
    sizes = marks["countries"].get_sizes()
    assert sizes / sizes[0] == pytest.approx([1, 1 / 2, 1 / 4])


def test_lines_are_drawn_weakest_first(graph):
    widths = _lines(plot_network(graph)).get_linewidths()
    assert len(widths) == 6
    assert (np.diff(widths) > 0).all()


def test_only_the_strongest_nodes_are_shown_and_the_figure_says_so(graph):
    ax = plot_network(graph, max_nodes=3, subtitle="12 articles")
    assert sum(len(mark.get_offsets()) for mark in _marks(ax).values()) == 3
    (line,) = [text.get_text() for text in ax.texts if text.get_gid() == "subtitle"]
    assert line == "12 articles · the 3 strongest of 6 shown"
    assert set(network_table(graph, max_nodes=3)[0]["entity_id"]) == {"UA", "RU", "iskander"}


def test_positions_are_taken_as_they_are(graph):
    positions = layout(graph).assign(x=lambda p: p["x"] + 100)
    nodes, _ = network_table(graph, positions=positions)
    assert nodes[["entity_id", "x", "y"]].equals(positions)


def test_a_node_without_a_position_is_named(graph):
    with pytest.raises(ValueError, match="positions lack 'patriot'"):
        plot_network(graph, positions=layout(graph).query("entity_id != 'patriot'"))


def test_the_table_holds_the_numbers_of_the_figure(graph):
    nodes, ties = network_table(graph)
    ukraine = nodes.set_index("entity_id").loc["UA"]
    assert (ukraine["strength"], ukraine["n_ties"], ukraine["n_articles"]) == (14, 3, 20)
    assert ties["weight"].tolist() == [1, 2, 3, 5, 7, 9]


@pytest.mark.parametrize(("title", "expected"), [(None, "Ukraine is named together with 3 of the 5 others"), ("Mine", "Mine")])
def test_the_title_says_the_finding_unless_it_is_given(graph, title, expected):
    assert plot_network(graph, title=title).get_title(loc="left") == expected


def test_where_two_share_the_lead_the_title_names_neither():
    ring = nx.cycle_graph(["a", "b", "c"])
    assert plot_network(ring).get_title(loc="left") == "Who is named together with whom: 3 people, countries and weapons"


def test_title_legend_and_labels_are_inside_the_figure(random_graph):
    ax = plot_network(random_graph(60), title="A finding that takes many words to say " * 4, subtitle="facts and figures " * 14)
    labels = _labels(ax)
    whole = ax.figure.bbox
    line = next(text for text in ax.texts if text.get_gid() == "subtitle")
    for artist in [ax._left_title, line, ax.get_legend(), *labels]:
        box = artist.get_window_extent()
        assert box.x0 >= 0
        assert box.x1 <= whole.x1
        assert box.y0 >= 0
        assert box.y1 <= whole.y1
    assert not ax._left_title.get_window_extent().overlaps(line.get_window_extent())


def test_the_alt_text_names_sizes_and_the_strongest_ties(graph):
    words = alt_text(plot_network(graph))
    assert "Network of 6 nodes (1 person, 3 countries, 2 weapons) and 6 ties." in words
    assert "Russia and Iskander (9)" in words


@pytest.mark.parametrize("n_nodes", [0, 1, 2])
def test_a_network_without_a_tie_says_so(n_nodes):
    lone = nx.Graph()
    lone.add_nodes_from("abc"[:n_nodes])
    ax = plot_network(lone)
    assert "No network to draw" in ax.texts[0].get_text()
    assert "No network to draw" in alt_text(ax)


def test_it_draws_on_the_axes_it_is_given_and_leaves_the_style_alone(graph):
    before = dict(plt.rcParams)
    _, given = plt.subplots()
    assert plot_network(graph, ax=given) is given
    assert dict(plt.rcParams) == before
    assert len(plt.get_fignums()) == 1


def test_it_draws_in_the_style_of_the_project(graph):
    ax = plot_network(graph)
    assert ax._left_title.get_fontweight() == "bold"


def test_the_same_network_gives_the_same_file(random_graph):
    files = []
    for _ in range(2):
        with use_style(), io.BytesIO() as file:
            plot_network(random_graph(30)).figure.savefig(file, format="svg", metadata={"Date": None})
            files.append(file.getvalue())
    assert files[0] == files[1]


def test_names_with_dollar_signs_are_no_formulas(graph):
    graph.nodes["UA"]["name"] = "The $100 and $200 drone"
    (label,) = [text for text in _labels(plot_network(graph)) if "$100" in text.get_text()]
    assert not label.get_parse_math()


def test_two_of_one_name_are_told_apart(graph):
    graph.nodes["RU"]["name"] = "Ukraine"
    nodes, _ = network_table(graph)
    assert set(nodes["name"]) >= {"Ukraine (UA)", "Ukraine (RU)"}


def test_the_table_of_an_empty_network_is_empty():
    nodes, ties = network_table(nx.Graph())
    assert isinstance(nodes, pd.DataFrame)
    assert (len(nodes), len(ties)) == (0, 0)
