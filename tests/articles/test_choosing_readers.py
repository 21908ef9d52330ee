from __future__ import annotations

import pytest
from documents import DOCUMENTS, FIRST, SECOND, make_eml, make_pdf, make_rss, pdf_lines, read, reason, record

from helpers.articles import readers
from helpers.articles.readers import Reader
from helpers.articles.records import Item, Record, Refusal, Source


def _archive(source: Source) -> list[Item]:
    return [
        source.member("../x/./a.txt", FIRST.encode()),
        source.member("bad.pdf", b"%PDF-1.4"),
        source.member("in\nner", source.data),
        source.member("b.eml", make_eml()),
    ]


def test_members_of_archives_are_read_in_their_turn_down_to_a_depth(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = Reader("fake", lambda source: source.data == b"\x00archive", _archive)
    monkeypatch.setattr(readers, "READERS", (fake, *readers.READERS))
    found = read("a.bin", b"\x00archive")
    assert [(item.path, isinstance(item, Record)) for item in found[:3]] == [
        ("a.bin/x/a.txt", True),
        ("a.bin/bad.pdf", False),
        (r"a.bin/in\nner/x/a.txt", True),
    ]
    assert found[-1].path == "a.bin/b.eml"
    too_deep = [item.path for item in found if isinstance(item, Refusal) and "archives, one in the other" in item.reason]
    assert min(path.count("nner") for path in too_deep if path) == 4


def test_halves_of_characters_and_addresses_that_are_none_are_taken_out() -> None:
    item = f"<item><title>A &#xD800; b</title><link>https://[::1/guns</link><description>{FIRST}</description></item>"
    found = record("a.rss", make_rss(items=item))
    assert (found.title, found.url) == ("A \ufffd b", None)
    assert record("a.json", b'{"text": "Guns \\ud83d came."}').text == "Guns \ufffd came."


def test_a_broken_page_costs_no_other(caplog: pytest.LogCaptureFixture) -> None:
    data = make_pdf(pdf_lines([FIRST]), pdf_lines([SECOND])).replace(b"7 0 obj\n<< /Type /Page ", b"7 0 obj\n<< /Type /Pale ")
    assert record("a.pdf", data).text == FIRST
    assert "a.pdf: 1 of 2 pages" in caplog.text


def test_a_fault_half_way_keeps_what_was_read_before(monkeypatch: pytest.MonkeyPatch) -> None:
    def halfway(source: Source):  # type: ignore[no-untyped-def]
        yield Record("text", b"")
        raise KeyError("inner")

    monkeypatch.setattr(readers, "READERS", (Reader("fake", lambda source: True, halfway),))
    first, second = read("a.bin", b"x")
    assert isinstance(first, Record)
    assert isinstance(second, Refusal)
    assert "parser failed (KeyError" in second.reason


def test_unknown_binaries_and_empty_files_are_refused() -> None:
    assert "PNG image" in reason("a.pdf", b"\x89PNG\r\n\x1a\n\x00\x00")
    assert "binary" in reason("a.docx", bytes(range(256)) * 10)


@pytest.mark.parametrize(
    ("data", "root"),
    [
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- c --><!DOCTYPE rss [<!ENTITY a 'b'>]>\n<rss>", "rss"),
        ("<?xml version='1.0'?><feed>".encode("utf-16"), "feed"),
        (b"<rdf:RDF xmlns='x'>", "rdf:rdf"),
        (b"text <rss>", ""),
        (b"<" * 50_000, ""),
        (b"<!--" * 30_000, ""),
    ],
)
def test_root_element(data: bytes, root: str) -> None:
    assert Source("a", data).xml_root == root


def test_every_prefix_of_every_document_is_a_record_or_a_sentence() -> None:
    for make in (*DOCUMENTS.values(), make_eml, make_rss):
        data = make()
        for end in range(0, len(data), max(1, len(data) // 12)):
            for item in read("a.bin", data[:end]):
                assert isinstance(item, Record) or ("parser failed" not in item.reason and "\n" not in item.reason), item
