"""News agencies: which one a text credits, and how an outlet names itself beside it."""

from __future__ import annotations

import re

# Canonical name, then the other forms in which texts credit it.
_AGENCIES = """
Reuters | Thomson Reuters
Associated Press | The Associated Press | AP
AFP | Agence France-Presse | Agence France Presse
dpa | Deutsche Presse-Agentur
EFE | Agencia EFE
ANSA
Lusa
ANP
Belga
APA
PA Media | Press Association
PAP | Polish Press Agency | Polska Agencja Prasowa
CTK | ČTK | Czech News Agency
MTI
Agerpres
BTA
Tanjug
HINA
TASS | Tass | ITAR-TASS
RIA Novosti | RIA
Interfax
Interfax-Ukraine
Ukrinform
UNIAN
RBC-Ukraine
BelTA | Belta
Moldpres
Azertac | AZERTAC
Trend
Armenpress
Interpressnews | InterPressNews
Kazinform
AKIpress
Anadolu Agency | Anadolu | AA
IRNA
ISNA
Tasnim
Fars
Mehr
SANA
WAFA
Saudi Press Agency | SPA
WAM
KUNA
Qatar News Agency | QNA
MENA
Xinhua
Kyodo | Kyodo News
Jiji | Jiji Press
Yonhap
KCNA | Korean Central News Agency
Central News Agency | CNA
PTI | Press Trust of India
ANI | Asian News International
APP | Associated Press of Pakistan
Bernama
Antara
VNA | Vietnam News Agency
Bloomberg | Bloomberg News
UPI | United Press International
"""
NAMES: dict[str, str] = {
    alias.strip(): line.split("|")[0].strip() for line in _AGENCIES.strip().splitlines() for alias in line.split("|")
}

_KNOWN = "|".join(re.escape(name) for name in sorted(NAMES, key=lambda name: (-len(name), name)))
_CAPITALISED = r"[^\W\d_a-z][\w.&’'-]{0,30}"
_NAME = rf"(?<!\w){_CAPITALISED}(?:\s+(?:(?:of|the|and|&|de)\s+)?{_CAPITALISED}){{0,4}}"
_AGENCY_WORDS = (
    r"(?:News Agency|news agency|newswire|news wire|wire service|Press Service|Press Agency|News Service|Newswire|Wire|agency)"
)
_UNKNOWN = rf"{_NAME}\s+{_AGENCY_WORDS}|{_NAME}(?=\s+{_AGENCY_WORDS})"
_CREDIT = rf"(?:the\s+|The\s+)?(?P<name>{_UNKNOWN}|(?:{_KNOWN})(?![\w-]))"
_CITING = r"(?:citing|quoting|quotes|cites|with reference to|referring to|with a reference to)"

_DATELINE = re.compile(r"^.{0,80}?\((?P<name>[^()\d]{2,40})\)\s*(?:[-–—:]|--)", re.DOTALL)
_SLASHED = re.compile(r"/(?P<name>[A-Za-z][\w -]{1,30})/\s*\.?")
_LAST_CREDIT = re.compile(r"(?:^|[.!?”\"]\s*)[(\[–—-]\s?(?P<name>[^()\[\]\d.]{2,40})[)\]]?\.?$")
_CITED = re.compile(rf"\b{_CITING}\s+{_CREDIT}")
_WEAKER = (
    re.compile(rf"\b(?:according to|reported by|first reported by|as reported by|a report by)\s+{_CREDIT}"),
    re.compile(rf"(?<![\w.]){_CREDIT}\s+(?:reported|reports|said|says|news agency|wrote)\b"),
    re.compile(rf"\b(?:told|tells)\s+{_CREDIT}"),
)
_SELF_NAMING = re.compile(
    rf"(?P<outlet>{_NAME})\s+(?:reports?|informs|writes|says),?\s+{_CITING}\s+(?:the\s+)?(?P<agency>{_UNKNOWN}|(?:{_KNOWN})(?![\w-])|{_NAME}(?=\s*[.,;]))"
)
_BARE_SELF_NAMING = re.compile(r"(?:^|,)\s+(?P<outlet>[A-Z][\w-]*\.[A-Za-z]{2,8})\s+(?:reports?|informs|writes)\b")
_SEARCHED_CHARACTERS = 10_000
_FIRST_PARAGRAPHS, _LAST_PARAGRAPHS = 3, 2


