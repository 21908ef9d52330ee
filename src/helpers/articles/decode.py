"""Bytes to text: which encoding a file is in, and whether it is text at all."""

from __future__ import annotations

import codecs
import logging
import re
from typing import NamedTuple

from charset_normalizer import from_bytes

logger = logging.getLogger("helpers")

# The four-byte marks first: UTF-32's little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PAR1", "a Parquet table"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
)
# Western, Cyrillic, Central European, Turkish, Greek, Hebrew, Arabic, Baltic and East Asian files of the field.
_LEGACY = [
    *("cp1252", "cp1251", "cp1250", "cp1254", "cp1253", "cp1255", "cp1256", "cp1257", "koi8_r", "koi8_u", "cp866", "iso8859_5"),
    *("shift_jis", "euc_jp", "gb18030", "big5", "euc_kr"),
]
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MARKS_OF_PRINT = "|[\u2018-\u201e\u2026\u2013\u2014€£§©®°«»\xa0]"
# Icelandic letters are left out: in Turkish bytes read as Western ones they stand in every line.
_WESTERN = re.compile(r"(?<=[A-Za-z\s\u2018-\u201e])[À-ÏÑ-ÖØ-Üßà-ïñ-öø-üœŒ](?=[A-Za-z\s,.;:'\u2019!?-])" + _MARKS_OF_PRINT)
_LATIN = re.compile(r"(?<=[A-Za-zÀ-\u024f\s\u2018-\u201e])[À-ÖØ-öø-\u024f](?=[A-Za-zÀ-\u024f\s,.;:'\u2019!?-])" + _MARKS_OF_PRINT)
_OTHER_SCRIPT_WORD = re.compile(r"(?<!\w)[^\W\d_\x00-\x7f][^\W\d_A-ZÀ-ÞА-Я\x00-\x7f]{2,}(?!\w)")
_MOST_INVALID, _MOSTLY = 0.1, 0.75


class NotTextError(ValueError):
    """The bytes are no text; the message says what they look like."""


class Decoded(NamedTuple):
    """Text, the name of the encoding it was in, and the number of bytes or sequences that had to be marked with U+FFFD."""

    text: str
    encoding: str
    n_invalid: int


def decode(data: bytes, *, declared: str | None = None) -> Decoded:
    """Return `data` as text, character for character: a byte-order mark and carriage returns stay.

    A byte-order mark decides, then valid UTF-8, then the encoding the document itself declares, then UTF-16 without a mark, then
    charset-normalizer among the single-byte and East Asian encodings. Invalid bytes in what is UTF-8 otherwise become U+FFFD.

    Raises NotTextError where the bytes are a document, archive, image or program, or mostly control characters.
    """
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise NotTextError(f"it is {name}, not text; convert it to text, HTML, JSON or CSV first")
    decoded = _by_mark(data) or _utf8(data) or _by_name(data, declared) or _utf16_without_mark(data) or _legacy(data)
    _refuse_binary(decoded.text, decoded.n_invalid)
    return decoded


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data, encoding)
    return None


def _marked(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, text.count("\ufffd"))


def _utf8(data: bytes) -> Decoded | None:
    """Read valid UTF-8; NULs are left to the other readers, as UTF-16 of Latin letters is valid UTF-8 too."""
    try:
        return Decoded(data.decode("utf-8"), "utf-8", 0) if b"\x00" not in data else None
    except UnicodeDecodeError:
        return None


def _by_name(data: bytes, declared: str | None) -> Decoded | None:
    try:
        return Decoded(data.decode(declared), declared, 0) if declared and b"\x00" not in data else None
    except (LookupError, UnicodeDecodeError):
        return None


def _utf16_without_mark(data: bytes) -> Decoded | None:
    """Read UTF-16 by its spaces: in the right byte order they are U+0020, in the wrong one U+2000."""
    if b"\x00" not in data or len(data) % 2:
        return None
    candidates = [(data.decode(e, errors="replace"), e) for e in ("utf-16-le", "utf-16-be")]
    text, encoding = max(candidates, key=lambda pair: pair[0].count(" ") + pair[0].count("\n"))
    n_spaces = text.count(" ") + text.count("\n") + text.count("\r")
    if _CONTROL.search(text) or n_spaces < 0.03 * len(text):
        return None
    return Decoded(text, encoding, text.count("\ufffd"))


def _legacy(data: bytes) -> Decoded:
    if b"\x00" in data:
        raise NotTextError("it is binary (it holds NUL bytes), not text; give the article as text, HTML, JSON or CSV")
    damaged = _marked(data, "utf-8")
    n_multibyte = sum(1 for character in damaged.text if character > "\x7f") - damaged.n_invalid
    if n_multibyte > damaged.n_invalid:
        return damaged
    western = _by_name(data, "cp1252")
    if western and _share_in_place(western.text, _WESTERN) >= _MOSTLY:
        return western
    best = from_bytes(data[:200_000], cp_isolation=_LEGACY).best()
    guess = _by_name(data, best.encoding if best else None)
    return guess if guess and _is_plausible(guess.text) else damaged


def _is_plausible(text: str) -> bool:
    """Say whether the characters above ASCII make words of another script, or letters and marks in their place."""
    n_high = sum(character > "\x7f" for character in text)
    n_words = len(_OTHER_SCRIPT_WORD.findall(text))
    return (n_words >= 3 and n_words * 4 > 0.3 * n_high) or _share_in_place(text, _LATIN) >= _MOSTLY


def _share_in_place(text: str, in_place: re.Pattern[str]) -> float:
    n_high = sum(character > "\x7f" for character in text)
    return len(in_place.findall(text)) / max(n_high, 1)


def _refuse_binary(text: str, n_invalid: int) -> None:
    n_control = len(_CONTROL.findall(text))
    if n_control > 0.01 * len(text) + 1 or n_invalid > _MOST_INVALID * len(text) + 1:
        raise NotTextError("it is binary (control characters or undecodable bytes), not text; give it as text, HTML, JSON or CSV")
