"""Exports of ProQuest (TXT): articles between lines of underscores, each a list of labelled entries.

The shape is the one that pq_parser (C. Hennesy and D. Naughton) describes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.articles.readers.exports import Article, in_order, records
from helpers.articles.records import Record, Refusal, Source

_RULE = re.compile(r"^[ \t]*_{40,}[ \t]*$", re.M)
_NAMES = (
    "Title|Publication title|Publication year|Publication date|Publication info|Publication subject|Publisher"
    "|Place of publication|Country of publication|Language of publication|Document URL|URL|Full text|Links|Section|ISSN|e-ISSN"
    "|Copyright|Abstract|Last updated|Location|Author|Identifier / keyword|Source type|ProQuest document ID|Subject|Database"
    "|Document type|People|Company / organization|Company|Classification|Pages|First page|Volume|Issue|Dateline|Document feature"
    "|Source attribution|Credit|Column|Edition|Business indexing term|Title of publication|Narrow subject|Broad subject"
)
_ENTRY = re.compile(rf"^(?:\ufeff)?({_NAMES})\s?:(?:[ \t]+|$)", re.M | re.I)
_FIELDS = {
    "title": "title",
    "publication title": "outlet",
    "publication date": "published",
    "author": "author",
    "language of publication": "language",
    "document url": "url",
}
_NO_TEXT = re.compile(r"(?:full text )?(?:is )?not available\.?$|^$", re.IGNORECASE)
_LOOKED_AT_CHARACTERS = 200_000
_FEWEST_ENTRIES = 3


def recognises(source: Source) -> bool:
    """Tell the export by a line of underscores and the labels of its entries."""
    text = source.text[:_LOOKED_AT_CHARACTERS].replace("\r\n", "\n")
    if source.suffix in (".json", ".csv", ".tsv") or not _RULE.search(text):
        return False
    names = {match.group(1).lower() for match in _ENTRY.finditer(text)}
    return {"title", "publication title"} <= names and bool(names & {"proquest document id", "full text", "database"})


def read(source: Source) -> Iterator[Record | Refusal]:
    """Yield every article of the export; one without full text is refused alone."""
    text = source.text.replace("\r\n", "\n")
    parts = (part for part in _RULE.split(text) if len(set(_ENTRY.findall(part))) >= _FEWEST_ENTRIES)
    yield from records(map(_article, parts))


def _article(part: str) -> Article:
    """Return the article of one part: an entry goes to the next label; only the text of the article has more than one block."""
    everywhere = list(_ENTRY.finditer(part))
    # A label in the midst of a text ("Location: ...") has no empty line above it, where the export parts its entries by one.
    parted = [match for match in everywhere if match is everywhere[0] or part[match.start() - 2 : match.start()] == "\n\n"]
    found = parted if len(parted) >= _FEWEST_ENTRIES else everywhere
    ends = [*(match.start() for match in found[1:]), len(part)]
    entries: dict[str, str] = {}
    for match, end in zip(found, ends, strict=True):
        entries.setdefault(match.group(1).lower(), part[match.end() : end].strip())
    fields = {_FIELDS[name]: value.split("\n\n")[0] for name, value in entries.items() if name in _FIELDS}
    fields["author"] = in_order(fields.get("author", ""))
    fields["url"] = entries.get("url", "").split("\n\n")[0] or fields.get("url", "")
    text = entries.get("full text", "")
    return Article(fields, [] if _NO_TEXT.search(text[:40]) and len(text) < 40 else text.split("\n"))
