"""Small tables for the tests of the network step, typed as the project types them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from helpers.network.parts import Part
from helpers.tables import as_table, empty_table

KINDS = {"p": "person", "c": "country", "w": "weapon", "k": "weapon_class"}


def make_mentions(rows: Iterable[tuple[str, int, str]], *, how: str = "name") -> pd.DataFrame:
    """Make mentions from (article, sentence, entity); the entity's first letter is its kind, places in the text are made up."""
    listed = [
        {
            "article_id": article,
            "sentence": sentence,
            "start": 10 * place,
            "end": 10 * place + 5,
            "surface": entity,
            "kind": KINDS[entity[0]],
            "entity_id": entity,
            "variant": None,
            "how": how,
            "score": None,
        }
        for place, (article, sentence, entity) in enumerate(rows)
    ]
    return as_table(pd.DataFrame(listed, columns=list(empty_table("mentions"))), "mentions")


def make_sentences(articles: Mapping[str, list[int]]) -> pd.DataFrame:
    """Make sentences from the paragraph of each sentence of each article."""
    listed = [
        {"article_id": article, "sentence": number, "paragraph": paragraph, "start": 100 * number, "end": 100 * number + 99}
        for article, paragraphs in articles.items()
        for number, paragraph in enumerate(paragraphs)
    ]
    return as_table(pd.DataFrame(listed, columns=list(empty_table("sentences"))), "sentences")


def make_articles(*rows: Mapping[str, object]) -> pd.DataFrame:
    """Make articles; whatever a row does not say is filled in."""
    listed = []
    for row in rows:
        name = str(row["article_id"])
        filled = {
            "text_id": name,
            "path": f"{name}.txt",
            "row": None,
            "title": None,
            "text": "",
            "published": None,
            "published_quality": "stated" if row.get("published") else "missing",
            "outlet": None,
            "attributed_to": None,
            "author": None,
            "url": None,
            "language": "en",
            "n_words": 0,
            "cluster_id": name,
            "is_copy": False,
            **row,
        }
        listed.append(filled)
    table = pd.DataFrame(listed)
    return as_table(table.assign(published=pd.to_datetime(table["published"], utc=True)), "articles")


def make_entities(countries: Mapping[str, list[str]], **more: Mapping[str, object]) -> pd.DataFrame:
    """Make entities from the countries of each; `more` overrides columns of an entity."""
    listed = [
        {
            "entity_id": entity,
            "kind": KINDS[entity[0]],
            "name": f"Name {entity}",
            "aliases": [],
            "countries": theirs,
            "category": None,
            "in_knowledge_base": True,
            "may_be": [],
            "n_mentions": 1,
            "n_articles": 1,
            **more.get(entity, {}),
        }
        for entity, theirs in countries.items()
    ]
    return as_table(pd.DataFrame(listed), "entities")


def read_part(folder: Path) -> Part:
    """Read the tables of a part; the workers of a cluster do."""
    return Part(*(pd.read_parquet(folder / f"{name}.parquet") for name in Part._fields))


def rows_of(pairs: pd.DataFrame) -> list[tuple[object, ...]]:
    """Return source, target, article, sentence, distance of each pair."""
    columns = ["source", "target", "article_id", "sentence", "distance"]
    return list(pairs[columns].itertuples(index=False, name=None))
