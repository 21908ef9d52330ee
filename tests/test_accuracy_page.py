"""The README and the accuracy page say what the stored figures say; figures are kept where their data are absent."""

import importlib
import json
import sys
from types import SimpleNamespace

import pytest

COUNTS = {"EWT test": {"PER": [8, 10, 16]}}


@pytest.fixture
def accuracy(project, monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(str(project / "benchmarks"))
    module = importlib.import_module("accuracy")
    monkeypatch.setattr(module, "TRAINING_FIGURES", tmp_path)
    monkeypatch.setattr(module, "_shipped", lambda: "abc")
    return module


@pytest.fixture
def page(project, monkeypatch):
    monkeypatch.syspath_prepend(str(project / "benchmarks"))
    return importlib.import_module("accuracy_page")


def write_lines(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def test_page_and_readme_are_made_from_the_stored_figures(accuracy, page):
    figures = json.loads(accuracy.STORE.read_text(encoding="utf-8"))
    assert accuracy.PAGE.read_text(encoding="utf-8") == page.page(figures)
    readme = accuracy.README.read_text(encoding="utf-8")
    assert page.with_table(readme, page.short_table(figures["annotated"])) == readme


def test_table_goes_between_its_marks(page):
    text = f"a\n{page.MARKS[0]}\nold\n{page.MARKS[1]}\nb\n"
    assert page.with_table(text, "new") == f"a\n{page.MARKS[0]}\nnew\n{page.MARKS[1]}\nb\n"


def test_section_without_figures_says_so(page):
    assert page.page({}).count("Not measured yet.") == len(page.SECTIONS)


def test_last_test_run_is_taken_and_compared_with_what_ships(accuracy, page, tmp_path):
    runs = [{"released": name, "sha256": sha, "counts": COUNTS} for name, sha in (("v1", "abc"), ("v2", "def"))]
    write_lines(tmp_path / "test_runs.jsonl", runs)
    section = accuracy.tagger_test({})
    assert (section["released"], section["is_shipped"]) == ("v2", False)
    assert "| EWT test | people | 0.800 | 0.500 | 0.615 | 8 | 2 | 8 |" in page.page({"tagger_test": section})


def test_absent_files_keep_the_last_figures_and_their_date(accuracy, monkeypatch, tmp_path):
    monkeypatch.setattr(accuracy, "GUM", tmp_path / "absent")
    monkeypatch.setattr(accuracy, "SETS", {"a set": tmp_path / "absent", "another": tmp_path / "absent"})
    stored = {"date": "2020-01-01", "rows": []}
    for measure in (accuracy.tagger_test, accuracy.crossvalidation, accuracy.sentence_boundaries, accuracy.coreference):
        assert measure(stored) == stored
    assert accuracy.annotated({"a set": [{"date": "2020-01-01"}]}) == {"a set": [{"date": "2020-01-01"}]}


def test_unchanged_figures_keep_their_date_and_changed_ones_do_not(accuracy, tmp_path):
    runs = [{"released": "v1", "sha256": "abc", "counts": COUNTS}]
    write_lines(tmp_path / "test_runs.jsonl", runs)
    stored = accuracy.tagger_test({}) | {"date": "2020-01-01"}
    assert accuracy.tagger_test(stored) == stored
    write_lines(tmp_path / "test_runs.jsonl", [runs[0] | {"released": "v1.1"}])
    assert accuracy.tagger_test(stored)["date"] > "2020-01-01"


def test_kinds_of_coreference_are_rows_and_gaps_are_dashes(accuracy, page, monkeypatch, tmp_path):
    pronouns = {"right": 3, "wrong": 1, "precision": 0.75, "annotated": 4, "recall": 0.75}
    figures = {"pronoun": pronouns, "role": {"right": 0, "wrong": 0, "precision": 0.0}}
    monkeypatch.setitem(sys.modules, "coreference", SimpleNamespace(measure=lambda folder: figures, __spec__=object()))
    monkeypatch.setattr(accuracy, "GUM", tmp_path)
    text = page.page({"coreference": accuracy.coreference({})})
    assert "| pronoun | 3 | 1 | 0.750 | 4 | 0.750 |\n| role | 0 | 0 | – | – | – |" in text


def fold(name, number, right):
    return {"name": name, "fold": number, "exported": {"ewt": {"PER": [right, 10, 10]}}}


def test_folds_of_the_last_candidate_are_added_up(accuracy, page, tmp_path):
    rows = [fold("old", 0, 1), *(fold("new", n, 8) for n in range(5)), fold("new", 4, 10)]
    write_lines(tmp_path / "crossvalidation.jsonl", rows)
    section = accuracy.crossvalidation({})
    assert [(r["right"], r["wrong"], r["missed"], r["f1"]) for r in section["rows"]] == [(42, 8, 8, 0.84)]
    assert "| UNER-EWT dev | people | 0.840 |" in page.page({"crossvalidation": section})


def test_folds_that_are_not_all_there_give_no_figures(accuracy, page, tmp_path):
    write_lines(tmp_path / "crossvalidation.jsonl", [fold("new", n, 8) for n in range(3)])
    section = accuracy.crossvalidation({})
    assert section["rows"] == []
    assert "new: 3 of 5 folds are there" in page.page({"crossvalidation": section})
