"""What a run found, in plain sentences with their numbers."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

import pandas as pd

_PLURALS = {"person": ("person", "people"), "country": ("country", "countries"), "weapon": ("weapons system", "weapons systems")}
NOT_AN_ALLIANCE = (
    "Standing in one sentence is not an alliance, a purchase or a meeting: every tie below is a place to start reading, "
    "and each one opens to the sentences it rests on."
)


def count(number: int, one: str, many: str | None = None) -> str:
    """Return "1 article", "2 articles", "no article".

    >>> count(2, "country", "countries")
    '2 countries'
    """
    return f"{number:,} {one}" if number == 1 else f"{number:,} {many or one + 's'}" if number else f"no {one}"


def listing(words: Iterable[str]) -> str:
    """Join words as a sentence does: "a, b and c"."""
    items = list(words)
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def summarise(
    articles: pd.DataFrame, rejected: pd.DataFrame, mentions: pd.DataFrame, entities: pd.DataFrame, edges: pd.DataFrame
) -> str:
    """Return one paragraph: what was read, what was left out, who is named most, which ties are strongest."""
    return " ".join([_read(articles, rejected), _named(mentions, entities), _tied(entities, edges)]).strip()


def _read(articles: pd.DataFrame, rejected: pd.DataFrame) -> str:
    outlets = articles["outlet"].nunique()
    copies = int(articles["is_copy"].sum())
    undated = int(articles["published"].isna().sum())
    foreign = int((articles["language"].notna() & articles["language"].ne("en")).sum())
    text = (
        f"{count(len(articles), 'article')} from {count(outlets, 'named outlet')} {'was' if len(articles) == 1 else 'were'} read"
    )
    text += f", {count(copies, 'of them a copy of another', 'of them copies of others')}" if copies else ""
    text += f"; {count(undated, 'has', 'have')} no date" if undated else ""
    text += f"; {count(foreign, 'is', 'are')} not in English and give no names" if foreign else ""
    text += f"; {count(len(rejected), 'file or row was', 'files or rows were')} refused" if len(rejected) else ""
    return text + "."


def _named(mentions: pd.DataFrame, entities: pd.DataFrame) -> str:
    named = entities[entities["kind"].isin(_PLURALS) & (entities["n_mentions"] > 0)]
    if named.empty:
        return "No person, country or weapons system was found in them, so there is no network to draw."
    numbers = listing(count(int((named["kind"] == kind).sum()), *forms) for kind, forms in _PLURALS.items())
    n_mentions = int((mentions["kind"].isin(_PLURALS) & ~mentions["how"].isin(["pronoun", "role"])).sum())
    return f"They name {numbers} in {count(n_mentions, 'mention')}; most often {listing(_most_named(named))}."


def _most_named(named: pd.DataFrame) -> list[str]:
    ordered = named.sort_values(["n_articles", "n_mentions", "entity_id"], ascending=[False, False, True])
    top = pd.concat([ordered[ordered["kind"] == kind].head(1) for kind in _PLURALS])
    return [f"{name} ({count(int(n), 'article')})" for name, n in zip(top["name"], top["n_articles"], strict=True)]


def _tied(entities: pd.DataFrame, edges: pd.DataFrame) -> str:
    if edges.empty:
        return "No two of them meet in one sentence." if len(entities) else ""
    names = entities.set_index("entity_id")["name"]
    away = edges[~edges["is_home"]]
    shown = (away if len(away) else edges).sort_values(
        ["n_reports", "n_sentences", "source", "target"], ascending=[False, False, True, True]
    )
    strongest = [
        f"{names[source]} and {names[target]} ({count(int(n), 'independent report')})"
        for source, target, n in shown.head(3)[["source", "target", "n_reports"]].itertuples(index=False)
    ]
    which = "" if len(away) == len(edges) else ", leaving aside a leader with their own country or a weapon with its maker"
    return f"{count(len(edges), 'pair')} met in at least one sentence; the strongest ties{which} are {listing(strongest)}."


def escape_markdown(text: str) -> str:
    """Return `text` with everything that Markdown or HTML would act on made plain; names come from hostile articles.

    >>> escape_markdown("a <b> _c_")
    'a &lt;b&gt; \\\\_c\\\\_'
    """
    return re.sub(r"([\\`*_\[\]|#~$!])", r"\\\1", html.escape(text, quote=False))
