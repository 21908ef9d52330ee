"""The `people` component: every mention of a person joined to that person, inside one article.

What the component knows of a name is the article itself, the article's date and the table of public figures, so that its result
can be stored with the article. Joining over the corpus is `corpus.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache

from slugify import slugify
from spacy.language import Language
from spacy.tokens import Doc

from helpers.entities import knowledge
from helpers.entities.cast import Cast, Person, word_key
from helpers.entities.context import Name, Reading
from helpers.entities.matching import fold, key, plain
from helpers.entities.mention import Mention, add_mentions
from helpers.entities.people_context import (
    are_siblings,
    foreword_length,
    is_country_or_capital,
    is_kin,
    is_own_country,
    is_personal,
    is_second_name,
    speaker_labels,
)
from helpers.entities.person_names import (
    EVERYDAY,
    HONORIFICS,
    core_words,
    is_title,
    person_id,
    words_of,
)
from helpers.entities.public_figures import Figure, PublicFigures

if not Doc.has_extension("published"):
    Doc.set_extension("published", default=None)

_THING_AFTER = re.compile(
    r"^(?:'s)? (?:[A-Z]\w+ )?(?:[Aa]irport|University|Hospital|Street|Bridge|Stadium|Prize|Foundation|Cent(?:er|re)|Institute|Library|School|Avenue|Square|"
    r"Museum|Tower|Dam|Lake|River|Park|Boulevard|Mosque|Palace|Cathedral|City|Bay|Hall|Barracks|Highway|Freeway|Battalion|Brigade|Medal|Award|strike group|carrier strike|Carrier)\b|^-class\b"
)
_THING_BEFORE = re.compile(
    r"\b(?:Lake|Mount|Fort|Port|USS|HMS|FS|INS|ARA|KRI|BRP|ORP|TCG|carrier|frigate|destroyer|cruiser|corvette|submarine|Camp|Cape|San|Rue|Avenue|Boulevard|Villa|Place)(?: the)? $"
    r"|\b(?:USS|HMS|FS|INS|ARA|ORP|TCG|Rue|Avenue|Boulevard)(?: [A-Z][\w.-]*){1,2} $"
)
# "George Square", "Yomiuri Shimbun"; none is a surname that people bear
_LAST_WORDS_OF_THINGS = frozenset(
    {"city", "square", "street", "avenue", "boulevard", "highway", "airport", "hospital", "university", "stadium", "museum", "library", "cathedral", "shimbun",
     "tribune", "gazette", "airlines", "airways"}
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_SPEECH = re.compile(r"^,? (?:said|says|asked|added|told|replied|laughed|wrote)\b")
_SPOKE = re.compile(r"\b(?:said|says|asked|added|replied|laughed) $")
_LABEL_AFTER = re.compile(r":")
_NEAR = 350  # characters; about two sentences
_ADDRESS_AFTER = re.compile(r"[.@]\w")
_ADDRESS_BEFORE = re.compile(r"\b[A-Z]\w{2,}[.@]$")
_WORD_BEFORE = re.compile(
    r"(?<!\b[Ii]n )(?<!\b[Oo]f )(?<!\b[Tt]o )(?<!\b[Aa]t )(?<!\b[Bb]y )(?<!\b[Oo]n )(?<!\b[Ff]or )(?<!\b[Tt]he )(?<!\b[Ff]rom )(?<!\b[Ww]ith )(?<!\b[Nn]ear )"
    r"(?<!- )(?<!, )\b([A-Z][\w'’-]+) $"
)
_HALF_SURE, _MOST_WORDS = 0.85, 4
_FIRST_OF_TWO = re.compile(r"(?<![\w.])([A-Z][\w'’-]+),? and $")
_THE_BEFORE, _RULE_AFTER = re.compile(r"\b[Tt]he $"), re.compile(r"^ (?:regime|administration)\b")
_OFFICES = frozenset({"president", "premier", "chancellor", "king", "queen", "emir", "sultan", "minister", "secretary"})
_MOST_RELATIVES = 30
_SHORTEST_IN_CAPITALS = 4
_FORMER = re.compile(r"\b(?:[Ff]ormer|[Ee]x|[Ll]ate)[ -](?:[\w.-]+ ){1,3}$")
_CODE_NAME = re.compile(r"\b(?:[Cc]ode-?name(?:d)?(?: was| is)?|[Oo]peration|[Ee]xercise|called the operation)[ :\"']*$")


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    name: str
    figure: Figure | None
    score: float | None
    title: str
    is_former: bool
    is_label: bool = False  # the speaker of a transcript


class People:
    """Finds people in a document and says which mentions are one person."""

    def __init__(self) -> None:
        self._figures = PublicFigures()

    def __call__(self, doc: Doc) -> Doc:
        """Add the mentions of people to `doc` (changes it)."""
        reading = Reading(doc)
        spans = self._spans(reading)
        full = [s for s in spans if len(core_words(s.name)) > 1]
        full, half = _without_honorifics(full)
        cast, day = Cast(), doc._.published
        found = self._cast_all(full, cast, reading, day)
        whole = [span for span in half if _is_first_word(span, half, cast)]
        found += [(span, cast.add(span.name, span.start, span.figure)) for span in whole]
        bare = [cut for span in half if span not in whole and (cut := _shortened(span, cast))]
        found += [(cut, cast.add(cut.name, cut.start, None)) for cut in bare if len(core_words(cut.name)) > 1]
        mentions = [_mention(s, p.entity_id, p.name, "name", p.may_be) for s, p in found]
        single = [s for s in spans if len(core_words(s.name)) == 1]
        short = [s for s in single if not (_is_rather_a_country(s, cast, reading) or self._is_place_or_ship(s, cast, reading))]
        short += [cut for cut in bare if len(core_words(cut.name)) == 1]
        taken = {place for s in spans for place in range(s.start, s.end)}
        short += _untagged(reading, cast, taken, [s.name for s in short], self._is_figure_by_title)
        mentions += [self._short(span, cast, reading, day) for span in sorted(short, key=lambda s: s.start)]
        return add_mentions(doc, mentions)

    def _cast_all(self, full: list[_Span], cast: Cast, reading: Reading, day: str | None) -> list[tuple[_Span, Person]]:
        """Put everybody who is named in full into `cast` (changes it); a name that figures share comes last."""
        shared = {s: figures for s in full if not s.figure and (figures := self._figures.sharing(s.name))}
        found: list[tuple[_Span, Person]] = []
        for span in (s for s in full if s not in shared):
            last = found[-1] if found else None
            if last and not span.figure and is_second_name(reading.plain[last[0].end : span.start]):
                found.append((span, cast.also(last[1], span.name, span.start)))
            else:
                figure = span.figure or self._with_initial(span, day)
                found.append((span, cast.add(span.name, span.start, figure, is_other=_is_relative(span, reading))))
        return found + [(span, self._namesake(span, figures, cast, day)) for span, figures in shared.items()]

    def _with_initial(self, span: _Span, day: str | None) -> Figure | None:
        """Return the leader of the day whom "D. Trump" means, or nothing."""
        first, *others = core_words(span.name)
        if len(others) != 1 or len(first.strip(".")) != 1:
            return None
        figure = self._figures.by_family_name(word_key(others[0]), day=day)
        return figure if figure and fold(figure.name).startswith(fold(first[0])) else None

    def _is_figure_by_title(self, word: str, title: str, before: str, after: str) -> bool:
        """Say whether a leader of that surname bears the title before it, is of the country that owns it there, or has a regime."""
        if _THE_BEFORE.search(before) and _RULE_AFTER.match(after):
            return self._figures.by_family_name(word) is not None
        if title in _OFFICES:
            return self._figures.by_family_name(word, titled=title) is not None
        figure = self._figures.by_family_name(word) if before.endswith(("'s ", "s' ")) else None
        return figure is not None and is_own_country(before, figure.countries)

    def _is_place_or_ship(self, span: _Span, cast: Cast, reading: Reading) -> bool:
        """What is a place or a ship elsewhere is one here too, unless it speaks, or somebody known is called so."""
        word, printed = word_key(span.name), fold(reading.plain[span.start : span.end])
        if span.title or span.is_label or printed not in reading.place_words | reading.ship_words:
            return False
        if span.figure or cast.bears(word) or self._figures.by_family_name(word):
            return False
        return not (_speaks(reading, span.start, span.end) or _is_personal(reading, span.start, span.end))

    def _spans(self, reading: Reading) -> list[_Span]:
        """Return what the name finder calls a person and every listed full name, the longer where they overlap."""
        listed = [
            _span(reading, start, end, figure=figure)
            for start, end, figure in self._figures.in_text(reading.folded)
            if _is_capitalised(reading.plain[start:end]) and not _is_thing(reading, start, end)
            if " " in reading.plain[start:end] or not _is_part_of_another(reading, start, end)
        ]
        named = [name for name in reading.names if name.label == "PERSON" or _may_be_person(name, reading)]
        tagged = [span for name in named if (span := self._tagged(name, reading))]
        spans = _longest([*_labelled(reading, tagged), *listed, *tagged])
        return _with_relatives([_with_given_name(span, reading) for span in spans], reading)

    def _tagged(self, name: Name, reading: Reading) -> _Span | None:
        printed = reading.plain[name.start : name.end]
        words = words_of(re.split(r"[,;:()\[\]]", printed)[0])
        if not words or not any(c.isalpha() for c in printed):
            return None
        inner = re.search(r"\s+".join(map(re.escape, words)), printed)
        if inner is None:
            return None
        start, end = name.start + inner.start(), name.start + inner.end()
        start += foreword_length(reading.plain[start:end], reading.before(start))
        if len(words) > 1 and is_country_or_capital(" ".join(words)):
            return None
        if len(words) > 1 and fold(words[-1]) in _LAST_WORDS_OF_THINGS:
            return None
        if _is_thing(reading, start, end) or (len(words) == 1 and is_title(words[0])) or key(" ".join(words)) in _groups():
            return None
        if _ADDRESS_AFTER.match(reading.text, end) or _ADDRESS_BEFORE.search(reading.text[max(0, start - 20) : start]):
            return None  # "News.Az reports"
        is_label = _LABEL_AFTER.match(reading.text, end) and not words[0].isupper()
        if len(words) == 1 and (is_label or _CODE_NAME.search(reading.before(start))):
            return None
        return _span(reading, start, end, figure=self._figures.by_full_name(reading.plain[start:end]), score=name.score)

    def _namesake(self, span: _Span, figures: list[Figure], cast: Cast, day: str | None) -> Person:
        """Return the person of a full name that several figures share: who stands in the article, else who is in office."""
        present = [figure for figure in figures if cast.of_figure(figure)]
        figure = present[0] if len(present) == 1 else self._figures.in_office(present or figures, day) if day else None
        if figure:
            return cast.add(span.name, span.start, figure)
        return cast.add_ambiguous(span.name, span.start, (f.entity_id for f in present or figures))

    def _relative(self, span: _Span, cast: Cast, word: str) -> Figure | None:
        """Return the figure who bears this given name and the surname of somebody in the article: Asma, beside Bashar al-Assad."""
        if word in cast.families:
            return None
        families = dict.fromkeys(" ".join(core_words(person.name)[1:]) for person in cast.people[:_MOST_RELATIVES])
        figures = {self._figures.by_full_name(f"{span.name} {family}") for family in families if family}
        found = [figure for figure in figures if figure and not cast.of_figure(figure)]
        return found[0] if len(found) == 1 else None

    def _short(self, span: _Span, cast: Cast, reading: Reading, day: str | None) -> Mention:
        """Join a bare surname or first name to its person; where it could be several, it stays by itself and says whose it may be."""
        word = word_key(span.name)
        several = cast.meant_by(word, span.start, span.title, by_family=span.is_label)
        before = reading.before(span.start)
        kin = is_kin(before, reading.after(span.start, span.end)) or are_siblings(before)
        relative = self._relative(span, cast, word) if kin or not several else None
        if relative:
            cast.add(relative.name, span.start, relative)
            return _mention(span, relative.entity_id, relative.name, "short_name")
        if kin and word not in cast.families and all(p.figure for p in several):
            name = " ".join(words_of(span.name))
            # "his son Nicolás" is no president of that name
            return _mention(span, person_id(name) or slugify(name), name, "short_name")
        if len(several) == 1:
            return _mention(span, several[0].entity_id, several[0].name, "short_name", several[0].may_be)
        listed = self._figures.by_family_name(
            word, day=day, titled=span.title, is_former=span.is_former, is_current=bool(several)
        )
        figure = (listed if listed and cast.of_figure(listed) in several else None) if several else span.figure or listed
        if figure:
            return _mention(span, figure.entity_id, figure.name, "short_name")
        name = " ".join(words_of(span.name))
        may_be = {one for p in several for one in (p.may_be or (p.entity_id,))}
        return _mention(span, person_id(name) or slugify(name), name, "short_name", tuple(sorted(may_be)))


def _is_rather_a_country(span: _Span, cast: Cast, reading: Reading) -> bool:
    """A country's or capital's name is a person only where one of that name has just been introduced, or is quoted."""
    word = word_key(span.name)
    if span.title or word in cast.families or fold(span.name) not in _country_names(readings=("always", "government", "homonym")):
        return False
    if cast.named_near(word, span.start, reach=_NEAR):
        return False
    is_person = _speaks(reading, span.start, span.end) or _is_personal(reading, span.start, span.end)
    return not (word in cast.given and is_person)


def _may_be_person(name: Name, reading: Reading) -> bool:
    """What the name finder half takes for a place or a body is a person where it ends with the surname of one."""
    words = reading.plain[name.start : name.end].split(" ")
    if name.label not in ("PLACE", "ORGANISATION") or (name.score or 1) > _HALF_SURE or not 1 < len(words) <= _MOST_WORDS:
        return False
    return words[0].istitle() and key(words[-1]) in reading.surnames


def _is_personal(reading: Reading, start: int, end: int) -> bool:
    return is_personal(reading.before(start), reading.after(start, end))


def _labelled(reading: Reading, tagged: list[_Span]) -> list[_Span]:
    """Return the speakers of a transcript: names in capitals before a colon, with a title, tagged, or more than once."""
    labels = list(speaker_labels(plain(reading.text, keep_lines=True)))
    counts = Counter(reading.plain[start:end] for start, end, _ in labels)
    last_words = {word_key(core_words(s.name)[-1]) for s in tagged}
    last_words |= {word_key(reading.plain[a:b].split()[-1]) for a, b, is_titled in labels if is_titled}
    return [
        replace(_span(reading, start, end), is_label=True)
        for start, end, is_titled in labels
        if fold(reading.plain[start:end]) not in EVERYDAY
        and (is_titled or (counts[reading.plain[start:end]] > 1 and word_key(reading.plain[start:end].split()[-1]) in last_words))
    ]


def _with_given_name(span: _Span, reading: Reading) -> _Span:
    """Put a given name that is a country's as well before its surname: "and Malta Grech"."""
    before = _WORD_BEFORE.search(reading.before(span.start))
    if (
        before is None
        or span.figure
        or span.title
        or len(core_words(span.name)) > 1
        or not is_country_or_capital(before.group(1))
    ):
        return span
    start = span.start - len(before.group(1)) - 1
    return _Span(start, span.end, f"{before.group(1)} {span.name}", None, span.score, _title_before(reading.before(start)), False)


