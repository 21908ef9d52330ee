from __future__ import annotations

import time

import docx
import pytest
from documents import (
    AUTHOR,
    DOCUMENTS,
    FIRST,
    SECOND,
    TITLE,
    article_pdf,
    make_docx,
    make_odt,
    make_pdf,
    make_rss,
    make_rtf,
    pdf_lines,
    reason,
    record,
    rezipped,
    saved,
)

from helpers.articles.readers.zipped import check_sizes


@pytest.mark.parametrize("suffix", ["", ".txt", ".zip", ".html", ".csv"])
@pytest.mark.parametrize("kind", DOCUMENTS)
def test_documents_are_read_by_what_they_are(kind: str, suffix: str) -> None:
    found = record(f"a{suffix or '.' + kind}", DOCUMENTS[kind]())
    assert found.text.split("\n\n") == [TITLE, FIRST, SECOND]
    assert (found.title, found.author) == (TITLE, AUTHOR)
    assert (found.published or "")[:10] == "2024-03-12"
    assert found.published_inferred
    assert (found.row, found.path) == (None, f"a{suffix or '.' + kind}")


def test_pages_with_the_ending_of_a_document_are_read_as_pages() -> None:
    page = f"<html><head><title>{TITLE}</title></head><body><p>{FIRST}</p><p>{SECOND}</p></body></html>".encode()
    assert record("a.doc", page).text.splitlines() == [FIRST, SECOND]


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_what_the_text_says_goes_before_the_properties_of_the_file(kind: str) -> None:
    head = ["By Jan Doe", "Published: 3 January 2024"]
    make = {"docx": make_docx, "odt": make_odt, "rtf": make_rtf}
    lines = [(60, 760, 20, TITLE), *pdf_lines([*head, FIRST])]
    pdf = make_pdf(lines, info="/Author (Someone) /CreationDate (D:20240312)")
    found = record("a", make[kind](paragraphs=[*head, FIRST]) if kind in make else pdf)
    assert (found.author, found.published) == (None, None)


@pytest.mark.parametrize("title", ["Microsoft Word - guns.docx", "untitled", "guns_final.pdf", "12"])
def test_titles_that_programs_write_are_none(title: str) -> None:
    found = record("a.pdf", make_pdf(pdf_lines([FIRST, SECOND]), info=f"/Title ({title}) /Author (admin)"))
    assert (found.title, found.author) == (None, None)


# PDF


def test_pdf_lines_become_paragraphs_across_columns_and_pages() -> None:
    third, fourth = FIRST.replace("Tuesday", "Friday"), SECOND.replace("governor", "mayor")
    left = pdf_lines([FIRST, SECOND, third], x=40, width=40)
    *kept, open_line = left
    right = [(310, 700, 10, open_line[3]), *pdf_lines([fourth], x=310, y=682, width=40)]
    assert record("a.pdf", make_pdf([*kept, *right])).text.split("\n\n") == [FIRST, SECOND, third, fourth]
    assert record("a.pdf", make_pdf(kept, right)).text.split("\n\n") == [FIRST, SECOND, third, fourth]


def test_pdf_indented_paragraphs_without_gaps() -> None:
    first, second = pdf_lines([FIRST]), pdf_lines([SECOND])
    ys = [700 - 12 * i for i in range(len(first) + len(second))]
    lines = [
        (60 if i not in (0, len(first)) else 75, y, 10, text)
        for i, (y, (*_, text)) in enumerate(zip(ys, first + second, strict=True))
    ]
    assert record("a.pdf", make_pdf(lines)).text.split("\n\n") == [FIRST, SECOND]


def test_pdf_running_heads_and_page_numbers_go() -> None:
    names = ("Ann", "Jan", "Eve", "Tom")
    pages = [
        [
            (60, 800, 8, f"Lantern Post No {i}"),
            *pdf_lines([f"{name} said this: {FIRST}", "It rained.", f"{SECOND[:-1]}, {name} said."]),
            (300, 30, 8, f"Page {i} of 4"),
        ]
        for i, name in enumerate(names, start=1)
    ]
    found = record("a.pdf", make_pdf(*pages)).text
    expected = [[f"{name} said this: {FIRST}", "It rained.", f"{SECOND[:-1]}, {name} said."] for name in names]
    assert found.split("\n\n") == [paragraph for page in expected for paragraph in page]


