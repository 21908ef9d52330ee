"""Mentions to edges, counted and tested, beside a plain loop and other tools: `make bench`.

Plain loops in the same run: (a) sets, `itertools.combinations` and a networkx graph that holds one weight per edge, and (a+) the
same loop keeping what the table `edges` holds (sentences, articles, reports, outlets, dates). Other tools run in environments of
their own (`network_tools`). Corpora are generated and seeded: articles that name 10 entities in one sentence, a name the rarer
the higher its number, one article in eleven being a copy.

    python benchmarks/network.py             everything
    python benchmarks/network.py --small     the same with small corpora, to try it out
    python benchmarks/network.py --alone     without other tools
    python benchmarks/network.py --large     the network of about 10 million edges alone, with its peak memory

Ways are timed in turns, the best of several runs each; ratios are of processor time, which other work on the machine changes
least.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import combinations, pairwise
from typing import NamedTuple

import igraph
import network_tools
import networkx as nx
import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from helpers.network import edges_from_mentions, find_pairs
from helpers.network.blocks import find_blocks
from helpers.network.chance import fit_chance
from helpers.network.meetings import read_occurrences
from helpers.network.parts import count_edges_in_parts, split_by_report
from helpers.network.permutation import permutation_tail
from helpers.network.significance import bootstrap_weights
from helpers.tables import DATE, empty_table

NO_SENTENCES = empty_table("sentences")
PER_ARTICLE = 10
N_PERMUTATIONS, N_BOOTSTRAP = 99, 200
N_SPRING = 50  # rounds of the force model, the same for both libraries
TESTED = {"assess": True, "describe": False}


class Sizes(NamedTuple):
    """How much is measured."""

    rungs: dict[int, tuple[int, int]]  #: articles, and how many times as fast as (a): counted, and counted and tested
    growing: tuple[int, ...]
    resampled: int
    nodes: int
    large: int
    others: dict[str, int]


WHOLE = Sizes(
    {100: (1, 1), 100_000: (20, 8)}, (12_500, 25_000, 50_000, 100_000), 2_000, 2_000, 127_485, {"textnets": 1_000, "renard": 200}
)
SMALL = Sizes({100: (1, 1), 2_000: (1, 1)}, (1_000, 2_000, 4_000), 200, 300, 2_000, {"textnets": 100, "renard": 50})


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


def time_in_turns(ways: dict[str, Callable[[], object]], *, n_rounds: int, n_runs: int = 1) -> dict[str, Seconds]:
    """Return the shortest run of each way; every round runs each of them `n_runs` times."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for _ in range(n_rounds):
        for name, run in ways.items():
            for _ in range(n_runs):
                wall, processor = time.perf_counter(), time.process_time()
                run()
                times[name].append((time.perf_counter() - wall, time.process_time() - processor))
    return {name: Seconds(*(min(column) for column in zip(*runs, strict=True))) for name, runs in times.items()}


def row(size: int | str, what: str, seconds: Seconds | None, *notes: str) -> str:
    """Return a row of the table: size, what, wall and processor seconds, up to two ratios, what was asked."""
    size = f"{size:,}" if isinstance(size, int) else size
    times = f"{seconds.wall:.4g} | {seconds.processor:.4g}" if seconds else " | "
    return f"| {size} | {what} | {times} | " + " | ".join([*notes, *[""] * (3 - len(notes))]) + " |"


