"""Blocks: an entity's occurrences in one report, taken as a whole. The report (a text and all its copies) is the unit of chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from helpers.network.codes import IntArray, SmallArray, sort_rows, starts_of_runs
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
    entity, article, unit = _distinct_units(found, window)
    starts = np.flatnonzero(starts_of_runs(entity, article))
    size = np.diff(starts, append=len(entity))
    n_units_of_article = _longest(article, unit + 1, len(report_of_article))
    place, report = _renumber(report_of_article, article[starts])
    rows = _largest_per_report(entity[starts], report, size)
    n_reports = int(place.max(initial=-1)) + 1
    blocks = Blocks(
        *rows,
        reports_of_entity=np.bincount(rows[0], minlength=len(found.entity_ids)),
        entities_of_report=np.bincount(rows[1], minlength=n_reports),
        units_of_report=_longest(place[report_of_article], n_units_of_article, n_reports),
        occurrences_of_entity=np.bincount(entity, minlength=len(found.entity_ids)),
        n_units=int(starts_of_runs(*sort_rows(article, unit)).sum()),
    )
    return blocks, place


def _distinct_units(found: Occurrences, window: Window) -> tuple[SmallArray, SmallArray, SmallArray]:
    """Return entity, article and unit of each unit that names an entity, in order."""
    unit = found.block if window == "paragraph" else np.zeros_like(found.block) if window == "article" else found.sentence
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


def _largest_per_report(entity: SmallArray, report: SmallArray, size: IntArray) -> list[SmallArray]:
    rows = sort_rows(entity, report, size)
    last = np.append(starts_of_runs(rows[0], rows[1])[1:], True)[: len(entity)]
    return [column[last] for column in rows]


def _longest(group: SmallArray, length: SmallArray | IntArray, n_groups: int) -> IntArray:
    longest = np.zeros(n_groups, dtype=np.int64)
    known = group >= 0
    np.maximum.at(longest, group[known], length[known])
    return longest
