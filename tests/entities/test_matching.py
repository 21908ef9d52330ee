"""Folding keeps every character in its place; matching respects words."""

from hypothesis import given
from hypothesis import strategies as st

from helpers.entities.matching import NameMatcher, fold, longest_first, plain


@given(st.text())
def test_folding_keeps_the_length(text):
    assert len(plain(text)) == len(fold(text)) == len(text)


def test_folding_makes_odd_characters_plain():
    assert fold("F‑16 Erdoğan’s Łódź\u00a0İ") == "f-16 erdogan's lodz i"


def test_names_match_whole_words_only():
    matcher = NameMatcher(["Iran", "Niger"])
    assert [(m.start, m.end) for m in matcher.matches(fold("Iran's Nigeria, IRAN; Iranians Niger"))] == [
        (0, 4),
        (16, 20),
        (31, 36),
    ]


def test_longer_name_wins():
    matcher = NameMatcher(["Guinea", "Papua New Guinea"])
    text = fold("Papua New Guinea and Guinea")
    assert [m.pattern for m in longest_first(matcher.matches(text))] == [1, 0]
