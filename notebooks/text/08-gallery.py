# %% [markdown]
# # 8 · Gallery
#
# **The question.** Which figures are there, and what does each of them show?
#
# Every figure of `helpers.plots`, drawn from the tables of notebooks 1 to 3, with one sentence on when to take it. Each has a twin that
# returns the numbers behind it (`plot_matrix` and `matrix_table`), and `save_figure` writes it as SVG, PDF and PNG.
#
# **What the numbers do not mean.** A tie says that two names stand together in articles. It is no alliance, no trade and no delivery.

# %% tags=["parameters"]
processed = "../data/processed"  # tables of notebooks 1 to 3
raw = "../data/raw"
figures = ""  # folder for the figures as SVG, PDF and PNG; empty to write none
seed = 20
show_progress = True

# %%
from pathlib import Path

import pandas as pd

from helpers import network, plots
from helpers.network import networks_by_period
from helpers.plots import show, show_table
from helpers.storage import read_table

tables = ("articles", "mentions", "entities", "pairs", "edges")
articles, mentions, entities, pairs, edges = (read_table(Path(processed), table) for table in tables)
graph = network.build_graph(entities, edges)
line = plots.figure_line(articles, unit="independent reports")


# %%
def present(ax, name):
    """Save the figure where a folder was given, and show it."""
    if figures:
        plots.save_figure(ax, Path(figures), name)
    show(ax)


# %% [markdown]
# ## The network
#
# All at once, from afar. Colour and shape are the kind, the area counts articles, the line width grows with the logarithm of the weight.
# No two names overlap; one that finds no free place goes without.

# %%
strong, min_reports = network.strongest_part(graph, max_nodes=120)
threshold = f"ties in at least {min_reports} reports" if min_reports > 1 else "all ties"
line_network = plots.figure_line(articles, unit="independent reports", threshold=threshold)
positions = plots.layout(strong, seed=seed)
present(plots.plot_network(strong, positions=positions, subtitle=line_network), "network")

# %% [markdown]
# ## The network over time
#
# One panel a quarter. A node keeps its place from panel to panel, and a line of one width is as strong in all of them.

# %%
quarters = networks_by_period(pairs, articles, entities, period="quarter")
present(plots.plot_periods(quarters, period="quarter", max_periods=8, max_nodes=40, seed=seed, subtitle=line), "periods")

# %% [markdown]
# ## One entity and its partners

# %%
measures = network.describe_nodes(graph, seed=seed).merge(entities[["entity_id", "kind"]], on="entity_id")
leading = measures.sort_values(["degree", "entity_id"], ascending=[False, True])
first = {
    kind: (leading.loc[leading["kind"] == kind, "entity_id"].tolist() or [""])[0] for kind in ("person", "country", "weapon")
}
present(plots.plot_ego(graph, first["weapon"], subtitle=line), "ego")

# %% [markdown]
# ## Matrices
#
# Rows with like ties stand side by side, and so do columns: blocks are groups. Nothing is hidden behind anything, as it is in a network.

# %%
present(plots.plot_matrix(edges, entities, rows="country", columns="weapon", subtitle=line), "countries-weapons")

# %%
present(plots.plot_matrix(edges, entities, rows="person", columns="country", subtitle=line), "people-countries")

# %% [markdown]
# ## Countries along a line
#
# Every tie between two countries as an arc; those with like ties are neighbours.

# %%
present(plots.plot_arcs(graph, kind="country", subtitle=line), "arcs")

# %% [markdown]
# ## Countries on a map
#
# The darker a country, the more reports tie it to others; lines are the strongest ties. Borders are those that Germany recognises (Natural Earth,
# public domain), on the Equal Earth projection. A line ties two countries that articles name together; which way it takes means nothing. A tie
# across the Pacific is drawn in two parts: at each edge an arrowhead and a name say to which country it goes on from the other edge.

# %%
present(plots.plot_world(edges, entities, subtitle=line), "world")

# %%
if first["country"]:
    present(plots.plot_world(edges, entities, centre=first["country"], subtitle=line), "world-one")

# %% [markdown]
# ## Ranked ties, with how sure they are
#
# The line across the end of a bar is the 95 % interval of its weight. A full bar met more often than chance would have it; a hollow one may
# owe its length to two frequent names; a hatched one was in too few reports to be tested. Ties at home (a leader with their own country, a
# weapon with its maker's) are left out; `with_home=True` brings them back, pale.

# %%
present(plots.plot_ranked_ties(edges, entities, subtitle=line), "ties")

# %%
present(plots.plot_ranked_entities(entities, n=20, subtitle=line), "entities")

# %% [markdown]
# ## Timelines, with events to compare
#
# Articles a month, copies pale. `events` is a table of dates and names that the reader brings: the figure does not claim that one led to
# the other.

# %%
events = pd.DataFrame(
    [("2022-02-24", "Full-scale invasion of Ukraine"), ("2023-01-25", "Leopard 2 for Ukraine announced"),
     ("2024-11-05", "Election in the United States"), ("2025-08-15", "Meeting in Alaska")],
    columns=["date", "label"],
)  # fmt: skip
present(plots.plot_articles_timeline(articles, events=events), "articles")

# %%
present(plots.plot_entity_timeline(mentions, articles, first["weapon"], entities=entities, events=events), "entity-timeline")

# %%
strongest = plots.ranked_ties_table(edges, entities, n=1)
for source, target in strongest[["source", "target"]].itertuples(index=False):
    present(plots.plot_edge_timeline(pairs, articles, source, target, entities=entities, events=events), "edge-timeline")

# %% [markdown]
# ## Communities
#
# Who is tied more closely with each other than with the rest, the largest group first. Their numbers have no meaning of their own.

# %%
communities = network.describe_nodes(strong, seed=seed)
present(plots.plot_communities(strong, communities, subtitle=line_network), "communities")

# %% [markdown]
# ## The numbers behind a figure
#
# Each figure's twin takes the same tables and returns what was drawn.

# %%
ties = plots.ranked_ties_table(edges, entities, n=8)
labels = {
    "source_name": "one",
    "target_name": "other",
    "weight": "reports",
    "weight_low": "at least",
    "weight_high": "at most",
    "q": "q",
}
show_table(ties, labels)

# %% [markdown]
# ## Limits
#
# Figures of a small corpus show what few articles say. A name without a mark in a figure may be there below its threshold: the line below each
# title says what is left out. All figures are told apart by shape, hatching or brightness too, not by colour alone.

# %%
from helpers.report import versions

print(versions())
