"""When an article came out, as its page states or shows it; dates of changes and of other articles are passed over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from helpers.articles import dates
from helpers.articles.page_words import OTHER_TOKENS
from helpers.articles.readers.page_access import PUBLISHED, UPDATED, lines_near, stated_in, tokens_of
from helpers.articles.readers.page_data import date_in_state

_DATE_NAMES = (
    *("article:published_time", "og:article:published_time", "article:published", "datepublished", "pubdate", "publishdate"),
    *("publish-date", "publish_date", "publication_date", "og:published_time", "dcterms.issued", "dc.date.issued", "dc.date"),
    *("dcterms.date", "dcterms.created", "dc.date.created", "date.issued", "sailthru.date", "parsely-pub-date", "date"),
    *("cxenseparse:recs:publishtime", "citation_publication_date", "citation_online_date", "citation_date", "article.published"),
    *("govuk:first-published-at", "displaydate", "originalpublicationdate", "bt:pubdate"),
)
_ATTRIBUTES = (
    *("//*[@itemprop='datePublished']", "//*[contains(@property, 'datePublished')]", "//time[@pubdate]"),
    *(
        "//*[contains(@property, 'dc:issued')]",
        "//*[contains(@property, 'dateCreated') or @property='dc:date' or @property='dc:created']",
    ),
    *("//abbr[contains(concat(' ', @class, ' '), ' published ')]", "//time[contains(@class, 'published')]"),
)
_MOMENTS = ("data-timestamp", "data-time", "data-datetime", "time")
_OTHER_PLACES = frozenset(("nav", "aside", "footer"))
_LABEL_WORDS = 30


def published_of(page: Any, metas: dict[str, str], linked: dict[str, Any], title: str | None) -> tuple[str | None, bool]:
    """Return the date of the article and whether it is inferred: what data state, an element's attribute, then what is shown."""
    values = [stated_in(metas, [name]) for name in _DATE_NAMES]
    values += [
        value if isinstance(value := linked.get(name), str) else None for name in ("datePublished", "dateCreated", "uploadDate")
    ]
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
    for path in _ATTRIBUTES:
        for element in page.xpath(path)[:3]:
            yield from (element.get(name) for name in ("content", "datetime", "title") if element.get(name))
    for element in page.xpath("//*[@data-timestamp]|//*[@data-time]|//*[@data-datetime]|//dateformat[@time]")[:10]:
        if not _is_elsewhere(element) and not UPDATED.search(_label_of(element)):
            yield from (element.get(name) for name in _MOMENTS if element.get(name))


def _time_element(page: Any) -> str | None:
    """Return the date of the first `time` element that is the article's, of no change, comment or event."""
    found = [element for element in page.xpath("//time[@datetime]")[:60] if not _is_elsewhere(element)]
    labelled = [element for element in found if PUBLISHED.search(_label_of(element)) and not UPDATED.search(_label_of(element))]
    plain = [element for element in found if not UPDATED.search(_label_of(element))]
    return next((str(e.get("datetime")) for e in [*labelled, *plain] if dates.parse_date(str(e.get("datetime")))), None)


def _label_of(element: Any) -> str:
    """Return the words that say what a date is: classes, and the text before it in its line."""
    said = [element.get("class") or "", element.get("itemprop") or ""]
    parent, sibling = element.getparent(), element.getprevious()
    if parent is not None and len("".join(parent.itertext()).split()) <= _LABEL_WORDS:
        said += [parent.get("class") or "", parent.text or ""]
        if sibling is not None:
            said += ["".join(sibling.itertext()) if isinstance(sibling.tag, str) else "", sibling.tail or ""]
    return " ".join(said)


def _is_elsewhere(element: Any) -> bool:
    """Say whether an element stands in what is no article: a menu, a sidebar, a list of other articles or events."""
    above = (e for e in element.iterancestors() if e.tag not in ("body", "html"))
    return any(e.tag in _OTHER_PLACES or not OTHER_TOKENS.isdisjoint(tokens_of(e)) for e in above)


def _shown_date(page: Any, title: str | None) -> tuple[str, bool] | None:
    """Return the date in a short line near the headline, and whether it is inferred: not, where it says "Published"."""
    lines = lines_near(page, title)
    plain: str | None = None
    for line in lines:
        found = dates.find_dates(line)
        if not found:
            continue
        label = line[: found[0][0]]
        if PUBLISHED.search(label) and not UPDATED.search(label):
            return found[0][2].day.isoformat(), not found[0][2].is_sure
        if not UPDATED.search(label) and plain is None:
            plain = found[0][2].day.isoformat()
    return (plain, True) if plain else None
