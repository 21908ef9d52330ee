"""The `countries` component: names, demonyms, capitals and seats of power to ISO codes, homonyms settled by context."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from helpers.entities import knowledge
from helpers.entities.context import Reading
from helpers.entities.country_context import CountryContext, is_government, is_homonym_country, is_never_country, says
from helpers.entities.matching import Match, NameMatcher, fold, longest_first, plain
from helpers.entities.mention import Mention, add_mentions

_BRAZZAVILLE, _KINSHASA = re.compile("brazzaville"), re.compile("kinshasa")
_DOMINICA = re.compile(r"\bdominica\b|\broseau\b")
_NORTH_KOREA = re.compile(r"\bnorth korea|\bpyongyang\b|\bdprk\b")
_SOUTH_KOREA = re.compile(r"\bsouth korea|\bseoul\b|\brepublic of korea\b|\bhanwha\b|\bhyundai\b")
_HOW = {"official": "name", "former": "name", "nickname": "name"}


@dataclass(frozen=True)
class _Form:
    """One printed form of a country's name, or a fixed phrase that is no country (`entity_id` empty)."""

    surface: str
    entity_id: str
    how: str
    reading: str
    is_exact: bool


class Countries:
    """Finds countries in a document; `sentences` and tagged names of the document are used where they are there."""

    def __init__(self) -> None:
        self.names = {row["entity_id"]: row["name"] for row in knowledge.rows("countries.csv")}
        self._forms = [_form(row) for row in knowledge.rows("country_names.csv")]
        self._forms += [_trap(row) for row in knowledge.rows("country_traps.csv")]
        self._matcher = NameMatcher(form.surface for form in self._forms)

    def __call__(self, doc: Doc) -> Doc:
        """Add the country mentions to `doc` (changes it)."""
        reading = Reading(doc)
        found = (self._mention(match, reading) for match in self._candidates(reading))
        return add_mentions(doc, [mention for mention in found if mention])

    def _candidates(self, reading: Reading) -> list[Match]:
        fitting = [m for m in self._matcher.matches(reading.folded) if self._case_fits(m, reading)]
        return longest_first(_best_form(fitting, self._forms))

    def _case_fits(self, match: Match, reading: Reading) -> bool:
        form = self._forms[match.pattern]
        printed = reading.plain[match.start : match.end]
        if form.is_exact:
            return printed == form.surface or (form.reading == "trap" and printed == form.surface.upper())
        if form.reading == "trap":
            return True
        return printed[0].isupper() or not form.surface[0].isupper() or (reading.is_lower and form.reading == "always")

    def _mention(self, match: Match, reading: Reading) -> Mention | None:
        form = self._forms[match.pattern]
        if not form.entity_id or _in_persons_name(match, form, reading):
            return None
        context = _context(match, reading)
        if is_never_country(context, how=form.how) or not _reads_as_country(context, form):
            return None
        entity_id = _settle(form, context)
        if not entity_id:
            return None
        how = _HOW.get(form.how, form.how)
        return Mention(match.start, match.end, "country", entity_id, self.names.get(entity_id, entity_id), how)


def _form(row: dict[str, str]) -> _Form:
    surface = re.sub(r"^the ", "", plain(row["surface"]), flags=re.I)
    return _Form(surface, row["entity_id"], row["how"], row["reading"], row.get("case") == "exact")


def _trap(row: dict[str, str]) -> _Form:
    return _Form(plain(row["phrase"]), row["keep"], "demonym", "trap", row["case"] == "exact")


def _best_form(matches: list[Match], forms: list[_Form]) -> list[Match]:
    """Of several forms at one place (a capital that is a country's name too), keep the surest."""
    order = {"trap": 0, "always": 1, "homonym": 2, "government": 3}
    best: dict[tuple[int, int], Match] = {}
    for match in sorted(matches, key=lambda m: (order.get(forms[m.pattern].reading, 4), m.pattern)):
        best.setdefault((match.start, match.end), match)
    return list(best.values())


def _in_persons_name(match: Match, form: _Form, reading: Reading) -> bool:
    """A longer name of a person covers the word ("Israel Katz"), or a homonym alone is tagged as one."""
    for name in reading.names_over(match.start, match.end, "PERSON"):
        longer = name.end - name.start > match.end - match.start
        if longer and (form.how != "demonym" or name.end == match.end):
            return True
        if not longer and form.how != "demonym" and reading.is_persons_short_name(match.start, match.end):
            return True
    return False


def _context(match: Match, reading: Reading) -> CountryContext:
    before = reading.before(match.start)
    return CountryContext(
        reading.plain[match.start : match.end],
        re.sub(r"\bthe $", "", before, flags=re.I),
        reading.after(match.start, match.end),
        reading.folded,
        not before.strip() and (match.start == 0 or reading.text[match.start - 1] == "\n"),
        bool(re.search(r"\bthe $", before, re.I)),
    )


def _reads_as_country(context: CountryContext, form: _Form) -> bool:
    if form.reading == "homonym" and not is_homonym_country(context):
        return False
    if form.how in ("capital", "seat"):
        return is_government(context, how=form.how)
    if form.reading == "prefix":
        return context.after.startswith("-")
    return True


def _settle(form: _Form, context: CountryContext) -> str:
    """Name the country of a word that several share: the one that the article names otherwise, or none."""
    word, article = fold(form.surface), context.folded_article
    if word in ("congo", "congolese") and says(_BRAZZAVILLE, article) and not says(_KINSHASA, article):
        return "CG"
    if word in ("dominican", "dominicans") and says(_DOMINICA, article):
        return "DM"
    if word in ("korea", "korean", "koreans"):
        north, south = says(_NORTH_KOREA, article), says(_SOUTH_KOREA, article)
        return "" if north == south or context.before.endswith("ethnic ") else "KP" if north else "KR"
    return form.entity_id


@Language.factory("countries", assigns=["doc._.mentions"], requires=["doc.sents"])
def make_countries(nlp: Language, name: str) -> Countries:
    """Make the `countries` component."""
    return Countries()
