"""The pipeline as a whole: offsets exact on any text, articles independent, names joined over the corpus."""

import itertools

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.entities import build_pipeline, find_mentions, join_names
from helpers.entities.corpus import MENTION_COLUMNS, mention_rows
from helpers.entities.mention import Mention, mentions_of
from helpers.entities.resolution import keep_apart

BITS = [
    "Ukraine",
    "Kyiv said",
    "F‑16s",
    "President Xi Jinping",
    "the",
    "\n\n",
    " ",
    "…",
    "İstanbul",
    "👩‍🚀",
    "عربي",
    "\u200b",
    "a\u0301",
    "U.S.-led",
    "Patriot missiles",
    "\r\n",
    "‘x’",
    "Zelenskiy’s",
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.sampled_from(BITS), st.text(max_size=12)), max_size=25))
def test_offsets_are_exact_on_any_text(nlp, parts):
    text = " ".join(parts)
    found = mentions_of(nlp(text))
    assert all(0 <= m.start < m.end <= len(text) for m in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(row["surface"] == text[row["start"] : row["end"]] for row in mention_rows(nlp(text), "x"))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "a" * 200_000, "Mr. " * 20_000, "😀" * 5_000, "\x00\x07\x1b", "Xi " * 5_000])
def test_odd_texts_do_not_break_it(nlp, text):
    assert isinstance(mentions_of(nlp(text)), list)


def articles(texts: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    ids = [f"a{i}" for i in range(len(texts))]
    frame = pd.DataFrame(
        {
            "article_id": ids,
            "text": texts,
            "language": "en",
            "published": pd.Series([pd.NaT] * len(texts), dtype="datetime64[us, UTC]"),
        }
    )
    return frame, pd.DataFrame({"article_id": ids, "sentence": 0, "start": 0, "end": [len(t) for t in texts]})


def test_article_gives_the_same_whatever_stands_beside_it(nlp):
    one, two = "President Emmanuel Macron of France spoke.", "Chancellor Olaf Scholz of Germany listened."
    alone = find_mentions(*articles([one]), nlp, progress=False)
    beside = find_mentions(*articles([one, two]), nlp, progress=False)
    pd.testing.assert_frame_equal(alone, beside[beside["article_id"] == "a0"])


def test_other_languages_give_no_mentions(nlp):
    frame, sentences = articles(["Ukraine und Russland"])
    assert find_mentions(frame.assign(language="de"), sentences, nlp, progress=False).empty


def test_spellings_are_joined_over_the_corpus(nlp):
    texts = ["Minister Ostap Vyshnivskyi said so.", "Minister Ostap Vyshnivsky said so."]
    mentions, entities = join_names(find_mentions(*articles(texts), nlp, progress=False))
    people = entities[entities["kind"] == "person"]
    assert len(people) == 1
    assert people["n_articles"].item() == 2
    assert set(mentions["entity_id"]) == set(entities["entity_id"])


def test_pronouns_are_no_mentions_in_the_counts_of_entities():
    nlp = build_pipeline(pronouns=True)
    mentions, entities = join_names(find_mentions(*articles(["Robert Hale spoke. He left."]), nlp, progress=False))
    assert mentions["how"].tolist() == ["name", "pronoun"]
    assert entities[["name", "n_mentions", "n_articles"]].to_numpy().tolist() == [["Robert Hale", 1, 1]]
    assert entities["aliases"].item() == []


def test_ambiguous_short_name_says_over_the_corpus_whose_it_may_be(nlp):
    texts = ["Kim Jong Un and Kim Yo Jong arrived. Kim left.", "Officer Zhang left.", "Min-jae Kim and Soo-ah Kim met. Kim left."]
    mentions, entities = join_names(find_mentions(*articles(texts), nlp, progress=False))
    may_be = entities.set_index("entity_id")["may_be"].map(list)
    assert may_be["kim"] == ["kim-jong-un", "kim-yo-jong", "minjae-kim", "suah-kim"]
    assert may_be.drop("kim").map(len).max() == 0
    assert set(may_be["kim"]) < set(mentions["entity_id"])


def test_nothing_found_gives_empty_tables(nlp):
    mentions, entities = join_names(find_mentions(*articles(["It rained."]), nlp, progress=False))
    assert mentions.empty
    assert entities.empty


def test_surer_kind_wins_where_mentions_overlap():
    weapon = Mention(0, 7, "weapon", "mim-104-patriot", "MIM-104 Patriot", "name")
    person = Mention(0, 10, "person", "patriot-x", "Patriot X", "name")
    country = Mention(12, 14, "country", "US", "United States", "abbreviation")
    assert keep_apart([person, country, weapon]) == [weapon, country]


def test_an_ambiguous_short_name_says_whose_it_may_be(nlp):
    texts = ["Boris Halvorsen met Ingrid Halvorsen. Later Halvorsen left.", "Zhang left."]
    found = [row for number, text in enumerate(texts) for row in mention_rows(nlp(text), f"a{number}")]
    _, entities = join_names(pd.DataFrame(found, columns=MENTION_COLUMNS))
    by_name = entities.set_index("name")["may_be"]
    assert list(by_name["Halvorsen"]) == ["boris-halvorsen", "ingrid-halvorsen"]
    assert all(list(may_be) == [] for name, may_be in by_name.items() if name != "Halvorsen")
