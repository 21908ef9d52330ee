"""Notebooks are stored clean and short, and run from first to last on a small folder."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import jupytext
import nbformat
import papermill
import pytest
import yaml
from jupytext.config import load_jupytext_configuration_file

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


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_every_parameter_can_be_given(path):
    """A name that papermill does not see, as one of `since, until = "", ""`, would be left as it is without a word."""
    (cell,) = [c for c in nbformat.read(path, as_version=4).cells if "parameters" in c.metadata.get("tags", [])]
    assigned = {
        node.id for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    assert set(papermill.inspect_notebook(str(path))) == assigned


def test_notebooks_are_numbered_without_gap():
    assert [int(p.name[:2]) for p in PATHS] == list(range(1, len(PATHS) + 1))


def test_no_notebook_names_a_folder_of_somebodys_machine():
    for path in PATHS:
        text = json.dumps(json.loads(path.read_text(encoding="utf-8")))
        assert "/home/" not in text
        assert "/Users/" not in text


def text_form(path: Path) -> Path:
    return NOTEBOOKS / "text" / f"{path.stem}.py"


def as_text(notebook) -> str:
    """Return the text form that a notebook must have."""
    options = load_jupytext_configuration_file(str(NOTEBOOKS / "jupytext.toml"))
    for name in ("notebook_metadata_filter", "cell_metadata_filter"):
        notebook.metadata.setdefault("jupytext", {})[name] = getattr(options, name)
    return jupytext.writes(notebook, fmt="py:percent")


def test_every_notebook_has_its_text_form_and_no_other_is_there():
    assert PATHS
    assert {path.name for path in (NOTEBOOKS / "text").glob("*.py")} == {text_form(path).name for path in PATHS}


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_text_form_says_what_the_notebook_says(path):
    notebook, text = nbformat.read(path, as_version=4), text_form(path).read_text(encoding="utf-8")
    assert as_text(notebook) == text, f"{path.name} and its text form differ: run `make pair`"


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_text_form_holds_all_that_is_needed_to_make_the_notebook_again(path):
    again, notebook = jupytext.read(text_form(path), fmt="py:percent"), nbformat.read(path, as_version=4)
    cells = [[(c.cell_type, c.source, c.metadata.get("tags", [])) for c in n.cells] for n in (again, notebook)]
    assert cells[0] == cells[1]


def test_a_changed_cell_changes_the_text_form():
    notebook = nbformat.read(PATHS[0], as_version=4)
    before = as_text(notebook)
    notebook.cells[-1].source += "\nprint(1)"
    assert as_text(notebook) != before


def test_hooks_need_no_network_and_leave_notebooks_as_they_are(project, tmp_path):
    repos = yaml.safe_load((project / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    hooks = {hook["id"]: hook for repo in repos for hook in repo["hooks"]}
    assert {repo["repo"] for repo in repos} == {"local"}
    assert {hook["language"] for hook in hooks.values()} == {"system"}
    assert list(hooks) == ["nbstripout", "ruff-check", "ruff-format", "jupytext"]
    assert all(re.search(hooks[name]["files"], "notebooks/01-read-articles.ipynb") for name in ("nbstripout", "jupytext"))
    copy = tmp_path / PATHS[0].name
    notebook = nbformat.read(PATHS[0], as_version=4)
    code = next(cell for cell in notebook.cells if cell.cell_type == "code")
    code.outputs, code.execution_count = [nbformat.v4.new_output("stream", text="said")], 1
    nbformat.write(notebook, copy)
    program = Path(sys.executable).with_name(Path(hooks["nbstripout"]["entry"]).name)
    subprocess.run([program, copy], check=True)
    assert copy.read_bytes() == PATHS[0].read_bytes()


def test_the_hook_writes_the_text_form(project, tmp_path):
    hook = yaml.safe_load((project / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"][-1]
    copy = tmp_path / PATHS[0].name
    copy.write_bytes(PATHS[0].read_bytes())
    (tmp_path / "jupytext.toml").write_bytes((NOTEBOOKS / "jupytext.toml").read_bytes())
    program, *options = hook["entry"].split()
    subprocess.run([Path(sys.executable).with_name(Path(program).name), *options, copy], check=True)
    written = tmp_path / "text" / text_form(PATHS[0]).name
    assert written.read_bytes() == text_form(PATHS[0]).read_bytes()
