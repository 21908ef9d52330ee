"""Strength over time in the file for Gephi."""

import datetime
from collections import Counter
from itertools import pairwise

import networkx as nx
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from sharing_tables import ENTITIES, HOSTILE, make_tables

from helpers import network
from helpers.sharing import export

GEXF = "{http://gexf.net/1.3}"
OVER_TIME = {"node": "n_articles_in_period", "edge": "n_reports_in_period"}
DAYS = ["2019-12-31", "2020-01-01", "2020-02-29", "2024-05-03", "2024-05-31", "2024-07-01", "2026-01-09", "2041-06-30"]


def write(tables, folder):
    """Write the file, with every node in one place (places have tests of their own), and return its path."""
    places = tables["entities"][["entity_id"]].assign(x=0.0, y=0.0)
    (path,) = export(folder, tables, formats=["gexf"], positions=places)
    return path


def read(path):
    return etree.parse(path, etree.XMLParser(resolve_entities=False)).getroot()


def over_time(root, kind):
    """Return what each node or tie has for each period: key -> [(start, end, count)]."""
    found = {}
    for item in root.iter(f"{GEXF}{kind}"):
        key = item.get("id") if kind == "node" else (item.get("source"), item.get("target"))
        values = [value for value in item.iter(f"{GEXF}attvalue") if value.get("for") == OVER_TIME[kind]]
        if values:
            found[key] = [(value.get("start"), value.get("end"), int(value.get("value"))) for value in values]
    return found


def test_counts_stand_in_the_months_of_their_dates(plain_tables, tmp_path):
    root = read(write(plain_tables, tmp_path))
    march, may = ("2024-03-01", "2024-03-31"), ("2024-05-01", "2024-05-31")
    assert over_time(root, "edge") == {
        ("NO", "ada-quill"): [(*march, 1), (*may, 1)],
        ("NO", "leopard-2"): [(*may, 1)],
        ("ada-quill", "leopard-2"): [(*may, 1)],
    }
    assert over_time(root, "node") == {
        "NO": [(*march, 1), (*may, 2)],
        "ada-quill": [(*march, 1), (*may, 2)],
        "leopard-2": [(*may, 2)],
        "lone-star": [(*march, 1)],
    }


def test_two_runs_of_shuffled_tables_are_the_same_bytes(plain_tables, tmp_path):
    shuffled = {name: table.sample(frac=1, random_state=1) for name, table in plain_tables.items()}
    assert write(plain_tables, tmp_path / "one").read_bytes() == write(shuffled, tmp_path / "two").read_bytes()


def test_counts_are_those_of_the_histories(plain_tables, tmp_path):
    root = read(write(plain_tables, tmp_path))
    articles = plain_tables["articles"]
    for (one, two), counts in over_time(root, "edge").items():
        history = network.edge_history(plain_tables["pairs"], articles, one, two).dropna(subset="period")
        assert {first: n for first, _, n in counts} == counted(history, "n_reports")
    for entity, counts in over_time(root, "node").items():
        history = network.entity_history(plain_tables["mentions"], articles, entity).dropna(subset="period")
        assert {first: n for first, _, n in counts} == counted(history, "n_articles")


def counted(history, column):
    told = history[history[column] > 0]
    return dict(zip(told["period"].dt.strftime("%Y-%m-%d"), told[column], strict=True))


def test_a_later_copy_is_no_new_report(tmp_path):
    said = ["Ada Quill in Norway"]
    tables = make_tables([("Gazette", "2024-01-31", None, said), ("Courier", "2024-03-01", None, said)], ENTITIES, copies={1: 0})
    root = read(write(tables, tmp_path))
    months = [("2024-01-01", "2024-01-31"), ("2024-03-01", "2024-03-31")]
    assert over_time(root, "edge") == {("NO", "ada-quill"): [(*months[0], 1), (*months[1], 0)]}
    assert over_time(root, "node")["NO"] == [(*months[0], 1), (*months[1], 1)]


