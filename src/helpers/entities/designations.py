"""The grammar of weapon designations: spellings of a listed one, model letters behind it, and families nobody listed."""

from __future__ import annotations

import re

from slugify import slugify

# Behind a name that ends in a digit: model letters, sub-type, block, plural (F-16C, Su-30MK2, JF-17 Block III, Mirage 2000-5s).
_AFTER_DIGIT = re.compile(
    r"(?:[a-z]{1,4}\d{0,2}[a-z]?(?:/[a-z]{1,2}\d?)*)?(?:-\d{1,2}[a-z]?)?"
    r"(?:[ -](?:block|lot|batch|tranche)[ -](?:\d+[a-z]?|[ivx]+)|[ -](?:mark|mk\.?) [ivx]+)?(?:'?s)?(?![^\W_])"
)
# Behind a name that ends in a letter: plural, then a mark apart (Gripens, Gripen C/D, Abrams M1A2, Iskander-M, Harpoon Block II).
_AFTER_LETTER = re.compile(
    r"(?:e?s)?(?:[ -](?:block[ -](?:\d+[a-z]?|[ivx]+)|mk\.? ?(?:\d+|[ivx]+)|mark (?:\d+|[ivx]+)|[b-hj-z](?:/[a-z])?|\d[a-z]\d?|m\d+a\d|pac-\d))?(?:'?s)?(?![^\W_])"
)


def spellings(name: str) -> list[str]:
    """Return the ways in which a designation is printed: `F-16`, `F16`, `F 16`; `Storm Shadow`, `Storm-Shadow`.

    The first is `name` itself. Names of everyday words keep their spaces: only hyphens and letter–digit borders vary.
    """
    found = {name: None}
    if re.search(r"\d", name):
        joint = r"(?<=[A-Za-z])[- ]?(?=\d)"
        for link in ("-", "", " "):
            # one-letter families only with their hyphen or none: "B 2" and "a 10" are no aircraft
            if link == " " and re.match(r"^[A-Za-z]\W?\d", name):
                continue
            found[re.sub(joint, link, name)] = None
    if "-" in name and not re.search(r"\d", name):
        found[name.replace("-", " ")] = None
    elif " " in name and not re.search(r"\d", name) and name[0].isupper():
        found[name.replace(" ", "-")] = None
    return list(found)


def tail_of(name: str) -> re.Pattern[str]:
    """Return what may follow `name` (on folded text) and still be the same family."""
    return _AFTER_DIGIT if name[-1:].isdigit() else _AFTER_LETTER


def model_in(printed: str, base_length: int) -> str | None:
    """Return the model or mark that `printed` adds to a name of `base_length` characters: "2A6" of "Leopard 2A6"."""
    tail = re.sub(r"'?s$", "", printed[base_length:])
    if not tail.strip(" -") or tail in ("e", "es"):
        return None
    if tail[0] in " -" and re.match(r"^[ -](?:[Bb]lock|[Mm]k|[Mm]ark|[A-Z])", tail):
        return tail[1:]
    start = printed.rfind(" ", 0, base_length) + 1
    return printed[start : base_length + len(tail)]


