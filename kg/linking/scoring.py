"""How much each sign speaks for a meaning of a name: weights in log odds, which `training.linking` learnt from data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from kg.errors import ModelError
from kg.resources import resource

FILE: Final = "ontologies/linking.json"
OWN: Final = "named in the user's own file"
"""What a user says wins: its weight is not learnt."""


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """Each sign with its weight.

    Raises:
        ModelError: the file is missing or malformed.
    """
    path = resource(FILE)
    try:
        told = json.loads(path.read_text(encoding="utf8"))
        return {str(sign): float(weight) for sign, weight in told["weights"].items()} | {OWN: 10.0}
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise ModelError(f"cannot read {path.name}, the weights of linking: {error}") from error


def weigh(features: Mapping[str, float]) -> float:
    """How much speaks for a meaning: the sum of its signs, each times its weight."""
    known = weights()
    return sum([known[sign] * value for sign, value in features.items() if value])
