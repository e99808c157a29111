"""From scores of arcs to trees.

The best head of each word is taken where that yields a tree with one root; elsewhere the maximum spanning
arborescence is found by the algorithm of Chu & Liu (1965) and Edmonds (1967), with the root chosen so that it has one
dependent.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]

_IMPOSSIBLE = -1e9


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
    square[np.arange(1, count + 1), np.arange(1, count + 1)] = _IMPOSSIBLE
    heads = _arborescence(square)[1:]
    if (heads == 0).sum() == 1:
        return heads
    best, best_sum = heads, -np.inf
    others = square[1:, 1:].max(1)
    bounds = others.sum() - others + square[1:, 0]  # what no tree with that root can exceed
    for root in np.argsort(-square[1:, 0])[: min(count, 8)] + 1:
        if bounds[root - 1] < best_sum - 1e-6:
            continue
        single = square.copy()
        single[1:, 0] = _IMPOSSIBLE
        single[root, :] = _IMPOSSIBLE
        single[root, 0] = square[root, 0]
        candidate = _arborescence(single)[1:]
        total = float(square[np.arange(1, count + 1), candidate].sum())
        if total > best_sum:
            best, best_sum = candidate, total
    return best


def is_tree(heads: Ints) -> bool:
    """Say whether heads form a tree with one root.

    Args:
        heads: For each word its head's number, counted from 1, 0 for the root.

    Returns:
        True if exactly one word is attached to the root and every word is below it.
    """
    if (heads == 0).sum() != 1:
        return False
    return bool((ancestors(heads) == 0).all())


def ancestors(heads: Ints) -> Ints:
    """Follow heads upwards as far as there is a way.

    Args:
        heads: For each word its head's number, counted from 1, 0 for the root; several sentences may stand side by
            side.

    Returns:
        For each word 0 if it leads up to the root, else a word of the cycle that it leads into.
    """
    table = np.concatenate(([0], heads))
    for _ in range(len(heads).bit_length()):
        table = table[table]
    result: Ints = table[1:]
    return result


def _arborescence(scores: Doubles) -> Ints:
    """Find the maximum spanning arborescence from node 0.

    Args:
        scores: Score of each head of each node, [nodes, nodes]; row 0 is not read.

    Returns:
        For each node its head; 0 for node 0 itself.
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
