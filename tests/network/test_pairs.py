from collections import defaultdict
from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from network_tables import make_articles, make_entities, make_mentions, make_sentences, rows_of

from helpers.network import count_edges, crowded_units, edges_from_mentions, find_pairs, meetings
from helpers.tables import as_table, empty_table

NO_SENTENCES = empty_table("sentences")
ALL_WINDOWS = ["sentence", 0, 1, 3, 1000, "paragraph", "article"]


def test_a_pair_meets_once_in_a_sentence_however_often_it_is_named():
    mentions = make_mentions([("a", 0, "p1"), ("a", 0, "cX"), ("a", 0, "p1"), ("a", 0, "p1"), ("a", 2, "cX")])
    assert rows_of(find_pairs(mentions, NO_SENTENCES)) == [("cX", "p1", "a", 0, 0)]


def test_number_of_sentences_counts_the_sentence_of_the_later_one():
    mentions = make_mentions([("a", 0, "p1"), ("a", 2, "cX"), ("a", 3, "p1"), ("a", 9, "cX")])
    assert rows_of(find_pairs(mentions, NO_SENTENCES, window=2)) == [("cX", "p1", "a", 2, 2), ("cX", "p1", "a", 3, 1)]


def test_bystander_between_two_far_apart_does_not_make_them_meet():
    mentions = make_mentions([("a", 0, "p1"), ("a", 1, "cX"), ("a", 2, "w1")])
    met = {(row[0], row[1]) for row in rows_of(find_pairs(mentions, NO_SENTENCES, window=1))}
    assert met == {("cX", "p1"), ("cX", "w1")}


def test_paragraph_keeps_the_closest_and_the_earliest_of_equally_close_places():
    mentions = make_mentions([("a", 1, "p1"), ("a", 3, "cX"), ("a", 4, "p1"), ("a", 5, "cX"), ("a", 6, "p1")])
    sentences = make_sentences({"a": [0, 1, 1, 1, 1, 1, 2]})
    assert rows_of(find_pairs(mentions, sentences, window="paragraph")) == [("cX", "p1", "a", 4, 1)]


def test_article_is_one_unit():
    mentions = make_mentions([("a", 0, "p1"), ("a", 7, "cX"), ("b", 0, "p1"), ("b", 1, "w1")])
    assert rows_of(find_pairs(mentions, NO_SENTENCES, window="article")) == [("cX", "p1", "a", 7, 7), ("p1", "w1", "b", 1, 1)]


@pytest.mark.parametrize("window", ALL_WINDOWS)
def test_without_a_mention_the_table_is_empty_and_typed(window):
    pairs = find_pairs(empty_table("mentions"), NO_SENTENCES, window=window)
    pd.testing.assert_frame_equal(pairs, empty_table("pairs"))


@pytest.mark.parametrize("window", ALL_WINDOWS)
def test_table_is_as_the_schema_has_it_whatever_the_order_of_rows(window):
    rows = [("b", 0, "p1"), ("b", 1, "cX"), ("a", 1, "w1"), ("a", 1, "p1"), ("a", 0, "cNA"), ("a", 5, "p2"), ("a", 5, "p2")]
    mentions, sentences = make_mentions(rows), make_sentences({"a": [0, 1, 1, 1, 1, 1], "b": [0, 0]})
    pairs = find_pairs(mentions, sentences, window=window)
    assert len(pairs)
    pd.testing.assert_frame_equal(pairs, as_table(pairs, "pairs"))
    shuffled = find_pairs(mentions.sample(frac=1, random_state=1), sentences.iloc[::-1], window=window)
    pd.testing.assert_frame_equal(pairs, shuffled)


def test_classes_and_pronouns_take_part_only_when_asked():
    mentions = pd.concat([make_mentions([("a", 0, "p1"), ("a", 0, "kdrone")]), make_mentions([("a", 0, "cX")], how="pronoun")])
    assert rows_of(find_pairs(mentions, NO_SENTENCES)) == []
    assert rows_of(find_pairs(mentions, NO_SENTENCES, include_classes=True)) == [("kdrone", "p1", "a", 0, 0)]
    by_pronoun = find_pairs(mentions, NO_SENTENCES, coreference=True)
    assert rows_of(by_pronoun) == [("cX", "p1", "a", 0, 0)]
    assert by_pronoun["by_coreference"].tolist() == [True]


