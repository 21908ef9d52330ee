"""One module a format; `choose_reader` looks at the content first, then at the ending of the name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from helpers.articles.readers import delimited, html, json, markdown, plain
from helpers.articles.records import Record, Refusal, Source


class Reader(NamedTuple):
    """A format: its name, how a file of it is told, and how its records are read."""

    name: str
    recognises: Callable[[Source], bool]
    read: Callable[[Source], Iterator[Record | Refusal]]


# In the order of asking: the first that recognises a file reads it; plain text takes what is left.
READERS: tuple[Reader, ...] = (
    Reader("HTML", html.recognises, html.read),
    Reader("JSON", json.recognises, json.read),
    Reader("JSON lines", json.recognises_lines, json.read_lines),
    Reader("CSV or TSV", delimited.recognises, delimited.read),
    Reader("Markdown", markdown.recognises, markdown.read),
    Reader("plain text", plain.recognises, plain.read),
)


def choose_reader(source: Source) -> Reader | None:
    """Return the reader for `source`, or None for a kind of file that is no article (a style sheet, a script).

    Raises NotTextError where the bytes are no text.
    """
    return next((reader for reader in READERS if reader.recognises(source)), None)
