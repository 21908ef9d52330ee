import networkx as nx
import pandas as pd
import pytest
from boxes import line_below, sentence

from helpers.network import describe_nodes
from helpers.plots import alt_text, communities_table, plot_communities

MEMBERS = "members"


@pytest.fixture
def communities() -> pd.DataFrame:
    ids = ["UA", "RU", "iskander", "patriot", "DE", "ada"]
    return pd.DataFrame({"entity_id": ids, "community": pd.array([0, 0, 0, 1, 1, None], dtype="Int64")})


def _names(ax):
    return [text.get_text() for text in ax.texts if text.get_gid() == MEMBERS]


def test_sizes_and_weights_inside_and_outside(graph, communities):
    table, _ = communities_table(graph, communities)
    # inside 0: RU-iskander 9, UA-RU 5, UA-iskander 2; across: UA-patriot 7; DE-ada 1 leaves 1 towards a node in none
    assert table.to_numpy().tolist() == [[0, 3, 3, 16, 7], [1, 2, 1, 3, 8]]
    assert table.columns.tolist() == ["community", "n_members", "n_ties", "weight_inside", "weight_outside"]


def test_members_come_by_their_ties_inside(graph, communities):
    _, members = communities_table(graph, communities)
    assert members[["community", "name", "strength_inside"]].to_numpy().tolist() == [
        [0, "Russia", 14],
        [0, "Iskander", 11],
        [0, "Ukraine", 7],
        [1, "Patriot", 3],
        [1, "Germany", 3],
    ]


def test_bars_are_as_long_as_there_are_members_of_each_kind(graph, communities):
    ax = plot_communities(graph, communities)
    widths = [[bar.get_width() for bar in kind] for kind in ax.containers]
    assert widths == [[2, 1], [1, 1]]  # countries of both, then weapons of both
    assert [label.get_text() for label in ax.get_yticklabels()] == ["1 · 3 members", "2 · 2 members"]
    assert "1 nodes in no community shown" not in line_below(ax)
    assert "1 node in no community shown" in line_below(ax)


def test_the_strongest_are_named(graph, communities):
    assert _names(plot_communities(graph, communities, n_members=2))[0] == "Russia, Iskander"


def test_long_lists_end_with_a_whole_name(random_graph):
    graph = random_graph(90)
    ax = plot_communities(graph, describe_nodes(graph), n_members=60)
    known = {data["name"] for _, data in graph.nodes(data=True)}
    listed = [name for names in _names(ax) for name in names.split(", ")]
    assert len(listed) > 20
    assert {name.split(" (")[0] for name in listed} <= known


def test_names_stay_inside_the_figure(random_graph):
    graph = random_graph(90)
    ax = plot_communities(graph, describe_nodes(graph), n_members=60)
    ax.figure.canvas.draw()
    assert all(text.get_window_extent().x1 <= ax.figure.bbox.x1 for text in ax.texts if text.get_gid() == MEMBERS)


def test_only_the_largest(graph, communities):
    ax = plot_communities(graph, communities, n_communities=1)
    assert "the 1 largest of 2 communities" in line_below(ax)
    assert len(_names(ax)) == 1


def test_title_and_alt_text(graph, communities):
    ax = plot_communities(graph, communities)
    assert ax.get_title(loc="left") == "The largest community, 3 members, is the one round Russia"
    assert "Bars of 2 communities by size: 2 countries, 1 weapon round Russia, Iskander, Ukraine; " in alt_text(ax)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_nothing_to_show_one_sentence(count):
    graph = nx.empty_graph(count)
    graph = nx.relabel_nodes(graph, str)
    ax = plot_communities(graph, describe_nodes(graph))
    assert "No communities to draw" in sentence(ax)
    assert [len(table) for table in communities_table(graph, describe_nodes(graph))] == [0, 0]


def test_a_missing_column_is_named(graph, communities):
    with pytest.raises(ValueError, match="communities have no column 'community'"):
        plot_communities(graph, communities.drop(columns="community"))
