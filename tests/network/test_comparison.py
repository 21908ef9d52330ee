from collections import defaultdict
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from network_tables import make_articles, make_entities, make_mentions, make_sentences
from scipy.stats import fisher_exact
from scipy.stats.contingency import odds_ratio

from helpers.network import find_pairs
from helpers.network.comparison import compare_networks, compare_nodes, describe_comparison
from helpers.network.selecting import Corpus, select_corpus

ENTITIES = ["p1", "p2", "cX", "w1"]


def corpus(named_in, clusters=None):
    """Make a corpus of one sentence per article from the entities that each article names."""
    mentions = make_mentions([(article, 0, entity) for article, names in named_in.items() for entity in sorted(names)])
    sentences = make_sentences({article: [0] for article in named_in})
    rows = [
        {"article_id": a, "cluster_id": (clusters or {}).get(a, a), "is_copy": (clusters or {}).get(a, a) != a} for a in named_in
    ]
    entities = make_entities({"p1": ["cX"], "p2": [], "cX": [], "w1": []})
    return Corpus(make_articles(*rows), sentences, mentions, entities, find_pairs(mentions, sentences))


def halves(whole, first):
    names = set(whole.articles["article_id"])
    return select_corpus(whole, first), select_corpus(whole, names - set(first))


def many(n_one, met_one, n_two, met_two):
    """Make a corpus whose first part has `met_one` of `n_one` reports with p1 and w1 together, and its second likewise."""
    first = {f"a{i:02}": {"p1", "w1"} if i < met_one else {"p2"} for i in range(n_one)}
    second = {f"b{i:02}": {"p1", "w1"} if i < met_two else {"p2"} for i in range(n_two)}
    return halves(corpus({**first, **second}), list(first))


def test_counts_shares_and_test_by_hand():
    (row,) = compare_networks(*many(20, 10, 30, 1)).to_dict("records")
    assert (row["source"], row["target"], row["is_home"]) == ("p1", "w1", False)
    assert (row["n_reports_one"], row["n_reports_two"], row["total_one"], row["total_two"]) == (10, 1, 20, 30)
    assert (row["share_one"], row["share_two"]) == (0.5, 1 / 30)
    assert row["p"] == pytest.approx(fisher_exact([[10, 10], [1, 29]]).pvalue)
    assert row["q"] == row["p"]
    assert row["odds_ratio"] == pytest.approx((10.5 * 29.5) / (10.5 * 1.5))
    assert row["odds_low"] < row["odds_ratio"] < row["odds_high"]
    assert pd.isna(row["untested"])
    assert pd.isna(row["only_in"])


def test_interval_is_near_that_of_scipy_in_a_large_sample():
    (row,) = compare_networks(*many(90, 40, 90, 20)).to_dict("records")
    interval = odds_ratio([[40, 50], [20, 70]], kind="sample").confidence_interval()
    assert (row["odds_low"], row["odds_high"]) == pytest.approx((interval.low, interval.high), rel=0.05)


def test_what_is_only_on_one_side():
    one, two = halves(corpus({"a": {"p1", "w1"}, "b": {"p1", "cX"}, "c": {"p1", "cX"}}), ["a", "b"])
    found = compare_networks(one, two).set_index(["source", "target"])
    assert found.loc[("p1", "w1"), "only_in"] == "one"
    assert pd.isna(found.loc[("cX", "p1"), "only_in"])
    assert found["is_home"].to_dict() == {("cX", "p1"): True, ("p1", "w1"): False}
    back = compare_networks(two, one).set_index(["source", "target"])
    assert back.loc[("p1", "w1"), "only_in"] == "two"
    assert back.loc[("p1", "w1"), "n_reports_one"] == 0


def test_too_few_reports_are_left_untested_and_it_is_said():
    found = compare_networks(*many(3, 2, 3, 0))
    assert found["p"].isna().all()
    assert found["q"].isna().all()
    assert found["untested"].tolist() == ["too few reports"]
    said = describe_comparison(found, labels=("A", "B"))
    assert said == (
        "1 of 1 pairs are only in A, 0 only in B; none is tested: there are too few reports of its own on a side to tell a "
        "difference from chance."
    )


