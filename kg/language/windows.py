"""Long texts in windows that overlap, so that whatever their length every sentence is seen whole."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

Window: TypeAlias = tuple[int, int]
"""First word, and the word after the last."""

USUAL, MOST, OVERLAP = 128, 224, 48
"""In pieces: the size up to which short paragraphs share a window, the largest window, the overlap of two."""

LONGEST_SENTENCE = 480
"""In pieces; the encoder has places for 512."""


def cut(sizes: Ints, forced: Flags) -> list[Window]:
    """Cut a text into windows.

    Short paragraphs share a window; a paragraph too long for one is cut into several that overlap.

    Args:
        sizes: Number of pieces of each word, [words].
        forced: Whether a paragraph begins at the word, [words].
    """
    ends = np.concatenate(([0], np.cumsum(sizes)))
    out: list[Window] = []
    shared = False  # whether a further paragraph may have its place in the last window
    for begin, end in pairwise(sorted({0, *np.flatnonzero(forced).tolist(), len(sizes)})):
        if shared and ends[end] - ends[out[-1][0]] <= USUAL:
            out[-1] = out[-1][0], end
        elif shared := bool(ends[end] - ends[begin] <= MOST):
            out.append((begin, end))
        else:
            out += _overlapping(ends, begin, end)
    return out


def owners(windows: Sequence[Window], count: int) -> Ints:
    """Choose for each of `count` words the number of the window that sees most on both sides of it: where two overlap,
    each has its half."""
    out = np.zeros(count, np.int64)
    for number, (begin, end) in enumerate(windows):
        shared = windows[number - 1][1] - begin if number else 0
        out[begin + max(0, shared) // 2 : end] = number
    return out


def split_long(starts: Flags, sizes: Ints, breakable: Flags) -> None:
    """Break up sentences that no window could hold, after a comma or the like where there is one.

    Args:
        starts: Whether each word begins a sentence, [words]; further starts are set in place.
        sizes: Number of pieces of each word, [words].
        breakable: Whether a sentence may well be broken before the word, [words].
    """
    ends = np.concatenate(([0], np.cumsum(sizes)))
    begin = 0
    for end in [*(np.flatnonzero(starts[1:]) + 1).tolist(), len(sizes)]:
        while ends[end] - ends[begin] > LONGEST_SENTENCE:
            last = int(np.searchsorted(ends, ends[begin] + LONGEST_SENTENCE, side="right")) - 1
            last = max(begin + 1, last)
            middle = (begin + last) // 2 + 1
            good = np.flatnonzero(breakable[middle:last])
            begin = int(middle + good[-1]) if len(good) else last
            starts[begin] = True
        begin = end


def _overlapping(ends: Ints, begin: int, end: int) -> list[Window]:
    out: list[Window] = []
    while True:
        last = int(np.searchsorted(ends, ends[begin] + MOST, side="right")) - 1
        last = min(end, max(begin + 1, last))
        out.append((begin, last))
        if last == end:
            return out
        back = int(np.searchsorted(ends, ends[last] - OVERLAP, side="left"))
        begin = max(begin + 1, min(back, last))
