"""A graph on a server: a named graph of any SPARQL 1.1 endpoint with update.

A change of few triples is one update. A larger one is put into a graph beside it, which then takes its place in one
update (MOVE). Where the server has the Graph Store Protocol, whole graphs go through that.

A server goes on with an update whose sender has ended: Oxigraph takes seconds for a MOVE of 100,000 triples, and keeps
it whatever else is written meanwhile. So a writer says, in its line of the lock, that it is about to change the graph,
and the change itself takes that back; who finds such a line of a process that has ended waits for that. It also uses
another graph beside the graph, since the server may still be putting something into that one.
"""

from __future__ import annotations

import math
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
from kg.homes.home import Home, Plan, WholeWriter
from kg.homes.interrupted import KEPT
from kg.http import RefusedError
from kg.sparql import Remote
from kg.vocabulary import INDEX, digest

SMALL: Final = 2000
"""Triples that one update may add and remove; more go into a graph of their own."""
CHUNK: Final = 500
"""Triples of one INSERT DATA, where a server has no Graph Store Protocol."""
CHANGES: Final = " changes it"
"""The end of a lock's line while the server may be changing the graph."""
GRACE: Final = 5.0
GRACE_OF_TRIPLE: Final = 0.0005
"""Seconds after which a server has done, or never got, what an ended process was about to ask of it: five times as long
as Oxigraph takes for a MOVE on a machine with much else to do."""
READS: Final = 3
"""How often a graph is read that another one changes meanwhile."""
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


