"""CSV files for `neo4j-admin database import`: nodes.csv and relationships.csv, with types in their headers.

Source: Neo4j Operations Manual, chapter on CSV import, for the words of the headers.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from helpers import spreadsheets
from helpers.sharing.content import Content
from helpers.sharing.looks import is_list, plain, printable
from helpers.storage import atomic_file

_LABELS = {"person": "Person", "country": "Country", "weapon": "Weapon", "weapon_class": "WeaponClass"}
_TYPE = "NAMED_WITH"
_NODE_COLUMNS = {
    "entity_id": "entity_id:ID",
    "label": ":LABEL",
    "shown": "name:string",
    "kind": "kind:string",
    "category": "category:string",
    "countries": "countries:string[]",
    "aliases": "aliases:string[]",
    "n_mentions": "n_mentions:long",
    "n_articles": "n_articles:long",
    "degree": "degree:long",
    "strength": "strength:double",
    "betweenness": "betweenness:double",
    "community": "community:long",
    "first_seen": "first_seen:date",
    "last_seen": "last_seen:date",
}
_ENDS = {"source": ":START_ID", "target": ":END_ID", "type": ":TYPE"}
_TYPES = {"Int64": "long", "int64": "long", "float64": "double", "bool": "boolean", "boolean": "boolean"}


def write_neo4j(content: Content, folder: Path) -> list[Path]:
    """Write nodes.csv and relationships.csv to `folder`. Returns their paths.

    Every node has the label Entity and one of its kind; every tie is one relationship NAMED_WITH, whose direction has no meaning.
    """
    folder.mkdir(parents=True, exist_ok=True)
    nodes = content.nodes.assign(label=[f"Entity;{_LABELS.get(kind, 'Other')}" for kind in content.nodes["kind"]])
    ties = content.ties.drop(columns=["source_name", "target_name"]).assign(type=_TYPE)
    ties = ties[[*_ENDS, *(name for name in ties if name not in _ENDS)]]
    headers = [_ENDS.get(name) or f"{name}:{_type(ties[name])}" for name in map(str, ties)]
    return [
        _write(folder / "nodes.csv", list(_NODE_COLUMNS.values()), nodes[list(_NODE_COLUMNS)]),
        _write(folder / "relationships.csv", headers, ties),
    ]


def _type(column: pd.Series[Any]) -> str:
    return "date" if isinstance(column.dtype, pd.DatetimeTZDtype) else _TYPES.get(str(column.dtype), "string")


def _write(path: Path, headers: list[str], table: pd.DataFrame) -> Path:
    rows: Iterable[list[Any]] = ([_cell(value) for value in row] for row in table.itertuples(index=False, name=None))
    with atomic_file(path) as temporary:
        spreadsheets.write_csv(temporary, headers, rows, byte_order_mark=False)
    return path


def _cell(value: Any) -> Any:
    """Return the value of a cell: a list joined by ";", text on one line (the importer reads a line a row)."""
    if is_list(value):
        return ";".join(_line(str(item)).replace(";", ",") for item in value)
    value = plain(value)
    return _line(value) if isinstance(value, str) else value


def _line(text: str) -> str:
    return " ".join(printable(text).split())
