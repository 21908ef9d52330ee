"""Notebooks to pages: executed in order on one folder, rendered as self-contained HTML that opens anywhere.

A page holds no script and fetches nothing; its Content-Security-Policy tells the browser so.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from tqdm import tqdm

from helpers import __version__
from helpers.entities import knowledge
from helpers.settings import NOTEBOOKS, RAW
from helpers.storage import atomic_file

SAMPLE_NOTICE = "Sample texts written for this project; not journalism."
_TEMPLATES = Path(__file__).with_name("templates")
_STATE = ".state.json"
_HEADING = re.compile(r'<h2 id="(?P<id>[^"]+)">(?P<text>.*?)<a class="anchor-link"', re.DOTALL)


def build_report(
    raw: Path,
    processed: Path,
    reports: Path,
    *,
    columns: Mapping[str, str] | None = None,
    notebooks: Path = NOTEBOOKS,
    progress: bool = True,
) -> bool:
    """Execute the notebooks on `raw` and render their pages to `reports`, unless nothing has changed since the last time.

    `columns` names the column of a field, for tables in `raw`, as `read_articles` takes it. The last notebook becomes
    `index.html`; the others keep their names. Returns whether anything was done.
    Raises ValueError where a notebook fails, with its own last error line.
    """
    named = dict(sorted((columns or {}).items()))
    state = {"inputs": fingerprint(raw, notebooks), "version": __version__, "columns": json.dumps(named)}
    if _is_done(state, processed, reports):
        return False
    paths = sorted(notebooks.glob("[0-9]*.ipynb"))
    reports.mkdir(parents=True, exist_ok=True)
    parameters = {"raw": str(raw.resolve()), "processed": str(processed.resolve()), "show_progress": False}
    parameters |= {"columns": named} if named else {}
    notice = SAMPLE_NOTICE if _is_sample(raw) else ""
    with tempfile.TemporaryDirectory() as working:
        for path in tqdm(paths, desc="Notebooks", unit="notebook", disable=not progress):
            executed = execute(path, Path(working) / path.name, parameters)
            page = render_page(executed, links=_links(paths, path), notice=notice, hide_code=path == paths[-1])
            _write_text(reports / _page_name(paths, path), page)
    _write_text(reports / _STATE, json.dumps(state))
    return True


def execute(notebook: Path, output: Path, parameters: Mapping[str, Any]) -> NotebookNode:
    """Execute `notebook` with `parameters` in a fresh kernel and return it, outputs included.

    Raises ValueError, in one sentence, where one of its cells fails.
    """
    try:
        with _quiet_kernel():
            executed: NotebookNode = papermill.execute_notebook(
                str(notebook), str(output), dict(parameters), kernel_name="python3", progress_bar=False, cwd=str(notebook.parent)
            )
            return executed
    except papermill.PapermillExecutionError as error:
        raise ValueError(f"{notebook.name} stopped: {error.ename}: {error.evalue}") from error


def render_page(notebook: NotebookNode, *, links: list[dict[str, Any]], notice: str = "", hide_code: bool = False) -> str:
    """Return an executed notebook as one HTML page with a table of contents."""
    exporter = HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="page", extra_template_basedirs=[str(_TEMPLATES)]
    )
    page = {
        "title": _title(notebook),
        "style": (_TEMPLATES / "page" / "page.css").read_text(encoding="utf-8"),
        "links": links,
        "notice": notice,
        "hide_code": hide_code,
        "made_by": f"Made with helpers {__version__}. Names in one sentence are no proof of a relation: read before you publish.",
    }
    body, _ = exporter.from_notebook_node(_without_noise(notebook), resources={"page": page})
    return str(body).replace("<!--contents-->", _contents(body), 1)


def fingerprint(raw: Path, notebooks: Path = NOTEBOOKS) -> str:
    """Return a hash over all that a report depends on: the articles, the notebooks, this package."""
    digest = hashlib.sha256(sys.version.encode())
    for folder, pattern in ((raw, "**/*"), (notebooks, "*.ipynb"), (Path(__file__).parent, "**/*")):
        for path in sorted(folder.glob(pattern)):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(folder).as_posix().encode())
                digest.update(_digest(path))
    return digest.hexdigest()


def _digest(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError:
        return b"unreadable"


def _is_done(state: Mapping[str, str], processed: Path, reports: Path) -> bool:
    try:
        same = json.loads((reports / _STATE).read_text(encoding="utf-8")) == state
    except (OSError, ValueError):
        return False
    return same and (reports / "index.html").is_file() and (processed / "edges.parquet").is_file()


def _is_sample(raw: Path) -> bool:
    return raw.resolve() == RAW.resolve() or (raw / ".sample").is_file()


def _page_name(paths: list[Path], path: Path) -> str:
    return "index.html" if path == paths[-1] else path.with_suffix(".html").name


def _links(paths: list[Path], here: Path) -> list[dict[str, Any]]:
    ordered = [paths[-1], *paths[:-1]]
    return [{"href": _page_name(paths, p), "title": _title(_read(p)), "here": p == here} for p in ordered]


def _read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call,no-any-return]


def _title(notebook: NotebookNode) -> str:
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (match := re.match(r"# (.+)", cell.source)):
            return match.group(1).strip()
    return "Notebook"


def _contents(body: str) -> str:
    items = [f'<li><a href="#{m["id"]}">{m["text"].strip()}</a></li>' for m in _HEADING.finditer(body)]
    return (
        f'<nav class="contents" aria-label="On this page"><p>On this page</p><ol>{"".join(items)}</ol></nav>'
        if items
        else "<div></div>"
    )


def _without_noise(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook without the parameters that papermill wrote in, log lines and paths of the machine it ran on."""
    clean = deepcopy(notebook)
    clean.metadata.pop("papermill", None)
    clean.metadata.pop("widgets", None)
    clean.cells = [c for c in clean.cells if "injected-parameters" not in c.metadata.get("tags", [])]
    for cell in clean.cells:
        if cell.cell_type == "code":
            cell.outputs = [o for o in cell.outputs if o.get("name") != "stderr"]
    return clean


def _write_text(path: Path, text: str) -> None:
    with atomic_file(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


@contextmanager
def _quiet_kernel() -> Iterator[None]:
    """Kernels start in the interpreter that runs this, with this package at hand, whatever kernels the user has installed."""
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


def versions() -> str:
    """Return one line with the versions of Python, this package, its knowledge tables and the libraries that shape results."""
    libraries = ("spacy", "pandas", "networkx", "igraph", "matplotlib")
    parts = [f"Python {sys.version.split()[0]}", f"helpers {__version__}", f"knowledge tables {knowledge.fingerprint()}"]
    return ", ".join([*parts, *(f"{name} {version(name)}" for name in libraries)])
