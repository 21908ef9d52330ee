"""How right the mentions are: inline-annotated articles read, and precision, recall and F1 of mentions, nodes and edges.

Markup: ``{{P:Name=Variant|words}}`` for people, ``{{C:UA|words}}`` for countries, ``{{W:Name=Variant|words}}`` for weapons;
a ``?`` behind the letter marks a mention that is neither required nor wrong. The text is the article without the markup.
"""

from __future__ import annotations

import logging
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from spacy.language import Language

from helpers.entities import join_names
from helpers.entities.corpus import MENTION_COLUMNS, mention_rows
from helpers.entities.matching import key

_MARKUP = re.compile(r"\{\{(?P<letter>[PCW])(?P<optional>\??):(?P<names>[^|{}]+)\|(?P<words>[^{}]*)\}\}")
_BROKEN = re.compile(r"\{\{|\{?[PCW]\??:[^|{}\n]{1,200}\|[^{}\n]{0,200}\}")  # also where one brace of a pair is missing
_EXAMPLE = "{{P:Name|words}}"
_KINDS = {"P": "person", "C": "country", "W": "weapon"}
KINDS = tuple(_KINDS.values())
_SUFFIXES = re.compile(r"\d+|\b(?:jr|sr|[ivx]+)\b")
_log = logging.getLogger("helpers")
_LEFT_OUT = ("pronoun", "role")


class Annotation(NamedTuple):
    """One annotated mention: its characters, kind, id, all names that count as right, and whether it is optional."""

    start: int
    end: int
    kind: str
    entity: str
    names: frozenset[str]
    is_optional: bool


@dataclass(frozen=True)
class AnnotatedArticle:
    """One article with its annotations, in order of place."""

    name: str
    text: str
    annotations: tuple[Annotation, ...]


@dataclass
class Tally:
    """What was found rightly, found wrongly and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """Share of what is there that was found."""
        return self.right / max(self.right + self.missed, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return 2 * self.precision * self.recall / max(self.precision + self.recall, 1e-9)


@dataclass
class Score:
    """Tallies by (level, kind) and the single errors: missed or wrong, article, kind, words, name."""

    tallies: dict[tuple[str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    errors: list[tuple[str, str, str, str, str]] = field(default_factory=list)

    def table(self) -> pd.DataFrame:
        """Return one row per level and kind: precision, recall, F1 and the counts behind them."""
        rows = [
            {"level": level, "kind": kind, "precision": t.precision, "recall": t.recall, "f1": t.f1}
            | {"right": t.right, "wrong": t.wrong, "missed": t.missed}
            for (level, kind), t in self.tallies.items()
        ]
        return pd.DataFrame(rows)

    def worst(self, n: int) -> list[tuple[str, ...]]:
        """Return the `n` commonest errors: how often, wrong or missed, kind, words of the text, name, and an article."""
        counts = Counter((what, kind, words, name) for what, _, kind, words, name in self.errors)
        where = {(what, kind, words, name): article for what, article, kind, words, name in self.errors}
        return [(f"{count}x", *error, where[error]) for error, count in sorted(counts.items(), key=lambda e: (-e[1], e[0]))[:n]]


def evaluate_pipeline(articles: Sequence[AnnotatedArticle], nlp: Language, *, coreference: bool = False) -> Score:
    """Run a pipeline over annotated articles as they stand, and compare what it finds.

    The level `edge` pairs entities in the sentences of a plain cut, so that systems can be compared; the level `product edge`
    pairs them in the pipeline's own sentences, which is what the table `edges` counts.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    cuts: dict[str, Callable[[int], int]] = {}
    for article in articles:
        doc = nlp(article.text)
        mentions, entities = join_names(pd.DataFrame(mention_rows(doc, article.name), columns=MENTION_COLUMNS))
        named = mentions.merge(entities[["entity_id", "name", "aliases"]], on="entity_id", how="left")
        found[article.name] = [{str(k): v for k, v in row.items()} for row in named.to_dict("records")]
        cuts[article.name] = partial(bisect_right, [s.start_char for s in doc.sents])
    return score_mentions(articles, found, cuts=cuts, coreference=coreference)


