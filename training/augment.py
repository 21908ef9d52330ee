"""Changes to the training text that keep its spans right: other names, other letter case, hidden words."""

from __future__ import annotations

import random
import re
import string
from dataclasses import replace

from helpers.entities.tagger import find_words

from .corpora import PARTICLES, Document, Sentence, Span
from .names import NameLists

_SHIP = re.compile(r"^(?:HMS|USS|USNS|INS|FS|ROKS|JS|HMAS|HMCS|TCG|BRP|KRI|PNS|ITS|HDMS|KNM|ORP|CNS)$")


def _words(text: str) -> tuple[str, ...]:
    return tuple(text[a:b] for a, b in find_words(text))


def _replace_spans(sentence: Sentence, new: dict[int, tuple[str, ...]]) -> Sentence:
    """The sentence with the words of some spans (by number) exchanged."""
    tokens, spans, at = list[str](), list[Span](), 0
    for number, (a, b, kind) in enumerate(sentence.spans):
        tokens.extend(sentence.tokens[at:a])
        start = len(tokens)
        tokens.extend(new.get(number) or sentence.tokens[a:b])
        spans.append((start, len(tokens), kind))
        at = b
    tokens.extend(sentence.tokens[at:])
    return Sentence(tuple(tokens), tuple(spans))


class Replacer:
    """Exchanges names in a document, the same name always for the same other one."""

    def __init__(self, names: NameLists, weapons: list[tuple[str, ...]], organisations: list[tuple[str, ...]]) -> None:
        self._names, self._organisations = names, organisations
        self._plain_weapons = [w for w in weapons if all(x.isalpha() and x.istitle() for x in w)]
        self._first = frozenset(n for first, _ in names.people for n in first)

    def __call__(self, document: Document, rng: random.Random, shares: dict[str, float]) -> Document:
        """`shares`: for each type the share of documents in which its names are exchanged."""
        active = {kind for kind, share in shares.items() if rng.random() < share}
        if not active:
            return document
        known: dict[tuple[str, str], tuple[str, ...]] = {}
        sentences = []
        for sentence in document.sentences:
            new = {
                i: self._other(sentence.tokens[a:b], kind, known, rng)
                for i, (a, b, kind) in enumerate(sentence.spans)
                if kind in active
            }
            sentences.append(_replace_spans(sentence, {i: words for i, words in new.items() if words}))
        return replace(document, sentences=tuple(sentences))

    def _other(
        self, words: tuple[str, ...], kind: str, known: dict[tuple[str, str], tuple[str, ...]], rng: random.Random
    ) -> tuple[str, ...]:
        if kind == "PER":
            return self._person(words, known, rng)
        key = (kind, " ".join(words))
        if key not in known:
            maker = {"LOC": self._place, "ORG": self._organisation, "WEAPON": self._weapon}[kind]
            known[key] = maker(words, rng)
        return known[key]

    def _person(
        self, words: tuple[str, ...], known: dict[tuple[str, str], tuple[str, ...]], rng: random.Random
    ) -> tuple[str, ...]:
        """Exchange name by name; initials, particles and marks stay."""
        parts = [w for w in words if w.istitle() and len(w) > 1 and w.lower() not in PARTICLES and w not in ("Jr", "Sr")]
        first, last = rng.choice(self._names.people)
        result: list[str] = []
        for word in words:
            if word not in parts:
                result.append(word)
                continue
            given = word in self._first if len(parts) == 1 else word != parts[-1]
            if ("PER", word) not in known:
                known["PER", word] = _words(rng.choice(first if given else last))
            result.extend(known["PER", word])
        return tuple(result) if parts else ()

    def _place(self, words: tuple[str, ...], rng: random.Random) -> tuple[str, ...]:
        if len(words) > 2 or not words[0][0].isupper():
            return ()  # "the Gulf of Finland" keeps its shape
        return _words(rng.choice(rng.choice(self._names.places)))

    def _organisation(self, words: tuple[str, ...], rng: random.Random) -> tuple[str, ...]:
        if rng.random() < 0.4:
            return _words(rng.choice(self._names.companies))
        return rng.choice(self._organisations)

    def _weapon(self, words: tuple[str, ...], rng: random.Random) -> tuple[str, ...]:
        if _SHIP.match(words[0]):
            return (words[0], *_words(rng.choice(rng.choice(self._names.people)[rng.randrange(2)])))
        if any(c.isdigit() for w in words for c in w):
            return tuple(self._designation(w, rng) for w in words)
        if all(w.isalpha() and w.istitle() for w in words) and self._plain_weapons:
            return rng.choice(self._plain_weapons)
        return ()

    @staticmethod
    def _designation(word: str, rng: random.Random) -> str:
        """Another word of the same shape: other digits, and other capitals in short codes."""
        new = "".join(rng.choice("123456789") if c.isdigit() else c for c in word)
        if sum(c.isalpha() for c in word) > 3 or word.lower() == "type":
            return new
        return "".join(rng.choice(string.ascii_uppercase) if c.isupper() else c for c in new)


#: Lines of letters and posts in which a name stands alone; {} is the name.
_LETTER_LINES = (
    "{}",
    "{}",
    "{} {}",
    "- {}",
    "-- {}",
    "Thanks, {}",
    "Thanks {}",
    "Regards, {}",
    "Best, {}",
    "Cheers, {}",
    "Love, {}",
    "Hi {},",
    "Hello {}!",
    "Dear {},",
    "{},",
    "{}:",
    "{} -",
    "Posted by {}",
    "posted by {} at 9:14 PM",
    "From: {}",
    "To: {}; {}",
    "Cc: {}, {}",
    "{}, {} and {},",
    "Sent by {}",
    "{} wrote:",
    "{} and {} -",
    "Please call {} or {}.",
    "Ask for {}!",
    "I spoke to {} today.",
    "{} is great.",
    "My friend {} went there.",
)


def letter_line(names: NameLists, rng: random.Random) -> Sentence:
    """A line of a letter or post with names, as web text has them."""
    tokens, spans = list[str](), list[Span]()
    for part in re.split(r"(\{\})", rng.choice(_LETTER_LINES)):
        words = _words(part)
        if part == "{}":
            first, last = rng.choice(names.people)
            name = rng.choice(first) + (f" {rng.choice(last)}" if rng.random() < 0.35 else "")
            words = _words(name.lower() if rng.random() < 0.1 else name)
            spans.append((len(tokens), len(tokens) + len(words), "PER"))
        tokens.extend(words)
    return Sentence(tuple(tokens), tuple(spans))


# fmt: off
_SMALL = frozenset((
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "with", "over",
))
# fmt: on


def change_case(sentence: Sentence, rng: random.Random, *, share: float) -> Sentence:
    """Now and then the sentence as a headline: ALL CAPITALS, Title Case or all lower case."""
    draw = rng.random()
    if draw >= share:
        return sentence
    if draw < share * 0.4:
        tokens = tuple(t.upper() for t in sentence.tokens)
    elif draw < share * 0.75:
        tokens = tuple(t if t in _SMALL and i else t[:1].upper() + t[1:] for i, t in enumerate(sentence.tokens))
    else:
        tokens = tuple(t.lower() for t in sentence.tokens)
    return replace(sentence, tokens=tokens)
