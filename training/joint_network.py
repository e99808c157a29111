"""The network of the language pipeline with the heads that read facts, and what passages teach it."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.batches import IGNORED
from training.examples import Example, antecedents, sample
from training.facts import FactHeads, place_bucket, threshold_loss
from training.network import Encoder, Network, Scores, Sizes
from training.passages import NOBODY, NOUN, UNNAMED


class Joint(nn.Module):
    """The network of the language pipeline, and the heads that read facts."""

    def __init__(
        self,
        labels: dict[str, list[str]],
        relations: int,
        sizes: Sizes | None = None,
        encoder: type[Encoder] = Encoder,
    ) -> None:
        super().__init__()
        self.language = Network(labels, sizes, encoder)
        self.facts = FactHeads(relations, hidden=self.language.sizes.hidden)

    def encode(self, batch: dict[str, Tensor]) -> tuple[Scores, Tensor]:
        """Encode a batch once for all heads.

        Args:
            batch: As `Chunker.tensors` lays it out.

        Returns:
            What the present heads say, and the words, [batch, words, hidden].
        """
        scores = self.language(batch["pieces"], batch["types"], batch["mask"], batch["pool"])
        return scores, scores.words


@dataclass(slots=True)
class Laid:
    """An example's mentions and pairs as tensors."""

    first: Tensor
    last: Tensor
    kinds: Tensor
    places: Tensor
    sentence: Tensor
    pairs: list[tuple[int, int]]
    subjects: Tensor
    objects: Tensor
    distances: Tensor
    seen: Tensor


def lay(example: Example, rng: random.Random | None, pairs: list[tuple[int, int]] | None = None) -> Laid:
    """Lay an example's mentions and sampled pairs out as tensors.

    Args:
        example: The chunk.
        rng: Source of chance in training: which pairs, hidden kinds, boundaries that move; None to take all as it is.
        pairs: Which pairs; None to sample them.
    """
    count = len(example.sentence)
    first = [m[0] for m in example.mentions]
    last = [m[1] for m in example.mentions]
    kinds = [m[2] for m in example.mentions]
    if rng is not None:
        for i, kind in enumerate(kinds):
            if rng.random() < 0.1:
                kinds[i] = 6
            if kind == NOUN and rng.random() < 0.15 and last[i] - first[i] > 1:
                first[i] += rng.randint(1, last[i] - first[i] - 1)
    words = np.arange(count)[None, :]
    a, b = np.array(first, int)[:, None], np.array(last, int)[:, None]
    offset = np.where(words < a, words - a, np.where(words >= b, words - b + 1, 0)).reshape(-1, count)
    table = np.array([place_bucket(n) for n in range(-count, count + 1)], np.int64)
    places = table[offset + count]
    pairs = sample(example, rng) if pairs is None else pairs
    chosen = np.array(pairs, np.int64).reshape(-1, 2)
    sentence = np.array(example.sentence)
    of = sentence[np.array(first, int)] if first else np.zeros(0, int)
    seen = (sentence[None] == of[chosen[:, 0]][:, None]) | (sentence[None] == of[chosen[:, 1]][:, None])
    return Laid(
        torch.tensor(first, dtype=torch.long),
        torch.tensor([n - 1 for n in last], dtype=torch.long),
        torch.tensor(kinds, dtype=torch.long),
        torch.from_numpy(places),
        torch.from_numpy(of),
        pairs,
        torch.from_numpy(chosen[:, 0].copy()),
        torch.from_numpy(chosen[:, 1].copy()),
        torch.tensor([example.distance(i, j) for i, j in pairs], dtype=torch.long),
        torch.from_numpy(seen),
    )


def read_pairs(
    joint: Joint, words: Tensor, laid: list[Laid]
) -> tuple[Tensor, Tensor, Tensor, Tensor, list[Tensor], list[Tensor]]:
    """Score the pairs of a batch of examples.

    Args:
        joint: The network.
        words: [batch, words, hidden].
        laid: The examples' pairs.

    Returns:
        As `FactHeads.pairs`, all pairs one after the other; for each example its mentions and the pairs' attention.
    """
    subjects, objects, contexts, distances, described, attention = [], [], [], [], [], []
    heads = joint.facts
    for row, one in enumerate(laid):
        count = one.places.shape[1]
        mine = words[row, :count]
        mentions = heads.mentions(mine, one.first, one.last, one.kinds)
        described.append(mentions)
        context, weights = heads.context(heads.look(mine, mentions, one.places), one.subjects, one.objects, one.seen)
        attention.append(weights)
        subjects.append(heads.subject(mentions)[one.subjects])
        objects.append(heads.object(mentions)[one.objects])
        contexts.append(context)
        distances.append(one.distances)
    out = heads.pairs(torch.cat(subjects), torch.cat(objects), torch.cat(contexts), torch.cat(distances))
    return *out, described, attention


