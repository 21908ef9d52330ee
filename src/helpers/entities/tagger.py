"""The trained tagger: finds spans of people, places, organisations and weapons in text it has never seen.

The network (`model/tagger.onnx`) reads word pieces and the letter case of their words; it was trained by
`training/`. Everything that turns text into its input stands here and is used by the training too: both read alike.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby, islice
from multiprocessing import parent_process
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from spacy.lang.en.stop_words import STOP_WORDS
from spacy.language import Language
from spacy.tokens import Doc, Span
from tokenizers import Tokenizer

MODEL_FOLDER = Path(__file__).parent / "model"
TYPES = ("PER", "LOC", "ORG", "WEAPON")
SPAN_LABELS = {"PER": "PERSON", "LOC": "PLACE", "ORG": "ORGANISATION", "WEAPON": "WEAPON"}
#: Tags of a word: outside, then Begin, Inside, End, Single of each type.
TAGS = ("O", *(f"{place}-{kind}" for kind in TYPES for place in "BIES"))


def _mark_ranges() -> str:
    """Return the combining marks as ranges: a character class of thousands of single ones takes long to compile."""
    marks = (c for c in range(0x10000) if unicodedata.category(chr(c))[0] == "M")
    runs = (list(run) for _, run in groupby(enumerate(marks), lambda pair: pair[1] - pair[0]))
    return "".join(f"\\u{run[0][1]:04x}-\\u{run[-1][1]:04x}" for run in runs)


_MARKS = _mark_ranges()
#: A word is a run of letters, digits and the marks on them; every other visible character is a word of its own.
_WORD = re.compile(rf"[\w{_MARKS}]+|[^\w\s{_MARKS}]")
_LINE = re.compile(r"[^\n]+")
_MOST_CHARACTERS = 500_000  # read together: far more than an article has
_MAX_WORD = 100  # WordPiece gives up on longer words: one [UNK], in linear time

SHAPES = ("lower", "title", "capitals", "capital", "mixed", "camel", "number", "code", "lower_code", "mark", "caseless")
STYLES = ("running", "capitals", "title", "lower")
N_CASES = len(SHAPES) * 2 * len(STYLES)
_SHAPE = {name: number for number, name in enumerate(SHAPES)}

#: Capitalised at the start of a sentence these are no name; the excluded ones are names too.
_PLAIN = frozenset(STOP_WORDS) - {"will", "may", "us", "mine", "bill", "mill"}


class Name(NamedTuple):
    """One span: `text[start:end]` in characters, its type (one of `TYPES`) and the network's probability for that type."""

    start: int
    end: int
    label: str
    score: float


class _Window(NamedTuple):
    """Pieces `start:end` of one text are read together; of the answers only those for `own_start:own_end` are kept."""

    text: int
    start: int
    end: int
    own_start: int
    own_end: int


