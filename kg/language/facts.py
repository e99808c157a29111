"""The heads of the network that read facts: whom a mention means, and what holds between two mentions.

They run on what the encoder made of the words, once the mentions are known. Three small graphs: `mentions.onnx`
describes mentions and words, `pairs.onnx` scores pairs of mentions, `antecedents.onnx` pairs of a mention and one that
may be the same. What a pair sees of its sentence is computed between them: an attention whose logits are the sum of
what the subject and the object look for.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from kg.errors import ModelError
from kg.language.encoder import session_options

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

KINDS: Final = ("PERSON", "ORG", "GEO", "OTHER", "NOUN", "PRON")
"""What the network is told of a mention: of a name its type, coarsely; else noun or pronoun."""
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
"""Sentences between a speaker and what is said, clipped to two on each side."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mention stands: its words (end exclusive), its sentence, and which of `KINDS` it is."""

    start: int
    end: int
    sentence: int
    kind: int


@dataclass(frozen=True, slots=True, eq=False)
class Described:
    """What the network makes of mentions and words.

    Attributes:
        subjects, objects: Features of the mentions as arguments, [mentions, features].
        looks: What they look for as subject and as object, [2, mentions, HEADS, WIDTH].
        speakers: Their keys as speakers, [mentions, features].
        anaphors, antecedents: [mentions, features].
        keys, values: Of the words, [words, HEADS, WIDTH].
    """

    subjects: Floats
    objects: Floats
    looks: Floats
    speakers: Floats
    anaphors: Floats
    antecedents: Floats
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


def place_buckets(places: Sequence[Place], first: int, last: int) -> Ints:
    """Sort the words of a stretch by how far they lie from mentions: 0 inside, 1 to 6 before, 7 to 12 after.

    Args:
        places: The mentions.
        first, last: The stretch, end exclusive.

    Returns:
        [mentions, last - first].
    """
    words = np.arange(first, last)[None]
    starts = np.asarray([p.start for p in places])[:, None]
    ends = np.asarray([p.end for p in places])[:, None]
    before = np.maximum(0, np.minimum(starts - words, _FARTHEST))
    after = np.maximum(0, np.minimum(words - ends + 1, _FARTHEST))
    found: Ints = _BUCKETS[before - after]
    return found


