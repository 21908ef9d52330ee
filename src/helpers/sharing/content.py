"""What every export holds, gathered once: nodes with measures and places, ties, evidence sentences, articles without texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import networkx as nx
import pandas as pd

from helpers.network import build_graph, describe_nodes, strongest_part
from helpers.plots import layout
from helpers.plots.names import display_names
from helpers.sharing.words import evidence_words

Evidence = Literal["full", "short", "none"]
Dates = tuple[str, ...]

WARNING = (
    "To be named in one sentence is not to be allied, to meet or to trade. A tie is a place to start reading: "
    "look at the sentences behind it before you build on it."
)
_MOST_PLACED = 1500  # the force model compares all nodes with all
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
    evidence : full, short or none
    """

    nodes: pd.DataFrame
    ties: pd.DataFrame
    words: pd.DataFrame
    articles: pd.DataFrame
    node_dates: Mapping[str, Dates]
    tie_dates: Mapping[tuple[str, str], Dates]
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
    tie_dates = _dates(met, tables["articles"], ["source", "target"])
    node_dates = _node_dates(tables, met)
    nodes = _nodes(graph, tables["entities"], positions, node_dates, seed=seed)
    names = nodes.set_index("entity_id")["shown"]
    ties = tables["edges"].sort_values(["source", "target"], ignore_index=True)
    ties = ties.assign(source_name=ties["source"].map(names), target_name=ties["target"].map(names))
    words = evidence_words(met, tables["articles"], tables["sentences"], tables["mentions"], evidence=evidence)
    articles = tables["articles"][list(_ARTICLE_COLUMNS)].sort_values("article_id", ignore_index=True)
    return Content(nodes, ties, words, articles, node_dates, tie_dates, evidence)


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


def _node_dates(tables: Mapping[str, pd.DataFrame], met: pd.DataFrame) -> dict[str, Dates]:
    mentions = tables["mentions"]
    named = mentions.loc[~mentions["how"].isin(["pronoun", "role"]), ["entity_id", "article_id"]]
    ends = [met[[side, "article_id"]].rename(columns={side: "entity_id"}) for side in ("source", "target")]
    return {key[0]: dates for key, dates in _dates(pd.concat([named, *ends]), tables["articles"], ["entity_id"]).items()}


def _dates(rows: pd.DataFrame, articles: pd.DataFrame, keys: list[str]) -> dict[Any, Dates]:
    dated = articles.loc[articles["published"].notna(), ["article_id", "published"]]
    days = rows[[*keys, "article_id"]].drop_duplicates().merge(dated, on="article_id")
    days = days.assign(day=days["published"].dt.strftime("%Y-%m-%d"))[[*keys, "day"]].drop_duplicates()
    return {key: tuple(sorted(group["day"])) for key, group in days.groupby(keys, sort=True)}


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
