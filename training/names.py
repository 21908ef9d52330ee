"""Names of many languages in Latin letters, to put in the place of those in the training text."""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from faker import Factory

# fmt: off
LOCALES = (
    "en_US", "en_GB", "en_AU", "en_IE", "en_IN", "en_NG", "en_KE", "en_PK", "fr_FR", "fr_CH", "de_DE", "de_AT", "es_ES",
    "es_MX", "es_CO", "es_CL", "es_AR", "it_IT", "pt_BR", "pt_PT", "nl_NL", "nl_BE", "da_DK", "sv_SE", "no_NO", "fi_FI",
    "pl_PL", "cs_CZ", "sk_SK", "hu_HU", "ro_RO", "hr_HR", "sl_SI", "et_EE", "lv_LV", "lt_LT", "tr_TR", "az_AZ", "id_ID",
    "vi_VN", "fil_PH", "tl_PH", "yo_NG", "ha_NG", "ig_NG", "zu_ZA", "sw", "tw_GH", "ga_IE", "uz_UZ", "sq_AL", "en_TH",
    "mt_MT", "is_IS",
)
# fmt: on
CYRILLIC_LOCALES = ("ru_RU", "uk_UA", "bg_BG")

# fmt: off
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "ye", "ё": "yo", "ж": "zh", "з": "z", "и":
    "i", "і": "i", "ї": "yi", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т":
    "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e",
    "ю": "yu", "я": "ya",
}
# fmt: on

#: Given names and surnames as newspapers write them in Latin letters, a language to a line.
_ROMANISED = Path(__file__).parent / "romanised_names.tsv"


@dataclass(frozen=True)
class NameLists:
    """Per language (given names, surnames), places language by language, companies of all."""

    people: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    places: tuple[tuple[str, ...], ...]
    companies: tuple[str, ...]


def _latin(name: str) -> str:
    text = "".join(_CYRILLIC.get(c, _CYRILLIC.get(c.lower(), c).capitalize() if c.lower() in _CYRILLIC else c) for c in name)
    return text.strip()


def _readable(name: str) -> bool:
    return (
        len(name) > 1
        and name[0].isupper()
        and bool(re.fullmatch(r"[\w .'’-]+", name))
        and all(unicodedata.name(c, "").startswith("LATIN") for c in name if c.isalpha())
    )


def _elements(provider: object, names: tuple[str, ...]) -> tuple[str, ...]:
    found: set[str] = set()
    for name in names:
        found.update(str(value) for value in getattr(provider, name, None) or () if isinstance(value, str))
    return tuple(sorted(n for n in map(_latin, found) if _readable(n)))


def load_names() -> NameLists:
    """The lists, sorted: Faker's locales and the romanised ones above."""
    people, places, companies = [], list[tuple[str, ...]](), set[str]()
    for locale in (*LOCALES, *CYRILLIC_LOCALES):
        try:
            fake = Factory.create(locale)
        except AttributeError:  # a locale that this version of Faker does not have
            continue
        providers = {type(p).__module__.split(".")[2]: p for p in fake.get_providers() if type(p).__module__.count(".") > 2}
        person, address = providers.get("person"), providers.get("address")
        first = _elements(person, ("first_names", "first_names_male", "first_names_female"))
        last = _elements(person, ("last_names", "last_names_male", "last_names_female"))
        if len(first) > 15 and len(last) > 15:
            people.append((first, last))
        towns = _elements(address, ("cities", "city_names", "countries", "states", "provinces", "regions"))
        if len(towns) > 15:
            places.append(towns)
        source = random.Random(7)
        fake.random = source
        companies.update(n for n in (fake.company() for _ in range(40)) if _readable(n) and len(n.split()) < 5)
    for line in _ROMANISED.read_text(encoding="utf-8").splitlines()[1:]:
        _, given, surnames = line.split("\t")
        people.append((tuple(given.split()), tuple(surnames.split())))
    return NameLists(tuple(people), tuple(places), tuple(sorted(companies)))
