"""A graph on a server: a named graph of any SPARQL 1.1 endpoint with update.

A change of few triples is one update. A larger one is put into a graph beside it, which then takes its place in one
update (MOVE). Where the server has the Graph Store Protocol, whole graphs go through that.
"""

from __future__ import annotations

import os
import secrets
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import pyoxigraph as ox
from rdflib import Graph

from kg import graph as graphs
from kg.durable import AGAIN
from kg.errors import GraphError
from kg.graph import Settings, from_quads, working_graph
from kg.graph.files import sorted_ntriples, to_quads
from kg.homes.home import Plan
from kg.homes.interrupted import KEPT
from kg.homes.whole import WholeWriter
from kg.sparql import Remote
from kg.vocabulary import INDEX, digest

SMALL: Final = 2000
"""Triples that one update may add and remove; more go into a graph of their own."""
CHUNK: Final = 500
"""Triples of one INSERT DATA, where a server has no Graph Store Protocol."""
NTRIPLES: Final = "application/n-triples"
_HELD_BY: Final = str(INDEX["heldBy"])


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a server takes what.

    Args:
        query, update: of the SPARQL 1.1 Protocol.
        graphs: of the Graph Store Protocol; empty where the server has none.
        parameter: by which `graphs` is told the graph.
    """

    query: str
    update: str
    graphs: str = ""
    parameter: str = "graph"


_LAYOUTS: Final = (  # end of the query address -> of the others, and the parameter of the Graph Store Protocol
    ("/query", "/update", "/store", "graph"),  # Oxigraph
    ("/sparql-auth", "/sparql-auth", "/sparql-graph-crud-auth", "graph-uri"),  # Virtuoso
    ("/sparql", "/sparql", "", "graph"),
)


def addresses(url: str) -> Addresses:
    """Where a server takes what, from its query address; NEWSKG_UPDATE and NEWSKG_GRAPHS tell it where that is unusual.

    >>> addresses("http://localhost:7878/query").update
    'http://localhost:7878/update'
    """
    told = os.environ.get("NEWSKG_UPDATE", ""), os.environ.get("NEWSKG_GRAPHS", "")
    for end, update, store, parameter in _LAYOUTS:
        if url.endswith(end):
            root = url.removesuffix(end)
            return Addresses(url, told[0] or root + update, told[1] or (root + store if store else ""), parameter)
    return Addresses(url, told[0] or url, told[1])


class Endpoint:
    """A graph on a server.

    Args:
        url: the server's query address; `?graph=IRI` names the graph, which else is the one of this program.

    Raises:
        GraphError: it is no address, or holds credentials, which anybody could read in the list of processes.
    """

    def __init__(self, url: str) -> None:
        self.remote = Remote(url)
        self.graph = self.remote.graph
        self.name = url
        self.beside = f"{self.graph}/next"
        self.at = addresses(self.remote.url)
        self.server = self.remote.server

    @property
    def kept(self) -> Path:
        """Where a run keeps what it has read, until its end: no server could be asked to."""
        return Path(tempfile.gettempdir()) / f"newskg-{os.getuid()}-{digest(self.name)}.{KEPT}"

    def exists(self) -> bool:
        """Whether the server has such a graph."""
        return self._count() > 0

    def _count(self) -> int:
        """How many triples the server has; not every one answers ASK as the protocol says."""
        text = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{self.graph}> {{ ?s ?p ?o }} }}"
        found = self.server.values(self.at.query, text)
        if len(found) != 1 or not found[0].isdecimal():
            raise GraphError(f"{self.name}: does not count its triples: is it a SPARQL 1.1 endpoint?")
        return int(found[0])

    def read(self) -> Graph:
        """The last whole state."""
        try:
            found = from_quads(ox.parse(self._download(), format=ox.RdfFormat.N_TRIPLES))
        except SyntaxError as error:
            raise GraphError(f"{self.name}: answered what is no N-Triples: {error.msg}") from error
        if len(found) < (there := self._count()):
            raise GraphError(f"{self.name}: gave {len(found)} of {there} triples: lift the server's limit of rows")
        return found

    def copy(self) -> ox.Store:
        """The graph in a store of this process."""
        store = ox.Store()
        store.bulk_extend(to_quads(self.read()))
        return store

    def settings(self) -> Settings:
        """How the graph there was built."""
        return graphs.settings_of(self.remote)

    @contextmanager
    def writing(self, plan: Plan, *, wait: float = 0.0, anew: bool = False) -> Iterator[WholeWriter]:
        """Change the graph; see `kg.homes.home.Home`."""
        with self._locked(wait):
            self.server.update(self.at.update, f"DROP SILENT GRAPH <{self.beside}>")  # of a writer that was ended
            before = self.read()
            there = to_quads(before)

            def keep(graph: Graph) -> None:
                nonlocal there
                there = self._keep(there, graph)

            yield WholeWriter(working_graph() if anew else before, plan, keep)

    def _download(self) -> bytes:
        if self.at.graphs:
            return self.server.get(f"{self.at.graphs}?{self._parameter(self.graph)}", NTRIPLES)
        text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{self.graph}> {{ ?s ?p ?o }} }}"
        return self.server.query(self.at.query, text, NTRIPLES)

    def _parameter(self, graph: str) -> str:
        return urlencode({self.at.parameter: graph})

    def _keep(self, old: set[ox.Quad], graph: Graph) -> set[ox.Quad]:
        """Make the server's graph this one, in one update; what it holds then."""
        new = to_quads(graph)
        gone, come = sorted(old - new, key=str), sorted(new - old, key=str)
        if len(gone) + len(come) <= SMALL:
            parts = [
                f"{verb} DATA {{ GRAPH <{self.graph}> {{\n{_lines(quads)}\n}} }}"
                for verb, quads in (("DELETE", gone), ("INSERT", come))
                if quads
            ]
            if parts:
                self.server.update(self.at.update, " ;\n".join(parts))
            return new
        if self.at.graphs:
            lines = b"\n".join(sorted_ntriples(graph)) + b"\n"
            self.server.put(f"{self.at.graphs}?{self._parameter(self.beside)}", lines, NTRIPLES)
        else:
            whole = sorted(new, key=str)
            for start in range(0, len(whole), CHUNK):
                lines_ = _lines(whole[start : start + CHUNK])
                self.server.update(self.at.update, f"INSERT DATA {{ GRAPH <{self.beside}> {{\n{lines_}\n}} }}")
        self.server.update(self.at.update, f"MOVE <{self.beside}> TO <{self.graph}>")
        return new

    @contextmanager
    def _locked(self, wait: float) -> Iterator[None]:
        """Be the only writer: the one whose line alone stands in a graph beside it.

        Servers that let two put a line at once show both lines to the later one at least, which takes its own back.
        """
        lock, end = f"{self.graph}/lock", time.monotonic() + wait
        mine = f"process {os.getpid()} on {socket.gethostname()} {secrets.token_hex(8)}"
        free = f"FILTER NOT EXISTS {{ GRAPH <{lock}> {{ ?s ?p ?o }} }}"
        take = f"INSERT {{ {_line(lock, mine)} }} WHERE {{ {free} }}"
        while True:
            self.server.update(self.at.update, take)
            holders = self.server.values(self.at.query, f"SELECT ?o WHERE {{ GRAPH <{lock}> {{ ?s ?p ?o }} }}")
            if holders == [mine]:
                break
            for holder in holders:
                if holder == mine or _is_over(holder):
                    self.server.update(self.at.update, f"DELETE DATA {{ {_line(lock, holder)} }}")
            if time.monotonic() >= end and not any(map(_is_over, holders)):
                others = [holder.rpartition(" ")[0] for holder in holders if holder != mine]
                raise GraphError(
                    f"{self.name}: is being written by {min(others, default='another process')}; wait for it with "
                    f"--wait SECONDS, or, if it has ended, drop the graph <{lock}>"
                )
            time.sleep(AGAIN * (1 + secrets.randbelow(10)))
        try:
            yield
        finally:
            self.server.update(self.at.update, f"DELETE DATA {{ {_line(lock, mine)} }}")


def _line(lock: str, holder: str) -> str:
    """What the holder of a lock writes; a holder's words come back from the server, whoever wrote them."""
    return f"GRAPH <{lock}> {{ <{lock}> <{_HELD_BY}> {ox.Literal(holder)} }}"


def _is_over(holder: str) -> bool:
    """Whether the process that took a lock was one of this machine and has ended."""
    words = holder.split()
    if len(words) != 5 or words[3] != socket.gethostname() or not words[1].isdecimal():
        return False
    try:
        os.kill(int(words[1]), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _lines(quads: list[ox.Quad]) -> str:
    """Triples as a SPARQL update takes them, quoted by the store's own serializer."""
    text = ox.serialize([quad.triple for quad in quads], format=ox.RdfFormat.N_TRIPLES) or b""
    return text.decode().rstrip("\n")
