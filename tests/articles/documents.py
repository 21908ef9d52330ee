"""Documents built in code, for the tests of their readers."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable, Sequence

import docx
import odf.meta
import odf.opendocument
import odf.text
from odf import dc, style

from helpers.articles.readers import read_source
from helpers.articles.records import Record, Refusal, Source

TITLE = "Guns reach the river base"
AUTHOR = "Ann Roe"
MADE = datetime.datetime(2024, 3, 12, 10, 0, tzinfo=datetime.UTC)
FIRST = "The ministry said on Tuesday that the launchers had arrived at the base, after two weeks on the road from the coast."
SECOND = "Nobody would say when the next ones are due, or from where, and the governor of the district did not come to the gate."


def make_docx(*, title: str = TITLE, paragraphs: Sequence[str] = (FIRST, SECOND)) -> bytes:
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = title, AUTHOR
    document.core_properties.created = MADE
    document.add_heading(title, level=0)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def make_odt(*, title: str = TITLE, paragraphs: Sequence[str] = (FIRST, SECOND)) -> bytes:
    document = odf.opendocument.OpenDocumentText()
    document.meta.addElement(dc.Title(text=title))
    document.meta.addElement(odf.meta.InitialCreator(text=AUTHOR))
    document.meta.addElement(odf.meta.CreationDate(text=MADE.strftime("%Y-%m-%dT%H:%M:%S")))
    named = style.Style(name="Title", family="paragraph")
    document.styles.addElement(named)
    document.text.addElement(odf.text.P(stylename=named, text=title))
    for paragraph in paragraphs:
        document.text.addElement(odf.text.P(text=paragraph))
    return saved(document)


def make_rtf(*, title: str = TITLE, paragraphs: Sequence[str] = (FIRST, SECOND)) -> bytes:
    info = rf"{{\info{{\title {title}}}{{\author {AUTHOR}}}{{\creatim\yr2024\mo3\dy12\hr10\min0}}}}"
    body = "\n".join(rf"{paragraph}\par" for paragraph in (title, *paragraphs))
    return rf"{{\rtf1\ansi\ansicpg1252\deff0{{\fonttbl{{\f0 Times;}}}}{info}\f0 {body}}}".encode("cp1252")


def make_pdf(*pages: Sequence[tuple[float, float, float, str]], info: str = "", trailer: str = "") -> bytes:
    """Return a PDF in Helvetica, a page for each list of lines (x, y from the bottom, size, text)."""
    n = len(pages)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{5 + 2 * i} 0 R' for i in range(n))}] /Count {n} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< {info} >>",
    ]
    for number, page in enumerate(pages):
        content = "\n".join(f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET" for x, y, size, text in page)
        resources = "/Resources << /Font << /F1 3 0 R >> >> /MediaBox [0 0 595 842]"
        objects.append(f"<< /Type /Page /Parent 2 0 R {resources} /Contents {6 + 2 * number} 0 R >>")
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R /Info 4 0 R {trailer} >>\n"
    return f"{out}{end}startxref\n{len(out)}\n%%EOF\n".encode("latin-1")


def pdf_lines(
    paragraphs: Sequence[str], *, x: float = 60, y: float = 700, size: float = 10, width: int = 60
) -> list[tuple[float, float, float, str]]:
    """Return paragraphs as lines of at most `width` characters, the paragraphs set apart by half a line."""
    lines = []
    for paragraph in paragraphs:
        line = ""
        for word in paragraph.split():
            if len(line) + len(word) >= width:
                lines.append((x, y, size, line))
                y, line = y - 12, ""
            line = f"{line} {word}".strip()
        lines.append((x, y, size, line))
        y -= 18
    return lines


def article_pdf() -> bytes:
    info = f"/Title ({TITLE}) /Author ({AUTHOR}) /CreationDate (D:20240312100000Z)"
    return make_pdf([(60, 760, 20, TITLE), *pdf_lines([FIRST, SECOND])], info=info)


def make_eml(body: str = f"{FIRST}\n\n{SECOND}\n", *, head: str = "", kind: str = "text/plain; charset=utf-8") -> bytes:
    stated = (
        f"From: {AUTHOR} <ann@lantern.example>\nTo: desk@river.example\nSubject: {TITLE}\nDate: Tue, 12 Mar 2024 10:00:00 +0000\n"
    )
    return f"{stated}{head}MIME-Version: 1.0\nContent-Type: {kind}\n\n{body}".encode()


def make_rss(*, items: str | None = None, prolog: str = "") -> bytes:
    item = (
        f"<item><title>{TITLE}</title><link>https://lantern.example/guns</link><dc:creator>{AUTHOR}</dc:creator>"
        f"<pubDate>Tue, 12 Mar 2024 10:00:00 +0000</pubDate><description>&lt;p&gt;Short.&lt;/p&gt;</description>"
        f"<content:encoded><![CDATA[<p>{FIRST}</p><script>steal()</script><p>{SECOND}</p>]]></content:encoded></item>"
    )
    spaces = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    channel = f"<channel><title>Lantern Post</title><language>en</language>{item if items is None else items}</channel>"
    return f'<?xml version="1.0"?>{prolog}<rss version="2.0" {spaces}>{channel}</rss>'.encode()


def rezipped(data: bytes, **changes: bytes) -> bytes:
    """Return a ZIP-based document with members replaced or added; `__` in a name stands for `/`, the last `_` for a dot."""
    buffer = io.BytesIO()
    named = {".".join(name.replace("__", "/").rsplit("_", 1)): content for name, content in changes.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member not in named:
                new.writestr(member, old.read(member))
        for name, content in named.items():
            new.writestr(name, content)
    return buffer.getvalue()


def read(name: str, data: bytes) -> list[Record | Refusal]:
    return list(read_source(Source(name, data)))


def record(name: str, data: bytes) -> Record:
    (only,) = read(name, data)
    assert isinstance(only, Record), only
    return only


def reason(name: str, data: bytes) -> str:
    (only,) = read(name, data)
    assert isinstance(only, Refusal), only
    assert "\n" not in only.reason
    return only.reason


DOCUMENTS: dict[str, Callable[[], bytes]] = {"pdf": article_pdf, "docx": make_docx, "odt": make_odt, "rtf": make_rtf}
