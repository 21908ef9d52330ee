"""From the two stores of finished work to the tables: the passes over the whole corpus, in streams.

What is held for every article is its line in `Index` and its sketch, of every entity its spellings, of every pair a few numbers.
Mentions, sentences and pairs are sorted and counted by DuckDB, which spills to disk; texts are put in order by
`spilling`. Both are written as they come.
"""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from helpers.articles.copies import (
    N_PERMUTATIONS,
    Content,
    Places,
    Reader,
    Retold,
    Sketches,
    body_of,
    cluster_copies,
    shingle,
)
from helpers.articles.intake import READING, Intake
from helpers.articles.same_story import NAME_SKETCH_WIDTH, outline
from helpers.entities.corpus import COREFERENCE, PERSON_MARK, Tally, entities_table, shared_ids
from helpers.entities.parsing import PARSING, Text, parse_key
from helpers.network import find_pairs
from helpers.segments import Keys, Segments
from helpers.settings import Settings
from helpers.spilling import in_order
from helpers.storage import arrow_schema, table_path, write_batches, write_table, writing
from helpers.tables import INT, TABLES, TEXT, empty_table

#: Articles that are in memory, with their texts, at a time.
ROWS_AT_ONCE = 1_024
#: Folder, inside of the output, for what does not fit into memory while it is sorted.
SPILL = ".spill"
_SORT_MEMORY_MB = 96
_ROWS_READ = 50_000
_LIGHT = ("article_id", "text_id", "path", "published", "published_quality", "outlet", "language", "n_words", "n_shingles")

_SKETCHES = {"sketch": N_PERMUTATIONS, "name_sketch": NAME_SKETCH_WIDTH}
_OF_PARSE_KEY = ("text_id", "title", "published", "language")

#: A text stands in as many articles as have its key; its mentions are held once and counted as often.
_FOUND = """
    create temp table times as select parse_key as key, count(*) as n_articles from live group by parse_key;
    create temp table found as select key, unnest(mentions, recursive := true) from parsed;
"""
_SPELLINGS = """
    select kind, entity_id, name, surface, how, may_be, sum(n_articles)::bigint as n from found join times using (key)
    group by all order by kind, entity_id, name, surface, how, may_be nulls last
"""
_COUNTS = f"""
    select kind, entity_id, sum(n * n_articles)::bigint as n_mentions, sum(n_articles)::bigint as n_articles
    from (select key, kind, entity_id, count(*) as n from found where how not in {COREFERENCE} group by all)
    join times using (key) group by kind, entity_id order by kind, entity_id
"""
_MARKED = """
    select article_id, found.* replace (
        case when kind = 'person' and entity_id in (select unnest($shared::varchar[])) then entity_id || $mark else entity_id end
        as entity_id
    ) from found join live on key = parse_key order by article_id, start, "end", kind, entity_id, how
"""

#: Answers SQL, with the values of its parameters, batch by batch.
Ask = Callable[..., pa.RecordBatchReader]


@dataclass(frozen=True)
class Index:
    """What is known of every article of a run without its text, one row each, in order of `article_id`.

    articles : article_id, text_id, path, published, published_quality, outlet, language, n_words, n_shingles, parse_key;
        `cluster_id` and `is_copy` once `mark_copies` was called
    sketches, name_sketches : for every row the MinHash of the body's word sequences, and of the names and numbers in it
    """

    articles: pd.DataFrame
    sketches: Sketches
    name_sketches: Sketches

    @property
    def n_bytes(self) -> int:
        """Memory of the index."""
        return int(self.articles.memory_usage(deep=True).sum() + self.sketches.nbytes + self.name_sketches.nbytes)