class Endpoint(Home):
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
        self.besides = f"{self.graph}/next", f"{self.graph}/next-but-one"
        self.beside = self.besides[0]
        self.at = addresses(self.remote.url)
        self.server = self.remote.server

    @property
    def kept(self) -> Path:
        """Where a run keeps what it has read, until its end: no server could be asked to."""
        return Path(tempfile.gettempdir()) / f"newskg-{os.getuid()}-{digest(self.name)}.{KEPT}"

    def exists(self) -> bool:
        return self._count(self.graph) > 0

    def _count(self, graph: str) -> int:
        """How many triples of a graph the server has; not every one answers ASK as the protocol says."""
        text = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        found = self.server.values(self.at.query, text)
        if len(found) != 1 or not found[0].isdecimal():
            raise GraphError(f"{self.name}: does not count its triples: is it a SPARQL 1.1 endpoint?")
        return int(found[0])

    def read(self) -> Graph:
        for _ in range(READS):
            try:
                found = from_quads(ox.parse(self._download(), format=ox.RdfFormat.N_TRIPLES))
            except SyntaxError as error:
                raise GraphError(f"{self.name}: answered what is no N-Triples: {error.msg}") from error
            if len(found) >= (there := self._count(self.graph)):
                return found
        raise GraphError(f"{self.name}: gave {len(found)} of {there} triples: lift the server's limit of rows")

    def copy(self) -> ox.Store:
        """The graph in a store of this process."""
        store = ox.Store()
        store.bulk_extend(to_quads(self.read()))
        return store

    def settings(self) -> Settings:
        return graphs.settings_of(self.remote)

    @contextmanager
    def writing(self, plan: Plan, *, wait: float = 0.0, anew: bool = False) -> Iterator[WholeWriter]:
        with self._locked(wait) as mine:
            for beside in self.besides:  # of a writer that was ended
                self.server.update(self.at.update, f"DROP SILENT GRAPH <{beside}>")
            before = self.read()
            there = to_quads(before)

            def keep(graph: Graph) -> None:
                nonlocal there
                there = self._keep(there, graph, mine)

            yield WholeWriter(working_graph() if anew else before, plan, keep)

    def _download(self) -> bytes:
        if self.at.graphs:
            return self.server.get(f"{self.at.graphs}?{self._parameter(self.graph)}", NTRIPLES)
        text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{self.graph}> {{ ?s ?p ?o }} }}"
        return self.server.query(self.at.query, text, NTRIPLES)

    def _parameter(self, graph: str) -> str:
        return urlencode({self.at.parameter: graph})

    def _keep(self, old: set[ox.Quad], graph: Graph, mine: str) -> set[ox.Quad]:
        """Make the server's graph this one, in one update; what it holds then.

        Args:
            mine: this writer's line of the lock.
        """
        new = to_quads(graph)
        gone, come = sorted(old - new, key=str), sorted(new - old, key=str)
        if len(gone) + len(come) <= SMALL:
            parts = [
                f"{verb} DATA {{ GRAPH <{self.graph}> {{\n{_lines(quads)}\n}} }}"
                for verb, quads in (("DELETE", gone), ("INSERT", come))
                if quads
            ]
            if parts:
                self._change(" ;\n".join(parts), mine)
            return new
        if self.at.graphs:
            lines = b"\n".join(sorted_ntriples(graph)) + b"\n"
            self.server.put(f"{self.at.graphs}?{self._parameter(self.beside)}", lines, NTRIPLES)
        else:
            whole = sorted(new, key=str)
            for start in range(0, len(whole), CHUNK):
                lines_ = _lines(whole[start : start + CHUNK])
                self.server.update(self.at.update, f"INSERT DATA {{ GRAPH <{self.beside}> {{\n{lines_}\n}} }}")
        self._change(f"MOVE <{self.beside}> TO <{self.graph}>", mine)
        return new

    def _change(self, update: str, mine: str) -> None:
        """Change the graph, and let all see that the server may be at it, until it has answered."""
        usual, changes = (f"DATA {{ {_line(f'{self.graph}/lock', line)} }}" for line in (mine, f"{mine}{CHANGES}"))
        self.server.update(self.at.update, f"DELETE {usual} ;\nINSERT {changes}")
        try:
            self.server.update(self.at.update, f"{update} ;\nDELETE {changes} ;\nINSERT {usual}")
        except RefusedError:
            self.server.update(self.at.update, f"DELETE {changes}")
            raise

    @contextmanager
    def _locked(self, wait: float) -> Iterator[str]:
        """Be the only writer: the one whose line, which it gives, stands alone in a graph beside it.

        Servers that let two put a line at once show both lines to the later one at least, which takes its own back.
        """
        lock, end = f"{self.graph}/lock", time.monotonic() + wait
        mine = f"process {os.getpid()} on {socket.gethostname()} {secrets.token_hex(8)}"
        free = f"FILTER NOT EXISTS {{ GRAPH <{lock}> {{ ?s ?p ?o }} }}"
        over = dict[str, float]()
        while True:
            self.server.update(self.at.update, f"INSERT {{ {_line(lock, mine)} }} WHERE {{ {free} }}")
            holders = self.server.values(self.at.query, f"SELECT ?o WHERE {{ GRAPH <{lock}> {{ ?s ?p ?o }} }}")
            if holders == [mine]:
                break
            for holder in holders:
                if holder not in over and _is_over(holder):
                    over[holder] = time.monotonic() + self._patience(holder)
                if holder == mine or over.get(holder, math.inf) <= time.monotonic():
                    self.server.update(self.at.update, f"DELETE DATA {{ {_line(lock, holder)} }}")
            if time.monotonic() >= end and over.keys().isdisjoint(holders):
                others = [" ".join(holder.split()[:4]) for holder in holders if holder != mine]
                raise GraphError(
                    f"{self.name}: is being written by {min(others, default='another process')}; wait for it with "
                    f"--wait SECONDS, or, if it has ended, drop the graph <{lock}>"
                )
            if _number(mine) in map(_number, over):
                mine = f"{mine[:-1]}{int(mine[-1], 16) ^ 1:x}"
            time.sleep(AGAIN * (1 + secrets.randbelow(10)))
        self.beside = self.besides[_number(mine)]
        try:
            yield mine
        finally:
            self.server.update(self.at.update, f"DELETE DATA {{ {_line(lock, mine)} }}")

    def _patience(self, holder: str) -> float:
        """For how many seconds the server may still be doing what an ended process has asked of it."""
        if not holder.endswith(CHANGES):
            return 0.0
        return GRACE + GRACE_OF_TRIPLE * sum(map(self._count, (self.graph, *self.besides)))


def _line(lock: str, holder: str) -> str:
    """What the holder of a lock writes; a holder's words come back from the server, whoever wrote them."""
    return f"GRAPH <{lock}> {{ <{lock}> <{_HELD_BY}> {ox.Literal(holder)} }}"


def _number(holder: str) -> int:
    """Which of the graphs beside the graph a writer uses."""
    return int(holder.removesuffix(CHANGES)[-1] in "13579bdf")


def _is_over(holder: str) -> bool:
    """Whether the process that took a lock was one of this machine and has ended."""
    words = holder.removesuffix(CHANGES).split()
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
