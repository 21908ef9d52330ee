"""Weapons that no table lists: found by their designation, by the words around, by a ship's prefix, or by the tagger."""

from __future__ import annotations

import re

from slugify import slugify

from helpers.entities.context import Reading
from helpers.entities.designations import family_of, likely_designations, sure_designations
from helpers.entities.matching import fold, key
from helpers.entities.mention import Mention, overlaps
from helpers.entities.weapon_context import CLASS_WORDS, has_head, is_other_thing, is_used_as_weapon

_NUMBER = r"(?:[- ]?\d{1,4}[A-Z]{0,3}\d?|[ -](?:I{1,3}|IV|VI{0,3}|IX|X|XL|ER|NG|Mk\.? ?\d))"
_NAME = rf"(?:[A-Z][\w'’]*[ -]){{0,2}}[A-Z][\w'’]*{_NUMBER}"
_NUMBERED = re.compile(rf"(?<![\w-])({_NAME})(?:s\b|(?![\w]))")
_SHIP = re.compile(
    r"\b(?:HMS|HMCS|HMAS|HMNZS|USS|USNS|USCGC|INS|PNS|FS|JS|ROKS|KRI|BRP|ARA|TCG|CNS|RFS|ITS|ESPS|HNLMS|HNoMS|ORP|HDMS|HSwMS|FGS|RSS|BNS|SLNS|IRIS|RFA)"
    r"((?: (?:[A-Z][\w.'’-]*|de|del|van|of|the)){1,4})"
)
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
_FAR_FROM_NAMES = re.compile(r"^(?:The|A|An|In|On|At|By|Since|Until|After|Before|From|Article|Section|Chapter|Phase|Group|Level|Day|Week|No|Number|Page|Part|Volume|"
                             r"January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|"
                             r"Covid|World War|Cold War|Pope|King|Queen|Tsar|Elizabeth|Charles|Louis|Henry|Resolution|Brigade|Battalion|Corps|Division|Regiment|Tower|Gate|Pier|"
                             r"Terminal|Runway|Hall|Room|Sector|Zone|Area|District|Route|Highway|Flight|Operation|Exercise|Al|Estlink|Nord Stream)\b")  # fmt: skip


def find_new_weapons(reading: Reading, *, taken: list[tuple[int, int]]) -> list[Mention]:
    """Return mentions of weapons that no table lists, none of them touching `taken`."""
    found = _apart([*_ships(reading), *_tagged(reading), *_designated(reading), *_numbered(reading)], taken)
    return _apart([*found, *_again(reading, found)], taken)


def _apart(mentions: list[Mention], taken: list[tuple[int, int]]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in mentions:
        if not overlaps(mention.start, mention.end, [*taken, *((m.start, m.end) for m in kept)]):
            kept.append(mention)
    return sorted(kept)


def _ships(reading: Reading) -> list[Mention]:
    found = []
    for match in _SHIP.finditer(reading.plain):
        printed = re.sub(r"(?: (?:de|del|van|of|the))+$|'s$|\.$", "", match.group())
        name = printed.split(" ", 1)[1] if " " in printed else ""
        if name and name.split()[0].lower() not in _SHORE:
            found.append(Mention(match.start(), match.start() + len(printed), "weapon", slugify(printed), printed, "name"))
    return found


def _designated(reading: Reading) -> list[Mention]:
    sure = [(s, e) for s, e in sure_designations(reading.plain) if not _is_named_otherwise(s, e, reading)]
    likely = [
        (s, e)
        for s, e in likely_designations(reading.plain)
        if not _is_named_otherwise(s, e, reading) and _is_said_to_be_weapon(s, e, reading)
    ]
    return [_mention(s, e, reading, "designation") for s, e in [*sure, *likely]]


def _numbered(reading: Reading) -> list[Mention]:
    """ "The Orlik-5 loitering munition", "its Sea Wren II, an uncrewed speedboat": a numbered name with a class beside it."""
    found = []
    for match in _NUMBERED.finditer(reading.plain):
        start, end = match.start(1), match.end(1)
        stripped = re.match(
            r"(?:The|A|An|Its|Their|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Russian|Iranian|Chinese|Ukrainian|American|Turkish|Indian) ",
            reading.plain[start:end],
        )
        start += stripped.end() if stripped else 0
        if _FAR_FROM_NAMES.match(reading.plain[start:end]) or _is_named_otherwise(start, end, reading):
            continue
        if _is_said_to_be_weapon(start, end, reading):
            found.append(_mention(start, end, reading, "context"))
    return found


def _tagged(reading: Reading) -> list[Mention]:
    """What the tagger calls a weapon, without a generic noun at its end."""
    found = []
    for name in (n for n in reading.names if n.label == "WEAPON"):
        printed = reading.plain[name.start : name.end]
        cut = re.sub(rf"(?:[ -](?:{CLASS_WORDS})(?:e?s)?)+$", "", printed)
        cut = re.sub(r"^(?:[Tt]he|[Aa]n?|[Ii]ts) ", "", cut)
        start = name.start + printed.find(cut)
        if cut and any(c.isupper() or c.isdigit() for c in cut) and not re.fullmatch(CLASS_WORDS, cut, re.I):
            mention = _mention(start, start + len(cut), reading, "context")
            found.append(
                Mention(mention.start, mention.end, "weapon", mention.entity_id, mention.name, "context", None, name.score)
            )
    return found


def _again(reading: Reading, found: list[Mention]) -> list[Mention]:
    """Later mentions of what was found: without the number ("two Sea Wrens") or without the words beside it."""
    again = []
    for mention in {m.entity_id: m for m in found if m.how == "context"}.values():
        base = re.sub(rf"{_NUMBER}$", "", mention.name)
        names = (
            {mention.name, base}
            if len(base) > 3 and not reading.names_over(mention.start, mention.end, "PERSON")
            else {mention.name}
        )
        for name in sorted(names, key=lambda n: -len(n)):
            for match in re.finditer(rf"(?<!\w){re.escape(name)}(?:s?(?!\w))", reading.plain):
                before, after = reading.before(match.start()), reading.after(match.start(), match.end())
                if name == base and is_other_thing(before, after, reading.plain[slice(*reading.sentence(match.start()))]):
                    continue
                if name == mention.name or " " in base or match.group().endswith("s") or has_head(before, after):
                    again.append(Mention(match.start(), match.end(), "weapon", mention.entity_id, mention.name, "short_name"))
    return again


def _mention(start: int, end: int, reading: Reading, how: str) -> Mention:
    printed = reading.plain[start:end]
    end -= 2 if printed.endswith("'s") else 0
    entity_id, name = family_of(reading.plain[start:end])
    return Mention(start, end, "weapon", entity_id or key(printed) or fold(printed), name, how)


def _is_named_otherwise(start: int, end: int, reading: Reading) -> bool:
    return any(reading.names_over(start, end, label) for label in ("PERSON", "PLACE", "ORGANISATION"))


def _is_said_to_be_weapon(start: int, end: int, reading: Reading) -> bool:
    before, after = reading.before(start), reading.after(start, end)
    if is_other_thing(before, after, reading.plain[slice(*reading.sentence(start))]):
        return False
    return has_head(before, after) or is_used_as_weapon(before)