@pytest.mark.parametrize(("names", "tested"), [({"p1", "p2"}, True), ({"p1", "p2", "w1"}, False)])
def test_the_more_pairs_the_more_reports_each_needs(names, tested):
    # six of 20 reports against none of 20: p is 0.02, enough for one pair, too much for three
    named_in = {f"{side}{i:02}": names if side == "a" and i < 6 else set() for side in "ab" for i in range(20)}
    found = compare_networks(*halves(corpus(named_in), [name for name in named_in if name[0] == "a"]))
    assert len(found) == (1 if tested else 3)
    assert found["p"].notna().eq(tested).all()


def test_pronouns_and_roles_are_no_naming():
    one, two = many(20, 10, 30, 1)
    role = one.mentions["entity_id"].eq("w1") & one.mentions["article_id"].eq("a00")
    unsaid = one._replace(mentions=one.mentions.assign(how=one.mentions["how"].mask(role, "role")))
    assert compare_nodes(unsaid, two).set_index("entity_id")["n_reports_one"].to_dict() == {"p1": 10, "p2": 10, "w1": 9}


def test_a_report_that_both_sides_have_is_in_no_test():
    named_in = {f"a{i:02}": {"p1", "w1"} if i < 9 else {"p2"} for i in range(20)}
    named_in |= {f"b{i:02}": {"p1", "w1"} if i < 1 else {"p2"} for i in range(20)}
    wire = {f"{side}w{i}": {"p1", "w1"} for side in "ab" for i in range(5)}
    clusters = {name: f"aw{name[-1]}" for name in wire}
    one, two = halves(corpus({**named_in, **wire}, clusters), [name for name in {**named_in, **wire} if name[0] == "a"])
    (row,) = compare_networks(one, two).to_dict("records")
    assert (row["n_reports_one"], row["n_reports_two"], row["total_one"], row["total_two"]) == (14, 6, 25, 25)
    assert (row["n_own_one"], row["n_own_two"], row["own_total_one"], row["own_total_two"]) == (9, 1, 20, 20)
    assert row["p"] == pytest.approx(fisher_exact([[9, 11], [1, 19]]).pvalue)


def test_reprints_change_no_test():
    one, two = many(20, 10, 30, 1)
    clusters = {f"a{i:02}x{n}": f"a{i:02}" for i in range(20) for n in range(4)}
    named_in = {a: set(one.mentions.loc[one.mentions["article_id"] == a, "entity_id"]) for a in one.articles["article_id"]}
    reprinted = corpus({**named_in, **{copy: named_in[first] for copy, first in clusters.items()}}, clusters)
    once, often = compare_networks(one, two), compare_networks(reprinted, two)
    assert often["n_articles_one"].tolist() == [50]
    pd.testing.assert_frame_equal(once.drop(columns="n_articles_one"), often.drop(columns="n_articles_one"))


def test_with_and_without_copies_is_described_only():
    whole = corpus({"a": {"p1", "w1"}, "b": {"p1", "w1"}, "c": {"p1", "cX"}}, {"b": "a"})
    without = select_corpus(whole, ["a", "c"])
    found = compare_networks(whole, without)
    assert found["untested"].unique().tolist() == ["same reports on both sides"]
    assert "every report is on both sides" in describe_comparison(found)
    by_article = compare_networks(whole, without, unit="articles").set_index("target")
    assert by_article["share_one"].to_dict() == {"p1": 1 / 3, "w1": 2 / 3}
    assert by_article["share_two"].to_dict() == {"p1": 1 / 2, "w1": 1 / 2}
    assert by_article[["p", "q", "odds_ratio"]].isna().all(axis=None)
    assert "no independent witnesses" in describe_comparison(by_article.reset_index())


def test_other_units_are_refused():
    with pytest.raises(ValueError, match='unit is \'words\'; it is "reports" or "articles"'):
        compare_networks(*many(2, 1, 2, 1), unit="words")


def test_nothing_on_a_side_or_on_both():
    one, two = many(20, 10, 20, 5)
    nothing = select_corpus(one, [])
    found = compare_networks(one, nothing)
    assert found["only_in"].tolist() == ["one"]
    assert found[["p", "odds_ratio"]].isna().all(axis=None)
    assert list(compare_networks(nothing, nothing)) == list(found)
    assert describe_comparison(compare_networks(nothing, nothing)) == "There is nothing to compare: no pairs on either side."
    assert compare_nodes(nothing, two)["only_in"].eq("two").all()


