"""Questions to the network: the way between two, who stands between them, the neighbours of one or of a whole class."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise
from typing import Any

import networkx as nx
import pandas as pd

from helpers.network.evidence import evidence
from helpers.network.graph import KINDS, find_entity, nodes_and_edges
from helpers.network.selecting import check_kinds, filter_ties, report_ids

_TIE = ("weight", "n_reports", "n_articles", "q", "is_home", "first_seen", "last_seen")
_BETWEEN = {"steps": "Int64", "share_of_paths": "float64", "weakest_tie": "float64"}


def path_between(graph: nx.Graph, one: str, other: str, *, weighted: bool = True) -> pd.DataFrame:
    """Return the ties of the shortest way from one entity to another.

    Parameters
    ----------
    graph : Graph of `build_graph`
    one, other : ids, names or aliases
    weighted : whether a tie of weight w has the length 1/w, so that the way goes along strong ties; else every tie has the
        length 1. A tie of weight 0 is no way.

    Returns
    -------
    DataFrame, one row per tie in the order of the way: `step` (from 1), `source` and `target` (in the direction of the way),
    `source_name`, `target_name`, `weight`, `n_reports`, `n_articles`, `q`, `is_home`, `first_seen`, `last_seen`.
    Of several ways of the same length it is always the same one. Strong ties lead through those who are named everywhere:
    `filter_ties(graph, q=0.05)` first leaves only ties beyond chance to walk along.

    Raises
    ------
    ValueError : no way leads from one to the other, or both are the same entity; a name that is not in the network

    Source: Dijkstra 1959, Numerische Mathematik 1; Newman 2001, Physical Review E 64, for the length 1/w.
    """
    start, end = _two_entities(graph, one, other)
    ways = _ways(graph)
    if not nx.has_path(ways, start, end):
        raise ValueError(
            f"no path leads from {_name(graph, start)} to {_name(graph, end)}: they are in separate parts of the network"
        )
    route = nx.shortest_path(ways, start, end, weight="length" if weighted else None)
    steps = list(pairwise(route))
    table = _ties(graph, steps)
    return table.assign(
        step=pd.array(range(1, len(table) + 1), dtype="Int64"),
        source_name=[_name(graph, source) for source, _ in steps],
        target_name=[_name(graph, target) for _, target in steps],
    )[["step", "source", "target", "source_name", "target_name", *_TIE]]


def path_evidence(
    path: pd.DataFrame,
    pairs: pd.DataFrame,
    articles: pd.DataFrame,
    sentences: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    n: int | None = None,
) -> pd.DataFrame:
    """Return the words on which every tie of a path, or of any table of ties, rests.

    Parameters
    ----------
    path : DataFrame of `path_between`, or another with `source` and `target`
    pairs, articles, sentences, mentions : the tables
    n : how many meetings of each tie at most, the first reports; None takes all

    Returns
    -------
    DataFrame, one row per meeting, tie after tie: `step` (the place of the tie, from 1), `source`, `target`, then the columns
    of `evidence`
    """
    found = []
    for step, (source, target) in enumerate(zip(path["source"], path["target"], strict=True), start=1):
        rows = evidence(pairs, articles, sentences, mentions, source, target)
        rows = rows if n is None else rows.head(n)
        found.append(rows.assign(step=step, source=source, target=target))
    if not found:
        found = [evidence(pairs.head(0), articles, sentences, mentions, "", "").assign(step=0, source="", target="")]
    table = pd.concat(found, ignore_index=True)
    first = ["step", "source", "target"]
    return table[[*first, *(column for column in table if column not in first)]]


def who_stands_between(graph: nx.Graph, one: str, other: str, *, n: int | None = 20) -> pd.DataFrame:
    """Return the entities through which two are tied when their own tie is set aside.

    Counted are the shortest ways between the two, each tie one step long, without the tie that they may have with each other.
    Where they have partners in common, those are the rows; else the brokers on the longer ways.

    Parameters
    ----------
    graph : Graph of `build_graph`
    one, other : ids, names or aliases
    n : how many rows at most; None takes all

    Returns
    -------
    DataFrame, one row per entity between the two: `entity_id`, `name`, `kind`; `steps` (from `one` to it); `share_of_paths`
    (the part of all shortest ways that run through it, 0 to 1: Freeman's pair dependency); `weakest_tie` (weight of the weakest
    tie on the strongest such way through it; of a partner in common the lesser of its two ties). In order of `weakest_tie`,
    then of `share_of_paths`, the greatest first, then of id. No row where no such way leads from one to the other.

    Raises
    ------
    ValueError : both are the same entity; a name that is not in the network

    Source: Freeman 1977, Sociometry 40(1), for the share; Pollack 1960, Operations Research 8(5), for the weakest tie.
    """
    start, end = _two_entities(graph, one, other)
    ways = _ways(graph)
    ways.remove_edges_from([(start, end)])
    there, back = _shortest_from(ways, start), _shortest_from(ways, end)
    rows = []
    if end in there:
        length, n_paths, _ = there[end]
        between = (node for node in there if node in back and there[node][0] + back[node][0] == length)
        rows = [
            (node, there[node][0], there[node][1] * back[node][1] / n_paths, min(there[node][2], back[node][2]))
            for node in between
            if node not in (start, end)
        ]
    table = pd.DataFrame(rows, columns=["entity_id", *_BETWEEN]).astype({"entity_id": "str", **_BETWEEN})
    ranked = table.sort_values(["weakest_tie", "share_of_paths", "entity_id"], ascending=[False, False, True], ignore_index=True)
    return _with_names(ranked if n is None else ranked.head(n), graph)


def neighbours(
    graph: nx.Graph,
    of: str,
    *,
    kinds: Collection[str] | None = None,
    min_reports: int = 1,
    q: float | None = None,
    with_home: bool = True,
    pairs: pd.DataFrame | None = None,
    articles: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return those to whom an entity, or any weapon of a class, is tied.

    Parameters
    ----------
    graph : Graph of `build_graph`
    of : an id, name or alias; or a class of weapon in words or as it stands in `category`: "air defence", "missile",
        "ballistic missile"
    kinds : kinds of the partners; None takes all
    min_reports, q, with_home : as in `filter_ties`
    pairs, articles : the tables of the network; with both, `n_reports_any` is counted

    Returns
    -------
    DataFrame, one row per partner, the strongest first: `entity_id`, `name`, `kind`; `n_ties` (members of the class that it is
    tied to; 1 for an entity); `strongest_with` (id of the one to which its tie is strongest); `weight`, `n_reports`,
    `n_articles`, `q`, `is_home` of that tie (reports of several ties cannot be added up: one report may name several members);
    `first_seen`, `last_seen` over all its ties; `n_reports_any` (independent reports in which it met any member by name; missing
    without `pairs` and `articles`). Members of the class are no partners of it.

    Raises
    ------
    ValueError : neither entity nor class (with the nearest spellings, and the classes there are); an unknown kind
    """
    members = find_members(graph, of)
    kept = filter_ties(graph, min_reports=min_reports, q=q, with_home=with_home)
    check_kinds(kinds)
    outward = [
        (member, partner)
        for member in members
        for partner in sorted(kept[member])
        if partner not in members and (kinds is None or graph.nodes[partner].get("kind") in kinds)
    ]
    ties = _ties(kept, outward).rename(columns={"source": "strongest_with", "target": "entity_id"})
    ties = ties.sort_values(["weight", "entity_id", "strongest_with"], ascending=[False, True, True])
    of_partner = ties.groupby("entity_id")
    ties = ties.assign(
        n_ties=of_partner["strongest_with"].transform("size").astype("Int64"),
        first_seen=of_partner["first_seen"].transform("min"),
        last_seen=of_partner["last_seen"].transform("max"),
    )
    table = ties.drop_duplicates("entity_id", ignore_index=True)
    counts = _reports_with_any(ties, pairs, articles) if pairs is not None and articles is not None else {}
    table["n_reports_any"] = table["entity_id"].map(counts).astype("Int64")
    return _with_names(table[["entity_id", "n_ties", "strongest_with", *_TIE, "n_reports_any"]], graph)


