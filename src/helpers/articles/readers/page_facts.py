"""What a page says about its article: headline, date, outlet, author, address, language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from helpers.articles import dates
from helpers.articles.readers.page_data import article_item, date_in_state, linked_items, types_of
from helpers.articles.readers.page_parts import bare, tokens_of
from helpers.articles.vocabulary import INTERFACE_LINES

_DATE_NAMES = (
    *("article:published_time", "og:article:published_time", "article:published", "datepublished", "pubdate", "publishdate"),
    *("publish-date", "publish_date", "publication_date", "og:published_time", "dcterms.issued", "dc.date.issued", "dc.date"),
    *("dcterms.date", "dcterms.created", "dc.date.created", "date.issued", "sailthru.date", "parsely-pub-date", "date"),
    *("cxenseparse:recs:publishtime", "citation_publication_date", "citation_online_date", "citation_date", "article.published"),
    *("govuk:first-published-at", "displaydate", "originalpublicationdate", "bt:pubdate"),
)
_SITE_NAMES = (
    *("og:site_name", "dc.publisher", "dcterms.publisher", "citation_publisher", "citation_journal_title", "application-name"),
    *("article:publisher", "publisher", "apple-mobile-web-app-title", "cre", "copyright"),
)
_AUTHOR_NAMES = (
    *("author", "article:author", "article:author_name", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author"),
    *("citation_author", "byl", "cxenseparse:author"),
)
_TITLE_NAMES = ("og:title", "twitter:title", "parsely-title", "citation_title", "dc.title", "dcterms.title", "headline", "sailthru.title")
_SEPARATORS = re.compile(r"\s+(?:[|•·–—»:-]|::|\|\|)\s+|(?<=\w):\s+|(?<=[\u3400-\u9fff])[-_|](?=[\u3400-\u9fff])")
_ARCHIVE = re.compile(r"^https?://web\.archive\.org/web/\d{4,14}(?:[a-z]{2}_)?/(?=https?://)")
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|&copy;|\bcopyright\b|版权所有)\s*(?:©\s*)?(?:(?:19|20)\d\d(?:\s*[-–—]\s*(?:19|20)\d\d)?[.,]?\s*)?(?:by\s+)?(?P<name>[^©|.,;\n]{2,60})", re.I
)
_ALL_RIGHTS = re.compile(r"\s+(?:all rights reserved|unauthorized|reproduction|未经).*$|\s*(?:(?:19|20)\d\d)\s*$", re.I)
_UPDATED = re.compile(r"updat|modif|changed|edited|corrected|aktualis|mis à jour|actualiz|aggiorn|güncel|обновл|оновл|измен|تحديث", re.I)
_PUBLISHED = re.compile(r"publish|posted|publi|veröff|pubbl|yayın|giriş|опублик|опублік|نشر|发布|time-?created|created", re.I)
_OTHER_PLACES = frozenset(
    "nav aside footer".split()
)
_OTHER_TOKENS = frozenset(
    """related comments comment commentlist sidebar widget footer latest recent most popular trending agenda calendar event events archive
    teaser card recommended promo inset updated modified update history ticker newsfeed""".split()
)
_PERSON = r"(?:Dr\.? |Prof\.? )?[^\W\d_a-z][\w.’'-]*(?: (?:(?:van|von|de|der|den|al|bin|el|la|di|da) )*[^\W\d_a-z][\w.’'-]+){1,3}"
_PERSON_NAME = re.compile(_PERSON)
_BY_ALONE = re.compile(r"(?:by|von|par|por|di|words|text|автор|yazan|haber)\s*:?", re.I)
_BYLINE = re.compile(rf"(?i:by|von|par|words|text|author|автор|yazan|written by|posted by|reported by)(?:\s*:\s*|\s+)(?P<author>{_PERSON})(?:\s*[|,/–—-].{{0,60}})?$")
_NAME_BEHIND = re.compile(rf"[|•·]\s*(?:(?i:author|by):?\s+)?(?P<author>{_PERSON})$")
_READING_TIME = re.compile(r"\d+\s*min", re.I)
_SHORT_WORDS = 30
_FEWEST_TITLE_WORDS = 3
_LONGEST_TITLE, _LONGEST_NAME = 300, 60
_NEAR_CHARACTERS = 700


class Facts(NamedTuple):
    """What a page states; `published_inferred` where the date was found beside the headline and not stated as the article's."""

    title: str | None
    published: str | None
    published_inferred: bool
    outlet: str | None
    author: str | None
    url: str | None
    language: str | None


