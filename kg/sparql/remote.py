"""A graph on a server, asked as an embedded store is: the server answers, and no more than its answer is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit, urlunsplit

import pyoxigraph as ox
from rdflib import RDFS, Graph

from kg.errors import GraphError
from kg.formats import Source, is_address, open_store
from kg.http import Server
from kg.resources import resource
from kg.sparql.filling import fill
from kg.sparql.queries import packaged
from kg.sparql.syntax import tokens
from kg.vocabulary import ENDPOINT_GRAPH

Node = ox.NamedNode | ox.Literal | ox.BlankNode
ROWS: Final = "application/sparql-results+json"
TRIPLES: Final = "application/n-triples"


class Remote:
    """A named graph of a SPARQL 1.1 server.

    Args:
        address: the server's query address; `?graph=IRI` names the graph, which else is the one of this program.

    Raises:
        GraphError: it is no address, or holds credentials, which anybody could read in the list of processes.
    """

    def __init__(self, address: str) -> None:
        try:
            parts = urlsplit(address)
        except ValueError as error:
            raise GraphError(f"{address}: is no web address: {error}") from error
        if "@" in parts.netloc:
            raise GraphError("leave name and password out of the address; set NEWSKG_USER and NEWSKG_PASSWORD")
        self.name = address
        self.graph = parse_qs(parts.query).get("graph", [str(ENDPOINT_GRAPH)])[0]
        if re.search(r'[\x00-\x20<>"{}|\\^`]', self.graph):
            raise GraphError(f"{address}: '{self.graph}' is no IRI of a graph")
        self.url = urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
        self.server = Server(self.name, self.url)

    def query(
        self, text: str, *, prefixes: dict[str, str] | None = None
    ) -> ox.QuerySolutions | ox.QueryBoolean | list[ox.Triple]:
        """What the server answers to a query that only reads (see `kg.sparql.check`).

        Args:
            prefixes: those that need not be declared.

        Raises:
            GraphError: the server cannot be reached, refuses, or answers something else.
        """
        found = tokens(text)
        builds = any(token.depth == 0 and token.text in ("CONSTRUCT", "DESCRIBE") for token in found)
        declared = {two.text for one, two in pairwise(found) if one.text == "PREFIX"}
        used = {f"{token.text.partition(':')[0]}:" for token in found if token.kind == "name"} - declared
        head = "".join(f"PREFIX {name}: <{iri}> " for name, iri in (prefixes or {}).items() if f"{name}:" in used)
        answer = self.server.query(self.url, head + text, TRIPLES if builds else ROWS, graph=self.graph)
        try:
            if builds:
                return [quad.triple for quad in ox.parse(answer, format=ox.RdfFormat.N_TRIPLES)]
            return ox.parse_query_results(answer, format=ox.QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise GraphError(f"{self.name}: answered what is no SPARQL result: is it a SPARQL endpoint?") from error

    def quads_for_pattern(
        self, subject: Node | None, predicate: Node | None, object: Node | None, graph: object = None
    ) -> Iterator[ox.Quad]:
        """The triples that match a pattern, as an embedded store has them."""
        given = {"subject": subject, "predicate": predicate, "object": object}
        for triple in self._found("remote/triples", {name: [term] for name, term in given.items() if term is not None}):
            yield ox.Quad(*triple)

    def called(self, name: str) -> Graph:
        """The entities with this label or IRI, with all their names; if there are none, all entities: in which of them
        a name is looked up."""
        try:
            one: dict[str, list[Node]] = {"node": [ox.NamedNode(name)]}
        except ValueError:
            one = {"label": [ox.Literal(name), ox.Literal(name, language="en")]}
        return self._graph("remote/names", one) or self._graph("remote/names", {})

    def relations(self) -> Graph:
        """The relations that the graph carries along, with their names."""
        return self._graph("surroundings/relations", {})

    def labels(self) -> dict[str, str]:
        """What all entities are called, by IRI."""
        found = self._graph("remote/names", {}).subject_objects(RDFS.label)
        return {str(node): str(label) for node, label in sorted(found, reverse=True)}

    def _found(self, name: str, any_of: Mapping[str, Sequence[Node]]) -> list[ox.Triple]:
        found = self.query(fill(packaged(name), {}, any_of=any_of))
        assert isinstance(found, list)
        return found

    def _graph(self, name: str, any_of: Mapping[str, Sequence[Node]]) -> Graph:
        text = ox.serialize(self._found(name, any_of), format=ox.RdfFormat.N_TRIPLES) or b""
        return Graph(bind_namespaces="none").parse(data=text, format="ox-nt")


def open_source(name: str | Path) -> Source:
    """What a user names, to be asked: a graph on a server, or see `kg.formats.open_store`.

    Raises:
        GraphError: there is no graph.
    """
    if not is_address(name):
        return open_store(Path(name))
    remote = Remote(str(name))
    found = remote.query(resource("queries/remote/any.rq").read_text(encoding="utf-8"))
    if isinstance(found, ox.QueryBoolean) or not list(found):
        raise GraphError(f"{name}: the server has no graph <{remote.graph}>; another one is named by ?graph=IRI")
    return remote
