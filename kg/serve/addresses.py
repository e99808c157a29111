"""Where on a server the page of a node is."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from kg.formats import is_address


def path_finder(base: str) -> Callable[[str], str]:
    """What gives the path of an IRI's page.

    Args:
        base: the IRI under which the graph's nodes are minted.

    >>> path_finder("https://x.org/id/")("https://x.org/id/entity/AT%26T")
    '/id/entity/AT%2526T'
    """

    def path_of(iri: str) -> str:
        if iri.startswith(base):
            return "/id/" + quote(iri[len(base) :], safe="/-_.~")
        return "/id?iri=" + quote(iri, safe="")

    return path_of


def web(url: str) -> str:
    """A link that a reader may follow, else nothing: no `javascript:` from an article's metadata."""
    return url if is_address(url) else ""
