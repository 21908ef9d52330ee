"""Calendar windows: the week, month or quarter of each article, and what was counted in each.

A report (copies of one text) belongs to the period of its earliest dated copy, so that a reprint is news of no later month. An
article without a date, or with one that cannot be true, belongs to no period; its counts stand apart, where `period` is missing.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.network.selecting import report_ids, usable_dates
from helpers.tables import INT, TEXT

Period = Literal["week", "month", "quarter"]

MAX_PERIODS = 5_000

_PERIODS = ("week", "month", "quarter")
_MONTHS = {"month": 1, "quarter": 3}
DAY = "datetime64[us]"  # a day of the calendar, no moment: without a time zone
_COUNTS = ("n_meetings", "n_articles", "n_reports")


def split_periods(articles: pd.DataFrame, *, period: Period = "month") -> pd.DataFrame:
    """Say in which calendar window each article falls.

    Parameters
    ----------
    articles : DataFrame, table `articles`
    period : "week" (from Monday), "month" or "quarter"; days are those of UTC

    Returns
    -------
    DataFrame, one row per article in order of id: `article_id`; `period`, the first day of its window (missing where the date is
    missing or implausible); `report_id`, shared by copies; `report_period`, that of the report's earliest dated copy

    Raises
    ------
    ValueError : an unknown `period`, an `article_id` in more than one row
    """
    dated = dated_articles(articles)
    return pd.DataFrame(
        {
            "article_id": dated["article_id"],
            "period": period_starts(dated["published"], period),
            "report_id": dated["report_id"],
            "report_period": period_starts(dated["report_published"], period),
        }
    )


def count_by_period(pairs: pd.DataFrame, articles: pd.DataFrame, *, period: Period = "month") -> pd.DataFrame:
    """Count the meetings of each pair in each calendar window; meetings by coreference are left out, as in `edges`.

    Parameters
    ----------
    pairs : DataFrame, table `pairs`
    articles : DataFrame, table `articles`
    period : "week" (from Monday), "month" or "quarter"

    Returns
    -------
    DataFrame, one row per window and pair that met in it, in order of `period` (its first day; missing, and last, for what has
    no date), `source`, `target`: `n_meetings`, `n_articles` (of that window), `n_reports` (whose earliest dated copy is of that
    window: 0 where the window has reprints only). Over all windows a pair's counts add up to those in `edges`.

    Raises
    ------
    ValueError : an unknown `period`, a meeting in an article that `articles` lacks
    """
    rows = named_meetings(pairs, split_periods(articles, period=period))
    edge = ["source", "target"]
    met = rows.assign(n_meetings=1)
    in_articles = rows.drop_duplicates([*edge, "article_id"]).assign(n_articles=1)
    in_reports = rows.drop_duplicates([*edge, "report_id"]).assign(n_reports=1, period=lambda found: found["report_period"])
    every = pd.concat([met, in_articles, in_reports], ignore_index=True).reindex(columns=["period", *edge, *_COUNTS])
    counts = every.groupby(["period", *edge], dropna=False, sort=True)[list(_COUNTS)].sum().reset_index()
    return counts.astype({"period": DAY, "source": TEXT, "target": TEXT, **dict.fromkeys(_COUNTS, INT)})


def dated_articles(articles: pd.DataFrame) -> pd.DataFrame:
    """Return when each article and its report came out.

    Returns
    -------
    DataFrame, one row per article in order of id: `article_id`, `published` (UTC without a time zone; missing where the date is
    missing or implausible), `report_id` (that of its cluster of copies, else its own), `report_published` (of the report's
    earliest dated copy)

    Raises ValueError where an `article_id` stands in more than one row.
    """
    rows = articles.sort_values("article_id", ignore_index=True)
    ids = rows["article_id"]
    if not ids.is_unique:
        raise ValueError(
            f"articles: article_id {ids[ids.duplicated()].iloc[0]} stands in more than one row; every article has one row"
        )
    published = pd.to_datetime(usable_dates(rows), utc=True).dt.tz_localize(None)
    report = report_ids(rows)
    earliest = published.groupby(report).transform("min")
    return pd.DataFrame({"article_id": ids, "published": published, "report_id": report, "report_published": earliest})


def period_starts(dates: pd.Series[Any], period: Period) -> pd.Series[Any]:
    """Return the first day of the window of each date, missing for a missing one. Dates of any century are in reach.

    Raises ValueError for an unknown `period`.
    """
    if period not in _PERIODS:
        raise ValueError(f"period {period!r} is not known; it is one of {', '.join(_PERIODS)}")
    days = dates.to_numpy(dtype="datetime64[D]")
    if period == "week":
        starts = days - ((days.astype(np.int64) + 3) % 7).astype("timedelta64[D]")  # 1 January 1970 was a Thursday
    else:
        months = days.astype("datetime64[M]")
        starts = months - (months.astype(np.int64) % _MONTHS[period]).astype("timedelta64[M]")
    return pd.Series(starts.astype(DAY), index=dates.index)


def every_period(first: pd.Timestamp, last: pd.Timestamp, period: Period) -> npt.NDArray[np.datetime64]:
    """Return the first day of every window, from the one that begins on `first` to the one that begins on `last`.

    Raises ValueError where they are more than `MAX_PERIODS`.
    """
    unit, step = ("D", 7) if period == "week" else ("M", _MONTHS[period])
    start, stop = (day.to_datetime64().astype(f"datetime64[{unit}]") for day in (first, last))
    starts = np.arange(start, stop + 1, step).astype(DAY)
    if len(starts) > MAX_PERIODS:
        raise ValueError(
            f"from {first:%Y-%m-%d} to {last:%Y-%m-%d} there are {len(starts):,} {period}s; at most {MAX_PERIODS:,} are listed: "
            "take a longer period, or leave out the articles of a time that is not asked about"
        )
    return starts


def named_meetings(pairs: pd.DataFrame, dated: pd.DataFrame) -> pd.DataFrame:
    """Return the meetings that are not by coreference, each with what `dated` says of its article.

    Raises ValueError where `dated` lacks an article.
    """
    rows = pairs[~pairs["by_coreference"].to_numpy(dtype=bool)]
    return with_facts(rows, dated, table="pairs")


def with_facts(rows: pd.DataFrame, dated: pd.DataFrame, *, table: str) -> pd.DataFrame:
    """Return the rows of `table` with what `dated` says of the article of each. Raises ValueError where it lacks one."""
    place = pd.Index(dated["article_id"]).get_indexer(pd.Index(rows["article_id"]))
    if (place < 0).any():
        raise ValueError(f"{table}: article {rows['article_id'].iloc[int(np.argmax(place < 0))]} is not in the table articles")
    facts = {column: dated[column].array.take(place) for column in dated.columns if column != "article_id"}
    return rows.assign(**facts)
