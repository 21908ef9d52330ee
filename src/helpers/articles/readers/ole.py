"""Compound files (old Word, Excel and Outlook files, encrypted DOCX and XLSX): refused with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.articles.records import Refusal, Source

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def recognises(source: Source) -> bool:
    """Tell a compound file by its first bytes."""
    return source.data.startswith(b"\xd0\xcf\x11\xe0")


def read(source: Source) -> Iterator[Refusal]:
    """Yield the one refusal."""
    if _ENCRYPTED in source.data:
        yield Refusal("it is encrypted; save it without a password")
    else:
        yield Refusal("it is an old office document (.doc, .xls, .msg); save it as DOCX, XLSX or EML")
