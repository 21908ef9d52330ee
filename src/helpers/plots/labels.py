"""Where labels stand: a greedy placer that keeps them off one another and off the nodes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from helpers.plots.style import Floats

_ANGLES = np.deg2rad([0, 180, 90, 270, 35, 325, 145, 215, 65, 295, 115, 245])
_GAPS_PT, _ROOM_PT = (1.5, 6.0, 12.0, 20.0, 30.0), 1.0
_CANDIDATES = [(angle, gap) for gap in _GAPS_PT for angle in _ANGLES]
_CLASH, _OUTSIDE, _NEAR_PT = 50.0, 1e6, 4.0
_CLEAR = 1.2  # cost of a place that covers no node


def place_labels(
    points: Floats,
    radii: Floats,
    labelled: NDArray[np.intp],
    sizes: Floats,
    *,
    bounds: Floats,
    lines: Floats | None = None,
    n_firm: int | None = None,
    scale: float = 1.0,
    n_passes: int = 4,
) -> Floats:
    """Return where the centre of each label goes, so that no two labels overlap and few nodes are covered.

    each label tries 60 places round its node and takes the cheapest; in later passes it may move away from labels that
    came after it. Of two that still overlap the weaker is left out.

    Parameters
    ----------
    points : (n, 2) centres of all nodes, in pixels
    radii : (n,) radii of the nodes, in pixels
    labelled : (m,) indices of the nodes to label, strongest first
    sizes : (m, 2) width and height of each label, in pixels
    bounds : left, bottom, right, top that labels stay inside
    lines : (k, 2, 2) ends of lines to keep clear of where that is cheap, in pixels
    n_firm : labels after so many are left out where they would cover a node or stand in doubt between two; None leaves none out
    scale : pixels per point, by which the distances between label and node grow
    n_passes : how often every label is placed anew

    Returns
    -------
    array (m, 2), missing (nan) for a label that was left out
    """
    if len(labelled) == 0:
        return np.empty((0, 2))
    half = np.asarray(sizes, dtype=float) / 2 + _ROOM_PT * scale
    centres = _candidates(points[labelled], radii[labelled], half, scale)
    boxes = np.concatenate([centres - half[:, None], centres + half[:, None]], axis=2)
    costs = _fixed_costs(boxes, points, radii, bounds, labelled, near=_NEAR_PT * scale) + _line_costs(boxes, lines)
    firm = np.arange(len(labelled)) < (len(labelled) if n_firm is None else n_firm)
    costs[~firm] = np.where(costs[~firm] > _CLEAR, _OUTSIDE, costs[~firm])
    chosen = _choose(boxes, costs, n_passes=n_passes)
    kept = _kept(boxes[np.arange(len(chosen)), chosen], costs[np.arange(len(chosen)), chosen])
    return np.where(kept[:, None], centres[np.arange(len(chosen)), chosen], np.nan)


def _candidates(points: Floats, radii: Floats, half: Floats, scale: float) -> Floats:
    """Return (m, 60, 2): the centres of each label's candidate boxes."""
    angles, gaps = (np.array(column) for column in zip(*_CANDIDATES, strict=True))
    directions = np.column_stack([np.cos(angles), np.sin(angles)])
    reach = radii[:, None] + gaps * scale
    # half the box further out along each axis: to the right of the node the box begins where the node ends
    half_out = np.sign(np.round(directions, 6)) * np.sqrt(np.abs(directions)) * half[:, None]
    return np.asarray(points[:, None] + directions * reach[:, :, None] + half_out)


def _fixed_costs(
    boxes: Floats, points: Floats, radii: Floats, bounds: Floats, labelled: NDArray[np.intp], *, near: float
) -> Floats:
    """Return (m, 60): what a place costs whatever the other labels do: nodes covered, distance, the edge of the picture."""
    nearest = np.clip(points[None, None], boxes[:, :, None, :2], boxes[:, :, None, 2:])
    distance = np.linalg.norm(nearest - points[None, None], axis=3)
    covered = np.clip(1 - distance / radii, 0, 1)
    outside = (boxes[:, :, :2] < bounds[:2]).any(axis=2) | (boxes[:, :, 2:] > bounds[2:]).any(axis=2)
    rank = np.arange(len(_CANDIDATES)) / len(_CANDIDATES)
    # a name across a large node hides what the figure is about
    hidden = (covered * (radii / np.median(radii)) ** 1.5).sum(axis=2)
    # a name that touches another node too may be read as that node's
    beside = distance < radii + near
    beside[np.arange(len(boxes)), :, labelled] = False
    claimed = (beside * np.sqrt(radii / np.median(radii))).sum(axis=2)
    costs = 4 * hidden + 0.4 * claimed + 1.2 * rank + _OUTSIDE * outside
    return np.asarray(costs, dtype=float)


def _line_costs(boxes: Floats, lines: Floats | None) -> Floats | float:
    """Return (m, 60): a little for every line that runs through a place, by how much of it does."""
    if lines is None or len(lines) == 0:
        return 0.0
    steps = np.linspace(0.02, 0.98, 40)[:, None, None]
    dots = (lines[:, 0] * (1 - steps) + lines[:, 1] * steps).reshape(-1, 2)
    inside = ((boxes[:, :, None, :2] < dots) & (dots < boxes[:, :, None, 2:])).all(axis=3)
    return np.asarray(np.minimum(0.04 * inside.sum(axis=2), 1.2))


def _choose(boxes: Floats, costs: Floats, *, n_passes: int) -> NDArray[np.intp]:
    """Return (m,): the candidate that each label takes."""
    count = len(boxes)
    chosen = np.full(count, -1)
    for _ in range(n_passes):
        before = chosen.copy()
        for i in range(count):
            others = [j for j in range(count) if j != i and chosen[j] >= 0]
            taken = boxes[others, chosen[others]]
            clashes = _overlaps(boxes[i][:, None], taken[None]).sum(axis=1) if others else 0
            chosen[i] = np.argmin(costs[i] + _CLASH * clashes)
        if (chosen == before).all():
            break
    return chosen


def _kept(boxes: Floats, costs: Floats) -> NDArray[np.bool_]:
    """Return (m,): which labels stay; a label yields to a stronger one that it overlaps."""
    kept = costs < _OUTSIDE
    for i in range(len(boxes)):
        if kept[i]:
            kept[i] = not (kept[:i] & _overlaps(boxes[i], boxes[:i])).any()
    return kept


def _overlaps(first: Floats, second: Floats) -> NDArray[np.bool_]:
    return np.asarray((first[..., :2] < second[..., 2:]).all(axis=-1) & (second[..., :2] < first[..., 2:]).all(axis=-1))
