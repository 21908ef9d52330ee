"""The `spacy_names` component: any spaCy model in the place of the tagger that comes with this package.

build_pipeline(names="en_core_web_trf")
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import minibatch

from helpers.entities.mention import NAMES

#: What the labels of spaCy's own models mean here; labels that are not listed are passed over.
LABELS = {
    "PERSON": "PERSON",
    "PER": "PERSON",
    "GPE": "PLACE",
    "LOC": "PLACE",
    "FAC": "PLACE",
    "ORG": "ORGANISATION",
    "PRODUCT": "WEAPON",
    "WEAPON": "WEAPON",
}


class SpacyNames:
    """Copies the entities that another spaCy pipeline finds into `doc.spans["names"]`."""

    def __init__(self, model: Language, labels: Mapping[str, str]) -> None:
        self._model, self._labels = model, dict(labels)

    def __call__(self, doc: Doc) -> Doc:
        """Find the names of one document (changes it)."""
        return self._copy(doc, self._model(doc.text))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Find the names of many documents, batch by batch."""
        for batch in minibatch(docs, batch_size):  # type: ignore[no-untyped-call]
            for doc, other in zip(batch, self._model.pipe(d.text for d in batch), strict=True):
                yield self._copy(doc, other)

    def _copy(self, doc: Doc, other: Doc) -> Doc:
        known = ((e, self._labels[e.label_]) for e in other.ents if e.label_ in self._labels)
        spans = (doc.char_span(e.start_char, e.end_char, label=label, alignment_mode="expand") for e, label in known)
        doc.spans[NAMES] = [span for span in spans if isinstance(span, Span)]
        return doc


@Language.factory("spacy_names", default_config={"model": "", "labels": LABELS}, assigns=["doc.spans"])
def make_spacy_names(nlp: Language, name: str, model: str, labels: dict[str, str]) -> SpacyNames:
    """Make the component. Raises OSError where spaCy has no model of that name."""
    return SpacyNames(spacy.load(model), labels)
