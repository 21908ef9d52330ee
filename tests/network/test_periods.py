import datetime as dt
from collections import Counter

import pandas as pd
import pytest
from calendar_tables import article_rows, days_of, make_pairs, meeting_rows, meetings_of, plain_dates
from hypothesis import given, settings
from hypothesis import strategies as st
from network_tables import make_articles, make_entities

from helpers.network import count_edges
from helpers.network.periods import count_by_period, every_period, period_starts, split_periods
from helpers.tables import empty_table

PERIODS = ("week", "month", "quarter")


def first_day(date: dt.date, period: str) -> dt.date:
    """The plain way to the first day of a window."""
    if period == "week":
        return date - dt.timedelta(days=date.weekday())
    return date.replace(day=1, month=date.month if period == "month" else 3 * ((date.month - 1) // 3) + 1)


def test_windows_by_hand():
    articles = make_articles(
        {"article_id": "b", "published": "2024-03-31T23:30:00Z"},  # a Sunday
        {"article_id": "a", "published": "2024-04-01T00:10:00Z", "cluster_id": "b"},
        {"article_id": "c", "published": None, "cluster_id": "b"},
        {"article_id": "d", "published": "2091-01-01T00:00:00Z", "published_quality": "implausible"},
    )
    table = split_periods(articles, period="month")
    assert table["article_id"].tolist() == ["a", "b", "c", "d"]
    assert table["period"].tolist() == [pd.Timestamp("2024-04-01"), pd.Timestamp("2024-03-01"), pd.NaT, pd.NaT]
    assert table["report_id"].tolist() == ["b", "b", "b", "d"]
    assert table["report_period"].tolist() == [pd.Timestamp("2024-03-01")] * 3 + [pd.NaT]
    weeks = split_periods(articles, period="week")["period"].tolist()
    assert weeks[:2] == [pd.Timestamp("2024-04-01"), pd.Timestamp("2024-03-25")]
    quarters = split_periods(articles, period="quarter")["period"].tolist()
    assert quarters[:2] == [pd.Timestamp("2024-04-01"), pd.Timestamp("2024-01-01")]


@settings(max_examples=100, deadline=None)
@given(st.dates(min_value=dt.date(1, 1, 8)), st.sampled_from(PERIODS))
def test_first_days_of_any_century(date, period):
    starts = period_starts(pd.Series([date, None]).astype("datetime64[us]"), period)
    assert starts.dtype == "datetime64[us]"
    assert starts[0].to_pydatetime().date() == first_day(date, period)
    assert pd.isna(starts[1])


@settings(max_examples=40, deadline=None)
@given(st.dates(dt.date(1890, 1, 1), dt.date(1930, 1, 1)), st.integers(0, 2000), st.sampled_from(PERIODS))
def test_every_window_once(first, n_days, period):
    expected = sorted({first_day(first + dt.timedelta(days=number), period) for number in range(n_days + 1)})
    found = every_period(pd.Timestamp(expected[0]), pd.Timestamp(expected[-1]), period)
    assert [pd.Timestamp(day).date() for day in found] == expected


def test_weeks_of_centuries_are_refused():
    ends = pd.Timestamp("1701-01-03"), pd.Timestamp("2024-01-01")
    with pytest.raises(ValueError, match="from 1701-01-03 to 2024-01-01 there are 16,854 weeks; at most 5,000 are listed"):
        every_period(*ends, "week")
    assert len(every_period(pd.Timestamp("1701-01-01"), ends[1], "quarter")) == 323 * 4 + 1


def test_counts_by_hand():
    articles = make_articles(
        {"article_id": "a", "published": "2024-02-05"},
        {"article_id": "b", "published": "2024-01-05", "cluster_id": "a"},
        {"article_id": "c", "published": "2024-02-06"},
        {"article_id": "d", "published": None},
    )
    pairs = make_pairs(
        [("p1", "p2", name, sentence, False) for name in "abcd" for sentence in (0, 1)]
        + [("p1", "p3", "b", 0, False), ("p1", "p4", "b", 0, True)]
    )
    rows = count_by_period(pairs, articles).to_dict("split")["data"]
    january, february = pd.Timestamp("2024-01-01"), pd.Timestamp("2024-02-01")
    assert rows[:3] == [[january, "p1", "p2", 2, 1, 1], [january, "p1", "p3", 1, 1, 1], [february, "p1", "p2", 4, 2, 1]]
    assert pd.isna(rows[3][0])  # the article without a date
    assert rows[3][1:] == ["p1", "p2", 2, 1, 1]
    assert len(rows) == 4


@settings(max_examples=40, deadline=None)
@given(article_rows, meeting_rows, st.sampled_from(PERIODS))
def test_counts_same_as_plain_reference(article_rows, meeting_rows, period):
    articles = days_of(article_rows)
    pairs = meetings_of(meeting_rows, articles)
    dates, reports, report_dates = plain_dates(articles)

    def window(day):
        return None if day is None else first_day(day.date(), period)

    expected = {"n_meetings": Counter(), "n_articles": Counter(), "n_reports": Counter()}
    seen = set()
    for row in pairs[~pairs["by_coreference"]].itertuples():
        edge, report = (row.source, row.target), reports[row.article_id]
        expected["n_meetings"][window(dates.get(row.article_id)), *edge] += 1
        for what, key, day in (
            ("n_articles", row.article_id, dates.get(row.article_id)),
            ("n_reports", report, report_dates.get(report)),
        ):
            if (what, edge, key) not in seen:
                seen.add((what, edge, key))
                expected[what][window(day), *edge] += 1
    table = count_by_period(pairs, articles, period=period)
    keys = [(None if pd.isna(row.period) else row.period.date(), row.source, row.target) for row in table.itertuples()]
    for what, counts in expected.items():
        assert {key: n for key, n in zip(keys, table[what], strict=True) if n} == counts
    assert keys == sorted(keys, key=lambda key: (key[0] or dt.date.max, *key[1:]))


@settings(max_examples=30, deadline=None)
@given(article_rows, meeting_rows)
def test_counts_add_up_to_edges(article_rows, meeting_rows):
    articles = days_of(article_rows)
    pairs = meetings_of(meeting_rows, articles)
    edges = count_edges(pairs, articles, make_entities({f"p_{letter}": [] for letter in "abcd"})).set_index(["source", "target"])
    sums = count_by_period(pairs, articles).groupby(["source", "target"]).sum(numeric_only=True)
    assert sums["n_reports"].to_dict() == edges["n_reports"].to_dict()
    assert sums["n_articles"].to_dict() == edges["n_articles"].to_dict()
    assert sums["n_meetings"].to_dict() == edges["n_sentences"].to_dict()


def test_all_undated_and_nothing_at_all():
    articles = make_articles({"article_id": "a"}, {"article_id": "b"})
    pairs = make_pairs([("p1", "p2", "a", 0, False)])
    undated, nothing = count_by_period(pairs, articles), count_by_period(empty_table("pairs"), empty_table("articles"))
    assert undated["period"].isna().all()
    assert undated["n_reports"].tolist() == [1]
    assert nothing.empty
    assert nothing.dtypes.to_dict() == undated.dtypes.to_dict()
    assert split_periods(empty_table("articles")).dtypes.to_dict() == split_periods(articles).dtypes.to_dict()


def test_no_input_is_changed():
    articles = make_articles({"article_id": "b", "published": "2024-01-05"}, {"article_id": "a"})[::-1]
    pairs = make_pairs([("p1", "p2", "a", 0, False), ("p1", "p2", "b", 0, True)])
    before = articles.copy(deep=True), pairs.copy(deep=True)
    count_by_period(pairs, articles)
    pd.testing.assert_frame_equal(articles, before[0])
    pd.testing.assert_frame_equal(pairs, before[1])


def test_bad_input():
    articles = make_articles({"article_id": "a"})
    with pytest.raises(ValueError, match="period 'day' is not known; it is one of week, month, quarter"):
        split_periods(articles, period="day")
    with pytest.raises(ValueError, match="pairs: article b is not in the table articles"):
        count_by_period(make_pairs([("p1", "p2", "b", 0, False)]), articles)
    with pytest.raises(ValueError, match="article_id a stands in more than one row"):
        split_periods(pd.concat([articles, articles]))