def find_members(graph: nx.Graph, of: str) -> list[str]:
    """Return the ids that `of` means: all weapons of a class, else the one entity.

    A class is written as in `category` or in words, in any case, also in the plural; "missile" holds "missile/ballistic_missile".

    Raises
    ------
    ValueError : neither entity nor class
    """
    categories = {node: str(data["category"]) for node, data in graph.nodes(data=True) if data.get("category")}
    if of not in graph or graph.nodes[of].get("kind") == KINDS[3]:
        wanted = _class_key(of)
        members = sorted(node for node, category in categories.items() if wanted in _class_keys(category))
        if members:
            return members
    try:
        return [find_entity(graph, of)]
    except ValueError as error:
        if "is not in the network" not in str(error) or not categories:
            raise
        classes = sorted({category.split("/")[0].replace("_", " ") for category in categories.values()})
        raise ValueError(f"{error}; classes of weapon there are {', '.join(classes)}") from None


def _two_entities(graph: nx.Graph, one: str, other: str) -> tuple[str, str]:
    start, end = find_entity(graph, one), find_entity(graph, other)
    if start == end:
        raise ValueError(f"{one!r} and {other!r} are the same entity, {_name(graph, start)}; give two different ones")
    return start, end


def _ways(graph: nx.Graph) -> nx.Graph:
    """Return nodes and ties in order of id, with `weight` and `length`; ties of weight 0 are left out."""
    ways = nx.Graph()
    ways.add_nodes_from(sorted(graph))
    ties = sorted((min(tie[:2]), max(tie[:2]), float(tie[2])) for tie in graph.edges(data="weight", default=1.0))
    ways.add_edges_from((one, other, {"weight": weight, "length": 1 / weight}) for one, other, weight in ties if weight > 0)
    return ways


