"""Exports of Factiva (HTML, RTF): fields by their two-letter codes, or articles without codes.

The shapes are those that tm.plugin.factiva (R; its test page), newspapers (R, K. Watanabe; its samples) and factiva_parser
(C. Hennesy) describe, for RTF without codes that of Factiva-RTF-output-to-XML (F. Bailo): HD headline, BY author, PD date,
SN source, LA language, LP and TD text, AN the number at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import lxml.html

from helpers.articles import dates
from helpers.articles.readers import rtf
from helpers.articles.readers.child import in_child
from helpers.articles.readers.exports import Article, page_of, records
from helpers.articles.records import Record, Refusal, Source

_FIELDS = {"HD": "title", "BY": "author", "PD": "published", "SN": "outlet", "LA": "language", "CR": "agency"}
_TEXT = ("LP", "TD")
_CODES = (
    "HD|BY|WC|PD|ET|SN|SC|ED|PG|LA|CY|LP|TD|CO|IN|NS|RE|PUB|AN|SE|CLM|CR|ART|CX|CT|DLN|RF|RST|VOL|IPC|IPD|NGC|GC|PB|DJ|DE|HLP"
)
_CODED = re.compile(rf"[\s|]*({_CODES})(?:\s{{2,}}|\s*[\t|]\s*|\s*$)(.*)", re.S)
_NUMBER = re.compile(r"[\s|]*(?:AN[\s|]+)?Document [A-Z]\w{3,12}\d{8}\w{2,30}[\s|]*$")
_LENGTH = re.compile(r"[\d.,\s]+(?:words|mots|Wörter|palabras|parole|palavras|слов|words\.)$")
_NOTICE = re.compile(r"\(c\)|©|copyright|all rights reserved", re.IGNORECASE)
_AUTHOR = re.compile(r"(?:By|Par|Von)\s.{2,80}|[^\W\d_a-z][\w.’'-]*(?:,?\s(?:(?:and|et|und)\s)?[^\W\d_a-z][\w.’'-]*){1,5}")
_LONGEST_SECTION_WORDS, _LINES_OF_HEAD = 3, 12
_MARK = re.compile(rb"Document [A-Z]\w{3,12}20\d{6}\w+|Document [A-Z]\w{3,12}19\d{6}\w+")


def recognises_html(source: Source) -> bool:
    """Tell a saved page of Factiva by the classes of its articles."""
    return "<" in source.head[:100] and re.search(r"""class=["']article [a-z]{2}Article["']""", source.text) is not None


def recognises_rtf(source: Source) -> bool:
    """Tell an export in RTF by the numbers of its articles, and the codes or the name of the database."""
    data = source.data
    is_coded = re.search(rb"[\s{}|\\]HD[\s{}\\]", data) is not None and re.search(rb"[\s{}|\\]SN[\s{}\\]", data) is not None
    return data.startswith(b"{\\rtf") and _MARK.search(data) is not None and (is_coded or b"Factiva" in data)


def read_html(source: Source) -> Iterator[Record | Refusal]:
    """Yield every article of the page."""
    places = page_of(source).xpath("//div[contains(concat(' ', normalize-space(@class), ' '), ' article ')]")
    yield from records(map(_from_element, places))


def read_rtf(source: Source) -> Iterator[Record | Refusal]:
    """Yield every article of the export."""
    lines = [line for paragraph in in_child(rtf.paragraphs_of, source.data) for line in paragraph.splitlines()]
    is_coded = any((match := _CODED.match(line)) and match.group(1) == "HD" for line in lines)
    yield from records(map(_from_coded if is_coded else _from_plain, _parts(lines)))


def _from_element(element: lxml.html.HtmlElement) -> Article:
    rows = [row for row in element.xpath(".//tr") if len(row.xpath("./td")) == 2]
    pairs = [(_words(row.xpath("./td")[0]), row.xpath("./td")[1]) for row in rows]
    if not any(code == "HD" for code, _ in pairs):
        return _uncoded(element)
    fields = {_FIELDS[code]: _words(cell) for code, cell in pairs if code in _FIELDS}
    return Article(fields, [text for code, cell in pairs if code in _TEXT for text in _paragraphs(cell)])


def _uncoded(element: lxml.html.HtmlElement) -> Article:
    """Return an article shown without codes: its lines are number of words, date, time where there is one, source."""
    lines = [_words(div) for div in element.xpath(".//div[not(.//div)]") if _words(div)]
    fields = _below_length(lines)
    headline = element.xpath(".//*[contains(@class, 'Headline')]")
    author = element.xpath(".//*[contains(concat(' ', @class, ' '), ' author ')]")
    named = {"title": _words(headline[0]) if headline else "", "author": _words(author[0]) if author else ""}
    return Article({**fields, **named}, [_words(p) for p in element.xpath(".//p[contains(@class, 'articleParagraph')]")])


def _paragraphs(cell: lxml.html.HtmlElement) -> list[str]:
    return [_words(p) for p in cell.xpath(".//p")] or [_words(cell)]


def _words(element: lxml.html.HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())


def _parts(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield the lines of each article: it ends with its number."""
    part: list[str] = []
    for line in lines:
        if _NUMBER.match(line):
            yield part
            part = []
        elif line.strip(" \t|\f"):
            part.append(line.strip("\f"))


def _from_coded(lines: Sequence[str]) -> Article:
    """Return the article of lines such as `HD   Headline`; a line without a code goes on with the field above it."""
    values: dict[str, list[str]] = {}
    code = ""
    for line in lines:
        match = _CODED.match(line)
        code, text = (match.group(1), match.group(2)) if match else (code, line)
        if text.strip(" \t|"):
            values.setdefault(code, []).append(text.strip(" \t|"))
    fields = {_FIELDS[code]: " ".join(parts) for code, parts in values.items() if code in _FIELDS}
    return Article(fields, [part for code in _TEXT for part in values.get(code, [])])


def _from_plain(lines: Sequence[str]) -> Article:
    """Return an article without codes: section, headline, author, words, date, time, source, code, page, language, notice, text.

    Section, author, time and page may lack.
    """
    place = next((number for number, line in enumerate(lines) if _LENGTH.match(line.strip())), None)
    if place is None:
        return Article({"title": lines[0] if lines else ""}, list(lines[1:]))
    above = [line.strip() for line in lines[:place]]
    author = above.pop() if len(above) > 1 and _AUTHOR.fullmatch(above[-1]) else ""
    is_section = len(above) > 1 and len(above[0].split()) <= _LONGEST_SECTION_WORDS < len(above[1].split())
    notices = (n for n in range(place, min(place + _LINES_OF_HEAD, len(lines))) if _NOTICE.search(lines[n]))
    text = lines[next(notices, place + 5) + 1 :]
    named = {"title": " ".join(above[is_section:]), "author": re.sub(r"^(?:By|Par|Von)\s+", "", author)}
    return Article({**named, **_below_length(lines)}, list(text))


def _below_length(lines: Sequence[str]) -> dict[str, str]:
    """Return the date and the source: they stand below the number of words, a time of day between them at most."""
    place = next((number for number, line in enumerate(lines) if _LENGTH.match(line.strip())), None)
    below = [line.strip() for line in lines[place + 1 : place + 4]] if place is not None else []
    below = [line for line in below if not re.fullmatch(r"\d{1,2}:\d{2}(?: [AP]M)?", line)]
    is_dated = bool(below) and dates.parse_date(below[0]) is not None
    return {"published": below[0], "outlet": below[1]} if is_dated and len(below) > 1 else {}
