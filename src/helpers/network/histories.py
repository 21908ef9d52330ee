"""Histories over the calendar: when an entity is named, when two meet, and a network for each week, month or quarter."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.network.edges import count_edges
from helpers.network.graph import build_graph, find_entity
from helpers.network.meetings import select_mentions
from helpers.network.periods import DAY, Period, every_period, named_meetings, split_periods, with_facts
from helpers.tables import INT, empty_table


def entity_history(
    mentions: pd.DataFrame,
    articles: pd.DataFrame,
    entity: str,
    *,
    entities: pd.DataFrame | None = None,
    period: Period = "month",
) -> pd.DataFrame:
    """Count the mentions of an entity by name in every calendar window from the corpus's first to its last.

    Parameters
    ----------
    mentions : DataFrame, table `mentions`; pronouns and role phrases are not counted
    articles : DataFrame, table `articles`
    entity : an id; with `entities` also a name or an alias
    entities : DataFrame, table `entities`, or None
    period : "week" (from Monday), "month" or "quarter"

    Returns
    -------
    DataFrame, one row per window, windows without a mention among them: `period` (its first day), `n_mentions`, `n_articles`,
    `n_reports`, `n_reports_in_all` (reports of the corpus in that window). Where the corpus has undated articles, a last row with
    `period` missing holds what they hold.

    Raises
    ------
    ValueError : an unknown `period`, an entity that is not there (with the nearest spellings), more than `MAX_PERIODS` windows
    """
    named = select_mentions(mentions, include_classes=True)
    wanted = _resolve(entity, named["entity_id"], entities)
    events = named.loc[(named["entity_id"] == wanted).to_numpy(dtype=bool), ["article_id"]]
    return _history(events, "n_mentions", articles, period, table="mentions")


def edge_history(
    pairs: pd.DataFrame,
    articles: pd.DataFrame,
    source: str,
    target: str,
    *,
    entities: pd.DataFrame | None = None,
    period: Period = "month",
) -> pd.DataFrame:
    """Count the meetings of two entities in every calendar window from the corpus's first to its last.

    Parameters
    ----------
    pairs : DataFrame, table `pairs`; meetings by coreference are left out
    articles : DataFrame, table `articles`
    source, target : ids, in either order; with `entities` also names or aliases
    entities, period : as in `entity_history`

    Returns
    -------
    DataFrame as `entity_history` returns it, with `n_meetings` in place of `n_mentions`; zeros throughout for two that never met

    Raises
    ------
    ValueError : an unknown `period`, an entity that is not there (with the nearest spellings), more than `MAX_PERIODS` windows
    """
    known = pd.concat([pairs["source"], pairs["target"]], ignore_index=True)
    low, high = sorted(_resolve(entity, known, entities) for entity in (source, target))
    is_wanted = (pairs["source"] == low) & (pairs["target"] == high) & ~pairs["by_coreference"]
    events = pairs.loc[is_wanted.to_numpy(dtype=bool), ["article_id"]]
    return _history(events, "n_meetings", articles, period, table="pairs")


def networks_by_period(
    pairs: pd.DataFrame,
    articles: pd.DataFrame,
    entities: pd.DataFrame,
    *,
    period: Period = "month",
    edges: pd.DataFrame | None = None,
) -> dict[pd.Timestamp, nx.Graph]:
    """Make a network of each calendar window, from the reports whose earliest dated copy is of that window.

    Parameters
    ----------
    pairs, articles, entities : the tables
    period : "week" (from Monday), "month" or "quarter"
    edges : DataFrame (`source`, `target`), the only pairs to draw, such as those that `significant` keeps; None draws all

    Returns
    -------
    dict, a graph as `build_graph` makes it for the first day of each window in which a report is dated, in order. All graphs have
    the same nodes, so that positions found for one of them, or for the whole network, serve all; `filter_graph` leaves out
    those without a tie. Counts and dates on an edge are those of the window's reports, their later copies among them.

    Raises
    ------
    ValueError : an unknown `period`, a meeting in an article that `articles` lacks
    """
    dated = split_periods(articles, period=period)
    rows = named_meetings(pairs, dated)
    if edges is not None:
        drawn = pd.MultiIndex.from_frame(edges[["source", "target"]])
        rows = rows[pd.MultiIndex.from_frame(rows[["source", "target"]]).isin(drawn)]
    everyone = _nodes(entities, rows)
    starts = dated["report_period"].dropna().drop_duplicates().sort_values()
    windows = dict(list(rows.groupby("report_period")))
    return {start: _network(windows.get(start, rows.iloc[:0]), articles, entities, everyone) for start in starts}


def _nodes(entities: pd.DataFrame, rows: pd.DataFrame) -> nx.Graph:
    """Return the nodes of a graph of all these meetings, without its edges."""
    met = pd.concat([rows["source"], rows["target"]]).drop_duplicates()
    graph = build_graph(entities, pd.DataFrame({"source": met, "target": met, "weight": 0.0}))
    return nx.create_empty_copy(graph)


def _network(rows: pd.DataFrame, articles: pd.DataFrame, entities: pd.DataFrame, everyone: nx.Graph) -> nx.Graph:
    edges = count_edges(rows, articles, entities)
    told = edges.columns[edges.notna().any() | edges.columns.isin(["source", "target"])]  # what is not tested has no columns
    found = nx.Graph(**everyone.graph)
    found.add_nodes_from(everyone.nodes(data=True))
    found.add_edges_from(build_graph(entities, edges[told]).edges(data=True))
    return found


def _history(events: pd.DataFrame, what: str, articles: pd.DataFrame, period: Period, *, table: str) -> pd.DataFrame:
    """Count events (one row each, with its `article_id`) in every window of the corpus."""
    dated = split_periods(articles, period=period)
    rows = with_facts(events, dated, table=table)
    every = pd.DatetimeIndex(_windows(dated, period), name="period")
    columns = {
        what: rows["period"],
        "n_articles": rows.drop_duplicates("article_id")["period"],
        "n_reports": rows.drop_duplicates("report_id")["report_period"],
        "n_reports_in_all": dated.drop_duplicates("report_id")["report_period"],
    }
    counts = {name: values.value_counts(dropna=False).reindex(every, fill_value=0).array for name, values in columns.items()}
    return pd.DataFrame({"period": every, **counts}).astype({"period": DAY, **dict.fromkeys(counts, INT)})


def _windows(dated: pd.DataFrame, period: Period) -> npt.NDArray[np.datetime64]:
    starts = dated["period"].dropna()
    every = every_period(starts.min(), starts.max(), period) if len(starts) else np.array([], dtype=DAY)
    return np.append(every, np.datetime64("NaT", "us")) if len(starts) < len(dated) else every


def _resolve(entity: str, ids: pd.Series[Any], entities: pd.DataFrame | None) -> str:
    """Return the id of an entity that `ids` or `entities` know."""
    if (ids == entity).any():
        return entity
    known = nx.Graph()
    known.add_nodes_from(ids.unique().tolist())
    if entities is not None:
        known.add_nodes_from(build_graph(entities, empty_table("edges")).nodes(data=True))
    return find_entity(known, entity)
