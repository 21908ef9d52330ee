from __future__ import annotations

import datetime

import pytest

from helpers.articles.agencies import credited_agency, own_name
from helpers.articles.cleaning import clean
from helpers.articles.dates import date_in_path, is_date_line, is_impossible, labelled_date, parse_date
from helpers.articles.language import detect_language
from helpers.articles.metadata import Metadata, _stated_fields, describe
from helpers.articles.records import Record

TODAY = datetime.date(2025, 1, 1)
BODY = "The ministry said on Tuesday that the launchers had arrived.\n\nNobody would say when the next ones are due."


def about(text: str, *, path: str = "a.txt", **fields: object) -> tuple[Metadata, list[str]]:
    return describe(Record(text, b"", **fields), clean(text), path=path, today=TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        *(("2024-03-12", (2024, 3, 12)), ("2024-03-12T23:30:00-05:00", (2024, 3, 13)), ("2024-03-12T10:00:00Z", (2024, 3, 12))),
        *(("12 March 2024", (2024, 3, 12)), ("March 12, 2024 10:15", (2024, 3, 12)), ("Tuesday, 12 Mar. 2024", (2024, 3, 12))),
        *(("Tue, 12 Mar 2024 23:30:00 -0500", (2024, 3, 13)), ("20240312", (2024, 3, 12)), ("1710201600", (2024, 3, 12))),
        *(("12 марта 2024", (2024, 3, 12)), ("12 березня 2024", (2024, 3, 12)), ("12 Mart 2024", (2024, 3, 12))),
        *(
            ("12-Mar-2024", (2024, 3, 12)),
            ("2024.03.12", (2024, 3, 12)),
            ("2024年3月12日", (2024, 3, 12)),
            ("20240312T101500Z", (2024, 3, 12)),
        ),
        *(("١٢ مارس ٢٠٢٤", (2024, 3, 12)), ("12 مارس 2024", (2024, 3, 12)), ("le 12 mars 2024 à 8h", (2024, 3, 12))),
        *(("25.03.2024", (2024, 3, 25)), ("03/25/2024", (2024, 3, 25)), ("2024/03/12", (2024, 3, 12))),
    ],
)
def test_full_dates_are_read_in_utc(value: str, day: tuple[int, int, int]) -> None:
    found = parse_date(value)
    assert found is not None
    assert found == (datetime.date(*day), True)


@pytest.mark.parametrize(
    "value", ["Friday", "yesterday", "March 2024", "2024", "03/04/2024", "31.02.2024", "12 bananas 2024", ""]
)
def test_what_is_no_full_date_is_none(value: str) -> None:
    assert parse_date(value) is None


@pytest.mark.parametrize(
    "value", ["31.02.2024", "2024-02-31", "2024-13-01", "30 February 2024", "February 30, 2024", "45/13/2024"]
)
def test_days_that_no_calendar_has_are_impossible(value: str) -> None:
    assert parse_date(value) is None
    assert is_impossible(value)


@pytest.mark.parametrize("value", ["03/04/2024", "12 March 2024", "12 bananas 2024", "Friday", "March 2024", "", "2024"])
def test_other_values_are_not_impossible(value: str) -> None:
    assert not is_impossible(value)


def test_an_ambiguous_dotted_date_is_taken_day_first_and_said_to_be_unsure() -> None:
    assert parse_date("03.04.2024") == (datetime.date(2024, 4, 3), False)


def test_date_lines() -> None:
    assert is_date_line("12 March 2024, 10:15")
    assert is_date_line("Tuesday, March 12, 2024 at 5:30 p.m. GMT")
    assert not is_date_line("On 12 March 2024 the army left.")
    assert labelled_date("Published: 12 March 2024") == ((datetime.date(2024, 3, 12), True), False)
    assert labelled_date("Updated on March 12, 2024") == ((datetime.date(2024, 3, 12), True), True)
    assert labelled_date("Published accounts of 12 March 2024 differ") is None


def test_dates_in_paths() -> None:
    assert date_in_path("2024-03-12-guns.txt") == (datetime.date(2024, 3, 12), True)
    assert date_in_path("2024/03/12/guns") == (datetime.date(2024, 3, 12), True)
    assert date_in_path("2024-00-00-guns.txt") is None
    assert date_in_path("guns-1234567890.txt") is None


