import datetime as dt
from collections import defaultdict

import numpy as np
import pandas as pd
import pytest
from calendar_tables import article_rows, days_of, make_pairs, meeting_rows, meetings_of, plain_dates
from hypothesis import given, settings
from hypothesis import strategies as st
from network_tables import make_articles, make_mentions
from scipy.stats import binomtest, false_discovery_control, fisher_exact

from helpers.network.changes import changing_edges
from helpers.tables import empty_table

EDGE = ["source", "target"]


def corpus(before: int, after: int, met: dict[str, tuple[int, int]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make articles of January and of February, and p1-X meetings in the first so many of each month."""
    days = {f"a{n:03}": "2024-01-10" for n in range(before)} | {f"b{n:03}": "2024-02-10" for n in range(after)}
    articles = make_articles(*({"article_id": name, "published": day} for name, day in days.items()))
    rows = [
        ("p1", other, f"{month}{n:03}", 0, False)
        for other, counts in met.items()
        for month, count in zip("ab", counts, strict=True)
        for n in range(count)
    ]
    return make_pairs(rows), articles


def test_rising_fading_and_steady_by_hand():
    pairs, articles = corpus(20, 20, {"p2": (0, 9), "p3": (8, 0), "p4": (2, 2), "p5": (1, 0)})
    table = changing_edges(pairs, articles)
    assert table["target"].tolist() == ["p2", "p3", "p4", "p5"]
    assert table["change"].tolist() == ["rising", "fading", "steady", "fading"]
    assert table[["n_before", "n_after"]].to_numpy().tolist() == [[0, 9], [8, 0], [2, 2], [1, 0]]
    assert table["at_risk_before"].tolist() == table["at_risk_after"].tolist() == [20] * 4
    assert table["rate_ratio"].tolist() == [np.inf, 0, 1, 0]
    assert table["p"].tolist()[2:] == [1, 1]
    # four reports or one could never reach the level: no hypotheses
    assert table["q"].tolist()[:2] == pytest.approx(false_discovery_control(table["p"][:2]).tolist())
    assert table["q"][2:].isna().all()
    assert table.attrs == {"split": "2024-02-01", "n_undated_reports": 0}


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 40), st.integers(1, 40), st.data())
def test_p_and_interval_same_as_scipy(before, after, data):
    met = data.draw(st.integers(0, before)), data.draw(st.integers(0, after))
    if not sum(met):
        return
    row = changing_edges(*corpus(before, after, {"p2": met}), split="2024-02-01").iloc[0]
    cells = [[met[1], after - met[1]], [met[0], before - met[0]]]
    p = min(1, 2 * min(fisher_exact(cells, alternative=side).pvalue for side in ("less", "greater")))
    assert row["p"] == pytest.approx(p, rel=1e-9)
    share = binomtest(met[1], sum(met)).proportion_ci(0.95, method="exact")
    with np.errstate(divide="ignore"):
        low, high = (np.float64(end) / (1 - np.float64(end)) * before / after for end in (share.low, share.high))
    assert (row["ratio_low"], row["ratio_high"]) == pytest.approx((low, high))
    assert row["rate_ratio"] == pytest.approx(np.float64(met[1] / after) / (met[0] / before) if met[0] else np.inf)


@settings(max_examples=30, deadline=None)
@given(article_rows, meeting_rows, st.booleans())
def test_counts_same_as_plain_reference(article_rows, meeting_rows, naming):
    articles = days_of(article_rows)
    pairs = meetings_of(meeting_rows, articles)
    _, reports, report_dates = plain_dates(articles)
    if len(set(report_dates.values())) < 2:
        return
    day = sorted(set(report_dates.values()))[1]
    met, names = defaultdict(set), defaultdict(set)
    for row in pairs[~pairs["by_coreference"]].itertuples():
        met[row.source, row.target].add(reports[row.article_id])
        for name in (row.source, row.target):
            names[name].add((row.article_id, row.sentence, name))
    mentions = make_mentions(sorted(set().union(*names.values(), {(articles["article_id"][0], 0, "p_d")})))
    in_reports = {name: {reports[article] for article in group["article_id"]} for name, group in mentions.groupby("entity_id")}

    def sides(found):
        dated = [report_dates[report] for report in found if report in report_dates]
        return [sum(date < day for date in dated), sum(date >= day for date in dated)]

    table = changing_edges(pairs, articles, mentions=mentions if naming else None, split=day).set_index(EDGE)
    expected = {
        (one, two): [
            *sides(found),
            len(found - set(report_dates)),
            *sides(in_reports[one] | in_reports[two] if naming else set(reports.values())),
        ]
        for (one, two), found in met.items()
        if sum(sides(found))
    }
    columns = ["n_before", "n_after", "n_undated", "at_risk_before", "at_risk_after"]
    assert {edge: list(row) for edge, row in zip(table.index, table[columns].to_numpy().tolist(), strict=True)} == expected
    assert table.attrs["n_undated_reports"] == len(set(reports.values()) - set(report_dates))


def test_reports_that_name_either_by_hand():
    pairs, articles = corpus(3, 3, {"p2": (1, 2)})
    named = [("a000", 0, "p1"), ("a000", 0, "p2"), ("a000", 1, "p1"), ("a001", 0, "p1"), ("a001", 3, "p1"), ("a002", 0, "p3")]
    mentions = make_mentions([*named, *(("b" + n, 0, name) for n in ("000", "001") for name in ("p1", "p2"))])
    row = changing_edges(pairs, articles, mentions=mentions).iloc[0]
    # p1 is in two reports of January, however often it is named there, p2 in one of them
    assert (row["at_risk_before"], row["at_risk_after"]) == (2, 2)


def test_what_cannot_reach_the_level_burdens_no_other():
    changed = {"p2": (0, 9)}
    alone = changing_edges(*corpus(30, 30, changed))
    among = changing_edges(*corpus(30, 30, changed | {f"p{n}": (1, 0) for n in range(3, 60)}))
    assert among.loc[0, "target"] == "p2"
    assert among.loc[0, "q"] == alone.loc[0, "q"] == alone.loc[0, "p"]


def test_few_false_alarms_where_nothing_changes():
    rng = np.random.default_rng(3)
    n_alarms = []
    for _ in range(12):
        _, articles = corpus(60, 40, {})
        ids = articles["article_id"].to_numpy()
        rows = [("p0", f"p{n}", name, 0, False) for n in range(1, 60) for name in ids[rng.random(100) < rng.beta(1, 4)]]
        n_alarms.append((changing_edges(make_pairs(rows), articles)["q"] <= 0.05).any())
    assert sum(n_alarms) <= 2


def test_reprints_change_nothing():
    pairs, articles = corpus(20, 20, {"p2": (1, 9)})
    again = articles.assign(article_id="z" + articles["article_id"], published=articles["published"] + pd.Timedelta(days=90))
    more = pd.concat([pairs, pairs.assign(article_id="z" + pairs["article_id"])], ignore_index=True)
    table = changing_edges(more, pd.concat([articles, again], ignore_index=True))
    pd.testing.assert_frame_equal(table, changing_edges(pairs, articles))


def test_split_that_halves_the_reports():
    days = ["2023-11-20", "2024-01-02", "2024-01-03", "2024-01-09", "2024-02-05", "2024-02-06", "2024-03-01"]
    articles = make_articles(*({"article_id": f"a{n}", "published": day} for n, day in enumerate(days)))
    pairs = make_pairs([("p1", "p2", "a0", 0, False)])
    assert changing_edges(pairs, articles).attrs["split"] == "2024-02-01"
    assert changing_edges(pairs, articles, period="week").attrs["split"] == "2024-01-08"
    assert changing_edges(pairs, articles, split=dt.date(2024, 3, 1))["at_risk_after"].tolist() == [1]
    zoned = changing_edges(pairs, articles, split=pd.Timestamp("2024-03-01T01:00+03:00"))
    assert zoned.attrs["split"] == "2024-02-29"


def test_one_period_undated_and_nothing_at_all():
    pairs, articles = corpus(5, 0, {"p2": (3, 0)})
    one = changing_edges(pairs, articles)
    assert one[["p", "q", "rate_ratio", "ratio_low", "ratio_high"]].isna().all(axis=None)
    assert one["change"].isna().all()
    assert one.attrs["split"] is None
    undated = articles.assign(published=pd.Series(pd.NaT, index=articles.index, dtype=articles["published"].dtype))
    for mentions in (None, make_mentions([("a000", 0, "p1")])):
        for empty in (
            changing_edges(pairs, undated, mentions=mentions),
            changing_edges(empty_table("pairs"), articles, mentions=mentions),
            changing_edges(pairs, undated, split="2024-02-01", mentions=mentions),
        ):
            assert empty.empty
            assert empty.dtypes.to_dict() == one.dtypes.to_dict()
    assert changing_edges(empty_table("pairs"), empty_table("articles")).dtypes.to_dict() == one.dtypes.to_dict()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"split": "last spring"}, "split is 'last spring'; it is a day such as 2024-03-01"),
        ({"split": "2030-01-01"}, "split 2030-01-01 has all dated reports on one side; they run from 2024-01-10 to 2024-02-10"),
        ({"split": None, "period": "year"}, "period 'year' is not known"),
        ({"level": 5}, "level is 5"),
        ({"mentions": make_mentions([("a000", 0, "p1")])}, "p1 and p2 met in more reports than mentions name them in"),
    ],
)
def test_bad_input(options, said):
    with pytest.raises(ValueError, match=said):
        changing_edges(*corpus(3, 3, {"p2": (2, 1)}), **options)
