"""Figures of tables and graphs: every function takes data first and `ax=None`, and returns the Axes."""

from helpers.plots.arcs import arcs_table, plot_arcs
from helpers.plots.bars import plot_ranked_entities, plot_ranked_ties, ranked_entities_table, ranked_ties_table
from helpers.plots.captions import alt_text, days, figure_line
from helpers.plots.communities import communities_table, plot_communities
from helpers.plots.difference import difference_table, plot_difference
from helpers.plots.ego import ego_table, plot_ego
from helpers.plots.events import events_table
from helpers.plots.explorer import explore
from helpers.plots.labels import place_labels
from helpers.plots.layout import layout
from helpers.plots.matrix import matrix_table, plot_matrix
from helpers.plots.network import network_table, plot_network
from helpers.plots.periods import periods_table, plot_periods
from helpers.plots.saving import save_figure
from helpers.plots.show import show, show_evidence, show_path, show_table, show_tie
from helpers.plots.style import use_style
from helpers.plots.timeline import (
    articles_timeline_table,
    edge_timeline_table,
    entity_timeline_table,
    plot_articles_timeline,
    plot_edge_timeline,
    plot_entity_timeline,
)
from helpers.plots.world import plot_world, world_table

__all__ = [
    "alt_text",
    "arcs_table",
    "articles_timeline_table",
    "communities_table",
    "days",
    "difference_table",
    "edge_timeline_table",
    "ego_table",
    "entity_timeline_table",
    "events_table",
    "explore",
    "figure_line",
    "layout",
    "matrix_table",
    "network_table",
    "periods_table",
    "place_labels",
    "plot_arcs",
    "plot_articles_timeline",
    "plot_communities",
    "plot_difference",
    "plot_edge_timeline",
    "plot_ego",
    "plot_entity_timeline",
    "plot_matrix",
    "plot_network",
    "plot_periods",
    "plot_ranked_entities",
    "plot_ranked_ties",
    "plot_world",
    "ranked_entities_table",
    "ranked_ties_table",
    "save_figure",
    "show",
    "show_evidence",
    "show_path",
    "show_table",
    "show_tie",
    "use_style",
    "world_table",
]
