"""A part of the corpus (articles of some outlets, dates or words, and what was found in them), or some ties of a network."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection
from typing import NamedTuple, Protocol

import networkx as nx
import pandas as pd

from helpers.network.graph import KINDS, filter_graph, nodes_and_edges
from helpers.network.meetings import UNSAID
from helpers.network.significance import significant

Day = str | datetime.date | pd.Timestamp


class HasTables(Protocol):
    """What holds the five tables under their names: a `Corpus`, or the tables of a run."""

    @property
    def articles(self) -> pd.DataFrame:
        """Table `articles`."""

    @property
    def sentences(self) -> pd.DataFrame:
        """Table `sentences`."""

    @property
    def mentions(self) -> pd.DataFrame:
        """Table `mentions`."""

    @property
    def entities(self) -> pd.DataFrame:
        """Table `entities`."""

    @property
    def pairs(self) -> pd.DataFrame:
        """Table `pairs`."""


class Corpus(NamedTuple):
    """Articles and what was found in them: the tables from which `count_edges` and `build_graph` make a network."""

    articles: pd.DataFrame
    sentences: pd.DataFrame
    mentions: pd.DataFrame
    entities: pd.DataFrame
    pairs: pd.DataFrame


def select_articles(
    articles: pd.DataFrame,
    *,
    since: Day | None = None,
    until: Day | None = None,
    outlets: str | Collection[str] | None = None,
    keywords: str | Collection[str] | None = None,
    without_copies: bool = False,
) -> pd.DataFrame:
    """Choose articles; what is not given does not choose.

    Parameters
    ----------
    articles : DataFrame, table `articles`
    since, until : first and last day (UTC), both included, such as "2024-03-01". An article without a date, or with one that
        cannot be true, is on neither side of a day and left out as soon as one of the two is given.
    outlets : names as they stand in column `outlet`
    keywords : words or phrases, of which one has to stand in `text` as whole words, in any case of letters; a "*" at the end
        takes all words that begin so ("missile*")
    without_copies : keep one article of each cluster of copies. That is the original where it is among those chosen by the
        rest, else the earliest copy: a report that an outlet took over is still one of its reports.

    Returns
    -------
    DataFrame, table `articles` with the rows that are kept, in their order. `attrs["n_undated"]` is how many were left out
    for want of a date, `attrs["note"]` one sentence that says what was chosen.

    Raises
    ------
    ValueError : `until` before `since`, a day that is none, an outlet that no article has, no keyword or an empty one
    """
    first, last = _day(since, "since"), _day(until, "until")
    if first is not None and last is not None and last < first:
        raise ValueError(f"until is {last:%Y-%m-%d}, before since, {first:%Y-%m-%d}; since is the earlier day")
    kept = articles if outlets is None else articles[articles["outlet"].isin(_known_outlets(articles, outlets))]
    if keywords is not None:
        kept = kept[kept["text"].fillna("").str.contains(_as_pattern(keywords), regex=True)]
    n_undated = 0
    if first is not None or last is not None:
        dates = usable_dates(kept)
        n_undated = int(dates.isna().sum())
        kept = kept[_is_between(dates, first, last)]
    kept = kept.reset_index(drop=True)
    kept = _first_of_each_report(kept) if without_copies else kept
    kept.attrs = {"n_undated": n_undated, "note": _note(kept, articles, n_undated)}
    return kept


def select_corpus(tables: HasTables, selected: pd.DataFrame | Collection[str]) -> Corpus:
    """Restrict all tables to some articles.

    Parameters
    ----------
    tables : a `Corpus`, or the tables of a run
    selected : articles as `select_articles` returns them, or their ids

    Returns
    -------
    Corpus. `entities` has a row for everyone still, so that two parts can be compared; its `n_mentions` and `n_articles` are
    counted anew, and a graph has no node for who is named in none of the articles.

    Raises
    ------
    ValueError : an id that is not in `articles`
    """
    chosen = set(selected["article_id"] if isinstance(selected, pd.DataFrame) else selected)
    if unknown := sorted(chosen - set(tables.articles["article_id"])):
        raise ValueError(f"article {unknown[0]} is not in the table articles; select from the articles of the same run")
    articles, sentences, mentions, pairs = (
        table[table["article_id"].isin(chosen)].reset_index(drop=True)
        for table in (tables.articles, tables.sentences, tables.mentions, tables.pairs)
    )
    return Corpus(articles, sentences, mentions, recount_entities(tables.entities, mentions), pairs)


def recount_entities(entities: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Return table `entities` with `n_mentions` and `n_articles` as `mentions` have them, pronouns and roles not counted."""
    groups = named(mentions).groupby("entity_id")["article_id"]
    counts = {"n_mentions": groups.size(), "n_articles": groups.nunique()}
    ids = entities["entity_id"]
    return entities.assign(**{name: ids.map(count).fillna(0).astype("Int64") for name, count in counts.items()})


def named(mentions: pd.DataFrame) -> pd.DataFrame:
    """Return the mentions by name: all but pronouns and role phrases."""
    return mentions[~mentions["how"].isin(UNSAID)]


def report_ids(articles: pd.DataFrame) -> pd.Series[str]:
    """Return the report of each article: its cluster of copies, or the article itself where it has none."""
    return articles["cluster_id"].fillna(articles["article_id"])


