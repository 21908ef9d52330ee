"""Notebooks executed in a fresh kernel, whatever kernels the user has installed."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import papermill
from nbformat import NotebookNode


def execute_all(
    notebooks: Sequence[Path], working: Path, parameters: Mapping[str, Any], *, n_at_once: int = 1
) -> Iterator[NotebookNode]:
    """Yield the notebooks executed, outputs included, in their order; each has a fresh kernel.

    Parameters
    ----------
    notebooks : files; where several run at once, none may need what another writes
    working : folder for the executed files
    parameters : values; a notebook is given those that its own cell of parameters names
    n_at_once : kernels at the same time

    Raises
    ------
    ValueError : a cell fails, in one sentence
    """
    with _own_kernel(), ThreadPoolExecutor(n_at_once) as pool:
        yield from pool.map(lambda notebook: _execute(notebook, working / notebook.name, parameters), notebooks)


def _execute(notebook: Path, output: Path, parameters: Mapping[str, Any]) -> NotebookNode:
    known = papermill.inspect_notebook(str(notebook))
    given = {name: value for name, value in parameters.items() if name in known}
    # papermill's own `cwd` would move this whole process, other threads included
    folder = {"metadata": {"path": str(notebook.parent.resolve())}}
    try:
        executed: NotebookNode = papermill.execute_notebook(
            str(notebook), str(output), given, kernel_name="python3", progress_bar=False, resources=folder
        )
    except papermill.PapermillExecutionError as error:
        raise ValueError(f"{notebook.name} stopped: {error.ename}: {error.evalue}") from error
    return executed


@contextmanager
def _own_kernel() -> Iterator[None]:
    """Kernels start in the interpreter that runs this, with this package at hand."""
    folder = Path(tempfile.mkdtemp())
    spec = {
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", "--log-level=CRITICAL"],
        "display_name": "Python 3",
        "language": "python",
    }
    (folder / "kernels" / "python3").mkdir(parents=True)
    (folder / "kernels" / "python3" / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    before = os.environ.get("JUPYTER_PATH")
    os.environ["JUPYTER_PATH"] = os.pathsep.join([str(folder), before] if before else [str(folder)])
    try:
        yield
    finally:
        if before is None:
            del os.environ["JUPYTER_PATH"]
        else:
            os.environ["JUPYTER_PATH"] = before
        shutil.rmtree(folder, ignore_errors=True)