@pytest.mark.parametrize(
    ("last", "period"),
    [
        ("2019-12-31", ("2015-01-01", "2015-01-31")),
        ("2020-01-01", ("2015-01-01", "2015-03-31")),
        ("2029-12-31", ("2015-01-01", "2015-03-31")),
        ("2030-01-01", ("2015-01-01", "2015-12-31")),
    ],
)
def test_a_longer_corpus_has_longer_periods(last, period, tmp_path):
    said = ["Ada Quill in Norway"]
    tables = make_tables([("Gazette", "2015-01-20", None, said), ("Courier", last, None, said)], ENTITIES)
    (counts,) = over_time(read(write(tables, tmp_path)), "edge").values()
    assert counts[0] == (*period, 1)
    assert counts[1][0] <= last <= counts[1][1]


def test_a_date_that_cannot_be_true_is_no_date(tmp_path):
    said = ["Ada Quill in Norway"]
    tables = make_tables([("Gazette", "2024-01-31", None, said), ("Courier", "2099-01-01", None, said)], ENTITIES)
    articles = tables["articles"].assign(published_quality=["stated", "implausible"])
    root = read(write({**tables, "articles": articles}, tmp_path))
    assert over_time(root, "edge") == {("NO", "ada-quill"): [("2024-01-01", "2024-01-31", 1)]}
    assert not [item for item in root.iter() if "2099" in (item.get("start", "") + item.get("end", ""))]


def test_what_has_no_date_has_no_counts(tmp_path):
    articles = [("Gazette", None, None, ["Ada Quill in Norway"]), ("Courier", "2024-05-03", None, ["A Leopard 2 in Norway"])]
    root = read(write(make_tables(articles, ENTITIES), tmp_path))
    assert set(over_time(root, "edge")) == {("NO", "leopard-2")}
    assert set(over_time(root, "node")) == {"NO", "leopard-2"}
    none = read(write(make_tables([(outlet, None, url, said) for outlet, _, url, said in articles], ENTITIES), tmp_path))
    assert none.find(f"{GEXF}graph").get("mode") == "static"
    assert {part.get("mode") for part in none.iter(f"{GEXF}attributes")} == {"static"}
    assert not [value for value in none.iter(f"{GEXF}attvalue") if set(value.attrib) != {"for", "value"}]


def test_counts_have_the_shape_that_the_format_asks_for(plain_tables, tmp_path):
    root = read(write(plain_tables, tmp_path))
    graph = root.find(f"{GEXF}graph")
    assert graph.get("timeformat") == "date"
    parts = graph.findall(f"{GEXF}attributes")
    assert [(part.get("class"), part.get("mode")) for part in parts] == [
        ("node", "static"), ("node", "dynamic"), ("edge", "static"), ("edge", "dynamic"),
    ]  # fmt: skip
    dynamic = {part.get("class"): [dict(a.attrib) for a in part] for part in parts if part.get("mode") == "dynamic"}
    assert dynamic == {kind: [{"id": name, "title": name, "type": "long"}] for kind, name in OVER_TIME.items()}
    for value in root.iter(f"{GEXF}attvalue"):
        is_dynamic = value.get("for") in OVER_TIME.values()
        assert set(value.attrib) == ({"for", "value", "start", "end"} if is_dynamic else {"for", "value"})
        if is_dynamic:
            start, end = (datetime.date.fromisoformat(value.get(edge)) for edge in ("start", "end"))
            assert graph.get("start") <= start.isoformat() < end.isoformat() <= graph.get("end")


def test_networkx_reads_the_same_graph_and_the_counts(plain_tables, tmp_path):
    found = nx.read_gexf(write(plain_tables, tmp_path))
    graph = network.build_graph(plain_tables["entities"], plain_tables["edges"])
    assert set(found) == set(graph)
    assert {frozenset(edge) for edge in found.edges} == {frozenset(edge) for edge in graph.edges}
    for one, two, data in graph.edges(data=True):
        read_back = found.edges[one, two]
        for name in ("weight", "n_reports", "n_articles", "is_home", "weight_low"):
            assert read_back[name] == data[name]
    for node, data in graph.nodes(data=True):
        assert [found.nodes[node][name] for name in ("kind", "n_mentions")] == [data["kind"], data["n_mentions"]]
    assert found.edges["NO", "leopard-2"]["n_reports_in_period"] == [(1, "2024-05-01", "2024-05-31")]


