"""The heads of the network that read facts: whom a mention means, and what holds between two mentions.

They run on what the encoder made of the words, once the mentions are known. Three small graphs: `mentions.onnx`
describes mentions and words, `pairs.onnx` scores pairs of mentions, `antecedents.onnx` pairs of a mention and one that
may be the same. What a pair sees of its sentence is computed between them: an attention whose logits are the sum of
what the subject and the object look for.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime

from kg.errors import ModelError
from kg.language.encoder import Floats, Ints, Sessions, check_files

KINDS: Final = ("PERSON", "ORG", "GEO", "OTHER", "NOUN", "PRON")
"""Input to the network for a mention: the coarse type of a name; else noun or pronoun."""
KIND_OF_LABEL: Final = {
    "PERSON": 0, "ORG": 1, "GPE": 2, "NORP": 2, "LOC": 2, "FAC": 2, "EVENT": 3, "MISC": 3, "NOUN": 4, "PRON": 5,
}  # fmt: skip
CODES: Final = ("+a", "+f", "+p", "+r", "-a", "-f", "-p", "-r")
"""Polarity and factuality as one class: actual, future, possible, requested."""
GRID: Final = 1 << 10
"""Scores are rounded to 1/1024, far above what processors differ by."""

HEADS, WIDTH = 4, 64
"""Of the attention of pairs."""
PLACES = 13
"""Buckets of how far a word lies before or after a mention."""
NEAR = 5
"""Buckets of sentences from what is said to its speaker: -2 to 2; `speakers` rules out any farther."""

_NEEDED: Final = onnxruntime.RunOptions()
"""Options of a run that computes only what the outputs that are asked for need."""
_NEEDED.only_execute_path_to_fetches = True


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mention stands: its words (end exclusive), its sentence, and which of `KINDS` it is."""

    start: int
    end: int
    sentence: int
    kind: int


@dataclass(frozen=True, slots=True, eq=False)
class Arguments:
    """What the network makes of mentions as arguments and speakers, and of words.

    Attributes:
        subjects, objects: Features of the mentions as arguments, [mentions, features].
        looks: What they look for as subject and as object, [2, HEADS, mentions, WIDTH].
        speakers: Their keys as speakers, [mentions, features].
        keys, values: Of the words, [HEADS, words, WIDTH].
    """

    subjects: Floats
    objects: Floats
    looks: Floats
    speakers: Floats
    keys: Floats
    values: Floats


@dataclass(frozen=True, slots=True, eq=False)
class PairScores:
    """What the network holds of pairs of mentions.

    Attributes:
        pairs: Numbers of subject and object, [pairs, 2].
        relations: How far each relation lies above the threshold of the pair, [pairs, relations].
        codes: Probabilities of `CODES`, [pairs, codes].
        nobody: Scores of nobody and of an unnamed source as speaker, [pairs, 2].
        queries: What a speaker's key is compared with, [pairs, features].
        triggers: The word of the text that each pair looks at most, [pairs].
    """

    pairs: Ints
    relations: Floats
    codes: Floats
    nobody: Floats
    queries: Floats
    triggers: Ints


_FARTHEST: Final = 512
_BUCKETS: Final = np.asarray(
    [0]
    + [min(6, 1 + int(math.log2(n) * 1.35)) for n in range(1, _FARTHEST + 1)]
    + [6 + min(6, 1 + int(math.log2(n) * 1.35)) for n in range(_FARTHEST, 0, -1)]
)
"""Bucket of a word so many words before a mention, and, counted from the end, so many after it."""


def table_of(places: Sequence[Place]) -> Ints:
    """Lay places out: start, end, sentence and kind of each, [places, 4]."""
    rows = [(place.start, place.end, place.sentence, place.kind) for place in places]
    return np.asarray(rows, np.int64).reshape(-1, 4)


def place_buckets(places: Ints, first: int, last: int) -> Ints:
    """Sort the words of a stretch by how far they lie from mentions: 0 inside, 1 to 6 before, 7 to 12 after.

    Args:
        places: The mentions, from `table_of`.
        first, last: The stretch, end exclusive.
    """
    words = np.arange(first, last)
    before = (places[:, 0:1] - words).clip(0, _FARTHEST)
    after = (words - places[:, 1:2] + 1).clip(0, _FARTHEST)
    found: Ints = _BUCKETS[before - after]
    return found


