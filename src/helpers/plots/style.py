"""One look for every figure: colours and shapes of the kinds, sizes of marks, widths of lines."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, TypeVar

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import to_rgba
from matplotlib.lines import Line2D
from numpy.typing import ArrayLike, NDArray

STYLE_FILE = Path(__file__).with_name("house.mplstyle")
INK, QUIET, FAINT = "#2f3640", "#6b7380", "#c9ced6"
EDGE_COLOUR = "#66707f"
HALO_WIDTH_PT = 2.4

Floats = NDArray[np.float64]
_Args = ParamSpec("_Args")
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Mark:
    """How one kind is drawn: its colour, its shape, and what to multiply a marker's size with to get equal areas."""

    colour: str
    shape: str
    singular: str
    plural: str
    area_factor: float


# matplotlib's size is that of the box round the marker: a disc fills pi/4 of it, a square all, a triangle half
MARKS: dict[str, Mark] = {
    "person": Mark("#0072B2", "o", "person", "people", 1.0),
    "country": Mark("#009E73", "s", "country", "countries", np.pi / 4),
    "weapon": Mark("#D55E00", "^", "weapon", "weapons", np.pi / 2),
    "weapon_class": Mark("#E69F00", "v", "weapon class", "weapon classes", np.pi / 2),
}
_OTHER = Mark("#6b7380", "D", "other", "others", np.pi / 4)


def mark_of(kind: object) -> Mark:
    """Return how `kind` is drawn; a kind that has no mark of its own is a grey diamond."""
    return MARKS.get(str(kind), _OTHER)


def kinds_in_order(kinds: Sequence[str]) -> list[str]:
    """Return the different kinds among `kinds` in the order of every legend: people, countries, weapons, the rest by name."""
    known = list(MARKS)
    return sorted(set(kinds), key=lambda kind: (known.index(kind) if kind in known else len(known), kind))


@contextmanager
def use_style() -> Iterator[None]:
    """Draw in the project's style inside a `with` block; what was set before comes back after it.

    Save inside it too: the resolution and the fixed names of marks in SVG files are part of the style.
    """
    with plt.style.context(STYLE_FILE):
        yield


def styled(plot: Callable[_Args, _Result]) -> Callable[_Args, _Result]:
    """Decorate a plot function so that it draws in the project's style."""

    @functools.wraps(plot)
    def in_style(*args: _Args.args, **kwargs: _Args.kwargs) -> _Result:
        with use_style():
            return plot(*args, **kwargs)

    return in_style


def marker_areas(n_articles: ArrayLike, *, largest_pt2: float = 700.0, smallest_pt2: float = 14.0) -> Floats:
    """Return marker areas in square points, proportional to `n_articles`, none so small that it cannot be seen."""
    counts = np.nan_to_num(np.asarray(n_articles, dtype=float))
    top = counts.max(initial=0.0)
    return np.maximum(smallest_pt2, largest_pt2 * counts / top) if top > 0 else np.full(counts.shape, smallest_pt2)


def log_share(weights: ArrayLike, *, top: float | None = None) -> Floats:
    """Return the logarithm of 1 + weight as a share, 0 to 1, of that of the largest weight (`top` where it is given)."""
    values = np.maximum(np.nan_to_num(np.asarray(weights, dtype=float)), 0.0)
    highest = float(values.max(initial=0.0)) if top is None else top
    return np.minimum(np.log1p(values) / np.log1p(highest), 1.0) if highest > 0 else np.zeros(values.shape)


def line_widths(weights: ArrayLike, *, top: float | None = None, widest_pt: float = 4.0) -> Floats:
    """Return line widths in points that grow with the logarithm of the weights."""
    return 0.3 + (widest_pt - 0.3) * log_share(weights, top=top) ** 1.5


def line_colours(weights: ArrayLike, *, top: float | None = None, faintest: float = 0.1, strongest: float = 0.8) -> Floats:
    """Return one RGBA row per weight; opacity grows with the logarithm of the weight, so that the many weak ties stay quiet."""
    share = log_share(weights, top=top)
    colours = np.tile(to_rgba(EDGE_COLOUR), (len(share), 1))
    colours[:, 3] = faintest + (strongest - faintest) * share**2
    return colours


def kind_handle(kind: str, *, label: str | None = None, size_pt: float = 7.5) -> Line2D:
    """Return a legend entry (a proxy artist) for `kind`."""
    mark = mark_of(kind)
    size = size_pt * float(np.sqrt(mark.area_factor))
    return Line2D(
        [],
        [],
        linestyle="none",
        marker=mark.shape,
        markersize=size,
        color=mark.colour,
        markeredgecolor="white",
        label=label or mark.plural,
    )
