"""Mails: EML (one), MBOX (many), and saved pages in mail form (MHTML). Attachments are counted and left out."""

from __future__ import annotations

import email
import email.message
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from email.header import decode_header, make_header
from email.utils import parseaddr
from typing import NamedTuple

from helpers.articles.decode import NotTextError, decode
from helpers.articles.readers import html
from helpers.articles.readers.documents import text_of_html
from helpers.articles.records import Record, Refusal, Source

logger = logging.getLogger("helpers")

_HEADER = re.compile(rb"([!-9;-~]{1,70}):|[ \t]+\S")
# Lines that only programs write: a text file may begin with "From:", "Date:" and "Subject:" too, and is one article either way.
_OF_MAIL = frozenset(
    (
        b"from",
        b"to",
        b"subject",
        b"date",
        b"message-id",
        b"mime-version",
        b"received",
        b"return-path",
        b"delivered-to",
        b"content-type",
    )
)
_FEWEST_HEADERS = 3
_MBOX_LINE = re.compile(rb"^From [^\r\n]*\d{4}[^\r\n]*\r?\n(?=[!-9;-~]{1,70}:)", re.MULTILINE)
_QUOTED_MBOX_LINE = re.compile(rb"^>(>*From )", re.MULTILINE)
_FORWARD = re.compile(
    r"^[> \t]*(?:-{2,}\s*(?:forwarded message|original message|ursprüngliche nachricht|пересылаемое сообщение)\s*-{2,}"
    r"|begin forwarded message:|_{20,})[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_FORWARDED_LINE = re.compile(
    r"[> \t]*\*?(from|von|от|date|sent|datum|дата|subject|betreff|тема|to|cc|an|кому|reply-to)\*?:\*?\s*(.*)", re.I
)
_FIELDS = {
    **dict.fromkeys(("from", "von", "от"), "author"),
    **dict.fromkeys(("date", "sent", "datum", "дата"), "published"),
    **dict.fromkeys(("subject", "betreff", "тема"), "title"),
}
_FORWARD_MARK = re.compile(r"^(?:\s*(?:fwd?|re|wg|aw|tr)\s*:)+\s*", re.IGNORECASE)
_LONGEST_PREFACE_WORDS = 60
_FEWEST_WORDS = 20
_ENOUGH = 0.6  # a mail has little around its article: less than this share of its words is no article


class _Parts(NamedTuple):
    """What a mail holds: its texts, the pages with the addresses they state, other mails inside, the number of attachments."""

    plain: list[str]
    pages: list[tuple[str, str | None]]
    mails: list[email.message.Message]
    n_attachments: int


def recognises(source: Source) -> bool:
    """Tell a mail by the lines it begins with, of which at least three are those of mails; by its ending one is enough."""
    return _n_headers(source.data) >= (1 if source.suffix in (".eml", ".mht", ".mhtml") else _FEWEST_HEADERS)


def recognises_mbox(source: Source) -> bool:
    """Tell a mailbox by its first line (`From `, an address, a date) and the mail under it."""
    return _MBOX_LINE.match(source.data[:2000].lstrip()) is not None


def read(source: Source) -> Iterator[Record | Refusal]:
    """Yield the mail, or the saved page, as one record."""
    yield _read_mail(source.data, source, None)


def read_mbox(source: Source) -> Iterator[Record | Refusal]:
    """Yield a record for every mail, counted from 1."""
    starts = [match.span() for match in _MBOX_LINE.finditer(source.data)]
    ends = [start for start, _ in starts[1:]] + [len(source.data)]
    for row, ((_, begin), end) in enumerate(zip(starts, ends, strict=True), start=1):
        yield _read_mail(_QUOTED_MBOX_LINE.sub(rb"\1", source.data[begin:end]), source, row)


def _n_headers(data: bytes) -> int:
    """Return how many different lines of a mail's head `data` begins with; 0 where other lines stand among them."""
    head = re.split(rb"\r?\n[ \t]*\r?\n", data[:16_000].lstrip(b"\xef\xbb\xbf\r\n"), maxsplit=1)[0]
    matches = [_HEADER.match(line) for line in head.splitlines()[:200]]
    if not all(matches[:-1] if len(data) > 16_000 else matches):
        return 0
    return len({match.group(1).lower() for match in matches if match and match.group(1)} & _OF_MAIL)


def _read_mail(data: bytes, source: Source, row: int | None) -> Record | Refusal:
    message = email.message_from_bytes(data)
    parts = _parts(message)
    if _is_saved_page(message):
        return _saved_page(message, parts, source)
    if parts.n_attachments:
        place = source.name if row is None else f"{source.name}, mail {row}"
        logger.info("%s: %d attachment(s) were left out", place, parts.n_attachments)
    text = _text_of(parts)
    if parts.mails and len(text.split()) <= _LONGEST_PREFACE_WORDS:  # forwarded as a whole: the mail inside is the article
        message, parts = parts.mails[0], _parts(parts.mails[0])
        text = _text_of(parts)
    fields, text = _forwarded(text)
    if not text.strip():
        return Refusal("the mail holds no text; save it with its text part", row)
    stated = {
        "title": _header(message, "subject"),
        "author": _sender(_header(message, "from")),
        "published": _header(message, "date"),
    }
    stated.update(fields)
    stated["title"] = _FORWARD_MARK.sub("", stated["title"] or "") or None
    return replace(Record(text=text, raw=data, row=row), **stated)  # type: ignore[arg-type]