def _with_relatives(spans: list[_Span], reading: Reading) -> list[_Span]:
    """Give "the brothers Darío and Néstor Etchegoyen" one surname."""
    found = {span.start: span for span in spans}
    for span in spans:
        words = core_words(span.name)
        first = _FIRST_OF_TWO.search(reading.before(span.start)) if len(words) > 1 and not span.figure else None
        if first and are_siblings(reading.before(span.start)[: first.start(1)]):
            start = span.start - len(first.group(0)) + first.start(1) - first.start(0)
            end = start + len(first.group(1))
            found[start] = replace(_span(reading, start, end), name=f"{first.group(1)} {words[-1]}")
    return sorted(found.values(), key=lambda s: s.start)


def _without_honorifics(full: list[_Span]) -> tuple[list[_Span], list[_Span]]:
    """Set apart what may be an honorific and one name ("Pak Hartono", "U Thant") or a first and a last name."""
    half = [s for s in full if fold(core_words(s.name)[0]) in HONORIFICS and not s.figure]
    return [s for s in full if s not in half], half


def _is_first_word(span: _Span, half: list[_Span], cast: Cast) -> bool:
    """Say whether the honorific is rather a given name: nobody else in the article bears the name behind it."""
    behind = {word_key(word) for other in half if other.name != span.name for word in core_words(other.name)[-1:]}
    names = core_words(span.name)[1:]
    others = {
        word_key(core_words(other.name)[0]) for other in half if other.name != span.name and len(core_words(other.name)) > 1
    }
    return not _shortened(span, cast) and not (len(names) == 1 and word_key(names[0]) in behind | others)


