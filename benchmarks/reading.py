"""Measure what is read of the pages in `tests/fixtures/pages`, beside the libraries alone: `python benchmarks/reading.py`.

`F1` is that of the words of the body: both texts as multisets of words (letters and figures, case folded; each Chinese character
is a word), F1 = 2 x common / (words read + words of the body), averaged over the articles. A first line that is the title is left
out on both sides. Title, date and outlet are right where they say what the page says: compared without case, signs and a leading
"The" or "www."; the date by its day; where a page has no date or outlet, nothing may be found. The layouts with odd numbers were
looked at while the rules were written (`tuned`), those with even numbers were scored before anything was mended for them
(`held out`), and those from 37 on were written and scored after that (`afterwards`). All of them are ours and the
rules were mended until they held on all, so the figures are kinder than those of pages that nobody here has seen.
"""

from __future__ import annotations

import datetime
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd
from reading_alone import Found, read_alone

from helpers.articles import dates
from helpers.articles.reading import Article, read_outcomes
from helpers.articles.records import Source
from helpers.settings import PROJECT

PAGES = PROJECT / "tests" / "fixtures" / "pages"
TODAY = datetime.date(2025, 3, 1)
OTHERS = ("author", "agency", "language")
FIGURES = ("F1", "title", "date", "outlet")
OURS, ALONE = "this project", "library alone"
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")


def words(text: str) -> Counter[str]:
    """Return the words of a text with their numbers."""
    return Counter(_WORD.findall(text.casefold()))


def word_f1(text: str, body: str) -> float:
    """Return the F1 of the words of `text` against those of `body`; 0 where nothing was read."""
    found, there = words(text), words(body)
    return 2 * (found & there).total() / ((found.total() + there.total()) or 1)


def same(one: str | None, other: str | None) -> bool:
    """Say whether two titles or names are the same but for case, signs and a leading article."""
    return _bare(one) == _bare(other)


def _bare(name: str | None) -> str:
    bare = " ".join(re.findall(r"\w+", (name or "").casefold()))
    return re.sub(r"^(?:the|www) ", "", bare)


def _without_title(text: str, title: str | None) -> str:
    first, _, rest = text.strip().partition("\n")
    return rest.strip() if title and same(first, title) else text.strip()


def read_ours(name: str, data: bytes) -> list[Found]:
    """Return what the project reads of a file."""
    outcomes = read_outcomes(Source(name, data), today=TODAY)
    return [_found(outcome) for outcome in outcomes if isinstance(outcome, Article)]


def _found(article: Article) -> Found:
    published = str(article.published) if article.published else None
    return Found(article.text, article.title, published, article.outlet, article.author, article.attributed_to, article.language)


def score(found: Found, gold: dict[str, Any]) -> dict[str, float]:
    """Return the four figures of one article, each between 0 and 1, and whether the author is right."""
    day = dates.parse_date(found.published) if found.published else None
    return {
        "F1": word_f1(_without_title(found.text, gold["title"]), gold["body"]),
        "title": float(same(found.title, gold["title"])),
        "date": float((str(day.day) if day else None) == gold["date"]),
        "outlet": float(same(found.outlet, gold["outlet"])),
        "author": float(same(found.author, gold["author"])),
        "agency": float(found.agency == gold["attributed_to"]),
        "language": float(found.language == gold["language"]),
    }


def measure(folder: Path = PAGES, *, halves: tuple[str, ...] = ("tuned", "held out", "afterwards")) -> pd.DataFrame:
    """Return one row per article and reader: file, row, layout, format, half, reader, F1, title, date, outlet, author."""
    lines = (folder / "gold.jsonl").read_text("utf-8").splitlines()
    by_file: dict[str, list[dict[str, Any]]] = {}
    for line in map(json.loads, lines):
        by_file.setdefault(line["file"], []).append(line)
    rows: list[dict[str, Any]] = []
    for file, golds in by_file.items():
        data = (folder / file).read_bytes()
        for reader, read in ((OURS, read_ours), (ALONE, read_alone)):
            rows += [row for row in _rows(file, data, golds, reader, read) if row["half"] in halves]
    return pd.DataFrame(rows)


def _rows(
    file: str, data: bytes, golds: list[dict[str, Any]], reader: str, read: Callable[[str, bytes], list[Found]]
) -> Iterable[dict[str, Any]]:
    found = read(file, data)
    if reader == ALONE and len(found) == 1:
        found = found * len(golds)
    for place, gold in enumerate(golds):
        one = found[place] if place < len(found) else Found("")
        kind = "HTML" if file.endswith(".html") and gold["layout"][:2].isdigit() else gold["layout"]
        about = {name: gold[name] for name in ("file", "row", "layout", "half")}
        yield {**about, "format": kind, "reader": reader, **score(one, gold)}


def by_format(figures: pd.DataFrame) -> pd.DataFrame:
    """Return the means by format, of HTML and of all by halves, and in total, with the number of articles."""
    pages = figures[figures["format"] == "HTML"]
    frames = [figures.assign(group=figures["format"]), pages.assign(group="HTML, " + pages["half"])]
    frames += [figures.assign(group="all, " + figures["half"]), figures.assign(group="all")]
    grouped = pd.concat(frames)
    means = grouped.pivot_table(index="group", columns="reader", values=list(FIGURES), sort=False)[list(FIGURES)]
    means.insert(0, ("articles", ""), grouped[grouped["reader"] == OURS].groupby("group").size())
    return means


def worse(figures: pd.DataFrame) -> pd.DataFrame:
    """Return where the library alone gets more: one row per article and figure (file, row, figure, both values)."""
    long = figures.assign(row=figures["row"].fillna(0)).melt(["file", "row", "reader"], list(FIGURES), var_name="figure")
    wide = long.pivot_table(index=["file", "row", "figure"], columns="reader", values="value").reset_index()
    return wide[wide[OURS] < wide[ALONE]]


def main() -> None:
    """Print the figures by format and in total, and where ours is worse."""
    figures = measure()
    print(by_format(figures).round(3).to_string())
    print(f"\n{figures['file'].nunique()} files, {figures['layout'].nunique()} layouts and formats")
    others = figures[figures["reader"] == OURS].groupby("half", sort=False)[list(OTHERS)].mean()
    print(f"\nOf this project alone:\n{others.round(3).to_string()}\n")
    behind = worse(figures)
    print("Ours is worse on: " + ("no page" if behind.empty else "\n" + behind.to_string()))


if __name__ == "__main__":
    main()
