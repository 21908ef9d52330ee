"""`explore`: a graph and its tables as one page that needs nothing else."""

from __future__ import annotations

import html
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.plots.explorer.data import Evidence, page_data
from helpers.plots.explorer.page import FRAME, build_page
from helpers.plots.explorer.places import places
from helpers.plots.explorer.selection import shown_tables
from helpers.storage import atomic_file


def explore(
    graph: Any,
    *,
    articles: pd.DataFrame,
    sentences: pd.DataFrame,
    mentions: pd.DataFrame,
    pairs: pd.DataFrame,
    title: str = "Who is named with whom",
    note: str = "",
    positions: pd.DataFrame | None = None,
    communities: pd.DataFrame | None = None,
    min_reports: int | None = None,
    evidence: Evidence = "full",
    max_sentences: int = 20_000,
    height_px: int = 720,
    seed: int = 0,
) -> Explorer:
    """Make a page in which the network can be searched, filtered and followed down to the sentences behind every tie.

    As the last line of a cell it shows in JupyterLab and in a page rendered from the notebook; `save` writes it alone. The page
    holds its data and its scripts, fetches nothing, and works from `file://`. Text of articles is only ever text in it.

    Parameters
    ----------
    graph : networkx.Graph of `build_graph`, or a part of it with whole ties. What else is known of a tie (`npmi`, `q`, ends of an
        interval) is an attribute of its edge; the backbone reads `p_disparity`, and where the edges have none it is that of
        `helpers.network.backbones.backbone_table` over this graph
    articles, sentences, mentions, pairs : the tables that the graph was counted from
    title, note : heading of the page, and a line below it (what the corpus is, what is not in the picture)
    positions : DataFrame (`entity_id`, `x`, `y`) for every node; by default `places(graph, seed=seed)`
    communities : DataFrame (`entity_id`, `community`) as `describe_nodes` returns it, or None: none are shown
    min_reports : ties in fewer independent reports are hidden when the page opens (the reader can lower it); by default
        the fewest that leave at most 120 entities
    evidence : "full" sentences, "short" (at most 25 words round the names) or "none" (numbers and sources only)
    max_sentences : more sentences than this are left out, those of the best documented ties first; counts stay complete
    height_px : height of the frame in a notebook
    seed : starting point of the layout

    Returns
    -------
    Explorer : shows itself in notebooks; `save(path)` writes the page

    Raises
    ------
    ValueError : a node without a position; a tie whose meetings are not those in `pairs`; an article or sentence not in the
        tables; `evidence` that is none of the three
    """
    if positions is None:
        positions = places(graph, seed=seed)
    data = page_data(
        graph,
        tables={"articles": articles, "sentences": sentences, "mentions": mentions, "pairs": pairs},
        positions=positions,
        communities=communities,
        evidence=evidence,
        max_sentences=max_sentences,
        min_reports=min_reports,
    )
    return Explorer(data, title=title, note=note, height_px=height_px)


class Explorer:
    """A network as one self-contained page.

    Attributes
    ----------
    html : the whole page as text
    """

    def __init__(self, data: Mapping[str, Any], *, title: str, note: str = "", height_px: int = 720) -> None:
        self._data, self._title, self._height_px = data, title, height_px
        self.html = build_page(data, title=title, note=note)

    def save(self, path: Path | str) -> Path:
        """Write the page to `path`, whole or not at all, and return the path."""
        path = Path(path)
        with atomic_file(path) as temporary:
            temporary.write_text(self.html, encoding="utf-8")
        return path

    def tables(self, link: str = "") -> dict[str, pd.DataFrame]:
        """Return what the page shows at `link` as tables.

        Parameters
        ----------
        link : the address of the page as the browser shows it, or what follows the `#` in it; empty: the page as it opens

        Returns
        -------
        dict of `nodes` (one row per entity shown), `ties` (one row per tie shown, counted from the articles that the filters
        leave) and `evidence` (one row per meeting behind those ties, or behind the selected one)

        Raises
        ------
        ValueError : a link that names what this page does not know
        """
        return shown_tables(self._data, link.partition("#")[2] if "#" in link else link)

    def live(self) -> Any:
        """Return a widget for JupyterLab whose `tables()` follow what the reader selects and filters in it.

        In a page rendered from the notebook it is the explorer as it opens. Raises ModuleNotFoundError where
        anywidget is not installed.
        """
        from helpers.plots.explorer.live import live_widget

        return live_widget(self, height_px=self._height_px)

    def _repr_html_(self) -> str:
        # the frame is a place of its own: without allow-same-origin nothing in it can reach the notebook
        return (
            f'{FRAME} title="{html.escape(self._title)}" srcdoc="{html.escape(self.html)}" loading="lazy" '
            'sandbox="allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox" '
            f'width="100%" height="{int(self._height_px)}" frameborder="0"></iframe>'
        )

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/html": self._repr_html_(), "text/plain": repr(self)}

    def __repr__(self) -> str:
        n_nodes, n_ties = len(self._data["nodes"]["id"]), len(self._data["ties"]["source"])
        return f"Explorer of {n_nodes:,} entities and {n_ties:,} ties; save(path) writes it as one page"
