"""All steps in order, from a folder of articles to tables and graph files; what was done before is not done again."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from tqdm import tqdm

from helpers import __version__
from helpers.articles.folder import list_files
from helpers.articles.intake import READING, take_in
from helpers.articles.readers.columns import check_columns
from helpers.articles.reading import current_day
from helpers.assembly import (
    build_index,
    join_mentions,
    mark_copies,
    read_lightly,
    texts_to_parse,
    write_articles,
    write_pairs,
    write_sentences,
)
from helpers.entities import knowledge
from helpers.entities.parsing import (
    PARSING,
    ParseTexts,
    Pipeline,
    batches_of,
    joined_words,
    make_pipeline,
    parsing_fingerprint,
    release_pipeline,
)
from helpers.network import build_graph, count_edges, write_graph_files
from helpers.parallel import map_batches
from helpers.segments import Segments, redo_broken
from helpers.settings import Settings
from helpers.storage import mark_results, only_run, read_table, remove_leftovers, table_path, write_table
from helpers.tables import TABLES

logger = logging.getLogger("helpers")

_ENTITY_IDS = ("entity_id", "source", "target")


@dataclass(frozen=True)
class Tables:
    """The tables of a run, each read from its file when it is first asked for."""

    folder: Path
    window: str | None = None

    def read(self, name: str, columns: Collection[str] | None = None) -> pd.DataFrame:
        """Return table `name`, or some of its columns."""
        return read_table(self.folder, name, window=self.window if name in ("pairs", "edges") else None, columns=columns)

    @cached_property
    def articles(self) -> pd.DataFrame:
        """Table `articles`."""
        return self.read("articles")

    @cached_property
    def sentences(self) -> pd.DataFrame:
        """Table `sentences`."""
        return self.read("sentences")

    @cached_property
    def rejected(self) -> pd.DataFrame:
        """Table `rejected`."""
        return self.read("rejected")

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """Table `mentions`."""
        return self.read("mentions")

    @cached_property
    def entities(self) -> pd.DataFrame:
        """Table `entities`."""
        return self.read("entities")

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """Table `pairs`."""
        return self.read("pairs")

    @cached_property
    def edges(self) -> pd.DataFrame:
        """Table `edges`."""
        return self.read("edges")


def run(
    raw: Path,
    processed: Path,
    settings: Settings | None = None,
    *,
    columns: Mapping[str, str] | None = None,
    today: datetime.date | None = None,
    follow_links: bool = False,
    n_process: int = 1,
    client: Any = None,
    work: str | Path | None = None,
    wait: bool = False,
    graph_files: bool = True,
    progress: bool = True,
    pipeline: Pipeline = make_pipeline,
) -> Tables:
    """Read the articles in `raw`, find who is named, count who meets whom, and write all tables to `processed`.

    Files and texts that an earlier run has done are not done again, whether it ended or was killed; the tables are the same as
    if all were done at once. Pairs and edges of another window than the default carry it in their file's name
    (`edges_article.parquet`).

    Parameters
    ----------
    columns : for tables in `raw`, the column of a field where its name does not tell, as `read_articles` takes it
    today : dates after it are implausible; the current day (UTC) where none is given
    follow_links : whether links that lead out of `raw` are read
    n_process : processes that read and parse on this machine
    client : a Dask client whose workers read and parse; they see `raw` and `work` under the same names
    work : where finished work is kept, a path or any address that fsspec knows; `.work` in `processed` where none is given
    wait : whether to wait while another run writes to `processed`
    graph_files : whether the graph is written for other programs as well (GraphML, GEXF, JSON, CSV)
    pipeline : makes the pipeline of `settings`; a function of a module, where there is more than one process

    Raises
    ------
    FileNotFoundError, NotADirectoryError, ValueError : `raw` holds nothing to read
    BlockingIOError : another run writes to `processed`
    OSError : the disk is full, or `processed` cannot be written; what was finished is kept
    """
    settings, day, mapping = settings or Settings(), today or current_day(), check_columns(columns)
    files = list_files(Path(raw), max_file_mb=settings.max_file_mb, follow_links=follow_links)
    processed = Path(processed)
    with only_run(processed, wait=wait):
        mark_results(processed)
        remove_leftovers(processed)
        place = str(work or processed / ".work").rstrip("/")
        reading, parsing = Segments(f"{place}/reading", READING), Segments(f"{place}/parsing", PARSING)
        job = _Job(processed, settings, reading, parsing, day, graph_files, progress, pipeline)
        workers = {"n_process": n_process, "client": client}

        def steps() -> Tables:
            intake = take_in(files, reading, processed / ".files.parquet", columns=mapping, progress=progress, **workers)
            return job.finish(intake, **workers)

        tables: Tables = redo_broken(steps, (reading, parsing))
    return tables


@dataclass(frozen=True)
class _Job:
    """What the steps behind reading need."""

    processed: Path
    settings: Settings
    reading: Segments
    parsing: Segments
    today: datetime.date
    graph_files: bool
    progress: bool
    pipeline: Pipeline

    def finish(self, intake: Any, **workers: Any) -> Tables:
        """Parse what is new, go over the corpus, write the tables."""
        fingerprint = parsing_fingerprint(self.settings, self.pipeline)
        index = build_index(self.reading, intake.keys, fingerprint, today=self.today)
        self.parse(intake, index, fingerprint, **workers)
        index = mark_copies(self.reading, intake.keys, index, self.processed)
        write_articles(self.reading, intake, index, self.processed, self.note, self.today)
        write_sentences(self.parsing, index, self.processed, self.note)
        self.count(index)
        self.reading.merge(intake.keys)
        self.parsing.merge(np.unique(index.articles["parse_key"].to_numpy(dtype=np.int64)))
        return Tables(self.processed, self.other_window)

    def parse(self, intake: Any, index: Any, fingerprint: str, **workers: Any) -> None:
        """Parse the texts that no run has parsed yet."""
        n_texts, texts = texts_to_parse(self.reading, intake.keys, index, self.parsing, fingerprint)
        if not n_texts:
            return
        task = ParseTexts(self.parsing.folder, self.settings, self.pipeline)
        with tqdm(total=n_texts, desc="Finding mentions", unit="article", disable=not self.progress) as bar:
            for n_done in map_batches(task, batches_of(texts), **workers):
                bar.update(n_done)
        release_pipeline()
        self.parsing.refresh()

    def count(self, index: Any) -> None:
        """Write mentions, entities, pairs, edges and the graph files."""
        entities = join_mentions(self.parsing, index, self.processed, self.note)
        window, coreference = self.other_window, any(joined_words(self.settings))
        path = write_pairs(self.settings, self.processed, self.note, window=window, coreference=coreference)
        edges = self.count_pairs(path, index, entities)
        write_table(edges, self.processed, "edges", window=window, note=self.note)
        if self.graph_files:
            name = f"network_{window}" if window else "network"
            write_graph_files(build_graph(entities, edges), self.processed, name=name)

    def count_pairs(self, path: Path, index: Any, entities: pd.DataFrame) -> pd.DataFrame:
        """Return table `edges`; pairs, mentions and, for paragraphs, sentences are read as numbers, without their texts."""
        names = {"article_id": index.articles["article_id"], **dict.fromkeys(_ENTITY_IDS, entities["entity_id"])}

        def read(name: str, columns: Collection[str], file: Path | None = None) -> pd.DataFrame:
            return read_lightly(file or table_path(self.processed, name), name, columns, names)

        return count_edges(
            read("pairs", TABLES["pairs"].columns, path),
            index.articles,
            entities,
            mentions=read("mentions", ("article_id", "sentence", "entity_id", "kind", "how")),
            sentences=read("sentences", ("article_id", "sentence", "paragraph")) if self.settings.window == "paragraph" else None,
            window=self.settings.window,
            max_entities_per_unit=self.settings.max_entities_per_unit,
        )

    @property
    def other_window(self) -> str | None:
        """The window, where it is not the default."""
        return None if self.settings.window == Settings.window else str(self.settings.window)

    @property
    def note(self) -> dict[str, object]:
        """What is kept in every table's file."""
        pronouns, roles = joined_words(self.settings)
        own = {"window": self.settings.window, "names": self.settings.names, "pronouns": pronouns, "roles": roles}
        own |= {"places": self.settings.places}
        return {"version": __version__, "knowledge": knowledge.fingerprint(), **own}
