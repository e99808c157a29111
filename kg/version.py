"""Which version of the program this is."""

from __future__ import annotations


def version() -> str:
    """The version of the installed distribution; `unknown` in a checkout that is not installed."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("newskg")
    except PackageNotFoundError:
        return "unknown"
