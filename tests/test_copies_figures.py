"""The labelled set of copies is made as it says, and scores agree with a count by hand."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

STORY = """# base
Bridge falls

One man fell.

Two boats came.

Three lamps burned.

Four bells rang.

# headline
A bridge is gone

# update
Divers came at noon.

# back
Collapse of a bridge

A man dropped.

# same event
The night of the bridge

Nobody slept.
"""


@pytest.fixture
def figures(project: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(project / "benchmarks"))
    return importlib.import_module("copies")


def test_a_story_becomes_seven_articles_in_two_clusters(figures: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "07-bridge.md").write_text(STORY, encoding="utf-8")
    articles = figures.make_articles(figures.read_stories(tmp_path)).set_index("kind")
    body = articles["text"].str.split("\n\n").map(lambda parts: parts[1:])
    paragraphs = ["One man fell.", "Two boats came.", "Three lamps burned.", "Four bells rang."]
    assert list(articles["cluster"]) == ["07"] * 6 + ["07 same event"]
    assert list(articles["title"].iloc[[0, 3, 5, 6]]) == [
        "Bridge falls",
        "A bridge is gone",
        "Collapse of a bridge",
        "The night of the bridge",
    ]
    assert body["base"] == body["re-headlined"] == paragraphs
    assert len(body["verbatim"]) == 5
    assert body["verbatim"][0].endswith(paragraphs[0])
    assert len(body["trimmed"]) in (2, 3)
    assert set(body["trimmed"]) < set(paragraphs)
    assert body["updated"][:2] == [paragraphs[0], "Divers came at noon."]
    assert len(set(paragraphs) - set(body["updated"])) == 1
    assert figures.make_articles(figures.read_stories(tmp_path)).equals(
        articles.reset_index()[["number", "kind", *articles.columns[1:]]]
    )


def test_a_story_that_lacks_a_part_is_refused(figures: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "08-bridge.md").write_text(STORY.replace("# update", "# more"), encoding="utf-8")
    with pytest.raises(ValueError, match=r"08-bridge\.md has the parts base, headline, more.*it needs base, headline, update"):
        figures.read_stories(tmp_path)


def test_scores_by_hand(figures: ModuleType) -> None:
    articles = pd.DataFrame({"cluster": list("aaab")})
    score = figures.score(articles, pd.Series(list("xxyy")))
    # true pairs 3, found pairs 2, one of them in both; by chance 3 * 2 / 6 = 1
    assert score == (0.5, 1 / 3, 0.0)
    assert figures.score(articles, articles["cluster"]) == (1, 1, 1)


def test_titles_are_compared_without_case_and_punctuation(figures: ModuleType) -> None:
    titles = pd.DataFrame({"title": ["Guns, again!", "guns again", "Guns against"]})
    assert list(figures.by_title(titles)) == ["guns again", "guns again", "guns against"]


def test_the_longest_run_of_best_values_is_found(figures: ModuleType) -> None:
    assert figures.best_run([1, 2, 3, 4, 5], [0.9, 0.5, 0.9, 0.9, 0.1]) == [3, 4]


def test_the_set_is_large_enough_and_even_between_its_halves(figures: ModuleType) -> None:
    stories = figures.read_stories(figures.STORIES)
    assert len({story.number for story in stories}) == len(stories) == 48
    assert sum(story.number % 2 for story in stories) == 24
