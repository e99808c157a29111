"""How much each sign speaks for a meaning of a name: weights in log odds, which `training.linking` learnt from data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from kg.resources import read_weights, resource

FILE: Final = "ontologies/linking.json"
OWN: Final = "named in the user's own file"
"""What a user says wins: its weight is not learnt."""


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """Each sign with its weight.

    Raises:
        ModelError: the file is missing or malformed.
    """
    return read_weights(resource(FILE), "linking") | {OWN: 10.0}


def weigh(features: Mapping[str, float]) -> float:
    """How much speaks for a meaning: the sum of its signs, each times its weight."""
    known = weights()
    return sum([known[sign] * value for sign, value in features.items() if value])
