"""The Excel workbook, opened again with openpyxl."""

import datetime
import zipfile

import openpyxl
import pytest
from sharing_tables import HOSTILE

from helpers import spreadsheets
from helpers.sharing import export


@pytest.fixture(scope="module")
def book(plain_tables, tmp_path_factory):
    (path,) = export(tmp_path_factory.mktemp("excel"), plain_tables, formats=["excel"])
    return openpyxl.load_workbook(path)


def rows(book, name):
    header, *others = book[name].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in others]


def test_sheets_come_in_order_with_frozen_and_filtered_headers(book):
    assert book.sheetnames == ["entities", "edges", "evidence", "articles", "about"]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(cell.font.bold for cell in sheet[1])
        assert all(sheet.column_dimensions[cell.column_letter].width >= 9 for cell in sheet[1])


def test_sheets_hold_the_tables_strongest_first(book, plain_tables):
    assert [(row["source_name"], row["target_name"], row["n_reports"]) for row in rows(book, "edges")] == [
        ("Norway", "Ada Quill", 2), ("Norway", "Leopard 2", 2), ("Ada Quill", "Leopard 2", 1),
    ]  # fmt: skip
    assert [row["name"] for row in rows(book, "entities")] == ["Norway", "Ada Quill", "Leopard 2", "Lone Star"]
    evidence = rows(book, "evidence")
    assert len(evidence) == len(plain_tables["pairs"])
    assert [row["text"] for row in evidence if row["target"] == "leopard-2" and row["source"] == "NO"] == [
        "Ada Quill saw a Leopard 2 in Norway.", "A Leopard 2 stood in Norway.", "Ada Quill saw a Leopard 2 in Norway.",
    ]  # fmt: skip
    assert [row["is_copy"] for row in evidence[-2:]] == [False, True]
    assert len(rows(book, "articles")) == 4
    assert "text" not in rows(book, "articles")[0]


def test_cells_keep_their_types(book):
    edge, tie = rows(book, "edges")[0], book["edges"]
    assert edge["first_seen"] == datetime.datetime(2024, 3, 1)
    assert edge["is_home"] is True
    assert isinstance(edge["n_reports"], int)
    assert tie["A2"].data_type == "s"
    assert {cell.number_format for cell in tie["H"][1:]} == {"yyyy-mm-dd"}
    assert rows(book, "articles")[3]["published"] is None


def test_every_column_is_explained(book):
    said = {(row["sheet"], row["column"]): row["what it is"] for row in rows(book, "about")}
    for name in book.sheetnames[:-1]:
        assert all(said[name, cell.value] for cell in book[name][1])
    assert "sentence" in said["evidence", "text"]


def test_no_cell_can_run(hostile_tables, tmp_path):
    (path,) = export(tmp_path, hostile_tables, formats=["excel"])
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b", "d"}
    assert not [cell.value for cell in cells if cell.data_type == "s" and cell.value.lstrip().startswith(("=", "+", "-", "@"))]
    assert not [cell for cell in cells if cell.hyperlink]
    assert f"'{HOSTILE[0]}" in {cell.value for cell in cells}
    with zipfile.ZipFile(path) as parts:
        assert not [name for name in parts.namelist() if "vba" in name.lower() or "external" in name.lower()]
        assert not [name for name in parts.namelist() if b"<f>" in parts.read(name) or b"<hyperlink" in parts.read(name)]


def test_long_texts_and_too_many_rows_are_cut(tmp_path, monkeypatch):
    monkeypatch.setattr(spreadsheets, "MOST_ROWS", 3)
    sheet = spreadsheets.Sheet("s", ["a", "b"], [["=" + "x" * 40_000, 1], ["#N/A", -2.5], ["lost", 3]], [10, 10])
    path = spreadsheets.write_workbook(tmp_path / "b.xlsx", [sheet], title="t")
    (page,) = openpyxl.load_workbook(path).worksheets
    read = list(page.iter_rows(min_row=2, values_only=True))
    assert [len(read), len(read[0][0]), read[0][0][:3], read[0][0][-1]] == [2, 32_767, "'=x", "…"]
    assert read[1] == ("#N/A", -2.5)
    assert page["A3"].data_type == "s"


def test_workbook_names_no_date_and_no_user(tmp_path):
    path = spreadsheets.write_workbook(tmp_path / "b.xlsx", [spreadsheets.Sheet("s", ["a"], [], [10])], title="t")
    with zipfile.ZipFile(path) as parts:
        core = parts.read("docProps/core.xml").decode()
    assert "dcterms" not in core
    assert "<dc:creator" in core
    assert "helpers" in core


def test_csv_may_go_without_the_mark(tmp_path):
    with_mark = spreadsheets.write_csv(tmp_path / "a.csv", ["a"], [["=1"]])
    without = spreadsheets.write_csv(tmp_path / "b.csv", ["a"], [["=1"]], byte_order_mark=False)
    assert with_mark.read_bytes() == b"\xef\xbb\xbf" + without.read_bytes() == b"\xef\xbb\xbfa\r\n'=1\r\n"