def usable_dates(articles: pd.DataFrame) -> pd.Series[pd.Timestamp]:
    """Return each article's date, missing where none was stated or where it cannot be true."""
    implausible = articles["published_quality"].eq("implausible").fillna(False).astype(bool)
    return articles["published"].mask(implausible)


def filter_ties(
    graph: nx.Graph,
    *,
    kinds: Collection[str] | None = None,
    between: tuple[str, str] | None = None,
    min_reports: int = 1,
    q: float | None = None,
    with_home: bool = True,
    drop_isolated: bool = False,
) -> nx.Graph:
    """Return the graph with some of its ties.

    For dates, outlets and keywords count anew: `select_articles`, `select_corpus`, `count_edges`, `build_graph`.

    Parameters
    ----------
    graph : Graph of `build_graph`
    kinds : kinds of the nodes; None takes all
    between : two kinds; only ties between one of the first and one of the second
    min_reports : fewest independent reports
    q : largest Benjamini-Hochberg value; where no tie was tested, or none passes, all are kept, as in `significant`.
        None does not look at it
    with_home : whether a person with a country of theirs, and a weapon with its maker's country, are kept
    drop_isolated : whether nodes that have no tie left go too

    Returns
    -------
    Graph, a new one; `graph["note"]` says in one sentence what `q` left out

    Raises
    ------
    ValueError : an unknown kind; a `q` that is no share
    """
    check_kinds(between)
    kept = filter_graph(graph, min_reports=min_reports, kinds=kinds, drop_isolated=False)
    kept.remove_edges_from(
        [
            (one, other)
            for one, other, data in kept.edges(data=True)
            if (data.get("is_home", False) and not with_home) or (between and not _joins_kinds(kept, one, other, between))
        ]
    )
    if q is not None:
        selection = significant(nodes_and_edges(kept)[1], q=q)
        passed = set(zip(selection.edges["source"], selection.edges["target"], strict=True))
        kept.remove_edges_from([tie for tie in kept.edges if (min(tie), max(tie)) not in passed])
        kept.graph["note"] = selection.sentence
    if drop_isolated:
        kept.remove_nodes_from(list(nx.isolates(kept)))
    return kept


def check_kinds(kinds: Collection[str] | None) -> None:
    """Raise ValueError where one of `kinds` is none."""
    if unknown := sorted(set(kinds or ()) - set(KINDS)):
        raise ValueError(f"kind {unknown[0]!r} is not known; kinds are {', '.join(KINDS)}")


def _day(day: Day | None, what: str) -> pd.Timestamp | None:
    if day is None:
        return None
    try:
        stamp = pd.Timestamp(day)
    except (TypeError, ValueError):
        stamp = pd.NaT  # type: ignore[assignment]
    if pd.isna(stamp):
        raise ValueError(f"{what} is {day!r}; it is a day such as 2024-03-01")
    return (stamp.tz_localize("UTC") if stamp.tzinfo is None else stamp.tz_convert("UTC")).normalize()


def _is_between(dates: pd.Series[pd.Timestamp], first: pd.Timestamp | None, last: pd.Timestamp | None) -> pd.Series[bool]:
    inside = dates.notna()
    if first is not None:
        inside &= dates >= first
    if last is not None:
        inside &= dates < last + pd.Timedelta(days=1)
    return inside


def _known_outlets(articles: pd.DataFrame, outlets: str | Collection[str]) -> list[str]:
    wanted = [outlets] if isinstance(outlets, str) else sorted(outlets)
    known = sorted(articles["outlet"].dropna().unique())
    if unknown := [outlet for outlet in wanted if outlet not in known]:
        raise ValueError(f"no article is from the outlet {unknown[0]!r}; outlets are {', '.join(known) or 'none'}")
    return wanted


def _as_pattern(keywords: str | Collection[str]) -> re.Pattern[str]:
    words = [word.strip() for word in ([keywords] if isinstance(keywords, str) else sorted(keywords))]
    if not words or not all(word.rstrip("*") for word in words):
        raise ValueError("keywords are empty; give at least one word or phrase")
    choices = (_as_words(word[:-1]) + r"\w*" if word.endswith("*") else _as_words(word) for word in words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(choices)})(?!\w)", re.IGNORECASE)


def _as_words(phrase: str) -> str:
    # a phrase may be broken over two lines
    return r"\s+".join(map(re.escape, phrase.split()))


def _first_of_each_report(articles: pd.DataFrame) -> pd.DataFrame:
    order = articles.assign(_report=report_ids(articles), _date=usable_dates(articles))
    firsts = order.sort_values(["is_copy", "_date", "article_id"], kind="stable").drop_duplicates("_report").index
    return articles.loc[firsts.sort_values()].reset_index(drop=True)


def _note(kept: pd.DataFrame, articles: pd.DataFrame, n_undated: int) -> str:
    without = f"; {n_undated:,} left out for want of a usable date" if n_undated else ""
    n_reports = report_ids(kept).nunique()
    reports = "1 independent report" if n_reports == 1 else f"{n_reports:,} independent reports"
    return f"{len(kept):,} of {len(articles):,} articles in {reports}{without}."


def _joins_kinds(graph: nx.Graph, one: str, other: str, kinds: tuple[str, str]) -> bool:
    return tuple(graph.nodes[node].get("kind") for node in (one, other)) in (kinds, kinds[::-1])
