"""Measure how often a pronoun or a role phrase is joined to the right person: `python benchmarks/coreference.py`.

Documents are GUM's, in CoNLL-U with coreference chains (`Entity=` in MISC); the text is rebuilt from the tokens and read by the
default pipeline with both kinds switched on. A mention is right where the annotated chain of the pronoun (of the smallest
annotated mention that covers a role phrase) holds a mention of the person by name. `annotated` counts the pronouns whose chain
names a person whom the pipeline found by name: what could be joined at best. Rules were fitted to GUM's training and development
parts, as its `splits.md` divides it; the test part is for reporting. Figures only: no sentence of the corpus is written anywhere.

Source: Zeldes 2017, Language Resources and Evaluation 51, for GUM.
"""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from spacy.language import Language

from helpers.entities import build_pipeline
from helpers.entities.mention import Mention, mentions_of
from helpers.settings import PROJECT

CORPUS = Path(os.environ.get("REFERENCE_DATA", PROJECT.parent / "shared")) / "ner" / "gum"
GENRES = ("news", "interview", "speech", "bio")
_PRONOUNS = frozenset({"he", "him", "his", "himself", "she", "her", "hers", "herself"})
_BRACKET = re.compile(r"\((?P<opened>[^()]+)(?P<at_once>\)?)|(?P<closed>[^()]+)\)")
_DAY = re.compile(r"^# meta::dateCreated = (\d{4}-\d\d-\d\d)$", re.MULTILINE)


class Annotated(NamedTuple):
    """One annotated mention: its characters, and the number of its chain."""

    start: int
    end: int
    chain: str


class Document(NamedTuple):
    """One document: its genre, text, day of publication (ISO, or nothing) and annotated mentions of people."""

    genre: str
    text: str
    day: str | None
    people: tuple[Annotated, ...]


def read_document(conllu: str, genre: str) -> Document:
    """Rebuild one document from its CoNLL-U annotation."""
    text, gap, people = "", "", []
    opened: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for block in re.split(r"\n{2,}", conllu.strip()):
        if re.search(r"^# newpar$", block, re.MULTILINE):
            gap = "\n\n" if text else ""
        for form, space, brackets in _tokens(block):
            start, end = len(text) + len(gap), len(text) + len(gap) + len(form)
            text, gap = text + gap + form, space
            people += _closed(brackets, start, end, opened)
    day = _DAY.search(conllu)
    return Document(genre, text, day.group(1) if day else None, tuple(people))


def _closed(brackets: str, start: int, end: int, opened: dict[str, list[tuple[int, str]]]) -> Iterator[Annotated]:
    """Yield the mentions of people that end with this token; those that begin with it are put to `opened` (changes it)."""
    for match in _BRACKET.finditer(brackets):
        chain, *kind = (match["opened"] or match["closed"]).split("-")[:2]
        if match["opened"]:
            opened[chain].append((start, kind[0] if kind else ""))
        if (match["closed"] or match["at_once"]) and opened[chain]:
            begin, what = opened[chain].pop()
            if what == "person":
                yield Annotated(begin, end, chain.split("[")[0])


def _tokens(block: str) -> Iterator[tuple[str, str, str]]:
    """Yield each word, the space after it and its brackets; the parts of a contraction are words, with no space between."""
    last, space_after_last = 0, " "
    for number, form, *_, misc in (line.split("\t") for line in block.splitlines() if not line.startswith("#")):
        facts = dict(part.split("=", 1) for part in misc.split("|") if "=" in part)
        space = "" if facts.get("SpaceAfter") == "No" else " "
        if "-" in number:
            last, space_after_last = int(number.split("-")[1]), space
        elif "." not in number:
            inside, ends = int(number) <= last, int(number) == last
            yield form, space_after_last if ends else "" if inside else space, facts.get("Entity", "")


