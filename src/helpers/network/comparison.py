"""Two networks side by side: what is only in one of them, and what differs by more than chance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import false_discovery_control, fisher_exact

from helpers.network.edges import count_edges
from helpers.network.selecting import HasTables, named, report_ids
from helpers.network.significance import LEVEL, NOT_ASKED, TOO_FEW

Unit = Literal["reports", "articles"]

SAME_REPORTS = "same reports on both sides"
_COLUMNS = (
    *("n_reports_one", "n_reports_two", "n_articles_one", "n_articles_two", "total_one", "total_two", "share_one", "share_two"),
    *("n_own_one", "n_own_two", "own_total_one", "own_total_two"),
    *("odds_ratio", "odds_low", "odds_high", "p", "q", "untested", "only_in"),
)
_PAIR, _NODE = ["source", "target"], ["entity_id"]
_Z_95 = 1.959963984540054


def compare_networks(one: HasTables, two: HasTables, *, unit: Unit = "reports", level: float = LEVEL) -> pd.DataFrame:
    """Compare in how many reports each pair met in two parts of a corpus: outlets, periods, keywords, with and without copies.

    Parameters
    ----------
    one, two : parts of the same corpus, as `select_corpus` returns them (or all of it), with pairs of the same window
    unit : "reports" counts a report once however many copies of it a side holds, and tests; "articles" counts every copy and
        tests nothing, for copies are no independent witnesses: it shows what reprints do to a network, and no more
    level : false discovery rate for which pairs too rare to be told from chance are left untested

    Returns
    -------
    DataFrame, one row per pair that met by name on either side, in order of the pair:

    - `source`, `target`, `is_home`
    - `n_reports_one`, `n_reports_two`, `n_articles_one`, `n_articles_two` : reports and articles in which it met
    - `total_one`, `total_two` : reports (articles) that the side has; `share_one`, `share_two` : the part of them in which it met
    - `n_own_one`, `n_own_two`, `own_total_one`, `own_total_two` : the same counts over the reports that the other side does not
      have. Only these are tested
    - `odds_ratio`, `odds_low`, `odds_high` : odds of meeting in an own report of `one` over those in one of `two`, half a report
      added to every cell, with its 95 % interval
    - `p` : two-sided, Fisher's exact test on own reports; `q` : its Benjamini-Hochberg value among the pairs tested
    - `untested` : why there is no `p`: too few reports (were all of them on one side, the pair could still not reach the
      level), same reports on both sides, not asked for; missing for a tested pair
    - `only_in` : "one" or "two" for a pair that met on that side alone, else missing

    A report that both sides have (the same wire story in two outlets, or an article in both parts) cannot tell them apart, and
    counting it for each would take one witness for two. It is in the counts and shares of both and in no test. With copies
    against without has the same reports on both sides: nothing there is tested, and the comparison only describes.

    Raises
    ------
    ValueError : a unit that is neither; what `count_edges` refuses

    Source: Fisher 1922, Journal of the Royal Statistical Society 85(1); Tarone 1990, Biometrics 46(2), for leaving out what
    cannot reach the level; Benjamini and Hochberg 1995 for `q`; Haldane 1956, Annals of Human Genetics 20(4), for the half.
    """
    reports = _reports(one, two, unit)
    counts = [_count_pairs(side, reports.shared) for side in (one, two)]
    return _compared(*counts, keys=_PAIR, reports=reports, level=level)


def compare_nodes(one: HasTables, two: HasTables, *, unit: Unit = "reports", level: float = LEVEL) -> pd.DataFrame:
    """Compare in how many reports each entity is named in two parts of a corpus.

    Parameters, tests and columns as in `compare_networks`, with `entity_id`, `name` and `kind` in place of the pair.

    Returns
    -------
    DataFrame, one row per person, country, weapon or class of weapon that is named on either side, in order of id
    """
    reports = _reports(one, two, unit)
    counts = [_count_nodes(side, reports.shared) for side in (one, two)]
    return _compared(*counts, keys=_NODE, reports=reports, level=level)


def describe_comparison(comparison: pd.DataFrame, *, labels: Sequence[str] = ("one", "two"), q: float = LEVEL) -> str:
    """Return one sentence that says what a comparison found and what it could not test.

    Parameters
    ----------
    comparison : DataFrame of `compare_networks` or `compare_nodes`
    labels : what to call the two sides
    q : largest Benjamini-Hochberg value that counts as a difference beyond chance
    """
    n, n_untested = len(comparison), int(comparison["untested"].notna().sum())
    what = "pairs" if "source" in comparison else "entities"
    if not n:
        return f"There is nothing to compare: no {what} on either side."
    only = comparison["only_in"].value_counts()
    sides = f"{only.get('one', 0):,} of {n:,} {what} are only in {labels[0]}, {only.get('two', 0):,} only in {labels[1]}"
    if n_untested == n:
        return f"{sides}; none is tested: {_why_untested(comparison)}."
    passed = comparison["q"].le(q).fillna(False).astype(bool)
    beyond, at_home = int(passed.sum()), int((passed & comparison["is_home"]).sum()) if "is_home" in comparison else 0
    home = f", {at_home:,} of them at home (own country, own maker)" if at_home else ""
    rest = f", {n_untested:,} are in too few reports to be tested" if n_untested else ""
    return f"{sides}; of {n - n_untested:,} tested, {beyond:,} differ by more than chance (q ≤ {q:g}){home}{rest}."


class _Reports(NamedTuple):
    """The reports of both sides: which are on both, and how many there are of each, in all and on that side alone."""

    shared: set[str]
    totals: tuple[int, int]
    own_totals: tuple[int, int]
    unit: Unit


def _reports(one: HasTables, two: HasTables, unit: Unit) -> _Reports:
    if unit not in ("reports", "articles"):
        raise ValueError(f'unit is {unit!r}; it is "reports" or "articles"')
    first, second = (set(report_ids(side.articles)) for side in (one, two))
    totals = (len(first), len(second)) if unit == "reports" else (len(one.articles), len(two.articles))
    return _Reports(first & second, totals, (len(first - second), len(second - first)), unit)


def _count_pairs(side: HasTables, shared: set[str]) -> pd.DataFrame:
    own = side.articles.loc[~report_ids(side.articles).isin(shared), "article_id"]
    counts = count_edges(side.pairs, side.articles, side.entities).set_index(_PAIR)
    of_own = count_edges(side.pairs[side.pairs["article_id"].isin(own)], side.articles, side.entities).set_index(_PAIR)
    n_own = of_own["n_reports"].reindex(counts.index).fillna(0)
    return counts[["is_home", "n_reports", "n_articles"]].assign(n_own=n_own)


def _count_nodes(side: HasTables, shared: set[str]) -> pd.DataFrame:
    places = side.articles[["article_id"]].assign(report=report_ids(side.articles))
    found = named(side.mentions)[["entity_id", "article_id"]].drop_duplicates().merge(places, on="article_id")
    groups, own = found.groupby("entity_id"), found[~found["report"].isin(shared)].groupby("entity_id")
    counts = pd.DataFrame({"n_reports": groups["report"].nunique(), "n_articles": groups.size()})
    counts["n_own"] = own["report"].nunique().reindex(counts.index).fillna(0)
    facts = side.entities.set_index("entity_id")[["name", "kind"]].reindex(counts.index)
    return pd.concat([facts, counts], axis=1).rename_axis("entity_id")


def _compared(one: pd.DataFrame, two: pd.DataFrame, *, keys: list[str], reports: _Reports, level: float) -> pd.DataFrame:
    index = one.index.union(two.index)
    facts = one[[c for c in one if not str(c).startswith("n_")]]
    table = facts.reindex(index).fillna(two[list(facts)].reindex(index)).astype(facts.dtypes.to_dict())
    sides = {"one": one, "two": two}
    for count in ("n_reports", "n_articles", "n_own"):
        for name, side in sides.items():
            table[f"{count}_{name}"] = side[count].reindex(index).fillna(0).astype("Int64")
    for kind, totals in (("total", reports.totals), ("own_total", reports.own_totals)):
        for name, total in zip(sides, totals, strict=True):
            table[f"{kind}_{name}"] = pd.Series(total, index=index, dtype="Int64")
    for name, total in zip(sides, reports.totals, strict=True):
        table[f"share_{name}"] = table[f"n_{reports.unit}_{name}"].astype("float64") / max(total, 1)
    table["only_in"] = pd.Series(pd.NA, index=index, dtype="str")
    table.loc[table["n_articles_two"] == 0, "only_in"] = "one"
    table.loc[table["n_articles_one"] == 0, "only_in"] = "two"
    return (
        pd.concat([table, _tested(table, reports, level=level)], axis=1)
        .rename_axis(keys)
        .reset_index()[[*keys, *facts, *_COLUMNS]]
    )


def _tested(table: pd.DataFrame, reports: _Reports, *, level: float) -> pd.DataFrame:
    """Return odds ratio, p, q and `untested` of every row of `table`."""
    own_one, own_two = (table[f"n_own_{name}"].to_numpy(dtype=np.int64) for name in ("one", "two"))
    columns = dict.fromkeys(("odds_ratio", "odds_low", "odds_high", "p", "q"), np.full(len(table), np.nan))
    why = pd.Series(NOT_ASKED, index=table.index, dtype="str")
    if reports.unit == "reports":
        columns |= _odds(own_one, own_two, *reports.own_totals)
        can_tell = _can_reach(own_one + own_two, *reports.own_totals, level=level)
        columns["p"] = _fisher(own_one, own_two, *reports.own_totals, rows=can_tell)
        columns["q"] = _adjusted(columns["p"])
        why = why.mask(own_one + own_two > 0, TOO_FEW).mask(own_one + own_two == 0, SAME_REPORTS).mask(can_tell)
    return pd.DataFrame({**columns, "untested": why}, index=table.index)


def _odds(
    one: npt.NDArray[np.int64], two: npt.NDArray[np.int64], total_one: int, total_two: int
) -> dict[str, npt.NDArray[np.float64]]:
    """Return the odds ratio and its interval (Woolf's, of the logarithm); missing where a side has no report of its own."""
    if not (total_one and total_two):
        return {}
    a, b, c, d = one + 0.5, total_one - one + 0.5, two + 0.5, total_two - two + 0.5
    log_ratio, width = np.log(a * d / (b * c)), _Z_95 * np.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    columns = {"odds_ratio": np.exp(log_ratio), "odds_low": np.exp(log_ratio - width), "odds_high": np.exp(log_ratio + width)}
    met = one + two > 0
    return {name: np.where(met, values, np.nan) for name, values in columns.items()}


def _can_reach(n_met: npt.NDArray[np.int64], total_one: int, total_two: int, *, level: float) -> npt.NDArray[np.bool_]:
    """Say which rows could be told from chance, were all their reports on one side, among all the rows that could.

    Reads in how many reports a pair met on both sides together, never how they are divided.
    """
    values, place = np.unique(n_met, return_inverse=True)
    least = np.array([_least_p(int(value), total_one, total_two) for value in values])[place] if len(n_met) else np.zeros(0)
    order = np.sort(least)
    # rows of one and the same count stand or fall together: the last of equal values says how many there are
    n_so_far = np.searchsorted(order, order, side="right")
    reaching = order[order * n_so_far <= level]
    return least <= reaching[-1] if len(reaching) else np.zeros(len(n_met), dtype=bool)


def _least_p(n_met: int, total_one: int, total_two: int) -> float:
    if not (n_met and total_one and total_two):
        return 1.0
    ends = {min(n_met, total_one), n_met - min(n_met, total_two)}
    return min(_fisher_p(end, n_met - end, total_one, total_two) for end in ends)


def _fisher(
    one: npt.NDArray[np.int64], two: npt.NDArray[np.int64], total_one: int, total_two: int, *, rows: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float64]:
    p = np.full(len(one), np.nan)
    # most pairs share few different counts: each is looked up once
    counts, place = np.unique(np.column_stack([one, two])[rows], axis=0, return_inverse=True)
    p[rows] = np.array([_fisher_p(int(a), int(b), total_one, total_two) for a, b in counts])[place.ravel()]
    return p


def _fisher_p(one: int, two: int, total_one: int, total_two: int) -> float:
    return float(fisher_exact([[one, total_one - one], [two, total_two - two]]).pvalue)


def _adjusted(p: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    q, tested = np.full(len(p), np.nan), ~np.isnan(p)
    if tested.any():
        q[tested] = false_discovery_control(p[tested])
    return q


def _why_untested(comparison: pd.DataFrame) -> str:
    reasons = set(comparison["untested"])
    if reasons == {NOT_ASKED}:
        return "articles are counted with their copies, which are no independent witnesses"
    if reasons == {SAME_REPORTS}:
        return "every report is on both sides, so that the comparison only describes"
    return "there are too few reports of its own on a side to tell a difference from chance"
