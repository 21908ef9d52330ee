"""How often two entities would meet by chance, were each one's blocks dealt out anew over the reports.

The model has two parts. Whether a report names an entity: the most even chances under which, on average, every entity is in as
many reports and every report names as many entities as they do (the bipartite configuration model). Whether two that a report
names meet inside the window: as if each one's units were drawn at random among the report's, with a factor on how readily names
stand together, fitted on the corpus and then, more gently, on reports of each size. In how many units an entity is named moves
with it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import gammaln

from helpers.network.blocks import Blocks
from helpers.network.codes import IntArray, Numbers

Real = npt.NDArray[np.float64]

_SHRINKAGE = 20.0  # meetings; a class of reports with far fewer follows the corpus
_TOLERANCE = 1e-6
_MAX_STEPS = 300
_RANK_TOLERANCE = 1e-5
_ROOT_TOLERANCE = 1e-9
_BATCH = 200_000  # edges or entities at a time: few enough for the processor's cache
_LOG_RANGE = 12.0  # the factor is looked for between e^-12 and e^12


@dataclass(frozen=True)
class ReportClasses:
    """Reports of much the same size: the class of each report, and per class how many there are and their mean sizes."""

    of_report: IntArray
    n_reports: Real
    n_entities: Real
    n_units: Real
    n_pairs: Real  #: pairs of entities that its reports name, summed over them


@dataclass(frozen=True)
class Chance:
    """The fitted model.

    Two entities i and j are expected to meet in `n_i * n_j * sum(sign * features[i] * features[j])` reports, n being the reports
    that name each; `meeting[c, b, d]` is the chance that two with blocks of sizes b and d meet in a report of class c.
    """

    features: Real
    sign: Real
    meeting: Real
    classes: ReportClasses
    bin_of_block: IntArray
    #: per class of reports and distinct number of reports (`n_reports_of_entity`): the chance that the report names the entity
    naming: Real
    n_reports_of_entity: IntArray

    def rate(self, one: Numbers, two: Numbers) -> Real:
        """Return per pair the reports in which it meets by chance, divided by the product of the reports that name each."""
        rates = np.empty(len(one))
        signed = self.features * self.sign
        for start in range(0, len(one), _BATCH):
            rows = slice(start, start + _BATCH)
            # no matrix product: for so thin a matrix its threads take longer to wake than to work
            np.einsum("er,er->e", signed[one[rows]], self.features[two[rows]], out=rates[rows])
        return np.maximum(rates, 0.0)


def fit_chance(blocks: Blocks, met_in_report: Numbers) -> Chance:
    """Fit the model.

    Parameters
    ----------
    blocks : the entities' blocks
    met_in_report : array, per report the pairs that met in it inside the window

    Source: Saracco, Di Clemente, Gabrielli and Squartini 2015, Scientific Reports 5, for the bipartite configuration model.
    """
    classes = classify_reports(blocks.entities_of_report, blocks.units_of_report)
    which = _renumber(blocks.reports_of_entity)
    degrees = np.unique(blocks.reports_of_entity)
    n_blocks_of = np.bincount(which)
    naming = naming_chances(degrees, n_blocks_of, classes)
    bins, sizes = _bin_sizes(blocks.size)
    shares = _shares(blocks, bins, len(sizes))
    usual = _usual_sizes(naming, which, shares)
    meeting = _fit_meeting(
        sizes, usual, classes, np.bincount(classes.of_report, met_in_report, minlength=len(usual)).astype(np.float64)
    )
    features, sign = _factorise(naming, degrees, n_blocks_of, which, shares, meeting, classes)
    return Chance(features, sign, meeting, classes, bins, naming, degrees)


def classify_reports(n_entities: IntArray, n_units: IntArray) -> ReportClasses:
    """Put reports of much the same number of entities and units into one class: small numbers exactly, larger ones in steps."""
    by_units = _step(n_units, exact=3, ratio=1.4)
    of_report = _renumber(_step(n_entities, exact=16, ratio=1.1) * (by_units.max(initial=0) + 1) + by_units)
    n_reports = np.bincount(of_report).astype(np.float64)

    def total(values: Numbers) -> Real:
        return np.bincount(of_report, values, minlength=len(n_reports)).astype(np.float64)

    n_pairs = total(n_entities * (n_entities - 1) // 2)
    return ReportClasses(of_report, n_reports, total(n_entities) / n_reports, total(n_units) / n_reports, n_pairs)


def _step(numbers: Numbers, *, exact: int, ratio: float) -> IntArray:
    """Return each number's step on a scale of whole numbers up to `exact` and of steps by `ratio` from there on."""
    every: IntArray = np.arange(int(numbers.max()) + 1 if len(numbers) else 1)
    steps = exact + 1 + np.floor(np.log(np.maximum(every, 1) / exact) / np.log(ratio)).astype(np.int64)
    return np.asarray(np.where(every <= exact, every, steps)[numbers])


