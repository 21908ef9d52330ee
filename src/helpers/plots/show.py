"""Figures, tables and evidence as they stand in a notebook and in the page rendered from it.

Everything that comes from an article is escaped here; nothing in it can act in a page.
"""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Mapping, Sequence
from typing import Any, Literal, cast

import matplotlib.pyplot as plt
import networkx as nx
import numpy as np
import pandas as pd
from IPython.display import HTML, display
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.network.evidence import evidence as find_evidence
from helpers.network.graph import find_entity
from helpers.plots.captions import alt_text, day
from helpers.plots.explorer.sentences import shortened
from helpers.summary import escape_markdown

Quote = Literal["full", "short", "none"]

_DPI = 180
_SMALLEST = 0.0001  # a number nearer to zero is shown as less than this


class Shown(HTML):  # type: ignore[misc]
    """What a cell shows: HTML in a notebook or page, Markdown where the notebook becomes Markdown."""

    def __init__(self, data: str, markdown: str) -> None:
        super().__init__(data)  # type: ignore[no-untyped-call]
        self._markdown = markdown

    def _repr_markdown_(self) -> str:
        return self._markdown


def show(ax: Axes) -> None:
    """Display the figure of `ax` with its text for those who cannot see it, and close it."""
    buffer = io.BytesIO()
    figure = cast(Figure, ax.figure)
    figure.savefig(buffer, format="png", dpi=_DPI, metadata={"Software": None})
    width_px = round(figure.get_size_inches()[0] * 96)
    data = {"image/png": base64.b64encode(buffer.getvalue()).decode(), "text/plain": alt_text(ax)}
    display(  # type: ignore[no-untyped-call]
        data, raw=True, metadata={"image/png": {"alt": alt_text(ax), "width": width_px}}
    )
    plt.close(figure)


def show_table(
    frame: pd.DataFrame, columns: Mapping[str, str] | None = None, *, caption: str = "", n: int | None = None
) -> Shown:
    """Return the first `n` rows of `frame` as a table to read; `columns` picks and renames, in order."""
    shown = frame if columns is None else frame[list(columns)].rename(columns=dict(columns))
    shown = shown if n is None else shown.head(n)
    rows = [[_printed(value) for value in values] for values in shown.itertuples(index=False, name=None)]
    classes = [_number_class(shown[column]) for column in shown]
    head = "".join(f"<th{kind} scope='col'>{html.escape(str(c))}</th>" for c, kind in zip(shown, classes, strict=True))
    body = "".join(_row(values, classes) for values in rows)
    title = f"<caption>{html.escape(caption)}</caption>" if caption else ""
    table = f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return Shown(table, _as_markdown_table(list(map(str, shown)), rows, classes, caption=caption))


def show_evidence(
    evidence: pd.DataFrame, *, title: str, kinds: Sequence[str] = ("", ""), n: int | None = None, quote: Quote = "full"
) -> Shown:
    """Return the sentences behind an edge, both names marked, copies named after the report they copy.

    Parameters
    ----------
    evidence : DataFrame of `helpers.network.evidence`, one row per meeting
    title : heading of the block
    kinds : kind of the first and of the second entity, for the colour of the mark
    n : how many reports at the most
    quote : "full" sentences, "short" ones of at most 25 words round the names, or "none": their places alone
    """
    # a part of the corpus may hold a copy without its original; then the copy speaks for the report
    report = evidence["cluster_id"].fillna(evidence["article_id"])
    first = evidence[evidence["article_id"].isin(evidence.loc[~report.duplicated(), "article_id"])]
    copies = evidence.groupby("cluster_id")["article_id"].nunique() - 1
    rows = first.head(n or len(first))
    parts = [(_parts(row, quote), _source(row, int(copies.get(row.cluster_id, 0)))) for row in rows.itertuples(index=False)]
    more = f"and {len(first) - len(parts)} more" if len(first) > len(parts) else ""
    return _evidence_block(title, parts, more, kinds)


def show_tie(
    graph: nx.Graph,
    one: str,
    other: str,
    pairs: pd.DataFrame,
    articles: pd.DataFrame,
    sentences: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    n: int | None = None,
    quote: Quote = "full",
) -> Shown:
    """Return the sentences behind the tie of two entities, given by id, name or alias, to read.

    Parameters
    ----------
    graph : Graph of `build_graph`, which says who is meant and gives names and kinds
    one, other : the two entities
    pairs, articles, sentences, mentions : the tables
    n : how many meetings at the most
    quote : as in `show_evidence`

    Raises
    ------
    ValueError : a name that is not in the network, with the nearest spellings
    """
    ends = [find_entity(graph, entity) for entity in (one, other)]
    return _show_step(find_evidence(pairs, articles, sentences, mentions, *ends), graph, ends, n=n, quote=quote)


