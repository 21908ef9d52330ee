"""Markup read, mentions judged by hand-made cases, and the same figures as the reference scorer."""

import importlib.util

import pytest

from helpers.evaluation import evaluate_pipeline, parse_markup, read_annotated, score_mentions

MARKED = (
    "{{P:Joe Biden=Joseph Biden|Biden}} met {{C:UA|Ukrainian}} crews in {{C?:UA|Kyiv}}. "
    "A {{W:MIM-104 Patriot=Patriot|Patriot}} fired."
)


def row(text, words, kind, entity_id, name, aliases=(), how="name", nth=0):
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return {
        "start": start,
        "end": start + len(words),
        "kind": kind,
        "entity_id": entity_id,
        "name": name,
        "aliases": aliases,
        "how": how,
    }


@pytest.fixture
def article():
    return parse_markup(MARKED, "one")


def figures(score, level, kind):
    tally = score.tallies[level, kind]
    return tally.right, tally.wrong, tally.missed


def test_markup_gives_text_and_places(article):
    assert article.text == "Biden met Ukrainian crews in Kyiv. A Patriot fired."
    assert [(article.text[a.start : a.end], a.entity, a.is_optional) for a in article.annotations] == [
        ("Biden", "Joe Biden", False),
        ("Ukrainian", "UA", False),
        ("Kyiv", "UA", True),
        ("Patriot", "MIM-104 Patriot", False),
    ]


def test_open_markup_is_one_sentence():
    with pytest.raises(ValueError, match=r"one: markup is not right at '\{\{P:X"):
        parse_markup("{{P:X|y", "one")


def test_all_right(article):
    found = [
        row(article.text, "Biden", "person", "joe-biden", "Joe Biden"),
        row(article.text, "Ukrainian", "country", "UA", "Ukraine"),
        row(article.text, "Patriot", "weapon", "mim-104-patriot", "MIM-104 Patriot"),
    ]
    score = score_mentions([article], {"one": found})
    assert [figures(score, "mention", k) for k in ("person", "country", "weapon")] == [(1, 0, 0)] * 3
    assert figures(score, "edge", "all") == (1, 0, 0)


def test_optional_mention_is_neither_right_nor_wrong(article):
    found = [row(article.text, "Kyiv", "country", "UA", "Ukraine")]
    score = score_mentions([article], {"one": found})
    assert figures(score, "mention", "country") == (0, 0, 1)


def test_wrong_entity_missed_and_invented(article):
    found = [
        row(article.text, "Biden", "person", "jill-biden", "Jill Biden"),
        row(article.text, "crews", "weapon", "crews", "crews"),
    ]
    score = score_mentions([article], {"one": found})
    assert figures(score, "mention", "person") == (0, 1, 1)
    assert figures(score, "mention", "weapon") == (0, 1, 1)
    assert ("wrong", "one", "person", "Biden", "Jill Biden") in score.errors


def test_one_id_for_two_people_is_an_error():
    article = parse_markup(
        "{{P:Ann Archer|Ann Archer}} and {{P:Bea Archer|Bea Archer}} spoke. {{P:Ann Archer|Archer}} left.", "two"
    )
    text = article.text
    found = [
        row(text, "Ann Archer", "person", "archer", "Ann Archer", ["Bea Archer"]),
        row(text, "Bea Archer", "person", "archer", "Ann Archer", ["Bea Archer"]),
        row(text, "Archer", "person", "archer", "Ann Archer", ["Bea Archer"], nth=2),
    ]
    score = score_mentions([article], {"two": found})
    assert figures(score, "mention", "person") == (2, 1, 1)


def test_roles_and_pronouns_are_left_out(article):
    found = [row(article.text, "crews", "person", "x", "X", how="role")]
    assert figures(score_mentions([article], {"one": found}), "mention", "person") == (0, 0, 1)


def test_empty_folder_is_one_sentence(tmp_path):
    with pytest.raises(FileNotFoundError, match="holds no annotated article"):
        read_annotated(tmp_path)


def test_same_figures_as_the_reference_scorer(reference_data, project, nlp):
    spec = importlib.util.spec_from_file_location("reference_scorer", reference_data / "gold" / "score.py")
    if spec is None or spec.loader is None or not (reference_data / "gold" / "score.py").is_file():
        pytest.skip("the reference scorer is not in the reference data")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    paths = sorted((project / "tests" / "gold").glob("*.md"))[:6]
    articles = [parse_markup(p.read_text(encoding="utf-8"), p.stem) for p in paths]
    import pandas as pd

    from helpers.entities import join_names
    from helpers.entities.corpus import MENTION_COLUMNS, mention_rows

    predictions = []
    for article in articles:
        mentions, entities = join_names(pd.DataFrame(mention_rows(nlp(article.text), article.name), columns=MENTION_COLUMNS))
        named = mentions.merge(entities[["entity_id", "name", "aliases"]], on="entity_id")
        predictions += [{**r, "doc_id": article.name} for r in named.to_dict("records")]
    theirs = scorer.score([scorer.parse(p.read_text(encoding="utf-8"), p.stem) for p in paths], predictions)
    ours = evaluate_pipeline(articles, nlp)
    for (level, kind), tally in ours.tallies.items():
        if level != "product edge":
            expected = theirs[f"{level}/{kind}"]
            assert (tally.right, tally.wrong, tally.missed) == (expected["tp"], expected["fp"], expected["fn"]), (level, kind)
