"""Articles by the thousand for measuring speed: news-like, seeded, and no sentence twice but in planted copies.

New people keep appearing as the corpus grows (the more names there are, the rarer a new one, as in real collections); countries
and weapons are real ones, all else is put together from syllables and word lists. The first 1,000 of 20,000 articles are those
of 1,000.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple


def _words(text: str) -> list[str]:
    return text.split()


def _phrases(text: str) -> list[str]:
    return [" ".join(phrase.split()) for phrase in text.split("|")]


FIRST = _words(
    """
    Adam Agnes Alan Alice Amir Andrea Anton Beatrice Boris Carla Carlos Chloe Daniel Daria David Dina Elena Emil Erik Eva
    Farid Felix Fiona George Gloria Hanna Hector Hugo Ines Irina Ivan Jakub James Jana Joel Julia Karim Karin Laura Leon
    Lidia Lucas Maria Marko Martin Maya Mila Miriam Nadia Nikolai Nina Oleg Olga Omar Oscar Paul Petra Rafael Robert Rosa
    Samir Sandra Sara Sergei Simon Sofia Stefan Susan Tamara Thomas Vera Victor Yana Yusuf
    """
)
ONSETS = _words("B Br D Dr F G Gr H K Kr L M N P R S St T Tr V Z")
VOWELS = _words("a e i o u ai ei")
ENDINGS = _words("ber dov gan lin man mark nov rel rin ric sen ska son tan ter tov vic ward well zek")
COUNTRIES = _phrases(
    """
    Ukraine | Russia | Germany | France | Poland | Norway | Finland | Turkey | Israel | Iran | Iraq | Syria | China | Japan
    | Taiwan | India | Pakistan | Egypt | Sudan | Kenya | Brazil | Canada | Mexico | Italy | Spain | Greece | Romania |
    Latvia | Estonia | Georgia | Armenia | Azerbaijan | Vietnam | Philippines | Australia
    """
)
WEAPONS = _phrases(
    """
    Leopard 2 | Patriot | HIMARS | F-16 | Su-34 | T-90 | Bayraktar TB2 | Javelin | Iskander | Storm Shadow | Abrams |
    Challenger 2 | Caesar | IRIS-T | NASAMS | Gripen | Rafale | Eurofighter | S-400 | Kinzhal | Shahed-136 | Stinger |
    Bradley | Marder | Gepard | Tomahawk | Merkava | K2 | K9 | Harpoon
    """
)
ROLES = _words("envoy minister general analyst governor senator adviser officer diplomat engineer mayor judge reporter colonel")
NOUNS = _words(
    """
    agreement archive audit barrier battery border budget camp canal cargo ceasefire claim clinic column committee contract
    convoy corridor council court crossing deadline debate delivery depot dispute district drill engine envoy factory ferry
    fleet forest fuel garrison harbour hearing hospital inquiry island ledger letter license market memo mission morale
    offer office order outpost panel parade patrol payment pipeline plan port power price promise proposal protest province
    quota radar railway raid report reserve ridge river road runway schedule sector shelter shipment signal silence smoke
    squad station storm strait subsidy summit supply survey tariff tender terminal threat tower trade tunnel turbine valley
    verdict village vote warehouse warning winter witness
    """
)
ADJECTIVES = _words(
    """
    abandoned armoured bitter blocked broken burnt cautious central cheap civil coastal costly damaged delayed distant
    divided eastern empty expected fragile frozen hidden hollow idle joint late lengthy local lost minor missing modest
    narrow northern old open outer partial patient private public quiet rapid remote rival rural secret severe shared short
    sudden tense urgent vacant western wide
    """
)
VERBS = _words(
    """
    accept approve avoid block cancel challenge check close cover cross defend delay divert doubt drop end examine expand
    explain extend fear finance follow guard halt ignore improve inspect join limit lose measure move offer open oppose
    pause postpone praise protect question raise reach rebuild recall reject repair repeat replace resist restore review
    sell share study support survive suspend test trace transfer visit warn weigh welcome
    """
)
MONTHS = _words("January February March April May June July August September October November December")
TEMPLATES = (
    "{person}, {role} for {country}, said in {city} that a {adj} {noun} could {verb} the {adj} {noun} by {day} {month}.",
    "At the {noun} near {city}, {person} asked {country} to {verb} its {adj} {noun} and {verb} each {noun} behind {noun}.",
    "{country} will {verb} {number} {weapon} units after {person} called the {adj} {noun} a {noun} without {noun}.",
    "Nobody in {city} would {verb} why {number} people left the {noun} before the {adj} {noun} of {month} {day}.",
    "“We {verb} no {adj} {noun} while {country} can {verb} our {noun},” {person} told a {noun} {role} on {day} {month}.",
    "A {weapon} from {country} stood by the {adj} {noun} in {city}, where {person} came to {verb} the {noun} for {number} days.",
    "Workers at the {adj} {noun} {verb} {number} tons of {noun}, which {person} and {person} had to {verb} twice in {month}.",
    "With {number} {noun} papers, {country} and {country} began to {verb} the {adj} {noun} that {city} had hoped to {verb}.",
    "{person} did not {verb} {person}, whose {noun} in {city} fell {number} points short of a {adj} {noun}.",
    "Rain fell on the {adj} {noun} of {city} for {number} hours; a {role} began to {verb} the {noun}, and then the {noun}.",
    "Since {month} {day} the {role} has tried to {verb} {number} {adj} crates marked {noun}, {noun} or {noun}.",
    "Critics of {person} {verb} that {country} bought {number} of the {weapon} to {verb} a {noun}, not a {adj} {noun}.",
)
HEADLINES = ("{country} may {verb} {adj} {noun} in {city}", "{person} to {verb} {noun} as {adj} {noun} looms over {country}")


class Article(NamedTuple):
    """One article: its number, title, ISO date and paragraphs."""

    number: int
    title: str
    published: str
    paragraphs: list[str]

    @property
    def text(self) -> str:
        """The file's content."""
        return "\n\n".join([self.title, f"Published: {self.published}", *self.paragraphs]) + "\n"


