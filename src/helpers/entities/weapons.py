"""The `weapons` component: listed systems in every spelling, unlisted ones by designation or context, and generic classes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from helpers.entities import knowledge
from helpers.entities.context import Reading
from helpers.entities.designations import model_in, spellings, sure_designations, tail_of
from helpers.entities.matching import Match, NameMatcher, fold, key, longest_first
from helpers.entities.mention import Mention, add_mentions
from helpers.entities.new_weapons import find_new_weapons
from helpers.entities.weapon_context import (
    CLASS_WORDS,
    category_behind,
    follows_determiner,
    follows_the,
    has_head,
    has_person_after,
    is_countrys,
    is_other_thing,
    is_sports_page,
    is_used_as_weapon,
    is_warlike,
)

# One letter and a short number is a road or a vitamin as well as a rifle: M4, A-1.
_ROAD_LIKE = re.compile(r"^[ACDEGKLMNPQRUZ]-?\d{1,2}$")
_ON_THE_ROAD = re.compile(r"\b(?:on|along|off|via|down|up|near|from|by) the $", re.I)
_SURE_SCORE = 0.9
_LISTED_TOGETHER = re.compile(r"(?:e?s)?(?:, |,? and |,? or |/)(?:the )?")
_WHERE = re.compile(r"\b(?:[Oo]f|[Ii]n|[Aa]t|[Nn]ear|[Ff]rom|[Oo]ff|[Tt]o|[Oo]utside|[Ii]nto|[Tt]owards?) $")
_FLAG_RANK = re.compile(r"(?:Fleet )?(?:Admiral|Marshal|General) [A-Z]")
_NAME_GOES_ON = re.compile(rf"^ (?!(?:{CLASS_WORDS})\b)[A-Z][a-z]+ ?(?:,|said|$|[a-z])")
_HEAD_AT_END = re.compile(rf"^(.+?)[ -](?:{CLASS_WORDS})$", re.I)
_HEAD_AT_ONCE = re.compile(rf"^[ -](?:{CLASS_WORDS})(?:e?s)?\b", re.I)


@dataclass(frozen=True)
class Weapon:
    """One listed family of weapons."""

    entity_id: str
    name: str
    category: str
    countries: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Form:
    """One spelling of a listed weapon's name or alias."""

    surface: str
    weapon: Weapon
    how: str
    is_everyday: bool
    rivals: tuple[Weapon, ...] = ()  # other weapons that go by the same word: Poseidon, an aircraft and a torpedo


