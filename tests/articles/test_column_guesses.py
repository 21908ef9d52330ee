"""Which column of a table is taken for which field: by names in ten languages, by content where no name tells."""

from __future__ import annotations

import csv
import io
import json
import logging
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from helpers.articles.readers import read_source
from helpers.articles.readers.columns import guess_columns, plain_name
from helpers.articles.readers.contents import columns_by_content
from helpers.articles.records import Record, Refusal, Source

TEXTS = [
    "The mill at the weir stood still for a week, the miller said. Nobody had told him when the new stones would come, and so he"
    " let the water run past. On Friday a cart brought them at last.",
    "Two barges lay across the lock on Sunday morning. The keeper counted eleven boats that could not pass. By the evening a tug"
    " had come up the river and drawn them apart, and he opened the gates again.",
    "The bridge is closed to carts from Monday on. Its planks are from the year of the great flood, and the council has voted for"
    " new ones of oak. They are to last for forty years, as the old ones did.",
]
TITLES = ["Mill at the weir stands still", "Two barges block the old lock", "Bridge is closed to all carts"]
DAYS = ["2023-05-14", "2023-05-15", "2023-06-01"]
OUTLETS = ["Weir Gazette", "Lock Courier", "Weir Gazette"]


def rows_of(*names: str) -> list[dict[str, str]]:
    return [dict(zip(names, cells, strict=True)) for cells in zip(TITLES, DAYS, OUTLETS, TEXTS, strict=True)]


def table(rows: list[dict[str, str]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";").writerows([list(rows[0]), *(list(row.values()) for row in rows)])
    return buffer.getvalue()


def workbook(rows: list[dict[str, str]], *others: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for cells in [list(rows[0]), *(list(row.values()) for row in rows)]:
        book.worksheets[0].append(cells)
    for other in others:
        sheet = book.create_sheet()
        for cells in other:
            sheet.append(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def parquet(rows: list[dict[str, str]]) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), buffer)
    return buffer.getvalue()


MAKERS: dict[str, Any] = {
    "t.csv": table,
    "t.xlsx": workbook,
    "t.parquet": parquet,
    "t.json": json.dumps,
    "t.jsonl": lambda rows: "\n".join(map(json.dumps, rows)),
}


def read(name: str, data: bytes | str, **columns: str) -> list[Record | Refusal]:
    return list(read_source(Source(name, data if isinstance(data, bytes) else data.encode(), columns)))


def stated(items: list[Record | Refusal]) -> list[tuple[Any, ...]]:
    return [(item.title, item.published, item.outlet, item.text) for item in items if isinstance(item, Record)]


EXPECTED = list(zip(TITLES, DAYS, OUTLETS, TEXTS, strict=True))


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize(
    "names",
    [
        ("Schlagzeile", "Erschienen am", "Quelle (Zeitung)", "Volltext des Artikels"),
        ("t", "d", "src", "content"),
        ("t", "d", "src", "c"),
        ("Oberzeile", "Tag", "Zeitung", "Wortlaut der Meldung"),
    ],
)
def test_columns_are_told_by_name_and_else_by_content(name: str, names: tuple[str, ...]) -> None:
    assert stated(read(name, MAKERS[name](rows_of(*names)))) == EXPECTED


@pytest.mark.parametrize("name", MAKERS)
def test_a_named_column_leaves_the_guess_for_the_others(name: str) -> None:
    rows = rows_of("Schlagzeile", "Erschienen am", "Blatt", "Meldung")
    assert stated(read(name, MAKERS[name](rows), text="Meldung", outlet="Blatt")) == EXPECTED


@pytest.mark.parametrize(
    ("field", "names"),
    [
        (
            "text",
            ["Volltext", "Texte intégral", "Texto completo", "Testo completo", "Conteúdo", "Полный текст", "Treść", "Metin"],
        ),
        ("title", ["Überschrift", "Titre", "Título", "TITOLO", "Manchete", "Заголовок", "Tytuł", "Назва", "BAŞLIK"]),
        (
            "published",
            ["Veröffentlicht am", "Date de publication", "Fecha", "Data", "Дата публикации", "Data publikacji", "Yayın tarihi"],
        ),
        ("outlet", ["Quelle", "Journal", "Periódico", "Testata", "Veículo", "Источник", "Źródło", "Джерело", "Kaynak", "src"]),
        ("author", ["Verfasser", "Auteur", "Autores", "Autore", "Автор", "Autorzy", "YAZAR"]),
        ("url", ["Webadresse", "Lien", "Enlace", "Collegamento", "Ссылка", "Odnośnik", "Посилання", "Bağlantı", "URL (full)"]),
    ],
)
def test_names_in_ten_languages(field: str, names: list[str]) -> None:
    for name in names:
        assert guess_columns(["Nr", name], {}) == {field: name}


def test_names_are_compared_without_case_accents_and_signs() -> None:
    assert plain_name("Fecha de Publicación") == plain_name("fecha_de_publicacio\u0301n") == "fechadepublicacion"
    assert guess_columns(["Text (words)", "Body"], {}) == {"text": "Body"}


@pytest.mark.parametrize(
    ("names", "cells"),
    [
        (["name", "description"], [[title, "A short note on it, with some words more. " * 3] for title in TITLES]),
        (["a", "b"], [[text, text[::-1] + "."] for text in TEXTS]),
        (["key", "values"], [["k", "1 2 3 4 5 6 7 8 9 " * 10]] * 3),
    ],
)
def test_what_is_not_plainly_the_text_is_refused(names: list[str], cells: list[list[str]]) -> None:
    rows = [dict(zip(names, row, strict=True)) for row in cells]
    for name, make in MAKERS.items():
        assert not any(isinstance(item, Record) for item in read(name, make(rows))), name


def test_dates_of_something_else_and_lists_are_not_guessed() -> None:
    names = ["scraped_at", "keywords", "blob"]
    rows = [[day, "mill, weir, stones, water", text] for day, text in zip(DAYS, TEXTS, strict=True)]
    assert columns_by_content(names, rows, {}) == {"text": "blob"}
    two = [[day, day, text] for day, text in zip(DAYS, TEXTS, strict=True)]
    assert columns_by_content(["d1", "d2", "blob"], two, {}) == {"text": "blob"}


def test_a_sheet_whose_name_of_columns_tells_goes_before_one_that_is_guessed() -> None:
    notes = [["thing", "what we thought of it"], *[[title, text] for title, text in zip(TITLES, TEXTS, strict=True)]]
    found = read("t.xlsx", workbook(rows_of("Titel", "Datum", "Zeitung", "Text"), notes))
    assert stated(found) == EXPECTED


def test_the_guess_is_logged_for_every_kind(caplog: pytest.LogCaptureFixture) -> None:
    rows = rows_of("t", "d", "src", "content")
    for name, data in {**{name: make(rows) for name, make in MAKERS.items()}, "one.json": json.dumps(rows[0])}.items():
        caplog.clear()
        with caplog.at_level(logging.INFO, logger="helpers"):
            read(name, data)
        assert f"{name}: read with the columns text = 'content', title = 't', published = 'd', outlet = 'src'" in caplog.messages


def test_a_fault_of_json_is_told_without_a_doubled_word() -> None:
    (refusal,) = read("a.json", '[{"text": "The mill')
    assert isinstance(refusal, Refusal)
    assert "starting at line 1" in refusal.reason
    (_, line) = read("a.jsonl", json.dumps({"text": TEXTS[0]}) + '\n{"text": "The mill')
    assert isinstance(line, Refusal)
    assert "starting at column" in line.reason
