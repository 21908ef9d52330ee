"""What the scripts of a page hold as data: its description for search engines (JSON-LD), and what its program would show."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import lxml.etree
import lxml.html

_ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting|OpinionPiece)$")
_ASSIGNED = re.compile(r"(?:=|\bpush\(|\bparse\()\s*(?=[\[{])")
_FEWEST_CHARACTERS = 300
_MOST_TRIED, _LARGEST_SCRIPT = 12, 8_000_000
_DEEPEST = 40
_PROSE_CHARACTERS = 60
_SENTENCE_END = re.compile(r"[.!?…。][\"'”’»)\]]*\s*$")
_DATE_KEY = re.compile(
    r"(?:date_?published|(?:first_?)?published?_?(?:at|on|date|time)?|publication_?date|pub_?date|display_?date)", re.I
)
_ASIDE_KEYS = re.compile(
    r"related|recommend|promo|teaser|comment|caption|credit|bio|seo|meta|menu|nav|footer|newsletter|translation", re.I
)
_MARKUP = re.compile(r"<(?:p|br|div|h[1-6]|ul|a|b|i|em|strong|span)\b[^<>]*>|&\w{2,8};", re.IGNORECASE)


def linked_items(page: Any) -> list[dict[str, Any]]:
    """Return the objects of a page's JSON-LD, those of lists and graphs one by one; blocks that are no JSON are passed over."""
    items: list[dict[str, Any]] = []
    for script in page.xpath("//script[contains(translate(@type, 'LDJSON', 'ldjson'), 'ld+json')]"):
        parsed = _loaded(re.sub(r"^\s*(?:<!--|//<!\[CDATA\[)|(?:-->|//\]\]>)\s*$", "", script.text_content()))
        items += _items(parsed)
    return items


def article_item(items: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the object that describes the article: one of an article's type first, else any with a headline or a date."""
    typed = [item for item in items if any(_ARTICLE_TYPES.search(kind) for kind in types_of(item))]
    others = [item for item in items if "headline" in item or "datePublished" in item]
    return next(iter([item for item in typed if "headline" in item or "datePublished" in item] + others), {})


def types_of(item: dict[str, Any]) -> list[str]:
    """Return the types of a JSON-LD object."""
    kinds = item.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def article_body(items: list[dict[str, Any]]) -> str:
    """Return the text that JSON-LD gives as the article's, without markup; nothing where it gives none."""
    bodies = [
        item.get("articleBody") or item.get("text") for item in items if any(_ARTICLE_TYPES.search(k) for k in types_of(item))
    ]
    return max((without_markup(body) for body in bodies if isinstance(body, str)), key=len, default="")


def states_of(page: Any) -> Iterator[Any]:
    """Yield the data that a page's program starts from: scripts of JSON, and values that scripts assign."""
    for script in page.xpath("//script[not(@src)]"):
        kind = (script.get("type") or "").lower()
        text = script.text_content()
        if "ld+json" not in kind and _FEWEST_CHARACTERS <= len(text) <= _LARGEST_SCRIPT:
            yield from [_loaded(text)] if "json" in kind else _assigned(text)


def date_in_state(page: Any, title: str) -> str | None:
    """Return the date of publication that stands in the page's data beside its headline."""
    for state in states_of(page):
        for item in _objects(state):
            if any(isinstance(value, str) and value.strip() == title for value in item.values()):
                found = (value for key, value in item.items() if _DATE_KEY.fullmatch(key) and isinstance(value, str | int))
                date = next(found, None)
                if date is not None:
                    return str(date)
    return None


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    for item in inner if depth < _DEEPEST else []:
        yield from _objects(item, depth + 1)


def text_of_state(page: Any) -> str:
    """Return the longest run of prose in the data that a page's program starts from, paragraphs parted by blank lines.

    The run is a list whose items hold prose, or one long string: never what lies under keys such as `related` or `comments`.
    """
    best = ""
    for state in states_of(page):
        best = max([best, *_runs_of_prose(state)], key=len)
    return best


def without_markup(text: str) -> str:
    """Return text without HTML; its blocks are parted by blank lines. Text without markup stays as it is."""
    if not _MARKUP.search(text):
        return text.strip()
    try:
        tree = lxml.html.fromstring(f"<div>{text}</div>")
    except (lxml.etree.LxmlError, ValueError):
        return ""
    for element in tree.iter("br"):
        element.tail = "\n" + (element.tail or "")
    for element in tree.iter("p", "div", "h1", "h2", "h3", "h4", "li", "blockquote"):
        element.tail = "\n\n" + (element.tail or "")
    return re.sub(r"[ \t]*\n\s*\n\s*", "\n\n", tree.text_content()).strip()


def _loaded(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _assigned(text: str) -> Iterator[Any]:
    """Yield the values that a script assigns or pushes: `window.__STATE__ = {...}`."""
    decoder = json.JSONDecoder(strict=False)
    end = n_tried = 0
    for match in _ASSIGNED.finditer(text):
        if match.end() < end or n_tried >= _MOST_TRIED:
            continue
        n_tried += 1
        try:
            value, end = decoder.raw_decode(text, match.end())
        except (ValueError, RecursionError):
            continue
        yield value


def _items(parsed: Any) -> Iterator[dict[str, Any]]:
    for candidate in parsed if isinstance(parsed, list) else [parsed]:
        if isinstance(candidate, dict):
            graph = candidate.get("@graph")
            inner = candidate.get("mainEntity")
            yield candidate
            yield from (item for item in (graph if isinstance(graph, list) else []) if isinstance(item, dict))
            yield from ([inner] if isinstance(inner, dict) else [])


def _runs_of_prose(value: Any, depth: int = 0) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    if isinstance(value, str):
        text = without_markup(value)
        if _is_prose(text) and len(text) >= _FEWEST_CHARACTERS:
            yield text
    elif isinstance(value, list):
        parts = [_shown(item) for item in value]
        if sum(map(_is_prose, parts)) >= 2:
            yield "\n\n".join(part for part in parts if part)
        for item in value:
            yield from _runs_of_prose(item, depth + 1)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not _ASIDE_KEYS.search(key):
                yield from _runs_of_prose(item, depth + 1)


def _shown(item: Any) -> str:
    """Return the text that an item of a list shows: the item itself, or the strings under its keys for text."""
    if isinstance(item, str):
        return without_markup(item)
    if not isinstance(item, dict) or any(key in item for key in ("headline", "href", "url", "slug")):
        return ""
    if isinstance(item.get("type"), str) and _ASIDE_KEYS.search(item["type"]):
        return ""
    values = [item.get(key) for key in ("text", "html", "content", "value", "body", "paragraph", "items", "children")]
    strings = [v for value in values for v in (value if isinstance(value, list) else [value])]
    return "\n\n".join(without_markup(string) for string in strings if isinstance(string, str) and string.strip())


def _is_prose(text: str) -> bool:
    return len(text) >= _PROSE_CHARACTERS and _SENTENCE_END.search(text) is not None
