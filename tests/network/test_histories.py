import datetime as dt

import pandas as pd
import pytest
from calendar_tables import article_rows, days_of, make_pairs, meeting_rows, meetings_of, plain_dates
from hypothesis import given, settings
from network_tables import make_articles, make_entities, make_mentions

from helpers.network import filter_graph
from helpers.network.histories import edge_history, entity_history, networks_by_period
from helpers.network.periods import count_by_period
from helpers.tables import empty_table

JANUARY, FEBRUARY, MARCH = (pd.Timestamp(2024, month, 1) for month in (1, 2, 3))
ENTITIES = make_entities({"c1": [], "p1": ["c1"], "p2": [], "p3": []}, p1={"name": "Anna Berg", "aliases": ["A. Berg"]})


def three_months() -> pd.DataFrame:
    """One report of January, reprinted in March; one of March; one without a date."""
    return make_articles(
        {"article_id": "a", "published": "2024-01-05"},
        {"article_id": "b", "published": "2024-03-05", "cluster_id": "a"},
        {"article_id": "c", "published": "2024-03-06"},
        {"article_id": "d", "published": None},
    )


def test_entity_history_by_hand():
    mentions = make_mentions([("a", 0, "p1"), ("a", 0, "p1"), ("b", 0, "p1"), ("d", 0, "p1"), ("c", 0, "p2")])
    unsaid = make_mentions([("c", 1, "p1")], how="pronoun")
    table = entity_history(pd.concat([mentions, unsaid], ignore_index=True), three_months(), "p1")
    assert list(table) == ["period", "n_mentions", "n_articles", "n_reports", "n_reports_in_all"]
    rows = table.to_dict("split")["data"]
    assert rows[:3] == [[JANUARY, 2, 1, 1, 1], [FEBRUARY, 0, 0, 0, 0], [MARCH, 1, 1, 0, 1]]
    assert pd.isna(rows[3][0])
    assert rows[3][1:] == [1, 1, 1, 1]
    assert table["period"].dtype == "datetime64[us]"


def test_entity_by_name_and_one_that_is_not_there():
    mentions = make_mentions([("a", 0, "p1")])
    by_name = entity_history(mentions, three_months(), "anna berg", entities=ENTITIES)
    assert by_name.equals(entity_history(mentions, three_months(), "p1"))
    assert entity_history(mentions, three_months(), "A. Berg", entities=ENTITIES).equals(by_name)
    with pytest.raises(ValueError, match=r"'Ana Berg' is not in the network; the nearest spellings are .*Anna Berg"):
        entity_history(mentions, three_months(), "Ana Berg", entities=ENTITIES)
    with pytest.raises(ValueError, match="'p2' is not in the network"):
        entity_history(mentions, three_months(), "p2")
    assert entity_history(mentions, three_months(), "p2", entities=ENTITIES)["n_mentions"].sum() == 0


def test_edge_history_by_hand():
    pairs = make_pairs([("c1", "p1", "a", 0, False), ("c1", "p1", "b", 0, False), ("c1", "p1", "c", 0, True)])
    table = edge_history(pairs, three_months(), "p1", "c1")
    assert table["n_meetings"].tolist() == [1, 0, 1, 0]
    assert table["n_reports"].tolist() == [1, 0, 0, 0]
    assert table["n_reports_in_all"].tolist() == [1, 0, 1, 1]
    assert edge_history(pairs, three_months(), "Anna Berg", "c1", entities=ENTITIES).equals(table)
    assert edge_history(pairs, three_months(), "p1", "p3", entities=ENTITIES)["n_meetings"].sum() == 0


@settings(max_examples=40, deadline=None)
@given(article_rows, meeting_rows)
def test_edge_history_same_as_counts_by_period(article_rows, meeting_rows):
    articles = days_of(article_rows)
    pairs = meetings_of([*meeting_rows, (0, "ab", 0, False)], articles)
    if pairs.empty:
        return
    counts = count_by_period(pairs, articles)
    counts = (
        counts[(counts["source"] == "p_a") & (counts["target"] == "p_b")].set_index("period").drop(columns=["source", "target"])
    )
    table = edge_history(pairs, articles, "p_b", "p_a").set_index("period")
    met = table[table[["n_meetings", "n_reports"]].sum(axis=1) > 0].drop(columns="n_reports_in_all")
    pd.testing.assert_frame_equal(met, counts)
    dates, reports, _ = plain_dates(articles)
    assert table["n_reports_in_all"].sum() == len(set(reports.values()))
    months = pd.period_range(min(dates.values()), max(dates.values()), freq="M") if dates else []
    assert len(table) == len(months) + (len(dates) < len(articles))


