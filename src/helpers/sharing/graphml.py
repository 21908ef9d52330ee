"""GraphML for Cytoscape: every attribute with its type, colours and places among them for a passthrough mapping."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx

from helpers.network import write_graphml
from helpers.sharing.content import Content
from helpers.sharing.looks import plain, tie_widths, with_looks

_NODE_COLUMNS = (
    "kind",
    "category",
    "countries",
    "aliases",
    "n_mentions",
    "n_articles",
    "degree",
    "strength",
    "betweenness",
    "community",
    "first_seen",
    "last_seen",
    "colour",
    "shape",
    "size",
)


def write_cytoscape(content: Content, path: Path) -> list[Path]:
    """Write the network as GraphML. Returns the one path.

    Node attributes: `name` (the name to show), `kind`, counts, measures, `colour`, `shape`, `size`, `x` and `y` (points, down as
    Cytoscape counts); edge attributes: the columns of `edges`, `interaction`, `name` and `width`. Missing values are left out.
    """
    graph = nx.Graph()
    for row in with_looks(content.nodes).to_dict("records"):
        place = {"x": plain(row["left"]), "y": _down(row["up"])}
        graph.add_node(row["entity_id"], name=row["shown"], **{name: plain(row[name]) for name in _NODE_COLUMNS}, **place)
    for row, width in zip(content.ties.to_dict("records"), tie_widths(content.ties), strict=True):
        names = row.pop("source_name"), row.pop("target_name")
        more = {"interaction": "named_with", "name": " - ".join(names), "width": width}
        graph.add_edge(row.pop("source"), row.pop("target"), **{str(name): plain(value) for name, value in row.items()}, **more)
    return [write_graphml(graph, path)]


def _down(up: Any) -> float | None:
    value = plain(up)
    return None if value is None else 0.0 - value
