"""Pages to PDF, by a Chromium that is on the machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from helpers.storage import atomic_file

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_SECONDS = 180


def find_chromium() -> str | None:
    """Return the path of a Chromium, Chrome or Edge on this machine, or None."""
    return next((found for program in _PROGRAMS if (found := shutil.which(program))), None)


def print_page(page: Path, pdf: Path) -> None:
    """Print an HTML file as PDF, nothing fetched.

    Raises
    ------
    FileNotFoundError : there is no Chromium
    RuntimeError : it made no PDF
    """
    program = find_chromium()
    if program is None:
        raise FileNotFoundError("a PDF needs Chromium or Chrome, and none was found: install one, or print the HTML page")
    with tempfile.TemporaryDirectory() as profile, atomic_file(pdf) as temporary:
        command = [
            program,
            *(("--no-sandbox",) if _is_root() else ()),  # Chromium's sandbox does not start as root
            *("--headless", "--disable-gpu", "--disable-dev-shm-usage", "--no-pdf-header-footer"),
            *("--host-resolver-rules=MAP * ~NOTFOUND", "--disable-background-networking", "--generate-pdf-document-outline"),
            *(f"--user-data-dir={profile}", f"--print-to-pdf={temporary}", page.resolve().as_uri()),
        ]
        done = subprocess.run(command, check=False, capture_output=True, timeout=_SECONDS)
        if done.returncode or not temporary.is_file() or not temporary.stat().st_size:
            raise RuntimeError(f"Chromium made no PDF of {page.name} (exit {done.returncode}); print the HTML page instead")


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