class Weapons:
    """Finds weapons and weapon classes in a document."""

    def __init__(self) -> None:
        self._forms = list(_forms(knowledge.rows("weapons/*.csv")))
        self._matcher = NameMatcher(f.surface for f in self._forms)
        self._tails = [tail_of(f.surface) for f in self._forms]
        self._classes = _class_forms()
        self._class_matcher = NameMatcher(surface for surface, _ in self._classes)
        self._class_tails = [tail_of(surface) for surface, _ in self._classes]

    def __call__(self, doc: Doc) -> Doc:
        """Add the weapon and weapon class mentions to `doc` (changes it)."""
        reading = Reading(doc)
        listed = self._listed(reading)
        new = find_new_weapons(reading, listed=listed)
        named = [*listed, *new]
        classes = self._class_mentions(reading, taken=[(m.start, m.end) for m in named])
        return add_mentions(doc, [*named, *classes])

    def _listed(self, reading: Reading) -> list[Mention]:
        candidates = longest_first(m for m in self._matcher.matches(reading.folded, tails=self._tails) if self._fits(m, reading))
        sure = [m for m in candidates if not self._forms[m.pattern].is_everyday]
        open_ones = [m for m in candidates if self._forms[m.pattern].is_everyday]
        strong = [m for m in open_ones if self._is_strong(m, reading)]
        known = {self._forms[m.pattern].weapon for m in [*sure, *strong]}
        near = _Near([(m, self._forms[m.pattern].weapon) for m in [*sure, *strong]], reading)
        is_strong = set(strong)
        weak = [m for m in open_ones if m not in is_strong and self._is_likely(m, reading, known=known, near=near)]
        unshared = {self._forms[m.pattern].weapon for m in [*sure, *strong] if not self._forms[m.pattern].rivals}
        return _as_one([self._mention(m, reading, unshared) for m in sorted([*sure, *strong, *weak])], reading)

    def _fits(self, match: Match, reading: Reading) -> bool:
        """Case: a name is capitalised, unless a class of weapon follows ("patriot missile") or case says nothing."""
        form = self._forms[match.pattern]
        printed = reading.plain[match.start : match.end]
        if _inside_longer_name(match, form, reading):
            return False
        if form.surface.isalpha() and self._is_sport(match, reading):
            return False
        if reading.plain.startswith("-class", match.end) and form.weapon.category not in ("ship", "submarine"):
            return False
        if not any(c.isupper() for c in form.surface):
            return True
        same_case = printed[: len(form.surface)] == form.surface
        if not _keeps_numerals(form.surface, printed):
            return False
        if any(c.isdigit() for c in form.surface):
            # "at 3" and "be 12" are words; "f-16" is not
            return same_case or (
                not re.search(r"^[A-Za-z]+ \d", form.surface) and (printed[0].isupper() or self._has_head(match, reading))
            )
        if _is_acronym(form.surface) and (form.is_everyday or len(form.surface) <= 4):
            return same_case or (printed[0].isupper() and not printed.isupper() and self._has_head(match, reading))
        if printed[0].isupper() or not form.surface[0].isupper():
            return True
        return self._has_head(match, reading) or (reading.is_lower and not form.is_everyday)

    def _is_sport(self, match: Match, reading: Reading) -> bool:
        """A paragraph about games in which nothing with a number is named and nobody flies or fires the thing."""
        if not _is_sports_paragraph(reading.paragraph(match.start)):
            return False
        before, after = reading.before(match.start), reading.after(match.start, match.end)
        return not has_head(before, after) and not is_used_as_weapon(before, after)

    def _has_head(self, match: Match, reading: Reading) -> bool:
        return has_head(reading.before(match.start), reading.after(match.start, match.end))

    def _is_strong(self, match: Match, reading: Reading) -> bool:
        before, after = reading.before(match.start), reading.after(match.start, match.end)
        if is_other_thing(before, after) or _is_person(match, reading):
            return False
        form = self._forms[match.pattern]
        if form.weapon.category in ("ship", "submarine") and _is_where(before, match, reading):
            return False
        if has_head(before, after) or is_used_as_weapon(before, after):
            return True
        if form.surface[-1:].isdigit() and model_in(reading.text[match.start : match.end], len(form.surface)):
            return True
        is_road = _ROAD_LIKE.match(form.surface) and _ON_THE_ROAD.search(before)
        return not is_road and _is_tagged(match, reading, form.weapon.category)

    def _is_likely(self, match: Match, reading: Reading, *, known: set[Weapon], near: _Near) -> bool:
        """An everyday word without a class beside it: the article or the sentence has to speak of the weapon."""
        form = self._forms[match.pattern]
        before, after = reading.before(match.start), reading.after(match.start, match.end)
        sentence = reading.around(match.start)
        if is_other_thing(before, after) or _is_person(match, reading):
            return False
        categories = near.categories(match.start)
        beside, alike = bool(categories), form.weapon.category in categories
        if _NAME_GOES_ON.match(after):
            return False  # a name goes on: Akash Deshmukh
        if near.has_twin(match, form.weapon) or near.stands_in_a_list(match):
            return True
        if form.weapon in known:
            plural = reading.folded[match.end - 1] == "s" and not form.surface.lower().endswith("s")
            return beside or plural or " " in form.surface or follows_determiner(before) or is_warlike(sentence)
        if form.weapon.category in ("ship", "submarine"):
            if reading.names_over(match.start, match.end, "PLACE") and not follows_the(before):
                return False
            return alike or (follows_the(before) and (beside or _speaks_of(form.weapon.category, reading)))
        if beside and (alike or is_warlike(sentence) or _is_acronym(form.surface) or is_countrys(before)):
            return True
        return follows_the(before) and _speaks_of(form.weapon.category, reading)

    def _mention(self, match: Match, reading: Reading, unshared: set[Weapon]) -> Mention:
        form = self._forms[match.pattern]
        weapon = _meant(form, reading.after(match.start, match.end), unshared, reading.countries)
        printed = reading.plain[match.start : match.end]
        end = match.end - (2 if printed.endswith("'s") else 0)
        variant = model_in(reading.text[match.start : end], len(form.surface))
        how = "variant" if variant else form.how
        return Mention(match.start, end, "weapon", weapon.entity_id, weapon.name, how, variant)

    def _class_mentions(self, reading: Reading, *, taken: list[tuple[int, int]]) -> list[Mention]:
        found, places = [], {place for start, end in taken for place in range(start, end)}
        for match in longest_first(self._class_matcher.matches(reading.folded, tails=self._class_tails)):
            surface, weapon = self._classes[match.pattern]
            printed = reading.plain[match.start : match.end]
            acronym_fits = not surface.isupper() or printed[: len(surface)] == surface
            if acronym_fits and places.isdisjoint(range(match.start, match.end)):
                end = match.end - (2 if printed.endswith("'s") else 0)
                found.append(Mention(match.start, end, "weapon_class", weapon.entity_id, weapon.name, "name"))
        return found


