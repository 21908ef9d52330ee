"""Who meets which: a matrix of two kinds of entities, with its numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from helpers.plots.captions import caption, joined, leader, new_axes, number, say_nothing
from helpers.plots.names import display_names
from helpers.plots.ordering import clustered_order
from helpers.plots.style import FAINT, INK, log_share, mark_of, styled
from helpers.plots.ties import between_kinds, named_ties

SHADES = LinearSegmentedColormap.from_list("slate", ["#eef1f6", "#c0cadc", "#8495b5", "#1f2d4d"])


@styled
def plot_matrix(
    edges: pd.DataFrame,
    entities: pd.DataFrame,
    *,
    rows: str = "country",
    columns: str = "weapon",
    n: int = 20,
    with_home: bool = False,
    order: str = "cluster",
    value: str = "weight",
    unit: str = "independent reports",
    blank: str = "never named together",
    title: str | None = None,
    subtitle: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw how often each entity of one kind is named with each of another, as shaded cells with numbers.

    Parameters
    ----------
    edges : DataFrame, one row per pair (`source`, `target`, `is_home`, `weight`)
    entities : DataFrame, one row per entity (`entity_id`, `name`, `kind`)
    rows, columns : kinds; the same kind twice gives a symmetric matrix
    n : how many rows and how many columns at most, the strongest
    with_home : whether a weapon with its maker's country and a person with a country of theirs count; else hatched
    order : "cluster" puts entities with like ties side by side, "strength" the strongest first
    value : the column of `edges` in the cells
    unit : what one unit of the value is
    blank : what an empty cell means, where `edges` are only some of the pairs that met
    title, subtitle : None writes the title from the numbers
    ax : axes to draw on; None makes a figure

    Returns
    -------
    Axes
    """
    table = matrix_table(edges, entities, rows=rows, columns=columns, n=n, with_home=with_home, order=order, value=value)
    axes = new_axes(ax, width_in=float(np.clip(3.2 + 0.42 * table.shape[1], 6.5, 12)), height_in=2.7 + 0.29 * len(table))
    what = mark_of(rows).plural if rows == columns else f"{mark_of(rows).plural} and {mark_of(columns).plural}"
    if table.empty:
        return say_nothing(axes, _nothing(rows, columns, with_home=with_home), title=title or what.capitalize())
    _draw_cells(axes, table)
    _draw_names(axes, table)
    has_home = rows != columns and bool(table.isna().to_numpy().any())
    note = joined(f"cells: {unit}", f"blank: {blank}", "hatched: at home (own country, own maker)" if has_home else "")
    caption(axes, title or _finding(table, what), joined(subtitle, note), alt=_alt(table, what, unit=unit))
    return axes


def matrix_table(
    edges: pd.DataFrame,
    entities: pd.DataFrame,
    *,
    rows: str = "country",
    columns: str = "weapon",
    n: int = 20,
    with_home: bool = False,
    order: str = "cluster",
    value: str = "weight",
) -> pd.DataFrame:
    """Return the numbers behind `plot_matrix`.

    Returns
    -------
    DataFrame, one row per entity of kind `rows`, one column per entity of kind `columns` (names), in the order of the
    figure; 0 where the two never met, missing where the tie is one of home and `with_home` is False, and on the diagonal

    Raises
    ------
    ValueError
        Where `order` is neither "cluster" nor "strength".
    """
    if order not in ("cluster", "strength"):
        raise ValueError(f'order is {order!r}; it is "cluster" or "strength"')
    ties = between_kinds(named_ties(edges, entities, value=value), rows, columns)
    counted = ties if with_home else ties[~ties["is_home"]]
    strongest_rows = _strongest(counted, "source", value, n)
    met = counted[counted["source"].isin(strongest_rows)]
    strongest_columns = strongest_rows if rows == columns else _strongest(met, "target", value, n)
    counts = counted.pivot_table(index="source", columns="target", values=value, aggfunc="sum", fill_value=0)
    counts = counts.reindex(index=strongest_rows, columns=strongest_columns).astype(float)
    # an entity whose ties all fell outside the cut would be a blank line
    counts = counts.loc[(counts > 0).any(axis=1), (counts > 0).any(axis=0)]
    if order == "cluster":
        counts = _clustered(counts, symmetric=rows == columns)
    counts = _without(counts, ties[ties["is_home"]] if not with_home else ties.head(0))
    names = display_names(entities)
    return counts.rename(index=names, columns=names).rename_axis(index=rows, columns=columns)


