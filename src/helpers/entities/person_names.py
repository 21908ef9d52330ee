"""How people's names are built: titles are no part of them, spellings of one name share a skeleton, parts stand for the whole."""

from __future__ import annotations

import re
from functools import lru_cache

from slugify import slugify

from helpers.entities import knowledge
from helpers.entities.matching import fold

_WORDS = [(row["use"], row["word"]) for row in knowledge.rows("name_words.csv")]
TITLES = frozenset(word for use, word in _WORDS if use == "title")
PARTICLES = frozenset(word for use, word in _WORDS if use == "particle")
#: The commonest Chinese, Korean and Vietnamese family names in their romanisations.
FAMILY_FIRST = frozenset(word for use, word in _WORDS if use == "family name first")
#: Surnames and given names that are words of the language too.
EVERYDAY = frozenset(word for use, word in _WORDS if use == "everyday word")
#: Words before a name that are honorifics in one country and given names or surnames in another: Pak Hartono, Pak Song-ju.
HONORIFICS = frozenset(word for use, word in _WORDS if use == "honorific or name")
_GIVEN = frozenset(row["name"] for row in knowledge.rows("given_names.csv"))
_WOMEN = frozenset(word for use, word in _WORDS if use == "woman's given name")
_NICKNAMES = {row["short"]: row["full"] for row in knowledge.rows("nicknames.csv")}
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv)\.?$", re.I)
_SPELLINGS = (
    (r"s[ck](?:iy|yy|yi|ii|ij|yj|iyi|y|i)$", "ski"),
    (r"^(?:muhamm?[ae]d|moham+[ae]d|mohamm?[ae]d|mahomet|muhamed|mohamad|muhammet|mohammod)$", "muhammad"),
    (r"^(?:hus+e?[iy]+n|hos+ein|husain|husayn|hussein|houssein|hossain)$", "hussein"),
    (r"^(?:ahm[ae]d|ahmet|ahmad)$", "ahmad"),
    (r"^(?:yus+u?[fp]h?|yousse?f|yousu?f|youssouf)$", "yusuf"),
    (r"^(?:dmitr(?:y|i|ii|iy|ij)|dmytro)$", "dmitri"),
    (r"^y(?=e)", ""),
    (r"(?:iy|yy|yi|ij|ii|yj)(?=$|[^aeiou])", "i"),
    (r"(?:iev|yev|ieff|yeff|eyev|eiev)$", "ev"),
    (r"kh", "h"),
    (r"ph", "f"),
    (r"ou|oo", "u"),
    (r"ee", "i"),
    (r"q", "k"),
    (r"ck", "k"),
    (r"y(?![aeiou])", "i"),
    (r"(.)\1+", r"\1"),
)
_ARTICLE = re.compile(r"^(?:al|el|ad|as|ash|an|ar|at|ul)-")
_NO_LETTER = re.compile(r"[\W_]+")
_TAIL = re.compile(r"['’]s?$|[.,;:]+$(?<!\b[A-Z]\.)(?<!Jr\.)(?<!Sr\.)")
_COMPILED = [(re.compile(pattern), new) for pattern, new in _SPELLINGS]


def words_of(name: str) -> list[str]:
    """Return the words of a name, without possessive, titles in front and a suffix such as Jr. behind."""
    words = _TAIL.sub("", name.strip()).split()
    return words[next((n for n, word in enumerate(words[:-1]) if not is_title(word)), len(words) - 1) :] if words else []


def is_title(word: str) -> bool:
    """Say whether a word is a title, rank or office, which are no part of a name."""
    bare = fold(word).strip(".,()\"'")
    return bare in TITLES or (("-" in bare) and all(part in TITLES for part in bare.split("-")))


def core_words(name: str) -> list[str]:
    """Return the words of a name without titles and without Jr., Sr., II, III."""
    words = words_of(name)
    return [w for w in words if not _SUFFIX.match(w)] or words


