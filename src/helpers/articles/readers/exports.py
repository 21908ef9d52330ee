"""What the exports of news databases share: paragraphs from any file format, labelled lines, and the articles made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import lxml.html
from lxml import etree

from helpers.articles.readers.columns import language_code
from helpers.articles.records import Record, Refusal, Source

_BLOCKS = frozenset(("p", "div", "br", "tr", "table", "li", "h1", "h2", "h3", "h4", "h5", "h6", "title", "center", "pre", "body"))
_NO_TEXT = ("script", "style", "noscript", "template", "head")


@dataclass
class Article:
    """One article of an export while it is put together."""

    fields: dict[str, str] = field(default_factory=dict)
    paragraphs: list[str] = field(default_factory=list)


def records(articles: Iterable[Article]) -> Iterator[Record | Refusal]:
    """Yield a record for every article, counted from 1; one without a text is refused alone."""
    for number, article in enumerate(articles, start=1):
        fields = {name: " ".join(value.split()) for name, value in article.fields.items() if value and value.strip()}
        if fields.get("language"):
            fields["language"] = language_code(fields["language"]) or ""
        text = "\n\n".join(" ".join(part.split()) for part in article.paragraphs if part.strip())
        if not text:
            yield Refusal(
                f"its article {number} ({fields.get('title', 'no title')[:80]!r}) has no full text; export it with it", number
            )
            continue
        raw = "\n".join([*(f"{name}: {value}" for name, value in sorted(fields.items())), "", text])
        known = {name: value for name, value in fields.items() if value}
        yield Record(text=text, raw=raw.encode("utf-8", "surrogatepass"), row=number, **known)  # type: ignore[arg-type]


def page_of(source: Source) -> lxml.html.HtmlElement:
    """Return the parsed page. Raises ValueError where there is none."""
    try:
        return lxml.html.fromstring(b"<?xml encoding='utf-8'?>" + source.text.lstrip("\ufeff").encode("utf-8", "replace"))
    except etree.ParserError as error:
        raise ValueError(f"it is broken ({error}); it should be a saved page") from error


def lines_of_html(source: Source) -> list[str]:
    """Return the text of a page, a line for every block, an empty line between two."""
    tree = page_of(source)
    for element in list(tree.iter(*_NO_TEXT)):
        element.drop_tree()
    for element in tree.iter():
        if element.tag in _BLOCKS:
            element.text = f"\n\n{element.text or ''}"
            element.tail = f"\n\n{element.tail or ''}"
    return [" ".join(line.split()) for line in str(tree.text_content()).split("\n\n")]


def blocks_of(lines: Sequence[str]) -> list[list[str]]:
    """Return the lines in groups, parted where a line is empty; indents and white space at the ends are taken off."""
    groups: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            groups[-1].append(line.strip())
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def in_order(names: str) -> str:
    """Return `Jane Roe, Ann Doe` for `Roe, Jane; Doe, Ann`; other forms stay as they are."""
    people = [part.strip() for part in names.split(";") if part.strip()]
    turned = [re.sub(r"^([^,]+),\s*([^,]+)$", r"\2 \1", person) for person in people]
    return ", ".join(turned)
