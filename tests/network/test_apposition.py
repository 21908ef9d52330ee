import re

import pandas as pd
import pytest
from network_tables import make_articles, make_entities, make_sentences

from helpers.network import count_edges, edges_from_mentions, find_pairs
from helpers.tables import TABLES, as_table

NAMES = {
    "Ukrainian": ("UA", "country", "demonym"),
    "Ukraine": ("UA", "country", "name"),
    "Volodymyr Zelenskyy": ("volodymyr-zelenskyy", "person", "name"),
    "Vladimir Putin": ("vladimir-putin", "person", "name"),
}


def mentions_in(text: str) -> pd.DataFrame:
    """Find the names above; a sentence ends at ". "."""
    rows = []
    for name, (entity, kind, how) in NAMES.items():
        at = text.find(name)
        while at >= 0:
            sentence = text[:at].count(". ")
            row = dict.fromkeys(TABLES["mentions"].columns) | {
                "article_id": "a",
                "sentence": sentence,
                "start": at,
                "end": at + len(name),
            }
            rows.append(row | {"surface": name, "kind": kind, "entity_id": entity, "how": how})
            at = text.find(name, at + 1)
    return as_table(pd.DataFrame(rows), "mentions")


def flags_of(text, window="sentence"):
    mentions, sentences = mentions_in(text), make_sentences({"a": [0] * (text.count(". ") + 1)})
    pairs = find_pairs(mentions, sentences, window=window, articles=make_articles({"article_id": "a", "text": text}))
    ours = pairs[pairs["target"] == "volodymyr-zelenskyy"]
    return ours.loc[ours["source"] == "UA", "is_apposition"].tolist()


@pytest.mark.parametrize(
    "text",
    [
        "Ukrainian President Volodymyr Zelenskyy spoke at noon.",
        "Ukraine's president, Volodymyr Zelenskyy, spoke at noon.",
        "Volodymyr Zelenskyy, the Ukrainian president, spoke at noon.",
        "Volodymyr Zelenskyy, president of Ukraine, spoke at noon.",
        "The president of Ukraine, Volodymyr Zelenskyy, spoke at noon.",
        "Then Ukraine’s Volodymyr Zelenskyy spoke at noon.",
        "The former Ukrainian defence minister and chief negotiator Volodymyr Zelenskyy spoke.",
        "Volodymyr Zelenskyy (Ukraine's leader) spoke at noon.",
    ],
)
def test_title_or_apposition(text):
    assert flags_of(text) == [True]


@pytest.mark.parametrize(
    "text",
    [
        "Volodymyr Zelenskyy said that Ukraine would hold.",
        "In Ukraine, President Volodymyr Zelenskyy spoke at noon.",
        "Ukraine and President Volodymyr Zelenskyy were named.",
        "A letter from the Ukrainian president to Volodymyr Zelenskyy was read.",
        "Ukrainian President Volodymyr Zelenskyy said that Ukraine would hold.",
        "Volodymyr Zelenskyy, Ukrainian President Vladimir Putin and others were on the list.",
        "Ukraine welcomed the general; Volodymyr Zelenskyy did not.",
    ],
)
def test_meeting_in_more_than_a_title(text):
    assert flags_of(text) == [False]


def test_wider_windows_look_at_all_that_the_unit_says_of_the_country():
    title_only = "Ukrainian President Volodymyr Zelenskyy spoke. He left. Volodymyr Zelenskyy came back."
    assert flags_of(title_only, window=2) == [True, True]
    assert flags_of(title_only, window="article") == flags_of(title_only, window="paragraph") == [True]
    said_before = "Ukraine held on. Ukrainian President Volodymyr Zelenskyy spoke."
    assert flags_of(said_before) == [True]
    assert flags_of(said_before, window=1) == [False]
    said_later = "Ukrainian President Volodymyr Zelenskyy spoke. He left. Ukraine held on."
    assert flags_of(said_later, window=2) == [True, False]
    assert flags_of(said_later, window="article") == flags_of(said_later, window="paragraph") == [False]


def test_country_inside_a_role_phrase_is_a_title_for_meetings_by_coreference_only():
    text = "The Ukrainian president left Ukraine. The Ukrainian president slept. The Ukrainian president met Volodymyr Zelenskyy."
    roles = [place.start() for place in re.finditer("The Ukrainian president", text)]
    row = dict.fromkeys(TABLES["mentions"].columns) | {"article_id": "a", "kind": "person", "how": "role", "surface": ""}
    said = [row | {"entity_id": "volodymyr-zelenskyy", "sentence": n, "start": at, "end": at + 23} for n, at in enumerate(roles)]
    mentions = pd.concat([mentions_in(text), as_table(pd.DataFrame(said), "mentions")])
    sentences, articles = make_sentences({"a": [0, 0, 0]}), make_articles({"article_id": "a", "text": text})
    pairs = find_pairs(mentions, sentences, articles=articles, coreference=True)
    columns = ["sentence", "by_coreference", "is_apposition"]
    assert pairs[columns].to_numpy().tolist() == [[0, True, False], [1, True, True], [2, False, False]]


def test_edges_count_appositions():
    text = "Ukrainian President Volodymyr Zelenskyy spoke. Volodymyr Zelenskyy left Ukraine."
    mentions, sentences = mentions_in(text), make_sentences({"a": [0, 0]})
    articles = make_articles({"article_id": "a", "text": text})
    entities = make_entities({"p": []}, p={"entity_id": "volodymyr-zelenskyy"})
    entities = pd.concat([entities, make_entities({"c": []}, c={"entity_id": "UA"})])
    edges = count_edges(find_pairs(mentions, sentences, articles=articles), articles, entities)
    assert edges[["n_sentences", "n_apposition"]].to_numpy().tolist() == [[2, 1]]
    pd.testing.assert_frame_equal(edges, edges_from_mentions(mentions, sentences, articles, entities))
    assert count_edges(find_pairs(mentions, sentences), articles, entities)["n_apposition"].tolist() == [0]


def test_article_without_its_text_is_refused():
    mentions = mentions_in("Ukrainian President Volodymyr Zelenskyy spoke.")
    with pytest.raises(ValueError, match="article a has mentions but no text"):
        find_pairs(mentions, make_sentences({"a": [0]}), articles=make_articles({"article_id": "b"}))
