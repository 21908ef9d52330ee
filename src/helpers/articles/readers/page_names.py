"""What a page calls its article and itself: the headline as it is shown, and the name of the site."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from helpers.articles.readers.page_access import bare, first_text, name_of, stated_in, texts_of
from helpers.articles.readers.page_data import types_of
from helpers.articles.vocabulary import INTERFACE_LINES

_SITE_NAMES = (*("og:site_name", "dc.publisher", "dcterms.publisher", "citation_publisher", "citation_journal_title"),)
_WEAKER_NAMES = ("application-name", "article:publisher", "publisher", "apple-mobile-web-app-title", "cre", "copyright")
_TITLE_NAMES = (
    *("og:title", "twitter:title", "parsely-title", "citation_title", "dc.title", "dcterms.title", "headline", "sailthru.title"),
)
_SITE_TYPES = frozenset(("WebSite", "NewsMediaOrganization", "Organization"))
_OF_LOGOS = frozenset(("logo", "head", "masthead"))
_LOGOS = "(//*[{}])[position() <= 12]".format(
    " or ".join(f"contains(@class, '{name}')" for name in ("logo", "brand", "site-title", "site-name"))
)
_FEEDS = "//link[@type='application/rss+xml' or @type='application/atom+xml']/@title"
_REGEX = {"re": "http://exslt.org/regular-expressions"}
_SEPARATORS = re.compile(r"\s+(?:[|•·–—»:-]|::|\|\|)\s+|(?<=\w):\s+|(?<=[\u3400-\u9fff])[-_|](?=[\u3400-\u9fff])")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|&copy;|\bcopyright\b|版权所有)\s*(?:©\s*)?(?:(?:19|20)\d\d(?:\s*[-–—]\s*(?:19|20)\d\d)?[.,]?\s*)?"
    r"(?:by\s+)?(?P<name>[^©|.,;\n]{2,60})",
    re.I,
)
_ALL_RIGHTS = re.compile(r"\s+(?:all rights reserved|unauthorized|reproduction|未经).*$|\s*(?:(?:19|20)\d\d)\s*$", re.I)
_FEWEST_TITLE_WORDS = 3
_LONGEST_TITLE, _LONGEST_NAME, _SHORTEST_SHOWN, _LONGEST_NOTICE = 300, 60, 8, 400


def title_of(page: Any, metas: dict[str, str], linked: dict[str, Any]) -> str | None:
    """Return the headline as the page shows it: the heading that its data or its window title hold, else what those say."""
    headline = linked.get("headline") or linked.get("name")
    named = [value for value in (stated_in(metas, [name]) for name in _TITLE_NAMES) if value]
    named += [" ".join(headline.split())] if isinstance(headline, str) and headline.strip() else []
    window = _window_title(page)
    headings = [text for text in texts_of(page, "//h1") if len(text) <= _LONGEST_TITLE]
    lesser = [text for text in texts_of(page, "//h2|//h3|//*[@itemprop='headline']") if len(text.split()) >= _FEWEST_TITLE_WORDS]
    names = [*named, window]
    shown, others = ([text for text in texts if any(_holds(name, text) for name in names)] for texts in (headings, lesser))
    sure = [text for text in shown if not _is_site_part(text, names)]
    if sure or shown or others:
        return max(sure or [*shown, *others], key=len)
    if named or (len(window.split()) >= _FEWEST_TITLE_WORDS and len(headings) != 1):
        return _without_site([*named, window][0], page)
    return headings[0] if headings else _without_site(window, page) or None


def _window_title(page: Any) -> str:
    return first_text(page, "//head/title") or first_text(page, "//title") or ""


def _holds(name: str, heading: str) -> bool:
    """Say whether a title holds a heading: the whole of it, or all of it from a separator on."""
    wanted, there = bare(heading), bare(name)
    return bool(wanted) and wanted in there


def _is_site_part(heading: str, names: list[str]) -> bool:
    """Say whether a heading is one part of several in a title: the site's name, perhaps, and not the headline."""
    wanted = bare(heading)
    return any(wanted != bare(name) and wanted in map(bare, _SEPARATORS.split(name)) for name in names)


