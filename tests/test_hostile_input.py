"""A whole folder of hostile files in: articles and `rejected` rows out, nothing written beside the output, nothing run."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import os
import re
import socket
import sys
import tarfile
import time
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import tiny
from helpers.articles import Reading, read_articles
from helpers.articles.readers import child
from helpers.entities.mention import Mention, add_mentions
from helpers.settings import Settings

BODY = (
    "The harbour master said on Monday that two gun boats had tied up at the north quay before dawn.\n\n"
    "Nobody came ashore, and nobody would say where the boats had come from or how long they would stay."
)
SECRET = "The launch codes lie under the third stone"
CODE = ("steal(", "onerror", "onload", "javascript:", "alert(")
FORMULAS = ("=Ada Arrow", "+Bela Brook", "-Cyra Cliff", "@Dov Dune")


def zipped(members: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def tarred(members: dict[str, bytes], links: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, target in links.items():
            link = tarfile.TarInfo(name)
            link.type, link.linkname = tarfile.SYMTYPE, target
            archive.addfile(link)
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def entities(target: str) -> str:
    """Return a document type whose entities unfold to gigabytes, and one that asks for a file."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE x [<!ENTITY l0 "{"ha" * 10}">{laughs}<!ENTITY secret SYSTEM "file://{target}">]>'


def word(body: str, *, head: str = "") -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    kinds = "http://schemas.openxmlformats.org/package/2006/content-types"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    links = "http://schemas.openxmlformats.org/package/2006/relationships"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    parts += f'<Override PartName="/word/document.xml" ContentType="{kind}"/>'
    relation = f'<Relationship Id="r1" Type="{office}" Target="word/document.xml"/>'
    document = f"<w:document {space}><w:body><w:p><w:r><w:t>{body}</w:t></w:r></w:p></w:body></w:document>"
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{kinds}">{parts}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{links}">{relation}</Relationships>',
            "word/document.xml": head + document,
        }
    )


def workbook(head: str) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["text"])
    book.active.append([BODY])
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["xl/workbook.xml"] = head.encode() + members["xl/workbook.xml"]
    return zipped(members)


def odt(head: str) -> str:
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text"))
    paragraph = f"<text:p>{BODY} &l11; &secret;</text:p>"
    return f"{head}<office:document {spaces}><office:body><office:text>{paragraph}</office:text></office:body></office:document>"


def page_with_scripts() -> str:
    """Return a page whose scripts, handlers and addresses would run where they were shown as they are."""
    paragraphs = "".join(f'<p onclick="steal(1)">{part} <img src="x" onerror="alert(2)"></p>' for part in BODY.split("\n\n"))
    return (
        '<html onload="alert(0)"><head><title>Gun boats at the quay</title><script>steal(document.cookie)</script>'
        '<meta http-equiv="refresh" content="0;url=javascript:alert(3)"><base href="javascript:alert(4)">'
        '<meta property="og:title" content="Gun boats at the quay"></head><body onload="alert(5)"><article>'
        f'<h1><a href="javascript:alert(6)">Gun boats at the quay</a></h1>{paragraphs}<script>alert(7)</script>'
        '<svg onload="alert(8)"><script>alert(9)</script></svg><iframe srcdoc="&lt;script&gt;alert(10)&lt;/script&gt;"></iframe>'
        "<style>@import 'javascript:alert(11)';</style><noscript>steal(12)</noscript><template>steal(13)</template>"
        "</article></body></html>"
    )


def slow_pdf() -> bytes:
    """Return a small PDF of a thousand pages that say nothing a million times over: parsers take a minute, and little memory."""
    stream = zlib.compress(b"q Q " * 1_000_000, 9)
    pages = range(4, 1004)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%b] /Count %d >>" % (b" ".join(b"%d 0 R" % number for number in pages), len(pages)),
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(stream), stream),
        *(page for _ in pages),
    ]
    return (
        b"%PDF-1.4\n"
        + b"".join(b"%d 0 obj\n%b\nendobj\n" % item for item in enumerate(objects, 1))
        + b"trailer << /Root 1 0 R >>\n"
    )


