"""From a graph and its tables to what the page holds: columns of plain values that refer to one another by place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from helpers.entities import knowledge
from helpers.network import strongest_part
from helpers.network.backbones import backbone_table
from helpers.plots.explorer.sentences import keep_sentences, sentence_columns
from helpers.plots.names import node_entities

Evidence = Literal["full", "short", "none"]
Tables = Mapping[str, pd.DataFrame]

COUNTS = ("n_sentences", "n_articles", "n_reports", "n_outlets", "n_apposition")
# counted from the evidence in the page, or no measure of a tie
_NOT_MEASURES = {*COUNTS, "weight", "n_sentences_coreference", "n_reports_coreference", "is_home", "first_seen", "last_seen"}
_NO_NAMES = ("pronoun", "role")


def page_data(
    graph: Any,
    *,
    tables: Tables,
    positions: pd.DataFrame,
    communities: pd.DataFrame | None,
    evidence: Evidence,
    max_sentences: int,
    min_reports: int | None,
) -> dict[str, Any]:
    """Return what the page holds, ready for JSON; `explore` says what the arguments are and what is raised."""
    if evidence not in get_args(Evidence):
        raise ValueError(f"evidence is {evidence!r}; it is one of {', '.join(get_args(Evidence))}")
    nodes, ties = _nodes(graph, positions, communities), _ties(graph)
    place = {node: i for i, node in enumerate(nodes["id"])}
    meetings = _meetings(tables["pairs"], ties)
    _check_counts(ties, meetings)
    named = _named_articles(tables["mentions"], place)
    articles = _articles(tables["articles"], [*meetings["article_id"], *named["article_id"]])
    article_place = {article: i for i, article in enumerate(articles["article_id"])}
    meetings = meetings.assign(article=meetings["article_id"].map(article_place).astype("int64"))
    kept = keep_sentences(meetings, tables, max_sentences=0 if evidence == "none" else max_sentences)
    words = sentence_columns(kept, tables, place, article_place, short=evidence == "short")
    return {
        "nodes": {**nodes, "articles": _articles_of_nodes(named, article_place, nodes["id"])},
        "ties": _tie_columns(ties, place),
        "articles": _article_columns(articles),
        "meetings": {name: meetings[name].astype(int).tolist() for name in ("tie", "article", "sentence", "distance", "flags")},
        "sentences": words,
        "measures": [str(name) for name in _measure_names(ties)],
        "evidence": evidence,
        "countries": _country_names(nodes),
        "min_reports": _opening_threshold(graph) if min_reports is None else int(min_reports),
    }


def _nodes(graph: Any, positions: pd.DataFrame, communities: pd.DataFrame | None) -> dict[str, list[Any]]:
    shown = node_entities(graph)
    ids = shown["entity_id"].tolist()
    places = positions.set_index("entity_id").reindex(ids)
    if (absent := places["x"].isna() | places["y"].isna()).any():
        raise ValueError(f"positions: no place for {ids[int(np.argmax(absent))]}; give x and y for every node of the graph")
    found = None if communities is None else communities.set_index("entity_id")["community"].reindex(ids)
    return {
        "id": [str(node) for node in ids],
        "name": shown["name"].tolist(),
        "kind": shown["kind"].astype(str).tolist(),
        "x": places["x"].round(3).tolist(),
        "y": places["y"].round(3).tolist(),
        "aliases": [_listed(graph.nodes[node].get("aliases")) for node in ids],
        "countries": [_listed(graph.nodes[node].get("countries")) for node in ids],
        "category": [_text(graph.nodes[node].get("category")) for node in ids],
        "community": [None if found is None or pd.isna(v) else int(v) for v in (ids if found is None else found)],
    }


def _ties(graph: Any) -> pd.DataFrame:
    """Return one row per edge, `source` < `target`, in order of the ids, with what the disparity filter says of each."""
    rows = [{**data, "source": min(a, b), "target": max(a, b)} for a, b, data in graph.edges(data=True)]
    ties = pd.DataFrame(rows, columns=None if rows else ["source", "target"])
    ties = ties.sort_values(["source", "target"], ignore_index=True)
    if "p_disparity" in ties or "weight" not in ties:
        return ties
    return ties.merge(backbone_table(graph)[["source", "target", "p_disparity"]], on=["source", "target"], how="left")


def _meetings(pairs: pd.DataFrame, ties: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `pairs` behind the ties, with the tie's place, in order of tie, article and sentence."""
    known = ties[["source", "target"]].reset_index(names="tie")
    met = pairs.merge(known, on=["source", "target"])
    unsaid = met["by_coreference"].astype(int) if "by_coreference" in met else 0
    met = met.assign(flags=met["is_apposition"].astype(int) + 2 * unsaid)
    return met.sort_values(["tie", "article_id", "sentence", "distance"], ignore_index=True)


def _check_counts(ties: pd.DataFrame, meetings: pd.DataFrame) -> None:
    """Refuse ties that were counted from other meetings: every number in the page is counted anew from these."""
    if "n_sentences" not in ties:
        return
    counted = meetings.loc[meetings["flags"] < 2, "tie"].value_counts().reindex(ties.index, fill_value=0)
    if (wrong := counted.to_numpy() != ties["n_sentences"].to_numpy()).any():
        row = ties[wrong].iloc[0]
        raise ValueError(
            f"graph: the tie {row['source']} and {row['target']} rests on {row['n_sentences']} meetings, the table pairs has "
            f"{counted[wrong].iloc[0]}; give the pairs that this graph was counted from"
        )


