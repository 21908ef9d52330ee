"""Figures of tables and graphs: every function takes data first and `ax=None`, and returns the Axes."""

from helpers.plots.bars import plot_ranked_entities, plot_ranked_ties, ranked_entities_table, ranked_ties_table
from helpers.plots.captions import alt_text, figure_line
from helpers.plots.ego import ego_table, plot_ego
from helpers.plots.labels import place_labels
from helpers.plots.layout import layout
from helpers.plots.matrix import matrix_table, plot_matrix
from helpers.plots.network import network_table, plot_network
from helpers.plots.show import show, show_evidence, show_table
from helpers.plots.style import use_style
from helpers.plots.timeline import (
    articles_timeline_table,
    edge_timeline_table,
    entity_timeline_table,
    plot_articles_timeline,
    plot_edge_timeline,
    plot_entity_timeline,
)

__all__ = [
    "alt_text",
    "articles_timeline_table",
    "edge_timeline_table",
    "ego_table",
    "entity_timeline_table",
    "figure_line",
    "layout",
    "matrix_table",
    "network_table",
    "place_labels",
    "plot_articles_timeline",
    "plot_edge_timeline",
    "plot_ego",
    "plot_entity_timeline",
    "plot_matrix",
    "plot_network",
    "plot_ranked_entities",
    "plot_ranked_ties",
    "ranked_entities_table",
    "ranked_ties_table",
    "show",
    "show_evidence",
    "show_table",
    "use_style",
]
