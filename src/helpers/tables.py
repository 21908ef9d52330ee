"""What every table holds: one row per table, one line per column.

The column dictionary in `data/processed/README.md` is printed from here, and every file is checked against it when written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Column:
    """One column: its pandas dtype and what it says, in the words of the column dictionary."""

    dtype: str
    meaning: str


@dataclass(frozen=True)
class Table:
    """One table: what a row is, its columns in order, and the columns that order and identify the rows."""

    row: str
    columns: dict[str, Column]
    key: tuple[str, ...]


TEXT, INT, NUMBER, FLAG, DATE, LIST = "str", "Int64", "float64", "bool", "datetime64[us, UTC]", "object"

_PAIR = {
    "source": Column(TEXT, "entity id; `source` < `target`"),
    "target": Column(TEXT, "entity id"),
}

TABLES: dict[str, Table] = {
    "articles": Table(
        "one text that was read",
        {
            "article_id": Column(TEXT, "hash of the raw record and its path inside the input folder; cleaning never changes it"),
            "text_id": Column(TEXT, "hash of the cleaned text, shared by verbatim copies"),
            "path": Column(TEXT, "file, relative to the input folder"),
            "row": Column(INT, "place inside a table or export, counted from 1; missing for a file that is one article"),
            "title": Column(TEXT, "headline; missing where none was found"),
            "text": Column(TEXT, "the title, a blank line, then the body; all offsets are into it"),
            "published": Column(DATE, "publication date (UTC); missing where none was stated"),
            "published_quality": Column(TEXT, "stated, inferred, missing or implausible"),
            "outlet": Column(TEXT, "who published it"),
            "attributed_to": Column(TEXT, "news agency that the text credits"),
            "author": Column(TEXT, "byline"),
            "url": Column(TEXT, "address given in the file"),
            "language": Column(TEXT, "ISO 639-1 code"),
            "n_words": Column(INT, "words in `text`"),
            "cluster_id": Column(TEXT, "copies of one report share it: the `article_id` of the first"),
            "is_copy": Column(FLAG, "true for every copy but the first of its cluster"),
        },
        ("article_id",),
    ),
    "sentences": Table(
        "one sentence",
        {
            "article_id": Column(TEXT, "the article"),
            "sentence": Column(INT, "place in the article, counted from 0; where the article has a title, that is 0"),
            "paragraph": Column(INT, "paragraph it stands in, counted from 0; where the article has a title, that is 0"),
            "start": Column(INT, "first character in `text`"),
            "end": Column(INT, "one past the last character in `text`"),
        },
        ("article_id", "sentence"),
    ),
    "rejected": Table(
        "one file or row that was not read",
        {
            "path": Column(TEXT, "file, relative to the input folder"),
            "row": Column(INT, "row of a table, counted from 1; missing for a whole file"),
            "reason": Column(TEXT, "what is wrong and what would be right"),
        },
        ("path", "row", "reason"),
    ),
    "mentions": Table(
        "one mention of an entity",
        {
            "article_id": Column(TEXT, "the article"),
            "sentence": Column(INT, "sentence of the mention's first character"),
            "start": Column(INT, "first character in `text`"),
            "end": Column(INT, "one past the last character in `text`"),
            "surface": Column(TEXT, "the words of the text: `text[start:end]`"),
            "kind": Column(TEXT, "person, country, weapon or weapon_class"),
            "entity_id": Column(TEXT, "the entity"),
            "variant": Column(TEXT, "model or mark that the text names, such as 2A6"),
            "how": Column(
                TEXT,
                "by name, variant, short_name, demonym, abbreviation, capital, seat, designation, context, place, pronoun, role",
            ),
            "score": Column(NUMBER, "the tagger's confidence, 0 to 1; missing for rules"),
        },
        ("article_id", "start", "end", "kind"),
    ),
    "entities": Table(
        "one person, country, weapon or weapon class",
        {
            "entity_id": Column(TEXT, "ISO 3166-1 alpha-2 for a country, else a slug of the name"),
            "kind": Column(TEXT, "person, country, weapon or weapon_class"),
            "name": Column(TEXT, "the name to show"),
            "aliases": Column(LIST, "other names and spellings"),
            "countries": Column(LIST, "ISO alpha-2 codes: of a person, their countries; of a weapon, its makers'"),
            "category": Column(TEXT, "class of a weapon"),
            "in_knowledge_base": Column(FLAG, "whether the knowledge tables list it"),
            "may_be": Column(LIST, "of a short name that stays ambiguous, the ids of those whom it may mean; else empty"),
            "n_mentions": Column(INT, "mentions in the corpus, pronouns and role phrases not counted"),
            "n_articles": Column(INT, "articles that mention it, in the same way"),
        },
        ("entity_id",),
    ),
    "pairs": Table(
        "one meeting of two entities: the evidence behind an edge",
        {
            **_PAIR,
            "article_id": Column(TEXT, "the article"),
            "sentence": Column(INT, "sentence in which the later of the two stands"),
            "distance": Column(INT, "sentences between the two; 0 is the same sentence"),
            "is_apposition": Column(FLAG, 'true where they meet in a title or apposition only ("Ukrainian President X")'),
            "by_coreference": Column(
                FLAG, 'true where they meet there only thanks to a pronoun or a role phrase ("he", "the minister")'
            ),
        },
        ("source", "target", "article_id", "sentence", "distance"),
    ),
    "edges": Table(
        "one pair of entities over the whole corpus",
        {
            **_PAIR,
            "n_sentences": Column(INT, "places where the pair met (units of the window)"),
            "n_articles": Column(INT, "articles in which it met"),
            "n_reports": Column(INT, "independent reports in which it met: copies of one text count once"),
            "n_outlets": Column(INT, "outlets that carried one of them"),
            "n_apposition": Column(INT, "meetings that are a title or an apposition only"),
            "is_home": Column(FLAG, "a person with a country of theirs, or a weapon with its maker's country"),
            "first_seen": Column(DATE, "earliest publication date among its articles"),
            "last_seen": Column(DATE, "latest publication date among its articles"),
            "weight": Column(NUMBER, "independent reports in which the pair met inside the window"),
            "weight_decayed": Column(
                NUMBER, "sum over those reports of exp(-distance / 2), the distance that of the closest meeting, in sentences"
            ),
            "weight_low": Column(NUMBER, "lower end of the 95 % interval for `weight` (bootstrap over reports)"),
            "weight_high": Column(NUMBER, "upper end of it"),
            "expected": Column(
                NUMBER, "reports in which it would meet by chance, were each name's occurrences dealt out anew over the reports"
            ),
            "p": Column(NUMBER, "one-sided p of `weight` against that chance; missing for an untested pair"),
            "q": Column(NUMBER, "Benjamini-Hochberg value of `p` among all pairs that could be tested, met or not"),
            "untested": Column(
                TEXT,
                "why there is no `p`: too few reports (no tie could reach the level), not asked for; missing for a tested pair",
            ),
            "p_exact": Column(
                NUMBER,
                "plain exact test on sentences, for comparison only: articles repeat names, so far too many pairs are small; "
                "missing where the window is a number of sentences, for such windows overlap",
            ),
            "npmi": Column(NUMBER, "normalised pointwise mutual information on reports, -1 to 1"),
            "g2": Column(NUMBER, "log-likelihood ratio on reports, 0 and above"),
            "odds_ratio": Column(NUMBER, "odds ratio on reports, half a report added to every cell"),
            "odds_low": Column(NUMBER, "lower end of its 95 % interval"),
            "odds_high": Column(NUMBER, "upper end of it"),
            "jaccard": Column(NUMBER, "of the reports that name either, the share in which the two met"),
            "n_sentences_coreference": Column(
                INT, "further places where it met only thanks to a pronoun or a role phrase; in no other column"
            ),
            "n_reports_coreference": Column(
                INT, "further independent reports, in which it met only so; a pair that never met by name has no row"
            ),
        },
        ("source", "target"),
    ),
}


def empty_table(name: str) -> pd.DataFrame:
    """Return table `name` without a row, with its columns and dtypes."""
    return pd.DataFrame({c: pd.Series(dtype=column.dtype) for c, column in TABLES[name].columns.items()})


def as_table(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return `frame` with exactly the columns, dtypes and row order of table `name`.

    Raises ValueError where a column is missing or unknown.
    """
    columns = TABLES[name].columns
    if missing := [c for c in columns if c not in frame]:
        raise ValueError(f"table {name} lacks the column(s) {', '.join(missing)}; it needs {', '.join(columns)}")
    if unknown := [c for c in frame if c not in columns]:
        raise ValueError(f"table {name} has no column(s) {', '.join(map(str, unknown))}; it needs {', '.join(columns)}")
    typed = pd.DataFrame({c: _typed(frame[c], column.dtype) for c, column in columns.items()}, columns=list(columns))
    return typed.sort_values(list(TABLES[name].key), kind="stable", ignore_index=True)


def _typed(values: pd.Series[Any], dtype: Any) -> pd.Series[Any]:
    return pd.to_datetime(values, utc=True).astype(dtype) if dtype == DATE else values.astype(dtype)


def column_dictionary() -> str:
    """Return the column dictionary as Markdown: a heading per table, a row per column."""
    parts = [
        "# Tables\n\nWritten by code only; nothing here is edited by hand. This page is generated from `src/helpers/tables.py`.\n"
    ]
    for name, table in TABLES.items():
        parts.append(f"## `{name}`\n\nA row is {table.row}. Rows are ordered by {', '.join(f'`{k}`' for k in table.key)}.\n")
        rows = [f"| `{c}` | {column.dtype} | {column.meaning} |" for c, column in table.columns.items()]
        parts.append("\n".join(["| column | type | meaning |", "|---|---|---|", *rows]) + "\n")
    return "\n".join(parts)