def build_index(reading: Segments, keys: Keys, fingerprint: str, *, today: datetime.date) -> Index:
    """Return the index of the articles that lie under `keys`; their texts go by. `fingerprint` is that of parsing."""
    parts: list[pa.RecordBatch] = []
    sketches: dict[str, list[Sketches]] = {name: [np.empty((0, width), dtype=np.uint32)] for name, width in _SKETCHES.items()}
    for batch in _article_rows(reading, keys, [*_LIGHT, "title", *_SKETCHES], today):
        values = zip(*(batch.column(name).to_pylist() for name in _OF_PARSE_KEY), strict=True)
        parse_keys = pa.array([parse_key(*row, fingerprint=fingerprint) for row in values], pa.int64())
        columns = [*(batch.column(name) for name in _LIGHT), parse_keys]
        parts.append(pa.RecordBatch.from_arrays(columns, names=[*_LIGHT, "parse_key"]))
        for name, width in _SKETCHES.items():
            sketches[name].append(np.frombuffer(b"".join(batch.column(name).to_pylist()), dtype="<u4").reshape(-1, width))
    schema = pa.schema([*(READING.field(name) for name in _LIGHT), ("parse_key", pa.int64())])
    frame = pa.Table.from_batches(parts, schema=schema).to_pandas(split_blocks=True, self_destruct=True)
    frame = frame.astype(dict.fromkeys(("published_quality", "outlet", "language"), "category"))
    order = np.argsort(frame["article_id"].to_numpy(dtype=object), kind="stable")
    return Index(frame.iloc[order].reset_index(drop=True), *(np.concatenate(rows)[order] for rows in sketches.values()))


def texts_to_parse(
    reading: Segments, keys: Keys, index: Index, parsing: Segments, fingerprint: str
) -> tuple[int, Iterator[Text]]:
    """Return how many different texts the store of parsing lacks, and those texts, one by one."""
    wanted = np.unique(index.articles["parse_key"].to_numpy(dtype=np.int64))
    lacking = wanted[~parsing.has(wanted)]
    return len(lacking), _texts(reading, keys, set(lacking.tolist()), fingerprint) if len(lacking) else iter(())


def _texts(reading: Segments, keys: Keys, lacking: set[int], fingerprint: str) -> Iterator[Text]:
    for batch in _article_rows(reading, keys, ["text", *_OF_PARSE_KEY], None):
        for row in batch.to_pylist():
            key = parse_key(*(row[name] for name in _OF_PARSE_KEY), fingerprint=fingerprint)
            if key in lacking:
                lacking.discard(key)
                yield Text(key, row["text"], row["title"], row["published"], row["language"] or "en")


def mark_copies(reading: Segments, keys: Keys, index: Index, folder: Path) -> Index:
    """Return the index with `cluster_id` and `is_copy`; only the texts of likely copies are read, a group at a time."""
    if index.articles.empty:
        return replace(index, articles=index.articles.assign(cluster_id=pd.Series(dtype="str"), is_copy=pd.Series(dtype=bool)))

    def contents(make: Callable[[str], Content]) -> Reader[Content]:
        ids = index.articles["article_id"]
        return lambda groups: _bodies(reading, keys, ids, groups, folder / SPILL, make)

    sizes = index.articles["n_shingles"].to_numpy(dtype=np.int64)
    retold = Retold(index.name_sketches, contents(outline))
    copies = cluster_copies(index.articles, index.sketches, sizes, contents(shingle), retold=retold)
    return replace(index, articles=pd.concat([index.articles, copies], axis="columns"))


def _bodies(
    reading: Segments,
    keys: Keys,
    article_ids: pd.Series[str],
    groups: list[Places],
    spill: Path,
    make: Callable[[str], Content],
) -> Iterator[tuple[Places, list[Content]]]:
    """Yield each group of places with what `make` makes of its bodies; the texts go by once, in the order of the groups."""
    if not groups:
        return
    places = np.concatenate(groups)
    names = ("article_id", "title", "text")
    rows = _article_rows(reading, keys, list(names), None)
    schema = pa.schema([READING.field(name) for name in names])
    coming = (
        (places[number], make(body_of(row["text"], row["title"])))
        for numbers, batch in in_order(rows, schema, article_ids.iloc[places], spill, n_rows=ROWS_AT_ONCE)
        for number, row in zip(numbers, batch.to_pylist(), strict=True)
    )
    for group in groups:
        held = dict(islice(coming, len(group)))
        yield group, [held[place] for place in group.tolist()]


def write_articles(
    reading: Segments, intake: Intake, index: Index, folder: Path, note: dict[str, object], today: datetime.date
) -> None:
    """Write the tables `articles` and `rejected`."""
    names = [name for name in TABLES["articles"].columns if name not in ("cluster_id", "is_copy")]
    facts = index.articles[["article_id", "cluster_id", "is_copy"]].sort_values("article_id", ignore_index=True)
    rows = _article_rows(reading, intake.keys, names, today)
    schema = pa.schema([READING.field(name) for name in names])
    ordered = in_order(rows, schema, facts["article_id"], folder / SPILL, n_rows=ROWS_AT_ONCE)
    batches = (_with_copies(batch, facts.iloc[places]) for places, batch in ordered)
    write_batches(batches, folder, "articles", note=note, rows_per_group=ROWS_AT_ONCE)
    write_table(_rejected(reading, intake), folder, "rejected", note=note)


