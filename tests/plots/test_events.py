import matplotlib.dates as mdates
import pandas as pd
import pytest
from boxes import line_below, overlapping, seen, sentence

from helpers.plots import alt_text, events_table, plot_articles_timeline, plot_edge_timeline, plot_entity_timeline
from helpers.plots.events import EVENT_GID


@pytest.fixture
def events() -> pd.DataFrame:
    return pd.DataFrame({"date": ["2024-03-10", "2024-02-20", "2020-01-01"], "label": ["Summit", "Treaty", "Long ago"]})


def test_events_come_by_date_without_those_outside(events):
    table = events_table(events, since=pd.Timestamp("2024-01-01"), until=pd.Timestamp("2024-12-31"))
    assert table.to_numpy().tolist() == [[pd.Timestamp("2024-02-20"), "Treaty"], [pd.Timestamp("2024-03-10"), "Summit"]]
    assert events_table(events)["label"].tolist() == ["Long ago", "Treaty", "Summit"]


def test_events_are_marked_and_told(articles, events):
    ax = plot_articles_timeline(articles, events=events)
    assert [text.get_text() for text in seen(ax, EVENT_GID)] == ["Treaty", "Summit"]
    assert "1 event outside these dates" in line_below(ax)
    assert alt_text(ax).endswith("Events: 20 Feb 2024 Treaty; 10 Mar 2024 Summit.")


def test_the_other_timelines_mark_them_too(articles, events):
    mentions = pd.DataFrame({"article_id": ["a1", "a4"], "entity_id": "UA", "kind": "country"})
    pairs = pd.DataFrame({"source": "RU", "target": "UA", "article_id": ["a1", "a4"]})
    for ax in (
        plot_entity_timeline(mentions, articles, "UA", events=events),
        plot_edge_timeline(pairs, articles, "UA", "RU", events=events),
    ):
        assert len(seen(ax, EVENT_GID)) == 2


@pytest.mark.parametrize("dpi", [50, 100, 200])
def test_names_of_events_do_not_overlap_at_any_size(articles, dpi):
    dates = pd.date_range("2024-01-05", "2024-04-28", periods=14).strftime("%Y-%m-%d")
    crowded = pd.DataFrame({"date": dates, "label": [f"Something with a name that is long, number {i}" for i in range(14)]})
    ax = plot_articles_timeline(articles, events=crowded)
    ax.figure.set_dpi(dpi)
    names = seen(ax, EVENT_GID)
    assert 3 <= len(names) < 14  # the rest have their line, and their name in the alt text
    assert overlapping(names) == []
    assert alt_text(ax).count("Something") == 14


def test_no_line_runs_through_a_name_to_its_left(articles):
    close = pd.DataFrame(
        {"date": ["2024-02-01", "2024-02-08", "2024-02-15"], "label": ["The first of three", "The second", "Third"]}
    )
    ax = plot_articles_timeline(articles, events=close)
    tops = [text.get_window_extent().y1 for text in seen(ax, EVENT_GID)]
    assert tops == sorted(tops, reverse=True)
    assert len(set(tops)) == 3


def test_names_stay_inside_the_axes_and_over_the_bars(articles, events):
    late = pd.DataFrame(
        {"date": ["2024-04-27", "2024-04-28", "2024-04-29"], "label": ["The very last days of the whole long month"] * 3}
    )
    ax = plot_articles_timeline(articles, events=late)
    boxes = [name.get_window_extent() for name in seen(ax, EVENT_GID)]
    stem = ax.transData.transform((mdates.date2num(pd.Timestamp("2024-04-27")), 0))[0]
    tops = [ax.transData.transform((0, bar.get_height()))[1] for bars in ax.containers[:2] for bar in bars]
    assert len(boxes) == 3
    assert all(ax.bbox.x0 <= box.x0 and box.x1 <= min(ax.bbox.x1, stem + 20) for box in boxes)
    assert min(box.y0 for box in boxes) >= max(tops)


def test_a_dollar_sign_is_a_dollar_sign(articles):
    ax = plot_articles_timeline(articles, events=pd.DataFrame({"date": ["2024-03-01"], "label": ["$1 and $2"]}))
    (name,) = seen(ax, EVENT_GID)
    assert not name.get_parse_math()


def test_no_event_and_no_date(articles, events):
    assert seen(plot_articles_timeline(articles, events=events.head(0)), EVENT_GID) == []
    undated = articles.assign(published=pd.Series(pd.NaT, index=articles.index, dtype="datetime64[us, UTC]"))
    assert "none of the 6 articles has a date" in sentence(plot_articles_timeline(undated, events=events))


@pytest.mark.parametrize(
    ("events", "message"),
    [
        (pd.DataFrame({"date": ["2024-01-01"]}), "events have no column 'label'"),
        (pd.DataFrame({"date": ["the 3rd"], "label": ["x"]}), "the date 'the 3rd' of an event cannot be read"),
    ],
)
def test_what_is_refused(articles, events, message):
    with pytest.raises(ValueError, match=message):
        plot_articles_timeline(articles, events=events)
