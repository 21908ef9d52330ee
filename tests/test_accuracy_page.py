"""The README and the accuracy page say what the stored figures say."""

import importlib.util
import json

import pytest


@pytest.fixture(scope="module")
def accuracy(project):
    spec = importlib.util.spec_from_file_location("accuracy", project / "benchmarks" / "accuracy.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_page_and_readme_are_made_from_the_stored_figures(project, accuracy):
    figures = json.loads(accuracy.STORE.read_text(encoding="utf-8"))
    assert accuracy.PAGE.read_text(encoding="utf-8") == accuracy.page(figures) + "\n"
    readme = accuracy.README.read_text(encoding="utf-8")
    assert accuracy.with_table(readme, accuracy.short_table(figures)) == readme


def test_table_goes_between_its_marks(accuracy):
    text = f"a\n{accuracy.MARKS[0]}\nold\n{accuracy.MARKS[1]}\nb\n"
    assert accuracy.with_table(text, "new") == f"a\n{accuracy.MARKS[0]}\nnew\n{accuracy.MARKS[1]}\nb\n"
