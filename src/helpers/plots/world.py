"""A map of the world: how strongly each country is tied to others, and the strongest ties as lines between them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.lines import Line2D
from matplotlib.textpath import TextPath
from numpy.typing import ArrayLike

from helpers.plots.captions import caption, counted, joined, leader, new_axes, number, say_nothing
from helpers.plots.drawing import legend_below
from helpers.plots.geometry import Country, country_shapes, exits_of, frame, on_map, ring_on_map, ways_of, with_ends
from helpers.plots.labelling import add_labels
from helpers.plots.names import display_names
from helpers.plots.style import INK, QUIET, Floats, line_widths, log_share, styled
from helpers.plots.ties import between_kinds, named_ties

GREENS = LinearSegmentedColormap.from_list("land", ["#d9efe6", "#8fcdb6", "#009E73", "#00503a"])
Shade = str | tuple[float, float, float, float]
_LAND, _BORDER, _TINY_DEG2 = "#eceef1", "#ffffff", 0.6
_CENTRE, _WIDEST_PT, _EXIT_PT = "#5b5346", 3.2, 7.5
EXIT_GID = "exit"


@styled
def plot_world(
    edges: pd.DataFrame,
    entities: pd.DataFrame,
    *,
    centre: str | None = None,
    n_arcs: int = 30,
    n_labels: int = 24,
    value: str = "weight",
    unit: str = "independent reports",
    title: str | None = None,
    subtitle: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw the countries on a map, darker the more they are tied to others, and their strongest ties as lines.

    The map is Equal Earth, the borders are those that Germany recognises (Natural Earth, public domain). A line between two
    countries says that articles name them together, nothing of trade or traffic; which way it takes means nothing. A tie that
    is shorter across the Pacific is drawn in two parts, straight to the edges of the map; where a part ends, an arrowhead and
    a name say to which country it goes on from the other edge.

    Parameters
    ----------
    edges : DataFrame, one row per pair (`source`, `target`, `is_home`, `weight`)
    entities : DataFrame, one row per entity (`entity_id`: of a country its ISO alpha-2 code, `name`, `kind`)
    centre : id of a country; only its ties are shown. None shows the ties of all countries
    n_arcs : how many ties are drawn as lines, the strongest
    n_labels : how many of the countries at the ends of lines are named, the darkest; one that finds no free place goes without
    value : the column of `edges` that says how strong a tie is
    unit : what one unit of the value is
    title, subtitle : None writes the title from the numbers; the subtitle is followed by what is shown
    ax : axes to draw on; None makes a figure

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        Where `edges` has no column `value`, or `centre` is not a country of `entities`.
    """
    countries, ties = world_table(edges, entities, centre=centre, value=value)
    axes = new_axes(ax, width_in=10.5, height_in=5.6)
    if ties.empty:
        return say_nothing(axes, _nothing(entities, centre), title=title or "Which countries are named together")
    placed = countries.dropna(subset=["lon"]).reset_index(drop=True)
    placed[["x", "y"]] = on_map(placed["lon"], placed["lat"])
    drawn = with_ends(_mapped(ties, placed).head(n_arcs), placed)
    exits = exits_of(drawn, placed, _gap(axes))
    _draw_land(axes, placed, centre)
    arcs = _draw_arcs(axes, placed, drawn, exits, value)
    _draw_points(axes, placed, drawn, centre)
    _draw_exits(axes, exits)
    _draw_frame(axes, _half_width(axes, exits))
    legend_below(axes, _handles(placed, drawn, value, unit, centre))
    note = _note(countries, placed, ties, drawn)
    caption(
        axes, title or _finding(countries, ties, centre, value), joined(subtitle, note), alt=_alt(countries, ties, value, unit)
    )
    named = _named(placed, drawn, n_labels)
    marked = placed[placed["entity_id"].isin({*drawn["source"], *drawn["target"], *named["entity_id"]})]
    add_labels(axes, marked, named, radii_pt=np.full(len(marked), 2.5), lines=arcs, size_pt=8, near_only=True)
    return axes