@pytest.mark.parametrize(
    ("text", "path", "fields", "expected"),
    [
        (BODY, "a.txt", {"published": "2024-03-12"}, ("2024-03-12", "stated")),
        (BODY, "a.txt", {"published": "03.04.2024"}, ("2024-04-03", "inferred")),
        ("Published: 12 March 2024\n\n" + BODY, "a.txt", {}, ("2024-03-12", "stated")),
        ("12 March 2024\n\n" + BODY, "a.txt", {}, ("2024-03-12", "inferred")),
        ("KYIV, 12 March 2024 (XYZ) — " + BODY, "a.txt", {}, ("2024-03-12", "inferred")),
        (BODY, "2024-03-12-guns.txt", {}, ("2024-03-12", "inferred")),
        (BODY, "2024-03-12-export.csv", {"row": 3}, (None, "missing")),
        ("On 24 February 2022 the war began. " + BODY, "a.txt", {}, (None, "missing")),
        (BODY, "a.txt", {"published": "Friday"}, (None, "missing")),
        (BODY, "a.txt", {"published": "2031-01-01"}, ("2031-01-01", "implausible")),
        (BODY, "2024-03-12-guns.txt", {"published": "2024-02-31"}, (None, "implausible")),
        (BODY, "a.txt", {"published": "1970-01-01"}, ("1970-01-01", "implausible")),
    ],
)
def test_date_and_its_quality(text: str, path: str, fields: dict[str, object], expected: tuple[str | None, str]) -> None:
    meta, body = about(text, path=path, **fields)
    assert (str(meta.published) if meta.published else None, meta.published_quality) == expected
    assert body[-1] == "Nobody would say when the next ones are due."


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Guns reach the river base", "Guns reach the river base"),
        ("EUROPE\n\nGuns reach the river base", "Guns reach the river base"),
        ("Guns arrive", "Guns arrive"),
        ("Will the guns arrive?", "Will the guns arrive?"),
        ("LANTERN DAILY\n\nGuns reach the river base", "Guns reach the river base"),
        ("Title: Guns arrive", "Guns arrive"),
        ("Accept all   Reject all   Manage preferences\n\nGuns reach the river base", "Guns reach the river base"),
        ("Lantern Post   Menu   Search   Sign in\nGuns reach the river base", "Guns reach the river base"),
        ("Menu   Search   Log in   Subscribe now\nGuns reach the river base", "Guns reach the river base"),
        ("Latest news\n\nGuns reach the river base\n\n3 May 2024", "Guns reach the river base"),
        ("“We will not go back to this,”", None),
        ("The army said so on Tuesday,", None),
    ],
)
def test_headline(head: str, title: str | None) -> None:
    meta, body = about(f"{head}\n\n{BODY}")
    assert meta.title == title
    assert body[-2:] == BODY.split("\n\n")
    assert len(body) == (2 if title else 3)


def test_a_stated_title_is_not_repeated_in_the_body() -> None:
    assert about(f"GUNS REACH THE RIVER BASE\n\n{BODY}", title="Guns reach the river base")[1] == BODY.split("\n\n")


def test_byline_and_sign_off_give_the_author_and_go() -> None:
    meta, body = about(f"Guns reach the river base\n\nBy Ann Roe and Jan de Vries, Site Example\n\n{BODY}")
    assert (meta.author, body) == ("Ann Roe and Jan de Vries", BODY.split("\n\n"))
    meta, body = about(f"Guns reach the river base\n\n{BODY}\n\n(Reporting by Ann Roe; Editing by Jan Doe)")
    assert (meta.author, body) == ("Ann Roe", BODY.split("\n\n"))


@pytest.mark.parametrize(
    ("sentence", "agency"),
    [
        ("The guns came, Site.Example reports, citing Reuters.", "Reuters"),
        ("The guns came, it said, citing AFP.", "AFP"),
        ("The guns came, citing the Larkspur news agency.", "Larkspur"),
        ("KYIV (AP) — The guns came.", "Associated Press"),
        ("KYIV, March 3 (Reuters) - The guns came.", "Reuters"),
        ("MOSCOW, March 5. /TASS/. The guns came.", "TASS"),
        ("KYIV (LNA) — The guns came.", "LNA"),
        ("The guns came. (AFP)", "AFP"),
        ("The guns came, according to the Associated Press.", "Associated Press"),
        ("The Yonhap news agency said the guns came.", "Yonhap"),
        ("The guns came, citing officials in Kyiv.", None),
        ("The guns (three of them) came.", None),
        ("The Trend of prices is up.", None),
        ("The guns came, citing Defence Minister Roe.", None),
    ],
)
def test_credited_agency(sentence: str, agency: str | None) -> None:
    assert credited_agency([sentence]) == agency


