"""Files of any kind in, tables `articles`, `sentences` and `rejected` out."""

from helpers.articles.reading import Article, Reading, articles_table, read_articles, read_file, sentences_table
from helpers.articles.sentences import Sentence, split_sentences

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
