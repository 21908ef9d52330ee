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


@pytest.mark.parametrize(
    ("markup", "right"),
    [
        ("{{P:X|y", "it is {{P:Name|words}}"),
        ("{{Q:X|y}}", "it is {{P:Name|words}}"),
        ("{P:X|y}}", "it is {{P:Name|words}}"),
        ("{{P:X|y}", "it is {{P:Name|words}}"),
        ("{{P: |y}}", "with a name"),
        ("{{W:X|}}", "with words"),
        ("{{C:Ukraine|Kyiv}}", "two ISO letters"),
    ],
)
def test_broken_markup_is_one_sentence_that_names_file_and_line(tmp_path, markup, right):
    (tmp_path / "one.md").write_text(f"{{{{C:UA|Ukraine}}}}\nThen\n\n{markup} came.", encoding="utf-8")
    with pytest.raises(ValueError, match="the markup") as caught:
        read_annotated(tmp_path)
    assert f"{tmp_path / 'one.md'}, line 4: the markup '{markup[:7]}" in str(caught.value)
    assert right in str(caught.value)
    assert "\n" not in str(caught.value)


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


def test_folder_without_annotated_articles_is_one_sentence(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"absent is not there; it should be a folder of articles"):
        read_annotated(tmp_path / "absent")
    with pytest.raises(FileNotFoundError, match=r"holds no annotated article: it has no \.md or \.txt file"):
        read_annotated(tmp_path)
    (tmp_path / "one.txt").write_text("Nothing is marked.", encoding="utf-8")
    with pytest.raises(FileNotFoundError, match=r"holds no annotated article: none of its 1 "):
        read_annotated(tmp_path)
    with pytest.raises(NotADirectoryError, match=r"one\.txt is a file"):
        read_annotated(tmp_path / "one.txt")


def test_file_of_another_encoding_is_one_sentence(tmp_path):
    (tmp_path / "one.txt").write_bytes("{{P:Ann Ché|Ché}}".encode("latin-1"))
    with pytest.raises(ValueError, match=r"one\.txt is not UTF-8 text \(byte 10\)"):
        read_annotated(tmp_path)


def test_file_without_markup_is_named_in_the_log(tmp_path, caplog):
    (tmp_path / "one.md").write_text("{{C:FR|France}} spoke.", encoding="utf-8")
    (tmp_path / "README.MD").write_text("Nothing is marked.", encoding="utf-8")
    assert [article.name for article in read_annotated(tmp_path)] == ["README", "one"]
    assert "README.MD has no markup" in caplog.text


def test_product_edges_are_counted_in_the_sentences_given():
    article = parse_markup("{{C:FR|France}} met; {{C:DE|Germany}} left. {{C:IT|Italy}} came.", "one")
    text = article.text
    found = [row(text, name, "country", code, name) for name, code in (("France", "FR"), ("Germany", "DE"), ("Italy", "IT"))]
    score = score_mentions([article], {"one": found[1:]}, cuts={"one": lambda place: 0})
    assert figures(score, "edge", "all") == (0, 0, 1)
    assert figures(score, "product edge", "all") == (1, 0, 2)


def test_worst_errors_are_the_commonest(article):
    found = [row(article.text, "crews", "weapon", "crews", "crews")]
    score = score_mentions([article], {"one": found})
    score.errors.append(score.errors[0])
    assert score.worst(1) == [("2x", "wrong", "weapon", "crews", "crews", "one")]


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
