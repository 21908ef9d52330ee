import math
from collections import Counter
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from network_tables import make_articles, make_entities, make_mentions
from scipy.stats import chi2_contingency
from scipy.stats.contingency import odds_ratio

from helpers.network import edges_from_mentions
from helpers.network.association import measure_association
from helpers.tables import empty_table

ENTITIES = make_entities({name: [] for name in ("p1", "p2", "cX", "w1", "w2")})
NAMES = tuple(ENTITIES["entity_id"])
MENTIONS = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 2), st.sampled_from(NAMES)), min_size=1, max_size=40)


def edges_of(rows, clusters):
    mentions = make_mentions(rows)
    articles = make_articles(*({"article_id": a, "cluster_id": clusters.get(a, a)} for a in sorted({row[0] for row in rows})))
    return edges_from_mentions(mentions, empty_table("sentences"), articles, ENTITIES, read_titles=False, assess=True)


def plain(rows, clusters):
    """The same with dicts, sets and `combinations`, report by report."""
    units, named = {}, {}
    for article, sentence, name in rows:
        units.setdefault((article, sentence), set()).add(name)
        named.setdefault(name, set()).add(clusters.get(article, article))
    met, n_sentences = {}, Counter()
    for (article, _), names in units.items():
        for pair in combinations(sorted(names), 2):
            met.setdefault(pair, set()).add(clusters.get(article, article))
            n_sentences[pair] += 1
    n = len(set().union(*named.values()))
    return {pair: plain_measures(len(met[pair]), *(len(named[name]) for name in pair), n) for pair in met}


def plain_measures(met, one, two, n):
    cells = [met, one - met, two - met, max(n - one - two + met, 0)]
    total = sum(cells)
    rows, columns = (cells[0] + cells[1], cells[2] + cells[3]), (cells[0] + cells[2], cells[1] + cells[3])
    expected = [row * column / total for row in rows for column in columns]
    half = [cell + 0.5 for cell in cells]
    log_odds = math.log(half[0] * half[3] / half[1] / half[2])
    error = 1.959964 * math.sqrt(sum(1 / cell for cell in half))
    return {
        "npmi": 1.0 if met == n else math.log(met * n / (one * two)) / -math.log(met / n),
        "g2": 2 * sum(cell * math.log(cell / e) for cell, e in zip(cells, expected, strict=True) if cell),
        "odds_ratio": math.exp(log_odds),
        "odds_low": math.exp(log_odds - error),
        "odds_high": math.exp(log_odds + error),
        "jaccard": met / (one + two - met),
    }


@settings(max_examples=40, deadline=None)
@given(MENTIONS, st.dictionaries(st.sampled_from("bcdefgh"), st.just("a"), max_size=3))
def test_measures_are_those_of_a_plain_loop_over_reports(rows, clusters):
    edges = edges_of(rows, clusters)
    expected = plain(rows, clusters)
    assert list(zip(edges["source"], edges["target"], strict=True)) == sorted(expected)
    for row in edges.itertuples():
        for name, value in expected[row.source, row.target].items():
            assert getattr(row, name) == pytest.approx(value, rel=1e-5, abs=1e-9)


@pytest.mark.parametrize(("met", "one", "two", "n"), [(3, 5, 7, 40), (1, 1, 9, 12), (6, 20, 30, 200)])
def test_g2_is_scipys(met, one, two, n):
    table = [[met, one - met], [two - met, n - one - two + met]]
    expected = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    assert measure_association(np.array([met]), np.array([one]), np.array([two]), n)["g2"] == pytest.approx(expected)


def test_odds_ratio_and_its_interval_are_close_to_scipys_on_a_large_table():
    table = [[400, 600], [500, 2500]]
    found = measure_association(np.array([400]), np.array([1000]), np.array([900]), 4000)
    expected = odds_ratio(table, kind="sample")
    assert found["odds_ratio"][0] == pytest.approx(expected.statistic, rel=0.005)
    interval = expected.confidence_interval(0.95)
    assert [found["odds_low"][0], found["odds_high"][0]] == pytest.approx([interval.low, interval.high], rel=0.01)


def test_a_pair_in_every_report_and_one_named_in_most_apart_from_the_other():
    everywhere = measure_association(np.array([4]), np.array([4]), np.array([4]), 4)
    assert [everywhere[name][0] for name in ("npmi", "g2", "jaccard")] == [1, 0, 1]
    # both in all ten reports, in one sentence in three of them: no report is left for the rest
    apart = measure_association(np.array([3]), np.array([10]), np.array([10]), 10)
    assert np.isfinite(pd.Series({name: values[0] for name, values in apart.items()})).all()
    assert apart["npmi"][0] < 0
