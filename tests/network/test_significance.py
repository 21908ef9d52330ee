import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from network_tables import make_articles, make_entities, make_mentions
from scipy.sparse import csr_array
from scipy.stats import binom, false_discovery_control, hypergeom
from simulated import assessed_edges, draw_corpus

from helpers.network import count_edges, edges_from_mentions, find_pairs
from helpers.network.blocks import find_blocks
from helpers.network.chance import fit_chance, naming_chances, placing_hazard
from helpers.network.meetings import read_occurrences
from helpers.network.permutation import deal_blocks, permutation_tail
from helpers.network.significance import adjust, bootstrap_weights, exact_tail, significant, upper_tail, weight_interval
from helpers.tables import as_table, empty_table

NO_SENTENCES = empty_table("sentences")
MEASURED = ["weight_low", "weight_high", "expected", "p", "q", "untested", "npmi", "g2", "odds_ratio", "jaccard"]


def blocks_of(corpus, *, window="sentence"):
    mentions, articles, _ = corpus
    found = read_occurrences(mentions, NO_SENTENCES, window=window, include_classes=False, coreference=False)
    clusters = articles.set_index("article_id")["cluster_id"][found.article_ids]
    report = pd.factorize(clusters)[0].astype(np.int32)
    return find_blocks(found, report, window=window)[0], found.entity_ids


def model_of(corpus, edges, *, window="sentence"):
    blocks, names = blocks_of(corpus, window=window)
    n_met = np.zeros(len(blocks.entities_of_report))
    pairs = find_pairs(corpus[0], NO_SENTENCES, window=window)
    met = pairs.merge(corpus[1][["article_id", "cluster_id"]]).drop_duplicates(["source", "target", "cluster_id"])
    order = pd.factorize(corpus[1].sort_values("article_id")["cluster_id"])[1]
    n_met = met["cluster_id"].value_counts().reindex(order, fill_value=0).to_numpy()
    codes = [names.get_indexer(edges[side]).astype(np.int32) for side in ("source", "target")]
    return blocks, fit_chance(blocks, n_met), codes


# --- the numbers, against scipy and plain loops ---


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.integers(0, 50))
def test_q_is_scipys_with_the_pairs_that_never_met_at_one(p, n_others):
    expected = false_discovery_control([*p, *[1.0] * n_others])[: len(p)]
    assert adjust(np.array(p), len(p) + n_others) == pytest.approx(expected)


def test_a_missing_p_has_no_q_and_is_no_hypothesis():
    assert adjust(np.array([0.01, np.nan, 0.03]), 2) == pytest.approx([0.02, np.nan, 0.03], nan_ok=True)


@settings(deadline=None)
@given(st.data())
def test_exact_tail_is_scipys(data):
    n = data.draw(st.integers(1, 300))
    one, two = (data.draw(st.integers(1, n)) for _ in range(2))
    joint = data.draw(st.integers(0, min(one, two)))
    found = exact_tail(np.array([joint]), np.array([one]), np.array([two]), n)
    assert found == pytest.approx(hypergeom.sf(joint - 1, n, one, two), rel=1e-6, abs=1e-12)


@pytest.mark.parametrize(("one", "two", "n"), [(4, 6, 100), (30, 200, 1000), (300, 400, 1000), (700, 800, 1000)])
def test_tail_is_the_hypergeometric_one_where_reports_are_alike(one, two, n):
    mean = one * two / n
    spread = np.sqrt(mean * (1 - one / n) * (1 - two / n))
    met = np.unique(np.clip(np.round(mean + spread * np.arange(-2, 5)), 1, min(one, two)).astype(int))
    found = upper_tail(met, np.full_like(met, one), np.full_like(met, two), np.full(len(met), mean))
    assert found == pytest.approx(hypergeom.sf(met - 1, n, one, two), rel=0.02, abs=1e-12)


