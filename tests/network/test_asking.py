from itertools import pairwise

import networkx as nx
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from network_tables import make_articles, make_entities, make_mentions, make_sentences

from helpers.network import build_graph, count_edges, evidence, find_pairs, nodes_and_edges
from helpers.network.asking import find_members, neighbours, path_between, path_evidence, who_stands_between

ENTITIES = make_entities(
    {"p1": ["cX"], "p2": [], "cX": [], "cY": [], "w1": ["cX"], "w2": [], "w3": [], "p9": []},
    p1={"name": "Ana Bright", "aliases": ["Bright"]},
    p2={"name": "Bo Stone"},
    cX={"name": "Xland"},
    w1={"name": "Orlik-5", "category": "air_defence/short_range_sam"},
    w2={"name": "Strela", "category": "air_defence"},
    w3={"name": "Kite", "category": "missile/ballistic_missile"},
)
MET = {
    "a": ["p1", "cX"],
    "b": ["p1", "cX"],
    "c": ["p1", "w1"],
    "d": ["cX", "w1"],
    "e": ["cX", "w1"],
    "f": ["cX", "w2"],
    "g": ["w1", "w2"],
    "h": ["p2", "w3"],
    "i": ["cY", "w1"],
    "j": ["cY", "w2"],
    "k": ["cY", "w2"],
}
MENTIONS = make_mentions([(article, 0, entity) for article, names in MET.items() for entity in names])
SENTENCES = make_sentences({article: [0] for article in MET})
TEXT = {article: " ".join(f"{name:9}" for name in names) + "x" * 100 for article, names in MET.items()}
DAYS = {article: f"2024-01-{day:02}" for day, article in enumerate(MET, start=1)}
ARTICLES = make_articles(*({"article_id": article, "text": TEXT[article], "published": DAYS[article]} for article in MET))
PAIRS = find_pairs(MENTIONS, SENTENCES)
GRAPH = build_graph(ENTITIES, count_edges(PAIRS, ARTICLES, ENTITIES))
TABLES = (PAIRS, ARTICLES, SENTENCES, MENTIONS)


def day(text):
    return pd.Timestamp(text, tz="UTC")


def test_path_by_hand():
    # two steps either way; by weight 1/2 + 1 over cX, 1 + 1 over w1
    path = path_between(GRAPH, "bright", "Strela", weighted=False)
    assert path[["step", "source", "target"]].to_numpy().tolist() in (
        [[1, "p1", "cX"], [2, "cX", "w2"]],
        [[1, "p1", "w1"], [2, "w1", "w2"]],
    )
    strong = path_between(GRAPH, "p1", "w2")
    assert strong[["source_name", "target_name", "weight"]].to_numpy().tolist() == [
        ["Ana Bright", "Xland", 2],
        ["Xland", "Strela", 1],
    ]
    assert strong["is_home"].tolist() == [True, False]
    assert strong["first_seen"].tolist() == [day("2024-01-01"), day("2024-01-06")]
    assert strong["last_seen"].tolist() == [day("2024-01-02"), day("2024-01-06")]
    back = path_between(GRAPH, "w2", "p1")
    assert back[["source", "target"]].to_numpy().tolist() == [["w2", "cX"], ["cX", "p1"]]


def test_path_that_does_not_exist_is_one_sentence():
    with pytest.raises(
        ValueError, match=r"^no path leads from Ana Bright to Bo Stone: they are in separate parts of the network$"
    ):
        path_between(GRAPH, "p1", "p2")
    with pytest.raises(ValueError, match="are the same entity, Ana Bright"):
        path_between(GRAPH, "p1", "Bright")
    with pytest.raises(ValueError, match=r"'Orlick 5' is not in the network; the nearest spellings are Orlik-5"):
        path_between(GRAPH, "p1", "Orlick 5")


def test_tie_of_weight_0_is_no_way():
    graph = nx.Graph()
    graph.add_edge("a", "b", weight=0.0)
    with pytest.raises(ValueError, match="no path leads from a to b"):
        path_between(graph, "a", "b")
    assert who_stands_between(graph, "a", "b").empty


