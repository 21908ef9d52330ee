import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta, hypergeom, norm

from helpers.network.backbones import backbone, backbone_table


def star() -> nx.Graph:
    """A strong tie among four weak ones, and a tie between two of the ends."""
    graph = nx.Graph(name="star")
    graph.add_weighted_edges_from([("hub", "a", 16), ("hub", "b", 1), ("hub", "c", 1), ("hub", "d", 1), ("hub", "e", 1)])
    graph.add_edge("a", "b", weight=4, q=0.5)
    graph.add_node("z", kind="person")
    return graph


def test_disparity_by_hand():
    p = backbone_table(star()).set_index(["source", "target"])["p_disparity"]
    # hub: 16 of 20 over 5 ties; a: 16 of 20 over 2 ties
    assert p["a", "hub"] == pytest.approx(min((1 - 16 / 20) ** 4, 1 - 16 / 20))
    # b: 4 of 5 over 2 ties; a: 4 of 20 over 2 ties
    assert p["a", "b"] == pytest.approx(min(1 - 4 / 5, 1 - 4 / 20))
    # c has one tie, which says nothing; the hub's end is left
    assert p["c", "hub"] == pytest.approx((1 - 1 / 20) ** 4)


def test_backbone_keeps_nodes_and_what_edges_carry():
    graph = star()
    kept = backbone(graph)
    assert list(kept.edges(data=True)) == [("hub", "a", {"weight": 16})]
    assert dict(kept.nodes(data=True)) == dict(graph.nodes(data=True))
    assert kept.graph == {"name": "star"}
    assert sorted(backbone(graph, drop_isolated=True)) == ["a", "hub"]
    assert backbone(graph, level=0.25).edges["a", "b"] == {"weight": 4, "q": 0.5}
    assert graph.number_of_edges() == 6


def test_noise_corrected_by_hand():
    row = backbone_table(star()).set_index(["source", "target"]).loc[("a", "b")]
    # strengths 20 and 5, all weight from both ends 48
    assert row["expected"] == pytest.approx(20 * 5 / 48)
    assert row["score"] == pytest.approx((4 / (100 / 48) - 1) / (4 / (100 / 48) + 1))


def noise_corrected(n: float, one: float, two: float, total: float) -> tuple[float, float]:
    """Score and its standard deviation: the share's Beta prior by its moments, the slope of the score by a small step."""
    prior_mean = one * two / total**2
    size = prior_mean * (1 - prior_mean) / (hypergeom.stats(total, one, two, moments="v") / total**2) - 1
    share = beta(prior_mean * size + n, (1 - prior_mean) * size + total - n).mean()

    def score(met: float) -> float:
        # one meeting more is one more in both strengths and in all
        ratio = met * (total + met - n) / ((one + met - n) * (two + met - n))
        return (ratio - 1) / (ratio + 1)

    slope = (score(n + 1e-4) - score(n - 1e-4)) / 2e-4
    return score(n), abs(slope) * np.sqrt(total * share * (1 - share))


edge_lists = st.dictionaries(
    st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda ends: ends[0] < ends[1]), st.integers(1, 30), min_size=1
)


@pytest.mark.filterwarnings("ignore:invalid value encountered:RuntimeWarning")  # of moments that are not asked for
@settings(max_examples=40, deadline=None)
@given(edge_lists)
def test_same_as_plain_reference(edges):
    graph = nx.Graph()
    graph.add_weighted_edges_from((f"n{one}", f"n{two}", weight) for (one, two), weight in edges.items())
    strength, degree = dict(graph.degree(weight="weight")), dict(graph.degree)
    total = sum(strength.values())
    table = backbone_table(graph)
    assert len(table) == len(edges)
    for row in table.itertuples():
        ends = (row.source, row.target)
        p = min(1.0 if degree[end] == 1 else (1 - row.weight / strength[end]) ** (degree[end] - 1) for end in ends)
        assert row.p_disparity == pytest.approx(p)
        assert row.is_disparity == (p < 0.05)
        score, deviation = noise_corrected(row.weight, *(strength[end] for end in ends), total)
        assert (row.score, row.score_sd) == pytest.approx((score, deviation), rel=1e-5, abs=1e-9)
        if deviation > 1e-6:
            assert row.p_noise_corrected == pytest.approx(norm.sf(score / deviation), rel=1e-3, abs=1e-9)
    assert backbone(graph, method="noise_corrected").number_of_edges() == table["is_noise_corrected"].sum()


def test_weights_of_nought_are_no_ties():
    graph = star()
    graph.add_edge("hub", "z", weight=0)
    table = backbone_table(graph).set_index(["source", "target"])
    nought = table.loc[("hub", "z")]
    assert (nought["p_disparity"], nought["p_noise_corrected"], nought["score"]) == (1.0, 1.0, -1.0)
    others = table.drop(index=("hub", "z"))
    assert others.equals(backbone_table(star()).set_index(["source", "target"]))
    only = nx.Graph([("a", "b", {"weight": 0})])
    assert not backbone_table(only)[["is_disparity", "is_noise_corrected"]].to_numpy().any()


@pytest.mark.parametrize("weight", [0.2, 0.5, 1, 3])
def test_single_edge(weight):
    table = backbone_table(nx.Graph([("a", "b", {"weight": weight})]))
    assert table["p_disparity"].tolist() == [1.0]
    assert not table["is_disparity"].any()
    assert table["p_noise_corrected"].isna().all() == (weight <= 0.5)  # all weight together is then 1 or less


def test_no_edge_and_own_ties():
    graph = nx.Graph()
    graph.add_edge("a", "a", weight=3)
    assert backbone_table(graph).empty
    assert list(backbone_table(graph)) == list(backbone_table(star()))
    assert list(backbone(graph)) == ["a"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"method": "mst"}, "method 'mst' is not known"),
        ({"level": 0}, "level is 0"),
        ({"level": 1.0}, "level is 1.0"),
        ({"weight": "n_report"}, "edge a - hub: n_report is missing"),
    ],
)
def test_bad_input(options, said):
    with pytest.raises(ValueError, match=said):
        backbone(star(), **options)


@pytest.mark.parametrize("weight", [-1, float("nan"), float("inf"), "3"])
def test_bad_weights(weight):
    with pytest.raises(ValueError, match="edge a - b: weight is"):
        backbone_table(nx.Graph([("b", "a", {"weight": weight})]))
