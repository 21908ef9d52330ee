"""Exports of news databases. All articles are invented; only the shape of the files is that of the exports.

The shapes were taken from: LexisNexisTools (R, J. Gruber: its parsers and its sample.TXT) and newspapers (R, K. Watanabe: its
samples and parsers) for Nexis Uni, LexisNexis and Factiva; tm.plugin.factiva (R, M. Bouchet-Valat: its test page) and
factiva_parser (C. Hennesy) for Factiva, Factiva-RTF-output-to-XML (F. Bailo) for its RTF without codes; pq_parser (C. Hennesy and
D. Naughton) for ProQuest.
"""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import docx
import pytest

from helpers.articles import read_articles
from helpers.articles.readers import choose_reader, read_source
from helpers.articles.records import Record, Refusal, Source

ONE = ["OSTROVA, Velia -- The coast guard chief, Orin Maskell, said two patrol boats had been hit.", "He named no culprit."]
TWO = ["Lena Brack, who leads the works council, called the order of forty tractors a lifeline.", "Work starts in May."]


def outcomes(name: str, data: bytes | str) -> list[Record | Refusal]:
    return list(read_source(Source(name, data if isinstance(data, bytes) else data.encode())))


def records(name: str, data: bytes | str) -> list[Record]:
    found = outcomes(name, data)
    assert all(isinstance(item, Record) for item in found), found
    return [item for item in found if isinstance(item, Record)]


def reader_of(name: str, data: bytes | str) -> str:
    reader = choose_reader(Source(name, data if isinstance(data, bytes) else data.encode()))
    assert reader is not None
    return reader.name


# Nexis Uni

NEXIS_LINES = [
    *("User Name: A. Reader", "Date and Time: Wednesday, June 19, 2024 7:08:00 PM CEST", "Job Number: 1234567", "Documents (2)"),
    *("1. Patrol boats hit off Ostrova", "Client/Matter: -None-", "Search Terms: patrol boats", "Search Type: Natural Language"),
    *("2. Factory wins tractor order", "Client/Matter: -None-", "Search Terms: patrol boats"),
    *("Patrol boats hit off Ostrova", "The Lantern Post (Ostrova)", "March 12, 2024 Tuesday", "Final Edition"),
    *(
        "Copyright 2024 Lantern Media All Rights Reserved",
        "Section: NEWS; Pg. 3",
        "Length:\u00a0355 words",
        "Byline:\u00a0Ann Roe",
    ),
    *("Highlight: Two boats, no culprit", "Body", *ONE, "Graphic", "A boat in the harbour", "Load-Date: March 13, 2024"),
    "End of Document",
    *("Factory wins tractor order", "Velian Courier", "March 14, 2024 Thursday 4:04 PM GMT", "Copyright 2024 Courier Ltd"),
    *("Length: 90 words", "Byline: Bo Doe", "Body", *TWO, "Classification", "Language:\u00a0ENGLISH; ENGLISH"),
    *("Publication-Type: Newspaper", "Subject: FACTORIES (90%)", "Load-Date: March 15, 2024", "End of Document"),
]


def word(lines: list[str]) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def rtf(lines: list[str]) -> bytes:
    body = "".join(line.replace("\u00a0", "\\~") + "\\par\n" for line in lines)
    return ("{\\rtf1\\ansi\\ansicpg1252\\deff0 {\\fonttbl{\\f0 Arial;}}\n" + body + "}").encode("cp1252")


@pytest.mark.parametrize(("name", "data"), [("export.docx", word(NEXIS_LINES)), ("export.RTF", rtf(NEXIS_LINES))])
def test_nexis_uni_gives_a_row_an_article(name: str, data: bytes) -> None:
    assert "Nexis Uni" in reader_of("files.bin", data)
    one, two = records(name, data)
    assert (one.row, one.title, one.outlet) == (1, "Patrol boats hit off Ostrova", "The Lantern Post (Ostrova)")
    assert (one.published, one.author, one.text) == ("2024-03-12", "Ann Roe", "\n\n".join(ONE))
    assert (two.row, two.title, two.outlet, two.published) == (2, "Factory wins tractor order", "Velian Courier", "2024-03-14")
    assert (two.author, two.language, two.text) == ("Bo Doe", "en", "\n\n".join(TWO))


def test_a_word_document_that_is_no_export_is_none() -> None:
    assert "Nexis" not in reader_of("a.docx", word(["End of an era", *ONE]))


def test_an_article_of_nexis_uni_without_a_text_is_refused_alone() -> None:
    lines = [line for line in NEXIS_LINES if line not in TWO]
    good, bad = outcomes("export.docx", word(lines))
    assert isinstance(good, Record)
    assert isinstance(bad, Refusal)
    assert (bad.row, "full text" in bad.reason) == (2, True)


