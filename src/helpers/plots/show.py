"""Figures, tables and evidence as they stand in a notebook and in the page rendered from it.

Everything that comes from an article is escaped here; nothing in it can act in a page.
"""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Mapping, Sequence
from typing import Any, cast

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from IPython.display import HTML, display
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.plots.captions import alt_text, day

_DPI = 180


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


def show_table(frame: pd.DataFrame, columns: Mapping[str, str] | None = None, *, caption: str = "", n: int | None = None) -> HTML:
    """Return the first `n` rows of `frame` as a table to read; `columns` picks and renames, in order."""
    shown = frame if columns is None else frame[list(columns)].rename(columns=dict(columns))
    shown = shown if n is None else shown.head(n)
    head = "".join(f"<th{_number_class(shown[c])} scope='col'>{html.escape(str(c))}</th>" for c in shown)
    rows = "".join(_row(values, shown) for values in shown.itertuples(index=False, name=None))
    title = f"<caption>{html.escape(caption)}</caption>" if caption else ""
    return _html(f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>")


def show_evidence(evidence: pd.DataFrame, *, title: str, kinds: Sequence[str] = ("", ""), n: int | None = None) -> HTML:
    """Return the sentences behind an edge, both names marked, copies named after the report they copy.

    Parameters
    ----------
    evidence : DataFrame of `helpers.network.evidence`, one row per meeting
    title : heading of the block
    kinds : kind of the first and of the second entity, for the colour of the mark
    n : how many reports at the most
    """
    first = evidence[~evidence["is_copy"].astype(bool)]
    first = first if len(first) else evidence.drop_duplicates("cluster_id")
    copies = evidence.groupby("cluster_id")["article_id"].nunique() - 1
    quotes = [
        _quote(row, int(copies.get(row.cluster_id, 0)), kinds) for row in first.head(n or len(first)).itertuples(index=False)
    ]
    more = len(first) - len(quotes)
    rest = f"<p>and {more} more</p>" if more > 0 else ""
    return _html(f'<section class="evidence"><h3>{html.escape(title)}</h3>{"".join(quotes)}{rest}</section>')


def _html(text: str) -> HTML:
    return HTML(text)  # type: ignore[no-untyped-call]


def _quote(row: Any, n_copies: int, kinds: Sequence[str]) -> str:
    spans = sorted([*((s, e, kinds[0]) for s, e in row.source_spans), *((s, e, kinds[1]) for s, e in row.target_spans)])
    when = day(row.published) if pd.notna(row.published) else "undated"
    who = [str(v) for v in (row.outlet, row.title) if pd.notna(v)]
    also = f" · carried by {n_copies} more" if n_copies else ""
    source = html.escape(" · ".join([*who, when, f"{row.path}, characters {row.start}–{row.end}"]) + also)
    return f"<blockquote>{_marked(row.text, spans)}<footer>{source}</footer></blockquote>"


def _marked(text: str, spans: Sequence[tuple[int, int, str]]) -> str:
    parts, last = [], 0
    for start, end, kind in spans:
        if start < last:
            continue
        parts += [html.escape(text[last:start]), f'<mark class="{html.escape(kind)}">{html.escape(text[start:end])}</mark>']
        last = end
    return "".join([*parts, html.escape(text[last:])]).replace("\n", " ")


def _row(values: tuple[Any, ...], frame: pd.DataFrame) -> str:
    cells = (f"<td{_number_class(frame[c])}>{html.escape(_printed(v))}</td>" for c, v in zip(frame, values, strict=True))
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
    return f"{value:,.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
