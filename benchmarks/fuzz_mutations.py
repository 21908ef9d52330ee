"""What the fuzz runs do to a valid file: bytes, lines, numbers, tags, entries and tokens that parsers stumble over."""

from __future__ import annotations

import copy
import csv
import io
import json
import random
import re
from collections.abc import Callable, Sequence
from typing import Any

from fuzz_tokens import GENERAL, NESTS, NUMBERS, OF_FORMAT, PHRASES, UNICODE
from lxml import etree

Mutation = Callable[[random.Random, bytes], bytes]

_NUMBER = re.compile(rb"\d+")
_TAG = re.compile(rb"<[^<>]{1,200}>")
_WORD = re.compile(rb"\w+")
_XML_FORBIDS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MOST_BYTES = 400_000

_ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "cp1252", "koi8-r", "utf-8-sig", "shift_jis", "gb18030")


def mutate(rng: random.Random, data: bytes, kinds: Sequence[str], others: Sequence[bytes]) -> bytes:
    """Return `data` changed in one to six places.

    Parameters
    ----------
    rng : decides everything
    data : the valid file, or what is inside of it
    kinds : of which formats the tokens are taken (keys of the table of tokens)
    others : other files, for splicing
    """
    of_format = [token for kind in kinds for token in OF_FORMAT[kind]]
    structured = [mutation for kind in kinds for mutation in _STRUCTURED.get(kind, ())]
    if _mutate_tree in structured and rng.random() < 0.5:  # one other change, and hardly any parser would look at it
        return _mutate_tree(rng, data)
    for _ in range(min(6, 1 + int(rng.expovariate(0.8)))):
        chance = rng.random()
        if structured and chance < 0.3:
            data = rng.choice(structured)(rng, data)
        elif chance < 0.5:
            data = _insert(rng, data, rng.choice(of_format if of_format and rng.random() < 0.6 else GENERAL))
        elif chance < 0.58:
            data = _pump(rng, data, [*of_format, *NESTS, *PHRASES, *UNICODE[-12:]])
        elif chance < 0.63:
            data = _splice(rng, data, rng.choice(others))
        else:
            data = rng.choice(_PLAIN)(rng, data)
    return data[:_MOST_BYTES]


def _span(rng: random.Random, data: bytes, *, longest: int = 200) -> tuple[int, int]:
    start = rng.randrange(len(data) + 1)
    return start, min(len(data), start + rng.randrange(1, longest))


def _insert(rng: random.Random, data: bytes, token: bytes) -> bytes:
    """Put a token somewhere: at a place, over a span, over a word, or at an end of the file."""
    start, end = _span(rng, data, longest=40)
    words = list(_WORD.finditer(data[:20_000]))
    if words and rng.random() < 0.4:
        start, end = rng.choice(words).span()
    elif rng.random() < 0.5:
        end = start
    elif rng.random() < 0.2:
        start = end = rng.choice((0, len(data)))
    return data[:start] + token + data[end:]


