"""From a folder of articles to a folder of pages: the notebooks in order, and what they are rendered to."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from tqdm import tqdm

from helpers import __version__
from helpers.report.executing import execute_all
from helpers.report.options import ReportOptions
from helpers.report.pages import Frame, read_notebook, render_markdown, render_page, render_slides, title_of
from helpers.report.printing import print_page
from helpers.settings import NOTEBOOKS, RAW, RESULTS_MARK
from helpers.storage import atomic_file, mark_results

SAMPLE_NOTICE = "Sample texts written for this project; not journalism."
_PACKAGE = Path(__file__).parents[1]
_STATE = ".state.json"
# The notebook that becomes index.html: those before it make its tables, those behind it are asked for by name.
_REPORT = "report"
_WRITE_TABLES = ("read-articles", "find-entities", "build-network")
_MOST_AT_ONCE = 4
_HANDED_ON = (_REPORT, "dossier", "comparison")  # pages without code, also as slides, Markdown and PDF


def build_report(
    raw: Path,
    processed: Path,
    reports: Path,
    *,
    options: ReportOptions | None = None,
    columns: Mapping[str, str] | None = None,
    follow_links: bool = False,
    notebooks: Path = NOTEBOOKS,
    progress: bool = True,
) -> bool:
    """Execute the notebooks on `raw` and render their pages to `reports`, unless nothing has changed since the last time.

    The report becomes `index.html`; other notebooks keep their names. What the last report wrote and this one does not is
    removed, so that no page of other wishes lies beside its own. Returns whether anything was done.

    Parameters
    ----------
    raw, processed, reports : folders of the articles, of the tables and of the pages
    options : title, entity, days, evidence, formats, further notebooks
    columns : the column of a field, for tables in `raw`, as `read_articles` takes it
    follow_links : whether links that lead out of `raw` are read
    notebooks : folder of the notebooks
    progress : whether to show a bar

    Raises
    ------
    ValueError : a notebook fails (with its own last error line), or `options.also` names none
    FileNotFoundError : a PDF is asked for and there is no Chromium; the pages are complete without it
    """
    options = options or ReportOptions()
    for folder in (processed, reports):
        mark_results(folder)
    state = _state(raw, notebooks, options, columns, follow_links=follow_links)
    before = _last(reports)
    if before.get("state") == state and (reports / "index.html").is_file() and (processed / "edges.parquet").is_file():
        return False
    paths = chosen_notebooks(notebooks, options.also)
    reports.mkdir(parents=True, exist_ok=True)
    parameters: dict[str, Any] = {**options.parameters(), "raw": str(raw.resolve()), "processed": str(processed.resolve())}
    parameters |= {"show_progress": False, "follow_links": follow_links, **({"columns": dict(columns)} if columns else {})}
    written: list[Path] = []
    frame = Frame(notice=SAMPLE_NOTICE if _is_sample(raw) else "", made_on=f"Made on {datetime.now(UTC):%Y-%m-%d %H:%M} UTC.")
    with tempfile.TemporaryDirectory() as working, tqdm(total=len(paths), desc="Notebooks", disable=not progress) as bar:
        for path, executed in zip(paths, _execute_in_turn(paths, Path(working), parameters), strict=True):
            written += _write_pages(executed, replace(frame, links=_links(paths, path)), reports, path, options.formats)
            bar.update()
    for path in paths if "pdf" in options.formats else []:
        if _name(path) in _HANDED_ON:
            page = reports / _page_name(path)
            print_page(page, page.with_suffix(".pdf"))
            written.append(page.with_suffix(".pdf"))
    names = [path.relative_to(reports).as_posix() for path in written]
    _remove(reports, set(before.get("files", ())) - set(names))
    _write_text(reports / _STATE, json.dumps({"state": state, "files": names}))
    return True


def chosen_notebooks(notebooks: Path, also: Sequence[str] = ()) -> list[Path]:
    """Return the notebooks up to the report, and those behind it whose names `also` gives, in order of their numbers.

    Raises ValueError for a name that none has.
    """
    paths = sorted(notebooks.glob("[0-9]*.ipynb"))
    last = next((number for number, path in enumerate(paths) if _is_report(path)), len(paths) - 1)
    behind = {_name(path): path for path in paths[last + 1 :]}
    if unknown := sorted(set(also) - set(behind)):
        raise ValueError(f"there is no notebook {unknown[0]!r} behind the report; there are {', '.join(behind) or 'none'}")
    return [*paths[: last + 1], *(path for name, path in behind.items() if name in also)]


def fingerprint(raw: Path, notebooks: Path = NOTEBOOKS) -> str:
    """Return a hash over all that a report depends on: the articles, the notebooks, this package."""
    digest = hashlib.sha256(sys.version.encode())
    for folder, pattern in ((raw, "**/*"), (notebooks, "*.ipynb"), (_PACKAGE, "**/*")):
        for path in sorted(folder.glob(pattern)):
            if path.is_file() and "__pycache__" not in path.parts and not _is_result(path, folder):
                digest.update(path.relative_to(folder).as_posix().encode())
                digest.update(_digest(path))
    return digest.hexdigest()


def _is_result(path: Path, folder: Path) -> bool:
    """Say whether a file of `folder` lies in one of results: it is no input then."""
    return any((parent / RESULTS_MARK).is_file() for parent in path.parents if parent.is_relative_to(folder) and parent != folder)


def _state(
    raw: Path, notebooks: Path, options: ReportOptions, columns: Mapping[str, str] | None, *, follow_links: bool
) -> dict[str, str]:
    return {
        "inputs": fingerprint(raw, notebooks),
        "version": __version__,
        "columns": json.dumps(dict(sorted((columns or {}).items()))),
        "follow_links": str(follow_links),
        "options": json.dumps(asdict(options)),
    }


def _execute_in_turn(paths: list[Path], working: Path, parameters: Mapping[str, Any]) -> Iterator[NotebookNode]:
    """Execute the notebooks that write tables one after the other, then those that only read them, some at once."""
    writing = [path for path in paths if _name(path) in _WRITE_TABLES]
    reading = [path for path in paths if path not in writing]
    yield from execute_all(writing, working, parameters)
    yield from execute_all(reading, working, parameters, n_at_once=min(os.cpu_count() or 1, _MOST_AT_ONCE))


def _write_pages(notebook: NotebookNode, frame: Frame, reports: Path, path: Path, formats: Sequence[str]) -> list[Path]:
    """Write the page of a notebook, of one that is made to be handed on also its slides and its Markdown; return the files."""
    is_handed_on = _name(path) in _HANDED_ON
    page = reports / _page_name(path)
    files = {page: render_page(notebook, frame, hide_code=is_handed_on).encode()}
    if is_handed_on and "slides" in formats:
        files[page.with_name(f"{page.stem}-slides.html")] = render_slides(notebook, frame).encode()
    if is_handed_on and "markdown" in formats:
        text, images = render_markdown(notebook, frame, figures=f"{page.stem}-figures")
        files |= {page.with_suffix(".md"): text.encode(), **{reports / name: data for name, data in images.items()}}
    for file, data in files.items():
        _write_bytes(file, data)
    return list(files)


def _name(path: Path) -> str:
    """Return the name of a notebook behind its number: `05-report.ipynb` is the report."""
    return path.stem.partition("-")[2]


def _is_report(path: Path) -> bool:
    return _name(path) == _REPORT


def _page_name(path: Path) -> str:
    return "index.html" if _is_report(path) else path.with_suffix(".html").name


def _links(paths: list[Path], here: Path) -> list[dict[str, Any]]:
    ordered = sorted(paths, key=lambda path: (not _is_report(path), path))
    return [{"href": _page_name(path), "title": title_of(read_notebook(path)), "here": path == here} for path in ordered]


def _digest(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError:
        return b"unreadable"


def _last(reports: Path) -> dict[str, Any]:
    """Return what is kept of the last report in this folder: its `state` and its `files`."""
    try:
        kept = json.loads((reports / _STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _remove(reports: Path, names: Iterable[str]) -> None:
    """Remove files of the last report, and the folders of figures that they leave empty; nothing outside `reports`."""
    for path in (reports / name for name in names):
        if not path.resolve().is_relative_to(reports.resolve()):
            continue
        path.unlink(missing_ok=True)
        if path.parent != reports and path.parent.is_dir() and not any(path.parent.iterdir()):
            path.parent.rmdir()


def _is_sample(raw: Path) -> bool:
    return raw.resolve() == RAW.resolve() or (raw / ".sample").is_file()


def _write_text(path: Path, text: str) -> None:
    _write_bytes(path, text.encode())


def _write_bytes(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic_file(path) as temporary:
        temporary.write_bytes(data)
