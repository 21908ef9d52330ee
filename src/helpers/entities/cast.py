"""The people of one article: whose full name has been given, and whom a single name can mean."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from helpers.entities.person_names import (
    core_words,
    family_names,
    full_key,
    looks_female,
    person_id,
    same_given,
    skeleton,
    suffix_of,
)
from helpers.entities.public_figures import Figure

_WOMAN, _MAN = (
    frozenset({"mrs", "ms", "miss", "lady", "madame", "queen", "princess"}),
    frozenset({"mr", "sir", "lord", "king", "prince"}),
)

word_key = lru_cache(maxsize=100_000)(skeleton)


@dataclass(eq=False)
class Person:
    """One person: the places and forms of the full name, and the public figure where the table lists one."""

    places: list[int]
    forms: Counter[str] = field(default_factory=Counter)
    figure: Figure | None = None

    @property
    def name(self) -> str:
        """The figure's name, else the fullest and commonest form."""
        if self.figure:
            return self.figure.name
        return max(self.forms, key=lambda f: (len(f.split()), self.forms[f], f))

    @property
    def entity_id(self) -> str:
        """The figure's id, else one made of the name alone."""
        return self.figure.entity_id if self.figure else person_id(self.name)


class Cast:
    """Everybody whom an article names in full, indexed by the words of their names."""

    def __init__(self) -> None:
        self.people: list[Person] = []
        self._by_figure: dict[str, Person] = {}
        self._by_full: dict[str, Person] = {}
        self._by_word: dict[str, list[Person]] = defaultdict(list)
        self.families: dict[str, list[Person]] = defaultdict(list)
        self.given: dict[str, list[Person]] = defaultdict(list)

    def add(self, name: str, place: int, figure: Figure | None) -> Person:
        """Add one full name that stands at `place`, and return its person, known before or new."""
        person = self._known(name, figure)
        if person is None:
            person = Person([])
            self.people.append(person)
        person.places.append(place)
        if name not in person.forms:
            self._index(name, person)
        person.forms[name] += 1
        person.figure = person.figure or figure
        if person.figure:
            self._by_figure.setdefault(person.figure.entity_id, person)
        return person

    def _known(self, name: str, figure: Figure | None) -> Person | None:
        if figure and figure.entity_id in self._by_figure:
            return self._by_figure[figure.entity_id]
        exact = self._by_full.get(full_key(name))
        near = (
            [exact]
            if exact
            else self._by_word.get(word_key(core_words(name)[-1]), []) + self._by_word.get(word_key(core_words(name)[0]), [])
        )
        for person in near:
            both_listed = figure and person.figure and figure != person.figure
            if not both_listed and any(_is_same_name(name, form) for form in person.forms):
                return person
        return None

    def _index(self, name: str, person: Person) -> None:
        words = core_words(name)
        self._by_full.setdefault(full_key(name), person)
        _put(self._by_word, {word_key(w) for w in words}, person)
        _put(self.families, set(family_names(name)), person)
        _put(self.given, {word_key(words[0])}, person)

    def meant_by(self, word: str, place: int, title: str) -> list[Person]:
        """Return whom a single name (its key) at `place` may mean: by family name, else by given name, else by any other.

        Who was introduced before comes first; Mr and Mrs tell a couple apart.
        """
        several: list[Person] = []
        for index in (self.families, self.given, self._by_word):
            found = index.get(word, [])
            several = [p for p in found if p.places[0] < place] or several
            if several:
                break
        several = several or self.families.get(word, []) or self.given.get(word, []) or self._by_word.get(word, [])
        if len(several) > 1 and title in _WOMAN | _MAN:
            several = [p for p in several if looks_female(p.name) == (title in _WOMAN)] or several
        return several


def _put(index: dict[str, list[Person]], words: set[str], person: Person) -> None:
    for word in words:
        if person not in index[word]:
            index[word].append(person)


def _is_same_name(a: str, b: str) -> bool:
    """Say whether two full names are one person's: other spelling, initials, a middle name more or less."""
    if full_key(a) == full_key(b):
        return True
    if suffix_of(a) != suffix_of(b) and "jr" in (suffix_of(a), suffix_of(b)):
        return False
    x, y = core_words(a), core_words(b)
    keys_a, keys_b = [word_key(w) for w in x], [word_key(w) for w in y]
    shorter, longer = sorted((keys_a, keys_b), key=len)
    if 1 < len(shorter) < len(longer) and shorter[0] == longer[0] and set(shorter) <= set(longer):
        return True
    return keys_a[-1] == keys_b[-1] and same_given(x[0], y[0])
