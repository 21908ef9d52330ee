"""From articles to mentions, one article at a time, and from there to entities over the corpus, in one cheap pass."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd
from spacy.language import Language
from spacy.tokens import Doc
from tqdm import tqdm

from helpers.entities import knowledge
from helpers.entities.context import Reading
from helpers.entities.mention import mentions_of
from helpers.entities.pipeline import mark_sentences
from helpers.tables import TABLES, as_table, empty_table

LOGGER = logging.getLogger("helpers")
#: Columns of `find_mentions`.
MENTION_COLUMNS = [*TABLES["mentions"].columns, "name", "may_be"]


def find_mentions(
    articles: pd.DataFrame, sentences: pd.DataFrame, nlp: Language, *, batch_size: int = 64, progress: bool = True
) -> pd.DataFrame:
    """Find the people, countries and weapons of every English article.

    Parameters
    ----------
    articles, sentences : tables of the articles step; articles in another language are passed over and counted in the log
    nlp : the pipeline of `build_pipeline`
    batch_size : articles that go through the pipeline at once

    Returns
    -------
    DataFrame, one row per mention: the columns of `mentions`; `name`, the entity's name as far as its article gives it; and
    `may_be`, the ids (with "|" between) among which the article does not decide, where a name stays ambiguous. Nothing in a row
    depends on any other article.
    """
    english = articles[articles["language"].isna() | (articles["language"] == "en")]
    if len(english) < len(articles):
        LOGGER.info("%d of %d articles are not in English and give no mentions", len(articles) - len(english), len(articles))
    starts = sentences.groupby("article_id")["start"].agg(list).to_dict()
    docs = (_doc(row, starts.get(row.article_id, []), nlp) for row in english.itertuples(index=False))
    parsed = tqdm(
        nlp.pipe(docs, batch_size=batch_size), total=len(english), desc="Finding mentions", unit="article", disable=not progress
    )
    rows = [row for article_id, doc in zip(english["article_id"], parsed, strict=True) for row in mention_rows(doc, article_id)]
    return pd.DataFrame(rows, columns=MENTION_COLUMNS)


def _doc(row: Any, starts: list[int], nlp: Language) -> Doc:
    doc = nlp.make_doc(row.text)
    published = row.published
    doc._.published = None if pd.isna(published) else published.date().isoformat()
    return mark_sentences(doc, starts)


def mention_rows(doc: Doc, article_id: str) -> Iterator[dict[str, object]]:
    """Yield the mentions of a parsed document as rows."""
    reading = Reading(doc)
    for m in mentions_of(doc):
        yield {
            "article_id": article_id,
            "sentence": reading.sentence_number(m.start),
            "start": m.start,
            "end": m.end,
            "surface": reading.text[m.start : m.end],
            "kind": m.kind,
            "entity_id": m.entity_id,
            "variant": m.variant,
            "how": m.how,
            "score": m.score,
            "name": m.name,
            "may_be": "|".join(m.may_be) or None,
        }


def join_names(found: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Join what `find_mentions` found in single articles over the corpus.

    Returns
    -------
    (mentions, entities) : the two tables; ids depend on the names alone, never on the order of the articles
    """
    if found.empty:
        return empty_table("mentions"), empty_table("entities")
    found = found.assign(entity_id=_apart_by_kind(found))
    return as_table(found.drop(columns="name"), "mentions"), _entities(found)


def _apart_by_kind(found: pd.DataFrame) -> pd.Series:
    """Give a person whose id is a weapon's id as well an id of their own."""
    others = set(found.loc[found["kind"] != "person", "entity_id"])
    clashes = (found["kind"] == "person") & found["entity_id"].isin(others)
    return found["entity_id"].where(~clashes, found["entity_id"] + "-person")


def _entities(found: pd.DataFrame) -> pd.DataFrame:
    known = _known_entities()
    rows = []
    for (entity_id, kind), group in found.groupby(["entity_id", "kind"], sort=True):  # type: ignore[misc]
        said = group[~group["how"].isin(["pronoun", "role"])]
        listed = known.get((str(entity_id), str(kind)), {})
        name = listed.get("name") or _commonest((said if len(said) else group)["name"])
        surfaces = group.loc[~group["how"].isin(["demonym", "pronoun", "role", "capital", "seat"]), ["surface", "name"]]
        aliases = {*listed.get("aliases", []), *surfaces["surface"], *surfaces["name"]} - {name}
        rows.append(
            {
                "entity_id": entity_id,
                "kind": kind,
                "name": name,
                "aliases": sorted(aliases),
                "countries": listed.get("countries", []),
                "category": listed.get("category"),
                "in_knowledge_base": bool(listed),
                "n_mentions": len(said),
                "n_articles": said["article_id"].nunique(),
            }
        )
    return as_table(pd.DataFrame(rows), "entities")


def _commonest(names: Iterable[str]) -> str:
    counts = pd.Series(list(names)).value_counts()
    return str(min(counts.index, key=lambda n: (-len(n.split()), -counts[n], n)))


def _known_entities() -> dict[tuple[str, str], dict[str, Any]]:
    """Return what the knowledge tables say of every entity they list, by (id, kind)."""
    known: dict[tuple[str, str], dict[str, Any]] = {}
    spelled: dict[str, list[str]] = {}
    for row in knowledge.rows("country_names.csv"):
        if row["how"] in ("name", "official", "abbreviation", "former"):
            spelled.setdefault(row["entity_id"], []).append(row["surface"])
    for row in knowledge.rows("countries.csv"):
        code = row["entity_id"]
        known[code, "country"] = {"name": row["name"], "aliases": spelled.get(code, []), "countries": [code], "category": None}
    for row in knowledge.rows("weapons/*.csv"):
        cells = _cells(row) | {"category": f"{row['category']}/{row['subcategory']}"}
        bare = re.sub(r" (?:\([^)]*\)|[a-z]+)$", "", row["name"])  # "AH4 howitzer" is an AH4 as well
        cells["aliases"] = list(dict.fromkeys([*cells["aliases"], *([bare] if bare != row["name"] else [])]))
        known[row["entity_id"], "weapon"] = cells
    for row in knowledge.rows("weapon_classes.csv"):
        known[row["entity_id"], "weapon_class"] = {
            "name": row["name"],
            "aliases": knowledge.listed(row["surfaces"]),
            "category": row["category"],
        }
    for row in knowledge.rows("people/people-*.csv"):
        known[row["person_id"], "person"] = _cells({**row, "aliases": row["spellings"]})
    return known


def _cells(row: dict[str, str]) -> dict[str, Any]:
    return {"name": row["name"], "aliases": knowledge.listed(row["aliases"]), "countries": knowledge.listed(row["countries"])}
