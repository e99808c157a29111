"""The network: a BERT encoder of six small layers and, on words pooled from its pieces, one head for each question.

Arcs are scored by the biaffine form of Dozat & Manning (2017), "Deep Biaffine Attention for Neural Dependency
Parsing"; relations by an elementwise product of head and dependent features, which costs a tenth of a biaffine form
for as much accuracy.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from kg.language.tokens import SHAPES

TOKEN_TYPES = 1 + 3 * SHAPES
"""Zero for the encoder's own marks, then letter case times the gap before a word."""

FORBIDDEN = -1e4
"""Score of what cannot be: low enough for any softmax, high enough for half precision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """The dimensions of a network.

    Attributes:
        hidden: Width of the encoder.
        layers: Its number of layers.
        attention: Its number of attention heads.
        inner: Width inside its feed-forward blocks.
        vocabulary: Number of word pieces.
        positions: Longest input in pieces.
        arc: Width of the arc features.
        relation: Width of the relation features.
        name: Width of the hidden layer before the name classes.
        epsilon: What keeps the normalisation from dividing by nothing.
    """

    hidden: int = 384
    layers: int = 6
    attention: int = 12
    inner: int = 1536
    vocabulary: int = 30522
    positions: int = 512
    arc: int = 256
    relation: int = 256
    name: int = 256
    epsilon: float = 1e-12


class Dropout(nn.Module):
    """Dropout that takes its masks from a stock of random numbers: drawing fresh ones took a quarter of a step on a
    CPU. (On a GPU they are drawn.)"""

    def __init__(self, rate: float, stock: int = 1 << 23) -> None:
        super().__init__()
        self.rate, self.stock = rate, stock
        self._masks: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        """Drop some of the features while training.

        Args:
            x: Any shape.

        Returns:
            The same shape.
        """
        if not self.training or not self.rate:
            return x
        if x.is_cuda:
            return functional.dropout(x, self.rate)
        count = x.numel()
        if self._masks is None or len(self._masks) < 2 * count:
            size = max(self.stock, 2 * count)
            self._masks = (torch.rand(size) >= self.rate).to(torch.float32) / (1 - self.rate)
        begin = int(torch.randint(len(self._masks) - count, ()))
        dropped: Tensor = x * self._masks[begin : begin + count].view_as(x).to(x.dtype)
        return dropped


class Layer(nn.Module):
    """One transformer block, normalised after each half as in BERT."""

    def __init__(self, sizes: Sizes, dropout: float) -> None:
        super().__init__()
        self.count, self.width = sizes.attention, sizes.hidden // sizes.attention
        self.query_key_value = nn.Linear(sizes.hidden, 3 * sizes.hidden)
        self.output = nn.Linear(sizes.hidden, sizes.hidden)
        self.norm_attention = nn.LayerNorm(sizes.hidden, eps=sizes.epsilon)
        self.up = nn.Linear(sizes.hidden, sizes.inner)
        self.down = nn.Linear(sizes.inner, sizes.hidden)
        self.norm_output = nn.LayerNorm(sizes.hidden, eps=sizes.epsilon)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        """Run the block.

        Args:
            x: Pieces, [batch, length, hidden].
            bias: Added to the attention scores, [batch, 1 or attention heads, 1 or length, length]; None for nothing.

        Returns:
            [batch, length, hidden].
        """
        batch, length, hidden = x.shape
        parts = self.query_key_value(x).reshape(batch, length, 3, self.count, self.width).permute(2, 0, 3, 1, 4)
        query, key, value = parts[0], parts[1], parts[2]
        scores = (query * self.width**-0.5) @ key.transpose(-1, -2)
        if bias is not None:
            scores = scores + bias.to(scores.dtype)
        weights = scores.softmax(-1)
        mixed = (weights.to(value.dtype) @ value).transpose(1, 2).reshape(batch, length, hidden)
        x = self.norm_attention(x + self.dropout(self.output(mixed)))
        out: Tensor = self.norm_output(x + self.dropout(self.down(functional.gelu(self.up(x)))))
        return out


class Encoder(nn.Module):
    """BERT, with token types for letter case and gaps."""

    PROJECTIONS = ("self.query", "self.key", "self.value")
    MIXED, NORMALISED = "output.dense", "output.LayerNorm"
    """What the published weights of attention are called."""

    def __init__(self, sizes: Sizes, dropout: float = 0.1) -> None:
        super().__init__()
        self.pieces = nn.Embedding(sizes.vocabulary, sizes.hidden)
        self.positions = nn.Embedding(sizes.positions, sizes.hidden)
        self.types = nn.Embedding(TOKEN_TYPES, sizes.hidden)
        self.norm = nn.LayerNorm(sizes.hidden, eps=sizes.epsilon)
        self.dropout = Dropout(dropout)
        self.layers = nn.ModuleList(Layer(sizes, dropout) for _ in range(sizes.layers))

    def forward(self, pieces: Tensor, types: Tensor, mask: Tensor | None) -> Tensor:
        """Encode.

        Args:
            pieces: Numbers of word pieces, [batch, length].
            types: Token types, [batch, length].
            mask: 1 for a piece, 0 for padding, [batch, length]; None where nothing is padding.

        Returns:
            [batch, length, hidden].
        """
        places = torch.arange(pieces.shape[1], device=pieces.device)
        x: Tensor = self.dropout(self.norm(self.embed(pieces, places) + self.types(types)))
        bias = self.bias(places, mask)
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def embed(self, pieces: Tensor, places: Tensor) -> Tensor:
        """Look up pieces, [batch, length], and their places, [length]."""
        out: Tensor = self.pieces(pieces) + self.positions(places)
        return out

    def bias(self, places: Tensor, mask: Tensor | None) -> Tensor | None:
        """Make what is added to the attention scores: padding is ruled out; see `Layer.forward`."""
        return None if mask is None else ((1.0 - mask.to(torch.float32)) * FORBIDDEN)[:, None, None, :]

    def load(self, folder: Path) -> None:
        """Take the weights of a published BERT.

        Args:
            folder: A folder with ``model.safetensors``.
        """
        with torch.no_grad():
            self.take(load_file(folder / "model.safetensors"))

    def take(self, given: dict[str, Tensor]) -> None:
        """Copy published weights, by their names."""
        self.pieces.weight.copy_(given["embeddings.word_embeddings.weight"])
        self.positions.weight.copy_(given["embeddings.position_embeddings.weight"])
        self.types.weight.normal_(0, 0.005)
        if "embeddings.token_type_embeddings.weight" in given:
            self.types.weight.add_(given["embeddings.token_type_embeddings.weight"][0])
        self._copy(self.norm, given, "embeddings.LayerNorm")
        for number, layer in enumerate(self.layers):
            if not isinstance(layer, Layer):
                raise TypeError("the encoder consists of layers")
            base = f"encoder.layer.{number}"
            for kind in ("weight", "bias"):
                parts = [given[f"{base}.attention.{name}.{kind}"] for name in self.PROJECTIONS]
                getattr(layer.query_key_value, kind).copy_(torch.cat(parts))
            self._copy(layer.output, given, f"{base}.attention.{self.MIXED}")
            self._copy(layer.norm_attention, given, f"{base}.attention.{self.NORMALISED}")
            self._copy(layer.up, given, f"{base}.intermediate.dense")
            self._copy(layer.down, given, f"{base}.output.dense")
            self._copy(layer.norm_output, given, f"{base}.output.LayerNorm")

    @staticmethod
    def _copy(module: nn.Linear | nn.LayerNorm, given: dict[str, Tensor], name: str) -> None:
        module.weight.copy_(given[f"{name}.weight"])
        module.bias.copy_(given[f"{name}.bias"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """What the network says of each word.

    Attributes:
        tags: [batch, words, tags].
        morphs: [batch, words, morphs].
        lemmas: [batch, words, edits].
        starts: Whether the word begins a sentence, as a logit, [batch, words].
        names: [batch, words, name classes].
        arcs: For each word its possible heads, the root first, [batch, words, 1 + words].
        head_features: [batch, 1 + words, relation].
        dependent_features: [batch, words, relation].
        words: What the encoder makes of them, [batch, words, hidden].
    """

    tags: Tensor
    morphs: Tensor
    lemmas: Tensor
    starts: Tensor
    names: Tensor
    arcs: Tensor
    head_features: Tensor
    dependent_features: Tensor
    words: Tensor


class Network(nn.Module):
    """Encoder and heads."""

    def __init__(
        self, labels: dict[str, list[str]], sizes: Sizes | None = None, encoder: type[Encoder] = Encoder
    ) -> None:
        super().__init__()
        self.sizes = sizes = sizes or Sizes()
        self.encoder = encoder(sizes)
        self.dropout = Dropout(0.15)
        self.tags = nn.Linear(sizes.hidden, len(labels["tags"]))
        self.morphs = nn.Linear(sizes.hidden, len(labels["morphs"]))
        self.lemmas = nn.Linear(sizes.hidden, len(labels["lemmas"]))
        self.starts = nn.Linear(sizes.hidden, 1)
        self.names = nn.Sequential(
            nn.Linear(sizes.hidden, sizes.name), nn.GELU(), Dropout(0.15), nn.Linear(sizes.name, len(labels["names"]))
        )
        self.root = nn.Parameter(torch.randn(sizes.hidden) * 0.02)
        self.arc_head, self.arc_dependent = self._features(sizes.arc), self._features(sizes.arc)
        self.arc = nn.Parameter(torch.empty(sizes.arc + 1, sizes.arc))
        nn.init.xavier_uniform_(self.arc)
        self.relation_head, self.relation_dependent = self._features(sizes.relation), self._features(sizes.relation)
        self.relations = nn.Linear(3 * sizes.relation, len(labels["relations"]))

    def _features(self, width: int) -> nn.Sequential:
        return nn.Sequential(nn.Linear(self.sizes.hidden, width), nn.GELU(), Dropout(0.2))

    def forward(self, pieces: Tensor, types: Tensor, mask: Tensor | None, pool: Tensor) -> Scores:
        """Score everything but the relations, which need the heads first.

        Args:
            pieces: [batch, length].
            types: [batch, length].
            mask: [batch, length], or None where nothing is padding.
            pool: Rows that average a word's pieces, [batch, words, length].

        Returns:
            The scores.
        """
        encoded = self.encoder(pieces, types, mask)
        pooled = pool.to(encoded.dtype) @ encoded
        words = self.dropout(pooled)
        rooted = torch.cat([self.root.to(words.dtype).expand(words.shape[0], 1, -1), words], 1)
        dependents = self.arc_dependent(words)
        dependents = torch.cat([dependents, torch.ones_like(dependents[..., :1])], -1)
        return Scores(
            tags=self.tags(words),
            morphs=self.morphs(words),
            lemmas=self.lemmas(words),
            starts=self.starts(words)[..., 0],
            names=self.names(words),
            arcs=(dependents @ self.arc) @ self.arc_head(rooted).transpose(1, 2),
            head_features=self.relation_head(rooted),
            dependent_features=self.relation_dependent(words),
            words=pooled,
        )

    def relate(self, scores: Scores, heads: Tensor) -> Tensor:
        """Score the relations of words to given heads.

        Args:
            scores: From the network.
            heads: For each word its head's number, 0 for the root, [batch, words].

        Returns:
            [batch, words, relations].
        """
        index = heads.unsqueeze(-1).expand(-1, -1, scores.head_features.shape[-1])
        above, below = scores.head_features.gather(1, index), scores.dependent_features
        out: Tensor = self.relations(torch.cat([above * below, above, below], -1))
        return out


def read_labels(folder: Path) -> dict[str, list[str]]:
    """Read the classes that the preparation found."""
    labels: dict[str, list[str]] = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    return labels
