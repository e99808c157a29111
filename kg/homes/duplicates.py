"""Near-duplicates in an embedded store: found among the texts that share a part of their signature alone.

Which texts are one with a text depends on those that share a part of its signature. Where more texts share one than
`kg.graph.duplicates` compares with each other, it depends on all of these.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.graph.duplicates import ROWS, WINDOW, duplicates
from kg.homes.index import BAND, Index, Triples, value_of
from kg.vocabulary import NEWS, SCHEMA

COPY = ox.NamedNode(str(NEWS.duplicateOf))
SIGNATURE = ox.NamedNode(str(NEWS.minHash))
DAY = ox.NamedNode(str(SCHEMA.datePublished))


def bands(signature: str) -> set[str]:
    """The parts of a signature of which two texts must share one to be compared: their places and bytes.

    >>> len(bands("3:" + "A" * 171 + "="))
    32
    """
    data = base64.b64decode(signature.partition(":")[2])
    return {f"{start // ROWS}:{data[start : start + ROWS].hex()}" for start in range(0, len(data), ROWS)}


def update_copies(index: Index, triples: Triples, articles: Iterable[str]) -> None:
    """Find anew which articles repeat which, as far as some articles matter to that.

    Args:
        articles: those that came, went or changed.
    """
    changed = sorted(articles)
    old, before = {article: index.values(article, BAND) for article in changed}, _Copies(index, triples)
    ahead, found = {other for article in changed for other in before.crowded(old[article])}, set[str]()
    new = {article: bands(text) if (text := before.value(article, SIGNATURE)) else set[str]() for article in changed}
    for article in changed:
        index.put_texts(article, BAND, new[article])
    copies = _Copies(index, triples)
    for article in changed:
        ahead |= {article, *copies.alike(article, new[article])}
    while ahead:
        article = ahead.pop()
        found.add(article)
        ahead |= {*copies.group(article), *copies.crowded(index.values(article, BAND))} - found
    signatures = {article: text for article in found if (text := copies.value(article, SIGNATURE))}
    originals = duplicates(signatures, {article: (copies.value(article, DAY) or "~",) for article in signatures})
    for article in found:
        node = ox.NamedNode(article)
        wanted = [ox.Quad(node, COPY, ox.NamedNode(originals[article]))] if article in originals else []
        triples.replace(triples.matching(node, COPY, None), wanted)


class _Copies:
    """What is known of texts that repeat each other."""

    def __init__(self, index: Index, triples: Triples) -> None:
        self.index = index
        self.triples = triples
        self._sharing: dict[str, set[str]] = {}

    def value(self, article: str, predicate: ox.NamedNode) -> str:
        """What the graph says of an article; nothing where it says nothing."""
        found = self.triples.matching(ox.NamedNode(article), predicate, None)
        return next((value_of(quad.object) for quad in found), "")

    def sharing(self, band: str) -> set[str]:
        """The articles that have a part of a signature."""
        if band not in self._sharing:
            self._sharing[band] = self.index.subjects(BAND, ox.Literal(band))
        return self._sharing[band]

    def alike(self, article: str, own: Iterable[str]) -> Iterator[str]:
        """The articles that repeat one, or it them, and those through which they do."""
        near = {other for band in own for other in self.sharing(band)} | {article}
        originals = duplicates({other: self.value(other, SIGNATURE) for other in near}) if len(near) > 1 else {}
        first = originals.get(article, article)
        yield from (other for other in near if originals.get(other, other) == first)

    def crowded(self, own: Iterable[str]) -> Iterator[str]:
        """The articles that share a part of a signature which is that of too many."""
        for band in own:
            if len(self.sharing(band)) >= WINDOW:
                yield from self.sharing(band)

    def group(self, article: str) -> Iterator[str]:
        """The articles that so far were copies of the same."""
        original = self.value(article, COPY) or article
        yield original
        links = self.triples.matching(None, COPY, ox.NamedNode(original))
        yield from (value_of(quad.subject) for quad in links)
