"""How closely two entities are tied, leaving aside whether chance could do the same: measures on the unit report."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import xlogy

from helpers.network.codes import Numbers

Measured = npt.NDArray[np.float64]

_Z95 = 1.959963984540054  # the normal deviate that leaves 2.5 % above it


def measure_association(n_met: Numbers, n_one: Numbers, n_two: Numbers, n_reports: int) -> dict[str, Measured]:
    """Measure how closely each pair is tied.

    A pair's table has four cells: reports in which the two met; reports that name the one, without such a meeting; the same for
    the other; and the rest. (A report that names both, apart, is in the second and the third; where that would leave fewer than
    no report for the rest, the rest is 0.)

    Parameters
    ----------
    n_met : array, per pair the reports in which it met
    n_one, n_two : arrays, per pair the reports that name each of the two
    n_reports : reports that name anybody

    Returns
    -------
    dict of arrays, one value per pair:

        - `npmi`, from -1 to 1: logarithm of how much more often they met than independence has them, as a share of its largest
          possible value; 1 where they met in every report
        - `g2`: log-likelihood ratio of the table against independence (0 and above; large where they meet more, or less)
        - `odds_ratio`, with `odds_low` and `odds_high`, its 95 % interval: half a report is added to every cell
        - `jaccard`, from 0 to 1: of the reports that name either, the share in which they met

    Source: Bouma 2009 (GSCL) for `npmi`; Dunning 1993, Computational Linguistics 19(1), for `g2`; Haldane 1956 and Woolf 1955,
    both Annals of Human Genetics, for the odds ratio and its interval.
    """
    met, one, two = (np.asarray(counts, dtype=np.float64) for counts in (n_met, n_one, n_two))
    only_one, only_two = one - met, two - met
    rest = np.maximum(n_reports - one - two + met, 0)
    odds, low, high = _odds_ratio(met, only_one, only_two, rest)
    return {
        "npmi": _npmi(met, one, two, n_reports),
        "g2": _g2(met, only_one, only_two, rest),
        "odds_ratio": odds,
        "odds_low": low,
        "odds_high": high,
        "jaccard": met / (one + two - met),
    }


def _npmi(met: Measured, one: Measured, two: Measured, n_reports: int) -> Measured:
    largest = np.log(n_reports / met)
    always = met >= n_reports
    return np.where(always, 1.0, np.log(met * n_reports / (one * two)) / np.where(always, 1.0, largest))


def _g2(met: Measured, only_one: Measured, only_two: Measured, rest: Measured) -> Measured:
    cells = (met, only_one, only_two, rest)
    margins = (met + only_one, only_two + rest, met + only_two, only_one + rest)
    total = met + only_one + only_two + rest
    logs = sum(xlogy(cell, cell) for cell in cells) - sum(xlogy(margin, margin) for margin in margins) + xlogy(total, total)
    return np.asarray(np.maximum(2 * logs, 0.0))


def _odds_ratio(met: Measured, only_one: Measured, only_two: Measured, rest: Measured) -> tuple[Measured, Measured, Measured]:
    cells = [cell + 0.5 for cell in (met, only_one, only_two, rest)]
    log_odds = np.log(cells[0] * cells[3] / (cells[1] * cells[2]))
    error = np.sqrt(sum(1 / cell for cell in cells))
    return np.exp(log_odds), np.exp(log_odds - _Z95 * error), np.exp(log_odds + _Z95 * error)
