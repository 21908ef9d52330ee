"""Where two entities meet, on whole numbers: the part of the step that has to be fast.

One expansion serves every window. Occurrences (an entity in a sentence, however often it is named there) stand in reading order;
each is matched with the occurrences before it that are within reach. The reach is a number of sentences, or the rest of the unit.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd
from tqdm import tqdm

from helpers.network.codes import (
    FlagArray,
    IntArray,
    Packing,
    SmallArray,
    encode,
    is_among,
    sort_rows,
    sort_words,
    starts_of_runs,
)

Window = Literal["sentence", "paragraph", "article"] | int

UNSAID = ("pronoun", "role")  # mentions that do not name the entity
CLASS = "weapon_class"

_BATCH = 250_000  # matches held at a time: few enough for the processor's cache
_SWEEP_OVER = 4_000  # occurrences in a unit from which matching all with all costs more than reading once through it

_log = logging.getLogger("helpers")


@dataclass(frozen=True)
class Meetings:
    """The table `pairs` as numbers: one row per meeting, in order; codes are places in the sorted `entity_ids`, `article_ids`.

    `by_coreference` is true where the two meet in their unit only thanks to a pronoun or a role phrase.
    """

    entity_ids: pd.Index[Any]
    article_ids: pd.Index[Any]
    source: SmallArray
    target: SmallArray
    article: SmallArray
    sentence: SmallArray
    distance: SmallArray
    by_coreference: FlagArray = field(kw_only=True)

    def __len__(self) -> int:
        return len(self.source)

    def keep(self, rows: FlagArray) -> Meetings:
        """Return the rows for which the flag is true."""
        if rows.all():
            return self
        columns = (self.source, self.target, self.article, self.sentence, self.distance)
        kept = (column[rows] for column in columns)
        return Meetings(self.entity_ids, self.article_ids, *kept, by_coreference=self.by_coreference[rows])


@dataclass(frozen=True)
class Occurrences:
    """One row per entity and sentence it is named in, ordered by article, block (the paragraph, or 0), sentence, entity.

    `is_unsaid` is true where no name, only a pronoun or a role phrase, stands for the entity in that sentence.
    """

    entity_ids: pd.Index[Any]
    article_ids: pd.Index[Any]
    article: SmallArray
    block: SmallArray
    sentence: SmallArray
    entity: SmallArray
    is_unsaid: FlagArray = field(kw_only=True)

    def keep(self, rows: FlagArray) -> Occurrences:
        """Return the rows for which the flag is true."""
        if rows.all():
            return self
        columns = (column[rows] for column in (self.article, self.block, self.sentence, self.entity))
        return Occurrences(self.entity_ids, self.article_ids, *columns, is_unsaid=self.is_unsaid[rows])


def reach_of(window: Window) -> int | None:
    """Return how many sentences back a window reaches; None where it is a unit of the text (paragraph, article).

    Raises ValueError for anything that is not a window.
    """
    if window == "sentence":
        return 0
    if window in ("paragraph", "article"):
        return None
    if isinstance(window, int) and not isinstance(window, bool) and window >= 0:
        return window
    raise ValueError(f'window {window!r} is not known; it is "sentence", "paragraph", "article" or a number of sentences from 0')


def read_occurrences(
    mentions: pd.DataFrame, sentences: pd.DataFrame, *, window: Window, include_classes: bool, coreference: bool
) -> Occurrences:
    """Return where each entity occurs; repeated names in a sentence are one occurrence."""
    reach_of(window)
    rows = select_mentions(mentions, include_classes=include_classes, coreference=coreference)
    article, article_ids = encode(rows["article_id"])
    entity, entity_ids = encode(rows["entity_id"])
    sentence = rows["sentence"].to_numpy(dtype=np.int64)
    block = np.zeros_like(sentence)
    if window == "paragraph":
        block = _paragraphs(article, sentence, article_ids, sentences)
    is_unsaid = np.zeros_like(sentence)
    if coreference:
        is_unsaid[is_among(rows["how"], UNSAID)] = 1
    *columns, unsaid = sort_rows(article, block, sentence, entity, is_unsaid)  # names before pronouns, so that names are kept
    return Occurrences(entity_ids, article_ids, *columns, is_unsaid=unsaid.astype(bool)).keep(starts_of_runs(*columns))


def select_mentions(mentions: pd.DataFrame, *, include_classes: bool = False, coreference: bool = False) -> pd.DataFrame:
    """Return the mentions that count. Raises ValueError where one lacks its article, sentence or entity."""
    drop = np.zeros(len(mentions), dtype=bool)
    if not include_classes:
        drop |= is_among(mentions["kind"], (CLASS,))
    if not coreference:
        drop |= is_among(mentions["how"], UNSAID)
    rows = mentions[~drop] if drop.any() else mentions
    for column in ("article_id", "sentence", "entity_id"):
        missing = rows[column].array.isna()
        if missing.any():
            place = rows.index[missing][0]
            raise ValueError(f"mentions, row {place}: {column} is missing; every mention needs its article, sentence and entity")
    return rows


def split_crowded(found: Occurrences, *, window: Window, max_entities: int) -> tuple[Occurrences, pd.DataFrame]:
    """Return the occurrences without those in crowded units, and the crowded units (article_id, first sentence, n_entities)."""
    kept, first, n_entities = _split(found, window, max_entities)
    units = {
        "article_id": found.article_ids.take(found.article[first]).astype("str"),
        "sentence": pd.array(found.sentence[first], dtype="Int64"),
        "n_entities": pd.array(n_entities, dtype="Int64"),
    }
    return kept, pd.DataFrame(units)


def _split(found: Occurrences, window: Window, max_entities: int) -> tuple[Occurrences, IntArray, IntArray]:
    """Return the occurrences without those in crowded units; of each of these the first row, and how many entities it names."""
    if max_entities < 2:
        raise ValueError(f"max_entities_per_unit is {max_entities}; two entities make a pair, so it has to be at least 2")
    starts = np.flatnonzero(_starts_of_units(found, window))
    n_entities = _count_entities(found, starts, one_sentence=reach_of(window) is not None)
    crowded = n_entities > max_entities
    kept = found
    if crowded.any():
        kept = found.keep(np.repeat(~crowded, np.diff(starts, append=len(found.entity))))
    return kept, starts[crowded], n_entities[crowded]


def find_meetings(
    mentions: pd.DataFrame,
    sentences: pd.DataFrame,
    *,
    window: Window = "sentence",
    max_entities_per_unit: int = 50,
    include_classes: bool = False,
    coreference: bool = False,
    progress: bool = False,
) -> tuple[Meetings, Occurrences]:
    """Find who meets whom, and the occurrences by name behind it; `find_pairs` says what a meeting is."""
    everything = read_occurrences(mentions, sentences, window=window, include_classes=include_classes, coreference=coreference)
    named, crowded, _ = _split(everything.keep(~everything.is_unsaid), window, max_entities_per_unit)
    if len(crowded):
        _log.warning("%d unit(s) name more than %d entities and make no pairs", len(crowded), max_entities_per_unit)
    meetings, unit = _meet(named, window, progress=progress)
    if not coreference:
        return meetings, named
    found, *_ = _split(everything, window, max_entities_per_unit)
    return _add_new(meetings, unit, *_meet(found, window, progress=progress)), named


def _meet(found: Occurrences, window: Window, *, progress: bool) -> tuple[Meetings, SmallArray]:
    """Return who meets whom, and of each meeting the number that its unit has in its article (block or sentence)."""
    units = _Units.of(found, window)
    parts = list(_match(found, units, progress=progress))
    if not parts:
        nothing: SmallArray = np.empty(0, dtype=np.int32)
        return Meetings(found.entity_ids, found.article_ids, *[nothing] * 5, by_coreference=nothing.astype(bool)), nothing
    words = [np.concatenate(column) for column in zip(*parts, strict=True)]
    del parts
    rows = _closest(units, words) if units.reach != 0 else sort_words(words)
    source, target, unit, distance, after = units.packing.unpack(rows)
    starts = units.starts[unit]
    article, sentence = found.article[starts], found.sentence[starts] + after
    columns = source, target, article, sentence, distance
    by_name = np.zeros(len(source), dtype=bool)
    number = sentence if units.reach is not None else found.block[starts]
    return Meetings(found.entity_ids, found.article_ids, *columns, by_coreference=by_name), number


def _add_new(named: Meetings, named_unit: SmallArray, found: Meetings, found_unit: SmallArray) -> Meetings:
    """Return the meetings by name unchanged, and those of `found` in whose unit the two do not meet by name."""
    sizes = (len(named), len(found))
    both = [np.concatenate([getattr(named, c), getattr(found, c)]) for c in ("source", "target", "article")]
    is_later = np.repeat(np.arange(2, dtype=np.int32), sizes)
    unit = np.concatenate([named_unit, found_unit])
    order = np.lexsort((is_later, unit, *both[::-1]))
    rows = order[starts_of_runs(*(column[order] for column in (*both, unit)))]
    both += [np.concatenate([getattr(named, c), getattr(found, c)]) for c in ("sentence", "distance")]
    kept = [column[rows] for column in both]
    order = np.lexsort(kept[::-1])
    columns = [column[order] for column in kept]
    return Meetings(named.entity_ids, named.article_ids, *columns, by_coreference=is_later[rows][order].astype(bool))


def _paragraphs(article: IntArray, sentence: IntArray, article_ids: pd.Index[Any], sentences: pd.DataFrame) -> IntArray:
    """Return the paragraph of each mention, looked up in `sentences`."""
    place = article_ids.get_indexer(pd.Index(sentences["article_id"]))
    numbers, paragraphs = (sentences[column].to_numpy(dtype=np.int64)[place >= 0] for column in ("sentence", "paragraph"))
    width = max(int(numbers.max(initial=0)), int(sentence.max(initial=0))) + 1
    keys, wanted = place[place >= 0] * width + numbers, article * width + sentence
    order = np.argsort(keys, kind="stable")
    at = np.searchsorted(keys, wanted, sorter=order)
    found = at < len(keys)
    found[found] = keys[order[at[found]]] == wanted[found]
    if not found.all():
        row = int(np.flatnonzero(~found)[0])
        raise ValueError(
            f"article {article_ids[article[row]]}: sentence {sentence[row]} of a mention is not in the table sentences"
        )
    return paragraphs[order[at]]


def _starts_of_units(found: Occurrences, window: Window) -> FlagArray:
    inner = found.block if reach_of(window) is None else found.sentence
    return starts_of_runs(found.article, inner)


def _count_entities(found: Occurrences, starts: IntArray, *, one_sentence: bool) -> IntArray:
    lengths = np.diff(starts, append=len(found.entity))
    if one_sentence:
        return lengths
    unit, entity = sort_rows(np.repeat(np.arange(len(starts)), lengths), found.entity)
    return np.bincount(unit[starts_of_runs(unit, entity)], minlength=len(starts))


@dataclass(frozen=True)
class _Units:
    """The runs of occurrences that are one unit each, and how a meeting in one is packed.

    A packed meeting is source, target, unit, distance, and how many sentences after the unit's first name the later one stands:
    in this order, so that of each pair and unit the closest comes first, and of equally close ones the earliest.
    """

    reach: int | None
    starts: IntArray
    lengths: IntArray
    packing: Packing

    @classmethod
    def of(cls, found: Occurrences, window: Window) -> _Units:
        """Find the units of a window."""
        reach = reach_of(window)
        starts = np.flatnonzero(_starts_of_units(found, window))
        lengths = np.diff(starts, append=len(found.entity))
        last_sentence = int(found.sentence.max(initial=0))
        furthest = last_sentence if reach is None else min(reach, last_sentence)
        n_entities, after = len(found.entity_ids), last_sentence if reach is None else 0
        return cls(reach, starts, lengths, Packing.up_to(n_entities, n_entities, len(starts), furthest, after))


def _match(found: Occurrences, units: _Units, *, progress: bool) -> Iterator[list[IntArray]]:
    """Yield packed meetings batch by batch; no unit is split over two batches."""
    low = _first_in_reach(found, units)
    if units.reach is None:
        for big in np.flatnonzero(units.lengths > _SWEEP_OVER):
            yield _sweep(found, units, int(big))
            rows = slice(units.starts[big], units.starts[big] + units.lengths[big])
            low[rows] = np.arange(rows.start, rows.stop)
    number = np.repeat(np.arange(len(units.starts), dtype=np.int32), units.lengths)
    for first, last in tqdm(_batches(low, units.starts), desc="pairs", disable=not progress):
        words = _match_batch(found, units, number, low, first, last)
        # what several names of one entity repeat goes at once, so that memory follows the batch
        yield words if units.reach == 0 else _closest(units, words)


def _first_in_reach(found: Occurrences, units: _Units) -> IntArray:
    if not units.reach:  # the unit itself, be it a sentence, a paragraph or an article
        return np.repeat(units.starts, units.lengths)
    width = int(found.sentence.max(initial=0)) + 1
    keys = found.article.astype(np.int64) * width + found.sentence
    return np.searchsorted(keys, keys - np.minimum(found.sentence, units.reach))


def _batches(low: IntArray, starts: IntArray) -> list[tuple[int, int]]:
    """Cut the occurrences between units so that each batch has at most `_BATCH` matches, or is one unit."""
    n_matches = np.append(0, np.cumsum(np.arange(len(low)) - low))
    ends = np.append(starts[1:], len(low))
    batches, first = [], 0
    while first < len(low):
        fit = np.searchsorted(n_matches[ends], n_matches[first] + _BATCH, side="right") - 1
        last = int(ends[max(fit, np.searchsorted(ends, first, side="right"))])
        batches.append((first, last))
        first = last
    return batches


def _match_batch(found: Occurrences, units: _Units, number: SmallArray, low: IntArray, first: int, last: int) -> list[IntArray]:
    here = np.arange(first, last)
    counts = here - low[first:last]
    later = np.repeat(here, counts)
    earlier = np.arange(len(later))
    earlier -= np.repeat(np.cumsum(counts) - counts - low[first:last], counts)
    one, two = found.entity[earlier], found.entity[later]
    if units.reach == 0:  # within a sentence occurrences are in order of entity, each once
        nought = np.zeros(1, dtype=np.int32)
        return units.packing.pack(one, two, number[later], nought, nought)
    distance = found.sentence[later] - found.sentence[earlier]
    after = found.sentence[later] - found.sentence[units.starts[number[later]]]
    columns = np.minimum(one, two), np.maximum(one, two), number[later], distance, after
    other = one != two
    return units.packing.pack(*(columns if other.all() else (column[other] for column in columns)))


def _closest(units: _Units, words: list[IntArray]) -> list[IntArray]:
    """Return the rows in order, keeping of each pair and unit the closest meeting."""
    rows = sort_words(words)
    source, target, unit, *_ = units.packing.unpack(rows)
    first = starts_of_runs(source, target, unit)
    return rows if first.all() else [word[first] for word in rows]


def _sweep(found: Occurrences, units: _Units, unit: int) -> list[IntArray]:
    """Read once through a long unit, holding where each entity was last seen: the same answer as matching all with all."""
    start = units.starts[unit]
    rows = slice(start, start + units.lengths[unit])
    names, entity = np.unique(found.entity[rows], return_inverse=True)
    never = int(found.sentence[rows].max()) + 1
    last_seen = np.full(len(names), -never)
    distance = np.full((len(names), len(names)), never)
    after = np.zeros_like(distance)
    for who, now in zip(entity, found.sentence[rows].astype(np.int64), strict=True):
        gap = now - last_seen
        gap[who] = never
        closer = gap < distance[who]
        distance[who, closer], after[who, closer] = gap[closer], now - found.sentence[start]
        last_seen[who] = now
    # a pair has two cells, one for each of the two being the later; the closer is kept when all rows are
    one, two = np.nonzero(distance < never)
    low, high = names[np.minimum(one, two)], names[np.maximum(one, two)]
    return units.packing.pack(low, high, np.full_like(low, unit), distance[one, two], after[one, two])