def test_networks_share_their_nodes():
    pairs = make_pairs(
        [("c1", "p1", "a", 0, False), ("c1", "p1", "b", 0, False), ("c1", "p2", "c", 0, False), ("p1", "p2", "d", 0, False)]
    )
    found = networks_by_period(pairs, three_months(), ENTITIES)
    assert list(found) == [JANUARY, MARCH]
    assert [list(graph) for graph in found.values()] == [["c1", "p1", "p2", "p3"]] * 2
    assert list(found[JANUARY].edges) == [("c1", "p1")]
    assert found[JANUARY].edges["c1", "p1"]["n_reports"] == 1  # the reprint of March is no report of March
    assert found[JANUARY].edges["c1", "p1"]["n_articles"] == 2
    assert found[JANUARY].edges["c1", "p1"]["is_home"]
    assert list(found[MARCH].edges) == [("c1", "p2")]
    assert sorted(filter_graph(found[MARCH])) == ["c1", "p2"]
    found[MARCH].nodes["p1"]["x"] = 1.0
    assert "x" not in found[JANUARY].nodes["p1"]


def test_networks_of_chosen_edges():
    pairs = make_pairs([("c1", "p1", "a", 0, False), ("c1", "p2", "a", 0, False)])
    chosen = pd.DataFrame({"source": ["c1"], "target": ["p2"]})
    found = networks_by_period(pairs, three_months(), ENTITIES, edges=chosen)
    assert [list(graph.edges) for graph in found.values()] == [[("c1", "p2")], []]


@settings(max_examples=20, deadline=None)
@given(article_rows, meeting_rows)
def test_networks_hold_every_dated_report_once(article_rows, meeting_rows):
    articles = days_of(article_rows)
    pairs = meetings_of(meeting_rows, articles)
    entities = make_entities({f"p_{letter}": [] for letter in "abcd"})
    found = networks_by_period(pairs, articles, entities, period="week")
    counts = count_by_period(pairs, articles, period="week")
    expected = counts[(counts["n_reports"] > 0) & counts["period"].notna()]
    held = {(start, *sorted(ends)): n for start, graph in found.items() for *ends, n in graph.edges(data="n_reports")}
    assert held == expected.set_index(["period", "source", "target"])["n_reports"].to_dict()


def test_all_undated_and_nothing_at_all():
    articles = make_articles({"article_id": "a"})
    pairs, mentions = make_pairs([("c1", "p1", "a", 0, False)]), make_mentions([("a", 0, "p1")])
    for table in (entity_history(mentions, articles, "p1"), edge_history(pairs, articles, "c1", "p1")):
        assert table["period"].isna().tolist() == [True]
        assert table["n_reports"].tolist() == [1]
    assert networks_by_period(pairs, articles, ENTITIES) == {}
    nothing = entity_history(empty_table("mentions"), empty_table("articles"), "p1", entities=ENTITIES)
    assert nothing.empty
    assert nothing.dtypes.to_dict() == entity_history(mentions, three_months(), "p1").dtypes.to_dict()
    assert networks_by_period(empty_table("pairs"), empty_table("articles"), empty_table("entities")) == {}


def test_centuries():
    articles = make_articles(
        {"article_id": "a", "published": dt.datetime(1605, 1, 1)}, {"article_id": "b", "published": dt.datetime(2024, 1, 1)}
    )
    mentions = make_mentions([("a", 0, "p1"), ("b", 0, "p1")])
    with pytest.raises(ValueError, match="there are 21,864 weeks"):
        entity_history(mentions, articles, "p1", period="week")
    quarters = entity_history(mentions, articles, "p1", period="quarter")
    assert (len(quarters), quarters["n_reports"].sum()) == (419 * 4 + 1, 2)
