"""Valid small files of every format, each made in code from one invented report: what the fuzz runs start from."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from functools import cache
from html import escape
from typing import NamedTuple

from fuzz_exports import FACTIVA, FACTIVA_PLAIN, FIRST, LEXIS, NEXIS, PROQUEST, SECOND, THIRD, TITLE, factiva_page, lexis_page


class Shape(NamedTuple):
    """A file's name, what is inside of it, and how that is packed into the file."""

    name: str
    core: bytes
    pack: Callable[[bytes], bytes] = bytes


def _zipped(**members: bytes) -> bytes:
    """Return a ZIP of members; `__` in a name stands for `/`, the last `_` for a dot."""
    return _zip({".".join(name.replace("__", "/").rsplit("_", 1)): content for name, content in members.items()})


def _zip(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _parts_of(name: str, data: bytes, *inner: str) -> list[Shape]:
    """Return a packed document as shapes: some of its parts, each to be packed with the others as they are, and the whole."""
    members = _members(data)
    return [*(Shape(name, members[part], _Replaced(members, part)) for part in inner), Shape(name, data)]


class _Replaced(NamedTuple):
    members: dict[str, bytes]
    part: str

    def __call__(self, content: bytes) -> bytes:
        return _zip({**self.members, self.part: content})


@cache
def _docx() -> bytes:
    import docx

    document = docx.Document()
    document.core_properties.title, document.core_properties.author = TITLE, "Ann Roe"
    document.add_heading(TITLE, level=0)
    for text in (FIRST, SECOND, THIRD):
        document.add_paragraph(text)
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(1, 1).text = "Ferry", SECOND
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@cache
def _bare_docx() -> dict[str, bytes]:
    """Return the parts of a document that has next to none: a tenth of the time to pack."""
    kept = ("[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/styles.xml", "word/document.xml")
    members = {name: content for name, content in _members(_docx()).items() if name in kept}
    space = b'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    members["_rels/.rels"] = (
        b"<Relationships %s><Relationship Id='r1' Type='%s/officeDocument' Target='word/document.xml'/></Relationships>"
        % (space, kind)
    )
    members["word/_rels/document.xml.rels"] = (
        b"<Relationships %s><Relationship Id='r1' Type='%s/styles' Target='styles.xml'/></Relationships>" % (space, kind)
    )
    return members


def _word_of_lines(core: bytes) -> bytes:
    """Return a document with a paragraph a line."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    lines = core.decode("utf-8", "replace").splitlines()
    allowed = ("".join(c for c in line if c >= " " and c not in "\ufffe\uffff") for line in lines)
    body = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in allowed)
    document = f"<w:document {space}><w:body>{body}</w:body></w:document>".encode("utf-8", "replace")
    return _zip({**_bare_docx(), "word/document.xml": document})


def _rtf_of_lines(core: bytes) -> bytes:
    """Return an RTF document with a paragraph a line; brackets and backslashes stay what they are to RTF."""
    text = core.decode("utf-8", "replace").replace("\n", "\\par\n")
    return ("{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}\n" + text + "}").encode("cp1252", "replace")


def _rtf() -> bytes:
    info = rf"{{\info{{\title {TITLE}}}{{\author Ann Roe}}{{\creatim\yr2024\mo3\dy12\hr10\min0}}}}"
    row = r"\trowd\cellx100 Ferry\cell \u1081?\'e9\cell\row "
    text = "\\par\n".join((TITLE, FIRST.encode("ascii", "ignore").decode(), row, r"{\field{\*\fldinst x}{\fldrslt here}}"))
    return rf"{{\rtf1\ansi\ansicpg1252\deff0{{\fonttbl{{\f0 Times;}}}}{info}\f0\uc1 {text}}}".encode("cp1252")


def _pdf_of_stream(content: bytes) -> bytes:
    """Return a PDF of two pages, both with `content`; its table of objects fits."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [5 0 R 6 0 R] /Count 2 >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Title ({TITLE}) /Author (Ann Roe) /CreationDate (D:20240312100000Z) >>".encode(),
        *[b"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /MediaBox [0 0 595 842] /Contents 7 0 R >>"] * 2,
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"xref\n0 8\n0000000000 65535 f \n%btrailer\n<< /Size 8 /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return out + end % (table, len(out))


