"""The columns of `edges` that weigh a pair: how near it met, how surely more often than by chance, how closely it is tied."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.network.association import measure_association
from helpers.network.blocks import Blocks
from helpers.network.codes import FlagArray, IntArray, Numbers, SmallArray, sort_rows, starts_of_runs
from helpers.network.meetings import Window
from helpers.network.significance import NOT_ASKED, TOO_FEW, assess_pairs, exact_tail, weight_interval

Real = npt.NDArray[np.float64]

ASSOCIATION = ("npmi", "g2", "odds_ratio", "odds_low", "odds_high", "jaccard")
_BATCH = 100_000  # edges at a time: few enough for the processor's cache

_REASONS = {reason: pd.array([reason, None], dtype="str") for reason in (NOT_ASKED, TOO_FEW)}

NUMBERS = ("weight_low", "weight_high", "expected", "p", "q", "p_exact", *ASSOCIATION)


def missing_columns(n_edges: int) -> dict[str, Any]:
    """Return the columns of edges that are not tested."""
    nothing = np.full(n_edges, np.nan)
    return {**dict.fromkeys(NUMBERS, nothing), "untested": _reasons(np.zeros(n_edges, dtype=bool), NOT_ASKED)}


def assess_columns(
    source: SmallArray,
    target: SmallArray,
    n_reports: IntArray,
    n_sentences: IntArray,
    blocks: Blocks,
    met_in_report: IntArray,
    *,
    window: Window,
    describe: bool,
) -> dict[str, Any]:
    """Return the columns of tested edges; without `describe` the association measures and `p_exact` are missing.

    `p_exact` is missing for a window of a number of sentences, too: such windows overlap, so that a sentence takes part in
    several meetings. There is no set of units of which a pair is in some and not in others, and nothing to draw from.

    Raises ValueError where a pair met in more reports than name one of the two.
    """
    n_in_all = len(blocks.entities_of_report)
    found = assess_pairs(source, target, n_reports, blocks, met_in_report)
    low, high = weight_interval(n_reports, n_in_all)
    nothing = np.full(len(source), np.nan)
    columns: dict[str, Any] = {**dict.fromkeys(NUMBERS, nothing), "weight_low": low, "weight_high": high}
    columns |= {"expected": found.expected, "p": found.p, "q": found.q, "untested": _reasons(found.is_tested, TOO_FEW)}
    if describe:
        one, two = blocks.reports_of_entity[source], blocks.reports_of_entity[target]
        columns |= _in_batches(lambda rows: measure_association(n_reports[rows], one[rows], two[rows], n_in_all), len(source))
        if not isinstance(window, int) or window == 0:
            named = blocks.occurrences_of_entity
            columns["p_exact"] = exact_tail(n_sentences, named[source], named[target], blocks.n_units)
    return columns


def _in_batches(measure: Callable[[slice], dict[str, Real]], n_edges: int) -> dict[str, Real]:
    columns = {name: np.empty(n_edges) for name in ASSOCIATION}
    for start in range(0, n_edges, _BATCH):
        rows = slice(start, start + _BATCH)
        for name, values in measure(rows).items():
            columns[name][rows] = values
    return columns


def _reasons(is_tested: FlagArray, reason: str) -> Any:
    if len(is_tested) > _BATCH and is_tested.all() == is_tested.any():  # one value for all: its pieces share their memory
        piece = _reasons(is_tested[:_BATCH], reason)
        n_whole, n_left = divmod(len(is_tested), _BATCH)
        return pd.concat([pd.Series(part) for part in (*[piece] * n_whole, piece[:n_left])], ignore_index=True).array
    return _REASONS[reason].take(is_tested.astype(np.int32))


def decayed_weights(edge: Numbers, distance: Numbers, n_reports: IntArray, decay_sentences: float, *, n_edges: int) -> Real:
    """Return per edge the sum of `n_reports * exp(-distance / decay_sentences)` over its rows, which are in order."""
    return np.bincount(edge, n_reports * np.exp(-distance / decay_sentences), minlength=n_edges).astype(np.float64)


def closest_meetings(
    distance: Numbers, row_starts: IntArray, n_articles: IntArray, report: SmallArray, is_shared: FlagArray
) -> tuple[SmallArray, SmallArray, IntArray]:
    """Return edge, distance and number of reports whose closest meeting is that far: one row per edge and distance, in order.

    Parameters
    ----------
    distance : array, per meeting the sentences between the two; meetings are in order of edge, then article
    row_starts : array, per edge and article its first meeting
    n_articles : array, per edge its articles
    report, is_shared : arrays, per edge and article the report, and whether another article is of that report, too
    """
    closest = np.minimum.reduceat(distance, row_starts)
    edge = np.repeat(np.arange(len(n_articles), dtype=np.int32), n_articles)
    if is_shared.any():
        rows = sort_rows(edge, report, closest)
        first = starts_of_runs(*rows[:2])
        edge, closest = rows[0][first], rows[2][first]
    edge, closest = sort_rows(edge, closest)
    starts = np.flatnonzero(starts_of_runs(edge, closest))
    return edge[starts], closest[starts], np.diff(starts, append=len(edge))
