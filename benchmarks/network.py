"""Mentions to edges, counted and tested, beside a plain loop and other tools: `make bench`.

Plain loops in the same run: (a) sets, `itertools.combinations` and a networkx graph that holds one weight per edge, and (a+) the
same loop keeping what the table `edges` holds (sentences, articles, reports, outlets, dates). Other tools run in environments of
their own under the system's folder for temporary files, as separate processes; one that cannot be installed there is a row that
says so. Corpora are generated and seeded: articles that name 10 entities in one sentence, a name the rarer the higher its number,
one article in eleven being a copy.

    python benchmarks/network.py            the rungs of 100 and 100,000 articles, permutation, bootstrap, other tools
    python benchmarks/network.py large      a network of about 10 million edges, with its peak memory
    python benchmarks/network.py alone      the first without other tools

Ratios are of wall time, best of several runs; where the machine does other work at the same time, read those of processor time.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import networkx as nx
import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from helpers.network import edges_from_mentions, find_pairs
from helpers.network.blocks import find_blocks
from helpers.network.chance import fit_chance
from helpers.network.meetings import read_occurrences
from helpers.network.permutation import permutation_tail
from helpers.network.significance import bootstrap_weights
from helpers.tables import DATE, empty_table

NO_SENTENCES = empty_table("sentences")
PER_ARTICLE = 10
GOALS = {100: (1, 1), 100_000: (20, 8)}  # times the plain loop: counted, and counted and tested
N_PERMUTATIONS, N_BOOTSTRAP, N_RESAMPLED = 99, 200, 2_000
N_OTHERS = {"textnets": 1_000, "renard": 200}
PACKAGES = {"textnets": "textnets", "renard": "renard-pipeline"}
INSTALL_SECONDS, RUN_SECONDS = 1_200, 600


class Corpus(NamedTuple):
    """What counting reads."""

    mentions: pd.DataFrame
    articles: pd.DataFrame
    entities: pd.DataFrame


class Seconds(NamedTuple):
    """One measurement, the best of several runs."""

    wall: float
    processor: float


def generate(n_articles: int, *, n_names: int, per_article: int = PER_ARTICLE, exponent: float = 0.8, seed: int = 0) -> Corpus:
    """Make a corpus in which nobody is tied to anybody."""
    rng = np.random.default_rng(seed)
    frequency = 1 / np.arange(1, n_names + 1) ** exponent
    name = rng.choice(n_names, size=(n_articles, per_article), p=frequency / frequency.sum()).ravel()
    article = np.repeat(np.arange(n_articles), per_article)
    names = pd.array([f"p{number:06d}" for number in range(n_names)], dtype="str")
    ids = pd.array([f"{number:016x}" for number in range(n_articles)], dtype="str")
    one = pd.array(["person", "name", "stated"], dtype="str")
    number = np.arange(n_articles)
    mentions = pd.DataFrame(
        {
            "article_id": ids.take(article),
            "sentence": pd.array(np.zeros(len(article), dtype=np.int64), dtype="Int64"),
            "kind": one.take(np.zeros(len(article), dtype=np.int64)),
            "entity_id": names.take(name),
            "how": one.take(np.ones(len(article), dtype=np.int64)),
        }
    )
    articles = pd.DataFrame(
        {
            "article_id": ids,
            "cluster_id": ids.take(np.where(number % 11 == 10, number - 1, number)),
            "outlet": pd.array([f"outlet {n}" for n in range(50)], dtype="str").take(number % 50),
            "published": (pd.Timestamp("2024-01-01", tz="UTC") + pd.to_timedelta(number % 700, unit="D")).astype(DATE),
            "published_quality": one.take(np.full(n_articles, 2)),
        }
    )
    listed = names.take(np.unique(name))
    entities = pd.DataFrame({"entity_id": listed, "kind": "person", "countries": [[]] * len(listed)})
    return Corpus(mentions, articles, entities)


def count(corpus: Corpus, **options: bool) -> pd.DataFrame:
    """Count edges, and test them with `assess=True`."""
    mentions, articles, entities = corpus
    return edges_from_mentions(mentions, NO_SENTENCES, articles, entities, read_titles=False, **options)


def units_of(mentions: pd.DataFrame) -> dict[tuple[str, int], set[str]]:
    """Return the names of every sentence."""
    units: dict[tuple[str, int], set[str]] = {}
    for article, sentence, name in zip(mentions["article_id"], mentions["sentence"], mentions["entity_id"], strict=True):
        units.setdefault((article, sentence), set()).add(name)
    return units


def plain_loop(corpus: Corpus) -> nx.Graph:
    """Count one weight per edge."""
    graph = nx.Graph()
    for names in units_of(corpus.mentions).values():
        for one, two in combinations(sorted(names), 2):
            if graph.has_edge(one, two):
                graph[one][two]["weight"] += 1
            else:
                graph.add_edge(one, two, weight=1)
    return graph


def plain_loop_of_all_columns(corpus: Corpus) -> nx.Graph:
    """Count what `edges` counts."""
    columns = ("article_id", "cluster_id", "outlet", "published")
    facts = {row[0]: row[1:] for row in zip(*(corpus.articles[c] for c in columns), strict=True)}
    graph = nx.Graph()
    for (article, _), names in units_of(corpus.mentions).items():
        report, outlet, published = facts[article]
        for one, two in combinations(sorted(names), 2):
            if not graph.has_edge(one, two):
                graph.add_edge(one, two, n=0, articles=set(), reports=set(), outlets=set(), first=published, last=published)
            edge = graph[one][two]
            edge["n"] += 1
            edge["articles"].add(article)
            edge["reports"].add(report)
            edge["outlets"].add(outlet)
            edge["first"], edge["last"] = min(edge["first"], published), max(edge["last"], published)
    return graph


def best_of(n_runs: int, run: Callable[[], object]) -> Seconds:
    """Return the shortest of several runs."""
    times = []
    for _ in range(n_runs):
        wall, processor = time.perf_counter(), time.process_time()
        run()
        times.append((time.perf_counter() - wall, time.process_time() - processor))
    return Seconds(*(min(column) for column in zip(*times, strict=True)))


def measure_rung(n_articles: int) -> list[str]:
    """Time one corpus size; the plain loops run once where they take long."""
    corpus = generate(n_articles, n_names=max(200, n_articles // 5))
    check_same(corpus)
    n_plain, n_ours = (1, 3) if n_articles > 10_000 else (30, 30)
    plain, full = best_of(n_plain, lambda: plain_loop(corpus)), best_of(n_plain, lambda: plain_loop_of_all_columns(corpus))
    rows = [f"| {n_articles:,} | (a) plain loop, weight only | {shown(plain)} | | | |"]
    rows.append(f"| {n_articles:,} | (a+) plain loop, all columns | {shown(full)} | | | |")
    ways = {
        "counted": {},
        "counted and tested": {"assess": True, "describe": False},
        "counted, tested, with association measures and p_exact": {"assess": True},
    }
    for (way, options), goal in zip(ways.items(), (*GOALS.get(n_articles, ("", "")), ""), strict=True):
        ours = best_of(n_ours, lambda options=options: count(corpus, **options))
        times = [f"{other.wall / ours.wall:.1f} ({other.processor / ours.processor:.1f})" for other in (plain, full)]
        rows.append(f"| {n_articles:,} | {way} | {shown(ours)} | {times[0]} | {times[1]} | {goal} |")
    return rows


def check_same(corpus: Corpus) -> None:
    """Refuse to time what does not come to the same numbers (on 1,000 articles at most)."""
    some = corpus.mentions[corpus.mentions["article_id"].isin(corpus.articles["article_id"][:1000])]
    part = corpus._replace(mentions=some)
    graph, edges = plain_loop_of_all_columns(part), count(part)
    expected = {
        (
            *sorted((one, two)),
            data["n"],
            *(len(data[name]) for name in ("articles", "reports", "outlets")),
            data["first"],
            data["last"],
        )
        for one, two, data in graph.edges(data=True)
    }
    columns = ["source", "target", "n_sentences", "n_articles", "n_reports", "n_outlets", "first_seen", "last_seen"]
    found = set(edges[columns].itertuples(index=False, name=None))
    if found != expected:
        raise SystemExit("the plain loop and the table edges differ")


def shown(seconds: Seconds) -> str:
    """Return wall and processor time as two cells' worth of text."""
    return f"{seconds.wall:.4f} ({seconds.processor:.4f})"


