"""The graph of a store, which is the default one of its graphs, while it is changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.homes.index import DEFAULT, Term

Subject = ox.NamedNode | ox.BlankNode | ox.Triple


class Triples:
    """The triples of a store's graph: what is written is counted.

    Args:
        store: the store.

    Attributes:
        more: how many there are more than at first.
    """

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self.more = 0

    def __contains__(self, quad: ox.Quad) -> bool:
        return quad in self.store

    def matching(self, s: Subject | None, p: ox.NamedNode | None, o: Term | None) -> Iterator[ox.Quad]:
        """Those with some terms; None stands for any."""
        return self.store.quads_for_pattern(s, p, o, DEFAULT)

    def some(self, s: Subject | None, p: ox.NamedNode | None, o: Term | None) -> bool:
        """Whether there are any with some terms."""
        return next(self.matching(s, p, o), None) is not None

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Let some be there."""
        if new := {quad for quad in quads if quad not in self.store}:
            self.store.extend(new)
            self.more += len(new)

    def remove(self, quads: Iterable[ox.Quad]) -> None:
        """Let some not be there."""
        for quad in quads:
            if quad in self.store:
                self.store.remove(quad)
                self.more -= 1

    def replace(self, present: Iterable[ox.Quad], wanted: Iterable[ox.Quad]) -> None:
        """Make some others: what is in both stays as it is."""
        old, new = set(present), set(wanted)
        self.remove(old - new)
        self.add(new - old)