def facts_of(page: Any) -> Facts:
    """Return what a page says about its article: its data first, then what it shows."""
    items = linked_items(page)
    linked = article_item(items)
    metas = _metas(page)
    title = _title(page, metas, linked)
    published, is_inferred = _published(page, metas, linked, title)
    url = _address(page, metas)
    return Facts(title, published, is_inferred, _outlet(page, metas, linked, items, title), _author(page, metas, linked, title), url, _language(page, title))


def _metas(page: Any) -> dict[str, str]:
    """Return what the page's meta elements state, by their names in lower case; the first of a name counts."""
    found: dict[str, str] = {}
    for element in page.xpath("//meta[@content]"):
        for attribute in ("property", "name", "itemprop"):
            name, value = element.get(attribute), " ".join(element.get("content").split())
            if name and value:
                found.setdefault(name.lower(), value)
    return found


def _stated(metas: dict[str, str], names: Iterable[str]) -> str | None:
    values = (metas.get(name) for name in names)
    return next((value for value in values if value and not re.match(r"https?://|@", value)), None)


def _texts(page: Any, path: str) -> Iterator[str]:
    for found in page.xpath(path):
        text = " ".join((found if isinstance(found, str) else "".join(found.itertext())).split())
        if text:
            yield text


def _first(page: Any, path: str) -> str | None:
    return next(_texts(page, path), None)


def _title(page: Any, metas: dict[str, str], linked: dict[str, Any]) -> str | None:
    """Return the headline as the page shows it: the heading that its data or its window title contain, else what those say."""
    named = [value for value in (_stated(metas, [name]) for name in _TITLE_NAMES) if value]
    headline = linked.get("headline") or linked.get("name")
    named += [" ".join(headline.split())] if isinstance(headline, str) and headline.strip() else []
    window = _first(page, "//head/title") or _first(page, "//title")
    headings = [text for text in _texts(page, "//h1") if len(text) <= _LONGEST_TITLE]
    lesser = [text for text in _texts(page, "//h2|//h3|//*[@itemprop='headline']") if len(text.split()) >= _FEWEST_TITLE_WORDS]
    names = [*named, window or ""]
    shown, others = ([text for text in texts if any(_holds(name, text) for name in names)] for texts in (headings, lesser))
    sure = [text for text in shown if not _is_site_part(text, names)]
    if sure or shown or others:
        return max(sure or [*shown, *others], key=len)
    if named:
        return _without_site(named[0], window, page)
    if window and len(window.split()) >= _FEWEST_TITLE_WORDS and len(headings) != 1:
        return _without_site(window, None, page)
    return headings[0] if headings else (window and _without_site(window, None, page))


def _holds(name: str, heading: str) -> bool:
    """Say whether a title holds a heading: the whole of it, or all of it from a separator on."""
    wanted, there = bare(heading), bare(name)
    return bool(wanted) and wanted in there


def _is_site_part(heading: str, names: list[str]) -> bool:
    """Say whether a short heading is one part of several in a title: the site's name, not the headline."""
    return any(
        bare(heading) in (bare(part) for part in _SEPARATORS.split(name)) and bare(heading) != bare(name) for name in names if name
    )


def _without_site(name: str, window: str | None, page: Any) -> str:
    """Return a title without the site's name and the section: the longest run of its parts that the page shows, else the longest part."""
    parts = _SEPARATORS.split(name)
    if len(parts) < 2:
        return name
    places = [match.span() for match in _SEPARATORS.finditer(name)]
    begins, ends = [0, *(end for _, end in places)], [*(start for start, _ in places), len(name)]
    runs = [name[b:e] for i, b in enumerate(begins) for e in ends[i:] if b < e]
    shown = {bare(text) for text in _short_texts(page)}
    seen = [run for run in runs if bare(run) in shown and len(run.split()) >= _FEWEST_TITLE_WORDS and (run != name or bare(name) in shown)]
    if seen:
        return max(seen, key=len)
    return max(parts, key=len) if max(map(len, parts)) >= 0.5 * len(name) else name