def _with_copies(rows: pa.RecordBatch, facts: pd.DataFrame) -> pa.RecordBatch:
    clusters = pa.array(facts["cluster_id"].to_numpy(dtype=object), pa.string())
    return rows.append_column("cluster_id", clusters).append_column("is_copy", pa.array(facts["is_copy"].to_numpy(dtype=bool)))


def _rejected(reading: Segments, intake: Intake) -> pd.DataFrame:
    columns = ["path", "row", "reason"]
    batches = [b.filter(pc.is_valid(b.column("reason"))) for b in reading.scan(intake.keys, columns=columns)]
    kept: pd.DataFrame = pa.Table.from_batches(batches, schema=pa.schema([READING.field(name) for name in columns])).to_pandas()
    return pd.concat([part.astype({"row": "Int64"}) for part in (kept, intake.refused[columns])], ignore_index=True)


def write_sentences(parsing: Segments, index: Index, folder: Path, note: dict[str, object]) -> None:
    """Write the table `sentences`."""
    sql = """
        select article_id, sentence, paragraph, start, "end"
        from (select key, unnest(sentences, recursive := true) from parsed) join live on key = parse_key
        order by article_id, sentence
    """
    with _parsed(parsing, index, "sentences", folder / SPILL) as ask:
        write_batches(ask(sql), folder, "sentences", note=note)


def join_mentions(parsing: Segments, index: Index, folder: Path, note: dict[str, object]) -> pd.DataFrame:
    """Join names over the corpus, write the tables `mentions` and `entities`, and return the second."""
    with _parsed(parsing, index, "mentions", folder / SPILL, prepare=_FOUND) as ask:
        tally = _tally(ask)
        shared = {"shared": sorted(shared_ids(tally)), "mark": PERSON_MARK}
        write_batches(ask(_MARKED, shared), folder, "mentions", note=note)
    entities = entities_table(tally)
    write_table(entities, folder, "entities", note=note)
    return entities


def tally_mentions(parsing: Segments, index: Index, spill: Path) -> Tally:
    """Return what `tally_names` counts in the mentions of all articles, without holding them; `spill` is used while it counts."""
    with _parsed(parsing, index, "mentions", spill, prepare=_FOUND) as ask:
        return _tally(ask)


def _tally(ask: Ask) -> Tally:
    return Tally(*(ask(sql).read_all().to_pandas() for sql in (_SPELLINGS, _COUNTS)))


@contextmanager
def _parsed(parsing: Segments, index: Index, column: str, spill: Path, *, prepare: str = "") -> Iterator[Ask]:
    live = pa.Table.from_pandas(index.articles[["article_id", "parse_key"]], preserve_index=False)
    rows = parsing.scan(np.unique(live["parse_key"].to_numpy()), columns=["key", column])
    parsed = _Stream(rows, pa.schema([PARSING.field("key"), PARSING.field(column)]))
    with _sorter(spill, prepare=prepare, parsed=parsed, live=live) as ask:
        yield ask


def write_pairs(settings: Settings, folder: Path, note: dict[str, object], *, window: str | None, coreference: bool) -> Path:
    """Find the pairs of the mentions in `folder`, so many articles at a time, write the table `pairs` and return its path."""
    found = _Stream(_pairs(settings, folder, coreference=coreference), arrow_schema("pairs"))
    order = ", ".join(TABLES["pairs"].key)
    with _sorter(folder / SPILL, found=found) as ask:
        return write_batches(ask(f"select * from found order by {order}"), folder, "pairs", window=window, note=note)


