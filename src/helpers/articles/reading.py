"""A folder of files in, the tables `articles`, `sentences` and `rejected` out."""

from __future__ import annotations

import datetime
import hashlib
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from tqdm import tqdm

from helpers.articles.cleaning import clean
from helpers.articles.copies import find_copies
from helpers.articles.folder import list_files, printable, refusal_of
from helpers.articles.metadata import describe
from helpers.articles.readers import read_source
from helpers.articles.readers.columns import check_columns
from helpers.articles.records import Record, Refusal, Source
from helpers.articles.sentences import split_sentences
from helpers.tables import as_table, empty_table

logger = logging.getLogger("helpers")

_MAX_FILE_MB = 50.0


class Reading(NamedTuple):
    """What a folder held: tables `articles`, `sentences` and `rejected`."""

    articles: pd.DataFrame
    sentences: pd.DataFrame
    rejected: pd.DataFrame


@dataclass(frozen=True)
class Article:
    """One article that was read: a row of table `articles` without what only the whole corpus tells (copies)."""

    article_id: str
    text_id: str
    path: str
    row: int | None
    title: str | None
    text: str
    published: datetime.date | None
    published_quality: str
    outlet: str | None
    attributed_to: str | None
    author: str | None
    url: str | None
    language: str | None
    n_words: int


def read_articles(
    folder: Path,
    *,
    columns: Mapping[str, str] | None = None,
    max_file_mb: float = _MAX_FILE_MB,
    follow_links: bool = False,
    today: datetime.date | None = None,
    progress: bool = True,
) -> Reading:
    """Read every file below `folder`: each is in `articles` or in `rejected`, and no bad file stops the run.

    Hidden files are skipped, and files called README, LICENSE or CHECKSUMS at the top of the folder.

    Parameters
    ----------
    folder : files of any of the formats that `helpers.articles.readers` lists
    columns : for tables, the column of a field where its name does not tell: {"text": "Story"}; fields are text, title,
        published, outlet, author, url, agency, language
    max_file_mb : larger files are refused (1 MB = 1,000,000 bytes)
    follow_links : whether links that lead out of the folder are read; they are in `rejected` otherwise
    today : dates after it are implausible; the current day (UTC) where none is given
    progress : whether to show a progress bar

    Returns
    -------
    Reading : the tables `articles` (one row per text), `sentences` (one row per sentence), `rejected` (one row per file or row)

    Raises
    ------
    FileNotFoundError, NotADirectoryError : the folder is not there
    ValueError : it holds no file to read, or `columns` names a field that no article has
    """
    folder, mapping, day = Path(folder), check_columns(columns), today or current_day()
    articles: list[Article] = []
    refused: list[dict[str, object]] = []
    files = list_files(folder, max_file_mb=max_file_mb, follow_links=follow_links)
    for candidate in tqdm(files, desc="reading", unit="file", disable=not progress):
        outcomes = [Refusal(candidate.reason)] if candidate.reason else _outcomes(candidate.path, candidate.name, mapping, day)
        for outcome in outcomes:
            if isinstance(outcome, Article):
                articles.append(outcome)
            else:
                refused.append({"path": outcome.path or candidate.name, "row": outcome.row, "reason": outcome.reason})
    logger.info("%d articles read, %d files or rows rejected", len(articles), len(refused))
    return Reading(articles_table(articles), sentences_table(articles), _rejected_table(refused))


def read_file(
    path: Path,
    *,
    as_is: bool = False,
    columns: Mapping[str, str] | None = None,
    max_file_mb: float = _MAX_FILE_MB,
    today: datetime.date | None = None,
) -> list[Article]:
    """Return the articles of one file; rows that cannot be read are logged and left out.

    With `as_is` the whole decoded file is one text, without cleaning or title: offsets count the Unicode characters of the
    file, a byte-order mark and carriage returns included.

    Raises FileNotFoundError where there is no file, ValueError where nothing in it can be read.
    """
    path, day = Path(path), today or current_day()
    if not path.exists():
        raise FileNotFoundError(f"{path} does not exist; name a file with an article")
    reason = refusal_of(path, max_file_mb=max_file_mb)
    name = printable(path.name)
    outcomes = [Refusal(reason)] if reason else _outcomes(path, name, check_columns(columns), day, as_is=as_is)
    articles = [outcome for outcome in outcomes if isinstance(outcome, Article)]
    refusals = [outcome for outcome in outcomes if isinstance(outcome, Refusal)]
    if not articles:
        raise ValueError(f"{path} was not read: {refusals[0].reason if refusals else 'it holds no article'}")
    for refusal in refusals:
        logger.warning("%s, row %s was not read: %s", path, refusal.row, refusal.reason)
    return articles


