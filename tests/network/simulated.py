"""Corpora in which it is known who is tied: names drawn for each article on its own, then repeated through it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.network import edges_from_mentions
from helpers.tables import DATE, empty_table

TABLES = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]


def draw_corpus(
    seed: int, *, n_articles: int = 250, n_names: int = 60, tied: int = 0, copied: float = 0, copies: int = 4
) -> TABLES:
    """Return mentions, articles and entities. Names differ in how often they are drawn and how often an article repeats them.

    The first `tied` pairs of names (p010-p011, p012-p013, ...) meet in two of five articles that draw either; of the articles
    the share `copied` is reprinted word for word, `copies` times each.
    """
    rng = np.random.default_rng(seed)
    frequency = 1 / np.arange(1, n_names + 1)
    repeats = rng.gamma(2, 1.5, size=n_names)
    rows: list[tuple[int, int, int]] = []
    for article in range(n_articles):
        n_sentences = int(rng.integers(4, 30))
        names = rng.choice(n_names, size=int(rng.integers(2, 11)), replace=False, p=frequency / frequency.sum())
        found = {
            (int(place), int(name))
            for name in names
            for place in rng.choice(n_sentences, size=min(n_sentences, 1 + rng.poisson(repeats[name])), replace=False)
        }
        for one in range(10, 10 + 2 * tied, 2):
            if (one in names or one + 1 in names) and rng.random() < 0.4:
                place = int(rng.integers(n_sentences))
                found |= {(place, one), (place, one + 1)}
        rows += [(article, *place_and_name) for place_and_name in sorted(found)]
    return _as_tables(rows, reprinted=range(int(copied * n_articles)), copies=copies)


def _as_tables(rows: list[tuple[int, int, int]], *, reprinted: range, copies: int) -> TABLES:
    table = pd.DataFrame(rows, columns=["article", "sentence", "name"])
    parts = [table.assign(copy=0)] + [table[table["article"].isin(reprinted)].assign(copy=n + 1) for n in range(copies)]
    table = pd.concat(parts, ignore_index=True)
    first = "a" + table["article"].astype("str").str.zfill(4)
    ids = (first + "-" + table["copy"].astype("str")).where(table["copy"] > 0, first)
    mentions = pd.DataFrame(
        {
            "article_id": ids.astype("str"),
            "sentence": table["sentence"].astype("Int64"),
            "kind": pd.Series("person", index=table.index, dtype="str"),
            "entity_id": ("p" + table["name"].astype("str").str.zfill(3)).astype("str"),
            "how": pd.Series("name", index=table.index, dtype="str"),
        }
    )
    listed = pd.DataFrame({"article_id": ids, "cluster_id": first}).drop_duplicates().astype("str")
    articles = listed.assign(
        outlet=None, published=pd.Series(pd.NaT, index=listed.index, dtype=DATE), published_quality="missing"
    )
    articles = articles.astype({"outlet": "str", "published_quality": "str"})
    names = sorted(set(mentions["entity_id"]))
    entities = pd.DataFrame({"entity_id": names, "kind": "person", "countries": [[] for _ in names]})
    return mentions, articles.reset_index(drop=True), entities


def assessed_edges(corpus: TABLES, **options: object) -> pd.DataFrame:
    """Return the edges of a corpus, tested."""
    mentions, articles, entities = corpus
    return edges_from_mentions(mentions, empty_table("sentences"), articles, entities, read_titles=False, assess=True, **options)
