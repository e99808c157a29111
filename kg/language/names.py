"""From scores of name classes to names."""

from __future__ import annotations

import numpy as np

from kg.language.encoder import Floats
from kg.language.windows import Flags, Ints

_IMPOSSIBLE = np.float32(-1e4)
_UNSURE, _DOUBT = np.float32(np.log(0.65)), np.float32(1.1)
"""A proper noun is unsure where its log-probability of being no name is below the first; the second is then taken from
that. Chosen on development sets."""


def transitions(classes: list[str]) -> Floats:
    """Tell which class may follow which: I of a label only B or I of the same.

    Args:
        classes: ``O`` and, for each label, ``B-`` and ``I-``.

    Returns:
        0 where the column's class may follow the row's, else a large negative number, [classes, classes].
    """
    out = np.zeros((len(classes), len(classes)), np.float32)
    for row, before in enumerate(classes):
        for column, after in enumerate(classes):
            if after.startswith("I-") and before[2:] != after[2:]:
                out[row, column] = _IMPOSSIBLE
    return out


def doubt(scores: Floats, starts: Flags, proper: Flags, outside: int) -> None:
    """Take some certainty from the scores that a lone proper noun is no name: "opened fire on Sake".

    Args:
        scores: Log-probabilities, [words, classes]; changed in place.
        starts: Whether each word begins a sentence, where capitals say little, [words].
        proper: Whether each word is tagged as a proper noun, [words].
        outside: The number of the class of words that belong to no name.
    """
    alone = proper & ~starts
    alone[1:] &= ~proper[:-1]
    alone[:-1] &= ~proper[1:]
    scores[np.flatnonzero(alone & (scores[:, outside] < _UNSURE)), outside] -= _DOUBT


def decode(scores: Floats, starts: Flags, allowed: Floats, outside: int) -> Ints:
    """Find the most probable valid class sequence of each sentence; Viterbi where the best classes are invalid.

    Args:
        starts: Whether each word begins a sentence, [words].
        allowed: From :func:`transitions`.
        outside: The number of the class of words that belong to no name.
    """
    best: Ints = scores.argmax(1).astype(np.int64)
    previous = np.concatenate(([0], best[:-1]))
    valid = allowed[np.where(starts, outside, previous), best] == 0
    bounds = np.append(np.flatnonzero(starts), len(scores))
    for number in np.unique((np.cumsum(starts) - 1)[~valid]):
        begin, end = bounds[number : number + 2]
        best[begin:end] = _viterbi(scores[begin:end], allowed, outside)
    return best


def trim(names: Ints, linking: Flags, outside: int) -> None:
    """Take words that end no name from the end of names: the `in` of "Force in" before "Afghanistan", another name.

    Args:
        names: The class of each word, odd where a name begins, [words]; changed in place.
        linking: Whether each word is tagged as a preposition, an article or a conjunction, [words].
        outside: The number of the class of words that belong to no name.
    """
    last = np.append((names[1:] == outside) | (names[1:] % 2 == 1), True) & (names != outside)
    names[last & linking & (names % 2 == 0)] = outside


def _viterbi(scores: Floats, allowed: Floats, outside: int) -> Ints:
    """Find the most probable valid class sequence of one sentence."""
    count = len(scores)
    back = np.zeros(scores.shape, np.int64)
    total = scores[0] + allowed[outside]
    for index in range(1, count):
        ways = total[:, None] + allowed
        back[index] = ways.argmax(0)
        total = ways.max(0) + scores[index]
    out = np.zeros(count, np.int64)
    out[-1] = total.argmax()
    for index in range(count - 1, 0, -1):
        out[index - 1] = back[index, out[index]]
    return out
