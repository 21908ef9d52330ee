import csv

import networkx as nx
import pytest

from helpers import network

FORMATS = ["graphml", "gexf", "json", "csv"]


def write_and_read(graph, file_format, folder):
    getattr(network, f"write_{file_format}")(graph, folder / "network")
    return getattr(network, f"read_{file_format}")(folder / "network")


def sample_graph() -> nx.Graph:
    """Names that spreadsheets, XML and CSV stumble over, values of every type, a node alone."""
    graph = nx.Graph()
    graph.add_node("NA", name='=cmd("x")', kind="country", n_mentions=3, n_articles=2)
    graph.add_node(
        "p-1", name='-Ødegård, "Ole" & <söns>\nof 漢字', kind="person", countries="NA|US", n_mentions=1, n_articles=1, x=-0.25
    )
    graph.add_node("us-1", name="'=quoted", kind="person", aliases="'tis|007", n_mentions=1, n_articles=1)
    graph.add_node("w-1", name="112", kind="weapon", category="+drone", n_mentions=1, n_articles=1, x=1e-17, y=2)
    graph.add_node("w-2", name="@Alone", kind="weapon", n_mentions=1, n_articles=1)
    graph.add_edge("NA", "p-1", n_reports=2, weight=2.0, is_home=True, first_seen="2024-05-01T00:00:00+00:00", p=-1.5)
    graph.add_edge("p-1", "w-1", n_reports=10**12, weight=0.1 + 0.2, is_home=False)
    return graph


@pytest.mark.parametrize("file_format", FORMATS)
def test_read_back_equal(file_format, tmp_path):
    graph = sample_graph()
    again = write_and_read(graph, file_format, tmp_path)
    assert nx.utils.graphs_equal(again, graph)
    values = [*again.nodes.values(), *again.edges.values()], [*graph.nodes.values(), *graph.edges.values()]
    read, written = ([{name: type(value) for name, value in data.items()} for data in all_of] for all_of in values)
    assert read == written


@pytest.mark.parametrize("file_format", FORMATS)
def test_no_node_and_no_edge(file_format, tmp_path):
    assert nx.utils.graphs_equal(write_and_read(nx.Graph(), file_format, tmp_path), nx.Graph())


@pytest.mark.parametrize("file_format", FORMATS)
def test_missing_values_and_endless_numbers_are_left_out(file_format, tmp_path):
    graph, expected = nx.Graph(), nx.Graph()
    graph.add_node("a", name="A", category=None, x=float("nan"), y=float("inf"))
    expected.add_node("a", name="A")
    assert nx.utils.graphs_equal(write_and_read(graph, file_format, tmp_path), expected)
    assert graph.nodes["a"]["category"] is None


@pytest.mark.parametrize("file_format", ["graphml", "gexf"])
def test_characters_that_xml_forbids_are_dropped(file_format, tmp_path):
    graph = nx.Graph()
    graph.add_node("a", name="A\x00\x0bB")
    assert write_and_read(graph, file_format, tmp_path).nodes["a"]["name"] == "AB"


def test_one_graph_is_one_file_whatever_the_order_it_was_built_in(tmp_path):
    graph, again = sample_graph(), nx.Graph()
    again.add_nodes_from((node, dict(reversed(data.items()))) for node, data in reversed(list(graph.nodes(data=True))))
    again.add_edges_from((two, one, data) for one, two, data in reversed(list(graph.edges(data=True))))
    first = network.write_graph_files(graph, tmp_path / "one")
    second = network.write_graph_files(again, tmp_path / "two")
    assert [path.name for path in first] == ["network.graphml", "network.gexf", "network.json", "nodes.csv", "edges.csv"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_gexf_has_names_as_labels_and_no_date(tmp_path):
    text = network.write_gexf(sample_graph(), tmp_path / "n.gexf").read_text(encoding="utf-8")
    assert 'label="@Alone"' in text
    assert "lastmodified" not in text


def test_no_cell_of_text_begins_like_a_formula(tmp_path):
    graph = nx.Graph()
    names = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "'=1", "plain"]
    graph.add_nodes_from((f"n{number}", {"name": name}) for number, name in enumerate(names))
    nodes, _ = network.write_csv(graph, tmp_path)
    with nodes.open(encoding="utf-8-sig", newline="") as file:
        cells = [row["name"] for row in csv.DictReader(file)]
    assert cells == ["'=1+1", "'+1", "'-1", "'@x", "'\tx", "'\rx", "''=1", "plain"]
    assert [data["name"] for data in network.read_csv(tmp_path).nodes.values()] == names


def test_failed_write_leaves_the_old_file(tmp_path):
    path = network.write_json(sample_graph(), tmp_path / "n.json")
    before = path.read_bytes()
    with pytest.raises(TypeError):
        network.write_json(nx.Graph([("a", "b", {"what": object()})]), path)
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == ["n.json"]