def _renumber(codes: IntArray) -> IntArray:
    """Return the codes without gaps, in the same order."""
    place = np.cumsum(np.bincount(codes) > 0) - 1
    return np.asarray(place[codes])


def naming_chances(degrees: IntArray, n_entities: IntArray, classes: ReportClasses) -> Real:
    """Return per class of reports and distinct degree (reports that name an entity) the chance that one names the other.

    Chances x*y / (1 + x*y), with the x of degrees and the y of classes such that both margins hold on average.
    """
    n_reports = classes.n_reports.sum()
    full = degrees >= n_reports  # named in every report: no chance about it, nor about what no report names
    unsure = (degrees > 0) & ~full
    naming = np.tile(full.astype(np.float64), (len(classes.n_reports), 1))
    if not unsure.any():
        return naming
    wanted = degrees[unsure].astype(np.float64)
    room = np.maximum(n_entities[unsure].sum() - 0.5, 0.5)  # a report that names everybody is held half an entity short
    named = np.clip(classes.n_entities - n_entities[full].sum(), 0.0, room)
    naming[:, unsure] = _configuration(wanted, n_entities[unsure].astype(np.float64), named, classes.n_reports)
    return naming


def _configuration(degrees: Real, n_entities: Real, named: Real, n_reports: Real) -> Real:
    scale = np.sqrt(max(float(degrees @ n_entities), 1.0))
    x, y = degrees / scale, named / scale
    for _ in range(_MAX_STEPS):
        y = named / (_not_named(y, x) @ (n_entities * x))
        before, x = x, degrees / ((n_reports * y) @ _not_named(y, x))
        if (np.abs(x - before) <= _TOLERANCE * x).all():
            break
    return 1 - _not_named(y, x)


def _not_named(y: Real, x: Real) -> Real:
    return np.asarray(1 / (1 + y[:, None] * x))


def _bin_sizes(sizes: Numbers) -> tuple[IntArray, Real]:
    """Return each block's bin, and the mean size in each bin."""
    bins = _renumber(_step(sizes, exact=6, ratio=1.5))
    return bins, np.bincount(bins, sizes) / np.bincount(bins)


def _shares(blocks: Blocks, bins: IntArray, n_bins: int) -> Real:
    """Return per entity the shares of its blocks in each bin of size."""
    n_entities = len(blocks.reports_of_entity)
    counts = np.bincount(blocks.entity * np.int64(n_bins) + bins, minlength=n_entities * n_bins).reshape(n_entities, n_bins)
    return counts / np.maximum(blocks.reports_of_entity, 1)[:, None]


def _usual_sizes(naming: Real, which: IntArray, shares: Real) -> Real:
    """Return per class of reports the shares of block sizes there once blocks are dealt out."""
    by_degree = np.stack([np.bincount(which, column, minlength=naming.shape[1]) for column in shares.T], axis=1)
    totals = naming @ by_degree
    shares_there: Real = totals / np.maximum(totals.sum(axis=1, keepdims=True), 1e-300)
    return shares_there


def placing_hazard(size_one: Real, size_two: Real, n_units: Real) -> Real:
    """Return -log of the chance that two blocks keep apart, when each one's units are drawn at random among `n_units`."""
    one, two = np.minimum(size_one, n_units), np.minimum(size_two, n_units)
    free = n_units - one - two
    apart = gammaln(n_units - one + 1) + gammaln(n_units - two + 1) - gammaln(np.maximum(free, 0) + 1) - gammaln(n_units + 1)
    return np.where(free < 0, np.inf, np.maximum(-apart, 0.0))


