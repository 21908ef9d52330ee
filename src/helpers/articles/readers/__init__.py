"""One module a format; `choose_reader` looks at the content first, then at the ending of the name."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from helpers.articles.folder import printable
from helpers.articles.readers import (
    archive,
    delimited,
    docx,
    factiva,
    feed,
    html,
    json,
    mail,
    markdown,
    nexis,
    odt,
    ole,
    parquet,
    pdf,
    plain,
    proquest,
    rtf,
    warc,
    xlsx,
)
from helpers.articles.readers.columns import language_code
from helpers.articles.records import TOO_DEEP, Item, Record, Refusal, Source

logger = logging.getLogger("helpers")

_DEEPEST = 4
_MOST_UNPACKED_BYTES = 4_000_000_000
_LONGEST_REASON = 400
# An entry as long as a page is no title, name, date or address.
_STATED, _LONGEST_FIELD = frozenset(("title", "published", "outlet", "agency", "author", "url", "language")), 2_000
_HALF = re.compile("[\ud800-\udfff]")


class Reader(NamedTuple):
    """A format: its name, how a file of it is told, and how its records are read."""

    name: str
    recognises: Callable[[Source], bool]
    read: Callable[[Source], Iterable[Item]]


# In the order of asking: the first that recognises a file reads it.
# These look at the bytes alone (`data`, `zip_names`, `xml_root`), never at `text` or `head`.
_OF_BYTES: tuple[Reader, ...] = (
    # Exports before the documents that they come as.
    Reader("Nexis Uni (DOCX)", nexis.recognises_docx, nexis.read_docx),
    Reader("Nexis Uni (RTF)", nexis.recognises_rtf, nexis.read_rtf),
    Reader("Factiva (RTF)", factiva.recognises_rtf, factiva.read_rtf),
    Reader("PDF", pdf.recognises, pdf.read),
    Reader("DOCX", docx.recognises, docx.read),
    Reader("ODT", odt.recognises, odt.read),
    Reader("RTF", rtf.recognises, rtf.read),
    Reader("old office document", ole.recognises, ole.read),
    Reader("MBOX", mail.recognises_mbox, mail.read_mbox),
    Reader("EML or MHTML", mail.recognises, mail.read),
    Reader("RSS or Atom", feed.recognises, feed.read),
    Reader("XLSX", xlsx.recognises, xlsx.read),
    Reader("Parquet", parquet.recognises, parquet.read),
    # Archives behind all documents that are archives inside; a single packed file behind packed archives.
    Reader("WARC", warc.recognises, warc.read),
    Reader("TAR", archive.recognises_tar, archive.read_tar),
    Reader("packed file", archive.recognises_packed, archive.read_packed),
    Reader("ZIP", archive.recognises_zip, archive.read_zip),
)
# These look at the text, whatever its encoding; plain text takes what is left.
_OF_TEXT: tuple[Reader, ...] = (
    Reader("Factiva (HTML)", factiva.recognises_html, factiva.read_html),
    Reader("LexisNexis (HTML)", nexis.recognises_html, nexis.read_html),
    Reader("LexisNexis (TXT)", nexis.recognises_text, nexis.read_text),
    Reader("ProQuest (TXT)", proquest.recognises, proquest.read),
    Reader("HTML", html.recognises, html.read),
    Reader("JSON", json.recognises, json.read),
    Reader("JSON lines", json.recognises_lines, json.read_lines),
    Reader("CSV or TSV", delimited.recognises, delimited.read),
    Reader("Markdown", markdown.recognises, markdown.read),
    Reader("plain text", plain.recognises, plain.read),
)
READERS: tuple[Reader, ...] = (*_OF_BYTES, *_OF_TEXT)


def choose_reader(source: Source) -> Reader | None:
    """Return the reader for `source`, or None for a kind of file that is no article (a style sheet, a script).

    Raises NotTextError where the bytes are neither text nor a document that a reader knows.
    """
    return next((reader for reader in READERS if reader.recognises(source)), None)


def read_source(source: Source, *, depth: int = 0) -> Iterator[Record | Refusal]:
    """Yield every article of a file, those inside of archives too, and a refusal for every row, member or file not read.

    Nothing that is wrong with a file is raised: what was read before the fault is kept, and one refusal says what is wrong.

    Parameters
    ----------
    source : the file
    depth : how many archives it lies in; members of the fifth, one in the other, are refused, and all behind 4 GB unpacked

    Yields
    ------
    Record or Refusal : `path` is set: the file's, or `archive.zip/member.txt`
    """
    yield from _read(source, depth, Counter())


def _read(source: Source, depth: int, unpacked: Counter[str]) -> Iterator[Record | Refusal]:
    """Yield what `read_source` yields; counts in `unpacked` the bytes that came out of archives so far."""
    n_found = 0
    for item in _guarded(source):
        n_found += 1
        if not isinstance(item, Source):
            yield replace(_sound(item), path=item.path or source.name)
            continue
        unpacked["bytes"] += len(item.data)
        if depth >= _DEEPEST:
            yield Refusal(f"it lies in more than {_DEEPEST} archives, one in the other; unpack them first", path=item.name)
        elif unpacked["bytes"] > _MOST_UNPACKED_BYTES:
            yield Refusal(
                f"its archive holds more than {_MOST_UNPACKED_BYTES / 1e9:g} GB in all; unpack it first", path=item.name
            )
            return
        else:
            yield from _read(item, depth + 1, unpacked)
    if n_found == 0:
        yield Refusal("it holds no article; give at least one", path=source.name)


def _sound(item: Record | Refusal) -> Record | Refusal:
    """Return the item without what no table can hold: half characters, entries that are none, a reason of many lines."""
    if isinstance(item, Refusal):
        return replace(item, reason=_one_sentence(item.reason))
    long: dict[str, Any] = {name: None for name in _STATED if len(getattr(item, name) or "") > _LONGEST_FIELD}
    item = replace(item, **long) if long else item
    broken = {name: value for name, value in vars(item).items() if isinstance(value, str) and _HALF.search(value)}
    changes: dict[str, Any] = {"language": language_code(item.language or "")} if item.language else {}
    changes |= {name: _HALF.sub("\ufffd", value) for name, value in broken.items()}
    try:
        urlsplit(item.url or "")
    except ValueError:
        changes["url"] = None
    return replace(item, **changes) if changes else item


def _one_sentence(reason: str) -> str:
    """Return a reason in one line that any table can hold; parsers quote what they read, and explain at length.

    What is too long is cut in its middle: the end says what to do.
    """
    line = printable(" ".join(reason.split()))
    if len(line) <= _LONGEST_REASON:
        return line
    head, tail = line[: _LONGEST_REASON * 2 // 3], line[-_LONGEST_REASON // 3 :]
    return f"{head.rstrip()} ... {tail.lstrip()}"


def _guarded(source: Source) -> Iterator[Item]:
    """Yield what the reader finds; whatever it raises becomes a refusal."""
    try:
        reader = choose_reader(source)
        if reader is None:
            yield Refusal(f"{source.suffix} files hold no article; give text, HTML, JSON, a table, a document, a mail or a feed")
            return
        logger.debug("%s: read as %s", source.name, reader.name)
        yield from reader.read(source)
    except RecursionError:
        yield Refusal(TOO_DEEP)
    except (ValueError, TimeoutError) as error:
        yield Refusal(str(error) or type(error).__name__)
    except Exception as error:  # a parser's own failure must not stop the other files
        logger.debug("%s", source.name, exc_info=True)
        yield Refusal(f"its parser failed ({type(error).__name__}: {error}); check the file, or save it as plain text")
