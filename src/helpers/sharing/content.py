"""What every export holds, gathered once: nodes with measures and places, ties, evidence sentences, articles without texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import networkx as nx
import numpy as np
import pandas as pd

from helpers.network import build_graph, count_by_period, describe_nodes, split_periods, strongest_part
from helpers.network.periods import DAY
from helpers.network.selecting import usable_dates
from helpers.plots import layout
from helpers.plots.names import display_names
from helpers.sharing.words import evidence_words

Evidence = Literal["full", "short", "none"]
Dates = tuple[str, ...]
Counts = tuple[tuple[str, str, int], ...]

WARNING = (
    "To be named in one sentence is not to be allied, to meet or to trade. A tie is a place to start reading: "
    "look at the sentences behind it before you build on it."
)
_MOST_PLACED = 1500  # the force model compares all nodes with all
_MOST_PERIODS = 60  # a file grows with the periods in which a tie is counted
_ARTICLE_COLUMNS = (
    "article_id",
    "title",
    "outlet",
    "published",
    "published_quality",
    "author",
    "attributed_to",
    "url",
    "path",
    "row",
    "language",
    "n_words",
    "cluster_id",
    "is_copy",
)


@dataclass(frozen=True)
class Content:
    """What is exported.

    nodes : one row per entity of the network, in order of id: the columns of `entities`, `shown` (its name, with the id behind
        it where two share one), `degree`, `strength`, `betweenness`, `community`, `x`, `y` (missing for a node that was not
        placed), `first_seen`, `last_seen`
    ties : one row per pair, in order: the columns of `edges`, with `source_name` and `target_name`
    words : one row per meeting by name, see `evidence_words`
    articles : one row per article, without its text
    node_dates, tie_dates : publication dates (ISO, different, in order) of the articles that name the node or hold the tie
    node_counts, tie_counts : first day, last day (ISO) and count of each calendar month in which the node or tie has a dated
        article, in order: articles that name the node; independent reports that hold the tie, by their earliest dated copy (0
        where there are later copies alone). Quarters where the corpus is longer than 5 years, years where it is longer than 15.
        What has no date has no entry. Over all periods a tie's counts add up to its dated reports
    evidence : full, short or none
    """

    nodes: pd.DataFrame
    ties: pd.DataFrame
    words: pd.DataFrame
    articles: pd.DataFrame
    node_dates: Mapping[str, Dates]
    tie_dates: Mapping[tuple[str, str], Dates]
    node_counts: Mapping[str, Counts]
    tie_counts: Mapping[tuple[str, str], Counts]
    evidence: Evidence


def gather(
    tables: Mapping[str, pd.DataFrame], *, evidence: Evidence = "full", positions: pd.DataFrame | None = None, seed: int = 20
) -> Content:
    """Gather what the exports hold.

    Parameters
    ----------
    tables : `articles`, `sentences`, `mentions`, `entities`, `pairs` and `edges` by name
    evidence : sentences as they stand ("full"), at most 25 words round the names ("short"), or their places alone ("none")
    positions : one row per entity (`entity_id`, `x`, `y`), as `layout` returns; computed where it is not given
    seed : start of the layout and the communities

    Raises
    ------
    ValueError : a table is missing, or `evidence` is none of the three
    """
    _check(tables, evidence)
    graph = build_graph(tables["entities"], tables["edges"])
    met = _meetings_by_name(tables)
    named = _namings(tables["mentions"], met)
    tie_dates = _dates(met, tables["articles"], ["source", "target"])
    node_dates = {key[0]: dates for key, dates in _dates(named, tables["articles"], ["entity_id"]).items()}
    node_counts, tie_counts = _counts(named, met, tables["articles"])
    nodes = _nodes(graph, tables["entities"], positions, node_dates, seed=seed)
    names = nodes.set_index("entity_id")["shown"]
    ties = tables["edges"].sort_values(["source", "target"], ignore_index=True)
    ties = ties.assign(source_name=ties["source"].map(names), target_name=ties["target"].map(names))
    words = evidence_words(met, tables["articles"], tables["sentences"], tables["mentions"], evidence=evidence)
    articles = tables["articles"][list(_ARTICLE_COLUMNS)].sort_values("article_id", ignore_index=True)
    return Content(nodes, ties, words, articles, node_dates, tie_dates, node_counts, tie_counts, evidence)


def _check(tables: Mapping[str, pd.DataFrame], evidence: str) -> None:
    wanted = ("articles", "sentences", "mentions", "entities", "pairs", "edges")
    if missing := [name for name in wanted if name not in tables]:
        raise ValueError(f"table {missing[0]} is not given; an export needs {', '.join(wanted)}")
    if evidence not in get_args(Evidence):
        raise ValueError(f"evidence is {evidence!r}; it is {', '.join(get_args(Evidence))}")


def _meetings_by_name(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the meetings that the edges count: of pairs with an edge, not thanks to a pronoun or a role phrase."""
    pairs = tables["pairs"]
    return pairs[~pairs["by_coreference"]].merge(tables["edges"][["source", "target"]], on=["source", "target"])


