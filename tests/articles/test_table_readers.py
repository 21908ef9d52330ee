"""Tables: workbooks, Parquet, delimited text with and without names, lists of addresses; and the cells that are written."""

from __future__ import annotations

import csv
import datetime
import io
import json
import logging
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from helpers import spreadsheets
from helpers.articles.readers import read_source, xlsx
from helpers.articles.readers.columns import language_code
from helpers.articles.readers.tables import guess_of
from helpers.articles.records import Record, Refusal, Source

BODY = (
    "The depot commander told reporters that forty crates of shells had been counted twice and that none was missing on Friday."
)
OTHER = (
    "A second count, he added, would follow in the week after, when the auditors of the ministry were to arrive from the city."
)


def outcomes(name: str, data: bytes | str, **columns: str) -> list[Record | Refusal]:
    return list(read_source(Source(name, data if isinstance(data, bytes) else data.encode(), columns)))


def records(name: str, data: bytes | str, **columns: str) -> list[Record]:
    found = outcomes(name, data, **columns)
    assert all(isinstance(item, Record) for item in found), found
    return [item for item in found if isinstance(item, Record)]


def refusal(name: str, data: bytes | str, **columns: str) -> Refusal:
    (only,) = outcomes(name, data, **columns)
    assert isinstance(only, Refusal), only
    return only


