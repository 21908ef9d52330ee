"""MinHash of sets of numbers, and the pairs of rows that share a band of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

# In a long run of like sketches each is held against so many before it: chains join what is one cluster.
_LONGEST_REACH = 64
_PAIRS_AT_ONCE = 20_000

Sketches = npt.NDArray[np.uint32]
Pairs = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def minhash(values: list[int], n_permutations: int) -> Sketches:
    """Return the MinHash of a set of 32-bit numbers: the share equal in those of two sets estimates their resemblance.

    Source: Broder 1997, "On the resemblance and containment of documents".
    """
    found = _empty(n_permutations).copy()
    found.update_batch(values)
    return np.asarray(found.hashvalues, dtype=np.uint32)


@cache  # drawing the permutations takes longer than using them
def _empty(n_permutations: int) -> Any:
    from datasketch import MinHash  # imports SciPy: a second that only a search for copies needs

    return MinHash(num_perm=n_permutations, seed=1, hashfunc=int)


def pairs_sharing_a_band(bands: npt.NDArray[np.uint64], counts: Flags, likely: Callable[[Pairs], Flags]) -> Pairs:
    """Return the pairs of rows (n, 2), in order, that are equal in a column of `bands` and that `likely` lets pass.

    Parameters
    ----------
    bands : (rows, bands), the values of each band in one number
    counts : the rows that take part
    likely : takes pairs of rows, says which to keep; called with few at a time, so that memory stays small
    """
    found = np.empty(0, dtype=np.int64)
    for band in bands.T:
        fresh = (pairs[likely(pairs)] for pairs in _equal_pairs(band, counts))
        found = np.unique(np.concatenate([found, *(pairs[:, 0] * len(bands) + pairs[:, 1] for pairs in fresh)]))
    return np.stack(np.divmod(found, max(len(bands), 1)), axis=1)


def _equal_pairs(values: npt.NDArray[np.uint64], counts: Flags) -> Iterator[Pairs]:
    """Yield pairs of places (first before second) whose values are equal."""
    places = np.flatnonzero(counts)
    places = places[np.argsort(values[places], kind="stable")]
    held = values[places]
    for step in range(1, min(_LONGEST_REACH, len(places) - 1) + 1):
        same = np.flatnonzero(held[step:] == held[:-step])
        if not len(same):
            return
        for start in range(0, len(same), _PAIRS_AT_ONCE):
            some = same[start : start + _PAIRS_AT_ONCE]
            yield np.stack([places[some], places[some + step]], axis=1)
