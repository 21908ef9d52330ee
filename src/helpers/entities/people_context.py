"""What the words around a name say of a person: kin, speaker's labels, second names, and places that look like people.

Every rule reads plain words; `before` ends where the name begins, `after` begins where it ends.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

from helpers.entities import knowledge
from helpers.entities.matching import fold
from helpers.entities.person_names import is_title

_KIN = (
    "son|daughter|brother|sister|wife|husband|father|mother|cousin|uncle|aunt|nephew|niece|grandson|granddaughter|grandfather|grandmother|"
    "son-in-law|daughter-in-law|father-in-law|brother-in-law|sister-in-law|widow|widower|stepson|stepdaughter|fianc[ée]e?|twin"
)
_KIN_BEFORE = re.compile(rf"\b(?:{_KIN}),? (?:(?:is |was |are )?(?:named |called ))?$", re.I)
_KIN_AFTER = re.compile(rf"^, (?:his|her|their|my|the (?:\w+ )?)(?:\w+ )?(?:{_KIN})\b", re.I)
_SIBLINGS = re.compile(
    r"\b(?:brothers?|sisters?|siblings?|twins|sons|daughters|children|parents|cousins|couple|husband and wife|family),? (?:\w+,? ){0,3}$",
    re.I,
)
_OWNER = re.compile(r"(?:([A-Z][\w-]+) )?([A-Z][\w-]+)'s? $")
_SECOND_NAME = re.compile(
    r",? (?:who is |also |better |widely |once |formerly )?(?:known|called|nicknamed|born|dubbed)"
    r"(?: (?:in|to|among|by) [\w ]{2,20}?)?(?: as)?(?: (?:the|a) (?:[a-z]+ ){1,3})?,? ?\"?"
)
_PERSONAL_VERB = re.compile(
    r"^,? (?:speaks?|spoke|learn(?:s|ed|t)|laugh(?:s|ed)|smil(?:es|ed)|shrug(?:s|ged)|nod(?:s|ded)|cooks?|cooked|knits?|sleeps?|goes to bed|"
    r"is on leave|is (?:\d\d|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?|\w+teen|married|away|asleep|ill)\b|has had|was (?:born|widowed|married)|sings?|sang|whispers?|whispered|cries|cried|sighs?|sighed|"
    r"hopes?|remembers?|misses|points|sips|drives|teaches|plays the|has (?:two|three|four|five) (?:children|sons|daughters)|and (?:his|her) (?:wife|husband|"
    r"son|daughter|mother|father|sister|brother|children|dog|cat))\b"
)
_ADDRESSED = re.compile(
    r"(?:\bIt's |\bthis is |\b[Dd]ear |\b[Tt]hanks?,? |\bthank you,? |\b[Hh]ello,? |\bSorry, |\bmy (?:friend|neighbou?r|colleague),? )$"
)
_LABEL = re.compile(
    r"^(?P<open>Q(?:UESTION)? ?\()?(?P<name>(?:[A-Z][A-Z.'’-]*\.? ){0,5}[A-Z][A-Z'’-]+[A-Z])(?:,[^:()\n]{0,60})?(?P<shut>\))?:",
    re.M,
)
_PLACE_BEFORE = re.compile(r"(?:^|[\s\"(])(?:[Ii]n|[Aa]t|[Nn]ear|[Ff]rom|[Ii]nto|[Oo]utside|[Tt]owards?) $")


def is_kin(before: str, after: str) -> bool:
    """Say whether a word of kin stands beside the name: "his son Nicolás", "Bakir, his son"."""
    return bool(_KIN_BEFORE.search(before) or _KIN_AFTER.match(after))


def is_own_country(before: str, countries: Collection[str]) -> bool:
    """Say whether the name of one of `countries` (ISO codes) stands before, as its owner: "Turkey's Erdoğan"."""
    owner = _OWNER.search(before)
    names = (owner.group(2), f"{owner.group(1)} {owner.group(2)}") if owner else ()
    return any(_codes().get(fold(name)) in countries for name in names)


def are_siblings(before: str) -> bool:
    """Say whether relatives are being introduced: "brothers Darío and Néstor Etchegoyen"."""
    return bool(_SIBLINGS.search(before))


def is_second_name(between: str) -> bool:
    """Say whether the words between two names make the second another name of the first: "known in Spain as"."""
    return bool(_SECOND_NAME.fullmatch(between))


def is_personal(before: str, after: str) -> bool:
    """Say whether a bare given name does or suffers what people do: "Israel speaks Tigrinya", "It's Jordan in Perth"."""
    return bool(_PERSONAL_VERB.match(after) or _ADDRESSED.search(before) or is_kin(before, after))


def speaker_labels(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, whether a title stands before) of names in capitals that open a line as its speaker: "COL JANE ROE:"."""
    for match in _LABEL.finditer(text):
        if bool(match.group("open")) != bool(match.group("shut")):
            continue
        words = match.group("name").split(" ")
        n_titles = next((i for i, word in enumerate(words) if not is_title(word)), len(words))
        start = match.start("name") + len(" ".join(words[:n_titles])) + (1 if n_titles else 0)
        if n_titles < len(words):
            yield start, match.end("name"), n_titles > 0 or bool(match.group("open"))


def foreword_length(printed: str, before: str) -> int:
    """Return how many characters in front of a name are none of it: a nationality ("Dane Jytte Holm"), a place ("In Agadez Mariama B")."""
    words = printed.split(" ")
    if len(words) < 3:
        return 0
    first = fold(words[0])
    if first in _nationalities() or (_PLACE_BEFORE.search(before) and is_country_or_capital(words[0])):
        return len(words[0]) + 1
    return 0


def is_country_or_capital(name: str) -> bool:
    """Say whether a name is that of a country or a capital."""
    return fold(name) in _place_names()


@cache
def _nationalities() -> frozenset[str]:
    """Nouns for one of a people that are nobody's given name."""
    return frozenset({"dane", "swede", "briton", "pole", "serb", "croat", "czech", "slovak", "norwegian", "russian", "ukrainian", "american", "frenchman",
                      "frenchwoman", "dutchman", "englishman", "irishman", "spaniard", "italian", "belgian", "australian", "canadian", "kenyan",
                      "israeli", "iranian", "iraqi", "pakistani", "turk", "georgian", "bulgarian", "romanian", "hungarian"})  # fmt: skip


@cache
def _codes() -> dict[str, str]:
    rows = knowledge.rows("country_names.csv")
    return {fold(r["surface"]): r["entity_id"] for r in rows if r["how"] in ("name", "official", "former", "abbreviation")}


@cache
def _place_names() -> frozenset[str]:
    rows = knowledge.rows("country_names.csv")
    return frozenset(fold(r["surface"]) for r in rows if r["how"] in ("name", "official", "former", "capital"))
