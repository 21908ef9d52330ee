# %% [markdown]
# # Dossier: one entity

# %% tags=["parameters"]
processed = "../data/processed"  # tables of notebooks 1 to 3
raw = "../data/raw"
entity = ""  # id, name or alias; empty for the weapon that is tied to most others
since = ""  # first day of publication, such as "2024-01-31"; empty for no bound
until = ""  # last day of publication
evidence = "full"  # sentences as they stand; "short": at most 25 words round the names; "none": their places alone
q = 0.05
n_evidence = 8  # ties whose sentences are printed
seed = 20
show_progress = True

# %%
from pathlib import Path

from IPython.display import Markdown

from helpers import network, plots
from helpers.plots import show, show_evidence, show_table
from helpers.report import data_fingerprint, methods, scope, versions
from helpers.storage import read_note, read_table
from helpers.summary import NOT_AN_ALLIANCE, describe_entity, escape_markdown

tables = ("articles", "sentences", "mentions", "entities", "pairs")
everything = network.Corpus(*(read_table(Path(processed), table) for table in tables))
note = read_note(Path(processed), "edges")
limits = {name: note[name] for name in ("window", "max_entities_per_unit") if name in note}

# %%
chosen = network.select_articles(everything.articles, since=since or None, until=until or None)
articles, sentences, mentions, entities, pairs = network.select_corpus(everything, chosen)
edges = network.count_edges(pairs, articles, entities, mentions=mentions, sentences=sentences, **limits)
graph = network.build_graph(entities, edges)
measures = network.describe_nodes(graph, seed=seed).merge(entities[["entity_id", "kind"]], on="entity_id")
likely = measures.assign(other=measures["kind"] != "weapon")
likely = likely.sort_values(["other", "degree", "entity_id"], ascending=[True, False, True])
centre = network.find_entity(graph, entity or likely["entity_id"].iloc[0])
about = entities.set_index("entity_id").loc[centre]
line = plots.figure_line(articles, unit="independent reports")

# %% tags=["title"]
print(f"Dossier: {about['name']}")

# %% [markdown]
# ## In short

# %%
partners = network.neighbours(graph, centre, pairs=pairs, articles=articles)
covered = scope(note=chosen.attrs["note"], evidence=evidence)
short = describe_entity(about, partners)
Markdown(f"{escape_markdown(short)}\n\n{escape_markdown(covered)}\n\n**{NOT_AN_ALLIANCE}**")

# %% [markdown]
# ## Partners

# %%
show(plots.plot_ego(graph, centre, subtitle=line))
labels = {"name": "name", "kind": "kind", "n_reports": "reports", "n_articles": "articles", "q": "q"}
show_table(partners, labels | {"first_seen": "first", "last_seen": "last"}, n=25)

# %% [markdown]
# ## When it was named

# %%
show(plots.plot_entity_timeline(mentions, articles, centre, entities=entities))

# %% [markdown]
# ## Rising and fading
#
# Ties of which the second half of the time tells more, or less, than the first.

# %%
changes = network.changing_edges(pairs, articles, mentions=mentions)
own = changes[(changes["source"] == centre) | (changes["target"] == centre)].copy()
own["partner"] = own["source"].where(own["target"] == centre, own["target"]).map(entities.set_index("entity_id")["name"])
often = own[own["n_before"] + own["n_after"] >= 3]
print(f"{own['q'].notna().sum()} of {len(own)} ties are in enough reports to be tested; shown: {len(often)} of three or more.")
labels = {"partner": "partner", "n_before": "reports before", "n_after": "reports after", "q": "q"}
show_table(often.sort_values(["p", "partner"]), labels, n=12)

# %% [markdown]
# ## Evidence
#
# The sentences behind its strongest ties, each with its outlet, date and file.

# %%
known = entities.set_index("entity_id")
for partner in partners["entity_id"].head(n_evidence):
    words = network.evidence(pairs, articles, sentences, mentions, centre, partner)
    both = known.loc[[centre, partner]]
    display(show_evidence(words, title=" and ".join(both["name"]), kinds=list(both["kind"]), n=4, quote=evidence))

# %% [markdown]
# ## Method

# %%
display(show_table(methods(**limits, q=q, seed=seed), {"step": "step", "how": "how"}))
print(f"articles {data_fingerprint(articles)}")
print(versions())