def _pdf_stream() -> bytes:
    words = f"{TITLE} {FIRST} {SECOND}".encode("ascii", "ignore").decode().replace("(", "").replace(")", "").split()
    rows = [" ".join(words[place : place + 8]) for place in range(0, len(words), 8)]
    return "\n".join(
        f"BT /F1 {18 if n == 0 else 10} Tf 60 {760 - 12 * n} Td ({row}) Tj ET" for n, row in enumerate(rows)
    ).encode()


@cache
def _odt() -> bytes:
    from odf import dc, meta, opendocument, text

    document = opendocument.OpenDocumentText()
    document.meta.addElement(dc.Title(text=TITLE))
    document.meta.addElement(meta.CreationDate(text="2024-03-12T10:00:00"))
    for paragraph in (TITLE, FIRST, SECOND, THIRD):
        document.text.addElement(text.P(text=paragraph))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _flat_odt() -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table", "meta")
    )
    table = f"<table:table><table:table-row><table:table-cell><text:p>{SECOND}</text:p></table:table-cell></table:table-row>"
    body = f'<text:h text:outline-level="1">{TITLE}</text:h><text:p>{FIRST}<text:s text:c="3"/></text:p>{table}</table:table>'
    office = f"<office:body><office:text>{body}</office:text></office:body>"
    return f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces}>{office}</office:document>'.encode()


