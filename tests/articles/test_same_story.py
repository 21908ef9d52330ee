from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from retold_texts import BASE, LOOK_ALIKE, RETOLD, SAME_EVENT

from helpers.articles.minhash import minhash, pairs_sharing_a_band
from helpers.articles.same_story import (
    MIN_ALIGNED,
    MIN_ORDER,
    NAME_SKETCH_WIDTH,
    aligned_share,
    is_retold,
    likely_retold,
    name_sketch,
    outline,
    shared_order,
)

FILLER = " ".join(["nothing of the sort was ever heard in this quiet valley before"] * 4)


def features(text: str) -> set[int]:
    return set(outline(f"{text} {FILLER}").features.tolist()) - set(outline(FILLER).features.tolist())


def test_the_same_report_in_other_words_is_one_report() -> None:
    assert is_retold(outline(BASE), outline(RETOLD))
    assert is_retold(outline(RETOLD), outline(BASE))


@pytest.mark.parametrize("other", [SAME_EVENT, LOOK_ALIKE])
@pytest.mark.parametrize("told", [BASE, RETOLD])
def test_reports_that_share_names_a_quotation_or_a_form_are_not(told: str, other: str) -> None:
    assert not is_retold(outline(told), outline(other))
    assert not is_retold(outline(other), outline(told))


def test_a_shared_quotation_does_not_make_up_for_sentences_of_its_own() -> None:
    assert aligned_share(outline(BASE), outline(SAME_EVENT)) < MIN_ALIGNED - 0.1


def test_the_same_sentences_in_another_order_are_no_retelling() -> None:
    turned = outline("\n\n".join(reversed(RETOLD.split("\n\n"))))
    assert shared_order(outline(BASE), turned) < MIN_ORDER
    assert not is_retold(outline(BASE), turned)


def test_a_shared_table_does_not_make_one_report_of_two() -> None:
    table = "Kalmar 14, Lund 19, Malmo 23, Visby 31, Umea 47, Ystad 58."
    one = "Rain kept most farmers indoors while barley rotted slowly. Prices rose and bakers complained bitterly about flour."
    two = "Skaters filled every frozen pond before schools opened. Parents brought cocoa, blankets and several noisy sledges."
    first, second = outline(f"{table} {one} {one.lower()}"), outline(f"{table} {two} {two.lower()}")
    assert shared_order(first, second) == 1
    assert not is_retold(first, second)


def test_other_numbers_make_another_report() -> None:
    numbers = {"640": "210", "1850": "430", "4 villages": "7 villages", "38": "19", "11 slid": "5 slid", "11:40": "6:15"}
    numbers |= {"27": "8", "2023": "2024", "6 weeks": "3 weeks", "30 days": "90 days", "May 12": "October 3", "two": "one"}
    other = RETOLD
    for old, new in numbers.items():
        other = other.replace(old, new)
    assert not is_retold(outline(BASE), outline(other))


def test_a_body_more_than_twice_as_long_is_no_retelling() -> None:
    more = SAME_EVENT + "\n\n" + LOOK_ALIKE
    assert is_retold(outline(BASE), outline(BASE + "\n\n" + SAME_EVENT[:200]), min_aligned=0.3, min_order=0.3)
    assert not is_retold(outline(BASE), outline(BASE + "\n\n" + more), min_aligned=0.3, min_order=0.3)


def test_short_bodies_have_no_outline_and_equal_nothing() -> None:
    short = outline("Rockets fell on Odesa and killed 12 people, Olha Marchenko said on Tuesday.")
    assert len(short.features) == 0
    assert not is_retold(short, short)
    assert shared_order(short, short) == aligned_share(short, short) == 0


def test_a_report_shares_all_with_itself() -> None:
    assert shared_order(outline(BASE), outline(BASE)) == aligned_share(outline(BASE), outline(BASE)) == 1


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("They met in Odesa", "They met in ODESSA"),
        ("a day with Władysław", "a day with Wladyslaw"),
        ("it cost 6,000 crowns", "it cost 6000 crowns"),
        ("they left at 01:40", "they left at 1.40"),
        ("seven men fell", "7 men fell"),
        ("the drones struck", "the drone struck"),
    ],
)
def test_spellings_of_one_thing_are_one_feature(one: str, two: str) -> None:
    assert features(one) == features(two) != set()


def test_a_capital_at_the_start_of_a_sentence_makes_no_name() -> None:
    assert features("Crowds came. They saw.") == features("They saw crowds there.")
    assert features("The mayor met Brandt there. Brandt left.") != features("The mayor met him. brandt left.")


def test_outlines_of_very_long_texts_stay_small() -> None:
    assert outline("Ships left. " * 100_000).sentences.max() < 500
    assert len(outline("ab" * 1_000_000 + " and more" * 50).features) < 2_000


def test_sketches_of_few_names_pair_with_nothing() -> None:
    bare = name_sketch(outline(FILLER))
    assert bare.shape == (NAME_SKETCH_WIDTH,)
    assert len(likely_retold(np.array([bare, bare]), np.zeros(2), max_days=14)) == 0


@pytest.mark.parametrize(
    ("days", "pairs"), [([0, 14], [[0, 1]]), ([0, 14.5], []), ([0, np.nan], [[0, 1]]), ([np.nan, np.nan], [[0, 1]])]
)
def test_likely_pairs_lie_within_some_days_where_both_dates_are_known(days: list[float], pairs: list[list[int]]) -> None:
    sketches = np.array([name_sketch(outline(BASE)), name_sketch(outline(RETOLD))])
    assert likely_retold(sketches, np.array(days, dtype=float), max_days=14).tolist() == pairs


def names(first: int, last: int) -> str:
    """Return a text of so many names, none like another."""
    made = [f"B{'aeiou'[n % 5]}{'cdfghklmnp'[n % 10]}{'rstvz'[n // 10]}x" for n in range(first, last)]
    return f"They met {', '.join(made)} there. {FILLER}"


def likely(*texts: str) -> list[list[int]]:
    sketches = np.array([name_sketch(outline(text)) for text in texts])
    return likely_retold(sketches, np.zeros(len(texts)), max_days=14).tolist()


def test_likely_pairs_leave_out_what_shares_few_names() -> None:
    assert likely(names(0, 20), names(15, 35)) == []
    assert likely(names(0, 20), names(5, 25)) == [[0, 1]]
    assert likely(names(0, 5), names(0, 5)) == []
    assert likely(names(0, 6), names(0, 6)) == [[0, 1]]


@given(st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), max_size=12))
def test_pairs_sharing_a_band_are_those_of_a_plain_search(rows: list[list[int]]) -> None:
    bands = np.array(rows, dtype=np.uint64).reshape(-1, 3)
    counts = np.arange(len(rows)) % 4 != 3
    found = pairs_sharing_a_band(bands, counts, lambda pairs: pairs.sum(axis=1) % 3 != 0)
    expected = [
        [i, j]
        for i in range(len(rows))
        for j in range(i + 1, len(rows))
        if counts[i] and counts[j] and (i + j) % 3 and any(a == b for a, b in zip(rows[i], rows[j], strict=True))
    ]
    assert found.tolist() == expected


def test_minhash_estimates_resemblance() -> None:
    one, two = minhash(list(range(0, 300)), 512), minhash(list(range(100, 400)), 512)
    assert abs(float((one == two).mean()) - 0.5) < 0.08
    assert (minhash([3, 1, 2], 16) == minhash([1, 2, 3, 3], 16)).all()
