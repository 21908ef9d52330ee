"""The knowledge tables: what is known beforehand of countries, weapons and public figures.

Every table is a CSV file beside this module; `fingerprint` names their state, so that stored results know what made them.
"""

from __future__ import annotations

import csv
import hashlib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


def rows(pattern: str, *, folder: Path = FOLDER) -> list[dict[str, str]]:
    """Return the rows of every table whose path fits `pattern`, files in order of name.

    Raises FileNotFoundError where none does.
    """
    paths = sorted(folder.glob(pattern))
    if not paths:
        raise FileNotFoundError(f"no knowledge table {pattern} in {folder}: the installation is incomplete, install it again")
    found: list[dict[str, str]] = []
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            found.extend(csv.DictReader(file))
    return found


def listed(cell: str | None) -> list[str]:
    """Return the parts of a cell that holds several values with `|` between them."""
    return [part.strip() for part in (cell or "").split("|") if part.strip()]


@cache
def fingerprint() -> str:
    """Return a short hash over all knowledge tables."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*.csv")):
        digest.update(path.relative_to(FOLDER).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
