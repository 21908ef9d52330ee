"""The sentences behind all ties at once, with the places of both names in them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from helpers.plots.explorer.sentences import shortened

_FROM_ARTICLES = ("title", "outlet", "published", "url", "path", "is_copy")
_GAP = " […] "  # stands for the sentences between two that are not neighbours
_COLUMNS = ("source", "target", *_FROM_ARTICLES, "article_id", "sentence", "distance", "is_apposition", "text", "spans")

Piece = tuple[str, int, int, int]  # article, sentence, start and end in the article's text


def evidence_words(
    met: pd.DataFrame, articles: pd.DataFrame, sentences: pd.DataFrame, mentions: pd.DataFrame, *, evidence: str
) -> pd.DataFrame:
    """Return the words of every meeting.

    Parameters
    ----------
    met : one row per meeting, as in table `pairs`
    articles, sentences, mentions : the tables
    evidence : "full", "short" (at most about 25 words round the names) or "none" (no words)

    Returns
    -------
    DataFrame, one row per meeting, by pair, first reports before copies, then by date (undated last): `source`, `target`,
    `title`, `outlet`, `published`, `url`, `path`, `is_copy`, `article_id`, `sentence`, `distance`, `is_apposition`, `text`
    (the sentence, or the two in which the names stand, never what is between them), `spans` (list of (start, end) of both
    names in `text`)

    Raises
    ------
    ValueError : a meeting whose article or sentence is not in the tables
    """
    rows = met.merge(articles[["article_id", *_FROM_ARTICLES]], on="article_id", how="left", indicator="known")
    if (rows["known"] != "both").any():
        raise ValueError(f"pairs: article {rows.loc[rows['known'] != 'both', 'article_id'].iloc[0]} is not in the table articles")
    rows = rows.sort_values(["source", "target", "is_copy", "published", "article_id", "sentence", "distance"], ignore_index=True)
    said: list[Any] = [("", [])] * len(rows)
    if evidence != "none" and len(rows):
        said = _said(rows, articles, sentences, mentions)
    if evidence == "short":
        said = [_short(text, spans) for text, spans in said]
    rows = rows.assign(text=[text for text, _ in said], spans=pd.Series([spans for _, spans in said], dtype=object))
    return rows[list(_COLUMNS)]


def _short(text: str, spans: list[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    cut, moved = shortened(text, [(start, end, 0) for start, end in spans])
    return cut, [(start, end) for start, end, _ in moved]


def _said(
    rows: pd.DataFrame, articles: pd.DataFrame, sentences: pd.DataFrame, mentions: pd.DataFrame
) -> list[tuple[str, list[tuple[int, int]]]]:
    """Return for each meeting its words and where both names stand in them."""
    here = articles[articles["article_id"].isin(rows["article_id"])]
    texts = dict(zip(here["article_id"], here["text"], strict=True))
    cuts = _cuts(sentences[sentences["article_id"].isin(texts)])
    by_name = ~mentions["how"].isin(["pronoun", "role"])
    names = _names(mentions[by_name & mentions["article_id"].isin(texts)])
    said = []
    for source, target, article, later, distance in rows[["source", "target", "article_id", "sentence", "distance"]].itertuples(
        index=False, name=None
    ):
        numbers = [later - distance, later] if distance else [later]
        if absent := [number for number in numbers if (article, number) not in cuts]:
            raise ValueError(f"pairs: sentence {absent[0]} of article {article} is not in the table sentences")
        gap = " " if distance == 1 else _GAP
        pieces = [cuts[article, number] for number in numbers]
        spans = sorted({*names.get((article, source), ()), *names.get((article, target), ())})
        said.append(_joined(texts[article], pieces, spans, gap))
    return said


def _cuts(sentences: pd.DataFrame) -> dict[tuple[str, int], tuple[int, int]]:
    rows = sentences[["article_id", "sentence", "start", "end"]].itertuples(index=False, name=None)
    return {(article, int(number)): (int(start), int(end)) for article, number, start, end in rows}


def _names(mentions: pd.DataFrame) -> dict[tuple[str, str], list[tuple[int, int]]]:
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for article, entity, start, end in mentions[["article_id", "entity_id", "start", "end"]].itertuples(index=False, name=None):
        found.setdefault((article, entity), []).append((int(start), int(end)))
    return found


def _joined(
    text: str, pieces: list[tuple[int, int]], spans: list[tuple[int, int]], gap: str
) -> tuple[str, list[tuple[int, int]]]:
    said, moved = "", []
    for start, end in pieces:
        said += gap if said else ""
        moved += [(len(said) + a - start, len(said) + b - start) for a, b in spans if start <= a and b <= end]
        said += text[start:end]
    return said, moved
