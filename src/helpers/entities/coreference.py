"""The `coreference` component: pronouns and role phrases that stand for a person, as further mentions.

A role phrase may contain the mention of its country ("the Ukrainian president"); apart from that no two mentions overlap.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from helpers.entities.context import Reading
from helpers.entities.genders import genders_of
from helpers.entities.mention import add_mentions, mentions_of
from helpers.entities.pronouns import PronounReader
from helpers.entities.resolution import show_spans
from helpers.entities.roles import join_roles

#: Whether pronouns and role phrases are joined unless told otherwise: only where precision on texts that no rule was fitted to
#: is 0.85 or more (`benchmarks/coreference.py` measures it; its test part holds no role phrase that could be joined).
PRONOUNS, ROLES = True, False


class Coreference:
    """Finds where a person is meant without being named."""

    def __init__(self, *, pronouns: bool, roles: bool) -> None:
        self.pronouns = pronouns
        self.roles = roles

    def __call__(self, doc: Doc) -> Doc:
        """Add mentions by pronoun and by role to `doc` (changes it)."""
        people = [m for m in mentions_of(doc) if m.kind == "person"]
        reading = Reading(doc)
        if self.roles:
            roles = join_roles(reading, mentions_of(doc), day=doc._.published)
            add_mentions(doc, roles)
            people += roles
        if self.pronouns and people:
            taken = {place for m in mentions_of(doc) for place in range(m.start, m.end)}
            add_mentions(doc, PronounReader(reading, people, genders_of(people, reading), taken=taken).mentions())
        return show_spans(doc)


@Language.factory(
    "coreference",
    default_config={"pronouns": PRONOUNS, "roles": ROLES},
    requires=["doc._.mentions"],
    assigns=["doc._.mentions", "doc.spans"],
)
def make_coreference(nlp: Language, name: str, pronouns: bool, roles: bool) -> Coreference:
    """Make the `coreference` component."""
    return Coreference(pronouns=pronouns, roles=roles)
