"""What passes between the readers and the cleaning: a file, the records in it, and what was refused."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from helpers.articles.decode import decode

logger = logging.getLogger("helpers")

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w-]+)|<\?xml[^>]{0,100}?encoding=["']([\w-]+)""", re.IGNORECASE
)


@dataclass(frozen=True)
class Source:
    """One file: its path relative to the input folder, its bytes, and the columns its user named."""

    name: str
    data: bytes
    columns: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def text(self) -> str:
        """The decoded text, a byte-order mark included. Raises NotTextError where the bytes are no text."""
        match = _DECLARED.search(self.data[:4096])
        declared = (match.group(1) or match.group(2)).decode("ascii") if match else None
        decoded = decode(self.data, declared=declared)
        if decoded.n_invalid:
            logger.warning("%s: %d invalid byte sequence(s) were marked with U+FFFD", self.name, decoded.n_invalid)
        return decoded.text

    @cached_property
    def head(self) -> str:
        """The first 2,000 characters without byte-order mark and leading white space, for choosing a reader."""
        return self.text[:4000].lstrip("\ufeff \t\r\n")[:2000]

    @property
    def suffix(self) -> str:
        """The ending of the name, in lower case, with its dot."""
        stem, dot, suffix = self.name.rpartition(".")
        return f".{suffix.lower()}" if dot and stem and "/" not in suffix else ""


@dataclass(frozen=True)
class Record:
    """One article as its file gave it: the text before cleaning, and what the file says about it in so many words."""

    text: str
    raw: bytes
    row: int | None = None
    title: str | None = None
    published: str | None = None
    published_inferred: bool = False
    outlet: str | None = None
    agency: str | None = None
    author: str | None = None
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class Refusal:
    """One row, or a whole file, that was not read, and why."""

    reason: str
    row: int | None = None
