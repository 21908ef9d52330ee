"""Exact span scores of a tagger on annotated documents, read through the same code as at run time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from helpers.entities.tagger import Tagger

from .corpora import Document, Span
from .network import TaggerNetwork

Counts = dict[str, tuple[int, int, int]]


class NetworkSession:
    """A network in torch that answers like the onnxruntime session of its export."""

    def __init__(self, network: TaggerNetwork) -> None:
        self._network = network.eval()

    @torch.no_grad()
    def run(self, _: None, feed: dict[str, NDArray[np.int32]]) -> list[NDArray[np.float32]]:
        """Log probabilities (window, piece, tag) in a list, as onnxruntime gives them."""
        tensors = (torch.from_numpy(feed[name]).long() for name in ("pieces", "cases", "lengths"))
        return [self._network(*tensors).log_softmax(-1).numpy()]


def predict(tagger: Tagger, documents: Sequence[Document]) -> list[list[tuple[Span, ...]]]:
    """For each document and sentence the spans found, in tokens of the corpus; a token touched belongs to the span."""
    texts, sentences, tokens = list[str](), list[list[tuple[int, int]]](), list[list[list[tuple[int, int]]]]()
    for document in documents:
        text, ranges, places = "", list[tuple[int, int]](), list[list[tuple[int, int]]]()
        for sentence in document.sentences:
            start, here = len(text), list[tuple[int, int]]()
            for token in sentence.tokens:
                here.append((len(text), len(text) + len(token)))
                text += token + " "
            ranges.append((start, len(text)))
            places.append(here)
        texts.append(text)
        sentences.append(ranges)
        tokens.append(places)
    found = tagger.tag(texts, sentences)
    return [_in_tokens(names, places) for names, places in zip(found, tokens, strict=True)]


def _in_tokens(
    names: Sequence[tuple[int, int, str, float]], places: Sequence[Sequence[tuple[int, int]]]
) -> list[tuple[Span, ...]]:
    spans = []
    for tokens in places:
        inside = [name for name in names if tokens and tokens[0][0] <= name[0] < tokens[-1][1]]
        starts, ends = np.array([a for a, _ in tokens]), np.array([b for _, b in tokens])
        first = [int(np.searchsorted(starts, name[0], "right")) - 1 for name in inside]
        last = [int(np.searchsorted(ends, name[1], "left")) + 1 for name in inside]
        spans.append(tuple((a, b, name[2]) for a, b, name in zip(first, last, inside, strict=True)))
    return spans


def span_scores(documents: Sequence[Document], predicted: Sequence[Sequence[Sequence[Span]]]) -> Counts:
    """For each type: spans found rightly (both ends and type), spans found, spans there are."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for document, spans in zip(documents, predicted, strict=True):
        for sentence, found in zip(document.sentences, spans, strict=True):
            for span in set(found):
                counts[span[2]][1] += 1
                counts[span[2]][0] += span in sentence.spans
            for span in set(sentence.spans):
                counts[span[2]][2] += 1
    return {kind: (a, b, c) for kind, (a, b, c) in sorted(counts.items())}


def f1(right: int, found: int, there: int) -> float:
    """F1 of three counts; 0 where nothing is right."""
    return 2 * right / (found + there) if right else 0.0
