"""How sure a relation is: a logistic function of parser and name probabilities and the kind of arguments.

The weights stand in `ontologies/confidence.tsv`; `training/confidence.py` learns them and tells how reliable they are.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kg.errors import OntologyError
from kg.resources import resource

if TYPE_CHECKING:
    from collections.abc import Sequence

FEATURES: Final = ("bias", "arcs", "names", "pronoun", "noun", "phrase", "role")


@lru_cache(maxsize=1)
def weights() -> tuple[float, ...]:
    """The weight of each of `FEATURES`.

    Raises:
        OntologyError: the file is damaged.
    """
    path = resource("ontologies/confidence.tsv")
    try:
        rows = dict(
            line.split("\t")[:2] for line in path.read_text(encoding="utf8").splitlines() if line and line[0] != "#"
        )
        return tuple(float(rows[name]) for name in FEATURES)
    except (OSError, KeyError, ValueError) as error:
        raise OntologyError(f"{path}: the weights of confidence cannot be read: {error}") from error


def confidence(features: Sequence[float]) -> float:
    """The probability that a careful reader would agree with a relation.

    Args:
        features: in the order of `FEATURES`.

    Returns:
        A number from 0.01 to 0.99, three digits.
    """
    score = sum([w * f for w, f in zip(weights(), features, strict=True)])
    return round(max(0.01, min(0.99, 1 / (1 + math.exp(-max(-30.0, min(30.0, score)))))), 3)
