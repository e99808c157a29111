"""Confidence: a probability that rises with what the parser and the name recogniser are sure of."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import OntologyError
from kg.extraction import confidence as module
from kg.extraction.confidence import FEATURES, confidence, weights

SURE = dict.fromkeys(FEATURES, 0.0) | {"bias": 1.0}
numbers = st.floats(-50, 50, allow_nan=False)


def of(**features: float) -> float:
    return confidence([{**SURE, **features}[name] for name in FEATURES])


def test_there_is_a_weight_for_every_feature():
    assert len(weights()) == len(FEATURES)


def test_it_rises_with_the_parser_and_the_names():
    assert of(arcs=0.0) >= of(arcs=-2.0) >= of(arcs=-6.0)
    assert of(arcs=0.0) > of(arcs=-6.0)
    assert of(names=0.0) >= of(names=-3.0)


def test_what_a_pronoun_means_is_less_sure_than_a_name():
    assert of(pronoun=1.0) < of()


@given(st.lists(numbers, min_size=len(FEATURES), max_size=len(FEATURES)))
def test_it_is_a_probability_of_three_digits_that_is_never_certain(features):
    found = confidence(features)
    assert 0.01 <= found <= 0.99
    assert round(found, 3) == found


def test_it_demands_every_feature():
    with pytest.raises(ValueError, match="zip"):
        confidence([1.0])


@pytest.mark.parametrize("text", ["bias\t1.0\n", "bias\tmuch\n", ""])
def test_damaged_weights_are_one_clear_error(tmp_path, monkeypatch, text):
    path: Path = tmp_path / "confidence.tsv"
    path.write_text(text, encoding="utf8")
    monkeypatch.setattr(module, "resource", lambda name: path)
    weights.cache_clear()
    try:
        with pytest.raises(OntologyError, match=r"confidence\.tsv"):
            weights()
    finally:
        weights.cache_clear()