def workbook(sheets: dict[str, list[list[Any]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def parquet(**columns: list[Any]) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


HEADER = ["Headline", "Body", "Date", "Source", "No"]


def test_a_workbook_gives_a_row_an_article() -> None:
    day = datetime.datetime(2024, 3, 12)
    rows = [HEADER, ["Shells", BODY, day, "Lantern Post", 7], [], ["Count", OTHER, datetime.date(2024, 3, 13), None, 8.5]]
    one, two = records("t.xlsx", workbook({"all": rows}))
    assert (one.title, one.text, one.published, one.outlet, one.row, one.path) == (
        "Shells",
        BODY,
        "2024-03-12",
        "Lantern Post",
        1,
        "t.xlsx",
    )
    assert (two.title, two.published, two.outlet, two.row) == ("Count", "2024-03-13", None, 3)


def test_a_workbook_is_told_by_its_content_and_empty_rows_above_do_not_matter() -> None:
    assert (
        records("table.dat", workbook({"all": [[], [None, None], HEADER, ["Shells", BODY, None, None, None]]}))[0].title
        == "Shells"
    )


def test_sheets_with_texts_are_all_read_and_the_others_left() -> None:
    sheets = {"notes": [["who", "when"], ["me", "now"]], "may": [HEADER, ["A", BODY]], "june": [HEADER, ["B", OTHER]]}
    found = records("t.xlsx", workbook(sheets))
    assert [(r.path, r.row, r.title) for r in found] == [("t.xlsx/may", 1, "A"), ("t.xlsx/june", 1, "B")]
    assert "no column holds the text" in refusal("t.xlsx", workbook({"notes": sheets["notes"]})).reason


def test_days_of_a_spreadsheet_without_their_format_are_dates() -> None:
    (found,) = records("t.xlsx", workbook({"all": [HEADER, ["Shells", BODY, 45363]]}))
    assert found.published == "2024-03-12T00:00:00"


def test_numbers_and_empty_cells_of_a_workbook() -> None:
    rows = [["text", "title", "author"], [BODY, 2024.0, "NaN"], ["#N/A", "A", "B"], [OTHER, 1.5, True]]
    one, bad, two = outcomes("t.xlsx", workbook({"all": rows}))
    assert isinstance(one, Record)
    assert isinstance(two, Record)
    assert (one.title, one.author, two.title, two.author) == ("2024", None, "1.5", None)
    assert isinstance(bad, Refusal)
    assert bad.row == 2


def test_a_formula_without_a_stored_value_is_an_empty_cell() -> None:
    rows = [["title", "text"], ["A", '=HYPERLINK("http://evil.example","x")']]
    assert "text is empty" in refusal("t.xlsx", workbook({"all": rows})).reason


def test_a_broken_workbook_ends_in_a_sentence() -> None:
    data = workbook({"all": [HEADER, ["A", BODY]]})
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<broken" if name.endswith("sheet1.xml") else old.read(name))
    assert "broken workbook" in refusal("t.xlsx", buffer.getvalue()).reason


def test_entities_of_a_workbook_are_not_expanded() -> None:
    laughs = '<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    data = workbook({"all": [HEADER, ["A", BODY]]})
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            is_sheet = name.endswith("sheet1.xml")
            new.writestr(name, laughs.encode() + content.replace(b"Headline", b"&b;") if is_sheet else content)
    assert "entities" in refusal("t.xlsx", buffer.getvalue()).reason


@pytest.mark.parametrize("stated", [b"A1:A1", b"A1:XFD1048576"])
def test_a_workbook_that_states_a_wrong_size_is_read_whole(stated: bytes) -> None:
    data = workbook({"all": [HEADER, ["A", BODY]]})
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'ref="A1:E2"', b'ref="%s"' % stated))
    assert [r.title for r in records("t.xlsx", buffer.getvalue())] == ["A"]


def test_a_parquet_table_gives_a_row_an_article() -> None:
    moment = datetime.datetime(2024, 3, 12, 23, 30, tzinfo=datetime.UTC)
    data = parquet(headline=["Shells", None], content=[BODY, OTHER], published_at=[moment, None], score=[float("nan"), 1.0])
    one, two = records("t.bin", data)
    assert (one.title, one.text, one.published, one.row) == ("Shells", BODY, "2024-03-12T23:30:00+00:00", 1)
    assert (two.title, two.published) == (None, None)


def test_cells_of_parquet_of_every_kind() -> None:
    source = [{"id": 1, "name": "Lantern Post"}, None]
    data = parquet(text=[BODY.encode(), None], source=source, author=[["Ann Roe", "Bo Doe"], []], url=[Decimal("1.50"), None])
    one, bad = outcomes("t.parquet", data)
    assert isinstance(one, Record)
    assert (one.text, one.outlet, one.author, one.url) == (BODY, "Lantern Post", "Ann Roe, Bo Doe", "1.50")
    assert isinstance(bad, Refusal)
    assert bad.row == 2


@pytest.mark.parametrize("cut", [10, 100, -20])
def test_a_broken_parquet_table_ends_in_a_sentence(cut: int) -> None:
    assert "broken Parquet table" in refusal("t.parquet", parquet(text=[BODY, OTHER])[:cut]).reason


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx", "t.parquet", "t.json", "t.jsonl"])
def test_the_mapping_that_was_guessed_is_shown_and_can_be_named(
    name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    row = {"Headline": "Shells", "Inhalt": OTHER, "Body": BODY}
    makers = {
        "t.csv": lambda: "Headline,Inhalt,Body\n" + f'Shells,"{OTHER}","{BODY}"\n',
        "t.xlsx": lambda: workbook({"all": [list(row), list(row.values())]}),
        "t.parquet": lambda: parquet(**{key: [value] for key, value in row.items()}),
        "t.json": lambda: json.dumps([row]),
        "t.jsonl": lambda: json.dumps(row) + "\n" + json.dumps(row),
    }
    data = makers[name]()
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    assert guess_of(path) == {"text": "Body", "title": "Headline"}
    assert guess_of(path, columns={"text": "Inhalt"}) == {"text": "Inhalt", "title": "Headline"}
    with caplog.at_level(logging.INFO, logger="helpers"):
        assert records(name, data)[0].text == BODY
    assert f"{name}: read with the columns text = 'Body', title = 'Headline'" in caplog.text
    assert records(name, data, text="Inhalt")[0].text == OTHER


def test_a_guess_for_what_is_no_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(BODY)
    with pytest.raises(ValueError, match="no table"):
        guess_of(path)
    with pytest.raises(ValueError, match="no field"):
        guess_of(path, columns={"body": "x"})


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_without_names_is_told_by_what_it_holds(mark: str, tmp_path: Path) -> None:
    rows = [["2024-03-12", "Crates of shells counted", BODY, "https://lantern.example/1"]]
    rows += [["2024-03-13", "The second count is done", OTHER, "https://lantern.example/2"]]
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=mark).writerows(rows)
    one, two = records("t.csv", buffer.getvalue())
    assert (one.row, one.title, one.text, one.published, one.url) == (1, rows[0][1], BODY, "2024-03-12", rows[0][3])
    assert (two.row, two.text) == (2, OTHER)
    (tmp_path / "t.csv").write_text(buffer.getvalue())
    assert guess_of(tmp_path / "t.csv") == {"text": "3", "title": "2", "published": "1", "url": "4"}
    assert records("t.csv", buffer.getvalue(), outlet="2")[0].outlet == rows[0][1]


def test_a_workbook_without_names_is_told_by_what_it_holds() -> None:
    assert [r.text for r in records("t.xlsx", workbook({"all": [["Crates of shells counted", BODY], ["More", OTHER]]}))] == [
        BODY,
        OTHER,
    ]


def test_a_table_without_texts_is_refused_and_both_ways_to_name_the_column_are_shown() -> None:
    reason = refusal("t.csv", "Kiste,Menge\nShells,forty\n").reason
    assert "'Kiste'" in reason
    assert '--columns text="Volltext"' in reason
    assert reason.endswith("columns={'text': ...}")


@pytest.mark.parametrize("cell", ["nan", "NaN", "None", "NULL", "#N/A", "  "])
def test_cells_that_mean_nothing(cell: str) -> None:
    assert records("t.csv", f'text,author\n"{BODY}",{cell}\n')[0].author is None


# Article lists: the columns are those that the client gdeltdoc (A. Smith) gets as JSON and the API itself gives as CSV, and those
# of Media Cloud's search (id, indexed_date, ...) and of its former API (stories_id, ... in the client minet).

GDELT_ROW = {
    "url": "https://lantern.example/1",
    "url_mobile": "",
    "title": "Crates of shells counted",
    "seendate": "20240312T101500Z",
    "socialimage": "",
    "domain": "lantern.example",
    "language": "English",
    "sourcecountry": "Ukraine",
}
MEDIA_CLOUD = "id,indexed_date,language,media_name,media_url,publish_date,title,url"
FORMER_MEDIA_CLOUD = "stories_id,title,url,language,collect_date,publish_date,media_id,media_name,media_url"


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("g.json", json.dumps({"articles": [GDELT_ROW, GDELT_ROW]}), "GDELT article list"),
        ("g.csv", ",".join(GDELT_ROW) + "\n" + ",".join(GDELT_ROW.values()) + "\n", "GDELT article list"),
        ("g.csv", "\ufeffURL,MobileURL,Date,Title\nhttps://l.example/1,,2024-03-12 10:15:00,Shells\n", "GDELT article list"),
        (
            "m.csv",
            f"{MEDIA_CLOUD}\na1,2024-03-13,en,l.example,l.example,2024-03-12,Shells,https://l.example/1\n",
            "Media Cloud story list",
        ),
        (
            "m.csv",
            f"{FORMER_MEDIA_CLOUD}\n1,Shells,https://l.example,en,2024-03-13,2024-03-12,9,Lantern,http://l.example\n",
            "Media Cloud",
        ),
        ("o.csv", "link,headline\nhttps://l.example/1,Shells\nhttps://l.example/2,Count\n", "list of articles"),
    ],
)
def test_a_list_of_addresses_is_refused_in_one_sentence(name: str, data: str, kind: str) -> None:
    found = refusal(name, data)
    assert found.row is None
    assert kind in found.reason
    assert "addresses and titles without full text" in found.reason


