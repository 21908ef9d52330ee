from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.articles import split_sentences


def split(text: str, title: str | None = None) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text, title=title)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lt. Gen. J. Smith met Mr. A. B. Jones. He left.", ["Lt. Gen. J. Smith met Mr. A. B. Jones.", "He left."]),
        ("Maj. Gen. (ret.) K. Doe agreed. All left.", ["Maj. Gen. (ret.) K. Doe agreed.", "All left."]),
        ("Brig.-Gen. Orlov spoke. Sen. Roe listened.", ["Brig.-Gen. Orlov spoke.", "Sen. Roe listened."]),
        ("Prof. Dr. Hans-J. Weber came.", ["Prof. Dr. Hans-J. Weber came."]),
        ("He spoke for the U.S. President Roe listened.", ["He spoke for the U.S. President Roe listened."]),
        ("It was sent by the U.S. The crew was glad.", ["It was sent by the U.S.", "The crew was glad."]),
        ("It costs $3.5 million. A No. 5 gun is more.", ["It costs $3.5 million.", "A No. 5 gun is more."]),
        ("She came fifth, at No. 5. Then it rained.", ["She came fifth, at No. 5.", "Then it rained."]),
        ("On Feb. 24 it began. Nobody slept.", ["On Feb. 24 it began.", "Nobody slept."]),
        (
            "It ends at 5 p.m. Monday. It starts at 6 a.m. Crews wait.",
            ["It ends at 5 p.m. Monday.", "It starts at 6 a.m.", "Crews wait."],
        ),
        ("“It is over.” The hall fell silent.", ["“It is over.”", "The hall fell silent."]),
        ("“Will they come?” Roe asked. No.", ["“Will they come?” Roe asked.", "No."]),
        ("“Will they come?” she asked.", ["“Will they come?” she asked."]),
        ('He said: "We won." Then he left.', ['He said: "We won."', "Then he left."]),
        ("The war.[3] The peace.", ["The war.[3]", "The peace."]),
        ("KYIV, Ukraine (XYZ) — Guns fell silent. Rain came.", ["KYIV, Ukraine (XYZ) — Guns fell silent.", "Rain came."]),
        ("news.example reports it. the army denies it.", ["news.example reports it.", "the army denies it."]),
        ("They waited... and left. Wait… He stayed.", ["They waited... and left.", "Wait…", "He stayed."]),
        ("战争开始。士兵撤退。", ["战争开始。", "士兵撤退。"]),
        ("Roe Corp. said so. Roe Inc. The rest is old.", ["Roe Corp. said so.", "Roe Inc.", "The rest is old."]),
        ("George W. Bush left. So did I. The rest stayed.", ["George W. Bush left.", "So did I.", "The rest stayed."]),
        ("1. Guns were sent. 2. Tanks were not.", ["1. Guns were sent.", "2. Tanks were not."]),
    ],
)
def test_boundaries(text: str, expected: list[str]) -> None:
    assert split(text) == expected


RANKED = [
    *("Lt. Gen. Roe", "Lt.Gen. Roe", "Gen. (ret.) Roe", "Gen. (Ret.) Roe", "Gen. ret. Roe", "Ret. Lt. Col. Roe", "Maj.-Gen. Roe"),
    *(
        "Brig.-Gen. Roe",
        "Col. Gen. Roe",
        "Lt.-Col. Roe",
        "U.S. Army Gen. Roe",
        "Gen. “Bull” Roe",
        "Gen. Sir Ann Roe",
        "Lt. j.g. Roe",
    ),
    *("Sgt. 1st Class Roe", "Staff Sgt. Roe", "Tech. Sgt. Roe", "Sgt. Maj. Roe", "2nd Lt. Roe", "Sub. Lt. Roe", "Lance Cpl. Roe"),
    *(
        "Rear Adm. Roe",
        "Vice Adm. Roe",
        "R. Adm. Roe",
        "Cdre. Roe",
        "Lt. Cmdr. Roe",
        "Air Cdre. Roe",
        "Wg. Cdr. Roe",
        "Sqn. Ldr. Roe",
    ),
    *("Sen. Roe", "Rep. Roe (R-Ariz.) Roe", "U.S. Sen. Roe", "Lt. Gov. Roe", "Sec. Roe", "Dep. Sec. Gen. Roe", "Atty. Gen. Roe"),
    *(
        "P.M. Roe",
        "Amb. Roe",
        "Rt. Hon. Roe",
        "Min. Roe",
        "Dir. Roe",
        "Del. Roe",
        "Det. Sgt. Roe",
        "Chief Insp. Roe",
        "Comm. Roe",
    ),
    *(
        "Dr. Roe",
        "Prof. Dr. Roe",
        "Assoc. Prof. Roe",
        "Dipl.-Ing. Roe",
        "Eng. Roe",
        "Rev. Fr. Roe",
        "Abp. Roe",
        "Msgr. Roe",
        "Mme. Roe",
    ),
    *("J. K. Roe", "J.K. Roe", "A. J. P. Roe", "Ann H. W. Roe", "Yu. V. Roe", "S. Yu. Roe", "Kh. Roe", "Hans-J. Roe", "Wm. Roe"),
    *(
        "Roe Jr. Roe",
        "St. Petersburg",
        "Ft. Roe",
        "Roe Inc. Chief Executive Roe",
        "Roe et al. Roe",
        "No. 5",
        "Jan. 3",
        "5 p.m. GMT",
    ),
]


