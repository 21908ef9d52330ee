"""Names and kinds of the entities that a figure shows."""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd

from helpers.plots.style import kinds_in_order, mark_of


def display_names(entities: pd.DataFrame) -> dict[str, str]:
    """Return the name to show for each entity id; where two entities share a name the id follows in brackets.

    Parameters
    ----------
    entities : DataFrame, one row per entity (`entity_id`, `name`)
    """
    names = entities["name"].fillna(entities["entity_id"]).astype(str)
    shared = names.duplicated(keep=False)
    shown = names.where(~shared, names + " (" + entities["entity_id"].astype(str) + ")")
    return dict(zip(entities["entity_id"], shown, strict=True))


def node_entities(graph: Any) -> pd.DataFrame:
    """Return the nodes of a graph as a table in order of id, one row per entity.

    Columns: `entity_id`, `name`, `kind`, `n_articles`, `strength` (sum of the weights of its ties), `n_ties`.
    """
    strengths = dict(graph.degree(weight="weight"))
    rows = [
        (
            node,
            data.get("name") or str(node),
            data.get("kind", ""),
            data.get("n_articles") or 0,
            strengths[node],
            graph.degree(node),
        )
        for node, data in sorted(graph.nodes(data=True), key=lambda item: str(item[0]))
    ]
    nodes = pd.DataFrame(rows, columns=["entity_id", "name", "kind", "n_articles", "strength", "n_ties"])
    return nodes.assign(name=nodes["entity_id"].map(display_names(nodes)).astype(str))


def graph_ties(graph: Any) -> pd.DataFrame:
    """Return the edges of a graph as a table, one row per tie, weakest first (the order of drawing).

    Columns: `source` < `target`, `weight`, and what else the edges carry.
    """
    rows = [{"source": min(a, b), "target": max(a, b), "weight": 1.0, **data} for a, b, data in graph.edges(data=True)]
    ties = pd.DataFrame(rows, columns=None if rows else ["source", "target", "weight"])
    return ties.sort_values(["weight", "source", "target"], ignore_index=True)


def broken(name: str, *, width: int = 20) -> str:
    """Return a long name on two lines or more, so that its label stays compact."""
    return textwrap.fill(name, width, break_long_words=False, break_on_hyphens=False)


def tally(kinds: pd.Series[str]) -> str:
    """Return how many there are of each kind, in words: "3 people, 1 country"."""
    counts = kinds.value_counts()
    marks = [(mark_of(kind), int(counts[kind])) for kind in kinds_in_order(list(kinds))]
    return ", ".join(f"{count:,} {mark.singular if count == 1 else mark.plural}" for mark, count in marks)
