"""Web archives (WARC, packed or not): every page that was captured is read as a file of its own."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from helpers.articles import dates
from helpers.articles.readers.archive import BROKEN, first_unpacked_bytes, unpacked
from helpers.articles.records import Item, Record, Refusal, Source

logger = logging.getLogger("helpers")

_KINDS = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "application/pdf": ".pdf"}
_RECORD_TYPES = ("response", "resource")
_OK = "200"
_MOST_PAGE_BYTES, _MOST_UNPACKED_BYTES = 50_000_000, 1_000_000_000
_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"WARC/", b"BZh", b"\xfd7zXZ")
_HEAD_LINES = 8


def recognises(source: Source) -> bool:
    """Tell a web archive by the first line of its first record."""
    return first_unpacked_bytes(source.data).lstrip().startswith(b"WARC/")


def read(source: Source) -> Iterator[Item]:
    """Yield the pages in the order of capture, with their address; the day of capture stands in where a page has no date.

    Images, scripts, redirects and errors are counted in the log.
    """
    from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
    from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]

    n_pages = n_left_out = n_bytes = 0
    try:
        for record in ArchiveIterator(unpacked(source.data)):  # packed whole or page by page
            n_bytes += max(int(record.length or 0), 0)
            if n_bytes > _MOST_UNPACKED_BYTES:
                raise ValueError(f"it unpacks to more than {_MOST_UNPACKED_BYTES / 1e9:g} GB; split it")
            kind = _kind(record)
            if kind is None:
                n_left_out += 1
                continue
            n_pages += 1
            yield from _read_page(record, kind, n_pages, source)
    except (ArchiveLoadFailed, AttributeError, OverflowError, UnicodeDecodeError, *BROKEN) as error:
        raise ValueError(f"it is broken or cut short ({error or type(error).__name__}); it should be a web archive") from error
    logger.info("%s: %d pages; %d images, scripts, redirects and errors left out", source.name, n_pages, n_left_out)


def _kind(record: Any) -> str | None:
    """Return the ending for the kind of page that a record holds, or None for one that is none."""
    if record.rec_type not in _RECORD_TYPES or not record.rec_headers.get_header("WARC-Target-URI"):
        return None
    headers = record.http_headers
    if headers is not None and headers.get_statuscode() != _OK:
        return None
    media_type = (headers or record.rec_headers).get_header("Content-Type") or ""
    return _KINDS.get(media_type.split(";")[0].strip().lower())


def _read_page(record: Any, kind: str, number: int, source: Source) -> Iterator[Item]:
    """Yield what the page holds, read by the reader of its kind."""
    from helpers.articles.readers import read_source  # it reads web archives, too

    url = record.rec_headers.get_header("WARC-Target-URI").strip("<> ")
    name = f"{number:06d}-{urlsplit(url).netloc or 'page'}{kind}"
    data = record.content_stream().read(_MOST_PAGE_BYTES + 1)
    page = source.member(name, data)
    if len(data) > _MOST_PAGE_BYTES:
        yield Refusal(f"a page of more than {_MOST_PAGE_BYTES / 1e6:g} MB ({url[:100]}); save it alone", path=page.name)
    elif data.startswith(_ARCHIVES):
        yield Refusal(f"a packed file ({url[:100]}), no page; save what it holds", path=page.name)
    elif data:
        captured = (record.rec_headers.get_header("WARC-Date") or "")[:10]
        yield from (_with_capture(item, url, captured) for item in read_source(page))


def _with_capture(item: Record | Refusal, url: str, captured: str) -> Record | Refusal:
    if isinstance(item, Refusal):
        return replace(item, reason=f"{item.reason} ({url[:100]})")
    item = replace(item, url=item.url or url)
    return item if item.published or _has_date(item) else replace(item, published=captured or None, published_inferred=True)


def _has_date(record: Record) -> bool:
    """Say whether the text's first lines or the address give a date, which is nearer to the truth than the day of capture."""
    lines = [line.strip() for line in record.text.splitlines() if line.strip()][:_HEAD_LINES]
    in_address = dates.date_in_path(urlsplit(record.url or "").path)
    return in_address is not None or any(dates.labelled_date(line) or dates.is_date_line(line) for line in lines)