def _short_texts(page: Any) -> Iterator[str]:
    for element in page.iter():
        if isinstance(element.tag, str) and element.tag not in ("script", "style", "title", "head", "meta"):
            if element.text and 8 <= len(element.text.strip()) <= _LONGEST_TITLE:
                yield element.text


def _outlet(page: Any, metas: dict[str, str], linked: dict[str, Any], items: list[dict[str, Any]], title: str | None) -> str | None:
    stated = _stated(metas, _SITE_NAMES[:5]) or _name(linked.get("publisher"))
    if stated:
        return _tidy(stated)
    of_site = (item for item in items if {"WebSite", "NewsMediaOrganization", "Organization"} & set(types_of(item)))
    named = next((name for name in (_name(item.get("name")) for item in of_site) if name), None) or _stated(metas, _SITE_NAMES[5:])
    return _tidy(named) if named else _agreed_name(page, title)


def _agreed_name(page: Any, title: str | None) -> str | None:
    """Return the name that most of the places agree on where a page names its site: window title, logo, copyright notice, feed."""
    votes: Counter[str] = Counter()
    spelt: dict[str, str] = {}
    for weight, name in _named_sites(page, title):
        name = _tidy(name)
        if name and len(name) <= _LONGEST_NAME and bare(name) and bare(name) != bare(title or "") and not name.isdigit():
            spelt.setdefault(bare(name), name)
            votes[bare(name)] += weight
    for one in list(votes):  # "Lantern Post Ltd" in the notice speaks for "Lantern Post" in the title
        for other in list(votes):
            if one != other and len(one) > 3 and one in other:
                votes[one] += votes[other]
    best = max(votes, key=lambda name: (votes[name], len(name)), default=None)
    return spelt[best] if best is not None and votes[best] >= 2 else None


def _named_sites(page: Any, title: str | None) -> Iterator[tuple[int, str]]:
    """Yield (weight, name) for every place in which a page may name its site; only the logo and the notice speak for themselves."""
    window = _first(page, "//head/title") or _first(page, "//title") or ""
    if title and bare(title) in bare(window):
        yield from ((1, part) for part in _SEPARATORS.split(window) if bare(part) not in bare(title))
    home = "//a[@href='/' or @rel='home' or re:test(@href, '^https?://[^/]+/?$')]"
    spaces = {"re": "http://exslt.org/regular-expressions"}
    for link in page.xpath(home, namespaces=spaces)[:12]:
        names = [" ".join("".join(link.itertext()).split()), link.get("title") or "", *link.xpath(".//img/@alt"), *link.xpath("./svg/title/text()")]
        yield from ((1, name) for name in {n for n in names if n and len(n.split()) <= 8 and n.casefold() not in INTERFACE_LINES})
    for image in page.xpath("//img[@alt]")[:40]:
        if {"logo", "head", "masthead"} & set(re.findall(r"[a-z]+", f"{image.get('src') or ''} {image.get('class') or ''}".lower())):
            yield 2, str(image.get("alt"))
    for element in page.xpath("//*[contains(@class, 'logo') or contains(@class, 'brand') or contains(@class, 'site-title') or contains(@class, 'site-name')]")[:12]:
        text = " ".join("".join(element.itertext()).split())
        if 0 < len(text.split()) <= 6:
            yield 2, text
    for feed in page.xpath("//link[@type='application/rss+xml' or @type='application/atom+xml']/@title")[:4]:
        yield 1, re.split(r"\s+(?:»|-|–|\|)\s+", feed)[0]
    for text in _notices(page):
        yield 2, text


