"""Exports of Nexis Uni (DOCX, RTF: articles that end with "End of Document") and of the former LexisNexis (TXT, HTML).

The shapes are those that LexisNexisTools (R, J. Gruber) and newspapers (R, K. Watanabe) describe and that their samples have.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence

from helpers.articles import dates
from helpers.articles.readers import docx, rtf
from helpers.articles.readers.child import in_child
from helpers.articles.readers.exports import Article, blocks_of, lines_of_html, records
from helpers.articles.readers.zipped import open_zip
from helpers.articles.records import Record, Refusal, Source

_END = re.compile(r"\s*End of Document\s*$")
_BODY = re.compile(r"\s*(?:Body|Text)\s*:?\s*$")
_AFTER_BODY = re.compile(r"\s*(?:(?:Classification|Graphic|Notes|Link to (?:Image|PDF).*)\s*$|Load-Date:)")
_LABEL = re.compile(r"(Section|Length|Byline|Author|Dateline|Highlight|Load-Date|Language|Copyright|Series):?[\s\xa0]+(.*)", re.S)
_FIELDS = {"Byline": "author", "Author": "author", "Language": "language"}
_LONGEST_DATE_LINE = 90
_NO_HEADLINE = re.compile(r"no headline in original", re.IGNORECASE)

# "2 of 50 DOCUMENTS", in the languages of the interface.
_START = re.compile(r"\s*(?:\d+ of \d+ DOCUMENTS?|Dokument \d+ von \d+|Document \d+ de \d+)\s*$")
_OLD_HEAD = re.compile(
    r"(BYLINE|SECTION|LENGTH|DATELINE|HIGHLIGHT|HEADLINE|SERIES|BODY|AUTOR|RUBRIK|LÄNGE|AUTEUR|RUBRIQUE|LONGUEUR):\s*(.*)", re.S
)
# Labels that a text may begin a paragraph with ("UPDATE: ...") count with what stands behind them only: a date, a percentage.
_OLD_FOOT = re.compile(
    r"(LOAD-DATE|LANGUAGE|PUBLICATION-TYPE|JOURNAL-CODE|GRAPHIC|CORRECTION-DATE|PUB-TYPE|DOCUMENT-TYPE|ACC-NO|URL|UPDATE(?=:\s*\d)"
    r"|(?:SUBJECT|ORGANIZATION|COMPANY|TICKER|INDUSTRY|PERSON|CITY|STATE|COUNTRY|GEOGRAPHIC)(?=:[^\n]*\(\d+%\))"
    r"|SPRACHE|GRAFIK|ZEITUNGS-CODE|LANGUE|DATE-CHARGEMENT|TYPE-PUBLICATION):\s*(.*)",
    re.S,
)
_OLD_FIELDS = {
    **dict.fromkeys(("BYLINE", "AUTOR", "AUTEUR"), "author"),
    **dict.fromkeys(("LANGUAGE", "SPRACHE", "LANGUE"), "language"),
    **{"HEADLINE": "title", "URL": "url"},
}
_LOOKED_AT_CHARACTERS = 200_000


def recognises_docx(source: Source) -> bool:
    """Tell an export of Nexis Uni in DOCX by the line that ends its articles."""
    if "word/document.xml" not in source.zip_names:
        return False
    try:
        with open_zip(source.data, what="a DOCX document") as archive:
            xml = archive.read("word/document.xml")
    except (ValueError, KeyError, OSError, zipfile.BadZipFile):
        return False
    words = re.sub(rb"<[^>]*>", b"", xml)
    return b"End of Document" in words and (b"Load-Date:" in words or b"Length:" in words)


def recognises_rtf(source: Source) -> bool:
    """Tell an export of Nexis Uni in RTF by the line that ends its articles."""
    data = source.data
    return data.startswith(b"{\\rtf") and b"End of Document" in data and (b"Load-Date:" in data or b"Length:" in data)


def recognises_text(source: Source) -> bool:
    """Tell an export of the former LexisNexis by a line such as `1 of 50 DOCUMENTS`."""
    if source.suffix in (".json", ".csv", ".tsv"):
        return False
    lines = source.text[:_LOOKED_AT_CHARACTERS].splitlines()
    return any(map(_START.match, lines)) and any(map(_OLD_HEAD.match, map(str.strip, lines)))


def recognises_html(source: Source) -> bool:
    """Tell an export of the former LexisNexis in HTML by `1 of 50 DOCUMENTS` and the labels in capitals."""
    if "<" not in source.head[:100]:
        return False
    text = source.text[:_LOOKED_AT_CHARACTERS]
    return re.search(r">\s*\d+ of \d+ DOCUMENTS?\s*<", text) is not None and ("LENGTH:" in text or "<DOCFULL>" in text.upper())


def read_docx(source: Source) -> Iterator[Record | Refusal]:
    """Yield every article of the export."""
    yield from records(_articles(in_child(docx.paragraphs_of, source.data)))


def read_rtf(source: Source) -> Iterator[Record | Refusal]:
    """Yield every article of the export."""
    yield from records(_articles(in_child(rtf.paragraphs_of, source.data)))


def read_text(source: Source) -> Iterator[Record | Refusal]:
    """Yield every article of the export."""
    yield from records(_old_articles(source.text.lstrip("\ufeff").splitlines()))


def read_html(source: Source) -> Iterator[Record | Refusal]:
    """Yield every article of the export."""
    yield from records(_old_articles(lines_of_html(source)))


def _articles(paragraphs: Sequence[str]) -> Iterator[Article]:
    """Yield the articles between two lines `End of Document`; what stands behind the last one is none."""
    lines: list[str] = []
    for line in (line.strip() for paragraph in paragraphs for line in paragraph.splitlines()):
        if _END.match(line):
            yield _article(lines)
            lines = []
        elif line:
            lines.append(line)


def _article(lines: list[str]) -> Article:
    """Return the article: its head is title, outlet, date, labelled lines; its text stands behind the line `Body`."""
    place = next((number for number, line in enumerate(lines) if _BODY.match(line)), None)
    head, rest = (lines[:place], lines[place + 1 :]) if place is not None else _unmarked(lines)
    end = next((number for number, line in enumerate(rest) if _AFTER_BODY.match(line)), len(rest))
    labelled = [match for match in map(_LABEL.match, [*head, *rest[end:]]) if match]
    fields = {_FIELDS[m.group(1)]: m.group(2) for m in labelled if m.group(1) in _FIELDS}
    return Article({**_title_outlet_date(head), **fields}, rest[:end])


def _unmarked(lines: list[str]) -> tuple[list[str], list[str]]:
    """Part head and text where no line says `Body`: behind the last labelled line of the head."""
    labelled = [n for n, line in enumerate(lines[:15]) if _LABEL.match(line) and not _AFTER_BODY.match(line)]
    return (lines[: labelled[-1] + 1], lines[labelled[-1] + 1 :]) if labelled else (lines[:3], lines[3:])


def _title_outlet_date(head: list[str]) -> dict[str, str]:
    """Return the two lines above the date, and the date; a cover page above them, with its own date, is left out."""
    first_label = next((n for n, line in enumerate(head) if re.match(r"(?:Copyright|Section|Length|Byline)\b", line)), len(head))
    place = next((n for n in range(first_label - 1, 1, -1) if _is_date(head[n])), None)
    if place is None:
        return {"title": head[0]} if head else {}
    title = "" if _NO_HEADLINE.search(head[place - 2]) else head[place - 2]
    return {"title": title, "outlet": head[place - 1], "published": dates.find_dates(head[place])[0][2].day.isoformat()}


def _is_date(line: str) -> bool:
    return len(line) <= _LONGEST_DATE_LINE and not re.match(r"[A-Z][\w /-]+:\s", line) and bool(dates.find_dates(line))


def _old_articles(lines: Sequence[str]) -> Iterator[Article]:
    """Yield the articles between two lines `2 of 50 DOCUMENTS`; the page above the first one is none."""
    starts = [number for number, line in enumerate(lines) if _START.match(line)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield _old_article(blocks_of(lines[start + 1 : end]))


def _old_article(blocks: list[list[str]]) -> Article:
    """Return the article: outlet, date, headline, labels in capitals, text, and again labels in capitals."""
    foot = next((n for n, block in enumerate(blocks) if n and _OLD_FOOT.match(block[0])), len(blocks))
    labels = [n for n in range(foot) if _OLD_HEAD.match(blocks[n][0])]
    date = next((n for n in range(min(foot, 6)) if _is_date(blocks[n][0])), None)
    head = max([*(n for n in labels if n < 15), date if date is not None else -1])
    fields = {**_unlabelled(blocks[: labels[0] if labels else head + 1], date), **_labelled(blocks)}
    last = _OLD_HEAD.match(blocks[head][0]) if labels and head >= 0 else None
    first = [" ".join([last.group(2), *blocks[head][1:]])] if last and last.group(1) == "BODY" else []
    return Article(fields, [*first, *(" ".join(block) for block in blocks[head + 1 : foot])])


def _unlabelled(blocks: list[list[str]], date: int | None) -> dict[str, str]:
    """Return what stands above the first label: the outlet, the date, and the headline behind it."""
    above = [n for n in range(min(date, len(blocks)) if date is not None else 0) if not blocks[n][0].startswith("Copyright")]
    fields = {"outlet": " ".join(blocks[above[0]])} if above else {}
    if date is not None and date < len(blocks):
        fields["published"] = dates.find_dates(blocks[date][0])[0][2].day.isoformat()
        fields["title"] = " ".join(line for block in blocks[date + 1 :] for line in block)
    return fields


def _labelled(blocks: list[list[str]]) -> dict[str, str]:
    matches = (_OLD_HEAD.match(" ".join(block)) or _OLD_FOOT.match(" ".join(block)) for block in blocks)
    return {_OLD_FIELDS[m.group(1)]: m.group(2) for m in matches if m and m.group(1) in _OLD_FIELDS}
