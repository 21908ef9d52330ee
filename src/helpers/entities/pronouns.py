"""Pronouns of the third person: he and she joined to the one person who can be meant, or left alone.

A pronoun is joined only where a single person can be meant: named in the same sentence or else in the one before, of fitting
gender, on the same side of the quotation marks, with nobody unnamed in between. Everything else stays unresolved.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from helpers.entities.context import Reading
from helpers.entities.genders import MAN, UNKNOWN, WOMAN
from helpers.entities.mention import Mention
from helpers.entities.person_names import is_title

_REACH = 800  # characters; no antecedent is looked for further back, so that time stays linear in odd texts
_CHAIN = 3  # sentences since the name itself; a row of pronouns repeats its first mistake

_PRONOUN = re.compile(r"(?<![\w/'-])(?:[Hh]e|[Hh]is|[Hh]im|[Hh]imself|[Ss]he|[Hh]er|[Hh]ers|[Hh]erself)(?![\w/-])")
_MASCULINE = frozenset({"he", "him", "his", "himself"})
_SUBJECTS = frozenset({"he", "she"})
_REFLEXIVES = frozenset({"himself", "herself"})
#: "Her Majesty" is a style and "his or her" means nobody in particular.
_NO_PRONOUN_AFTER = re.compile(
    r" (?:Majesty|Excellency|Highness|Holiness|Honou?r|Eminence|Grace|(?:Lord|Lady)ship|or (?:h|she\b))"
)
_NO_PRONOUN_BEFORE = re.compile(r"\b(?:s?he|his|him) or $")
_INSIDE_A_NAME = re.compile(r"\w,? $")  # "Songs for Her Father": a capital that begins no sentence

_UNNAMED = {
    MAN: """man boy gentleman guy father dad brother husband boyfriend son uncle nephew grandfather grandson king prince lord
        actor policeman spokesman businessman chairman congressman fisherman groom widower monk priest bishop stepfather
        father-in-law brother-in-law son-in-law""",
    WOMAN: """woman girl lady mother mom mum sister wife girlfriend daughter aunt niece grandmother granddaughter queen princess
        actress policewoman spokeswoman businesswoman chairwoman congresswoman bride widow nun stepmother mother-in-law
        sister-in-law daughter-in-law""",
    UNKNOWN: """person child baby kid infant officer driver pilot soldier suspect victim patient student pupil teacher professor
        doctor nurse judge lawyer attorney prosecutor counsel witness defendant plaintiff player coach manager owner leader
        president minister secretary governor senator mayor candidate director author writer editor journalist reporter artist
        singer friend neighbour neighbor colleague cousin boss employee worker general commander captain chief ambassador
        diplomat official spokesperson expert analyst scientist researcher opponent rival successor predecessor assistant aide
        adviser advisor partner member customer guest speaker someone somebody anyone everyone""",
}
_UNNAMED_PERSON = {
    gender: re.compile(rf"\b(?:{'|'.join([*nouns.split(), *_UNNAMED[UNKNOWN].split()])})\b(?! [A-Z])")
    for gender, nouns in _UNNAMED.items()
}

_BEGINS_CLAUSE = re.compile(r"(?:^|[,;:.\"(-] ?|\b(?:that|and|but|while|when|because|as|if|after|before|where|said|says) )$")
_NO_SUBJECT_AFTER = re.compile(r"'|,? and [A-Z]|, [A-Z]")
_NEW_CLAUSE = re.compile(
    r"[,;:()-]|'s? |\b(?:that|who|which|and|but|because|when|if|to|as|while|after|before|where|with|behind|around|near|about)\b"
)
_PREPOSITION = re.compile(r" (?:to|for|of|from|by|at|on|against) $")
_OBJECT_HER = re.compile(
    r"\W*$|[.,;:!?)\"]| (?:as|in|to|at|on|with|for|from|and|that|by|when|while|because|after|before|into|the|an?)\b"
)


@dataclass(frozen=True)
class _Place:
    """Where a person is named or meant; `entity_id` is empty where nobody can tell who, `quotation` is -1 outside any."""

    start: int
    end: int
    sentence: int
    quotation: int
    gender: str
    entity_id: str = ""
    name: str = ""


class PronounReader:
    """Reads a document once from left to right and remembers who was named or meant where.

    `taken` are characters that are part of a name: He Lifeng is no pronoun.
    """

    def __init__(
        self, reading: Reading, people: Iterable[Mention], genders: Mapping[str, str], *, taken: Container[int] = ()
    ) -> None:
        self._reading = reading
        self._taken = taken
        self._quotations = quotations(reading.text)
        named = sorted(people, key=lambda m: m.start)
        self._named = [
            replace(self._place(m.start, m.end, genders.get(m.entity_id, UNKNOWN)), entity_id=m.entity_id, name=m.name)
            for m in named
        ]
        self._seen: list[_Place] = []
        self._next = 0
        self._last_named: dict[str, _Place] = {}

    def mentions(self) -> list[Mention]:
        """Return a mention for every pronoun that can mean one of the people only."""
        found = []
        for match in _PRONOUN.finditer(self._reading.plain):
            if not self._is_pronoun(*match.span()):
                continue
            self._read_names_to(match.start())
            place = self._place(*match.span(), MAN if match.group().lower() in _MASCULINE else WOMAN)
            if meant := self._meant(place):
                place = replace(place, entity_id=meant.entity_id, name=meant.name)
                found.append(Mention(place.start, place.end, "person", place.entity_id, place.name, "pronoun"))
            self._seen.append(place)
        return found

    def _place(self, start: int, end: int, gender: str) -> _Place:
        nearest = bisect_right(self._quotations, (start, len(self._reading.text) + 1)) - 1
        is_inside = nearest >= 0 and start < self._quotations[nearest][1]
        return _Place(start, end, self._reading.sentence_number(start), nearest if is_inside else -1, gender)

    def _is_pronoun(self, start: int, end: int) -> bool:
        text = self._reading.plain
        before = text[max(start - 8, 0) : start]
        if start in self._taken:
            return False
        if text[start].isupper() and _INSIDE_A_NAME.search(before) and start != self._reading.sentence(start)[0]:
            return False
        return not (_NO_PRONOUN_AFTER.match(text, end) or _NO_PRONOUN_BEFORE.search(before))

    def _read_names_to(self, place: int) -> None:
        while self._next < len(self._named) and self._named[self._next].start < place:
            name = self._named[self._next]
            self._seen.append(name)
            self._last_named[name.entity_id] = name
            self._next += 1

    def _meant(self, pronoun: _Place) -> _Place | None:
        """Return the nearest place of the only person the pronoun can mean, or nothing."""
        pool = self._candidates(pronoun)
        if not pool or len({p.entity_id for p in pool}) > 1 or not pool[0].entity_id:
            return None  # nobody, or several compete, or an earlier pronoun means somebody unknown
        nearest, named = pool[0], self._last_named[pool[0].entity_id]
        if pronoun.sentence - named.sentence > _CHAIN:
            return None
        if named.gender == UNKNOWN and not self._is_subject(named):
            return None
        if self._is_ruled_out(pronoun, nearest) or self._somebody_between(nearest, pronoun):
            return None
        return nearest

    def _candidates(self, pronoun: _Place) -> list[_Place]:
        """Return who fits, nearest first: from the same sentence, where nobody fits there from the one before."""
        fitting = []
        for place in reversed(self._seen):
            if place.sentence < pronoun.sentence - 1 or place.start < pronoun.start - _REACH:
                break
            if place.quotation == pronoun.quotation and place.gender in (UNKNOWN, pronoun.gender):
                fitting.append(place)
        return [p for p in fitting if p.sentence == pronoun.sentence] or fitting

    def _is_subject(self, place: _Place) -> bool:
        """Say whether a name looks like the subject of its clause."""
        words = self._reading.before(place.start).lstrip().split(" ")
        while len(words) > 1 and (is_title(words[-2]) or words[-2][:1].isupper()):
            del words[-2]
        after = self._reading.plain[place.end : place.end + 12]
        return bool(_BEGINS_CLAUSE.search(" ".join(words))) and not _NO_SUBJECT_AFTER.match(after)

    def _is_ruled_out(self, pronoun: _Place, nearest: _Place) -> bool:
        """Say whether grammar forbids it: "X met him", "X himself" (no further mention), "In his speech, X"."""
        word = self._reading.plain[pronoun.start : pronoun.end].lower()
        if nearest.sentence != pronoun.sentence:
            return word not in _SUBJECTS and self._is_named_soon(pronoun)
        between = self._reading.plain[nearest.end : pronoun.start]
        if word in _REFLEXIVES:
            return not between.strip()
        after = self._reading.plain[pronoun.end : pronoun.end + 12]
        is_object = word == "him" or (word == "her" and bool(_OBJECT_HER.match(after)))
        return is_object and not _NEW_CLAUSE.search(_PREPOSITION.sub("", between))

    def _is_named_soon(self, pronoun: _Place) -> bool:
        """Say whether somebody who fits is named later in the sentence, so that the pronoun may point forward."""
        following = self._named[self._next : self._next + 3]
        return any(p.sentence == pronoun.sentence and p.gender in (UNKNOWN, pronoun.gender) for p in following)

    def _somebody_between(self, nearest: _Place, pronoun: _Place) -> bool:
        """Say whether an unnamed person who fits as well ("the driver") stands between the two."""
        return bool(_UNNAMED_PERSON[pronoun.gender].search(self._reading.plain, nearest.end, pronoun.start))


def quotations(text: str) -> Sequence[tuple[int, int]]:
    """Return the borders of everything between double quotation marks; a mark left open ends with its line."""
    spans: list[tuple[int, int]] = []
    opened = None
    for match in re.finditer(r"[“”„\"\n]", text + "\n"):
        mark, end = match.group(), match.end()
        if opened is None:
            opened = match.start() if mark not in "”\n" else None
        elif mark != "“":
            spans.append((opened, end))
            opened = None
    return spans