def articles_table(articles: Iterable[Article]) -> pd.DataFrame:
    """Return table `articles`, copies marked."""
    rows = [asdict(article) for article in articles]
    if not rows:
        return empty_table("articles")
    frame = pd.DataFrame(rows)
    frame["published"] = pd.to_datetime(frame["published"], utc=True)
    return as_table(pd.concat([frame, find_copies(frame)], axis="columns"), "articles")


def sentences_table(articles: Iterable[Article]) -> pd.DataFrame:
    """Return table `sentences`."""
    rows = [
        (article.article_id, *sentence) for article in articles for sentence in split_sentences(article.text, title=article.title)
    ]
    frame = pd.DataFrame(rows, columns=["article_id", "sentence", "paragraph", "start", "end"])
    return as_table(frame, "sentences")


def _rejected_table(refused: list[dict[str, object]]) -> pd.DataFrame:
    return as_table(pd.DataFrame(refused, columns=["path", "row", "reason"]), "rejected")


def _outcomes(
    path: Path, name: str, columns: Mapping[str, str], today: datetime.date, *, as_is: bool = False
) -> list[Article | Refusal]:
    """Return what became of every article in one file; whatever goes wrong is a refusal with a reason."""
    try:
        source = Source(name, path.read_bytes(), columns)
        return [_as_is(source, today)] if as_is else list(read_outcomes(source, today=today))
    except OSError as error:
        return [Refusal(f"it cannot be opened ({error.strerror or error}); make it a readable file")]
    except ValueError as error:
        return [Refusal(str(error) or type(error).__name__)]


def read_outcomes(source: Source, *, today: datetime.date) -> Iterator[Article | Refusal]:
    """Yield what became of every article in one file: the article, or why it was not read; nothing is raised."""
    seen: Counter[tuple[str, bytes]] = Counter()
    for item in read_source(source):
        path = item.path or source.name
        if isinstance(item, Refusal):
            yield item
            continue
        seen[path, item.raw] += 1
        try:
            yield _article(item, path, today, nth_of_its_kind=seen[path, item.raw])
        except Exception as error:  # one article that cannot be cleaned must not stop the others
            logger.debug("%s", path, exc_info=True)
            yield Refusal(f"it could not be cleaned ({type(error).__name__}: {error}); save it as plain text", item.row, path)


def _article(record: Record, path: str, today: datetime.date, *, nth_of_its_kind: int) -> Article | Refusal:
    cleaned = clean(record.text)
    if not cleaned.paragraphs:
        return Refusal("no article text is left after cleaning; it should hold at least one sentence", record.row, path)
    meta, body = describe(record, cleaned, path=path, today=today)
    text = "\n\n".join([meta.title, *body] if meta.title else body)
    return Article(
        article_id=_hash(record.raw, path, *([str(nth_of_its_kind)] if nth_of_its_kind > 1 else [])),
        text_id=_hash(text.encode()),
        path=path,
        row=record.row,
        text=text,
        n_words=len(text.split()),
        **asdict(meta),
    )


def _as_is(source: Source, today: datetime.date) -> Article:
    """Return the whole decoded file as one article, not a character changed."""
    cleaned = clean(source.text)
    meta, _ = (
        describe(Record(source.text, source.data), cleaned, path=source.name, today=today) if cleaned.paragraphs else (None, None)
    )
    if meta is None:
        raise ValueError("it holds no text; it should hold at least one sentence")
    fields = {**asdict(meta), "title": None}
    raw, text = source.data, source.text
    return Article(
        _hash(raw, source.name),
        _hash(text.encode("utf-8", "surrogatepass")),
        source.name,
        None,
        text=text,
        n_words=len(text.split()),
        **fields,
    )


def _hash(content: bytes, *names: str) -> str:
    """Return 16 hexadecimal digits; the parts are set apart by a byte that no path holds."""
    return hashlib.sha256(b"\x00".join([content, *(name.encode("utf-8", "surrogatepass") for name in names)])).hexdigest()[:16]


def current_day() -> datetime.date:
    """Return the current day (UTC)."""
    return datetime.datetime.now(datetime.UTC).date()