def test_hostile_names_keep_their_counts_and_stay_text(hostile_tables, tmp_path):
    root = read(write(hostile_tables, tmp_path))
    assert not [item for item in root.iter() if not str(item.tag).startswith("{http://gexf.net/1.3")]
    assert HOSTILE[1] in {node.get("label") for node in root.iter(f"{GEXF}node")}
    assert {n for counts in over_time(root, "edge").values() for *_, n in counts} == {1}
    assert len(over_time(root, "edge")) == len(hostile_tables["edges"])


ARTICLE = st.tuples(
    st.sampled_from([None, *DAYS]),
    st.sets(st.sampled_from(ENTITIES), max_size=3),
    st.integers(0, 9),  # which earlier article it copies, if there is one
    st.booleans(),  # whether its date can be true
)


@given(st.lists(ARTICLE, min_size=1, max_size=7))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_counts_equal_a_plain_count(tmp_path, drawn):
    tables, report = tables_of(drawn)
    root = read(write(tables, tmp_path))
    days = {f"a{i:02d}": pd.Timestamp(day) for i, (day, _, _, is_true) in enumerate(drawn) if day and is_true}
    first_days = {of: min(days[a] for a in days if report[a] == of) for of in {report[a] for a in days}}
    named = {a: {entity for entity, *_ in drawn[int(a[1:])][1]} for a in report}
    frequency = frequency_of(days.values())
    ties = Counter()
    for one, two in zip(tables["edges"]["source"], tables["edges"]["target"], strict=True):
        reports = {report[a] for a in report if {one, two} <= named[a]} & set(first_days)
        ties.update(((one, two), first_days[of].to_period(frequency)) for of in reports)
    nodes = Counter((entity, days[a].to_period(frequency)) for a in days for entity in named[a])
    assert told(root, "edge") == {(key, *bounds(period)): n for (key, period), n in ties.items()}
    assert told(root, "node") == {(key, *bounds(period)): n for (key, period), n in nodes.items()}
    for counts in [*over_time(root, "edge").values(), *over_time(root, "node").values()]:
        assert all(before[1] < after[0] for before, after in pairwise(counts))
        assert sum(n for *_, n in counts) > 0


def tables_of(drawn):
    """Return the tables of these articles, and the report of each: the article that it copies, or itself."""
    copies = {}
    for i, (_, _, of, _) in enumerate(drawn):
        if of < i:
            copies[i] = copies.get(of, of)
    said = [["A headline", " and ".join(sorted(name for *_, name in names)) or "Nobody"] for _, names, *_ in drawn]
    rows = [("Gazette", day, None, words) for (day, *_), words in zip(drawn, said, strict=True)]
    tables = make_tables(rows, ENTITIES, copies=copies)
    quality = ["implausible" if not is_true else "stated" if day else "missing" for day, *_, is_true in drawn]
    report = {f"a{i:02d}": f"a{copies.get(i, i):02d}" for i in range(len(drawn))}
    return {**tables, "articles": tables["articles"].assign(published_quality=quality)}, report


def frequency_of(days):
    if not days:
        return "M"
    first, last = min(days), max(days)
    n_months = len(pd.period_range(first, last, freq="M"))
    return "M" if n_months <= 60 else "Q" if n_months <= 180 else "Y"


def bounds(period):
    return period.start_time.date().isoformat(), period.end_time.date().isoformat()


def told(root, kind):
    """Return the counts above 0."""
    return {(key, first, last): n for key, counts in over_time(root, kind).items() for first, last, n in counts if n}
