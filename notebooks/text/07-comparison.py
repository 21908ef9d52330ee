# %% [markdown]
# # Comparison: two periods

# %% tags=["parameters"]
processed = "../data/processed"  # tables of notebooks 1 to 3
raw = "../data/raw"
split = ""  # first day of the second period, such as "2024-01-01"; empty for the day that halves the dated articles
since = ""  # first day of the first period, such as "2024-01-31"; empty for no bound
until = ""  # last day of the second period
evidence = "full"  # sentences as they stand; "short": at most 25 words round the names; "none": their places alone
q = 0.05
n_evidence = 6  # ties whose sentences are printed
max_nodes = 60
seed = 20
show_progress = True

# %%
from pathlib import Path

from IPython.display import Markdown

from helpers import network, plots
from helpers.plots import show, show_evidence, show_table
from helpers.report import data_fingerprint, methods, scope, versions
from helpers.storage import read_note, read_table
from helpers.summary import NOT_AN_ALLIANCE, escape_markdown

tables = ("articles", "sentences", "mentions", "entities", "pairs")
everything = network.Corpus(*(read_table(Path(processed), table) for table in tables))
note = read_note(Path(processed), "edges")
limits = {name: note[name] for name in ("window", "max_entities_per_unit") if name in note}

# %%
import pandas as pd

dated = network.select_articles(everything.articles, since=since or "0001-01-01", until=until or None)
days = dated["published"].sort_values(ignore_index=True)
middle = pd.Timestamp(split, tz="UTC") if split else days.iloc[len(days) // 2].normalize() if len(days) else pd.NaT
before = dated[dated["published"] < middle]
after = dated[dated["published"] >= middle]
one, two = (network.select_corpus(everything, part) for part in (before, after))
labels = tuple(plots.days(part["published"]) for part in (before, after))
print(" / ".join(f"{label}: {len(part):,} articles" for label, part in zip(labels, (before, after), strict=True)))

# %% tags=["title"]
print("Comparison: " + " against ".join(labels))

# %% [markdown]
# ## In short

# %%
comparison = network.compare_networks(one, two)
entities = everything.entities
short = network.describe_comparison(comparison, labels=labels, q=q)
covered = scope(note=dated.attrs["note"], evidence=evidence)
Markdown(f"{escape_markdown(short)}\n\n{escape_markdown(covered)}\n\n**{NOT_AN_ALLIANCE}**")

# %% [markdown]
# ## What differs
#
# Each line is a tie: the share of the reports of either period in which the two met. Ties that differ by more than chance are marked.

# %%
show(plots.plot_difference(comparison, entities, labels=labels, q=q))

# %% [markdown]
# ## The two networks
#
# An entity stands in the same place in both.

# %%
graphs = {}
for label, part in zip(labels, (one, two), strict=True):
    edges = network.count_edges(
        part.pairs, part.articles, part.entities, mentions=part.mentions, sentences=part.sentences, **limits
    )
    graphs[label] = network.filter_graph(network.build_graph(part.entities, edges))
show(plots.plot_periods(graphs, max_nodes=max_nodes, seed=seed))

# %% [markdown]
# ## Who is named more, who less

# %%
nodes = network.compare_nodes(one, two)
columns = {"name": "name", "n_reports_one": labels[0], "n_reports_two": labels[1], "q": "q"}
show_table(nodes.sort_values(["p", "entity_id"]), columns, n=20)

# %% [markdown]
# ## Evidence
#
# Sentences behind the ties that differ most, from either period.

# %%
known = entities.set_index("entity_id")
ties = plots.difference_table(comparison, entities, n=n_evidence, q=q)
for source, target in zip(ties["source"], ties["target"], strict=True):
    words = network.evidence(everything.pairs, everything.articles, everything.sentences, everything.mentions, source, target)
    both = known.loc[[source, target]]
    display(show_evidence(words, title=" and ".join(both["name"]), kinds=list(both["kind"]), n=4, quote=evidence))

# %% [markdown]
# ## Method

# %%
display(show_table(methods(**limits, q=q, seed=seed), {"step": "step", "how": "how"}))
print(f"articles {data_fingerprint(dated)}")
print(versions())
