"""How people's names are built: titles are no part of them, spellings of one name share a skeleton, parts stand for the whole."""

from __future__ import annotations

import re

from slugify import slugify

from helpers.entities.matching import fold, plain

TITLES = frozenset(
    """
    mr mrs ms miss mx dr prof professor sir dame lord lady baron baroness count countess president vice prime minister chancellor premier
    secretary senator sen congressman congresswoman representative rep governor gov mayor ambassador envoy king queen prince princess
    crown sheikh sheikha sultan emir ayatollah grand imam mullah maulana pope cardinal archbishop bishop father patriarch rabbi reverend rev pastor
    general gen lieutenant lt colonel col major maj captain capt commander cmdr cdr lieutenant-general major-general brigadier brig
    brigadier-general admiral adm rear vice-admiral vice-president commodore marshal field sergeant sgt corporal cpl private pvt pte wing squadron
    leader flight group air chief staff justice judge attorney director spokesman spokeswoman spokesperson minister foreign defence defense
    interior finance deputy acting former ex-president ex then-president then-prime late supreme chairman chairwoman chair speaker
    comrade hajj haji haj hadji sayyid syed sayyed master warrant officer petty lance gunner trooper ensign first second third lady
    superintendent inspector constable detective sheriff commissioner commissar councillor u.s us u.k uk
    analyst correspondent reporter editor photographer by
    """.split()
)
PARTICLES = frozenset(
    "al el bin ibn ben bint bat abu abd umm van von der den de del della di da dos das do du la le los las ter ten zu zum af av ul ud ur ad as at an af st".split()
)
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv)\.?$", re.I)
# Family name first: the commonest Chinese, Korean and Vietnamese family names in their romanisations.
FAMILY_FIRST = frozenset(
    """
    xi li wang zhang zhao zhou chen chan yang huang wu xu sun zhu ma hu guo he lin gao luo zheng liang xie tang han cao deng peng zeng xiao tian
    dong pan yuan cai tsai jiang chiang yu ye yeh du su wei cheng ding shen ren lu fu zhong cui tan liao fan jin shi jia xia fang zou xiong bai qin
    qiu chiu hou koo ko ku lai hsieh hsiao hsu wen hung tsao chang kuo lo ho mao ai wan miao kong yin yan yi cho choi kim park pak lee rhee ri
    jung jeong chung kang yoon yun jang lim im shin seo suh kwon hwang ahn song hong son ryu yoo bae baek nam noh roh moon chae heo huh cha ju joo
    hyon pyon thae nguyen tran pham vo dang bui duong ngo dinh phan vuong truong huynh
    """.split()
)
_NICKNAMES = {
    "joe": "joseph", "mike": "michael", "jim": "james", "jimmy": "james", "bill": "william", "will": "william", "bob": "robert", "rob": "robert",
    "dan": "daniel", "dave": "david", "tom": "thomas", "tony": "anthony", "ben": "benjamin", "bibi": "benjamin", "ted": "edward", "ed": "edward",
    "nick": "nicholas", "chris": "christopher", "matt": "matthew", "andy": "andrew", "steve": "stephen", "steven": "stephen", "liz": "elizabeth", "beth": "elizabeth",
    "kate": "katherine", "jake": "jacob", "pete": "peter", "alex": "alexander", "sasha": "alexander", "volodya": "volodymyr", "dima": "dmitri",
    "ron": "ronald", "don": "donald", "ken": "kenneth", "greg": "gregory", "jeff": "jeffrey", "rick": "richard", "dick": "richard", "marty": "martin",
    "sam": "samuel", "max": "maxim", "gene": "eugene", "larry": "lawrence", "sergio": "sergey",
}  # fmt: skip
_WOMEN = frozenset(
    """
    jill olena melania hillary ursula theresa annalena kaja sanna mette angela jeanne elizabeth liz kate mary susan linda karen nancy kamala
    michelle ruth rachel sarah hannah beth jane joan anne marine brigitte camille iryna natalie alice helen margaret judith carol ingrid astrid
    solveig shirin fatemeh maryam mahnoor noor gunhild lisbeth clementine stephanie lindsay penny condoleezza aung tzipi golda park susie
    """.split()
)
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
_COMPILED = [(re.compile(pattern), new) for pattern, new in _SPELLINGS]


