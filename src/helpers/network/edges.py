"""From `pairs` to `edges`: one row per pair of entities over the whole corpus, every pair that met."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from helpers.network.apposition import flag_appositions
from helpers.network.blocks import find_blocks
from helpers.network.codes import FlagArray, encode, sort_rows, starts_of_runs
from helpers.network.counting import (
    Counted,
    Facts,
    as_dates,
    closest_of_edges,
    count_reports,
    facts_of_articles,
    find_repeated,
    flag_home,
    span_of_dates,
    whole,
)
from helpers.network.meetings import Meetings, Occurrences, Window, find_meetings, read_occurrences, split_crowded
from helpers.network.weighing import assess_columns, decayed_weights, missing_columns
from helpers.tables import TABLES, empty_table

DECAY_SENTENCES = 2.0
_ADDED = ("n_sentences_coreference", "n_reports_coreference")


def count_edges(
    pairs: pd.DataFrame,
    articles: pd.DataFrame,
    entities: pd.DataFrame,
    *,
    mentions: pd.DataFrame | None = None,
    sentences: pd.DataFrame | None = None,
    window: Window = "sentence",
    max_entities_per_unit: int = 50,
    include_classes: bool = False,
    decay_sentences: float = DECAY_SENTENCES,
) -> pd.DataFrame:
    """Count over the corpus how often, where and when each pair met, and test it against chance.

    Parameters
    ----------
    pairs : DataFrame, table `pairs`, in any order
    articles : DataFrame, table `articles`; copies share a `cluster_id`, an article without one is a report of its own
    entities : DataFrame, table `entities`
    mentions : DataFrame, table `mentions`, from which `pairs` was found; without it nothing is tested, and the columns from
        `weight_low` to `jaccard` are missing
    sentences : DataFrame, table `sentences`; read for the window "paragraph" only
    window, max_entities_per_unit, include_classes : as they were given to `find_pairs`
    decay_sentences : a meeting that many sentences apart adds 1/e = 0.37 to `weight_decayed`

    Returns
    -------
    DataFrame, table `edges`: one row per pair that met. `weight` is `n_reports`, the independent reports in which the pair met;
    `first_seen` and `last_seen` leave out missing and implausible dates. Meetings `by_coreference` are counted in the columns
    `n_sentences_coreference` and `n_reports_coreference` alone, and a pair that never meets by name has no row.

    Raises
    ------
    ValueError : a meeting in an article that `articles` lacks, or of an entity that `entities` lacks; one that is not in
        `mentions`; a `decay_sentences` that is not above 0

    Source: Spitz and Gertz 2016 (SIGIR) and their implicit networks, the model of `weight_decayed`: there, too, a meeting counts
    for exponentially less the more sentences are between the two. Here a report counts once, by its closest meeting.
    `significance.assess_pairs` has the test, `association.measure_association` the measures.
    """
    check_decay(decay_sentences)
    if pairs.empty:
        return empty_table("edges")
    names, entity_ids = encode(pd.concat([pairs["source"], pairs["target"]], ignore_index=True))
    article, article_ids = encode(pairs["article_id"])
    numbers = (pairs[column].to_numpy(dtype=np.int64) for column in ("sentence", "distance", "is_apposition", "by_coreference"))
    *columns, flags, unsaid = sort_rows(names[: len(pairs)], names[len(pairs) :], article, *numbers)
    meetings = Meetings(entity_ids, article_ids, *columns, by_coreference=unsaid.astype(bool))
    found = None
    if mentions is not None:
        rows = sentences if sentences is not None else empty_table("sentences")
        found = read_occurrences(mentions, rows, window=window, include_classes=include_classes, coreference=True)
        meetings = _recode(meetings, found)
        named = found.keep(~found.is_unsaid)
        found, _ = split_crowded(named, window=window, max_entities=max_entities_per_unit)
    is_title = flags.astype(bool)
    return count_meetings(meetings, is_title, articles, entities, found=found, window=window, decay_sentences=decay_sentences)


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
    assess: bool = False,
    describe: bool = True,
    decay_sentences: float = DECAY_SENTENCES,
    progress: bool = False,
) -> pd.DataFrame:
    """Return `count_edges(find_pairs(...), ..., mentions=mentions)` without the meetings between: faster, and in less memory.

    `read_titles` says whether `n_apposition` is found from the texts (else it is 0 throughout); `assess` whether pairs are tested
    (columns from `weight_low` to `jaccard`; else missing); `describe` whether tested pairs also get the association measures and
    `p_exact` (else those are missing); all else as in `find_pairs` and `count_edges`.
    """
    check_decay(decay_sentences)
    meetings, found = find_meetings(
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
    return count_meetings(
        meetings,
        flags,
        articles,
        entities,
        found=found if assess else None,
        window=window,
        describe=describe,
        decay_sentences=decay_sentences,
    )


def count_meetings(
    meetings: Meetings,
    is_apposition: FlagArray,
    articles: pd.DataFrame,
    entities: pd.DataFrame,
    *,
    found: Occurrences | None = None,
    window: Window = "sentence",
    describe: bool = True,
    decay_sentences: float = DECAY_SENTENCES,
) -> pd.DataFrame:
    """Return table `edges` for sorted meetings; `count_edges` says what the columns hold.

    `found` are the occurrences behind them (with the same codes); without them nothing is tested.
    """
    facts = facts_of_articles(meetings.article_ids, articles)
    named, flags = meetings, is_apposition
    if meetings.by_coreference.any():
        by_name = ~meetings.by_coreference
        named, flags = meetings.keep(by_name), is_apposition[by_name]
    if not len(named):
        return empty_table("edges")
    counted = count_reports(named, facts)
    columns = _count_named(named, flags, counted, facts)
    columns["is_home"] = flag_home(counted.source, counted.target, meetings.entity_ids, entities)
    columns["weight_decayed"] = columns["weight"]
    if named.distance.any():
        closest = closest_of_edges(named, counted, facts)
        columns["weight_decayed"] = decayed_weights(*closest, decay_sentences, n_edges=len(counted.source))
    columns |= _assess(counted, columns, found, facts, window=window, describe=describe)
    columns |= _count_added(meetings, counted, facts)
    return pd.DataFrame({name: columns[name] for name in TABLES["edges"].columns}, copy=False)


def check_decay(decay_sentences: float) -> None:
    """Raise ValueError for a distance that is not above 0."""
    if not decay_sentences > 0:
        raise ValueError(f"decay_sentences is {decay_sentences}; it is a number of sentences above 0")


def _recode(meetings: Meetings, found: Occurrences) -> Meetings:
    """Return the meetings with the codes of the occurrences. Raises ValueError where these lack an entity or an article."""
    places = []
    for known, ids, what in (
        (found.entity_ids, meetings.entity_ids, "entity"),
        (found.article_ids, meetings.article_ids, "article"),
    ):
        place = known.get_indexer(ids).astype(np.int32)
        if (place < 0).any():
            raise ValueError(f"pairs: {what} {ids[place < 0][0]} is not in the table mentions; pairs are found from mentions")
        places.append(place)
    entity, article = places
    return replace(
        meetings,
        entity_ids=found.entity_ids,
        article_ids=found.article_ids,
        source=entity[meetings.source],
        target=entity[meetings.target],
        article=article[meetings.article],
    )


def _count_named(meetings: Meetings, is_apposition: FlagArray, counted: Counted, facts: Facts) -> dict[str, Any]:
    outlet, has_outlet = facts.outlet[counted.article], facts.has_outlet[counted.article]
    again, _ = find_repeated(outlet, has_outlet, counted.firsts, counted.n_articles)
    n_edges = len(counted.source)
    with_outlet = counted.n_articles if has_outlet.all() else np.add.reduceat(has_outlet, counted.firsts, dtype=np.int64)
    titles = (
        np.add.reduceat(is_apposition, counted.starts, dtype=np.int64) if is_apposition.any() else np.zeros(n_edges, np.int64)
    )
    counts = {
        "n_sentences": np.diff(counted.starts, append=len(meetings)),
        "n_articles": counted.n_articles,
        "n_reports": counted.n_reports,
        "n_outlets": with_outlet - np.bincount(again, minlength=n_edges),
        "n_apposition": titles,
    }
    first_seen, last_seen = map(as_dates, span_of_dates(facts.published, counted))
    names = meetings.entity_ids.astype("str").array
    return {
        "source": names.take(counted.source),
        "target": names.take(counted.target),
        **{name: whole(values) for name, values in counts.items()},
        "first_seen": first_seen,
        "last_seen": last_seen,
        "weight": counted.n_reports.astype(np.float64),
    }


def _assess(
    counted: Counted, columns: dict[str, Any], found: Occurrences | None, facts: Facts, *, window: Window, describe: bool
) -> dict[str, Any]:
    if found is None:
        return missing_columns(len(counted.source))
    blocks, place = find_blocks(found, facts.report, window=window)
    met = counted.met_in_report[place >= 0]
    n_sentences = np.diff(counted.starts, append=counted.n_meetings)
    return assess_columns(
        counted.source, counted.target, counted.n_reports, n_sentences, blocks, met, window=window, describe=describe
    )


def _count_added(meetings: Meetings, counted: Counted, facts: Facts) -> dict[str, Any]:
    """Return what meetings by coreference add to each edge: units, and reports in which the pair does not meet by name."""
    n_units, n_reports = np.zeros(len(counted.source), np.int64), np.zeros(len(counted.source), np.int64)
    if meetings.by_coreference.any():
        width = len(meetings.entity_ids)
        keys = counted.source.astype(np.int64) * width + counted.target
        all_keys = meetings.source.astype(np.int64) * width + meetings.target
        edge = np.minimum(np.searchsorted(keys, all_keys), len(keys) - 1)
        known = keys[edge] == all_keys
        edge = edge[known]
        n_units = np.bincount(edge, meetings.by_coreference[known], minlength=len(keys)).astype(np.int64)
        rows = sort_rows(edge, facts.report[meetings.article[known]])
        n_reports = np.bincount(rows[0][starts_of_runs(*rows)], minlength=len(keys)) - counted.n_reports
    return dict(zip(_ADDED, (whole(n_units), whole(n_reports)), strict=True))
