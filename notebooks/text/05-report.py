# %% [markdown]
# # Who is tied to whom, and on whose word

# %% tags=["parameters"]
processed = "../data/processed"  # tables of notebooks 1 to 3
raw = "../data/raw"
title = "Who is tied to whom, and on whose word"  # heading of the page
entity = ""  # id, name or alias: only this one, its partners and their ties; empty for all
since = ""  # first day of publication, such as "2024-01-31"; empty for no bound
until = ""  # last day of publication
evidence = "full"  # sentences as they stand; "short": at most 25 words round the names; "none": their places alone
q = 0.05  # of the ties that are drawn, about this share may be there by chance
max_nodes = 120  # the network figure leaves out the weakest ties until it has no more nodes than this
n_evidence = 15  # strongest ties whose sentences are printed
seed = 20
show_progress = True

# %%
from pathlib import Path

from IPython.display import Markdown

from helpers import network, plots
from helpers.plots import show, show_evidence, show_table
from helpers.report import data_fingerprint, methods, scope, versions
from helpers.storage import read_note, read_table
from helpers.summary import NOT_AN_ALLIANCE, escape_markdown, summarise

tables = ("articles", "sentences", "mentions", "entities", "pairs")
everything = network.Corpus(*(read_table(Path(processed), table) for table in tables))
rejected, note = read_table(Path(processed), "rejected"), read_note(Path(processed), "edges")
limits = {name: note[name] for name in ("window", "max_entities_per_unit") if name in note}

# %%
chosen = network.select_articles(everything.articles, since=since or None, until=until or None)
corpus = network.select_corpus(everything, chosen)
articles, sentences, mentions, entities, pairs = corpus
edges = network.count_edges(pairs, articles, entities, mentions=mentions, sentences=sentences, **limits)
graph = network.build_graph(entities, edges)
centre = network.find_entity(graph, entity) if entity else ""
graph = network.ego_network(graph, centre) if centre else graph
edges = network.nodes_and_edges(graph)[1] if centre else edges
selection = network.significant(edges, q=q)
drawn = network.filter_graph(network.build_graph(entities, selection.edges))
name = graph.nodes[centre]["name"] if centre else ""
line = plots.figure_line(articles, unit="independent reports")

# %% tags=["title"]
print(title)

# %% [markdown]
# ## In short

# %%
about = entities[entities["entity_id"].isin(graph)]
short = summarise(articles, rejected, mentions[mentions["entity_id"].isin(graph)], about, edges)
covered = scope(note=chosen.attrs["note"], entity=name, evidence=evidence)
Markdown(f"{escape_markdown(short)}\n\n{escape_markdown(covered)}\n\n**{NOT_AN_ALLIANCE}**")

# %% [markdown]
# ## Explore
#
# Search, filter and click: every tie opens to its sentences. The explorer holds all ties, also those that were not told from chance.

# %%
measures = network.describe_nodes(graph, seed=seed)
plots.explore(
    graph,
    articles=articles,
    sentences=sentences,
    mentions=mentions,
    pairs=pairs,
    communities=measures,
    evidence=evidence,
    seed=seed,
)

# %% [markdown]
# ## The network
#
# The sentence below the figure says which ties are drawn.

# %%
strong, min_reports = network.strongest_part(drawn, max_nodes=max_nodes)
threshold = f"ties in at least {min_reports} reports" if min_reports > 1 else ""
line_network = plots.figure_line(articles, unit="independent reports", threshold=threshold)
positions = plots.layout(strong, seed=seed)
heading = f"{strong.number_of_edges():,} ties beyond chance among {len(strong):,} names" if selection.is_filtered else None
show(plots.plot_network(strong, positions=positions, title=heading, subtitle=line_network))
Markdown(escape_markdown(selection.sentence))

# %% [markdown]
# ## The strongest ties
#
# Counted in independent reports: copies of one text count once. The thin line is the 95 % interval. A leader with their own country and a
# weapon with its maker are left aside.

# %%
show(plots.plot_ranked_ties(selection.edges, entities, subtitle=line))

# %% [markdown]
# ## Which country, which weapon

# %%
show(plots.plot_matrix(edges, entities, rows="country", columns="weapon", q=q, subtitle=line))

# %% [markdown]
# ## Which person, which country

# %%
show(plots.plot_matrix(edges, entities, rows="person", columns="country", q=q, subtitle=line))

# %% [markdown]
# ## Over time

# %%
ranked = about.sort_values(["n_articles", "entity_id"], ascending=[False, True])
first = [ranked.loc[ranked["kind"] == kind, "entity_id"].head(1) for kind in ("person", "weapon")]
top = [centre] if centre else [entity_id for ids in first for entity_id in ids]
for entity_id in top:
    show(plots.plot_entity_timeline(mentions, articles, entity_id, entities=entities))

# %% [markdown]
# ## Evidence
#
# The sentences behind the strongest ties, each with its outlet, date and file.

# %%
known = entities.set_index("entity_id")
ties = plots.ranked_ties_table(selection.edges, entities, n=n_evidence)
for source, target in zip(ties["source"], ties["target"], strict=True):
    words = network.evidence(pairs, articles, sentences, mentions, source, target)
    both = known.loc[[source, target]]
    display(show_evidence(words, title=" and ".join(both["name"]), kinds=list(both["kind"]), n=5, quote=evidence))

# %% [markdown]
# ## What was read
#
# Articles by outlet, and what could not be read.

# %%
by_outlet = articles.groupby("outlet", dropna=False).agg(articles=("article_id", "size"), copies=("is_copy", "sum"))
display(show_table(by_outlet.reset_index().sort_values(["articles", "outlet"], ascending=[False, True])))
display(show_table(rejected, {"path": "file", "row": "row", "reason": "not read because"}))

# %% [markdown]
# ## Method
#
# How the numbers were made, with every threshold.

# %%
display(show_table(methods(**limits, q=q, seed=seed), {"step": "step", "how": "how"}))
print(f"articles {data_fingerprint(articles)}")
print(versions())