def _is_relative(span: _Span, reading: Reading) -> bool:
    """ "Her father, General Aung San" is not the daughter, though her name begins with his."""
    before = re.sub(r"(?:\b[A-Z][\w.-]+ )+$", "", reading.before(span.start))
    return is_kin(before, "")


def _shortened(span: _Span, cast: Cast) -> _Span | None:
    """Return the name behind an honorific where somebody in the article bears it, else nothing."""
    honorific, *names = core_words(span.name)
    known = (
        cast.knows(" ".join(names))
        if len(names) > 1
        else names[0] and (word_key(names[0]) in cast.given or word_key(names[0]) in cast.families)
    )
    if not known:
        return None
    return replace(span, start=span.start + len(honorific) + 1, name=" ".join(names), title=fold(honorific))


def _untagged(
    reading: Reading, cast: Cast, taken: set[int], called_names: Iterable[str], is_figure: Callable[[str, str, str, str], bool]
) -> list[_Span]:
    """Return further places where a name of the article, or a title and a leader's surname, stands, which the name finder overlooked."""
    given = set(cast.given) - {word_key(name) for name in _country_names()}
    # given names by which the article calls somebody
    called = {word_key(n) for n in called_names if word_key(n) in given}
    found = []
    for match in _WORD.finditer(reading.text):
        if not match.group()[0].isupper():
            continue
        printed = re.sub(r"['’]s?$", "", match.group())
        start, end = match.start(), match.start() + len(printed)
        if start in taken or len(printed) < 2:
            continue
        word = word_key(printed)
        if (
            (word in cast.families and _stands_for_person(reading, start, end))
            or (word in given and _speaks(reading, start, end))
            or (word in cast.given and _is_personal(reading, start, end))
            or (cast.is_middle_name(word) and _stands_for_person(reading, start, end))
            or (word in called and _stands_for_person(reading, start, end))
            or is_figure(word, _title_before(reading.before(start)), reading.before(start), reading.after(start, end))
        ):
            found.append(_span(reading, start, end))
    return found


