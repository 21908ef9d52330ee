"""When an entity is named, and when two are named together."""

from __future__ import annotations

from typing import Any

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from helpers.network.periods import DAY, Period, every_period, split_periods
from helpers.plots.captions import caption, counted, day, joined, leader, new_axes, say_nothing
from helpers.plots.events import draw_events, events_in_words, events_inside
from helpers.plots.names import display_names
from helpers.plots.style import EDGE_COLOUR, mark_of, styled

_LENGTHS = {"week": pd.DateOffset(weeks=1), "month": pd.DateOffset(months=1), "quarter": pd.DateOffset(months=3)}
_FEWEST_PERIODS = 8


@styled
def plot_entity_timeline(
    mentions: pd.DataFrame,
    articles: pd.DataFrame,
    entity_id: str,
    *,
    entities: pd.DataFrame | None = None,
    period: Period = "month",
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
    period : "week" (from Monday), "month" or "quarter"
    events : DataFrame, one row per event to mark (`date`, `label`); those outside the dates of the figure are left out
    title, subtitle : None writes the title from the numbers; the subtitle is followed by how many have no date
    ax : axes to draw on; None makes a figure

    Returns
    -------
    Axes
    """
    table = entity_timeline_table(mentions, articles, entity_id, period=period)
    kinds = mentions.loc[mentions["entity_id"] == entity_id, "kind"]
    colour = mark_of(kinds.iloc[0] if len(kinds) else "").colour
    name = _names(entities, [entity_id])[0]
    axes = new_axes(ax, width_in=9.5, height_in=3.6)
    return _draw(axes, table, name, period=period, colour=colour, events=events, title=title, subtitle=subtitle)


@styled
def plot_edge_timeline(
    pairs: pd.DataFrame,
    articles: pd.DataFrame,
    source: str,
    target: str,
    *,
    entities: pd.DataFrame | None = None,
    period: Period = "month",
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
    period : "week" (from Monday), "month" or "quarter"
    events : DataFrame, one row per event to mark (`date`, `label`); those outside the dates of the figure are left out
    title, subtitle : None writes the title from the numbers; the subtitle is followed by how many have no date
    ax : axes to draw on; None makes a figure

    Returns
    -------
    Axes
    """
    table = edge_timeline_table(pairs, articles, source, target, period=period)
    name = " and ".join(_names(entities, [source, target]))
    axes = new_axes(ax, width_in=9.5, height_in=3.6)
    return _draw(axes, table, name, period=period, colour=EDGE_COLOUR, events=events, title=title, subtitle=subtitle)


@styled
def plot_articles_timeline(
    articles: pd.DataFrame,
    *,
    period: Period = "month",
    events: pd.DataFrame | None = None,
    title: str | None = None,
    subtitle: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw how many articles were read in each period: all of them pale, independent reports full.

    Parameters
    ----------
    articles : DataFrame, one row per article (`article_id`, `published`, `published_quality`, `cluster_id`)
    period : "week" (from Monday), "month" or "quarter"
    events : DataFrame, one row per event to mark (`date`, `label`); those outside the dates of the figure are left out
    title, subtitle : None writes the title from the numbers; the subtitle is followed by how many have no date
    ax : axes to draw on; None makes a figure

    Returns
    -------
    Axes
    """
    axes = new_axes(ax, width_in=9.5, height_in=3.6)
    table = articles_timeline_table(articles, period=period)
    return _draw(axes, table, "This corpus", period=period, colour=EDGE_COLOUR, events=events, title=title, subtitle=subtitle)


def articles_timeline_table(articles: pd.DataFrame, *, period: Period = "month") -> pd.DataFrame:
    """Return the numbers behind `plot_articles_timeline`; see `counts_per_period` for the columns."""
    return counts_per_period(articles, articles["article_id"], period=period)


def entity_timeline_table(
    mentions: pd.DataFrame, articles: pd.DataFrame, entity_id: str, *, period: Period = "month"
) -> pd.DataFrame:
    """Return the numbers behind `plot_entity_timeline`; see `counts_per_period` for the columns."""
    return counts_per_period(articles, mentions.loc[mentions["entity_id"] == entity_id, "article_id"], period=period)


def edge_timeline_table(
    pairs: pd.DataFrame, articles: pd.DataFrame, source: str, target: str, *, period: Period = "month"
) -> pd.DataFrame:
    """Return the numbers behind `plot_edge_timeline`; see `counts_per_period` for the columns."""
    first, second = sorted([source, target])
    met = (pairs["source"] == first) & (pairs["target"] == second)
    return counts_per_period(articles, pairs.loc[met, "article_id"], period=period)


def counts_per_period(articles: pd.DataFrame, article_ids: pd.Series[str], *, period: Period = "month") -> pd.DataFrame:
    """Count some articles and their independent reports per period.

    Returns
    -------
    DataFrame, one row per period from the first to the last that has an article, empty ones among them (`period`: its
    first day, `n_articles`, `n_reports`: copies of one report count once, in the period of its earliest dated copy); a last
    row with `period` missing holds the articles without a date, or with one that cannot be true

    Raises
    ------
    ValueError
        Where `period` is not week, month or quarter.
    """
    dated = split_periods(articles, period=period)
    some = dated[dated["article_id"].isin(article_ids)]
    reports = some.drop_duplicates("report_id")
    table = pd.DataFrame({"n_articles": _sizes(some["period"]), "n_reports": _sizes(reports["report_period"])})
    table = table.fillna(0).astype("int64")
    undated = table[table.index.isna()]
    table = table[table.index.notna()]
    if len(table):
        table = table.reindex(every_period(table.index.min(), table.index.max(), period), fill_value=0)
    return pd.concat([table, undated]).rename_axis("period").reset_index().astype({"period": DAY})


def _sizes(periods: pd.Series[Any]) -> pd.Series[int]:
    return periods.value_counts(dropna=False)


def _names(entities: pd.DataFrame | None, ids: list[str]) -> list[str]:
    names = {} if entities is None else display_names(entities)
    return [names.get(each, each) or "nobody" for each in ids]


def _draw(
    ax: Axes,
    table: pd.DataFrame,
    name: str,
    *,
    period: Period,
    colour: str,
    events: pd.DataFrame | None,
    title: str | None,
    subtitle: str,
) -> Axes:
    dated, undated = table.dropna(subset=["period"]), table.loc[table["period"].isna(), "n_articles"].sum()
    heading = title or f"{name}: articles per {period}"
    if dated.empty:
        reason = f"none of the {undated:,} articles has a date" if undated else "no article names this"
        return say_nothing(ax, f"No timeline of {name}: {reason}.", title=heading)
    _draw_bars(ax, dated, period=period, colour=colour)
    shown = events_inside(ax, events)
    outside = 0 if events is None else len(events) - len(shown)
    note = joined(_totals(dated), _undated(int(undated)), f"{counted(outside, 'event')} outside these dates" if outside else "")
    alt = _alt(dated, name, period) + events_in_words(shown)
    caption(ax, title or _finding(dated, name, period), joined(subtitle, note), alt=alt)
    draw_events(ax, shown)
    return ax


def _draw_bars(ax: Axes, dated: pd.DataFrame, *, period: Period, colour: str) -> None:
    starts = dated["period"].to_numpy()
    widths = ((dated["period"] + _LENGTHS[period]).to_numpy() - starts) * 0.86
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
    ax.set(ylabel=f"articles per {period}", ylim=(0, dated["n_articles"].max() * 1.08))
    ax.grid(axis="y")
    ax.spines["left"].set_visible(False)
    ax.legend(loc="upper left", bbox_to_anchor=(0, -0.12), ncols=2, borderaxespad=0.2)


def _finding(dated: pd.DataFrame, name: str, period: Period) -> str:
    highest = leader(dated["n_articles"])
    if highest is None or len(dated) == 1:
        return f"{name}: articles per {period}"
    start = dated["period"].iloc[highest]
    return f"{name}: most articles in " + (f"{start:%B %Y}" if period == "month" else f"the {period} from {day(start)}")


def _totals(dated: pd.DataFrame) -> str:
    return f"{counted(int(dated['n_articles'].sum()), 'article')}, {counted(int(dated['n_reports'].sum()), 'independent report')}"


def _undated(count: int) -> str:
    return f"{count:,} more without a date not shown" if count else ""


def _alt(dated: pd.DataFrame, name: str, period: Period) -> str:
    counts = dated["n_articles"]
    peak = int(counts.to_numpy().argmax())
    span = f"{day(dated['period'].iloc[0])} to {day(dated['period'].iloc[-1])}"
    what = f"Bars of the articles that name {name}, per {period}, periods beginning {span}"
    totals = _totals(dated)
    return f"{what}: {totals}. Highest: {counts.iloc[peak]:,}, first in the {period} from {day(dated['period'].iloc[peak])}."
