"""When an entity is named, and when two are named together."""

from __future__ import annotations

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from helpers.network.selecting import usable_dates
from helpers.plots.captions import caption, counted, day, joined, leader, new_axes, say_nothing
from helpers.plots.events import draw_events, events_in_words, events_inside
from helpers.plots.names import display_names
from helpers.plots.style import EDGE_COLOUR, mark_of, styled

_PERIODS = {"week": "W-SUN", "month": "M", "quarter": "Q"}
_FEWEST_PERIODS = 8


@styled
def plot_entity_timeline(
    mentions: pd.DataFrame,
    articles: pd.DataFrame,
    entity_id: str,
    *,
    entities: pd.DataFrame | None = None,
    freq: str = "month",
    events: pd.DataFrame | None = None,
    title: str | None = None,
    subtitle: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw how many articles name an entity in each period: all of them pale, independent reports full.

    Parameters
    ----------
    mentions : DataFrame, one row per mention (`article_id`, `entity_id`, `kind`)
    articles : DataFrame, one row per article (`article_id`, `published`, `published_quality`, `cluster_id`)
    entity_id : whom to count
    entities : DataFrame, one row per entity, for the name; None shows the id
    freq : "week" (from Monday), "month" or "quarter"
    events : DataFrame, one row per event to mark (`date`, `label`); those outside the dates of the figure are left out
    title, subtitle : None writes the title from the numbers; the subtitle is followed by how many have no date
    ax : axes to draw on; None makes a figure

    Returns
    -------
    Axes
    """
    table = entity_timeline_table(mentions, articles, entity_id, freq=freq)
    kinds = mentions.loc[mentions["entity_id"] == entity_id, "kind"]
    colour = mark_of(kinds.iloc[0] if len(kinds) else "").colour
    name = _names(entities, [entity_id])[0]
    axes = new_axes(ax, width_in=9.5, height_in=3.6)
    return _draw(axes, table, name, freq=freq, colour=colour, events=events, title=title, subtitle=subtitle)


@styled
def plot_edge_timeline(
    pairs: pd.DataFrame,
    articles: pd.DataFrame,
    source: str,
    target: str,
    *,
    entities: pd.DataFrame | None = None,
    freq: str = "month",
    events: pd.DataFrame | None = None,
    title: str | None = None,
    subtitle: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw how many articles name two entities together in each period: all of them pale, independent reports full.

    Parameters
    ----------
    pairs : DataFrame, one row per meeting (`source`, `target`, `article_id`)
    articles : DataFrame, one row per article (`article_id`, `published`, `published_quality`, `cluster_id`)
    source, target : the two entities, either way round
    entities : DataFrame, one row per entity, for the names; None shows the ids
    freq : "week" (from Monday), "month" or "quarter"
    events : DataFrame, one row per event to mark (`date`, `label`); those outside the dates of the figure are left out
    title, subtitle : None writes the title from the numbers; the subtitle is followed by how many have no date
    ax : axes to draw on; None makes a figure

    Returns
    -------
    Axes
    """
    table = edge_timeline_table(pairs, articles, source, target, freq=freq)
    name = " and ".join(_names(entities, [source, target]))
    axes = new_axes(ax, width_in=9.5, height_in=3.6)
    return _draw(axes, table, name, freq=freq, colour=EDGE_COLOUR, events=events, title=title, subtitle=subtitle)


@styled
def plot_articles_timeline(
    articles: pd.DataFrame,
    *,
    freq: str = "month",
    events: pd.DataFrame | None = None,
    title: str | None = None,
    subtitle: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw how many articles were read in each period: all of them pale, independent reports full.

    Parameters
    ----------
    articles : DataFrame, one row per article (`article_id`, `published`, `published_quality`, `cluster_id`)
    freq : "week" (from Monday), "month" or "quarter"
    events : DataFrame, one row per event to mark (`date`, `label`); those outside the dates of the figure are left out
    title, subtitle : None writes the title from the numbers; the subtitle is followed by how many have no date
    ax : axes to draw on; None makes a figure

    Returns
    -------
    Axes
    """
    axes = new_axes(ax, width_in=9.5, height_in=3.6)
    table = articles_timeline_table(articles, freq=freq)
    return _draw(axes, table, "This corpus", freq=freq, colour=EDGE_COLOUR, events=events, title=title, subtitle=subtitle)


def articles_timeline_table(articles: pd.DataFrame, *, freq: str = "month") -> pd.DataFrame:
    """Return the numbers behind `plot_articles_timeline`; see `counts_per_period` for the columns."""
    return counts_per_period(articles, articles["article_id"], freq=freq)


def entity_timeline_table(mentions: pd.DataFrame, articles: pd.DataFrame, entity_id: str, *, freq: str = "month") -> pd.DataFrame:
    """Return the numbers behind `plot_entity_timeline`; see `counts_per_period` for the columns."""
    return counts_per_period(articles, mentions.loc[mentions["entity_id"] == entity_id, "article_id"], freq=freq)


def edge_timeline_table(
    pairs: pd.DataFrame, articles: pd.DataFrame, source: str, target: str, *, freq: str = "month"
) -> pd.DataFrame:
    """Return the numbers behind `plot_edge_timeline`; see `counts_per_period` for the columns."""
    first, second = sorted([source, target])
    met = (pairs["source"] == first) & (pairs["target"] == second)
    return counts_per_period(articles, pairs.loc[met, "article_id"], freq=freq)


def counts_per_period(articles: pd.DataFrame, article_ids: pd.Series[str], *, freq: str = "month") -> pd.DataFrame:
    """Count articles and independent reports per period.

    Returns
    -------
    DataFrame, one row per period from the first to the last that has an article, empty ones among them (`period`: its
    first day, `n_articles`, `n_reports`: copies of one report count once, in the period of the earliest); a last row
    with `period` missing holds the articles without a date, or with one that cannot be true

    Raises
    ------
    ValueError
        Where `freq` is not week, month or quarter.
    """
    if freq not in _PERIODS:
        raise ValueError(f"freq is {freq!r}; it is one of {', '.join(_PERIODS)}")
    some = articles[articles["article_id"].isin(article_ids)]
    periods = usable_dates(some).dt.tz_convert(None).dt.to_period(_PERIODS[freq])
    reports = some["cluster_id"].fillna(some["article_id"])
    dated = pd.DataFrame({"period": periods, "report": reports}).sort_values(["period", "report"], kind="stable")
    counts = pd.DataFrame(
        {"n_articles": dated["period"].value_counts(), "n_reports": _first_of_each(dated)["period"].value_counts()}
    )
    if len(counts):
        counts = counts.reindex(pd.period_range(counts.index.min(), counts.index.max(), freq=_PERIODS[freq]))
    table = counts.fillna(0).astype("int64").rename_axis("period").reset_index()
    table["period"] = [period.start_time for period in table["period"]]
    return _with_undated(table, dated)


def _first_of_each(dated: pd.DataFrame) -> pd.DataFrame:
    """Return one row per report; where copies differ in date the earliest."""
    return dated.drop_duplicates("report")


def _with_undated(table: pd.DataFrame, dated: pd.DataFrame) -> pd.DataFrame:
    undated = int(dated["period"].isna().sum())
    table["period"] = table["period"].astype("datetime64[us]")
    if not undated:
        return table
    n_reports = int(_first_of_each(dated)["period"].isna().sum())
    last = pd.DataFrame({"period": np.array(["NaT"], dtype="datetime64[us]"), "n_articles": [undated], "n_reports": [n_reports]})
    return pd.concat([table, last], ignore_index=True)


def _names(entities: pd.DataFrame | None, ids: list[str]) -> list[str]:
    names = {} if entities is None else display_names(entities)
    return [names.get(each, each) or "nobody" for each in ids]


def _draw(
    ax: Axes,
    table: pd.DataFrame,
    name: str,
    *,
    freq: str,
    colour: str,
    events: pd.DataFrame | None,
    title: str | None,
    subtitle: str,
) -> Axes:
    dated, undated = table.dropna(subset=["period"]), table.loc[table["period"].isna(), "n_articles"].sum()
    heading = title or f"{name}: articles per {freq}"
    if dated.empty:
        reason = f"none of the {undated:,} articles has a date" if undated else "no article names this"
        return say_nothing(ax, f"No timeline of {name}: {reason}.", title=heading)
    _draw_bars(ax, dated, freq=freq, colour=colour)
    shown = events_inside(ax, events)
    outside = 0 if events is None else len(events) - len(shown)
    note = joined(_totals(dated), _undated(int(undated)), f"{counted(outside, 'event')} outside these dates" if outside else "")
    alt = _alt(dated, name, freq) + events_in_words(shown)
    caption(ax, title or _finding(dated, name, freq), joined(subtitle, note), alt=alt)
    draw_events(ax, shown)
    return ax


def _draw_bars(ax: Axes, dated: pd.DataFrame, *, freq: str, colour: str) -> None:
    starts = dated["period"].to_numpy()
    ends = [period.end_time for period in dated["period"].dt.to_period(_PERIODS[freq])]
    widths = (np.array(ends, dtype=starts.dtype) - starts) * 0.86
    ax.bar(starts, dated["n_articles"], width=widths, align="edge", color=colour, alpha=0.3, label="all articles")
    ax.bar(
        starts, dated["n_reports"], width=widths, align="edge", color=colour, label="independent reports (copies counted once)"
    )
    room = widths[0] * max(0.3, (_FEWEST_PERIODS - len(dated)) / 2)  # one bar alone must not fill the figure
    ax.set_xlim(starts[0] - room, starts[-1] + widths[-1] + room)
    locator = mdates.AutoDateLocator(minticks=3, maxticks=10)  # type: ignore[no-untyped-call]
    ax.xaxis_date()
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    ax.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
    ax.set(ylabel=f"articles per {freq}", ylim=(0, dated["n_articles"].max() * 1.08))
    ax.grid(axis="y")
    ax.spines["left"].set_visible(False)
    ax.legend(loc="upper left", bbox_to_anchor=(0, -0.12), ncols=2, borderaxespad=0.2)


def _finding(dated: pd.DataFrame, name: str, freq: str) -> str:
    highest = leader(dated["n_articles"])
    if highest is None or len(dated) == 1:
        return f"{name}: articles per {freq}"
    start = dated["period"].iloc[highest]
    return f"{name}: most articles in " + (f"{start:%B %Y}" if freq == "month" else f"the {freq} from {day(start)}")


def _totals(dated: pd.DataFrame) -> str:
    return f"{counted(int(dated['n_articles'].sum()), 'article')}, {counted(int(dated['n_reports'].sum()), 'independent report')}"


def _undated(count: int) -> str:
    return f"{count:,} more without a date not shown" if count else ""


def _alt(dated: pd.DataFrame, name: str, freq: str) -> str:
    counts = dated["n_articles"]
    peak = int(counts.to_numpy().argmax())
    span = f"{day(dated['period'].iloc[0])} to {day(dated['period'].iloc[-1])}"
    what = f"Bars of the articles that name {name}, per {freq}, periods beginning {span}"
    totals = _totals(dated)
    return f"{what}: {totals}. Highest: {counts.iloc[peak]:,}, first in the {freq} from {day(dated['period'].iloc[peak])}."
