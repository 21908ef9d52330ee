"""When an everyday word is a weapon: a missile, not a football team; the Archer, not Lisbeth Archer.

Every rule reads the plain words of one sentence to the left (`before`) and to the right (`after`) of the word.
"""

from __future__ import annotations

import re
from functools import cache

from helpers.entities import knowledge
from helpers.entities.matching import fold


def _class_words() -> str:
    surfaces = {s for row in knowledge.rows("weapon_classes.csv") for s in knowledge.listed(row["surfaces"])}
    more = {"battery", "batteries", "system", "launcher", "variant", "airframe", "squadron", "fleet", "gun", "carrier", "ship", "boat", "vessel",
            "aircraft", "plane", "munition", "ammunition", "gunship", "speedboat", "turret", "trainer", "airlifter", "hull", "crew", "gunner",
            "pilot", "unit", "seeker", "vehicle", "truck", "robot", "projectile", "weapon", "bomb", "round", "armour", "armor", "deliveries",
            "delivery", "shipments", "purchase", "regiment", "brigade", "interceptors", "-class", "-equipped", "-armed"}  # fmt: skip
    words = sorted({re.escape(w) for w in surfaces | more}, key=lambda w: (-len(w), w))
    return "|".join(words)


CLASS_WORDS = _class_words()
# A whole word, hyphens and all, up to a class behind a hyphen; never part of one (`*+`), or a chain of hyphens takes a second.
_PLAIN_WORD = (
    r"(?!(?:is|was|were|are|and|or|of|in|on|at|to|for|from|by|with|that|which|who|has|had|have|said|will|would|could|can|as|but|than)\b)[a-z]"
    + (rf"(?:[\w']|(?!-?(?:{CLASS_WORDS})(?:e?s)?\b)-)*+")
)
_HEAD_FOLLOWS = re.compile(rf"^[ -]?(?:(?:[ -]|\b){_PLAIN_WORD}){{0,3}}?[ -]?\b(?:{CLASS_WORDS})(?:e?s)?\b", re.I)
_APPOSITION_FOLLOWS = re.compile(
    rf"^(?: \([^)]{{1,40}}\))?, (?:a|an|the|its|their|which is an?|one of (?:the|its)|\w+'s) (?:[\w'/-]+ ){{0,6}}?(?:{CLASS_WORDS})(?:e?s)?\b",
    re.I,
)
_CLASS_BEFORE = re.compile(
    rf"\b(?:{CLASS_WORDS})(?:e?s)?(?:,| \(|:| -)? ?(?:the |called |named |known as |dubbed |nicknamed |designated |christened |codenamed |code-named |\"|'|also |so-called |such as |like |including |of the |, )*$",
    re.I,
)
_USED_BEFORE = re.compile(
    r"\b(?:fl(?:y|ies|ew|ying|own)|pilot(?:s|ed|ing)?|fir(?:e|es|ed|ing)|launch(?:es|ed|ing)?|shot down|shoot down|intercept(?:s|ed|ing)?|carrying|"
    r"armed with|equipped with|fitted with|batter(?:y|ies) of|squadrons? of|salvos? of|deploy(?:s|ed|ing)?|fielded|test-fir(?:ed|ing)|used|"
    r"sank|sunk|sinking of|sinks|scuttled|commissioned|christened|"
    r"bought|buy|buying|ordered|order for|sell|sold|supply|supplied|supplying|supplies of|deliver(?:s|ed|ing|y of)?|donated?|sent|provide[sd]?) "
    r"(?:the |a |an |its |their |more |new |some |several |dozens of |\w+teen |two |three |four |five |six |seven |eight |nine |ten |twelve |\d[\d,.]* |of |[a-z]+-(?:made|built|supplied) |[A-Z][a-z]+(?:-made|-built|'s)? )*$",
    re.I,
)
_USED_AFTER = re.compile(
    r"^(?:'s)?(?: \w+){0,3} (?:was|were|is|are|has been|had been|have been)(?: \w+)? (?:shot down|downed|fired|launched|intercepted|destroyed|"
    r"delivered|deployed|sunk|test-fired|commissioned)\b"
)
_DETERMINER = re.compile(
    r"(?:^|\W)(?:the|a|an|its|their|his|our|this|that|these|those|more|new|additional|two|three|four|five|six|seven|eight|ten|dozens of|hundreds of|\d[\d,.]*)(?: [a-z][a-z-]+){0,2} $",
    re.I,
)
_THE = re.compile(r"(?:(?:^|\W)(?:[Tt]he|THE)|[A-Z]\w+'s)(?: [a-z][a-z-]+){0,2} $")
_WARLIKE = re.compile(
    rf"\b(?:brought down|downed|salvos?|missiles?|weapons?|air defen[cs]es?|fired|launched|shot down|intercepted|strikes?|warheads?|munitions?|ammunition|deliver(?:y|ies|ed)|arms|arsenal|"
    rf"warplanes?|{CLASS_WORDS})(?:e?s)?\b",
    re.I,
)
_PERSON_BEFORE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lady|Lord|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Sen|Rep|Gov|Judge|Justice|President|Senator|General|Colonel|Captain|Major|Minister|Secretary|Pope|King|Queen|Prince|Princess|St)\.? $"
    r"|\b(?:said|says|asked|added|laughed) $"
)
_PERSON_AFTER = re.compile(
    r"^(?:,? (?:said|says|asked|added|told|laughed|argued|recalled|who|whose|himself|herself|and (?:his|her)|, \d\d,)\b|'s (?:wife|husband|daughter|son|men|team)\b)"
)
_OTHER_THING = re.compile(
    r"^ (?:Act|Day|Prayer|Front|Party|Movement|Group|steak|River|Street|Road|province|Province|city|City|Town|County|Island|Islands|Mountains?|coach|thrower|throwers|throw|final|fans?|jersey|nest|costume|"
    r"brand|label|shirt|club|mayor|governor|region|airport|University|College|School|Stadium|Records|Books|9\b|Heavy)\b"
    r"|^ (?:warnings?|season|signal|landfall|approach(?:es|ed)|near(?:s|ed)|clos(?:es|ed)|lash(?:es|ed)|batter(?:s|ed)|slam(?:s|med)|made landfall)\b"
)
_SPORT = re.compile(
    r"\b(?:NFL|NBA|NHL|quarterback|Super Bowl|New England|Atlanta|Charlotte|touchdown|league|season|playoffs?|coach|championship|fans|stadium|scored|"
    r"Olympics?|athletics|throwers?|gold medal|silver medal|bronze medal|hockey|basketball|rugby|jersey|goal(?:s|keeper)?|innings|wickets?|vann|jockeys?|furlongs?|regattas?|dingh(?:y|ies)|catamarans?|fill(?:y|ies)|colts?|yacht(?:s|ing)|crossword|anagram|chess|horoscope|by a neck|by a length)\b",
    re.I,
)


