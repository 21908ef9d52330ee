from __future__ import annotations

import datetime

import pytest

from helpers.articles.cleaning import clean
from helpers.articles.dates import named_date
from helpers.articles.mastheads import is_masthead, is_outlet_name
from helpers.articles.metadata import Metadata, describe
from helpers.articles.records import Record

TITLE = "Ferries laid up for the whole winter"
BODY = (
    "The harbour board said on Monday that the two ferries would be laid up.\n\nNobody on the quay can say who is going to pay."
)


def about(*head: str, path: str = "a.txt", title: str | None = None) -> tuple[Metadata, list[str]]:
    text = "\n\n".join([*head, BODY])
    return describe(Record(text, b"", title=title), clean(text), path=path, today=datetime.date(2025, 1, 1))


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        ([TITLE, "12 March 2024\nElbe Kurier"], "Elbe Kurier"),
        ([TITLE, "Elbe Kurier"], "Elbe Kurier"),
        ([TITLE, "Südkurier", "12. März 2024"], "Südkurier"),
        ([TITLE, "Gazeta Portowa", "By Ann Roe"], "Gazeta Portowa"),
        ([TITLE, "Kestrel News, 23 June 2022"], "Kestrel News"),
        ([TITLE, "Golden Horn Review · 3 February 2022"], "Golden Horn Review"),
        ([TITLE, "3 February 2022 | The Quay Gazette"], "The Quay Gazette"),
        ([TITLE, "Quay Gazette - Published: 3 February 2022, 10:15"], "Quay Gazette"),
        ([TITLE, "The Baltimore Lantern", "October 17, 2023"], "The Baltimore Lantern"),
    ],
)
def test_an_outlet_is_told_by_its_place_and_its_words(head: list[str], outlet: str) -> None:
    meta, body = about(*head)
    assert (meta.title, meta.outlet) == (TITLE, outlet)
    assert body == BODY.split("\n\n")


def test_the_date_beside_the_outlet_is_read() -> None:
    assert about(TITLE, "Golden Horn Review · 3 February 2022")[0].published == datetime.date(2022, 2, 3)
    meta, body = about("Golden Horn Review · 3 February 2022", title=TITLE)
    assert (meta.outlet, str(meta.published), body) == ("Golden Horn Review", "2022-02-03", BODY.split("\n\n"))
    labelled = about(TITLE, "Published: 3 February 2022 · Quay Gazette")[0]
    assert (labelled.outlet, labelled.published_quality) == ("Quay Gazette", "stated")
    assert about(TITLE, "Reuters, 3 February 2022")[0].attributed_to == "Reuters"


@pytest.mark.parametrize(
    "head",
    [
        *([TITLE, "Ann Roe", "12 March 2024"], [TITLE, "Ann Roe, 12 March 2024"], [TITLE, "Port Harbour, 12 March 2024"]),
        *([TITLE, "The Hague", "12 March 2024"], [TITLE, "The White House", "12 March 2024"]),
        *([TITLE, "World News, 12 March 2024"], [TITLE, "Breaking News", "12 March 2024"], ["The Long Winter", "12 March 2024"]),
        *([TITLE, "What the ice costs the island"], [TITLE, "The Baltimore Lantern"], [TITLE, "Nachrichten, 12 March 2024"]),
        ["Ferries Laid Up For The Whole Winter", "The Longest Ice", "12 March 2024"],
        [TITLE, "The board met on 12 March 2024", "12 March 2024"],
    ],
)
def test_other_lines_of_the_head_are_no_outlets(head: list[str]) -> None:
    assert about(*head)[0].outlet is None


@pytest.mark.parametrize(
    ("path", "outlet"),
    [
        ("2024/05/lantern-post.com/a.txt", "lantern-post.com"),
        ("www.Quay.co.uk/2024/a.txt", "quay.co.uk"),
        ("gazeta.pl/a.txt", "gazeta.pl"),
        *((path, None) for path in ("two.zip/a.txt", "box.mbox/1.txt", "a.gz/b.txt", "node.js/a.txt", "web.archive.org/a.txt")),
        *((path, None) for path in ("lantern-post.com.txt", "v1.2/a.txt", "2024.05/a.txt", "a.b/c.txt", "t.me/a.txt")),
    ],
)
def test_a_folder_named_like_a_site_is_the_outlet_where_nothing_else_says_one(path: str, outlet: str | None) -> None:
    assert about(TITLE, path=path)[0].outlet == outlet
    assert about(TITLE, "Source: Quay Gazette", path=path)[0].outlet == "Quay Gazette"


def test_names_and_sections() -> None:
    assert is_masthead("LANTERN DAILY")
    assert not is_masthead("World News")
    assert is_outlet_name("Le Courrier du Quai")
    assert not is_outlet_name("The guardian of the lock")
    assert named_date("Quay Gazette, Tuesday, 12 March 2024, 10:15 GMT") == ((datetime.date(2024, 3, 12), True), "Quay Gazette")
    assert named_date("12 March 2024") is None
    assert named_date("From 12 March 2024 to 13 March 2024") is None
