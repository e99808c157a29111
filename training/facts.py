"""The heads that read facts: which noun phrases matter, whom they mean, and what holds between two mentions.

A pair of mentions sees its words through an attention of its own, whose logits are the sum of what the subject and the
object look for, so that it is the product of two attentions (localized context pooling and the adaptive threshold are
those of Zhou et al. 2021, "Document-Level Relation Extraction with Adaptive Thresholding and Localized Context
Pooling"). It is taught to lie on the annotated trigger. Antecedents are scored from the ends of both mentions (Kirstain
et al. 2021, "Coreference Resolution without Span Representations").
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.language.facts import CODES, HEADS, KINDS, NEAR, PLACES, WIDTH
from training.network import FORBIDDEN, Dropout

DISTANCES = 48
"""Buckets of how far two mentions lie apart."""
SPEAKER = 128


def place_bucket(offset: int) -> int:
    """Sort the distance between a word and a mention: 0 inside it, 1 to 6 before, 7 to 12 after.

    Args:
        offset: Words from the mention's nearest end to the word; negative before it, 0 inside.
    """
    if offset == 0:
        return 0
    size = min(6, 1 + int(math.log2(abs(offset)) * 1.35)) if abs(offset) > 1 else 1
    return size if offset < 0 else 6 + size


def distance_bucket(first: tuple[int, int, int], second: tuple[int, int, int]) -> int:
    """Sort how two mentions lie: sentences apart, which one is first, how many words lie between, nested or not.

    Args:
        first, second: First word, word after the last, sentence of each.
    """
    if first[0] < second[1] and second[0] < first[1]:
        return 44 + (second[0] > first[0]) + 2 * (second[1] - second[0] > first[1] - first[0])
    after = second[0] > first[0]
    between = second[0] - first[1] if after else first[0] - second[1]
    size = min(10, int(math.log2(between + 1) * 2))
    apart = second[2] - first[2]
    if apart == 0:
        return 2 * size + after
    return 22 + min(10, size) + 11 * (apart > 0)


class FactHeads(nn.Module):
    """Mentions, antecedents, relations, qualifiers and speakers on the encoder's words.

    Args:
        relations: Number of relations.
        hidden: Width of the words.
        width: Width of a mention's features.
    """

    def __init__(self, relations: int, hidden: int = 384, width: int = 256) -> None:
        super().__init__()
        self.width = width
        self.nouns = nn.Sequential(nn.Linear(hidden, 128), nn.GELU(), Dropout(0.15), nn.Linear(128, 3))
        self.kinds = nn.Embedding(len(KINDS) + 1, 32)  # the last one for a kind that is not told
        ends = 2 * hidden + 32
        self.subject, self.object = nn.Linear(ends, width), nn.Linear(ends, width)
        self.look_subject, self.look_object = nn.Linear(ends, HEADS * WIDTH), nn.Linear(ends, HEADS * WIDTH)
        self.keys, self.values = nn.Linear(hidden, HEADS * WIDTH), nn.Linear(hidden, HEADS * WIDTH)
        self.places_subject = nn.Parameter(torch.zeros(HEADS, PLACES))
        self.places_object = nn.Parameter(torch.zeros(HEADS, PLACES))
        self.distances = nn.Embedding(DISTANCES, 48)
        self.join = nn.Linear(3 * width + HEADS * WIDTH + 48, 384)
        self.relations = nn.Linear(384, 1 + relations)
        self.codes = nn.Linear(384, len(CODES))
        self.no_speaker = nn.Linear(384, 2)
        self.speaker_query = nn.Linear(384, SPEAKER)
        self.speaker_key = nn.Linear(ends, SPEAKER)
        self.speaker_near = nn.Parameter(torch.zeros(NEAR))
        self.anaphor, self.antecedent = nn.Linear(ends, 192), nn.Linear(ends, 192)
        self.antecedent_distance = nn.Embedding(DISTANCES, 32)
        self.antecedent_join = nn.Linear(3 * 192 + 32, 192)
        self.antecedent_score = nn.Linear(192, 1)
        self.no_antecedent = nn.Linear(192, 1)
        self.dropout = Dropout(0.2)

    def mentions(self, words: Tensor, first: Tensor, last: Tensor, kinds: Tensor) -> Tensor:
        """Describe mentions by their ends.

        Args:
            words: [words, hidden].
            first, last: First and last word of each, [mentions].
            kinds: [mentions].

        Returns:
            [mentions, ends].
        """
        return self.dropout(torch.cat([words[first], words[last], self.kinds(kinds).to(words.dtype)], -1))

    def look(self, words: Tensor, mentions: Tensor, places: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Prepare the attention of pairs.

        Args:
            words: [words, hidden].
            mentions: [mentions, ends].
            places: Bucket of each word before, in or after each mention, [mentions, words].

        Returns:
            What each mention looks for as a subject and as an object, [mentions, HEADS, words], and the words' values,
            [HEADS, words, WIDTH].
        """
        count = len(words)
        keys = self.keys(words).view(count, HEADS, WIDTH)
        values = self.values(words).view(count, HEADS, WIDTH).transpose(0, 1)
        out = []
        for linear, bias in ((self.look_subject, self.places_subject), (self.look_object, self.places_object)):
            query = linear(mentions).view(-1, HEADS, WIDTH)
            score = torch.einsum("mhd,whd->mhw", query, keys) * WIDTH**-0.5
            out.append(score.float() + bias[:, places].transpose(0, 1))
        return out[0], out[1], values

    def context(
        self, looks: tuple[Tensor, Tensor, Tensor], subjects: Tensor, objects: Tensor, seen: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Attend over the words of each pair's sentences.

        Args:
            looks: From `look`.
            subjects, objects: Mention numbers, [pairs].
            seen: Which words the pair may look at, [pairs, words].

        Returns:
            Contexts [pairs, HEADS * WIDTH] and the attention [pairs, words], the mean of the heads.
        """
        as_subject, as_object, values = looks
        scores = as_subject[subjects] + as_object[objects]
        scores = scores.masked_fill(~seen[:, None, :], FORBIDDEN)
        weights = scores.softmax(-1)
        mixed = torch.einsum("phw,hwd->phd", weights.to(values.dtype), values)
        return mixed.reshape(len(subjects), HEADS * WIDTH), weights.mean(1)

    def pairs(
        self, subjects: Tensor, objects: Tensor, context: Tensor, distances: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Score pairs.

        Args:
            subjects, objects: Features of `subject` and `object`, [pairs, width].
            context: [pairs, HEADS * WIDTH].
            distances: [pairs].

        Returns:
            Scores of relations, codes, no or unnamed speaker, and queries for the speaker.
        """
        return self.join_pairs(torch.tanh(subjects), torch.tanh(objects), context, distances)

    def join_pairs(
        self, subjects: Tensor, objects: Tensor, context: Tensor, distances: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Score pairs whose features have gone through the hyperbolic tangent; see `pairs`."""
        distance = self.distances(distances).to(context.dtype)
        joined = torch.cat([subjects, objects, subjects * objects, context, distance], -1)
        hidden = self.dropout(functional.gelu(self.join(self.dropout(joined))))
        return self.relations(hidden), self.codes(hidden), self.no_speaker(hidden), self.speaker_query(hidden)

    def antecedents(self, mentions: Tensor, anaphors: Tensor, candidates: Tensor, distances: Tensor) -> Tensor:
        """Score pairs of a mention and one that may be the same.

        Args:
            mentions: [mentions, ends].
            anaphors, candidates: Mention numbers, [pairs].
            distances: [pairs].

        Returns:
            Score of each candidate, less that of meaning nobody named, [pairs].
        """
        left, right = torch.tanh(self.anaphor(mentions)), torch.tanh(self.antecedent(mentions))
        return self.join_antecedents(left[anaphors], right[candidates], distances)

    def join_antecedents(self, a: Tensor, b: Tensor, distances: Tensor) -> Tensor:
        """Score mentions, [pairs, features], and as many candidates; see `antecedents`."""
        joined = torch.cat([a, b, a * b, self.antecedent_distance(distances).to(a.dtype)], -1)
        hidden = self.dropout(functional.gelu(self.antecedent_join(joined)))
        out: Tensor = (self.antecedent_score(hidden) - self.no_antecedent(a))[:, 0]
        return out


def threshold_loss(scores: Tensor, positive: Tensor, negative: Tensor) -> tuple[Tensor, Tensor]:
    """Compute the adaptive-threshold loss: right relations above the threshold's score, wrong ones below it.

    Args:
        scores: [pairs, 1 + relations].
        positive, negative: [pairs, relations]; what is neither is left open.

    Returns:
        The sums over the right relations and over the pairs.
    """
    threshold, others = scores[:, :1], scores[:, 1:]
    some = positive.any(1)
    above = torch.cat([threshold, others.masked_fill(~positive, FORBIDDEN)], 1)[some].log_softmax(-1)
    below = torch.cat([threshold, others.masked_fill(~negative, FORBIDDEN)], 1).log_softmax(-1)
    return -(above[:, 1:] * positive[some]).sum(), -below[:, 0].sum()