def measure_resampling() -> list[str]:
    """Time the permutation and the bootstrap, on a smaller corpus."""
    corpus = generate(N_RESAMPLED, n_names=N_RESAMPLED // 5)
    edges = count(corpus)
    found = read_occurrences(corpus.mentions, NO_SENTENCES, window="sentence", include_classes=False, coreference=False)
    report = pd.factorize(corpus.articles.set_index("article_id")["cluster_id"][found.article_ids])[0].astype(np.int32)
    blocks, _ = find_blocks(found, report, window="sentence")
    pairs = find_pairs(corpus.mentions, NO_SENTENCES)
    place = pd.Series(report, index=found.article_ids)[pairs["article_id"]].to_numpy()
    edge, _ = pd.factorize(pairs["source"] + " " + pairs["target"])
    met = np.unique(np.stack([edge, place], axis=1), axis=0)
    chance = fit_chance(blocks, np.bincount(met[:, 1], minlength=len(blocks.entities_of_report)))
    codes = [found.entity_ids.get_indexer(edges[side]).astype(np.int32) for side in ("source", "target")]
    meetings = csr_array((np.ones(len(met)), (met[:, 0], met[:, 1])), shape=(len(edges), len(blocks.entities_of_report)))
    n_reports = edges["n_reports"].to_numpy(dtype=np.int64)
    dealt = best_of(1, lambda: permutation_tail(*codes, n_reports, blocks, chance, n_samples=N_PERMUTATIONS))
    drawn = best_of(1, lambda: bootstrap_weights(meetings, n_samples=N_BOOTSTRAP))
    return [
        f"| {N_RESAMPLED:,} | {N_PERMUTATIONS} permutations of {len(edges):,} edges | {shown(dealt)} | | | |",
        f"| {N_RESAMPLED:,} | {N_BOOTSTRAP} bootstrap samples of {len(edges):,} edges | {shown(drawn)} | | | |",
    ]


# What the other tools run: they read rows of article and name as JSON and print seconds and the number of edges as JSON.
OTHERS = {
    "textnets": """
import collections, json, sys, time
import pandas as pd, textnets as tn
rows = json.load(open(sys.argv[1]))
counts = collections.Counter(map(tuple, rows))
start = time.perf_counter()
listed = [{"label": a, "term": e, "n": n, "term_weight": float(n)} for (a, e), n in counts.items()]
table = pd.DataFrame(listed).set_index("label")
terms = tn.Textnet(table, min_docs=1, connected=False).project(node_type="term")
print(json.dumps([time.perf_counter() - start, terms.ecount()]))
""",
    "renard": """
import json, sys, time
from renard.pipeline.character_unification import Character
from renard.pipeline.core import Mention
from renard.pipeline.graph_extraction import CoOccurrencesGraphExtractor
rows = json.load(open(sys.argv[1]))
sentences, mentions, last = [], {}, None
for place, (article, name) in enumerate(rows):
    if article != last:
        sentences.append([])
    last = article
    sentences[-1].append(name)
    mentions.setdefault(name, []).append(Mention([name], place, place + 1))
people = {Character(frozenset([name]), found) for name, found in mentions.items()}
step = CoOccurrencesGraphExtractor(co_occurrences_dist=(0, "sentences"))
start = time.perf_counter()
graph = step(people, sentences)["character_network"]
print(json.dumps([time.perf_counter() - start, graph.number_of_edges()]))
""",
}


def measure_other(tool: str) -> str:
    """Return the row of another tool on a corpus of its own size, beside ours on the same."""
    n_articles = N_OTHERS[tool]
    corpus = generate(n_articles, n_names=max(200, n_articles // 5))
    try:
        python = build_environment(tool)
        seconds, n_edges = run_other(tool, python, corpus)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        return f"| {n_articles:,} | {tool} | could not be run: {why(error)} | | | |"
    ours = best_of(10, lambda: count(corpus, assess=True))
    return (
        f"| {n_articles:,} | {tool}, {n_edges:,} edges | {seconds:.4f} | | | counted, tested and described in {ours.wall:.4f} s: "
        f"{seconds / ours.wall:.0f} times as fast |"
    )


def why(error: Exception) -> str:
    """Return the reason in a few words."""
    if isinstance(error, subprocess.TimeoutExpired):
        return f"not done after {error.timeout:.0f} s"
    lines = [line for line in (getattr(error, "stderr", None) or str(error)).splitlines() if line and "WARNING" not in line]
    return lines[-1][:120] if lines else type(error).__name__


def build_environment(tool: str) -> Path:
    """Install a tool outside the project; return its Python."""
    folder = Path(tempfile.gettempdir()) / "helpers-bench" / tool
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True, capture_output=True, text=True)
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PACKAGES[tool]]
        subprocess.run(install, check=True, capture_output=True, text=True, timeout=INSTALL_SECONDS)
        (folder / "ready").touch()
    return python


def run_other(tool: str, python: Path, corpus: Corpus) -> tuple[float, int]:
    """Return seconds and edges of another tool."""
    with tempfile.TemporaryDirectory() as folder:
        rows = corpus.mentions[["article_id", "entity_id"]].to_numpy().tolist()
        path = Path(folder) / "rows.json"
        path.write_text(json.dumps(rows), encoding="utf-8")
        command = [python, "-c", OTHERS[tool], path]
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=RUN_SECONDS)
    seconds, n_edges = json.loads(done.stdout.strip().splitlines()[-1])
    return float(seconds), int(n_edges)


def measure_large(n_articles: int = 127_485) -> None:
    """Count and test a network of about 10 million edges, in this process alone."""
    corpus = generate(n_articles, n_names=150_000, per_article=15, exponent=0.6)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    wall = time.perf_counter()
    edges = count(corpus, assess=True, describe=False)
    wall = time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{n_articles:,} articles, {len(edges):,} edges counted and tested in {wall:.0f} s")
    print(f"peak memory {peak:.2f} GB, {before:.2f} GB of it before counting")
    print(f"{edges['q'].notna().mean():.0%} tested, {(edges['q'] <= 0.05).sum():,} with q ≤ 0.05")


def main() -> None:
    """Measure and print."""
    if "large" in sys.argv:
        return measure_large()
    print("| articles | what | seconds (processor) | times (a) | times (a+) | goal, times (a) |\n|---|---|---|---|---|---|")
    for n_articles in GOALS:
        print("\n".join(measure_rung(n_articles)), flush=True)
    print("\n".join(measure_resampling()), flush=True)
    for tool in () if "alone" in sys.argv else OTHERS:
        print(measure_other(tool), flush=True)
    return None


if __name__ == "__main__":
    main()
