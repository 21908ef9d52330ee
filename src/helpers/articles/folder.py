"""Which files of a folder are read, and which are refused before they are opened."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from helpers.settings import RESULTS_MARK

# They describe the collection; at the top of the folder only.
_ABOUT_THE_COLLECTION = re.compile(r"(?:readme|licen[cs]e|checksums?)(?:\.(?:md|rst|txt|html|sha\d+|md5))?", re.I)


class Candidate(NamedTuple):
    """One file: where it is, its printable path relative to the folder, and why it is refused, if it is."""

    path: Path
    name: str
    reason: str | None


def list_files(folder: Path, *, max_file_mb: float, follow_links: bool = False) -> list[Candidate]:
    """Return the files below `folder` in the order of their paths, hidden ones left out.

    Results of a run that lie among them and the collection's own papers are left out too.

    With `follow_links` links that lead out of the folder are read as well, those to folders too, each folder once.

    Raises FileNotFoundError, NotADirectoryError, or ValueError where there is nothing to read.
    """
    if not folder.exists():
        raise FileNotFoundError(f"the folder {folder} does not exist; give a folder of articles")
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder} is a file, not a folder; give the folder that holds the articles")
    found = sorted(
        _walk(folder, max_file_mb, follow_links=follow_links), key=lambda candidate: (candidate.name, str(candidate.path))
    )
    if not found:
        raise ValueError(
            f"the folder {folder} holds no article; put texts, web pages, PDFs, Word files or tables of articles into it"
        )
    return found


def printable(name: str) -> str:
    """Return `name` with control characters and undecodable bytes written as escapes, so that any table can hold it."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode("ascii") for c in name)


def refusal_of(path: Path, *, max_file_mb: float) -> str | None:
    """Return why the file at `path` cannot be read at all, or None."""
    try:
        mode = path.stat()
    except OSError as error:
        return f"it cannot be opened ({error.strerror or error}); make it a readable file"
    if stat.S_ISDIR(mode.st_mode):
        return "it is a folder; name a file"
    if not stat.S_ISREG(mode.st_mode):
        return "it is a pipe, socket or device, not a file; save its content as a file"
    if mode.st_size == 0:
        return "it is empty; it should hold an article"
    if mode.st_size > max_file_mb * 1_000_000:
        return f"it has {mode.st_size / 1e6:.1f} MB, over the limit of {max_file_mb:g} MB; split it or raise max_file_mb"
    return None


def _walk(folder: Path, max_file_mb: float, *, follow_links: bool) -> Iterator[Candidate]:
    errors: list[OSError] = []
    visited = {os.path.realpath(folder)}
    for here, folders, files in os.walk(folder, onerror=errors.append, followlinks=follow_links):
        inner = sorted(name for name in folders if not name.startswith("."))
        followed = [name for name in inner if _is_entered(Path(here, name), folder, visited, follow_links=follow_links)]
        folders[:] = followed
        links = [name for name in set(inner) - set(followed) if Path(here, name).is_symlink()]
        for name in sorted([*files, *links]):
            path = Path(here, name)
            is_about = Path(here) == folder and _ABOUT_THE_COLLECTION.fullmatch(name)
            if not name.startswith(".") and not is_about:
                link = _link_refusal(path, folder, follow_links=follow_links)
                yield Candidate(path, _relative(path, folder), link or refusal_of(path, max_file_mb=max_file_mb))
    for error in errors:
        path = Path(os.fsdecode(error.filename))
        yield Candidate(path, _relative(path, folder), f"the folder cannot be opened ({error.strerror}); make it readable")


def _is_entered(path: Path, folder: Path, visited: set[str], *, follow_links: bool) -> bool:
    """Say whether the walk goes into a folder: no results, and one that a link leads to once (adds it to `visited`)."""
    if (path / RESULTS_MARK).is_file():
        return False
    if not path.is_symlink():
        return True
    target = os.path.realpath(path)
    if not follow_links or target in visited or _is_inside(target, folder) or _is_inside(os.path.realpath(folder), Path(target)):
        return False
    visited.add(target)
    return True


def _is_inside(path: str, folder: Path) -> bool:
    return Path(path).is_relative_to(os.path.realpath(folder))


def _relative(path: Path, folder: Path) -> str:
    return printable(path.relative_to(folder).as_posix())


def _link_refusal(path: Path, folder: Path, *, follow_links: bool) -> str | None:
    """Return why a link is not followed: it is broken, circular, leads to a folder or out of the input folder."""
    if not path.is_symlink():
        return None
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return "it is a broken link; put the file itself into the folder"
    if not follow_links and not target.is_relative_to(folder.resolve()):
        return "it is a link that leads out of the folder; put the file itself into the folder, or allow it with --follow-links"
    return "it is a link to a folder, which is not followed; its files are read where they lie" if target.is_dir() else None
