import networkx as nx
import pandas as pd
import pytest
from network_tables import make_articles, make_entities, make_mentions

from helpers.network import (
    build_graph,
    count_edges,
    ego_network,
    filter_graph,
    find_entity,
    find_pairs,
    nodes_and_edges,
    strongest_part,
)
from helpers.tables import empty_table

ENTITIES = make_entities(
    {"w1": ["cX", "cNA"], "p1": [], "cX": [], "p9": [], "cNA": [], "kdrone": []},
    p1={"name": "Ana Bright", "aliases": ["Bright", "A|B"]},
    p9={"name": "Olga Bright", "aliases": ["Bright"]},
    w1={"name": "Orlik-5", "category": "drone"},
)
ARTICLES = make_articles({"article_id": "a", "published": "2024-05-01"}, {"article_id": "b"})


def edges_of(*rows, **options):
    return count_edges(find_pairs(make_mentions(rows), empty_table("sentences"), **options), ARTICLES, ENTITIES)


EDGES = edges_of(("a", 0, "p1"), ("a", 0, "w1"), ("b", 0, "p1"), ("b", 0, "w1"), ("b", 1, "w1"), ("b", 1, "cX"))
GRAPH = build_graph(ENTITIES, EDGES)


def test_graph_by_hand():
    expected = nx.Graph()
    counts = {"n_mentions": 1, "n_articles": 1}
    expected.add_node("cNA", name="Name cNA", kind="country", **counts)
    expected.add_node("cX", name="Name cX", kind="country", **counts)
    expected.add_node("p1", name="Ana Bright", kind="person", aliases="Bright|A/B", **counts)
    expected.add_node("p9", name="Olga Bright", kind="person", aliases="Bright", **counts)
    expected.add_node("w1", name="Orlik-5", kind="weapon", category="drone", countries="cX|cNA", **counts)
    one = {"n_sentences": 1, "n_articles": 1, "n_reports": 1, "n_outlets": 0, "n_apposition": 0, "is_home": True, "weight": 1.0}
    one |= {"n_sentences_coreference": 0, "n_reports_coreference": 0, "weight_decayed": 1.0, "untested": "not asked for"}
    day = "2024-05-01T00:00:00+00:00"
    two = {**one, "n_sentences": 2, "n_articles": 2, "n_reports": 2, "is_home": False, "weight": 2.0, "weight_decayed": 2.0}
    expected.add_edge("cX", "w1", **one)
    expected.add_edge("p1", "w1", **two, first_seen=day, last_seen=day)
    assert nx.utils.graphs_equal(GRAPH, expected)
    assert list(GRAPH) == list(expected)


def test_who_is_never_named_is_no_node():
    entities = make_entities({"p1": [], "p2": [], "cX": []}, p2={"n_mentions": 0})
    assert list(build_graph(entities, EDGES.head(0))) == ["cX", "p1"]


def test_values_are_plain_python():
    plain = {str, int, float, bool}
    values = [v for _, data in GRAPH.nodes(data=True) for v in data.values()]
    values += [v for *_, data in GRAPH.edges(data=True) for v in data.values()]
    assert {type(value) for value in values} == plain


def test_order_of_rows_changes_nothing():
    again = build_graph(ENTITIES.iloc[::-1], EDGES.iloc[::-1])
    assert list(again.nodes(data=True)) == list(GRAPH.nodes(data=True))
    assert list(again.edges(data=True)) == list(GRAPH.edges(data=True))


def test_class_is_a_node_where_an_edge_names_it():
    graph = build_graph(ENTITIES, edges_of(("a", 0, "p1"), ("a", 0, "kdrone"), include_classes=True))
    assert "kdrone" in graph
    assert "kdrone" not in GRAPH


def test_edge_of_an_unknown_entity_is_refused():
    with pytest.raises(ValueError, match="entity p1 is not in the table entities"):
        build_graph(ENTITIES[ENTITIES["entity_id"] != "p1"], EDGES)


