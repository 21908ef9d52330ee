"""Sorted meetings to the numbers of an edge: its articles, its reports, its dates, whether it is somebody's own country."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from helpers.network.codes import FlagArray, IntArray, SmallArray, is_among, sort_rows, starts_of_runs
from helpers.network.meetings import Meetings
from helpers.network.weighing import closest_meetings

UNDATED, LATEST = np.iinfo(np.int64).min, np.iinfo(np.int64).max


@dataclass(frozen=True)
class Facts:
    """What counting needs of each article: its report, whether others share that, its outlet, whether it has one, its date."""

    report: SmallArray
    is_shared: FlagArray
    outlet: SmallArray
    has_outlet: FlagArray
    published: IntArray


def facts_of_articles(article_ids: pd.Index[Any], articles: pd.DataFrame) -> Facts:
    """Look the articles up. Raises ValueError where one is missing or stands in two rows."""
    known = pd.Index(articles["article_id"])
    if not known.is_unique:
        raise ValueError(
            f"articles: article_id {known[known.duplicated()][0]} stands in more than one row; every article has one row"
        )
    place = known.get_indexer(article_ids)
    if (place < 0).any():
        raise ValueError(f"pairs: article {article_ids[place < 0][0]} is not in the table articles")
    cluster = articles["cluster_id"].array
    if (alone := cluster.isna()).any():
        cluster = cluster.copy()
        cluster[alone] = known.array[alone]
    report = cluster.factorize()[0][place]
    outlet = articles["outlet"].array.factorize()[0][place]
    # a missing date is the smallest whole number
    published = np.asarray(articles["published"].array.astype("datetime64[us, UTC]").asi8)[place]
    return Facts(
        report=report.astype(np.int32),
        is_shared=np.bincount(report)[report] > 1,
        outlet=np.maximum(outlet, 0).astype(np.int32),
        has_outlet=outlet >= 0,
        published=np.where(is_among(articles["published_quality"], ("implausible",))[place], UNDATED, published),
    )


@dataclass(frozen=True)
class Counted:
    """Edges and, under each, its articles: an edge's rows of `article` are `n_articles` many from `firsts` on."""

    source: SmallArray
    target: SmallArray
    starts: IntArray  #: per edge: its first meeting
    row_starts: IntArray  #: per edge and article: the first meeting
    article: SmallArray
    firsts: IntArray
    n_articles: IntArray
    n_reports: IntArray
    met_in_report: IntArray  #: per report: how many pairs met in it
    n_meetings: int


def count_reports(meetings: Meetings, facts: Facts) -> Counted:
    """Count articles and reports of sorted meetings."""
    new_edge = starts_of_runs(meetings.source, meetings.target)
    new_article = new_edge | starts_of_runs(meetings.article)
    starts, row_starts = np.flatnonzero(new_edge), np.flatnonzero(new_article)
    article = meetings.article[row_starts]
    firsts = np.flatnonzero(new_edge[row_starts])
    n_articles = np.diff(firsts, append=len(article))
    report = facts.report[article]
    edges, reports = find_repeated(report, facts.is_shared[article], firsts, n_articles)
    n_reports_in_all = int(facts.report.max(initial=-1)) + 1
    return Counted(
        source=meetings.source[starts],
        target=meetings.target[starts],
        starts=starts,
        row_starts=row_starts,
        article=article,
        firsts=firsts,
        n_articles=n_articles,
        n_reports=n_articles - np.bincount(edges, minlength=len(firsts)),
        met_in_report=np.bincount(report, minlength=n_reports_in_all) - np.bincount(reports, minlength=n_reports_in_all),
        n_meetings=len(meetings),
    )


def closest_of_edges(meetings: Meetings, counted: Counted, facts: Facts) -> tuple[SmallArray, SmallArray, IntArray]:
    """Return edge, distance and number of reports whose closest meeting is that far; in order of edge, then distance."""
    report, is_shared = facts.report[counted.article], facts.is_shared[counted.article]
    return closest_meetings(meetings.distance, counted.row_starts, counted.n_articles, report, is_shared)


def find_repeated(
    values: SmallArray, repeatable: FlagArray, firsts: IntArray, n_articles: IntArray
) -> tuple[SmallArray, SmallArray]:
    """Return edge and value of each row whose value an earlier row of the edge has; only `repeatable` rows are looked at."""
    in_question = np.flatnonzero(repeatable & np.repeat(n_articles > 1, n_articles))
    edge = np.searchsorted(firsts, in_question, side="right") - 1
    edges, held = sort_rows(edge, values[in_question])
    again = ~starts_of_runs(edges, held)
    return edges[again], held[again]


def span_of_dates(published: IntArray, counted: Counted) -> tuple[IntArray, IntArray]:
    """Return per edge the earliest and the latest date, in microseconds; `UNDATED` where no article has one."""
    first = published[counted.article[counted.firsts]]
    last = first.copy()
    several = counted.n_articles > 1  # most edges have one article, whose date is both
    if several.any():
        dates = published[counted.article[np.flatnonzero(np.repeat(several, counted.n_articles))]]
        starts = np.cumsum(counted.n_articles[several]) - counted.n_articles[several]
        last[several] = np.maximum.reduceat(dates, starts)
        dates[dates == UNDATED] = LATEST
        earliest = np.minimum.reduceat(dates, starts)
        first[several] = np.where(earliest == LATEST, UNDATED, earliest)
    return first, last


def as_dates(microseconds: IntArray) -> Any:
    """Return microseconds as dates."""
    # numpy's missing date is the smallest whole number, which is what undated articles carry
    return pd.DatetimeIndex(microseconds.view("datetime64[us]"), tz="UTC").array


def flag_home(source: SmallArray, target: SmallArray, entity_ids: pd.Index[Any], entities: pd.DataFrame) -> FlagArray:
    """Flag edges between a person or weapon and a country that `entities` gives as theirs."""
    place = pd.Index(entities["entity_id"]).get_indexer(entity_ids)
    if (place < 0).any():
        raise ValueError(f"pairs: entity {entity_ids[place < 0][0]} is not in the table entities")
    kinds = entities["kind"]
    countries, owners = (np.flatnonzero(is_among(kinds, wanted)[place]) for wanted in (("country",), ("person", "weapon")))
    theirs = entities["countries"].to_numpy()[place]
    country = dict(zip(entity_ids.take(countries), countries.tolist(), strict=True))
    owned = [
        (min(code, country[name]), max(code, country[name]))
        for code in owners.tolist()
        if theirs[code] is not None
        for name in theirs[code]
        if name in country
    ]
    n_entities = len(entity_ids)
    keys = source.astype(np.int64) * n_entities + target
    home = np.array([low * n_entities + high for low, high in owned], dtype=np.int64)
    place = np.minimum(np.searchsorted(keys, home), len(keys) - 1)  # edges are in order
    flags = np.zeros(len(keys), dtype=bool)
    flags[place[keys[place] == home]] = True
    return flags


def whole(values: IntArray) -> pd.arrays.IntegerArray:
    """Return the numbers as a column of whole numbers, none missing."""
    return pd.arrays.IntegerArray(values.astype(np.int64, copy=False), np.zeros(len(values), dtype=bool))
