"""Dates to look for on a timeline: what happened when, written over the bars without one name on another."""

from __future__ import annotations

import textwrap
from typing import Any

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.collections import LineCollection
from matplotlib.text import Text

from helpers.plots.captions import day
from helpers.plots.drawing import halo
from helpers.plots.style import INK

EVENT_GID = "event"
_LANE_PT, _BESIDE_PT, _MOST_LANES, _LONGEST = 12.0, 3.0, 6, 44


def events_table(events: pd.DataFrame, *, since: pd.Timestamp | None = None, until: pd.Timestamp | None = None) -> pd.DataFrame:
    """Return the events between two dates as figures show them, earliest first.

    Parameters
    ----------
    events : DataFrame, one row per event: `date` (anything pandas reads as a date) and `label`
    since, until : first and last day shown; None is without end

    Returns
    -------
    DataFrame, one row per event (`date` without a time zone, `label`)

    Raises
    ------
    ValueError
        Where a column is missing or a date cannot be read.
    """
    if missing := [column for column in ("date", "label") if column not in events]:
        raise ValueError(f"events have no column {missing[0]!r}; they need `date` and `label`")
    dates = pd.to_datetime(events["date"], errors="coerce", utc=True, format="mixed").dt.tz_convert(None)
    if (unread := events.loc[dates.isna(), "date"]).size:
        raise ValueError(f"the date {unread.iloc[0]!r} of an event cannot be read; write it as 2022-02-24")
    table = pd.DataFrame({"date": dates.astype("datetime64[us]"), "label": events["label"].astype(str)})
    shown = table[(table["date"] >= (since or table["date"].min())) & (table["date"] <= (until or table["date"].max()))]
    return shown.sort_values(["date", "label"], ignore_index=True)


def events_inside(ax: Axes, events: pd.DataFrame | None) -> pd.DataFrame:
    """Return the events inside the limits of a time axis; none where there are no events."""
    if events is None:
        return pd.DataFrame({"date": np.array([], dtype="datetime64[us]"), "label": pd.Series([], dtype="str")})
    first, last = (pd.Timestamp(mdates.num2date(edge)).tz_convert(None) for edge in ax.get_xlim())  # type: ignore[no-untyped-call]
    return events_table(events, since=first, until=last)


def draw_events(ax: Axes, shown: pd.DataFrame) -> None:
    """Mark the events of `events_inside` by a line each, with their names over the bars, which make room for them."""
    if shown.empty:
        return
    stems = LineCollection([], colors=INK, linewidths=0.8, linestyles=(0, (3, 2)), zorder=3)
    ax.add_collection(stems, autolim=False)
    texts = [_text(ax, label) for label in shown["label"]]
    names = EventNames(texts, stems, mdates.date2num(shown["date"]))  # type: ignore[no-untyped-call]
    ax.add_artist(names)
    _make_room(ax, 1 + max(names.lanes().max(), 0))


def events_in_words(shown: pd.DataFrame) -> str:
    """Return one sentence that lists the events; nothing where there are none."""
    listed = [f"{day(date)} {label}" for date, label in zip(shown["date"], shown["label"], strict=True)]
    return f" Events: {'; '.join(listed)}." if listed else ""


class EventNames(Artist):
    """Puts the names of events in lanes over the bars whenever the figure is drawn, at whatever size that is."""

    def __init__(self, texts: list[Text], stems: LineCollection, days: np.ndarray[Any, np.dtype[np.float64]]) -> None:
        super().__init__()
        self.texts, self.stems, self.days = texts, stems, days
        self.set_zorder(0)  # before the names themselves
        self.set_in_layout(False)

    def lanes(self, renderer: RendererBase | None = None) -> np.ndarray[Any, np.dtype[np.int64]]:
        """Move every name beside its date and return its lane, 0 on top; -1 where it finds none."""
        ax, lanes, ends = self.axes, list[int](), list[float]()
        assert ax is not None
        beside = _BESIDE_PT * ax.figure.dpi / 72
        for text, when in zip(self.texts, self.days, strict=True):
            text.set_visible(True)  # a hidden text has no size
            width, stem = text.get_window_extent(renderer).width, ax.transData.transform((when, 0))[0]
            # at the right edge the name stands to the left of its date
            left = stem + beside if stem + beside + width <= ax.bbox.x1 else stem - beside - width
            # below every name that reaches this far, so that no line runs down through one
            lane = 1 + max((i for i, end in zip(lanes, ends, strict=True) if end + beside > min(left, stem)), default=-1)
            lanes.append(lane if lane < _MOST_LANES and left >= ax.bbox.x0 else -1)
            ends.append(left + width)
            text.set_x((left - ax.bbox.x0) / ax.bbox.width)
        return np.array(lanes)

    def draw(self, renderer: RendererBase) -> None:
        """Set names and stems for the present size of the axes; hide the names that find no lane."""
        ax, lanes = self.axes, self.lanes(renderer)
        assert ax is not None
        lane_share = _LANE_PT * ax.figure.dpi / 72 / ax.bbox.height
        tops = 1 - np.maximum(lanes, 0) * lane_share
        for text, lane, top in zip(self.texts, lanes, tops, strict=True):
            text.set_visible(bool(lane >= 0))
            text.set_y(top)
        self.stems.set_transform(ax.get_xaxis_transform())
        self.stems.set_segments([np.array([[when, 0], [when, top]]) for when, top in zip(self.days, tops, strict=True)])


def _text(ax: Axes, label: str) -> Text:
    style: dict[str, Any] = {"fontsize": 8, "color": INK, "ha": "left", "va": "top", "zorder": 5, "path_effects": halo()}
    short = textwrap.shorten(label, _LONGEST, placeholder="…")
    text = ax.text(0, 1, short or label[:_LONGEST], transform=ax.transAxes, parse_math=False, gid=EVENT_GID, **style)
    text.set_in_layout(False)
    return text


def _make_room(ax: Axes, n_lanes: int) -> None:
    share = min((n_lanes * _LANE_PT + 6) * ax.figure.dpi / 72 / ax.bbox.height, 0.6)
    ax.set_ylim(0, ax.get_ylim()[1] / (1 - share))