@cache
def _xlsx() -> bytes:
    import datetime

    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(["title", "text", "date", "n"])
    sheet.append([TITLE, f"{FIRST} {SECOND}", datetime.datetime(2024, 3, 12), 3])
    sheet.append([TITLE, f"{SECOND} {FIRST}", 45363, 0.5])
    book.create_sheet("other").append(["a", "b"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _parquet(codec: str, **options: object) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = {"title": [TITLE, None], "text": [f"{FIRST} {SECOND}", SECOND * 3], "date": ["2024-03-12", "x"], "tags": [["a"], []]}
    buffer = io.BytesIO()
    pq.write_table(pa.table(rows), buffer, compression=codec, **options)
    return buffer.getvalue()


HEAD = f"From: Ann Roe <ann@lantern.example>\nTo: desk@river.example\nSubject: {TITLE}\nDate: Tue, 12 Mar 2024 10:00:00 +0000\n"


def _mail(body: str, *, head: str = "", kind: str = "text/plain; charset=utf-8") -> bytes:
    return f"{HEAD}{head}MIME-Version: 1.0\nContent-Type: {kind}\n\n{body}\n".encode()


def _multipart() -> bytes:
    inner = _mail(f"{SECOND}\n\n{FIRST}").decode()
    parts = [
        f"Content-Type: text/plain; charset=utf-8; format=flowed\n\n{FIRST} \n{SECOND}\n",
        f"Content-Type: text/html; charset=utf-8\n\n<p>{FIRST}</p><p>{SECOND}</p>\n",
        f"Content-Type: message/rfc822\n\n{inner}\n",
        "Content-Type: application/pdf\nContent-Disposition: attachment; filename=a.pdf\n\nAAAA\n",
    ]
    return _mail("".join(f"--x\n{part}" for part in parts) + "--x--\n", kind="multipart/mixed; boundary=x")


def _base64_mail(core: bytes) -> bytes:
    return _mail(base64.encodebytes(core).decode(), head="Content-Transfer-Encoding: base64\n")


def _forwarded() -> bytes:
    marker = "---------- Forwarded message ---------"
    return _mail(
        f"FYI\n\n{marker}\nFrom: News <n@a.example>\nDate: Mon, 11 Mar 2024\nSubject: Guns\nTo: me\n\n{FIRST}\n\n{SECOND}"
    )


def _saved_page() -> bytes:
    head = "From: <Saved by Blink>\nSnapshot-Content-Location: https://lantern.example/guns\nSubject: Guns\n"
    part = f"--x\nContent-Type: text/html\nContent-Location: https://lantern.example/guns\n\n{page().decode()}\n--x--\n"
    return f'{head}MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="x"\n\n{part}'.encode()


def _mbox() -> bytes:
    line = b"From ann@lantern.example Tue Mar 12 10:00:00 2024\n"
    return b"".join(line + mail + b"\n\n" for mail in (_mail(FIRST), _mail(f"{SECOND}\n\n>From the coast."), _mail(" ")))


def page() -> bytes:
    """Return a web page with what pages state about themselves."""
    linked = json.dumps({"@type": "NewsArticle", "headline": TITLE, "datePublished": "2024-03-12", "author": {"name": "Ann Roe"}})
    meta = (
        '<meta property="article:published_time" content="2024-03-12T10:00:00Z"><meta property="og:site_name" content="Lantern">'
    )
    head = (
        f'<head><meta charset="utf-8"><title>{TITLE} | Lantern</title>{meta}<script type="application/ld+json">{linked}</script>'
    )
    body = f"<article><h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p><p>{FIRST} {SECOND}</p></article><footer>Share</footer>"
    return f'<!DOCTYPE html><html lang="en">{head}</head><body onload="x()"><nav>Home</nav>{body}</body></html>'.encode()


def _rss() -> bytes:
    item = (
        f"<item><title>{TITLE}</title><link>https://lantern.example/ice</link><dc:creator>Ann Roe</dc:creator>"
        f"<pubDate>Tue, 12 Mar 2024 10:00:00 +0000</pubDate><description>&lt;p&gt;Short.&lt;/p&gt;</description>"
        f"<content:encoded><![CDATA[<p>{FIRST}</p><p>{SECOND}</p>]]></content:encoded></item>"
    )
    spaces = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return f'<?xml version="1.0"?><rss version="2.0" {spaces}><channel><title>Lantern</title>{item * 2}</channel></rss>'.encode()


def _atom() -> bytes:
    entry = (
        f'<entry><title>{TITLE}</title><link href="https://a.example/1"/><id>1</id><updated>2024-03-12T10:00:00Z</updated>'
        f'<author><name>Ann Roe</name></author><content type="html">&lt;p&gt;{FIRST}&lt;/p&gt;</content></entry>'
    )
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Lantern</title>{entry}</feed>'
    return f'<?xml version="1.0" encoding="utf-8"?>{feed}'.encode()


@cache
def _warc() -> bytes:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=False)
    for number, (kind, data) in enumerate((("text/html; charset=utf-8", page()), ("text/plain", FIRST.encode()))):
        headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
        stated = {"WARC-Date": "2024-03-14T05:06:07Z", "WARC-Record-ID": f"<urn:uuid:{number}>"}
        url = f"https://quay.example/{number}"
        writer.write_record(
            writer.create_warc_record(url, "response", payload=io.BytesIO(data), http_headers=headers, warc_headers_dict=stated)
        )
    return buffer.getvalue()


def _packed_records(core: bytes) -> bytes:
    """Return a web archive with every record packed alone, as the format wants it."""
    first, *records = core.split(b"WARC/1.0\r\n")
    return (gzip.compress(first) if first else b"") + b"".join(gzip.compress(b"WARC/1.0\r\n" + record) for record in records)


def _tar(mode: str = "w") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in {"one.txt": text(), "in/two.html": page(), "three.json": _json()}.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def _xz(data: bytes) -> bytes:
    return lzma.compress(data, preset=0)


def text() -> bytes:
    """Return the report as plain text with all that the cleaning looks for."""
    head = ("Lantern Post", "Home | World | Politics", TITLE, "By Ann Roe", "Published: 12 March 2024, 10:00 GMT", "3 min read")
    tail = ("Read also: Guns reach the base", "Photo: Getty Images", THIRD, "Source: Velian News Agency", "© 2024 Lantern Post.")
    return "\n\n".join((*head, FIRST, SECOND, "- One item\n- Another item", *tail)).encode()


def _markdown() -> bytes:
    front = f'---\ntitle: "{TITLE}"\ndate: 2024-03-12\nauthor: [Ann Roe, Bo Doe]\nsource:\n  name: Lantern\nurl: https://a.example/1\n---\n'
    body = (
        f"# {TITLE}\n\n**NORDAL** {FIRST}\n\n> {SECOND}\n\n- *one* [two](https://b.example) ![three](c.png)\n\n```\ncode\n```\n"
    )
    return (front + body).encode()


def _json() -> bytes:
    one = {
        "title": TITLE,
        "text": FIRST,
        "published": "2024-03-12T10:00:00Z",
        "source": {"name": "Lantern"},
        "author": ["Ann Roe"],
    }
    return json.dumps(
        {"articles": [one, {"headline": TITLE, "body": f"<p>{SECOND}</p><p>{FIRST}</p>", "date": 1710237600}]}
    ).encode()


def _json_lines() -> bytes:
    rows = [{"id": n, "title": TITLE, "text": f"{FIRST} {n}", "date": "2024-03-12", "lang": "en"} for n in range(4)]
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def _table(mark: str) -> bytes:
    rows = [("title", "text", "date", "source"), *(((TITLE, f'"{FIRST}"', "2024-03-12", "Lantern"),) * 3)]
    return "\r\n".join(mark.join(row) for row in rows).encode()


def _bare_table() -> bytes:
    return "\n".join(f'https://a.example/{n},{TITLE},2024-03-1{n},"{FIRST}"' for n in range(5)).encode()


def shapes() -> dict[str, Callable[[], list[Shape]]]:
    """Return for every reader, by its name, what makes its valid files."""
    return {
        "Nexis Uni (DOCX)": lambda: [Shape("n.docx", NEXIS, _word_of_lines)],
        "Nexis Uni (RTF)": lambda: [Shape("n.rtf", NEXIS, _rtf_of_lines)],
        "Factiva (RTF)": lambda: [Shape("f.rtf", lines, _rtf_of_lines) for lines in (FACTIVA, FACTIVA_PLAIN)],
        "PDF": lambda: [Shape("a.pdf", _pdf_stream(), _pdf_of_stream), Shape("a.pdf", _pdf_of_stream(_pdf_stream()))],
        "DOCX": lambda: [
            Shape("a.docx", _bare_docx()["word/document.xml"], _Replaced(_bare_docx(), "word/document.xml")),
            *_parts_of("a.docx", _docx(), "docProps/core.xml", "word/styles.xml", "[Content_Types].xml", "_rels/.rels"),
        ],
        "ODT": lambda: [*_parts_of("a.odt", _odt(), "content.xml", "meta.xml"), Shape("a.fodt", _flat_odt())],
        "RTF": lambda: [Shape("a.rtf", _rtf())],
        "old office document": lambda: [
            Shape("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + TITLE.encode("utf-16-le"))
        ],
        "MBOX": lambda: [Shape("a.mbox", _mbox())],
        "EML or MHTML": lambda: [
            Shape("a.eml", _multipart()),
            Shape("a.eml", _forwarded()),
            Shape("a.eml", FIRST.encode(), _base64_mail),
            Shape("a.mhtml", _saved_page()),
        ],
        "RSS or Atom": lambda: [Shape("a.rss", _rss()), Shape("a.xml", _atom())],
        "XLSX": lambda: _parts_of("a.xlsx", _xlsx(), "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"),
        "Parquet": lambda: [
            Shape("a.parquet", _parquet("none")),
            Shape("a.parquet", _parquet("snappy", use_dictionary=False)),
            Shape("a.parquet", _parquet("zstd", data_page_version="2.0")),
        ],
        "WARC": lambda: [Shape("a.warc", _warc()), Shape("a.warc.gz", _warc(), _packed_records)],
        "TAR": lambda: [
            Shape("a.tar", _tar()),
            Shape("a.tar.gz", _tar(), gzip.compress),
            Shape("a.tar.bz2", _tar(), bz2.compress),
        ],
        "packed file": lambda: [
            Shape("a.txt.gz", text(), gzip.compress),
            Shape("a.html.bz2", page(), bz2.compress),
            Shape("a.json.xz", _json(), _xz),
        ],
        "ZIP": lambda: _parts_of(
            "a.zip", _zipped(one_txt=text(), in__two_html=page(), three_csv=_table(",")), "one.txt", "three.csv"
        ),
        "Factiva (HTML)": lambda: [Shape("f.html", factiva_page())],
        "LexisNexis (HTML)": lambda: [Shape("l.html", lexis_page())],
        "LexisNexis (TXT)": lambda: [Shape("l.txt", LEXIS)],
        "ProQuest (TXT)": lambda: [Shape("p.txt", PROQUEST)],
        "HTML": lambda: [Shape("a.html", page())],
        "JSON": lambda: [Shape("a.json", _json()), Shape("a.json", json.dumps({"title": TITLE, "text": SECOND}).encode())],
        "JSON lines": lambda: [Shape("a.jsonl", _json_lines())],
        "CSV or TSV": lambda: [
            *(Shape(name, _table(mark)) for name, mark in (("a.csv", ","), ("a.csv", ";"), ("a.tsv", "\t"))),
            Shape("a.csv", _bare_table()),
        ],
        "Markdown": lambda: [Shape("a.md", _markdown())],
        "plain text": lambda: [
            Shape("2024-03-12-ice.txt", text()),
            Shape("a.txt", "\n".join((TITLE, FIRST, SECOND, THIRD)).encode()),
        ],
    }