def test_one_line_may_hold_several_data() -> None:
    meta, body = about(f"Guns reach the river base\n\nPublished: 12 March 2024, 10:15 | Author: Ann Roe\n\n{BODY}")
    assert (str(meta.published), meta.author, body) == ("2024-03-12", "Ann Roe", BODY.split("\n\n"))
    meta, body = about(f"Guns reach the river base\n\nBy Ann Roe Published: 12 March 2024\n\n{BODY}")
    assert (str(meta.published), meta.published_quality, meta.author) == ("2024-03-12", "stated", "Ann Roe")
    line = "Guns on the left | Boats on the right, 12 March 2024 and later."
    assert line in about(f"Guns reach the river base\n\n{BODY}\n\n{line}")[1]


def test_a_last_paragraph_that_introduces_the_author_goes() -> None:
    note = "Ann Roe is the defence correspondent of Site Example. She lives by the sea."
    assert about(f"{BODY}\n\n{note}", author="Ann Roe")[1] == BODY.split("\n\n")
    assert about(f"{BODY}\n\n{note}", author="Bo Doe")[1][-1] == note


def test_the_language_of_the_text_goes_before_that_which_the_page_declares() -> None:
    german = "Das Ministerium sagte am Dienstag, dass die Geräte auf der Basis sind und nicht mehr zurück gehen."
    assert about(german, language="en-US")[0].language == "de"
    assert about("Kyiv Oslo.", language="en-US")[0].language == "en"


def test_a_source_line_names_an_agency_or_an_outlet() -> None:
    assert about(f"{BODY}\n\nSource: TASS")[0].attributed_to == "TASS"
    assert about(f"{BODY}\n\nSource: Site Example")[0].outlet == "Site Example"


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        (f"{BODY}\n\nSite.Example reports, citing Reuters.", "Site.Example"),
        (f"{BODY}\n\nSite.Example\n\nsite.example", "Site.Example"),
        (f"{BODY}\n\n© 2024 Lantern Light. All rights reserved.", "Lantern Light"),
        (f"Guns reach the river base\nThe Lantern Post\n\n{BODY}", "The Lantern Post"),
        (f"LANTERN DAILY\n\nGuns reach the river base\n\n{BODY}", "Lantern Daily"),
        (BODY, None),
    ],
)
def test_outlet(text: str, outlet: str | None) -> None:
    meta, body = about(text)
    assert meta.outlet == outlet
    assert outlet not in body


def test_an_agency_that_reports_is_not_the_outlet() -> None:
    assert own_name(["TASS reports, citing Interfax."]) is None
    assert about(BODY, outlet="www.site.example")[0].outlet == "site.example"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (BODY, "en"),
        ("Das Ministerium sagte am Dienstag, dass die Geräte auf der Basis sind und nicht mehr zurück gehen.", "de"),
        ("Министерство сообщило во вторник, что колонна прибыла на базу и не уйдет с нее до конца года.", "ru"),
        ("Міністерство повідомило у вівторок, що колона прибула на базу та не піде з неї до кінця року.", "uk"),
        ("Belediye, köprünün yanına küçük bir müze kurmak istiyor ve bunun için derenin yatağından taş çıkarıyor.", "tr"),
        ("Nazirlik bildirib ki, qurğular bazaya çatıb və növbəti qurğular üçün yazda bir görüş olacaq.", "az"),
        ("Ministerstvo v úterý oznámilo, že zařízení dorazila na základnu a že další budou na jaře, uvedl úřad při cestě.", "cs"),
        ("Міністэрства паведаміла ў аўторак, што ўстаноўкі прыбылі на базу і што наступныя прыбудуць вясной.", "be"),
        ("Министерството соопшти дека лансерите пристигнале во базата и дека другите ќе дојдат во пролет.", "mk"),
        ("وزارت نے منگل کو کہا کہ لانچر اڈے پر پہنچ گئے ہیں اور باقی بہار میں آئیں گے۔", "ur"),
        ("Erdoğan and Işık met Çavuşoğlu on the way to the base, and a third minister was seen at the gate with them.", "en"),
        ("战争开始了，士兵们撤退到河边的基地。", "zh"),
        ("Kyiv Oslo", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert detect_language(text) == language


def test_an_address_of_blanks_that_only_look_like_text_is_none() -> None:
    assert "url" not in _stated_fields(Record("Guns for Kyiv.", b"", url="&nbsp;\u202e "))
