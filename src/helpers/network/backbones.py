"""The backbone of a network: ties that are strong for those who have them, not merely strong."""

from __future__ import annotations

from typing import Literal

import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import norm

Method = Literal["disparity", "noise_corrected"]
Real = npt.NDArray[np.float64]

_METHODS = ("disparity", "noise_corrected")


def backbone(
    graph: nx.Graph, *, method: Method = "disparity", level: float = 0.05, weight: str = "weight", drop_isolated: bool = False
) -> nx.Graph:
    """Return the graph with the ties that pass a backbone filter, with all they carry.

    Parameters
    ----------
    graph : Graph
    method : "disparity" or "noise_corrected"; `backbone_table` says what they ask of a tie
    level : a tie with a p below it stays
    weight : edge attribute, a count such as `weight` (reports)
    drop_isolated : whether nodes that are left without a tie go; by default all nodes stay

    Raises
    ------
    ValueError : an unknown `method`, a `level` that is not between 0 and 1, a weight that is missing, negative or no number
    """
    if method not in _METHODS:
        raise ValueError(f"method {method!r} is not known; it is one of {', '.join(_METHODS)}")
    table = backbone_table(graph, level=level, weight=weight)
    rows = table[table[f"is_{method}"]]
    kept = nx.Graph(**graph.graph)
    kept.add_nodes_from(graph.nodes(data=True))
    kept.add_edges_from((one, two, graph.edges[one, two]) for one, two in zip(rows["source"], rows["target"], strict=True))
    if drop_isolated:
        kept.remove_nodes_from(list(nx.isolates(kept)))
    return kept


def backbone_table(graph: nx.Graph, *, level: float = 0.05, weight: str = "weight") -> pd.DataFrame:
    """Return what both backbone filters say of every tie.

    Parameters
    ----------
    graph : Graph; ties of a node to itself are left out
    level : a tie with a p below it is in the backbone
    weight : edge attribute, a count of 0 or more; a tie of weight 0 is no tie, and in no backbone

    Returns
    -------
    DataFrame, one row per tie in order of `source` and `target`: `weight`; `p_disparity` (chance of so large a share of a node's
    weight, were it dealt out over the node's ties at random; the smaller p of the two ends; 1 at an end with no other tie);
    `expected` (the weight that the two would have, were all weight dealt out in proportion to the strength of both);
    `score` (with r, the ratio of weight to expected, (r - 1) / (r + 1): -1 to 1, 0 where they are equal) and `score_sd`, its
    standard deviation; `p_noise_corrected` (one-sided, of a `score` above 0; missing where the weights are too few for it);
    `is_disparity` and `is_noise_corrected`, whether the tie passes.

    Raises
    ------
    ValueError : a `level` that is not between 0 and 1, a weight that is missing, negative or no number

    Notes
    -----
    The noise-corrected filter reads weights as counts: half of every weight is half of the evidence. As in its authors'
    program, a tie counts once from either end, so that all weight together is twice the sum over ties; the prior is the Beta
    distribution of their mean and variance. Where weights are 1 or 2 it lets nearly every tie between rare names pass, for the
    standard deviation of a score near 1 is small; whether one meeting is more than chance is for `q` of table `edges` to say.

    Source: Serrano, Boguna and Vespignani 2009, PNAS 106(16), for the disparity filter; Coscia and Neffke 2017, IEEE ICDE,
    for the noise-corrected backbone.
    """
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; it is a share between 0 and 1")
    table = _ties(graph, weight)
    one, two, degree, strength = _ends(table)
    n, total = table["weight"].to_numpy(), float(strength.sum())
    p_disparity = np.minimum(_disparity(n, degree[one], strength[one]), _disparity(n, degree[two], strength[two]))
    expected, score, deviation = _noise_corrected(n, strength[one], strength[two], total)
    with np.errstate(divide="ignore", invalid="ignore"):
        p_noise = np.where(n > 0, norm.sf(score / deviation), 1.0)
    columns = {
        "p_disparity": p_disparity,
        "expected": expected,
        "score": score,
        "score_sd": deviation,
        "p_noise_corrected": p_noise,
    }
    return table.assign(**columns, is_disparity=p_disparity < level, is_noise_corrected=p_noise < level)


def _ties(graph: nx.Graph, weight: str) -> pd.DataFrame:
    rows = [(*sorted((one, two)), data.get(weight)) for one, two, data in graph.edges(data=True) if one != two]
    for one, two, value in rows:
        if not isinstance(value, (int, float, np.number)) or not 0 <= value < np.inf:
            said = "is missing" if value is None else f"is {value!r}"
            raise ValueError(f"edge {one} - {two}: {weight} {said}; a backbone needs a number of 0 or more on every edge")
    rows.sort(key=lambda row: row[:2])
    sides = {side: pd.Series([row[place] for row in rows], dtype="str") for place, side in enumerate(("source", "target"))}
    return pd.DataFrame({**sides, "weight": np.array([row[2] for row in rows], dtype=np.float64)})


def _ends(table: pd.DataFrame) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Real, Real]:
    """Return each tie's two ends as numbers, and each node's ties and strength."""
    codes, names = pd.factorize(pd.concat([table["source"], table["target"]], ignore_index=True))
    weights = np.tile(table["weight"].to_numpy(), 2)
    degree, strength = (np.bincount(codes, values, len(names)).astype(np.float64) for values in (weights > 0, weights))
    return codes[: len(table)], codes[len(table) :], degree, strength


def _disparity(weight: Real, degree: Real, strength: Real) -> Real:
    """Return the p of each weight among the ties of one of its ends."""
    share = weight / np.where(strength > 0, strength, 1.0)
    p: Real = np.maximum(1 - share, 0.0) ** np.maximum(degree - 1, 0)
    return p


def _noise_corrected(n: Real, one: Real, two: Real, total: float) -> tuple[Real, Real, Real]:
    """Return expected weight, score and the score's standard deviation of ties of weight `n` between nodes of those strengths."""
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = one * two / total
        score = (n - expected) / (n + expected)
        share = _posterior_share(n, one, two, total)
        variance = total * share * (1 - share)
        ratio = 1 / expected
        slope = 1 / (one * two) - total * (one + two) / (one * two) ** 2  # how the ratio of weight to expected moves with n
        deviation = np.sqrt(variance) * np.abs(2 * (ratio + n * slope) / (ratio * n + 1) ** 2)
    return expected, np.where(np.isnan(score), -1.0, score), deviation


def _posterior_share(n: Real, one: Real, two: Real, total: float) -> Real:
    """Return the mean of the Beta distribution that the tie's share of all weight has, once `n` is seen.

    The prior has the mean and the variance that drawing without replacement (hypergeometric) gives the share.
    """
    mean = one * two / total**2
    variance = one * two * (total - one) * (total - two) / (total**4 * (total - 1))
    size = mean * (1 - mean) / variance - 1
    return np.where(size > 0, (mean * size + n) / (size + total), np.nan)