@cache
def _groups() -> frozenset[str]:
    """Armed groups, bodies, peoples and the like, which a tagger may take for a person."""
    return frozenset(key(row["name"]) for row in knowledge.rows("groups.csv"))


@cache
def _country_names(*, readings: tuple[str, ...] = ("always",)) -> frozenset[str]:
    """Names that are a country's and nobody's: "Israel said" is not Israel Katz."""
    return frozenset(fold(row["surface"]) for row in knowledge.rows("country_names.csv") if row["reading"] in readings)


def _is_part_of_another(reading: Reading, start: int, end: int) -> bool:
    """Say whether the word is but a part of a place's, a body's or a weapon's name: "the Shahid Soleimani"."""
    covering = [n for label in ("PLACE", "ORGANISATION", "WEAPON") for n in reading.names_over(start, end, label)]
    return any(n.start < start or n.end > end for n in covering)


def _stands_for_person(reading: Reading, start: int, end: int) -> bool:
    if _is_part_of_another(reading, start, end) or _is_thing(reading, start, end):
        return False
    if key(reading.text[start:end]) in _groups() and re.search(r"\b[Tt]he $", reading.before(start)):
        return False  # "the Baloch", beside a Ms Baloch
    word = fold(reading.text[start:end])
    if word not in EVERYDAY and word not in _country_names(readings=("always", "government", "homonym")):
        return True
    before, after = reading.before(start), reading.after(start, end)
    return bool(
        _title_before(before)
        or (before.strip(" \"'(") and not re.search(r"\b(?:the|a|an|of|in) $", before) and _SPEECH.match(after))
    )


