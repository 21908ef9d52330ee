"""Map and network files for VOSviewer, tab-separated.

Source: VOSviewer manual, chapter on file types, for names and order of the columns.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from helpers import spreadsheets
from helpers.sharing.content import Content
from helpers.sharing.looks import plain, printable
from helpers.storage import atomic_file

_COLUMNS = (
    "id",
    "label",
    "description",
    "x",
    "y",
    "cluster",
    "weight<Articles>",
    "weight<Ties>",
    "weight<Total reports>",
    "score<First year>",
)
_MOST_CLUSTERS = 1000


def write_vosviewer(content: Content, folder: Path) -> list[Path]:
    """Write map.txt (one line an entity with a tie) and network.txt (one line a tie) to `folder`. Returns their paths.

    Clusters are the communities of the network, counted from 1; `description` is the kind; the strength of a link is the number
    of independent reports.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tied = set(content.ties["source"]) | set(content.ties["target"])
    nodes = content.nodes[content.nodes["entity_id"].isin(tied)].reset_index(drop=True)
    number = {entity: place + 1 for place, entity in enumerate(nodes["entity_id"])}
    links = content.ties[["source", "target", "weight"]].itertuples(index=False, name=None)
    paths = folder / "map.txt", folder / "network.txt"
    with atomic_file(paths[0]) as temporary:
        spreadsheets.write_tabbed(temporary, [_COLUMNS, *_map_rows(nodes)])
    with atomic_file(paths[1]) as temporary:
        spreadsheets.write_tabbed(temporary, [[number[one], number[two], _short(weight)] for one, two, weight in links])
    return list(paths)


def _map_rows(nodes: pd.DataFrame) -> list[list[object]]:
    rows = []
    for place, row in enumerate(nodes.to_dict("records")):
        # a cluster has a number from 1 to 1000, or none
        community = plain(row["community"])
        cluster = community + 1 if community is not None and community < _MOST_CLUSTERS else None
        first = None if pd.isna(row["first_seen"]) else row["first_seen"].year
        counts = [plain(row["n_articles"]), plain(row["degree"]), _short(row["strength"]), first]
        label = " ".join(printable(row["shown"]).split())
        kind = str(row["kind"]).replace("_", " ")
        rows.append([place + 1, label, kind, _rounded(row["x"]), _rounded(row["y"]), cluster, *counts])
    return rows


def _rounded(value: float) -> float | None:
    return None if pd.isna(value) else round(float(value), 4)


def _short(number: float) -> float | int:
    return int(number) if float(number).is_integer() else float(number)
