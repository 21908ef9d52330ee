"""Readers of the training data: each gives documents of sentences of words with spans, in one scheme (PER, LOC, ORG, WEAPON)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from helpers.entities.tagger import TAGS, TYPES, find_words

TAG_NUMBER = {tag: number for number, tag in enumerate(TAGS)}
Span = tuple[int, int, str]


@dataclass(frozen=True)
class Sentence:
    """Tokens as the corpus cuts them, and spans (first token, one past the last, type)."""

    tokens: tuple[str, ...]
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Document:
    """Sentences that follow one another in one text."""

    source: str
    name: str
    sentences: tuple[Sentence, ...] = field(default=())


CROSSNER_TYPES = {
    "politician": "PER",
    "person": "PER",
    "country": "LOC",
    "location": "LOC",
    "organisation": "ORG",
    "politicalparty": "ORG",
}

#: Words that stand before a name without being part of it; in lower case, without the dot.
TITLES = frozenset((Path(__file__).parent / "titles.txt").read_text(encoding="utf-8").split())


def read_all(data: Path, paragraphs: Path) -> dict[str, list[Document]]:
    """Every training document by source. `data` holds uner-ewt, gum, wikigold and crossner-politics; no test file is opened."""
    ewt = list(read_uner(data / "uner-ewt" / "en_ewt-ud-dev.iob2"))
    crossner = [*read_crossner(data / "crossner-politics" / "train.txt"), *read_crossner(data / "crossner-politics" / "dev.txt")]
    wikigold = list(read_wikigold(data / "wikigold" / "wikigold.conll.txt"))
    places = place_names([*ewt, *crossner, *wikigold])
    gum = list(read_gum(data / "gum", places))
    return {"ewt": ewt, "crossner": crossner, "wikigold": wikigold, "gum": gum, "own": list(read_paragraphs(paragraphs))}


def place_names(documents: Iterable[Document]) -> frozenset[str]:
    """Every surface that is tagged as a place."""
    return frozenset(" ".join(s.tokens[a:b]) for d in documents for s in d.sentences for a, b, kind in s.spans if kind == "LOC")


def _spans(tags: Iterable[str]) -> tuple[Span, ...]:
    """Spans of IOB1 or IOB2 tags."""
    spans: list[Span] = []
    start, kind = 0, ""
    for i, tag in enumerate([*tags, "O"]):
        place, _, label = tag.partition("-")
        if kind and (place != "I" or label != kind):
            spans.append((start, i, kind))
            kind = ""
        if label and not kind:
            start, kind = i, label
    return tuple(spans)


def _blocks(path: Path) -> Iterator[list[str]]:
    """Runs of lines between blank lines."""
    block: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _mapped(spans: Iterable[Span], types: dict[str, str]) -> tuple[Span, ...]:
    return tuple((a, b, types[kind]) for a, b, kind in spans if kind in types)


_KEEP = {kind: kind for kind in TYPES}


def read_uner(path: Path) -> Iterator[Document]:
    """Universal NER (IOB2), one document per `newdoc`."""
    name, sentences = "", list[Sentence]()
    for block in _blocks(path):
        for line in block:
            if line.startswith("# newdoc"):
                if sentences:
                    yield Document("ewt", name, tuple(sentences))
                name, sentences = line.split("=")[1].strip(), []
        rows = [line.split("\t") for line in block if not line.startswith("#")]
        spans = _mapped(_spans(row[2] for row in rows), _KEEP)
        sentences.append(Sentence(tuple(row[1] for row in rows), spans))
    yield Document("ewt", name, tuple(sentences))


def read_crossner(path: Path) -> Iterator[Document]:
    """CrossNER politics: sentences drawn one by one, so each is a document."""
    for i, block in enumerate(_blocks(path)):
        rows = [line.split("\t") for line in block]
        spans = _mapped(_spans(row[1] for row in rows), CROSSNER_TYPES)
        yield Document("crossner", f"{path.stem}-{i}", (Sentence(tuple(row[0] for row in rows), spans),))


def read_wikigold(path: Path) -> Iterator[Document]:
    """WikiGold (IOB1); its documents are closed by a line `-DOCSTART-` or not marked: sentences are taken in runs of ten."""
    sentences, number = list[Sentence](), 0
    for block in _blocks(path):
        if block[0].startswith("-DOCSTART-"):
            block = block[1:]
            if sentences:
                yield Document("wikigold", f"wikigold-{number}", tuple(sentences))
                sentences, number = [], number + 1
        rows = [line.split(" ") for line in block]
        if rows:
            sentences.append(Sentence(tuple(r[0] for r in rows), _mapped(_spans(r[1] for r in rows), _KEEP)))
    if sentences:
        yield Document("wikigold", f"wikigold-{number}", tuple(sentences))


GUM_GENRES = ("academic", "bio", "court", "interview", "news", "voyage")
_GUM_TYPES = {"person": "PER", "place": "LOC", "organization": "ORG"}
_OPEN = re.compile(r"\((\d+)-([a-z]+)-([^()]*)(\)?)|(\d+)\)")


def held_out_gum(splits: Path) -> frozenset[str]:
    """Names of the documents listed under dev, test and test2."""
    part, held = "", set()
    for line in splits.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            part = line[3:].strip()
        elif line.strip().startswith("* ") and part != "train":
            held.add(line.strip()[2:])
    return frozenset(held)


def read_gum(folder: Path, places: frozenset[str]) -> Iterator[Document]:
    """GUM: the proper names inside its person, place and organisation mentions; documents of the training split only."""
    held = held_out_gum(folder / "splits.md")
    for path in sorted(folder.glob("GUM_*.conllu")):
        if path.stem.split("_")[1] in GUM_GENRES and path.stem not in held:
            sentences = (
                _gum_sentence([line.split("\t") for line in b if not line.startswith("#")], places) for b in _blocks(path)
            )
            yield Document("gum", path.stem, tuple(s for s in sentences if s))


def _gum_sentence(rows: list[list[str]], places: frozenset[str]) -> Sentence | None:
    rows = [row for row in rows if row[0].isdigit()]
    if not rows:
        return None
    names: dict[tuple[int, int], str] = {}
    for start, end, kind in _gum_mentions(rows):
        span = _proper_name(rows, start, end, kind)
        if span:
            surface = " ".join(row[1] for row in rows[span[0] : span[1]])
            names.setdefault(span, "LOC" if kind == "ORG" and surface in places else kind)
    spans: list[Span] = []
    for (a, b), kind in sorted(names.items(), key=lambda item: (item[0][0] - item[0][1], item[0])):  # the longest first
        if all(b <= c or a >= d for c, d, _ in spans):
            spans.append((a, b, kind))
    return Sentence(tuple(row[1] for row in rows), tuple(sorted(spans)))


def _gum_mentions(rows: list[list[str]]) -> Iterator[Span]:
    """Mentions (start, end, type) of the `Entity=` brackets; those that end in another sentence do not occur."""
    open_at: dict[str, list[tuple[int, str]]] = {}
    for i, row in enumerate(rows):
        value = next((f[7:] for f in row[9].split("|") if f.startswith("Entity=")), "")
        for match in _OPEN.finditer(value):
            number, kind, _, closed, ending = match.groups()
            if number:
                open_at.setdefault(number, []).append((i, kind))
            if (closed or ending) and open_at.get(number or ending):
                start, kind = open_at[number or ending].pop()
                if kind in _GUM_TYPES:
                    yield start, i + 1, _GUM_TYPES[kind]


# fmt: off
PARTICLES = frozenset((
    "de", "la", "le", "du", "da", "dos", "das", "del", "della", "di", "van", "von", "der", "den", "bin", "ibn", "ben", "al", "el",
    "-", "'", ".",
))
# fmt: on
_INNER = PARTICLES | {"of", "the", "for", "&", "'s"}


def _proper_name(rows: list[list[str]], start: int, end: int, kind: str) -> tuple[int, int] | None:
    """The run of proper nouns around a mention's head, without titles; nothing where the head is a common noun."""

    def proper(i: int) -> bool:
        if not start <= i < end:
            return False
        capital = kind != "PER" and rows[i][1][:1].isupper() and rows[i][3] not in ("DET", "PRON", "ADP")
        return rows[i][3] == "PROPN" or capital or (rows[i][1] == "." and i > start and rows[i - 1][1][:1].isupper())

    heads = [i for i in range(start, end) if not start < int(rows[i][6]) <= end]
    if not heads or rows[heads[0]][3] != "PROPN" or not rows[heads[0]][1][:1].isupper():
        return None
    if kind == "PER" and rows[heads[0]][4] == "NNPS":  # Americans
        return None
    inner = PARTICLES if kind == "PER" else _INNER
    first = last = heads[0]
    while True:  # grow over proper nouns, and over small words with a proper noun behind them
        if proper(first - 1):
            first -= 1
        elif first - 2 >= start and rows[first - 1][1].lower() in inner and proper(first - 2):
            first -= 2
        elif proper(last + 1):
            last += 1
        elif last + 2 < end and rows[last + 1][1].lower() in inner and proper(last + 2):
            last += 2
        else:
            break
    while kind == "PER" and first <= last and rows[first][1].lower().rstrip(".") in TITLES:
        first += 1
    return (first, last + 1) if first <= last else None


