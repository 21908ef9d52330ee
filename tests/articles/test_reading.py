from __future__ import annotations

import datetime
import json
import logging
import os
from pathlib import Path

import pandas as pd
import pytest

from helpers.articles import Reading, read_articles, read_file
from helpers.tables import TABLES

TODAY = datetime.date(2025, 1, 1)
BODY = "The ministry said on Tuesday that the launchers had arrived at the base.\n\nNobody would say when the next ones are due."
TEXT = f"Guns reach the river base\n\n{BODY}\n"


def read(folder: Path, **options: object) -> Reading:
    return read_articles(folder, today=TODAY, progress=False, **options)  # type: ignore[arg-type]


def write(folder: Path, name: str, content: str | bytes = TEXT) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def reason(reading: Reading, path: str) -> str:
    (only,) = reading.rejected.loc[reading.rejected.path == path, "reason"]
    return str(only)


def test_tables_have_their_columns_and_offsets_are_into_the_text(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    reading = read(tmp_path)
    for name, frame in zip(("articles", "sentences", "rejected"), reading, strict=True):
        assert list(frame.columns) == list(TABLES[name].columns)
        assert [str(t) for t in frame.dtypes] == [c.dtype for c in TABLES[name].columns.values()]
    text = reading.articles.text[0]
    assert text == TEXT.strip()
    assert [text[s.start : s.end] for s in reading.sentences.itertuples()] == text.split("\n\n")
    assert list(reading.sentences.paragraph) == [0, 1, 2]


@pytest.mark.parametrize(
    ("name", "error", "words"), [("none", FileNotFoundError, "does not exist"), ("a.txt", NotADirectoryError, "not a folder")]
)
def test_what_is_no_folder_is_refused(tmp_path: Path, name: str, error: type[Exception], words: str) -> None:
    write(tmp_path, "a.txt")
    with pytest.raises(error, match=words):
        read(tmp_path / name)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "README.md")
    write(tmp_path, ".hidden")
    write(tmp_path, ".cache/a.txt")
    with pytest.raises(ValueError, match="holds no article"):
        read(tmp_path)


def test_papers_about_the_collection_are_skipped_at_the_top_only(tmp_path: Path) -> None:
    articles = ["README notes.md", "a/readme.txt", "licence-granted-for-typhoons.txt"]
    for name in ("README.md", "LICENSE", "CHECKSUMS.sha256", *articles):
        write(tmp_path, name)
    assert set(read(tmp_path).articles.path) == set(articles)


def test_an_unknown_field_of_columns_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    with pytest.raises(ValueError, match="body is no field"):
        read(tmp_path, columns={"body": "Inhalt"})


def test_bad_files_are_rejected_with_a_reason_and_stop_nothing(tmp_path: Path) -> None:
    bad = {
        "empty.txt": (b"", "empty"),
        "blank.txt": (b" \n\n", "no article text"),
        "picture.txt": (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG image"),
        "noise.txt": (b"\x00\x01\x02\xff" * 50, "binary"),
        "debris.txt": (b"Home\n3\n50\nShare\n", "no article text"),
        "notext.csv": (b"a,b\n1,2\n", "no column holds the text"),
        "notext.json": (b'{"title": "Guns"}', "no column holds the text"),
        "broken.json": (b'{"text": ', "broken JSON"),
        "deep.json": (b"[" * 100_000, "nested too deeply"),
        "style.css": (b"body {}", "hold no article"),
        "empty.html": (b"<html><body></body></html>", "without an article text"),
    }
    for name, (content, _) in bad.items():
        write(tmp_path, name, content)
    write(tmp_path, "good.txt")
    reading = read(tmp_path)
    assert list(reading.articles.path) == ["good.txt"]
    assert set(reading.rejected.path) == set(bad)
    for name, (_, words) in bad.items():
        assert words in reason(reading, name)


def test_a_file_over_the_limit_is_refused_and_one_at_the_limit_is_read(tmp_path: Path) -> None:
    write(tmp_path, "long.txt", TEXT + "It goes on. " * 1000)
    write(tmp_path, "short.txt", TEXT)
    reading = read(tmp_path, max_file_mb=len(TEXT) / 1e6)
    assert list(reading.articles.path) == ["short.txt"]
    assert "over the limit" in reason(reading, "long.txt")


def test_every_encoding_gives_the_same_text(tmp_path: Path) -> None:
    text = f"Автор: Иван Ветров\n\nОрудия прибыли на базу у реки ночью\n\n{BODY}\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251"):
        write(tmp_path, f"{encoding}.txt", text.replace("\n", "\r\n").encode(encoding))
    articles = read(tmp_path).articles
    assert len(articles) == 5
    assert len(set(articles.text_id)) == 1
    assert set(articles.title) == {"Орудия прибыли на базу у реки ночью"}
    assert set(articles.author) == {"Иван Ветров"}


def test_invalid_bytes_are_marked_and_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(tmp_path, "a.txt", TEXT.encode() + b"Kyiv \xe2\x82 \xff said so.\n" + "“Yes” – “no”.".encode())
    with caplog.at_level(logging.WARNING, logger="helpers"):
        article = read(tmp_path).articles.iloc[0]
    assert "\ufffd" in article.text
    assert "a.txt: 2 invalid" in caplog.text


