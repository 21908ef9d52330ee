"""Words per second, start-up and memory of the default pipeline, beside a spaCy pipeline of the shape of `en_core_web_sm`.

The spaCy pipeline has the same components and sizes with weights that were never trained: its speed is what is compared.
Text: the sample articles that are no copies, then the training paragraphs without their markup; a sentence that stood before
is left out. Run by `make bench`; prints one table.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from spacy.cli.init_config import init_config
from spacy.language import Language
from spacy.training import Example
from spacy.util import load_model_from_config

from helpers.articles import read_articles, split_sentences
from helpers.entities import build_pipeline
from helpers.entities.mention import NAMES
from helpers.settings import PROJECT, RAW

N_RUNS = 3


def texts() -> list[str]:
    """Return running news in which no sentence stands twice, an article or a paragraph each."""
    seen: set[str] = set()
    return [kept for text in _sources() if (kept := _fresh(text, seen))]


def _sources() -> Iterator[str]:
    articles = read_articles(RAW, progress=False).articles
    yield from articles.loc[~articles["is_copy"], "text"]
    for path in sorted((PROJECT / "training" / "paragraphs").glob("*.txt")):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
        bare = [re.sub(r"\[(?:PER|LOC|ORG|WEAPON) ([^\]]*)\]", r"\1", line) for line in lines]
        yield from ("\n\n".join(bare[i : i + 8]) for i in range(0, len(bare), 8))


def _fresh(text: str, seen: set[str]) -> str:
    parts = []
    for _, paragraph, start, end in split_sentences(text, title=None):
        sentence = text[start:end]
        if sentence not in seen:
            seen.add(sentence)
            parts.append((paragraph, sentence))
    paragraphs = sorted({p for p, _ in parts})
    return "\n\n".join(" ".join(s for p, s in parts if p == paragraph) for paragraph in paragraphs)


def spacy_small() -> Language:
    """Return an untrained pipeline of the shape of `en_core_web_sm`: tagger, parser and recogniser on one small encoder."""
    config = init_config(lang="en", pipeline=["tagger", "parser", "ner"], optimize="efficiency")
    nlp = load_model_from_config(config, auto_fill=True)
    for component, n_labels in (("tagger", 50), ("parser", 45), ("ner", 18)):
        for number in range(n_labels):
            nlp.get_pipe(component).add_label(f"L{number}")
    words = {"words": ["A", "b"], "tags": ["L0", "L1"], "heads": [0, 0], "deps": ["ROOT", "L0"], "entities": ["U-L0", "O"]}
    nlp.initialize(lambda: [Example.from_dict(nlp.make_doc("A b"), words)])
    return nlp


def words_per_second(run: Callable[[], object], n_words: int) -> float:
    """Return the best of several runs."""
    best = float("inf")
    for _ in range(N_RUNS):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    return n_words / best


def start_up() -> float:
    """Return the seconds from starting Python to a pipeline that is ready, the best of several processes."""
    command = [sys.executable, "-c", "from helpers.entities import build_pipeline; build_pipeline()"]
    best = float("inf")
    for _ in range(N_RUNS):
        start = time.perf_counter()
        subprocess.run(command, check=True)
        best = min(best, time.perf_counter() - start)
    return best


def main() -> None:
    """Measure and print."""
    corpus = texts()
    n_words = sum(len(text.split()) for text in corpus)
    ours, small = build_pipeline(), spacy_small()
    docs = list(ours.pipe(corpus))
    memory_gb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    sentences = [s for doc in docs for s in doc.sents]
    plain = sum(not any(s.start <= n.start < s.end for n in s.doc.spans[NAMES]) for s in sentences)
    speed = words_per_second(lambda: list(ours.pipe(corpus)), n_words)
    speed_small = words_per_second(lambda: list(small.pipe(corpus)), n_words)
    share = plain / len(sentences)
    print(f"text: {len(corpus)} texts, {n_words:,} words, {len(sentences):,} sentences, {share:.0%} without a name")
    print(f"default pipeline: {speed:,.0f} words/s, {speed / speed_small:.2f} times the spaCy pipeline in the same run")
    print(f"untrained pipeline of the shape of en_core_web_sm: {speed_small:,.0f} words/s")
    print(f"peak memory after the text: {memory_gb:.2f} GB; start-up: {start_up():.1f} s")


if __name__ == "__main__":
    main()
