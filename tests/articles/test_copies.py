from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from retold_texts import BASE, LOOK_ALIKE, RETOLD, SAME_EVENT

from helpers.articles.copies import cluster_copies, find_copies, shingle, sketch

PLACES = ("river", "base", "crew", "gun", "night", "tank", "storm", "bridge", "field", "camp")
WORDS = [f"{place}{letter}" for place in PLACES for letter in "abcdefghijklmnopqrst"]
STORY = " ".join(WORDS[:120])
OTHER = " ".join(WORDS[120:])


def table(*bodies: str, dates: list[str | None] | None = None, titles: list[str | None] | None = None) -> pd.DataFrame:
    names = [f"{i:02d}" for i in range(len(bodies))]
    texts = [f"{t}\n\n{b}" if t else b for t, b in zip(titles or [None] * len(bodies), bodies, strict=True)]
    return pd.DataFrame(
        {
            "article_id": names,
            "text_id": texts,
            "path": names,
            "title": titles or [None] * len(bodies),
            "text": texts,
            "published": pd.to_datetime(dates or [None] * len(bodies), utc=True),
            "n_words": [len(t.split()) for t in texts],
        }
    )


def clusters(articles: pd.DataFrame) -> list[str]:
    return list(find_copies(articles).cluster_id)


def test_same_text_new_headline_and_trimmed_text_are_copies() -> None:
    trimmed = " ".join(WORDS[:50])
    found = find_copies(table(STORY, STORY, STORY, trimmed, OTHER, titles=[None, None, "A new headline", None, None]))
    assert list(found.cluster_id) == ["02", "02", "02", "02", "04"]
    assert list(found.is_copy) == [True, True, False, True, False]


def test_a_story_with_a_new_lead_is_a_copy_and_a_shared_quotation_makes_none() -> None:
    relead = "officials spoke of a long and quiet morning at last " + " ".join(WORDS[15:120])
    assert clusters(table(STORY, relead)) == ["00", "00"]
    quoting = " ".join(WORDS[40:70]) + " " + OTHER
    assert clusters(table(STORY, quoting)) == ["00", "01"]


@pytest.mark.parametrize(
    ("dates", "first"), [(["2024-03-13", "2024-03-12"], "01"), ([None, "2024-03-12"], "01"), ([None, None], "00")]
)
def test_first_is_the_earliest_then_by_path(dates: list[str | None], first: str) -> None:
    assert clusters(table(STORY, STORY, dates=dates)) == [first, first]


def test_short_texts_need_more_in_common() -> None:
    short = " ".join(WORDS[:20])
    assert clusters(table(short, " ".join(WORDS[:15] + WORDS[50:55]))) == ["00", "01"]
    assert clusters(table("Guns came", "Guns came", "Guns left")) == ["00", "00", "02"]


def test_order_of_rows_does_not_matter() -> None:
    articles = table(STORY, OTHER, " ".join(WORDS[:90]), STORY + " more", OTHER, " ".join(WORDS[30:110]))
    expected = find_copies(articles)
    for seed in range(5):
        shuffled = articles.sample(frac=1, random_state=seed)
        pd.testing.assert_frame_equal(find_copies(shuffled).sort_index(), expected)


def test_texts_without_words_are_no_copies_of_one_another() -> None:
    assert clusters(table("…", "!!")) == ["00", "01"]
    assert len(shingle("")) == 0


def told(*others: str, dates: list[str | None] | None = None) -> pd.DataFrame:
    return table(BASE, RETOLD, *others, dates=dates)


def test_a_report_in_other_words_is_a_copy_and_reports_that_resemble_it_are_not() -> None:
    assert clusters(told(SAME_EVENT, LOOK_ALIKE, STORY)) == ["01", "01", "02", "03", "04"]


def test_all_versions_of_one_report_are_one_cluster() -> None:
    paragraphs = BASE.split("\n\n")
    trimmed = "\n\n".join(paragraphs[:3])
    updated = "\n\n".join([paragraphs[0], "By noon another 90 people had gone to friends in Lomma and Sund.", *paragraphs[2:]])
    articles = table(BASE, BASE, trimmed, updated, RETOLD, SAME_EVENT, titles=["One", "Two", "One", "One", "Three", "Four"])
    assert len(set(clusters(articles)[:5])) == 1
    assert len(set(clusters(articles))) == 2


@pytest.mark.parametrize(
    ("dates", "n"),
    [(["2024-03-01", "2024-03-15"], 1), (["2024-03-01", "2024-03-16"], 2), (["2024-03-01", None], 1), ([None, None], 1)],
)
def test_other_words_count_within_two_weeks_or_where_a_date_is_missing(dates: list[str | None], n: int) -> None:
    assert len(set(clusters(told(dates=dates)))) == n
    assert len(set(find_copies(told(dates=dates), max_days=15).cluster_id)) == 1


def test_word_sequences_alone_find_no_report_in_other_words() -> None:
    shingles = [shingle(text) for text in (BASE, RETOLD)]
    sketches, sizes = np.array([sketch(own) for own in shingles]), np.array([len(own) for own in shingles])
    found = cluster_copies(told(), sketches, sizes, lambda groups: ((g, [shingles[i] for i in g]) for g in groups))
    assert list(found.cluster_id) == ["00", "01"]


MIXED = told(SAME_EVENT, LOOK_ALIKE, STORY, " ".join(WORDS[:90]), OTHER, dates=["2024-03-02", "2024-03-05", *["2024-03-03"] * 5])


@pytest.mark.parametrize("largest", [2_000, 2])
def test_order_of_rows_does_not_matter_for_reports_in_other_words(largest: int, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = find_copies(MIXED)
    monkeypatch.setattr("helpers.articles.copies._LARGEST_GROUP", largest)
    monkeypatch.setattr("helpers.articles.copies._PAIRS_OF_A_PART", 1)
    for seed in range(5):
        pd.testing.assert_frame_equal(find_copies(MIXED.sample(frac=1, random_state=seed)).sort_index(), expected)


@pytest.mark.parametrize("row", range(len(MIXED)))
@pytest.mark.parametrize(("name", "day"), [("!", "2024-03-03"), ("zz", "2024-06-01")])
def test_a_verbatim_copy_more_changes_no_other_cluster(row: int, name: str, day: str) -> None:
    copy = MIXED.iloc[[row]].assign(article_id=name, path=name, published=pd.Timestamp(day, tz="UTC"))
    before, after = find_copies(MIXED), find_copies(pd.concat([MIXED, copy], ignore_index=True))
    own = before.cluster_id[row]
    assert after.cluster_id[len(MIXED)] == after.cluster_id[row]
    pd.testing.assert_frame_equal(after.iloc[: len(MIXED)][before.cluster_id != own], before[before.cluster_id != own])
    same_members = after.cluster_id.iloc[: len(MIXED)] == after.cluster_id[row]
    assert list(same_members) == list(before.cluster_id == own)