def speaker_scores(
    joint: Joint, example: Example, laid: Laid, mentions: Tensor, none: Tensor, query: Tensor, pairs: list[int]
) -> tuple[Tensor, list[int]]:
    """Score who says what some pairs hold.

    Args:
        joint, example, laid, mentions: The network, the example and its tensors.
        none, query: From `FactHeads.pairs`, the rows of `pairs`.
        pairs: Pair numbers.

    Returns:
        [pairs, 2 + candidates]: nobody, unnamed, and each candidate; and the candidates' mention numbers.
    """
    candidates = [i for i, m in enumerate(example.mentions) if m[4]]
    keys = joint.facts.speaker_key(mentions[candidates])
    scores = (query @ keys.T).float() * 128**-0.5
    here = laid.sentence[laid.subjects[pairs]][:, None]
    apart = (laid.sentence[candidates][None, :] - here).clamp(-2, 2) + 2
    return torch.cat([none.float(), scores + joint.facts.speaker_near[apart]], 1), candidates


def fact_losses(joint: Joint, words: Tensor, group: list[Example], rng: random.Random) -> dict[str, Tensor]:
    """Compute the losses of all that passages teach beside trees and names.

    Args:
        joint: The network.
        words: [batch, words, hidden].
        group: The examples.
        rng: Source of chance.
    """
    count = joint.facts.relations.out_features - 1
    laid = [lay(example, rng) for example in group]
    relations, codes, none, query, described, attention = read_pairs(joint, words, laid)
    positive = torch.zeros(len(relations), count, dtype=torch.bool)
    unknown = torch.zeros(len(relations), count, dtype=torch.bool)
    answers = torch.full((len(relations),), IGNORED)
    base = 0
    speaker_loss = trigger_loss = relations.sum() * 0.0
    speakers = triggers = 0
    for example, one, mentions, weights in zip(group, laid, described, attention, strict=True):
        said, wanted = [], []
        for row, pair in enumerate(one.pairs):
            for n in example.positive.get(pair, ()):
                positive[base + row, n] = True
            unknown[base + row, sorted(example.unsaid(pair, count))] = True
            if pair in example.codes:
                answers[base + row] = example.codes[pair]
                said.append(row)
                wanted.append(example.speakers[pair])
                if example.triggers.get(pair):
                    share = weights[row, sorted(example.triggers[pair])].sum()
                    trigger_loss = trigger_loss - torch.log(share + 1e-6)
                    triggers += 1
        if said:
            rows = [base + row for row in said]
            scores, candidates = speaker_scores(joint, example, one, mentions, none[rows], query[rows], said)
            right = torch.zeros_like(scores, dtype=torch.bool)
            for k, who in enumerate(wanted):
                if who == NOBODY:
                    right[k, 0] = True
                elif who == UNNAMED:
                    right[k, 1] = True
                else:
                    for place, i in enumerate(candidates):
                        right[k, 2 + place] = example.mentions[i][3] == who
            some = right.any(1)
            if bool(some.any()):
                chosen = scores[some].log_softmax(-1).masked_fill(~right[some], -math.inf).logsumexp(-1)
                speaker_loss = speaker_loss - chosen.sum()
                speakers += int(some.sum())
        base += len(one.pairs)
    above, below = threshold_loss(relations.float(), positive, ~positive & ~unknown)
    facts, coded = int(positive.any(1).sum()), int((answers != IGNORED).sum())
    nouns = torch.full(words.shape[:2], IGNORED)
    for row, example in enumerate(group):
        nouns[row, : len(example.nouns)] = torch.tensor(example.nouns)
    known = nouns != IGNORED
    out = {
        "relations": (above + below) / (2 * facts + 20),
        "codes": functional.cross_entropy(codes.float(), answers, ignore_index=IGNORED, reduction="sum") / (coded + 5),
        "speakers": speaker_loss / (speakers + 5),
        "triggers": trigger_loss / (triggers + 3),
        "nouns": functional.cross_entropy(joint.facts.nouns(words)[known].float(), nouns[known], reduction="sum")
        / max(1, int(known.sum())),
    }
    out["antecedents"] = antecedent_loss(joint, group, described)
    return out


def antecedent_scores(
    joint: Joint, example: Example, mentions: Tensor
) -> Iterator[tuple[int, list[int], list[bool], Tensor]]:
    """Score each anaphor's candidates."""
    asked = list(antecedents(example))
    if not asked:
        return
    left = [i for i, candidates, _ in asked for _ in candidates]
    right = [j for _, candidates, _ in asked for j in candidates]
    distances = torch.tensor([example.distance(i, j) for i, j in zip(left, right, strict=True)])
    scores = joint.facts.antecedents(mentions, torch.tensor(left), torch.tensor(right), distances).float()
    at = 0
    for i, candidates, truth in asked:
        yield i, candidates, truth, scores[at : at + len(candidates)]
        at += len(candidates)


def antecedent_loss(joint: Joint, group: list[Example], described: list[Tensor]) -> Tensor:
    """Compute the loss of antecedents: minus the log-probability of all right ones, or of none."""
    total, count = torch.zeros(()), 0
    for example, mentions in zip(group, described, strict=True):
        for _, _, truth, scores in antecedent_scores(joint, example, mentions):
            logits = torch.cat([torch.zeros(1), scores])
            right = torch.tensor([not any(truth), *truth])
            total = total - logits.log_softmax(-1).masked_fill(~right, -math.inf).logsumexp(-1)
            count += 1
    return total / (count + 3)
