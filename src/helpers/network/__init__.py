"""From `mentions` to `pairs`, `edges` and a graph: who meets whom, how often, and on which words that rests."""

from helpers.network.asking import find_members, neighbours, path_between, path_evidence, who_stands_between
from helpers.network.backbones import backbone, backbone_table
from helpers.network.changes import changing_edges
from helpers.network.comparison import compare_networks, compare_nodes, describe_comparison
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
from helpers.network.histories import edge_history, entity_history, networks_by_period
from helpers.network.meetings import Window
from helpers.network.pairs import crowded_units, find_pairs
from helpers.network.parts import Part, count_edges_in_parts, split_by_report
from helpers.network.periods import count_by_period, split_periods
from helpers.network.selecting import Corpus, filter_ties, select_articles, select_corpus
from helpers.network.significance import Selection, significant
from helpers.network.structure import describe_nodes, find_communities
from helpers.network.two_mode import project, two_mode

__all__ = [
    "Corpus",
    "Part",
    "Selection",
    "Window",
    "backbone",
    "backbone_table",
    "build_graph",
    "changing_edges",
    "compare_networks",
    "compare_nodes",
    "count_by_period",
    "count_edges",
    "count_edges_in_parts",
    "crowded_units",
    "describe_comparison",
    "describe_nodes",
    "edge_history",
    "edges_from_mentions",
    "ego_network",
    "entity_history",
    "evidence",
    "filter_graph",
    "filter_ties",
    "find_communities",
    "find_entity",
    "find_members",
    "find_pairs",
    "neighbours",
    "networks_by_period",
    "nodes_and_edges",
    "path_between",
    "path_evidence",
    "project",
    "read_csv",
    "read_gexf",
    "read_graphml",
    "read_json",
    "select_articles",
    "select_corpus",
    "significant",
    "split_by_report",
    "split_periods",
    "strongest_part",
    "two_mode",
    "who_stands_between",
    "write_csv",
    "write_gexf",
    "write_graph_files",
    "write_graphml",
    "write_json",
]