@pytest.mark.parametrize(("n_met", "n_reports"), [(1, 10), (7, 400), (10, 10), (25, 60)])
def test_interval_is_the_percentile_of_the_bootstrap(n_met, n_reports):
    low, high = weight_interval(np.array([n_met]), n_reports)
    share = n_met / n_reports
    assert [low[0], high[0]] == [binom.ppf(0.025, n_reports, share), binom.ppf(0.975, n_reports, share)]
    meetings = csr_array(np.r_[np.ones(n_met), np.zeros(n_reports - n_met)].reshape(1, -1))
    drawn = bootstrap_weights(meetings, n_samples=2000, seed=1)
    assert np.abs(np.concatenate(drawn) - [low[0], high[0]]).max() <= 1
    again = bootstrap_weights(meetings, n_samples=2000, seed=1)
    assert np.array_equal(drawn, again)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 4), st.sampled_from(["p1", "p2", "w1"])), min_size=1, max_size=25),
    st.dictionaries(st.sampled_from("bcd"), st.just("a"), max_size=2),
    st.sampled_from(["sentence", 2, "article"]),
)
def test_decayed_weight_is_that_of_a_plain_loop(rows, clusters, window):
    articles = make_articles(*({"article_id": a, "cluster_id": clusters.get(a, a)} for a in sorted({row[0] for row in rows})))
    entities = make_entities({"p1": [], "p2": [], "w1": []})
    pairs = find_pairs(make_mentions(rows), NO_SENTENCES, window=window)
    closest = {}
    for row in pairs.itertuples():
        key = (row.source, row.target, clusters.get(row.article_id, row.article_id))
        closest[key] = min(row.distance, closest.get(key, 99))
    expected = {}
    for (*pair, _), distance in closest.items():
        expected[tuple(pair)] = expected.get(tuple(pair), 0) + np.exp(-distance / 3)
    edges = count_edges(pairs, articles, entities, decay_sentences=3)
    found = edges.set_index(["source", "target"])["weight_decayed"].to_dict()
    assert found == pytest.approx(expected)


# --- blocks and the model ---


def test_blocks_by_hand():
    rows = [("a", 0, "p1"), ("a", 0, "p2"), ("a", 3, "p1"), ("b", 1, "p1"), ("c", 2, "p2"), ("d", 0, "p1"), ("d", 0, "p2")]
    corpus = (
        make_mentions(rows),
        make_articles(*({"article_id": a, "cluster_id": "a" if a == "b" else a} for a in "abcd")),
        None,
    )
    blocks, _ = blocks_of(corpus)
    # b is a copy of a: their report names p1 in two sentences
    assert list(zip(blocks.entity, blocks.report, blocks.size, strict=True)) == [
        (0, 0, 2),
        (0, 2, 1),
        (1, 0, 1),
        (1, 1, 1),
        (1, 2, 1),
    ]
    assert blocks.reports_of_entity.tolist() == [2, 3]
    assert blocks.units_of_report.tolist() == [4, 3, 1]
    assert blocks.occurrences_of_entity.tolist() == [4, 3]
    assert blocks.n_units == 5


def test_both_margins_hold_on_average():
    blocks, _ = blocks_of(draw_corpus(3))
    _, chance, _ = model_of(draw_corpus(3), assessed_edges(draw_corpus(3)))
    n_blocks_of = np.bincount(np.searchsorted(chance.n_reports_of_entity, blocks.reports_of_entity))
    classes = chance.classes
    assert classes.n_reports @ chance.naming == pytest.approx(chance.n_reports_of_entity, rel=1e-4)
    assert chance.naming @ n_blocks_of == pytest.approx(classes.n_entities, rel=1e-3)


def test_a_name_in_every_report_is_certain_and_leaves_the_rest_to_the_others():
    classes = model_of(draw_corpus(3), assessed_edges(draw_corpus(3)))[1].classes
    n_reports = int(classes.n_reports.sum())
    n_others = (classes.n_reports @ classes.n_entities - n_reports) / 10
    naming = naming_chances(np.array([10, n_reports]), np.array([n_others, 1]), classes)
    assert (naming[:, 1] == 1).all()
    assert classes.n_reports @ naming[:, 0] == pytest.approx(10, rel=1e-3)


