"""Archives (ZIP, TAR, a single packed file): every member is read as a file of its own; nothing is written to disk."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from helpers.articles.readers.zipped import check_sizes
from helpers.articles.records import Item, Refusal, Source

_MOST_UNPACKED_BYTES = 1_000_000_000
_LARGEST_RATIO, _ALWAYS_FINE_BYTES = 200, 10_000_000
_CHUNK_BYTES = 1_000_000
_TAR_MAGIC_AT, _TAR_MAGIC = 257, b"ustar"
_PACKED: dict[bytes, Callable[[BinaryIO], BinaryIO]] = {
    b"\x1f\x8b": lambda file: gzip.GzipFile(fileobj=file),  # type: ignore[dict-item, return-value]
    b"BZh": bz2.BZ2File,  # type: ignore[dict-item, return-value]
    b"\xfd7zXZ\x00": lzma.LZMAFile,  # type: ignore[dict-item, return-value]
}
#: What reading a packed file raises where it is broken.
BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError, tarfile.TarError)
# What systems put beside the files of an archive.
_NO_FILES = re.compile(r"(?:^|/)(?:__MACOSX/|\.[^/.][^/]*(?:$|/)|Thumbs\.db$|desktop\.ini$)")
# Office documents and books that have no reader: their parts are no articles.
_OTHER_DOCUMENTS = frozenset(("[Content_Types].xml", "mimetype", "META-INF/container.xml", "META-INF/MANIFEST.MF"))


def recognises_zip(source: Source) -> bool:
    """Tell a ZIP archive by its first bytes; it comes after all documents that are ZIP files inside."""
    return source.data.startswith((b"PK\x03\x04", b"PK\x05\x06")) or bool(source.zip_names)


def recognises_tar(source: Source) -> bool:
    """Tell a TAR archive by its mark, packed (gzip, bzip2, xz) or not."""
    return _is_tar(source.data) or _is_tar(_first_bytes(source.data))


def recognises_packed(source: Source) -> bool:
    """Tell a single file packed with gzip, bzip2 or xz by its first bytes; it comes after TAR and WARC."""
    return _opener(source.data) is not None


def read_zip(source: Source) -> Iterator[Item]:
    """Yield the members of a ZIP archive in its order; one that is broken, encrypted or named outwards is refused alone."""
    if source.zip_names & _OTHER_DOCUMENTS:
        yield Refusal("it is a document of a kind that has no reader; save it as DOCX, PDF or text")
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(source.data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
        raise ValueError(f"it is broken or cut short ({error}); it should be a ZIP archive") from error
    with archive:
        check_sizes([member.file_size for member in archive.infolist()], len(source.data))
        for member in archive.infolist():
            if not member.is_dir() and not _NO_FILES.search(member.filename):
                yield _zip_member(archive, member, source)


def read_tar(source: Source) -> Iterator[Item]:
    """Yield the members of a TAR archive in its order; links, devices and names that lead out of it are refused alone."""
    sizes: list[int] = []
    try:
        with tarfile.open(fileobj=unpacked(source.data), mode="r|") as archive:
            for member in archive:
                sizes.append(member.size)
                check_sizes(sizes, len(source.data))
                if not member.isdir() and not _NO_FILES.search(member.name):
                    yield _tar_member(archive, member, source)
    except BROKEN as error:
        raise ValueError(f"it is broken or cut short ({error or type(error).__name__}); it should be a TAR archive") from error


def read_packed(source: Source) -> Iterator[Item]:
    """Yield the one file inside, under its name without the last ending: `page.html.gz` holds `page.html`."""
    opener = _opener(source.data)
    if opener is None:
        raise ValueError("it is no packed file; it should be packed with gzip, bzip2 or xz")
    stream = unpacked(source.data)
    try:
        data = b"".join(iter(lambda: stream.read(_CHUNK_BYTES), b""))
    except BROKEN as error:
        raise ValueError(f"it is broken or cut short ({error or type(error).__name__}); it should be a packed file") from error
    base = source.name.rsplit("/", 1)[-1]
    stem, _, suffix = base.rpartition(".")
    yield source.member(stem if suffix.lower() in ("gz", "bz2", "xz") and stem else base, data)


def first_unpacked_bytes(data: bytes) -> bytes:
    """Return the first bytes of a file, unpacked where it is packed; nothing where it is broken."""
    return _first_bytes(data) if _opener(data) else data[:1024]


def unpacked(data: bytes) -> BinaryIO:
    """Return a stream of a file's bytes, unpacked where it is packed; it raises ValueError where it unpacks as a bomb does."""
    plain, opener = io.BytesIO(data), _opener(data)
    return _Bounded(opener(plain), len(data)) if opener else plain  # type: ignore[return-value]


def _zip_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, source: Source) -> Item:
    refusal = _refusal_of_name(member.filename)
    if member.flag_bits & 1:
        refusal = "it is encrypted; pack it without a password"
    elif (member.external_attr >> 16) & 0o170000 == 0o120000:
        refusal = "it is a link, which is not followed; pack the file itself"
    if refusal:
        return _refused(source, member.filename, refusal)
    try:
        return source.member(member.filename, archive.read(member))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, *BROKEN) as error:
        return _refused(source, member.filename, f"it is broken ({error or type(error).__name__}); pack it anew")


def _tar_member(archive: tarfile.TarFile, member: tarfile.TarInfo, source: Source) -> Item:
    refusal = _refusal_of_name(member.name)
    if member.issym() or member.islnk():
        refusal = "it is a link, which is not followed; pack the file itself"
    elif not member.isfile():
        refusal = "it is a pipe, socket or device, not a file; pack its content as a file"
    file = None if refusal else archive.extractfile(member)
    if refusal or file is None:
        return _refused(source, member.name, refusal or "it holds nothing; pack it anew")
    return source.member(member.name, file.read())


def _refusal_of_name(name: str) -> str | None:
    """Return why a member is not read that would lie outside of the archive's folder."""
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or re.match(r"[A-Za-z]:", name):
        return f"its name ({name[:80]!r}) leads out of the archive; pack it under a plain name"
    return None


def _refused(source: Source, name: str, reason: str) -> Refusal:
    return Refusal(reason, path=source.member(name, b"").name)


def _opener(data: bytes) -> Callable[[BinaryIO], BinaryIO] | None:
    return next((opener for magic, opener in _PACKED.items() if data.startswith(magic)), None)


def _is_tar(data: bytes) -> bool:
    return data[_TAR_MAGIC_AT : _TAR_MAGIC_AT + len(_TAR_MAGIC)] == _TAR_MAGIC


def _first_bytes(data: bytes) -> bytes:
    opener = _opener(data)
    if opener is None:
        return b""
    try:
        return opener(io.BytesIO(data)).read(1024)
    except BROKEN:
        return b""


class _Bounded(io.RawIOBase):
    """A stream that stops with a ValueError where it unpacks to more than 1 GB, or beyond 10 MB to 200 times its packed size."""

    def __init__(self, file: BinaryIO, packed_bytes: int) -> None:
        self._file, self._packed, self._read = file, packed_bytes, 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, a chunk at most."""
        data = self._file.read(min(size, _CHUNK_BYTES) if size >= 0 else _CHUNK_BYTES)
        self._read += len(data)
        if self._read > _MOST_UNPACKED_BYTES or self._read > max(_ALWAYS_FINE_BYTES, _LARGEST_RATIO * self._packed):
            raise ValueError(
                f"it unpacks to {self._read / 1e6:,.0f} MB and more from {self._packed / 1e6:,.1f} MB, as a bomb does; "
                "unpack it by hand first"
            )
        return data