def hostile_files(secret: Path) -> dict[str, tuple[bytes | str, str]]:
    """Return files by name: their content, and a word of the reason for which they, or a part of them, are refused."""
    head = entities(secret.as_posix())
    item = f"<item><title>Guns</title><description>{BODY} &l11; &secret;</description></item>"
    feed = f'<rss version="2.0"><channel>{item}</channel></rss>'
    outwards = {
        "../../evil.txt": BODY,
        "/tmp/evil.txt": BODY,
        "C:\\evil.txt": BODY,
        "..\\evil.txt": BODY,
        "in/good-of-zip.txt": BODY,
    }
    nested: bytes = zipped({"one.txt": BODY})
    for _ in range(8):
        nested = zipped({"inner.zip": nested})
    into_link = tarred(
        {"here/evil.txt": BODY.encode(), "good-of-tar.txt": BODY.encode()}, {"here": "../..", "passwd": "/etc/passwd"}
    )
    return {
        "bomb.zip": (zipped({"zeros.txt": bytes(30_000_000)}), "bomb"),
        "bomb.txt.gz": (gzip.compress(bytes(30_000_000)), "bomb"),
        "bomb.txt.bz2": (bz2.compress(bytes(50_000_000)), "bomb"),
        "bomb.docx": (word("ha" * 15_000_000), "bomb"),
        "nested.zip": (nested, "one in the other"),
        "outwards.zip": (zipped(dict(outwards)), "leads out of the archive"),
        "links.tar.gz": (into_link, "link"),
        "entities.rss": (head + feed, "entities"),
        "entities.docx": (word("&l11; &secret;", head=head), "entities"),
        "entities.xlsx": (workbook(head), "entities"),
        "entities.fodt": (odt(head), "entities"),
        "deep.json": ("[" * 200_000, "too deeply"),
        "deep-object.json": ('{"text":' * 200_000, "too deeply"),
        "deep.jsonl": ("\n".join([json.dumps({"text": BODY}), '{"text":' + "[" * 200_000]), "too deeply"),
        "deep.md": (f"---\ntitle: {'[' * 15_000}\n---\n{BODY}", "too deeply"),
        "number.jsonl": ("\n".join([json.dumps({"text": BODY}), '{"text": ' + "9" * 5000 + "}"]), "broken JSON"),
        "slow.pdf": (slow_pdf(), "took longer than"),
        "noise.txt": (bytes(range(256)) * 50, "binary"),
        "line\nbreak\x1b[31m.bin": (b"\x00\x01\x02" * 99, "binary"),
        **({os.fsdecode(b"no-utf8-\xff.bin"): (b"\x00\x01\x02" * 99, "binary")} if sys.platform == "linux" else {}),
    }


@Language.component("hostile_names")
def hostile_names(doc: Doc) -> Doc:
    found = (re.finditer(re.escape(name), doc.text) for name in (*FORMULAS, *tiny.COUNTRIES))
    return add_mentions(doc, [_mention(match) for matches in found for match in matches])


def _mention(match: re.Match[str]) -> Mention:
    name = match.group()
    if name in tiny.COUNTRIES:
        return Mention(match.start(), match.end(), "country", tiny.COUNTRIES[name], name, "name")
    return Mention(match.start(), match.end(), "person", name[1:].lower().replace(" ", "-"), name, "name", None, 0.5)