def _shortest_from(ways: nx.Graph, start: str) -> dict[str, tuple[int, int, float]]:
    """Return of every node that can be reached: steps, number of shortest ways, weakest tie of the strongest of these."""
    found = {start: (0, 1, float("inf"))}
    for steps, layer in enumerate(nx.bfs_layers(ways, start)):
        for node in layer if steps else ():
            before = [
                (found[near], ways[node][near]["weight"]) for near in ways[node] if found.get(near, (steps,))[0] == steps - 1
            ]
            n_paths, strongest = sum(known[1] for known, _ in before), max(min(known[2], weight) for known, weight in before)
            found[node] = (steps, n_paths, strongest)
    return found


def _ties(graph: nx.Graph, ends: Iterable[tuple[str, str]]) -> pd.DataFrame:
    """Return one row per pair of ends, in their order and direction, with what the table says of the tie, typed."""
    listed = list(ends)
    part = nx.Graph()
    part.add_edges_from((one, other, graph.edges[one, other]) for one, other in listed)
    known = nodes_and_edges(part)[1].set_index(["source", "target"])
    columns = [column for column in _TIE if column in known]
    rows = known[columns].reindex([(min(tie), max(tie)) for tie in listed]).reset_index(drop=True)
    table = pd.DataFrame(listed, columns=["source", "target"], dtype="str").join(rows)
    return table.reindex(columns=["source", "target", *_TIE])


def _reports_with_any(ties: pd.DataFrame, pairs: pd.DataFrame, articles: pd.DataFrame) -> dict[str, int]:
    """Return of each partner in how many reports it met one of those in `strongest_with`."""
    ends = ties[["strongest_with", "entity_id"]]
    either_way = ends.assign(source=ends.min(axis=1), target=ends.max(axis=1)).drop(columns="strongest_with")
    met = pairs[~pairs["by_coreference"]].merge(either_way, on=["source", "target"])
    report = pd.Series(report_ids(articles).to_numpy(), index=articles["article_id"])
    counts = met.assign(report=met["article_id"].map(report)).groupby("entity_id")["report"].nunique()
    return {str(entity): int(count) for entity, count in counts.items()}


def _with_names(table: pd.DataFrame, graph: nx.Graph) -> pd.DataFrame:
    names = [_name(graph, node) for node in table["entity_id"]]
    kinds = [graph.nodes[node].get("kind") for node in table["entity_id"]]
    named = table.assign(
        name=pd.Series(names, index=table.index, dtype="str"), kind=pd.Series(kinds, index=table.index, dtype="str")
    )
    return named[["entity_id", "name", "kind", *(column for column in table if column != "entity_id")]]


def _name(graph: nx.Graph, node: str) -> str:
    data: Mapping[str, Any] = graph.nodes[node]
    return str(data.get("name", node))


def _class_keys(category: str) -> set[str]:
    return {_class_key(part) for part in (category, *category.split("/"))}


def _class_key(words: str) -> str:
    return "_".join(words.casefold().replace("-", " ").replace("_", " ").split()).removesuffix("s")
