"""All steps in order, from a folder of articles to tables and graph files."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers import __version__
from helpers.articles import read_articles
from helpers.entities import build_pipeline, find_mentions, join_names, knowledge
from helpers.network import build_graph, count_edges, find_pairs, write_graph_files
from helpers.settings import Settings
from helpers.storage import write_table


class Tables(NamedTuple):
    """Every table of a run."""

    articles: pd.DataFrame
    sentences: pd.DataFrame
    rejected: pd.DataFrame
    mentions: pd.DataFrame
    entities: pd.DataFrame
    pairs: pd.DataFrame
    edges: pd.DataFrame


def run(raw: Path, processed: Path, settings: Settings | None = None, *, progress: bool = True) -> Tables:
    """Read the articles in `raw`, find who is named, count who meets whom, and write all tables to `processed`.

    Pairs and edges of another window than the default carry it in their file's name (`edges_article.parquet`).

    Raises FileNotFoundError, NotADirectoryError or ValueError, in one sentence, where `raw` holds nothing to read.
    """
    settings = settings or Settings()
    reading = read_articles(raw, max_file_mb=settings.max_file_mb, progress=progress)
    nlp = build_pipeline(names=settings.names)
    mentions, entities = join_names(find_mentions(reading.articles, reading.sentences, nlp, progress=progress))
    pairs = find_pairs(
        mentions,
        reading.sentences,
        window=settings.window,
        max_entities_per_unit=settings.max_entities_per_unit,
        articles=reading.articles,
    )
    edges = count_edges(pairs, reading.articles, entities)
    tables = Tables(*reading, mentions, entities, pairs, edges)
    note = {"version": __version__, "knowledge": knowledge.fingerprint(), "window": settings.window, "names": settings.names}
    other_window = None if settings.window == Settings.window else str(settings.window)
    for name, frame in tables._asdict().items():
        write_table(frame, processed, name, note=note, window=other_window if name in ("pairs", "edges") else None)
    write_graph_files(build_graph(entities, edges), processed, name=f"network_{other_window}" if other_window else "network")
    return tables