def read_annotated(folder: Path) -> list[AnnotatedArticle]:
    """Read every annotated article of a folder: its .md and .txt files, in order of their names.

    A file without markup counts as an article in which nothing is to be found; the log names it.

    Raises FileNotFoundError where the folder or annotated articles are missing, NotADirectoryError where it is a file,
    ValueError where a file is not UTF-8 or a markup is not right.
    """
    if not folder.exists():
        raise FileNotFoundError(f"{folder} is not there; it should be a folder of articles with {_EXAMPLE} markup")
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder} is a file; name the folder of annotated articles")
    paths = sorted(p for p in folder.iterdir() if p.suffix.lower() in (".md", ".txt") and p.is_file())
    articles = [parse_markup(_read_text(path), path.stem, source=str(path)) for path in paths]
    if not any(article.annotations for article in articles):
        held = f"none of its {len(paths)} .md and .txt files has" if paths else "it has no .md or .txt file with"
        raise FileNotFoundError(f"{folder} holds no annotated article: {held} {_EXAMPLE} markup")
    for path, article in zip(paths, articles, strict=True):
        if not article.annotations:
            _log.warning("%s has no markup: whatever is found there counts as wrong", path)
    return articles


def _read_text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path} is not UTF-8 text (byte {error.start}); save it as UTF-8") from error


def parse_markup(marked: str, name: str, *, source: str | None = None) -> AnnotatedArticle:
    """Return the article behind inline markup; `source` is what errors call it, by default its name.

    Raises ValueError where a markup is not closed, names no entity or no words, or gives a country other than by two letters.
    """
    _check_markup(marked, source or name)
    found, text, last = [], "", 0
    for match in _MARKUP.finditer(marked):
        text += marked[last : match.start()]
        names = tuple(n.strip() for n in match["names"].split("="))
        end = len(text) + len(match["words"])
        found.append((len(text), end, _KINDS[match["letter"]], names, bool(match["optional"])))
        text += match["words"]
        last = match.end()
    text += marked[last:]
    # a variant given once holds for the whole article
    variants: dict[tuple[str, str], set[str]] = defaultdict(set)
    for _, _, kind, names, _ in found:
        variants[kind, names[0]].update(names)
    annotations = (Annotation(s, e, k, n[0], frozenset(variants[k, n[0]]), o) for s, e, k, n, o in found)
    return AnnotatedArticle(name, text, tuple(annotations))


def _check_markup(marked: str, source: str) -> None:
    wrong: list[tuple[int, str]] = []
    for match in _MARKUP.finditer(marked):
        first = match["names"].split("=")[0].strip()
        if not first or not match["words"].strip():
            wrong.append((match.start(), f"it is {_EXAMPLE}, with a name and with words of the text"))
        elif match["letter"] == "C" and not re.fullmatch(r"[A-Za-z]{2}", first):
            wrong.append((match.start(), "a country is given by its two ISO letters, such as {{C:UA|Ukraine}}"))
    rest = _MARKUP.sub(lambda match: " " * len(match.group()), marked)
    wrong += [(m.start(), f"it is {_EXAMPLE}, C for a country and W for a weapon") for m in _BROKEN.finditer(rest)]
    if wrong:
        place, right = min(wrong)
        line, words = marked.count("\n", 0, place) + 1, marked[place : place + 40].split("\n")[0]
        raise ValueError(f"{source}, line {line}: the markup {words!r} is not right; {right}")