def words_of(name: str) -> list[str]:
    """Return the words of a name, without possessive, titles in front and a suffix such as Jr. behind."""
    words = re.sub(r"['’]s?$|[.,;:]+$(?<!\b[A-Z]\.)(?<!Jr\.)(?<!Sr\.)", "", name.strip()).split()
    while len(words) > 1 and is_title(words[0]):
        words = words[1:]
    return words


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


def skeleton(word: str) -> str:
    """Return the form that all romanisations of one name share: Zelenskiy, Zelensky and Zelenskyy give one.

    >>> skeleton("Zelenskiy") == skeleton("Zelenskyy") != skeleton("Zelenska")
    True
    """
    bare = re.sub(r"^(?:al|el|ad|as|ash|an|ar|at|ul)-", "", fold(word))
    bare = re.sub(r"[\W_]+", "", bare)
    if len(bare) < 4:
        return bare
    for pattern, new in _COMPILED:
        bare = pattern.sub(new, bare)
    return bare


def full_key(name: str) -> str:
    """Return the key of a whole name: skeletons of its words, middle initials and articles (al-, el-) left out, Jr. and Roman numerals kept."""
    words = core_words(name)
    kept = [w for i, w in enumerate(words) if i in (0, len(words) - 1) or len(w.strip(".")) > 1]
    parts = [skeleton(w) for w in kept if fold(w).strip("-'") not in ("al", "el")]
    return " ".join([p for p in parts if p] + ([suffix_of(name)] if suffix_of(name) in ("jr", "ii", "iii", "iv") else []))


def person_id(name: str) -> str:
    """Return the id of a person nobody lists: the slug of the name's key, so that all its spellings get one."""
    return slugify(full_key(name)) or slugify(fold(name)) or "person"


def family_names(name: str) -> list[str]:
    """Return the keys by which a person is named for short, the likeliest first: the family name with and without its particles."""
    words = core_words(name)
    if len(words) < 2:
        return [skeleton(words[0])] if words else []
    if is_family_first(words):
        return [skeleton(words[0])]
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
    return (
        len(words) == 3
        or "-" in words[1]
        or (len(words) == 2 and fold(words[1]) not in FAMILY_FIRST and not _is_western(words[1]))
    )


def _is_western(word: str) -> bool:
    return fold(word) in _WESTERN


_WESTERN = frozenset(
    "smith jones brown wilson taylor johnson davies evans thomas roberts miller davis garcia anderson moore jackson white harris martin thompson".split()
)


def same_given(a: str, b: str) -> bool:
    """Say whether two given names can be one person's: equal, an initial of the other, or its short form."""
    x, y = (skeleton(re.split(r"[.\s]", w.strip("."))[0]) or fold(w).strip(".") for w in (a, b))
    if x == y or (min(len(x), len(y)) == 1 and x[:1] == y[:1]):
        return True
    if (
        x.isalpha()
        and y.isalpha()
        and (
            a.replace(".", "").isupper()
            and len(a.replace(".", "")) <= 3
            or b.replace(".", "").isupper()
            and len(b.replace(".", "")) <= 3
        )
    ):
        return x[:1] == y[:1]
    return _NICKNAMES.get(fold(a), fold(a)) == _NICKNAMES.get(fold(b), fold(b))


def looks_female(name: str) -> bool:
    """Say whether the given name is likely a woman's; used only to tell Mr from Mrs where two share a surname."""
    given = fold(core_words(name)[0]) if core_words(name) else ""
    family = fold(core_words(name)[-1]) if core_words(name) else ""
    return given in _WOMEN or given.endswith(("a", "ie", "een", "elle")) or family.endswith(("ska", "ova", "eva", "ina"))


def is_name_word(word: str) -> bool:
    """Say whether a word can be part of a name: capitalised, or a particle such as "al-", "van" or "bin"."""
    flat = plain(word)
    return bool(flat) and (
        flat[0].isupper() or fold(flat).strip("-'") in PARTICLES or flat.startswith(("al-", "el-", "d'", "ad-", "as-", "ash-"))
    )
