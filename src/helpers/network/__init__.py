"""From `mentions` to `pairs`, `edges` and a graph: who meets whom, how often, and on which words that rests."""

from helpers.network.edges import count_edges, edges_from_mentions
from helpers.network.evidence import evidence
from helpers.network.export import (
    read_csv,
    read_gexf,
    read_graphml,
    read_json,
    write_csv,
    write_gexf,
    write_graph_files,
    write_graphml,
    write_json,
)
from helpers.network.graph import build_graph, ego_network, filter_graph, find_entity, nodes_and_edges, strongest_part
from helpers.network.meetings import Window
from helpers.network.pairs import crowded_units, find_pairs
from helpers.network.significance import Selection, significant
from helpers.network.structure import describe_nodes

__all__ = [
    "Selection",
    "Window",
    "build_graph",
    "count_edges",
    "crowded_units",
    "describe_nodes",
    "edges_from_mentions",
    "ego_network",
    "evidence",
    "filter_graph",
    "find_entity",
    "find_pairs",
    "nodes_and_edges",
    "read_csv",
    "read_gexf",
    "read_graphml",
    "read_json",
    "significant",
    "strongest_part",
    "write_csv",
    "write_gexf",
    "write_graph_files",
    "write_graphml",
    "write_json",
]
