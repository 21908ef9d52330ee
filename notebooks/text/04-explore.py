# %% [markdown]
# # 4 · Explore
#
# **The question.** Who stands next to whom, since when, and on whose word?
#
# Nothing is written here: this notebook is for looking. Change `entity`, run it again, follow what surprises you back to its sentences.
#
# **What the numbers do not mean.** The picture shows names in the same sentences. Two entities far apart in it are not enemies, and two
# close together are not friends.

# %% tags=["parameters"]
processed = "../data/processed"  # tables of notebooks 1 to 3
raw = "../data/raw"
entity = ""  # id, name or alias to look at closely; empty for the weapon with the most partners
other = ""  # whom to find the way to; empty for the strongest that it is not tied to
max_nodes = 120  # the network figure leaves out the weakest ties until it has no more nodes than this
q = 0.05  # of the ties that are drawn, about this share may be there by chance
seed = 20
show_progress = True

# %%
from pathlib import Path

from helpers import network, plots
from helpers.plots import show, show_evidence, show_path, show_table
from helpers.storage import query, read_table

tables = ("articles", "sentences", "mentions", "entities", "pairs", "edges")
articles, sentences, mentions, entities, pairs, edges = (read_table(Path(processed), table) for table in tables)
graph = network.build_graph(entities, edges)
selection = network.significant(edges, q=q)
drawn = network.filter_graph(network.build_graph(entities, selection.edges))
line = plots.figure_line(articles, unit="independent reports")

# %% [markdown]
# ## The explorer
#
# Search, filter by kind, date and outlet, click a tie for its sentences and a name for its profile. It holds every tie, tested or not.
# Here `picked = explorer.live()` in a cell of its own brings the selection back to Python: `picked.tables()`.

# %%
explorer = plots.explore(
    graph,
    articles=articles,
    sentences=sentences,
    mentions=mentions,
    pairs=pairs,
    communities=network.describe_nodes(graph, seed=seed),
    seed=seed,
)
explorer

# %% [markdown]
# ## The network
#
# The sentence below the figure says which ties are drawn. Positions are computed once, from that network and the seed, and kept,
# so that later figures can be laid beside this one.

# %%
strong, min_reports = network.strongest_part(drawn, max_nodes=max_nodes)
threshold = f"ties in at least {min_reports} reports" if min_reports > 1 else ""
line_network = plots.figure_line(articles, unit="independent reports", threshold=threshold)
positions = plots.layout(strong, seed=seed)
heading = f"{strong.number_of_edges():,} ties beyond chance among {len(strong):,} names" if selection.is_filtered else None
show(plots.plot_network(strong, positions=positions, title=heading, subtitle=line_network))
print(selection.sentence)

# %% [markdown]
# ## Countries and weapons

# %%
show(plots.plot_matrix(edges, entities, rows="country", columns="weapon", q=q, subtitle=line))

# %% [markdown]
# ## People and countries

# %%
show(plots.plot_matrix(edges, entities, rows="person", columns="country", q=q, subtitle=line))

# %% [markdown]
# ## One entity, closely
#
# Its partners, and when it was named.

# %%
measures = network.describe_nodes(graph, seed=seed).merge(entities[["entity_id", "kind"]], on="entity_id")
by_degree = measures.sort_values(["degree", "entity_id"], ascending=[False, True])
likely = [*by_degree.loc[by_degree["kind"] == "weapon", "entity_id"], *by_degree["entity_id"]]
chosen = network.find_entity(graph, entity) if entity else (likely[0] if likely else None)
if chosen:
    show(plots.plot_ego(graph, chosen, subtitle=line))
    show(plots.plot_entity_timeline(mentions, articles, chosen, entities=entities))

# %% [markdown]
# ## One tie, down to its sentences
#
# The strongest tie of that entity that is not with its home country.

# %%
own = edges[(edges["source"] == chosen) | (edges["target"] == chosen)]
own = own.sort_values(["is_home", "weight", "source", "target"], ascending=[True, False, True, True])
tie = tuple(own[["source", "target"]].iloc[0]) if len(own) else None
if tie:
    show(plots.plot_edge_timeline(pairs, articles, *tie, entities=entities))

# %%
known = entities.set_index("entity_id")
if tie:
    words = network.evidence(pairs, articles, sentences, mentions, *tie)
    both = known.loc[list(tie)]
    display(show_evidence(words, title=" and ".join(both["name"]), kinds=list(both["kind"]), n=6))

# %% [markdown]
# ## Who stands between, and on which words
#
# The strongest path between two entities, and the sentences behind each of its steps; then those who are tied to both.

# %%
near = network.ego_network(drawn, chosen, radius=3) if chosen in drawn else drawn.subgraph([])
far = measures[measures["entity_id"].isin(set(near) - {chosen, *drawn.adj.get(chosen, {})})]
others = [network.find_entity(graph, other)] if other else list(far.sort_values("strength", ascending=False)["entity_id"].head(1))
for end in others:
    path = network.path_between(drawn, chosen, end)
    display(show_path(network.path_evidence(path, pairs, articles, sentences, mentions), graph, n=2))
    labels = {
        "name": "between",
        "kind": "kind",
        "weakest_tie": "reports of its weaker tie",
        "share_of_paths": "share of shortest paths",
    }
    display(show_table(network.who_stands_between(graph, chosen, end, n=8), labels))

# %% [markdown]
# ## A whole class
#
# Who is tied to any air defence system?

# %%
labels = {"name": "name", "kind": "kind", "n_ties": "systems", "n_reports": "reports of the strongest", "q": "q"}
try:
    display(show_table(network.neighbours(drawn, "air defence"), labels, n=12))
except ValueError as nothing:
    print(nothing)

# %% [markdown]
# ## Ask in SQL
#
# Every table is a Parquet file; DuckDB answers questions to all of them at once.

# %%
show_table(
    query(
        Path(processed),
        """select e.name as weapon, count(distinct m.article_id) as articles, min(a.published) as first, max(a.published) as last
           from mentions m join entities e using (entity_id) join articles a using (article_id)
           where e.kind = 'weapon' group by all order by articles desc, weapon limit 10""",
    )
)

# %% [markdown]
# ## Limits
#
# A figure of everything shows nothing: the weakest ties are left out above, and the line below each title says which. **Next:** `05-report`.

# %%
from helpers.report import versions

print(versions())
