"""The tagger: how it cuts, what it finds, and that nothing strange makes it stumble."""

from __future__ import annotations

import itertools
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.entities.tagger import (
    ALLOWED,
    MAY_END,
    MAY_START,
    MODEL_FOLDER,
    SHAPES,
    STYLES,
    TAGS,
    Tagger,
    best_tags,
    case_numbers,
    cut_windows,
    find_words,
    is_plain,
    read_spans,
    sentence_style,
    word_shape,
)

needs_model = pytest.mark.skipif(
    not (MODEL_FOLDER / "tagger.onnx").is_file(), reason="the tagger's weights are not in this checkout"
)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


def threads_of_a_new_tagger() -> int:
    return Tagger()._session.get_session_options().intra_op_num_threads


@needs_model
def test_a_worker_process_takes_one_thread_and_leaves_the_cores_to_its_siblings():
    assert threads_of_a_new_tagger() == 2
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(threads_of_a_new_tagger).result() == 1


def words_of(text: str) -> list[str]:
    return [text[a:b] for a, b in find_words(text)]


def test_words_are_runs_of_letters_and_single_marks():
    assert words_of("The F-16's U.S. crew—\ttwo") == ["The", "F", "-", "16", "'", "s", "U", ".", "S", ".", "crew", "—", "two"]


def test_a_letter_keeps_the_mark_that_stands_on_it():
    assert words_of("Erdog\u0306an") == ["Erdog\u0306an"]


@given(st.text())
def test_words_stand_in_order_and_leave_only_blanks_out(text):
    spans = find_words(text)
    assert all(a < b for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in itertools.pairwise(spans))
    left = "".join(text[b:c] for (_, b), (c, _) in itertools.pairwise([(0, 0), *spans, (len(text), len(text))]))
    assert not left.strip()


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("tank", "lower"),
        ("Tank", "title"),
        ("NATO", "capitals"),
        ("F", "capital"),
        ("McBride", "mixed"),
        ("iPhone", "camel"),
        ("2024", "number"),
        ("9M723", "code"),
        ("155mm", "lower_code"),
        ("-", "mark"),
        ("한국", "caseless"),
    ],
)
def test_shape(word, shape):
    assert SHAPES[word_shape(word)] == shape


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("The minister met Irena Duval on Monday.", "running"),
        ("MINISTER MEETS ENVOY IN OSLO", "capitals"),
        ("Minister Meets Envoy for Talks About Grain", "title"),
        ("minister meets envoy", "lower"),
        ("12, 13 and", "lower"),
        ("12 13", "running"),
    ],
)
def test_style(text, style):
    words = words_of(text)
    assert STYLES[sentence_style(words, [word_shape(w) for w in words])] == style


def test_only_the_first_word_opens_a_sentence():
    opening = [number % (2 * len(SHAPES)) >= len(SHAPES) for number in case_numbers(words_of('"We will go," Anna said.'))]
    assert opening == [False, True, *[False] * 7]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("The talks went on through the night.", True),
        ("In the end 300 people were left.", True),
        ("Talks went on through the night.", False),  # "Talks" could be a name
        ("The talks in Oslo went on.", False),
        ("The f16 took off.", True),
        ("The F16 took off.", False),
        ("germany sends a patriot", False),  # lower case throughout says nothing
        ("Will stayed at home.", False),
        ("And then US forces came.", False),
    ],
)
def test_plain_sentences_have_no_capital_that_could_begin_a_name(text, plain):
    assert is_plain(words_of(text)) is plain


@given(st.lists(st.lists(st.integers(1, 9), max_size=40), max_size=12), st.integers(10, 60))
def test_windows_own_every_word_once_and_keep_short_sentences_whole(sentences, max_pieces):
    sizes = [n for sentence in sentences for n in sentence]
    ends = list(itertools.accumulate(sizes))
    breaks = list(itertools.accumulate(len(sentence) for sentence in sentences))
    windows = cut_windows(ends, breaks, max_pieces=max_pieces)
    owned = [i for _, _, a, b in windows for i in range(a, b)]
    assert owned == list(range(len(sizes)))
    for start, end, own_start, own_end in windows:
        assert start <= own_start <= own_end <= end
        assert sum(sizes[start:end]) <= max_pieces
    for stop, sentence in zip(breaks, sentences, strict=True):
        if 0 < sum(sentence) <= max_pieces:
            assert any(start <= stop - len(sentence) and stop <= end for start, end, _, _ in windows)


def is_whole(tags) -> bool:
    inside = all(ALLOWED[a, b] for a, b in itertools.pairwise(tags))
    return bool(MAY_START[tags[0]] and MAY_END[tags[-1]] and inside)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 3))
