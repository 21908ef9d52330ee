"""GEXF 1.3 for Gephi: a network that changes over time, in the colours, sizes and places of the project's figures.

A node lives from the first to the last day on which an article names it; a tie has a spell for every day on which an article
holds it. What has no date has no spell, so that Gephi shows it always. How often a node was named, and how strong a tie was, is
told for each calendar month, quarter or year: its articles and its independent reports of that time. The `weight` of a tie stays
that of the whole corpus, so that the file is right without the timeline too.

Source: GEXF Working Group, GEXF 1.3 (gexf.net), chapters on data, dynamics and visualization.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from lxml import etree

from helpers import __version__
from helpers.sharing.content import WARNING, Content, Counts, Dates
from helpers.sharing.looks import EDGE_COLOUR, plain, printable, rgb, tie_widths, with_looks
from helpers.storage import atomic_file

_NS, _VIZ = "http://gexf.net/1.3", "http://gexf.net/1.3/viz"
_NODE_FIELDS = {
    "kind": "string",
    "category": "string",
    "countries": "string",
    "aliases": "string",
    "n_mentions": "long",
    "n_articles": "long",
    "degree": "long",
    "strength": "double",
    "betweenness": "double",
    "community": "long",
}
_TIE_FIELDS = {
    "n_reports": "long",
    "n_articles": "long",
    "n_sentences": "long",
    "n_outlets": "long",
    "is_home": "boolean",
    "first_seen": "string",
    "last_seen": "string",
    "weight_low": "double",
    "weight_high": "double",
    "expected": "double",
    "p": "double",
    "q": "double",
    "npmi": "double",
    "g2": "double",
    "jaccard": "double",
}
_ARTICLES_THEN, _REPORTS_THEN = "n_articles_in_period", "n_reports_in_period"


def write_gephi(content: Content, path: Path) -> list[Path]:
    """Write the network as GEXF 1.3 with lifetimes, counts over time, colours, shapes, sizes and places. Returns the one path."""
    root = etree.Element(_name("gexf"), {"version": "1.3"}, nsmap={None: _NS, "viz": _VIZ})
    meta = _child(root, "meta")
    _child(meta, "creator").text = f"helpers {__version__}"
    _child(meta, "description").text = WARNING
    span = _span(content)
    graph = _child(root, "graph", defaultedgetype="undirected", mode="dynamic" if span else "static", timeformat="date", **span)
    for kind, fields, over_time in (("node", _NODE_FIELDS, _ARTICLES_THEN), ("edge", _TIE_FIELDS, _REPORTS_THEN)):
        _declare(graph, kind, fields, mode="static")
        if span:
            _declare(graph, kind, {over_time: "long"}, mode="dynamic")
    _add_nodes(_child(graph, "nodes"), content)
    _add_ties(_child(graph, "edges"), content)
    with atomic_file(path) as temporary:
        etree.ElementTree(root).write(str(temporary), encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return [path]


def _span(content: Content) -> dict[str, str]:
    """Return the first and the last day of which the file speaks; nothing where nothing has a date."""
    days = {day for dates in content.node_dates.values() for day in dates}
    counts = [count for every in (content.node_counts, content.tie_counts) for one in every.values() for count in one]
    days.update(day for first, last, _ in counts for day in (first, last))
    return {"start": min(days), "end": max(days)} if days else {}


def _add_nodes(parent: Any, content: Content) -> None:
    for row in with_looks(content.nodes).to_dict("records"):
        dates = content.node_dates.get(row["entity_id"], ())
        lifetime = {"start": dates[0], "end": dates[-1]} if dates else {}
        node = _child(parent, "node", id=printable(row["entity_id"]), label=printable(row["shown"]), **lifetime)
        values = _add_values(node, row, _NODE_FIELDS)
        _add_counts(values, _ARTICLES_THEN, content.node_counts.get(row["entity_id"], ()))
        red, green, blue = (str(part) for part in rgb(row["colour"]))
        _child(node, "color", _VIZ, r=red, g=green, b=blue)
        if pd.notna(row["left"]):
            _child(node, "position", _VIZ, x=repr(row["left"]), y=repr(row["up"]), z="0.0")
        _child(node, "size", _VIZ, value=repr(row["size"]))
        _child(node, "shape", _VIZ, value=row["shape"])


def _add_ties(parent: Any, content: Content) -> None:
    red, green, blue = (str(part) for part in rgb(EDGE_COLOUR))
    for number, (row, width) in enumerate(zip(content.ties.to_dict("records"), tie_widths(content.ties), strict=True)):
        ends = {"source": printable(row["source"]), "target": printable(row["target"])}
        edge = _child(parent, "edge", id=str(number), **ends, weight=repr(float(row["weight"])))
        pair = (row["source"], row["target"])
        _add_counts(_add_values(edge, row, _TIE_FIELDS), _REPORTS_THEN, content.tie_counts.get(pair, ()))
        _add_spells(edge, content.tie_dates.get(pair, ()))
        _child(edge, "color", _VIZ, r=red, g=green, b=blue)
        _child(edge, "thickness", _VIZ, value=repr(width))


def _add_spells(parent: Any, dates: Dates) -> None:
    if dates:
        spells = _child(parent, "spells")
        for day in dates:
            _child(spells, "spell", start=day, end=day)


def _declare(graph: Any, kind: str, fields: Mapping[str, str], *, mode: str) -> None:
    attributes = _child(graph, "attributes", **{"class": kind}, mode=mode)
    for name, dtype in fields.items():
        _child(attributes, "attribute", id=name, title=name, type=dtype)


def _add_values(parent: Any, row: Mapping[Any, Any], fields: Iterable[str]) -> Any:
    values = _child(parent, "attvalues")
    for name in fields:
        value = plain(row[name])
        if value is not None:
            _child(values, "attvalue", **{"for": name}, value=_text(value))
    return values


def _add_counts(values: Any, name: str, counts: Counts) -> None:
    for first, last, count in counts:  # GEXF 1.3 has closed periods only, so a period ends on its last day
        _child(values, "attvalue", **{"for": name}, value=str(count), start=first, end=last)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return printable(value) if isinstance(value, str) else repr(value)


def _child(parent: Any, name: str, namespace: str = _NS, /, **attributes: str) -> Any:
    return etree.SubElement(parent, _name(name, namespace), attributes)


def _name(name: str, namespace: str = _NS) -> str:
    return f"{{{namespace}}}{name}"
