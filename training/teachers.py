"""What several networks say together, for another to learn from: on words that no corpus has an answer for, too.

The idea is that of Bucilă, Caruana & Niculescu-Mizil (2006), "Model Compression", and of Kuncoro et al. (2016),
"Distilling an Ensemble of Greedy Dependency Parsers into One MST Parser": the mean of the teachers' probabilities
holds more than the one right answer, and less of what a single network has learnt by heart.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from training.batches import IGNORED
from training.network import FORBIDDEN, Network, Scores, Sizes

CHOICES = ("tags", "morphs", "lemmas", "names")
"""The questions that are answered by one of a list of classes."""


def masked_arcs(scores: Scores, present: Tensor) -> Tensor:
    """Arc scores in full precision with padding ruled out, [batch, words, 1 + words]."""
    heads = torch.cat([torch.ones_like(present[:, :1]), present], 1)
    return scores.arcs.float().masked_fill(~heads[:, None, :], FORBIDDEN)


def read_teachers(paths: Sequence[Path], labels: dict[str, list[str]], device: str) -> list[Network]:
    """Read the averaged weights of trainings.

    Args:
        paths: Their checkpoints.
        labels: The classes, the same ones for all.
        device: Where the networks shall be.

    Returns:
        The networks, in evaluation mode.
    """
    out = []
    for path in paths:
        saved = torch.load(path, weights_only=True, map_location=device)
        network = Network(labels, Sizes(**saved["sizes"])).to(device)
        network.load_state_dict(saved["average"])
        out.append(network.eval())
    return out


@torch.no_grad()
def ask(teachers: Sequence[Network], batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """Give the mean of the teachers' probabilities, none of the words hidden from them.

    Args:
        teachers: The networks.
        batch: As `Chunker.tensors` lays it out.

    Returns:
        Probabilities [batch, words, …] for each question, ``starts`` [batch, words]; ``heads`` [batch, words], the
        right heads or, where no corpus knows them, the teachers'; ``relations`` belong to these heads. Names are
        confined to what the corpus allows.
    """
    scores = [network(batch["whole"], batch["types"], batch["mask"], batch["pool"]) for network in teachers]

    def mean(parts: list[Tensor]) -> Tensor:
        return torch.stack(parts).mean(0)

    out = {key: mean([getattr(one, key).float().softmax(-1) for one in scores]) for key in CHOICES}
    out["starts"] = mean([one.starts.float().sigmoid() for one in scores])
    out["arcs"] = mean([masked_arcs(one, batch["present"]).softmax(-1) for one in scores])
    out["heads"] = torch.where(batch["heads"] == IGNORED, out["arcs"].argmax(-1), batch["heads"])
    out["relations"] = mean(
        [network.relate(one, out["heads"]).float().softmax(-1) for network, one in zip(teachers, scores, strict=True)]
    )
    masks = batch["names"].masked_fill(batch["names"] == 0, -1).unsqueeze(-1)
    bits = torch.arange(out["names"].shape[-1], device=masks.device)
    allowed = (out["names"] + 1e-9) * ((masks >> bits) & 1)
    out["names"] = allowed / allowed.sum(-1, keepdim=True)
    return out


def soft_losses(
    network: Network, scores: Scores, batch: dict[str, Tensor], said: dict[str, Tensor]
) -> dict[str, Tensor]:
    """Compute how far a network is from what its teachers say, averaged over all words.

    Args:
        network: The network, for the relations.
        scores: What it said.
        batch: The batch.
        said: What the teachers said, of :func:`ask`.

    Returns:
        A loss for each question: cross entropies.
    """
    present = batch["present"]

    def entropy(logits: Tensor, answers: Tensor) -> Tensor:
        return -(answers * logits.float().log_softmax(-1)).sum(-1)[present].mean()

    out = {key: entropy(getattr(scores, key), said[key]) for key in CHOICES}
    out["arcs"] = entropy(masked_arcs(scores, present), said["arcs"])
    out["relations"] = entropy(network.relate(scores, said["heads"]), said["relations"])
    out["starts"] = functional.binary_cross_entropy_with_logits(scores.starts[present].float(), said["starts"][present])
    return out