def distance_bucket(one: Place, other: Place) -> int:
    """Sort how two mentions lie: sentences apart, which one is first, how many words lie between, nested or not."""
    if one.start < other.end and other.start < one.end:
        return 44 + (other.start > one.start) + 2 * (other.end - other.start > one.end - one.start)
    after = other.start > one.start
    between = other.start - one.end if after else one.start - other.end
    size = min(10, int(math.log2(between + 1) * 2))
    apart = other.sentence - one.sentence
    return 2 * size + after if apart == 0 else 22 + min(10, size) + 11 * (apart > 0)


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
        if missing := [name for name in names if not (folder / name).is_file()]:
            raise ModelError(f"the language pipeline in {folder} lacks {', '.join(missing)}; install the package again")
        self.folder, self.threads = folder, threads
        try:
            known = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
            self.relations: list[str] = known["relations"]
            self._places = np.asarray([known["places_subject"], known["places_object"]], np.float32)
            self._near = np.asarray(known["speaker_near"], np.float32)
        except (OSError, KeyError, TypeError, ValueError) as error:
            raise ModelError(f"facts.json in {folder} is damaged; install the package again") from error
        self._sessions: list[onnxruntime.InferenceSession] = []
        self._process = 0

    def __reduce__(self) -> tuple[Any, ...]:
        return FactHeads, (self.folder, self.threads)

    def _open(self) -> list[onnxruntime.InferenceSession]:
        if self._process != os.getpid():
            options = session_options(self.threads)
            self._sessions = [
                onnxruntime.InferenceSession(str(self.folder / name), options, providers=["CPUExecutionProvider"])
                for name in ("mentions.onnx", "pairs.onnx", "antecedents.onnx")
            ]
            self._process = os.getpid()
        return self._sessions

    def describe(self, words: Floats, places: Sequence[Place]) -> Described:
        """Describe the mentions of a text.

        Args:
            words: What the encoder made of them, [words, hidden].
            places: The mentions.

        Returns:
            Their features and those of the words.
        """
        inputs = {
            "words": words,
            "first": np.asarray([p.start for p in places], np.int64),
            "last": np.asarray([p.end - 1 for p in places], np.int64),
            "kinds": np.asarray([p.kind for p in places], np.int64),
        }
        out = self._open()[0].run(None, inputs)
        subjects, objects, look_subject, look_object, speakers, anaphors, antecedents, keys, values = out
        return Described(
            subjects,
            objects,
            np.stack([look_subject, look_object]).reshape(2, -1, HEADS, WIDTH),
            speakers,
            anaphors,
            antecedents,
            keys.reshape(-1, HEADS, WIDTH),
            values.reshape(-1, HEADS, WIDTH),
        )

    def antecedents(self, described: Described, places: Sequence[Place], asked: Sequence[tuple[int, int]]) -> Floats:
        """Score whether mentions are what other mentions are.

        Args:
            described: From `describe`.
            places: The mentions.
            asked: Numbers of a mention and of one that may be the same.

        Returns:
            A score for each: above 0 if it is likelier than that the mention means nobody of them.
        """
        if not asked:
            return np.zeros(0, np.float32)
        one, other = np.asarray(asked, np.int64).T
        inputs = {
            "anaphors": described.anaphors[one],
            "candidates": described.antecedents[other],
            "distances": np.asarray([distance_bucket(places[i], places[j]) for i, j in asked], np.int64),
        }
        scores: Floats = self._open()[2].run(None, inputs)[0]
        return on_grid(scores)

    def pairs(
        self, described: Described, places: Sequence[Place], groups: Sequence[tuple[int, int, Sequence[int]]]
    ) -> PairScores:
        """Score all ordered pairs of the mentions of each sentence.

        Args:
            described: From `describe`.
            places: The mentions.
            groups: Of each sentence its first word, the word after its last, and its mentions' numbers.

        Returns:
            The scores, sentence by sentence.
        """
        asked: list[tuple[int, int]] = []
        contexts, triggers = [], []
        for first, last, members in groups:
            weights, mixed = self._attend(described, places, members, first, last)
            count = len(members)
            kept = ~np.eye(count, dtype=bool).ravel()
            contexts.append(mixed.reshape(count * count, -1)[kept])
            triggers.append(weights.reshape(count * count, -1)[kept].argmax(1) + first)
            asked += [(i, j) for i in members for j in members if i != j]
        pairs = np.asarray(asked, np.int64).reshape(-1, 2)
        inputs = {
            "subjects": described.subjects[pairs[:, 0]],
            "objects": described.objects[pairs[:, 1]],
            "context": np.concatenate(contexts),
            "distances": np.asarray([distance_bucket(places[i], places[j]) for i, j in asked], np.int64),
        }
        relations, codes, nobody, queries = self._open()[1].run(None, inputs)
        above = on_grid(relations[:, 1:] - relations[:, :1])
        return PairScores(pairs, above, softmax(codes), nobody, queries, np.concatenate(triggers))

    def _attend(
        self, described: Described, places: Sequence[Place], members: Sequence[int], first: int, last: int
    ) -> tuple[Floats, Floats]:
        """Attend over the words of a sentence for all pairs of its mentions.

        Returns:
            The heads' mean weights, [mentions, mentions, words], and what is seen, [mentions, mentions, features].
        """
        buckets = place_buckets([places[m] for m in members], first, last)
        keys, values = described.keys[first:last], described.values[first:last]
        looks = described.looks[:, list(members)].transpose(0, 2, 1, 3)  # [2, HEADS, mentions, WIDTH]
        scores = looks @ keys.transpose(1, 2, 0)[None] * np.float32(WIDTH**-0.5) + self._places[:, :, buckets]
        weights = softmax(scores[0][:, :, None] + scores[1][:, None])  # [HEADS, mentions, mentions, words]
        mixed = weights @ values.transpose(1, 0, 2)[:, None]
        return weights.mean(0), mixed.transpose(1, 2, 0, 3).reshape(len(members), len(members), -1)

    def speaker(
        self, described: Described, places: Sequence[Place], scores: PairScores, row: int, voices: Sequence[int]
    ) -> Floats:
        """Tell who says what a pair holds.

        Args:
            described, places: The mentions.
            scores: From `pairs`.
            row: The pair.
            voices: Numbers of the mentions that may be speakers.

        Returns:
            Probabilities of nobody, of an unnamed source, and of each voice, [2 + voices].
        """
        here = places[int(scores.pairs[row, 0])].sentence
        apart = np.asarray([places[v].sentence - here for v in voices], np.int64)
        near = np.where(np.abs(apart) > 2, np.float32(-1e4), self._near[np.clip(apart, -2, 2) + 2])
        named = described.speakers[list(voices)] @ scores.queries[row] * np.float32(128**-0.5) + near
        return softmax(on_grid(np.concatenate((scores.nobody[row], named)).astype(np.float32)))


def tagged_spans(tags: Iterable[int]) -> list[tuple[int, int]]:
    """Find the stretches of words that are tagged 1 (first) and 2 (further).

    >>> tagged_spans([0, 1, 2, 0, 2, 1])
    [(1, 3), (4, 5), (5, 6)]
    """
    found, begin = [], -1
    for i, tag in enumerate([*tags, 0]):
        if begin >= 0 and tag != 2:
            found.append((begin, i))
            begin = -1
        if tag == 1 or (tag == 2 and begin < 0):
            begin = i
    return found


def softmax(scores: Floats) -> Floats:
    """Turn scores of the last axis into probabilities."""
    exponents = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(exponents / exponents.sum(-1, keepdims=True), np.float32)


def on_grid(scores: Floats) -> Floats:
    """Round scores so that they are the same on every processor.

    >>> on_grid(np.float32([0.50001, 0.49999])).tolist()
    [0.5, 0.5]
    """
    return np.asarray(np.round(scores * GRID) / GRID, np.float32)
