"""One mention, and how a spaCy document carries its mentions."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Span

#: Group of `doc.spans` in which a name finder leaves its spans: PERSON, PLACE, ORGANISATION, WEAPON.
NAMES = "names"


@dataclass(frozen=True, order=True)
class Mention:
    """One mention: characters `start` to `end` of `doc.text` name the entity `entity_id`.

    `name` is the entity's full name as this article gives it; `score` is missing where a rule found the mention; `may_be` are the
    ids of the people among whom the article does not decide, where the name stays ambiguous.
    """

    start: int
    end: int
    kind: str
    entity_id: str
    name: str
    how: str
    variant: str | None = None
    score: float | None = None
    may_be: tuple[str, ...] = ()


if not Doc.has_extension("mentions"):
    Doc.set_extension("mentions", default=None)
if not Span.has_extension("score"):
    Span.set_extension("score", default=None)


def mentions_of(doc: Doc) -> list[Mention]:
    """Return the mentions found in `doc` so far, in order of their place."""
    return list(doc._.mentions or [])


def add_mentions(doc: Doc, found: list[Mention]) -> Doc:
    """Add `found` to the mentions of `doc` (changes it) and return it."""
    doc._.mentions = sorted([*(doc._.mentions or []), *found])
    return doc


def overlaps(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    """Say whether characters `start` to `end` touch any of `spans`."""
    return any(start < e and s < end for s, e in spans)