def measure_rung(n_articles: int, goals: tuple[int, int]) -> list[str]:
    """Time one corpus size."""
    corpus = generate(n_articles, n_names=max(200, n_articles // 5))
    check_same(corpus)
    ours: dict[str, Callable[[], object]] = {
        "counted": lambda: count(corpus),
        "counted and tested": lambda: count(corpus, **TESTED),
        "counted, tested, with association measures and p_exact": lambda: count(corpus, assess=True),
    }
    plain = {"(a) plain loop, weight only": lambda: plain_loop(corpus)}
    plain |= {"(a+) plain loop, all columns": lambda: plain_loop_of_all_columns(corpus)}
    n_rounds, n_runs = (2, 1) if n_articles > 10_000 else (15, 10) if n_articles < 1_000 else (3, 2)
    times = time_in_turns(plain | ours, n_rounds=n_rounds, n_runs=n_runs)
    asked = dict(zip(ours, goals, strict=False))
    return [row(n_articles, way, times[way]) for way in plain] + [
        row(n_articles, way, times[way], *(f"{times[other].processor / times[way].processor:.2g}" for other in plain))[:-2]
        + (f"{asked[way]}" if way in asked else "")
        + " |"
        for way in ours
    ]


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


def measure_resampling(n_articles: int) -> list[str]:
    """Time the permutation and the bootstrap, on a smaller corpus."""
    corpus = generate(n_articles, n_names=n_articles // 5)
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
    ways: dict[str, Callable[[], object]] = {
        f"{N_PERMUTATIONS} permutations of {len(edges):,} edges": lambda: permutation_tail(
            *codes, n_reports, blocks, chance, n_samples=N_PERMUTATIONS
        ),
        f"{N_BOOTSTRAP} bootstrap samples of {len(edges):,} edges": lambda: bootstrap_weights(meetings, n_samples=N_BOOTSTRAP),
    }
    return [row(n_articles, way, seconds) for way, seconds in time_in_turns(ways, n_rounds=1).items()]


def measure_growth(sizes: tuple[int, ...]) -> list[str]:
    """Time corpora that double: 2 is linear in pairs."""
    found = {}
    for n_articles in sizes:
        corpus = generate(n_articles, n_names=max(200, n_articles // 5))
        found[n_articles] = time_in_turns({"": lambda corpus=corpus: count(corpus, **TESTED)}, n_rounds=2)[""]
    rows = [row(sizes[0], "growth: counted and tested", found[sizes[0]])]
    for half, whole in pairwise(sizes):
        ratio = f"{found[whole].processor / found[half].processor:.2f} times half as many"
        rows.append(row(whole, "growth: counted and tested", found[whole], ratio))
    return rows


def measure_parts(n_articles: int) -> list[str]:
    """Time counting part by part, in this process, beside counting at once."""
    corpus = generate(n_articles, n_names=max(200, n_articles // 5))
    parts = list(split_by_report(corpus.mentions, NO_SENTENCES, corpus.articles, n_articles=max(n_articles // 8, 1)))
    times = time_in_turns(
        {
            "at once, tested": lambda: count(corpus, **TESTED),
            "in 8 parts, tested": lambda: count_edges_in_parts(parts, corpus.entities, read_titles=False, describe=False),
        },
        n_rounds=2,
    )
    return [row(n_articles, way, seconds) for way, seconds in times.items()]


def measure_graphs(n_nodes: int) -> list[str]:
    """Time betweenness and the force model of igraph beside those of networkx, each from its own kind of graph."""
    plain = nx.gnm_random_graph(n_nodes, 5 * n_nodes, seed=0)
    fast = igraph.Graph(n=n_nodes, edges=sorted(plain.edges))
    ways: dict[str, dict[str, Callable[[], object]]] = {
        "betweenness": {"networkx": lambda: nx.betweenness_centrality(plain), "igraph": lambda: fast.betweenness(directed=False)},
        f"layout, {N_SPRING} rounds": {
            "networkx": lambda: nx.spring_layout(plain, iterations=N_SPRING, seed=0),
            "igraph": lambda: fast.layout_fruchterman_reingold(niter=N_SPRING, grid=False),
        },
    }
    rows = []
    for what, pair in ways.items():
        times = time_in_turns(pair, n_rounds=1)
        rows.append(row(f"{n_nodes:,} nodes", f"{what}, networkx", times["networkx"]))
        ratio = times["networkx"].processor / times["igraph"].processor
        rows.append(row(f"{n_nodes:,} nodes", f"{what}, igraph", times["igraph"], f"{ratio:.0f} times networkx", "", "30"))
    return rows


def measure_other(tool: str, n_articles: int) -> str:
    """Time another tool on a corpus of a size that it can do, and ours on the same."""
    corpus = generate(n_articles, n_names=max(200, n_articles // 5))
    found = network_tools.run_tool(tool, corpus.mentions[["article_id", "entity_id"]].to_numpy().tolist())
    if isinstance(found, str):
        return row(n_articles, f"{tool}: could not be run: {found}", None)
    ours = time_in_turns({"": lambda: count(corpus, assess=True)}, n_rounds=10)[""]
    said = f"{tool}, {found.n_edges:,} edges; ours, tested and described, {ours.processor:.4f} s"
    return row(
        n_articles, said, Seconds(found.wall, found.processor), f"ours is {found.processor / ours.processor:.0f} times as fast"
    )


def measure_large(n_articles: int) -> list[str]:
    """Count and test a network of about 10 million edges; in a process of its own, whose peak memory is read."""
    corpus = generate(n_articles, n_names=max(200, n_articles * 150 // 127), per_article=15, exponent=0.6)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    wall, processor = time.perf_counter(), time.process_time()
    edges = count(corpus, **TESTED)
    seconds = Seconds(time.perf_counter() - wall, time.process_time() - processor)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    memory = f"peak {peak:.2f} GB, {before:.2f} GB of it before counting"
    shares = f"{edges['q'].notna().mean():.0%} tested, {(edges['q'] <= 0.05).sum():,} with q ≤ 0.05"
    return [row(n_articles, f"counted and tested: {len(edges):,} edges; {shares}", seconds, memory, "", "8 GB")]


def main() -> None:
    """Measure and print row by row."""
    parser = argparse.ArgumentParser(description="Time the step from mentions to edges.")
    for option in ("small", "alone", "large"):
        parser.add_argument(f"--{option}", action="store_true")
    options = parser.parse_args()
    sizes = SMALL if options.small else WHOLE
    if options.large:
        return print("\n".join(measure_large(sizes.large)))
    print("| articles | what | seconds | processor | times (a) | times (a+) | asked |\n|---|---|---|---|---|---|---|", flush=True)
    steps: list[Callable[[], list[str]]] = [lambda n=n, goals=goals: measure_rung(n, goals) for n, goals in sizes.rungs.items()]
    steps += [lambda: measure_resampling(sizes.resampled), lambda: measure_growth(sizes.growing)]
    steps += [lambda: measure_parts(sizes.growing[0]), lambda: measure_graphs(sizes.nodes)]
    if not options.alone:
        steps += [lambda tool=tool, n=n: [measure_other(tool, n)] for tool, n in sizes.others.items()]
    for step in steps:
        print("\n".join(step()), flush=True)
    subprocess.run([sys.executable, __file__, "--large", *(["--small"] if options.small else [])], check=True)
    return None


if __name__ == "__main__":
    main()
