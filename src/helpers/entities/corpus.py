"""From articles to mentions, one article at a time, and from there to entities over the corpus, in one cheap pass."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple

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
#: Behind the id of a person whose id is a weapon's or country's as well.
PERSON_MARK = "-person"
#: Mentions that name nobody themselves.
COREFERENCE = ("pronoun", "role")
_NO_ALIAS = ("demonym", "capital", "seat", "place", *COREFERENCE)
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


class Tally(NamedTuple):
    """How often and in which words entities are named: all of the mentions that the table `entities` needs.

    spellings : one row per `kind`, `entity_id`, `name`, `surface`, `how`, `may_be`, and `n`, the mentions of that sort
    counts : one row per `kind`, `entity_id`, with `n_mentions` and `n_articles`, pronouns and role phrases not counted
    """

    spellings: pd.DataFrame
    counts: pd.DataFrame


def join_names(found: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Join what `find_mentions` found in single articles over the corpus.

    Returns
    -------
    (mentions, entities) : the two tables; ids depend on the names alone, never on the order of the articles
    """
    if found.empty:
        return empty_table("mentions"), empty_table("entities")
    tally = tally_names(found)
    clash = (found["kind"] == "person") & found["entity_id"].isin(shared_ids(tally))
    mentions = found.assign(entity_id=found["entity_id"].where(~clash, found["entity_id"] + PERSON_MARK))
    return as_table(mentions.drop(columns=["name", "may_be"]), "mentions"), entities_table(tally)


def tally_names(found: pd.DataFrame) -> Tally:
    """Count the mentions that `find_mentions` found, by their words and by their entities."""
    words, entity = ["kind", "entity_id", "name", "surface", "how", "may_be"], ["kind", "entity_id"]
    spellings = found.groupby(words, dropna=False, sort=True).size().rename("n").reset_index()
    said = found[~found["how"].isin(COREFERENCE)].groupby(entity)
    counts = pd.DataFrame({"n_mentions": said.size(), "n_articles": said["article_id"].nunique()})
    return Tally(spellings, counts.reset_index())


def shared_ids(tally: Tally) -> set[str]:
    """Return the ids that a person has in common with a country or weapon: the person's gets `PERSON_MARK`."""
    people = tally.spellings["kind"] == "person"
    return set(tally.spellings.loc[people, "entity_id"]) & set(tally.spellings.loc[~people, "entity_id"])


def entities_table(tally: Tally) -> pd.DataFrame:
    """Return the table `entities`."""
    known, shared = _known_entities(), shared_ids(tally)
    counts = {(row.kind, row.entity_id): (row.n_mentions, row.n_articles) for row in tally.counts.itertuples(index=False)}
    rows = []
    for (kind, entity_id), group in _by_entity(tally.spellings):
        is_shared = kind == "person" and entity_id in shared
        listed = {} if is_shared else known.get((entity_id, kind), {})
        n_mentions, n_articles = counts.get((kind, entity_id), (0, 0))
        rows.append(
            {
                "entity_id": entity_id + PERSON_MARK if is_shared else entity_id,
                "kind": kind,
                **_names_of(group, listed),
                "countries": listed.get("countries", []),
                "category": listed.get("category"),
                "in_knowledge_base": bool(listed),
                "may_be": sorted(
                    {
                        one + PERSON_MARK if one in shared else one
                        for row in group
                        if isinstance(row.may_be, str)
                        for one in row.may_be.split("|")
                    }
                ),
                "n_mentions": n_mentions,
                "n_articles": n_articles,
            }
        )
    return as_table(pd.DataFrame(rows), "entities") if rows else empty_table("entities")


def _by_entity(spellings: pd.DataFrame) -> Iterator[tuple[tuple[str, str], list[Any]]]:
    rows = spellings.sort_values(["kind", "entity_id", "name", "surface", "how"]).itertuples(index=False)
    for key, group in groupby(rows, key=lambda row: (row.kind, row.entity_id)):
        yield key, list(group)


def _names_of(group: list[Any], listed: dict[str, Any]) -> dict[str, Any]:
    """Return the name to show and the aliases: the listed name, else the fullest, commonest of those that say it."""
    said: Counter[str] = Counter()
    for row in [row for row in group if row.how not in COREFERENCE] or group:
        said[row.name] += row.n
    name = listed.get("name") or min(said, key=lambda n: (-len(n.split()), -said[n], n))
    naming = [row for row in group if row.how not in _NO_ALIAS]
    aliases = {*listed.get("aliases", []), *(row.surface for row in naming), *(row.name for row in naming)} - {name}
    return {"name": name, "aliases": sorted(aliases)}


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
