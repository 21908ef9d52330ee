"""Which column of a table, key of a JSON object or front-matter entry says what: guessed by name, overridable."""

from __future__ import annotations

import datetime
import html
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# For every field of an article the names that files give it, the surest first.
GUESSES: dict[str, tuple[str, ...]] = {
    "text": _names(
        """text fulltext body articletext articlebody maintext articlecontent bodytext plaintext rawtext storytext content
        article story contenttext html bodyhtml contenthtml"""
    ),
    "title": _names("title headline articletitle headlinemain heading hl hed subject"),
    "published": _names(
        """published publishedat publishedon publishedtime publishedutc publisheddate publicationdate publicationdatetime
        publishdate datepublished datepublish pubdate firstpublished articledate date datetime timestamp time createdat created
        seendate indexeddate"""
    ),
    "outlet": _names(
        """outlet outletname source sourcename publisher publication publicationname medianame medium newspaper sitename site
        website domain feed"""
    ),
    "author": _names("author authors byline creator writer reporter"),
    "url": _names("url articleurl link permalink sourceurl weburl canonicalurl href"),
    "agency": _names("agency attributedto newsagency wire wireservice credit"),
    "language": _names("language lang languagecode locale"),
}

# Columns that say when a collector came by, not when the article came out.
_SEEN = frozenset(("seendate", "indexeddate"))
# How exports write an empty cell.
_EMPTY = frozenset(("nan", "nat", "none", "null", "n/a", "#n/a", "<na>", "-"))
_LANGUAGES = {
    "english": "en",
    "englisch": "en",
    "anglais": "en",
    "inglés": "en",
    "russian": "ru",
    "русский": "ru",
    "ukrainian": "uk",
    "українська": "uk",
    "german": "de",
    "deutsch": "de",
    "french": "fr",
    "français": "fr",
    "spanish": "es",
    "español": "es",
    "italian": "it",
    "italiano": "it",
    "polish": "pl",
    "polski": "pl",
    "portuguese": "pt",
    "português": "pt",
    "turkish": "tr",
    "türkçe": "tr",
    "arabic": "ar",
    "chinese": "zh",
    "japanese": "ja",
    "korean": "ko",
    "persian": "fa",
    "hebrew": "he",
    "romanian": "ro",
    "dutch": "nl",
    "czech": "cs",
    "slovak": "sk",
    "hungarian": "hu",
    "bulgarian": "bg",
    "serbian": "sr",
    "croatian": "hr",
    "greek": "el",
    "swedish": "sv",
    "norwegian": "no",
    "danish": "da",
    "finnish": "fi",
    "estonian": "et",
    "latvian": "lv",
    "lithuanian": "lt",
    "georgian": "ka",
    "armenian": "hy",
    "azerbaijani": "az",
    "belarusian": "be",
    "kazakh": "kk",
    "hindi": "hi",
    "indonesian": "id",
    "vietnamese": "vi",
}

_PLAIN_NAME = re.compile(r"[\W_]+")
_MARKUP = re.compile(r"</(?:p|div|br|span|article|strong|em|a|h[1-6]|li|ul)>|<(?:p|br)\s*/?>", re.IGNORECASE)


def check_columns(columns: Mapping[str, str] | None) -> dict[str, str]:
    """Return the mapping from field to column name that a user gave. Raises ValueError for a field that no article has."""
    unknown = sorted(set(columns or {}) - set(GUESSES))
    if unknown:
        raise ValueError(f"columns: {', '.join(unknown)} is no field of an article; the fields are {', '.join(GUESSES)}")
    return dict(columns or {})


def guess_columns(names: Iterable[str], columns: Mapping[str, str]) -> dict[str, str]:
    """Return for every field the column that holds it: the one the user named where it is there, else the likeliest name."""
    present = list(names)
    plain = {_PLAIN_NAME.sub("", name.lower()): name for name in reversed(present)}
    mapping = {}
    for field, guesses in GUESSES.items():
        named = columns.get(field)
        found = named if named in present else next((plain[guess] for guess in guesses if guess in plain), None)
        if found is not None:
            mapping[field] = found
    return mapping


def fields_of(row: Mapping[str, object], columns: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields of an article that `row` holds, as text, without the empty ones."""
    flat = _flatten(row)
    mapping = guess_columns(flat, columns)
    fields: dict[str, Any] = {field: _as_text(flat[name]) for field, name in mapping.items()}
    if fields.get("language"):
        fields["language"] = language_code(fields["language"])
    if fields.get("published") and _PLAIN_NAME.sub("", mapping["published"].lower()) in _SEEN:
        fields["published_inferred"] = True
    return {field: value for field, value in fields.items() if value}


def flat_names(row: Mapping[str, object]) -> list[str]:
    """Return the names that `fields_of` sees: nested entries are called `outer.inner`."""
    return list(_flatten(row))


def language_code(name: str) -> str | None:
    """Return the two-letter code of a language, given as such (`en`, `en-GB`) or by its name; None for a name not known."""
    first = re.split(r"[;,/(]", name.strip().lower())[0].strip()
    return first[:2] if re.fullmatch(r"[a-z]{2}(?:[-_][a-z0-9]+)*", first) else _LANGUAGES.get(first)


def is_markup(text: str) -> bool:
    """Say whether a cell holds HTML rather than text."""
    return len(_MARKUP.findall(text[:5000])) >= 2


def lacks_text(names: Iterable[str]) -> str:
    """Say in one sentence that a table has no column with the article's text."""
    shown = ", ".join(repr(str(name)) for name in list(names)[:12]) or "none"
    return f"no column holds the text (columns: {shown}); name one of them 'text', or map it with columns={{'text': ...}}"


def _flatten(row: Mapping[str, object]) -> dict[str, object]:
    """Return `row` with the entries of nested objects beside the others, as `outer.inner`; a named object stands for its name."""
    flat: dict[str, object] = {}
    for key, value in row.items():
        if isinstance(value, Mapping):
            flat.update({f"{key}.{inner}": leaf for inner, leaf in value.items() if not isinstance(leaf, (Mapping, list))})
            value = next((value[k] for k in ("name", "title", "text", "main") if isinstance(value.get(k), str)), None)
        flat[str(key)] = value
    return flat


def _as_text(value: object) -> str | None:
    if isinstance(value, list):
        parts = [part for part in map(_as_text, value) if part]
        return "\n\n".join(parts) if any(len(part) > 80 for part in parts) else ", ".join(parts) or None
    if isinstance(value, Mapping):
        return _as_text(value.get("name"))
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, float):
        return None if not math.isfinite(value) else str(int(value)) if value.is_integer() else str(value)
    text = html.unescape(value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)).strip()
    return None if text.lower() in _EMPTY else text or None
