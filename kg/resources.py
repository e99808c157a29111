"""Where the data files of the program are: packaged inside a wheel, or beside the package in a checkout."""

from __future__ import annotations

import json
from pathlib import Path

from kg.errors import ModelError

PACKAGE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """The path of a data folder or file such as `ontologies` or `queries/roles.rq`.

    Args:
        name: path relative to the project's root, with forward slashes.

    Returns:
        The packaged copy if there is one, else the checkout's own.
    """
    packaged = PACKAGE / name
    return packaged if packaged.exists() else PACKAGE.parent / name


def read_weights(path: Path, of: str) -> dict[str, float]:
    """Signs with their weights in log odds, from a JSON file that a training has written.

    Args:
        of: of what they are, for a person.

    Raises:
        ModelError: the file is missing or malformed.
    """
    try:
        told = json.loads(path.read_text(encoding="utf8"))
        return {str(sign): float(weight) for sign, weight in told["weights"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"cannot read {path.name}, the weights of {of}: {error}") from error
