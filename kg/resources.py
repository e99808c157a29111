"""Where the data files of the program are: packaged inside a wheel, or beside the package in a checkout."""

from __future__ import annotations

from pathlib import Path

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