_SIZES: Final = np.asarray([min(10, int(math.log2(n) * 2)) for n in range(1, 33)])
"""Size of a gap of so many words between two mentions; no gap counts as larger than the last."""


def distance_buckets(one: Ints, other: Ints) -> Ints:
    """Sort how mentions lie to others: sentences apart, which one is first, how many words lie between, nested or not.

    Args:
        one, other: Mentions, from `table_of`, [pairs, 4].
    """
    start, end, sentence, _ = one.T
    start_other, end_other, sentence_other, _ = other.T
    after = start_other > start
    between = np.where(after, start_other - end, start - end_other)
    size = _SIZES[between.clip(0, len(_SIZES) - 1)]
    apart = sentence_other - sentence
    beside = np.where(apart == 0, 2 * size + after, 22 + size + 11 * (apart > 0))
    nested = 44 + after + 2 * (end_other - start_other > end - start)
    found: Ints = np.where((start < end_other) & (start_other < end), nested, beside)
    return found


class FactHeads:
    """The heads, loaded.

    Args:
        folder: Where the graphs and ``facts.json`` are.
        threads: See `kg.language.encoder.session_options`.

    Raises:
        ModelError: If a file is missing or damaged.
    """

    def __init__(self, folder: Path, threads: int = 0) -> None:
        names = ("mentions.onnx", "pairs.onnx", "antecedents.onnx", "facts.json")
        check_files(folder, names)
        try:
            known = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
            self.relations: list[str] = known["relations"]
            self._places = np.asarray([known["places_subject"], known["places_object"]], np.float32)
            self._near = np.asarray(known["speaker_near"], np.float32)
        except (OSError, KeyError, TypeError, ValueError) as error:
            raise ModelError(f"facts.json in {folder} is damaged; install the package again") from error
        self._sessions = Sessions(folder, names[:3], threads)

    def _mentions(self, outputs: Sequence[str], words: Floats, places: Ints) -> list[Floats]:
        """Run the graph that describes mentions, as far as some of its outputs need."""
        start, end, _, kinds = places.T
        inputs = {"words": words, "first": start.copy(), "last": end - 1, "kinds": kinds.copy()}
        found: list[Floats] = self._sessions.open()[0].run(outputs, inputs, _NEEDED)
        return found

    def describe(self, words: Floats, places: Sequence[Place]) -> Arguments:
        """Describe the mentions of a text as arguments of relations.

        Args:
            words: What the encoder made of the text's words, [words, hidden].
        """
        outputs = ("subjects", "objects", "look_subject", "look_object", "speakers", "keys", "values")
        subjects, objects, *looks, speakers, keys, values = self._mentions(outputs, words, table_of(places))
        return Arguments(
            subjects,
            objects,
            np.stack(looks).reshape(2, -1, HEADS, WIDTH).transpose(0, 2, 1, 3),
            speakers,
            keys.reshape(-1, HEADS, WIDTH).transpose(1, 0, 2),
            values.reshape(-1, HEADS, WIDTH).transpose(1, 0, 2),
        )

    def antecedents(self, words: Floats, places: Sequence[Place], asked: Sequence[tuple[int, int]]) -> Floats:
        """Score whether mentions are what other mentions are.

        Args:
            words, places: As for `describe`.
            asked: Numbers of a mention and of one that may be the same.

        Returns:
            A score for each: above 0 if it is likelier than that the mention means nobody of them.
        """
        if not asked:
            return np.zeros(0, np.float32)
        table = table_of(places)
        anaphors, candidates = self._mentions(("anaphor", "antecedent"), words, table)
        one, other = np.asarray(asked, np.int64).T
        inputs = {
            "anaphors": anaphors[one],
            "candidates": candidates[other],
            "distances": distance_buckets(table[one], table[other]),
        }
        scores: Floats = self._sessions.open()[2].run(None, inputs)[0]
        return on_grid(scores)

    def pairs(
        self, described: Arguments, places: Sequence[Place], groups: Sequence[tuple[int, int, Sequence[int]]]
    ) -> PairScores:
        """Score all ordered pairs of the mentions of each sentence.

        Args:
            described: From `describe`.
            groups: Of each sentence its first word, the word after its last, and its mentions' numbers.
        """
        table = table_of(places)
        asked, contexts, triggers = [], [], []
        for first, last, group in groups:
            members = np.asarray(group)
            weights, mixed = self._attend(described, table, members, first, last)
            one, other = _two_of(len(members))
            contexts.append(mixed[one, other])
            triggers.append(weights[one, other].argmax(1) + first)
            asked.append(members[np.stack((one, other), 1)])
        pairs: Ints = np.concatenate(asked)
        inputs = {
            "subjects": described.subjects[pairs[:, 0]],
            "objects": described.objects[pairs[:, 1]],
            "context": np.concatenate(contexts),
            "distances": distance_buckets(table[pairs[:, 0]], table[pairs[:, 1]]),
        }
        relations, codes, nobody, queries = self._sessions.open()[1].run(None, inputs)
        above = on_grid(relations[:, 1:] - relations[:, :1])
        return PairScores(pairs, above, softmax(codes), nobody, queries, np.concatenate(triggers))

    def _attend(self, described: Arguments, table: Ints, members: Ints, first: int, last: int) -> tuple[Floats, Floats]:
        """Attend over the words of a sentence for all pairs of its mentions.

        Returns:
            The heads' mean weights, [mentions, mentions, words], and what is seen, [mentions, mentions, features].
        """
        buckets = place_buckets(table[members], first, last)
        keys, values = described.keys[:, first:last], described.values[:, first:last]
        looks = described.looks[:, :, members]
        scores = looks @ keys.transpose(0, 2, 1) * np.float32(WIDTH**-0.5) + self._places[:, :, buckets]
        weights = softmax(scores[0][:, :, None] + scores[1][:, None])  # [HEADS, mentions, mentions, words]
        mixed = weights @ values[:, None]
        return weights.mean(0), mixed.transpose(1, 2, 0, 3).reshape(len(members), len(members), -1)

    def speakers(
        self, described: Arguments, places: Sequence[Place], scores: PairScores, rows: Ints, voices: Ints
    ) -> Floats:
        """Tell who says what some pairs hold.

        Args:
            scores: From `pairs`.
            rows: The pairs.
            voices: Numbers of the mentions that may be speakers.

        Returns:
            Probabilities of nobody, of an unnamed source, and of each voice, [rows, 2 + voices].
        """
        sentences = table_of(places)[:, 2]
        apart = sentences[voices] - sentences[scores.pairs[rows, 0]][:, None]
        near = np.where(np.abs(apart) > 2, np.float32(-1e4), self._near[apart.clip(-2, 2) + 2])
        named = scores.queries[rows] @ described.speakers[voices].T * np.float32(128**-0.5) + near
        return softmax(on_grid(np.concatenate((scores.nobody[rows], named), 1).astype(np.float32)))