def find_words(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Start and end of each word of `text[start:end]`, in characters of `text`."""
    return [match.span() for match in _WORD.finditer(text, start, len(text) if end is None else end)]


@lru_cache(maxsize=200_000)
def word_shape(word: str) -> int:
    """Number of the letter-case shape of a word in `SHAPES`."""
    if not word[0].isalnum() and not any(c.isalnum() for c in word):
        return _SHAPE["mark"]
    if any(c.isdigit() for c in word):
        if not any(c.isalpha() for c in word):
            return _SHAPE["number"]
        return _SHAPE["code"] if any(c.isupper() for c in word) else _SHAPE["lower_code"]
    letters = [c for c in word if c.isalpha()]
    upper = sum(c.isupper() for c in letters)
    if upper == 0:
        return _SHAPE["lower"] if any(c.islower() for c in letters) else _SHAPE["caseless"]
    if upper == len(letters):
        return _SHAPE["capital"] if upper == 1 else _SHAPE["capitals"]
    if not letters[0].isupper():
        return _SHAPE["camel"]
    return _SHAPE["title"] if upper == 1 else _SHAPE["mixed"]


_CASED = {_SHAPE[name] for name in ("lower", "title", "capitals", "capital", "mixed", "camel")}
_UPPER = {_SHAPE[name] for name in ("title", "capitals", "capital", "mixed", "camel", "code")}


def sentence_style(words: Sequence[str], shapes: Sequence[int]) -> int:
    """Number of the way a sentence is written in `STYLES`: running text, ALL CAPITALS, Title Case or all lower case."""
    cased = [shape for shape in shapes if shape in _CASED]
    lower = cased.count(_SHAPE["lower"])
    if not cased:
        return STYLES.index("running")
    if lower == len(cased):
        return STYLES.index("lower")
    if lower == 0 and cased.count(_SHAPE["capitals"]) > len(cased) / 2:
        return STYLES.index("capitals")
    long = [shape for word, shape in zip(words, shapes, strict=True) if len(word) > 3 and shape in _CASED]
    if len(long) > 3 and long.count(_SHAPE["lower"]) <= len(long) * 0.2:
        return STYLES.index("title")
    return STYLES.index("running")


def case_numbers(words: Sequence[str]) -> list[int]:
    """One number per word of a sentence: its shape, whether it opens the sentence, and the style of the sentence."""
    shapes = [word_shape(word) for word in words]
    style = sentence_style(words, shapes) * 2 * len(SHAPES)
    numbers = [shape + style for shape in shapes]
    for i, shape in enumerate(shapes):
        if shape != _SHAPE["mark"]:
            numbers[i] += len(SHAPES)
            break
    return numbers


def is_plain(words: Sequence[str]) -> bool:
    """Whether a sentence can hold no name: running text without a capital other than on common words, without a code like F16.

    Nor can one of nothing but marks.
    """
    if not words or all(word_shape(w) == _SHAPE["mark"] for w in words):
        return True
    if not words or not words[0][:1].isupper():
        return False  # headings and posts in lower case are read in full
    return all(word_shape(w) not in _UPPER or w == "I" or (w.istitle() and w.lower() in _PLAIN) for w in words)


class Pieces:
    """Cuts words into the numbers of their word pieces; remembers the common ones."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._known: dict[str, tuple[int, ...]] = {}
        self.start, self.end, self.unknown = (tokenizer.token_to_id(t) or 0 for t in ("[CLS]", "[SEP]", "[UNK]"))

    def __call__(self, word: str) -> tuple[int, ...]:
        """Piece numbers of one word; empty for what the tokenizer cleans away (control characters)."""
        if len(word) > _MAX_WORD:
            return (self.unknown,)
        known = self._known.get(word)
        if known is None:
            if len(self._known) > 300_000:
                self._known.clear()
            ids = self._tokenizer.encode(word.encode("utf-8", "replace").decode("utf-8"), add_special_tokens=False).ids
            known = self._known[word] = tuple(ids)
        return known


def cut_windows(ends: Sequence[int], breaks: Sequence[int], *, max_pieces: int) -> list[tuple[int, int, int, int]]:
    """Windows over a text's pieces: whole sentences together where they fit, a longer one in overlapping parts.

    Parameters
    ----------
    ends : for each word, the number of pieces up to and with it
    breaks : number of words up to the end of each sentence
    max_pieces : pieces a window may hold

    Returns
    -------
    list of (start, end, own_start, own_end) in words; the owned ranges cover every word once
    """
    windows: list[tuple[int, int, int, int]] = []
    starts = np.concatenate(([0], np.asarray(ends, dtype=np.int64)))
    first = done = 0
    overlap = max_pieces // 4
    for stop in breaks:
        if starts[stop] - starts[first] <= max_pieces:
            done = stop
            continue
        if done > first:
            windows.append((first, done, first, done))
            first = done
        while starts[stop] - starts[first] > max_pieces:
            last = max(int(np.searchsorted(starts, starts[first] + max_pieces, "right")) - 1, first + 1)
            following = max(int(np.searchsorted(starts, starts[last] - overlap, "left")), first + 1)
            own_start = windows[-1][3] if windows else first
            own_end = max((following + last) // 2, following)
            windows.append((first, last, own_start, own_end))
            first = following
        if windows and windows[-1][3] > first:  # the tail of a cut sentence: read with its overlap, owned from the cut on
            windows.append((first, stop, windows[-1][3], stop))
            first = stop
        done = stop
    if done > first:
        windows.append((first, done, first, done))
    return windows


def _allowed() -> NDArray[np.bool_]:
    """Matrix (from, to) of the tags that may follow one another."""
    n = len(TAGS)
    allowed = np.zeros((n, n), dtype=bool)
    for i, a in enumerate(TAGS):
        for j, b in enumerate(TAGS):
            inside = a[0] in "BI"
            allowed[i, j] = (b[0] in "IE" and a[2:] == b[2:]) if inside else b[0] in "OBS"
    return allowed


ALLOWED = _allowed()
MAY_START = np.array([tag[0] in "OBS" for tag in TAGS])
MAY_END = np.array([tag[0] in "OES" for tag in TAGS])


def best_tags(log_probabilities: NDArray[np.float32]) -> list[int]:
    """The likeliest tags of one sentence that make whole spans (Viterbi), from one row per word with one column per tag."""
    tags = log_probabilities.argmax(axis=1)
    if len(tags) == 0 or (MAY_START[tags[0]] and MAY_END[tags[-1]] and ALLOWED[tags[:-1], tags[1:]].all()):
        return [int(tag) for tag in tags]
    barred = np.where(ALLOWED, 0.0, -1e4)
    score = log_probabilities[0] + np.where(MAY_START, 0.0, -1e4)
    back = np.zeros(log_probabilities.shape, dtype=np.int64)
    for i in range(1, len(tags)):
        paths = score[:, None] + barred
        back[i] = paths.argmax(axis=0)
        score = paths[back[i], np.arange(len(TAGS))] + log_probabilities[i]
    tags[-1] = (score + np.where(MAY_END, 0.0, -1e4)).argmax()
    for i in range(len(tags) - 1, 0, -1):
        tags[i - 1] = back[i, tags[i]]
    return [int(tag) for tag in tags]


def read_spans(tags: Sequence[int]) -> list[tuple[int, int, str]]:
    """Spans (first word, one past the last, type) of a sequence of tag numbers that makes whole spans."""
    spans, start = list[tuple[int, int, str]](), 0
    for i, number in enumerate(tags):
        if number == 0:
            continue
        place, _, kind = TAGS[number].partition("-")
        if place in "BS":
            start = i
        if place in "ES":
            spans.append((start, i + 1, kind))
    return spans


class _Text:
    """One text ready for the network: the words of the sentences to be read, their pieces and cases."""

    def __init__(self, text: str, sentences: Iterable[tuple[int, int]], pieces: Pieces, *, skip_plain: bool) -> None:
        self.words: list[tuple[int, int]] = []
        self.breaks: list[int] = []
        self.pieces: list[int] = []
        self.cases: list[int] = []
        self.first: list[int] = []  # first piece of each word
        for start, end in sentences:
            spans = find_words(text, start, end)
            words = [text[a:b] for a, b in spans]
            if skip_plain and is_plain(words):
                continue
            for span, word, case in zip(spans, words, case_numbers(words), strict=True):
                ids = pieces(word)
                if ids:
                    self.words.append(span)
                    self.first.append(len(self.pieces))
                    self.pieces.extend(ids)
                    self.cases.extend([case] * len(ids))
            self.breaks.append(len(self.words))
        self.first.append(len(self.pieces))

    def windows(self, number: int, max_pieces: int) -> Iterator[_Window]:
        for window in cut_windows(self.first[1:], self.breaks, max_pieces=max_pieces):
            yield _Window(number, *window)


class Tagger:
    """Reads texts and gives the names in them.

    Parameters
    ----------
    folder : holds `tagger.onnx`, `tokenizer.json` and `config.json`, as `training/` writes them
    threads : threads of the network; by default two, or one in a worker process, whose siblings have the other cores
    max_pieces : word pieces read together; longer sentences are read in overlapping parts, never cut off
    batch_pieces : word pieces in one call of the network (memory follows it)

    Raises
    ------
    FileNotFoundError : a model file is missing
    ValueError : the model was trained for other tags than this code knows
    """

    def __init__(
        self, folder: Path | str = MODEL_FOLDER, *, threads: int | None = None, max_pieces: int = 126, batch_pieces: int = 2048
    ) -> None:
        folder = Path(folder)
        for name in ("tagger.onnx", "tokenizer.json", "config.json"):
            if not (folder / name).is_file():
                raise FileNotFoundError(
                    f"{folder / name} is missing: the tagger's folder needs tagger.onnx, tokenizer.json and config.json"
                )
        self.config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        if tuple(self.config["tags"]) != TAGS:
            raise ValueError(f"{folder / 'config.json'}: its tags are {self.config['tags']}; this code reads {list(TAGS)}")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or (1 if parent_process() else 2)
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(folder / "tagger.onnx"), options, providers=["CPUExecutionProvider"])
        self.pieces = Pieces(Tokenizer.from_file(str(folder / "tokenizer.json")))
        self.max_pieces, self.batch_pieces = max_pieces, batch_pieces

    def tag(
        self, texts: Sequence[str], sentences: Sequence[Sequence[tuple[int, int]]] | None = None, *, skip_plain: bool = False
    ) -> list[list[Name]]:
        """Find the names in each text.

        Parameters
        ----------
        texts : the texts; the answer for one never depends on the others
        sentences : for each text the (start, end) of its sentences in characters; without it each line is one sentence
        skip_plain : leave out sentences without a capital letter that could begin a name (see `is_plain`)

        Returns
        -------
        for each text its names in order; none overlap, none crosses a sentence
        """
        if sentences is None:
            sentences = [[m.span() for m in _LINE.finditer(text)] for text in texts]
        found: list[list[Name]] = [[] for _ in texts]
        for parts in _together(sentences):
            prepared = [_Text(texts[number], part, self.pieces, skip_plain=skip_plain) for number, part in parts]
            for (number, _), names in zip(parts, self._tag(prepared), strict=True):
                found[number] += names
        return found

    def _tag(self, prepared: Sequence[_Text]) -> list[list[Name]]:
        scores = [np.zeros((len(text.words), len(TAGS)), dtype=np.float32) for text in prepared]
        for batch in self._batches(prepared):
            for window, rows in zip(batch, self._run(prepared, batch), strict=True):
                text = prepared[window.text]
                first = np.asarray(text.first[window.own_start : window.own_end]) - text.first[window.start] + 1
                scores[window.text][window.own_start : window.own_end] = rows[first]
        return [list(_names(text, rows)) for text, rows in zip(prepared, scores, strict=True)]

    def _batches(self, prepared: Sequence[_Text]) -> Iterator[list[_Window]]:
        """Windows of one padded length together: a window's result then never depends on its neighbours."""
        groups: dict[int, list[_Window]] = defaultdict(list)
        for number, text in enumerate(prepared):
            for window in text.windows(number, self.max_pieces):
                groups[_padded(text.first[window.end] - text.first[window.start] + 2)].append(window)
        for length, windows in sorted(groups.items()):
            size = max(1, self.batch_pieces // length)
            for i in range(0, len(windows), size):
                yield windows[i : i + size]

    def _run(self, prepared: Sequence[_Text], batch: Sequence[_Window]) -> NDArray[np.float32]:
        """Log probabilities (window, piece, tag)."""
        cuts = [(prepared[w.text].first[w.start], prepared[w.text].first[w.end]) for w in batch]
        width = _padded(max(b - a for a, b in cuts) + 2)
        pieces = np.zeros((len(batch), width), dtype=np.int32)
        cases = np.zeros((len(batch), width), dtype=np.int32)
        lengths = np.array([b - a + 2 for a, b in cuts], dtype=np.int32)
        for i, (window, (a, b)) in enumerate(zip(batch, cuts, strict=True)):
            pieces[i, 0], pieces[i, b - a + 1] = self.pieces.start, self.pieces.end
            pieces[i, 1 : b - a + 1] = prepared[window.text].pieces[a:b]
            cases[i, 1 : b - a + 1] = prepared[window.text].cases[a:b]
        result: NDArray[np.float32] = self._session.run(None, {"pieces": pieces, "cases": cases, "lengths": lengths})[0]
        return result


def _together(sentences: Sequence[Sequence[tuple[int, int]]]) -> Iterator[list[tuple[int, list[tuple[int, int]]]]]:
    """Yield (number of the text, some of its sentences) so many at a time that memory does not grow with a text's length."""
    parts: list[tuple[int, list[tuple[int, int]]]] = []
    n_characters = 0
    for number, own in enumerate(sentences):
        parts.append((number, []))
        for start, end in own:
            if n_characters >= _MOST_CHARACTERS:
                yield parts
                parts, n_characters = [(number, [])], 0
            parts[-1][1].append((start, end))
            n_characters += end - start
    if parts:
        yield parts


def _padded(n_pieces: int) -> int:
    """The length a window of so many pieces is filled up to: a multiple of 8 (of 512 for a single overlong word run)."""
    return -(-n_pieces // 8) * 8


def _names(text: _Text, log_probabilities: NDArray[np.float32]) -> Iterator[Name]:
    """Names of one text, sentence by sentence."""
    start = 0
    for stop in text.breaks:
        rows = log_probabilities[start:stop]
        for a, b, kind in read_spans(best_tags(rows)):
            columns = [number for number, tag in enumerate(TAGS) if tag[2:] == kind]
            score = float(np.exp(rows[a:b, columns]).sum(axis=1).mean())
            yield Name(text.words[start + a][0], text.words[start + b - 1][1], kind, min(score, 1.0))
        start = stop


class NameTagger:
    """The tagger as a spaCy component: writes the names of a document to `doc.spans["names"]` and, exactly, to `doc._.names`.

    A span's label is PERSON, PLACE, ORGANISATION or WEAPON and `span._.score` the tagger's probability for it. Spans are made of
    whole tokens; where a name is part of a token ("U.S." in "U.S.-led") `doc._.names` has its own characters. Sentence boundaries
    are heeded where the document has them.
    """

    def __init__(self, tagger: Tagger, *, skip_plain: bool = True, batch_size: int = 64) -> None:
        self.tagger, self.skip_plain, self.batch_size = tagger, skip_plain, batch_size
        if not Span.has_extension("score"):
            Span.set_extension("score", default=None)
        if not Doc.has_extension("names"):
            Doc.set_extension("names", default=())

    def __call__(self, doc: Doc) -> Doc:
        """Tag one document. Changes it."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int | None = None) -> Iterator[Doc]:
        """Tag documents in batches, in order. Changes them."""
        waiting = iter(stream)
        while docs := list(islice(waiting, batch_size or self.batch_size)):
            sentences = [_sentence_ranges(doc) for doc in docs]
            found = self.tagger.tag([doc.text for doc in docs], sentences, skip_plain=self.skip_plain)
            for doc, names in zip(docs, found, strict=True):
                _write(doc, names)
            yield from docs


def _sentence_ranges(doc: Doc) -> list[tuple[int, int]]:
    if not len(doc):
        return []
    if doc.has_annotation("SENT_START"):
        return [(sent.start_char, sent.end_char) for sent in doc.sents]
    return [match.span() for match in _LINE.finditer(doc.text)]


def _write(doc: Doc, names: Sequence[Name]) -> None:
    spans: list[Span] = []
    for name in names:
        span = doc.char_span(name.start, name.end, label=SPAN_LABELS[name.label], alignment_mode="expand")
        if span is None or (spans and span.start < spans[-1].end):  # two names in one token: the first stands
            continue
        span._.score = name.score
        spans.append(span)
    doc.spans["names"] = spans
    doc._.names = tuple(names)


@Language.factory(
    "name_tagger", default_config={"model": None, "skip_plain": True, "threads": None, "batch_size": 64}, assigns=["doc.spans"]
)
def make_name_tagger(
    nlp: Language, name: str, model: str | None, skip_plain: bool, threads: int | None, batch_size: int
) -> NameTagger:
    """Make the `name_tagger` component. `model` is the folder of the weights, by default the one shipped with the package."""
    return NameTagger(Tagger(model or MODEL_FOLDER, threads=threads), skip_plain=skip_plain, batch_size=batch_size)
