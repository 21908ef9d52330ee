import pandas as pd
import pytest
from network_tables import make_articles

from helpers.network import evidence, find_pairs
from helpers.tables import TABLES, as_table, empty_table

TEXT = "Ana came. It rained. The Orlik flew, said Ana."
STARTS = [0, 10, 21]
ENDS = [9, 20, 46]
ARTICLES = make_articles(
    {
        "article_id": "a",
        "text": TEXT,
        "title": "Rain",
        "outlet": "One",
        "is_copy": True,
        "cluster_id": "b",
        "published": "2024-01-01",
    },
    {"article_id": "b", "text": TEXT, "title": "Rain", "outlet": "Two"},
    {"article_id": "c", "text": TEXT, "published": "2024-02-01"},
)
SENTENCES = as_table(
    pd.DataFrame([(a, n, 0, STARTS[n], ENDS[n]) for a in "abc" for n in range(3)], columns=list(TABLES["sentences"].columns)),
    "sentences",
)


def mention(article, sentence, name, entity, nth=0):
    start = [at for at in range(len(TEXT)) if TEXT.startswith(name, at)][nth]
    row = dict.fromkeys(TABLES["mentions"].columns) | {"article_id": article, "sentence": sentence, "surface": name}
    return row | {"start": start, "end": start + len(name), "kind": "person", "entity_id": entity, "how": "name"}


FIRST = [mention(a, 0, "Ana", "ana") for a in "abc"]
LAST = [row for a in "abc" for row in (mention(a, 2, "Orlik", "orlik"), mention(a, 2, "Ana", "ana", 1))]
MENTIONS = as_table(pd.DataFrame(FIRST + LAST), "mentions")


def test_same_sentence():
    table = evidence(find_pairs(MENTIONS, SENTENCES), ARTICLES, SENTENCES, MENTIONS, "orlik", "ana")
    # reports before copies; of the two reports the dated one first
    assert table["article_id"].tolist() == ["c", "b", "a"]
    row = table.iloc[1]
    assert row["text"] == "The Orlik flew, said Ana."
    assert (row["start"], row["end"], row["outlet"], row["path"], row["cluster_id"]) == (21, 46, "Two", "b.txt", "b")
    assert [row["text"][slice(*span)] for span in row["source_spans"]] == ["Orlik"]
    assert [row["text"][slice(*span)] for span in row["target_spans"]] == ["Ana"]


def test_two_sentences_are_given_with_all_between():
    mentions = as_table(pd.DataFrame([FIRST[0], LAST[0]]), "mentions")
    pairs = find_pairs(mentions, SENTENCES, window="article")
    row = evidence(pairs, ARTICLES, SENTENCES, mentions, "ana", "orlik").iloc[0]
    assert row["text"] == TEXT
    assert (row["start"], row["end"], row["distance"]) == (0, 46, 2)
    assert row["source_spans"] == [(0, 3)]
    assert row["target_spans"] == [(25, 30)]


def test_two_that_never_met_have_no_rows():
    pairs = find_pairs(MENTIONS, SENTENCES)
    none = evidence(pairs, ARTICLES, SENTENCES, MENTIONS, "ana", "nobody")
    assert none.empty
    assert list(none) == list(evidence(pairs, ARTICLES, SENTENCES, MENTIONS, "ana", "orlik"))
    assert evidence(empty_table("pairs"), ARTICLES, SENTENCES, MENTIONS, "ana", "orlik").empty


def test_meeting_without_its_article_or_sentence_is_refused():
    pairs = find_pairs(MENTIONS, SENTENCES)
    with pytest.raises(ValueError, match="article a is not in the table articles"):
        evidence(pairs, ARTICLES.iloc[1:], SENTENCES, MENTIONS, "ana", "orlik")
    with pytest.raises(ValueError, match="sentence 2 of article a is not in the table sentences"):
        evidence(pairs, ARTICLES, SENTENCES.drop(2), MENTIONS, "ana", "orlik")
