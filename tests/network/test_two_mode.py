from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.network.graph import nodes_and_edges
from helpers.network.two_mode import project, two_mode

KINDS = {"p": "person", "c": "country", "w": "weapon"}


def make_graph(*edges: str, alone: tuple[str, ...] = ()) -> nx.Graph:
    """Make a graph from edges such as "c1-w1"; an entity's first letter is its kind."""
    graph = nx.Graph(name="example")
    for node in sorted({*alone, *(end for edge in edges for end in edge.split("-"))}):
        graph.add_node(node, kind=KINDS[node[0]], name=node.upper())
    graph.add_edges_from((*edge.split("-"), {"weight": 2.0}) for edge in edges)
    return graph


def test_two_mode_by_hand():
    graph = make_graph("c1-w1", "c1-c2", "c2-w1", "p1-c1", "p1-w1", "w1-w2", alone=("c3",))
    found = two_mode(graph, "country", "weapon")
    assert sorted(map(sorted, found.edges)) == [["c1", "w1"], ["c2", "w1"]]
    assert found.nodes["c1"] == {"kind": "country", "name": "C1", "bipartite": 0}
    assert found.nodes["w1"]["bipartite"] == 1
    assert found.edges["c1", "w1"] == {"weight": 2.0}
    assert sorted(found) == ["c1", "c2", "w1"]
    assert sorted(two_mode(graph, "country", "weapon", drop_isolated=False)) == ["c1", "c2", "c3", "w1", "w2"]
    assert "bipartite" not in graph.nodes["c1"]
    assert nx.bipartite.is_bipartite(found)


def test_projection_by_hand():
    found = project(two_mode(make_graph("c1-w1", "c2-w1", "c3-w1", "c1-w2", "c2-w2", "c1-w3"), "country", "weapon"), "country")
    assert list(found) == ["c1", "c2", "c3"]
    # w1 has three countries, so each of them half as much of another; w2 has two
    both = {"shared": "w1|w2", "n_shared": 2, "jaccard": 2 / 3, "newman": 1.5, "weight": 1.5}
    assert found.edges["c1", "c2"] == both
    assert found.edges["c2", "c3"] == {"shared": "w1", "n_shared": 1, "jaccard": 1 / 2, "newman": 0.5, "weight": 0.5}
    assert found.nodes["c1"]["name"] == "C1"
    edges = nodes_and_edges(found)[1]
    assert edges[["source", "target", "n_shared"]].iloc[0].tolist() == ["c1", "c2", 2]


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.sampled_from([0.0, 1.0, 3.0])),
    st.sampled_from(["newman", "n_shared", "jaccard"]),
)
def test_projection_same_as_plain_reference(ties, weight):
    graph = make_graph(alone=tuple(f"{kind}{number}" for kind in "cw" for number in range(5)))
    graph.add_edges_from((f"c{one}", f"w{two}", {"weight": value}) for (one, two), value in ties.items())
    partners = {f"c{n}": {f"w{two}" for (one, two), value in ties.items() if one == n and value} for n in range(5)}
    users = {f"w{n}": sum(f"w{n}" in theirs for theirs in partners.values()) for n in range(5)}
    found = project(two_mode(graph, "country", "weapon", drop_isolated=False), "country", weight=weight)
    expected = {}
    for one, two in combinations(partners, 2):
        if shared := sorted(partners[one] & partners[two]):
            row = {
                "shared": "|".join(shared),
                "n_shared": len(shared),
                "jaccard": len(shared) / len(partners[one] | partners[two]),
            }
            row["newman"] = sum(1 / (users[each] - 1) for each in shared)
            expected[one, two] = {**row, "weight": row[weight]}
    assert {ends: pytest.approx(data) for ends, data in expected.items()} == {
        tuple(sorted((one, two))): data for one, two, data in found.edges(data=True)
    }


def test_no_node_of_the_kinds():
    empty = two_mode(make_graph("p1-c1"), "weapon", "weapon_class")
    assert not empty.nodes
    assert not project(empty, "weapon").nodes


@pytest.mark.parametrize(
    ("kinds", "said"),
    [(("country", "ship"), "kind 'ship' is not known"), (("person", "person"), "both kinds are 'person'")],
)
def test_bad_kinds(kinds, said):
    with pytest.raises(ValueError, match=said):
        two_mode(make_graph("c1-w1"), *kinds)


def test_bad_projections():
    graph = two_mode(make_graph("c1-w1"), "country", "weapon")
    with pytest.raises(ValueError, match="kind 'person' is not in this network; it has country and weapon"):
        project(graph, "person")
    with pytest.raises(ValueError, match="weight 'count' is not known"):
        project(graph, "country", weight="count")
    with pytest.raises(ValueError, match="edge c1 - c2 is inside one kind"):
        project(make_graph("c1-c2", "c1-w1"), "country")
