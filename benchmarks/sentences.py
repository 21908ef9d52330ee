"""Measure sentence boundaries on GUM test documents beside spaCy's `sentencizer`: `python benchmarks/sentences.py`.

The text of a document is rebuilt from its tokens (a space after each, none where the corpus says SpaceAfter=No), its paragraphs
parted by a blank line. A boundary is the first character of a sentence, the first sentence of each document left out; it is
right where an annotated sentence begins at the same character. `inside paragraphs` leaves out the first sentence of every
paragraph as well, which a blank line gives away. GUM's documents are named in its `splits.md`; the rules were written looking at
its training part only. Figures only: no sentence of the corpus is written anywhere.

Source: Zeldes 2017, Language Resources and Evaluation 51, for GUM.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import spacy

from helpers.articles import split_sentences
from helpers.evaluation import Tally
from helpers.settings import PROJECT

CORPUS = Path(os.environ.get("REFERENCE_DATA", PROJECT.parent / "shared")) / "ner" / "gum"
GENRES = ("news", "interview", "speech")
PLACES = ("all boundaries", "inside paragraphs")
Splitter = Callable[[str], set[int]]


class Document(NamedTuple):
    """One document: its text, and the first characters of its sentences and of its paragraphs."""

    text: str
    sentences: frozenset[int]
    paragraphs: frozenset[int]


def read_document(conllu: str) -> Document:
    """Rebuild one document from its CoNLL-U annotation."""
    text, gap = "", ""
    sentences, paragraphs = set(), set()
    for block in re.split(r"\n{2,}", conllu.strip()):
        if re.search(r"^# newpar$", block, re.MULTILINE):
            gap = "\n\n" if text else ""
            paragraphs.add(len(text) + len(gap))
        sentences.add(len(text) + len(gap))
        for form, space in _tokens(block):
            text, gap = text + gap + form, space
    return Document(text, frozenset(sentences), frozenset(paragraphs))


def _tokens(block: str) -> Iterator[tuple[str, str]]:
    """Yield each token as it is written, with the space after it; words inside a contraction are passed over."""
    inside = 0
    for number, form, *_, misc in (line.split("\t") for line in block.splitlines() if not line.startswith("#")):
        if "." in number or ("-" not in number and int(number) <= inside):
            continue
        inside = int(number.split("-")[1]) if "-" in number else inside
        yield form, "" if "SpaceAfter=No" in misc.split("|") else " "


def read_part(folder: Path, part: str, genre: str) -> list[Document]:
    """Read the documents of one genre that `splits.md` lists under `part` (train, dev or test)."""
    listed = (folder / "splits.md").read_text(encoding="utf-8").split(f"\n## {part}\n")[1].split("\n## ")[0]
    names = sorted(re.findall(rf"\bGUM_{genre}_\w+", listed))
    return [read_document((folder / f"{name}.conllu").read_text(encoding="utf-8")) for name in names]


def splitters() -> dict[str, Splitter]:
    """Return what is compared: for each name a function from a text to the first characters of its sentences."""
    blank = spacy.blank("en")
    blank.max_length = 10_000_000
    blank.add_pipe("sentencizer")
    return {
        "this project": lambda text: {s.start for s in split_sentences(text)},
        # white space in front is no part of a sentence, though spaCy makes it a token of one
        "spaCy sentencizer": lambda text: {_first_ink(text, s.start_char) for s in blank(text).sents},
    }


def _first_ink(text: str, place: int) -> int:
    return place + len(text[place:]) - len(text[place:].lstrip())


def tally(documents: Iterable[Document], split: Splitter, *, inside_paragraphs: bool) -> Tally:
    """Count boundaries found rightly, found wrongly and missed."""
    total = Tally()
    for document in documents:
        outside = document.paragraphs if inside_paragraphs else {0}
        there, found = document.sentences - outside, split(document.text) - outside
        total.right += len(there & found)
        total.wrong += len(found - there)
        total.missed += len(there - found)
    return total


def measure(folder: Path = CORPUS, *, part: str = "test") -> list[dict[str, object]]:
    """Return one row per genre (and one for all), place and splitter: documents, precision, recall, F1 and their counts."""
    documents = {genre: read_part(folder, part, genre) for genre in GENRES}
    documents["all"] = [document for of_genre in documents.values() for document in of_genre]
    return [
        {"genre": genre, "documents": len(read), "counted": place, "splitter": name}
        | {"precision": t.precision, "recall": t.recall, "f1": t.f1, "right": t.right, "wrong": t.wrong, "missed": t.missed}
        for genre, read in documents.items()
        for place in PLACES
        for name, split in splitters().items()
        for t in [tally(read, split, inside_paragraphs=place == PLACES[1])]
    ]


def main() -> None:
    """Print the figures."""
    if not CORPUS.is_dir():
        raise SystemExit(f"{CORPUS} is not there: set REFERENCE_DATA to the folder that holds ner/gum")
    for row in measure():
        print(" | ".join(f"{v:.3f}" if isinstance(v, float) else str(v) for v in row.values()))


if __name__ == "__main__":
    main()