@pytest.mark.parametrize("name", RANKED)
@pytest.mark.parametrize("change", [str, str.upper])
def test_nobody_is_cut_from_rank_title_or_initials(name: str, change: Callable[[str], str]) -> None:
    middle = f"They met {name} on the road."
    text = change(f"It rained. {middle} It snowed.")
    assert split(text) == [change("It rained."), change(middle), change("It snowed.")]
    assert split(change(f"{name} came.")) == [change(f"{name} came.")]


@pytest.mark.parametrize(
    "name", ["Lt. Gen. Roe", "Sen. Roe", "J. K. Roe", "A. J. P. Roe", "Dr. Roe", "U.S. Army", "5 p.m. GMT", "No. 5"]
)
def test_text_without_capitals(name: str) -> None:
    text = f"it rained. they met {name} on the road. it snowed.".lower()
    assert split(text) == ["it rained.", f"they met {name.lower()} on the road.", "it snowed."]


@pytest.mark.parametrize(
    "text",
    [
        "He sat.| Roe stood.",
        "Roe felt ill.| Kyiv slept.",
        "The flight was called off.| Kyiv slept.",
        "They sank a sub.| Russian ships left.",
        "It flew at 12,000 ft.| Russian jets followed.",
        "They gained 5 km.| Russian troops left.",
        "It began at 5 a.m.| It rained.",
        "At 5 a.m. Russian jets came.",
        "It began at 5p.m. Monday.",
        "The bank is on Wall St.| In May it closed.",
        "WASHINGTON, D.C. — The ministry agreed.| Roe left.",
        "1.2. Guns were sent.| More came.",
        "II. Air defence",
        "Jerome (c. 347) wrote it.| Roe (b. March 1950) read it.",
        "It ended. [3] [4]| The rest is known. [citation needed]| Nobody slept.",
        "“It was a long game.” — Ann Roe",
        "“It was a long game.”| — Tanks came",
        "See the site.| (https://news.example/a).| Roe left.",
        "Ants that heal themselves| Tuesday, September 1, 2015",
        "The talks began on Tuesday, September 1, 2015",
        "Thursday, 7 May 2015| On Tuesday, the cabinet met.",
        "Roe at the pier| Image: Bea Doe.| The ship left.",
        "File Photo: Bea Doe.",
        "Ann Roe of the Union party| In the north, Doe won.",
        "The wiki grows larger| We've had visitors.",
        "A man of In the north fame",
    ],
)
def test_boundaries_marked_with_a_bar(text: str) -> None:
    assert split(text.replace("|", "")) == [part.strip() for part in text.split("|")]


def test_title_is_sentence_0_of_paragraph_0_whatever_stands_in_it() -> None:
    title = "It is over. What now?"
    found = split_sentences(title + "\n\nOne. Two.\n\nThree.", title=title)
    assert [(s.sentence, s.paragraph) for s in found] == [(0, 0), (1, 1), (2, 1), (3, 2)]
    assert found[0].end == len(title)


def test_lines_of_their_own_are_paragraphs() -> None:
    text = "Guns for Kyiv\nBy Ann Roe\n- one launcher\n- two radars\nThe rest follows."
    assert split(text) == ["Guns for Kyiv", "By Ann Roe", "- one launcher", "- two radars", "The rest follows."]


def test_wrapped_lines_are_joined() -> None:
    wrapped = (
        "The ministry said on Tuesday that the first of the launchers had\n"
        "arrived at the base near the river, where crews from three other\n"
        "Nordic countries have been waiting for them since the end of that\n"
        "exercise. A second shipment will follow. Nobody would say when it\n"
        "is due.\n"
        "The governor welcomed it, as did the mayors of the towns around.\n"
    )
    assert len(split(wrapped)) == 4
    assert split(wrapped)[2] == "Nobody would say when it\nis due."


def test_byte_order_mark_and_carriage_returns_count_and_stay_outside() -> None:
    text = "\ufeffOne came.\r\n\r\nTwo left.\r\n"
    assert [(s.start, s.end, s.paragraph) for s in split_sentences(text)] == [(1, 10, 0), (14, 23, 1)]


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        ".",
        ". ",
        "....a",
        "U.S. ",
        "J. ",
        '."',
        "Mr. ",
        "word\n",
        "(ret.) ",
        "Roe In the ",
        "Image: A",
        "5 p.m. ",
        ". [1]",
        ". — A ",
    ],
)
def test_a_long_line_comes_to_its_end(unit: str) -> None:
    # a rule that backtracks would take hours here
    text = unit * (300_000 // len(unit))
    found = split_sentences(text)
    assert not found or text.rstrip().endswith(text[found[-1].start : found[-1].end])


@given(st.text(alphabet="aB .!?\n\r\"'”“()…0\u2028\xa0\ufeff", max_size=80))
def test_sentences_cover_every_visible_character_once(text: str) -> None:
    found = split_sentences(text)
    assert all(text[s.start : s.end] == text[s.start : s.end].strip() != "" for s in found)
    assert all(a.end <= b.start and a.paragraph <= b.paragraph for a, b in pairwise(found))
    outside = "".join(
        text[a:b] for a, b in zip([0, *(s.end for s in found)], [*(s.start for s in found), len(text)], strict=True)
    )
    assert outside.replace("\ufeff", "").strip() == ""