def _named_articles(mentions: pd.DataFrame, place: Mapping[str, int]) -> pd.DataFrame:
    """Return one row per node and article that names it, pronouns and role phrases not counted."""
    named = mentions[mentions["entity_id"].isin(list(place)) & ~mentions["how"].isin(_NO_NAMES)]
    return named[["entity_id", "article_id"]].drop_duplicates().sort_values(["entity_id", "article_id"], ignore_index=True)


def _articles(articles: pd.DataFrame, wanted: Sequence[str]) -> pd.DataFrame:
    ids = sorted(set(wanted))
    found = articles.drop_duplicates("article_id").set_index("article_id")
    if absent := sorted(set(ids) - set(found.index)):
        raise ValueError(f"article {absent[0]} has mentions or pairs and is not in the table articles; give the whole table")
    rows = found.loc[ids].reset_index()
    for column in ("title", "outlet", "url", "path", "cluster_id", "published_quality"):
        rows[column] = rows[column].astype(object).where(rows[column].notna(), None) if column in rows else None
    return rows


def _articles_of_nodes(named: pd.DataFrame, article_place: Mapping[str, int], ids: Sequence[str]) -> list[list[int]]:
    of_node = {node: [article_place[a] for a in part] for node, part in named.groupby("entity_id")["article_id"]}
    return [of_node.get(node, []) for node in ids]


def _article_columns(articles: pd.DataFrame) -> dict[str, list[Any]]:
    outlets = sorted({str(outlet) for outlet in articles["outlet"] if outlet is not None})
    clusters = articles["cluster_id"].where(articles["cluster_id"].notna(), articles["article_id"]).tolist()
    number = {cluster: i for i, cluster in enumerate(dict.fromkeys(clusters))}
    return {
        "id": articles["article_id"].tolist(),
        "title": articles["title"].tolist(),
        "outlet": [None if outlet is None else outlets.index(str(outlet)) for outlet in articles["outlet"]],
        "outlets": outlets,
        "day": _days(articles),
        "url": [_web_address(url) for url in articles["url"]],
        "path": articles["path"].tolist(),
        "report": [number[cluster] for cluster in clusters],
        "copy": [int(bool(flag)) for flag in articles["is_copy"]] if "is_copy" in articles else [0] * len(articles),
    }


def _days(articles: pd.DataFrame) -> list[int | None]:
    """Return each article's date as days since 1970; missing where none was stated or where it cannot be true."""
    usable = articles["published"].where(articles["published_quality"].ne("implausible").fillna(True).astype(bool))
    return [None if pd.isna(date) else int(date.timestamp() // 86_400) for date in usable]


def _web_address(url: object) -> str | None:
    """Return an address that a reader may follow; anything but http and https is left out of the page."""
    text = str(url).strip() if url is not None else ""
    return text if text.lower().startswith(("https://", "http://")) else None


def _measure_names(ties: pd.DataFrame) -> list[str]:
    """Return the columns that measure a tie over the whole corpus: how strongly, not how surely."""
    numeric = [name for name in ties.columns if pd.api.types.is_numeric_dtype(ties[name]) and name not in _NOT_MEASURES]
    return sorted(name for name in numeric if not (_is_certainty(str(name)) or pd.api.types.is_bool_dtype(ties[name])))


def _is_certainty(name: str) -> bool:
    """Say whether a column holds what chance would give, a p-value, a deviation or one end of an interval."""
    words = name.split("_")
    return words[0] in ("p", "q", "expected") or not {"low", "lower", "high", "upper", "se", "sd"}.isdisjoint(words)


def _tie_columns(ties: pd.DataFrame, place: Mapping[str, int]) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {side: ties[side].map(place).astype(int).tolist() for side in ("source", "target")}
    if "is_home" in ties:
        columns["is_home"] = [int(bool(flag)) for flag in ties["is_home"]]
    extra = [*_measure_names(ties), *(str(name) for name in ties.columns if _is_certainty(str(name)))]
    return {**columns, **{name: [_rounded(value) for value in ties[name]] for name in extra}}


def _rounded(value: Any) -> float | None:
    return None if pd.isna(value) or not np.isfinite(value) else float(f"{value:.4g}")


def _country_names(nodes: Mapping[str, list[Any]]) -> dict[str, str]:
    """Return the name of every country that an entity is tied to by nationality or make."""
    names = {row["entity_id"]: row["name"] for row in knowledge.rows("countries.csv")}
    return {code: names.get(code, code) for code in sorted({code for codes in nodes["countries"] for code in codes})}


def _opening_threshold(graph: Any) -> int:
    has_reports = graph.number_of_edges() and all("n_reports" in data for _, _, data in graph.edges(data=True))
    return int(strongest_part(graph)[1]) if has_reports else 1


def _listed(joined: object) -> list[str]:
    return [part for part in joined.split("|") if part] if isinstance(joined, str) else []


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
