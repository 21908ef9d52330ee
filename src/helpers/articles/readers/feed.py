"""RSS and Atom feeds: feedparser reads them, nothing is fetched; an entry is an article, or what the feed shows of it."""

from __future__ import annotations

import calendar
import datetime
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import feedparser  # type: ignore[import-untyped]

from helpers.articles.readers.child import in_child
from helpers.articles.readers.documents import text_of_html
from helpers.articles.readers.zipped import ENTITIES
from helpers.articles.records import Record, Refusal, Source

_ROOTS = ("rss", "feed", "rdf:rdf", "atom:feed")
_OPENS, _CLOSES = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]"), re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>")


# References to halves of characters, which no encoding can write.
_HALF = re.compile(
    rb"&#(?:x0*d[89a-f][0-9a-f]{2}|0*5(?:5[3-9]|6\d|7[0-2])\d{2}|0*573[0-3]\d|0*5734[0-3])(?![0-9a-f]);?", re.IGNORECASE
)


def recognises(source: Source) -> bool:
    """Tell a feed by its first element."""
    return source.xml_root in _ROOTS


def read(source: Source) -> Iterator[Record | Refusal]:
    """Yield a record for every entry, counted from 1; one that is cut off by the end of the file is refused."""
    entries = in_child(parse, source.data)
    if not entries:
        yield Refusal("it is a feed without entries; it should hold at least one")
    for row, entry in enumerate(entries, start=1):
        text = entry.pop("text")
        if entry.pop("is_cut"):
            yield Refusal("the feed is cut short in this entry; save it anew", row)
        elif not text:
            yield Refusal("the entry has a title and no text; its text is at its address", row)
        else:
            raw = json.dumps([entry["title"], entry["url"], entry["published"], text], ensure_ascii=False)
            yield Record(text=text, raw=raw.encode("utf-8", "surrogatepass"), row=row, **entry)


def parse(data: bytes) -> list[dict[str, Any]]:
    """Return the entries of a feed, as fields of records with `is_cut`.

    Raises ValueError where its XML declares entities, or where it is broken.
    """
    plain = data.replace(b"\x00", b"")
    if b"<!ENTITY" in plain:
        raise ValueError(ENTITIES)
    try:
        # All markup is taken out below.
        parsed = feedparser.parse(io.BytesIO(_HALF.sub(b"&#xFFFD;", data)), sanitize_html=False)
    except Exception as error:  # what it stumbles over it raises as it comes: KeyError, UnicodeError, AttributeError
        raise ValueError(f"it is broken ({type(error).__name__}: {error}); it should be an RSS or Atom feed") from error
    is_cut = len(_OPENS.findall(plain)) > len(_CLOSES.findall(plain))
    entries = [_fields(entry, parsed.feed) for entry in parsed.entries]
    return [{**fields, "is_cut": is_cut and place == len(entries)} for place, fields in enumerate(entries, start=1)]


def _fields(entry: Any, feed: Any) -> dict[str, Any]:
    texts = [text_of_html(content.get("value") or "") for content in entry.get("content", [])]
    texts.append(text_of_html(entry.get("summary") or ""))
    source = entry.get("source")
    outlet = (source.get("title") if isinstance(source, dict) else None) or feed.get("title")
    return {
        "text": max(texts, key=len),
        "title": text_of_html(entry.get("title") or "").replace("\n\n", " ") or None,
        "url": entry.get("link") or None,
        "published": _moment(entry),
        "outlet": text_of_html(outlet or "") or None,
        "author": entry.get("author") or None,
        "language": entry.get("language") or feed.get("language") or None,
    }


def _moment(entry: Any) -> str | None:
    """Return when an entry was published, else when it was changed last: in ISO form, or as it stands where it is no date."""
    for name in ("published", "updated"):
        parsed = entry.get(f"{name}_parsed")
        if parsed:
            return datetime.datetime.fromtimestamp(calendar.timegm(parsed), datetime.UTC).isoformat()
        if entry.get(name):
            return str(entry[name])
    return None
