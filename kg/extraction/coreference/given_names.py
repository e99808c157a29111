"""How feminine given names are."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from kg.errors import ModelError
from kg.names import fold_word
from kg.resources import resource


@cache
def read_given_names(path: Path | None = None) -> Mapping[str, float]:
    """Read how feminine given names are: folded name to natural log odds, from counts of women and men who bear it.

    Args:
        path: another file than the packaged one: tab-separated name and two counts; lines with `#` explain.

    Raises:
        ModelError: the file is missing or a line of it is malformed.
    """
    place = path or resource("ontologies/given_names.tsv")
    try:
        lines = place.read_text(encoding="utf8").splitlines()
    except OSError as error:
        raise ModelError(f"cannot read {place.name}, a data file of coreference: {error.strerror}") from error
    names: dict[str, float] = {}
    for number, row in [(n, line.split("\t")) for n, line in enumerate(lines, 1) if line and not line.startswith("#")]:
        try:
            name, women, men = row
            names[fold_word(name)] = math.log((float(women) + 0.5) / (float(men) + 0.5))
        except ValueError as error:
            raise ModelError(f"{place.name}, line {number}: expected a name and two counts, found {row!r}") from error
    return names
