"""Names as whole numbers and rows packed into one number each: what makes counting a sort instead of a loop."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

IntArray = npt.NDArray[np.int64]
FlagArray = npt.NDArray[np.bool_]

SmallArray = npt.NDArray[np.int32]  # codes and sentence numbers: half the memory, and none comes near the limit
Numbers = npt.NDArray[np.integer[Any]]

_BITS = 63


def encode(values: pd.Series[Any]) -> tuple[IntArray, pd.Index[Any]]:
    """Return each value's place among the sorted distinct values, and those values.

    Codes compare as the values do, so that `source < target` can be asked of the codes.
    """
    codes, names = values.array.factorize()
    order = names.argsort()
    place = np.empty(len(names), dtype=np.int64)
    place[order] = np.arange(len(names))
    return place[codes], pd.Index(names.take(order))


def is_among(values: pd.Series[Any], wanted: Collection[str]) -> FlagArray:
    """Return a flag per row: true where the value, one of few in all, is among those wanted. A missing value is not."""
    codes, names = values.array.factorize()  # a missing value has code -1, the last place
    flags: FlagArray = np.array([*(name in wanted for name in names), False])
    return np.asarray(flags[codes])


@dataclass(frozen=True)
class Packing:
    """How columns of whole numbers (none negative) share 63-bit words, first column highest: rows then sort as numbers do."""

    bits: tuple[int, ...]

    @classmethod
    def up_to(cls, *largest: int) -> Packing:
        """Return the packing for columns whose largest values are these."""
        return cls(tuple(int(value).bit_length() for value in largest))

    def pack(self, *columns: Numbers) -> list[IntArray]:
        """Return the rows as one word each, or as several where one is too short."""
        words: list[IntArray] = []
        for word, _, bits, column in self._places(columns):
            if word == len(words):
                words.append(column.astype(np.int64))
            else:
                words[word] <<= bits
                words[word] |= column
        return words

    def unpack(self, words: Sequence[IntArray]) -> list[SmallArray]:
        """Return the columns again."""
        return [
            ((words[word] >> shift) & ((1 << bits) - 1)).astype(np.int32) if bits else np.zeros(len(words[0]), dtype=np.int32)
            for word, shift, bits, _ in self._places(self.bits)
        ]

    def _places(self, items: Sequence[Any]) -> list[tuple[int, int, int, Any]]:
        """Return word, shift from its right end, width and item of each column."""
        word, used, places = 0, 0, []
        for bits, item in zip(self.bits, items, strict=True):
            if used + bits > _BITS:
                word, used = word + 1, 0
            used += bits
            places.append((word, used, bits, item))
        ends = {word: used for word, used, _, _ in places}
        return [(word, ends[word] - used, bits, item) for word, used, bits, item in places]


def sort_words(words: Sequence[IntArray]) -> list[IntArray]:
    """Return the packed rows in ascending order; the words given are used up."""
    if len(words) == 1:
        words[0].sort()  # in place, on plain numbers: several times faster than sorting row numbers
        return list(words)
    order = np.lexsort(words[::-1])
    return [word[order] for word in words]


def sort_rows(*columns: Numbers) -> list[SmallArray]:
    """Return the columns (whole numbers, none negative) with their rows in ascending order, first column first."""
    packing = Packing.up_to(*(column.max(initial=0) for column in columns))
    return packing.unpack(sort_words(packing.pack(*columns)))


def starts_of_runs(*columns: Numbers) -> FlagArray:
    """Return a flag per row: true where any of the columns differs from the row before."""
    first = np.ones(len(columns[0]), dtype=bool)
    if len(first):
        first[1:] = columns[0][1:] != columns[0][:-1]
        for column in columns[1:]:
            first[1:] |= column[1:] != column[:-1]
    return first