def canonical(name: str, text: str = "") -> str:
    """Return the name under which an agency is kept; a short form that `text` spells out ("Long Name (LN)") gives way to it."""
    name = re.sub(r"^(?:the|The)\s+|\s+\([^()]*\)$", "", " ".join(name.split()).strip(" ./-–—"))
    name = re.sub(r"\s+(?:news agency|newswire|news wire|wire service|agency)$", "", name)
    if name in NAMES:
        return NAMES[name]
    spelt_out = re.search(rf"(?P<full>{_NAME})\s+\({re.escape(name)}\)", text) if name.isupper() else None
    return re.sub(r"^(?:The)\s+", "", spelt_out.group("full")) if spelt_out and _spells(name, spelt_out.group("full")) else name


def credited_agency(paragraphs: list[str]) -> str | None:
    """Return the agency that an article credits, or None.

    The surest sign first: "citing X", a dateline "CITY (X) —" or "/X/", a credit at the end "(X)"; then "according to X",
    "X reported", "told X". A name that is not in the list counts where the text calls it an agency or a wire.
    """
    text = _searched(paragraphs)
    own_name = _SELF_NAMING.search(text)
    if own_name:
        return canonical(own_name.group("agency"), text)
    cited = _CITED.search(text)
    if cited:
        return canonical(cited.group("name"), text)
    placed = _in_dateline(paragraphs) or _in_last_line(paragraphs)
    weaker = (pattern.search(text) for pattern in _WEAKER)
    return canonical(placed, text) if placed else next((canonical(m.group("name"), text) for m in weaker if m), None)


def own_name(paragraphs: list[str]) -> str | None:
    """Return the name by which the outlet speaks of itself: "Outlet reports, citing X", "Site.com reports"."""
    text = _searched(paragraphs)
    match = _SELF_NAMING.search(text)
    # An agency that reports, citing another source, is being quoted: it is not the outlet.
    if match and match.group("outlet") not in NAMES:
        return match.group("outlet")
    bare = _BARE_SELF_NAMING.search(text)
    return bare.group("outlet") if bare else None


def _searched(paragraphs: list[str]) -> str:
    """Return the beginning and the end of an article, where credits stand; a book in one file takes no longer than a report."""
    text = "\n".join(paragraphs)
    return text if len(text) <= 2 * _SEARCHED_CHARACTERS else text[:_SEARCHED_CHARACTERS] + "\n" + text[-_SEARCHED_CHARACTERS:]


def is_agency(name: str) -> bool:
    """Say whether a name is a known agency or calls itself one."""
    if len(name) > 80:
        return False
    bare = re.sub(r"\s+\([^()]*\)$", "", name.strip())
    return bare in NAMES or re.fullmatch(rf"(?:the\s+|The\s+)?{_NAME}\s+{_AGENCY_WORDS}|{_NAME}\s*Wire", bare) is not None


def _in_dateline(paragraphs: list[str]) -> str | None:
    for paragraph in paragraphs[:_FIRST_PARAGRAPHS]:
        match = _DATELINE.match(paragraph[:200])
        if match and _is_short_name(match.group("name")):
            return match.group("name")
        slashed = _SLASHED.search(paragraph[:120])
        if slashed and slashed.group("name") in NAMES:
            return slashed.group("name")
    return None


def _in_last_line(paragraphs: list[str]) -> str | None:
    for paragraph in reversed(paragraphs[-_LAST_PARAGRAPHS:]):
        match = _LAST_CREDIT.search(paragraph[-60:])
        if match and is_agency(match.group("name")):
            return match.group("name")
    return None


def _is_short_name(name: str) -> bool:
    words = name.split()
    return name.strip() in NAMES or (len(words) <= 4 and all(word[0].isupper() or word in ("of", "and") for word in words))


def _spells(short: str, full: str) -> bool:
    initials = "".join(word[0] for word in full.split() if word[0].isupper())
    return short in initials