def _notices(page: Any) -> Iterator[str]:
    """Yield the names behind signs of copyright in short texts."""
    for text in page.xpath("//text()[contains(., '©') or contains(., '(c)') or contains(., 'opyright') or contains(., '版权所有')]")[-8:]:
        parent = text.getparent()
        if parent is None or parent.tag in ("script", "style"):
            continue
        shown = " ".join("".join(parent.itertext()).split())
        match = _COPYRIGHT.search(shown) if len(shown) <= 400 else None
        if match:
            yield _ALL_RIGHTS.sub("", match.group("name")).strip(" -–—|")


def _tidy(name: str) -> str:
    return re.sub(r"\s+(?:mobile|online|logo|home ?page)$", "", " ".join(name.split()), flags=re.I).strip(" |-–—·:»«.,")


def _published(page: Any, metas: dict[str, str], linked: dict[str, Any], title: str | None) -> tuple[str | None, bool]:
    """Return the date of the article and whether it is inferred: what data state, an element's attribute, then what is shown."""
    values = [_stated(metas, [name]) for name in _DATE_NAMES]
    values += [value if isinstance(value := linked.get(name), str) else None for name in ("datePublished", "dateCreated", "uploadDate")]
    values += list(_attributes(page))
    stated = next((value for value in values if value and dates.parse_date(value)), None)
    if stated:
        return stated, False
    timed = _time_element(page) or (date_in_state(page, title) if title else None)
    if timed:
        return timed, False
    shown = _shown_date(page, title)
    if shown:
        return shown
    return next((value for value in values if value), None), False


def _attributes(page: Any) -> Iterator[str]:
    """Yield the dates of publication in attributes of elements: microdata, RDFa, microformats."""
    for path in (
        "//*[@itemprop='datePublished']", "//*[contains(@property, 'datePublished')]", "//time[@pubdate]", "//*[contains(@property, 'dc:issued')]",
        "//*[contains(@property, 'dateCreated') or @property='dc:date' or @property='dc:created']",
        "//abbr[contains(concat(' ', @class, ' '), ' published ')]", "//time[contains(@class, 'published')]",
    ):
        for element in page.xpath(path)[:3]:
            for name in ("content", "datetime", "title"):
                if element.get(name):
                    yield element.get(name)


def _time_element(page: Any) -> str | None:
    """Return the date of the first `time` element that is the article's: none of a change, a sidebar, a comment, a list of events."""
    found = [element for element in page.xpath("//time[@datetime]")[:60] if not _is_elsewhere(element)]
    labelled = [element for element in found if _PUBLISHED.search(_label_of(element)) and not _UPDATED.search(_label_of(element))]
    plain = [element for element in found if not _UPDATED.search(_label_of(element))]
    return next((str(e.get("datetime")) for e in [*labelled, *plain] if dates.parse_date(str(e.get("datetime")))), None)


def _label_of(element: Any) -> str:
    """Return the words that say what a date is: classes, and the text before it in its line."""
    parent = element.getparent()
    before = [element.get("class") or "", element.get("itemprop") or ""]
    if parent is not None and len("".join(parent.itertext()).split()) <= _SHORT_WORDS:
        before += [parent.get("class") or "", parent.text or ""]
        sibling = element.getprevious()
        before += ["".join(sibling.itertext()) if sibling is not None and isinstance(sibling.tag, str) else "", (sibling.tail or "") if sibling is not None else ""]
    return " ".join(before)


def _is_elsewhere(element: Any) -> bool:
    return any(e.tag in _OTHER_PLACES or not _OTHER_TOKENS.isdisjoint(tokens_of(e)) for e in element.iterancestors() if e.tag not in ("body", "html"))


def _shown_date(page: Any, title: str | None) -> tuple[str, bool] | None:
    """Return the date that stands in a short line near the headline, and whether it is inferred: not, where the line says "Published"."""
    lines = _lines_near(page, title)
    plain: str | None = None
    for line in lines:
        found = dates.find_dates(line)
        if not found:
            continue
        label = line[: found[0][0]]
        if _PUBLISHED.search(label) and not _UPDATED.search(label):
            return found[0][2].day.isoformat(), not found[0][2].is_sure
        if not _UPDATED.search(label) and plain is None:
            plain = found[0][2].day.isoformat()
    return (plain, True) if plain else None