def test_a_story_list_with_some_full_texts_gives_those() -> None:
    rows = [
        f'a{n},2024-03-13,en,Lantern Post,l.example,2024-03-12,Shells,https://l.example/{n},"{text}"'
        for n, text in enumerate((BODY, "", ""))
    ]
    one, rest = outcomes("m.csv", "\n".join([f"{MEDIA_CLOUD},text", *rows]) + "\n")
    assert isinstance(one, Record)
    assert (one.text, one.outlet, one.published, one.published_inferred) == (BODY, "Lantern Post", "2024-03-12", False)
    assert isinstance(rest, Refusal)
    assert "2 of the rows" in rest.reason
    assert "rows 2, 3" in rest.reason


def test_the_day_a_collector_came_by_is_an_inferred_date() -> None:
    (found,) = records("g.json", json.dumps({"articles": [{**GDELT_ROW, "text": BODY}]}))
    assert (found.published, found.published_inferred, found.language) == ("20240312T101500Z", True, "en")


@pytest.mark.parametrize(
    ("name", "code"),
    [("English", "en"), ("ENGLISH; ENGLISH", "en"), ("en-GB", "en"), ("German", "de"), ("Français", "fr"), ("Klingon", None)],
)
def test_languages_by_name(name: str, code: str | None) -> None:
    assert language_code(name) == code


# What is written.

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1+1", "\uff1d1+1", "'=1", "'plain"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_left_that_a_spreadsheet_would_run(text: str) -> None:
    assert spreadsheets.harmless(text) == f"'{text}"
    assert spreadsheets.original(spreadsheets.harmless(text)) == text


@pytest.mark.parametrize("text", ["plain", "a=b", "", "3 guns", "it's"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert spreadsheets.harmless(text) == spreadsheets.original(text) == text


def test_csv_that_is_written_runs_nothing_and_keeps_numbers(tmp_path: Path) -> None:
    path = spreadsheets.write_csv(tmp_path / "t.csv", ["=name", "n"], [[text, -3] for text in HOSTILE] + [["plain", None]])
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = list(csv.reader(file))
    assert header == ["'=name", "n"]
    assert [row[0] for row in rows] == [f"'{text}" for text in HOSTILE] + ["plain"]
    assert [row[1] for row in rows] == ["-3"] * len(HOSTILE) + [""]


def test_xlsx_that_is_written_runs_nothing_and_keeps_numbers(tmp_path: Path) -> None:
    sheet = spreadsheets.Sheet("=sheet", ["=name", "n"], [[text, -3.5] for text in HOSTILE], [20, 8])
    path = spreadsheets.write_workbook(tmp_path / "t.xlsx", [sheet], title="=title")
    sheet = openpyxl.load_workbook(path).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == [-3.5] * len(HOSTILE)
    assert sheet["A1"].value == "'=name"


@pytest.mark.parametrize("number", [float("inf"), float("nan"), 1e300])
def test_a_number_that_is_no_day_stays_as_it_is(number: float) -> None:
    assert xlsx._as_date(number) is number