def test_chance_to_be_placed_apart():
    # of 5 sentences the one has 2, so that the other's 2 miss them in 3 of 10 ways
    assert np.exp(-placing_hazard(np.array([2.0]), np.array([2.0]), np.array([5.0]))) == pytest.approx(0.3)
    assert placing_hazard(np.array([3.0]), np.array([9.0]), np.array([5.0])) == np.inf


@pytest.mark.parametrize("window", ["sentence", "article"])
def test_fast_form_agrees_with_the_permutation(window):
    corpus = draw_corpus(5, n_articles=150, n_names=30)
    edges = assessed_edges(corpus, window=window)
    blocks, chance, (source, target) = model_of(corpus, edges, window=window)
    n_reports = edges["n_reports"].to_numpy()
    p, mean = permutation_tail(source, target, n_reports, blocks, chance, n_samples=400, seed=2)
    often = mean > 2
    assert often.sum() > 30
    expected = edges["expected"].to_numpy()
    assert expected[often] / mean[often] == pytest.approx(1, abs=0.12)
    assert (expected[often] / mean[often]).mean() == pytest.approx(1, abs=0.015)
    fast = upper_tail(n_reports, *(blocks.reports_of_entity[side] for side in (source, target)), expected)
    assert np.abs(fast - p).max() < 0.12  # 400 draws leave 0.025, four times that at the far end
    assert np.abs(fast - p).mean() < 0.025


def test_dealing_keeps_both_margins_and_every_block():
    blocks, _ = blocks_of(draw_corpus(4, n_articles=60))
    moved = 0
    for report, entity, row in deal_blocks(blocks, np.random.default_rng(0), n_samples=3):
        assert np.bincount(report).tolist() == blocks.entities_of_report.tolist()
        assert sorted(row.tolist()) == list(range(len(blocks.entity)))
        assert (blocks.entity[row] == entity).all()
        assert len(set(zip(report.tolist(), entity.tolist(), strict=True))) == len(report)
        moved += (report != blocks.report[row]).mean()
    assert moved / 3 > 0.5


# --- what the test is for ---


@pytest.mark.parametrize("window", ["sentence", 2, "article"])
@pytest.mark.parametrize("copied", [0, 0.2])
def test_where_names_are_drawn_independently_hardly_an_edge_passes(copied, window):
    edges = pd.concat([assessed_edges(draw_corpus(seed, copied=copied), window=window) for seed in range(3)])
    assert edges["p"].notna().mean() > 0.8
    assert (edges["q"] <= 0.05).mean() <= 0.05
    assert (edges["p"] <= 0.05).mean() <= 0.08


def test_the_plain_test_on_sentences_fails_where_names_are_drawn_independently():
    once, reprinted = (pd.concat([assessed_edges(draw_corpus(s, copied=c))["p_exact"] for s in range(3)]) for c in (0, 0.2))
    assert (once <= 0.05).mean() > 0.12  # where 0.05 would be right
    assert (reprinted <= 0.05).mean() > 0.2
    assert (false_discovery_control(reprinted) <= 0.05).mean() > 0.12


def test_reprints_change_nothing_that_is_tested():
    once, reprinted = (assessed_edges(draw_corpus(2, copied=copied)) for copied in (0, 0.2))
    pd.testing.assert_frame_equal(once[MEASURED], reprinted[MEASURED])
    assert (once["n_articles"] < reprinted["n_articles"]).any()


def test_planted_ties_are_found():
    found, others, kept = 0, 0, 0
    planted = {(f"p{one:03}", f"p{one + 1:03}") for one in range(10, 20, 2)}
    for seed in range(3):
        edges, *_ = significant(assessed_edges(draw_corpus(seed, tied=5)))
        pairs = set(zip(edges["source"], edges["target"], strict=True))
        found, others, kept = found + len(pairs & planted), others + len(pairs - planted), kept + len(pairs)
    assert found >= 13  # of 15
    assert others <= 0.1 * kept


