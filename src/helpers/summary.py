"""What a run found, in plain sentences with their numbers."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from helpers.network.significance import LEVEL, Selection, significant

# What is said of a tie whose q is at most that.
CONFIDENCE = (
    (0.001, "almost certainly more than chance"),
    (0.01, "very likely more than chance"),
    (0.05, "likely more than chance"),
)
_MOST_ALIASES = 4
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
    quality = articles["published_quality"] if "published_quality" in articles else pd.Series(dtype="str")
    impossible = int(quality.eq("implausible").sum())
    foreign = int((articles["language"].notna() & articles["language"].ne("en")).sum())
    text = (
        f"{count(len(articles), 'article')} from {count(outlets, 'named outlet')} {'was' if len(articles) == 1 else 'were'} read"
    )
    text += f", {count(copies, 'of them a copy of another', 'of them copies of others')}" if copies else ""
    text += f"; {count(undated, 'has', 'have')} no date" if undated else ""
    text += f"; {count(impossible, 'has a date that cannot be true', 'have dates that cannot be true')}" if impossible else ""
    text += f"; {count(foreign, 'is not in English and gives', 'are not in English and give')} no names" if foreign else ""
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


def describe_entity(entity: pd.Series[Any], partners: pd.DataFrame) -> str:
    """Return one paragraph on an entity: how often it is named, to how many it is tied, and to whom most strongly.

    Parameters
    ----------
    entity : row of table `entities`
    partners : DataFrame of `helpers.network.neighbours`, one row per partner
    """
    aliases = [str(alias) for alias in entity["aliases"]][:_MOST_ALIASES]
    also = f" (also {listing(aliases)})" if aliases else ""
    times, articles = count(int(entity["n_mentions"]), "time"), count(int(entity["n_articles"]), "article")
    named = f"{entity['name']}{also} is named {times} in {articles}"
    if partners.empty:
        return f"{named}, and meets nobody else in one sentence."
    kinds = listing(count(n, *forms) for kind, forms in _PLURALS.items() if (n := int((partners["kind"] == kind).sum())))
    passed = partners[partners["q"].le(LEVEL).fillna(False).astype(bool)]
    shown = (passed if len(passed) else partners).sort_values(["n_reports", "entity_id"], ascending=[False, True]).head(5)
    ties = [
        f"{name} ({count(int(n), 'independent report')}, {confidence(q)})"
        for name, n, q in shown[["name", "n_reports", "q"]].itertuples(index=False)
    ]
    which = f"{len(passed):,} of these ties {'is' if len(passed) == 1 else 'are'} told from chance (q ≤ {LEVEL:g})"
    which = which if len(passed) else "None of these ties is told from chance"
    return f"{named}, and tied to {kinds or count(len(partners), 'class', 'classes')}. {which}; the strongest: {listing(ties)}."


def confidence(q: float | None) -> str:
    """Return in words how surely a tie is more than chance, from its Benjamini-Hochberg value.

    >>> confidence(0.004)
    'very likely more than chance'
    """
    if q is None or pd.isna(q):
        return "untested"
    return next((words for bound, words in CONFIDENCE if q <= bound), "could be chance")


def _tied(entities: pd.DataFrame, edges: pd.DataFrame) -> str:
    if edges.empty:
        return "No two of them meet in one sentence." if len(entities) else ""
    selection = significant(edges)
    names = entities.set_index("entity_id")["name"]
    away = selection.edges[~selection.edges["is_home"]]
    shown = (away if len(away) else selection.edges).sort_values(
        ["n_reports", "n_sentences", "source", "target"], ascending=[False, False, True, True]
    )
    strongest = [
        f"{names[source]} and {names[target]} ({count(int(n), 'independent report')}, {confidence(q)})"
        for source, target, n, q in shown.head(3)[["source", "target", "n_reports", "q"]].itertuples(index=False)
    ]
    leaving = len(away) < len(selection.edges)
    which = ", leaving aside a leader with their own country or a weapon with its maker," if leaving else ""
    ties, verb = ("tie", "is") if len(strongest) == 1 else ("ties", "are")
    return f"{_tested(edges, selection)} Of these, the strongest {ties}{which} {verb} {listing(strongest)}."


def _tested(edges: pd.DataFrame, selection: Selection) -> str:
    met = f"{count(len(edges), 'pair')} met in at least one sentence"
    if not selection.is_filtered:
        return f"{met}. {selection.sentence}"
    n_untested, n_passed = selection.n_untested, len(selection.edges)
    few = f"{count(n_untested, 'is', 'are')} in too few reports to tell a tie from chance, and " if n_untested else ""
    passed = f"{n_passed:,} {'of the others ' if n_untested else ''}{'meets' if n_passed == 1 else 'meet'}"
    return f"{met}; {few}{passed} more often than chance would have it (q ≤ {LEVEL:g})."


def escape_markdown(text: str) -> str:
    """Return `text` with everything that Markdown or HTML would act on made plain; names come from hostile articles.

    >>> escape_markdown("a <b> _c_")
    'a &lt;b&gt; \\\\_c\\\\_'
    """
    return re.sub(r"([\\`*_\[\]|#~$!])", r"\\\1", html.escape(text, quote=False))