def _parts(message: email.message.Message) -> _Parts:
    plain: list[str] = []
    pages: list[tuple[str, str | None]] = []
    mails: list[email.message.Message] = []
    n_attachments = 0
    for part in _walk(message):
        kind = part.get_content_type()
        if kind == "message/rfc822":
            mails += [inner for inner in [part.get_payload(0)] if isinstance(inner, email.message.Message)]
        elif part.get_content_disposition() == "attachment" or kind not in ("text/plain", "text/html"):
            n_attachments += 1
        elif kind == "text/plain":
            plain.append(_unflowed(_decoded(part), part))
        else:
            pages.append((_decoded(part), part.get("content-location")))
    return _Parts([text for text in plain if text.strip()], [page for page in pages if page[0].strip()], mails, n_attachments)


def _walk(message: email.message.Message) -> Iterator[email.message.Message]:
    """Yield the leaves of a mail; a mail inside it is a leaf."""
    waiting = [message]
    while waiting:
        part = waiting.pop(0)
        payload = part.get_payload()
        if part.get_content_type() != "message/rfc822" and isinstance(payload, list):
            waiting = [inner for inner in payload if isinstance(inner, email.message.Message)] + waiting
        elif part.get_content_type() != "message/rfc822" or isinstance(payload, list):
            yield part


def _decoded(part: email.message.Message) -> str:
    """Return the text of a part; the encoding that the part names, where it is right, else the likeliest."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    try:
        return decode(payload, declared=part.get_content_charset()).text.lstrip("\ufeff")
    except NotTextError:
        return ""


def _unflowed(text: str, part: email.message.Message) -> str:
    """Join the lines of `format=flowed` (RFC 3676), where a space at the end of a line says that the paragraph goes on."""
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    return re.sub(r"(?<!--) \r?\n(?=[^\r\n>])", " ", text)


def _text_of(parts: _Parts) -> str:
    """Return the plain text, or the page's where there is none to speak of."""
    plain = "\n\n".join(parts.plain)
    if len(plain.split()) >= _FEWEST_WORDS or not parts.pages:
        return plain
    shown = "\n\n".join(_page_text(page) for page, _ in parts.pages)
    return shown if len(shown.split()) > len(plain.split()) else plain


def _page_text(page: str) -> str:
    """Return the article in an HTML part; all of it where it is laid out in tables, which the HTML reader leaves out."""
    everything = text_of_html(page)
    if "<table" in page.lower():
        return everything
    found = next(iter(html.read(Source("mail.html", page.encode("utf-8-sig", "replace")))), None)
    is_enough = isinstance(found, Record) and len(found.text.split()) >= _ENOUGH * len(everything.split())
    return found.text if is_enough and isinstance(found, Record) else everything


def _forwarded(text: str) -> tuple[dict[str, str | None], str]:
    """Return what the head of a forwarded mail says, and the mail; of any other text nothing, and the text."""
    match = _FORWARD.search(text)
    if match is None or len(text[: match.start()].split()) > _LONGEST_PREFACE_WORDS:
        return {}, text
    lines = text[match.end() :].splitlines(keepends=True)
    fields: dict[str, str | None] = {}
    place = 0
    for place, line in enumerate(lines):  # noqa: B007 - the place is used below
        found = _FORWARDED_LINE.match(line)
        if found and found.group(1).lower() in _FIELDS:
            fields.setdefault(_FIELDS[found.group(1).lower()], found.group(2).strip())
        elif not found and line.strip("> \t\r\n") and fields:
            break
        elif not found and line.strip():
            return {}, text
    if len(fields) < 2:
        return {}, text
    fields["author"] = _sender(fields.get("author"))
    body = re.sub(r"^>[ \t]?", "", "".join(lines[place:]), flags=re.MULTILINE)
    return {field: value for field, value in fields.items() if value}, body


def _sender(value: str | None) -> str | None:
    """Return the name of a sender, or the address where no name stands beside it."""
    if not value:
        return None
    name, address = parseaddr(value)
    return name.strip("\"' ") or address or None


def _header(message: email.message.Message, name: str) -> str | None:
    value = message.get(name)
    if value is None:
        return None
    try:
        decoded = str(make_header(decode_header(str(value))))
    except (LookupError, ValueError, email.errors.MessageError):  # an unknown or wrong encoding: as it stands
        decoded = str(value)
    return " ".join(decoded.encode("utf-8", "replace").decode().split()) or None


def _is_saved_page(message: email.message.Message) -> bool:
    is_page = message.get("snapshot-content-location") or str(message.get("from", "")).startswith("<Saved by")
    return bool(is_page) or (
        message.get_content_type() == "multipart/related" and not message.get("to") and not message.get("received")
    )


def _saved_page(message: email.message.Message, parts: _Parts, source: Source) -> Record | Refusal:
    """Return the page that a browser saved in one file; the mail's date is the day of saving, not that of the article."""
    if not parts.pages:
        return Refusal("a saved page (MHTML) without an HTML part; save it anew")
    page, location = parts.pages[0]
    found = next(iter(html.read(Source(source.name, page.encode("utf-8-sig", "replace")))))
    if not isinstance(found, Record):
        return found if isinstance(found, Refusal) else Refusal("a saved page (MHTML) without an article")
    url = next(
        (str(a) for a in (found.url, message.get("snapshot-content-location"), location) if str(a).startswith("http")), None
    )
    return replace(found, raw=source.data, url=url)