def world_table(
    edges: pd.DataFrame, entities: pd.DataFrame, *, centre: str | None = None, value: str = "weight"
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the numbers behind `plot_world`.

    Returns
    -------
    countries : DataFrame, one row per country with a tie, the strongest first (`entity_id`, `name`, `strength`: the sum of
        `value` over its ties, `n_ties`, `lon` and `lat` of its name on a map in degrees, missing where the map has no such code)
    ties : DataFrame, one row per tie between two countries, the strongest first: the columns of `edges` and `source_name`,
        `source_kind`, `target_name`, `target_kind`; with `centre` only its own
    """
    names = display_names(entities[entities["kind"] == "country"])
    if centre is not None and centre not in names:
        raise ValueError(f"centre is {centre!r}, which is no country of entities; give its ISO alpha-2 code, such as UA")
    every = named_ties(edges, entities, value=value)
    ties = every[(every["source_kind"] == "country") & (every["target_kind"] == "country")]
    if centre is not None:
        ties = ties[(ties["source"] == centre) | (ties["target"] == centre)]
    both = between_kinds(ties, "country", "country")
    sums = both.groupby("source").agg(strength=(value, "sum"), n_ties=(value, "size")).rename_axis("entity_id").reset_index()
    shapes = country_shapes()
    points = [(shapes[code].lon, shapes[code].lat) if code in shapes else (np.nan, np.nan) for code in sums["entity_id"]]
    sums[["lon", "lat"]] = np.array(points, dtype=float).reshape(-1, 2)
    sums.insert(1, "name", sums["entity_id"].map(names).astype("str"))
    return (
        sums.sort_values(["strength", "entity_id"], ascending=[False, True], ignore_index=True),
        ties.reset_index(drop=True),
    )


def _mapped(ties: pd.DataFrame, placed: pd.DataFrame) -> pd.DataFrame:
    known = set(placed["entity_id"])
    return ties[ties["source"].isin(known) & ties["target"].isin(known)].reset_index(drop=True)


def _named(placed: pd.DataFrame, drawn: pd.DataFrame, n_labels: int) -> pd.DataFrame:
    """Return the countries to name, the darkest first: those at the ends of lines, any where there is no line."""
    ends = placed[placed["entity_id"].isin({*drawn["source"], *drawn["target"]})]
    return (ends if len(ends) else placed).head(n_labels)


def _draw_land(ax: Axes, placed: pd.DataFrame, centre: str | None) -> None:
    """Draw all land; countries with a tie in the shade of their strength."""
    shades = _shades(placed, centre)
    rings: list[Floats] = []
    colours: list[Shade] = []
    for code, country in country_shapes().items():
        rings += [ring_on_map(ring) for ring in country.rings]
        colours += [shades.get(code, _LAND)] * len(country.rings)
    ax.add_collection(PolyCollection(rings, facecolors=colours, edgecolors=_BORDER, linewidths=0.3, zorder=0.5))


def _shades(placed: pd.DataFrame, centre: str | None) -> dict[str, Shade]:
    """Return the colour of each country; that of `centre`, whose strength adds up all the others', is outside the scale."""
    shares = log_share(placed["strength"], top=_top(placed, centre))
    shades: dict[str, Shade] = {code: GREENS(float(share)) for code, share in zip(placed["entity_id"], shares, strict=True)}
    return shades if centre is None else shades | {centre: _CENTRE}


def _top(placed: pd.DataFrame, centre: str | None) -> float:
    return float(placed.loc[placed["entity_id"] != centre, "strength"].max())


def _draw_arcs(ax: Axes, placed: pd.DataFrame, ties: pd.DataFrame, exits: pd.DataFrame, value: str) -> Floats:
    """Draw the ties, the strongest on top, and return (n, 2, 2) short straight pieces of them for the labels to keep clear of."""
    rising = ties.iloc[::-1]
    widths = _widths(rising[value], ties, value)
    lines, thick = [], []
    for (_, tie), width in zip(rising.iterrows(), widths, strict=True):
        ways = ways_of(tie, placed, exits)
        lines += ways
        thick += [float(width)] * len(ways)
    rim = LineCollection(lines, colors="white", linewidths=np.add(thick, 1.6), zorder=1, capstyle="butt", alpha=0.85)
    ax.add_collection(rim)
    ax.add_collection(LineCollection(lines, colors=INK, linewidths=thick, zorder=1.1, capstyle="butt", alpha=0.8))
    pieces = [np.stack([way[:-1:12], way[12::12]], axis=1) for way in lines]
    return np.vstack(pieces) if pieces else np.empty((0, 2, 2))


def _widths(values: ArrayLike, ties: pd.DataFrame, value: str) -> Floats:
    return line_widths(values, top=float(ties[value].max()) if len(ties) else None, widest_pt=_WIDEST_PT)


def _draw_exits(ax: Axes, exits: pd.DataFrame) -> None:
    """Mark where lines end at the edge and write outside it where they go on."""
    for side, marker, align in ((-1, "<", "right"), (1, ">", "left")):
        here = exits[exits["side"] == side]
        ax.scatter(here["x"], here["y"], s=14, marker=marker, c=INK, linewidths=0, zorder=2)
        for x, y, name in here[["x", "y", "name"]].itertuples(index=False):
            text = ax.annotate(name, (x, y), (side * 5, 0), textcoords="offset points", ha=align, va="center", size=_EXIT_PT)
            text.set(color=INK, parse_math=False, gid=EXIT_GID, in_layout=False)  # the axes are wide enough to hold it


def _gap(ax: Axes) -> float:
    """Return how far apart names at the edge stand, in units of the map, so that a line of text fits between."""
    return 1.6 * _EXIT_PT * 2 * float(frame()[:, 0].max()) / _width_pt(ax)


def _half_width(ax: Axes, exits: pd.DataFrame) -> float:
    """Return how far from its middle the axes reach, in units of the map, so that the names outside the frame have room."""
    half = float(frame()[:, 0].max()) + 0.03
    for x, name in exits[["x", "name"]].itertuples(index=False):
        size = TextPath((0, 0), name.replace("$", "S"), size=_EXIT_PT).get_extents().width
        half = max(half, abs(x) / max(1 - 2 * (size + 10) / _width_pt(ax), 0.5))
    return half


def _width_pt(ax: Axes) -> float:
    share = 1.0 if len(ax.figure.axes) == 1 else ax.get_position().width
    return float(share * ax.figure.bbox.width / ax.figure.dpi * 72)


def _draw_points(ax: Axes, placed: pd.DataFrame, drawn: pd.DataFrame, centre: str | None) -> None:
    """Dot the ends of the lines; a country too small to see is a square in its shade."""
    ends = placed[placed["entity_id"].isin({*drawn["source"], *drawn["target"]})]
    shapes: dict[str, Country] = dict(country_shapes())
    tiny = placed[[shapes[code].area_deg2 < _TINY_DEG2 for code in placed["entity_id"]]]
    shades = _shades(placed, centre)
    ax.scatter(tiny["x"], tiny["y"], s=16, marker="s", c=[shades[c] for c in tiny["entity_id"]], edgecolors=QUIET, linewidths=0.4)
    ax.scatter(ends["x"], ends["y"], s=9, c=INK, edgecolors="white", linewidths=0.5, zorder=2)


def _draw_frame(ax: Axes, half_width: float) -> None:
    outline = frame()
    low, high = outline[:, 1].min(), outline[:, 1].max()
    ax.plot(outline[:, 0], outline[:, 1], color="#d5dae1", linewidth=0.6, zorder=0.2)
    ax.set(xlim=(-half_width, half_width), ylim=(low - 0.03, high + 0.03))
    ax.set_aspect("equal")
    ax.set_axis_off()


def _handles(placed: pd.DataFrame, drawn: pd.DataFrame, value: str, unit: str, centre: str | None) -> list[Line2D]:
    others, top = placed[placed["entity_id"] != centre], _top(placed, centre)
    steps = sorted({float(np.ceil(others["strength"].min())), float(np.round(np.sqrt(top))), float(np.floor(top))})
    shades = [(number(step), GREENS(float(log_share([step], top=top)[0]))) for step in steps]
    shades[-1] = (f"{shades[-1][0]} {unit}{' (ties added up)' if centre is None else ''}", shades[-1][1])
    patches = [("no tie", _LAND), *shades]
    if centre is not None:
        patches.insert(0, (str(placed.loc[placed["entity_id"] == centre, "name"].iloc[0]), _CENTRE))
    square = {"linestyle": "none", "marker": "s", "markersize": 9.0, "markeredgecolor": QUIET, "markeredgewidth": 0.4}
    handles = [Line2D([], [], color=colour, label=label, **square) for label, colour in patches]  # type: ignore[arg-type]
    return handles + _line_handles(drawn, value)


def _line_handles(drawn: pd.DataFrame, value: str) -> list[Line2D]:
    examples = sorted({float(drawn[value].min()), float(drawn[value].max())}) if len(drawn) else []
    handles = [
        Line2D([], [], color=INK, alpha=0.8, linewidth=float(width), label=f"one tie of {number(example)}")
        for example, width in zip(examples, _widths(examples, drawn, value), strict=True)
    ]
    if drawn["is_cut"].any():
        handles.append(Line2D([], [], color=INK, linestyle="none", marker=">", markersize=4, label="goes on at the other edge"))
    return handles


def _note(countries: pd.DataFrame, placed: pd.DataFrame, ties: pd.DataFrame, drawn: pd.DataFrame) -> str:
    missing = len(countries) - len(placed)
    return joined(
        f"{len(countries):,} countries",
        f"the strongest {len(drawn):,} of {len(ties):,} ties as lines" if len(drawn) < len(ties) else counted(len(ties), "tie"),
        f"{missing:,} without a place on this map" if missing else "",
    )


def _finding(countries: pd.DataFrame, ties: pd.DataFrame, centre: str | None, value: str) -> str:
    if centre is not None:
        name = countries.loc[countries["entity_id"] == centre, "name"].iloc[0]
        first = leader(ties[value])
        if first is None:
            return f"Which countries {name} is named with"
        other = ties["target_name" if ties["source"].iloc[first] == centre else "source_name"].iloc[first]
        return f"{name} is named most often with {other}"
    first = leader(countries["strength"])
    if first is None:
        return "Which countries are named together"
    return f"{countries['name'].iloc[first]} has the strongest ties to other countries"


def _nothing(entities: pd.DataFrame, centre: str | None) -> str:
    if centre is not None:
        name = display_names(entities)[centre]
        return f"No map to draw: {name} is named together with no other country."
    count = int((entities["kind"] == "country").sum())
    if count < 2:
        return f"No map to draw: the articles name {'no country' if not count else 'one country only'}."
    return f"No map to draw: {count:,} countries, but no two of them are named together."


def _alt(countries: pd.DataFrame, ties: pd.DataFrame, value: str, unit: str) -> str:
    top = [f"{t['source_name']} and {t['target_name']} ({number(t[value])})" for _, t in ties.head(5).iterrows()]
    darkest = ", ".join(countries["name"].head(5))
    return (
        f"World map of {len(countries):,} countries and {counted(len(ties), 'tie')} between them. "
        f"Strongest ties, in {unit}: {'; '.join(top)}. Most ties added up: {darkest}."
    )
