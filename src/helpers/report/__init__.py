"""Notebooks to pages that open anywhere: executed in order on one folder, rendered as HTML, PDF, slides and Markdown."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from helpers.report.options import ReportOptions
from helpers.report.stating import data_fingerprint, methods, scope, versions

if TYPE_CHECKING:
    from helpers.report.building import build_report, fingerprint
    from helpers.report.executing import execute_all
    from helpers.report.pages import render_page

_RENDERING = {"build_report": "building", "execute_all": "executing", "fingerprint": "building", "render_page": "pages"}

__all__ = [
    "ReportOptions",
    "build_report",
    "data_fingerprint",
    "execute_all",
    "fingerprint",
    "methods",
    "render_page",
    "scope",
    "versions",
]


def __getattr__(name: str) -> Any:
    """Import what executes and renders notebooks when it is first asked for: one that states its versions starts without."""
    if name not in _RENDERING:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"helpers.report.{_RENDERING[name]}"), name)
