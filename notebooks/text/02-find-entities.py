# %% [markdown]
# # 2 · Find people, countries and weapons
#
# **The question.** Who and what do the articles name, in whatever spelling?
#
# At the end there are two tables: `mentions` (one row a mention, with its place in the text) and `entities` (one row a person, country,
# weapons system or class of weapon). "Zelenskiy", "Zelensky" and "President Volodymyr Zelenskyy" are one person; "Ukrainian" and "Kyiv"
# (where it stands for the government) count for Ukraine; "F‑16s" and "F-16C" are one aircraft.
#
# **What the numbers do not mean.** A mention is a name in a text, not an act. A name the rules overlook is not in the table: see the
# accuracy section of the README for how often that happens.

# %% tags=["parameters"]
processed = "../data/processed"  # tables of notebook 1; the new ones go there too
raw = "../data/raw"
show_progress = True

# %%
from pathlib import Path

from helpers.entities import build_pipeline, find_mentions, join_names
from helpers.plots import plot_ranked_entities, show, show_table
from helpers.storage import read_table, write_table

articles = read_table(Path(processed), "articles")
sentences = read_table(Path(processed), "sentences")

# %% [markdown]
# ## The pipeline
#
# It is one spaCy pipeline. Every step is a component of its own that can be looked at, swapped or called by hand.

# %%
nlp = build_pipeline()
for name, component in nlp.pipeline:
    print(f"{name:16} {type(component).__name__}")

# %%
found = find_mentions(articles, sentences, nlp, progress=show_progress)
mentions, entities = join_names(found)
write_table(mentions, Path(processed), "mentions")
write_table(entities, Path(processed), "entities")
print(f"{len(mentions):,} mentions of {len(entities):,} entities")

# %% [markdown]
# ## One article, read closely
#
# The first article that names all three kinds, with every mention in its place.

# %%
kinds = mentions.groupby("article_id")["kind"].nunique()
example = articles[articles["article_id"].isin(kinds[kinds >= 3].index)].head(1)
close = mentions[mentions["article_id"].isin(example["article_id"])].merge(entities[["entity_id", "name"]], on="entity_id")
show_table(
    close,
    {"surface": "in the text", "kind": "kind", "name": "entity", "how": "recognised by", "start": "from", "end": "to"},
    n=20,
)

# %% [markdown]
# ## Who is named most

# %%
for kind in ("person", "country", "weapon"):
    show(plot_ranked_entities(entities, kind=kind, n=15))

# %% [markdown]
# ## How names were recognised
#
# A capital counts only where the sentence treats it as a government. A short name is a surname or nickname joined to the full name in the
# same article.

# %%
how = mentions.groupby(["kind", "how"]).size().rename("mentions").reset_index()
show_table(how.sort_values(["kind", "mentions"], ascending=[True, False]))

# %% [markdown]
# ## Names in several spellings

# %%
spelled = entities[(entities["kind"] == "person") & (entities["aliases"].str.len() > 1)].sort_values(
    "n_articles", ascending=False
)
show_table(spelled, {"name": "name", "aliases": "also as", "n_articles": "articles"}, n=12)

# %%
texts = articles.set_index("article_id")["text"]
assert all(texts[m.article_id][m.start : m.end] == m.surface for m in mentions.itertuples())
assert set(mentions["entity_id"]) <= set(entities["entity_id"])

# %% [markdown]
# ## Limits
#
# Two people of one name are one row until somebody tells them apart. A bare surname that could be several people stays by itself. Weapons
# that no table lists are found by their designation or by the words beside them, and can be missed. **Next:** `03-build-network`.

# %%
from helpers.report import versions

print(versions())
