"""Measure how copies are told on our own labelled set, beside plain title matching and plain MinHash: `make bench`.

Every file of `benchmarks/copies` is a story: a base text, another headline, an update, the base told in other words, and another
report of the same event. Code makes seven articles of each; which six are copies of one another is known. Stories with odd
numbers tune all thresholds, those with even numbers are scored and nothing else. Prints the tables and writes `docs/copies.md`.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from datasketch import MinHash
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from helpers.articles.copies import find_copies
from helpers.articles.same_story import MIN_ALIGNED, MIN_ORDER
from helpers.settings import PROJECT

STORIES = PROJECT / "benchmarks" / "copies"
PAGE = PROJECT / "docs" / "copies.md"
SECTIONS = ("base", "headline", "update", "back", "same event")
#: What is made of one story; all but the last are copies of one another.
KINDS = ("base", "verbatim", "trimmed", "re-headlined", "updated", "translated back", "same event")
GOALS = (0.95, 0.95, 0.93)
# Invented: what outlets put before and after a text that they carry.
CREDITS = ("(Meridian Wire) - ", "By Meridian Wire staff. ", "(MW/Coastal Press) -- ", "MERIDIAN WIRE — ", "")
ENDINGS = (
    "Reporting by Meridian Wire; editing by the foreign desk",
    "This story was provided by Meridian Wire and has not been changed by our editors.",
    "Copyright Meridian Wire. It may not be published, broadcast or passed on without leave.",
    "Read more of our coverage on the front page, and sign up for the morning letter.",
)
CUT_SHARES = (0.3, 0.5)
CONTAINMENTS = tuple(round(0.2 + 0.05 * step, 2) for step in range(16))
SHARES = tuple(round(0.2 + 0.02 * step, 2) for step in range(36))
RESEMBLANCES = tuple(round(0.02 + 0.02 * step, 2) for step in range(49))
SHINGLE_WORDS = (1, 2, 3, 5)
USUAL_RESEMBLANCE, USUAL_WORDS = 0.8, 3

Find = Callable[[pd.DataFrame], "pd.Series[str]"]


class Story(NamedTuple):
    """One file: its number and its parts."""

    number: int
    parts: dict[str, str]


class Score(NamedTuple):
    """Pairwise precision and recall, and the adjusted Rand index."""

    precision: float
    recall: float
    adjusted_rand: float


def read_stories(folder: Path) -> list[Story]:
    """Read all stories. Raises ValueError where a file lacks a part."""
    stories = []
    for path in sorted(folder.glob("*.md")):
        _, *pieces = re.split(r"^# (.+?)\s*$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        parts = {name: text.strip() for name, text in zip(pieces[::2], pieces[1::2], strict=True)}
        if tuple(parts) != SECTIONS or not all(parts.values()):
            raise ValueError(
                f"{path.name} has the parts {', '.join(parts) or 'none'}; it needs {', '.join(SECTIONS)}, none empty"
            )
        stories.append(Story(int(path.name.split("-")[0]), parts))
    return stories


def make_articles(stories: Iterable[Story]) -> pd.DataFrame:
    """Return seven articles of each story: the columns that `find_copies` takes, `number`, `kind` and the true `cluster`.

    All have one date, so that no date keeps two stories apart.
    """
    rows = [
        {"number": story.number, "kind": kind, "title": title, "text": f"{title}\n\n{body}"}
        for story in stories
        for kind, (title, body) in zip(KINDS, _versions(story), strict=True)
    ]
    frame = pd.DataFrame(rows)
    frame["cluster"] = [
        f"{n:02d}{' same event' if kind == KINDS[-1] else ''}" for n, kind in zip(frame.number, frame.kind, strict=True)
    ]
    frame["article_id"] = frame["path"] = [f"{n:02d} {kind}" for n, kind in zip(frame.number, frame.kind, strict=True)]
    frame["text_id"] = [hashlib.blake2b(text.encode(), digest_size=8).hexdigest() for text in frame.text]
    return frame.assign(published=pd.Timestamp("2024-01-01", tz="UTC"), n_words=frame.text.str.split().str.len())


def _versions(story: Story) -> list[tuple[str, str]]:
    """Return title and body of each kind."""
    chance = random.Random(f"copies {story.number}")
    title, *paragraphs = _paragraphs(story.parts["base"])
    back, *told = _paragraphs(story.parts["back"])
    other, *report = _paragraphs(story.parts["same event"])
    carried = [chance.choice(CREDITS) + paragraphs[0], *paragraphs[1:], chance.choice(ENDINGS)]
    dropped = chance.randrange(1, len(paragraphs))
    updated = [paragraphs[0], story.parts["update"], *(p for i, p in enumerate(paragraphs) if i not in (0, dropped))]
    versions = [
        (title, paragraphs),
        (title, carried),
        (title, _trimmed(paragraphs, chance)),
        (" ".join(_paragraphs(story.parts["headline"])), paragraphs),
        (title, updated),
        (back, told),
        (other, report),
    ]
    return [(headline, "\n\n".join(body)) for headline, body in versions]


def _paragraphs(text: str) -> list[str]:
    return [paragraph.strip() for paragraph in re.split(r"\n\s*\n", text)]


def _trimmed(paragraphs: list[str], chance: random.Random) -> list[str]:
    """Cut a third to a half of the paragraphs, at the end or in the middle."""
    n_cut = min(max(1, round(len(paragraphs) * chance.uniform(*CUT_SHARES))), len(paragraphs) // 2)
    if chance.random() < 0.5:
        return paragraphs[:-n_cut]
    cut = chance.sample(range(1, len(paragraphs)), n_cut)
    return [paragraph for i, paragraph in enumerate(paragraphs) if i not in cut]


def by_product(articles: pd.DataFrame, **thresholds: float) -> pd.Series[str]:
    """Return the clusters that the product finds."""
    return find_copies(articles, **thresholds)["cluster_id"]


def by_title(articles: pd.DataFrame) -> pd.Series[str]:
    """Return clusters of equal titles, letter case and punctuation aside."""
    return articles["title"].str.casefold().str.findall(r"\w+").str.join(" ")


def by_minhash(articles: pd.DataFrame, *, n_words: int, min_resemblance: float) -> pd.Series[str]:
    """Return what pairs of a resemblance of at least so much join: datasketch's MinHash of word sequences, all pairs compared."""
    resemblance = _resemblances(tuple(articles["text"]), n_words)
    _, labels = connected_components(coo_array(resemblance >= min_resemblance), directed=False)
    return pd.Series(labels.astype(str), index=articles.index)


