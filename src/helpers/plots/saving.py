"""Figures as files: the same figure as SVG, PDF and PNG, with its text for those who cannot see it inside."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.plots.captions import alt_text
from helpers.plots.style import styled

_FORMATS = ("svg", "pdf", "png")


@styled
def save_figure(ax: Axes, folder: Path, name: str, *, formats: Sequence[str] = _FORMATS) -> list[Path]:
    """Write the figure of `ax` to `folder` as SVG, PDF and PNG and return the paths; the same figure gives the same bytes.

    Parameters
    ----------
    ax : axes that a function of this package drew on; its `alt_text` becomes the description inside the files
    folder : made where it is not there
    name : file name without the ending
    formats : some of svg, pdf, png

    Raises
    ------
    ValueError
        Where a format is none of the three.
    """
    if unknown := [each for each in formats if each not in _FORMATS]:
        raise ValueError(f"format is {unknown[0]!r}; it is one of {', '.join(_FORMATS)}")
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name}.{each}" for each in formats]
    for path, each in zip(paths, formats, strict=True):
        cast(Figure, ax.figure).savefig(path, format=each, metadata=_metadata(ax, each))
    return paths


def _metadata(ax: Axes, file_format: str) -> dict[str, Any]:
    title, words = ax.get_title(loc="left").replace("\n", " "), alt_text(ax)
    # a time stamp or a version would make every file differ
    if file_format == "svg":
        return {"Title": title, "Description": words, "Date": None, "Creator": None}
    if file_format == "pdf":
        return {"Title": title, "Subject": words, "CreationDate": None, "Creator": None, "Producer": None}
    return {"Title": title, "Description": words, "Software": None}
