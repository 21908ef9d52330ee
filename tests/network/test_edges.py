import pandas as pd
import pytest
from network_tables import make_articles, make_entities, make_mentions, make_sentences

from helpers.network import count_edges, edges_from_mentions, find_pairs
from helpers.network.weighing import NUMBERS
from helpers.tables import as_table, empty_table

NO_SENTENCES = empty_table("sentences")
ENTITIES = make_entities({"p1": ["cX"], "p2": ["cNA"], "cX": [], "cNA": [], "w1": ["cX", "cNA"], "w2": []})


def pairs_of(*rows):
    return find_pairs(make_mentions(rows), NO_SENTENCES)


def test_edge_by_hand():
    pairs = pairs_of(*[(a, s, e) for a, s in [("a", 0), ("a", 3), ("b", 0), ("c", 1)] for e in ("p1", "w2")])
    articles = make_articles(
        {"article_id": "a", "outlet": "One", "published": "2024-05-01"},
        {"article_id": "b", "outlet": "Two", "published": "2024-05-03", "cluster_id": "a", "is_copy": True},
        {"article_id": "c", "outlet": "One", "published": "2024-04-01"},
    )
    expected = pd.DataFrame(
        {
            "source": ["p1"],
            "target": ["w2"],
            "n_sentences": [4],
            "n_articles": [3],
            "n_reports": [2],
            "n_outlets": [2],
            "n_apposition": [0],
            "is_home": [False],
            "first_seen": [pd.Timestamp("2024-04-01", tz="UTC")],
            "last_seen": [pd.Timestamp("2024-05-03", tz="UTC")],
            "weight": [2.0],
            "weight_decayed": [2.0],
            **{name: [None] for name in NUMBERS},
            "untested": ["not asked for"],
            "n_sentences_coreference": [0],
            "n_reports_coreference": [0],
        }
    )
    pd.testing.assert_frame_equal(count_edges(pairs, articles, ENTITIES), as_table(expected, "edges"))


def test_missing_and_implausible_dates_and_outlets_are_left_out():
    pairs = pairs_of(*[(a, 0, e) for a in "abc" for e in ("p1", "w2")], ("d", 0, "p1"), ("d", 0, "p2"))
    articles = make_articles(
        {"article_id": "a"},
        {"article_id": "b", "published": "2023-01-01", "outlet": "One"},
        {"article_id": "c", "published": "2099-01-01", "published_quality": "implausible"},
        {"article_id": "d"},
    )
    edges = count_edges(pairs, articles, ENTITIES)
    day = pd.Timestamp("2023-01-01", tz="UTC")
    assert edges["n_outlets"].tolist() == [0, 1]
    assert edges.loc[1, ["first_seen", "last_seen"]].tolist() == [day, day]
    assert edges.loc[0, ["first_seen", "last_seen"]].isna().all()


def test_article_without_a_cluster_is_a_report_of_its_own():
    articles = make_articles({"article_id": "a", "cluster_id": None}, {"article_id": "b", "cluster_id": None})
    edges = count_edges(pairs_of(*[(a, 0, e) for a in "ab" for e in ("p1", "w2")]), articles, ENTITIES)
    assert edges["n_reports"].tolist() == [2]


def test_home_is_a_country_of_the_person_or_of_the_weapons_maker():
    pairs = pairs_of(*[("a", 0, e) for e in ("p1", "p2", "cX", "cNA", "w1", "w2")])
    edges = count_edges(pairs, make_articles({"article_id": "a"}), ENTITIES)
    home = {(row.source, row.target) for row in edges.itertuples() if row.is_home}
    assert home == {("cX", "p1"), ("cNA", "p2"), ("cX", "w1"), ("cNA", "w1")}
    assert len(edges) == 15


def test_order_of_rows_changes_nothing():
    pairs = pairs_of(*[(a, s, e) for a in "ab" for s in range(3) for e in ("p1", "p2", "cX")])
    articles = make_articles({"article_id": "a", "published": "2024-01-01"}, {"article_id": "b"})
    edges = count_edges(pairs, articles, ENTITIES)
    shuffled = count_edges(pairs.sample(frac=1, random_state=3), articles.iloc[::-1], ENTITIES.iloc[::-1])
    pd.testing.assert_frame_equal(edges, shuffled)
    pd.testing.assert_frame_equal(edges, as_table(edges, "edges"))


def test_no_pair_gives_an_empty_typed_table():
    edges = count_edges(empty_table("pairs"), empty_table("articles"), empty_table("entities"))
    pd.testing.assert_frame_equal(edges, empty_table("edges"))


def test_meeting_in_an_unknown_article_or_of_an_unknown_entity_is_refused():
    pairs = pairs_of(("a", 0, "p1"), ("a", 0, "w2"))
    with pytest.raises(ValueError, match="article a is not in the table articles"):
        count_edges(pairs, make_articles({"article_id": "b"}), ENTITIES)
    with pytest.raises(ValueError, match="entity p1 is not in the table entities"):
        count_edges(pairs, make_articles({"article_id": "a"}), make_entities({"w2": []}))
    with pytest.raises(ValueError, match="article_id a stands in more than one row"):
        count_edges(pairs, make_articles({"article_id": "a"}, {"article_id": "a"}), ENTITIES)


def with_pronouns(named, meant):
    return pd.concat([make_mentions(named), make_mentions(meant, how="pronoun")], ignore_index=True)


NAMED = [("a", 0, "p1"), ("a", 0, "w2"), ("a", 1, "w2"), ("b", 0, "w2"), ("c", 0, "cX")]
MEANT = [("a", 0, "p1"), ("a", 1, "p1"), ("b", 0, "p1"), ("b", 1, "p1"), ("c", 0, "p1")]
REPORTS = make_articles(*({"article_id": a, "published": f"2024-05-0{n}"} for n, a in enumerate("abc", 1)))


def test_meetings_by_coreference_are_counted_in_columns_of_their_own():
    edges = count_edges(find_pairs(with_pronouns(NAMED, MEANT), NO_SENTENCES, coreference=True), REPORTS, ENTITIES)
    without = count_edges(find_pairs(with_pronouns(NAMED, MEANT), NO_SENTENCES), REPORTS, ENTITIES)
    added = ["n_sentences_coreference", "n_reports_coreference"]
    # sentence 1 of a and sentence 0 of b; only b is a report in which they do not meet by name
    assert edges[added].to_numpy().tolist() == [[2, 1]]
    assert without[added].to_numpy().tolist() == [[0, 0]]
    pd.testing.assert_frame_equal(edges.drop(columns=added), without.drop(columns=added))
    # "he" and cX in c: a pair that never meets by name has no edge
    assert edges[["source", "target"]].to_numpy().tolist() == [["p1", "w2"]]


@pytest.mark.parametrize("window", ["sentence", 1, "paragraph", "article"])
def test_both_ways_to_edges_agree_on_coreference(window):
    mentions = with_pronouns(NAMED, MEANT)
    sentences = make_sentences({"a": [0, 0], "b": [0, 1], "c": [0]})
    pairs = find_pairs(mentions, sentences, window=window, coreference=True)
    direct = edges_from_mentions(mentions, sentences, REPORTS, ENTITIES, window=window, coreference=True, read_titles=False)
    pd.testing.assert_frame_equal(count_edges(pairs.sample(frac=1, random_state=1), REPORTS, ENTITIES), direct)
