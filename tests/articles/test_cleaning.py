from __future__ import annotations

import pytest

from helpers.articles.cleaning import clean, is_debris, normalise

BODY = ["The ministry said on Tuesday that the launchers had arrived.", "Nobody would say when the next ones are due."]


@pytest.mark.parametrize(
    "line",
    [
        *(
            "AZ",
            "EN | RU | TR",
            "English",
            "3",
            "1.2K",
            "***",
            "12:40",
            "news.example",
            "www.site.example/world",
            "desk@site.example",
        ),
        *("Share", "Read also", "READ MORE:", "Home | World | Politics", "Sports", "Главная", "Paylaş", "Distribuie", "Leer más"),
        *("10Mənbələr", "12 comments", "Comments: 12", "1.2K views", "3 min read", "5 hours ago", "Просмотров: 340"),
        *("Read also: Guns reach the river as winter comes", "Читайте также: Колонна прибыла на базу"),
        *("Subscribe to our newsletter for more stories.", "Follow us on Telegram!", "We use cookies to improve this page."),
        *("Photo: A. Roe", "Photo credit: handout", "© 2024 Site Example. All rights reserved.", "Getty Images", "Фото: архив"),
        *("Advertisement", "Story continues below", "Tags: guns, river", "👍 22", "A- A+"),
    ],
)
def test_debris_is_told_by_its_own_words(line: str) -> None:
    assert is_debris(line)


@pytest.mark.parametrize(
    "line",
    [
        *(
            "He left.",
            "“No.”",
            "“Never again”",
            "What happens next",
            "Background to the war",
            "12 dead",
            "100 days",
            "World of pain",
        ),
        *(
            "News.Example reports, citing officials.",
            "Read more than the headline, the minister said.",
            "Share of the vote fell.",
        ),
        *(
            "- one launcher",
            "Follow-up talks will be held in May.",
            "Sport unites, said the envoy.",
            "Related to this is the price.",
        ),
        *("Photo of the launcher was published by the army on Tuesday.", "The U.S.", "Kyiv", "More from the front is expected."),
    ],
)
def test_short_lines_of_the_article_stay(line: str) -> None:
    assert not is_debris(line)
    assert line in clean("\n\n".join([BODY[0], line, BODY[1]])).paragraphs


def test_unknown_fragments_behind_the_last_sentence_go_and_are_kept_as_debris() -> None:
    cleaned = clean("\n\n".join([*BODY, "Oxşar mövzular", "Ən son", "Site Example"]))
    assert cleaned.paragraphs == BODY
    assert cleaned.debris == ["Oxşar mövzular", "Ən son", "Site Example"]


def test_a_list_at_the_end_stays() -> None:
    parts = [*BODY, "The countries are:", "Poland", "Norway"]
    assert clean("\n\n".join(parts)).paragraphs == parts


def test_a_text_of_fragments_only_is_not_emptied() -> None:
    assert clean("Guns for Kyiv\n\nTanks for Warsaw").paragraphs == ["Guns for Kyiv", "Tanks for Warsaw"]


def test_white_space_and_invisible_characters_are_put_right_and_signs_stay() -> None:
    assert clean("The\xa0 F‑16\u200b s “came”\t to\u00ad day.").paragraphs == ["The F‑16 s “came” to day."]
    assert normalise("Cafe\u0301 &amp; bar &nbsp;") == "Caf\u00e9 & bar \xa0"


def test_wrapped_paragraphs_become_one_line() -> None:
    assert clean("Guns were sent to the base near the river,\nwhere crews wait for them.").paragraphs == [
        "Guns were sent to the base near the river, where crews wait for them."
    ]
