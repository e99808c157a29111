"""A larger network, as a teacher: MPNet of twelve layers under the same heads.

MPNet is BERT with a bias of the attention by distance (Song et al. 2020, "MPNet: Masked and Permuted Pre-training for
Language Understanding"). Its vocabulary is that of BERT moved by four, so that both networks read the same batches.
"""

from __future__ import annotations

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from training.facts import FactHeads
from training.joint_network import Joint
from training.network import FORBIDDEN, Encoder, Layer, Network, Sizes

LARGE = Sizes(hidden=768, layers=12, inner=3072, vocabulary=30527, positions=514, epsilon=1e-5)
BUCKETS, FARTHEST = 32, 128
"""Buckets of the bias by distance, for both directions, and the distance from which all is one bucket."""
MARKS = {0: 1, 101: 0, 102: 2, 103: 30526}
"""BERT's numbers of padding, begin, end and hidden word, and MPNet's; all others are moved by four."""


class LargeEncoder(Encoder):
    """MPNet, with token types for letter case and gaps."""

    def __init__(self, sizes: Sizes, dropout: float = 0.1) -> None:
        super().__init__(sizes, dropout)
        self.distances = nn.Embedding(BUCKETS, sizes.attention)
        numbers = torch.arange(30522) + 4
        for given, mine in MARKS.items():
            numbers[given] = mine
        self.register_buffer("numbers", numbers)

    def forward(self, pieces: Tensor, types: Tensor, mask: Tensor | None) -> Tensor:
        """Encode; see `training.network.Encoder`."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        bias = self.distances(distance_buckets(places)).permute(2, 0, 1)[None]
        if mask is not None:
            bias = bias + ((1.0 - mask.to(torch.float32)) * FORBIDDEN)[:, None, None, :]
        x: Tensor = self.pieces(self.numbers[pieces]) + self.positions(places + 2) + self.types(types)
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def load(self, folder: Path) -> None:
        """Take the published weights from a folder with ``model.safetensors``."""
        given = load_file(folder / "model.safetensors")
        with torch.no_grad():
            self.pieces.weight.copy_(given["embeddings.word_embeddings.weight"])
            self.positions.weight.copy_(given["embeddings.position_embeddings.weight"])
            self.types.weight.normal_(0, 0.005)
            self.distances.weight.copy_(given["encoder.relative_attention_bias.weight"])
            self._copy(self.norm, given, "embeddings.LayerNorm")
            for number, layer in enumerate(self.layers):
                if not isinstance(layer, Layer):
                    raise TypeError("the encoder consists of layers")
                base = f"encoder.layer.{number}"
                for kind in ("weight", "bias"):
                    parts = [given[f"{base}.attention.attn.{name}.{kind}"] for name in "qkv"]
                    getattr(layer.query_key_value, kind).copy_(torch.cat(parts))
                self._copy(layer.output, given, f"{base}.attention.attn.o")
                self._copy(layer.norm_attention, given, f"{base}.attention.LayerNorm")
                self._copy(layer.up, given, f"{base}.intermediate.dense")
                self._copy(layer.down, given, f"{base}.output.dense")
                self._copy(layer.norm_output, given, f"{base}.output.LayerNorm")


def distance_buckets(places: Tensor) -> Tensor:
    """Sort the distances of all pairs of places into buckets, exact near by and logarithmic farther off.

    Args:
        places: [length].

    Returns:
        [length, length], from the word that looks to the one looked at.
    """
    distance = places[:, None] - places[None, :]
    half = BUCKETS // 2
    exact = half // 2
    far = distance.abs()
    scale = math.log(FARTHEST / exact)
    logarithmic = exact + (torch.log(far.clamp(min=1).float() / exact) / scale * (half - exact)).long()
    return (distance < 0).long() * half + torch.where(far < exact, far, logarithmic.clamp(max=half - 1))


def large_joint(labels: dict[str, list[str]], relations: int) -> Joint:
    """Make a network of the larger encoder and all heads, its weights not yet loaded."""
    joint = Joint(labels, relations)
    joint.language = Network(labels, LARGE)
    joint.language.encoder = LargeEncoder(LARGE)
    joint.facts = FactHeads(relations, hidden=LARGE.hidden)
    return joint
