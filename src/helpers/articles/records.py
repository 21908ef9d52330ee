"""What passes between the readers and the cleaning: a file, the records in it, and what was refused."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from helpers.articles.decode import decode
from helpers.articles.folder import printable

logger = logging.getLogger("helpers")

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w-]+)|<\?xml[^>]{0,100}?encoding=["']([\w-]+)""", re.IGNORECASE
)
# A mark, the declaration, comments, the document type with its declarations; then the first element. Nothing is tried twice:
# blanks or comments by the thousand must not take for ever.
_PROLOG = re.compile(
    rb"""(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)*+<([A-Za-z_][\w.:-]*)""",
    re.S | re.I,
)


TOO_DEEP = "it is nested too deeply; flatten it"


@dataclass(frozen=True)
class Source:
    """One file, or one member of an archive: its path relative to the input folder, its bytes, and the columns its user named."""

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

    @cached_property
    def zip_names(self) -> frozenset[str]:
        """The names of the members where the bytes are a ZIP file, however it is called; none for any other file."""
        if not self.data.startswith(b"PK"):
            return frozenset()
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
                return frozenset(archive.namelist())
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
            return frozenset()

    @cached_property
    def xml_root(self) -> str:
        """The name of the first element in lower case, prefix included, where the bytes begin like XML or HTML; else nothing."""
        match = _PROLOG.match(self.data[:100_000].replace(b"\x00", b""))
        return match.group(1).decode("ascii").lower() if match else ""

    def member(self, name: str, data: bytes) -> Source:
        """Return the member `name` of this archive as a file of its own: `archive.zip/folder/member.txt`.

        The name is a label and no place: control characters are escaped, `..` and a leading `/` are taken out.
        """
        parts = [part for part in printable(name.replace("\\", "/")).split("/") if part not in ("", ".", "..")]
        return Source("/".join([self.name, *parts]), data, self.columns)

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
    path: str | None = None  # set by `read_source`: the file's, or `archive.zip/member.txt`


@dataclass(frozen=True)
class Refusal:
    """One row, or a whole file, that was not read, and why."""

    reason: str
    row: int | None = None
    path: str | None = None  # as in Record


# What a reader yields: an article, what it could not read, or, from an archive, a member that is to be read in its turn.
Item = Record | Refusal | Source
