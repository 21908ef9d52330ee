"""From an edge back to the sentences it rests on."""

from __future__ import annotations

from typing import Any

import pandas as pd

_FROM_ARTICLES = ("title", "outlet", "published", "path", "cluster_id", "is_copy")
_COLUMNS = ("article_id", *_FROM_ARTICLES, "sentence", "distance", "is_apposition", "text", "start", "end")


def evidence(
    pairs: pd.DataFrame, articles: pd.DataFrame, sentences: pd.DataFrame, mentions: pd.DataFrame, source: str, target: str
) -> pd.DataFrame:
    """Return the words on which an edge rests.

    Parameters
    ----------
    pairs, articles, sentences, mentions : the tables
    source, target : entity ids, in either order

    Returns
    -------
    DataFrame, one row per meeting, first reports before copies, then by date (undated last), article and sentence:
    `article_id`, `title`, `outlet`, `published`, `path`, `cluster_id`, `is_copy`, `sentence`, `distance`, `is_apposition`;
    `text` (the sentence; where the two stand in different ones, all from the earlier to the later), `start` and `end`
    (its place in the article's text); `source_spans` and `target_spans` (list of (start, end) inside `text`, of the entity
    given first and second). No row where the two never met.

    Raises
    ------
    ValueError : a meeting whose article or sentence is not in the tables
    """
    low, high = sorted((source, target))
    met = pairs[(pairs["source"] == low) & (pairs["target"] == high)].drop(columns=["source", "target"])
    rows = met.merge(articles[["article_id", "text", *_FROM_ARTICLES]], on="article_id", how="left", indicator="known")
    if (rows["known"] != "both").any():
        raise ValueError(f"pairs: article {rows.loc[rows['known'] != 'both', 'article_id'].iloc[0]} is not in the table articles")
    rows = _with_place(rows, sentences)
    rows["text"] = [text[start:end] for text, start, end in zip(rows["text"], rows["start"], rows["end"], strict=True)]
    for column, entity in (("source_spans", source), ("target_spans", target)):
        rows[column] = _spans(rows, mentions[mentions["entity_id"] == entity])
    rows = rows.sort_values(["is_copy", "published", "article_id", "sentence"], ignore_index=True)
    return rows[[*_COLUMNS, "source_spans", "target_spans"]]


def _with_place(rows: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Add where the words begin (the earlier sentence) and end (the later one)."""
    here = sentences[sentences["article_id"].isin(rows["article_id"])]
    places = here.set_index(["article_id", "sentence"])[["start", "end"]]
    earlier = pd.MultiIndex.from_arrays([rows["article_id"], rows["sentence"] - rows["distance"]])
    later = pd.MultiIndex.from_arrays([rows["article_id"], rows["sentence"]])
    start, end = places["start"].reindex(earlier), places["end"].reindex(later)
    if (absent := start.isna().to_numpy() | end.isna().to_numpy()).any():
        row = rows[absent].iloc[0]
        raise ValueError(f"pairs: sentence {row['sentence']} of article {row['article_id']} is not in the table sentences")
    return rows.assign(start=start.array.astype("Int64"), end=end.array.astype("Int64"))


def _spans(rows: pd.DataFrame, mentions: pd.DataFrame) -> pd.Series[Any]:
    of_article = {article: list(zip(m["start"], m["end"], strict=True)) for article, m in mentions.groupby("article_id")}
    spans = [
        sorted({(int(a - start), int(b - start)) for a, b in of_article.get(article, []) if start <= a and b <= end})
        for article, start, end in zip(rows["article_id"], rows["start"], rows["end"], strict=True)
    ]
    return pd.Series(spans, index=rows.index, dtype=object)
