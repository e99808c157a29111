"""Trees from arc scores, against a search through all trees."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from kg.language.analysis import decode_arcs
from kg.language.trees import ancestors, best_tree, is_tree


def by_search(scores: np.ndarray) -> tuple[float, tuple[int, ...]]:
    """The best tree with one root, found by trying every assignment of heads."""
    count = len(scores)
    best: tuple[float, tuple[int, ...]] = (-np.inf, ())
    for heads in product(range(count + 1), repeat=count):
        if any(head == index + 1 for index, head in enumerate(heads)) or not is_tree(np.asarray(heads)):
            continue
        total = float(sum(scores[index, head] for index, head in enumerate(heads)))
        best = max(best, (total, heads))
    return best


@pytest.mark.parametrize("seed", range(40))
def test_best_tree_is_the_best_of_all_trees(seed: int) -> None:
    rng = np.random.default_rng(seed)
    count = int(rng.integers(1, 6))
    scores = rng.normal(size=(count, count + 1)).astype(np.float32)
    scores[np.arange(count), np.arange(1, count + 1)] = -1e4
    tree = best_tree(scores)
    assert is_tree(tree)
    total = float(scores[np.arange(count), tree].sum())
    assert total == pytest.approx(by_search(scores)[0], abs=1e-4)


def test_circle_is_broken() -> None:
    scores = np.array([[0.0, -9, 5], [-1.0, 5, -9]], np.float32)
    assert best_tree(scores).tolist() == [0, 1]


def test_several_sentences_stand_side_by_side() -> None:
    heads = np.array([0, 1, 4, 3, 0])
    assert ancestors(heads).tolist()[:2] == [0, 0]
    assert ancestors(heads).tolist()[4] == 0
    assert all(ancestors(heads)[2:4] > 0)


def test_arcs_never_leave_their_sentence() -> None:
    rng = np.random.default_rng(3)
    arcs = rng.normal(size=(9, 10)).astype(np.float32) * 5
    heads, probabilities = decode_arcs(arcs, [(1, 4), (4, 5), (5, 9)])
    assert len(heads) == 8
    for begin, end in ((1, 4), (4, 5), (5, 9)):
        some = heads[begin - 1 : end - 1]
        assert (some == 0).sum() == 1
        assert all(begin < head <= end for head in some if head)
        assert is_tree(np.where(some == 0, 0, some - begin))
    assert ((probabilities > 0) & (probabilities <= 1)).all()
