"""Ties as tables, with the names and kinds of both ends: what the bars and the matrix read."""

from __future__ import annotations

import pandas as pd

from helpers.plots.names import display_names


def named_ties(edges: pd.DataFrame, entities: pd.DataFrame, *, value: str = "weight") -> pd.DataFrame:
    """Return the edges with the name and kind of both ends, strongest first.

    Parameters
    ----------
    edges : DataFrame, one row per pair (`source`, `target`, `is_home`, and the column that `value` names)
    entities : DataFrame, one row per entity (`entity_id`, `name`, `kind`)
    value : the column that says how strong a tie is; a tie where it is missing is left out

    Returns
    -------
    DataFrame, one row per tie: the columns of `edges` and `source_name`, `source_kind`, `target_name`, `target_kind`

    Raises
    ------
    ValueError
        Where `edges` has no column `value`, or an end of an edge is not in `entities`.
    """
    if value not in edges:
        raise ValueError(f"edges have no column {value!r}; they have {', '.join(map(str, edges.columns))}")
    names, kinds = display_names(entities), dict(zip(entities["entity_id"], entities["kind"], strict=True))
    ends = pd.concat([edges["source"], edges["target"]])
    if (unknown := ends[~ends.isin(list(names))]).size:
        raise ValueError(f"edges name {unknown.iloc[0]!r}, which has no row in entities; pass the entities table of the same run")
    ties = edges.dropna(subset=[value]).assign(
        source_name=lambda t: t["source"].map(names).astype("str"),
        source_kind=lambda t: t["source"].map(kinds).astype("str"),
        target_name=lambda t: t["target"].map(names).astype("str"),
        target_kind=lambda t: t["target"].map(kinds).astype("str"),
    )
    return ties.sort_values([value, "source", "target"], ascending=[False, True, True], ignore_index=True)


def between_kinds(ties: pd.DataFrame, rows: str, columns: str) -> pd.DataFrame:
    """Return the ties of a `rows` kind with a `columns` kind, turned so that `source` is the former.

    Within one kind every tie comes twice, once each way round, as a symmetric matrix needs it.
    """
    turned = ties.rename(columns=lambda c: _turned(str(c)))[list(ties.columns)]
    both = pd.concat([ties, turned], ignore_index=True)
    return both[(both["source_kind"] == rows) & (both["target_kind"] == columns)].reset_index(drop=True)


def _turned(column: str) -> str:
    if column.startswith("source"):
        return column.replace("source", "target", 1)
    return column.replace("target", "source", 1) if column.startswith("target") else column
