"""The words behind the ties: which sentences the page holds, where the names stand in them, how they are shortened."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

_FARTHEST = 3  # sentences apart; of a meeting farther than this the page holds the two ends and not what is between
_SHORT_WORDS = 25
_WORD = re.compile(r"\S+")

Span = tuple[int, int, int]  # start, end, place of the node


def keep_sentences(meetings: pd.DataFrame, tables: Mapping[str, pd.DataFrame], *, max_sentences: int) -> pd.DataFrame:
    """Choose the sentences that the page holds: all, or those of every tie's first reports until there are `max_sentences`.

    Returns
    -------
    DataFrame, one row per sentence in order: `article_id`, `sentence`
    """
    wanted = _sentences_of_meetings(meetings)
    # a tie's first sentences are of different reports, and every tie has its first before any has its second
    reports = tables["articles"].set_index("article_id")["cluster_id"].reindex(wanted["article_id"]).to_numpy()
    report = wanted.assign(report=pd.Series(reports, dtype=object).fillna(wanted["article_id"]).to_numpy())
    in_report = report.groupby(["tie", "report"]).cumcount()
    order = report.assign(again=in_report).sort_values(["again", "tie", "article_id", "sentence"], kind="stable")
    turn = order.groupby(["again", "tie"]).cumcount()
    order = order.assign(turn=turn).sort_values(["again", "turn", "tie"], kind="stable")
    kept = order.drop_duplicates(["article_id", "sentence"]).head(max_sentences)
    return kept[["article_id", "sentence"]].sort_values(["article_id", "sentence"], ignore_index=True)


def _sentences_of_meetings(meetings: pd.DataFrame) -> pd.DataFrame:
    """Return one row per tie and sentence that one of its meetings needs."""
    parts = []
    for back in range(_FARTHEST + 1):
        near = meetings[(meetings["distance"] >= back) & ((meetings["distance"] <= _FARTHEST) | (back == 0))]
        parts.append(near.assign(sentence=near["sentence"] - back))
    far = meetings[meetings["distance"] > _FARTHEST]
    parts.append(far.assign(sentence=far["sentence"] - far["distance"]))
    needed = pd.concat(parts)[["tie", "article_id", "sentence"]].drop_duplicates()
    return needed.sort_values(["tie", "article_id", "sentence"], ignore_index=True)


def sentence_columns(
    kept: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    place: Mapping[str, int],
    article_place: Mapping[str, int],
    *,
    short: bool,
) -> dict[str, list[Any]]:
    """Return the sentences as columns: `article`, `number`, `text` (a place in `texts`) and `names`.

    `names` holds for each sentence start, end and node of every name in it, one after the other. Offsets count as JavaScript
    does: a character outside the basic plane counts twice. A text that several sentences share is held once.

    Raises ValueError for a meeting in a sentence that the table sentences lacks.
    """
    places = _places(kept, tables["sentences"])
    texts = tables["articles"].set_index("article_id")["text"].reindex(places["article_id"].unique()).to_dict()
    spans = _spans(places, tables["mentions"], place)
    pool: dict[str, int] = {}
    columns: dict[str, list[Any]] = {"article": [], "number": [], "text": [], "names": []}
    for row, (article, number, start, end) in enumerate(places.itertuples(index=False, name=None)):
        text, names = texts[article][start:end], spans.get(row, [])
        text, names = shortened(text, names) if short else (text, names)
        columns["article"].append(article_place[article])
        columns["number"].append(int(number))
        columns["text"].append(pool.setdefault(text, len(pool)))
        columns["names"].append([value for span in in_utf16(text, names) for value in span])
    return {**columns, "texts": list(pool)}


def _places(kept: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    places = kept.merge(sentences[["article_id", "sentence", "start", "end"]], on=["article_id", "sentence"], how="left")
    if (absent := places["start"].isna()).any():
        row = places[absent].iloc[0]
        raise ValueError(f"pairs: sentence {row['sentence']} of article {row['article_id']} is not in the table sentences")
    return places.astype({"sentence": "int64", "start": "int64", "end": "int64"})


def _spans(places: pd.DataFrame, mentions: pd.DataFrame, place: Mapping[str, int]) -> dict[int, list[Span]]:
    """Return the mentions inside each sentence, in order, of two that overlap the first; keys are rows of `places`."""
    known = mentions.loc[mentions["entity_id"].isin(list(place)), ["article_id", "sentence", "start", "end", "entity_id"]]
    rows = places.reset_index(names="row").merge(known, on=["article_id", "sentence"], suffixes=("", "_name"))
    rows = rows[(rows["start_name"] >= rows["start"]) & (rows["end_name"] <= rows["end"])]
    found: dict[int, list[Span]] = {}
    for row, offset, start, end, node in zip(
        rows["row"], rows["start"], rows["start_name"], rows["end_name"], rows["entity_id"], strict=True
    ):
        found.setdefault(int(row), []).append((int(start - offset), int(end - offset), place[node]))
    return {row: sorted(set(names)) for row, names in found.items()}


def in_utf16(text: str, names: Sequence[Span]) -> list[Span]:
    """Return the spans counted in UTF-16 units, as JavaScript counts."""
    if not names or text.isascii() or max(text) < "\U00010000":
        return list(names)
    units = np.concatenate([[0], np.cumsum([2 if character > "\uffff" else 1 for character in text])])
    return [(int(units[start]), int(units[end]), node) for start, end, node in names]


def shortened(text: str, names: Sequence[Span], *, max_words: int = _SHORT_WORDS) -> tuple[str, list[Span]]:
    """Return at most about `max_words` words of a text, those nearest to the names, and where the names stand in them.

    Words of the names themselves are always kept; an ellipsis stands for what is left out.
    """
    words = [match.span() for match in _WORD.finditer(text)]
    if len(words) <= max_words:
        return text, list(names)
    named = [i for i, (start, end) in enumerate(words) if any(start < b and a < end for a, b, _ in names)] or [0]
    distance = np.abs(np.arange(len(words))[:, None] - np.array(named)[None]).min(axis=1)
    nearest = sorted(range(len(words)), key=lambda i: (distance[i], i))
    kept = sorted({*nearest[:max_words], *named})
    return _cut(text, [words[i] for i in kept], kept, len(words), names)


def _cut(
    text: str, spans: Sequence[tuple[int, int]], kept: Sequence[int], n_words: int, names: Sequence[Span]
) -> tuple[str, list[Span]]:
    parts, moved, length, last = [], [], 0, -1
    for (start, end), number in zip(spans, kept, strict=True):
        gap = (" " if last >= 0 else "") if number == last + 1 else (" … " if last >= 0 else "… ")
        parts += [gap, text[start:end]]
        length += len(gap)
        moved.append((start, end, length - start))
        length, last = length + end - start, number
    if last + 1 < n_words:
        parts.append(" …")
    shift = {start: by for start, end, by in moved for start in range(start, end + 1)}
    return "".join(parts), [(a + shift[a], b + shift[b], node) for a, b, node in names if a in shift and b in shift]
