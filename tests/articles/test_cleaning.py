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
        *(
            "Ayrıca okuyun: Vapur seferlerine kış tarifesi",
            "À lire aussi : Le phare",
            "Lesen Sie auch: Der Brunnen",
            "اقرأ أيضا: السوق",
        ),
        *("If you see a mistake, select it and press Ctrl + Enter", "Please turn on JavaScript to use this feature"),
        *(
            "The post Guns reach the base appeared first on Lantern Post.",
            "This article appeared in the Europe section of the paper",
        ),
        *(
            "Sign up for our free weekly bulletin.",
            "The Brief newsletter is all you need. Sign up here.",
            "No spam. Unsubscribe anytime.",
        ),
        *(
            "View this email in your browser",
            "Follow our coverage of the war at https://site.example/war",
            "Our Standards: the principles.",
        ),
        *(
            "An earlier version of this article gave a wrong length.",
            "Thank you for reading. Pass it on.",
            "Printer-friendly version",
        ),
        *(
            "Haberlerimiz için bizi takip edin.",
            "تابعوا آخر الأخبار عبر قناتنا",
            "جميع الحقوق محفوظة لموقع الخليج",
            "Suivez-nous sur Facebook",
        ),
        *("Подписывайтесь на наш канал в «Телеграме».", "Нашли ошибку? Выделите текст", "Приєднуйтесь до нашого клубу читачів!"),
        *("Apúntate a nuestra newsletter diaria", "Jetzt kostenlos anmelden!", "Recevez chaque matin la lettre de la commune."),
        *("Boats wait for the tide in the old basin. (Photo by Lin Mei/Site)", "The runway from the tower [File: P. Vos/Site]"),
        *("Report © Site Example", "Log in or register to post comments", "We use cookies to improve your visit and ours."),
        *("Advertisement", "Story continues below", "Tags: guns, river", "👍 22", "A- A+"),
        *("Accept all Reject all Manage preferences", "Skip to main content", "Menu ☰ Search · Sign in", "Log in or register"),
        *(
            "Alle akzeptieren Alle ablehnen",
            "Принять все Отклонить все",
            "Tümünü kabul et",
            "I agree",
            "Tout accepter Tout refuser",
        ),
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
        *(
            "“Subscribe to our free newsletter,” the poster said.",
            "He told the crowd to sign up for the army.",
            "They posted a photo (left) of it.",
        ),
        *(
            "The villagers follow the war on old radio sets.",
            "The site uses water from the lake.",
            "She thanked us for reading the report.",
        ),
        *("Photo of the launcher was published by the army on Tuesday.", "The U.S.", "Kyiv", "More from the front is expected."),
        *(
            "Greece and Turkey share the sky",
            "Both sides accept the menu",
            "“Accept all”",
            "Search for the crew goes on",
            "All in all",
        ),
    ],
)
def test_short_lines_of_the_article_stay(line: str) -> None:
    assert not is_debris(line)
    assert line in clean("\n\n".join([BODY[0], line, BODY[1]])).paragraphs


def test_unknown_fragments_behind_the_last_sentence_go_and_are_kept_as_debris() -> None:
    cleaned = clean("\n\n".join([*BODY, "Oxşar mövzular", "Ən son", "Site Example"]))
    assert cleaned.paragraphs == BODY
    assert cleaned.debris == ["Oxşar mövzular", "Ən son", "Site Example"]


def test_a_line_that_announces_what_does_not_come_goes() -> None:
    assert clean("\n\n".join([*BODY, "Address of this article:"])).paragraphs == BODY
    assert clean("\n\n".join([BODY[0], "He gave two reasons:", BODY[1]])).paragraphs == [BODY[0], "He gave two reasons:", BODY[1]]


def test_a_list_at_the_end_stays() -> None:
    parts = [*BODY, "The countries are:", "Poland", "Norway"]
    assert clean("\n\n".join(parts)).paragraphs == parts


def test_a_text_of_fragments_only_is_not_emptied() -> None:
    assert clean("Guns for Kyiv\n\nTanks for Warsaw").paragraphs == ["Guns for Kyiv", "Tanks for Warsaw"]


def test_white_space_and_invisible_characters_are_put_right_and_signs_stay() -> None:
    assert clean("The\xa0 F‑16\u200b s “came”\t to\u00ad day.").paragraphs == ["The F‑16 s “came” to day."]
    assert normalise("Cafe\u0301 &amp; bar &nbsp;") == "Caf\u00e9 & bar \xa0"
    assert normalise("Tanks\x1b \x80for\x9b Warsaw\x85") == "Tanks for Warsaw\x85"  # the last is a line's end


def test_wrapped_paragraphs_become_one_line() -> None:
    assert clean("Guns were sent to the base near the river,\nwhere crews wait for them.").paragraphs == [
        "Guns were sent to the base near the river, where crews wait for them."
    ]