# LexisNexis, as it was

LEXIS = f"""

Download Request: All Documents
Time Of Request: Friday, March 15, 2024  16:51:31


                               1 of 2 DOCUMENTS



                                  Lantern Post

                             March 12, 2024 Tuesday
                                 Final Edition

Patrol boats hit off Ostrova, and no
culprit is named

BYLINE: Ann Roe

SECTION: NEWS; Pg. 3

LENGTH: 355 words

{ONE[0][:40].strip()}
{ONE[0][40:].strip()}

{ONE[1]}

LOAD-DATE: March 13, 2024

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper


                       Copyright 2024 Lantern Media
                              All Rights Reserved

                               2 of 2 DOCUMENTS



                                 Velian Courier

                            March 14, 2024 Thursday

Factory wins tractor order

LENGTH: 90 words

{TWO[0]}

{TWO[1]}

LANGUAGE: GERMAN

                       Copyright 2024 Courier Ltd
"""


def test_lexisnexis_text_gives_a_row_an_article() -> None:
    one, two = records("old.txt", LEXIS)
    assert (one.title, one.outlet) == ("Patrol boats hit off Ostrova, and no culprit is named", "Lantern Post")
    assert (one.published, one.author, one.language) == ("2024-03-12", "Ann Roe", "en")
    assert one.text.split("\n\n")[1] == ONE[1]
    assert "".join(one.text.split("\n\n")[0].split()) == "".join(ONE[0].split())
    assert (two.title, two.outlet, two.author, two.language) == ("Factory wins tractor order", "Velian Courier", None, "de")
    assert two.text == "\n\n".join(TWO)


def test_lexisnexis_with_the_copyright_above_and_marks_for_headline_and_body() -> None:
    export = f"""
                               7 of 7 DOCUMENTS

                         Copyright 1999 Lantern Media

                                  Lantern Post

                            January 11, 1999, Monday

SECTION: NEWS; Pg. 3

LENGTH: 30 words

HEADLINE: Patrol boats hit

BODY:
{ONE[0]}

{ONE[1]}

LOAD-DATE: January 12, 1999
"""
    (found,) = records("old.txt", export)
    assert (found.title, found.outlet, found.published) == ("Patrol boats hit", "Lantern Post", "1999-01-11")
    assert found.text == "\n\n".join(ONE)


def test_lexisnexis_in_german() -> None:
    export = f"""
                               1 of 1 DOCUMENTS

                                 Laternenpost

                    27. Februar 2012 Montag 9:50 PM GMT+1

Boote vor Ostrova getroffen

AUTOR: Ann Roe

LÄNGE: 30 Wörter

{ONE[0]}

UPDATE: a third boat was hit in the night.

{ONE[1]}

UPDATE: 28. Februar 2012

SPRACHE: GERMAN; DEUTSCH
"""
    (found,) = records("old.txt", export)
    assert (found.title, found.outlet, found.published) == ("Boote vor Ostrova getroffen", "Laternenpost", "2012-02-27")
    assert (found.author, found.language) == ("Ann Roe", "de")
    assert found.text.split("\n\n") == [ONE[0], "UPDATE: a third boat was hit in the night.", ONE[1]]


def test_lexisnexis_page_gives_a_row_an_article() -> None:
    def article(number: int, outlet: str, day: str, title: str, body: list[str]) -> str:
        paragraphs = "".join(f'<p class="c8"><span class="c2">{part}</span></p>' for part in body)
        lines = [f"{number} of 2 DOCUMENTS", outlet, day, title, "BYLINE: Ann Roe", "LENGTH: 30 words"]
        head = "".join(f'<div class="c0"><p class="c1"><span class="c2">{line}</span></p></div>\n' for line in lines)
        foot = '<div class="c0"><p class="c5"><span class="c7">LOAD-DATE: </span><span>March 13, 2024</span></p></div>'
        return f'<a name="DOC_ID_0_{number}"></a>{head}<div class="c5">{paragraphs}</div>{foot}<br>'

    parts = [("Lantern Post", "March 12, 2024 Tuesday", "Patrol boats hit", ONE), ("Courier", "March 14, 2024", "Tractors", TWO)]
    page = (
        "<html><head><style>.c0 {}</style></head><body>"
        + "".join(article(n, *p) for n, p in enumerate(parts, 1))
        + "</body></html>"
    )
    assert reader_of("old.txt", page) == "LexisNexis (HTML)"
    one, two = records("old.html", page)
    assert (one.title, one.outlet, one.published, one.author) == ("Patrol boats hit", "Lantern Post", "2024-03-12", "Ann Roe")
    assert (one.text, two.text, two.title) == ("\n\n".join(ONE), "\n\n".join(TWO), "Tractors")


# Factiva

NUMBERS = ("LANTPO0020240312ek3c0001r", "VELCOU0020240314ek3e0002q")


