"""The page itself: one HTML file with its style, its script and its data, under a policy that allows nothing else.

The script is the modules beside this file, in order, as one: a page opened from `file://` may not import modules from files.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import html
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FRAME = '<iframe class="network-explorer"'  # how an explorer begins in a notebook
_FOLDER = Path(__file__).parent
# every module stands after those that it imports from
MODULES = (
    "text", "data", "counting", "state", "filters", "paths", "search", "marks", "labels", "drawing", "pen", "camera", "timeline",
    "status", "highlight", "picture", "legend", "framing", "spreadsheet", "evidence", "profile", "details", "histogram",
    "controls", "tables", "exporting", "tip", "finder", "screen", "toolbar", "pointer", "app", "main",
)  # fmt: skip
_IMPORT = re.compile(r"^import\b[^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=const|let|function|class|async)", re.MULTILINE)
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def build_page(data: Mapping[str, Any], *, title: str, note: str = "") -> str:
    """Return the whole page as text. Nothing of `data`, `title` or `note` can act as markup or script in it."""
    blanks = {
        "policy": f"default-src 'none'; script-src {script_source()}; style-src {style_source()}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'",
        "title": html.escape(title),
        "note": html.escape(note),
        "style": _style(),
        "script": _script(),
        "data": as_json(data),
    }
    template = (_FOLDER / "page.html").read_text(encoding="utf-8")
    return re.sub(r"\{\{ (\w+) \}\}", lambda match: blanks[match[1]], template)


def script_source() -> str:
    """Return what a Content-Security-Policy lists in `script-src` to let the page's script run in a frame inside another page."""
    return _hash_source(_script())


def shows_explorer(output: Any) -> bool:
    """Say whether an output of a notebook shows an explorer."""
    return FRAME in "".join(output.get("data", {}).get("text/html", ""))


def page_scripts(notebook: Any) -> list[str]:
    """Return what the Content-Security-Policy of a page rendered from an executed notebook lists in `script-src`.

    That is the explorer's script where an output of `notebook` shows an explorer, and nothing where none does: such a page
    allows no script. The script's hash is that of this package, whatever an output says of itself.
    """
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    return [script_source()] if any(map(shows_explorer, outputs)) else []


def style_source() -> str:
    """Return what a Content-Security-Policy lists in `style-src` for the page's style."""
    return _hash_source(_style())


def as_json(data: Mapping[str, Any]) -> str:
    """Return JSON that cannot end the script element it stands in, whatever the texts in it say."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    text = _SURROGATE.sub("\ufffd", text)
    return re.sub("[<>&\u2028\u2029]", lambda match: _ESCAPES[match[0]], text)


@functools.cache
def _script() -> str:
    modules = ((_FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in MODULES)
    return "\n" + "\n".join(_EXPORT.sub("", _IMPORT.sub("", module)) for module in modules)


@functools.cache
def _style() -> str:
    return "\n" + (_FOLDER / "explorer.css").read_text(encoding="utf-8")


def _hash_source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
