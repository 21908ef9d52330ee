"""The network as a `networkx.Graph`: building it, cutting it down, and turning it back into tables."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import networkx as nx
import pandas as pd
from rapidfuzz import fuzz, process, utils

from helpers.tables import FLAG, LIST, TABLES, Column

KINDS = ("person", "country", "weapon", "weapon_class")

_SEPARATOR = "|"
_NODE_COLUMNS = ("name", "kind", "category", "countries", "aliases", "n_mentions", "n_articles")


def build_graph(entities: pd.DataFrame, edges: pd.DataFrame) -> nx.Graph:
    """Make a graph of entities and the pairs that met.

    Every person, country and weapon that is named is a node, also one that met nobody; a class of weapon only where an edge
    names it.
    Nodes and edges are in order of their ids, whatever the order of the tables.

    Node attributes: `name`, `kind`, `category`, `countries` and `aliases` (joined by "|"), `n_mentions`, `n_articles`.
    Edge attributes: all columns of `edges`, dates as ISO 8601 text. Values are plain Python; a missing one is left out.

    Raises ValueError where an edge names an entity that `entities` lacks.
    """
    met = pd.concat([edges["source"], edges["target"]]).unique()
    absent = sorted(set(met) - set(entities["entity_id"]))
    if absent:
        raise ValueError(f"edges: entity {absent[0]} is not in the table entities")
    # who is meant by a pronoun or a role phrase and never named is no node
    drawn = (entities["kind"].isin(KINDS[:3]) & (entities["n_mentions"] > 0)) | entities["entity_id"].isin(met)
    nodes = entities[drawn].sort_values("entity_id")
    links = edges.sort_values(["source", "target"])
    graph = nx.Graph()
    graph.add_nodes_from(zip(nodes["entity_id"].tolist(), _records(nodes[list(_NODE_COLUMNS)]), strict=True))
    ends = (links[side].tolist() for side in ("source", "target"))
    graph.add_edges_from(zip(*ends, _records(links.drop(columns=["source", "target"])), strict=True))
    return graph


def nodes_and_edges(graph: nx.Graph) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a graph as two tables: its nodes (isolated ones too) and its edges, ordered by id, as in `entities` and `edges`.

    Attributes that those tables do not know follow as further columns, in order of name.
    """
    node_rows = [{"entity_id": node, **data} for node, data in graph.nodes(data=True)]
    edge_rows = [{"source": min(one, two), "target": max(one, two), **data} for one, two, data in graph.edges(data=True)]
    known = TABLES["entities"].columns
    nodes = _typed(node_rows, {column: known[column] for column in ("entity_id", *_NODE_COLUMNS)})
    edges = _typed(edge_rows, TABLES["edges"].columns)
    return nodes.sort_values("entity_id", ignore_index=True), edges.sort_values(["source", "target"], ignore_index=True)


def filter_graph(
    graph: nx.Graph,
    *,
    min_articles: int = 1,
    min_reports: int = 1,
    kinds: Collection[str] | None = None,
    drop_isolated: bool = True,
) -> nx.Graph:
    """Return a smaller graph: edges met in at least so many articles and independent reports, between nodes of the given kinds.

    Raises ValueError for a kind that is not person, country, weapon or weapon_class.
    """
    if kinds is not None and (unknown := sorted(set(kinds) - set(KINDS))):
        raise ValueError(f"kind {unknown[0]!r} is not known; kinds are {', '.join(KINDS)}")
    kept = nx.Graph(**graph.graph)
    kept.add_nodes_from((n, data) for n, data in graph.nodes(data=True) if kinds is None or data["kind"] in kinds)
    kept.add_edges_from(
        (one, two, data)
        for one, two, data in graph.edges(data=True)
        if one in kept and two in kept and data["n_articles"] >= min_articles and data["n_reports"] >= min_reports
    )
    if drop_isolated:
        kept.remove_nodes_from(list(nx.isolates(kept)))
    return kept


def strongest_part(graph: nx.Graph, *, max_nodes: int = 120) -> tuple[nx.Graph, int]:
    """Return the part of `graph` that a figure can show, and the fewest reports that a tie in it has.

    The threshold rises until at most `max_nodes` are left; the last part that has a tie is kept where none is small enough.
    """
    part, min_reports = filter_graph(graph), 1
    while part.number_of_nodes() > max_nodes:
        smaller = filter_graph(graph, min_reports=min_reports + 1)
        if not smaller.number_of_edges():
            break
        part, min_reports = smaller, min_reports + 1
    return part, min_reports


