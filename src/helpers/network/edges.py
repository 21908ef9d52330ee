"""From `pairs` to `edges`: one row per pair of entities over the whole corpus, every pair that met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from helpers.network.apposition import flag_appositions
from helpers.network.codes import FlagArray, IntArray, SmallArray, encode, sort_rows, starts_of_runs
from helpers.network.meetings import Meetings, Window, find_meetings
from helpers.tables import empty_table

_ADDED = ("n_sentences_coreference", "n_reports_coreference")
_UNDATED = np.iinfo(np.int64).min


def count_edges(pairs: pd.DataFrame, articles: pd.DataFrame, entities: pd.DataFrame) -> pd.DataFrame:
    """Count over the corpus how often, where and when each pair met.

    Parameters
    ----------
    pairs : DataFrame, table `pairs`, in any order
    articles : DataFrame, table `articles`; copies share a `cluster_id`, an article without one is a report of its own
    entities : DataFrame, table `entities`

    Returns
    -------
    DataFrame, table `edges`: one row per pair that met. `weight` is `n_reports`, the independent reports in which the pair met;
    `first_seen` and `last_seen` leave out missing and implausible dates. Meetings `by_coreference` are counted in the columns
    `n_sentences_coreference` and `n_reports_coreference` alone, and a pair that never meets by name has no row.

    Raises
    ------
    ValueError : a meeting in an article that `articles` lacks, or of an entity that `entities` lacks
    """
    if pairs.empty:
        return empty_table("edges")
    names, entity_ids = encode(pd.concat([pairs["source"], pairs["target"]], ignore_index=True))
    article, article_ids = encode(pairs["article_id"])
    numbers = (pairs[column].to_numpy(dtype=np.int64) for column in ("sentence", "distance", "is_apposition", "by_coreference"))
    *columns, flags, unsaid = sort_rows(names[: len(pairs)], names[len(pairs) :], article, *numbers)
    meetings = Meetings(entity_ids, article_ids, *columns, by_coreference=unsaid.astype(bool))
    return count_meetings(meetings, flags.astype(bool), articles, entities)


def edges_from_mentions(
    mentions: pd.DataFrame,
    sentences: pd.DataFrame,
    articles: pd.DataFrame,
    entities: pd.DataFrame,
    *,
    window: Window = "sentence",
    max_entities_per_unit: int = 50,
    include_classes: bool = False,
    coreference: bool = False,
    read_titles: bool = True,
    progress: bool = False,
) -> pd.DataFrame:
    """Return `count_edges(find_pairs(...))` without writing out the meetings between: faster, and in less memory.

    `read_titles` says whether `n_apposition` is found from the texts (else it is 0 throughout); all else as in `find_pairs`.
    """
    meetings = find_meetings(
        mentions,
        sentences,
        window=window,
        max_entities_per_unit=max_entities_per_unit,
        include_classes=include_classes,
        coreference=coreference,
        progress=progress,
    )
    flags = np.zeros(len(meetings), dtype=bool)
    if read_titles:
        flags = flag_appositions(meetings, mentions, sentences, articles, window=window)
    return count_meetings(meetings, flags, articles, entities)


def count_meetings(meetings: Meetings, is_apposition: FlagArray, articles: pd.DataFrame, entities: pd.DataFrame) -> pd.DataFrame:
    """Return table `edges` for sorted meetings; `count_edges` says what the columns hold."""
    by_name = ~meetings.by_coreference
    edges = _count_named(meetings.keep(by_name), is_apposition[by_name], articles, entities)
    added = _count_added(meetings, edges, articles) if meetings.by_coreference.any() and len(edges) else {}
    nought = np.zeros(len(edges), dtype=np.int64)
    counts = {name: pd.array(added.get(name, nought), dtype="Int64") for name in _ADDED}
    return edges.assign(**counts)[list(empty_table("edges"))]


def _count_added(meetings: Meetings, edges: pd.DataFrame, articles: pd.DataFrame) -> dict[str, IntArray]:
    """Return what meetings by coreference add to each edge: units, and reports in which the pair does not meet by name."""
    report = _facts_of_articles(meetings.article_ids, articles).report[meetings.article]
    met = pd.DataFrame({"source": meetings.source, "target": meetings.target, "report": report, "added": meetings.by_coreference})
    by_pair = met.groupby(["source", "target"])
    names = [meetings.entity_ids.get_indexer(pd.Index(edges[side])) for side in ("source", "target")]
    rows = pd.MultiIndex.from_arrays(names)
    n_reports = by_pair["report"].nunique().reindex(rows).to_numpy() - edges["n_reports"].to_numpy(dtype=np.int64)
    counts = by_pair["added"].sum().reindex(rows).to_numpy(dtype=np.int64), n_reports.astype(np.int64)
    return dict(zip(_ADDED, counts, strict=True))


def _count_named(meetings: Meetings, is_apposition: FlagArray, articles: pd.DataFrame, entities: pd.DataFrame) -> pd.DataFrame:
    if not len(meetings):
        return empty_table("edges")
    new_edge = starts_of_runs(meetings.source, meetings.target)
    new_article = new_edge | starts_of_runs(meetings.article)
    starts, article = np.flatnonzero(new_edge), meetings.article[new_article]
    source, target = meetings.source[starts], meetings.target[starts]
    firsts = np.flatnonzero(new_edge[new_article])  # each edge's first row among the rows of edge and article
    n_articles = np.diff(firsts, append=len(article))
    facts = _facts_of_articles(meetings.article_ids, articles)
    n_reports = _count_distinct(facts.report[article], facts.is_shared[article], firsts, n_articles)
    counts = {
        "n_sentences": np.diff(starts, append=len(meetings)),
        "n_articles": n_articles,
        "n_reports": n_reports,
        "n_outlets": _count_distinct(facts.outlet[article], facts.has_outlet[article], firsts, n_articles, others_count=False),
        "n_apposition": np.add.reduceat(is_apposition, starts, dtype=np.int64),
    }
    first_seen, last_seen = _span(facts.published[article], firsts)
    columns: dict[str, Any] = {
        "source": meetings.entity_ids.astype("str").array.take(source),
        "target": meetings.entity_ids.astype("str").array.take(target),
        **{name: pd.array(values, dtype="Int64") for name, values in counts.items()},
        "is_home": _is_home(source, target, meetings.entity_ids, entities),
        "first_seen": first_seen,
        "last_seen": last_seen,
        "weight": n_reports.astype(np.float64),
    }
    return pd.DataFrame(columns)


@dataclass(frozen=True)
class _Facts:
    """What counting needs of each article: its report, whether others share that, its outlet, whether it has one, its date."""

    report: SmallArray
    is_shared: FlagArray
    outlet: SmallArray
    has_outlet: FlagArray
    published: IntArray


def _facts_of_articles(article_ids: pd.Index[Any], articles: pd.DataFrame) -> _Facts:
    known = pd.Index(articles["article_id"])
    if not known.is_unique:
        raise ValueError(
            f"articles: article_id {known[known.duplicated()][0]} stands in more than one row; every article has one row"
        )
    place = known.get_indexer(article_ids)
    if (place < 0).any():
        raise ValueError(f"pairs: article {article_ids[place < 0][0]} is not in the table articles")
    rows = articles[["article_id", "cluster_id", "outlet", "published", "published_quality"]].take(place)
    report, _ = pd.factorize(rows["cluster_id"].fillna(rows["article_id"]))
    outlet, _ = pd.factorize(rows["outlet"])
    published = rows["published"].dt.tz_localize(None).to_numpy(dtype="datetime64[us]").view(np.int64)
    dated = rows["published"].notna().to_numpy() & rows["published_quality"].ne("implausible").fillna(True).to_numpy(dtype=bool)
    return _Facts(
        report=report.astype(np.int32),
        is_shared=np.bincount(report)[report] > 1,
        outlet=np.maximum(outlet, 0).astype(np.int32),
        has_outlet=outlet >= 0,
        published=np.where(dated, published, _UNDATED),
    )


def _count_distinct(
    values: SmallArray, repeatable: FlagArray, firsts: IntArray, n_articles: IntArray, *, others_count: bool = True
) -> IntArray:
    """Count the different values of each edge's rows; rows that are not `repeatable` count 1 each, or not at all."""
    edge = np.repeat(np.arange(len(firsts), dtype=np.int32), n_articles)
    in_question = repeatable & np.repeat(n_articles > 1, n_articles)
    edges, held = sort_rows(edge[in_question], values[in_question])
    surplus = np.bincount(edges[~starts_of_runs(edges, held)], minlength=len(firsts))
    if others_count:
        return n_articles - surplus
    return np.add.reduceat(repeatable, firsts, dtype=np.int64) - surplus