_KNOWN: dict[tuple[tuple[str, ...], int], np.ndarray] = {}


def _resemblances(texts: tuple[str, ...], n_words: int) -> np.ndarray:
    if (texts, n_words) not in _KNOWN:
        values = np.array([_minhash(text, n_words) for text in texts])
        _KNOWN[texts, n_words] = np.array([(values == row).mean(axis=1) for row in values])
    return _KNOWN[texts, n_words]


def _minhash(text: str, n_words: int) -> np.ndarray:
    words = re.findall(r"\w+", text.casefold())
    minhash = MinHash(num_perm=128, seed=1)
    minhash.update_batch([" ".join(words[i : i + n_words]).encode() for i in range(len(words) - n_words + 1)])
    return minhash.hashvalues


def score(articles: pd.DataFrame, found: pd.Series[str]) -> Score:
    """Return how well clusters agree with the true ones.

    Source: Hubert and Arabie 1985, Journal of Classification 2, for the adjusted Rand index.
    """
    both = _n_pairs(articles.groupby([articles["cluster"], found]).size())
    true, said = _n_pairs(articles.groupby("cluster").size()), _n_pairs(articles.groupby(found).size())
    by_chance = true * said / _n_pairs(pd.Series([len(articles)]))
    return Score(both / said if said else 1.0, both / true, (both - by_chance) / ((true + said) / 2 - by_chance))


def _n_pairs(sizes: pd.Series[int]) -> float:
    return float((sizes * (sizes - 1) / 2).sum())


def best_run(values: Sequence[float], scores: Sequence[float]) -> list[float]:
    """Return the longest unbroken run of values whose score is the best."""
    runs: list[list[float]] = [[]]
    for value, is_best in zip(values, np.array(scores) > max(scores) - 1e-9, strict=True):
        runs = [*runs[:-1], [*runs[-1], value]] if is_best else [*runs, []]
    return max(runs, key=len)


def tune_product(articles: pd.DataFrame) -> dict[str, list[float]]:
    """Return for each threshold of the product the values that do best, the other being left as it is."""
    grid = {"min_containment": CONTAINMENTS, "min_aligned": SHARES, "min_order": SHARES}
    return {
        name: best_run(values, [score(articles, by_product(articles, **{name: value})).adjusted_rand for value in values])
        for name, values in grid.items()
    }


