"""The communities of a network: how large each is, of which kinds, and who holds it together."""

from __future__ import annotations

import textwrap
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import ScaledTranslation

from helpers.plots.captions import caption, counted, joined, leader, new_axes, say_nothing
from helpers.plots.names import node_entities, tally
from helpers.plots.style import INK, kind_handle, kinds_in_order, mark_of, styled

_BAR_HEIGHT, _MEMBERS_GID = 0.36, "members"
_TABLE = ["community", "n_members", "n_ties", "weight_inside", "weight_outside"]
_MEMBERS = ["community", "entity_id", "name", "kind", "n_articles", "strength_inside"]


@styled
def plot_communities(
    graph: Any,
    communities: pd.DataFrame,
    *,
    n_communities: int = 10,
    n_members: int = 8,
    min_size: int = 2,
    title: str | None = None,
    subtitle: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw one row per community: a bar of its members by kind, and below it the names of the strongest.

    Strong is who has the heaviest ties inside the community. The number of a community has no meaning of its own.

    Parameters
    ----------
    graph : networkx.Graph, nodes with `name`, `kind`, `n_articles`, edges with `weight`
    communities : DataFrame, one row per node (`entity_id`, `community`); nodes without one are counted below the title
    n_communities : how many at the most, the largest
    n_members : how many are named of each
    min_size : communities with fewer members are left out
    title, subtitle : None writes the title from the numbers; the subtitle is followed by what is shown
    ax : axes to draw on; None makes a figure

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        Where `communities` lacks a column.
    """
    table, members = communities_table(graph, communities)
    shown = table[table["n_members"] >= min_size].head(n_communities).reset_index(drop=True)
    axes = new_axes(ax, width_in=10, height_in=float(np.clip(1.6 + 0.6 * len(shown), 3, 12)))
    if shown.empty:
        return say_nothing(axes, _nothing(graph), title=title or "Who belongs together")
    inside = members[members["community"].isin(shown["community"])]
    _draw_bars(axes, shown, inside)
    _draw_names(axes, shown, inside, n_members)
    axes.legend(handles=[kind_handle(kind) for kind in kinds_in_order(list(inside["kind"]))], loc="lower right")
    note = joined(subtitle, _note(graph, table, shown, inside))
    caption(axes, title or _finding(shown, inside), note, alt=_alt(shown, inside))
    return axes


def communities_table(graph: Any, communities: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the numbers behind `plot_communities`.

    Returns
    -------
    table : DataFrame, one row per community, the largest first (`community`, `n_members`, `n_ties` and `weight_inside` among
        its members, `weight_outside` with others)
    members : DataFrame, one row per node in a community, the strongest of each first (`community`, `entity_id`, `name`,
        `kind`, `n_articles`, `strength_inside`: the weights of its ties with others of the community)
    """
    if missing := [column for column in ("entity_id", "community") if column not in communities]:
        raise ValueError(f"communities have no column {missing[0]!r}; they need `entity_id` and `community`")
    known = communities.dropna(subset=["community"]).drop_duplicates("entity_id")
    of = dict(zip(known["entity_id"], known["community"], strict=True))
    nodes = node_entities(graph)
    members = nodes[nodes["entity_id"].isin(list(of))].assign(community=lambda t: t["entity_id"].map(of))
    if members.empty:
        return pd.DataFrame(columns=_TABLE), pd.DataFrame(columns=_MEMBERS)
    inner, sums = _weights(graph, of)
    members["strength_inside"] = members["entity_id"].map(inner).fillna(0.0).astype(float)
    table = members.groupby("community").size().rename("n_members").reset_index().join(sums, on="community").fillna(0)
    table = table.sort_values(["n_members", "weight_inside", "community"], ascending=[False, False, True], ignore_index=True)
    order = ["community", "strength_inside", "n_articles", "entity_id"]
    members = members.sort_values(order, ascending=[True, False, False, True], ignore_index=True)
    return table.astype({"n_ties": "int64"})[_TABLE], members[_MEMBERS]


def _weights(graph: Any, of: dict[str, Any]) -> tuple[dict[str, float], pd.DataFrame]:
    """Return the weight of each node's ties inside its community, and the sums of each community."""
    inner: dict[str, float] = {}
    sums: dict[Any, dict[str, float]] = {each: {"n_ties": 0, "weight_inside": 0.0, "weight_outside": 0.0} for each in of.values()}
    for one, two, weight in graph.edges(data="weight", default=1.0):
        if one == two:
            continue
        if one in of and two in of and of[one] == of[two]:
            for node in (one, two):
                inner[node] = inner.get(node, 0.0) + weight
            sums[of[one]]["n_ties"] += 1
            sums[of[one]]["weight_inside"] += weight
            continue
        for node in (one, two):
            if node in of:
                sums[of[node]]["weight_outside"] += weight
    return inner, pd.DataFrame.from_dict(sums, orient="index", columns=["n_ties", "weight_inside", "weight_outside"])


def _draw_bars(ax: Axes, shown: pd.DataFrame, inside: pd.DataFrame) -> None:
    counts = pd.crosstab(inside["community"], inside["kind"]).reindex(shown["community"], fill_value=0)
    rows, left = np.arange(len(shown)), np.zeros(len(shown))
    widest = float(shown["n_members"].max())
    for kind in kinds_in_order(list(inside["kind"])):
        widths = counts[kind].to_numpy(dtype=float)
        ax.barh(rows, widths, left=left, height=_BAR_HEIGHT, color=mark_of(kind).colour, edgecolor="white", linewidth=0.8)
        for row, start, width in zip(rows, left, widths, strict=True):
            if width >= 0.035 * widest:
                _write_count(ax, start + width / 2, float(row), int(width), kind, with_mark=width >= 0.07 * widest)
        left = left + widths
    ax.set_yticks(rows, [f"{i + 1} · {counted(n, 'member')}" for i, n in enumerate(shown["n_members"])])
    ax.set(ylim=(len(shown) - 0.2, -0.45), xlim=(0, widest), xlabel="members")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.tick_params(axis="both", length=0)
    ax.spines[:].set_visible(False)


def _write_count(ax: Axes, x: float, y: float, count: int, kind: str, *, with_mark: bool) -> None:
    """Write how many there are into their part of the bar, behind the shape of the kind: colours are no help in grey."""
    style: dict[str, Any] = {"va": "center", "fontsize": 7.5, "color": "white", "fontweight": "bold"}
    if not with_mark:
        ax.text(x, y, f"{count:,}", ha="center", **style)
        return
    ax.annotate(f"{count:,}", (x, y), xytext=(1, 0), textcoords="offset points", ha="left", **style)
    mark = mark_of(kind)
    place = ax.transData + _shifted(ax, -4.5)
    ax.plot([x], [y], marker=mark.shape, color="white", markersize=4.5, linestyle="none", transform=place)


def _shifted(ax: Axes, x_pt: float) -> Any:
    return ScaledTranslation(x_pt / 72, 0, ax.figure.dpi_scale_trans)


def _draw_names(ax: Axes, shown: pd.DataFrame, inside: pd.DataFrame, n_members: int) -> None:
    share = 0.84 if len(ax.figure.axes) == 1 else ax.get_position().width
    n_letters = max(20, int(share * ax.figure.bbox.width / ax.figure.dpi * 13.5))
    for row, community in enumerate(shown["community"]):
        names = inside.loc[inside["community"] == community, "name"].head(n_members)
        words = _listed(list(names), n_letters)
        ax.text(
            0, row + _BAR_HEIGHT / 2 + 0.06, words, va="top", fontsize=8.5, color=INK, parse_math=False, gid=_MEMBERS_GID
        ).set_in_layout(False)


def _listed(names: list[str], n_letters: int) -> str:
    """Return as many whole names as fit; of a first one that is longer than the line its beginning."""
    lengths = np.cumsum([len(name) + 2 for name in names])
    return textwrap.shorten(", ".join(names[: max(1, int((lengths <= n_letters).sum()))]), n_letters, placeholder=" …")


def _note(graph: Any, table: pd.DataFrame, shown: pd.DataFrame, inside: pd.DataFrame) -> str:
    left_out = graph.number_of_nodes() - len(inside)
    return joined(
        f"the {len(shown):,} largest of {len(table):,} communities" if len(shown) < len(table) else _counted(table),
        "below each bar those with the strongest ties inside it",
        f"{counted(left_out, 'node')} in no community shown" if left_out else "",
    )


def _counted(table: pd.DataFrame) -> str:
    return f"{len(table):,} {'community' if len(table) == 1 else 'communities'}"


def _first_name(inside: pd.DataFrame, community: Any) -> str:
    return str(inside.loc[inside["community"] == community, "name"].iloc[0])


def _finding(shown: pd.DataFrame, inside: pd.DataFrame) -> str:
    first = leader(shown["n_members"])
    if first is None or len(shown) == 1:
        return f"Who belongs together: {_counted(shown)}"
    name = _first_name(inside, shown["community"].iloc[first])
    return f"The largest community, {shown['n_members'].iloc[first]:,} members, is the one round {name}"


def _nothing(graph: Any) -> str:
    count = graph.number_of_nodes()
    if not count:
        return "No communities to draw: the network is empty."
    return f"No communities to draw: {counted(count, 'node')}, but none belongs to a community of more than itself."


def _alt(shown: pd.DataFrame, inside: pd.DataFrame) -> str:
    parts = []
    for community in shown["community"]:
        some = inside[inside["community"] == community]
        parts.append(f"{tally(some['kind'])} round {', '.join(some['name'].head(3))}")
    return f"Bars of {_counted(shown)} by size: {'; '.join(parts)}."