_MARKUP = re.compile(r"\[(PER|LOC|ORG|WEAPON) ([^\[\]]+)\]")


def read_paragraphs(folder: Path) -> Iterator[Document]:
    """Our own paragraphs: one to a line, `[PER Mariam Haidari]` around each name, lines beginning with `# ` are comments.

    Raises
    ------
    ValueError : a bracket that is no markup; the message names file and line
    """
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip() and not line.startswith("# "):
                yield Document("own", f"{path.stem}-{number}", tuple(_paragraph(line.strip(), f"{path.name}, line {number}")))


#: A sentence of our paragraphs ends at a mark followed by a capital; ranks, initials and abbreviations do not end one.
_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(—–-]*[A-Z0-9])")
_NOT_END = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Cpl|Sgt|Adm|Brig|Cmdr|Gov|Sen|Rep|St|Jr|Sr|No|vs|Rev|Hon|Pvt|Vice|Cdr|Gp|Sq|Sqn|Ret"
    r"|Jan|Feb|Aug|Sept|Oct|Nov|Dec)|[A-Z]\.[A-Z])\.$"
)


def _paragraph(line: str, place: str) -> Iterator[Sentence]:
    text, names, position = "", list[tuple[int, int, str]](), 0
    for match in _MARKUP.finditer(line):
        text += line[position : match.start()]
        plural = line[match.end() : match.end() + 1] == "s" and not line[match.end() + 1 : match.end() + 2].isalpha()
        names.append((len(text), len(text) + len(match[2]) + plural, match[1]))  # "[WEAPON M777]s" is one word
        text, position = text + match[2], match.end()
    text += line[position:]
    if "[" in text or "]" in text:
        raise ValueError(f"{place}: a square bracket that is no markup; write [PER …], [LOC …], [ORG …] or [WEAPON …]")
    for start, end in _sentence_ranges(text, names):
        words = find_words(text, start, end)
        starts, ends = {a: i for i, (a, _) in enumerate(words)}, {b: i + 1 for i, (_, b) in enumerate(words)}
        inside = [name for name in names if start <= name[0] < end]
        if any(a not in starts or b not in ends for a, b, _ in inside):
            raise ValueError(f"{place}: a name begins or ends inside a word; mark whole words, a plural s with them")
        yield Sentence(tuple(text[a:b] for a, b in words), tuple((starts[a], ends[b], kind) for a, b, kind in inside))