def test_pronouns_that_crowd_a_sentence_take_no_pair_by_name_away():
    mentions = pd.concat([make_mentions([("a", 0, "p1"), ("a", 0, "cX")]), make_mentions([("a", 0, "p2")], how="pronoun")])
    pairs = find_pairs(mentions, NO_SENTENCES, coreference=True, max_entities_per_unit=2)
    assert rows_of(pairs) == [("cX", "p1", "a", 0, 0)]
    assert pairs["by_coreference"].tolist() == [False]


def test_crowded_unit_makes_no_pairs_is_listed_and_logged(caplog):
    rows = [("a", 4, f"p{n}") for n in range(4)] + [("a", 5, "p1"), ("a", 5, "p2"), ("a", 5, "p1")]
    mentions = make_mentions(rows)
    pairs = find_pairs(mentions, NO_SENTENCES, max_entities_per_unit=3)
    assert rows_of(pairs) == [("p1", "p2", "a", 5, 0)]
    assert "1 unit(s) name more than 3 entities" in caplog.text
    crowded = crowded_units(mentions, NO_SENTENCES, max_entities_per_unit=3)
    assert crowded.to_numpy().tolist() == [["a", 4, 4]]
    # names repeated in an article do not crowd it
    assert crowded_units(mentions, NO_SENTENCES, window="article", max_entities_per_unit=4).empty
    assert find_pairs(mentions, NO_SENTENCES, window="article", max_entities_per_unit=3).empty


def test_wider_window_never_loses_a_pair_to_bystanders():
    rows = [("a", 0, "p1"), ("a", 0, "cX"), *(("a", 1, f"w{n}") for n in range(9))]
    pairs = find_pairs(make_mentions(rows), NO_SENTENCES, window=5, max_entities_per_unit=5)
    assert rows_of(pairs) == [("cX", "p1", "a", 0, 0)]


@pytest.mark.parametrize("window", ["page", -1, True, 1.5, None])
def test_unknown_window_is_refused_with_those_there_are(window):
    with pytest.raises(ValueError, match="number of sentences from 0"):
        find_pairs(make_mentions([("a", 0, "p1")]), NO_SENTENCES, window=window)


def test_mention_without_its_sentence_is_refused():
    mentions = make_mentions([("a", 0, "p1"), ("a", 1, "cX")])
    with pytest.raises(ValueError, match="article a: sentence 1 of a mention is not in the table sentences"):
        find_pairs(mentions, make_sentences({"a": [0]}), window="paragraph")
    mentions["sentence"] = pd.array([0, None], dtype="Int64")
    with pytest.raises(ValueError, match="row 1: sentence is missing"):
        find_pairs(mentions, NO_SENTENCES)


def test_limit_of_one_entity_is_refused():
    with pytest.raises(ValueError, match="at least 2"):
        find_pairs(make_mentions([("a", 0, "p1")]), NO_SENTENCES, max_entities_per_unit=1)


PARAGRAPHS = [0, 1, 1, 2, 2, 2]
MENTIONS = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 5), st.sampled_from(["p1", "p2", "p3", "cX", "cNA", "w1", "w2"])),
    max_size=40,
)


def plain_pairs(rows, window):
    """Say the same with dicts and combinations, one article and two names at a time."""
    places = defaultdict(lambda: defaultdict(set))
    for article, sentence, entity in rows:
        places[article][entity].add(sentence)
    found = []
    for article, entities in places.items():
        for one, two in combinations(sorted(entities), 2):
            meetings_of_two = defaultdict(list)
            for i in entities[one]:
                for j in entities[two]:
                    unit = {"article": 0, "paragraph": (PARAGRAPHS[i], PARAGRAPHS[j])}.get(window, max(i, j))
                    together = {"article": True, "paragraph": PARAGRAPHS[i] == PARAGRAPHS[j], "sentence": i == j}
                    if together[window] if window in together else abs(i - j) <= window:
                        meetings_of_two[unit].append((abs(i - j), max(i, j)))
            found += [(one, two, article, *min(met)[::-1]) for met in meetings_of_two.values()]
    return sorted(found)