def score_mentions(
    articles: Sequence[AnnotatedArticle],
    found: Mapping[str, Iterable[Mapping[str, Any]]],
    *,
    cuts: Mapping[str, Callable[[int], int]] | None = None,
    coreference: bool = False,
) -> Score:
    """Compare found mentions with annotated ones.

    Parameters
    ----------
    articles : annotated articles
    found : for each article's name its mentions as mappings with `start`, `end`, `kind`, `entity_id`, `name`, `aliases`, `how`
    coreference : whether rows recognised as pronoun or role count; the annotation has none, so that each of them is wrong there
        unless it overlaps a name
    cuts : for each article's name a function from a character to the number of its sentence, for the level `product edge`

    Returns
    -------
    Score : a mention is right when it overlaps an annotation of its kind and names its entity, and one entity id stands for one
        annotated entity of an article; nodes are entities of an article, edges pairs of them in one sentence of a plain cut
    """
    score = Score()
    for level, kinds in (("mention", KINDS), ("node", KINDS), ("edge", ("all",))):
        for kind in kinds:
            score.tallies[level, kind] = Tally()
    for article in articles:
        left_out = () if coreference else _LEFT_OUT
        rows = [r for r in found.get(article.name, ()) if r["kind"] in KINDS and r.get("how") not in left_out]
        _score_article(article, rows, score, cut=(cuts or {}).get(article.name))
    return score


def _score_article(
    article: AnnotatedArticle, rows: Sequence[Mapping[str, Any]], score: Score, *, cut: Callable[[int], int] | None
) -> None:
    judged = _one_to_one(article, rows, [_judge(article, row) for row in rows])
    _tally_mentions(article, rows, judged, score)
    required = {(a.kind, a.entity) for a in article.annotations if not a.is_optional}
    optional = {(a.kind, a.entity) for a in article.annotations if a.is_optional}
    keys = [_node(article, row, verdict) for row, verdict in zip(rows, judged, strict=True)]
    nodes = {k for k in keys if k}
    for node in nodes:
        tally = score.tallies["node", node[0]]
        tally.right += node in required
        tally.wrong += node not in required and node not in optional
    for node in required - nodes:
        score.tallies["node", node[0]].missed += 1
    starts = [article.annotations[v].start if isinstance(v, int) else r["start"] for r, v in zip(rows, judged, strict=True)]
    placed = [(start, node) for start, node in zip(starts, keys, strict=True) if node]
    _tally_edges(article, placed, _plain_sentences(article.text), score.tallies["edge", "all"])
    if cut:
        _tally_edges(article, placed, cut, score.tallies["product edge", "all"])


def _judge(article: AnnotatedArticle, row: Mapping[str, Any]) -> int | str:
    """Return the annotation that `row` gets right, "open" where it touches an optional one only, else "wrong"."""
    touched = [
        i for i, a in enumerate(article.annotations) if a.kind == row["kind"] and a.start < row["end"] and row["start"] < a.end
    ]
    touched.sort(key=lambda i: max(article.annotations[i].start, row["start"]) - min(article.annotations[i].end, row["end"]))
    for i in touched:
        if _is_same(article.annotations[i], row):
            return i
    return "open" if any(article.annotations[i].is_optional for i in touched) else "wrong"


def _is_same(annotation: Annotation, row: Mapping[str, Any]) -> bool:
    if annotation.kind == "country":
        return annotation.entity.upper() == str(row["entity_id"]).upper()
    names = {key(n) for n in (row["name"], *row["aliases"]) if n}
    if names & {key(n) for n in annotation.names}:
        return True
    return annotation.kind == "person" and any(_is_close(n, row["name"]) for n in annotation.names)


def _is_close(a: str, b: str) -> bool:
    """Two spellings of one person's name, numerals and Jr. or Sr. alike."""
    same_marks = _SUFFIXES.findall(a.casefold()) == _SUFFIXES.findall(b.casefold())
    return same_marks and SequenceMatcher(None, key(a), key(b)).ratio() >= 0.85