def test_evidence_along_a_path():
    path = path_between(GRAPH, "p1", "w2")
    found = path_evidence(path, *TABLES)
    assert found[["step", "source", "target", "article_id"]].to_numpy().tolist() == [
        [1, "p1", "cX", "a"],
        [1, "p1", "cX", "b"],
        [2, "cX", "w2", "f"],
    ]
    assert path_evidence(path, *TABLES, n=1)["article_id"].tolist() == ["a", "f"]
    alone = evidence(*TABLES, "cX", "w2")
    assert found.iloc[2]["text"] == alone.iloc[0]["text"]
    assert list(found) == ["step", "source", "target", *alone]
    # any table of ties opens in the same way, one without a row too
    assert len(path_evidence(nodes_and_edges(GRAPH)[1], *TABLES)) == len(PAIRS)
    none = path_evidence(path.head(0), *TABLES)
    assert none.empty
    assert list(none) == list(found)


def test_who_stands_between_by_hand():
    found = who_stands_between(GRAPH, "p1", "Orlik-5")
    assert found.to_dict("records") == [
        {"entity_id": "cX", "name": "Xland", "kind": "country", "steps": 1, "share_of_paths": 1.0, "weakest_tie": 2.0}
    ]
    between = who_stands_between(GRAPH, "cX", "cY")
    assert between[["entity_id", "share_of_paths", "weakest_tie"]].to_numpy().tolist() == [["w1", 0.5, 1.0], ["w2", 0.5, 1.0]]
    assert len(who_stands_between(GRAPH, "cX", "cY", n=1)) == 1
    assert who_stands_between(GRAPH, "p2", "w3").empty
    assert list(who_stands_between(GRAPH, "p1", "p2")) == list(found)


def test_the_strongest_of_several_ways_counts():
    graph = nx.Graph()
    graph.add_weighted_edges_from([("s", "a", 5), ("s", "b", 1), ("a", "c", 4), ("b", "c", 9), ("c", "t", 7), ("s", "t", 9)])
    found = who_stands_between(graph, "s", "t").set_index("entity_id")
    assert list(found.index) == ["c", "a", "b"]
    assert found["weakest_tie"].to_dict() == {"c": 4, "a": 4, "b": 1}
    assert found["share_of_paths"].to_dict() == {"c": 1, "a": 0.5, "b": 0.5}
    assert found["steps"].to_dict() == {"c": 2, "a": 1, "b": 1}


def test_neighbours_of_an_entity():
    found = neighbours(GRAPH, "Bright")
    assert found[["entity_id", "name", "kind", "n_ties", "strongest_with", "weight", "is_home"]].to_numpy().tolist() == [
        ["cX", "Xland", "country", 1, "p1", 2, True],
        ["w1", "Orlik-5", "weapon", 1, "p1", 1, False],
    ]
    assert neighbours(GRAPH, "p1", with_home=False)["entity_id"].tolist() == ["w1"]
    assert neighbours(GRAPH, "p1", min_reports=2)["entity_id"].tolist() == ["cX"]
    assert neighbours(GRAPH, "p1", kinds=["weapon"])["entity_id"].tolist() == ["w1"]
    nobody = neighbours(GRAPH, "p9")
    assert nobody.empty
    assert list(nobody) == list(found)
    with pytest.raises(ValueError, match="'ship' is not known"):
        neighbours(GRAPH, "p1", kinds=["ship"])


@pytest.mark.parametrize("words", ["air defence", "Air-Defences", "air_defence"])
def test_neighbours_of_a_class(words):
    found = neighbours(GRAPH, words).set_index("entity_id")
    # the two of the class met each other: no partner of the class
    assert list(found.index) == ["cX", "cY", "p1"]
    assert found["n_ties"].to_dict() == {"cX": 2, "cY": 2, "p1": 1}
    assert found["strongest_with"].to_dict() == {"cX": "w1", "cY": "w2", "p1": "w1"}
    assert found["n_reports"].to_dict() == {"cX": 2, "cY": 2, "p1": 1}
    assert found.loc["cX", ["first_seen", "last_seen"]].tolist() == [day("2024-01-04"), day("2024-01-06")]
    assert found.loc["cY", ["first_seen", "last_seen"]].tolist() == [day("2024-01-09"), day("2024-01-11")]