def test_pdf_as_a_browser_prints_it_gives_its_address() -> None:
    page = [(20, 830, 8, "3/12/24, 10:00 AM   Guns - Lantern Post"), *pdf_lines([FIRST, SECOND])]
    found = record("a.pdf", make_pdf([*page, (20, 10, 8, "https://lantern.example/guns   1/1")]))
    assert found.url == "https://lantern.example/guns"
    assert found.text.split("\n\n") == [FIRST, SECOND]


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        ("The negotia-", "tions went on.", "The negotiations went on."),
        ("Two F-", "16 jets left.", "Two F-16 jets left."),
        ("A long-", "range gun.", "A long-range gun."),
        ("The Franco-", "German plan.", "The Franco-German plan."),
        ("It is cease-fire day: a cease-", "fire holds.", "It is cease-fire day: a cease-fire holds."),
    ],
)
def test_pdf_parted_words_are_mended(above: str, below: str, whole: str) -> None:
    lines = [(60, 700, 10, above), (60, 688, 10, below)]
    assert record("a.pdf", make_pdf([*lines, (60, 600, 10, FIRST)])).text.split("\n\n")[0] == whole


def test_pdf_control_characters_are_no_text() -> None:
    assert "\x00" not in record("a.pdf", make_pdf([(60, 700, 10, r"Guns\000\001 came to the river base at night.")])).text


ENCRYPTED = (
    f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -64 /O <{'5a' * 32}> /U <{'a5' * 32}> >> /ID [<{'00' * 16}> <{'00' * 16}>]"
)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (make_pdf([]), "no text layer"),
        (make_pdf(pdf_lines([FIRST]), trailer=ENCRYPTED), "encrypted"),
        (b"%PDF-1.4\nrubbish", "broken or cut short"),
        (article_pdf()[:300], "broken or cut short"),
    ],
)
def test_pdf_without_a_text_is_refused(data: bytes, words: str) -> None:
    assert words in reason("a.pdf", data)


# DOCX, ODT, RTF


def test_docx_reads_tables_boxes_and_insertions_and_leaves_deletions() -> None:
    document = docx.Document()
    document.add_paragraph(FIRST)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Tanks", "12"
    layout = document.add_table(rows=1, cols=1)
    layout.cell(0, 0).text = SECOND
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    run = "<w:r><w:t>{}</w:t></w:r>"
    box = f"<w:r><w:pict><w:txbxContent><w:p>{run.format('A box.')}</w:p></w:txbxContent></w:pict></w:r>"
    gone = "<w:del><w:r><w:delText>Gone.</w:delText></w:r></w:del>"
    new = f"<w:ins>{run.format('New, ')}</w:ins>{run.format('with a')}<w:r><w:noBreakHyphen/><w:t>line.</w:t></w:r>"
    for xml in (
        f"<w:p {w}>{new}{gone}{box}</w:p>",
        f"<w:sdt {w}><w:sdtContent><w:p>{run.format('Held.')}</w:p></w:sdtContent></w:sdt>",
    ):
        document.element.body.insert(-1, docx.oxml.parse_xml(xml))
    expected = [FIRST, "Tanks | 12", SECOND, "New, with a-line.", "A box.", "Held."]
    assert record("a.docx", saved(document)).text.split("\n\n") == expected


def test_docx_template_says_nothing() -> None:
    document = docx.Document()
    document.add_paragraph(FIRST)
    found = record("a.docx", saved(document))
    assert (found.title, found.author, found.published) == (None, None, None)


def test_docx_with_broken_properties_is_read() -> None:
    found = record("a.docx", rezipped(make_docx(), docProps__core_xml=b"<core/>"))
    assert (found.title, found.author) == (TITLE, None)
    assert FIRST in found.text