def test_differences_at_home_are_told_apart():
    found = compare_networks(*many(20, 10, 30, 1)).assign(q=0.01, untested=None)
    assert "of 1 tested, 1 differ by more than chance (q ≤ 0.05)." in describe_comparison(found.assign(is_home=False).head(1))
    assert "1 differ by more than chance (q ≤ 0.05), 1 of them at home" in describe_comparison(found.assign(is_home=True).head(1))


def test_nodes_by_hand():
    found = compare_nodes(*many(20, 10, 30, 1)).set_index("entity_id")
    assert found[["n_reports_one", "n_reports_two"]].to_numpy().tolist() == [[10, 1], [10, 29], [10, 1]]
    assert found[["name", "kind"]].loc["w1"].tolist() == ["Name w1", "weapon"]
    assert found.loc["p2", "p"] == pytest.approx(fisher_exact([[10, 10], [29, 1]]).pvalue)
    assert "3 of 3 tested" not in describe_comparison(found.reset_index())
    assert "of 3 tested, 3 differ by more than chance" in describe_comparison(found.reset_index())


REPORT = st.tuples(st.sampled_from("AB"), st.integers(0, 4), st.frozensets(st.sampled_from(ENTITIES)))


def met_in(part):
    """Return the reports in which each pair, and each entity, is: plain dicts from mentions."""
    report = dict(zip(part.articles["article_id"], part.articles["cluster_id"], strict=True))
    named = defaultdict(set)
    for row in part.mentions.itertuples():
        named[row.article_id].add(row.entity_id)
    pairs, nodes = defaultdict(set), defaultdict(set)
    for article, names in named.items():
        for pair in combinations(sorted(names), 2):
            pairs[pair].add(report[article])
        for name in names:
            nodes[name].add(report[article])
    return pairs, nodes, set(report.values())


@settings(max_examples=18, deadline=None)
@given(st.lists(REPORT, min_size=1, max_size=40))
def test_against_plain_dicts(rows):
    named_in = {f"{side}{number:02}": names for number, (side, _, names) in enumerate(rows)}
    # a few stories are on both sides, or twice on one
    clusters = {f"{side}{n:02}": f"story{story}" for n, (side, story, _) in enumerate(rows) if story < 3}
    one, two = halves(corpus(named_in, clusters), [name for name in named_in if name[0] == "A"])
    (pairs_one, nodes_one, all_one), (pairs_two, nodes_two, all_two) = met_in(one), met_in(two)
    shared = all_one & all_two
    for found, met_one, met_two in (
        (compare_networks(one, two).set_index(["source", "target"]), pairs_one, pairs_two),
        (compare_nodes(one, two).set_index("entity_id"), nodes_one, nodes_two),
    ):
        assert list(found.index) == sorted({*met_one, *met_two})
        for key, row in found.to_dict("index").items():
            a, b = met_one.get(key, set()), met_two.get(key, set())
            counts = [row[c] for c in ("n_reports_one", "n_reports_two", "n_own_one", "n_own_two", "total_one", "total_two")]
            assert counts == [len(a), len(b), len(a - shared), len(b - shared), len(all_one), len(all_two)]
            if pd.isna(row["untested"]):
                own = [
                    [len(a - shared), len(all_one - shared) - len(a - shared)],
                    [len(b - shared), len(all_two - shared) - len(b - shared)],
                ]
                assert row["p"] == pytest.approx(fisher_exact(own).pvalue)
                assert row["q"] >= row["p"]
            else:
                assert pd.isna(row["p"])


def test_few_of_many_equal_sides_come_out_different():
    """Both sides are drawn from the same: at most 5 % of corpora have any pair with q ≤ 0.05, some slack given."""
    numbers, n_wrong, n_tested = np.random.default_rng(5), 0, 0
    for _ in range(18):
        named_in = {f"{'ab'[i % 2]}{i:03}": {e for e in ENTITIES if numbers.random() < 0.5} for i in range(60)}
        found = compare_networks(*halves(corpus(named_in), [name for name in named_in if name[0] == "a"]))
        n_wrong += bool(found["q"].le(0.05).any())
        n_tested += int(found["q"].notna().sum())
    assert n_tested > 90
    assert n_wrong <= 2
