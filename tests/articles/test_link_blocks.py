from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.articles.cleaning import clean
from helpers.articles.link_blocks import is_link_heading

FIRST = "The harbour board said on Monday that the two ferries would be laid up until the ice is gone."
THEN = "Nobody on the quay could say who is going to pay for the third one."
LINKS = ["Old pilot boat goes to the museum", "Island council votes for a longer breakwater", "7 walks along the winter shore"]
SENTENCES = [FIRST, THEN, "“No.”"]
HEADINGS = [
    *("Related articles", "Related stories", "More from The Quay Gazette", "Most read", "You may also like", "Read more"),
    *("Trending", "Latest news", "MOST READ:", "Lesen Sie auch", "Lire aussi", "Читайте также", "Ilgili haberler"),
]


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("mark", ["", "- ", "• ", "{n}. ", "{n}) "])
def test_a_block_goes_as_a_whole_at_the_end_and_in_the_middle(heading: str, gap: str, mark: str) -> None:
    links = [mark.format(n=n) + link for n, link in enumerate(LINKS, start=1)]
    block = gap.join([heading, *links])
    assert clean(f"{FIRST}\n\n{THEN}\n\n{block}").paragraphs == [FIRST, THEN]
    middle = clean(f"{FIRST}\n\n{block}{gap}{THEN}")
    assert middle.paragraphs == [FIRST, THEN]
    assert middle.debris == [heading, *links]


def test_dates_counters_and_buttons_in_a_block_go_with_it() -> None:
    block = ["Most read", "1", LINKS[0], "12 March 2024", "2", LINKS[1], "3 hours ago", "Will the third ferry come?", "Share"]
    assert clean("\n".join([FIRST, "", *block])).paragraphs == [FIRST]


@pytest.mark.parametrize(
    "below",
    [
        [THEN],
        ["What comes next", THEN],
        ["Will the third ferry ever come to the island?", THEN],
        ["- The old boat had carried the mail for fifty years.", "- The new one carries none."],
        ["“The ice was thicker than ever”", THEN],
        ["Reporting by Ann Roe; editing by Tom Poe", THEN],
    ],
)
def test_what_may_be_the_article_stays_behind_a_block(below: list[str]) -> None:
    for links in ([], LINKS[:1], LINKS):
        found = clean("\n\n".join([FIRST, "Read more", *links, *below])).paragraphs
        assert found == [FIRST, *below]


def test_subheadings_behind_a_block_stay() -> None:
    apart = ["Related articles", *LINKS, "", "A winter without the mail boat on the island", "", THEN]
    assert clean("\n".join([FIRST, "", *apart])).paragraphs == [FIRST, "A winter without the mail boat on the island", THEN]
    marked = ["Related articles", *(f"- {link}" for link in LINKS), "A winter without the mail boat on the island", THEN]
    assert clean("\n".join([FIRST, "", *marked])).paragraphs == [FIRST, "A winter without the mail boat on the island", THEN]
    begun = ["Related articles", LINKS[0], "", "The board said in its report to the council", "Thursday's vote decides it."]
    assert clean("\n".join([FIRST, "", *begun])).paragraphs == [FIRST, *begun[3:]]


def test_the_title_stays_below_a_heading_at_the_top() -> None:
    assert (
        clean("\n\n".join(["Latest news", "Ferries laid up for the winter", FIRST])).paragraphs[0]
        == "Ferries laid up for the winter"
    )
    marked = ["Trending", *(f"* {link}" for link in LINKS), "Ferries laid up for the winter", FIRST]
    assert clean("\n\n".join(marked)).paragraphs == ["Ferries laid up for the winter", FIRST]


def test_blocks_that_follow_one_another_go() -> None:
    lines = ["Related articles (2)", LINKS[0], "Most read", "- " + LINKS[1], "- " + LINKS[2]]
    assert clean("\n".join([FIRST, "", *lines, "", THEN])).paragraphs == [FIRST, THEN]
    top = ["Latest news", "Ferries laid up for the winter", "Most read", "- " + LINKS[1], "- " + LINKS[2]]
    assert clean("\n".join([*top, "", FIRST])).paragraphs == ["Ferries laid up for the winter", FIRST]


@pytest.mark.parametrize("part", ["Read more\n", "Read more\nPoland\n", "Read more\nIs it {}?\n", "Trending\n- {}\n{}\n"])
def test_headings_by_the_thousand_take_no_longer_than_other_lines(part: str) -> None:
    started = time.process_time()
    clean(f"{FIRST}\n\n{part.format(LINKS[0], LINKS[1]) * 3_000}\n\n{THEN}")
    assert time.process_time() - started < 4


@pytest.mark.parametrize(
    "line",
    ["More from the front is expected.", "Read more than the headline, he said", "Related to this is the price", "Latest ferry"],
)
def test_other_lines_are_no_headings(line: str) -> None:
    assert not is_link_heading(line)
    assert line in clean("\n\n".join([FIRST, line, LINKS[0], THEN])).paragraphs


@given(st.lists(st.sampled_from([*HEADINGS, *LINKS, "- " + LINKS[0], "Share", "Poland", *SENTENCES]), max_size=14))
def test_no_sentence_is_ever_lost(lines: list[str]) -> None:
    for gap in ("\n", "\n\n"):
        text = "\n\n".join(clean(gap.join(lines)).paragraphs)
        assert [text.count(line) for line in SENTENCES] == [lines.count(line) for line in SENTENCES]
