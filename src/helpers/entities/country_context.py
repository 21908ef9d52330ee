"""When a country's word means the country: capitals as governments, homonyms, languages, dishes, newspapers.

Every rule reads the plain words of one sentence to the left (`before`) and to the right (`after`) of the word.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class CountryContext:
    """A country word in its place: what stands to its left and right, and what the whole article says."""

    surface: str  # plain, as printed
    before: str
    after: str
    folded_article: str
    at_paragraph_start: bool
    has_article: bool = False  # "the" stands before it, which `before` leaves out


# --- never the country ------------------------------------------------------------------------------------------

_MEDIA = (
    "Times|Post|Herald|Daily|Tribune|Journal|Telegraph|Guardian|Independent|Mirror|Express|Gazette|Weekly|Review|Today|Standard|"
    "Chronicle|Observer|Star|Sun|Globe|Examiner|Courier|Mail|Monitor|Insider|Dispatch"
)
_FIRMS = (
    "Airways|Airlines|Air Lines|FC|F\\.C\\.|Inc|Ltd|Corp|plc|PLC|LLC|GmbH|Motors|Petroleum|Steel|Telecom|Insurance|Hotel|Hilton|"
    "International(?= (?:jet|flight|plane|aircraft|airliner))|Rugby|Cricket|Open|Grand Prix|Idol|Apparel|Eagle|Girl|Beauty|Psycho|Gambit|Opening|Defen[cs]e(?! [A-Z])|System(?! [A-Z])"
)
_STREETS = "Street|Avenue|Road|Square|Boulevard|Drive|Creek|Heights|Tech|Bulldogs|Wizards|Capitals|Commanders|Nationals"
_NAME_OF_SOMETHING = re.compile(rf"^(?: [A-Z][\w&'.-]*){{0,2}} (?:{_MEDIA}|{_FIRMS}|{_STREETS})\b(?! ?(?:of|for)\b)")
_NAMED_AFTER = re.compile(
    r"\b(?:Times of|Voice of|Bank of America|Air|Miss|Captain|Hotel|Team|Little|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Sir|Lady|Lord) $"
)
# Georgia and Washington are left out: "Armenia, Georgia and Azerbaijan"
_STATES = (
    "Pa|Pennsylvania|Ohio|Tenn|Tennessee|Ind|Indiana|Ky|Kentucky|Mo|Missouri|Tex|Texas|Wash|Ga|Ill|Illinois|Ore|Oregon|Maine|N\\.H|New Hampshire|"
    "N\\.Y|New York|Va|Virginia|Md|Maryland|Iowa|Kan|Kansas|Neb|Nebraska|Mich|Michigan|Minn|Minnesota|Wis|Wisconsin|Ala|Alabama|Conn|Connecticut|Idaho|"
    "Miss|Mississippi|Ariz|Arizona|Ark|Arkansas|Calif|California|Colo|Colorado|Del|Delaware|Fla|Florida|Hawaii|La|Louisiana|Mass|Massachusetts|"
    "Mont|Montana|Nev|Nevada|N\\.J|New Jersey|N\\.M|New Mexico|[NS]\\.C|[NS]\\.D|(?:North|South) (?:Carolina|Dakota)|Okla|Oklahoma|R\\.I|Rhode Island|"
    "Utah|Vt|Vermont|W\\.? ?Va|West Virginia|Wyo|Wyoming"
)
_TOWN_IN_A_STATE = re.compile(rf"^, (?:{_STATES})\b|^, the (?:US |U\.S\. |American )?(?:state|river|city)\b")
_SAINT = re.compile(r"^(?:St\.?|Saint) ", re.I)
_OF_A_SAINT = re.compile(r"^'s? (?:Day|Eve|Night|Church|Cathedral|Chapel|College|School|Hospital|Square|Gate|Parish)\b")
_PET = re.compile(
    r"\b(?:cat|dog|horse|mare|pony|parrot|puppy|kitten|donkey|goat|hamster|tortoise),? (?:is )?(?:named |called )?$", re.I
)
_PERSONAL = re.compile(
    r"^'s (?:\w+ ){0,2}(?:haircut|wife|husband|girlfriend|boyfriend|fianc[ée]e?|mother|father|mom|mum|dad|sister|brother|birthday|wedding|album|"
    r"shirt|beard|dog|cat|phone|kitchen|homework|teammates?)\b"
)
_TOWN_OF = re.compile(r"\b(?:city|town|village|river|port) of $|\b[Rr]iver $")
# "the San Juan was found": a ship; "the Beijing leadership" is China's
_THE_ALONE = re.compile(r"^(?:[.,;:!?)\"]|\s*$| (?:was|is|had|has|sank|and|in|on|at|would|could|will|who|which|that)\b)")
_ONE_OF_THE_NAME = re.compile(r"(?:^|\b)(?:[Aa]n?|[Aa]nother) $")
_OTHER_AMERICA = re.compile(r"\b(?:South|Latin|North|Central|African|Native|Meso|Pan|Black)[ -]$")
_DIVIDED = re.compile(r"\b(?:East|West) $")
# A list of languages: "speaks Armenian, Russian and, for tourists, German"; small words may stand between.
_LISTED = (
    r"(?:(?:,? ?\b(?!(?:who|that|which|because|when|while|said|says|about|against|of|by|has|had|was|were|is)\b)[\w'-]++)*+,? )?"
)
_SPEAKING = re.compile(
    rf"\b(?:speak(?:s|ing|ers? of)?|spoke|spoken|fluent in|learn(?:s|ed|ing|t)?|taught|teach(?:es)?|stud(?:y|ies|ied|ying)|understands?|"
    rf"(?:talk|writ|swear|sing|pray|answer|chat|curs|whisper)(?:s|es|e|ed|ing)? (?:[\w'-]+ ){{0,2}}?in|(?:talked|wrote|swore|sang|read) in) (?P<list>{_LISTED})$",
    re.I,
)
_MOST_LISTED_WORDS = 9
# "in Russian and Ukrainian media": the noun behind a list makes adjectives of all its words
_LIST_AND_NOUN = re.compile(
    r"^(?:(?:,? (?:and|or) |, )[A-Z][\w'-]+)+[ -](?!(?:and|or|from|but|to|on|that|which|with|at|as|before|after|he|she|they|for|is|was|were|are|has|had|"
    r"will|would|by|in|of|while|when|because|if|not|so)\b)[a-z]+"
)
_IN_A_LANGUAGE = re.compile(r"\b(?:in|into|from) (?:fluent |broken |perfect |plain |accented |bad |good |poor |halting )?$", re.I)
_NO_NOUN_FOLLOWS = re.compile(
    r"^(?:[.,;:!?)\"']|\s*$| (?:and|or),? | (?:from|spoken|but|to|on|of|that|which|with|at|as|before|after|he|she|they|since|about|again|only|too|now|then|all|when|while|because|if|so|until) | (?:throughout|fluently|badly|well|instead)\b)"
)
_LANGUAGE_OF = re.compile(
    r"^(?: and [A-Z]\w+ spoken\b|[ -](?:language|word |words |phrase |accent|speak(?:ing|ers?)|dialect|alphabet|subtitles|translation|word for|for [\"'])|-accented)\b"
)
_TABLE = (
    "restaurants?|take-?out|takeaway|food|cuisine|dish(?:es)?|cooking|tea|coffee|wine|wines|cheese|bread|pastr(?:y|ies)|sandwich(?:es)?|"
    "club|delight|bath|baths|rugs?|carpets?|cigars?|beer|vodka|whisky|chocolates?|noodles|salad|dressing|toast|fries|roulette|dolls?|"
    "flu|shepherds?|terrier|cats?|lessons?|homework|grammar|football"
)
_DISHES = re.compile(rf"^ (?:{_TABLE})\b", re.I)

# --- capitals and seats ----------------------------------------------------------------------------------------

_LOCATIVE = re.compile(
    r"\b(?:in|at|near|over|outside|around|across|through|throughout|inside|above|within|into|towards?|off|via|"
    r"(?:north|south|east|west|centre|center|city|capital|town|streets|mayor|skies|suburbs?|outskirts|university|siege|battle|fall|parts?|rest|kilomet(?:er|re)s|km|miles)(?: \w+)? of) "
    r"(?:central |downtown |nearby |the capital,? |the city of )?$",
    re.I,
)
_STATE_PEOPLE = re.compile(
    r"\b(?:officials?|planners|nobody|authorit(?:y|ies)|governments?|leaders?|leadership|lawmakers|ministers?|ministry|diplomats?|politicians|policymakers|"
    r"administration|power|concerns?|fears?|anger|alarm|worry|worries|unease|frustration|hopes?|outrage|relief|mood|doubts?|embassy|"
    r"decision-makers|regime|rulers|allies|counterparts?|generals|junta|parliament) (?:back )?in $",
    re.I,
)
_MOTION = re.compile(
    r"\b(?:travel(?:s|l?ed|l?ing)?|fl(?:y|ew|own|ies|ying)|visit(?:s|ed|ing)?|trip|went|go(?:es|ing)?|came|come|arriv\w+|return(?:s|ed|ing)?|"
    r"mov(?:e|es|ed|ing)|drove|train|bus|journey|road|route|march(?:ed)?|flight|back|close|closer|next|way|advance\w*|evacuated|moved|brought|taken|drove|sailed|"
    r"left|reach(?:ed|es)?|leav(?:e|es|ing)|enter(?:ed|s)?|struck|strik(?:e|es|ing)|hit(?:s)?|shell(?:ed|ing)|bomb(?:ed|ing)|attack(?:ed|s|ing)?|"
    r"target(?:ed|s|ing)?|fled|flee(?:s|ing)?|pounded|captur(?:e|ed|ing)|besieg\w+|defend(?:ed|ing)?|born)\b(?: \w+){0,2} (?:to |from |on |for )?$",
    re.I,
)
_DIRECT_MOTION = re.compile(
    r"\b(?:visit(?:s|ed|ing)?|reach(?:ed|es)?|leav(?:e|es|ing)|left|enter(?:ed|s)?|struck|hit|shell(?:ed|ing)|bomb(?:ed|ing)|fled|pounded|captured?|"
    r"besieged|around|strikes? on|attacks? on|raids? on|missiles? (?:at|on)|drones? (?:at|on)|fired (?:at|on)) $",
    re.I,
)
_PLACE_NOUN = re.compile(
    r"^(?:-(?:based|born|area|region)\b|[ -](?:region|oblast|province|airport|street|streets|metro|suburbs?|residents?|mayor|time|apartment|"
    r"university|district|railway|hospital|zoo|court|city|skyline|bureau|correspondent|summit|conference|marathon|film|International|University|"
    r"State|state|Square|Avenue|Treaty|Convention|Accords?|Agreement|Protocol)\b)"
)
_ARMS = r"(?:missiles?|shells?|tanks?|jets?|weapons?|arms|ammunition|rounds|batter(?:y|ies)|howitzers?|drones?|money|loans?|aid|interceptors?|F-16s|vehicles)"
_ARMS_GO = re.compile(
    rf"\b{_ARMS}\b[^.;]{{0,40}} (?:go|went|flow|flowed|gone|sent|move|moved|promised|delivered) (?:\w+ )?to $", re.I
)
_ARMS_FROM = re.compile(rf"\b{_ARMS} from $", re.I)
_ARMS_REACH = re.compile(rf"\b{_ARMS}\b[^.;]{{0,30}} reach(?:ed|es)? $", re.I)
_FAR_AWAY = re.compile(r"\b(?:from|of) $", re.I)
_TALK = re.compile(
    r"\b(?:pressure|request|response|repl(?:y|ies)|statement|message|demand|order|orders|support|aid|help|permission|approval|denial|word|signal|"
    r"weapons?|funding|money|backing|instructions?|criticism|warning|reaction|condemnation|independence|distance|answer|silence|threats?|"
    r"assurances?|guarantees?|command|directives?|reassurance|away|policy|position|view|intentions?|supporters?|allies|friends?|ally|enem(?:y|ies)|critics?|accus\w+|behalf|cheques?|cash|loans?|ordered|bought|purchased|imported|leased|received|sought) (?:\w+ ){0,3}(?:from|of) $",
    re.I,
)
_OUTSIDE = re.compile(r"\b(?:outside|near|around|across from|steps of|grounds of|walls of) $", re.I)
_DATELINE_BEFORE = re.compile(r"^[A-Z .'-]+(?:/|, | and )$")
_DATELINE = re.compile(r"^(?:,| ?/| ?\(| ?[-—–]{1,2} )")


def is_never_country(context: CountryContext, *, how: str) -> bool:
    """Say whether the word belongs to a newspaper, firm, street, dish, language or another America."""
    before, after, surface = context.before, context.after, context.surface
    if _NAME_OF_SOMETHING.match(after) or _NAMED_AFTER.search(before) or _TOWN_OF.search(before) or _TOWN_IN_A_STATE.match(after):
        return True
    if how != "demonym" and (_PET.search(before) or _PERSONAL.match(after)):
        return True
    if _SAINT.match(surface) and _OF_A_SAINT.match(after):
        return True
    if how == "capital" and context.has_article and _THE_ALONE.match(after):
        return True
    if how == "capital" and _ONE_OF_THE_NAME.search(before):
        return True
    if surface.lower().startswith("america") and _OTHER_AMERICA.search(before):
        return True
    if surface.lower().startswith("german") and _DIVIDED.search(before):
        return True
    return how == "demonym" and _is_language_or_dish(context)


def _is_language_or_dish(context: CountryContext) -> bool:
    if _DISHES.match(context.after) or _LANGUAGE_OF.match(context.after):
        return True
    nothing_follows = bool(_NO_NOUN_FOLLOWS.match(context.after)) and not _LIST_AND_NOUN.match(context.after)
    if context.surface.endswith("s"):
        return False  # "from Russians": people
    spoken = _SPEAKING.search(context.before)
    if spoken and len(spoken.group("list").split()) <= _MOST_LISTED_WORDS:
        return nothing_follows
    return nothing_follows and bool(_IN_A_LANGUAGE.search(context.before))


def is_government(context: CountryContext, *, how: str) -> bool:
    """Say whether a capital or seat is treated as the government: it acts, owns, is asked; it is not where one is."""
    before, after = context.before, context.after
    if _STATE_PEOPLE.search(before):
        return True
    if how == "seat":
        return not _OUTSIDE.search(before)
    if context.at_paragraph_start and _DATELINE.match(after):
        return False
    if context.surface.isupper() and _DATELINE_BEFORE.match(before):
        return False
    if _ARMS_REACH.search(before):
        return True
    if _PLACE_NOUN.match(after) or _LOCATIVE.search(before) or _DIRECT_MOTION.search(before):
        return False
    if re.search(r"\bto $", before):
        return not _MOTION.search(before) or bool(_ARMS_GO.search(before))
    if _FAR_AWAY.search(before):
        return bool(_TALK.search(before) or _ARMS_FROM.search(before)) or after.startswith("'s")
    return True


# --- homonyms --------------------------------------------------------------------------------------------------


def _mentions(pattern: str) -> Callable[[CountryContext], bool]:
    compiled = re.compile(pattern)
    return lambda context: says(compiled, context.folded_article)


@lru_cache(maxsize=16)
def says(pattern: re.Pattern[str], folded_article: str) -> bool:
    """Say whether the article has the pattern somewhere; asked of every word that needs it, looked for once."""
    return bool(pattern.search(folded_article))


_GEORGIA_HERE = _mentions(
    r"\btbilisi\b|\bgeorgians?\b|\bossetia|\babkhazia|\bsaakashvili\b|\bmargvelashvili\b|\bgeorgian dream\b|\bbatumi\b|\bivanishvili\b"
)
_GEORGIA_STATE = _mentions(
    r"\batlanta\b|\bsavannah\b|\baugusta\b|\bgeorgia's (?:republican|democrat)|\bfort (?:benning|stewart|moore)\b|\bkemp\b|\bossoff\b|\bwarnock\b|\braffensperger\b"
)
_IN_STATES = _mentions(
    r"\bu\.s\.|\bamerican|\bunited states\b|\bus\b|\bpentagon\b|\balabama\b|\bflorida\b|\bcarolina\b|\btexas\b"
)
_CAUCASUS = _mentions(r"\barmenia|\bazerbaijan|\bmoldova|\bcaucasus\b|\bblack sea\b|\bukrain")
_AMERICANS = re.compile(
    r"\b(?:soldiers|troops|senator|congress\w*|governor|sheriff|reservists?|guardsmen|base|factory|plant|voters|republicans?|democrats?)\b[^.]{0,25}(?:from|of|in) $",
    re.I,
)


def _is_georgia(context: CountryContext) -> bool:
    if re.match(r"^(?:,? (?:Alabama|Florida|Tennessee|South Carolina)|,? USA|,? U\.S\.)", context.after) or _AMERICANS.search(
        context.before
    ):
        return _GEORGIA_HERE(context) and not _GEORGIA_STATE(context)
    if _GEORGIA_STATE(context) and not _GEORGIA_HERE(context):
        return False
    return _GEORGIA_HERE(context) or _CAUCASUS(context) or not _IN_STATES(context)


def _is_washington(context: CountryContext) -> bool:
    if re.match(r"^(?: [Ss]tate\b|,? D\.?C\b|'s (?:birthday|farewell|army)|,? Seattle)", context.after):
        return False
    return not re.search(
        r"\b(?:Seattle|Spokane|Tacoma|Olympia|Yakima), $|\b(?:Oregon|Idaho|California) (?:and|or) $|\bGeorge $|\bFort $|\bMount $|\bUSS \w* ?$",
        context.before,
    )


def _is_polish(context: CountryContext) -> bool:
    sentence_start = not context.before.strip(" \"'(")
    return not (sentence_start and re.match(r"^ (?:the|your|it|with|and|up|off|until)\b", context.after))


_POULTRY = re.compile(
    r"\b(?:roast\w*|stuff(?:ed|ing)|gravy|cranberr\w+|thanksgiving|oven|carv\w+|recipes?|freekeh|leftovers?|poultry|breasts?|menu|dinner|lunch|kilos?|pounds?|butcher)\b",
    re.I,
)
_TURKEY_HERE = re.compile(r"\bankara\b|\bturkish\b|\bturks\b|\berdogan|\bistanbul\b|\bturkiye\b|\bbayraktar")


def _is_turkey(context: CountryContext) -> bool:
    if _DISHES.match(context.after):
        return False
    if _POULTRY.search(context.before + context.after) or re.match(r"^ (?:with|prices?)\b", context.after):
        return says(_TURKEY_HERE, context.folded_article)
    return True


def _is_chad(context: CountryContext) -> bool:
    return not re.search(r"\b(?:hanging|dimpled|pregnant) $", context.before, re.I) and not re.match(r"^ Valley\b", context.after)


def _is_river_or_person(context: CountryContext) -> bool:
    if re.match(r"^ (?:River|Valley|Basin|Delta|State|Peterson|Brand)\b", context.after):
        return False
    return not re.search(r"\b(?:River|Air|Michael|Lake|Rio) $", context.before)


def _is_china(context: CountryContext) -> bool:
    return context.surface[0].isupper() and not re.match(r"^ (?:cabinet|plates?|cups?|shop)\b", context.after)


def _has_article(context: CountryContext) -> bool:
    return context.has_article


def _is_emirates(context: CountryContext) -> bool:
    # without an article, and not in a list of countries, it is the airline
    return context.has_article or bool(re.search(r"(?:,|\b[Aa]nd|\b[Aa]rab) $", context.before))


_HOMONYMS: dict[str, Callable[[CountryContext], bool]] = {
    "georgia": _is_georgia,
    "washington": _is_washington,
    "polish": _is_polish,
    "turkey": _is_turkey,
    "chad": _is_chad,
    "jordan": _is_river_or_person,
    "niger": _is_river_or_person,
    "congo": _is_river_or_person,
    "china": _is_china,
    "emirates": _is_emirates,
    "states": _has_article,  # "the Alliance of Sahel States"
}


def is_homonym_country(context: CountryContext) -> bool:
    """Say whether a word that also names something else means the country here."""
    rule = _HOMONYMS.get(context.surface.lower())
    return rule is None or rule(context)
