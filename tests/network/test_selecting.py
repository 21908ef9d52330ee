import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from network_tables import make_articles, make_entities, make_mentions, make_sentences

from helpers.network import build_graph, count_edges, find_pairs
from helpers.network.selecting import Corpus, filter_ties, select_articles, select_corpus
from helpers.tables import as_table

ARTICLES = make_articles(
    {"article_id": "a", "published": "2024-01-31", "outlet": "One", "text": "A missile\nstrike.", "cluster_id": "a"},
    {"article_id": "b", "published": "2024-02-01", "outlet": "Two", "text": "Missiles flew.", "cluster_id": "a", "is_copy": True},
    {"article_id": "c", "outlet": "Two", "text": "Submissile? Tanks."},
    {"article_id": "d", "published": "2099-01-01", "published_quality": "implausible", "text": "C++ (again) and missile strike"},
)


def ids(**options):
    return select_articles(ARTICLES, **options)["article_id"].tolist()


def test_nothing_asked_keeps_all():
    kept = select_articles(ARTICLES)
    pd.testing.assert_frame_equal(kept, ARTICLES)
    assert kept.attrs == {"n_undated": 0, "note": "4 of 4 articles in 3 independent reports."}


def test_both_days_are_included_and_undated_articles_are_told():
    assert ids(since="2024-01-31", until="2024-01-31") == ["a"]
    assert ids(since="2024-02-01") == ["b"]
    kept = select_articles(ARTICLES, until=pd.Timestamp("2024-02-01"))
    assert kept["article_id"].tolist() == ["a", "b"]
    # the one without a date and the one that cannot be true
    assert kept.attrs["n_undated"] == 2
    assert kept.attrs["note"] == "2 of 4 articles in 1 independent report; 2 left out for want of a usable date."


def test_an_hour_of_the_last_day_is_in():
    late = ARTICLES.assign(published=pd.to_datetime(["2024-02-01 23:30"] * 4, utc=True))
    assert len(select_articles(late, until="2024-02-01")) == 3


def test_outlets():
    assert ids(outlets="Two") == ["b", "c"]
    assert ids(outlets=["One", "Two"]) == ["a", "b", "c"]
    with pytest.raises(ValueError, match="no article is from the outlet 'Tow'; outlets are One, Two"):
        ids(outlets=["Tow"])


def test_keywords_are_whole_words_not_patterns():
    assert ids(keywords="missile") == ["a", "d"]
    assert ids(keywords="missile*") == ["a", "b", "d"]
    assert ids(keywords="Missile strike") == ["a", "d"]  # over the end of a line, too
    assert ids(keywords=["tanks", "C++ (again)"]) == ["c", "d"]
    assert ids(keywords="m.ssile") == []


@pytest.mark.parametrize("bad", [[], "", "  ", ["tank", "*"]])
def test_empty_keywords_are_refused(bad):
    with pytest.raises(ValueError, match="keywords are empty"):
        ids(keywords=bad)


def test_days_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="until is 2024-01-01, before since, 2024-02-01"):
        ids(since="2024-02-01", until="2024-01-01")
    with pytest.raises(ValueError, match="since is 'spring'; it is a day such as 2024-03-01"):
        ids(since="spring")


def test_without_copies_one_article_speaks_for_each_report():
    assert ids(without_copies=True) == ["a", "c", "d"]
    # the original is not among those chosen, so its copy speaks for the report
    assert ids(outlets="Two", without_copies=True) == ["b", "c"]


def corpus(rows, *, clusters=None):
    names = sorted({article for article, *_ in rows} | set(clusters or {}))
    mentions = make_mentions(rows)
    sentences = make_sentences({article: [0, 0, 0] for article in names})
    articles = make_articles(*({"article_id": name, "cluster_id": (clusters or {}).get(name, name)} for name in names))
    entities = make_entities({"p1": ["cX"], "p2": [], "cX": [], "w1": ["cX"]})
    return Corpus(articles, sentences, mentions, entities, find_pairs(mentions, sentences))


ROWS = [("a", 0, "p1"), ("a", 0, "w1"), ("a", 1, "p1"), ("b", 0, "p1"), ("b", 0, "cX"), ("c", 0, "w1")]


