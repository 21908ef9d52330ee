"""Country names that only say whose office a person holds: "Ukrainian President X", "X, the Ukrainian president,".

Such a pair met in a title, not in an event. The words between and beside the two names decide, from closed lists of office words.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict

import numpy as np
import pandas as pd

from helpers.network.codes import FlagArray, IntArray
from helpers.network.meetings import Meetings, Window, reach_of, select_mentions

_OFFICE_WORDS = """
    admiral adviser advisor ambassador ayatollah captain chairman chairwoman chancellor chief colonel commander congressman
    congresswoman dictator diplomat emir envoy general governor head king leader lieutenant major marshal mayor minister mp
    negotiator pm pope premier president prince princess queen representative ruler secretary senator sergeant sheikh speaker
    spokesman spokesperson spokeswoman strongman sultan taoiseach
"""
_MODIFYING_WORDS = """
    acting affairs air armed army assistant brigadier commerce counterpart cultural crown defence defense deputy designate
    development digital economy elect energy eu ex external finance first forces foreign former gen gov health home house
    incoming industry interim interior intelligence justice late longtime lt military national nato naval navy new newly
    opposition outgoing parliamentary party permanent press prime s sen senior special staff state strategic supreme the then
    top trade transport treasury un vice veteran
"""
OFFICES = frozenset(_OFFICE_WORDS.split())
MODIFIERS = frozenset(_MODIFYING_WORDS.split())
LINKS = frozenset({"of", "for", "and", "to", "a", "an", "&", "-", "–", "’", "'", ".", ","})

_TITLE = OFFICES | MODIFIERS | LINKS
_TOKEN = re.compile(r"[^\W\d_]+|\S")
_NEIGHBOURS = ("article_id", "sentence", "kind", "how", "entity_id", "next_id", "start", "end", "next_start", "next_end")
_LONGEST_GAP = 60  # characters; "Secretary of State for Foreign, Commonwealth and Development Affairs" is the end of the scale
_GENITIVE = {"'s", "’s", "'", "’"}
_UNFINISHED = {"of", "for", "and", "&", "to", "the", "a", "an"}  # "the Ukrainian president to X": X is somebody else
_CLOSERS = frozenset(",.;:)–—")


def flag_appositions(
    meetings: Meetings, mentions: pd.DataFrame, sentences: pd.DataFrame, articles: pd.DataFrame, *, window: Window
) -> FlagArray:
    """Return a flag per meeting: true where the unit names the country as the person's title or apposition and not otherwise.

    For meetings by coreference the country inside a role phrase ("the Ukrainian president") is a title as well.

    Raises ValueError where an article in question has no text in `articles`.
    """
    marks = _find_marks(_named(mentions), articles)
    flags = _flag(meetings, mentions, marks, sentences, window=window)
    if not meetings.by_coreference.any():
        return flags
    marks = pd.concat([marks, _marks_in_roles(mentions)]).drop_duplicates()
    return np.where(meetings.by_coreference, _flag(meetings, mentions, marks, sentences, window=window), flags)


def _named(mentions: pd.DataFrame) -> pd.DataFrame:
    return select_mentions(mentions).sort_values(["article_id", "start", "end"], ignore_index=True)


def _marks_in_roles(mentions: pd.DataFrame) -> pd.DataFrame:
    """Return one row per country that stands inside a role phrase, as `_find_marks` does."""
    roles = mentions.loc[mentions["how"] == "role", ["article_id", "sentence", "entity_id", "start", "end"]]
    countries = mentions.loc[mentions["kind"] == "country", ["article_id", "sentence", "entity_id", "start", "end"]]
    both = countries.merge(roles, on=["article_id", "sentence"], suffixes=("", "_role"))
    inside = both[(both["start_role"] <= both["start"]) & (both["end"] <= both["end_role"])]
    named = inside.rename(columns={"entity_id": "country", "entity_id_role": "person"})
    return named[["article_id", "sentence", "country", "person", "start"]]


def _flag(
    meetings: Meetings, mentions: pd.DataFrame, marks: pd.DataFrame, sentences: pd.DataFrame, *, window: Window
) -> FlagArray:
    named = _named(mentions)
    flags = np.zeros(len(meetings), dtype=bool)
    rows = _rows_of_pairs(meetings, marks)
    countries = named[named["kind"] == "country"]
    said = _places(countries, "article_id", "entity_id")
    as_title = _places(marks, "article_id", "country", "person")
    spans = _spans_of_units(meetings, rows["row"].to_numpy(), sentences, window)
    keys = zip(rows["row"], rows["article_id"], rows["country"], rows["person"], strict=True)
    for (row, article, country, person), (low, high) in zip(keys, spans, strict=True):
        n_said = _count(said[article, country], low, high)
        flags[row] = n_said == _count(as_title[article, country, person], low, high)
    return flags


def reads_as_title(before: str, gap: str, after: str, *, country_first: bool, is_demonym: bool) -> bool:
    """Say whether a country beside a person is part of that person's title or apposition.

    `gap` is the text between the two names, `before` and `after` what stands on either side of them.
    """
    if country_first:
        return _title_before_name(before, gap, after, is_demonym=is_demonym)
    return _apposition_after_name(gap, after)


def _title_before_name(before: str, gap: str, after: str, *, is_demonym: bool) -> bool:
    words = _words(gap)
    if gap.strip() in _GENITIVE:
        return True  # "Russia's Putin"
    if not words:
        return is_demonym or _ends_in_office_of(before)
    if words[-1] == ",":  # "Ukraine's president, X, said", and not "to the Ukrainian president, X said"
        words = words[:-1]
        if not (after.strip() and after.strip()[0] in _CLOSERS):
            return False
    if not words:
        return _ends_in_office_of(before)
    return words[0] not in {",", "and", "&", "."} and words[-1] not in _UNFINISHED and _is_title(words)


def _apposition_after_name(gap: str, after: str) -> bool:
    words = _words(gap)
    if not words or words[0] not in {",", "(", "–", "—"} or not set(words[1:]) <= _TITLE - {","}:
        return False
    follows = _TOKEN.findall(after)
    inside = _TITLE - {",", ".", "and"}
    n_title = next((n for n, word in enumerate(follows) if word.lower() not in inside), len(follows))
    has_office = not OFFICES.isdisjoint([*words, *(word.lower() for word in follows[:n_title])])
    # a capital after the office opens the next name: "X, Ukrainian President Y" says nothing of X
    return has_office and not any(word[0].isupper() for word in follows[n_title : n_title + 1])


def _is_title(words: list[str]) -> bool:
    return set(words) <= _TITLE and not OFFICES.isdisjoint(words)


def _ends_in_office_of(before: str) -> bool:
    """Say whether the text ends in "president of", "minister of defence of the" and the like."""
    words = _words(before)
    if words and words[-1] == "the":
        words.pop()
    if not words or words[-1] not in {"of", "for"}:
        return False
    inside = _TITLE - {",", ".", "and"}
    n_title = next((n for n, word in enumerate(reversed(words)) if word not in inside), len(words))
    return not OFFICES.isdisjoint(words[len(words) - n_title :])


def _words(text: str) -> list[str]:
    return [word.lower() for word in _TOKEN.findall(text)]


def _find_marks(named: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return one row per country mention that is a title: article_id, sentence, country, person, start."""
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    found = _neighbours(named)
    rows = []
    for article, sentence, kind, how, one, two, *ends in zip(*(found[column].tolist() for column in _NEIGHBOURS), strict=True):
        text = texts.get(article)
        if not isinstance(text, str):
            raise ValueError(f"article {article} has mentions but no text in the table articles")
        around = _around(text, *map(int, ends))
        if reads_as_title(*around, country_first=kind == "country", is_demonym=how == "demonym"):
            country, person, start = (one, two, ends[0]) if kind == "country" else (two, one, ends[2])
            rows.append((article, sentence, country, person, start))
    return pd.DataFrame(rows, columns=["article_id", "sentence", "country", "person", "start"]).drop_duplicates()