def _one_to_one(article: AnnotatedArticle, rows: Sequence[Mapping[str, Any]], judged: list[int | str]) -> list[int | str]:
    """Let one id stand for one annotated entity and the reverse, the commonest pairing first: a merge or a split is an error."""
    pairs = {
        i: ((row["kind"], str(row["entity_id"])), (row["kind"], article.annotations[v].entity))
        for i, (row, v) in enumerate(zip(rows, judged, strict=True))
        if isinstance(v, int) and row["kind"] != "country"
    }
    mine: dict[tuple[str, str], tuple[str, str]] = {}
    theirs: dict[tuple[str, str], tuple[str, str]] = {}
    for (found, annotated), _ in sorted(Counter(pairs.values()).items(), key=lambda item: (-item[1], item[0])):
        if found not in mine and annotated not in theirs:
            mine[found], theirs[annotated] = annotated, found
    result = list(judged)
    for i, (found, annotated) in pairs.items():
        if mine.get(found) != annotated:
            result[i] = "open" if article.annotations[int(judged[i])].is_optional else "wrong"
    return _without_seconds(article, result)


def _without_seconds(article: AnnotatedArticle, judged: list[int | str]) -> list[int | str]:
    taken: set[int] = set()
    result: list[int | str] = []
    for verdict in judged:
        if isinstance(verdict, int) and verdict in taken and not article.annotations[verdict].is_optional:
            result.append("twice")
            continue
        if isinstance(verdict, int):
            taken.add(verdict)
        result.append(verdict)
    return result


def _tally_mentions(
    article: AnnotatedArticle, rows: Sequence[Mapping[str, Any]], judged: Sequence[int | str], score: Score
) -> None:
    for row, verdict in zip(rows, judged, strict=True):
        if verdict in ("wrong", "twice"):
            score.tallies["mention", row["kind"]].wrong += 1
            score.errors.append(("wrong", article.name, row["kind"], article.text[row["start"] : row["end"]], str(row["name"])))
    hit = {v for v in judged if isinstance(v, int)}
    for i, a in enumerate(article.annotations):
        if a.is_optional:
            continue
        tally = score.tallies["mention", a.kind]
        tally.right += i in hit
        tally.missed += i not in hit
        if i not in hit:
            score.errors.append(("missed", article.name, a.kind, article.text[a.start : a.end], a.entity))


def _node(article: AnnotatedArticle, row: Mapping[str, Any], verdict: int | str) -> tuple[str, str] | None:
    if isinstance(verdict, int):
        return article.annotations[verdict].kind, article.annotations[verdict].entity
    return None if verdict in ("open", "twice") else (row["kind"], f"wrong: {row['entity_id']}")


def _tally_edges(article: AnnotatedArticle, placed: Sequence[tuple[int, Any]], cut: Callable[[int], int], tally: Tally) -> None:
    required = _pairs((cut(a.start), (a.kind, a.entity)) for a in article.annotations if not a.is_optional)
    allowed = _pairs((cut(a.start), (a.kind, a.entity)) for a in article.annotations)
    found = _pairs((cut(start), node) for start, node in placed)
    tally.right += len(required & found)
    tally.wrong += len(found - required - allowed)
    tally.missed += len(required - found)


def _pairs(placed: Iterable[tuple[int, Any]]) -> set[tuple[Any, Any]]:
    units: dict[int, set[Any]] = defaultdict(set)
    for unit, node in placed:
        units[unit].add(node)
    return {tuple(sorted(pair)) for nodes in units.values() for pair in combinations(nodes, 2)}  # type: ignore[misc]


_NO_END = (
    *("[A-Z]", "Gen", "Lt", "Mr", "Dr", "Ms", "Mrs", "Sen", "No", "Col", "Maj", "Brig", "Capt", "Adm", "Sgt", "Rep", "Gov", "St"),
    *("Prof", "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec"),
)
_CUT = re.compile("".join(rf"(?<!\b{a})" for a in _NO_END) + r"[.!?][\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])|\n+")


def _plain_sentences(text: str) -> Callable[[int], int]:
    """Return a function from a place to the number of its sentence, by a cut that knows nothing of any system's sentences."""
    cuts = [m.end() for m in _CUT.finditer(text)]
    return partial(bisect_right, cuts)