def test_permutation_is_the_same_with_the_same_seed():
    corpus = draw_corpus(6, n_articles=40, n_names=15)
    edges = assessed_edges(corpus)
    blocks, chance, codes = model_of(corpus, edges)
    runs = [permutation_tail(*codes, edges["n_reports"].to_numpy(), blocks, chance, n_samples=30, seed=s) for s in (1, 1, 2)]
    assert np.array_equal(runs[0], runs[1])
    assert not np.array_equal(runs[0], runs[2])


# --- both ways to edges, and odd input ---


@pytest.mark.parametrize("window", ["sentence", 1, "article"])
def test_both_ways_to_tested_edges_agree(window):
    mentions, articles, entities = draw_corpus(7, n_articles=60, n_names=20, copied=0.2)
    pairs = find_pairs(mentions, NO_SENTENCES, window=window).sample(frac=1, random_state=0)
    edges = count_edges(pairs, articles, entities, mentions=mentions, window=window)
    pd.testing.assert_frame_equal(edges, assessed_edges((mentions, articles, entities), window=window))
    pd.testing.assert_frame_equal(edges, as_table(edges, "edges"))


def test_exact_p_is_missing_where_windows_overlap():
    corpus = draw_corpus(7, n_articles=60, n_names=20)
    for window, is_missing in (("sentence", False), (0, False), (1, True), ("article", False)):
        assert assessed_edges(corpus, window=window)["p_exact"].isna().all() == is_missing


def test_a_name_that_only_a_pronoun_stands_for_is_no_chance_of_a_report():
    mentions = pd.concat([make_mentions([("a", 0, "p1"), ("a", 0, "w1")]), make_mentions([("a", 0, "p2")], how="pronoun")])
    articles, entities = make_articles({"article_id": "a"}), make_entities({"p1": [], "p2": [], "w1": []})
    edges = edges_from_mentions(mentions, NO_SENTENCES, articles, entities, coreference=True, read_titles=False, assess=True)
    assert edges["untested"].tolist() == ["too few reports"]
    assert edges["expected"].tolist() == pytest.approx([1.0])


def edges_of(rows, **columns):
    mentions, names = make_mentions(rows), sorted({row[0] for row in rows})
    articles = make_articles(*({"article_id": a, **{c: v[n] for c, v in columns.items()}} for n, a in enumerate(names)))
    entities = make_entities({name: [] for name in sorted({row[2] for row in rows})})
    return edges_from_mentions(mentions, NO_SENTENCES, articles, entities, read_titles=False, assess=True)


def test_one_article_is_untested_and_shown_in_full():
    edges = edges_of([("a", 0, "p1"), ("a", 0, "w1"), ("a", 1, "w1"), ("a", 1, "p2")])
    assert edges[["p", "q"]].isna().all(axis=None)
    assert edges["untested"].tolist() == ["too few reports"] * 2
    selection = significant(edges)
    assert (len(selection.edges), selection.n_dropped, selection.n_untested, selection.is_filtered) == (2, 0, 2, False)
    assert selection.sentence == "2 pairs shown untested: there are too few reports to tell a tie from chance."


def test_every_article_the_same_has_no_tie_beyond_chance():
    edges = edges_of([(f"a{n:02}", s, e) for n in range(30) for s, e in enumerate(("p1", "w1", "w1"))] + [("a00", 1, "p1")])
    assert edges["expected"].tolist() == pytest.approx([1.0], rel=1e-3)
    assert edges["p"][0] > 0.5
    same = edges_of([(f"a{n:02}", 0, e) for n in range(30) for e in ("p1", "w1", "c1")])
    assert same["expected"].tolist() == pytest.approx([30.0] * 3)
    assert same["q"].isna().all()