@lru_cache(maxsize=64)
def _two_of(count: int) -> tuple[Ints, Ints]:
    """The ordered pairs of so many things."""
    one, other = np.nonzero(~np.eye(count, dtype=bool))
    return one, other


def tagged_spans(tags: Iterable[int]) -> list[tuple[int, int]]:
    """Find the stretches of words that are tagged 1 (first) and 2 (further).

    >>> tagged_spans([0, 1, 2, 0, 2, 1])
    [(1, 3), (4, 5), (5, 6)]
    """
    found: list[tuple[int, int]] = []
    for i, tag in enumerate(tags):
        if tag == 2 and found and found[-1][1] == i:
            found[-1] = found[-1][0], i + 1
        elif tag:
            found.append((i, i + 1))
    return found


def softmax(scores: Floats) -> Floats:
    """Turn scores of the last axis into probabilities."""
    shares: Floats = scores - scores.max(-1, keepdims=True)
    np.exp(shares, out=shares)
    shares /= shares.sum(-1, keepdims=True)
    return shares


def on_grid(scores: Floats) -> Floats:
    """Round scores so that they are the same on every processor.

    >>> on_grid(np.float32([0.50001, 0.49999])).tolist()
    [0.5, 0.5]
    """
    return np.asarray(np.round(scores * GRID) / GRID, np.float32)
