"""Train the tagger on everything and write what ships: weights, tokenizer, settings, model card, licence.

python -m training.train --data ../shared/ner --name candidate-1
"""

from __future__ import annotations

import argparse
import dataclasses
import platform
from pathlib import Path

import torch

from .card import write_card
from .corpora import Document, read_all
from .crossvalidate import HERE, parse_settings
from .export import write
from .learn import train

MODEL_FOLDER = HERE.parent / "src" / "helpers" / "entities" / "model"


def describe(corpora: dict[str, list[Document]]) -> dict[str, dict[str, int]]:
    """For each source the number of documents, sentences, tokens and spans of each type."""
    facts: dict[str, dict[str, int]] = {}
    for source, documents in corpora.items():
        sentences = [s for d in documents for s in d.sentences]
        kinds = [kind for s in sentences for _, _, kind in s.spans]
        counts = {kind: kinds.count(kind) for kind in sorted(set(kinds))}
        facts[source] = {
            "documents": len(documents),
            "sentences": len(sentences),
            "tokens": sum(len(s.tokens) for s in sentences),
            **counts,
        }
    return facts


def main() -> None:
    """Train, export, and write the model card."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=HERE.parents[1] / "shared" / "ner", help="folder of the open data")
    parser.add_argument("--paragraphs", type=Path, default=HERE / "paragraphs")
    parser.add_argument("--output", type=Path, default=MODEL_FOLDER)
    parser.add_argument("--name", required=True, help="name of the candidate, as in the cross-validation")
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="settings of the training, as JSON values")
    options = parser.parse_args()
    settings = parse_settings(options.set)
    corpora = read_all(options.data, options.paragraphs)
    network = train([d for part in corpora.values() for d in part], settings, log=lambda line: print(line, flush=True))
    facts = {
        "name": options.name,
        "data": describe(corpora),
        "settings": dataclasses.asdict(settings),
        "made_with": {"python": platform.python_version(), "torch": torch.__version__},
    }
    checkpoint = HERE / "runs" / f"{options.name}.pt"
    checkpoint.parent.mkdir(exist_ok=True)
    torch.save(network.state_dict(), checkpoint)
    write(network, options.output, facts)
    write_card(options.output)


if __name__ == "__main__":
    main()
