from __future__ import annotations

import pandas as pd
import pytest

from helpers.articles.copies import find_copies, shingle

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
