"""A larger network, as a teacher: MPNet of twelve layers under the same heads.

MPNet is BERT with a bias of the attention by distance (Song et al. 2020, "MPNet: Masked and Permuted Pre-training for
Language Understanding"). Its vocabulary is that of BERT moved by four, so that both networks read the same batches.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from training.joint_network import Joint
from training.network import Encoder, Sizes

LARGE = Sizes(hidden=768, layers=12, inner=3072, vocabulary=30527, positions=514, epsilon=1e-5)
BUCKETS, FARTHEST = 32, 128
"""Buckets of the bias by distance, for both directions, and the distance from which all is one bucket."""
MARKS = {0: 1, 101: 0, 102: 2, 103: 30526}
"""BERT's numbers of padding, begin, end and hidden word, and MPNet's; all others are moved by four."""


class LargeEncoder(Encoder):
    """MPNet, with token types for letter case and gaps."""

    PROJECTIONS = ("attn.q", "attn.k", "attn.v")
    MIXED, NORMALISED = "attn.o", "LayerNorm"

    def __init__(self, sizes: Sizes, dropout: float = 0.1) -> None:
        super().__init__(sizes, dropout)
        self.distances = nn.Embedding(BUCKETS, sizes.attention)
        numbers = torch.arange(30522) + 4
        for given, mine in MARKS.items():
            numbers[given] = mine
        self.register_buffer("numbers", numbers)

    def embed(self, pieces: Tensor, places: Tensor) -> Tensor:
        """Look up pieces and their places; MPNet's places begin at 2."""
        return super().embed(self.numbers[pieces], places + 2)

    def bias(self, places: Tensor, mask: Tensor | None) -> Tensor:
        """Make what is added to the attention scores: how far pieces lie apart, and padding."""
        apart: Tensor = self.distances(distance_buckets(places)).permute(2, 0, 1)[None]
        padding = super().bias(places, mask)
        return apart if padding is None else apart + padding

    def take(self, given: dict[str, Tensor]) -> None:
        """Copy published weights, by their names."""
        super().take(given)
        self.distances.weight.copy_(given["encoder.relative_attention_bias.weight"])


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
    return Joint(labels, relations, LARGE, LargeEncoder)