def _speaks(reading: Reading, start: int, end: int) -> bool:
    """A given name alone stands for its person only where it speaks, and nothing else claims the word."""
    if any(reading.names_over(start, end, label) for label in ("ORGANISATION", "WEAPON")):
        return False
    before, after = reading.before(start), reading.after(start, end)
    quoted = bool(re.search(r"[,.!?]\"? $|\" $", before))
    return bool((quoted and _SPEECH.match(after)) or _SPOKE.search(before))


def _span(reading: Reading, start: int, end: int, *, figure: Figure | None = None, score: float | None = None) -> _Span:
    before = reading.before(start)
    title = _title_before(before)
    printed = reading.plain[start:end]
    name = printed.title() if printed.isupper() and len(printed) > _SHORTEST_IN_CAPITALS else printed
    return _Span(start, end, name, figure, score, title, bool(title and _FORMER.search(before)))


def _title_before(before: str) -> str:
    last = (before.split() or [""])[-1]
    return fold(last).strip(".,") if is_title(last) else ""


def _is_thing(reading: Reading, start: int, end: int) -> bool:
    """Say whether the name is that of an airport, a ship, a lake or the like."""
    return bool(_THING_AFTER.match(reading.after(start, end)) or _THING_BEFORE.search(reading.before(start)))


def _is_capitalised(printed: str) -> bool:
    words = [w for w in printed.split() if len(w) > 2]
    return bool(words) and words[0][0].isupper() and all(w[0].isupper() or not w.isalpha() or len(w) < 4 for w in words)


def _longest(spans: Iterable[_Span]) -> list[_Span]:
    kept: list[_Span] = []
    taken: set[int] = set()
    for span in sorted(spans, key=lambda s: (s.start - s.end, s.figure is None, s.start)):
        if taken.isdisjoint(range(span.start, span.end)):
            kept.append(span)
            taken.update(range(span.start, span.end))
    return sorted(kept, key=lambda s: s.start)


def _mention(span: _Span, entity_id: str, name: str, how: str, may_be: tuple[str, ...] = ()) -> Mention:
    return Mention(span.start, span.end, "person", entity_id, name, how, None, span.score, may_be)


@Language.factory("people", assigns=["doc._.mentions"], requires=["doc.sents"])
def make_people(nlp: Language, name: str) -> People:
    """Make the `people` component."""
    return People()