def suffix_of(name: str) -> str:
    """Return "jr", "sr", "ii", "iii" or "iv" where the name ends so, else an empty string."""
    last = (name.split() or [""])[-1]
    return last.strip(".").lower() if _SUFFIX.match(last) else ""


@lru_cache(maxsize=100_000)
def skeleton(word: str) -> str:
    """Return the form that all romanisations of one name share: Zelenskiy, Zelensky and Zelenskyy give one.

    >>> skeleton("Zelenskiy") == skeleton("Zelenskyy") != skeleton("Zelenska")
    True
    """
    bare = _NO_LETTER.sub("", _ARTICLE.sub("", fold(word)))
    if len(bare) < 4:
        return bare
    for pattern, new in _COMPILED:
        bare = pattern.sub(new, bare)
    return bare


def full_key(name: str) -> str:
    """Return the key of a whole name: the skeletons of its words without middle initials and articles, Jr. and numerals kept."""
    words = core_words(name)
    kept = [w for i, w in enumerate(words) if i in (0, len(words) - 1) or len(w.strip(".")) > 1]
    parts = [skeleton(w) for w in kept if fold(w).strip("-'") not in ("al", "el")]
    return " ".join([p for p in parts if p] + ([suffix_of(name)] if suffix_of(name) in ("jr", "ii", "iii", "iv") else []))


def person_id(name: str) -> str:
    """Return the id of a person nobody lists: the slug of the name's key, so that all its spellings get one."""
    return slugify(full_key(name)) or slugify(fold(name)) or "person"


def family_names(name: str) -> list[str]:
    """Return the keys by which a person is named for short, likeliest first: the family name with and without particles."""
    words = core_words(name)
    if len(words) < 2:
        return [skeleton(words[0])] if words else []
    if is_family_first(words):
        # of two words it may be the other way round: Kim Wilson
        return [skeleton(w) for w in (words if len(words) == 2 and "-" not in words[1] else words[:1])]
    last = [skeleton(words[-1])]
    start = len(words) - 1
    while start > 1 and fold(words[start - 1]).strip("-'") in PARTICLES:
        start -= 1
    if start < len(words) - 1:
        last.append("".join(skeleton(w) for w in words[start:]))
    if "-" in words[-1].strip("-"):
        last.append(skeleton(words[-1].split("-")[-1]))
    return last


def is_family_first(words: list[str]) -> bool:
    """Say whether the family name stands first: Xi Jinping, Lai Ching-te, Kim Jong Un."""
    if len(words) < 2 or fold(words[0]) not in FAMILY_FIRST:
        return False
    return len(words) == 3 or "-" in words[1] or (len(words) == 2 and fold(words[1]) not in FAMILY_FIRST)


@lru_cache(maxsize=100_000)
def given_key(word: str) -> tuple[str, bool, str]:
    """Return a given name's key, whether it is no more than initials, and the name that it is short for."""
    found = skeleton(re.split(r"[.\s]", word.strip("."))[0]) or fold(word).strip(".")
    # "JOE" in a line of capitals is no initials
    is_short = len(found) == 1 or (len(word) == 2 and word.isupper() and word.isalpha())
    return found, is_short, _NICKNAMES.get(fold(word), fold(word))


def same_given(a: str, b: str) -> bool:
    """Say whether two given names can be one person's: equal, initials of the other, or its short form."""
    (x, x_is_short, full_x), (y, y_is_short, full_y) = given_key(a), given_key(b)
    if x == y:
        return True
    return x[:1] == y[:1] if x_is_short or y_is_short else full_x == full_y


def is_given_name(name: str) -> bool:
    """Say whether the first word of a name is a given name of many people."""
    return fold(core_words(name)[0]) in _GIVEN


def looks_female(name: str) -> bool:
    """Say whether the given name is likely a woman's; used only to tell Mr from Mrs where two share a surname."""
    given = fold(core_words(name)[0]) if core_words(name) else ""
    family = fold(core_words(name)[-1]) if core_words(name) else ""
    return given in _WOMEN or given.endswith(("a", "ie", "een", "elle")) or family.endswith(("ska", "ova", "eva", "ina"))
