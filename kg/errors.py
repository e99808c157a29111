"""What can go wrong through no fault of the program: each error is one clear line for the person who runs it."""

from __future__ import annotations

import warnings


class KGError(Exception):
    """A mistake in what the user gave; its message names the file, line or value and says what to do.

    >>> import kg
    >>> try:
    ...     kg.Graph.load("missing.ttl")
    ... except kg.KGError as error:
    ...     print(error)
    missing.ttl: no such file
    """


class ReadError(KGError):
    """A source could not be read as an article."""


class SkipError(ReadError):
    """A source is no article that could be read, through nobody's fault: a picture, a text in another language.

    Args:
        message: as of every error.
        reason: the same words for all that is skipped for the same reason, to count them by: `not English`.
    """

    def __init__(self, message: str, reason: str = "") -> None:
        super().__init__(message)
        self.reason = reason


class MetadataError(KGError):
    """What a source says of an article (its date, its address) is not understood; the article is kept without it."""


class GraphError(KGError):
    """A graph could not be read, written or understood."""


class DecisionError(KGError):
    """A decision of a person is not understood, or contradicts another."""


class OntologyError(KGError):
    """An ontology file is missing, malformed or contradicts itself."""


class QueryError(KGError):
    """A query is unknown, malformed, refused or ran too long."""


class ModelError(KGError):
    """A language pipeline could not be loaded."""


class LinkError(KGError):
    """An outside source of entities could not be asked, or did not answer as its protocol says."""


def warn(error: KGError) -> None:
    """Tell of an error that work goes on after, as a Python warning: what functions do that are given no `on_error`."""
    warnings.warn(" ".join(str(error).split()), stacklevel=2)