def hostile_pipeline(settings: Settings) -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("hostile_names")
    return nlp


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with hostile files in `raw`, what a run makes of them in `out`, and all else that there was before."""
    place = tmp_path_factory.mktemp("place")
    (place / "secret.txt").write_text(SECRET)
    raw, here = place / "deep" / "raw", place / "deep" / "here"
    raw.mkdir(parents=True)
    here.mkdir()
    for name, (content, _) in hostile_files(place / "secret.txt").items():
        (raw / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    (raw / "scripts.html").write_text(page_with_scripts())
    names = " ".join(f"In the end {name} flew to France and stayed there." for name in FORMULAS)
    (raw / "formulas.txt").write_text(f"A headline of four words\n\nIt was late on Monday evening. {names}\n")
    _write_links(raw, place)
    patch = pytest.MonkeyPatch()
    patch.setitem(child.in_child.__kwdefaults__, "seconds", 1)
    patch.chdir(here)
    before = _all_below(place)
    tiny.run_tiny(raw, place / "out", pipeline=hostile_pipeline, graph_files=True)
    patch.undo()
    assert {path: kind for path, kind in _all_below(place).items() if path.parts[0] != "out"} == before
    return place


def _write_links(raw: Path, place: Path) -> None:
    (place / "elsewhere").mkdir()
    (place / "elsewhere" / "outside.txt").write_text(SECRET)
    (raw / "in").mkdir()
    targets = {
        "loop": raw,
        "in/up": raw,
        "self": raw / "self",
        "one": raw / "two",
        "two": raw / "one",
        "broken.txt": raw / "none",
    }
    for name, target in {**targets, "out.txt": place / "secret.txt", "out": place / "elsewhere"}.items():
        (raw / name).symlink_to(target)
    os.mkfifo(raw / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(raw / "socket.txt"))


def _all_below(place: Path) -> dict[Path, tuple[int, int]]:
    """Return everything below a folder with its kind and size, links not followed."""
    found = (Path(here, name) for here, folders, files in os.walk(place) for name in (*folders, *files))
    states = ((path, path.lstat()) for path in found)
    return {path.relative_to(place): (s.st_mode, s.st_size if path.is_file() else 0) for path, s in states}


@pytest.fixture(scope="module")
def reasons(place: Path) -> dict[str, str]:
    rejected = tiny.tables_of(place / "out")["rejected"]
    return {path: " ".join(group["reason"]) for path, group in rejected.groupby("path")}


def test_every_hostile_file_is_refused_with_a_sentence(place: Path, reasons: dict[str, str]) -> None:
    for name, (_, words) in hostile_files(place / "secret.txt").items():
        shown = name.replace("\n", "\\n").replace("\x1b", "\\x1b").replace("\udcff", "\\udcff")
        said = " ".join(reason for path, reason in reasons.items() if path.startswith(shown))
        assert words in said, f"{shown}: {said!r}"
    assert all(reason.isprintable() and path.isprintable() for path, reason in reasons.items())
    assert not any("parser failed" in reason for reason in reasons.values())


def test_good_members_and_rows_stand_beside_the_bad_ones(place: Path) -> None:
    articles = tiny.tables_of(place / "out")["articles"]
    assert set(articles["path"]) == {
        *("scripts.html", "formulas.txt", "outwards.zip/in/good-of-zip.txt", "links.tar.gz/good-of-tar.txt"),
        *("links.tar.gz/here/evil.txt", "deep.jsonl", "number.jsonl"),
    }
    assert list(articles.loc[articles["path"] == "deep.jsonl", "row"]) == [1]


def test_no_file_outside_of_the_folder_is_read(place: Path, reasons: dict[str, str]) -> None:
    words = {"out.txt": "leads out", "out": "leads out", "loop": "link to a folder", "in/up": "link to a folder"}
    words |= dict.fromkeys(("self", "one", "two", "broken.txt"), "broken link") | {"pipe.txt": "pipe", "socket.txt": "socket"}
    assert {path: word for path, word in words.items() if word in reasons[path]} == words
    for name, frame in tiny.tables_of(place / "out").items():
        assert SECRET not in frame.to_json(), name
    for path in (place / "out").rglob("*"):
        assert not path.is_file() or SECRET.encode() not in path.read_bytes()


def test_nothing_of_scripts_and_handlers_is_in_any_table(place: Path) -> None:
    tables = tiny.tables_of(place / "out")
    (page,) = tables["articles"].loc[tables["articles"]["path"] == "scripts.html"].itertuples()
    assert page.title == "Gun boats at the quay"
    assert page.text.split("\n\n")[1:] == BODY.split("\n\n")
    for name, frame in tables.items():
        said = frame.to_json()
        assert not [mark for mark in CODE if mark in said], name


def test_no_cell_that_is_written_runs_in_a_spreadsheet(place: Path) -> None:
    names = set(tiny.tables_of(place / "out")["entities"]["name"])
    assert set(FORMULAS) <= names
    files = [path for path in (place / "out").rglob("*") if path.suffix in (".csv", ".tsv", ".xlsx")]
    assert len(files) == 2
    cells = [cell for path in files for row in csv.reader(path.open(encoding="utf-8-sig", newline="")) for cell in row]
    assert {f"'{name}" for name in FORMULAS} <= set(cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not _is_number(cell)]


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?", cell) is not None


def test_every_table_for_spreadsheets_is_written_in_one_place(project: Path) -> None:
    writers = re.compile(r"\bto_csv\(|\bto_excel\(|csv\.(?:Dict)?[wW]riter\(|\bWorkbook\(")
    sources = [*(project / "src").rglob("*.py"), *(project / "notebooks").glob("*.ipynb")]
    assert len(sources) > 50
    found = {path.name for path in sources if writers.search(path.read_text(encoding="utf-8"))}
    assert found == {"spreadsheets.py"}


# One line of any length


def read(folder: Path, **options: object) -> Reading:
    return read_articles(folder, today=tiny.TODAY, progress=False, **options)  # type: ignore[arg-type]


def test_a_line_of_200_megabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    with (tmp_path / "line.txt").open("wb") as file:
        file.write(b"boats ")
        file.truncate(200_000_000)  # the rest takes no room on the disk
    (tmp_path / "good.txt").write_text(BODY)
    tracemalloc.start()
    reading = read(tmp_path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert list(reading.articles.path) == ["good.txt"]
    (reason,) = reading.rejected.reason
    assert reason == "it has 200.0 MB, over the limit of 50 MB; split it or raise max_file_mb"
    assert peak < 50_000_000


LINE = "The boats came back, said Col. J. R. Tamm (who led them), on 12 March 2024. "
SHAPES = {
    "a.txt": "{}",
    "a.md": "# Boats\n\n{}",
    "a.json": '{{"title": "Boats", "text": "{}"}}',
    "a.jsonl": '{{"title": "Boats", "text": "{}"}}\n',
    "a.csv": "title,text\nBoats,{}\n",
    "a.html": "<html><body><article><h1>Boats</h1><p>{}</p></article></body></html>",
    "a.eml": "From: a@b.example\nTo: c@d.example\nSubject: Boats\nDate: Tue, 12 Mar 2024 10:00:00 +0000\n\n{}\n",
}


@pytest.mark.parametrize("unit", [LINE, "x", "(", "[", "**a", "<!--", "By A ", "\u201c", "a. "], ids=repr)
@pytest.mark.parametrize("name", SHAPES)
def test_a_long_line_takes_time_in_proportion(name: str, unit: str, tmp_path: Path) -> None:
    content = unit.replace(",", "") if name == "a.csv" else unit
    (tmp_path / name).write_text(SHAPES[name].format(content * (150_000 // len(content))), encoding="utf-8")
    started = time.process_time()
    reading = read(tmp_path)
    assert time.process_time() - started < 10
    assert len(reading.articles) + len(reading.rejected) == 1


def test_a_long_line_takes_memory_in_proportion(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LINE * 6_000)
    size = (tmp_path / "a.txt").stat().st_size
    tracemalloc.start()
    assert len(read(tmp_path).articles) == 1
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60 * size


# Small files on which readers once failed, or took for ever


def dated(published: str) -> str:
    return json.dumps({"title": "Boats", "text": BODY, "published": published})


ALIASES = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 10))
FOUND: dict[str, tuple[str, str | bytes]] = {
    "aliases that unfold": ("a.md", f"---\nl0: &l0 x\n{ALIASES}title: *l9\n---\n{BODY}"),
    "an alias of itself": ("a.md", f"---\ntitle: &a [*a]\n---\n{BODY}"),
    "a heading of blanks": ("a.md", f"# {' ' * 300_000}x\n\n{BODY}"),
    "empty cells": ("a.csv", f'title,text\nBoats,"{BODY}"\n{"," * 300_000}\n'),
    "the first hour of year 1": ("a.json", dated("0001-01-01T00:00:00+14:00")),
    "digits that are no number": ("a.json", dated("²⁰²⁴⁰³¹²")),
    "an offset of years": ("a.json", dated("Tue, 12 Mar 2024 10:00:00 +99999999999999")),
    "an author of megabytes": ("a.json", json.dumps({"text": "HD\n" * 5_000 + BODY, "outlet": "HD " * 1_000_000})),
    "a date below a label": ("a.txt", f"1 of 1 DOCUMENTS\n\nLENGTH: 3 words\n\nMarch 12, 2024\n\n{BODY}"),
    "a stop behind hyphens": ("a.txt", f"{BODY}\n\nThey came back at last --. And then they left ---. Nobody knew."),
    "a language that is none": ("a.html", f"<html lang='--'><body><article><p>{BODY}</p></article></body></html>"),
    "half a character in a feed": ("a.rss", f"<rss version='2.0'><channel><item><description>{BODY} &amp;#xD800 &#55296 x"),
    "a feed in no encoding": ("a.rss", b"<?xml version='1.0' encoding='\x80'?><rss><channel><item></item></channel></rss>"),
    "a document in no encoding": ("a.fodt", "<?xml version='1.0' encoding='UTF-99'?><office:document/>"),
    "a page without an element": ("a.html", '<!-- <div class="article enArticle"> -->'),
    "a record of any length": ("a.warc", "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999999999999\r\n\r\nx"),
    "a record without an address": ("a.warc", "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 3\r\n\r\nHTTP"),
}


UNREADABLE = (
    "half a character in a feed",
    *(found for found in FOUND if found.startswith(("a feed", "a document", "a page", "a record"))),
)


@pytest.mark.parametrize("found", FOUND)
def test_what_readers_once_failed_on(found: str, tmp_path: Path) -> None:
    name, content = FOUND[found]
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    started = time.process_time()
    reading = read(tmp_path)
    assert time.process_time() - started < 10
    assert len(reading.articles) == (0 if found in UNREADABLE else 1), reading.rejected
    assert not any(re.search("parser failed|could not be cleaned", reason) for reason in reading.rejected.reason), (
        reading.rejected
    )
    assert all(language is None or re.fullmatch("[a-z]{2}", language) for language in reading.articles.language.dropna())


def test_a_reason_is_one_short_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"{'column ' * 3000},b\x1b[31m\n1,2\n")
    (reason,) = read(tmp_path).rejected.reason
    assert reason.isprintable()
    assert len(reason) < 500
    assert reason.startswith("no column holds the text")
    assert reason.endswith("map it with columns={'text': ...}")