def factiva_fields(number: int) -> list[tuple[str, list[str]]]:
    one = [("SE", ["News"]), ("HD", ["Patrol boats hit off Ostrova"]), ("BY", ["Ann Roe"]), ("WC", ["355 words"])]
    one += [("PD", ["12 March 2024"]), ("ET", ["15:32"]), ("SN", ["The Lantern Post"]), ("SC", ["LANTPO"]), ("LA", ["English"])]
    one += [("CY", ["(c) 2024 Lantern Media"]), ("LP", ONE[:1]), ("TD", ONE[1:]), ("NS", ["gdef : Defence | gcat : General"])]
    two = [("HD", ["Factory wins tractor order"]), ("WC", ["90 words"]), ("PD", ["14 March 2024"]), ("SN", ["Velian Courier"])]
    two += [("LA", ["English"]), ("LP", TWO), ("RE", ["vel : Velia"])]
    return [*(one, two)[number], ("AN", [f"Document {NUMBERS[number]}"])]


def factiva_page() -> str:
    def cell(code: str, parts: list[str]) -> str:
        return (
            "".join(f'<p class="articleParagraph enarticleParagraph">{p}</p>' for p in parts)
            if code in ("LP", "TD")
            else parts[0]
        )

    def article(number: int) -> str:
        rows = (f'<tr><td class="index"><b>{c}</b>&nbsp;</td><td>{cell(c, p)}</td></tr>' for c, p in factiva_fields(number))
        return f'<span></span><div class="article enArticle"><table>{"".join(rows)}</table><br/></div>'

    return (
        f"<html><head><title>Factiva</title></head><body><h1>Factiva</h1>{article(0)}{article(1)}<p>(c) Factiva</p></body></html>"
    )


def factiva_rtf(*, in_cells: bool) -> bytes:
    lines = [line for number in (0, 1) for code, parts in factiva_fields(number) for line in coded(code, parts, in_cells)]
    return ("{\\rtf1\\ansi\\ansicpg1252 {\\fonttbl{\\f0 Arial;}}\n" + "\n".join(lines) + "}").encode("cp1252")


def coded(code: str, parts: list[str], in_cells: bool) -> list[str]:
    text = "\\par ".join(parts)
    return [f"\\trowd {{\\b {code}}}\\cell {text}\\cell\\row"] if in_cells else [f"{{\\b {code}}}   {text}\\par"]


@pytest.mark.parametrize(
    ("name", "data"),
    [("f.html", factiva_page()), ("f.rtf", factiva_rtf(in_cells=True)), ("f.rtf", factiva_rtf(in_cells=False))],
    ids=["html", "rtf in cells", "rtf in lines"],
)
def test_factiva_gives_a_row_an_article(name: str, data: bytes | str) -> None:
    assert "Factiva" in reader_of("file.bin", data)
    one, two = records(name, data)
    assert (one.row, one.title, one.author) == (1, "Patrol boats hit off Ostrova", "Ann Roe")
    assert (one.published, one.outlet, one.language) == ("12 March 2024", "The Lantern Post", "en")
    assert one.text == "\n\n".join(ONE)
    assert (two.row, two.title, two.outlet, two.author) == (2, "Factory wins tractor order", "Velian Courier", None)
    assert two.text == "\n\n".join(TWO)


def test_factiva_pages_without_codes() -> None:
    def article(title: str, lines: list[str], body: list[str], number: str) -> str:
        divs = "".join(f"<div>{line}</div>" for line in lines)
        text = "".join(f'<p class="articleParagraph enarticleParagraph">{p}</p>' for p in body)
        head = f'<div id="hd"><span class="enHeadline">{title}</span></div><div class="author">Ann Roe</div>'
        return f'<div class="article enArticle">{head}{divs}{text}<p>Document {number}</p></div>'

    one_lines = ["355 words", "12 March 2024", "15:32", "The Lantern Post", "LANTPO", "English", "(c) 2024 Lantern Media"]
    two_lines = ["90 words", "14 March 2024", "Velian Courier", "VELCOU", "English", "Copyright 2024"]
    page = article("Patrol boats hit", one_lines, ONE, NUMBERS[0]) + article("Tractors", two_lines, TWO, NUMBERS[1])
    one, two = records("f.html", f"<html><body>{page}</body></html>")
    assert (one.title, one.author, one.published) == ("Patrol boats hit", "Ann Roe", "12 March 2024")
    assert (one.outlet, one.text) == ("The Lantern Post", "\n\n".join(ONE))
    assert (two.outlet, two.text) == ("Velian Courier", "\n\n".join(TWO))


