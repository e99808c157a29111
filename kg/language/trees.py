"""From scores of arcs to trees.

The best head of each word is taken where that yields a tree with one root; elsewhere the maximum spanning
arborescence is found by the algorithm of Chu & Liu (1965) and Edmonds (1967).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]

_IMPOSSIBLE = -1e9
_ROOT = 1e6
"""What each dependent of the root costs: more than any two trees of a sentence differ by."""


def best_tree(scores: Floats) -> Ints:
    """Find the best tree over one sentence.

    Args:
        scores: Score of each head of each word, the root in column 0, [words, 1 + words].

    Returns:
        For each word its head's number, counted from 1, 0 for the one word attached to the root.
    """
    count = len(scores)
    heads: Ints = scores.argmax(1).astype(np.int64)
    if is_tree(heads):
        return heads
    square = np.full((count + 1, count + 1), _IMPOSSIBLE)
    square[1:] = scores
    np.fill_diagonal(square, _IMPOSSIBLE)
    square[1:, 0] -= _ROOT  # so the best arborescence has one dependent of the root, and is the best of those
    return _arborescence(square)[1:]


def is_tree(heads: Ints) -> bool:
    """Say whether one word is attached to the root, and every other word below it.

    Args:
        heads: For each word its head's number, counted from 1, 0 for the root.
    """
    return bool((heads == 0).sum() == 1 and (ancestors(heads) == 0).all())


def ancestors(heads: Ints) -> Ints:
    """Follow heads upwards: 0 for each word that leads up to a root, else a word of the cycle that it leads into.

    Args:
        heads: As for `is_tree`; several sentences may stand side by side.
    """
    table = np.concatenate(([0], heads))
    for _ in range(len(heads).bit_length()):
        table = table[table]
    result: Ints = table[1:]
    return result


def _arborescence(scores: Doubles) -> Ints:
    """Find the maximum spanning arborescence from node 0: for each node its head; 0 for node 0 itself.

    Args:
        scores: Score of each head of each node, [nodes, nodes]; row 0 is not read.
    """
    count = len(scores)
    heads: Ints = scores.argmax(1)
    heads[0] = 0
    cycle = _find_cycle(heads)
    if cycle is None:
        return heads
    inside = np.zeros(count, bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    kept = scores[cycle, heads[cycle]]
    entering = scores[np.ix_(cycle, outside)] - kept[:, None]
    leaving = scores[np.ix_(outside, cycle)]
    smaller = np.full((len(outside) + 1, len(outside) + 1), _IMPOSSIBLE)
    smaller[:-1, :-1] = scores[np.ix_(outside, outside)]
    smaller[-1, :-1] = entering.max(0) + kept.sum()
    smaller[:-1, -1] = leaving.max(1)
    answer = _arborescence(smaller)
    result = heads.copy()
    for position, node in enumerate(outside):
        if node == 0:
            continue
        head = answer[position]
        result[node] = cycle[leaving[position].argmax()] if head == len(outside) else outside[head]
    into = answer[-1]
    broken = cycle[entering[:, into].argmax()]
    result[broken] = outside[into]
    return result


def _find_cycle(heads: Ints) -> Ints | None:
    """Find one cycle among heads, node 0 apart."""
    state = np.zeros(len(heads), np.int8)
    state[0] = 2
    for begin in range(1, len(heads)):
        path = []
        node = begin
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = int(heads[node])
        if state[node] == 1:
            return np.asarray(path[path.index(node) :], np.int64)
        state[path] = 2
    return None
