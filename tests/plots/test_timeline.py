import pandas as pd
import pytest
from matplotlib.colors import to_hex

from helpers.plots import alt_text, edge_timeline_table, entity_timeline_table, plot_edge_timeline, plot_entity_timeline


@pytest.fixture
def mentions() -> pd.DataFrame:
    """Patriot twice in a1, and once in each other article; Ukraine in a3."""
    ids = ["a1", "a1", "a2", "a3", "a4", "a5", "a6"]
    return pd.DataFrame(
        {"article_id": [*ids, "a3"], "entity_id": ["patriot"] * 7 + ["UA"], "kind": ["weapon"] * 7 + ["country"]},
    )


@pytest.fixture
def pairs() -> pd.DataFrame:
    return pd.DataFrame({"source": "UA", "target": "patriot", "article_id": ["a3", "a3", "a4"]})


def _rows(table):
    return [(None if pd.isna(p) else f"{p:%Y-%m-%d}", a, r) for p, a, r in table.itertuples(index=False)]


def test_months_with_copies_counted_once_empty_months_and_the_undated(mentions, articles):
    assert _rows(entity_timeline_table(mentions, articles, "patriot")) == [
        ("2024-01-01", 1, 1),
        ("2024-02-01", 2, 1),  # a2 is a copy of a1, which came a day earlier
        ("2024-03-01", 0, 0),
        ("2024-04-01", 1, 1),
        (None, 2, 2),  # one without a date, one from 2031
    ]


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("quarter", [("2024-01-01", 3, 2), ("2024-04-01", 1, 1), (None, 2, 2)]),
        ("week", [("2024-01-29", 2, 1), ("2024-02-05", 1, 1)]),
    ],
)
def test_other_periods(mentions, articles, period, expected):
    assert _rows(entity_timeline_table(mentions, articles, "patriot", period=period))[: len(expected)] == expected


def test_an_edge_is_the_same_either_way_round(pairs, articles):
    table = edge_timeline_table(pairs, articles, "patriot", "UA")
    assert _rows(table) == [("2024-02-01", 1, 1), ("2024-03-01", 0, 0), ("2024-04-01", 1, 1)]
    assert table.equals(edge_timeline_table(pairs, articles, "UA", "patriot"))


def test_bars_all_articles_behind_independent_reports(mentions, articles, entities):
    ax = plot_entity_timeline(mentions, articles, "patriot", entities=entities)
    everything, independent = ax.containers
    assert [bar.get_height() for bar in everything] == [1, 2, 0, 1]
    assert [bar.get_height() for bar in independent] == [1, 1, 0, 1]
    assert to_hex(independent[0].get_facecolor()) == "#d55e00"


def test_title_line_and_alt_text(mentions, articles, entities):
    ax = plot_entity_timeline(mentions, articles, "patriot", entities=entities)
    assert ax.get_title(loc="left") == "Patriot: most articles in February 2024"
    (line,) = [text.get_text() for text in ax.texts if text.get_gid() == "subtitle"]
    assert line == "4 articles, 3 independent reports · 2 more without a date not shown"
    assert "Highest: 2, first in the month from 1 Feb 2024" in alt_text(ax)


def test_months_of_one_height_share_the_title(pairs, articles):
    assert plot_edge_timeline(pairs, articles, "UA", "patriot").get_title(loc="left") == "UA and patriot: articles per month"


def test_one_month_alone_does_not_fill_the_figure(mentions, articles):
    ax = plot_entity_timeline(mentions, articles, "UA")
    (bar,) = ax.containers[0]
    left, right = ax.get_xlim()
    assert bar.get_width() < 0.3 * (right - left)


def test_nothing_to_show_one_sentence(mentions, articles):
    assert "no article names this" in plot_entity_timeline(mentions, articles, "nobody").texts[0].get_text()
    undated = articles.assign(published=pd.Series(pd.NaT, index=articles.index, dtype="datetime64[us, UTC]"))
    assert "none of the 6 articles has a date" in plot_entity_timeline(mentions, undated, "patriot").texts[0].get_text()


def test_an_unknown_period_is_refused(mentions, articles):
    with pytest.raises(ValueError, match="period 'day' is not known; it is one of week, month, quarter"):
        entity_timeline_table(mentions, articles, "patriot", period="day")


def test_a_report_belongs_to_the_month_of_its_earliest_copy_also_where_that_leaves_the_name_out(articles):
    only_the_copy = pd.DataFrame({"article_id": ["a2"], "entity_id": ["patriot"], "kind": ["weapon"]})
    table = entity_timeline_table(only_the_copy, articles, "patriot")
    assert _rows(table) == [("2024-01-01", 0, 1), ("2024-02-01", 1, 0)]
