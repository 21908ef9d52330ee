"""Markdown, with or without YAML front matter: one file, one article."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from helpers.articles.readers.columns import fields_of
from helpers.articles.records import Record, Source

_FRONT_MATTER = re.compile(r"\ufeff?\s*---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
# What is longer is the article's own text behind three dashes.
_LONGEST_FRONT_MATTER = 20_000
_LABEL = re.compile(r"([A-Za-z][\w -]{0,30}):\s*(\S.*)$")
# No pattern looks further than it must for the end of what began: openings by the thousand must not take for ever.
_MARKUP = (
    (re.compile(r"^[ \t]*(?:```|~~~).*$", re.MULTILINE), ""),
    (re.compile(r"!\[[^\[\]\n]*\]\([^)\n]{0,2000}\)"), ""),
    (re.compile(r"\[([^\[\]\n]+)\]\([^)\n]{0,2000}\)"), r"\1"),
    (re.compile(r"\[([^\[\]\n]+)\]\[[^\[\]\n]*\]"), r"\1"),
    (re.compile(r"^[ \t]*\[[^\]\n]+\]:[ \t]+\S.*$", re.MULTILINE), ""),
    (re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(.*)$", re.MULTILINE), lambda match: f"\n{_without_closing(match.group(1))}\n"),
    (re.compile(r"^[ \t]{0,3}(?:>[ \t]?)+", re.MULTILINE), ""),
    (re.compile(r"^[ \t]{0,3}(?:[-*_][ \t]*){3,}$", re.MULTILINE), ""),
    (re.compile(r"(\*\*|__)(?=\S)([^\n]{1,400}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=[^\s_])([^_\n]+?)(?<=\S)_(?![\w_])"), r"\1"),
    (re.compile(r"`([^`\n]+)`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>~-])"), r"\1"),
)
_HEADING = re.compile(r"^[ \t]{0,3}#[ \t]+(.*)$", re.MULTILINE)


def recognises(source: Source) -> bool:
    """Tell Markdown by its ending or by front matter."""
    return source.suffix in (".md", ".markdown") or _FRONT_MATTER.match(source.text[:_LONGEST_FRONT_MATTER]) is not None


def read(source: Source) -> Iterator[Record]:
    """Yield the file as one record: front matter as its fields, the rest without markup as its text."""
    match = _FRONT_MATTER.match(source.text[:_LONGEST_FRONT_MATTER])
    body = source.text[match.end() :] if match else source.text
    fields = fields_of(_front_matter(match.group(1)) if match else {}, source.columns)
    fields.pop("text", None)
    heading = _HEADING.search(body)
    if "title" not in fields and heading and not body[: heading.start()].strip("\ufeff \t\r\n"):
        fields["title"] = strip_markup(_without_closing(heading.group(1))).strip()
        body = body[heading.end() :]
    yield Record(text=strip_markup(body), raw=source.data, **fields)


def strip_markup(text: str) -> str:
    """Return `text` with Markdown's signs taken out: headings, emphasis, links, images, quotations, rules, comments."""
    text = without_comments(text)
    for pattern, replacement in _MARKUP:
        text = pattern.sub(replacement, text)
    return text


def without_comments(text: str) -> str:
    """Return `text` without the comments of HTML in it; one that is never closed stays."""
    parts, place = [], 0
    while (start := text.find("<!--", place)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts.append(text[place:start])
        place = end + 3
    return "".join([*parts, text[place:]])


def _without_closing(heading: str) -> str:
    """Return a heading without the signs that may close it: `A heading ##`."""
    return heading.strip(" \t\r").rstrip("#").rstrip(" \t")


class _PlainLoader(yaml.SafeLoader):
    """YAML without aliases: with them a few lines unfold to gigabytes, or hold themselves."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Return the next node. Raises YAMLError for an alias."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("an alias")
        return super().compose_node(parent, index)


def _front_matter(block: str) -> dict[str, object]:
    """Parse front matter; where it is no valid YAML ("title: Kyiv: the day after"), take it line by line."""
    try:
        parsed = yaml.load(block, Loader=_PlainLoader)  # a safe loader
    except (yaml.YAMLError, ValueError):
        parsed = None
    if isinstance(parsed, dict):
        return {str(key): value for key, value in parsed.items()}
    labelled = (_LABEL.match(line.strip()) for line in block.splitlines())
    return {match.group(1): match.group(2).strip("\"'") for match in labelled if match}