def show_path(path_evidence: pd.DataFrame, graph: nx.Graph, *, n: int | None = None, quote: Quote = "full") -> Shown:
    """Return the sentences behind every tie of a path, one block per tie, in the order of the path.

    Parameters
    ----------
    path_evidence : DataFrame of `helpers.network.path_evidence`
    graph : Graph of `build_graph`, for names and kinds
    n : how many meetings of each tie at the most
    quote : as in `show_evidence`
    """
    steps = path_evidence.groupby(["step", "source", "target"], sort=True)
    shown = [_show_step(rows, graph, [str(source), str(target)], n=n, quote=quote) for (_, source, target), rows in steps]
    return Shown("".join(str(block.data) for block in shown), "\n\n".join(block._repr_markdown_() for block in shown))


def _show_step(rows: pd.DataFrame, graph: nx.Graph, ends: Sequence[str], *, n: int | None, quote: Quote) -> Shown:
    names, kinds = ([str(graph.nodes[end].get(key, end)) for end in ends] for key in ("name", "kind"))
    if rows.empty:
        said = f"{' and '.join(names)} are never named together."
        return Shown(f'<section class="evidence"><p>{html.escape(said)}</p></section>', escape_markdown(said))
    return show_evidence(rows, title=" – ".join(names), kinds=kinds, n=n, quote=quote)


Parts = list[tuple[str, int | None]]  # pieces of a sentence, with the place of the entity (0 or 1) where it is a name


def _parts(row: Any, quote: Quote) -> Parts:
    """Return the sentence in pieces, the names of the two apart; none where it is not to be quoted."""
    if quote == "none":
        return []
    text, spans = row.text, sorted([*((s, e, 0) for s, e in row.source_spans), *((s, e, 1) for s, e in row.target_spans)])
    text, spans = shortened(text, spans) if quote == "short" else (text, spans)
    parts: Parts = []
    last = 0
    for start, end, entity in spans:
        if start >= last:
            parts += [(text[last:start], None), (text[start:end], entity)]
            last = end
    return [(piece.replace("\n", " "), entity) for piece, entity in [*parts, (text[last:], None)] if piece]


def _source(row: Any, n_copies: int) -> str:
    when = day(row.published) if pd.notna(row.published) else "undated"
    who = [str(v) for v in (row.outlet, row.title) if pd.notna(v)]
    also = f" · carried by {n_copies} more" if n_copies else ""
    return " · ".join([*who, when, f"{row.path}, characters {row.start}–{row.end}"]) + also


def _evidence_block(title: str, rows: Sequence[tuple[Parts, str]], more: str, kinds: Sequence[str]) -> Shown:
    quotes = "".join(
        f"<blockquote>{_as_html(parts, kinds)}<footer>{html.escape(source)}</footer></blockquote>" for parts, source in rows
    )
    rest = f"<p>{more}</p>" if more else ""
    block = f'<section class="evidence"><h3>{html.escape(title)}</h3>{quotes}{rest}</section>'
    lines = [f"### {escape_markdown(title)}"]
    for parts, source in rows:
        said = "".join(f"**{escape_markdown(text)}**" if entity is not None else escape_markdown(text) for text, entity in parts)
        lines.append(f"> {said}\n>\n> — {escape_markdown(source)}" if said else f"> {escape_markdown(source)}")
    return Shown(block, "\n\n".join([*lines, *([more] if more else [])]))


def _as_html(parts: Parts, kinds: Sequence[str]) -> str:
    return "".join(
        html.escape(text) if entity is None else f'<mark class="{html.escape(kinds[entity])}">{html.escape(text)}</mark>'
        for text, entity in parts
    )


def _as_markdown_table(head: list[str], rows: list[list[str]], classes: Sequence[str], *, caption: str) -> str:
    def line(cells: Sequence[str]) -> str:
        return f"| {' | '.join(escape_markdown(' '.join(cell.split())) for cell in cells)} |"

    rule = f"| {' | '.join('---:' if kind else '---' for kind in classes)} |"
    return "\n".join([*([f"{escape_markdown(caption)}\n"] if caption else []), line(head), rule, *map(line, rows)])


def _row(values: Sequence[str], classes: Sequence[str]) -> str:
    cells = (f"<td{kind}>{html.escape(value)}</td>" for value, kind in zip(values, classes, strict=True))
    return f"<tr>{''.join(cells)}</tr>"


def _number_class(column: pd.Series[Any]) -> str:
    return ' class="number"' if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column) else ""


def _printed(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, (list, tuple, np.ndarray)):
        return ", ".join(map(str, value))
    if pd.isna(value):
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _printed_number(value) if isinstance(value, float) else f"{value:,}"


def _printed_number(value: float) -> str:
    """Return a number with two places, a small one with two digits that count."""
    if 0 < abs(value) < _SMALLEST:
        return f"{'<' if value > 0 else '>-'}{_SMALLEST:.4f}"
    if 0 < abs(value) < 0.01:
        return f"{value:.2g}"
    return f"{value:,.2f}".rstrip("0").rstrip(".")