def generate(n: int, *, n_words: int = 400, copy_share: float = 0.1, seed: int = 20) -> Iterator[Article]:
    """Yield `n` articles; that share of them is a copy of one before, verbatim, under another title or cut short."""
    writer, recent = _Writer(seed), list[Article]()
    for number in range(n):
        if recent and writer.rng.random() < copy_share:
            yield _copy(writer.rng.choice(recent), number, writer)
            continue
        article = writer.article(number, n_words)
        recent = [*recent[-199:], article]
        yield article


def write_corpus(folder: Path, articles: Iterable[Article]) -> int:
    """Write articles as text files, 1,000 a folder; return how many words they have."""
    words = 0
    for article in articles:
        path = folder / f"{article.number // 1000:05d}" / f"{article.number:08d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article.text, encoding="utf-8")
        words += len(article.text.split())
    return words


def _copy(article: Article, number: int, writer: _Writer) -> Article:
    kind = writer.rng.randrange(3)
    title = article.title if kind == 0 else writer.fill(writer.rng.choice(HEADLINES))
    return Article(number, title, article.published, article.paragraphs[:-1] if kind == 2 else article.paragraphs)


class _Writer:
    """Makes sentences, each once, from names of which new ones keep coming."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.people: list[str] = []
        self.n_named = 0
        self.made: set[bytes] = set()

    def article(self, number: int, n_words: int) -> Article:
        paragraphs: list[list[str]] = [[]]
        left = n_words
        while left > 0:
            sentence = self.sentence()
            left -= len(sentence.split())
            if len(paragraphs[-1]) == 4:
                paragraphs.append([])
            paragraphs[-1].append(sentence)
        published = f"{self.rng.randrange(2020, 2025)}-{self.rng.randrange(1, 13):02d}-{self.rng.randrange(1, 29):02d}"
        title = self.fill(self.rng.choice(HEADLINES))
        return Article(number, title, published, [" ".join(sentences) for sentences in paragraphs])

    def sentence(self) -> str:
        while True:
            sentence = self.fill(self.rng.choice(TEMPLATES))
            mark = hashlib.blake2b(sentence.encode(), digest_size=8).digest()
            if mark not in self.made:
                self.made.add(mark)
                return sentence

    def fill(self, template: str) -> str:
        """Put words into the places of a template, each its own."""
        parts = template.split("{")
        filled = parts[0] + "".join(self._word(part.split("}", 1)) for part in parts[1:])
        return filled[0].upper() + filled[1:]

    def _word(self, part: list[str]) -> str:
        kind, rest = part
        return (self.person() if kind == "person" else self._of(kind)) + rest

    def _of(self, kind: str) -> str:
        if kind in ("number", "day"):
            return str(self.rng.randrange(2, 9_000 if kind == "number" else 29))
        if kind == "city":
            return self._syllables() + self.rng.choice(("stad", "grad", "ville", "pol", "burg", "haven"))
        lists = {"country": COUNTRIES, "weapon": WEAPONS, "role": ROLES, "noun": NOUNS, "adj": ADJECTIVES, "verb": VERBS}
        return self.rng.choice(lists.get(kind, MONTHS))

    def person(self) -> str:
        """Return a new name with a probability that falls as names are used (Pitman and Yor's process), else one from before."""
        self.n_named += 1
        if self.rng.random() < (20 + 0.6 * len(self.people)) / (20 + self.n_named):
            self.people.append(f"{self.rng.choice(FIRST)} {self._syllables()}{self.rng.choice(ENDINGS)}")
        return self.people[min(int(self.rng.expovariate(4) * len(self.people)), len(self.people) - 1)]

    def _syllables(self) -> str:
        return self.rng.choice(ONSETS) + self.rng.choice(VOWELS) + self.rng.choice(ONSETS).lower() + self.rng.choice(VOWELS)


def main() -> None:
    """Write a corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("n", type=int, help="number of articles")
    arguments = parser.parse_args()
    print(f"{write_corpus(arguments.folder, generate(arguments.n)):,} words")


if __name__ == "__main__":
    main()
