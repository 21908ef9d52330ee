"""The language pipeline: a spaCy `Language` whose components can be printed, swapped and called one by one.

>>> nlp = build_pipeline()
>>> nlp.pipe_names
['news_sentences', 'name_tagger', 'people', 'countries', 'weapons', 'mentions', 'coreference']
"""

from __future__ import annotations

import numpy as np
import spacy
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from helpers.articles.sentences import split_sentences
from helpers.entities import (  # noqa: F401 - registers the components
    coreference,
    countries,
    people,
    resolution,
    spacy_names,
    tagger,
    tokenizing,
    weapons,
)
from helpers.entities import places as place_component  # noqa: F401 - as above; `places` is an argument here

#: The component that finds names of people, places, organisations and weapons, unless another is asked for.
DEFAULT_NAMES = "name_tagger"
_NO = 2**64 - 1  # -1, "begins no sentence", in the type of spaCy's arrays


@Language.component("news_sentences", assigns=["token.is_sent_start", "doc.sents"])
def set_sentences(doc: Doc) -> Doc:
    """Set sentence borders as the articles step draws them, unless they are set already (changes `doc`)."""
    if not doc.has_annotation("SENT_START"):
        mark_sentences(doc, [start for _, _, start, _ in split_sentences(doc.text, title=None)])
    return doc


def mark_sentences(doc: Doc, starts: list[int]) -> Doc:
    """Start a sentence of `doc` (changes it) at the first token at or behind each of the characters `starts`."""
    borders = iter(sorted(starts))
    border = next(borders, None)
    begins = np.full((len(doc), 1), np.uint64(_NO))
    for token in doc:
        while border is not None and border < token.idx + max(len(token), 1):
            begins[token.i], border = 1, next(borders, None)
    begins[:1] = 1
    # not `token.is_sent_start`, which looks at the whole document each time it is set
    return doc.from_array([SENT_START], begins)  # type: ignore[arg-type]


def build_pipeline(
    *,
    names: str = DEFAULT_NAMES,
    pronouns: bool = coreference.PRONOUNS,
    roles: bool = coreference.ROLES,
    places: bool = False,
) -> Language:
    """Return the pipeline that finds mentions.

    Parameters
    ----------
    names : what finds names of people, places, organisations and weapons: the name of a registered component, or name or folder
        of any spaCy model, whose labels are mapped as `spacy_names.LABELS` says
    pronouns : whether "he" and "she" become mentions of the person they can only mean (`how` is "pronoun")
    roles : whether "the Ukrainian president" becomes a mention of the holder (`how` is "role")
    places : whether cities and regions ("Kharkiv", "Bavaria") become mentions of their countries (`how` is "place")

    Raises OSError where `names` is neither.
    """
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "helpers.NewsTokenizer.v1"}}})
    nlp.max_length = 100_000_000
    nlp.add_pipe("news_sentences")
    if nlp.has_factory(names):
        nlp.add_pipe(names)
    else:
        nlp.add_pipe("spacy_names", config={"model": names})
    for component in ("people", "countries", "weapons", *(["places"] if places else []), "mentions"):
        nlp.add_pipe(component)
    if pronouns or roles:
        nlp.add_pipe("coreference", config={"pronouns": pronouns, "roles": roles})
    return nlp
