"""Files of any kind in, tables `articles`, `sentences` and `rejected` out."""

from typing import TYPE_CHECKING, Any

from helpers.articles.sentences import Sentence, split_sentences

if TYPE_CHECKING:
    from helpers.articles.reading import Article, Reading, articles_table, read_articles, read_file, sentences_table

__all__ = [
    "Article",
    "Reading",
    "Sentence",
    "articles_table",
    "read_articles",
    "read_file",
    "sentences_table",
    "split_sentences",
]


def __getattr__(name: str) -> Any:
    """Import the readers, and pandas with them, when one is first asked for: who only splits sentences starts without."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from helpers.articles import reading

    return getattr(reading, name)