_SPORT_HEADING = re.compile(
    r"(?:SPORTS?|SAILING|RACING|ATHLETICS|FOOTBALL|AMERICAN FOOTBALL|BASKETBALL|ICE HOCKEY|HOCKEY|RUGBY|CRICKET|BASEBALL|GOLF|TENNIS|ROWING|CYCLING|CHESS|"
    r"MOTOR ?SPORT|SWIMMING|SKIING|PUZZLES?|CROSSWORD|HOROSCOPES?)[.:—-]"
)


def has_head(before: str, after: str) -> bool:
    """Say whether a class of weapon stands beside the word: "Patriot batteries", "the frigate Fuyuzuki"."""
    return bool(_HEAD_FOLLOWS.match(after) or _APPOSITION_FOLLOWS.match(after) or _CLASS_BEFORE.search(before))


def is_used_as_weapon(before: str, after: str) -> bool:
    """Say whether the word is fired, flown, bought, delivered or shot down."""
    return bool(_USED_BEFORE.search(before) or _USED_AFTER.match(after))


def is_other_thing(before: str, after: str) -> bool:
    """Say whether the word is a person, a place, a law, a steak or a team here."""
    if _OTHER_THING.match(after) or _PERSON_BEFORE.search(before) or _PERSON_AFTER.match(after):
        return True
    clause = before.rpartition(";")[2] + after.partition(";")[0]
    return bool(_SPORT.search(clause)) and not _HEAD_FOLLOWS.match(after)


def category_behind(after: str) -> str | None:
    """Return the category of the class that follows: "artillery" of " self-propelled howitzers", also ", which is a howitzer"."""
    head = _HEAD_FOLLOWS.match(after) or _APPOSITION_FOLLOWS.match(after)
    words = fold(head.group()) if head else ""
    return next((category for surface, category in _class_categories() if _ends_with_word(words, surface)), None)


def _ends_with_word(words: str, last: str) -> bool:
    """Say whether `words` end with the word `last`, in the singular or plural."""
    stem = words if words.endswith(last) else words.removesuffix("s")
    return stem.endswith(last) and not stem[: len(stem) - len(last)][-1:].isalnum()


@cache
def _class_categories() -> list[tuple[str, str]]:
    rows = knowledge.rows("weapon_classes.csv")
    return sorted(
        ((fold(s), row["category"]) for row in rows for s in knowledge.listed(row["surfaces"])), key=lambda p: (-len(p[0]), p)
    )


def has_person_after(after: str) -> bool:
    """Say whether the words behind are those behind a person: "said", "who", "and his"."""
    return bool(_PERSON_AFTER.match(after))


def is_sports_page(paragraph: str) -> bool:
    """Say whether a paragraph is about games, races and boats: two such words in it, or one as its heading in capitals."""
    words = {match.group().lower() for match in _SPORT.finditer(paragraph)}
    return len(words) > 1 or bool(_SPORT_HEADING.match(paragraph))


def follows_determiner(before: str) -> bool:
    """Say whether "the", "its", a number or the like stands before the word."""
    return bool(_DETERMINER.search(before))


def follows_the(before: str) -> bool:
    """Say whether "the" or an owner ("Britain's new") stands before the word, at most two small words apart."""
    return bool(_THE.search(before))


def is_countrys(before: str) -> bool:
    """Say whether a country's adjective or name stands right before the word: "German Patriots"."""
    words = before.split()
    return before.endswith(" ") and bool(words) and fold(re.sub(r"['’]s?$", "", words[-1])) in _country_words()


@cache
def _country_words() -> frozenset[str]:
    return frozenset(fold(row["surface"]) for row in knowledge.rows("country_names.csv") if row["how"] in ("name", "demonym"))


def is_warlike(sentence: str) -> bool:
    """Say whether the sentence speaks of weapons at all."""
    return bool(_WARLIKE.search(sentence))
