"""Whether two bodies tell one report in other words, as a text does that was translated and translated back.

Such a text shares hardly a run of words with its source, but its names and numbers one after the other, half of its other words,
and its sentences in order. A body becomes an outline: the names, numbers and word stems of each sentence. Two outlines are of
one report if enough of each is told in the other, sentence by sentence in the same order, and if names and numbers follow one
another alike. Another report of the same event shares names and a quotation, but not one sentence after the other, and has
numbers of its own.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from helpers.articles.minhash import Pairs, Sketches, minhash, pairs_sharing_a_band

#: Shortest body, in words, that is held against others sentence by sentence.
MIN_WORDS = 40
#: Number of 16-bit values in a sketch of names and numbers, stored as half as many of 32 bits.
N_VALUES = 126
NAME_SKETCH_WIDTH = N_VALUES // 2
#: Least `aligned_share` and least `shared_order` of two tellings of one report; tuned in `benchmarks/copies.py`.
MIN_ALIGNED, MIN_ORDER = 0.57, 0.48

# A sentence of which this share stands in its counterpart counts in full, so that no shared quotation makes up for the rest.
_FULL_SHARE = 0.4
# A body that is a part of the other, and told in other words, cannot be told from a short report of the same event.
_LONGEST_RATIO = 2.0
_WORD, _NAME, _NUMBER = 0, 1, 2
_WEIGHTS = np.array([1.0, 2.0, 2.0])
# Reporters of one event write the same names; each has numbers of their own.
_TIMES_IN_ORDER = np.array([0, 1, 3])
_STEM_LETTERS, _SHORTEST_WORD, _SHORTEST_SKELETON = 5, 3, 3
# A longer text is no article; so much of it is held against others.
_MOST_CHARACTERS, _MOST_SENTENCES = 100_000, 500
# 63 bands of two: a pair sharing a third of its names and numbers, the least that two tellings of one report were seen to share,
# is a candidate with probability 0.999; then so many values must agree.
_MIN_NAMES, _BAND_VALUES, _MIN_AGREEING = 6, 2, 0.2
_TOO_FEW = np.iinfo(np.uint32).max

_TOKEN = re.compile(r"\d{1,64}(?:[.,:]\d{1,64}){0,8}|[^\W\d_]{1,64}")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’»)]*\s+(?=[\"'“‘«(]?[^\W_a-z])|\n\s*\n")
_DECIMAL = re.compile(r"\d+[.,:]\d{1,2}")
_VOWELS = re.compile(r"[aeiouyj]")
_DOUBLED = re.compile(r"(.)\1+")
_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "AE"})
_NUMBER_WORDS = (
    *("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_TENS = ("thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBERS = {w: str(n) for n, w in enumerate(_NUMBER_WORDS, 2)} | {w: str(10 * n) for n, w in enumerate(_TENS, 3)}
# Words of every report, whatever it is about: function words, and how speech and time are told.
_COMMON_WORDS = """
    about above according across added adding after again against all almost along already also although always among and
    announced another any are around away back became because become been before behind being below between both but came can
    cannot come could day days did does done down during each early either end enough even ever every few first for from
    further gave get give given goes going gone got had has have her here hers him himself his how however including into its
    itself just kept last late later least less like made make makes many may might more most much must near never new next
    nor not now off often once one only onto other others our out over own part people put said same saw say saying says see
    seen several shall she should since some soon still such take taken than that the their them then there these they thing
    this those though through thus today together told too took toward towards under until upon very via was way well went
    were what when where which while who whole whom whose why will with within without would year years yet you your