def read_corpus(folder: Path, part: str, genres: Iterable[str] = GENRES) -> list[Document]:
    """Return the documents of `genres` in `part` ("test", "dev", or "train": in neither).

    Raises FileNotFoundError where the folder holds none.
    """
    splits = (folder / "splits.md").read_text(encoding="utf-8")
    listed = {
        name: set(re.findall(r"\* (GUM_\w+)", rest)) for name, rest in re.findall(r"^## (\w+)\n([^#]*)", splits, re.MULTILINE)
    }
    parts = {name: part for part in ("dev", "test") for name in listed[part]}
    paths = [
        p for p in sorted(folder.glob("GUM_*.conllu")) if p.stem.split("_")[1] in genres and parts.get(p.stem, "train") == part
    ]
    if not paths:
        raise FileNotFoundError(
            f"{folder} holds no document of the {part} part of GUM: put its .conllu files and splits.md there"
        )
    return [read_document(path.read_text(encoding="utf-8"), path.stem.split("_")[1]) for path in paths]


def measure(folder: Path, *, part: str = "test", genres: Sequence[str] = GENRES) -> dict[str, dict[str, float]]:
    """Return for "pronoun", "role" and each genre's pronouns ("pronoun, news"): right, wrong, precision, annotated, recall."""
    nlp = build_pipeline(pronouns=True, roles=True)
    counts: Counter[tuple[str, str]] = Counter()
    for document in read_corpus(folder, part, genres):
        for how, verdict in _judged(document, nlp):
            counts[how, verdict] += 1
            if how == "pronoun":
                counts[f"pronoun, {document.genre}", verdict] += 1
    return {how: _figures(how, counts) for how in ("pronoun", "role", *(f"pronoun, {genre}" for genre in genres))}


def _figures(how: str, counts: Counter[tuple[str, str]]) -> dict[str, float]:
    right, wrong, annotated = (counts[how, verdict] for verdict in ("right", "wrong", "annotated"))
    figures = {"right": right, "wrong": wrong, "precision": right / max(right + wrong, 1)}
    return figures | ({"annotated": annotated, "recall": right / max(annotated, 1)} if how != "role" else {})


def _judged(document: Document, nlp: Language) -> Iterator[tuple[str, str]]:
    """Yield ("pronoun" or "role", "right", "wrong" or "annotated")."""
    doc = nlp.make_doc(document.text)
    doc._.published = document.day
    people = [m for m in mentions_of(nlp(doc)) if m.kind == "person"]
    chains = _chains_by_person([m for m in people if m.how not in ("pronoun", "role")], document)
    for mention in people:
        if mention.how in ("pronoun", "role"):
            chain = _chain_of(mention, document, exactly=mention.how == "pronoun")
            yield mention.how, "right" if chain in chains.get(mention.entity_id, set()) else "wrong"
    named = set().union(*chains.values())
    for annotated in document.people:
        if annotated.chain in named and document.text[annotated.start : annotated.end].lower() in _PRONOUNS:
            yield "pronoun", "annotated"


def _chains_by_person(named: Iterable[Mention], document: Document) -> dict[str, set[str]]:
    """Return the chains that hold a mention of each person by name."""
    chains: dict[str, set[str]] = defaultdict(set)
    for mention in named:
        if chain := _chain_of(mention, document, exactly=False):
            chains[mention.entity_id].add(chain)
    return chains


def _chain_of(mention: Mention, document: Document, *, exactly: bool) -> str | None:
    """Return the chain of the smallest annotated mention that covers this one, or is exactly this one."""
    covering = [a for a in document.people if a.start <= mention.start and mention.end <= a.end]
    smallest = min(covering, key=lambda a: a.end - a.start, default=None)
    if smallest is None or (exactly and (smallest.start, smallest.end) != (mention.start, mention.end)):
        return None
    return smallest.chain


def main() -> None:
    """Print the figures of the test part."""
    for how, figures in measure(CORPUS).items():
        print(
            f"{how:20}",
            "  ".join(
                f"{name} {value:.3f}" if isinstance(value, float) else f"{name} {value}" for name, value in figures.items()
            ),
        )


if __name__ == "__main__":
    main()