def test_odt_reads_spaces_tables_and_boxes_and_leaves_notes() -> None:
    uri = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
    names = {"office": "office", "text": "text", "table": "table", "draw": "drawing"}
    spaces = " ".join(f'xmlns:{name}="{uri.format(space)}"' for name, space in names.items())
    body = (
        '<text:h text:outline-level="1">Guns</text:h><text:p>Two<text:s text:c="999999999"/>guns<text:note>note</text:note> came.'
        "<draw:frame><draw:text-box><text:p>A box.</text:p></draw:text-box></draw:frame></text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>Tanks</text:p></table:table-cell>"
        '<table:table-cell table:number-columns-repeated="999999999"><text:p>12</text:p></table:table-cell>'
        "</table:table-row></table:table>"
    )
    flat = f"<office:document {spaces}><office:body><office:text>{body}</office:text></office:body></office:document>"
    found = record("a.fodt", flat.encode())
    assert found.text.split("\n\n") == ["Guns", "Two guns came.", "A box.", "Tanks | 12"]
    assert found.title == "Guns"
    assert record("a.odt", rezipped(make_odt(), content_xml=flat.encode())).text == found.text


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (rb"{\rtf1\ansi\ansicpg1251 \'ca\'e8\'e5\'e2 said so.}", "Киев said so."),
        (rb"{\rtf1\ansi\ansicpg1251 " + "Киев".encode("cp1251") + b" said so.}", "Киев said so."),
        (rb"{\rtf1\ansi " + "Київ".encode() + b" said so.}", "Київ said so."),
        (rb"{\rtf1\ansi\uc1 \u8217?s \u-10179?\u-8704? end.}", "’s 😀 end."),
        (rb"{\rtf1 Guns{\pict\pngblip 89504e47} came.}", "Guns came."),
        (rb"{\rtf1\trowd A\cell B\cell\row\pard After.\par}", "A | B\n\nAfter."),
        (rb"{\rtf1{\*\generator x;}Body{\*\unknown gone} text.\par}", "Body text."),
    ],
)
def test_rtf_text(code: bytes, text: str) -> None:
    assert record("a.rtf", code).text == text


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_broken_office_documents_are_refused_in_a_sentence(kind: str) -> None:
    data = DOCUMENTS[kind]()
    assert "broken or cut short" in reason(f"a.{kind}", data[: len(data) // 2])
    part = {"docx": "word__document_xml", "odt": "content_xml"}[kind]
    assert "it is broken" in reason(f"a.{kind}", rezipped(data, **{part: b"<broken"}))
    assert reason(f"a.{kind}", {"docx": make_docx, "odt": make_odt}[kind](title="", paragraphs=[" "])).startswith(
        "it holds no text"
    )


def test_rtf_without_text_is_refused() -> None:
    assert reason("a.rtf", rb"{\rtf1\ansi }").startswith("it holds no text")


def test_encrypted_office_documents_are_refused() -> None:
    assert "encrypted" in reason("a.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"))
    manifest = b'<manifest><file-entry full-path="content.xml"><encryption-data/></file-entry></manifest>'
    assert "encrypted" in reason("a.odt", rezipped(make_odt(), **{"META-INF__manifest_xml": manifest}))
    assert "old office document" in reason("a.doc", b"\xd0\xcf\x11\xe0" + b"\x00" * 500)


LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
BOMB = f'<!DOCTYPE d [<!ENTITY l0 "ha">{LAUGHS}]>'


def test_entities_are_not_expanded() -> None:
    started = time.monotonic()
    xml = f'<?xml version="1.0"?>{BOMB}<d>&l11;</d>'.encode()
    for name, data in {
        "a.docx": rezipped(make_docx(), word__document_xml=xml),
        "b.docx": rezipped(make_docx(), word__document_xml=xml.decode().encode("utf-16")),
        "a.odt": rezipped(make_odt(), content_xml=xml),
        "a.xml": make_rss(items="<item><title>&l11;</title></item>", prolog=BOMB),
        "a.rss": make_rss(items="<item><title>&l11;</title></item>", prolog=BOMB),
    }.items():
        assert "entities" in reason(name, data)
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_zip_bombs_are_not_unpacked(kind: str) -> None:
    bomb = rezipped(DOCUMENTS[kind](), big_xml=b"\x00" * 30_000_000)
    assert len(bomb) < 100_000
    assert "bomb" in reason(f"a.{kind}", bomb)


def test_sizes_at_the_limits() -> None:
    check_sizes([10_000_000], 1)
    check_sizes([20_000_000], 100_000)
    for sizes in ([20_000_001], [1] * 200_001, [600_000_000, 600_000_000]):
        with pytest.raises(ValueError, match=r"over the limit|unpack to"):
            check_sizes(sizes, 100_000)
