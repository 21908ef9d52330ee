"""Edges of a corpus whose pairs do not fit: counted part by part, here, in several processes or on a cluster, and added up.

A part holds whole reports (a text with all its copies), so that none is counted twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from helpers.network.apposition import flag_appositions
from helpers.network.blocks import find_blocks
from helpers.network.codes import FlagArray, IntArray, sort_rows, starts_of_runs
from helpers.network.counting import (
    LATEST,
    UNDATED,
    Counted,
    Facts,
    closest_of_edges,
    count_reports,
    facts_of_articles,
    span_of_dates,
)
from helpers.network.edges import DECAY_SENTENCES, check_decay
from helpers.network.ledger import Ledger, PartCounts, Rows
from helpers.network.meetings import Meetings, Window, find_meetings
from helpers.network.selecting import report_ids
from helpers.parallel import map_batches

if TYPE_CHECKING:
    from distributed import Client


class Part(NamedTuple):
    """The tables of some of the articles, a report's copies all among them."""

    mentions: pd.DataFrame
    sentences: pd.DataFrame
    articles: pd.DataFrame


def split_by_report(
    mentions: pd.DataFrame, sentences: pd.DataFrame, articles: pd.DataFrame, *, n_articles: int = 10_000
) -> Iterator[Part]:
    """Yield the tables in parts of about `n_articles` articles; a report is never split, however many copies it has."""
    if n_articles < 1:
        raise ValueError(f"n_articles is {n_articles}; a part holds at least 1 article")
    report, _ = pd.factorize(report_ids(articles))
    n_before = np.cumsum(np.bincount(report)) - np.bincount(report)
    part_of_article = (n_before // n_articles)[report]
    known = pd.Index(articles["article_id"])
    part_of = [_look_up(known, part_of_article, table) for table in (mentions, sentences)]
    for part in np.unique(part_of_article):
        yield Part(mentions[part_of[0] == part], sentences[part_of[1] == part], articles[part_of_article == part])


def _look_up(known: pd.Index[Any], part_of_article: IntArray, table: pd.DataFrame) -> IntArray:
    place = known.get_indexer(pd.Index(table["article_id"]))
    if (place < 0).any():
        raise ValueError(f"article {table['article_id'].iloc[np.argmin(place)]} is not in the table articles")
    return np.asarray(part_of_article[place])


def count_edges_in_parts(
    parts: Iterable[Any],
    entities: pd.DataFrame,
    *,
    load: Callable[[Any], Part] | None = None,
    window: Window = "sentence",
    max_entities_per_unit: int = 50,
    include_classes: bool = False,
    coreference: bool = False,
    read_titles: bool = True,
    assess: bool = True,
    describe: bool = True,
    decay_sentences: float = DECAY_SENTENCES,
    n_process: int = 1,
    client: Client | None = None,
) -> pd.DataFrame:
    """Return what `edges_from_mentions` returns for all parts together, to the last digit.

    No meeting is held longer than its part is: memory follows the largest part and the table that comes out.

    Parameters
    ----------
    parts : `Part` by `Part` (`split_by_report` makes them), or whatever `load` makes one from, such as the name of a file
    entities : DataFrame, table `entities`, for all parts
    load : called where the part is counted, so that a worker reads its part itself; a function of a module
    window, ..., decay_sentences : as in `edges_from_mentions`
    n_process, client : where parts are counted, as in `parallel.map_batches`

    Raises
    ------
    ValueError : articles of one report are in two parts; else as in `edges_from_mentions`
    """
    check_decay(decay_sentences)
    finding = {
        "window": window,
        "max_entities_per_unit": max_entities_per_unit,
        "include_classes": include_classes,
        "coreference": coreference,
    }
    count = _CountPart(load or _as_it_is, finding, read_titles)
    ledger = Ledger(pd.Index(entities["entity_id"]))
    for counts in map_batches(count, parts, n_process=n_process, client=client):
        ledger.enter(counts)
    return ledger.close(entities, window=window, assess=assess, describe=describe, decay_sentences=decay_sentences)


def _as_it_is(part: Part) -> Part:
    return part


@dataclass(frozen=True)
class _CountPart:
    """Counts a part; sent to the workers."""

    load: Callable[[Any], Part]
    finding: dict[str, Any]
    read_titles: bool

    def __call__(self, batch: object) -> PartCounts:
        mentions, sentences, articles = self.load(batch)
        meetings, found = find_meetings(mentions, sentences, **self.finding)
        flags = np.zeros(len(meetings), dtype=bool)
        if self.read_titles:
            flags = flag_appositions(meetings, mentions, sentences, articles, window=self.finding["window"])
        facts = facts_of_articles(meetings.article_ids, articles)
        by_name = ~meetings.by_coreference
        named = meetings.keep(by_name)
        counted = count_reports(named, facts)
        blocks, place = find_blocks(found, facts.report, window=self.finding["window"])
        return PartCounts(
            entity_ids=meetings.entity_ids,
            outlets=articles["outlet"].array.factorize()[1].tolist(),
            reports=np.unique(pd.util.hash_array(report_ids(articles).to_numpy(dtype=object))),
            edges=_edges(named, flags[by_name], counted, facts),
            edges_by_outlet=_by_outlet(counted, facts),
            edges_by_distance=_by_distance(named, counted, facts),
            edges_of_all=_of_all(meetings if self.finding["coreference"] else meetings.keep(~by_name), facts),
            blocks=blocks,
            met_in_report=counted.met_in_report[place >= 0],
        )


def _edges(named: Meetings, is_apposition: FlagArray, counted: Counted, facts: Facts) -> Rows:
    first, last = span_of_dates(facts.published, counted)
    titles = np.append(0, np.cumsum(is_apposition))
    ends = np.append(counted.starts[1:], len(named))[: len(counted.starts)]
    return {
        "source": counted.source,
        "target": counted.target,
        "n_sentences": ends - counted.starts,
        "n_articles": counted.n_articles,
        "n_reports": counted.n_reports,
        "n_apposition": titles[ends] - titles[counted.starts],
        "first_seen": np.where(first == UNDATED, LATEST, first),  # so that the smallest is the earliest
        "last_seen": last,
    }


def _by_outlet(counted: Counted, facts: Facts) -> Rows:
    edge = np.repeat(np.arange(len(counted.source), dtype=np.int32), counted.n_articles)
    stated = facts.has_outlet[counted.article]
    edge, outlet = sort_rows(edge[stated], facts.outlet[counted.article][stated])
    first = starts_of_runs(edge, outlet)
    return {"source": counted.source[edge[first]], "target": counted.target[edge[first]], "outlet": outlet[first]}


def _by_distance(named: Meetings, counted: Counted, facts: Facts) -> Rows:
    edge, distance, n_reports = closest_of_edges(named, counted, facts)
    return {"source": counted.source[edge], "target": counted.target[edge], "distance": distance, "n_reports": n_reports}


def _of_all(meetings: Meetings, facts: Facts) -> Rows:
    counted = count_reports(meetings, facts)
    unsaid = np.append(0, np.cumsum(meetings.by_coreference))
    ends = np.append(counted.starts[1:], len(meetings))[: len(counted.starts)]
    n_unsaid = unsaid[ends] - unsaid[counted.starts]
    return {"source": counted.source, "target": counted.target, "n_unsaid": n_unsaid, "n_reports": counted.n_reports}
