"""One place that writes every export, each format in a file or folder of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from helpers.sharing.content import Content, Evidence, gather
from helpers.sharing.excel import write_excel
from helpers.sharing.gexf import write_gephi
from helpers.sharing.graphml import write_cytoscape
from helpers.sharing.neo4j import write_neo4j
from helpers.sharing.obsidian import write_notes
from helpers.sharing.vosviewer import write_vosviewer
from helpers.storage import writing

logger = logging.getLogger("helpers")

_WRITERS: Mapping[str, tuple[str, Callable[[Content, Path], list[Path]]]] = {
    "gexf": ("network.gexf", write_gephi),
    "graphml": ("network.graphml", write_cytoscape),
    "neo4j": ("neo4j", write_neo4j),
    "vosviewer": ("vosviewer", write_vosviewer),
    "excel": ("network.xlsx", write_excel),
    "obsidian": ("obsidian", write_notes),
}
FORMATS = tuple(_WRITERS)


def export(
    folder: Path,
    tables: Mapping[str, pd.DataFrame],
    *,
    formats: Sequence[str] = FORMATS,
    evidence: Evidence = "full",
    positions: pd.DataFrame | None = None,
    seed: int = 20,
) -> list[Path]:
    """Write the network for other tools; the same tables give the same bytes.

    Parameters
    ----------
    folder : where the files go; it is made where it is not there, and files of the same names are overwritten
    tables : `articles`, `sentences`, `mentions`, `entities`, `pairs` and `edges` by name
    formats : "gexf" (network.gexf), "graphml" (network.graphml), "neo4j" (neo4j/), "vosviewer" (vosviewer/),
        "excel" (network.xlsx), "obsidian" (obsidian/); all by default
    evidence : sentences as they stand ("full"), at most 25 words round the names ("short"), or their places alone ("none")
    positions : one row per entity (`entity_id`, `x`, `y`); computed where it is not given
    seed : start of the layout and the communities

    Returns
    -------
    list of the files written, in order of format

    Raises
    ------
    ValueError : a format that is not known, a table that is missing
    OSError : the folder cannot be written, in one sentence
    """
    if unknown := [name for name in formats if name not in _WRITERS]:
        raise ValueError(f"format {unknown[0]!r} is not known; formats are {', '.join(FORMATS)}")
    content = gather(tables, evidence=evidence, positions=positions, seed=seed)
    written = []
    for name in dict.fromkeys(formats):
        place, write = _WRITERS[name]
        with writing(folder / place):
            folder.mkdir(parents=True, exist_ok=True)
            written += write(content, folder / place)
        logger.info("%s: %s", name, folder / place)
    return written