def test_best_tags_are_the_best_of_all_whole_sequences(seed, length):
    rows = np.random.default_rng(seed).normal(size=(length, len(TAGS))).astype(np.float32)
    best = max(
        (t for t in itertools.product(range(len(TAGS)), repeat=length) if is_whole(t)), key=lambda t: rows[range(length), t].sum()
    )
    found = best_tags(rows)
    assert is_whole(found)
    assert rows[range(length), found].sum() == pytest.approx(rows[range(length), best].sum(), abs=1e-4)


def test_spans_are_read_from_tags():
    names = ["O", "B-PER", "E-PER", "S-LOC", "O", "B-WEAPON", "I-WEAPON", "E-WEAPON"]
    assert read_spans([TAGS.index(name) for name in names]) == [(1, 3, "PER"), (3, 4, "LOC"), (5, 8, "WEAPON")]


def test_a_folder_without_weights_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"tagger\.onnx is missing"):
        Tagger(tmp_path)


TEXT = "Irena Duval, who leads Norvane Systems, told reporters in Stavanger that Norway had ordered 12 Leopard 2A6 tanks."


@needs_model
def test_finds_names_of_every_type_with_exact_offsets(tagger):
    found = {(TEXT[n.start : n.end], n.label) for n in tagger.tag([TEXT])[0]}
    assert {("Irena Duval", "PER"), ("Stavanger", "LOC"), ("Norway", "LOC"), ("Leopard 2A6", "WEAPON")} <= found


@needs_model
def test_a_text_does_not_depend_on_its_neighbours(tagger):
    others = [f"{TEXT} Then {word} left for Oslo." * n for n, word in enumerate(("Ana", "HMS Castor", "Jordan"), 1)]
    assert tagger.tag([*others, TEXT, *others])[3] == tagger.tag([TEXT])[0]


@needs_model
@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t\r\n",
        "\x00\x07\x1b Oslo \ufeff\u200b\ud800 Oslo",
        "🚀🇺🇦👩‍👩‍👧 in Київ и Москва",
        "قال الرئيس إن Kyiv שלום",
        "x" * 3000,
        "北京" * 800,
        "e\u0301" * 500,
        "Oslo," * 500,
        "ſ İ ß ﬁ Ⅷ ½",
    ],
)
def test_strange_text_gives_exact_spans(tagger, text):
    names = tagger.tag([text])[0]
    assert all(0 <= n.start < n.end <= len(text) and text[n.start : n.end].strip() == text[n.start : n.end] for n in names)
    assert all(a.end <= b.start for a, b in itertools.pairwise(names))


@needs_model
@settings(max_examples=20, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_spans_inside_it(tagger, text):
    assert all(text[n.start : n.end].strip() == text[n.start : n.end] != "" for n in tagger.tag([text])[0])


@needs_model
def test_a_megabyte_without_a_blank_is_read_in_linear_time(tagger):
    began = time.perf_counter()
    tagger.tag(["a" * 1_000_000, "北" * 300_000])
    assert time.perf_counter() - began < 10


@needs_model
def test_a_sentence_longer_than_a_window_is_read_to_its_end(tagger):
    text = "On the list stood " + ", ".join(["Irena Duval", "Tomas Brandt", "Leila Haddad"] * 60) + "."
    names = tagger.tag([text])[0]
    people = sum(n.label == "PER" for n in names)
    assert people >= 150
    assert names[-1].end > len(text) - 20


@needs_model
def test_component_writes_spans_scores_and_exact_names():
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("name_tagger")
    doc = next(nlp.pipe([TEXT]))
    labels = {(span.text, span.label_) for span in doc.spans["names"]}
    assert {("Irena Duval", "PERSON"), ("Norway", "PLACE"), ("Leopard 2A6", "WEAPON")} <= labels
    assert all(0 < span._.score <= 1 for span in doc.spans["names"])
    assert [(n.start, n.end) for n in doc._.names] == [(s.start_char, s.end_char) for s in doc.spans["names"]]
    assert list(nlp("").spans["names"]) == []


@needs_model
def test_component_never_crosses_a_sentence():
    nlp = spacy.blank("en")
    nlp.add_pipe("name_tagger")
    doc = nlp.make_doc("They met Irena Duval yesterday .")
    for token in doc:
        token.is_sent_start = token.i in (0, 3)
    doc = nlp.get_pipe("name_tagger")(doc)
    assert all(span.end <= 3 or span.start >= 3 for span in doc.spans["names"])
