"""Weapons that no table lists: found by their designation, by the words around, by a ship's prefix, or by the tagger."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind
from slugify import slugify

from helpers.entities import knowledge
from helpers.entities.context import Reading
from helpers.entities.designations import family_of, likely_designations, not_a_weapon, sure_designations
from helpers.entities.matching import fold, key
from helpers.entities.mention import Mention
from helpers.entities.weapon_context import CLASS_WORDS, follows_the, has_head, is_other_thing, is_sports_page, is_used_as_weapon

_NUMBER = r"(?:[- ]?\d{1,4}[A-Z]{0,3}\d?|[ -](?:I{1,3}|IV|VI{0,3}|IX|X|XL|ER|NG|Mk\.? ?\d))"
_NAME = rf"(?:[A-Z][\w'’]*[ -]){{0,2}}[A-Z][\w'’]*{_NUMBER}"
_NUMBER_AT_END = re.compile(rf"{_NUMBER}$")
_CLASS = re.compile(CLASS_WORDS, re.I)
_HEADS_AT_END = re.compile(rf"(?:[ -](?:{CLASS_WORDS})(?:e?s)?)+$")
_NUMBERED = re.compile(rf"(?<![\w-])({_NAME})(?:s\b|(?![\w]))")
_SHIP = re.compile(
    r"\b(?:HMS|HMCS|HMAS|HMNZS|USS|USNS|USCGC|INS|PNS|FS|JS|ROKS|KRI|BRP|ARA|TCG|CNS|RFS|ITS|ESPS|HNLMS|HNoMS|ORP|HDMS|HSwMS|FGS|RSS|BNS|SLNS|IRIS|RFA)"
    r"((?: (?:[A-Z][\w.'’-]*|de|del|van|of|the)){1,4})"
)
_SHIP_CLASS = re.compile(
    r"\b(?:corvettes?|frigates?|destroyers?|cruisers?|submarines?|aircraft carriers?|patrol (?:ships?|vessels?|boats?)|warships?|landing ships?|minesweepers?|flagship) "
    r"(?:named |called )?((?:[A-Z][\w'-]+)(?: [A-Z][\w'-]+){0,2})(?! (?:said|told|added))"
)
_SAME_AGAIN = re.compile(
    rf"(?: (?:{CLASS_WORDS})(?:e?s)?)?(?:, or|,? also (?:called|known as)|,? known as|,? dubbed|,? nicknamed| \() ?(?:the )?[\"']?$"
)
_EXERCISE = re.compile(
    r"\b(?:code-?named|drills?|exercises?|[Oo]perations?|[Ee]xercise|cables?|pipelines?|tanker|ferry|freighter|engines?,?|at|to) (?:called |named |the )?[\"']?$"
)
_CIVIL_SHIP = re.compile(
    r"\b(?:container|cargo|merchant|cruise|research|fishing|grain|survey|commercial|civilian|general cargo)[ -](?:ships?|vessels?|boats?|liners?)\b[^.;:]{0,25}$"
    r"|\b(?:bulk carriers?|bulkers?|tankers?|freighters?|ferry|trawlers?|tugs?|tugboats?|yachts?|coasters?|containership)\b[^.;:]{0,25}$"
)
_PREFIX = re.compile(
    r"^(?:HMS|HMCS|HMAS|HMNZS|USS|USNS|USCGC|INS|PNS|FS|JS|ROKS|KRI|BRP|ARA|TCG|CNS|RFS|ITS|ESPS|ORP|HDMS|FGS|RSS|IRIS|RFA|[A-Z]{1,3}-?\d)\b"
)
_CLEAR_PREFIXES = frozenset({"HMS", "USS", "HMAS", "HMCS", "USNS", "ROKS", "RFA"})
_HULL = re.compile(r"^[A-Z]{1,4}[- ]?\d{1,4}$")
_SHORE = frozenset(
    [
        "stirling",
        "cerberus",
        "albatross",
        "penguin",
        "philomel",
        "rajali",
        "hansa",
        "garuda",
        "kadamba",
        "neptune",
        "raleigh",
        "sultan",
    ]
)
_ONE = re.compile(r"\b(?:the|a|an|one|two|three|each|every|its|their) $", re.I)
_SURE_SCORE = 0.97
_FAR_FROM_NAMES = re.compile(r"^(?:The|A|An|In|On|At|By|Since|Until|After|Before|From|Article|Section|Chapter|Phase|Group|Level|Day|Week|No|Number|Page|Part|Volume|"
                             r"January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|"
                             r"Covid|World War|Cold War|Pope|King|Queen|Tsar|Elizabeth|Charles|Louis|Henry|Resolution|Brigade|Battalion|Corps|Division|Regiment|Tower|Gate|Pier|"
                             r"Terminal|Runway|Hall|Room|Sector|Zone|Area|District|Route|Highway|Flight|Operation|Exercise|Al|Estlink|Nord Stream)\b")  # fmt: skip
_I_MYSELF = re.compile(
    r"(?:Would|Should|Could|Can|May|Might|Must|Do|Did|Have|Had|Am|Was|Shall|Will|If|When|While|As|What|Why|How|Where|So|But|And|Or|That|Yes|No|Then|Now) I\b"
)
_MONEY = re.compile(
    r"(?:CZK|EUR|USD|GBP|PLN|SEK|NOK|DKK|HUF|RON|UAH|RUB|TRY|INR|CNY|RMB|JPY|KRW|CHF|AUD|CAD|NZD|BRL|ZAR|AED|SAR|ILS|PKR|IDR|MYR|SGD|THB|VND|PHP)\b"
)


def find_new_weapons(reading: Reading, *, listed: list[Mention]) -> list[Mention]:
    """Return mentions of weapons that no table lists, none of them touching a `listed` one."""
    taken = [(m.start, m.end) for m in listed]
    found = _apart(
        [*_elliptical(reading), *_ships(reading), *_tagged(reading), *_designated(reading), *_numbered(reading)], taken
    )
    ships = [m for m in listed if _SHIP.match(m.name)]
    found = _other_names(_without_twins(found, ships), listed, reading)
    return _apart([*found, *_again(reading, [*found, *(replace(m, how="name") for m in ships)])], taken)


_ELLIPSIS = re.compile(r"\b([A-Z][A-Za-z]*-)\d{1,4}[A-Z]{0,2}(?:s|, -\d{1,4}[A-Z]{0,2})*,? (?:and|or) (-(\d{1,4}[A-Z]{0,2}))\b")


def _elliptical(reading: Reading) -> list[Mention]:
    """ "The Hwasong-17 and -18": the stem is said once."""
    found = []
    for match in _ELLIPSIS.finditer(reading.plain):
        entity_id, name = family_of(match.group(1) + match.group(3))
        if sure_designations(match.group(1) + match.group(3)):
            found.append(Mention(match.start(2), match.end(2), "weapon", entity_id, name, "designation"))
    return found


def _apart(mentions: list[Mention], taken: list[tuple[int, int]]) -> list[Mention]:
    kept: list[Mention] = []
    places = {place for start, end in taken for place in range(start, end)}
    for mention in mentions:
        if places.isdisjoint(range(mention.start, mention.end)):
            kept.append(mention)
            places.update(range(mention.start, mention.end))
    return sorted(kept)


def _without_twins(found: list[Mention], ships: list[Mention]) -> list[Mention]:
    """ "Two Sea Wrens" are the Sea Wren II named before, "the Diamond" is HMS Diamond."""
    bases = {_NUMBER_AT_END.sub("", m.name): m for m in found if _NUMBER_AT_END.search(m.name)}
    bases |= {m.name.split(" ", 1)[1]: m for m in [*found, *ships] if _SHIP.match(m.name)}
    # "a Net-5" is the Shahin Net-5 introduced in full
    bases |= {m.name.split(" ")[-1]: m for m in found if " " in m.name and any(c.isdigit() for c in m.name.split(" ")[-1])}
    return [replace(m, entity_id=bases[m.name].entity_id, name=bases[m.name].name) if m.name in bases else m for m in found]


def _other_names(found: list[Mention], listed: list[Mention], reading: Reading) -> list[Mention]:
    """ "Hai Kun, or Narwhal": a second name given at once is the same weapon's."""
    known = {m.end: m for m in [*listed, *found]}
    renamed: dict[str, Mention] = {}
    for mention in found:
        gap = _SAME_AGAIN.search(reading.plain[max(0, mention.start - 40) : mention.start])
        first = known.get(mention.start - len(gap.group())) if gap else None
        if first and first.entity_id != mention.entity_id:
            renamed[mention.entity_id] = first
    return [
        replace(m, entity_id=renamed[m.entity_id].entity_id, name=renamed[m.entity_id].name) if m.entity_id in renamed else m
        for m in found
    ]


