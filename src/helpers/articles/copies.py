"""Copies of one report: the same text, most of the shorter text's word sequences inside the longer one, or one text retold.

Two steps, so that a corpus larger than memory can take them: sketches of fixed size propose pairs, the texts of those decide.
Word sequences find what was shortened, extended or given another headline; what reads as if translated and translated back has
none left, and is told by `same_story`.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.articles.minhash import Pairs, minhash, pairs_sharing_a_band
from helpers.articles.same_story import (
    MIN_ALIGNED,
    MIN_ORDER,
    NAME_SKETCH_WIDTH,
    Outline,
    is_retold,
    likely_retold,
    name_sketch,
    outline,
)

_WORDS = re.compile(r"\w+")
_SHINGLE_WORDS = 5
N_PERMUTATIONS = 128
# 64 bands of two: a pair sharing a quarter of its shingles is a candidate with probability 0.98.
_BANDS = (64, 2)
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_SHORT_SHINGLES, _SHORT_CONTAINMENT = 30, 0.8
# Pairs of one group are read together, unless it is so large that they are read some at a time.
_LARGEST_GROUP, _PAIRS_OF_A_PART = 2_000, 1_000

Shingles = npt.NDArray[np.uint64]
Sketches = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]
Content = TypeVar("Content")
#: Takes groups of row numbers, yields each group with what is asked of its bodies.
Reader = Callable[[list[Places]], Iterable[tuple[Places, list[Content]]]]


class Retold(NamedTuple):
    """What is needed to find one report told in other words.

    name_sketches : for every row of the articles what `name_sketch` gives for the outline of its body
    outlines_of : takes groups of row numbers, yields each with the outlines of its bodies
    decide : says of two outlines whether they are of one report
    max_days : articles further apart are not held against one another where both dates are known
    """

    name_sketches: Sketches
    outlines_of: Reader[Outline]
    decide: Callable[[Outline, Outline], bool] = is_retold
    max_days: float = 14.0


def find_copies(
    articles: pd.DataFrame,
    *,
    min_containment: float = 0.6,
    min_aligned: float = MIN_ALIGNED,
    min_order: float = MIN_ORDER,
    max_days: float = 14.0,
) -> pd.DataFrame:
    """Return which articles are copies of one report.

    Parameters
    ----------
    articles : table `articles` (article_id, text_id, path, title, text, published, n_words)
    min_containment : share of the shorter body's distinct five-word sequences that must stand in the longer one, 0 to 1;
        bodies of fewer than 30 sequences need 0.8
    min_aligned, min_order : how much must be shared by bodies that tell one report in other words, as `is_retold` takes them
    max_days : bodies that tell one report in other words are copies up to so many days apart, or where a date is missing

    Returns
    -------
    DataFrame with the index of `articles`: `cluster_id`, the `article_id` of the cluster's first (earliest date, then longest,
    then path), and `is_copy`, true for all others. The same for any order of the rows.

    Source: Broder 1997, "On the resemblance and containment of documents", for shingles and containment.
    """
    texts = list(bodies(articles))
    shingles, outlines = [shingle(body) for body in texts], [outline(body) for body in texts]
    sketches = np.array([sketch(own) for own in shingles], dtype=np.uint32).reshape(-1, N_PERMUTATIONS)
    names = np.array([name_sketch(own) for own in outlines], dtype=np.uint32).reshape(-1, NAME_SKETCH_WIDTH)
    sizes = np.array([len(own) for own in shingles], dtype=np.int64)
    decide = partial(is_retold, min_aligned=min_aligned, min_order=min_order)
    retold = Retold(names, _reader(outlines), decide, max_days)
    return cluster_copies(articles, sketches, sizes, _reader(shingles), min_containment=min_containment, retold=retold)


def _reader(contents: list[Content]) -> Reader[Content]:
    return lambda groups: ((places, [contents[place] for place in places]) for places in groups)


def cluster_copies(
    articles: pd.DataFrame,
    sketches: Sketches,
    sizes: Places,
    shingles_of: Reader[Shingles],
    *,
    min_containment: float = 0.6,
    retold: Retold | None = None,
) -> pd.DataFrame:
    """Return what `find_copies` returns, holding the texts of one group of candidates at a time.

    Parameters
    ----------
    articles : columns article_id, text_id, path, published, n_words
    sketches, sizes : for every row of `articles` what `sketch` gives for its body, and its number of shingles
    shingles_of : takes groups of row numbers, yields each with the shingles of its bodies
    retold : sketches and outlines; without them only sequences of words tell copies
    """
    order = np.lexsort([articles[column].astype("str").to_numpy(dtype=object) for column in ("article_id", "path")])
    ordered = articles.iloc[order].reset_index(drop=True)
    # every text once, in an order that one more copy of it does not change
    text, _ = pd.factorize(ordered["text_id"], sort=True)
    own = np.unique(text, return_index=True)[1] if len(text) else np.empty(0, dtype=np.int64)
    links = [np.stack([own[text], np.arange(len(text))], axis=1)] if len(text) else []
    pairs = own[candidate_pairs(sketches[order][own], sizes[order][own], min_containment=min_containment)]
    apart = np.arange(len(ordered))
    links += _confirmed(pairs, apart, order, shingles_of, lambda one, two: _is_copy(one, two, min_containment))
    if retold is not None:
        clusters = _join(len(ordered), links)
        pairs = _pairs_retold(_days(ordered["published"], text), own, retold.name_sketches[order][own], retold.max_days)
        links += _confirmed(pairs, clusters, order, retold.outlines_of, retold.decide)
    first = _firsts(ordered, _join(len(ordered), links))
    ids: Any = ordered["article_id"].to_numpy()[first] if len(ordered) else []
    result = pd.DataFrame({"cluster_id": ids, "is_copy": first != np.arange(len(ordered))}, index=articles.index[order])
    return result.loc[articles.index].astype({"cluster_id": "str"})


def _days(published: pd.Series[Any], text: Places) -> npt.NDArray[np.float64]:
    """Return for every text the day of its earliest article, NaN where none has a date."""
    dates = pd.to_datetime(published, utc=True).groupby(text).min()
    return np.asarray((dates - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(days=1), dtype=np.float64)


def _pairs_retold(days: npt.NDArray[np.float64], own: Places, names: Sketches, max_days: float) -> Pairs:
    by_day = np.argsort(days, kind="stable")
    return own[by_day[likely_retold(names[by_day], days[by_day], max_days=max_days)]]


def bodies(articles: pd.DataFrame) -> Iterable[str]:
    """Yield the text of every article without its title, so that a new headline hides no copy."""
    return (body_of(text, title) for text, title in zip(articles["text"], articles["title"], strict=True))


def body_of(text: str, title: object) -> str:
    """Return `text` without the title that it begins with."""
    return text[len(title) :] if isinstance(title, str) and text.startswith(title) else text


def shingle(text: str) -> Shingles:
    """Return the distinct hashes of all five-word sequences of `text`, in order; a text of fewer words is one sequence."""
    words = _WORDS.findall(text.casefold())
    hashes = np.fromiter((zlib.crc32(word.encode()) for word in words), dtype=np.uint64, count=len(words))
    width = min(_SHINGLE_WORDS, len(words))
    combined = np.zeros(len(words) - width + 1 if words else 0, dtype=np.uint64)
    for place in range(width):
        combined = (combined ^ hashes[place : place + len(combined)]) * _MULTIPLIER
        combined ^= combined >> np.uint64(29)
    return np.unique(combined)


def sketch(shingles: Shingles) -> Sketches:
    """Return the MinHash of a set of shingles: 128 numbers, and the share equal in two sets estimates their resemblance."""
    return minhash((shingles >> np.uint64(32)).tolist(), N_PERMUTATIONS)


def candidate_pairs(sketches: Sketches, sizes: Places, *, min_containment: float) -> Places:
    """Return the pairs of rows (n, 2), in order, that share a band of their sketches and may hold enough of one another."""
    rows = np.ascontiguousarray(sketches).reshape(len(sketches), *_BANDS).astype(np.uint64)
    bands = rows[..., 0] << np.uint64(32) | rows[..., 1]
    return pairs_sharing_a_band(bands, sizes > 0, lambda pairs: _may_be_copies(sketches, sizes, pairs, min_containment))


def _may_be_copies(sketches: Sketches, sizes: Places, pairs: Places, min_containment: float) -> npt.NDArray[np.bool_]:
    """Leave out pairs whose sketches agree so little that four standard errors do not make up for it."""
    one, two = pairs[:, 0], pairs[:, 1]
    agreeing = (sketches[one] == sketches[two]).mean(axis=1)
    shorter, longer = np.minimum(sizes[one], sizes[two]), np.maximum(sizes[one], sizes[two])
    shared = min_containment * shorter
    needed = shared / (shorter + longer - shared)
    likely: npt.NDArray[np.bool_] = agreeing >= needed - 4 * np.sqrt(needed * (1 - needed) / N_PERMUTATIONS)
    return likely


def _confirmed(
    pairs: Pairs, clusters: Places, order: Places, read: Reader[Content], is_copy: Callable[[Content, Content], bool]
) -> list[Pairs]:
    """Return the pairs that their bodies confirm; what is in one cluster already is not held side by side."""
    groups = _groups(pairs[clusters[pairs[:, 0]] != clusters[pairs[:, 1]]], len(clusters))
    contents = read([order[places] for places, _ in groups])
    return [
        _confirm(dict(zip(places.tolist(), held, strict=True)), clusters[places], inside, is_copy)
        for (places, inside), (_, held) in zip(groups, contents, strict=True)
    ]


def _groups(pairs: Pairs, n: int) -> list[tuple[Places, Pairs]]:
    """Return the places that pairs connect, over any number of steps, and those pairs; the pairs of a large group in parts."""
    if not len(pairs):
        return []
    roots = _join(n, [pairs])
    groups = [(np.unique(inside), inside) for inside in _split(pairs, roots[pairs[:, 0]])]
    return [part for group in groups for part in _parts(*group)]


def _parts(places: Places, pairs: Pairs) -> Iterator[tuple[Places, Pairs]]:
    if len(places) <= _LARGEST_GROUP:
        yield places, pairs
        return
    for start in range(0, len(pairs), _PAIRS_OF_A_PART):
        part = pairs[start : start + _PAIRS_OF_A_PART]
        yield np.unique(part), part


def _split(rows: Places, groups: Places) -> list[Places]:
    order = np.argsort(groups, kind="stable")
    return np.split(rows[order], np.flatnonzero(np.diff(groups[order])) + 1)


def _confirm(held: dict[int, Content], clusters: Places, pairs: Pairs, is_copy: Callable[[Content, Content], bool]) -> Pairs:
    """Return the pairs of one group that are copies; a pair that others join already is not held side by side."""
    root, links = dict(zip(held, clusters.tolist(), strict=True)), []
    for one, two in pairs.tolist():
        if root[one] != root[two] and is_copy(held[one], held[two]):
            joined = root[two]
            root.update({place: root[one] for place, its in root.items() if its == joined})
            links.append((one, two))
    return np.array(links, dtype=np.int64).reshape(-1, 2)


def _is_copy(a: Shingles, b: Shingles, min_containment: float) -> bool:
    shorter = min(len(a), len(b))
    needed = max(min_containment, _SHORT_CONTAINMENT) if shorter < _SHORT_SHINGLES else min_containment
    return len(np.intersect1d(a, b, assume_unique=True)) >= needed * shorter


def _join(n: int, links: list[Places]) -> Places:
    """Return for every place the smallest place that it is linked to, over any number of links."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    one, two = np.concatenate([np.empty((0, 2), dtype=np.int64), *links]).T
    _, labels = connected_components(coo_array((np.ones(len(one), dtype=bool), (one, two)), shape=(n, n)), directed=False)
    _, smallest = np.unique(labels, return_index=True)
    joined: Places = smallest[labels]
    return joined


def _firsts(articles: pd.DataFrame, clusters: Places) -> Places:
    """Return for every article the place of its cluster's first: the earliest, then the longest, then by path."""
    keys = pd.DataFrame({"published": articles["published"], "n_words": -articles["n_words"]})
    ranked = keys.sort_values(["published", "n_words"], kind="stable", na_position="last").index.to_numpy()
    _, first, cluster = np.unique(clusters[ranked], return_index=True, return_inverse=True)
    firsts = np.empty(len(clusters), dtype=np.int64)
    firsts[ranked] = ranked[first[cluster]]
    return firsts