class _Near:
    """The weapons beyond doubt of a document, by place."""

    def __init__(self, found: Iterable[tuple[Match, Weapon]], reading: Reading) -> None:
        self._found = sorted(found, key=lambda pair: pair[0])
        self._starts = [match.start for match, _ in self._found]
        self._reading = reading
        self._categories: dict[int, set[str]] = defaultdict(set)
        for match, weapon in self._found:
            self._categories[reading.sentence_number(match.start)].add(weapon.category)

    def categories(self, place: int) -> set[str]:
        """Return the categories of the weapons in the sentence of character `place`."""
        return self._categories.get(self._reading.sentence_number(place), set())

    def has_twin(self, match: Match, weapon: Weapon) -> bool:
        """Say whether the same weapon stands at most eight characters away."""
        return any(other == weapon and -8 <= match.start - m.end <= 8 for m, other in self._neighbours(match))

    def stands_in_a_list(self, match: Match) -> bool:
        """Say whether but a comma, "and" or the like parts it from another."""
        gaps = ((min(match.end, m.end), max(match.start, m.start)) for m, _ in self._neighbours(match))
        return any(_LISTED_TOGETHER.fullmatch(self._reading.plain, start, end) for start, end in gaps if start <= end)

    def _neighbours(self, match: Match) -> list[tuple[Match, Weapon]]:
        number = bisect_left(self._starts, match.start)
        return self._found[max(number - 1, 0) : number + 1]


@lru_cache(maxsize=256)
def _is_sports_paragraph(paragraph: str) -> bool:
    return is_sports_page(paragraph) and not sure_designations(paragraph)


def _forms(rows: Iterable[dict[str, str]]) -> Iterable[_Form]:
    """Return every spelling of every row; one that rows share goes to the row whose name it is, the others are its rivals."""
    found: dict[str, _Form] = {}
    entries = []
    for row in rows:
        weapon = Weapon(row["entity_id"], row["name"], row["category"], frozenset(knowledge.listed(row["countries"])))
        everyday = {fold(e) for e in knowledge.listed(row["everyday"])}
        bare = _bare_ship(row)
        for alias in _without_head_nouns([row["name"], *knowledge.listed(row["aliases"]), *([bare] if bare else [])]):
            entries.append((alias != row["name"], alias, weapon, everyday | ({fold(bare)} if bare else set())))
    for is_alias, alias, weapon, everyday in sorted(entries, key=lambda e: (e[0], e[1], e[2].entity_id)):
        for spelling in spellings(alias):
            first = found.get(fold(spelling))
            if len(spelling) > 1 and first is None:
                how = "designation" if any(c.isdigit() for c in spelling) else "short_name" if is_alias else "name"
                found[fold(spelling)] = _Form(spelling, weapon, how, fold(alias) in everyday or bool(_ROAD_LIKE.match(alias)))
            elif first and weapon not in (first.weapon, *first.rivals):
                found[fold(spelling)] = replace(first, rivals=(*first.rivals, weapon))
    return list(found.values())


def _meant(form: _Form, after: str, named: set[Weapon], countries: frozenset[str]) -> Weapon:
    """Of several weapons of one name, the one that fits the class behind it, is named otherwise, or whose maker is spoken of."""
    options = (form.weapon, *form.rivals)
    category = category_behind(after) if form.rivals else None
    fitting = [weapon for weapon in options if weapon.category == category] or list(options)
    named_otherwise = [weapon for weapon in fitting if weapon in named]
    made_here = [weapon for weapon in fitting if weapon.countries & countries]
    return next(iter(named_otherwise or (made_here if len(made_here) == 1 else fitting)))