def test_good_rows_of_a_table_stand_beside_its_broken_one(tmp_path: Path) -> None:
    write(tmp_path, "t.csv", f'title,text,date\nA,"{BODY}",2024-03-12\nB,broken\nC,"{BODY} It rained.",2024-03-13\n')
    reading = read(tmp_path)
    assert sorted(reading.articles.row) == [1, 3]
    assert list(reading.rejected.path) == ["t.csv"]
    assert list(reading.rejected.row) == [2]


def test_a_json_row_without_its_column_is_rejected_alone(tmp_path: Path) -> None:
    write(tmp_path, "t.json", json.dumps([{"text": BODY}, {"title": "Guns"}]))
    reading = read(tmp_path)
    assert list(reading.articles.row) == [1]
    assert list(reading.rejected.row) == [2]


def test_two_files_with_one_text_are_two_rows_and_one_copy(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    write(tmp_path, "b.txt")
    articles = read(tmp_path).articles
    assert articles.article_id.nunique() == 2
    assert articles.text_id.nunique() == articles.cluster_id.nunique() == 1
    assert list(articles.sort_values("path").is_copy) == [False, True]


def test_two_equal_rows_of_one_table_keep_apart(tmp_path: Path) -> None:
    write(tmp_path, "t.csv", f'text\n"{BODY}"\n"{BODY}"\n')
    assert read(tmp_path).articles.article_id.nunique() == 2


def test_a_future_date_is_kept_as_implausible(tmp_path: Path) -> None:
    write(tmp_path, "a.md", f"---\ntitle: Guns\ndate: 2031-05-06\n---\n{BODY}")
    article = read(tmp_path).articles.iloc[0]
    assert article.published == pd.Timestamp("2031-05-06", tz="UTC")
    assert article.published_quality == "implausible"


def test_ids_follow_the_raw_bytes_and_the_path(tmp_path: Path) -> None:
    write(tmp_path / "one", "a.txt")
    write(tmp_path / "two", "a.txt")
    write(tmp_path / "three", "b.txt")
    write(tmp_path / "four", "a.txt", TEXT + "\n\n")
    one, two, three, four = (read(tmp_path / name).articles.iloc[0] for name in ("one", "two", "three", "four"))
    assert one.article_id == two.article_id
    assert len({one.article_id, three.article_id, four.article_id}) == 3
    assert one.text_id == two.text_id == three.text_id == four.text_id


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipes_links_and_odd_names(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write(tmp_path, "outside.txt")
    write(folder, "a.txt")
    write(folder, "folder.txt/inside.txt", TEXT + "\n\nIt rained.")
    write(folder, "line\nbreak.txt", TEXT + "\n\nIt snowed.")
    os.mkfifo(folder / "pipe.txt")
    for name, target in {
        "out.txt": tmp_path / "outside.txt",
        "broken.txt": folder / "none",
        "loop": folder,
        "self": folder / "self",
    }.items():
        (folder / name).symlink_to(target)
    (folder / "same.txt").symlink_to(folder / "a.txt")
    reading = read(folder)
    assert sorted(reading.articles.path) == ["a.txt", "folder.txt/inside.txt", "line\\nbreak.txt", "same.txt"]
    words = {
        "pipe.txt": "pipe",
        "out.txt": "leads out",
        "broken.txt": "broken link",
        "loop": "link to a folder",
        "self": "broken link",
    }
    assert {path: word for path, word in words.items() if word in reason(reading, path)} == words


def test_an_unreadable_file_is_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.txt")
    write(tmp_path, "locked.txt")
    plain = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "locked.txt":
            raise PermissionError(13, "Permission denied")
        return plain(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    reading = read(tmp_path)
    assert list(reading.articles.path) == ["a.txt"]
    assert "Permission denied" in reason(reading, "locked.txt")


def test_a_parser_that_fails_costs_its_file_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.txt")
    write(tmp_path, "b.html", "<html><body><p>x</p></body></html>")

    def fail(*_: object, **__: object) -> None:
        raise KeyError("inside the parser")

    monkeypatch.setattr("helpers.articles.readers.html.trafilatura.bare_extraction", fail)
    reading = read(tmp_path)
    assert list(reading.articles.path) == ["a.txt"]
    assert "parser failed" in reason(reading, "b.html")


def test_a_file_as_it_is_keeps_every_character(tmp_path: Path) -> None:
    raw = "\ufeffShare\r\n\r\nThe army left.\r\n3\r\n"
    path = write(tmp_path, "a.txt", raw)
    (article,) = read_file(path, as_is=True)
    assert (article.text, article.title, article.row) == (raw, None, None)
    (cleaned,) = read_file(path)
    assert cleaned.text == "The army left."


def test_as_it_is_takes_a_table_as_one_text(tmp_path: Path) -> None:
    path = write(tmp_path, "t.csv", f'text\n"{BODY}"\n"{BODY}"\n')
    assert len(read_file(path, as_is=True)) == 1
    assert [a.row for a in read_file(path)] == [1, 2]


@pytest.mark.parametrize("as_is", [True, False])
def test_a_single_file_that_cannot_be_read_is_an_error(tmp_path: Path, as_is: bool) -> None:
    with pytest.raises(FileNotFoundError, match="does not exist"):
        read_file(tmp_path / "none.txt", as_is=as_is)
    for name, content in {"e.txt": b"", "p.txt": b"%PDF-1.4"}.items():
        with pytest.raises(ValueError, match=name):
            read_file(write(tmp_path, name, content), as_is=as_is)
    with pytest.raises(ValueError, match="folder"):
        read_file(tmp_path, as_is=as_is)
