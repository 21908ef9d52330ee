"""Edges counted part by part are those of the whole corpus, to the last digit."""

from __future__ import annotations

from functools import partial

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from network_tables import make_articles, make_entities, make_mentions, make_sentences, read_part
from simulated import draw_corpus

from helpers.network import edges_from_mentions
from helpers.network.parts import Part, count_edges_in_parts, split_by_report
from helpers.tables import empty_table

NO_SENTENCES = empty_table("sentences")
ENTITIES = make_entities({"cNA": [], "cX": [], "p1": ["cX"], "p2": ["cNA"], "w1": ["cX"], "w2": []})


def both(mentions, sentences, articles, entities, *, n_articles, **options):
    whole = edges_from_mentions(mentions, sentences, articles, entities, read_titles=False, assess=True, **options)
    parts = reversed(list(split_by_report(mentions, sentences, articles, n_articles=n_articles)))
    return whole, count_edges_in_parts(parts, entities, read_titles=False, **options)


@pytest.mark.parametrize("window", ["sentence", 2, "article"])
def test_parts_come_to_the_same_table(window):
    mentions, articles, entities = draw_corpus(3, n_articles=120, n_names=30, copied=0.2)
    whole, counted = both(mentions, NO_SENTENCES, articles, entities, n_articles=17, window=window)
    assert whole["q"].notna().any()
    pd.testing.assert_frame_equal(counted, whole, check_exact=True)


OCCURRENCES = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.integers(0, 5), st.sampled_from(sorted(ENTITIES["entity_id"]))), max_size=40
)


@settings(max_examples=40, deadline=None)
@given(
    named=OCCURRENCES,
    meant=OCCURRENCES,
    clusters=st.lists(st.sampled_from(["r", "s", "t", None]), min_size=6, max_size=6),
    outlets=st.lists(st.sampled_from(["One", "Two", None]), min_size=6, max_size=6),
    dates=st.lists(st.sampled_from(["2023-01-01", "2024-05-05", None]), min_size=6, max_size=6),
    window=st.sampled_from(["sentence", 1, 3, "paragraph", "article"]),
    n_articles=st.integers(1, 7),
)
def test_any_cut_comes_to_the_same_table(named, meant, clusters, outlets, dates, window, n_articles):
    mentions = pd.concat([make_mentions(named), make_mentions(meant, how="pronoun")], ignore_index=True)
    rows = zip("abcdef", clusters, outlets, dates, strict=True)
    articles = make_articles(*({"article_id": a, "cluster_id": c, "outlet": o, "published": d} for a, c, o, d in rows))
    sentences = make_sentences({a: [0, 0, 1, 1, 1, 2] for a in "abcdef"})
    whole, counted = both(
        mentions, sentences, articles, ENTITIES, n_articles=n_articles, window=window, coreference=True, max_entities_per_unit=4
    )
    pd.testing.assert_frame_equal(counted, whole, check_exact=True)


def test_a_report_split_over_two_parts_is_refused():
    mentions = make_mentions([(a, 0, e) for a in "ab" for e in ("p1", "w1")])
    articles = make_articles({"article_id": "a", "cluster_id": "r"}, {"article_id": "b", "cluster_id": "r"})
    parts = [Part(mentions[mentions["article_id"] == a], NO_SENTENCES, articles[articles["article_id"] == a]) for a in "ab"]
    with pytest.raises(ValueError, match="one cluster_id are in more than one part"):
        count_edges_in_parts(parts, ENTITIES, read_titles=False)
    assert len(list(split_by_report(mentions, NO_SENTENCES, articles, n_articles=1))) == 1


def test_odd_parts():
    mentions, articles = make_mentions([("a", 0, "p1"), ("a", 0, "w1")]), make_articles({"article_id": "a"})
    pd.testing.assert_frame_equal(count_edges_in_parts([], ENTITIES), empty_table("edges"))
    with pytest.raises(ValueError, match="entity p1 is not in the table entities"):
        count_edges_in_parts([Part(mentions, NO_SENTENCES, articles)], make_entities({"w1": []}), read_titles=False)
    with pytest.raises(ValueError, match="article a is not in the table articles"):
        list(split_by_report(mentions, NO_SENTENCES, make_articles({"article_id": "b"})))
    with pytest.raises(ValueError, match="n_articles is 0"):
        list(split_by_report(mentions, NO_SENTENCES, articles, n_articles=0))


def test_two_workers_of_a_cluster_read_and_count_their_parts(tmp_path):
    distributed = pytest.importorskip("distributed")
    mentions, articles, entities = draw_corpus(5, n_articles=80, n_names=25, copied=0.2)
    folders = []
    for n, part in enumerate(split_by_report(mentions, NO_SENTENCES, articles, n_articles=20)):
        folders.append(tmp_path / str(n))
        folders[-1].mkdir()
        for name, table in part._asdict().items():
            table.to_parquet(folders[-1] / f"{name}.parquet")
    count = partial(count_edges_in_parts, folders, entities, load=read_part, read_titles=False)
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        counted = count(client=client)
    assert len(folders) > 3
    whole = edges_from_mentions(mentions, NO_SENTENCES, articles, entities, read_titles=False, assess=True)
    pd.testing.assert_frame_equal(counted, whole, check_exact=True)
    pd.testing.assert_frame_equal(count(), whole, check_exact=True)
