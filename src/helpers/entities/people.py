"""The `people` component: every mention of a person joined to that person, inside one article.

What the component knows of a name is the article itself, the article's date and the table of public figures, so that its result
can be stored with the article. Joining over the corpus is `corpus.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from slugify import slugify
from spacy.language import Language
from spacy.tokens import Doc

from helpers.entities import knowledge
from helpers.entities.cast import Cast, word_key
from helpers.entities.context import Name, Reading
from helpers.entities.matching import fold, key
from helpers.entities.mention import Mention, add_mentions
from helpers.entities.person_names import (
    EVERYDAY,
    core_words,
    is_title,
    person_id,
    words_of,
)
from helpers.entities.public_figures import Figure, PublicFigures

if not Doc.has_extension("published"):
    Doc.set_extension("published", default=None)

_THING_AFTER = re.compile(
    r"^(?:'s)? (?:[A-Z]\w+ )?(?:[Aa]irport|University|Hospital|Street|Bridge|Stadium|Prize|Foundation|Cent(?:er|re)|Institute|Library|School|Avenue|Square|"
    r"Museum|Tower|Dam|Lake|River|Park|Boulevard|Mosque|Palace|Cathedral|strike group|carrier strike|Carrier)\b|^-class\b"
)
_THING_BEFORE = re.compile(
    r"\b(?:Lake|Mount|Fort|Port|USS|HMS|FS|INS|ARA|KRI|BRP|ORP|TCG|carrier|frigate|destroyer|cruiser|corvette|submarine|Camp|Cape|San|Rue|Avenue|Boulevard|Villa|Place)(?: the)? $"
)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_SPEECH = re.compile(r"^,? (?:said|says|asked|added|told|replied|laughed|wrote)\b")
_SPOKE = re.compile(r"\b(?:said|says|asked|added|replied|laughed) $")
_LABEL_AFTER = re.compile(r":")
_NEAR = 350  # characters; about two sentences
_ADDRESS_AFTER = re.compile(r"[.@]\w")
_ADDRESS_BEFORE = re.compile(r"\b[A-Z]\w{2,}[.@]$")
_CODE_NAME = re.compile(r"\b(?:[Cc]ode-?name(?:d)?(?: was| is)?|[Oo]peration|[Ee]xercise|called the operation)[ :\"']*$")


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    name: str
    figure: Figure | None
    score: float | None
    title: str


class People:
    """Finds people in a document and says which mentions are one person."""

    def __init__(self) -> None:
        self._figures = PublicFigures()

    def __call__(self, doc: Doc) -> Doc:
        """Add the mentions of people to `doc` (changes it)."""
        reading = Reading(doc)
        spans = self._spans(reading)
        full = [s for s in spans if len(core_words(s.name)) > 1]
        cast = Cast()
        found = [(span, cast.add(span.name, span.start, span.figure)) for span in full]
        mentions = [_mention(s, p.entity_id, p.name, "name") for s, p in found]
        short = [s for s in spans if len(core_words(s.name)) == 1 and not _is_rather_a_country(s, cast, reading)]
        short += _untagged(reading, cast, {place for s in spans for place in range(s.start, s.end)})
        mentions += [self._short(span, cast, doc._.published) for span in sorted(short, key=lambda s: s.start)]
        return add_mentions(doc, mentions)

    def _spans(self, reading: Reading) -> list[_Span]:
        """Return what the name finder calls a person and every listed full name, the longer where they overlap."""
        listed = [
            _span(reading, start, end, figure=figure)
            for start, end, figure in self._figures.in_text(reading.folded)
            if _is_capitalised(reading.plain[start:end]) and not _is_thing(reading, start, end)
        ]
        tagged = [span for name in reading.names if name.label == "PERSON" and (span := self._tagged(name, reading))]
        return _longest([*listed, *tagged])

    def _tagged(self, name: Name, reading: Reading) -> _Span | None:
        printed = reading.plain[name.start : name.end]
        words = words_of(re.split(r"[,;:()\[\]]", printed)[0])
        if not words or not any(c.isalpha() for c in printed):
            return None
        inner = re.search(r"\s+".join(map(re.escape, words)), printed)
        if inner is None:
            return None
        start, end = name.start + inner.start(), name.start + inner.end()
        if _is_thing(reading, start, end) or (len(words) == 1 and is_title(words[0])) or key(" ".join(words)) in _groups():
            return None
        if _ADDRESS_AFTER.match(reading.text, end) or _ADDRESS_BEFORE.search(reading.text[max(0, start - 20) : start]):
            return None  # "News.Az reports"
        is_label = _LABEL_AFTER.match(reading.text, end) and not words[0].isupper()
        if len(words) == 1 and (is_label or _CODE_NAME.search(reading.before(start))):
            return None
        return _span(reading, start, end, figure=self._figures.by_full_name(reading.plain[start:end]), score=name.score)

    def _short(self, span: _Span, cast: Cast, day: str | None) -> Mention:
        """Join a bare surname or first name to its person; where it could be several, it stays by itself."""
        word = word_key(span.name)
        several = cast.meant_by(word, span.start, span.title)
        if len(several) == 1:
            return _mention(span, several[0].entity_id, several[0].name, "short_name")
        figure = None
        if not several:
            figure = span.figure or self._figures.by_family_name(word, day=day, titled=span.title)
        else:
            listed = self._figures.by_family_name(word, day=day, titled=span.title)
            figure = listed if any(p.figure == listed for p in several) else None
        if figure:
            return _mention(span, figure.entity_id, figure.name, "short_name")
        name = " ".join(words_of(span.name))
        return _mention(span, person_id(name) or slugify(name), name, "short_name")


def _is_rather_a_country(span: _Span, cast: Cast, reading: Reading) -> bool:
    """A country's or capital's name is a person only where one of that name has just been introduced, or is quoted."""
    word = word_key(span.name)
    if span.title or word in cast.families or fold(span.name) not in _country_names(readings=("always", "government", "homonym")):
        return False
    near = [p for p in cast.given.get(word, []) if any(0 < span.start - place < _NEAR for place in p.places)]
    return not near and not (cast.given.get(word) and _speaks(reading, span.start, span.end))


def _untagged(reading: Reading, cast: Cast, taken: set[int]) -> list[_Span]:
    """Return further places where a family name of the article stands alone, which the name finder overlooked."""
    given = set(cast.given) - {word_key(name) for name in _country_names()}
    found = []
    for match in _WORD.finditer(reading.text):
        if not match.group()[0].isupper():
            continue
        printed = re.sub(r"['’]s?$", "", match.group())
        start, end = match.start(), match.start() + len(printed)
        if start in taken or len(printed) < 2:
            continue
        word = word_key(printed)
        if (word in cast.families and _stands_for_person(reading, start, end)) or (
            word in given and _speaks(reading, start, end)
        ):
            found.append(_span(reading, start, end))
    return found


@cache
def _groups() -> frozenset[str]:
    """Armed groups, bodies, peoples and the like, which a tagger may take for a person."""
    return frozenset(key(row["name"]) for row in knowledge.rows("groups.csv"))


@cache
def _country_names(*, readings: tuple[str, ...] = ("always",)) -> frozenset[str]:
    """Names that are a country's and nobody's: "Israel said" is not Israel Katz."""
    return frozenset(fold(row["surface"]) for row in knowledge.rows("country_names.csv") if row["reading"] in readings)


def _stands_for_person(reading: Reading, start: int, end: int) -> bool:
    covering = [n for label in ("PLACE", "ORGANISATION", "WEAPON") for n in reading.names_over(start, end, label)]
    if any(n.start < start or n.end > end for n in covering) or _is_thing(reading, start, end):
        return False
    word = fold(reading.text[start:end])
    if word not in EVERYDAY and word not in _country_names(readings=("always", "government", "homonym")):
        return True
    before, after = reading.before(start), reading.after(start, end)
    return bool(
        _title_before(before)
        or (before.strip(" \"'(") and not re.search(r"\b(?:the|a|an|of|in) $", before) and _SPEECH.match(after))
    )


def _speaks(reading: Reading, start: int, end: int) -> bool:
    """A given name alone stands for its person only where it speaks, and nothing else claims the word."""
    if any(reading.names_over(start, end, label) for label in ("ORGANISATION", "WEAPON")):
        return False
    before, after = reading.before(start), reading.after(start, end)
    quoted = bool(re.search(r"[,.!?]\"? $|\" $", before))
    return bool((quoted and _SPEECH.match(after)) or _SPOKE.search(before))


def _span(reading: Reading, start: int, end: int, *, figure: Figure | None = None, score: float | None = None) -> _Span:
    return _Span(start, end, reading.plain[start:end], figure, score, _title_before(reading.before(start)))


def _title_before(before: str) -> str:
    last = (before.split() or [""])[-1]
    return fold(last).strip(".,") if is_title(last) else ""


def _is_thing(reading: Reading, start: int, end: int) -> bool:
    """Say whether the name is that of an airport, a ship, a lake or the like."""
    return bool(_THING_AFTER.match(reading.after(start, end)) or _THING_BEFORE.search(reading.before(start)))


def _is_capitalised(printed: str) -> bool:
    words = [w for w in printed.split() if len(w) > 2]
    return bool(words) and words[0][0].isupper() and all(w[0].isupper() or not w.isalpha() or len(w) < 4 for w in words)


def _longest(spans: Iterable[_Span]) -> list[_Span]:
    kept: list[_Span] = []
    taken: set[int] = set()
    for span in sorted(spans, key=lambda s: (s.start - s.end, s.figure is None, s.start)):
        if taken.isdisjoint(range(span.start, span.end)):
            kept.append(span)
            taken.update(range(span.start, span.end))
    return sorted(kept, key=lambda s: s.start)


def _mention(span: _Span, entity_id: str, name: str, how: str) -> Mention:
    return Mention(span.start, span.end, "person", entity_id, name, how, None, span.score)


@Language.factory("people", assigns=["doc._.mentions"], requires=["doc.sents"])
def make_people(nlp: Language, name: str) -> People:
    """Make the `people` component."""
    return People()