def _around(text: str, start: int, end: int, next_start: int, next_end: int) -> tuple[str, str, str]:
    """Return what stands before, between and after two names."""
    return text[max(start - _LONGEST_GAP, 0) : start], text[end:next_start], text[next_end : next_end + _LONGEST_GAP]


def _neighbours(named: pd.DataFrame) -> pd.DataFrame:
    """Return mentions that the next mention follows closely in their sentence, where one is a person and the other a country."""
    following = named[["article_id", "sentence", "kind", "entity_id", "start", "end"]].shift(-1)
    kinds = named["kind"].isin(["person", "country"]) & following["kind"].isin(["person", "country"])
    together = (named["article_id"] == following["article_id"]) & (named["sentence"] == following["sentence"])
    near = (following["start"] - named["end"]).between(0, _LONGEST_GAP)
    keep = (kinds & (named["kind"] != following["kind"]) & together & near).fillna(False).astype(bool)
    columns = {"entity_id": "next_id", "start": "next_start", "end": "next_end"}
    return named[keep].join(following.loc[keep, list(columns)].rename(columns=columns))


def _rows_of_pairs(meetings: Meetings, marks: pd.DataFrame) -> pd.DataFrame:
    """Return the meetings of the marked pairs in the marked articles: row (of `meetings`), article_id, country, person."""
    marked = marks[["article_id", "country", "person"]].drop_duplicates()
    country, person = (meetings.entity_ids.get_indexer(pd.Index(marked[side])) for side in ("country", "person"))
    marked = marked.assign(
        source=np.minimum(country, person),
        target=np.maximum(country, person),
        article=meetings.article_ids.get_indexer(pd.Index(marked["article_id"])),
    )
    met = pd.DataFrame({"source": meetings.source, "target": meetings.target, "article": meetings.article}).astype("int64")
    found = met.reset_index(names="row").merge(marked, on=["source", "target", "article"])
    return found[["row", "article_id", "country", "person"]]


def _spans_of_units(meetings: Meetings, rows: IntArray, sentences: pd.DataFrame, window: Window) -> list[tuple[int, int]]:
    """Return the first and last sentence of each row's unit."""
    sentence = meetings.sentence[rows].tolist()
    reach = reach_of(window)
    if reach is not None:
        return [(number - reach, number) for number in sentence]
    if window == "article":
        return [(0, 2**31)] * len(sentence)
    numbers = sentences.groupby(["article_id", "paragraph"])["sentence"]
    low, high = numbers.transform("min"), numbers.transform("max")
    spans = dict(zip(zip(sentences["article_id"], sentences["sentence"], strict=True), zip(low, high, strict=True), strict=True))
    article_ids = meetings.article_ids.take(meetings.article[rows])
    return [spans[place] for place in zip(article_ids, sentence, strict=True)]


def _places(mentions: pd.DataFrame, *names: str) -> dict[tuple[str, ...], list[int]]:
    """Return the sentences, in order, of each combination of `names`."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for sentence, *key in zip(mentions["sentence"], *(mentions[name] for name in names), strict=True):
        places[tuple(key)].append(int(sentence))
    return {key: sorted(numbers) for key, numbers in places.items()}


def _count(numbers: list[int], low: int, high: int) -> int:
    return bisect_right(numbers, high) - bisect_left(numbers, low)