@settings(max_examples=150, deadline=None)
@given(
    rows=MENTIONS, window=st.sampled_from(ALL_WINDOWS), batch=st.sampled_from([1, 7, 1000]), sweep_over=st.sampled_from([4, 1000])
)
def test_same_as_dicts_and_combinations(window, sweep_over, rows, batch):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(meetings, "_BATCH", batch)
        patch.setattr(meetings, "_SWEEP_OVER", sweep_over)
        pairs = find_pairs(make_mentions(rows), make_sentences(dict.fromkeys("abc", PARAGRAPHS)), window=window)
    assert rows_of(pairs) == plain_pairs(rows, window)


ARTICLES = make_articles(
    {"article_id": "a", "outlet": "One", "published": "2024-05-01"},
    {"article_id": "b", "outlet": "Two", "published": "2023-05-01", "cluster_id": "a", "is_copy": True},
    {"article_id": "c", "outlet": None, "published": "2022-01-01"},
)
ENTITIES = make_entities({"p1": ["cX"], "p2": [], "p3": ["cX", "cNA"], "cX": [], "cNA": [], "w1": ["cX"], "w2": []})


def plain_edges(rows, window):
    facts = {row.article_id: row for row in ARTICLES.itertuples()}
    held = defaultdict(list)
    for one, two, article, *_ in plain_pairs(rows, window):
        held[one, two].append(facts[article])
    return [
        (
            one,
            two,
            len(met),
            len({a.article_id for a in met}),
            len({a.cluster_id for a in met}),
            len({a.outlet for a in met if isinstance(a.outlet, str)}),
            min(a.published for a in met),
            max(a.published for a in met),
        )
        for (one, two), met in sorted(held.items())
    ]


@settings(max_examples=100, deadline=None)
@given(named=MENTIONS, meant=MENTIONS, window=st.sampled_from(ALL_WINDOWS))
def test_coreference_only_adds_units_in_which_the_pair_does_not_meet_by_name(window, named, meant):
    mentions = pd.concat([make_mentions(named), make_mentions(meant, how="pronoun")], ignore_index=True)
    sentences = make_sentences(dict.fromkeys("abc", PARAGRAPHS))
    both = find_pairs(mentions, sentences, window=window, coreference=True)
    pd.testing.assert_frame_equal(both, as_table(both, "pairs"))
    by_name = both[~both["by_coreference"]].reset_index(drop=True)
    pd.testing.assert_frame_equal(by_name, find_pairs(mentions, sentences, window=window))

    def units(rows):
        number = {"article": lambda s: 0, "paragraph": lambda s: PARAGRAPHS[s]}.get(window, lambda s: s)
        return {(one, two, article, number(sentence)) for one, two, article, sentence, _ in rows}

    added = rows_of(both[both["by_coreference"]])
    assert units(added) == units(plain_pairs(named + meant, window)) - units(plain_pairs(named, window))
    assert set(added) <= set(plain_pairs(named + meant, window))


@settings(max_examples=50, deadline=None)
@given(rows=MENTIONS, window=st.sampled_from(["sentence", 2, "paragraph", "article"]))
def test_edges_same_as_dicts_and_both_ways_to_them_the_same(window, rows):
    mentions, sentences = make_mentions(rows), make_sentences(dict.fromkeys("abc", PARAGRAPHS))
    edges = count_edges(find_pairs(mentions, sentences, window=window), ARTICLES, ENTITIES)
    columns = ["source", "target", "n_sentences", "n_articles", "n_reports", "n_outlets", "first_seen", "last_seen"]
    assert list(edges[columns].itertuples(index=False, name=None)) == plain_edges(rows, window)
    direct = edges_from_mentions(mentions, sentences, ARTICLES, ENTITIES, window=window, read_titles=False)
    pd.testing.assert_frame_equal(edges, direct)


def test_long_sentence_numbers_and_many_names_do_not_run_over():
    # too many bits for one machine word: rows are then ordered by several
    rows = [(f"a{n:04}", 2**30 + n % 3, f"p{n % 997}") for n in range(1000)]
    rows += [("a0000", 0, "cX"), ("a0999", 2**30, "cX")]
    pairs = find_pairs(make_mentions(rows), NO_SENTENCES, window="article")
    assert rows_of(pairs) == [("cX", "p0", "a0000", 2**30, 2**30), ("cX", "p2", "a0999", 2**30, 0)]
