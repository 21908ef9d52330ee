"""Notebooks to pages that open anywhere: executed in order on one folder, rendered as HTML, PDF, slides and Markdown."""

from helpers.report.building import build_report, fingerprint
from helpers.report.executing import execute_all
from helpers.report.options import ReportOptions
from helpers.report.pages import render_page
from helpers.report.stating import data_fingerprint, methods, scope, versions

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