"""
_COMMON = frozenset(_COMMON_WORDS.split())

Numbers = npt.NDArray[np.float64]


class Outline(NamedTuple):
    """What a body says, sentence by sentence: one entry for every different name, number or stem of a sentence, in order.

    features : hash of the name, number or stem
    kinds : 0 a word, 1 a name, 2 a number
    sentences : the sentence it stands in, counted from 0, none without an entry
    """

    features: npt.NDArray[np.uint32]
    kinds: npt.NDArray[np.int8]
    sentences: npt.NDArray[np.int32]

    @property
    def weights(self) -> Numbers:
        """What each entry counts."""
        return np.asarray(_WEIGHTS[self.kinds])


def outline(body: str) -> Outline:
    """Return the outline of a body; empty for one of fewer than 40 words, which is held against others word by word only."""
    text = unicodedata.normalize("NFC", body[:_MOST_CHARACTERS])
    parts = _SENTENCE_END.split(text, maxsplit=_MOST_SENTENCES)[:_MOST_SENTENCES] if len(text.split()) >= MIN_WORDS else []
    tokens = [_TOKEN.findall(part) for part in parts]
    names = {token for sentence in tokens for token in sentence[1:] if token[0].isupper()}
    found = [dict(filter(None, map(_feature, _opened(sentence, names)))) for sentence in tokens]
    told = [sentence for sentence in found if sentence]
    return Outline(
        np.array([feature for sentence in told for feature in sentence], dtype=np.uint32),
        np.array([kind for sentence in told for kind in sentence.values()], dtype=np.int8),
        np.repeat(np.arange(len(told), dtype=np.int32), [len(sentence) for sentence in told]),
    )


def _opened(sentence: list[str], names: set[str]) -> list[str]:
    """Return the tokens of a sentence, its first in small letters where only its place explains a capital."""
    if not sentence or sentence[0] in names or (len(sentence) > 1 and sentence[1][0].isupper()):
        return sentence
    return [sentence[0].lower(), *sentence[1:]]


@lru_cache(maxsize=200_000)
def _feature(token: str) -> tuple[int, int] | None:
    """Return the hash and the kind of a token, or nothing for one that stands in every report."""
    letters = "".join(c for c in unicodedata.normalize("NFKD", token.translate(_LETTERS)) if not unicodedata.combining(c))
    word = letters.casefold()
    if token[0].isdecimal() or word in _NUMBERS:
        return _hash("#" + _plain_number(_NUMBERS.get(word, token))), _NUMBER
    if word in _COMMON or len(word) < _SHORTEST_WORD:
        return None
    if token[0].isupper():
        return _hash("^" + _skeleton(word)), _NAME
    return _hash(word[:_STEM_LETTERS]), _WORD


def _hash(feature: str) -> int:
    return zlib.crc32(feature.encode("utf-8", "replace"))


def _plain_number(token: str) -> str:
    """Return "6000" for "6,000", "1.40" for "01:40"."""
    number = re.sub("[,:]", ".", token) if _DECIMAL.fullmatch(token) else re.sub("[.,:]", "", token)
    return number.lstrip("0") or "0"


def _skeleton(name: str) -> str:
    """Return what spellings of one name share: "kharkiv" and "kharkov", "odesa" and "odessa"."""
    plain = _DOUBLED.sub(r"\1", name.replace("kh", "h"))
    consonants = _DOUBLED.sub(r"\1", _VOWELS.sub("", plain))
    return consonants if len(consonants) >= _SHORTEST_SKELETON else plain


def is_retold(one: Outline, two: Outline, *, min_aligned: float = MIN_ALIGNED, min_order: float = MIN_ORDER) -> bool:
    """Say whether two outlines are of one report, told in other words; not where one is more than twice as long."""
    shorter, longer = sorted((float(one.weights.sum()), float(two.weights.sum())))
    if not shorter or longer > _LONGEST_RATIO * shorter:
        return False
    return shared_order(one, two) >= min_order and aligned_share(one, two) >= min_aligned


def shared_order(one: Outline, two: Outline) -> float:
    """Return the longest sequence of names and numbers that stands in both in the same order, as a share of the mean, 0 to 1.

    A number counts three times.
    """
    from rapidfuzz.distance import LCSseq

    first, second = (np.repeat(told.features, _TIMES_IN_ORDER[told.kinds]).tolist() for told in (one, two))
    return float(2 * LCSseq.similarity(first, second) / max(1, len(first) + len(second)))


def aligned_share(one: Outline, two: Outline) -> float:
    """Return how much of two bodies is told in both, sentence by sentence in the same order, 0 to 1.

    Each sentence is given one of the other body, none before that of the sentence before it, such that the shares found there
    are most in sum; a share of 0.4 counts as all. Names and numbers count twice. The mean of both directions.
    """
    if not len(one.features) or not len(two.features):
        return 0.0
    shared = _shared_weights(one, two)
    return (_share_in_order(shared, _sums(one)) + _share_in_order(shared.T, _sums(two))) / 2


def _sums(told: Outline) -> Numbers:
    sums: Numbers = np.bincount(told.sentences, weights=told.weights).astype(np.float64)
    return sums


def _shared_weights(one: Outline, two: Outline) -> Numbers:
    """Return for every sentence of the one and every sentence of the other the weight of what stands in both."""
    common = np.intersect1d(one.features, two.features)
    weights = np.zeros(len(common))
    tables = []
    for told in (one, two):
        column = np.searchsorted(common, told.features)
        is_common = np.append(common, 0)[column] == told.features
        is_common &= column < len(common)
        table = np.zeros((told.sentences[-1] + 1, len(common)))
        table[told.sentences[is_common], column[is_common]] = 1.0
        weights[column[is_common]] = told.weights[is_common]
        tables.append(table)
    shared: Numbers = (tables[0] * weights) @ tables[1].T
    return shared


def _share_in_order(shared: Numbers, weights: Numbers) -> float:
    """Return the share of the rows' sentences that the columns' sentences tell in the same order."""
    gains = np.minimum(shared, _FULL_SHARE * weights[:, None])
    best = np.zeros(gains.shape[1])
    for gain in gains:
        best = np.maximum.accumulate(best + gain)
    return float(best[-1] / (_FULL_SHARE * weights.sum()))


def name_sketch(told: Outline) -> Sketches:
    """Return the MinHash of the names and numbers of an outline: 126 values of 16 bits in 63 numbers, all ones for too few."""
    names = np.unique(told.features[told.kinds != _WORD])
    if len(names) < _MIN_NAMES:
        return np.full(NAME_SKETCH_WIDTH, _TOO_FEW, dtype=np.uint32)
    return minhash(names.tolist(), N_VALUES).astype("<u2").view("<u4").astype(np.uint32)


def likely_retold(sketches: Sketches, days: Numbers, *, max_days: float) -> Pairs:
    """Return the pairs of rows (n, 2), in order, that share so many names and numbers that they may tell one report.

    Parameters
    ----------
    sketches : for every body what `name_sketch` gives, best in order of date: of more than 64 like ones only those next to one
        another are paired
    days : date of each, in days from any day; NaN where it is unknown
    max_days : pairs further apart are left out
    """
    values = np.ascontiguousarray(sketches).astype("<u4").view("<u2").astype(np.uint64).reshape(len(sketches), -1, _BAND_VALUES)
    bands = (values << (np.uint64(16) * np.arange(_BAND_VALUES, dtype=np.uint64))).sum(axis=2)
    plain = values.astype(np.uint16).reshape(len(sketches), N_VALUES)

    def likely(pairs: Pairs) -> npt.NDArray[np.bool_]:
        kept: npt.NDArray[np.bool_] = ~(np.abs(days[pairs[:, 0]] - days[pairs[:, 1]]) > max_days)
        one, two = pairs[kept].T
        kept[kept] = (plain[one] == plain[two]).mean(axis=1) >= _MIN_AGREEING
        return kept

    return pairs_sharing_a_band(bands, (sketches != _TOO_FEW).any(axis=1), likely)
