"""The larger network: distances are sorted as MPNet's were when it was trained."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="the train extra is not installed")
large = pytest.importorskip("training.large", reason="the train extra is not installed")


def test_distances_are_exact_near_by_and_in_one_bucket_far_off() -> None:
    found = large.distance_buckets(torch.arange(300))
    half = large.BUCKETS // 2
    assert found[:8, 0].tolist() == list(range(8))
    assert found[0, 1:8].tolist() == [half + n for n in range(1, 8)]
    assert set(found[large.FARTHEST :, 0].tolist()) == {half - 1}
    assert bool((found.diff(dim=0)[:, 0] >= 0).all())


def test_every_distance_after_a_word_is_that_before_it_in_the_other_half() -> None:
    found = large.distance_buckets(torch.arange(200))
    later = found.triu(1)
    assert bool((later - found.tril(-1).T == (later > 0) * (large.BUCKETS // 2)).all())
