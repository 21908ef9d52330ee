"""The network to and from files that other tools read. A graph that is written and read again is equal, attributes included.

What each format cannot hold:

- **GraphML**: lists and missing values (here lists are text joined by "|", missing values are left out); control characters,
  which XML forbids (they are dropped).
- **GEXF**: the same; besides, no attributes of the graph as a whole, and an edge's `weight` is always a number with a fraction.
  The file's date, which the format would put in, is left out so that one network is one file.
- **Node-link JSON**: nothing that a graph of this project holds; a number that is not finite is left out, as JSON has none.
- **CSV** (`nodes.csv`, `edges.csv`): no types. The columns of this project get theirs back; in any other, a column of numbers
  only is read as numbers, and text that is empty is read as missing. No attributes of the graph as a whole. A text that a
  spreadsheet would take for a formula (or that begins with an apostrophe) is written with an apostrophe before it, which reading
  takes off again.
"""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import networkx as nx

from helpers import spreadsheets
from helpers.storage import atomic_file
from helpers.tables import FLAG, INT, NUMBER, TABLES

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_KNOWN = {**TABLES["entities"].columns, **TABLES["edges"].columns}


def write_graphml(graph: nx.Graph, path: Path) -> Path:
    """Write a graph as GraphML. Returns the path."""
    with atomic_file(path) as temporary:
        nx.write_graphml(_sorted(graph, clean=_printable), temporary)
    return path


def read_graphml(path: Path) -> nx.Graph:
    """Read a graph that `write_graphml` wrote."""
    graph = nx.read_graphml(path)
    for name in ("node_default", "edge_default"):
        graph.graph.pop(name, None)
    return graph


def write_gexf(graph: nx.Graph, path: Path) -> Path:
    """Write a graph as GEXF, with names as labels. Returns the path."""
    labelled = _sorted(graph, clean=_printable)
    for node, data in labelled.nodes(data=True):
        data["label"] = data.get("name", node)
    text = "\n".join(nx.generate_gexf(labelled))
    undated = re.sub(r' lastmodifieddate="[^"]*"', "", text)
    with atomic_file(path) as temporary:
        temporary.write_text(undated, encoding="utf-8")
    return path


def read_gexf(path: Path) -> nx.Graph:
    """Read a graph that `write_gexf` wrote."""
    read = nx.read_gexf(path)
    graph = nx.Graph()
    graph.add_nodes_from((node, _without(data, "label")) for node, data in read.nodes(data=True))
    graph.add_edges_from((one, two, _without(data, "id")) for one, two, data in read.edges(data=True))
    return graph


def write_json(graph: nx.Graph, path: Path) -> Path:
    """Write a graph as node-link JSON. Returns the path."""
    data = nx.node_link_data(_sorted(graph), edges="edges")
    with atomic_file(path) as temporary:
        temporary.write_text(json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n", encoding="utf-8")
    return path


def read_json(path: Path) -> nx.Graph:
    """Read a graph that `write_json` wrote."""
    return nx.node_link_graph(json.loads(path.read_text(encoding="utf-8")), edges="edges")


def write_csv(graph: nx.Graph, folder: Path) -> tuple[Path, Path]:
    """Write a graph as two tables, `nodes.csv` and `edges.csv`. Returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    ordered = _sorted(graph)
    nodes = [{"entity_id": node, **data} for node, data in ordered.nodes(data=True)]
    edges = [{"source": one, "target": two, **data} for one, two, data in ordered.edges(data=True)]
    return (
        _write_rows(nodes, folder / "nodes.csv", first=["entity_id"]),
        _write_rows(edges, folder / "edges.csv", first=["source", "target"]),
    )


def read_csv(folder: Path) -> nx.Graph:
    """Read a graph that `write_csv` wrote."""
    graph = nx.Graph()
    graph.add_nodes_from((row.pop("entity_id"), row) for row in _read_rows(folder / "nodes.csv"))
    graph.add_edges_from((row.pop("source"), row.pop("target"), row) for row in _read_rows(folder / "edges.csv"))
    return graph


def write_graph_files(graph: nx.Graph, folder: Path, *, name: str = "network") -> list[Path]:
    """Write a graph in every format: `name`.graphml, .gexf, .json, and nodes.csv and edges.csv. Returns the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    one_file = (("graphml", write_graphml), ("gexf", write_gexf), ("json", write_json))
    return [write(graph, folder / f"{name}.{ending}") for ending, write in one_file] + list(write_csv(graph, folder))


def _sorted(graph: nx.Graph, *, clean: Callable[[Any], Any] = lambda value: value) -> nx.Graph:
    """Return a copy with nodes, edges and attributes in order, without missing values and numbers that are not finite."""
    ordered = nx.Graph(**graph.graph)
    ordered.add_nodes_from((clean(node), _held(graph.nodes[node], clean)) for node in sorted(graph))
    for one, two in sorted(tuple(sorted(ends)) for ends in graph.edges):
        ordered.add_edge(clean(one), clean(two), **_held(graph.edges[one, two], clean))
    return ordered


def _held(data: dict[str, Any], clean: Callable[[Any], Any]) -> dict[str, Any]:
    return {name: clean(data[name]) for name in sorted(data) if not _is_missing(data[name])}


def _is_missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and not math.isfinite(value))


def _printable(value: Any) -> Any:
    return _NOT_XML.sub("", value) if isinstance(value, str) else value


def _without(data: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != name}


def _write_rows(rows: list[dict[str, Any]], path: Path, *, first: list[str]) -> Path:
    columns = [*first, *sorted({name for row in rows for name in row} - set(first))]
    with atomic_file(path) as temporary:
        spreadsheets.write_csv(temporary, columns, ([row.get(column) for column in columns] for row in rows))
    return path


def _read_rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    readers = {column: _reader(column, [row[column] for row in rows]) for column in (rows[0] if rows else ())}
    return [{spreadsheets.original(column): readers[column](cell) for column, cell in row.items() if cell != ""} for row in rows]


def _reader(column: str, cells: Iterable[str]) -> Callable[[str], Any]:
    """Return what turns a cell of the column back into its value."""
    dtype = _KNOWN[column].dtype if column in _KNOWN else None
    if dtype is not None:
        readers: dict[str, Callable[[str], Any]] = {INT: int, NUMBER: float, FLAG: _as_flag}
        return readers.get(dtype, spreadsheets.original)
    for reader in (int, float, _as_flag):
        if all(_fits(reader, cell) for cell in cells if cell != ""):
            return reader
    return spreadsheets.original


def _fits(reader: Callable[[str], Any], cell: str) -> bool:
    try:
        reader(cell)
    except ValueError:
        return False
    return True


def _as_flag(cell: str) -> bool:
    if cell not in ("true", "false"):
        raise ValueError(f"{cell!r} is not true or false")
    return cell == "true"
