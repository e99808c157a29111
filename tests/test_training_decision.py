"""The weights of relations that the network has not learnt, and how the scorer of passages reads them."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from kg.extraction.decision import FEATURES, UNSEEN, weights
from kg.language.component import MODEL
from training.annotated import teach_parents


def test_what_was_judged_by_hand_is_the_confidence_of_a_rule_alone() -> None:
    pytest.importorskip("scipy", reason="scipy is not installed (the train extra brings it)")
    from training.decision import JUDGED, judged_weights

    stored = json.loads((MODEL / "decision.json").read_text(encoding="utf-8"))
    assert judged_weights(stored["features"]).items() <= stored["relations"].items()
    alone = {"bias": 1, "score": UNSEEN / 4, "unseen": 1, "rule": 1, "rule and score": UNSEEN / 4, "name": 1, "noun": 1}
    features = [alone.get(name, 0.0) for name in FEATURES]
    for name, (right, count) in JUDGED.items():
        assert 0.75 < weights().probability(features, 1.0, name) < right / count


def test_a_relation_that_annotators_had_not_counts_as_the_parent_that_they_had() -> None:
    scorer = SimpleNamespace(INVENTORY={"coerces", "arrests"}, PARENTS={"arrests": {"coerces"}})
    teach_parents(scorer)
    assert scorer.PARENTS["dismisses"] == {"coerces"} and "dismisses" in scorer.INVENTORY
    assert "appoints" not in scorer.INVENTORY
