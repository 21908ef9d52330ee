"""How nodes and ties look in tools that can show it: the colours, sizes and places of the project's own figures."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pandas as pd

from helpers.plots.style import EDGE_COLOUR, line_widths, mark_of, marker_areas

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_SHAPES = {"person": "disc", "country": "square", "weapon": "triangle", "weapon_class": "triangle"}
_POINTS_PER_UNIT = 100.0  # a place is counted in typical distances of neighbours, a size in points


def with_looks(nodes: pd.DataFrame) -> pd.DataFrame:
    """Return the nodes with `colour` (hex), `shape`, `size` (diameter, area growing with articles), `left`, `up` (place)."""
    areas = marker_areas(nodes["n_articles"].astype("float64"))
    return nodes.assign(
        colour=[mark_of(kind).colour for kind in nodes["kind"]],
        shape=[_SHAPES.get(kind, "diamond") for kind in nodes["kind"]],
        size=[round(2 * math.sqrt(area / math.pi), 2) for area in areas],
        left=(nodes["x"].astype("float64") * _POINTS_PER_UNIT).round(2),
        up=(nodes["y"].astype("float64") * _POINTS_PER_UNIT).round(2),
    )


def tie_widths(ties: pd.DataFrame) -> list[float]:
    """Return a line width in points for each tie."""
    return [round(float(width), 2) for width in line_widths(ties["weight"].astype("float64"))]


def rgb(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue, 0 to 255, of a colour such as "#0072B2"."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def printable(text: str) -> str:
    """Return `text` without the characters that XML forbids or frowns on."""
    return _NOT_XML.sub("", text)


def is_list(value: Any) -> bool:
    """Tell whether a cell of a table holds a list (a NumPy array where the table comes from a file)."""
    return isinstance(value, (list, tuple, np.ndarray))


def plain(value: Any) -> Any:
    """Return a value of a table as plain Python: dates as ISO days, lists joined by "|"; None where it is missing."""
    if is_list(value):
        return "|".join(str(item).replace("|", "/") for item in value) or None
    if value is None or pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d")
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and not math.isfinite(value) else value


__all__ = ["EDGE_COLOUR", "is_list", "plain", "printable", "rgb", "tie_widths", "with_looks"]