def test_every_table_is_restricted_and_entities_are_counted_anew():
    whole = corpus(ROWS)
    part = select_corpus(whole, select_articles(whole.articles).head(1))
    for table in (part.articles, part.sentences, part.mentions, part.pairs):
        assert set(table["article_id"]) == {"a"}
    counts = part.entities.set_index("entity_id")[["n_mentions", "n_articles"]].T.to_dict("list")
    assert counts == {"p1": [2, 1], "p2": [0, 0], "cX": [0, 0], "w1": [1, 1]}
    as_table(part.entities, "entities")
    graph = build_graph(part.entities, count_edges(part.pairs, part.articles, part.entities, mentions=part.mentions))
    assert sorted(graph) == ["p1", "w1"]
    assert len(whole.articles) == 3


def test_pronouns_and_roles_are_not_counted():
    whole = corpus(ROWS)
    unsaid = whole._replace(mentions=whole.mentions.assign(how=["pronoun", "role"] + ["name"] * 4))
    assert select_corpus(unsaid, ["a"]).entities.set_index("entity_id")["n_mentions"].to_dict()["p1"] == 1


def test_an_article_of_another_run_is_refused():
    with pytest.raises(ValueError, match="article zz is not in the table articles"):
        select_corpus(corpus(ROWS), ["a", "zz"])


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 2), st.sampled_from(["p1", "p2", "cX", "w1"])), max_size=20),
    st.sets(st.sampled_from("abcd")),
)
def test_edges_of_a_part_are_those_found_in_it_alone(rows, chosen):
    whole = corpus(rows, clusters={name: name for name in "abcd"})
    part = select_corpus(whole, chosen)
    again = corpus([row for row in rows if row[0] in chosen], clusters={name: name for name in "abcd"})
    columns = ["source", "target", "n_sentences", "n_articles", "n_reports"]
    counted = count_edges(part.pairs, part.articles, part.entities)
    pd.testing.assert_frame_equal(counted[columns], count_edges(again.pairs, again.articles, again.entities)[columns])


def tied_graph():
    whole = corpus([(a, 0, e) for a in "ab" for e in ("p1", "w1")] + [("c", 0, e) for e in ("p1", "cX", "p2")])
    return build_graph(whole.entities, count_edges(whole.pairs, whole.articles, whole.entities))


def ties(graph):
    return sorted(tuple(sorted(edge)) for edge in graph.edges)


def test_ties_by_kind_reports_and_home():
    graph = tied_graph()
    assert ties(graph) == [("cX", "p1"), ("cX", "p2"), ("p1", "p2"), ("p1", "w1")]
    assert ties(filter_ties(graph, min_reports=2)) == [("p1", "w1")]
    assert ties(filter_ties(graph, with_home=False)) == [("cX", "p2"), ("p1", "p2"), ("p1", "w1")]
    assert ties(filter_ties(graph, between=("country", "person"))) == [("cX", "p1"), ("cX", "p2")]
    assert ties(filter_ties(graph, between=("person", "country"))) == [("cX", "p1"), ("cX", "p2")]
    assert ties(filter_ties(graph, kinds=["person"])) == [("p1", "p2")]
    assert sorted(filter_ties(graph, min_reports=2)) == sorted(graph)
    assert sorted(filter_ties(graph, min_reports=2, drop_isolated=True)) == ["p1", "w1"]
    assert len(ties(graph)) == 4
    with pytest.raises(ValueError, match="'ship' is not known"):
        filter_ties(graph, between=("ship", "person"))


def test_ties_by_q_say_what_they_left_out():
    graph = tied_graph()
    for number, edge in enumerate(sorted(graph.edges)):
        graph.edges[edge]["q"] = 0.01 if number == 0 else 0.5
    kept = filter_ties(graph, q=0.05)
    assert len(ties(kept)) == 1
    assert kept.graph["note"].startswith("1 pair that meet more often than chance would have it (q ≤ 0.05); 3 of 4 were dropped")


def test_where_no_tie_was_tested_all_are_kept_and_it_is_said():
    kept = filter_ties(tied_graph(), q=0.05)
    assert len(ties(kept)) == 4
    assert "shown untested" in kept.graph["note"]
