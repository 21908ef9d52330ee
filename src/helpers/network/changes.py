"""Which ties rise and which fade: the reports before and after a day, and whether chance could have it so."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array
from scipy.special import betaincinv

from helpers.network.meetings import select_mentions
from helpers.network.periods import Period, dated_articles, named_meetings, period_starts, with_facts
from helpers.network.significance import LEVEL, adjust, hypergeometric_tail
from helpers.tables import INT, TEXT

Real = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

_BATCH = 20_000  # edges at a time, so that the reports that name one of each pair fit into memory
_EDGE = ["source", "target"]


def changing_edges(
    pairs: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    mentions: pd.DataFrame | None = None,
    split: str | dt.date | pd.Timestamp | None = None,
    period: Period = "month",
    level: float = LEVEL,
) -> pd.DataFrame:
    """Test for each pair whether it meets in a larger or a smaller share of the reports after a day than before it.

    Parameters
    ----------
    pairs : DataFrame, table `pairs`; meetings by coreference are left out
    articles : DataFrame, table `articles`; a report (copies of one text) has the date of its earliest dated copy
    mentions : DataFrame, table `mentions`: the reports at risk of a pair are those that name one of the two, so that it is the
        tie that changes and not how often the two are in the news; None: all reports
    split : the first day of "after" (UTC); None: of all firsts of a `period` the one that halves the dated reports best
    period : "week", "month" or "quarter"; read where `split` is None
    level : the false discovery rate for which pairs that could never reach it are left out of `q`

    Returns
    -------
    DataFrame, one row per pair that meets in a dated report, by `p` (missing last), then `source` and `target`: `n_before`,
    `n_after` (reports in which it meets), `n_undated` (such reports without a date), `at_risk_before`, `at_risk_after`; `change`
    ("rising", "fading", "steady"); `rate_ratio` (share after to share before; infinite where it is new), `ratio_low` and
    `ratio_high` (its exact 95 % interval); `p`, two-sided; `q`, its Benjamini-Hochberg value, missing for a pair in too few
    reports to reach the level. `p` and the ratio are missing where no report is at risk on one side.
    `attrs["split"]` is the day (ISO 8601; None where all reports fall in one period, or none is dated),
    `attrs["n_undated_reports"]` how many reports have no date.

    Raises
    ------
    ValueError : an unknown `period`, a `level` that is not between 0 and 1, a `split` that is no date or has no dated report on
        one side, a meeting in an article that `articles` lacks or in a report in which `mentions` lacks the two

    Notes
    -----
    A `split` that was chosen because of what the counts look like makes every `p` too small; the one found here reads dates only.
    `p` is Fisher's exact test, twice the smaller tail. The interval (Clopper and Pearson, on the share of the pair's reports that
    are later) agrees with it where a pair meets in few of the reports at risk; where it meets in most of them it is wider.

    Source: Fisher 1935, Journal of the Royal Statistical Society 98(1), and Fay 2010, Biostatistics 11(2), for `p`; Przyborowski
    and Wilenski 1940, Biometrika 31(3/4), for conditioning the ratio on the sum; Clopper and Pearson 1934, Biometrika 26(4);
    Gilbert 2005, Journal of the Royal Statistical Society C 54(1), after Tarone 1990, for leaving out what cannot reach it.
    """
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; it is a share between 0 and 1")
    dated = dated_articles(articles)
    reports = dated.drop_duplicates("report_id").set_index("report_id")["report_published"]
    day = _even_split(reports.dropna(), period) if split is None else _given_split(split, reports.dropna())
    met = named_meetings(pairs, dated).drop_duplicates([*_EDGE, "report_id"])
    counts = _counts(met, day)
    if mentions is None:
        risk = Sides(*(np.full(len(counts), n, dtype=np.int64) for n in _sides(reports, day)))
    else:
        risk = _naming_either(counts, select_mentions(mentions, include_classes=True), dated, day)
    table = _tested(counts, risk, level)
    table.attrs = {"split": None if pd.isna(day) else f"{day:%Y-%m-%d}", "n_undated_reports": int(reports.isna().sum())}
    return table


class Sides(NamedTuple):
    """Counts before the split and from it on."""

    before: IntArray
    after: IntArray


def _even_split(published: pd.Series[Any], period: Period) -> pd.Timestamp | Any:
    starts = period_starts(published, period).sort_values()
    firsts = starts.drop_duplicates().iloc[1:]  # nothing is before the first
    if firsts.empty:
        return pd.NaT
    n_before = np.searchsorted(starts.to_numpy(), firsts.to_numpy())
    return firsts.iloc[int(np.argmin(np.abs(2 * n_before - len(starts))))]


def _given_split(split: str | dt.date | pd.Timestamp, published: pd.Series[Any]) -> pd.Timestamp:
    try:
        day = pd.Timestamp(split)
    except (ValueError, TypeError):
        day = pd.NaT  # type: ignore[assignment]
    if pd.isna(day):
        raise ValueError(f"split is {split!r}; it is a day such as 2024-03-01")
    day = day.tz_convert("UTC").tz_localize(None) if day.tzinfo else day
    if len(published) and not published.min() < day <= published.max():
        span = f"{published.min():%Y-%m-%d} to {published.max():%Y-%m-%d}"
        raise ValueError(f"split {day:%Y-%m-%d} has all dated reports on one side; they run from {span}")
    return day


def _sides(published: pd.Series[Any], day: pd.Timestamp) -> tuple[int, int]:
    """Return how many of the dates are before the day and from it on; all are after where there is no day."""
    n_before = int((published < day).sum())
    return n_before, int(published.notna().sum()) - n_before


def _counts(met: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    is_before, is_undated = met["report_published"] < day, met["report_published"].isna()
    flags = {"n_before": is_before, "n_after": ~is_before & ~is_undated, "n_undated": is_undated}
    counts = met[_EDGE].assign(**flags).groupby(_EDGE, sort=True)[list(flags)].sum().reset_index()
    counts = counts[counts["n_before"] + counts["n_after"] > 0].reset_index(drop=True)
    return counts.astype({**dict.fromkeys(_EDGE, TEXT), **dict.fromkeys(flags, np.int64)})


def _naming_either(counts: pd.DataFrame, named: pd.DataFrame, dated: pd.DataFrame, day: pd.Timestamp) -> Sides:
    """Count, per pair, the dated reports that name one of the two or both."""
    rows = with_facts(named[["article_id", "entity_id"]], dated, table="mentions").dropna(subset=["report_published"])
    rows = rows.drop_duplicates(["entity_id", "report_id"])
    entity, names = pd.factorize(rows["entity_id"])
    report, _ = pd.factorize(rows["report_id"])
    ends = [pd.Index(names).get_indexer(pd.Index(counts[side])) for side in _EDGE]
    sides = []
    for is_side, met in ((rows["report_published"] < day, "n_before"), (~(rows["report_published"] < day), "n_after")):
        here = is_side.to_numpy(dtype=np.int64)
        naming = csr_array((here, (entity, report)), shape=(len(names) + 1, int(report.max(initial=-1)) + 1))
        total = naming.sum(axis=1)
        starts = range(0, len(counts), _BATCH)
        batches = [_in_both(naming, *(end[start : start + _BATCH] for end in ends)) for start in starts]
        both = np.concatenate([np.zeros(0, dtype=np.int64), *batches])
        _check_named(counts, counts[met].to_numpy() > both)
        sides.append(total[ends[0]] + total[ends[1]] - both)
    return Sides(*sides)


def _in_both(naming: csr_array, one: IntArray, two: IntArray) -> IntArray:
    found: IntArray = (naming[one] * naming[two]).sum(axis=1)
    return found


def _check_named(counts: pd.DataFrame, is_wrong: npt.NDArray[np.bool_]) -> None:
    if is_wrong.any():
        one, two = counts.loc[int(np.argmax(is_wrong)), _EDGE]
        raise ValueError(f"pairs: {one} and {two} met in more reports than mentions name them in; pairs are found from mentions")


def _tested(counts: pd.DataFrame, risk: Sides, level: float) -> pd.DataFrame:
    met = Sides(counts["n_before"].to_numpy(), counts["n_after"].to_numpy())
    p, least = _fisher(met, risk)
    ratio, low, high = _rate_ratio(met, risk)
    could = least <= _tarone(least, level)
    columns: dict[str, Any] = {
        "at_risk_before": risk.before,
        "at_risk_after": risk.after,
        "change": _change(ratio),
        "rate_ratio": ratio,
        "ratio_low": low,
        "ratio_high": high,
        "p": p,
        "q": adjust(np.where(could, p, np.nan), int(could.sum())),
    }
    table = counts.assign(**columns)
    whole = {name: INT for name in table if str(name).startswith(("n_", "at_risk_"))}
    return table.astype({**whole, "change": TEXT}).sort_values(["p", *_EDGE], kind="stable", ignore_index=True)


def _fisher(met: Sides, risk: Sides) -> tuple[Real, Real]:
    """Return the two-sided p, and the smallest that so many meetings could have had; missing where a side is without reports."""
    total, n_met = risk.before + risk.after, met.before + met.after
    size = total.astype(np.float64)

    def tails(before: IntArray, after: IntArray) -> Real:
        more_after = hypergeometric_tail(after, n_met, risk.after, size)
        more_before = hypergeometric_tail(before, n_met, risk.before, size)
        p = 2 * np.minimum(more_after, more_before)
        return np.where(p < 1 - 1e-9, p, 1.0)  # sums that are 1 but for rounding stand together

    latest, earliest = np.minimum(n_met, risk.after), np.minimum(n_met, risk.before)
    least = np.minimum(tails(n_met - latest, latest), tails(earliest, n_met - earliest))
    has_both = (risk.before > 0) & (risk.after > 0)
    return np.where(has_both, tails(*met), np.nan), np.where(has_both, least, np.nan)


def _tarone(least: Real, level: float) -> float:
    """Return the largest attainable p with which a pair can reach the level among all that can."""
    ordered = np.sort(least[~np.isnan(least)])
    shares = level / np.arange(1, len(ordered) + 2)
    fits = np.searchsorted(ordered, shares, side="right") <= np.arange(1, len(ordered) + 2)
    return float(shares[int(np.argmax(fits))])


def _rate_ratio(met: Sides, risk: Sides) -> tuple[Real, Real, Real]:
    """Return share after to share before and its interval: that of the later reports among all of the pair, as a ratio."""
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = risk.before / np.where(risk.after > 0, risk.after, np.nan)
        scale = np.where(risk.before > 0, scale, np.nan)
        low = np.where(met.after > 0, betaincinv(met.after, met.before + 1, 0.025), 0.0)
        high = np.where(met.before > 0, betaincinv(met.after + 1, met.before, 0.975), 1.0)
        return scale * (met.after / met.before), scale * (low / (1 - low)), scale * (high / (1 - high))


def _change(ratio: Real) -> list[str | None]:
    words = {1.0: "rising", -1.0: "fading", 0.0: "steady"}
    return [words.get(side) for side in np.sign(ratio - 1)]