def _as_one(mentions: list[Mention], reading: Reading) -> list[Mention]:
    """Join a designation and the nickname behind it: Kh-47M2 "Kinzhal", F-39 Gripen."""
    joined: list[Mention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if last and last.entity_id == mention.entity_id and reading.plain[last.end : mention.start] in (' "', " "):
            joined[-1] = replace(last, end=mention.end)
        else:
            joined.append(mention)
    return joined


def _bare_ship(row: dict[str, str]) -> str:
    """Return the bare name of a ship whose row names its kind behind it: "Tonelero" of "Tonelero (submarine)"."""
    match = re.match(r"^(.+?) \([^)]*\)$", row["name"]) if row["category"] in ("ship", "submarine") else None
    return match.group(1) if match else ""


def _without_head_nouns(names: list[str]) -> list[str]:
    """Leave out "Caesar howitzer" where "Caesar" is there: the head noun is no part of the name."""
    bare = {fold(name) for name in names}
    heads = (_HEAD_AT_END.match(name) for name in names)
    return [n for n, head in dict.fromkeys(zip(names, heads, strict=True)) if not (head and fold(head.group(1)) in bare)]


def _keeps_numerals(surface: str, printed: str) -> bool:
    """Capitals behind the first word are kept: "Shaheen is" is no Shaheen I in the plural."""
    words = zip(surface.split()[1:], printed.split()[1:], strict=False)
    return all(other[: len(word)] == word for word, other in words if word.isalpha() and word.isupper())


def _is_acronym(surface: str) -> bool:
    return surface.isalpha() and sum(c.isupper() for c in surface) > 1


def _class_forms() -> list[tuple[str, Weapon]]:
    forms = []
    for row in knowledge.rows("weapon_classes.csv"):
        weapon = Weapon(row["entity_id"], row["name"], row["category"])
        forms += [(surface, weapon) for surface in knowledge.listed(row["surfaces"])]
    return forms


def _is_person(match: Match, reading: Reading) -> bool:
    """A person's name covers the word, or the word alone is the surname of somebody named in full and no "the" stands before."""
    before, after = reading.before(match.start), reading.after(match.start, match.end)
    covering = reading.names_over(match.start, match.end, "PERSON")
    if _FLAG_RANK.match(reading.plain[match.start : match.end]) and not has_person_after(after):
        return False  # the frigate Admiral Grigorovich; the men are long dead
    alone = all(n.start == match.start and n.end <= match.end for n in covering)
    if covering and not (alone and (follows_determiner(before) or _HEAD_AT_ONCE.match(after))):
        return True
    word = key(reading.text[match.start : match.end])
    is_thing = follows_determiner(before) or reading.folded[match.end - 1] == "s" or bool(_HEAD_AT_ONCE.match(after))
    return word in reading.surnames and not is_thing


def _is_where(before: str, match: Match, reading: Reading) -> bool:
    """Say whether a ship's name is the town's here: "west of Novorossiysk"."""
    return bool(_WHERE.search(before)) and bool(reading.names_over(match.start, match.end, "PLACE"))


def _is_tagged(match: Match, reading: Reading, category: str) -> bool:
    """Say whether the name finder is sure that just this word is a weapon; of ships it knows too little."""
    covering = [] if category in ("ship", "submarine") else reading.names_over(match.start, match.end, "WEAPON")
    return category not in ("ship", "submarine") and any(
        n.end <= match.end + 1 and (n.score or 0) >= _SURE_SCORE for n in covering
    )


def _inside_longer_name(match: Match, form: _Form, reading: Reading) -> bool:
    """A place or an organisation of which the word is but a part: "Hornet Road", "Javelin Ltd", "Falcon Foundation"."""
    if not any(c.isdigit() for c in form.surface):
        longer = reading.names_over(match.start, match.end, "PERSON")
        if any(n.start < match.start or n.end > match.end + 1 for n in longer):
            return True
    if not form.is_everyday:
        return False
    names = [*reading.names_over(match.start, match.end, "PLACE"), *reading.names_over(match.start, match.end, "ORGANISATION")]
    # "German Patriots" are a country's
    return any(
        n.end > match.end or (n.start < match.start and not is_countrys(reading.plain[n.start : match.start])) for n in names
    )


def _speaks_of(category: str, reading: Reading) -> bool:
    return any(category == c for c in _categories_named(reading.folded))


@lru_cache(maxsize=1)
def _categories_named(folded: str) -> set[str]:
    return {category for surface, category in _class_categories() if f" {surface}" in folded}


@cache
def _class_categories() -> list[tuple[str, str]]:
    rows = knowledge.rows("weapon_classes.csv")
    return [(fold(s), row["category"]) for row in rows for s in knowledge.listed(row["surfaces"]) if len(s) > 3]


@Language.factory("weapons", assigns=["doc._.mentions"], requires=["doc.sents"])
def make_weapons(nlp: Language, name: str) -> Weapons:
    """Make the `weapons` component."""
    return Weapons()
