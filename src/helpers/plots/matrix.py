"""Who meets which: a matrix of two kinds of entities, with its numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from helpers.plots.captions import caption, joined, leader, new_axes, number, say_nothing
from helpers.plots.names import display_names
from helpers.plots.ordering import clustered_order
from helpers.plots.style import FAINT, INK, QUIET, log_share, mark_of, styled
from helpers.plots.ties import between_kinds, named_ties

SHADES = LinearSegmentedColormap.from_list("slate", ["#eef1f6", "#c0cadc", "#8495b5", "#1f2d4d"]).with_extremes(bad="white")
_FEWEST_COLUMNS = 8


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
    q: float | None = 0.05,
    unit: str = "independent reports",
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
    q : where `edges` have a column `q`, only ties with at most this are shaded, and their names are chosen first; None, or no
        tie that passes, shades all
    unit : what one unit of the value is
    title, subtitle : None writes the title from the numbers
    ax : axes to draw on; None makes a figure

    Returns
    -------
    Axes
    """
    choice: dict[str, Any] = {"rows": rows, "columns": columns, "with_home": with_home, "value": value}
    table = matrix_table(edges, entities, n=n, order=order, q=q, **choice)
    axes = new_axes(ax, width_in=float(np.clip(3.2 + 0.42 * table.shape[1], 6.5, 12)), height_in=2.7 + 0.29 * len(table))
    what = mark_of(rows).plural if rows == columns else f"{mark_of(rows).plural} and {mark_of(columns).plural}"
    if table.empty:
        return say_nothing(axes, _nothing(rows, columns, with_home=with_home), title=title or what.capitalize())
    passed = _told_from_chance(table, edges, entities, q=q, choice=choice)
    _draw_cells(axes, table, table if passed is None else passed)
    _draw_names(axes, table)
    chance = "" if passed is None else f"shaded: more often than by chance (q ≤ {q:g}), others a number on white"
    home = "hatched: at home (own country, own maker)" if rows != columns and bool(table.isna().to_numpy().any()) else ""
    note = joined(f"cells: {unit}", chance, "blank: never named together", home)
    finding = _finding(table, what) if passed is None else _more_than_chance(passed, what)
    caption(axes, title or finding, joined(subtitle, note), alt=_alt(table, passed, what, unit=unit))
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
    q: float | None = 0.05,
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
    strongest_rows = _strongest(counted, "source", value, n, q=q)
    met = counted[counted["source"].isin(strongest_rows)]
    strongest_columns = strongest_rows if rows == columns else _strongest(met, "target", value, n, q=q)
    counts = counted.pivot_table(index="source", columns="target", values=value, aggfunc="sum", fill_value=0)
    counts = counts.reindex(index=strongest_rows, columns=strongest_columns).astype(float)
    # an entity whose ties all fell outside the cut would be a blank line
    counts = counts.loc[(counts > 0).any(axis=1), (counts > 0).any(axis=0)]
    if order == "cluster":
        counts = _clustered(counts, symmetric=rows == columns)
    counts = _without(counts, ties[ties["is_home"]] if not with_home else ties.head(0))
    names = display_names(entities)
    return counts.rename(index=names, columns=names).rename_axis(index=rows, columns=columns)


def _strongest(ties: pd.DataFrame, end: str, value: str, n: int, *, q: float | None) -> list[str]:
    """Return the entities at one end with the most in their ties; with `q`, in those that pass, then in all."""
    passed = ties[value].where(_passes(ties, q), 0)
    sums = ties.assign(passed=passed).groupby(end)[["passed", value]].sum().reset_index()
    return list(sums.sort_values(["passed", value, end], ascending=[False, False, True])[end].head(n))


def _passes(ties: pd.DataFrame, q: float | None) -> pd.Series[bool]:
    if q is None or "q" not in ties:
        return pd.Series(False, index=ties.index)
    return ties["q"].le(q).fillna(False).astype(bool)


def _told_from_chance(
    table: pd.DataFrame, edges: pd.DataFrame, entities: pd.DataFrame, *, q: float | None, choice: dict[str, Any]
) -> pd.DataFrame | None:
    """Return `table` with 0 in the cells of ties that did not pass; None where none passed, or none was tested."""
    passed = matrix_table(edges[_passes(edges, q)], entities, n=len(entities), order="strength", **choice)
    passed = passed.reindex(index=table.index, columns=table.columns).fillna(0.0)
    return passed if (passed > 0).to_numpy().any() else None


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


def _draw_cells(ax: Axes, table: pd.DataFrame, shaded: pd.DataFrame) -> None:
    values, strong = table.to_numpy(dtype=float), shaded.to_numpy(dtype=float)
    shares = np.where(strong > 0, log_share(strong), np.nan)
    edges = [np.arange(count + 1) - 0.5 for count in reversed(values.shape)]
    # a cell that is not shaded is white like the paper, not absent: its outline is drawn
    ax.pcolormesh(*edges, np.ma.masked_invalid(shares), cmap=SHADES, vmin=0, vmax=1, edgecolors="#e3e6ea", linewidth=0.8)
    for (i, j), value in np.ndenumerate(values):
        if np.isnan(value):
            ax.add_patch(Rectangle((j - 0.5, i - 0.5), 1, 1, facecolor="white", edgecolor=FAINT, hatch="////", linewidth=0))
        elif value > 0:
            colour = QUIET if np.isnan(shares[i, j]) else _ink_on(float(shares[i, j]))
            ax.text(j, i, number(value), ha="center", va="center", fontsize=7.5, color=colour)
    # a few cells stay as small as those of a large matrix
    ax.set_xlim(-0.5, max(values.shape[1], _FEWEST_COLUMNS) - 0.5)
    ax.set_ylim(len(values) - 0.5, -0.5)


def _ink_on(share: float) -> str:
    """Return the ink that reads better on a cell of this shade."""
    luminance = float(np.dot(np.array(SHADES(share)[:3]) ** 2.2, [0.2126, 0.7152, 0.0722]))
    return INK if luminance > 0.24 else "white"


def _draw_names(ax: Axes, table: pd.DataFrame) -> None:
    ax.set_xticks(range(table.shape[1]), table.columns, rotation=45, ha="right", rotation_mode="anchor")
    ax.set_yticks(range(len(table)), table.index)
    for label in [*ax.get_xticklabels(), *ax.get_yticklabels()]:
        label.set_parse_math(False)
    ax.grid(visible=False)
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


def _more_than_chance(passed: pd.DataFrame, what: str) -> str:
    count = int((passed > 0).to_numpy().sum())
    return f"{count:,} {'tie' if count == 1 else 'ties'} of {what} {'is' if count == 1 else 'are'} more than chance"


def _highest(table: pd.DataFrame) -> tuple[str, str]:
    values = table.fillna(-1).to_numpy(dtype=float)
    i, j = divmod(int(values.argmax()), values.shape[1])
    return str(table.index[i]), str(table.columns[j])


def _alt(table: pd.DataFrame, passed: pd.DataFrame | None, what: str, *, unit: str) -> str:
    row, column = _highest(table)
    filled = int((table.fillna(0) > 0).to_numpy().sum())
    top = number(float(table.fillna(-1).to_numpy(dtype=float).max()))
    size = f"Matrix of {what}, {len(table)} by {table.shape[1]}; {filled} cells are not empty"
    size += "" if passed is None else f", {int((passed > 0).to_numpy().sum())} of them more than chance"
    return f"{size}. Highest, in {unit}: {row} with {column} ({top})."
