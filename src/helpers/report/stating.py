"""What a report says of itself: what it covers, how its numbers were made, versions, and the data it rests on."""

from __future__ import annotations

import hashlib
import sys
from importlib.metadata import version

import pandas as pd

from helpers import __version__
from helpers.entities import knowledge
from helpers.network import Window
from helpers.network.edges import DECAY_SENTENCES
from helpers.network.significance import LEVEL
from helpers.summary import CONFIDENCE

_LIBRARIES = ("spacy", "pandas", "networkx", "igraph", "leidenalg", "scipy", "matplotlib")
_QUOTED = {
    "full": "Sentences are quoted as they stand in the articles",
    "short": "Sentences are quoted with at most 25 words round the names",
    "none": "Sentences are not quoted; their places in the files are given",
}


def scope(*, note: str, entity: str = "", evidence: str = "full") -> str:
    """Return in plain sentences what a report covers.

    Parameters
    ----------
    note : the sentence of `select_articles` that says which articles were chosen
    entity : name of the one entity that it is about; empty for all
    evidence : "full", "short" or "none"
    """
    about = f" It shows {entity}, its partners and the ties among them; chance is judged on all articles." if entity else ""
    return f"This report rests on {note[0].lower()}{note[1:]}{about} {_QUOTED[evidence]}."


def methods(*, window: Window = "sentence", max_entities_per_unit: int = 50, q: float = LEVEL, seed: int = 0) -> pd.DataFrame:
    """Return how the numbers of a report were made, with every threshold.

    Returns
    -------
    DataFrame, one row per step: `step`, `how`
    """
    unit = f"{window} sentences" if isinstance(window, int) else f"one {window}"
    words = "; ".join(f"q ≤ {bound:g}: {said}" for bound, said in CONFIDENCE)
    rows = [
        (
            "Names",
            "A trained tagger, tables of names and rules; a capital counts for a government only where its sentence says so.",
        ),
        ("Copies", "Articles that tell one text are one report; they are found by shared word sequences, names and numbers."),
        (
            "Meetings",
            f"Two names meet in {unit}; one that names over {max_entities_per_unit} makes no pair. A pair counts once in it.",
        ),
        ("Weight", "Independent reports in which the two met; its 95 % interval is a bootstrap over reports."),
        ("Decay", f"The column weight_decayed counts a meeting d sentences apart exp(-d / {DECAY_SENTENCES:g})."),
        (
            "Chance",
            "One-sided p of the weight, were names dealt out anew, each as frequent and each report as crowded as it is; "
            "Benjamini-Hochberg q over all pairs that could reach the level. The unit is the report, never the sentence.",
        ),
        (
            "Shown",
            f"Ties with q ≤ {q:g}; all ties where none could be tested or none passes, which the page then says. The explorer "
            "holds all, and matrices print the others on white.",
        ),
        ("Words", f"{words}; else: could be chance."),
        ("Home ties", "A person with their own country and a weapon with its maker's are marked, and left aside in rankings."),
        ("Random numbers", f"Layouts and communities start from seed {seed}."),
    ]
    return pd.DataFrame(rows, columns=["step", "how"])


def versions() -> str:
    """Return one line with the versions of Python, this package, its knowledge tables and the libraries that shape results."""
    parts = [f"Python {sys.version.split()[0]}", f"helpers {__version__}", f"knowledge tables {knowledge.fingerprint()}"]
    return ", ".join([*parts, *(f"{name} {version(name)}" for name in _LIBRARIES)])


def data_fingerprint(articles: pd.DataFrame) -> str:
    """Return a short hash of the articles that were read: two reports with the same one rest on the same texts.

    Parameters
    ----------
    articles : DataFrame, table `articles`
    """
    return hashlib.blake2b("\n".join(sorted(articles["article_id"])).encode(), digest_size=8).hexdigest()
