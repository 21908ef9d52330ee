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
    "ru": "и в не на что с по он из к как это его за от о был для но а до также который было",
    "uk": "і в не на що з та до за у про від як це його для по але або був також який було із",
    "bg": "и на в за от да се с е по че не са до това като при а си ще през който има след",
    "sr": "и у да је се на за од су са о не што као које који из али би био да ће он",
    "ar": "في من على إلى أن عن مع هذا التي الذي هذه كان بعد قال ما لا بين",
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
_WORDS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_SETS = {language: frozenset(words.split()) for language, words in _STOP_WORDS.items()}
_SAMPLE_CHARACTERS = 5000
_SMALLEST_SHARE, _SMALLEST_LEAD = 0.12, 1.15


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
    shares = sorted(((sum(words[w] for w in known) / total, language) for language, known in _SETS.items()), reverse=True)
    (best, language), (second, _) = shares[0], shares[1]
    return language if best >= _SMALLEST_SHARE and best >= _SMALLEST_LEAD * second else None


def _by_script(sample: str) -> str | None:
    n_letters = sum(character.isalpha() for character in sample)
    for language, characters in _SCRIPTS:
        # Japanese is told by its syllables, which are fewer than the Chinese characters beside them.
        share = 0.1 if language == "ja" else 0.5
        if n_letters >= 8 and len(re.findall(f"[{characters}]", sample)) > share * n_letters:
            return language
    return None
