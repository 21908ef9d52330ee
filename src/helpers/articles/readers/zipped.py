"""Opening ZIP files (archives and office documents) without being filled up by one that unpacks to gigabytes."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

# A text packs to a tenth, a table of zeros to a hundredth; a bomb to a thousandth and less.
_LARGEST_RATIO = 200
_ALWAYS_FINE_BYTES = 10_000_000
_MOST_BYTES = 1_000_000_000
_MOST_MEMBERS = 200_000

ENTITIES = "its XML declares entities, which can unfold to gigabytes, and is not parsed; save it anew without them"


@contextmanager
def open_zip(data: bytes, *, what: str) -> Iterator[zipfile.ZipFile]:
    """Open a ZIP file that unpacks to no more than 1 GB and, beyond 10 MB, to no more than 200 times its size.

    The sizes are those that the members state, and `zipfile` reads no more of a member than it states.

    Parameters
    ----------
    data : the file
    what : its kind, for messages: "a DOCX document"

    Raises
    ------
    ValueError : it is broken, encrypted, or unpacks to too much; the message is one sentence
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_sizes([member.file_size for member in archive.infolist()], len(data))
            if any(member.flag_bits & 1 for member in archive.infolist()):
                raise ValueError("it is encrypted; save it without a password")
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise ValueError(f"it is broken or cut short ({error or type(error).__name__}); it should be {what}") from error


def check_sizes(sizes: list[int], packed: int) -> None:
    """Raise ValueError where members of these sizes, unpacked from `packed` bytes, are too many or too much."""
    total = sum(sizes)
    if len(sizes) > _MOST_MEMBERS:
        raise ValueError(f"it holds {len(sizes):,} members, over the limit of {_MOST_MEMBERS:,}; split it")
    if total > _MOST_BYTES or (total > _ALWAYS_FINE_BYTES and total > _LARGEST_RATIO * packed):
        raise ValueError(
            f"it would unpack to {total / 1e6:,.0f} MB from {packed / 1e6:,.1f} MB, as a zip bomb does; unpack it by hand first"
        )


def refuse_entities(archive: zipfile.ZipFile) -> None:
    """Raise ValueError where an XML part of an office document declares entities: office programs write none, bombs do."""
    for member in archive.infolist():
        if member.filename.endswith((".xml", ".rels")) and b"<!ENTITY" in archive.read(member).replace(b"\x00", b""):
            raise ValueError(ENTITIES)
