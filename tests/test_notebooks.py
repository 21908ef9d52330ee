"""Notebooks are stored clean and short, and run from first to last on a small folder."""

import json

import nbformat
import pytest

from helpers.settings import NOTEBOOKS

PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_notebook_is_stored_without_outputs(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [c for c in notebook.cells if c.cell_type == "code"]
    assert all(not c.outputs and c.execution_count is None for c in code)


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_cells_are_short_and_one_holds_the_parameters(path):
    code = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
    assert max(len(c.source.splitlines()) for c in code) <= 15
    assert sum("parameters" in c.metadata.get("tags", []) for c in code) == 1


def test_notebooks_are_numbered_without_gap():
    assert [int(p.name[:2]) for p in PATHS] == list(range(1, len(PATHS) + 1))


def test_no_notebook_names_a_folder_of_somebodys_machine():
    for path in PATHS:
        text = json.dumps(json.loads(path.read_text(encoding="utf-8")))
        assert "/home/" not in text
        assert "/Users/" not in text