def _without_site(name: str, page: Any) -> str:
    """Return a title without the site's name and the section: as much as the page shows by itself, else its longest part."""
    whole = bare(name)
    texts = {text.strip(): bare(text) for text in _short_texts(page)}
    seen = [t for t, b in texts.items() if 2 * len(b) >= len(whole) and b and (whole.startswith(b) or whole.endswith(b))]
    if seen:
        return max(seen, key=len)
    parts = _SEPARATORS.split(name)
    return max(parts, key=len) if max(map(len, parts)) >= 0.5 * len(name) else name


def _short_texts(page: Any) -> Iterator[str]:
    for element in page.iter():
        is_shown = isinstance(element.tag, str) and element.tag not in ("script", "style", "title", "head", "meta")
        if is_shown and element.text and _SHORTEST_SHOWN <= len(element.text.strip()) <= _LONGEST_TITLE:
            yield element.text


def outlet_of(
    page: Any, metas: dict[str, str], linked: dict[str, Any], items: list[dict[str, Any]], title: str | None
) -> str | None:
    """Return the name of the site: as its data state it, else as the places agree in which it names itself."""
    of_site = (item.get("name") for item in items if _SITE_TYPES & set(types_of(item)))
    named = stated_in(metas, _SITE_NAMES) or name_of(linked.get("publisher")) or next(filter(None, map(name_of, of_site)), None)
    named = named or stated_in(metas, _WEAKER_NAMES)
    return _tidy(named) if named else _agreed_name(page, title)


def _agreed_name(page: Any, title: str | None) -> str | None:
    """Return the name that most of the places agree on where a page names its site: window, logo, notice, feed."""
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
    """Yield (weight, name) for every place in which a page may name its site; logo and notice speak for themselves."""
    window = _window_title(page)
    if title and bare(title) in bare(window):
        yield from ((1, part) for part in _SEPARATORS.split(window) if bare(part) not in bare(title))
    for link in page.xpath("//a[@href='/' or @rel='home' or re:test(@href, '^https?://[^/]+/?$')]", namespaces=_REGEX)[:12]:
        names = {" ".join("".join(link.itertext()).split()), link.get("title") or "", *map(str, link.xpath(".//img/@alt"))}
        yield from ((1, name) for name in sorted(names) if 0 < len(name.split()) <= 8 and name.casefold() not in INTERFACE_LINES)
    for image in page.xpath("//img[@alt]")[:40]:
        if _OF_LOGOS & set(re.findall(r"[a-z]+", f"{image.get('src') or ''} {image.get('class') or ''}".lower())):
            yield 2, str(image.get("alt"))
    for text in texts_of(page, _LOGOS):
        if len(text.split()) <= 6:
            yield 2, text
    yield from ((1, re.split(r"\s+(?:»|-|–|\|)\s+", feed)[0]) for feed in map(str, page.xpath(_FEEDS)[:4]))
    yield from ((2, name) for name in _notices(page))


def _notices(page: Any) -> Iterator[str]:
    """Yield the names behind signs of copyright in short texts."""
    signs = ("©", "(c)", "opyright", "版权所有")
    for text in page.xpath(f"//text()[{' or '.join(f'contains(., {sign!r})' for sign in signs)}]")[-8:]:
        parent = text.getparent()
        shown = "" if parent is None or parent.tag in ("script", "style") else " ".join("".join(parent.itertext()).split())
        match = _COPYRIGHT.search(shown) if len(shown) <= _LONGEST_NOTICE else None
        if match:
            yield _ALL_RIGHTS.sub("", match.group("name")).strip(" -–—|")


def _tidy(name: str) -> str:
    return re.sub(r"\s+(?:mobile|online|logo|home ?page)$", "", " ".join(name.split()), flags=re.I).strip(" |-–—·:»«.,")