def _pairs(settings: Settings, folder: Path, *, coreference: bool) -> Iterator[pa.RecordBatch]:
    texts = pq.ParquetFile(table_path(folder, "articles"))
    mentions, sentences = (ds.dataset(table_path(folder, name)) for name in ("mentions", "sentences"))
    for number in range(texts.num_row_groups):
        articles = texts.read_row_group(number, columns=["article_id", "text"]).to_pandas()
        first, last = articles["article_id"].iloc[0], articles["article_id"].iloc[-1]
        inside = (ds.field("article_id") >= first) & (ds.field("article_id") <= last)
        pairs = find_pairs(
            mentions.to_table(filter=inside, use_threads=False).to_pandas(),
            sentences.to_table(filter=inside, use_threads=False).to_pandas(),
            window=settings.window,
            max_entities_per_unit=settings.max_entities_per_unit,
            coreference=coreference,
            articles=articles,
        )
        yield from pa.Table.from_pandas(pairs, schema=arrow_schema("pairs"), preserve_index=False).to_batches()


def read_lightly(path: Path, name: str, columns: Iterable[str], categories: Mapping[str, Collection[str]]) -> pd.DataFrame:
    """Return some `columns` of table `name` in a few bytes a row: names as `categories` (in order), whole numbers as 32 bits.

    Text columns without categories get those that they hold.
    """
    names = list(columns)
    types: dict[str, Any] = {c: "int32" for c in names if TABLES[name].columns[c].dtype == INT}
    types |= {c: pd.CategoricalDtype(pd.Index(categories[c])) for c in names if c in categories}
    other = [c for c in names if TABLES[name].columns[c].dtype == TEXT and c not in categories]
    file = pq.ParquetFile(path, read_dictionary=other)
    parts = [b.to_pandas().astype(types) for b in file.iter_batches(batch_size=_ROWS_READ, columns=names, use_threads=False)]
    for column in other:
        held = pd.CategoricalDtype(sorted({value for part in parts for value in part[column].cat.categories}))
        parts = [part.assign(**{column: part[column].astype(held)}) for part in parts]
    return pd.concat(parts, ignore_index=True) if parts else empty_table(name)[names]


def _article_rows(reading: Segments, keys: Keys, names: list[str], today: datetime.date | None) -> Iterator[pa.RecordBatch]:
    """Yield rows of articles, refusals left out; with `today`, dates after it are called implausible."""
    for batch in reading.scan(keys, columns=[*dict.fromkeys([*names, "reason"])]):
        rows = batch.filter(pc.is_null(batch.column("reason"))).select(names)
        if today is not None and "published_quality" in names:
            latest = pa.scalar(
                datetime.datetime(today.year, today.month, today.day, tzinfo=datetime.UTC), pa.timestamp("us", "UTC")
            )
            is_late = pc.fill_null(pc.greater(rows.column("published"), latest), False)
            place = names.index("published_quality")
            rows = rows.set_column(
                place, "published_quality", pc.if_else(is_late, "implausible", rows.column("published_quality"))
            )
        yield rows


@dataclass(frozen=True)
class _Stream:
    """Batches that go by once, and their columns."""

    batches: Iterable[pa.RecordBatch]
    schema: pa.Schema


@contextmanager
def _sorter(spill: Path, *, prepare: str = "", **sources: Any) -> Iterator[Ask]:
    """Give a function that answers SQL over `sources` batch by batch, in little memory: what is more goes to the folder `spill`.

    `prepare` is SQL that comes first: a stream goes by once, a table made of it can be asked again. What a stream raises is
    raised as it was, not as the database's account of it.
    """
    failures: list[Exception] = []
    config: dict[str, Any] = {"memory_limit": f"{_SORT_MEMORY_MB}MB", "temp_directory": str(spill), "threads": 1}
    try:
        with writing(spill), duckdb.connect(config=config) as connection:
            for name, source in sources.items():
                connection.register(name, _reader(source, failures) if isinstance(source, _Stream) else source)
            if prepare:
                connection.execute(prepare)
            yield lambda sql, values=None: connection.sql(sql, params=values).to_arrow_reader(ROWS_AT_ONCE)
    except (duckdb.Error, pa.ArrowException) as error:
        if failures:
            raise failures[0] from None
        raise OSError(f"sorting in {spill} failed: {str(error).splitlines()[0]}") from error
    finally:
        shutil.rmtree(spill, ignore_errors=True)
        pa.default_memory_pool().release_unused()


def _reader(stream: _Stream, failures: list[Exception]) -> pa.RecordBatchReader:
    def watched() -> Iterator[pa.RecordBatch]:
        try:
            yield from stream.batches
        except Exception as error:
            failures.append(error)
            raise

    return pa.RecordBatchReader.from_batches(stream.schema, watched())
