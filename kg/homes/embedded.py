"""A graph in an embedded store (Oxigraph on disk): derived whole, of which only what is new is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from rdflib import Graph

from kg import graph as graphs
from kg.durable import reason
from kg.errors import GraphError
from kg.generations import STORE_ERRORS, Generation, is_store, writing
from kg.graph import Settings, from_quads, read_graph, to_quads
from kg.graph.files import content
from kg.homes.home import Plan, Writer
from kg.homes.interrupted import KEPT
from kg.homes.whole import WholeWriter
from kg.vocabulary import INDEX

LARGE: Final = 100_000
"""Changes that are written by the store's own bulk loader: quicker, and never all in memory as a transaction."""

_INDEX: Final = ox.NamedNode(str(INDEX["graph"]))
_READ_BY: Final = ox.NamedNode(str(INDEX["setup"]))
"""What read an article, in a named graph beside the default one, which alone is asked and exported."""


class Embedded:
    """A store directory.

    Args:
        path: it, or where it is to be.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)

    @property
    def kept(self) -> Path:
        """Where a run keeps what it has read, until its end."""
        return self.path / KEPT

    def exists(self) -> bool:
        """Whether there is a store."""
        return self.path.exists() and is_store(self.path)

    def read(self) -> Graph:
        """The last whole state."""
        return read_graph(self.path)

    def settings(self) -> Settings:
        """How the graph there was built."""
        return graphs.settings(self.read())

    @contextmanager
    def writing(self, plan: Plan, *, wait: float = 0.0, anew: bool = False) -> Iterator[Writer]:
        """Change the store; see `kg.homes.home.Home`."""
        with writing(self.path, wait=wait):
            writer = EmbeddedWriter(self.path, plan, anew=anew)
            try:
                yield writer
            except STORE_ERRORS as error:
                raise GraphError(f"{self.name}: cannot be written: {reason(error)}") from error
            finally:
                writer.close()


class EmbeddedWriter(WholeWriter):
    """A store directory that is being changed: what is committed is kept, the rest is as if it had not been."""

    def __init__(self, path: Path, plan: Plan, *, anew: bool) -> None:
        self.path = path
        self.generation: Generation | None = Generation(path, empty=anew)
        try:
            super().__init__(from_quads(self.store), plan, self._keep)
            self.read_by = {
                quad.subject.value: quad.object.value  # type: ignore[union-attr]
                for quad in self.store.quads_for_pattern(None, _READ_BY, None, _INDEX)
            }
        except BaseException:
            self.close()
            raise

    @property
    def store(self) -> ox.Store:
        """The store that is being changed; keep no reference. After a commit a new one is begun when it is needed."""
        if self.generation is None:
            self.generation = Generation(self.path)
        return self.generation.store

    def is_read_alike(self, node: str) -> bool:
        """Whether what would read an article now has read it; a store can have lost what it knew of that."""
        known = None if node in self.fresh else self.read_by.get(node)
        return super().is_read_alike(node) if known is None else known == self.plan.setup

    def commit(self) -> list[str]:
        """Derive what follows, and keep it all."""
        try:
            return super().commit()
        except STORE_ERRORS as error:
            raise GraphError(f"{self.path}: cannot be written: {reason(error)}") from error

    def close(self) -> None:
        """Forget what is not committed."""
        if self.generation is not None:
            self.generation.discard()

    def _keep(self, graph: Graph) -> None:
        """Write what the store does not have yet, delete what it has no longer, and let that be its content."""
        here = self.articles()
        self.read_by |= dict.fromkeys(self.fresh, self.plan.setup)
        self.read_by = {article: setup for article, setup in self.read_by.items() if article in here and setup}
        wanted = to_quads(graph) | {
            ox.Quad(ox.NamedNode(article), _READ_BY, ox.Literal(setup), _INDEX)
            for article, setup in self.read_by.items()
        }
        present = content(self.store) | set(self.store.quads_for_pattern(None, None, None, _INDEX))
        for quad in present - wanted:
            self.store.remove(quad)
        come = wanted - present
        (self.store.bulk_extend if len(come) > LARGE else self.store.extend)(come)
        assert self.generation is not None
        self.generation.take_place()
        self.generation = None
