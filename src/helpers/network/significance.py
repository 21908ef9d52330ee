"""Which pairs meet more often than chance would have them meet: p, q, and what a plain test would have said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array
from scipy.special import bdtr, bdtrik, betainc, gammaln

from helpers.network.blocks import Blocks
from helpers.network.chance import Chance, fit_chance
from helpers.network.codes import FlagArray, IntArray, Numbers, SmallArray

Real = npt.NDArray[np.float64]

LEVEL = 0.05
TOO_FEW = "too few reports"
NOT_ASKED = "not asked for"

_WISE_UP_TO = 0.02  # share of all reports that name the rarer of two
_BATCH = 200_000  # edges at a time: few enough for the processor's cache


@dataclass(frozen=True)
class Assessment:
    """Per edge: reports in which it would meet by chance, p and q; the last two are missing (NaN) where nothing was tested."""

    expected: Real
    p: Real
    q: Real
    is_tested: FlagArray
    min_reports: int | None  #: entities in fewer reports are not tested; None where no pair could reach the level


def assess_pairs(
    source: SmallArray, target: SmallArray, n_reports: IntArray, blocks: Blocks, met_in_report: IntArray, *, level: float = LEVEL
) -> Assessment:
    """Test whether each pair meets in more reports than chance has it.

    The null hypothesis: an entity's occurrences in a report, as one block, could stand in any other report; how many reports name
    each entity and how many entities each report names stays as it is (`chance` has the model). The number of reports in which
    a pair meets is then close to a draw without replacement (hypergeometric) with the model's mean; p is its upper tail.

    Only entities in `min_reports` reports are tested: the fewest from which a pair that meets in all of them can reach the
    level among so many pairs. q is the Benjamini-Hochberg value among all pairs of such entities, those that never met
    included, for an edge is in the table because it met.

    Parameters
    ----------
    source, target : arrays, per edge its two entities (codes as in `blocks`)
    n_reports : array, per edge the reports in which it met inside the window
    blocks : the entities' blocks
    met_in_report : array, per report the pairs that met in it
    level : the false discovery rate for which `min_reports` is chosen

    Raises
    ------
    ValueError : a pair met in more reports than name one of the two

    Source: Benjamini and Hochberg 1995, Journal of the Royal Statistical Society B 57(1), for q; Tarone 1990, Biometrics 46(2),
    for leaving out what cannot reach the level; Wise 1954, Biometrika 41(3/4), for the tail.
    """
    chance = fit_chance(blocks, met_in_report)
    degrees = blocks.reports_of_entity
    min_reports, n_possible = reports_needed(degrees, chance, level=level)
    expected, p = np.empty(len(source)), np.full(len(source), np.nan)
    is_tested = np.zeros(len(source), dtype=bool)
    for start in range(0, len(source), _BATCH):
        rows = slice(start, start + _BATCH)
        one, two = degrees[source[rows]], degrees[target[rows]]
        fewer = np.minimum(one, two)
        if (n_reports[rows] > fewer).any():
            raise ValueError(
                "pairs: two met in more reports than name them both; count them with the window they were found with"
            )
        expected[rows] = one * two * chance.rate(source[rows], target[rows])
        tested = fewer >= (min_reports or np.inf)
        is_tested[rows] = tested
        p[rows][tested] = upper_tail(n_reports[rows][tested], one[tested], two[tested], expected[rows][tested])
    return Assessment(expected, p, adjust(p, n_possible), is_tested, min_reports)


def upper_tail(n_met: Numbers, one: Numbers, two: Numbers, expected: Real) -> Real:
    """Return the chance of `n_met` or more shared reports for two that are in `one` and `two` reports, `expected` of them shared.

    The hypergeometric distribution whose number of reports gives that mean: by Wise's binomial, which is close where one of the
    two is in few reports, and term by term elsewhere.
    """
    fewer, more = np.minimum(one, two).astype(np.float64), np.maximum(one, two).astype(np.float64)
    total = np.maximum(one * two / np.maximum(expected, 1e-300), more)
    share = np.clip((more - (n_met - 1) / 2) / np.maximum(total - (fewer - 1) / 2, 1e-300), 0.0, 1.0)
    tail = np.empty(len(share))
    often = fewer > _WISE_UP_TO * total
    once = (n_met == 1) & ~often
    with np.errstate(divide="ignore"):  # a share of 1 is certainty
        tail[once] = -np.expm1(fewer[once] * np.log1p(-share[once]))
    rest = ~(once | often)
    tail[rest] = betainc(n_met[rest], fewer[rest] - n_met[rest] + 1, share[rest])
    tail[often] = hypergeometric_tail(n_met[often], one[often], two[often], total[often])
    return tail


def reports_needed(degrees: IntArray, chance: Chance, *, level: float = LEVEL) -> tuple[int | None, int]:
    """Return in how many reports an entity has to be, so that its pairs can reach the level, and how many pairs that leaves.

    None and 0 where no pair can. Reads nothing of who met whom.
    """
    order = np.argsort(-degrees, kind="stable")
    falling = degrees[order]
    sums = np.cumsum(chance.features[order], axis=0)
    needed = np.unique(degrees[degrees > 0])
    n = np.searchsorted(-falling, -needed, side="right")
    usual = sums[n - 1] / n[:, None]
    rate: Real = np.maximum(usual**2 @ chance.sign, 0.0)
    best = upper_tail(needed, needed, needed, needed**2 * rate)
    n_pairs = n * (n - 1) // 2
    enough = np.flatnonzero((n_pairs > 0) & (best * n_pairs <= level))
    return (int(needed[enough[0]]), int(n_pairs[enough[0]])) if len(enough) else (None, 0)


def adjust(p: Real, n_possible: int) -> Real:
    """Return Benjamini-Hochberg values of p among `n_possible` hypotheses; those that are not given have a p of 1.

    A missing p (NaN) is no hypothesis and has no q.
    """
    q = np.where(np.isnan(p), np.nan, 1.0)
    if not n_possible:
        return q
    # no rank is above len(p), so that what is not below this bound has a q of 1: most need no sorting
    low = np.flatnonzero(p < len(p) / n_possible)
    order = low[np.argsort(p[low], kind="stable")]
    ratios = p[order] * n_possible / np.arange(1, len(order) + 1)
    q[order] = np.minimum(np.minimum.accumulate(ratios[::-1])[::-1], 1.0)
    return q


def exact_tail(n_together: Numbers, n_one: Numbers, n_two: Numbers, n_units: int) -> Real:
    """Return the plain exact (hypergeometric, Fisher) one-sided p of `n_together` or more joint units.

    For comparison only: an article repeats its names, so its sentences are not independent, and far too many pairs come out
    small.
    """
    tail = np.empty(len(n_together))
    for start in range(0, len(tail), _BATCH):
        rows = slice(start, start + _BATCH)
        total = np.full(len(tail[rows]), float(n_units))
        tail[rows] = hypergeometric_tail(n_together[rows], n_one[rows], n_two[rows], total)
    return tail


def hypergeometric_tail(n_shared: Numbers, one: Numbers, two: Numbers, total: Real) -> Real:
    """Return the chance that subsets of sizes `one` and `two` share `n_shared` or more; `total` need not be a whole number."""
    k, fewer, more = (values.astype(np.float64) for values in (n_shared, np.minimum(one, two), np.maximum(one, two)))
    above = k > fewer * more / np.maximum(total, 1.0)  # of the distribution's two sides the shorter is summed
    k = np.where(above, k, k - 1)
    shared, apart = np.stack([k, total - fewer - more + k]), np.stack([fewer - k, more - k])
    falling, rising = np.where(above, apart, shared), np.where(above, shared, apart) + 1
    summed = _sum_terms(np.exp(_log_term(k, fewer, more, total)), falling, rising)
    return np.clip(np.where(above, summed, 1 - summed), 0.0, 1.0)


def _sum_terms(first: Real, falling: Real, rising: Real) -> Real:
    """Sum series until their terms no longer add anything.

    A term is the one before times the product of the two `falling` over that of the two `rising`, which then go down and up by 1.
    """
    summed = first.copy()
    rows = np.flatnonzero(first > 0)
    total, term, falling, rising = first[rows], first[rows], falling[:, rows], rising[:, rows]
    while len(rows):
        term *= np.maximum(falling[0] * falling[1], 0.0) / (rising[0] * rising[1])
        total += term
        falling -= 1
        rising += 1
        unfinished = term > 1e-16 * total
        if 2 * np.count_nonzero(unfinished) <= len(rows):  # what is done adds nothing; leaving it out costs more than it
            summed[rows] = total
            rows, total, term = rows[unfinished], total[unfinished], term[unfinished]
            falling, rising = falling[:, unfinished], rising[:, unfinished]
    return summed


def _log_term(k: Real, fewer: Real, more: Real, total: Real) -> Real:
    possible = (k >= 0) & (k <= fewer) & (total - fewer - more + k > -1)
    k = np.where(possible, k, fewer)

    def choose(n: Real, m: Real) -> Real:
        return np.asarray(gammaln(n + 1) - gammaln(m + 1) - gammaln(n - m + 1))

    return np.where(possible, choose(more, k) + choose(total - more, fewer - k) - choose(total, fewer), -np.inf)


def weight_interval(n_met: IntArray, n_reports: int, *, level: float = 0.95) -> tuple[Real, Real]:
    """Return the interval for the number of reports in which a pair meets, by bootstrap over reports.

    A report either has the meeting or not, so the bootstrap's counts are binomial and the percentiles need no drawing.
    """
    occurring = np.bincount(n_met)
    counts = np.flatnonzero(occurring)  # few: most pairs meet once or twice
    table = np.zeros((2, len(occurring)))
    quantiles = np.array([[(1 - level) / 2], [(1 + level) / 2]])
    table[:, counts] = _binomial_quantile(quantiles, n_reports, counts / max(n_reports, 1))
    return table[0][n_met], table[1][n_met]


def _binomial_quantile(quantile: Real, n: int, share: Real) -> Real:
    """Return the smallest counts whose cumulative probability reaches `quantile`."""
    inside = (share > 0) & (share < 1)
    near = np.ceil(bdtrik(quantile, n, np.where(inside, share, 0.5)))
    near = np.where(bdtr(np.maximum(near - 1, 0), n, share) >= quantile, np.maximum(near - 1, 0), near)
    return np.where(inside, near, n * share)


def bootstrap_weights(meetings: csr_array, *, n_samples: int = 200, level: float = 0.95, seed: int = 0) -> tuple[Real, Real]:
    """Return intervals for sums over reports, by drawing reports with replacement.

    Parameters
    ----------
    meetings : sparse matrix, edges by reports, what each report adds to the edge's weight
    n_samples : how often reports are drawn
    level : share of the samples inside the interval
    seed : start of the random numbers
    """
    n_edges, n_reports = meetings.shape
    draws = np.random.default_rng(seed).multinomial(n_reports, np.full(n_reports, 1 / max(n_reports, 1)), size=n_samples)
    columns = draws.T.astype(np.float64)
    low, high = np.empty(n_edges), np.empty(n_edges)
    step = max(1, _BATCH * 50 // n_samples)
    for start in range(0, n_edges, step):
        sums = meetings[start : start + step] @ columns
        low[start : start + step], high[start : start + step] = np.quantile(sums, [(1 - level) / 2, (1 + level) / 2], axis=1)
    return low, high


class Selection(NamedTuple):
    """Edges to draw, and what to say of the others."""

    edges: pd.DataFrame
    n_dropped: int  #: edges left out, untested ones among them
    n_untested: int  #: edges without p and q
    sentence: str  #: one sentence for the page
    is_filtered: bool  #: false where all edges are shown because none could be kept


def significant(edges: pd.DataFrame, *, q: float = LEVEL) -> Selection:
    """Return the edges that meet more often than chance has it.

    Where none was tested, or none passes, all are returned, and the sentence says so: a figure is never empty.

    Parameters
    ----------
    edges : DataFrame, table `edges`
    q : largest Benjamini-Hochberg value to keep: about this share of the edges that are kept is there by chance

    Raises
    ------
    ValueError : `q` is not between 0 and 1
    """
    if not 0 < q <= 1:
        raise ValueError(f"q is {q}; it is a share above 0 and at most 1")
    keep = edges["q"].le(q).fillna(False).to_numpy(dtype=bool)
    n, n_untested = len(edges), int(edges["q"].isna().sum())
    if n_untested == n:
        said = f"{_pairs(n)} shown untested: there are too few reports to tell a tie from chance."
        if n and edges["untested"].eq(NOT_ASKED).all():
            said = f"{_pairs(n)} shown untested: no test was asked for."
        return Selection(edges, 0, n_untested, said if n else "There is no pair to show.", False)
    if not keep.any():
        tested = _pairs(n - n_untested)
        said = f"None of {tested} tested meets more often than chance would have it (q ≤ {q:g}); all {n:,} are shown."
        return Selection(edges, 0, n_untested, said, False)
    n_dropped = n - int(keep.sum())
    said = (
        f"{_pairs(n - n_dropped)} that meet more often than chance would have it (q ≤ {q:g}); {n_dropped:,} of {n:,} were "
        f"dropped, {n_untested:,} of them untested because a name is in too few reports."
    )
    return Selection(edges[keep].reset_index(drop=True), n_dropped, n_untested, said, True)


def _pairs(n: int) -> str:
    return f"{n:,} pair{'' if n == 1 else 's'}"
