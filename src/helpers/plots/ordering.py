"""The order that puts like beside like: for the rows of a matrix and the nodes along a line."""

from __future__ import annotations

import numpy as np
from scipy.cluster.hierarchy import leaves_list, linkage

from helpers.plots.style import Floats


def clustered_order(shares: Floats) -> list[int]:
    """Return the order of the rows of `shares` that puts rows of like direction side by side, the stronger end first.

    Parameters
    ----------
    shares : (rows, columns), 0 and above; a row of zeros is like no other

    Source: Bar-Joseph, Gifford and Jaakkola 2001, Bioinformatics 17(S1), for the order of the leaves of the tree.
    """
    if len(shares) < 3:
        return list(range(len(shares)))
    lengths = np.linalg.norm(shares, axis=1, keepdims=True)
    tree = linkage(shares / np.where(lengths > 0, lengths, 1), method="average", optimal_ordering=True)
    leaves = [int(leaf) for leaf in leaves_list(tree)]
    # the tree may be read from either end: begin at the stronger one
    first, last = (shares[part].sum() for part in (leaves[: len(leaves) // 2], leaves[-(len(leaves) // 2) :]))
    return leaves if first >= last else leaves[::-1]
