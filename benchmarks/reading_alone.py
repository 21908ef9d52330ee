"""What the parsing libraries make of a file by themselves: the other column of `reading.py`.

HTML, wherever it lies, goes to `trafilatura.bare_extraction` as it is, with its default settings and its own metadata. Of every
other format it is the plain text, and title and date where the library hands them over; of an export with many articles the text
of the whole file, as no library parts it.
"""

from __future__ import annotations

import email
import email.policy
import gzip
import io
import mailbox
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import docx
import feedparser
import lxml.etree
import lxml.html
import odf.opendocument
import odf.teletype
import pandas as pd
import pypdfium2
import trafilatura
from charset_normalizer import from_bytes
from striprtf.striprtf import rtf_to_text
from warcio.archiveiterator import ArchiveIterator


class Found(NamedTuple):
    """What was read of one article; `published` as it was found, in any form."""

    text: str
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    author: str | None = None
    agency: str | None = None
    language: str | None = None


def read_alone(name: str, data: bytes) -> list[Found]:
    """Return the articles of a file as the library that parses it gives them, one where it does not part them."""
    if data.startswith(b"PK") and name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [found for member in archive.namelist() for found in read_alone(member, archive.read(member))]
    return list(_READ[name.rpartition(".")[2]](data))


def _html(data: bytes) -> Iterator[Found]:
    found = trafilatura.bare_extraction(data, with_metadata=True)
    if found is None:
        yield Found("")
        return
    yield Found(found.text or "", found.title, found.date, found.sitename, found.author)


def _text(data: bytes) -> Iterator[Found]:
    yield Found(str(from_bytes(data).best()))


def _word(data: bytes) -> Iterator[Found]:
    document = docx.Document(io.BytesIO(data))
    stated = document.core_properties
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    yield Found(text, stated.title or None, str(stated.created or "") or None, None, stated.author or None)


def _odt(data: bytes) -> Iterator[Found]:
    document = odf.opendocument.load(io.BytesIO(data))
    stated = {node.qname[1]: odf.teletype.extractText(node) for node in document.meta.childNodes}
    yield Found(odf.teletype.extractText(document.text), stated.get("title"), stated.get("creation-date"))


def _flat_odt(data: bytes) -> Iterator[Found]:
    yield Found("\n".join(lxml.etree.fromstring(data).itertext()))


def _rtf(data: bytes) -> Iterator[Found]:
    yield Found(rtf_to_text(data.decode("cp1252", "replace")))


def _pdf(data: bytes) -> Iterator[Found]:
    document = pypdfium2.PdfDocument(data)
    stated = document.get_metadata_dict()
    text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    yield Found(text, stated.get("Title") or None, stated.get("CreationDate", "")[2:10] or None)


def _mail(message: Any) -> Found:
    body = message.get_body(("plain", "html"))
    return Found(body.get_content() if body else "", message["subject"], message["date"], None, message["from"])


def _eml(data: bytes) -> Iterator[Found]:
    yield _mail(email.message_from_bytes(data, policy=email.policy.default))


def _mbox(data: bytes) -> Iterator[Found]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "inbox.mbox"
        path.write_bytes(data)
        for message in mailbox.mbox(path):
            yield _mail(email.message_from_bytes(message.as_bytes(), policy=email.policy.default))


def _mhtml(data: bytes) -> Iterator[Found]:
    message = email.message_from_bytes(data)
    yield from _html(next(part.get_payload(decode=True) for part in message.walk() if part.get_content_type() == "text/html"))


def _feed(data: bytes) -> Iterator[Found]:
    feed = feedparser.parse(data)
    for entry in feed.entries:
        page = entry["content"][0]["value"] if "content" in entry else entry.get("summary", "")
        text = "\n".join(lxml.html.fromstring(page).itertext())
        yield Found(text, entry.get("title"), entry.get("published"), feed.feed.get("title"), entry.get("author"))


def _packed(data: bytes) -> Iterator[Found]:
    plain = gzip.decompress(data)
    if plain.startswith(b"WARC"):
        pages = (record for record in ArchiveIterator(io.BytesIO(data)) if record.rec_type == "response")
        yield from (found for page in pages for found in _html(page.content_stream().read()))
    elif plain[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
            for member in archive:
                yield from read_alone(member.name, archive.extractfile(member).read())  # type: ignore[union-attr]
    else:
        yield from _html(plain)


def _table(read: Callable[..., pd.DataFrame]) -> Callable[[bytes], Iterator[Found]]:
    columns = {"text": "text", "title": "title", "published": "date", "outlet": "outlet", "author": "author"}
    columns_of_lists = {"published": "publish_date", "outlet": "media_name"}

    def found(data: bytes) -> Iterator[Found]:
        frame = read(io.BytesIO(data))
        frame.columns = [str(column).lower() for column in frame.columns]
        frame = frame.rename(columns={**{v: k for k, v in columns_of_lists.items()}, **{v: k for k, v in columns.items()}})
        frame = frame.rename(columns={"domain": "outlet"})
        for row in frame.to_dict("records"):
            yield Found(*(None if pd.isna(row.get(name)) else str(row[name]) for name in Found._fields))  # type: ignore[arg-type]

    return found


_READ: dict[str, Callable[[bytes], Iterator[Found]]] = {
    **dict.fromkeys(("html", "htm"), _html),
    **dict.fromkeys(("txt", "md"), _text),
    **dict.fromkeys(("xml", "atom"), _feed),
    **{"docx": _word, "odt": _odt, "fodt": _flat_odt, "rtf": _rtf, "pdf": _pdf},
    **{"eml": _eml, "mbox": _mbox, "mhtml": _mhtml, "gz": _packed},
    **{"csv": _table(pd.read_csv), "tsv": _table(lambda file: pd.read_csv(file, sep="\t")), "xlsx": _table(pd.read_excel)},
    **{"jsonl": _table(lambda file: pd.read_json(file, lines=True, dtype=False, convert_dates=False))},
    **{
        "json": _table(lambda file: pd.json_normalize(__import__("json").load(file)["articles"])),
        "parquet": _table(pd.read_parquet),
    },
}