def _fit_meeting(sizes: Real, usual: Real, classes: ReportClasses, met: Real) -> Real:
    """Return per class of reports and two bins of size the chance to meet; the meetings found in all reports are matched."""
    hazard = placing_hazard(sizes[None, :, None], sizes[None, None, :], classes.n_units[:, None, None])

    def expected(factor: Real | float) -> Real:
        chances = -np.expm1(-hazard * np.reshape(factor, (-1, 1, 1)))
        return np.asarray(np.einsum("cb,cbd,cd->c", usual, chances, usual) * classes.n_pairs)

    def missing(log_factor: float) -> float:
        return float(expected(np.exp(log_factor)).sum() - met.sum())

    log_factor = 0.0
    if met.sum() and not np.isinf(hazard).all():
        low, high = missing(-_LOG_RANGE), missing(_LOG_RANGE)
        log_factor = -_LOG_RANGE if low >= 0 else _LOG_RANGE if high <= 0 else brentq(missing, -_LOG_RANGE, _LOG_RANGE, xtol=1e-6)
    factor = np.full(len(met), np.exp(log_factor))
    usually = expected(factor)
    wanted = usually * (met + _SHRINKAGE) / (usually + _SHRINKAGE)
    for _ in range(3):  # meeting chances are nearly in proportion to the factor, so a few steps suffice
        factor *= np.where(wanted > 0, wanted / np.maximum(expected(factor), 1e-300), 1.0)
    chances: Real = -np.expm1(-hazard * factor[:, None, None])
    return chances


def _factorise(
    naming: Real, degrees: IntArray, n_entities: IntArray, which: IntArray, shares: Real, meeting: Real, classes: ReportClasses
) -> tuple[Real, Real]:
    """Return per entity a few numbers, and signs, whose products give the expected meetings of any two (see `Chance`).

    Entities of one degree share a profile over the classes of reports, and profiles differ little: a few numbers hold them.
    A report's size is fixed, so that one name leaves less room for another: a report names both i and j with the chance
    p_i p_j (1 - (1 - p_i) (1 - p_j) / V), where V is close to the sum of p (1 - p) (Hájek 1964).
    """
    unsure = naming * (1 - naming)
    room = _room(naming, unsure, n_entities, classes)
    scaled = (np.concatenate([naming, unsure]) / np.maximum(degrees, 1)).T
    left, strengths, right = np.linalg.svd(scaled, full_matrices=False)
    kept = strengths > _RANK_TOLERANCE * strengths[0]
    profiles, basis = (left * strengths)[:, kept], right[kept]
    named, held_back = np.split(basis, 2, axis=1)
    both = named[:, None] * named - held_back[:, None] * held_back / room
    kernel = np.tensordot(both * classes.n_reports, meeting, axes=1).swapaxes(1, 2)
    n = kernel.shape[0] * kernel.shape[1]
    return _compress(profiles, which, shares, kernel.reshape(n, n))


def _room(naming: Real, unsure: Real, n_entities: IntArray, classes: ReportClasses) -> Real:
    """Return V per class of reports: the one with which the model's reports name as many pairs as theirs do."""
    apart, surplus = ((chances @ n_entities) ** 2 - chances**2 @ n_entities for chances in (naming, unsure))
    too_many = apart - 2 * classes.n_pairs / classes.n_reports
    usual = np.maximum(unsure @ n_entities, 1.0)
    fits = too_many * usual > 0.1 * surplus  # else there is nothing to be held back, or reports in a class differ too much
    return np.where(fits, surplus / np.where(fits, too_many, 1.0), usual)


def _compress(profiles: Real, which: IntArray, shares: Real, kernel: Real) -> tuple[Real, Real]:
    n = len(kernel)
    gram = np.zeros((n, n))
    for rows in _slices(len(which)):
        vectors = _vectors(profiles[which[rows]], shares[rows])
        gram += vectors.T @ vectors
    root, inverse = _square_root(gram / max(len(which), 1))
    values, axes = np.linalg.eigh(root @ kernel @ root)
    kept = np.abs(values) > _RANK_TOLERANCE * np.abs(values).max()
    weights = inverse @ axes[:, kept] * np.sqrt(np.abs(values[kept]))
    features = np.empty((len(which), int(kept.sum())))
    for rows in _slices(len(which)):
        features[rows] = _vectors(profiles[which[rows]], shares[rows]) @ weights
    return features, np.sign(values[kept])


def _vectors(profiles: Real, shares: Real) -> Real:
    """Return per entity the products of every number of its profile with every share."""
    return (profiles[:, :, None] * shares[:, None]).reshape(len(profiles), -1)


def _square_root(matrix: Real) -> tuple[Real, Real]:
    """Return the square root and its inverse, leaving out directions in which no entity points: nothing is lost by that."""
    values, axes = np.linalg.eigh(matrix)
    strengths = np.sqrt(np.maximum(values, 0.0))
    kept = strengths > _ROOT_TOLERANCE * strengths.max(initial=0.0)
    axes, strengths = axes[:, kept], strengths[kept]
    return axes * strengths @ axes.T, axes / strengths @ axes.T


def _slices(n: int) -> list[slice]:
    return [slice(start, start + _BATCH) for start in range(0, n, _BATCH)]