# Families of designations that are weapons wherever they stand. One-letter families shared with roads, vitamins and
# paper sizes are left to the table or to the words around.
_SURE = re.compile(
    r"\b(?:"
    r"(?:Su|MiG|Tu|Il|An|Yak|Ka|Kh|Be)-\d{2,3}|(?:BMP|BTR|BRDM|BMD|MT-LB|RPG|AK|PKM|SVD|RPK|NSV|ZSU|ZU|TOS|UR|TM|PMN|FAB|KAB|ODAB|OFAB)-\d{1,4}|"
    r"(?:AGM|AIM|BGM|RIM|MGM|MIM|FIM|GBU|CBU|RGM|UGM|FGM|BLU|ADM|MQ|RQ|AH|UH|CH|MH|HH|OH|KC|RC|EA|EC|MV|CV|HC|WC|AC|MC)-\d{1,3}|"
    r"(?:DF|JL|YJ|CJ|PL|HQ|HHQ|KD|WZ|KJ|KLJ|JF|JH|HN|CH|BP|GJ|CX|CM|TB|TL|LY|FN|QW|PHL|PLZ|PCL|ZBD|ZTZ|ZTQ|ZBL)-\d{1,4}|"
    r"Type-? ?\d{2,4}|Hwasong-\d{1,2}|Hwasal-\d|Pukguksong-\d|Pukkuksong-\d|Nodong-\d|Taepodong-\d|KN-\d{2}|Unha-\d|"
    r"(?:Shahed|Mohajer|Ababil|Karrar|Fateh|Fattah|Fath|Arash|Qiam|Shahab|Noor|Qader|Paveh|Zolfaghar|Meraj|Kaman|Saegheh|Simorgh|Bavar|Sayyad|Raad|Ghadr|Emad|Badr|Burkan|Quds|Samad|Qasef|Wa'?id|Ayyash|Yassin|Fajr|Zelzal|Geran|Gerbera|Lancet|Orlan|Zala|Kub|Forpost|Inokhodets|Altius|Izdeliye|Bayraktar TB|Anka|Aksungur|Akinci|Kargu|Heron|Hermes|Harop|Harpy|Searcher|Wing Loong|Rainbow|Palm|Liutyi|Bober|Beaver|Sea Baby|Magura V|Vilkha|Hrim|Grom|Sapsan|Neptune)[ -]\d{1,4}|"
    r"(?:9M|9K|3M|2S|2K|5V|48N6|40N6|51T|53T|5P|8K|1K|1L|30N|64N|9A|9P)\d{1,4}|"
    r"(?:SA|AS|AT|SS-N|SS|AA)-N?-?\d{1,2}|(?:RS|RT|RSM|RIM|SM|SLAM|NSM|LGM|LRASM|PAC)-\d{1,2}|S-[23456]\d{2}|"
    r"F/A-\d{2}|F-\d{1,3}|T-\d{2,3}|J-\d{1,2}|H-6|Y-\d{2}|Z-\d{1,2}|B-(?:1|2|21|52)|C-(?:17|130|5|295|390)|A-(?:10|29|50)|P-(?:3|8|800|270)|E-(?:2|3|6|7|8)"
    r")(?!\d)(?=[^\W_]{0,5}\b)"
)
# Families that are weapons only in a sentence about weapons.
_LIKELY = re.compile(
    r"\b(?:[A-Z]{1,4}-\d{1,4}|M\d{1,4}|K-?\d{1,2}|Mk\.? ?\d{1,3}|Mark \d{1,3}|R-\d{2,3}|D-\d{2}|[A-Z][a-z]{2,}-\d{1,3})(?=[^\W_]{0,5}\b)"
)
_NOT_A_WEAPON = re.compile(
    r"^(?:COVID|SARS|G|COP|CO|Covid|UTC|GMT|AI|GPT|PM|CAR|B-?\d\d?(?=th)|Falcon|Apollo|Artemis|Soyuz|Windows|Boeing|Airbus|Embraer|Bombardier|ATR|Fokker|Learjet|Gulfstream|Cessna|Formula|Channel|Route|Highway|Interstate|Agenda|Sputnik|Gaofen|Starship|Chang'e|Shenzhou|Tiangong|U|I|Q|H|A|M|MH|Under|Resolution|Article|CTF|CTG|TF|JTF|CJTF|Task Force|Tower|Estlink|Pier|Hill|Point|Camp|Gate|Building|Base|Site|Line|Area|Zone|District|Sector|Room|Ward|Unit|Battalion|Brigade|Division|Corps|Fleet|Wing|Squadron|Mach)[- ]?\d|^Mach$|^Security Council|^Falcon"
)


def not_a_weapon(printed: str) -> bool:
    """Say whether a name with a number is known to be something else: Falcon 9, Covid-19, Boeing 737."""
    return bool(_NOT_A_WEAPON.match(printed))


def sure_designations(plain_text: str) -> list[tuple[int, int]]:
    """Return the characters of designations that name a weapon by their form alone, model letters included."""
    return [_with_model(plain_text, m) for m in _SURE.finditer(plain_text)]


def likely_designations(plain_text: str) -> list[tuple[int, int]]:
    """Return the characters of designations that name a weapon only where the words around say so."""
    return [_with_model(plain_text, m) for m in _LIKELY.finditer(plain_text) if not _NOT_A_WEAPON.match(m.group())]


def _with_model(text: str, match: re.Match[str]) -> tuple[int, int]:
    tail = re.compile(r"(?:[A-Z]{1,4}\d{0,2}[A-Za-z]?(?:/[A-Z]\d?)*)?(?:'?s)?(?![^\W_])").match(text, match.end())
    return match.start(), tail.end() if tail else match.end()


def family_of(designation: str) -> tuple[str, str]:
    """Return (entity id, name) of the family that an unlisted designation belongs to: model letters dropped.

    >>> family_of("Orlik-5M")
    ('orlik-5', 'Orlik-5')
    """
    name = re.sub(r"'?s$", "", designation.strip())
    if match := re.match(r"^(.*?\d+)(?:[A-Z]{1,4}\d{0,2}[a-z]?)(?:/[A-Z]\d?)*$", name):
        name = match.group(1)
    return slugify(name), name
