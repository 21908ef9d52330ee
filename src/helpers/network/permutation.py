"""The null hypothesis played out: blocks dealt out anew over the reports, many times. Slow; the fast form is held to it."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import numpy as np
from tqdm import tqdm

from helpers.network.blocks import Blocks
from helpers.network.chance import Chance, Real
from helpers.network.codes import IntArray, SmallArray

_FIRST_TRADES, _TRADES = 20, 5  # rounds in which every report trades once: before the first sample, and between two

_log = logging.getLogger("helpers")


def permutation_tail(
    source: SmallArray,
    target: SmallArray,
    n_reports: IntArray,
    blocks: Blocks,
    chance: Chance,
    *,
    n_samples: int = 999,
    seed: int = 0,
    progress: bool = False,
) -> tuple[Real, Real]:
    """Return per edge the one-sided p of a permutation test, and the mean number of reports in which it met.

    Blocks move whole between reports; how many reports name an entity and how many entities a report names stays exactly so.
    Two that come to stand in one report meet there with the chance that `chance` gives for the sizes of their blocks.

    Parameters
    ----------
    source, target : arrays, per edge its two entities, in order of source, then target
    n_reports : array, per edge the reports in which it met
    n_samples : permutations; the smallest p is 1 / (n_samples + 1)
    seed : start of the random numbers

    Source: Carstens, Hamann, Meyer, Penschuck, Tran and Wagner 2018 (ESA), for trades between all reports at once; Strona,
    Nappo, Boccacci, Fattorini and San-Miguel-Ayanz 2014, Nature Communications 5, for trades (curveball).
    """
    width = len(blocks.reports_of_entity)
    keys = source.astype(np.int64) * width + target
    at_least, total = np.ones(len(keys), dtype=np.int64), np.zeros(len(keys), dtype=np.int64)
    rng = np.random.default_rng(seed)
    samples = deal_blocks(blocks, rng, n_samples=n_samples)
    for report, entity, bins in tqdm(samples, total=n_samples, desc="permutations", disable=not progress):
        found = _meet(report, entity, bins, chance, rng, width)
        place = np.searchsorted(keys, found)
        known = place < len(keys)
        known[known] = keys[place[known]] == found[known]
        counts = np.bincount(place[known], minlength=len(keys))
        at_least += counts >= n_reports
        total += counts
    return at_least / (n_samples + 1), total / max(n_samples, 1)


def deal_blocks(blocks: Blocks, rng: np.random.Generator, *, n_samples: int) -> Iterator[tuple[IntArray, IntArray, IntArray]]:
    """Yield report, entity and row in `blocks` of every block, dealt out anew; in order of report, then entity."""
    row = np.arange(len(blocks.entity))
    order = np.lexsort((blocks.entity, blocks.report))
    report, row = blocks.report[order].astype(np.int64), row[order]
    for sample in range(n_samples):
        for _ in range(_TRADES if sample else _FIRST_TRADES):
            report, row = _trade(report, row, blocks, rng)
        yield report, blocks.entity[row].astype(np.int64), row


def _trade(report: IntArray, row: IntArray, blocks: Blocks, rng: np.random.Generator) -> tuple[IntArray, IntArray]:
    """Let reports, two by two, share out anew the blocks of entities that only one of the two names."""
    n_reports = len(blocks.entities_of_report)
    shuffled = rng.permutation(n_reports)
    couple = np.empty(n_reports, dtype=np.int64)
    couple[shuffled] = np.arange(n_reports) // 2  # of an odd number one stays alone
    entity = blocks.entity[row].astype(np.int64)
    order = np.argsort(couple[report] * len(blocks.reports_of_entity) + entity, kind="stable")
    mine, name = couple[report[order]], entity[order]
    twin = np.zeros(len(order), dtype=bool)
    twin[1:] = (mine[1:] == mine[:-1]) & (name[1:] == name[:-1])
    twin[:-1] |= twin[1:]
    free = order[~twin]
    # within a couple places are kept in order and blocks are put to them in random order
    holders = free[np.argsort(couple[report[free]], kind="stable")]
    dealt = free[np.lexsort((rng.random(len(free)), couple[report[free]]))]
    new = report.copy()
    new[dealt] = report[holders]
    order = np.argsort(new * len(blocks.reports_of_entity) + entity, kind="stable")
    return new[order], row[order]


def _meet(report: IntArray, entity: IntArray, row: IntArray, chance: Chance, rng: np.random.Generator, width: int) -> IntArray:
    """Draw who meets whom; return source * width + target, once per report."""
    sizes = np.bincount(report)
    starts = np.repeat(np.cumsum(sizes) - sizes, sizes)
    counts = np.arange(len(report)) - starts  # blocks of the same report that come before
    later = np.repeat(np.arange(len(report)), counts)
    earlier = np.arange(len(later)) - np.repeat(np.cumsum(counts) - counts - starts, counts)
    bins = chance.bin_of_block[row]
    chances = chance.meeting[chance.classes.of_report[report[later]], bins[earlier], bins[later]]
    met = rng.random(len(later)) < chances
    return entity[earlier[met]] * width + entity[later[met]]
