"""The `name_rules` component: people found by titles, speech verbs and appositions, where no trained tagger is at hand."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from helpers.entities.matching import fold, plain
from helpers.entities.mention import NAMES
from helpers.entities.person_names import NO_NAMES, PARTICLES, is_title

_WORD = r"(?:[A-Z](?:\.|[a-z'’]+)(?:[A-Z][a-z]+)?|[A-Z]\.(?:[A-Z]\.)?)(?:-[A-Za-z][a-z]+)*"
_PARTICLE = "|".join(sorted(PARTICLES))
_RUN = re.compile(rf"(?<![\w.-]){_WORD}(?: (?:(?:{_PARTICLE})[ -])*(?:[aA]l-|[eE]l-)?{_WORD}){{0,4}}(?: Jr\.?| Sr\.?| I{{2,3}})?")
_SPEECH = r"(?:said|says|told|asked|added|warned|announced|argued|wrote|insisted|called|urged|met|claimed|denied|confirmed|praised|criticised|criticized|vowed|signed|visited|described|expressed)"
_AFTER = re.compile(
    rf"^(?:,? (?:who|whose|\d\d,)\b|,? {_SPEECH}\b|, (?:a|an|the|his|her|then|who|head|chief|commander|minister|president)\b|'s? (?:office|government|visit|speech|call|administration)\b)"
)
_BEFORE = re.compile(
    rf"(?:\b{_SPEECH}|\b[Bb]y|\bwith|\bmet|\bsucceeded|\bReporting by|\bEditing by|\bunder|\bleader|\bminister|\bpresident|\bchief|\bcommander|\bspokes\w+|\bgeneral),? $"
)


@Language.component("name_rules", assigns=["doc.spans"])
def find_names_by_rule(doc: Doc) -> Doc:
    """Write the people that rules find into `doc.spans["names"]` (changes `doc`)."""
    flat = plain(doc.text)
    spans = [doc.char_span(s, e, label="PERSON", alignment_mode="contract") for s, e in _people(flat)]
    doc.spans[NAMES] = [span for span in spans if span is not None]
    return doc


def _people(flat: str) -> list[tuple[int, int]]:
    found = []
    for run in _RUN.finditer(flat):
        words = run.group().split()
        n_titles = max((i + 1 for i, w in enumerate(words) if is_title(w)), default=0)
        names = words[n_titles:]
        if not names or any(fold(w).strip(".'") in NO_NAMES for w in names):
            continue
        start = run.end() - len(" ".join(names))
        before = flat[max(0, start - 40) : start]
        titled = n_titles > 0 or is_title((before.split() or [""])[-1])
        cued = bool(_AFTER.match(flat[run.end() : run.end() + 40]) or _BEFORE.search(before))
        if titled or (len(names) > 1 and cued):
            found.append((start, run.end() - (2 if run.group().endswith("'s") else 0)))
    return found
