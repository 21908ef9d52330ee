# %% [markdown]
# # 3 · Build the network
#
# **The question.** Which of them are named together, in how many independent reports?
#
# At the end there are the tables `pairs` (one row a meeting: the evidence) and `edges` (one row a pair), and the same network as GraphML,
# GEXF, JSON and CSV for Gephi, Cytoscape and spreadsheets.
#
# **What the numbers do not mean.** To stand in one sentence is not to be allied, to meet or to own. "Putin condemned the delivery of
# Patriots" ties Putin to the Patriot.

# %% tags=["parameters"]
processed = "../data/processed"  # tables of notebooks 1 and 2; the new ones go there too
raw = "../data/raw"
window = "sentence"  # where two names meet: "sentence", "paragraph", "article" or a number of sentences
max_entities_per_unit = 50  # a list of more names than this makes no pairs
q = 0.05  # of the ties that are drawn, about this share may be there by chance
example = "AZ"  # whose ties are looked at closely: an id of the table entities
seed = 20
show_progress = True

# %%
from pathlib import Path

from helpers import network
from helpers.plots import show_table
from helpers.storage import read_table, write_table

articles, sentences, mentions, entities = (
    read_table(Path(processed), t) for t in ("articles", "sentences", "mentions", "entities")
)
names = entities.set_index("entity_id")["name"]

# %% [markdown]
# ## Meetings
#
# A pair counts once for each unit, however often a name is repeated in it, and is judged on its own words: a third name changes nothing.

# %%
limits = {"window": window, "max_entities_per_unit": max_entities_per_unit}
pairs = network.find_pairs(mentions, sentences, articles=articles, **limits)
edges = network.count_edges(pairs, articles, entities, mentions=mentions, sentences=sentences, **limits)
write_table(pairs, Path(processed), "pairs", note=limits)
write_table(edges, Path(processed), "edges", note=limits)
crowded = network.crowded_units(mentions, sentences, **limits)
print(f"{len(pairs):,} meetings of {len(edges):,} pairs; {len(crowded)} units named too many to count")

# %% [markdown]
# ## More than chance?
#
# Two names that are everywhere meet often and mean nothing by it. So every tie is put to a test. **The question:** had each name been
# dealt out anew over the reports, as often as it is named and into reports as crowded as they are, in how many would these two have met?
# That is `expected`. **p** is how often chance alone would give as many meetings as there were, or more.
#
# Among thousands of pairs some small p are luck. **q** allows for that: of all ties with q ≤ 0.05, about one in twenty is there by chance.
# It is no measure of how strong a tie is, or how true; the sentences decide that.
#
# **The unit is the report**, not the sentence and not the article: a text repeats its names, and forty papers that print one agency's text
# are one witness. A reprint changes no p. `p_exact` is the plain test on sentences, which does not know this: it finds far too much.
#
# A name in very few reports cannot pass whatever it does; it is not tested, and its ties say so in `untested`.

# %%
selection = network.significant(edges, q=q)
print(selection.sentence)

# %% [markdown]
# ### An example
#
# Take one country and read a line so: it met the other in so many reports; chance would have given `by chance`. In the sample corpus
# Azerbaijan is named in few reports. It met Pakistan far more often than names so rare would by luck, so q is small and the tie stands.
# With the United States it met about as often as any two names that are named so often. And one single meeting, with however rare a
# weapon, shows nothing yet: its q is large, or it could not be tested at all.

# %%
close = edges[(edges["source"] == example) | (edges["target"] == example)].sort_values(
    ["n_reports", "p"], ascending=[False, True]
)
close = close.assign(one=close["source"].map(names), other=close["target"].map(names))
labels = {"one": "one", "other": "other", "n_reports": "reports", "expected": "by chance", "p": "p", "q": "q"}
show_table(close, labels | {"untested": "untested"}, n=10)

# %% [markdown]
# ## The strongest ties
#
# `weight` is the number of independent reports in which the two met, `low` to `high` its 95 % interval. Ties of a person with their own
# country, or of a weapon with its maker's, are true and dull: they are marked `is_home` and left aside here. Shown are those that passed
# the test.

# %%
ties = selection.edges[~selection.edges["is_home"]]
ties = ties.sort_values(["weight", "n_sentences", "source", "target"], ascending=[False, False, True, True])
ties = ties.assign(one=ties["source"].map(names), other=ties["target"].map(names))
labels = {
    "one": "one",
    "other": "other",
    "n_reports": "reports",
    "weight_low": "low",
    "weight_high": "high",
    "expected": "by chance",
}
labels |= {"q": "q", "npmi": "NPMI", "n_articles": "articles", "first_seen": "first", "last_seen": "last"}
show_table(ties, labels, n=15)

# %% [markdown]
# ## The graph and its measures
#
# `degree` counts partners, `strength` adds up the weights, `betweenness` tells who lies on the shortest paths between others, `community`
# is a group that is tied more closely inside than outside (Leiden; its numbers have no meaning of their own).

# %%
graph = network.build_graph(entities, edges)
measures = network.describe_nodes(graph, seed=seed).merge(entities[["entity_id", "name", "kind"]], on="entity_id")
columns = {"name": "name", "degree": "partners", "strength": "strength", "betweenness": "betweenness", "community": "community"}
show_table(measures.sort_values(["strength", "entity_id"], ascending=[False, True]), columns, n=15)

# %%
files = network.write_graph_files(graph, Path(processed))
print(", ".join(path.name for path in files))

# %%
assert all(edges["source"] < edges["target"])
assert edges["n_sentences"].sum() == len(pairs)
assert all(edges["n_reports"] <= edges["n_articles"])
assert (edges["q"] >= edges["p"] - 1e-12).loc[edges["q"].notna()].all()

# %% [markdown]
# ## Limits
#
# The test knows how often names occur, not why: two who stand in every text on one subject belong to the subject, not to one another.
# The file of the network holds every pair that met, tested or not; figures and pages draw those that passed. **Next:** `04-explore`.

# %%
from helpers.report import versions

print(versions())