def _span(published: IntArray, starts: IntArray) -> tuple[pd.Series[Any], pd.Series[Any]]:
    last = np.maximum.reduceat(published, starts)
    latest = np.iinfo(np.int64).max
    first = np.minimum.reduceat(np.where(published == _UNDATED, latest, published), starts)
    return _as_dates(np.where(first == latest, _UNDATED, first)), _as_dates(last)


def _as_dates(microseconds: IntArray) -> pd.Series[Any]:
    # numpy's missing date is the smallest whole number, which is what undated articles carry
    return pd.Series(microseconds.view("datetime64[us]")).dt.tz_localize("UTC")


def _is_home(source: SmallArray, target: SmallArray, entity_ids: pd.Index[Any], entities: pd.DataFrame) -> FlagArray:
    """Flag edges between a person or weapon and a country that `entities` gives as theirs."""
    place = pd.Index(entities["entity_id"]).get_indexer(entity_ids)
    if (place < 0).any():
        raise ValueError(f"pairs: entity {entity_ids[place < 0][0]} is not in the table entities")
    kinds, theirs = entities["kind"].take(place).tolist(), entities["countries"].take(place).tolist()
    country = {name: code for code, (name, kind) in enumerate(zip(entity_ids, kinds, strict=True)) if kind == "country"}
    owned = [
        (min(code, country[name]), max(code, country[name]))
        for code, (kind, names) in enumerate(zip(kinds, theirs, strict=True))
        if kind in ("person", "weapon") and names is not None
        for name in names
        if name in country
    ]
    low, high = np.array(owned, dtype=np.int64).reshape(-1, 2).T
    n_entities = len(entity_ids)
    return np.isin(source.astype(np.int64) * n_entities + target, low * n_entities + high)
