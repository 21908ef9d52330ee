"""Archives and web archives, whole, broken and hostile."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random
import tarfile
import zipfile
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from helpers.articles.readers import archive, read_source
from helpers.articles.records import Record, Refusal, Source

BODY = "The harbour master said on Monday that two gun boats had tied up at the north quay before dawn.\n\nNobody came ashore."
PAGE = (
    "<html><head><title>Gun boats at the quay</title></head><body><article><h1>Gun boats at the quay</h1>"
    + "".join(f"<p>{part}</p>" for part in BODY.split("\n\n"))
    + "</article></body></html>"
)


def outcomes(name: str, data: bytes) -> list[Record | Refusal]:
    return list(read_source(Source(name, data)))


def records(name: str, data: bytes) -> list[Record]:
    found = outcomes(name, data)
    assert all(isinstance(item, Record) for item in found), found
    return [item for item in found if isinstance(item, Record)]


def refusals(found: list[Record | Refusal]) -> dict[str, str]:
    return {str(item.path): item.reason for item in found if isinstance(item, Refusal)}


def zipped(members: dict[str, bytes | str], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return buffer.getvalue()


def tarred(members: dict[str, bytes | tarfile.TarInfo], *, mode: str = "w") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as file:  # type: ignore[call-overload]
        for name, content in members.items():
            info = content if isinstance(content, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.size = len(content) if isinstance(content, bytes) else 0
            file.addfile(info, io.BytesIO(content) if isinstance(content, bytes) else None)
    return buffer.getvalue()


def test_members_of_a_zip_are_files_of_their_own() -> None:
    table = f'title,text\nA,"{BODY}"\nB,"{BODY}"\n'
    found = records("a.zip", zipped({"one.txt": BODY, "in/two.html": PAGE, "t.csv": table}))
    assert [(r.path, r.row) for r in found] == [
        ("a.zip/one.txt", None),
        ("a.zip/in/two.html", None),
        ("a.zip/t.csv", 1),
        ("a.zip/t.csv", 2),
    ]
    assert found[1].title == "Gun boats at the quay"


def test_an_archive_is_told_by_its_content() -> None:
    assert [r.path for r in records("export.txt", zipped({"one.txt": BODY}))] == ["export.txt/one.txt"]


@pytest.mark.parametrize(
    ("name", "mode"), [("a.tar", "w"), ("a.tar.gz", "w:gz"), ("a.tgz", "w:gz"), ("a.tbz", "w:bz2"), ("a", "w:xz")]
)
def test_members_of_a_tar_packed_or_not(name: str, mode: str) -> None:
    found = records(name, tarred({"one.txt": BODY.encode(), "in/two.html": PAGE.encode()}, mode=mode))
    assert [r.path for r in found] == [f"{name}/one.txt", f"{name}/in/two.html"]
    assert found[0].text == BODY


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_single_packed_file(pack: object) -> None:
    (found,) = records("page.html.gz", pack(PAGE.encode()))  # type: ignore[operator]
    assert (found.path, found.title) == ("page.html.gz/page.html", "Gun boats at the quay")


def test_what_systems_put_into_archives_is_no_member() -> None:
    extras = {"__MACOSX/._one.txt": b"\x00\x05", ".DS_Store": b"\x00", "in/.hidden": b"x", "one.txt": BODY}
    assert [r.path for r in records("a.zip", zipped(extras))] == ["a.zip/one.txt"]


@pytest.mark.parametrize("name", ["../../etc/x.txt", "/etc/x.txt", "in/../../x.txt", "..\\..\\x.txt", "C:\\x.txt"])
def test_a_name_that_leads_out_is_refused_and_nothing_is_written(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deep" / "deeper").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "deep" / "deeper")
    for data in (zipped({name: BODY, "good.txt": BODY}), tarred({name: BODY.encode(), "good.txt": BODY.encode()})):
        found = outcomes("a.zip", data)
        assert [item.path for item in found if isinstance(item, Record)] == ["a.zip/good.txt"]
        (reason,) = refusals(found).values()
        assert "leads out of the archive" in reason
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["deep", "deeper"]


def test_control_characters_in_a_name_are_shown_as_escapes() -> None:
    found = records("a.tar", tarred({"li\nne\x1b[31m.txt": BODY.encode()}))
    assert [r.path for r in found] == ["a.tar/li\\nne\\x1b[31m.txt"]


def test_links_and_devices_in_a_tar_are_refused_alone() -> None:
    kinds = {"soft": tarfile.SYMTYPE, "hard": tarfile.LNKTYPE, "pipe": tarfile.FIFOTYPE, "disk": tarfile.BLKTYPE}
    members: dict[str, bytes | tarfile.TarInfo] = {"good.txt": BODY.encode()}
    for name, kind in kinds.items():
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, "/etc/passwd"
        members[name] = info
    found = outcomes("a.tar", tarred(members))
    assert [item.path for item in found if isinstance(item, Record)] == ["a.tar/good.txt"]
    reasons = refusals(found)
    assert set(reasons) == {f"a.tar/{name}" for name in kinds}
    assert "link" in reasons["a.tar/soft"]
    assert "link" in reasons["a.tar/hard"]
    assert "pipe" in reasons["a.tar/pipe"]
    assert "device" in reasons["a.tar/disk"]


def test_a_link_in_a_zip_is_refused_alone() -> None:
    buffer = io.BytesIO(zipped({"good.txt": BODY}))
    with zipfile.ZipFile(buffer, "a") as file:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        file.writestr(link, "/etc/passwd")
    found = outcomes("a.zip", buffer.getvalue())
    assert [type(item) for item in found] == [Record, Refusal]
    assert "link" in refusals(found)["a.zip/link.txt"]


def test_a_broken_member_loses_only_itself() -> None:
    data = bytearray(zipped({"bad.txt": "It rained. " * 20, "good.txt": BODY}, compression=zipfile.ZIP_STORED))
    data[data.index(b"It rained.")] ^= 0xFF
    found = outcomes("a.zip", bytes(data))
    assert [item.path for item in found if isinstance(item, Record)] == ["a.zip/good.txt"]
    assert "broken" in refusals(found)["a.zip/bad.txt"]


def test_an_encrypted_member_is_refused_alone() -> None:
    data = bytearray(zipped({"secret.txt": "It rained. " * 20, "good.txt": BODY}))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + offset] |= 1
    found = outcomes("a.zip", bytes(data))
    assert [item.path for item in found if isinstance(item, Record)] == ["a.zip/good.txt"]
    assert "encrypted" in refusals(found)["a.zip/secret.txt"]


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    (refusal,) = outcomes("a.zip", zipped({"zeros.txt": bytes(20_000_000), "good.txt": BODY}))
    assert isinstance(refusal, Refusal)
    assert "bomb" in refusal.reason


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_packed_bomb_is_refused(pack: object) -> None:
    (refusal,) = outcomes("a.txt.gz", pack(bytes(20_000_000)))  # type: ignore[operator]
    assert isinstance(refusal, Refusal)
    assert "bomb" in refusal.reason
    tar = outcomes("a.tar.gz", pack(tarred({"good.txt": BODY.encode(), "zeros.txt": bytes(20_000_000)})))  # type: ignore[operator]
    assert [type(item) for item in tar] == [Record, Refusal]
    assert "bomb" in str(getattr(tar[1], "reason", ""))


def test_a_bomb_is_stopped_at_the_bound_and_not_unpacked_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_ALWAYS_FINE_BYTES", 2_000_000)
    read: list[int] = []
    plain = archive._Bounded.read

    def count(stream: archive._Bounded, size: int = -1) -> bytes:
        data = plain(stream, size)
        read.append(len(data))
        return data

    monkeypatch.setattr(archive._Bounded, "read", count)
    (refusal,) = outcomes("a.gz", gzip.compress(bytes(50_000_000), mtime=0))
    assert isinstance(refusal, Refusal)
    assert sum(read) <= 10_000_000


def test_a_member_whose_stated_size_is_a_lie_is_refused() -> None:
    sparse = tarfile.TarInfo("sparse.txt")
    data = bytearray(tarred({"sparse.txt": BODY.encode()}))
    info = tarfile.TarInfo("sparse.txt")
    info.size = 5_000_000_000
    data[:512] = info.tobuf(tarfile.GNU_FORMAT)
    (refusal,) = outcomes("a.tar", bytes(data))
    assert isinstance(refusal, Refusal)
    assert "bomb" in refusal.reason
    assert sparse.size == 0


def test_archives_in_archives_have_an_end() -> None:
    data: bytes = zipped({"one.txt": BODY})
    for _ in range(3):
        data = zipped({"inner.zip": data})
    assert [r.path for r in records("a.zip", data)] == ["a.zip/inner.zip/inner.zip/inner.zip/one.txt"]
    for _ in range(4):
        data = zipped({"inner.zip": data})
    (refusal,) = outcomes("a.zip", data)
    assert isinstance(refusal, Refusal)
    assert "one in the other" in refusal.reason


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zipped({"one.txt": BODY * 9})[:-30]),
        ("a.zip", b"PK\x03\x04" + bytes(40)),
        ("a.tar.gz", tarred({"one.txt": BODY.encode() * 40, "two.txt": bytes(range(256)) * 99}, mode="w:gz")[:-80]),
        ("a.txt.gz", gzip.compress(BODY.encode(), mtime=0)[:-12]),
        ("a.xz", lzma.compress(BODY.encode())[:-12]),
    ],
)
def test_an_archive_that_is_cut_short_ends_in_one_sentence(name: str, data: bytes) -> None:
    found = outcomes(name, data)
    assert isinstance(found[-1], Refusal)
    assert "broken or cut short" in found[-1].reason
    assert "parser failed" not in found[-1].reason


def test_what_was_read_before_the_cut_is_kept() -> None:
    whole = tarred({"one.txt": BODY.encode(), "two.txt": BODY.encode() * 20})
    found = outcomes("a.tar", whole[:2048])
    assert [type(item) for item in found] == [Record, Refusal]
    assert found[0].path == "a.tar/one.txt"


def test_a_document_without_a_reader_is_one_refusal() -> None:
    (refusal,) = outcomes("a.pptx", zipped({"[Content_Types].xml": "<Types/>", "ppt/slides/slide1.xml": "<p/>"}))
    assert isinstance(refusal, Refusal)
    assert "has no reader" in refusal.reason


def test_an_empty_archive_holds_no_article() -> None:
    (refusal,) = outcomes("a.zip", zipped({}))
    assert isinstance(refusal, Refusal)
    assert "no article" in refusal.reason


def test_deep_json_in_an_archive_costs_only_itself() -> None:
    found = outcomes("a.zip", zipped({"deep.json": "[" * 100_000, "good.json": json.dumps({"text": BODY})}))
    assert [item.path for item in found if isinstance(item, Record)] == ["a.zip/good.json"]
    assert "deep" in refusals(found)["a.zip/deep.json"]


# Web archives: the records are written by warcio, which the format's own tools use.


def warc(pages: list[tuple[str, str, str, bytes]], *, packed: bool = True, encoding: str | None = None) -> bytes:
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "test"}))
    for url, status, kind, data in pages:
        headers = [("Content-Type", kind), *([("Content-Encoding", encoding)] if encoding else [])]
        record = writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(data),
            http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": "2024-03-14T05:06:07Z"},
        )
        writer.write_record(record)
    return buffer.getvalue()


HTML = "text/html; charset=utf-8"


@pytest.mark.parametrize("packing", ["none", "each page", "the whole"])
def test_pages_of_a_web_archive_have_their_address_and_the_day_of_capture(packing: str) -> None:
    pages = [
        ("https://quay.example/boats", "200 OK", HTML, PAGE.encode()),
        ("https://quay.example/logo.png", "200 OK", "image/png", b"\x89PNG"),
        ("https://quay.example/gone", "404 Not Found", HTML, PAGE.encode()),
        ("https://quay.example/plain", "200 OK", "text/plain", BODY.encode()),
    ]
    data = warc(pages, packed=packing == "each page")
    html, plain = records("a.warc.gz", gzip.compress(data, mtime=0) if packing == "the whole" else data)
    assert (html.title, html.url) == ("Gun boats at the quay", "https://quay.example/boats")
    assert (html.published, html.published_inferred) == ("2024-03-14", True)
    assert (plain.text, plain.url) == (BODY, "https://quay.example/plain")
    assert html.path == "a.warc.gz/000001-quay.example.html"


def test_a_web_archive_whose_packing_is_broken_is_refused_with_a_sentence() -> None:
    noise = [f"<!-- {random.Random(n).randbytes(5000).hex()} -->" for n in range(20)]  # else the packed file has no middle
    pages = [(f"https://quay.example/{n}", "200 OK", HTML, (PAGE + words).encode()) for n, words in enumerate(noise)]
    data = bytearray(lzma.compress(warc(pages, packed=False)))
    data[len(data) // 2 : len(data) // 2 + 200] = bytes(200)
    *_, refusal = outcomes("a.warc.xz", bytes(data))
    assert isinstance(refusal, Refusal)
    assert "it is broken or cut short" in refusal.reason


def test_a_date_of_the_page_goes_before_the_day_of_capture() -> None:
    stated = PAGE.replace("<head>", '<head><meta property="article:published_time" content="2023-01-02T03:04:05Z">')
    below = f"Gun boats at the quay\n\nPublished: 2 January 2023\n\n{BODY}".encode()
    pages = [
        ("https://quay.example/a", "200 OK", HTML, stated.encode()),
        ("https://quay.example/b", "200 OK", "text/plain", below),
        ("https://quay.example/2023/01/02/c", "200 OK", "text/plain", BODY.encode()),
    ]
    one, two, three = records("a.warc.gz", warc(pages))
    assert (one.published, one.published_inferred) == ("2023-01-02T03:04:05Z", False)
    assert two.published is None
    assert three.published is None


def test_a_packed_page_of_a_web_archive_is_unpacked_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    data = warc([("https://quay.example/a", "200 OK", HTML, gzip.compress(PAGE.encode(), mtime=0))], encoding="gzip")
    assert records("a.warc.gz", data)[0].title == "Gun boats at the quay"
    monkeypatch.setattr("helpers.articles.readers.warc._MOST_PAGE_BYTES", 1000)
    bomb = warc([("https://quay.example/a", "200 OK", HTML, gzip.compress(b"<p>" + bytes(100_000), mtime=0))], encoding="gzip")
    (refusal,) = outcomes("a.warc.gz", bomb)
    assert isinstance(refusal, Refusal)
    assert "more than" in refusal.reason


def test_a_web_archive_does_not_open_archives_in_it() -> None:
    (refusal,) = outcomes("a.warc.gz", warc([("https://quay.example/a", "200 OK", HTML, zipped({"one.txt": BODY}))]))
    assert isinstance(refusal, Refusal)
    assert "packed file" in refusal.reason


def test_a_web_archive_that_is_cut_short_keeps_its_first_pages() -> None:
    pages = [(f"https://quay.example/{n}", "200 OK", HTML, PAGE.encode()) for n in range(3)]
    data = warc(pages, packed=False)
    found = outcomes("a.warc", data[: data.rindex(b"WARC/1.0") + 120])
    assert [type(item) for item in found[:2]] == [Record, Record]
    (refusal,) = outcomes("a.warc", b"WARC/1.0\r\nbroken")
    assert isinstance(refusal, Refusal)
    assert "parser failed" not in refusal.reason