def _ships(reading: Reading) -> list[Mention]:
    """ "HMS Diamond", "the corvette Shahid Soleimani", and the bare name of a ship named so before."""
    found = []
    for match in _SHIP.finditer(reading.plain):
        printed = re.sub(r"(?: (?:de|del|van|of|the))+$|'s$|\.$", "", match.group())
        if printed.isupper():
            # in a line of capitals the name's end cannot be seen
            printed = " ".join(printed.split()[:2]) if printed.split()[0] in _CLEAR_PREFIXES else ""
        name = printed.split(" ", 1)[1] if " " in printed else ""
        if name and name.split()[0].lower() not in _SHORE:
            found.append(Mention(match.start(), match.start() + len(printed), "weapon", slugify(printed), printed, "name"))
    for match in _SHIP_CLASS.finditer(reading.plain):
        printed = re.sub(r"'s$", "", match.group(1))
        if not _PREFIX.match(printed) and fold(printed.split()[0]) not in _country_words():
            found.append(Mention(match.start(1), match.start(1) + len(printed), "weapon", slugify(printed), printed, "context"))
    return found


def _designated(reading: Reading) -> list[Mention]:
    sure = [
        (s, e)
        for s, e in sure_designations(reading.plain)
        if not _is_part_of_name(s, e, reading) and not _is_hull_number(s, e, reading)
    ]
    likely = [
        (s, e)
        for s, e in likely_designations(reading.plain)
        if not (_is_named_otherwise(s, e, reading) or _is_hull_number(s, e, reading)) and _is_said_to_be_weapon(s, e, reading)
    ]
    return [_mention(s, e, reading, "designation") for s, e in [*sure, *likely]]