def test_an_entity_in_every_unit_is_tied_to_nobody():
    rng = np.random.default_rng(0)
    rows = [(f"a{n:03}", 0, e) for n in range(120) for e in ["c0", *(f"p{k}" for k in rng.choice(12, size=3, replace=False))]]
    edges = edges_of(rows)
    with_it = edges[edges["source"] == "c0"]
    assert with_it["expected"].to_numpy() == pytest.approx(with_it["n_reports"].to_numpy(dtype=float))
    assert (with_it["p"] > 0.99).all()


def test_no_pair_undated_and_dates_across_centuries():
    nothing = edges_of([("a", 0, "p1"), ("b", 0, "w1")])
    pd.testing.assert_frame_equal(nothing, empty_table("edges"))
    assert significant(nothing).sentence == "There is no pair to show."
    rows = [(a, 0, e) for a in "abc" for e in ("p1", "w1")]
    assert edges_of(rows)[["first_seen", "last_seen"]].isna().all(axis=None)
    dated = edges_of(rows, published=["1719-04-01", None, "2219-04-01"])
    assert [dated["first_seen"][0].year, dated["last_seen"][0].year] == [1719, 2219]


def test_window_larger_than_the_article_is_the_article_and_crowded_units_count_for_nothing():
    mentions, articles, entities = draw_corpus(8, n_articles=40, n_names=20)
    wide, whole = (assessed_edges((mentions, articles, entities), window=window) for window in (5000, "article"))
    assert wide["n_reports"].tolist() == whole["n_reports"].tolist()
    few = edges_from_mentions(
        mentions, NO_SENTENCES, articles, entities, read_titles=False, assess=True, window="article", max_entities_per_unit=5
    )
    assert 0 < len(few) < len(whole)


def test_wrong_input_is_refused():
    mentions, articles, entities = draw_corpus(8, n_articles=40, n_names=20)
    pairs = find_pairs(mentions, NO_SENTENCES, window="article")
    with pytest.raises(ValueError, match="is not in the table mentions"):
        count_edges(pairs, articles, entities, mentions=mentions[mentions["entity_id"] != "p000"], window="article")
    with pytest.raises(ValueError, match="decay_sentences is 0"):
        count_edges(pairs, articles, entities, decay_sentences=0)
    with pytest.raises(ValueError, match="q is 2"):
        significant(empty_table("edges"), q=2)
    # pairs found in whole articles, of which all but one name p001 only in what is not given
    met = pairs[(pairs["source"] == "p000") & (pairs["target"] == "p001")]
    first = mentions["entity_id"].eq("p001").idxmax()
    fewer = mentions[mentions["entity_id"].ne("p001") | (mentions.index == first)]
    assert len(met) > 1
    with pytest.raises(ValueError, match="more reports than name them both"):
        count_edges(met, articles, entities, mentions=fewer)


# --- the filter ---


def test_filter_says_what_it_dropped():
    edges = assessed_edges(draw_corpus(0, tied=5))
    edges.loc[3, ["p", "q", "untested"]] = [np.nan, np.nan, "too few reports"]
    kept, n_dropped, n_untested, sentence, is_filtered = significant(edges)
    assert is_filtered
    assert (kept["q"] <= 0.05).all()
    assert (len(kept) + n_dropped, n_untested) == (len(edges), int(edges["q"].isna().sum()))
    assert f"{n_dropped:,} of {len(edges):,} were dropped" in sentence
    strict = significant(edges, q=1e-300)
    assert (len(strict.edges), strict.is_filtered) == (len(edges), False)
    assert strict.sentence.startswith("None of")


def test_edges_that_were_only_counted_are_shown_as_such():
    mentions, articles, entities = draw_corpus(8, n_articles=40, n_names=20)
    edges = count_edges(find_pairs(mentions, NO_SENTENCES), articles, entities)
    assert edges["p"].isna().all()
    assert significant(edges).sentence.endswith("shown untested: no test was asked for.")
