"""A small world for tests of whole runs: a folder of articles, and a pipeline that is built at once and knows its names."""

import csv
import datetime
import random
import re
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from helpers.entities.mention import Mention, add_mentions
from helpers.run import run
from helpers.settings import Settings
from helpers.tables import TABLES

TODAY = datetime.date(2025, 6, 1)
FIRST = ("Ada", "Bela", "Cyra", "Dov", "Elke", "Fatou", "Goran", "Hana")
_ONSETS = (
    "ar",
    "bel",
    "cor",
    "dun",
    "em",
    "fal",
    "gro",
    "hen",
    "is",
    "jor",
    "kel",
    "lim",
    "mor",
    "nes",
    "ol",
    "pem",
    "quin",
    "ros",
)
_CODAS = ("ber", "card", "dock", "field", "gate", "ham", "kin", "low", "man", "ner", "pond", "rick", "sey", "ton", "vane", "wick")
#: Enough different names and words that no two stories read alike.
LAST = tuple(f"{onset}{coda}".capitalize() for onset in _ONSETS for coda in _CODAS)
COUNTRIES = {"France": "FR", "Poland": "PL", "Norway": "NO", "Kenya": "KE"}
WEAPONS = {"Leopard 2": "leopard-2", "Patriot": "mim-104-patriot"}
_NAMES = re.compile("|".join([rf"(?:{'|'.join(FIRST)}) (?:{'|'.join(LAST)})", *COUNTRIES, *WEAPONS]))
_VERBS = ("thanked", "met", "answered", "warned", "visited", "named", "praised", "doubted")
_THINGS = tuple(f"{onset}{vowel}{coda}" for onset in _ONSETS for vowel in "aeiou" for coda in _CODAS)


@Language.component("tiny_names")
def tiny_names(doc: Doc) -> Doc:
    return add_mentions(doc, [_mention(match) for match in _NAMES.finditer(doc.text)])


def _mention(match: re.Match[str]) -> Mention:
    name = match.group()
    if name in COUNTRIES:
        return Mention(match.start(), match.end(), "country", COUNTRIES[name], name, "name")
    if name in WEAPONS:
        return Mention(match.start(), match.end(), "weapon", WEAPONS[name], name, "name", "2A6" if name == "Leopard 2" else None)
    return Mention(match.start(), match.end(), "person", name.lower().replace(" ", "-"), name, "name", None, 0.5)


def tiny_pipeline(settings: Settings) -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("tiny_names")
    return nlp


def write_articles(folder: Path, numbers: range) -> None:
    """Write one text file a number, every fourth with a copy under another headline, and a table for every tenth."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        body, date = story(number)
        (folder / f"{number:04d}.txt").write_text(f"A headline about {number}\n\nPublished: {date}\n\n{body}\n", encoding="utf-8")
        if number % 4 == 0:
            (folder / f"copy-{number:04d}.txt").write_text(f"Other words for {number} here\n\n{body}\n", encoding="utf-8")
        if number % 10 == 0:
            write_table(folder / f"table-{number:04d}.csv", number)


def write_table(path: Path, number: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["title", "text", "date"])
        writer.writerows([(f"Row {n} of {number}", *story(10_000 + number * 10 + n)) for n in range(3)])
        writer.writerow(["no text", "", ""])


def story(number: int) -> tuple[str, str]:
    rng = random.Random(number)
    sentences = []
    for _ in range(8):
        one, two = f"{rng.choice(FIRST)} {rng.choice(LAST)}", rng.choice([*COUNTRIES, *WEAPONS])
        things = " and the ".join(rng.sample(_THINGS, 3))
        sentences.append(f"{one} {rng.choice(_VERBS)} {two} over the {things} on day {rng.randrange(10_000)}.")
    return "\n\n".join([" ".join(sentences[:4]), " ".join(sentences[4:])]), f"2024-{number % 12 + 1:02d}-11"


def run_tiny(raw: Path, out: Path, **options):
    options = {"today": TODAY, "progress": False, "pipeline": tiny_pipeline, "graph_files": False} | options
    return run(raw, out, options.pop("settings", None), **options)


def tables_of(folder: Path) -> dict[str, pd.DataFrame]:
    """Return every table as its file has it, in the order of its key."""
    frames = {name: pq.read_table(folder / f"{name}.parquet").to_pandas() for name in TABLES}
    return {name: frame.sort_values(list(TABLES[name].key), ignore_index=True) for name, frame in frames.items()}


def assert_same_tables(one: Path, two: Path) -> None:
    """Fail unless both folders hold the same tables, value for value, and the same bytes in every file."""
    expected = tables_of(two)
    for name, frame in tables_of(one).items():
        pd.testing.assert_frame_equal(frame, expected[name], check_exact=True, obj=name)
        assert (one / f"{name}.parquet").read_bytes() == (two / f"{name}.parquet").read_bytes(), f"{name}.parquet"