def ego_network(graph: nx.Graph, entity: str, *, radius: int = 1) -> nx.Graph:
    """Return one entity, those within `radius` steps of it, and all edges among these, as a graph of its own.

    `entity` is an id, a name or an alias. Raises ValueError, with the nearest spellings, where it is none.
    """
    if radius < 0:
        raise ValueError(f"radius is {radius}; it is a number of steps, 0 or more")
    near = nx.single_source_shortest_path_length(graph, find_entity(graph, entity), cutoff=radius)
    ego = nx.Graph(**graph.graph)
    ego.add_nodes_from((node, data) for node, data in graph.nodes(data=True) if node in near)
    ego.add_edges_from((one, two, data) for one, two, data in graph.edges(data=True) if one in near and two in near)
    return ego


def find_entity(graph: nx.Graph, entity: str) -> str:
    """Return the id of the node that `entity` names: an id, else a name, else an alias (the last two in any case of letters).

    Raises ValueError where it names none (with the nearest spellings) or more than one (with their ids).
    """
    if entity in graph:
        return entity
    wanted = entity.casefold().strip()
    names = {node: str(data.get("name", node)) for node, data in graph.nodes(data=True)}
    aliases = {node: _split(data.get("aliases")) for node, data in graph.nodes(data=True)}
    found = [node for node, name in names.items() if wanted in (name.casefold(), node.casefold())]
    found = found or [node for node in names if wanted in map(str.casefold, aliases[node])]
    if len(found) > 1:
        raise ValueError(f"{entity!r} names more than one entity: {', '.join(sorted(found))}; give one of these ids")
    if not found:
        spellings = {s for node, name in names.items() for s in (node, name, *aliases[node])}
        raise ValueError(f"{entity!r} is not in the network; {_nearest(entity, spellings)}")
    return str(found[0])


def _nearest(entity: str, spellings: set[str]) -> str:
    choices = sorted(spelling for spelling in spellings if 2 * len(spelling) >= len(entity))  # two letters are in every long name
    found = process.extract(entity, choices, scorer=fuzz.WRatio, processor=utils.default_process, limit=5, score_cutoff=50)
    near = [spelling for spelling, *_ in found]
    return f"the nearest spellings are {', '.join(near)}" if near else "nothing there is spelled like it"


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    columns = {str(name): _plain_values(frame[name]) for name in frame.columns}
    rows = zip(*columns.values(), strict=True)
    return [{name: value for name, value in zip(columns, row, strict=True) if value is not None} for row in rows]


def _plain_values(column: pd.Series[Any]) -> list[Any]:
    values: list[Any] = column.tolist()
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        values = [value.isoformat() for value in values]
    elif column.dtype == object:
        values = [_join(value) if isinstance(value, (list, tuple)) or hasattr(value, "tolist") else value for value in values]
    # a joined list of nothing is missing, too
    return [None if gone or value is None else value for value, gone in zip(values, column.isna().to_numpy(), strict=True)]


def _join(values: Any) -> str | None:
    # a separator inside a value would read as two values
    return _SEPARATOR.join(str(value).replace(_SEPARATOR, "/") for value in values) or None


def _split(joined: str | None) -> list[str]:
    return joined.split(_SEPARATOR) if joined else []


def _typed(rows: list[dict[str, Any]], known: dict[str, Column]) -> pd.DataFrame:
    frame = pd.DataFrame(rows)
    extra = sorted(set(frame.columns) - set(known))
    columns = {
        name: _typed_column(frame, name, column) for name, column in known.items() if name in frame or column.dtype != FLAG
    }
    return pd.DataFrame({**columns, **{name: frame[name] for name in extra}}, index=frame.index)


def _typed_column(frame: pd.DataFrame, name: str, column: Column) -> Any:
    values: Any = frame[name] if name in frame else pd.Series([None] * len(frame), index=frame.index, dtype=object)
    if column.dtype == LIST:
        return pd.Series([_split(value if isinstance(value, str) else None) for value in values], index=frame.index, dtype=object)
    if column.dtype.startswith("datetime"):
        return pd.to_datetime(values, utc=True, format="ISO8601").astype(column.dtype)
    return values.astype(column.dtype)