def test_reports_with_any_member_are_counted_once():
    # p1 meets both of the class in one report, and one of them in a copy of it
    rows = [(a, 0, e) for a in "ab" for e in ("p1", "w1")] + [("a", 1, "p1"), ("a", 1, "w2"), ("c", 0, "p1"), ("c", 0, "w2")]
    mentions = make_mentions([*rows, ("c", 1, "cX"), ("c", 1, "w2")])
    articles = make_articles({"article_id": "a"}, {"article_id": "b", "cluster_id": "a"}, {"article_id": "c"})
    pairs = find_pairs(mentions, make_sentences({a: [0, 0] for a in "abc"}))
    graph = build_graph(ENTITIES, count_edges(pairs, articles, ENTITIES))
    found = neighbours(graph, "air defence", pairs=pairs, articles=articles)
    assert found.set_index("entity_id")["n_reports_any"].to_dict() == {"p1": 2, "cX": 1}
    assert neighbours(graph, "air defence")["n_reports_any"].isna().all()


def test_members_of_a_class_or_the_one():
    assert find_members(GRAPH, "missile") == ["w3"]
    assert find_members(GRAPH, "ballistic missiles") == ["w3"]
    assert find_members(GRAPH, "missile/ballistic_missile") == ["w3"]
    assert find_members(GRAPH, "strela") == ["w2"]
    with pytest.raises(
        ValueError, match=r"'submarine' is not in the network; .*classes of weapon there are air defence, missile$"
    ):
        find_members(GRAPH, "submarine")


TIES = st.dictionaries(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda ends: ends[0] < ends[1]), st.integers(1, 4), min_size=1
)


@settings(max_examples=30, deadline=None)
@given(TIES, st.randoms(use_true_random=False))
def test_paths_and_those_between_against_all_paths(ties, order):
    graph = nx.Graph()
    rows = [(f"n{one}", f"n{other}", weight) for (one, other), weight in ties.items()]
    graph.add_weighted_edges_from(rows)
    assume("n0" in graph and "n7" in graph)
    apart = graph.copy()
    apart.remove_edges_from([("n0", "n7")])
    routes = list(nx.all_shortest_paths(apart, "n0", "n7")) if nx.has_path(apart, "n0", "n7") else []
    expected = {}
    for route in routes:
        weakest = min(apart.edges[tie]["weight"] for tie in pairwise(route))
        for step, node in enumerate(route[1:-1], start=1):
            _, n_paths, best = expected.get(node, (step, 0, 0))
            expected[node] = (step, n_paths + 1, max(best, weakest))
    found = who_stands_between(graph, "n0", "n7", n=None)
    assert {
        row.entity_id: (row.steps, round(row.share_of_paths * len(routes), 6), row.weakest_tie) for row in found.itertuples()
    } == expected
    if nx.has_path(graph, "n0", "n7"):
        order.shuffle(rows)
        shuffled = nx.Graph()
        shuffled.add_weighted_edges_from([(other, one, weight) for one, other, weight in rows])
        for weighted in (True, False):
            path = path_between(graph, "n0", "n7", weighted=weighted)
            length = sum(1 / path["weight"]) if weighted else len(path)
            best = nx.shortest_path_length(
                graph, "n0", "n7", weight=(lambda a, b, data: 1 / data["weight"]) if weighted else None
            )
            assert length == pytest.approx(best)
            assert path["target"].tolist()[:-1] == path["source"].tolist()[1:]
            pd.testing.assert_frame_equal(path, path_between(shuffled, "n0", "n7", weighted=weighted))