def _strongest(ties: pd.DataFrame, end: str, value: str, n: int) -> list[str]:
    sums = ties.groupby(end)[value].sum().reset_index().sort_values([value, end], ascending=[False, True])
    return list(sums[end].head(n))


def _clustered(counts: pd.DataFrame, *, symmetric: bool) -> pd.DataFrame:
    """Put rows with like ties side by side, and columns too."""
    shares = log_share(counts.to_numpy())
    across = clustered_order(shares)
    down = across if symmetric else clustered_order(shares.T)
    return counts.iloc[across, down]


def _without(counts: pd.DataFrame, home: pd.DataFrame) -> pd.DataFrame:
    """Return `counts` with the cells of `home` and the diagonal missing."""
    masked = counts.copy()
    for source, target in zip(home["source"], home["target"], strict=True):
        if source in masked.index and target in masked.columns:
            masked.loc[source, target] = np.nan
    for entity in masked.index.intersection(masked.columns):
        masked.loc[entity, entity] = np.nan
    return masked


def _draw_cells(ax: Axes, table: pd.DataFrame) -> None:
    values = table.to_numpy(dtype=float)
    shares = np.where(values > 0, log_share(values), np.nan)
    ax.imshow(np.ma.masked_invalid(shares), cmap=SHADES, vmin=0, vmax=1, aspect="auto")
    for (i, j), value in np.ndenumerate(values):
        if np.isnan(value):
            ax.add_patch(Rectangle((j - 0.5, i - 0.5), 1, 1, facecolor="white", edgecolor=FAINT, hatch="////", linewidth=0))
        elif value > 0:
            ax.text(j, i, number(value), ha="center", va="center", fontsize=7.5, color=_ink_on(float(shares[i, j])))


def _ink_on(share: float) -> str:
    """Return the ink that reads better on a cell of this shade."""
    luminance = float(np.dot(np.array(SHADES(share)[:3]) ** 2.2, [0.2126, 0.7152, 0.0722]))
    return INK if luminance > 0.24 else "white"


def _draw_names(ax: Axes, table: pd.DataFrame) -> None:
    ax.set_xticks(range(table.shape[1]), table.columns, rotation=45, ha="right", rotation_mode="anchor")
    ax.set_yticks(range(len(table)), table.index)
    for label in [*ax.get_xticklabels(), *ax.get_yticklabels()]:
        label.set_parse_math(False)
    ax.set_xticks(np.arange(table.shape[1] + 1) - 0.5, minor=True)
    ax.set_yticks(np.arange(len(table) + 1) - 0.5, minor=True)
    ax.grid(which="minor", color="#e3e6ea", linewidth=0.8)
    ax.tick_params(which="both", length=0)
    ax.spines[:].set_visible(False)


def _nothing(rows: str, columns: str, *, with_home: bool) -> str:
    other = "another" if rows == columns else "a"
    beyond = "" if with_home else ", ties at home (own country, own maker) aside"
    return f"No matrix to draw: no {mark_of(rows).singular} is named together with {other} {mark_of(columns).singular}{beyond}."


def _finding(table: pd.DataFrame, what: str) -> str:
    if leader(table.to_numpy(dtype=float)) is None:
        return f"Which {what} are named together"
    row, column = _highest(table)
    return f"{row} and {column} are named together most often"


def _highest(table: pd.DataFrame) -> tuple[str, str]:
    values = table.fillna(-1).to_numpy(dtype=float)
    i, j = divmod(int(values.argmax()), values.shape[1])
    return str(table.index[i]), str(table.columns[j])


def _alt(table: pd.DataFrame, what: str, *, unit: str) -> str:
    row, column = _highest(table)
    filled = int((table.fillna(0) > 0).to_numpy().sum())
    top = number(float(table.fillna(-1).to_numpy(dtype=float).max()))
    size = f"Matrix of {what}, {len(table)} by {table.shape[1]}; {filled} cells are not empty"
    return f"{size}. Highest, in {unit}: {row} with {column} ({top})."
