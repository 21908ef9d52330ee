"""Training and prediction of one network."""

from __future__ import annotations

import copy
import math
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from tokenizers import Tokenizer
from torch import Tensor

from helpers.entities.tagger import Pieces, case_numbers, cut_windows

from .augment import Replacer, change_case, letter_line
from .corpora import Document, Sentence, as_words, tag_numbers
from .names import load_names
from .network import Linear, TaggerNetwork, encoder_folder, load_encoder

IGNORE = -100


@dataclass(frozen=True)
class Settings:
    """Everything that a training depends on beside its data."""

    seed: int = 1
    epochs: float = 8
    rate: float = 2e-4
    head_rate: float = 1e-3
    layer_decay: float = 0.85
    weight_decay: float = 0.01
    warmup: float = 0.1
    dropout: float = 0.1
    batch_pieces: int = 1536
    max_pieces: int = 126
    smoothing: float = 0.02
    average: float = 0.99
    frozen: tuple[str, ...] = ("pieces", "positions")
    hide_words: float = 0.06
    case_share: float = 0.1
    replace: dict[str, float] = field(default_factory=lambda: {"PER": 0.35, "LOC": 0.2, "ORG": 0.1, "WEAPON": 0.4})
    repeat: dict[str, float] = field(default_factory=lambda: {"own": 1.0})
    empty_share: dict[str, float] = field(default_factory=lambda: {"gum": 0.15, "wikigold": 0.5})
    letter_lines: dict[str, float] = field(default_factory=lambda: {"ewt": 0.3})
    quantized_share: float = 0.25
    bf16: bool = True
    threads: int = 2


@dataclass(frozen=True)
class Window:
    """What the network reads at once; `tags` stands at the first piece of each word, IGNORE elsewhere."""

    pieces: list[int]
    cases: list[int]
    tags: list[int]


