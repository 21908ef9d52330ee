"""JSON (one article, or a list of them) and JSON lines (one article a line)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from helpers.articles.readers.columns import fields_of, flat_row, guess_columns, lacks_text, list_kind
from helpers.articles.readers.contents import SAMPLE_ROWS
from helpers.articles.readers.markup import plain_fields
from helpers.articles.readers.tables import columns_of, lacks_articles, log_mapping
from helpers.articles.records import TOO_DEEP, Record, Refusal, Source

_LINE_OBJECT = re.compile(r"\{.*\}\s*,?\s*$")
# The one other thing that Python's own parser refuses: a whole number longer than it turns into one.
_LONG_NUMBER = "broken JSON: a number of thousands of digits; write it as text"
_LISTS = ("articles", "items", "results", "data", "docs", "documents", "stories", "records", "hits", "entries", "response")


def recognises(source: Source) -> bool:
    """Tell JSON by its ending, or by a text that parses as an object or a list of objects."""
    if source.suffix in (".jsonl", ".ndjson"):
        return False
    if source.suffix == ".json":
        return not _is_lines(source)
    return source.head[:1] in "{[" and _parses(source.text) and not _is_lines(source)


def recognises_lines(source: Source) -> bool:
    """Tell JSON lines by the ending, or by lines that are objects."""
    return source.suffix in (".jsonl", ".ndjson") or (source.head[:1] == "{" and _is_lines(source))


def read(source: Source) -> Iterator[Record | Refusal]:
    """Yield a record for the object, or one for each object of the list; rows are counted from 1."""
    try:
        found = _objects(_parse(source), source)
    except ValueError as error:
        yield Refusal(str(error))
        return
    if isinstance(found, list):
        yield from _read_rows(enumerate(found, start=1), source)
    else:
        columns = _columns([found], source)
        _log(found, columns, source)
        yield _record(found, None, columns, raw=source.data)


def read_lines(source: Source) -> Iterator[Record | Refusal]:
    """Yield a record for every line; a broken line is refused alone."""
    rows = ((number, line) for number, line in enumerate(source.text.lstrip("\ufeff").split("\n"), start=1) if line.strip())
    yield from _read_rows(((number, _parse_line(line)) for number, line in rows), source)


def guess(source: Source) -> dict[str, str]:
    """Return the columns (keys) of the objects, by field; raises ValueError where there is none."""
    lines = source.text.lstrip("\ufeff").split("\n")
    found = (
        [_parse_line(line) for line in lines if line.strip()] if recognises_lines(source) else _objects(_parse(source), source)
    )
    rows = found if isinstance(found, list) else [found]
    first = next((row for row in rows if isinstance(row, Mapping)), None)
    if first is None:
        raise ValueError(f"{source.name} holds no object; it should be an object or a list of objects")
    return guess_columns(flat_row(first), _columns(rows, source))


def _columns(rows: Sequence[object], source: Source) -> dict[str, str]:
    """Return the columns (keys) that the user named, and those that the first objects tell by what they hold."""
    flat = [flat_row(row) for row in rows[:SAMPLE_ROWS] if isinstance(row, Mapping)]
    names = list(dict.fromkeys(name for row in flat for name in row))
    return columns_of(names, [[row.get(name) for name in names] for row in flat], source.columns)


def _log(row: object, columns: Mapping[str, str], source: Source) -> None:
    if isinstance(row, Mapping) and (mapping := guess_columns(flat_row(row), columns)):
        log_mapping(source.name, mapping)


def _parse(source: Source) -> object:
    try:
        return json.loads(source.text.lstrip("\ufeff"))
    except json.JSONDecodeError as error:
        raise ValueError(
            f"broken JSON: {_fault(error)} at line {error.lineno}, column {error.colno}; "
            "it should be an object or a list of objects"
        ) from error
    except ValueError as error:
        raise ValueError(_LONG_NUMBER) from error


def _read_rows(rows: Iterable[tuple[int, object]], source: Source) -> Iterator[Record | Refusal]:
    """Yield the rows; where none has a text, the file is refused as a whole in one sentence."""
    found = list(rows)
    columns = _columns([row for _, row in found], source)
    outcomes = [_outcome(row, number, columns) for number, row in found]
    first = next((row for _, row in found if isinstance(row, Mapping)), {})
    if found and list_kind(map(str, first)) and not any(isinstance(outcome, Record) for outcome in outcomes):
        yield Refusal(lacks_articles(map(str, first)))
    elif any(isinstance(outcome, Record) for outcome in outcomes) or len(outcomes) == 1:
        _log(first, columns, source)
        yield from outcomes
    elif outcomes:
        yield Refusal(f"none of its {len(outcomes)} rows has a text; row {outcomes[0].row}: {getattr(outcomes[0], 'reason', '')}")
    else:
        yield Refusal("an empty list; it should hold one object an article")


def _outcome(row: object, number: int, columns: Mapping[str, str]) -> Record | Refusal:
    """Return what became of one row: its faults cost no other."""
    try:
        return _record(row, number, columns)
    except RecursionError:
        return Refusal(TOO_DEEP, number)


def _record(row: object, number: int | None, columns: Mapping[str, str], *, raw: bytes | None = None) -> Record | Refusal:
    if isinstance(row, Exception):
        return Refusal(_fault_of_line(row), number)
    if not isinstance(row, Mapping):
        return Refusal(f"a {type(row).__name__} where an object with the article's fields should be", number)
    fields = plain_fields(fields_of(row, columns))
    text = fields.pop("text", None)
    if not text:
        has_column = "text" in guess_columns(map(str, row), columns)
        return Refusal("its text is empty; it should hold the article" if has_column else lacks_text(row), number)
    canonical = raw if raw is not None else json.dumps(row, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return Record(text=text, raw=canonical, row=number, **fields)


def _objects(parsed: object, source: Source) -> object:
    """Return the list of articles that an export wraps in an object, or what was parsed where it wraps none."""
    if isinstance(parsed, Mapping) and "text" not in guess_columns(map(str, parsed), source.columns):
        for key in _LISTS:
            inner = parsed.get(key)
            if isinstance(inner, list) and any(isinstance(item, Mapping) for item in inner):
                return inner
            if isinstance(inner, Mapping) and isinstance(_objects(inner, source), list):
                return _objects(inner, source)
    return parsed


def _parse_line(line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        return error


def _fault_of_line(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return TOO_DEEP
    if isinstance(error, json.JSONDecodeError):
        return f"broken JSON: {_fault(error)} at column {error.colno}; the line should be one object"
    return _LONG_NUMBER


def _fault(error: json.JSONDecodeError) -> str:
    """Return the parser's message without the "at" with which some of them end."""
    return error.msg.removesuffix(" at")


def _parses(text: str) -> bool:
    try:
        return isinstance(json.loads(text.lstrip("\ufeff")), (dict, list))
    except ValueError:
        return False


def _is_lines(source: Source) -> bool:
    lines = source.text.lstrip("\ufeff").split("\n", 2)[:2]
    return len(lines) > 1 and all(_LINE_OBJECT.match(line.strip()) and _parses(line) for line in lines if line.strip())