def _lines_near(page: Any, title: str | None) -> list[str]:
    """Return the short lines that follow the headline, then those right before it."""
    lines, place = [], None
    for text in page.xpath("//body//text()"):
        parent = text.getparent()
        if parent is None or parent.tag in ("script", "style", "noscript") or not text.strip():
            continue
        line = " ".join(text.split())
        if place is None and title and bare(line) == bare(title):
            place = len(lines)
        lines.append(line)
    if place is None:
        return []
    after = _joined(lines[place + 1 : place + 40])
    before = [line for line in reversed(lines[max(0, place - 4) : place]) if len(line.split()) <= _SHORT_WORDS]
    return [*after, *before]


def _joined(lines: list[str]) -> list[str]:
    """Return lines up to the first running text; a label and its date in two elements are one line."""
    found: list[str] = []
    for line in lines:
        if len(line.split()) > _SHORT_WORDS:
            break
        is_label = found and not dates.find_dates(found[-1]) and len(found[-1].split()) <= 4 and dates.find_dates(line)
        if is_label:
            found[-1] = f"{found[-1]} {line}"
        else:
            found.append(line)
    return found


def _author(page: Any, metas: dict[str, str], linked: dict[str, Any], title: str | None) -> str | None:
    shown = _first(page, "//*[@itemprop='author']//*[@itemprop='name']|//*[@itemprop='author'][not(*)]|//a[@rel='author']")
    named = _first(page, "//*[@property='schema:name' and contains(@typeof, 'Person')]|//*[contains(@class, 'author')]//*[contains(@class, 'fn')]")
    author = _stated(metas, _AUTHOR_NAMES) or _name(linked.get("author")) or shown or named or _author_beside(page, title)
    return author if author and len(author) <= 200 else None


def _author_beside(page: Any, title: str | None) -> str | None:
    """Return the author of a byline below the headline, or the name alone beside a line with the date or the reading time."""
    lines = _lines_near(page, title)
    for place, line in enumerate(lines):
        byline = _BYLINE.match(line) or (_NAME_BEHIND.search(line) if dates.find_dates(line) else None)
        if byline:
            return byline.group("author")
        if _BY_ALONE.fullmatch(line) and place + 1 < len(lines) and _PERSON_NAME.fullmatch(lines[place + 1]):
            return lines[place + 1]
        beside = [*lines[max(0, place - 1) : place], *lines[place + 1 : place + 2]]
        is_dated = any(dates.find_dates(other) or _READING_TIME.search(other) for other in beside)
        if is_dated and _PERSON_NAME.fullmatch(line) and line.casefold() not in INTERFACE_LINES:
            return line
    return None


def _name(value: object) -> str | None:
    if isinstance(value, list):
        return ", ".join(name for name in map(_name, value) if name) or None
    if isinstance(value, dict):
        value = value.get("name")
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _address(page: Any, metas: dict[str, str]) -> str | None:
    """Return the address of the article; that of a web archive gives way to the one that was archived."""
    comment = next((str(c.text) for c in page.xpath("//comment()")[:20] if c.text and "saved from url" in c.text), "")
    saved = _SAVED_FROM.search(comment)
    found = [_first(page, "//link[@rel='canonical']/@href"), metas.get("og:url"), saved and saved.group(1), _first(page, "//base/@href")]
    url = next((str(value) for value in found if value and urlsplit_of(str(value))), None)
    return None if url is None else _ARCHIVE.sub("", url)


def urlsplit_of(url: str) -> str:
    """Return the host of an address; nothing where it is none."""
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _language(page: Any, title: str | None) -> str | None:
    """Return the language that the page declares for its article: nearest to the headline first."""
    heading = next((h for h in page.xpath("//h1") if title and bare("".join(h.itertext())) == bare(title)), None)
    near = next((e.get("lang") for e in [heading, *heading.iterancestors()] if e.get("lang")), None) if heading is not None else None
    return near or _first(page, "/html/@lang") or _first(page, "//meta[@http-equiv='content-language']/@content")
