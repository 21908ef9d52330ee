"""What an article says about itself: title, date, outlet, agency, author."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

from helpers.articles import dates
from helpers.articles.agencies import canonical, credited_agency, is_agency, own_name
from helpers.articles.cleaning import Cleaned, is_buttons, is_prose, is_site_name, normalise
from helpers.articles.language import detect_language
from helpers.articles.mastheads import is_masthead, is_outlet_name, outlet_line
from helpers.articles.records import Record
from helpers.articles.titles import HEAD_PARAGRAPHS, LONGEST_TITLE_WORDS, may_be_title, part_title

_LABELLED = re.compile(
    r"(?P<label>title|headline|outlet|publication|publisher|source|author|authors|reporter|agency|url|link)\s*:\s+(?P<value>\S.{0,250})",
    re.I,
)
_FIELDS = {
    "headline": "title",
    "publication": "outlet",
    "publisher": "outlet",
    "authors": "author",
    "reporter": "author",
    "link": "url",
}
_PERSON = r"[^\W\d_a-z][\w.’'-]*(?:\s+(?:(?:van|von|de|der|den|al|bin|el|la|di|da)\s+)*[^\W\d_a-z][\w.’'-]*){0,3}"
_BYLINE = re.compile(
    rf"(?:[Bb][Yy]|Автор:?|Автори:?|Yazar:?|Autor:?|Von|Par|Author:?|Written by|Reported by|Staff writer)\s+"
    rf"(?P<author>{_PERSON}(?:(?:,\s+{_PERSON}){{0,4}},?\s+(?:and|&|и|та)\s+{_PERSON})?)(?:\s*[|,/–—-]\s*.{{0,60}})?"
)
_SIGN_OFF = re.compile(
    r"\W?(?:(?:additional )?reporting|writing|written|editing|edited|compiled|reported|report)\s+by\s+"
    r"(?P<author>[^;.()]{2,80}(?:\([^()]*\))?).{0,200}",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:©|\([cC]\)|[Cc]opyright)\s*(?:©\s*)?(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?,?\s*)?(?:by\s+)?"
    r"(?P<name>[A-Z][\w&’' -]{1,50}?)\s*(?:[.|,©]|[Aa]ll rights|$)"
)
_PART_MARK = re.compile(r"\s+[|•·]\s+|\s+(?=(?:Published|Updated|Posted|Date|Author|Source)\s*:)")
_AUTHOR_NOTE = re.compile(
    r",? (?:is|was|has been|covers|writes|reports)\b.{0,120}"
    r"\b(?:reporter|correspondent|editor|writer|journalist|columnist|contributor|fellow|analyst|author|researcher|professor|director|about)\b",
    re.IGNORECASE,
)
_NOT_OUTLETS = frozenset(
    ("t.me", "twitter.com", "x.com", "facebook.com", "youtube.com", "instagram.com", "bit.ly", "telegram.org", "linkedin.com")
)
_ARCHIVES = frozenset(("archive.org", "web.archive.org", "archive.ph", "archive.today", "github.com", "drive.google.com"))
# Endings of sites' names; those that files have as well are left out.
_SITE_FOLDER = re.compile(
    r"[a-z][a-z0-9-]+(?:\.[a-z0-9-]+)*\."
    r"(?:com|org|net|info|news|press|media|tv|edu|gov|mil|int|eu|(?!gz|bz|xz|db|js|py|rs|ts)[a-z]{2})"
)
_DATELINE_END = re.compile(r"\s*(?:\([^()]{2,40}\)|/[\w -]{2,30}/\.?)?\s*(?:[-–—:]|--|\.\s*/)")
_TAIL_PARAGRAPHS = 3
_DATELINE_CHARACTERS = 80
_LONGEST_LABEL = 300
_SHORTEST_PROSE = 60


@dataclass(frozen=True)
class Metadata:
    """Title, date and its quality, outlet, agency, author, address and language of one article."""

    title: str | None
    published: datetime.date | None
    published_quality: str
    outlet: str | None
    attributed_to: str | None
    author: str | None
    url: str | None
    language: str | None


class _Head(NamedTuple):
    """What labelled lines say, and the paragraphs without them."""

    fields: dict[str, str]
    paragraphs: list[str]
    stated: dates.Found | None
    inferred: dates.Found | None


def describe(record: Record, cleaned: Cleaned, *, path: str, today: datetime.date) -> tuple[Metadata, list[str]]:
    """Return what is known about an article, and the paragraphs of its body without title, byline and date lines.

    Parameters
    ----------
    record : the article as its file gave it; what the file states goes before what the text shows
    cleaned : its paragraphs and the debris taken out of it (a site's name there may tell the outlet)
    path : relative path of the file, for a date in its name (files of one article only)
    today : the day after which a date is implausible
    """
    parts = [part for line in cleaned.paragraphs for part in _data_parts(line)]
    head = _labelled_lines(parts)
    fields = {**_labels_in(cleaned.debris), **head.fields, **_stated_fields(record)}
    masthead = _masthead(head.paragraphs)
    title, body = part_title([line for line in head.paragraphs if line != masthead], fields.get("title"))
    published, quality = _published(record, head, body, path, today)
    outlet = _outlet(fields, masthead or _named_outlet(parts, title), body, cleaned.debris) or _site_of_folder(path)
    body = [paragraph for paragraph in body if not outlet or paragraph.casefold() != outlet.casefold()] or body
    author = _author(fields)
    body = _without_author_note(body, author)
    # A page may declare the language of its menus, or of its template: the text goes first.
    language = detect_language("\n".join(body)) or (fields.get("language") or "")[:2].lower() or None
    agency = _agency(fields, body)
    meta = Metadata(title, published, quality, outlet, agency, author, fields.get("url"), language)
    return meta, body


def _stated_fields(record: Record) -> dict[str, str]:
    names = ("title", "outlet", "agency", "author", "url", "language")
    values = ((name, " ".join(normalise(getattr(record, name) or "").split())) for name in names)
    return {name: value for name, value in values if value and not (name == "title" and is_buttons(value))}


def _labelled_lines(paragraphs: list[str]) -> _Head:
    """Take the lines out that say what they are: `Published: ...`, `By ...`, `Source: ...`, a date alone."""
    fields: dict[str, str] = {}
    kept: list[str] = []
    stated = inferred = None
    for number, line in enumerate(paragraphs):
        is_edge = number < HEAD_PARAGRAPHS or number >= len(paragraphs) - _TAIL_PARAGRAPHS
        labelled = dates.labelled_date(line) if is_edge else None
        found = _field_of(line) if is_edge and not labelled else None
        beside = _beside_date(line) if is_edge else None
        if beside:
            fields.setdefault(*beside)
        if labelled:
            date, is_change = labelled
            stated, inferred = (stated, inferred or date) if is_change or not date.is_sure else (stated or date, inferred)
        elif beside or (is_edge and dates.is_date_line(line)):
            inferred = inferred or dates.find_dates(line)[0][2]
        elif found:
            fields.setdefault(*found)
        else:
            kept.append(line)
    return _Head(fields, kept, stated, inferred) if kept else _Head({}, paragraphs, stated, inferred)


def _beside_date(line: str) -> tuple[str, str] | None:
    """Return the field and the name that stands with a date in a line, `Quay Gazette, 12 March 2024`, or None."""
    named = dates.named_date(line)
    if named is None or not (is_agency(named[1]) or is_outlet_name(named[1])):
        return None
    return "agency" if is_agency(named[1]) else "outlet", named[1]


def _data_parts(line: str) -> list[str]:
    """Return the parts of a line that holds several data of the article, `By X | Published: 12 March 2024`, else the line."""
    parts = [part.strip() for part in _PART_MARK.split(line)] if len(line) <= _LONGEST_LABEL else []
    is_data = [bool(part) and bool(dates.labelled_date(part) or dates.is_date_line(part) or _field_of(part)) for part in parts]
    return parts if len(parts) > 1 and all(is_data) else [line]


def _labels_in(debris: list[str]) -> dict[str, str]:
    """Return what lines behind the article say that were taken for debris: `Source: ...`, an agency's name alone."""
    found = (_field_of(line) for line in debris)
    return dict(pair for pair in found if pair and pair[0] in ("agency", "outlet"))


def _field_of(line: str) -> tuple[str, str] | None:
    """Return the field and value that a line of its own states, or None."""
    if len(line) > _LONGEST_LABEL:
        return None
    labelled = _LABELLED.fullmatch(line)
    if labelled and len(line.split()) <= LONGEST_TITLE_WORDS:
        label, value = labelled.group("label").lower(), labelled.group("value").strip()
        field = ("agency" if is_agency(value) else "outlet") if label == "source" else _FIELDS.get(label, label)
        return field, value
    if is_agency(line):
        return "agency", line
    byline = _BYLINE.fullmatch(line) or (_SIGN_OFF.fullmatch(line) if len(line.split()) <= 40 else None)
    author = byline.group("author").strip() if byline else None
    return ("agency" if is_agency(author) else "author", author) if author else None


def _published(record: Record, head: _Head, body: list[str], path: str, today: datetime.date) -> tuple[datetime.date | None, str]:
    """Return the date and its quality, from the surest place that has one."""
    stated = dates.parse_date(record.published) if record.published else None
    if stated:
        found, quality = stated, "inferred" if record.published_inferred or not stated.is_sure else "stated"
    elif head.stated:
        found, quality = head.stated, "stated"
    elif record.published and dates.is_impossible(record.published):
        return None, "implausible"  # no other date stands in for one that is wrong
    else:
        in_path = dates.date_in_path(path) if record.row is None else None
        in_address = dates.date_in_path(urlsplit(record.url).path) if record.url else None
        maybe = head.inferred or _dateline_date(body) or in_address or in_path
        if maybe is None:
            return None, "missing"
        found, quality = maybe, "inferred"
    return found.day, quality if dates.is_plausible(found.day, today) else "implausible"


def _dateline_date(body: list[str]) -> dates.Found | None:
    """Return the full date of a dateline: `KYIV, 12 March 2024 (XY) — ...`; a date inside a sentence is none."""
    for paragraph in body[:2]:
        for _, end, found in dates.find_dates(paragraph[:_DATELINE_CHARACTERS]):
            if _DATELINE_END.match(paragraph, end):
                return found
    return None


def _masthead(paragraphs: list[str]) -> str | None:
    """Return the line that is nothing but a newspaper's name, above or below the title or at the end."""
    first = [line for line in paragraphs[:HEAD_PARAGRAPHS] if is_masthead(line)]
    others = [line for line in paragraphs[:HEAD_PARAGRAPHS] if line not in first and may_be_title(line) and len(line.split()) > 2]
    last = [line for line in paragraphs[-2:] if is_masthead(line)] if len(paragraphs) > 3 else []
    # A line above prose, without another that could be the title, is the title itself.
    return next(iter((first if others else []) + last), None)


def _named_outlet(parts: list[str], title: str | None) -> str | None:
    """Return the line between title and text that is nothing but an outlet's name, by its place and its words."""
    first = next((place for place, line in enumerate(parts) if is_prose(line) and len(line) >= _SHORTEST_PROSE), len(parts))
    lines = parts[: min(first, HEAD_PARAGRAPHS)]
    is_data = [bool(dates.labelled_date(line) or dates.is_date_line(line) or _BYLINE.fullmatch(line)) for line in lines]
    return outlet_line(lines, is_data, title)


def _outlet(fields: dict[str, str], masthead: str | None, body: list[str], debris: list[str]) -> str | None:
    if fields.get("outlet"):
        return re.sub(r"^(?:https?://)?www\.", "", fields["outlet"]).strip(" /") or None
    named = own_name(body) or masthead or next((line for line in debris if is_masthead(line)), None)
    if named:
        return named.title() if named.isupper() and is_masthead(named) else named
    notice = next((match.group("name").strip() for match in map(_COPYRIGHT.search, debris) if match), None)
    return notice or _site_in(debris) or _host(fields.get("url"))


def _site_in(debris: list[str]) -> str | None:
    """Return the site's name that stands most often among the debris, in the spelling with most capitals."""
    names = [_host(line) or "" for line in debris if is_site_name(line)]
    counts = Counter(name.casefold() for name in names if name and name.casefold() not in _NOT_OUTLETS)
    if not counts:
        return None
    best = min(counts, key=lambda name: (-counts[name], name))
    return max((n for n in names if n.casefold() == best), key=lambda n: (sum(map(str.isupper, n)), n))


def _host(url: str | None) -> str | None:
    if not url:
        return None
    host = re.sub(r"^(?:https?://)?(?:www\.)?", "", url.strip(" .,;:|")).split("/")[0].split(":")[0]
    return host if "." in host else None


def _site_of_folder(path: str) -> str | None:
    """Return the folder named like a site (`press.example.org/`) that a file lies in, the innermost; None where there is none."""
    folders = [part.casefold().removeprefix("www.") for part in path.split("/")[:-1]]
    sites = [name for name in folders if _SITE_FOLDER.fullmatch(name) and name not in _NOT_OUTLETS and name not in _ARCHIVES]
    return sites[-1] if sites else None


def _agency(fields: dict[str, str], body: list[str]) -> str | None:
    """Return the agency of a field, a line of its own or a byline, else the one that the text credits."""
    text = "\n".join(body)
    if is_agency(fields.get("author", "")):
        return canonical(fields["author"], text)
    return canonical(fields["agency"], text) if fields.get("agency") else credited_agency(body)


def _without_author_note(body: list[str], author: str | None) -> list[str]:
    """Leave out a last paragraph that introduces the author: `Ann Roe is the defence correspondent of ...`."""
    is_note = (
        author
        and len(body) > 1
        and body[-1].casefold().startswith(author.casefold())
        and _AUTHOR_NOTE.match(body[-1][len(author) :])
    )
    return body[:-1] if is_note else body


def _author(fields: dict[str, str]) -> str | None:
    author = fields.get("author")
    if author is None or is_agency(author):
        return None
    return re.sub(r",\s+[^\W\d_A-ZА-ЯІЇЄ].*$", "", author)  # ", staff correspondent"
