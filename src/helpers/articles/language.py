"""Which language a text is in, by its script and its commonest words; missing where that leaves a doubt."""

from __future__ import annotations

import re
from collections import Counter

_STOP_WORDS = {
    "en": "the of and to in a is that for on with was as by he at from his it an be are has have",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden",
    "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se le",
    "es": "de la que el en y a los del se las por un para con no una su al lo como más pero sus",
    "it": "di e il la che in un a per è una sono con non del si da come dei al le ha nel della",
    "pt": "de a o que e do da em um para é com não uma os no se na por mais as dos como mas",
    "nl": "de van het een en in is dat op te zijn met voor niet aan er om ook als dan maar bij uit door",
    "pl": "i w na z że do się nie to jest o jak po za od przez a dla są przy ich ze który oraz",
    "ro": "de și a în la cu pe nu din că o un care să pentru este mai al ale sau au fost fi prin",
    "tr": "ve bir bu da de için ile olarak olan daha çok en gibi sonra kadar ise ancak ama olduğu dedi etti göre üzere türk",
    "az": "və bu bir ilə üçün də da ki olan edib olub daha sonra görə həm isə onun azərbaycan bildirib qeyd deyib olaraq ölkə",
    "sv": "och i att det som en på är av för med den till inte har de ett om men var sig från vi så",
    "no": "og i det som en er til på av for med at har de ikke den et om men var seg fra vi så etter ved også ble",
    "da": "og i det at en er til på af for med har de ikke den et om men var sig fra vi så efter ved også blev",
    "fi": "ja on ei että se hän oli myös mutta kun ovat tai niin joka sen kuin jo mukaan ole vielä",
    "hu": "a az és hogy nem is egy volt van meg ez de csak már azt mint még szerint után lesz vagy kell el",
    "cs": "a v se na je že s z do o k ve i za by pro ale jako které který po od také jsou bude při jen už",
    "sk": "a v sa na je že s z do o k vo i za by pre ale ako ktoré ktorý po od tiež sú bude pri len už",
    "hr": "i u je na se da su za od s što koji o kao nije će iz a to bi bio koja do sve ali ili po samo",
    "sl": "in v je na se da so za od z ki o kot ni bo iz pa to bi bil po tudi ali do samo še pri",
    "et": "ja on ei et see oli ka aga kui mis oma või siis kes selle ta seda nii järgi pärast",
    "lt": "ir į iš kad su yra tai ne buvo už bet apie kaip po jo jis taip pat dėl nuo arba jau",
    "lv": "un ir ka no uz ar par nav bija arī lai kā bet pēc tas viņš to gan pie vai kas",
    "sq": "të e në dhe për me një që i nga është nuk më si ka do u se kjo por ai edhe tha",
    "id": "yang dan di dengan untuk pada dari ini itu dalam tidak akan juga ke oleh adalah telah tersebut bahwa ada sebagai",
    "vi": "của và là có không được trong cho các một người những với đã này để khi năm từ ông",
    "ru": "и в не на что с по он из к как это его за от о был для но а до также который было",
    "uk": "і в не на що з та до за у про від як це його для по але або був також який було із",
    "be": "і ў не на што з да як гэта за ад для па але або пры таксама які было яго ён ці пра",
    "mk": "и на во се да од за ќе со е не што го ги ја по како кој би им сè тоа ова бил",
    "kk": "және мен бен бұл үшін деп бар ол да де болып болды осы туралы қазақстан екі кейін дейін бір ретінде",
    "bg": "и на в за от да се с е по че не са до това като при а си ще през който има след",
    "sr": "и у да је се на за од су са о не што као које који из али би био да ће он",
    "ar": "في من على إلى أن عن مع هذا التي الذي هذه كان بعد قال ما لا بين",
    "ur": "کے کی میں ہے اور سے کا کو نے پر کہ یہ اس ہیں بھی کر ایک تھا",
    "fa": "و در به از که این را با است برای آن یک می خود شد تا کرد",
}
_SCRIPTS = (
    ("ka", "\u10a0-\u10ff"),
    ("hy", "\u0530-\u058f"),
    ("el", "\u0370-\u03ff"),
    ("he", "\u0590-\u05ff"),
    ("hi", "\u0900-\u097f"),
    ("th", "\u0e00-\u0e7f"),
    ("ko", "\uac00-\ud7af\u1100-\u11ff"),
    ("ja", "\u3040-\u30ff"),
    ("zh", "\u4e00-\u9fff"),
)
# Letters that stand in the words of few languages: where they do, the others are out of the question.
_LETTERS = {
    **{"ə": "az", "ы": "ru be kk", "э": "ru be kk", "ё": "ru be", "і": "uk be kk", "ї": "uk", "є": "uk", "ґ": "uk", "ў": "be"},
    **{
        "щ": "ru uk bg kk",
        "ъ": "bg ru",
        "ј": "sr mk",
        "љ": "sr mk",
        "њ": "sr mk",
        "ћ": "sr",
        "ђ": "sr",
        "ќ": "mk",
        "ѓ": "mk",
        "ѕ": "mk",
    },
    **{"қ": "kk", "ң": "kk", "ғ": "kk", "ұ": "kk", "ә": "kk", "ř": "cs", "ě": "cs", "ů": "cs", "ľ": "sk", "ĺ": "sk", "ŕ": "sk"},
    **{"ő": "hu", "ű": "hu", "ș": "ro", "ț": "ro", "ă": "ro vi", "ł": "pl", "ś": "pl", "ż": "pl", "ę": "pl lt", "ą": "pl lt"},
    **{
        "ė": "lt",
        "ų": "lt",
        "ā": "lv",
        "ē": "lv",
        "ķ": "lv",
        "ļ": "lv",
        "ğ": "tr az",
        "ı": "tr az",
        "ş": "tr az ro",
        "ø": "da no",
    },
    **{
        "å": "sv da no fi",
        "ß": "de",
        "ñ": "es",
        "ã": "pt vi",
        "õ": "pt et vi",
        "ơ": "vi",
        "ư": "vi",
        "đ": "vi hr",
        "ć": "hr pl",
        "č": "hr sl cs sk lt lv",
    },
    **{
        "ž": "hr sl cs sk lt lv et",
        "š": "hr sl cs sk lt lv et",
        "پ": "fa ur",
        "چ": "fa ur",
        "گ": "fa ur",
        "ژ": "fa ur",
        "ٹ": "ur",
        "ڈ": "ur",
    },
    **{"ے": "ur", "ں": "ur", "ة": "ar", "ي": "ar"},
}
# Letters without which a language writes no paragraph.
_NEEDED = {"az": "ə", "uk": "і", "be": "ў", "kk": "қңғұә", "mk": "јќѓ", "sr": "јћђљњ", "cs": "řěů", "hu": "őűé", "ur": "ےںہ"}
_NEEDED_FROM_LETTERS = 80
_WORDS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_SETS = {language: frozenset(words.split()) for language, words in _STOP_WORDS.items()}
_SAMPLE_CHARACTERS = 5000
_SMALLEST_SHARE, _SMALLEST_LEAD = 0.12, 1.15
_FEW_LANGUAGES, _SMALLEST_SHARE_OF_FEW = 4, 0.04  # where the letters leave so few, fewer common words will do
_FEWEST_LETTERS, _SMALLEST_LETTER_SHARE = 2, 0.005  # a name may bring letters of its own


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of `text`, or None where it is too short or no language stands out."""
    sample = text[:_SAMPLE_CHARACTERS]
    script = _by_script(sample)
    if script:
        return script
    words = Counter(_WORDS.findall(sample.lower()))
    total = words.total()
    if total < 8:
        return None
    known = _possible(sample)
    shares = {language: sum(words[w] for w in _SETS[language]) / total for language in known}
    # English is never ruled out by letters: its reports are full of foreign names.
    if "en" not in known:
        share = sum(words[w] for w in _SETS["en"]) / total
        shares |= {"en": share} if share >= _SMALLEST_SHARE else {}
    (best, language), (second, _) = [*sorted(((s, name) for name, s in shares.items()), reverse=True), (0.0, "")][:2]
    smallest = _SMALLEST_SHARE if len(known) > _FEW_LANGUAGES else _SMALLEST_SHARE_OF_FEW
    return language if best >= smallest and best >= _SMALLEST_LEAD * second else None


def _possible(sample: str) -> list[str]:
    """Return the languages that the letters of `sample` allow: all of them where they allow none."""
    letters = Counter(character for character in sample.lower() if character.isalpha())
    fewest = max(_FEWEST_LETTERS, _SMALLEST_LETTER_SHARE * letters.total())
    found = [frozenset(languages.split()) for letter, languages in _LETTERS.items() if letters[letter] >= fewest]
    lacking = {language for language, needed in _NEEDED.items() if not any(letters[letter] for letter in needed)}
    others = frozenset(_SETS) - (lacking if letters.total() >= _NEEDED_FROM_LETTERS else set())
    allowed = others.intersection(*found)
    return sorted(allowed or others)


def _by_script(sample: str) -> str | None:
    n_letters = sum(character.isalpha() for character in sample)
    for language, characters in _SCRIPTS:
        # Japanese is told by its syllables, which are fewer than the Chinese characters beside them.
        share = 0.1 if language == "ja" else 0.5
        if n_letters >= 8 and len(re.findall(f"[{characters}]", sample)) > share * n_letters:
            return language
    return None
