"""Plain text: one file, one article."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.articles.records import Record, Source

# Text by encoding, but no article.
_NO_ARTICLES = frozenset(
    (
        *(".css", ".js", ".mjs", ".ts", ".py", ".ipynb", ".r", ".sh", ".bat", ".sql", ".svg", ".xml", ".xsl", ".rss", ".atom"),
        *(".yaml", ".yml", ".toml", ".ini", ".cfg", ".log", ".bib", ".tex", ".geojson"),
    )
)


def recognises(source: Source) -> bool:
    """Take every text that is not known to be something else by its ending."""
    return source.suffix not in _NO_ARTICLES


def read(source: Source) -> Iterator[Record]:
    """Yield the file as one record."""
    yield Record(text=source.text, raw=source.data)
