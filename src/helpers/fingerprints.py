"""What a stored result depends on besides its text: the code and the data that made it, as short hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGE = Path(__file__).parent


@cache
def code_fingerprint(*patterns: str, libraries: tuple[str, ...] = ()) -> str:
    """Return a hash over the package's files that fit `patterns`, in order of their paths, and the versions of `libraries`.

    Raises FileNotFoundError where a pattern fits no file: a hash over nothing would never change.
    """
    digest = hashlib.blake2b(digest_size=10)
    for path in sorted({path for pattern in patterns for path in _files(pattern)}):
        digest.update(f"{path.relative_to(PACKAGE).as_posix()}\n".encode())
        digest.update(file_digest(path))
    for name in libraries:
        digest.update(f"{name} {_version(name)}\n".encode())
    return digest.hexdigest()


def folder_fingerprint(folder: Path) -> str:
    """Return a hash over all files below `folder`, names and contents."""
    digest = hashlib.blake2b(digest_size=10)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder).as_posix()}\n".encode())
        digest.update(file_digest(path))
    return digest.hexdigest()


def file_digest(path: Path) -> bytes:
    """Return a hash of a file's content, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).digest()


def data_digest(data: bytes) -> bytes:
    """Return the hash that `file_digest` gives for a file that holds `data`."""
    return hashlib.blake2b(data, digest_size=16).digest()


def _files(pattern: str) -> Iterable[Path]:
    found = [path for path in PACKAGE.glob(pattern) if path.is_file() and "__pycache__" not in path.parts]
    if not found:
        raise FileNotFoundError(f"the package has no file {pattern}; the installation is incomplete, install it again")
    return found


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "not there"
