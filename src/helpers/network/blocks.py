"""Blocks: an entity's occurrences in one report, taken as a whole. The report (a text with its copies) is the unit of chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from helpers.network.codes import FlagArray, IntArray, SmallArray, sort_rows, starts_of_runs
from helpers.network.meetings import Occurrences, Window


@dataclass(frozen=True)
class Blocks:
    """One row per entity and report that names it, in order of entity, then report; reports without a name are left out.

    `size` is in how many of the report's units (sentences; for the windows "paragraph" and "article" these) the entity is named.
    """

    entity: SmallArray
    report: SmallArray
    size: SmallArray
    reports_of_entity: IntArray  #: per entity: how many reports name it
    entities_of_report: IntArray  #: per report: how many entities it names
    units_of_report: IntArray  #: per report: its length in units, up to the last one that names somebody
    occurrences_of_entity: IntArray  #: per entity: units that name it, copies and all
    n_units: int  #: units that name anybody, copies and all


def find_blocks(found: Occurrences, report_of_article: SmallArray, *, window: Window) -> tuple[Blocks, SmallArray]:
    """Return the blocks, and of each report its place among those that are left (-1 for one without a name).

    Copies change nothing: in a report of several articles an entity counts as often as in the one that names it most.
    """
    unit = found.block if window == "paragraph" else np.zeros_like(found.block) if window == "article" else found.sentence
    n_units_of_article = _lengths(found, unit, len(report_of_article))
    entity, article, unit = _distinct_units(found, unit, window)
    starts = np.flatnonzero(starts_of_runs(entity, article))
    size = np.diff(starts, append=len(entity))
    place, report = _renumber(report_of_article, article[starts])
    entity_of_block, report, size = _largest_per_report(entity[starts], report, size)
    n_reports, n_entities = int(place.max(initial=-1)) + 1, len(found.entity_ids)
    units_of_report = np.zeros(n_reports, dtype=np.int64)
    named = place[report_of_article] >= 0
    np.maximum.at(units_of_report, place[report_of_article[named]], n_units_of_article[named])
    blocks = Blocks(
        entity_of_block,
        report,
        size,
        reports_of_entity=np.bincount(entity_of_block, minlength=n_entities),
        entities_of_report=np.bincount(report, minlength=n_reports),
        units_of_report=units_of_report,
        occurrences_of_entity=np.bincount(entity, minlength=n_entities),
        n_units=int(_starts_of_units(found, window).sum()),
    )
    return blocks, place


def _lengths(found: Occurrences, unit: SmallArray, n_articles: int) -> IntArray:
    """Return per article its length in units, up to the last one that names somebody."""
    lengths = np.zeros(n_articles, dtype=np.int64)
    last = np.append(starts_of_runs(found.article)[1:], True)[: len(unit)]  # occurrences are in reading order
    lengths[found.article[last]] = unit[last] + 1
    return lengths


def _starts_of_units(found: Occurrences, window: Window) -> FlagArray:
    if window == "article":
        return starts_of_runs(found.article)
    return starts_of_runs(found.article, found.block if window == "paragraph" else found.sentence)


def _distinct_units(found: Occurrences, unit: SmallArray, window: Window) -> tuple[SmallArray, SmallArray, SmallArray]:
    """Return entity, article and unit of each unit that names an entity, in order."""
    rows = sort_rows(found.entity, found.article, unit)
    if window in ("paragraph", "article"):  # several sentences of one unit
        first = starts_of_runs(*rows)
        rows = [column[first] for column in rows]
    return rows[0], rows[1], rows[2]


def _renumber(report_of_article: SmallArray, articles: SmallArray) -> tuple[SmallArray, SmallArray]:
    """Return the new number of every report (-1 where none of its articles names anybody), and that of each of `articles`."""
    reports = report_of_article[articles]
    is_named = np.zeros(int(report_of_article.max(initial=-1)) + 1, dtype=bool)
    is_named[reports] = True
    place = np.where(is_named, np.cumsum(is_named) - 1, -1).astype(np.int32)
    return place, place[reports]


def _largest_per_report(entity: SmallArray, report: SmallArray, size: IntArray) -> tuple[SmallArray, SmallArray, SmallArray]:
    rows = sort_rows(entity, report, size)
    last = np.append(starts_of_runs(rows[0], rows[1])[1:], True)[: len(entity)]
    return rows[0][last], rows[1][last], rows[2][last]
