"""Small hand-made inputs for the plots, and a random network of any size; every figure is closed after its test."""

from collections.abc import Callable, Iterator

import matplotlib as mpl
import matplotlib.pyplot as plt
import networkx as nx
import numpy as np
import pandas as pd
import pytest

mpl.use("Agg")

_KINDS = {"UA": "country", "RU": "country", "DE": "country", "patriot": "weapon", "iskander": "weapon", "ada": "person"}
_NAMES = {"UA": "Ukraine", "RU": "Russia", "DE": "Germany", "patriot": "Patriot", "iskander": "Iskander", "ada": "Ada Bell"}
_SYLLABLES = ["ka", "ro", "mi", "len", "dor", "vash", "tu", "shen", "el", "grad", "ov", "nia"]


@pytest.fixture(autouse=True)
def _close_figures() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture
def entities() -> pd.DataFrame:
    counts = {"UA": 20, "RU": 10, "DE": 5, "patriot": 8, "iskander": 4, "ada": 2}
    return pd.DataFrame([{"entity_id": i, "kind": k, "name": _NAMES[i], "n_articles": counts[i]} for i, k in _KINDS.items()])


@pytest.fixture
def edges() -> pd.DataFrame:
    rows = [
        ("UA", "patriot", 7.0, False),
        ("DE", "patriot", 3.0, False),
        ("RU", "iskander", 9.0, True),
        ("UA", "iskander", 2.0, False),
        ("RU", "UA", 5.0, False),
        ("DE", "ada", 1.0, False),
    ]
    return pd.DataFrame(rows, columns=["source", "target", "weight", "is_home"])


@pytest.fixture
def graph(entities: pd.DataFrame, edges: pd.DataFrame) -> nx.Graph:
    made = nx.Graph()
    for row in entities.to_dict("records"):
        made.add_node(row.pop("entity_id"), **row)
    for row in edges.to_dict("records"):
        made.add_edge(row.pop("source"), row.pop("target"), first_seen=None, last_seen=None, **row)
    return made


@pytest.fixture
def articles() -> pd.DataFrame:
    """Six articles: a1 and a2 are copies of one report; a5 has no date; the date of a6 cannot be true."""
    dates = ["2024-01-31", "2024-02-01", "2024-02-10", "2024-04-05", None, "2031-01-01"]
    return pd.DataFrame(
        {
            "article_id": [f"a{i}" for i in range(1, 7)],
            "published": pd.to_datetime(pd.Series(dates), utc=True),
            "published_quality": ["stated"] * 4 + ["missing", "implausible"],
            "cluster_id": ["a1", "a1", "a3", "a4", "a5", "a6"],
        }
    )


@pytest.fixture
def random_graph() -> Callable[[int], nx.Graph]:
    """Return a maker of networks with heavy-tailed weights, names of many lengths, and two small components."""

    def make(n_nodes: int) -> nx.Graph:
        draw, made = np.random.default_rng(4), nx.Graph()
        for i in range(n_nodes):
            name = " ".join(
                "".join(draw.choice(_SYLLABLES, draw.integers(1, 5))).capitalize() for _ in range(draw.integers(1, 4))
            )
            kind = ["person", "country", "weapon"][i % 3]
            made.add_node(f"n{i:03d}", name=name, kind=kind, n_articles=int(1 + draw.pareto(1) * 3))
        popular = 1 / np.arange(1, n_nodes - 3) ** 0.8
        for _ in range(3 * n_nodes):
            a, b = draw.choice(n_nodes - 4, 2, replace=False, p=popular / popular.sum())
            made.add_edge(f"n{a:03d}", f"n{b:03d}", weight=float(np.ceil(draw.pareto(1.2))))
        for i in (n_nodes - 4, n_nodes - 2):
            made.add_edge(f"n{i:03d}", f"n{i + 1:03d}", weight=1.0)
        return made

    return make