@pytest.mark.parametrize("byline", ["By Ann Roe", "Ann Roe"])
def test_factiva_rtf_without_codes(byline: str) -> None:
    lines = [
        "World News",
        "Patrol boats hit off Ostrova",
        byline,
        "355 words",
        "12 March 2024",
        "15:32",
        "The Lantern Post",
        "LANTPO",
        "English",
    ]
    lines += [
        "(c) 2024 Lantern Media. All rights reserved.",
        *ONE,
        f"Document {NUMBERS[0]}",
        "Tractors",
        "90 words",
        "14 March 2024",
    ]
    lines += [
        "Velian Courier",
        "VELCOU",
        "English",
        "Copyright 2024 Courier",
        *TWO,
        f"Document {NUMBERS[1]}",
        "Search Summary",
        "Factiva",
    ]
    one, two = records("f.rtf", rtf(lines))
    assert (one.title, one.author, one.published) == ("Patrol boats hit off Ostrova", "Ann Roe", "12 March 2024")
    assert (one.outlet, one.text) == ("The Lantern Post", "\n\n".join(ONE))
    assert (two.title, two.outlet, two.text) == ("Tractors", "Velian Courier", "\n\n".join(TWO))


# ProQuest

RULE = "_" * 60
IN_TEXT = "Location: the north quay, where both boats lay."


def proquest(newline: str = "\n") -> str:
    one = ["Patrol boats hit off Ostrova", "Author: Roe, Ann; Doe, Bo", "ProQuest document link", "Abstract: Boats were hit."]
    one += [
        "Links: https://proquest.example/1",
        "Full text: " + "\n".join([ONE[0], IN_TEXT, ONE[1]]),
        "Subject: Coast guards; Boats",
        "Location: Velia",
    ]
    one += ["Title: Patrol boats hit off Ostrova", "Publication title: Lantern Post; Ostrova", "Publication year: 2024"]
    one += ["Publication date: Mar 12, 2024", "Section: News", "Publisher: Lantern Media", "Language of publication: English"]
    one += ["ProQuest document ID: 1234567", "Document URL: https://proquest.example/docview/1", "Database: Newsstream"]
    two = ["Factory wins tractor order", "Full text: Not available.", "Title: Factory wins tractor order"]
    two += ["Publication title: Velian Courier", "Publication date: Mar 14, 2024", "Database: Newsstream"]
    three = [
        "Factory wins tractor order",
        "Full Text: " + "\n\n".join(TWO),
        "Title: Tractors",
        "Publication title: Velian Courier",
    ]
    three += ["Publication date: March 14, 2024", "Database: Newsstream"]
    parts = ["\n\n".join(part) for part in (one, two, three)]
    text = "\n\n".join(
        ["", *(f"{RULE}\n\n{part}" for part in parts), RULE, "Contact us at: https://support.example", "Copyright 2024 ProQuest"]
    )
    return text.replace("\n", newline)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_proquest_gives_a_row_an_article(newline: str) -> None:
    one, without, three = outcomes("ProQuestDocuments.txt", proquest(newline))
    assert isinstance(one, Record)
    assert isinstance(three, Record)
    assert (one.row, one.title, one.outlet) == (1, "Patrol boats hit off Ostrova", "Lantern Post; Ostrova")
    assert (one.published, one.author, one.language) == ("Mar 12, 2024", "Ann Roe, Bo Doe", "en")
    assert (one.url, one.text) == ("https://proquest.example/docview/1", "\n\n".join([ONE[0], IN_TEXT, ONE[1]]))
    assert (three.row, three.title, three.text) == (3, "Tractors", "\n\n".join(TWO))
    assert isinstance(without, Refusal)
    assert (without.row, "no full text" in without.reason) == (2, True)


def test_a_text_with_a_line_of_underscores_is_no_export() -> None:
    assert reader_of("a.txt", f"Patrol boats hit\n\n{RULE}\n\n" + "\n\n".join(ONE)) == "plain text"
    assert reader_of("a.txt", "He read 3 of 10 documents\n\n" + "\n\n".join(ONE)) == "plain text"


def test_exports_become_articles_with_stated_dates(tmp_path: Path) -> None:
    files = {
        "n.docx": word(NEXIS_LINES),
        "l.txt": LEXIS.encode(),
        "f.html": factiva_page().encode(),
        "p.txt": proquest().encode(),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    reading = read_articles(tmp_path, today=datetime.date(2025, 1, 1), progress=False)
    articles = reading.articles.sort_values(["path", "row"])
    assert list(articles.path + " " + articles.row.astype(str)) == [
        *("f.html 1", "f.html 2", "l.txt 1", "l.txt 2", "n.docx 1", "n.docx 2", "p.txt 1", "p.txt 3"),
    ]
    assert set(articles.published.dt.strftime("%d")) == {"12", "14"}
    assert set(articles.published_quality) == {"stated"}
    assert list(reading.rejected.row) == [2]