def _numbered(reading: Reading) -> list[Mention]:
    """ "The Orlik-5 loitering munition", "its Sea Wren II, an uncrewed speedboat": a numbered name with a class beside it."""
    found = []
    for match in _NUMBERED.finditer(reading.plain):
        start, end = match.start(1), match.end(1)
        start += _foreword(reading.plain[start:end])
        if (
            _FAR_FROM_NAMES.match(reading.plain[start:end])
            or _I_MYSELF.match(reading.plain[start:end])
            or _MONEY.match(reading.plain[start:end])
            or _is_named_otherwise(start, end, reading)
        ):
            continue
        if _is_said_to_be_weapon(start, end, reading):
            found.append(_mention(start, end, reading, "context"))
    return found


_FOREWORDS = re.compile(
    r"(?:(?:The|A|An|Its|Their|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|RAF|RAAF|USAF|USN|IDF|PLA|Kiwi|Aussie|Yank) )+"
)


def _foreword(printed: str) -> int:
    """Return how many characters in front are an article, a number, a country or a service: "U.S. P-8", "the German G3"."""
    length, moved = 0, True
    while moved:
        moved = False
        match = _FOREWORDS.match(printed, length)
        words = printed[length:].split(" ")
        n_words = next((n for n in (3, 2, 1) if len(words) > n and fold(" ".join(words[:n])) in _country_words()), 0)
        if match or n_words:
            length = match.end() if match else length + len(" ".join(words[:n_words])) + 1
            moved = True
    return length


def _tagged(reading: Reading) -> list[Mention]:
    """What the tagger calls a weapon, without a generic noun at its end."""
    found = []
    for name in (n for n in reading.names if n.label == "WEAPON"):
        printed = reading.plain[name.start : name.end]
        cut = _HEADS_AT_END.sub("", printed)
        cut = re.sub(r"^(?:[Tt]he|[Aa]n?|[Ii]ts) ", "", cut)
        cut = cut[_foreword(cut) :]
        start = name.start + printed.find(cut)
        if _may_be_weapon(cut, start, name.score, reading):
            mention = _mention(start, start + len(cut), reading, "context")
            found.append(
                Mention(mention.start, mention.end, "weapon", mention.entity_id, mention.name, "context", None, name.score)
            )
    return found


def _may_be_weapon(printed: str, start: int, score: float | None, reading: Reading) -> bool:
    """What the tagger says holds where the word could name a weapon and something besides the tagger speaks for it."""
    if len(printed) < 2 or not any(c.isupper() or c.isdigit() for c in printed) or _CLASS.fullmatch(printed):
        return False
    before, after = reading.before(start), reading.after(start, start + len(printed))
    if _is_hull_number(start, start + len(printed), reading):
        return False
    people = reading.person_words
    if (
        key(printed) in people
        or key(printed) in _no_weapons()
        or {key(printed).removesuffix("s"), key(printed).removesuffix("es")} & people
        or fold(printed) in _country_words()
        or _MONEY.match(printed)
        or "\n" in reading.text[start : start + len(printed)]
        or not_a_weapon(printed)
        or _EXERCISE.search(before)
        or _CIVIL_SHIP.search(before)
    ):
        return False
    if is_other_thing(before, after) or (printed.isalpha() and is_sports_page(reading.paragraph(start))):
        return False
    return (
        has_head(before, after)
        or is_used_as_weapon(before, after)
        or any(c.isdigit() for c in printed)
        or (score or 0) >= _SURE_SCORE
    )


