"""Small corpora for the explorer's tests: one of hostile text, and generated ones of any size."""

from dataclasses import dataclass, replace

import networkx as nx
import numpy as np
import pandas as pd

from helpers.network import build_graph, count_edges, describe_nodes, find_pairs
from helpers.plots.explorer import Explorer, explore

# each would set `owned` if it ever ran, or break out of where it stands
PAYLOADS = (
    "<script>window.owned = 1</script>",
    "</script><script>window.owned = 2</script>",
    "<!--<script>window.owned = 3",
    "<img src=x onerror='window.owned = 4'>",
    "\"'><svg onload=window.owned=5>",
    "{{ script }} {{ data }} ${window.owned = 6}",
    "line\u2028separator\u2029and \u202eturned",
    "\\u003c/script\\u003e ]]> &lt;b&gt;",
    "=HYPERLINK(\"http://evil.example\",\"click\")",
    "</style><style>*{display:none}</style>",
    "rocket 🚀 and é",
)  # fmt: skip
ADDRESSES = (
    "javascript:window.owned=7",
    "data:text/html,<script>1</script>",
    "https://example.org/a?b=<script>&c='\"",
    "not one",
)
KINDS = ("person", "country", "weapon")


@dataclass(frozen=True)
class Corpus:
    """The tables of a corpus and its graph."""

    articles: pd.DataFrame
    sentences: pd.DataFrame
    mentions: pd.DataFrame
    entities: pd.DataFrame
    pairs: pd.DataFrame
    edges: pd.DataFrame
    graph: nx.Graph

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        return {name: getattr(self, name) for name in ("articles", "sentences", "mentions", "pairs")}

    def counted(self, kept: pd.Series) -> pd.DataFrame:
        """Count the edges anew over the articles for which `kept` is true."""
        ids = self.articles.loc[kept, "article_id"]
        return count_edges(self.pairs[self.pairs["article_id"].isin(ids)], self.articles, self.entities)

    def shuffled(self) -> "Corpus":
        """Return the same tables with their rows in another order."""
        moved = {name: table.sample(frac=1, random_state=3, ignore_index=True) for name, table in self.tables.items()}
        return replace(self, **moved)


def make_corpus(names: list[str], sentences: list[tuple[int, str, tuple[int, ...]]], articles: list[dict]) -> Corpus:
    """Make a corpus.

    `sentences` are (place of the article, words with {} where names stand, places of these names), `articles` rows of `articles`
    without texts.
    """
    ids = [f"n{i:04d}" for i in range(len(names))]
    texts, places, found = ["" for _ in articles], [], []
    for article, pattern, named in sentences:
        words, offset = "", len(texts[article])
        for part, entity in zip(pattern.split("{}"), [*named, None], strict=True):
            words += part
            if entity is not None:
                start = offset + len(words)
                found.append(
                    (article, len(places), start, start + len(names[entity]), names[entity], KINDS[entity % 3], ids[entity])
                )
                words += names[entity]
        places.append((article, offset, offset + len(words)))
        texts[article] += words + " "
    spans = pd.DataFrame(places, columns=["article", "start", "end"])
    spans["sentence"], spans["paragraph"] = spans.groupby("article").cumcount(), 0
    mentions = pd.DataFrame(found, columns=["article", "row", "start", "end", "surface", "kind", "entity_id"])
    mentions["sentence"] = spans["sentence"].to_numpy()[mentions["row"]]
    table = pd.DataFrame(articles).assign(text=texts, article_id=[f"a{i:05d}" for i in range(len(articles))])
    for frame in (spans, mentions):
        frame["article_id"] = table["article_id"].to_numpy()[frame["article"]]
    return _corpus(table, spans.drop(columns="article"), mentions.drop(columns=["article", "row"]), names, ids)


