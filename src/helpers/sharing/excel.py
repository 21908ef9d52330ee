"""An Excel workbook to read and filter by hand: entities, edges, evidence, articles, and what the numbers are."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from helpers import __version__, spreadsheets
from helpers.sharing.content import WARNING, Content
from helpers.sharing.looks import is_list
from helpers.storage import atomic_file
from helpers.summary import count
from helpers.tables import TABLES

_WIDE = {"text": 90, "title": 60, "aliases": 50, "url": 40, "path": 40, "what it is": 110}
_NARROWEST, _WIDEST = 9, 34
_OWN = {
    "name": "the name to show, with the id behind it where two share one",
    "degree": "partners in the network",
    "strength": "sum of the weights of its ties",
    "betweenness": "share of all shortest paths between two others that run through it, 0 to 1",
    "community": "group tied more closely inside than outside (Leiden); its number has no meaning of its own",
    "first_seen": "publication date of the first article",
    "last_seen": "publication date of the last article",
    "source_name": "name of `source`",
    "target_name": "name of `target`",
    "text": "the sentence, or the two, in which both names stand",
}
_EVIDENCE = {
    "full": "Sentences stand as they are in the articles.",
    "short": "Sentences are cut to about 25 words round the names.",
    "none": "The sentences themselves are left out; their places are given.",
}
_ENTITY_COLUMNS = (
    "name",
    "kind",
    "category",
    "countries",
    "aliases",
    "n_articles",
    "n_mentions",
    "degree",
    "strength",
    "betweenness",
    "community",
    "first_seen",
    "last_seen",
    "entity_id",
)
_EDGE_FIRST = ("source_name", "target_name", "n_reports", "weight_low", "weight_high", "expected", "q", "first_seen", "last_seen")
_EVIDENCE_COLUMNS = (
    "source_name",
    "target_name",
    "text",
    "published",
    "outlet",
    "title",
    "is_copy",
    "url",
    "path",
    "sentence",
    "distance",
    "is_apposition",
    "source",
    "target",
    "article_id",
)


def write_excel(content: Content, path: Path) -> list[Path]:
    """Write the workbook; strongest ties and most named entities come first. Returns the one path."""
    names = content.nodes.set_index("entity_id")["shown"]
    entities = content.nodes.drop(columns="name").rename(columns={"shown": "name"})
    entities = entities.sort_values(["n_articles", "entity_id"], ascending=[False, True])[list(_ENTITY_COLUMNS)]
    edges = content.ties.sort_values(["n_reports", "n_sentences", "source", "target"], ascending=[False, False, True, True])
    edges = edges[[*_EDGE_FIRST, *(name for name in edges if name not in _EDGE_FIRST)]]
    # the evidence of the strongest tie comes first, as in the sheet of ties
    words = edges[["source", "target"]].merge(content.words, on=["source", "target"])
    words = words.assign(source_name=words["source"].map(names), target_name=words["target"].map(names))
    evidence = words[[name for name in _EVIDENCE_COLUMNS if name != "text" or content.evidence != "none"]]
    tables = {"entities": entities, "edges": edges, "evidence": evidence, "articles": content.articles}
    sheets = [_about(tables, content), *(_sheet(name, table) for name, table in tables.items())]
    with atomic_file(path) as temporary:
        spreadsheets.write_workbook(temporary, [*sheets[1:], sheets[0]], title="Who is named with whom")
    return [path]


def _sheet(name: str, table: pd.DataFrame) -> spreadsheets.Sheet:
    rows = [[_value(value) for value in row] for row in table.itertuples(index=False, name=None)]
    columns = [str(column) for column in table]
    widths = [_width(column, [row[place] for row in rows[:200]]) for place, column in enumerate(columns)]
    return spreadsheets.Sheet(name, columns, rows, widths)


def _value(value: Any) -> Any:
    """Return what a cell holds: a list as text, a day as a day, a long fraction rounded to six digits that count."""
    if is_list(value):
        return ", ".join(str(item) for item in value) or None
    if value is None or pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, float):
        return float(f"{value:.6g}") if abs(value) < float("inf") else None
    return value


def _width(column: str, values: Iterable[Any]) -> float:
    if column in _WIDE:
        return _WIDE[column]
    longest = max([len(column) + 3, *(10 if isinstance(v, datetime.date) else len(str(v)) + 1 for v in values if v is not None)])
    return float(min(max(longest, _NARROWEST), _WIDEST))


def _about(tables: Mapping[str, pd.DataFrame], content: Content) -> spreadsheets.Sheet:
    """Return the sheet that says what the numbers are."""
    dated = content.articles["published"].dropna()
    span = f"{dated.min():%Y-%m-%d} to {dated.max():%Y-%m-%d}" if len(dated) else "no article has a date"
    rows: list[tuple[str, str, str]] = [
        ("file", "", f"Made with helpers {__version__} from {count(len(content.articles), 'article')}; {span}."),
        ("file", "", WARNING),
        ("file", "", _EVIDENCE[content.evidence]),
    ]
    for name, table in tables.items():
        n_kept = min(len(table), spreadsheets.MOST_ROWS - 1)
        cut = f"; a sheet holds no more than the first {n_kept:,}" if n_kept < len(table) else ""
        rows.append((name, "", f"{count(len(table), 'row')}{cut}"))
        rows += [(name, str(column), _meaning(name, str(column))) for column in table]
    return spreadsheets.Sheet("about", ["sheet", "column", "what it is"], rows, [12, 26, _WIDE["what it is"]])


def _meaning(sheet: str, column: str) -> str:
    if (sheet, column) in (("entities", "name"), ("evidence", "text")):
        return _OWN[column]
    for table in {"evidence": ("pairs", "articles")}.get(sheet, (sheet,)):
        if column in TABLES[table].columns:
            return TABLES[table].columns[column].meaning
    return _OWN[column]