def load_tokenizer() -> Tokenizer:
    """MiniLM's own word pieces, without cutting or filling up."""
    tokenizer = Tokenizer.from_file(str(encoder_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _windows(
    sentences: Sequence[Sentence], pieces: Pieces, settings: Settings, rng: random.Random, mask: int
) -> Iterator[Window]:
    """Sentences of one document packed as at run time, a length drawn for each document."""
    ids, cases, tags, ends, breaks = list[tuple[int, ...]](), list[int](), list[int](), list[int](), list[int]()
    total = 0
    for sentence in sentences:
        for word, case, tag in zip(sentence.tokens, case_numbers(sentence.tokens), tag_numbers(sentence), strict=True):
            known = pieces(word)
            if not known:
                continue
            if rng.random() < settings.hide_words:
                known = (mask,)
            total += len(known)
            ids.append(known)
            cases.append(case)
            tags.append(tag)
            ends.append(total)
        breaks.append(len(ids))
    longest = rng.choice((settings.max_pieces, settings.max_pieces // 2, settings.max_pieces // 4))
    for start, end, own_start, own_end in cut_windows(ends, breaks, max_pieces=longest):
        window = Window([pieces.start], [0], [IGNORE])
        for i in range(start, end):
            tag = tags[i] if own_start <= i < own_end else IGNORE
            window.pieces.extend(ids[i])
            window.cases.extend([cases[i]] * len(ids[i]))
            window.tags.extend([tag, *[IGNORE] * (len(ids[i]) - 1)])
        window.pieces.append(pieces.end)
        window.cases.append(0)
        window.tags.append(IGNORE)
        yield window


def _batches(windows: list[Window], batch_pieces: int, rng: random.Random) -> list[list[Window]]:
    """Windows of like length together, in random order; full batches only: each new shape costs time."""
    groups: dict[int, list[Window]] = defaultdict(list)
    for window in windows:
        groups[-(-len(window.pieces) // 16) * 16].append(window)
    batches = []
    for width, group in sorted(groups.items()):
        rng.shuffle(group)
        size = max(1, batch_pieces // width)
        group += rng.choices(group, k=-len(group) % size)
        batches.extend(group[i : i + size] for i in range(0, len(group), size))
    rng.shuffle(batches)
    return batches


def to_tensors(batch: Sequence[Window]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Pieces, cases, lengths and tags of windows filled up to the longest."""
    width = -(-max(len(w.pieces) for w in batch) // 16) * 16
    pieces, cases = torch.zeros(len(batch), width, dtype=torch.long), torch.zeros(len(batch), width, dtype=torch.long)
    tags = torch.full((len(batch), width), IGNORE, dtype=torch.long)
    for i, w in enumerate(batch):
        pieces[i, : len(w.pieces)], cases[i, : len(w.pieces)] = torch.tensor(w.pieces), torch.tensor(w.cases)
        tags[i, : len(w.tags)] = torch.tensor(w.tags)
    return pieces, cases, torch.tensor([len(w.pieces) for w in batch]), tags


class Epochs:
    """Draws an epoch after the other out of the documents, each time with other names, cases and lengths."""

    def __init__(self, documents: Sequence[Document], settings: Settings) -> None:
        self._documents = [as_words(document) for document in documents]
        self._settings, self._rng = settings, random.Random(settings.seed)
        tokenizer = load_tokenizer()
        self._pieces, self._mask = Pieces(tokenizer), tokenizer.token_to_id("[MASK]")
        spans = [(kind, s.tokens[a:b]) for d in self._documents for s in d.sentences for a, b, kind in s.spans]
        weapons = sorted({words for kind, words in spans if kind == "WEAPON"})
        organisations = sorted({words for kind, words in spans if kind == "ORG"})
        self._names = load_names()
        self._replacer = Replacer(self._names, weapons, organisations)

    def draw(self) -> list[list[Window]]:
        """The batches of the next epoch."""
        windows = []
        for document in self._documents:
            share = self._settings.repeat.get(document.source, 1.0)
            for _ in range(int(share) + (self._rng.random() < share % 1)):
                windows.extend(_windows(self._vary(document), self._pieces, self._settings, self._rng, self._mask))
        return _batches(windows, self._settings.batch_pieces, self._rng)

    def _vary(self, document: Document) -> list[Sentence]:
        empty = self._settings.empty_share.get(document.source, 1.0)
        document = self._replacer(document, self._rng, self._settings.replace)
        kept = [s for s in document.sentences if s.spans or self._rng.random() < empty]
        if self._rng.random() < self._settings.letter_lines.get(document.source, 0.0):
            kept.insert(self._rng.choice((0, len(kept))), letter_line(self._names, self._rng))
        return [change_case(s, self._rng, share=self._settings.case_share) for s in kept]


def _parameter_groups(network: TaggerNetwork, settings: Settings) -> list[dict[str, object]]:
    """Deeper layers learn more slowly; biases and norms do not decay."""
    groups: dict[tuple[float, float], list[Tensor]] = defaultdict(list)
    n_layers = len(network.layers)
    for name, parameter in network.named_parameters():
        if name.split(".")[0] in settings.frozen:
            parameter.requires_grad_(False)
            continue
        if name.startswith("layers."):
            rate = settings.rate * settings.layer_decay ** (n_layers - 1 - int(name.split(".")[1]))
        elif name.startswith(("head", "shape", "style", "case")):
            rate = settings.head_rate
        else:
            rate = settings.rate * settings.layer_decay**n_layers
        decay = settings.weight_decay if parameter.ndim > 1 and not name.startswith(("pieces", "positions")) else 0.0
        groups[rate, decay].append(parameter)
    return [{"params": p, "lr": rate, "base": rate, "weight_decay": decay} for (rate, decay), p in groups.items()]


def train(documents: Sequence[Document], settings: Settings, *, log: object = print) -> TaggerNetwork:
    """Train a network on documents; the last part of the steps with 8-bit rounding. Seeded: repeatable on one machine."""
    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)
    network = TaggerNetwork(dropout=settings.dropout)
    load_encoder(network)
    epochs = Epochs(documents, settings)
    per_epoch = len(epochs.draw())
    n_steps = math.ceil(per_epoch * settings.epochs)
    optimizer = torch.optim.AdamW(_parameter_groups(network, settings), fused=True)
    averaged = copy.deepcopy(network)
    step, losses, began = 0, list[float](), time.monotonic()
    watch_from, round_from = int(n_steps * (1 - settings.quantized_share) * 0.9), int(n_steps * (1 - settings.quantized_share))
    network.train()
    while step < n_steps:
        for batch in epochs.draw():
            if settings.quantized_share and step == watch_from:
                network.rounding("watch")
            if settings.quantized_share and step == round_from:
                network.rounding("on")
            factor = min(1.0, (step + 1) / (n_steps * settings.warmup)) * max(0.02, 1 - step / n_steps)
            for group in optimizer.param_groups:
                group["lr"] = group["base"] * factor
            losses.append(_step(network, optimizer, batch, settings))
            _average(averaged, network, min(settings.average, (step + 1) / (step + 10)))
            step += 1
            if step % 100 == 0:
                log(f"step {step}/{n_steps} loss {np.mean(losses[-100:]):.4f} {time.monotonic() - began:.0f} s")
            if step == n_steps:
                break
    for old, new in zip(averaged.modules(), network.modules(), strict=True):
        if isinstance(old, Linear):
            old.mode = new.mode
    return averaged.eval()


def _step(network: TaggerNetwork, optimizer: torch.optim.Optimizer, batch: list[Window], settings: Settings) -> float:
    pieces, cases, lengths, tags = to_tensors(batch)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=settings.bf16):
        scores = network(pieces, cases, lengths)
    loss = F.cross_entropy(scores.float().flatten(0, 1), tags.flatten(), ignore_index=IGNORE, label_smoothing=settings.smoothing)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    return float(loss.detach())


@torch.no_grad()
def _average(averaged: TaggerNetwork, network: TaggerNetwork, keep: float) -> None:
    """Move the averaged weights a little towards the present ones. Changes `averaged`."""
    for old, new in zip(averaged.parameters(), network.parameters(), strict=True):
        old.lerp_(new, 1 - keep)
    for old, new in zip(averaged.buffers(), network.buffers(), strict=True):
        old.copy_(new)
