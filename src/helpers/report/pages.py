"""An executed notebook as a page, as slides, as Markdown: one file each, nothing in it fetched."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbconvert import HTMLExporter, MarkdownExporter
from nbformat import NotebookNode
from nbformat.v4 import new_output

from helpers import __version__
from helpers.plots.explorer import page_scripts, shows_explorer
from helpers.summary import escape_markdown

_TEMPLATES = Path(__file__).parents[1] / "templates"
_HEADING = re.compile(r'<h2 id="(?P<id>[^"]+)">(?P<text>.*?)<a class="anchor-link"', re.DOTALL)


@dataclass(frozen=True)
class Frame:
    """What stands around the content of a page.

    links : the pages of one report (`href`, `title`, `here`), in order
    notice : a line above everything; empty for none
    made_on : the time stamp; empty for none
    """

    links: list[dict[str, Any]] = field(default_factory=list)
    notice: str = ""
    made_on: str = ""


def render_page(notebook: NotebookNode, frame: Frame | None = None, *, hide_code: bool = False) -> str:
    """Return an executed notebook as one HTML page with a table of contents."""
    frame = frame or Frame()
    body = _render(notebook, _prepared(notebook), frame, template="page", hide_code=hide_code)
    return body.replace("<!--contents-->", _contents(body), 1)


def render_slides(notebook: NotebookNode, frame: Frame | None = None) -> str:
    """Return an executed notebook as one HTML page of slides: one for the title, for every second-level heading, for every tie.

    They need no script: the browser's own keys turn them, and printing gives one slide a page. What cannot run in a slide
    (the explorer) is left to the page.
    """
    frame = frame or Frame()
    prepared = _prepared(notebook)
    for cell in prepared.cells:
        if cell.cell_type == "code":
            cell.outputs = [_as_words(output) if shows_explorer(output) else output for output in cell.outputs]
    body = _render(notebook, prepared, frame, template="slides", hide_code=True)
    head, mark, content = body.partition("<!--slides-->")
    content, end, foot = content.partition("<!--/slides-->")
    return f"{head}{_as_slides(content)}{foot}" if mark and end else body


def render_markdown(
    notebook: NotebookNode, frame: Frame | None = None, *, figures: str = "figures"
) -> tuple[str, dict[str, bytes]]:
    """Return an executed notebook as Markdown, and the images that it shows, by their paths in a folder `figures` beside it."""
    frame = frame or Frame()
    prepared = _prepared(notebook)
    for cell in prepared.cells:
        if cell.cell_type == "code":
            cell.outputs = [_as_words(output) for output in cell.outputs]
    exporter = MarkdownExporter()  # type: ignore[no-untyped-call]
    exporter.exclude_input = True
    text, resources = exporter.from_notebook_node(prepared, resources={"output_files_dir": figures})
    text = _with_alt_texts(text, prepared)
    made = f"\n\n{_made_by()}\n" + (f"\n{frame.made_on}\n" if frame.made_on else "")
    notice = f"{frame.notice}\n\n" if frame.notice else ""
    return notice + re.sub(r"\n{3,}", "\n\n", text).strip() + made, dict(resources.get("outputs", {}))


def _with_alt_texts(text: str, notebook: NotebookNode) -> str:
    """Return Markdown whose images, which nbconvert calls "png", have the figures' own words."""
    outputs = (output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs)
    words = iter([str(o.metadata.get("image/png", {}).get("alt", "")) for o in outputs if "image/png" in o.get("data", {})])
    return re.sub(r"!\[png\]", lambda _: f"![{escape_markdown(' '.join(next(words, '').split()))}]", text)


def title_of(notebook: NotebookNode) -> str:
    """Return what an executed notebook's cell tagged `title` printed, else its first-level heading."""
    for cell in notebook.cells:
        if _is_title(cell) and (printed := " ".join("".join(o.get("text", "") for o in cell.get("outputs", [])).split())):
            return printed
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (match := re.match(r"# (.+)", cell.source)):
            return match.group(1).strip()
    return "Notebook"


def read_notebook(path: Path) -> NotebookNode:
    """Return the notebook in a file."""
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call,no-any-return]


def _render(notebook: NotebookNode, prepared: NotebookNode, frame: Frame, *, template: str, hide_code: bool) -> str:
    exporter = HTMLExporter(  # type: ignore[no-untyped-call]
        template_name=template, extra_template_basedirs=[str(_TEMPLATES)]
    )
    page = {
        "title": title_of(notebook),
        "style": (_TEMPLATES / template / f"{template}.css").read_text(encoding="utf-8"),
        "links": frame.links,
        "notice": frame.notice,
        "hide_code": hide_code,
        "made_by": _made_by(),
        "made_on": frame.made_on,
        "scripts": " ".join(page_scripts(notebook)),
    }
    body, _ = exporter.from_notebook_node(prepared, resources={"page": page})
    return str(body)


def _made_by() -> str:
    return f"Made with helpers {__version__}. Names in one sentence are no proof of a relation: read before you publish."


def _prepared(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook under the title that it printed, without log lines and the parameters that papermill wrote in."""
    clean = deepcopy(notebook)
    clean.metadata.pop("papermill", None)
    clean.metadata.pop("widgets", None)
    clean.cells = [c for c in clean.cells if "injected-parameters" not in c.metadata.get("tags", []) and not _is_title(c)]
    for cell in clean.cells:
        if cell.cell_type == "code":
            cell.outputs = [o for o in cell.outputs if o.get("name") != "stderr"]
    if any(_is_title(cell) for cell in notebook.cells):
        _retitle(clean, title_of(notebook))
    return clean


def _is_title(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and "title" in cell.metadata.get("tags", [])


def _retitle(notebook: NotebookNode, title: str) -> None:
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and re.match(r"# (.+)", cell.source):
            cell.source = re.sub(r"\A# .+", lambda _: f"# {escape_markdown(title)}", cell.source)
            return


def _contents(body: str) -> str:
    items = [f'<li><a href="#{m["id"]}">{m["text"].strip()}</a></li>' for m in _HEADING.finditer(body)]
    return (
        f'<nav class="contents" aria-label="On this page"><p>On this page</p><ol>{"".join(items)}</ol></nav>'
        if items
        else "<div></div>"
    )


def _as_slides(content: str) -> str:
    """Return the content cut before every second-level heading and every tie's sentences, each part in a section of its own."""
    parts: list[str] = []
    for part in re.split(r"(?=<h2\b)", content):
        heading, *ties = re.split(r'(?=<section class="evidence">)', part)
        parts += [heading + "".join(ties[:1]), *ties[1:]]  # the first tie stands below the heading
    return "".join(f'<section class="slide" tabindex="-1">{part}</section>' for part in parts if part.strip())


def _as_words(output: NotebookNode) -> NotebookNode:
    """Return an output as Markdown has it: words for the explorer, Markdown in the place of HTML where there is both."""
    data = output.get("data", {})
    if shows_explorer(output):
        data = {"text/markdown": "*The explorer is in the HTML page.*"}
    elif "text/markdown" in data:
        data = {"text/markdown": data["text/markdown"]}
    else:
        return output
    shown: NotebookNode = new_output("display_data", data=data)  # type: ignore[no-untyped-call]
    return shown