def _pump(rng: random.Random, data: bytes, tokens: Sequence[bytes]) -> bytes:
    """Put something short in some thousand times: what makes a pattern slow, or a parser go deep."""
    start, end = _span(rng, data, longest=30)
    unit = rng.choice(tokens) if rng.random() < 0.7 else data[start:end] or b"a"
    if rng.random() < 0.3:
        unit += rng.choice(tokens)
    size = rng.choice((300, 3_000, 20_000, 60_000, 60_000, 250_000))
    return data[:start] + unit * (size // len(unit) + 1) + data[start:]


def _splice(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """Let another file begin in the midst of this one, or lie in it."""
    start, end = _span(rng, data)
    first, last = _span(rng, other, longest=2000)
    return data[:start] + (other[first:] if rng.random() < 0.3 else other[first:last] + data[end:])


def _cut(rng: random.Random, data: bytes) -> bytes:
    place = rng.randrange(len(data) + 1)
    return data[:place] if rng.random() < 0.8 else data[place:]


def _flip(rng: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randrange(1, 12) if changed else 0):
        changed[rng.randrange(len(changed))] = rng.choice((rng.randrange(256), 0, 255, 128, 34, 60))
    return bytes(changed)


def _delete(rng: random.Random, data: bytes) -> bytes:
    start, end = _span(rng, data)
    return data[:start] + data[end:]


def _repeat(rng: random.Random, data: bytes) -> bytes:
    start, end = _span(rng, data, longest=rng.choice((10, 100, 1000)))
    return data[:end] + data[start:end] * rng.choice((1, 2, 10, 100)) + data[end:]


def _swap(rng: random.Random, data: bytes) -> bytes:
    one, two, three, four = sorted(rng.randrange(len(data) + 1) for _ in range(4))
    return data[:one] + data[three:four] + data[two:three] + data[one:two] + data[four:]


def _renumber(rng: random.Random, data: bytes) -> bytes:
    numbers = list(_NUMBER.finditer(data[:100_000]))
    if not numbers:
        return data
    start, end = rng.choice(numbers).span()
    return data[:start] + rng.choice(NUMBERS) + data[end:]


def _relined(rng: random.Random, data: bytes) -> bytes:
    """Drop, double, move or join lines, or end them otherwise."""
    lines = data.splitlines(keepends=True)
    if len(lines) < 2:
        return data
    place, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    change = rng.randrange(6)
    if change == 0:
        del lines[place]
    elif change == 1:
        lines.insert(other, lines[place])
    elif change == 2:
        lines[place], lines[other] = lines[other], lines[place]
    elif change == 3:
        lines[place] = lines[place].strip()
    elif change == 4:
        rng.shuffle(lines)
    else:
        lines = [line.rstrip(b"\r\n") + rng.choice((b"\r\n", b"\r", b"\n\n", b"\x0b")) for line in lines]
    return b"".join(lines)


def _recoded(rng: random.Random, data: bytes) -> bytes:
    return data.decode("utf-8", "replace").encode(rng.choice(_ENCODINGS), "replace")


def _recased(rng: random.Random, data: bytes) -> bytes:
    start, end = _span(rng, data, longest=3000)
    return data[:start] + rng.choice((bytes.upper, bytes.lower, bytes.title))(data[start:end]) + data[end:]


_PLAIN: tuple[Mutation, ...] = (_cut, _flip, _delete, _repeat, _swap, _renumber, _relined, _recoded, _recased)


def _mutate_json(rng: random.Random, data: bytes) -> bytes:
    """Change one node of the first JSON value, or of one line: its key, its value, its kind, its depth."""
    lines = data.split(b"\n")
    place = rng.randrange(len(lines)) if len(lines) > 1 else 0
    try:
        value = json.loads(lines[place])
    except (ValueError, RecursionError):
        return data
    lines[place] = json.dumps(_changed(rng, value), ensure_ascii=rng.random() < 0.7).encode("utf-8", "surrogatepass")
    return b"\n".join(lines)


def _changed(rng: random.Random, value: Any, depth: int = 0) -> Any:
    if isinstance(value, dict) and value and (depth == 0 or rng.random() < 0.7):
        key = rng.choice(list(value))
        changed = {**value, key: _changed(rng, value[key], depth + 1)}
        if rng.random() < 0.2:
            changed[rng.choice(("text", "title", "published", "url", "name", "", "language", "\ud800"))] = changed.pop(key)
        return changed
    if isinstance(value, list) and value and rng.random() < 0.7:
        place = rng.randrange(len(value))
        return [*value[:place], _changed(rng, value[place], depth + 1), *value[place + 1 :]]
    return rng.choice((_leaf, _wrapped))(rng, value)


def _leaf(rng: random.Random, value: Any) -> Any:
    token = rng.choice((*(part.decode("utf-8", "replace") for part in GENERAL), "", "\ud83d", "a\udc00b"))
    numbers = (0, -1, 1e308, 10**18, 1710237600000, float("nan"), float("inf"), 2**70)
    return rng.choice(
        (None, True, [], {}, token, f"{value} {token}", "\ud800", rng.choice(numbers), [token, value], {"name": value})
    )


def _wrapped(rng: random.Random, value: Any) -> Any:
    for _ in range(rng.choice((1, 5, 90))):
        value = [value, value] if rng.random() < 0.02 else [value] if rng.random() < 0.5 else {"name": value}
    return value


def _mutate_csv(rng: random.Random, data: bytes) -> bytes:
    """Change one cell, drop or add cells of a row, or rename a column; the rest stays a table."""
    mark = rng.choice(",;\t|")
    text = data.decode("utf-8", "replace")
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=max(",;\t", key=text.count)))
    except csv.Error:
        return data
    row = rng.choice(rows) if rows else []
    for _ in range(rng.randrange(1, 4) if row else 0):
        place = rng.randrange(len(row)) if row else 0
        token = rng.choice([*GENERAL, *OF_FORMAT["csv"]]).decode("utf-8", "replace")
        row[place : place + rng.randrange(2)] = rng.choice(([], [token], [token] * 300, ["text"], [token + "a" * 3000]))
    buffer = io.StringIO()
    try:
        csv.writer(buffer, delimiter=mark, quoting=rng.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))).writerows(rows)
    except csv.Error:
        return data
    return buffer.getvalue().encode("utf-8", "replace")


def _mutate_tags(rng: random.Random, data: bytes) -> bytes:
    """Double, move, drop or nest a tag, up to some thousand deep."""
    tags = list(_TAG.finditer(data[:60_000]))
    if not tags:
        return data
    tag, other = rng.choice(tags), rng.choice(tags)
    if rng.random() < 0.3:
        return data[: tag.start()] + data[tag.end() :]
    if rng.random() < 0.5:
        return data[: other.start()] + tag.group() + data[other.start() :]
    name = re.match(rb"</?([\w:.-]+)", tag.group())
    closing = b"</" + name.group(1) + b">" if name and rng.random() < 0.7 else b""
    depth = rng.choice((3, 30, 300, 3000))
    start, end = sorted((tag.start(), other.start()))
    return data[:start] + tag.group() * depth + data[start:end] + closing * depth + data[end:]


def _mutate_tree(rng: random.Random, data: bytes) -> bytes:
    """Change some elements of an XML document that stays well formed: texts, attributes, places, copies, depth."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return data
    elements = list(root.iter(etree.Element))
    for _ in range(rng.randrange(1, 5)):
        element, other = rng.choice(elements), rng.choice(elements)
        parent = element.getparent()
        token = _XML_FORBIDS.sub("", rng.choice(GENERAL).decode("utf-8", "replace"))
        change = rng.randrange(6)
        if change == 0:
            element.text = rng.choice((token, None, f"{element.text or ''} {token}"))
        elif change == 1 and element.attrib:
            element.set(rng.choice(list(element.attrib)), token)
        elif change == 2 and parent is not None:
            parent.remove(element)
        elif change == 3 and other not in element.iter():
            other.append(element)
        elif change == 4 and parent is not None:
            parent.append(copy.deepcopy(element))
        else:
            element.tag = other.tag
    return bytes(etree.tostring(root))


_STRUCTURED: dict[str, tuple[Mutation, ...]] = {
    "json": (_mutate_json,),
    "csv": (_mutate_csv,),
    "xml": (_mutate_tree, _mutate_tree, _mutate_tags),
    "html": (_mutate_tags,),
}