def _corpus(articles: pd.DataFrame, sentences: pd.DataFrame, mentions: pd.DataFrame, names: list[str], ids: list[str]) -> Corpus:
    mentions = mentions.assign(variant=None, how="name", score=np.nan)
    articles = articles.assign(published=pd.to_datetime(articles["published"], utc=True).astype("datetime64[us, UTC]"))
    entities = pd.DataFrame(
        {
            "entity_id": ids,
            "kind": [KINDS[i % 3] for i in range(len(ids))],
            "name": names,
            "aliases": [[f"{name} the Elder"] for name in names],
            "countries": [["UA"] if i % 3 else ["DE", "FR"] for i in range(len(ids))],
            "category": [("missile/cruise_missile", "drone")[i % 2] if i % 3 == 2 else None for i in range(len(ids))],
            "in_knowledge_base": True,
            "n_mentions": 1,
            "n_articles": 1,
        }
    )
    pairs = find_pairs(mentions, sentences, articles=articles)
    edges = count_edges(pairs, articles, entities)
    return Corpus(articles, sentences, mentions, entities, pairs, edges, build_graph(entities, edges))


def hostile_corpus() -> Corpus:
    """Return names, titles, sentences, outlets, paths and addresses that try to act; every payload stands in each place."""
    names = [f"{payload} {i}" for i, payload in enumerate(PAYLOADS)]
    n = len(names)
    articles = [
        {
            "title": PAYLOADS[i % n],
            "path": f"folder/{PAYLOADS[(i + 1) % n]}.txt",
            "outlet": None if i % 5 == 4 else PAYLOADS[(i + 2) % n],
            "url": ADDRESSES[i % len(ADDRESSES)],
            "published": None if i % 7 == 6 else f"2024-{1 + i % 12:02d}-{1 + i % 28:02d}",
            "published_quality": "missing" if i % 7 == 6 else "implausible" if i % 11 == 10 else "stated",
            "cluster_id": f"a{i - (i % 4 == 1):05d}",
            "is_copy": i % 4 == 1,
        }
        for i in range(2 * n)
    ]
    sentences = [
        (i, f"🚀 {PAYLOADS[i % n]} {{}} then {{}} and {{}}.", (i % n, (i + 1) % n, (i * 3 + 2) % n)) for i in range(2 * n)
    ]
    sentences = [(i, p, named) for i, p, named in sentences if len(set(named)) == 3 and p.count("{}") == 3]
    return make_corpus(names, sentences, articles)


def generated_corpus(n_nodes: int, n_ties: int, n_sentences: int, n_articles: int, *, n_words: int = 22) -> Corpus:
    """Return a corpus of so many names, ties, sentences and articles, with heavy-tailed ties; the same at every call."""
    draw = np.random.default_rng(6)
    syllables = ["ka", "ro", "mi", "len", "dor", "vash", "tu", "shen", "el", "grad", "ov", "nia"]
    names = [" ".join("".join(draw.choice(syllables, 3)).capitalize() for _ in range(2)) + f" {i}" for i in range(n_nodes)]
    share = 1 / np.arange(5, n_nodes + 5) ** 0.7
    ties: dict[tuple[int, int], None] = {}
    while len(ties) < n_ties:
        drawn = draw.choice(n_nodes, (n_ties, 2), p=share / share.sum())
        ties.update(dict.fromkeys((int(min(a, b)), int(max(a, b))) for a, b in drawn if a != b))
    pairs = list(ties)[:n_ties]
    rows = [*range(n_ties), *(int(n_ties * x**3) for x in draw.random(n_sentences - n_ties))]
    filler = " ".join(draw.choice(syllables, n_words - 4))
    sentences = [(k % n_articles, f"Word{k} {{}} {filler} {{}}.", pairs[row]) for k, row in enumerate(rows)]
    articles = [
        {
            "title": f"Report {i} of the day",
            "path": f"folder/{i}.txt",
            "outlet": f"Outlet {i % 15}",
            "url": f"https://example.org/{i}",
            "published": f"{2022 + i % 3}-{1 + i % 12:02d}-{1 + i % 28:02d}",
            "published_quality": "stated",
            "cluster_id": f"a{i - (i % 7 == 1):05d}",
            "is_copy": i % 7 == 1,
        }
        for i in range(n_articles)
    ]
    return make_corpus(names, sentences, articles)


def made(corpus: Corpus) -> Explorer:
    """Return an explorer of a generated corpus whose ties have measures, thresholds and communities."""
    graph = corpus.graph.copy()
    for place, (a, b) in enumerate(sorted(graph.edges)):
        graph.edges[a, b].update(npmi=place / 140, q=place / 140, p_disparity=1 - place / 140)
    return explore(graph, **corpus.tables, min_reports=1, communities=describe_nodes(graph), note="A made-up corpus")
