"""Windows cover everything, stay in their size and overlap inside long paragraphs alone."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from kg.language.windows import LONGEST_SENTENCE, MOST, OVERLAP, USUAL, cut, owners, split_long


def text(*paragraphs: int, size: int = 1) -> tuple[np.ndarray, np.ndarray]:
    forced = np.zeros(sum(paragraphs), bool)
    forced[np.cumsum((0, *paragraphs[:-1]))] = True
    return np.full(sum(paragraphs), size, np.int64), forced


def test_short_paragraphs_share_a_window() -> None:
    sizes, forced = text(40, 40, 40, 40)
    assert cut(sizes, forced) == [(0, 120), (120, 160)]
    assert USUAL == 128


def test_long_paragraph_is_cut_with_overlap() -> None:
    sizes, forced = text(30, 1000, 20)
    windows = cut(sizes, forced)
    assert windows[0] == (0, 30)
    assert windows[-1] == (1030, 1050)
    inner = windows[1:-1]
    assert inner[0][0] == 30
    assert inner[-1][1] == 1030
    for before, after in pairwise(inner):
        assert before[1] - after[0] == OVERLAP
    assert all(end - begin <= MOST for begin, end in windows)


@pytest.mark.parametrize("seed", range(20))
def test_every_word_has_a_window_that_owns_it(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 9, 700)
    forced = rng.random(700) < rng.choice([0.0, 0.01, 0.2])
    windows = cut(sizes, forced)
    owner = owners(windows, 700)
    assert all(windows[number][0] <= word < windows[number][1] for word, number in enumerate(owner))
    assert (np.diff(owner) >= 0).all()
    assert all(sizes[begin:end].sum() <= MOST for begin, end in windows)


def test_long_sentence_is_broken_after_a_comma() -> None:
    starts, sizes = np.zeros(900, bool), np.ones(900, np.int64)
    starts[0] = True
    breakable = np.zeros(900, bool)
    breakable[450] = True
    split_long(starts, sizes, breakable)
    assert starts[450]
    bounds = [*np.flatnonzero(starts), 900]
    assert max(np.diff(bounds)) <= LONGEST_SENTENCE


def test_empty_text_has_no_windows() -> None:
    assert cut(np.zeros(0, np.int64), np.zeros(0, bool)) == []