def test_graph_goes_back_to_tables():
    nodes, edges = nodes_and_edges(GRAPH)
    pd.testing.assert_frame_equal(edges, EDGES)
    kept = ENTITIES[ENTITIES["kind"] != "weapon_class"].reset_index(drop=True)
    assert nodes["entity_id"].tolist() == ["cNA", "cX", "p1", "p9", "w1"]
    assert nodes["countries"].tolist() == kept["countries"].tolist()
    pd.testing.assert_series_equal(nodes["category"], kept["category"])
    pd.testing.assert_series_equal(nodes["n_mentions"], kept["n_mentions"])


def test_measures_put_on_nodes_and_edges_follow_as_columns():
    graph = GRAPH.copy()
    nx.set_node_attributes(graph, {"p1": 0.5}, "x")
    nx.set_edge_attributes(graph, {("p1", "w1"): 0.01}, "p")
    nodes, edges = nodes_and_edges(graph)
    assert nodes["x"].dropna().tolist() == [0.5]
    assert edges["p"].dropna().tolist() == [0.01]


def test_empty_graph_goes_back_to_empty_tables():
    nodes, edges = nodes_and_edges(build_graph(empty_table("entities"), empty_table("edges")))
    assert nodes.empty
    assert edges.empty
    assert edges["n_reports"].dtype == "Int64"


def test_filter_by_articles_reports_and_kinds():
    assert set(filter_graph(GRAPH, min_articles=2)) == {"p1", "w1"}
    assert set(filter_graph(GRAPH, min_reports=3)) == set()
    assert set(filter_graph(GRAPH, kinds=["weapon", "country"])) == {"cX", "w1"}
    assert set(filter_graph(GRAPH, kinds=["country"], drop_isolated=False)) == {"cNA", "cX"}
    assert GRAPH.number_of_nodes() == 5
    with pytest.raises(ValueError, match="'ship' is not known"):
        filter_graph(GRAPH, kinds=["ship"])


def test_filtering_leaves_the_first_graph_alone():
    kept = filter_graph(GRAPH)
    kept.nodes["p1"]["name"] = "changed"
    kept.edges["p1", "w1"]["weight"] = 0
    assert GRAPH.nodes["p1"]["name"] == "Ana Bright"
    assert GRAPH.edges["p1", "w1"]["weight"] == 2


@pytest.mark.parametrize("called", ["p1", "Ana Bright", "ana bright ", "P1"])
def test_ego_network_by_id_or_name(called):
    assert set(ego_network(GRAPH, called)) == {"p1", "w1"}
    assert set(ego_network(GRAPH, called, radius=2)) == {"p1", "w1", "cX"}
    assert set(ego_network(GRAPH, called, radius=0)) == {"p1"}


def test_alias_that_is_anothers_too_is_refused_with_both():
    with pytest.raises(ValueError, match="more than one entity: p1, p9"):
        find_entity(GRAPH, "bright")
    assert find_entity(GRAPH, "a/b") == "p1"


def test_unknown_entity_is_refused_with_the_nearest_spellings():
    with pytest.raises(ValueError, match=r"'Anna Brigt' is not in the network; the nearest spellings are Ana Bright, "):
        ego_network(GRAPH, "Anna Brigt")
    with pytest.raises(ValueError, match="nothing there is spelled like it"):
        ego_network(GRAPH, "漢字")
    with pytest.raises(ValueError, match="radius is -1"):
        ego_network(GRAPH, "p1", radius=-1)


def test_strongest_part_raises_the_threshold_until_it_fits():
    graph = nx.Graph()
    for i in range(6):
        graph.add_edge("hub", f"n{i}", n_reports=i + 1, n_articles=i + 1, weight=i + 1.0)
    part, min_reports = strongest_part(graph, max_nodes=4)
    assert min_reports == 4
    assert sorted(part) == ["hub", "n3", "n4", "n5"]


def test_strongest_part_never_loses_the_last_tie():
    graph = nx.Graph()
    graph.add_edge("a", "b", n_reports=1, n_articles=1, weight=1.0)
    graph.add_edge("c", "d", n_reports=1, n_articles=1, weight=1.0)
    part, min_reports = strongest_part(graph, max_nodes=1)
    assert (min_reports, part.number_of_edges()) == (1, 2)
