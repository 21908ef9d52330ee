"""Labels that find their place whenever the figure is drawn, at whatever size and resolution that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.collections import LineCollection
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from numpy.typing import NDArray

from helpers.plots.drawing import halo
from helpers.plots.labels import place_labels
from helpers.plots.names import broken
from helpers.plots.style import INK, QUIET, Floats

LABEL_GID = "label"
_LEADER_FROM_PX = 6.0


@dataclass(frozen=True)
class Scene:
    """What labels respect: nodes (data units, radii in points), which of them are named, and lines to keep clear of.

    `near_only` hides a label that finds room only at a distance: on a map it would be read as that of the place it stands at.
    Labels after the first `n_firm` are hidden where they would cover a node.
    """

    points: Floats
    radii_pt: Floats
    named: NDArray[np.intp]
    lines: Floats
    near_only: bool = False
    n_firm: int | None = None


class Labelling(Artist):
    """Puts the labels of a network in place before they are drawn, with thin lines to those that stand apart from their node."""

    def __init__(self, texts: list[Text], leaders: LineCollection, scene: Scene) -> None:
        super().__init__()
        self.texts, self.leaders, self.scene = texts, leaders, scene
        self.set_zorder(0)  # before the labels themselves
        self.set_in_layout(False)

    def draw(self, renderer: RendererBase) -> None:
        """Move every label to its place for the present size of the axes; hide those that find none."""
        ax, scene = self.axes, self.scene
        assert ax is not None
        scale = ax.figure.dpi / 72
        to_pixels, to_data = ax.transData.transform, ax.transData.inverted().transform
        sizes = np.array([[box.width, box.height] for box in (_extent(text, renderer) for text in self.texts)])
        points, radii = to_pixels(scene.points), scene.radii_pt * scale + 1
        lines = to_pixels(scene.lines.reshape(-1, 2)).reshape(-1, 2, 2)
        bounds = np.array(ax.bbox.extents)
        centres = place_labels(points, radii, scene.named, sizes, bounds=bounds, lines=lines, n_firm=scene.n_firm, scale=scale)
        if scene.near_only:
            centres[_apart(points[scene.named], radii[scene.named], centres, sizes / 2, scale)] = np.nan
        for text, centre in zip(self.texts, centres, strict=True):
            text.set_visible(bool(np.isfinite(centre).all()))
            text.set_position(tuple(to_data(np.nan_to_num(centre))))
        ends = _leaders(points[scene.named], radii[scene.named], centres, sizes / 2, scale)
        self.leaders.set_segments([to_data(end) for end in ends])


def add_labels(
    ax: Axes,
    nodes: pd.DataFrame,
    named: pd.DataFrame,
    *,
    radii_pt: Floats,
    lines: Floats,
    size_pt: float = 8.5,
    near_only: bool = False,
    n_large: int | None = None,
) -> None:
    """Name the nodes of `named` (rows of `nodes`, strongest first) where there is room; those after `n_large` in small print."""
    n_firm = len(named) if n_large is None else n_large
    style: dict[str, Any] = {"ha": "center", "va": "center", "zorder": 4, "gid": LABEL_GID, "parse_math": False}
    large: dict[str, Any] = {"fontsize": size_pt, "color": INK}
    small: dict[str, Any] = {"fontsize": size_pt - 2, "color": QUIET}
    looks = [large if i < n_firm else small for i in range(len(named))]
    texts = [
        ax.text(0, 0, broken(name), path_effects=halo(), **style, **look) for name, look in zip(named["name"], looks, strict=True)
    ]
    for text in texts:
        text.set_in_layout(False)  # a label inside the axes asks for no room outside them
    leaders = LineCollection([], colors=QUIET, linewidths=0.6, zorder=1.5)
    ax.add_collection(leaders, autolim=False)
    rows = nodes.index.get_indexer(named.index)
    scene = Scene(nodes[["x", "y"]].to_numpy(dtype=float), radii_pt, np.asarray(rows, dtype=np.intp), lines, near_only, n_large)
    ax.add_artist(Labelling(texts, leaders, scene))


def _extent(text: Text, renderer: RendererBase) -> Bbox:
    text.set_visible(True)  # a hidden text has no size
    return text.get_window_extent(renderer)


def _leaders(nodes: Floats, radii: Floats, centres: Floats, half: Floats, scale: float) -> list[Floats]:
    """Return the lines from nodes to labels that do not touch them, in pixels."""
    ends, apart = np.clip(nodes, centres - half, centres + half), _apart(nodes, radii, centres, half, scale)
    return [np.array([node, end]) for node, end, far in zip(nodes, ends, apart, strict=True) if far]


def _apart(nodes: Floats, radii: Floats, centres: Floats, half: Floats, scale: float) -> NDArray[np.bool_]:
    """Return which labels stand so far from their node that only a line shows whose they are."""
    ends = np.clip(nodes, centres - half, centres + half)
    return np.asarray(np.linalg.norm(ends - nodes, axis=1) > radii + _LEADER_FROM_PX * scale)
