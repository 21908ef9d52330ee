"""Hostile text in Markdown notes: nothing in it may become a link, an embed, HTML, a tag, a query or a template.

Backslashes are enough for Markdown itself. Programs that search a note's raw text for their own marks (templates, queries,
comments) do not know them, so the characters of such marks are written as HTML entities, which are text wherever they stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote, urlsplit

# beside control characters those that turn the direction of writing: they can make a name read as another
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
_SPACE = re.compile(r"\s")
_ENTITIES = {mark: f"&#{ord(mark)};" for mark in "&<>`[]{}"}
_BACKSLASHED = frozenset("\\*_~|#^$")
_RAW_MARKS = re.compile(r"%%|==|::|://")
_BARE = re.compile(r"[<>\[\]{}`%|#^\\$=\"]+|://|::")


def one_line(text: str) -> str:
    """Return `text` on one line, without control characters."""
    return " ".join(_INVISIBLE.sub("", _SPACE.sub(" ", text)).split())


def escaped(text: str, *, bold: Sequence[tuple[int, int]] = ()) -> str:
    """Return `text` as Markdown that shows it letter by letter, on one line, the characters of each span in `bold` in bold.

    >>> escaped("<b> [[x]]")
    '&#60;b&#62; &#91;&#91;x&#93;&#93;'
    """
    kept = [(i, " " if char.isspace() else char) for i, char in enumerate(text) if char.isspace() or not _INVISIBLE.match(char)]
    line = "".join(char for _, char in kept)
    inside = {i for mark in _RAW_MARKS.finditer(line) for i in range(*mark.span())}
    heavy = _without_edges([any(start <= i < end for start, end in bold) for i, _ in kept], line)
    parts: list[str] = []
    is_bold = False
    for place, char in enumerate(line):
        if heavy[place] is not is_bold:
            parts, is_bold = [*parts, "**"], not is_bold
        parts.append(f"&#{ord(char)};" if place in inside else _shown(char))
    return _as_no_list(" ".join("".join([*parts, "**" if is_bold else ""]).split()))


def _without_edges(heavy: list[bool], line: str) -> list[bool]:
    """Return which characters are bold, no spaces at the ends of a run: the marks of bold must touch a word."""
    kept = list(heavy)
    for places in (range(len(line)), range(len(line) - 1, -1, -1)):
        last = False
        for place in places:
            kept[place] = last = kept[place] and (last or line[place] != " ")
    return kept


def _shown(char: str) -> str:
    return _ENTITIES.get(char) or (f"\\{char}" if char in _BACKSLASHED else char)


def _as_no_list(line: str) -> str:
    """Return a line that does not begin a list, a rule or a heading."""
    line = re.sub(r"^(\d+)([.)])", r"\1\\\2", line)
    return f"\\{line}" if line.startswith(("-", "+", "=")) else line


def bare(text: str) -> str:
    """Return `text` without the characters that any mark is made of: for places where no escape is known, such as properties."""
    return " ".join(_BARE.sub(" ", one_line(text)).split())


def web_address(url: object) -> str | None:
    """Return an http or https address that is safe inside a link, None for anything else."""
    if not isinstance(url, str):
        return None
    address = one_line(url)
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    safe = quote(address, safe=":/?#@!&',;=%-._~+")
    scheme, rest = safe.split("://", 1)
    return f"{scheme}://{re.sub('%%', '%25%25', rest).replace('::', '%3A%3A').replace('==', '%3D%3D')}"
