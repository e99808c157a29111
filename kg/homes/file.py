"""A graph in a file of any RDF format."""

from __future__ import annotations

import glob
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from rdflib import Graph

from kg import graph as graphs
from kg.durable import locked
from kg.formats import rdf_format, read_quads
from kg.graph import Settings, check_writable, from_quads, working_graph, write_graph
from kg.homes.home import Home, Plan, WholeWriter
from kg.homes.interrupted import KEPT


class File(Home):
    """A graph file.

    Args:
        path: it, or where it is to be.

    Raises:
        GraphError: its name means no known format.
    """

    def __init__(self, path: Path) -> None:
        rdf_format(path)
        self.path = path
        self.name = str(path)
        self._parsed: tuple[tuple[int, ...], Graph] | None = None
        """What `settings` has parsed, and of which state of the file; for `writing`, which changes it."""

    @property
    def kept(self) -> Path:
        return self.path.with_name(f".{self.path.name}.{KEPT}")

    def exists(self) -> bool:
        return self.path.exists() and self.path.stat().st_size > 0

    def read(self) -> Graph:
        return from_quads(read_quads(self.path))

    def settings(self) -> Settings:
        state = self._state() if self.path.exists() else ()
        self._parsed = (state, self.read())
        return graphs.settings(self._parsed[1])

    def _state(self) -> tuple[int, ...]:
        """What tells a state of the file from others: every writer makes a new file."""
        found = self.path.stat()
        return found.st_ino, found.st_mtime_ns, found.st_size

    def _to_change(self) -> Graph:
        """The last whole state, for one who changes it."""
        parsed, self._parsed = self._parsed, None
        return parsed[1] if parsed is not None and parsed[0] == self._state() else self.read()

    def locked(self, *, wait: float = 0.0) -> AbstractContextManager[None]:
        """Be the only one who writes the file."""
        return locked(self.path.with_name(f".{self.path.name}.lock"), name=self.name, wait=wait)

    @contextmanager
    def writing(self, plan: Plan, *, wait: float = 0.0, anew: bool = False) -> Iterator[WholeWriter]:
        check_writable(self.path)
        with self.locked(wait=wait):
            # of a writer that was ended; one of "graph.ttl.gz" is none of "graph.ttl"
            for left in self.path.parent.glob(f".{glob.escape(self.path.name)}.{'[!.]' * 8}.part"):
                with suppress(OSError):
                    left.unlink()
            graph = working_graph() if anew or not self.path.exists() else self._to_change()
            yield WholeWriter(graph, plan, lambda whole: write_graph(whole, self.path, base=plan.settings.base))
