"""The people of one article: whose full name has been given, and whom a single name can mean."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, islice

from helpers.entities.person_names import (
    core_words,
    family_names,
    full_key,
    given_key,
    is_given_name,
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
#: No more bearers of a name are looked at, so that a list of ten thousand Smiths takes ten times as long as one of a thousand.
MAX_BEARERS = 50
_SHORTEST_MIDDLE_NAME = 4
_PARENT_OF = frozenset({"abu", "abou", "umm", "um", "oum"})
_MAX_WORDS = 6  # longer names are compared as a whole only

word_key = skeleton


@dataclass(eq=False)
class Person:
    """One person: the places and forms of the full name, and the public figure where the table lists one."""

    places: list[int]
    forms: Counter[str] = field(default_factory=Counter)
    figure: Figure | None = None
    may_be: tuple[str, ...] = ()  # ids of the figures among whom the full name does not decide

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
        self._ambiguous: dict[tuple[str, tuple[str, ...]], Person] = {}
        self._by_full: dict[str, Person] = {}
        self._by_likeness: dict[tuple[object, ...], dict[Person, str]] = defaultdict(dict)
        self._by_word: dict[str, dict[Person, None]] = defaultdict(dict)
        self.families: dict[str, dict[Person, None]] = defaultdict(dict)
        self.given: dict[str, dict[Person, None]] = defaultdict(dict)
        self._given_places: dict[str, list[int]] = defaultdict(list)

    def knows(self, name: str) -> bool:
        """Say whether somebody has been named so in full."""
        return full_key(name) in self._by_full

    def add(self, name: str, place: int, figure: Figure | None, *, is_other: bool = False) -> Person:
        """Add one full name that stands at `place` and return its person, known or new.

        `is_other` : the text says that it is not who bears a like name, but a relative of theirs.
        """
        person = self._by_full.get(full_key(name)) if is_other else self._known(name, figure)
        if person is None:
            person = Person([])
            self.people.append(person)
        self._place(person, name, place)
        person.figure = person.figure or figure
        if person.figure:
            self._by_figure.setdefault(person.figure.entity_id, person)
        return person

    def add_ambiguous(self, name: str, place: int, may_be: Iterable[str]) -> Person:
        """Add a full name at `place` that may be that of several figures, whose ids are `may_be`; return its person."""
        ids = tuple(sorted(may_be))
        person = self._ambiguous.setdefault((full_key(name), ids), Person([], may_be=ids))
        if not person.places:
            self.people.append(person)
        self._place(person, name, place)
        return person

    def _place(self, person: Person, name: str, place: int) -> None:
        person.places.append(place)
        insort(self._given_places[word_key(core_words(name)[0])], place)
        if name not in person.forms:
            self._index(name, person)
        person.forms[name] += 1

    def also(self, person: Person, name: str, place: int) -> Person:
        """Give `person` a second full name that stands at `place`, and return them."""
        self._place(person, name, place)
        return person

    def of_figure(self, figure: Figure) -> Person | None:
        """Return the person of the article who is `figure`."""
        return self._by_figure.get(figure.entity_id)

    def named_near(self, word: str, place: int, *, reach: int) -> bool:
        """Say whether somebody of given name `word` (its key) is named in full less than `reach` characters before `place`."""
        places = self._given_places.get(word, [])
        number = bisect_left(places, place) - 1
        return number >= 0 and place - places[number] < reach

    def _known(self, name: str, figure: Figure | None) -> Person | None:
        if figure and figure.entity_id in self._by_figure:
            return self._by_figure[figure.entity_id]
        exact = self._by_full.get(full_key(name))
        for person, form in [(exact, name)] if exact else self._alike(name):
            both_listed = figure and person.figure and figure != person.figure
            if not both_listed and _is_same_name(name, form):
                return person
        return None

    def _alike(self, name: str) -> Iterator[tuple[Person, str]]:
        """Yield who may be of that name, with the form that is like it."""
        for likeness in dict.fromkeys(_wanted(name)):
            yield from islice(self._by_likeness.get(likeness, {}).items(), MAX_BEARERS)

    def _index(self, name: str, person: Person) -> None:
        words = core_words(name)
        self._by_full.setdefault(full_key(name), person)
        for likeness in dict.fromkeys(_offered(name)):
            self._by_likeness[likeness].setdefault(person, name)
        for index, keys in (
            (self._by_word, {word_key(w) for w in words} - _childs_name(words, person)),
            (self.families, set(family_names(name)) - _childs_name(words, person)),
            (self.given, {word_key(words[0])}),
        ):
            for word in keys:
                index[word].setdefault(person)

    def meant_by(self, word: str, place: int, title: str, *, by_family: bool = False) -> list[Person]:
        """Return whom a single name (its key) at `place` may mean: by family name, else by given name, else by any other.

        Who was introduced before comes first; Mr and Mrs tell a couple apart. At most `MAX_BEARERS` are returned.
        """
        found = [self.bearers(index, word) for index in (self.families, self.given, self._by_word)]
        before = [[p for p in people if p.places[0] < place] for people in found]
        if before[0] and before[1] and not by_family and not set(before[0]) & set(before[1]):
            return [_named_last([*before[0], *before[1]], place)]  # one's surname is another's given name
        several = next((people for people in (*before, *found) if people), [])
        if len(several) > 1 and title in _WOMAN | _MAN:
            several = [p for p in several if looks_female(p.name) == (title in _WOMAN)] or several
        return several

    def bears(self, word: str) -> bool:
        """Say whether `word` (its key) is part of the full name of anybody."""
        return word in self._by_word

    def is_middle_name(self, word: str) -> bool:
        """Say whether just one person bears `word` (its key) between a given name and a surname, as Lars Løkke Rasmussen does."""
        bearers = self._by_word.get(word, {})
        if len(word) < _SHORTEST_MIDDLE_NAME or len(bearers) != 1 or word in self.given or word in self.families:
            return False
        return not is_given_name(word)

    def bearers(self, index: dict[str, dict[Person, None]], word: str) -> list[Person]:
        """Return the first `MAX_BEARERS` people of `index` under `word`, in order of the text."""
        return list(islice(index.get(word, {}), MAX_BEARERS))


def _childs_name(words: list[str], person: Person) -> set[str]:
    """Return the key of the child's name after which a parent is called: Abu Nizar al-Khatib is not Nizar.

    Who is never called otherwise than Abu Ghadiya is Ghadiya.
    """
    has_more = len(words) > 2 or any(len(core_words(form)) > 2 for form in person.forms)
    return {word_key(words[1])} if has_more and word_key(words[0]) in _PARENT_OF else set()


def _named_last(people: list[Person], place: int) -> Person:
    return max(people, key=lambda person: max(p for p in person.places if p < place))


# What `_is_same_name` calls one name shares a likeness, so that only those who share one are compared: (kind, words).


def _offered(name: str) -> Iterator[tuple[object, ...]]:
    """Yield the likenesses under which another name finds this one."""
    family, given = _ends(name)
    yield "letter", *family, given.key[:1]
    if given.is_short:
        yield "short", *family, given.key[:1]
    yield "given", *family, given.key
    yield "nickname", *family, given.nickname
    first, *others = _keys(name)
    yield "words", first, frozenset(others)
    yield from (("part", first, part) for part in _parts(others))
    if others:
        yield "tail" if len(others) > 1 else "two surnames", _keys(name)[-2:]


def _wanted(name: str) -> Iterator[tuple[object, ...]]:
    """Yield the likenesses under which this name looks for others, the surest first."""
    family, given = _ends(name)
    yield "given", *family, given.key
    yield "nickname", *family, given.nickname
    yield "short", *family, given.key[:1]
    if given.is_short:
        yield "letter", *family, given.key[:1]
    first, *others = _keys(name)
    yield "part", first, frozenset(others)
    yield from (("words", first, part) for part in _parts(others))
    if others:
        yield "two surnames" if len(others) > 1 else "tail", _keys(name)[-2:]


def _parts(others: list[str]) -> Iterable[frozenset[str]]:
    """Return every choice of some of the words behind the first."""
    if len(others) >= _MAX_WORDS:
        return ()
    return (frozenset(part) for n in range(1, len(others)) for part in combinations(others, n))


@dataclass(frozen=True)
class _Given:
    key: str
    is_short: bool  # an initial, or initials in capitals: the first letter is all that has to fit
    nickname: str


@lru_cache(maxsize=100_000)
def _keys(name: str) -> tuple[str, ...]:
    return tuple(word_key(w) for w in core_words(name))


@lru_cache(maxsize=100_000)
def _ends(name: str) -> tuple[tuple[str, bool], _Given]:
    """Return the family name's key with whether Jr. follows, and what counts of the given name."""
    return (_keys(name)[-1], suffix_of(name) == "jr"), _Given(*given_key(core_words(name)[0]))


@lru_cache(maxsize=100_000)
def _full(name: str) -> tuple[str, str]:
    return full_key(name), suffix_of(name)


def _is_same_name(a: str, b: str) -> bool:
    """Say whether two full names are one person's: other spelling, initials, a middle name more or less."""
    (full_a, suffix_a), (full_b, suffix_b) = _full(a), _full(b)
    if full_a == full_b:
        return True
    if suffix_a != suffix_b and "jr" in (suffix_a, suffix_b):
        return False
    keys_a, keys_b = _keys(a), _keys(b)
    shorter, longer = sorted((keys_a, keys_b), key=len)
    if 1 < len(shorter) < len(longer) and shorter[0] == longer[0] and set(shorter) <= set(longer):
        return True
    if len(shorter) == 2 < len(longer) and longer[-2:] == shorter:
        return not is_given_name(min((a, b), key=lambda n: len(core_words(n))))  # López Mazzeo is Luis López Mazzeo
    return keys_a[-1] == keys_b[-1] and same_given(core_words(a)[0], core_words(b)[0])