def tune_minhash(articles: pd.DataFrame) -> tuple[int, float]:
    """Return the length of word sequences and the least resemblance (the middle of the best run) that do best."""
    tried = []
    for n_words in SHINGLE_WORDS:
        found = [by_minhash(articles, n_words=n_words, min_resemblance=value) for value in RESEMBLANCES]
        scores = [score(articles, labels).adjusted_rand for labels in found]
        run = best_run(RESEMBLANCES, scores)
        tried.append((max(scores), len(run), n_words, run[len(run) // 2]))
    return max(tried)[2:]


def shares_right(articles: pd.DataFrame, found: pd.Series[str]) -> pd.Series[float]:
    """Return for every kind the share of stories in which it is with the base; for another report, in which it is not."""
    table = articles.assign(found=found).set_index(["number", "kind"])["found"].unstack()  # noqa: PD010
    joined = table.eq(table[KINDS[0]], axis=0).mean()
    joined[KINDS[-1]] = 1 - joined[KINDS[-1]]
    return joined[list(KINDS[1:])]


def n_merged_stories(articles: pd.DataFrame, found: pd.Series[str]) -> int:
    """Return how many pairs of different stories share a cluster."""
    together = articles.assign(found=found).groupby("found")["number"].unique()
    return len({pair for numbers in together for pair in combinations(sorted(numbers), 2)})


def page(articles: pd.DataFrame) -> str:
    """Tune on the stories with odd numbers, score those with even ones, and return the page."""
    tuning, scored = (articles[articles["number"] % 2 == odd].reset_index(drop=True) for odd in (1, 0))
    ranges = tune_product(tuning)
    n_words, resemblance = tune_minhash(tuning)
    methods: dict[str, Find] = {
        "this project": by_product,
        "equal titles": by_title,
        f"MinHash, {USUAL_WORDS}-word sequences, {USUAL_RESEMBLANCE} (usual)": partial(
            by_minhash, n_words=USUAL_WORDS, min_resemblance=USUAL_RESEMBLANCE
        ),
        f"MinHash, {n_words}-word sequences, {resemblance} (tuned)": partial(
            by_minhash, n_words=n_words, min_resemblance=resemblance
        ),
    }
    found = {name: find(scored) for name, find in methods.items()}
    scores = {name: score(scored, labels) for name, labels in found.items()}
    tuned = {name: score(tuning, find(tuning)) for name, find in methods.items()}
    merged = {name: n_merged_stories(articles, find(articles)) for name, find in methods.items()}
    parts = [
        _INTRODUCTION.format(n_stories=articles["number"].nunique(), n_articles=len(articles), n_scored=len(scored)),
        "## Scored half\n\n" + _table(["method", *_MEASURES], [[name, *_figures(values)] for name, values in scores.items()]),
        _line("goal", GOALS),
        "## Share of stories in which each kind is told right\n\n"
        + _table(["method", *KINDS[1:]], [[name, *_figures(shares_right(scored, own))] for name, own in found.items()]),
        "## Tuning half, for comparison\n\n"
        + _table(
            ["method", *_MEASURES, "pairs of different stories joined, both halves together"],
            [[name, *_figures(values), str(merged[name])] for name, values in tuned.items()],
        ),
        _thresholds(ranges),
    ]
    return "\n".join(parts)


_MEASURES = ("pairwise precision", "pairwise recall", "adjusted Rand index")
_INTRODUCTION = """# How copies are told

Generated by `python benchmarks/copies.py`. The set is our own: {n_stories} stories, seven articles of each,
{n_articles} in all. Written by hand: a base text, another headline, an update, another report of the same event (it shares
the names and at least one quotation), and the base in other words throughout, written to read as if translated and
translated back; no machine translated it. Made by code, the same at every run: a verbatim copy with an agency's credit and an
outlet's closing line, a trimmed one (a third to a half of the paragraphs cut, at the end or in the middle), one with the
other headline, one with the update after its first paragraph and another paragraph left out. Base, verbatim, trimmed,
re-headlined, updated and translated back are one cluster; the other report is its own. Many stories resemble one another
without being the same event: drone strikes, exercises of one series, earthquakes, coups, decisions of one bank. All articles
have one date, so that no date keeps them apart.

Stories with odd numbers tuned every threshold; those with even numbers ({n_scored} articles) are scored and were not looked
at while tuning. The upper end of `min_order` was set with the sample corpus in `data/raw` beside them, where several outlets
report one event in few and like facts. MinHash is datasketch's, 128 permutations, title and body, all pairs compared, joined
pairs joined further; tuned means the sequence length and the threshold that do best on the tuning half.
"""


def _figures(values: Iterable[float]) -> list[str]:
    return [f"{value:.3f}" for value in values]


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _line(name: str, values: Iterable[float]) -> str:
    return f"The {name} is {', '.join(f'{value:.2f}' for value in values)}.\n"


def _thresholds(ranges: dict[str, list[float]]) -> str:
    rows = [[f"`{name}`", str(_DEFAULTS[name]), f"{run[0]} to {run[-1]}"] for name, run in ranges.items()]
    return "## Thresholds\n\n" + _table(["threshold", "in the product", "does best on the tuning half"], rows)


_DEFAULTS = {"min_containment": 0.6, "min_aligned": MIN_ALIGNED, "min_order": MIN_ORDER}


def main() -> None:
    """Measure, print and write the page."""
    text = page(make_articles(read_stories(STORIES)))
    print(text)
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
