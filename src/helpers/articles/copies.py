"""Copies of one report: the same text, or most of the shorter text's word sequences inside the longer one."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

if TYPE_CHECKING:
    from datasketch import MinHash

_WORDS = re.compile(r"\w+")
_SHINGLE_WORDS = 5
_N_PERMUTATIONS = 128
# 64 bands of two: a pair sharing a quarter of its shingles is a candidate with probability 0.98.
_BANDS = (64, 2)
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_SHORT_SHINGLES, _SHORT_CONTAINMENT = 30, 0.8

Shingles = npt.NDArray[np.uint64]


def find_copies(articles: pd.DataFrame, *, min_containment: float = 0.6) -> pd.DataFrame:
    """Return which articles are copies of one report.

    Parameters
    ----------
    articles : table `articles` (article_id, text_id, path, title, text, published, n_words)
    min_containment : share of the shorter body's distinct five-word sequences that must stand in the longer one, 0 to 1;
        bodies of fewer than 30 sequences need 0.8

    Returns
    -------
    DataFrame with the index of `articles`: `cluster_id`, the `article_id` of the cluster's first (earliest date, then longest,
    then path), and `is_copy`, true for all others. The same for any order of the rows.

    Source: Broder 1997, "On the resemblance and containment of documents", for shingles and containment.
    """
    order = articles.sort_values(["path", "article_id"], kind="stable").index
    ordered = articles.loc[order].reset_index(drop=True)
    shingles = [shingle(body) for body in bodies(ordered)]
    links = [*_same_text(ordered["text_id"]), *_near(shingles, min_containment)]
    clusters = _join(len(ordered), links)
    first = _firsts(ordered, clusters)
    result = pd.DataFrame(
        {"cluster_id": ordered["article_id"].to_numpy()[first], "is_copy": first != np.arange(len(ordered))}, index=order
    )
    return result.loc[articles.index].astype({"cluster_id": "str"})


def bodies(articles: pd.DataFrame) -> Iterable[str]:
    """Yield the text of every article without its title, so that a new headline hides no copy."""
    for text, title in zip(articles["text"], articles["title"], strict=True):
        yield text[len(title) :] if isinstance(title, str) and text.startswith(title) else text


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


def _same_text(text_ids: pd.Series) -> list[tuple[int, int]]:
    first = {text_id: place for place, text_id in reversed(list(enumerate(text_ids)))}
    return [(first[text_id], place) for place, text_id in enumerate(text_ids) if first[text_id] != place]


def _near(shingles: list[Shingles], min_containment: float) -> list[tuple[int, int]]:
    """Return the pairs that MinHash proposes and containment confirms."""
    from datasketch import MinHashLSH  # imports SciPy: a second that only a search for copies needs

    index = MinHashLSH(num_perm=_N_PERMUTATIONS, params=_BANDS)
    links = []
    for place, own in enumerate(shingles):
        if len(own):
            sketch = _sketch(own)
            candidates = sorted(index.query(sketch))
            links += [(other, place) for other in candidates if _is_copy(shingles[other], own, min_containment)]
            index.insert(place, sketch)
    return links


def _sketch(shingles: Shingles) -> MinHash:
    from datasketch import MinHash

    sketch = MinHash(num_perm=_N_PERMUTATIONS, seed=1, hashfunc=int)
    sketch.update_batch((shingles >> np.uint64(32)).tolist())
    return sketch


def _is_copy(a: Shingles, b: Shingles, min_containment: float) -> bool:
    shorter = min(len(a), len(b))
    needed = max(min_containment, _SHORT_CONTAINMENT) if shorter < _SHORT_SHINGLES else min_containment
    return len(np.intersect1d(a, b, assume_unique=True)) >= needed * shorter


def _join(n: int, links: list[tuple[int, int]]) -> list[int]:
    """Return for every place the smallest place that it is linked to, over any number of links."""
    parent = list(range(n))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for a, b in links:
        low, high = sorted((root(a), root(b)))
        parent[high] = low
    return [root(place) for place in range(n)]


def _firsts(articles: pd.DataFrame, clusters: list[int]) -> npt.NDArray[np.int64]:
    """Return for every article the place of its cluster's first: the earliest, then the longest, then by path."""
    keys = pd.DataFrame({"published": articles["published"], "n_words": -articles["n_words"], "cluster": clusters})
    ranked = keys.sort_values(["published", "n_words"], kind="stable", na_position="last")
    first = {cluster: place for place, cluster in reversed(list(zip(ranked.index, ranked["cluster"], strict=True)))}
    return np.array([first[cluster] for cluster in clusters], dtype=np.int64)
