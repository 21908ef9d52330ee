"""The `mentions` component: where finders disagree over the same words, one of them is right."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from helpers.entities.mention import Mention, mentions_of

# A listed system beats a person of that name only where the weapons rules saw a weapon, so weapons go first.
_ORDER = {"weapon": 0, "person": 1, "country": 2, "weapon_class": 3}


@Language.component("mentions", requires=["doc._.mentions"], assigns=["doc._.mentions", "doc.spans"])
def settle_mentions(doc: Doc) -> Doc:
    """Keep of overlapping mentions the one of the surer kind, then the longer (changes `doc`).

    The result also stands in `doc.spans["mentions"]`, labelled by kind, for displaCy and other spaCy tools.
    """
    doc._.mentions = keep_apart(mentions_of(doc))
    return show_spans(doc)


def show_spans(doc: Doc) -> Doc:
    """Set `doc.spans["mentions"]` (changes `doc`) to the mentions found so far."""
    spans = [doc.char_span(m.start, m.end, label=m.kind, kb_id=m.entity_id, alignment_mode="expand") for m in doc._.mentions]
    doc.spans["mentions"] = SpanGroup(doc, name="mentions", spans=[span for span in spans if span is not None])
    return doc


def keep_apart(mentions: list[Mention]) -> list[Mention]:
    """Return `mentions` without those that overlap a surer one, in order of place.

    A bare name that nobody in the article bears in full gives way to a country of that name.
    """
    countries = {(m.start, m.end) for m in mentions if m.kind == "country"}
    full = {m.entity_id for m in mentions if m.kind == "person" and m.how == "name" and (m.start, m.end) not in countries}
    surer = [m for m in mentions if m.kind != "person" or m.entity_id in full or (m.start, m.end) not in countries]
    kept: list[Mention] = []
    taken: set[int] = set()
    for mention in sorted(surer, key=lambda m: (_ORDER.get(m.kind, 9), m.start - m.end, m)):
        places = range(mention.start, mention.end)
        if taken.isdisjoint(places):
            kept.append(mention)
            taken.update(places)
    return sorted(kept)