def _sentence_ranges(text: str, names: list[tuple[int, int, str]]) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _END.finditer(text):
        cut = match.end()
        if _NOT_END.search(text[start : match.start()]) or any(a < cut <= b for a, b, _ in names):
            continue
        yield start, cut
        start = cut
    yield start, len(text)


def to_words(sentence: Sentence) -> tuple[Sentence, list[int]]:
    """The sentence cut into the tagger's words, and for each word the token it lies in."""
    words, owner, first, last = list[str](), list[int](), list[int](), list[int]()
    for number, token in enumerate(sentence.tokens):
        first.append(len(words))
        for a, b in find_words(token):
            words.append(token[a:b])
            owner.append(number)
        last.append(len(words))
    spans = tuple((first[a], last[b - 1], kind) for a, b, kind in sentence.spans if first[a] < last[b - 1])
    return Sentence(tuple(words), spans), owner


def tag_numbers(sentence: Sentence) -> list[int]:
    """One number of `TAGS` for each word."""
    numbers = [0] * len(sentence.tokens)
    for a, b, kind in sentence.spans:
        for i in range(a, b):
            place = "S" if b - a == 1 else "B" if i == a else "E" if i == b - 1 else "I"
            numbers[i] = TAG_NUMBER[f"{place}-{kind}"]
    return numbers


def as_words(document: Document) -> Document:
    """The document with every sentence cut into the tagger's words."""
    return replace(document, sentences=tuple(to_words(sentence)[0] for sentence in document.sentences))