def _namings(mentions: pd.DataFrame, met: pd.DataFrame) -> pd.DataFrame:
    """Return each entity with each article that names it, once."""
    named = mentions.loc[~mentions["how"].isin(["pronoun", "role"]), ["entity_id", "article_id"]]
    ends = [met[[side, "article_id"]].rename(columns={side: "entity_id"}) for side in ("source", "target")]
    return pd.concat([named, *ends]).drop_duplicates(ignore_index=True)


def _dates(rows: pd.DataFrame, articles: pd.DataFrame, keys: list[str]) -> dict[Any, Dates]:
    dated = articles[["article_id"]].assign(published=usable_dates(articles)).dropna()
    days = rows[[*keys, "article_id"]].drop_duplicates().merge(dated, on="article_id")
    days = days.assign(day=days["published"].dt.strftime("%Y-%m-%d"))[[*keys, "day"]].drop_duplicates()
    return {key: tuple(sorted(group["day"])) for key, group in days.groupby(keys, sort=True)}


def _counts(
    named: pd.DataFrame, met: pd.DataFrame, articles: pd.DataFrame
) -> tuple[dict[str, Counts], dict[tuple[str, str], Counts]]:
    """Return the dated articles of each node and the dated reports of each tie, counted by period."""
    months = split_periods(articles)[["article_id", "period"]]
    n_months = _months_in_a_period(months["period"].dropna())
    of_nodes = named.merge(months, on="article_id").assign(n=1)
    of_ties = count_by_period(met, articles).rename(columns={"n_reports": "n"})
    nodes = {key[0]: counts for key, counts in _by_period(of_nodes, ["entity_id"], n_months=n_months).items()}
    return nodes, _by_period(of_ties, ["source", "target"], n_months=n_months)


def _months_in_a_period(months: pd.Series[Any]) -> int:
    if months.empty:
        return 1
    first, last = months.min(), months.max()
    span = (last.year - first.year) * 12 + last.month - first.month + 1
    return next((n_months for n_months in (1, 3) if span <= n_months * _MOST_PERIODS), 12)


def _by_period(counted: pd.DataFrame, keys: list[str], *, n_months: int) -> dict[Any, Counts]:
    """Sum `n` of the months (`period`, missing for what has no date) of each period of so many months."""
    dated = counted[counted["period"].notna()]
    months = dated["period"].to_numpy(dtype="datetime64[M]")
    start = months - (months.astype(np.int64) % n_months).astype("timedelta64[M]")
    found = dated.assign(period=start.astype(DAY)).groupby([*keys, "period"], sort=True)["n"].sum().reset_index()
    ends = found["period"] + pd.DateOffset(months=n_months, days=-1)
    told = found.assign(first=found["period"].dt.strftime("%Y-%m-%d"), last=ends.dt.strftime("%Y-%m-%d"))
    counts: dict[Any, list[tuple[str, str, int]]] = {}
    for *key, first, last, n in told[[*keys, "first", "last", "n"]].itertuples(index=False):
        counts.setdefault(tuple(key), []).append((first, last, int(n)))
    return {key: tuple(every) for key, every in counts.items()}


def _nodes(
    graph: nx.Graph, entities: pd.DataFrame, positions: pd.DataFrame | None, dates: Mapping[str, Dates], *, seed: int
) -> pd.DataFrame:
    known = entities[entities["entity_id"].isin(list(graph))].sort_values("entity_id", ignore_index=True)
    placed = _placed(graph, seed=seed) if positions is None else positions[["entity_id", "x", "y"]]
    measured = describe_nodes(graph, seed=seed)[["entity_id", "degree", "strength", "betweenness", "community"]]
    nodes = known.merge(measured, on="entity_id", how="left").merge(placed, on="entity_id", how="left")
    return nodes.assign(
        shown=nodes["entity_id"].map(display_names(known)),
        first_seen=_day_column(nodes["entity_id"], dates, 0),
        last_seen=_day_column(nodes["entity_id"], dates, -1),
    )


def _placed(graph: nx.Graph, *, seed: int) -> pd.DataFrame:
    part = graph if len(graph) <= _MOST_PLACED else strongest_part(graph, max_nodes=_MOST_PLACED)[0]
    return layout(part, seed=seed) if len(part) <= 2 * _MOST_PLACED else pd.DataFrame(columns=["entity_id", "x", "y"])


def _day_column(ids: Iterable[str], dates: Mapping[str, Dates], place: int) -> pd.Series[Any]:
    days = [dates[entity][place] if dates.get(entity) else None for entity in ids]
    return pd.Series(pd.to_datetime(pd.Series(days, dtype="str"), utc=True))
