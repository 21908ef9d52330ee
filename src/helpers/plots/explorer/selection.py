"""What a page shows at a link, as tables: the page's filters said in pandas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import parse_qs

import pandas as pd

_EMPTY = "-"  # an empty choice, which is not the same as no choice
_KNOWN = {
    "kind", "class", "outlet", "only", "pin", "select", "path", "min", "q", "alpha", "community", "from", "to", "width", "home",
    "alone", "colour", "at",
}  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """What a link chooses; None means that nothing is left out on that account."""

    kinds: list[str] | None = None
    classes: list[str] | None = None
    outlets: list[str] | None = None
    first_day: int | None = None
    last_day: int | None = None
    min_reports: int = 1
    max_q: float | None = None
    max_alpha: float | None = None
    community: int | None = None
    home: bool = True
    alone: bool = False
    focus: list[str] = field(default_factory=list)
    picked: list[str] = field(default_factory=list)
    selected: list[str] = field(default_factory=list)


def shown_tables(data: Mapping[str, Any], link: str) -> dict[str, pd.DataFrame]:
    """Return what the page of `data` shows at `link` as the tables `nodes`, `ties` and `evidence`; see `Explorer.tables`."""
    choice = _read_link(data, link)
    articles = _kept_articles(data, choice)
    nodes, meetings = _node_table(data, articles), _meeting_table(data, articles)
    passing = nodes[_node_passes(nodes, choice)]
    ties = _tie_table(data, nodes, meetings)
    ties = ties[_tie_passes(ties, choice) & ties["source"].isin(passing["entity_id"]) & ties["target"].isin(passing["entity_id"])]
    ties = _near(ties, choice.focus)
    met = set(ties["source"]) | set(ties["target"]) | set(choice.picked)
    if choice.alone and not choice.focus:
        met |= set(passing.loc[passing["n_articles"] > 0, "entity_id"])
    nodes = nodes[nodes["entity_id"].isin(met)].reset_index(drop=True)
    return {"nodes": nodes, "ties": ties.reset_index(drop=True), "evidence": _evidence(meetings, ties, choice)}


def _read_link(data: Mapping[str, Any], link: str) -> Choice:
    said = parse_qs(link, keep_blank_values=True)
    if unknown := sorted(set(said) - _KNOWN):
        raise ValueError(f"link: {unknown[0]!r} is not known; give the address that a page of the explorer shows")
    named = [name for key in ("only", "pin", "select", "path") for name in said.get(key, [])]
    if absent := sorted(set(named) - set(data["nodes"]["id"])):
        raise ValueError(f"link: {absent[0]!r} is no entity of this page; the link was made in another one")
    return Choice(
        kinds=_several(said, "kind"),
        classes=_several(said, "class"),
        outlets=_several(said, "outlet"),
        first_day=_day(said, "from"),
        last_day=_day(said, "to"),
        min_reports=int(_number(said, "min", data["min_reports"]) or 1),
        max_q=_number(said, "q"),
        max_alpha=_number(said, "alpha"),
        community=None if (number := _number(said, "community")) is None else int(number),
        home=said.get("home") != ["0"],
        alone=said.get("alone") == ["1"],
        focus=said.get("only", []),
        picked=named,
        selected=sorted(said.get("select", [])),
    )


def _several(said: Mapping[str, list[str]], key: str) -> list[str] | None:
    return [value for value in said[key] if value != _EMPTY] if key in said else None


def _number(said: Mapping[str, list[str]], key: str, default: float | None = None) -> float | None:
    try:
        return float(said[key][0]) if key in said else default
    except ValueError:
        raise ValueError(f"link: {key} is {said[key][0]!r}; it is a number") from None


def _day(said: Mapping[str, list[str]], key: str) -> int | None:
    try:
        return (date.fromisoformat(said[key][0]) - date(1970, 1, 1)).days if key in said else None
    except ValueError:
        raise ValueError(f"link: {key} is {said[key][0]!r}; it is a date such as 2024-03-31") from None


def _kept_articles(data: Mapping[str, Any], choice: Choice) -> pd.DataFrame:
    columns = {name: values for name, values in data["articles"].items() if name != "outlets"}
    articles = pd.DataFrame(columns).astype({"day": "Int64", "outlet": "Int64"})
    articles["outlet"] = [None if pd.isna(i) else data["articles"]["outlets"][i] for i in articles["outlet"]]
    keep = pd.Series(True, index=articles.index)
    if choice.first_day is not None:
        keep &= (articles["day"] >= choice.first_day).fillna(False)
    if choice.last_day is not None:
        keep &= (articles["day"] <= choice.last_day).fillna(False)
    if choice.outlets is not None:
        keep &= articles["outlet"].fillna("").isin(choice.outlets)
    return articles[keep.astype(bool)]


def _node_table(data: Mapping[str, Any], articles: pd.DataFrame) -> pd.DataFrame:
    names = ("name", "kind", "category", "community", "countries", "aliases")
    nodes = pd.DataFrame({"entity_id": data["nodes"]["id"], **{name: data["nodes"][name] for name in names}})
    kept = set(articles.index)
    nodes["n_articles"] = [len(kept.intersection(places)) for places in data["nodes"]["articles"]]
    return nodes.astype({"community": "Int64"})


def _meeting_table(data: Mapping[str, Any], articles: pd.DataFrame) -> pd.DataFrame:
    met = pd.DataFrame(data["meetings"])
    met = met[(met["flags"] < 2) & met["article"].isin(articles.index)].join(articles, on="article")
    return met.rename(columns={"id": "article_id"})


def _tie_table(data: Mapping[str, Any], nodes: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    ids = nodes["entity_id"].to_numpy()
    columns = {name: values for name, values in data["ties"].items() if name not in ("source", "target")}
    ends = {side: ids[data["ties"][side]] for side in ("source", "target")}
    by_tie = meetings.assign(is_apposition=meetings["flags"] % 2).groupby("tie")
    counts = {
        "n_sentences": by_tie.size(),
        "n_articles": by_tie["article_id"].nunique(),
        "n_reports": by_tie["report"].nunique(),
        "n_outlets": by_tie["outlet"].nunique(),
        "n_apposition": by_tie["is_apposition"].sum(),
    }
    ties = pd.DataFrame({**ends, **columns})
    for name, count in counts.items():
        ties[name] = count.reindex(ties.index, fill_value=0).astype("int64")
    for name, day in (("first_seen", by_tie["day"].min()), ("last_seen", by_tie["day"].max())):
        ties[name] = pd.to_datetime(day.reindex(ties.index).astype("Int64").astype("float64"), unit="D", utc=True)
    return ties


def _node_passes(nodes: pd.DataFrame, choice: Choice) -> pd.Series[bool]:
    keep = pd.Series(True, index=nodes.index)
    if choice.kinds is not None:
        keep &= nodes["kind"].isin(choice.kinds)
    if choice.community is not None:
        keep &= nodes["community"].eq(choice.community).fillna(False).astype(bool)
    if choice.classes is not None:
        first = nodes["category"].fillna("none").str.split("/").str[0]
        keep &= ~nodes["kind"].str.startswith("weapon") | first.isin(choice.classes)
    return keep


def _tie_passes(ties: pd.DataFrame, choice: Choice) -> pd.Series[bool]:
    keep = ties["n_reports"] >= max(choice.min_reports, 1)
    if not choice.home and "is_home" in ties:
        keep &= ties["is_home"] == 0
    for column, most in (("q", choice.max_q), ("p_disparity", choice.max_alpha)):
        if most is not None:
            keep &= ties[column] <= most if column in ties else False
    return keep


def _near(ties: pd.DataFrame, focus: list[str]) -> pd.DataFrame:
    if not focus:
        return ties
    touching = ties[ties["source"].isin(focus) | ties["target"].isin(focus)]
    near = {*focus, *touching["source"], *touching["target"]}
    return ties[ties["source"].isin(near) & ties["target"].isin(near)]


def _evidence(meetings: pd.DataFrame, ties: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    if len(choice.selected) == 2:
        ties = ties[(ties["source"] == choice.selected[0]) & (ties["target"] == choice.selected[1])]
    rows = meetings.join(ties[["source", "target"]], on="tie", how="inner")
    columns = ["source", "target", "article_id", "sentence", "distance", "title", "outlet", "url", "path", "day"]
    rows = rows[columns].rename(columns={"day": "published"})
    rows["published"] = pd.to_datetime(rows["published"].astype("float64"), unit="D", utc=True)
    return rows.sort_values(["source", "target", "article_id", "sentence"], ignore_index=True)
