"""Articles on days and meetings in them, for the tests of calendar windows; random ones for hypothesis."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from hypothesis import strategies as st
from network_tables import make_articles

from helpers.tables import as_table, empty_table

#: of each article: how many days after 20 December 2023 it came out (None: no date), its cluster (None: no copies), whether
#: the date is implausible
article_rows = st.lists(
    st.tuples(st.one_of(st.none(), st.integers(0, 150)), st.one_of(st.none(), st.integers(0, 3)), st.booleans()), max_size=12
)
#: meetings: article (counted round), two entities of four, sentence, whether by coreference
meeting_rows = st.lists(
    st.tuples(st.integers(0, 11), st.sampled_from(["ab", "ac", "bc", "cd"]), st.integers(0, 2), st.booleans()), max_size=25
)


def days_of(rows: Iterable[tuple[int | None, int | None, bool]]) -> pd.DataFrame:
    """Make articles a00, a01, ... from drawn rows."""
    start = pd.Timestamp("2023-12-20", tz="UTC")
    return (
        make_articles(
            *(
                {
                    "article_id": f"a{number:02}",
                    "published": None if days is None else start + pd.Timedelta(days=days, hours=20),
                    "published_quality": "missing"
                    if days is None
                    else "implausible"
                    if implausible and cluster == 3
                    else "stated",
                    "cluster_id": None if cluster is None else f"r{cluster}",
                }
                for number, (days, cluster, implausible) in enumerate(rows)
            )
        )
        if rows
        else empty_table("articles")
    )


def make_pairs(rows: Iterable[tuple[str, str, str, int, bool]]) -> pd.DataFrame:
    """Make meetings from (source, target, article, sentence, by coreference)."""
    listed = sorted(set(rows))
    columns = ["source", "target", "article_id", "sentence", "by_coreference"]
    return as_table(pd.DataFrame(listed, columns=columns).assign(distance=0, is_apposition=False), "pairs")


def meetings_of(rows: Iterable[tuple[int, str, int, bool]], articles: pd.DataFrame) -> pd.DataFrame:
    """Make meetings of p_a to p_d from drawn rows, in the articles that there are."""
    drawn = [(f"p_{ends[0]}", f"p_{ends[1]}", f"a{number % max(len(articles), 1):02}", at, un) for number, ends, at, un in rows]
    once = {row[:4]: row for row in drawn} if len(articles) else {}
    return make_pairs(once.values())


def plain_dates(articles: pd.DataFrame) -> tuple[dict[str, pd.Timestamp], dict[str, str], dict[str, pd.Timestamp]]:
    """Return, in plain dicts, each article's date, each article's report and each report's date; the undated are left out."""
    dates, reports, report_dates = {}, {}, {}
    for row in articles.to_dict("records"):
        name = row["article_id"]
        reports[name] = name if pd.isna(row["cluster_id"]) else row["cluster_id"]
        if not pd.isna(row["published"]) and row["published_quality"] != "implausible":
            dates[name] = row["published"].tz_localize(None)
            report_dates[reports[name]] = min(dates[name], report_dates.get(reports[name], dates[name]))
    return dates, reports, report_dates
