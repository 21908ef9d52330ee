"""What a run found, in plain sentences: numbers as in the tables, and words that fit the test."""

import pandas as pd
import pytest

from helpers.network import neighbours
from helpers.network.graph import build_graph
from helpers.report import data_fingerprint, methods, scope
from helpers.summary import confidence, describe_entity, summarise


@pytest.mark.parametrize(
    ("q", "words"),
    [
        (0.0, "almost certainly more than chance"),
        (0.001, "almost certainly more than chance"),
        (0.0011, "very likely more than chance"),
        (0.05, "likely more than chance"),
        (0.051, "could be chance"),
        (float("nan"), "untested"),
        (None, "untested"),
    ],
)
def test_words_of_confidence_follow_q(q, words):
    assert confidence(q) == words


def entities() -> pd.DataFrame:
    rows = [("AA", "country", "Aland"), ("BB", "country", "Beland"), ("gun", "weapon", "Gun 1"), ("ann-poe", "person", "Ann Poe")]
    return pd.DataFrame(
        {
            "entity_id": [row[0] for row in rows],
            "kind": [row[1] for row in rows],
            "name": [row[2] for row in rows],
            "aliases": [["Old Aland"], [], [], []],
            "countries": [[], [], [], ["AA"]],
            "category": None,
            "n_mentions": [9, 4, 3, 1],
            "n_articles": [5, 4, 1, 1],
        }
    )


def edges(**q: float) -> pd.DataFrame:
    rows = [("AA", "BB", 4, False), ("AA", "gun", 3, False), ("AA", "ann-poe", 5, True)]
    frame = pd.DataFrame(rows, columns=["source", "target", "n_reports", "is_home"])
    frame["q"] = [q.get(target.replace("-", "_"), float("nan")) for target in frame["target"]]
    frame["untested"] = frame["q"].isna().map({True: "too few reports", False: None})
    days = pd.to_datetime(["2024-01-01"] * 3, utc=True)
    return frame.assign(n_sentences=9, n_articles=frame["n_reports"], weight=frame["n_reports"], first_seen=days, last_seen=days)


def short(edges: pd.DataFrame) -> str:
    articles = pd.DataFrame(
        {"outlet": ["Post"], "is_copy": [False], "published": pd.to_datetime(["2024-01-01"]), "language": ["en"]}
    )
    mentions = pd.DataFrame({"kind": ["country"] * 3, "how": ["name"] * 3})
    return summarise(articles, pd.DataFrame(), mentions, entities(), edges)


def test_ties_that_passed_are_told_apart_from_those_that_could_not_be_tested():
    text = short(edges(BB=0.002, ann_poe=0.0001))
    assert (
        "3 pairs met in at least one sentence; 1 is in too few reports to tell a tie from chance, and 2 of the others meet"
        in text
    )
    assert "leaving aside a leader" in text
    assert text.endswith("is Aland and Beland (4 independent reports, very likely more than chance).")


def test_where_nothing_was_tested_all_ties_are_told_as_untested():
    text = short(edges())
    assert "3 pairs shown untested: there are too few reports to tell a tie from chance." in text
    assert "Aland and Beland (4 independent reports, untested) and Aland and Gun 1 (3 independent reports, untested)" in text


def test_where_no_tie_passed_the_text_says_so():
    text = short(edges(BB=0.5, gun=0.9, ann_poe=0.7))
    assert "None of 3 pairs tested meets more often than chance would have it" in text
    assert "could be chance" in text


def test_an_entity_is_described_with_its_partners():
    known, met = entities(), edges(BB=0.002, gun=0.6)
    graph = build_graph(known, met)
    text = describe_entity(known.set_index("entity_id").loc["AA"], neighbours(graph, "AA"))
    assert text.startswith(
        "Aland (also Old Aland) is named 9 times in 5 articles, and tied to 1 person, 1 country and 1 weapons system."
    )
    assert "1 of these ties is told from chance (q ≤ 0.05); the strongest:" in text
    assert text.endswith("Beland (4 independent reports, very likely more than chance).")
    alone = describe_entity(known.set_index("entity_id").loc["AA"], neighbours(graph, "AA").head(0))
    assert alone == "Aland (also Old Aland) is named 9 times in 5 articles, and meets nobody else in one sentence."


def test_a_report_states_what_it_covers_and_every_threshold():
    said = scope(note="12 of 20 articles in 9 independent reports.", entity="Aland", evidence="short")
    assert said.startswith("This report rests on 12 of 20 articles in 9 independent reports. It shows Aland, its partners")
    assert "at most 25 words" in said
    how = " ".join(methods(window=3, max_entities_per_unit=17, q=0.01, seed=8)["how"])
    for threshold in ("3 sentences", "over 17", "q ≤ 0.01", "seed 8"):
        assert threshold in how


def test_the_fingerprint_of_the_data_follows_the_articles_alone():
    one = pd.DataFrame({"article_id": ["a", "b"], "title": ["x", "y"]})
    assert data_fingerprint(one) == data_fingerprint(one.iloc[::-1].assign(title="z"))
    assert data_fingerprint(one) != data_fingerprint(one.head(1))