@cache
def _no_weapons() -> frozenset[str]:
    return frozenset(key(row["name"]) for row in knowledge.rows("groups.csv"))


@cache
def _country_words() -> frozenset[str]:
    return frozenset(fold(row["surface"]) for row in knowledge.rows("country_names.csv"))


def _again(reading: Reading, found: list[Mention]) -> list[Mention]:
    """Later mentions of what was found: without the number ("two Sea Wrens"), the words beside it, or a ship's prefix."""
    sought: list[tuple[str, str, Mention]] = []
    for mention in {m.entity_id: m for m in found if m.how in ("context", "name")}.values():
        ship = re.sub(r"^[A-Z]{2,5} ", "", mention.name) if mention.how == "name" else ""
        base = ship or _NUMBER_AT_END.sub("", mention.name)
        names = (
            {mention.name, base}
            if len(base) > 3 and not reading.names_over(mention.start, mention.end, "PERSON")
            else {mention.name}
        )
        sought += [(name, base, mention) for name in sorted(names, key=lambda n: (-len(n), n)) if name]
    again = []
    for number, match in _places_of([name for name, _, _ in sought], reading.plain):
        name, base, mention = sought[number]
        is_person = base != mention.name and mention.how == "name" and _is_man(base, match, reading)
        if _is_again(name, mention, base, match, reading, is_person=is_person):
            again.append(Mention(match.start(), match.end(), "weapon", mention.entity_id, mention.name, "short_name"))
    return again


def _places_of(names: list[str], text: str) -> list[tuple[int, re.Match[str]]]:
    """Return (number of the name, match) wherever one stands as a word or in the plural, name by name; the text is read once."""
    if not names:
        return []
    found = AhoCorasick(names, matchkind=MatchKind.Standard).find_matches_as_indexes(text, overlapping=True)
    return [(number, match) for number, start, end in sorted(found) if (match := _word_of(end - start).match(text, start))]


@cache
def _word_of(length: int) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?s:.{{{length}}})s?(?!\w)")


def _is_man(ship: str, match: re.Match[str], reading: Reading) -> bool:
    """Say whether the ship's name may be the man's here: "Ronald Reagan" without "the"; a Forbin whom nobody names in full is FS Forbin."""
    covering = reading.names_over(match.start(), match.end(), "PERSON")
    if " " in ship:
        return bool(covering)
    return key(ship) in reading.surnames or any(n.start < match.start() or n.end > match.end() for n in covering)


def _is_again(name: str, mention: Mention, base: str, match: re.Match[str], reading: Reading, *, is_person: bool) -> bool:
    before, after = reading.before(match.start()), reading.after(match.start(), match.end())
    if name == mention.name:
        return True
    is_place = bool(reading.names_over(match.start(), match.end(), "PLACE"))
    if is_other_thing(before, after) or ((is_person or is_place) and not follows_the(before)):
        return False
    if mention.how == "name":
        return True
    return " " in base or match.group().endswith("s") or has_head(before, after) or bool(_ONE.search(before))


def _mention(start: int, end: int, reading: Reading, how: str) -> Mention:
    printed = reading.plain[start:end]
    end -= 2 if printed.endswith("'s") else 0
    entity_id, name = family_of(reading.plain[start:end])
    return Mention(start, end, "weapon", entity_id or key(printed) or fold(printed), name, how)


def _is_part_of_name(start: int, end: int, reading: Reading) -> bool:
    names = [n for label in ("PERSON", "PLACE", "ORGANISATION") for n in reading.names_over(start, end, label)]
    return any(n.start < start or n.end > end for n in names)


def _is_hull_number(start: int, end: int, reading: Reading) -> bool:
    """ "USS Mason (DDG 87)": the number painted on the ship named before."""
    inside = reading.plain[max(0, start - 1)] == "(" and reading.plain[end : end + 1] == ")"
    return inside and bool(_HULL.match(reading.plain[start:end]))


def _is_named_otherwise(start: int, end: int, reading: Reading) -> bool:
    return any(reading.names_over(start, end, label) for label in ("PERSON", "PLACE", "ORGANISATION"))


def _is_said_to_be_weapon(start: int, end: int, reading: Reading) -> bool:
    before, after = reading.before(start), reading.after(start, end)
    if _EXERCISE.search(before) or not_a_weapon(reading.plain[start:end]):
        return False
    if is_other_thing(before, after):
        return False
    return has_head(before, after) or is_used_as_weapon(before, after)
