# %% [markdown]
# # 1 · Read the articles
#
# **The question.** What is in the folder, who published it, when, and how much of it is the same text twice?
#
# At the end there are three tables in `processed`: `articles` (one row a text), `sentences` (one row a sentence) and `rejected` (one row a file
# or row that could not be read, with the reason). Every file of the folder is in the first or in the last.
#
# **What the numbers do not mean.** A folder is a choice somebody made. More articles about a country say that more were collected, not that
# more happened there.

# %% tags=["parameters"]
raw = "../data/raw"  # folder of articles, in any format of the README
processed = "../data/processed"  # where the tables go
columns = {}  # for tables, the column of a field where its name does not tell: {"text": "Story"}
max_file_mb = 50  # larger files are refused
follow_links = False  # whether links that lead out of the folder are read
show_progress = True

# %%
from pathlib import Path

from helpers.articles import read_articles
from helpers.plots import plot_articles_timeline, show, show_table
from helpers.storage import write_table

# %% [markdown]
# ## Read
#
# Each format has its reader; debris of scraping (menus, counters, share lines) is cut away as whole lines; title, date, outlet and the
# news agency credited are looked for. What is not there stays missing.

# %%
limits = {"columns": columns, "max_file_mb": max_file_mb, "follow_links": follow_links}
articles, sentences, rejected = read_articles(Path(raw), **limits, progress=show_progress)
for name, table in {"articles": articles, "sentences": sentences, "rejected": rejected}.items():
    write_table(table, Path(processed), name)

# %%
print(f"{len(articles)} articles, {len(sentences)} sentences, {articles['n_words'].sum():,} words; {len(rejected)} rejected")
show_table(articles, {"path": "file", "title": "title", "outlet": "outlet", "published": "published"}, n=8)

# %% [markdown]
# ## What was not read
#
# Nothing is dropped in silence: a file that is broken, empty or no text stands here with its reason.

# %%
show_table(rejected, {"path": "file", "row": "row", "reason": "why"})

# %% [markdown]
# ## Who published, and when
#
# A date counts as *stated* where the file gives it, as *inferred* where it stands in the first lines or in the file's name. Weekday names
# and file times are never dates.

# %%
by_outlet = articles.groupby("outlet", dropna=False).agg(
    articles=("article_id", "size"), copies=("is_copy", "sum"), words=("n_words", "sum")
)
show_table(by_outlet.reset_index().sort_values(["articles", "outlet"], ascending=[False, True]))

# %%
show_table(articles["published_quality"].value_counts().rename_axis("date is").reset_index(name="articles"))

# %%
show(plot_articles_timeline(articles))

# %% [markdown]
# ## The same report twice
#
# Outlets carry one another's copy. Texts that are copies of one another, shortened or under another headline, share a `cluster_id`; the first
# of them is the report, the others have `is_copy`. Later every tie is counted in *independent reports*, so that a reprint is no new evidence.

# %%
clusters = articles[articles.duplicated("cluster_id", keep=False)].sort_values(["cluster_id", "is_copy", "path"])
show_table(
    clusters, {"cluster_id": "report", "is_copy": "copy", "outlet": "outlet", "published": "published", "title": "title"}, n=20
)

# %%
assert articles["article_id"].is_unique
assert all(articles["text"].str.len() > 0)
assert articles.loc[~articles["is_copy"], "cluster_id"].is_unique

# %% [markdown]
# ## Limits
#
# Cleaning works by rules that hold for most news pages: look at a few texts of your own before you trust it. Language is told by common
# words; texts that are not in English keep their row and give no names. **Next:** `02-find-entities`.

# %%
from helpers.report import versions

print(versions())
