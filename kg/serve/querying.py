"""The process that answers queries (SPARQL as it was sent, or a named query with its parameters) and draws views.

python -m kg.serve.querying STORE
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from kg.errors import QueryError
from kg.formats import open_store
from kg.graph import from_quads
from kg.serve.answering import Answer, answer_requests
from kg.serve.workers import WorkError
from kg.sparql import Query, check, evaluate, known_queries, to_json
from kg.sparql.surroundings import surroundings
from kg.vocabulary import SCHEMA

MOST_ENTITIES: Final = 60
"""Entities of a view on a page."""

BODY: Final = ox.NamedNode(str(SCHEMA.articleBody))
LARGEST_RESULT: Final = 10 << 20
"""Bytes of an answer."""

RESULTS: Final = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
"""What SELECT and ASK can be answered in, by media type."""
GRAPHS: Final = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
"""What CONSTRUCT and DESCRIBE can be answered in, by media type."""


class _Limited(io.BytesIO):
    """A stream that takes no more than `LARGEST_RESULT` bytes."""

    def write(self, data: Any) -> int:
        if self.tell() + memoryview(data).nbytes > LARGEST_RESULT:
            raise QueryError(f"the answer has more than {LARGEST_RESULT >> 20} MB: ask for less, with LIMIT")
        return super().write(data)


def run_sparql(store: ox.Store, text: str, accepted: list[str]) -> Answer:
    """Run a query as it was sent.

    Args:
        accepted: media types that the asker takes, the best first.

    Returns:
        A head with the media type, and the answer in it.

    Raises:
        QueryError: it is malformed, refused or its answer too large.
        WorkError: none of the media types can hold its answer.
    """
    check(Query("query", "", (), text))
    try:
        result = store.query(text)
    except SyntaxError as error:  # a prefix that only this program knows
        raise QueryError(f"malformed SPARQL: {error.msg}") from error
    stream = _Limited()
    known: dict[str, Any] = GRAPHS if isinstance(result, ox.QueryTriples) else RESULTS
    media_type = next((one for one in accepted if one in known), "")
    if not media_type:
        raise WorkError(f"this query is answered in {', '.join(known)}; none of them is accepted", 406)
    try:
        result.serialize(stream, format=known[media_type])
    except (RuntimeError, OSError, ValueError) as error:
        raise QueryError(f"the query failed: {error}") from error
    return {"type": media_type}, stream.getvalue()


def run_named(store: ox.Store, name: str, given: dict[str, str]) -> Answer:
    """Run a query of the program with its parameters.

    Raises:
        QueryError: see `kg.sparql.evaluate`.
    """
    known = known_queries()  # a file of this machine is nobody else's matter
    if name not in known:
        raise QueryError(f"unknown query '{name}'; known: {', '.join(known)}")
    body = to_json(evaluate(store, known[name], given)).encode()
    if len(body) > LARGEST_RESULT:
        raise QueryError(f"the answer has more than {LARGEST_RESULT >> 20} MB: ask for less")
    return {"type": "application/sparql-results+json"}, body


def draw(store: ox.Store, iri: str) -> Answer:
    """The page of an entity's view."""
    from kg.view import render  # which loads networkx, too late for a query

    part = surroundings(store, iri, hops=1, most=MOST_ENTITIES).triples
    graph = from_quads(triple for triple in part if triple.predicate != BODY)  # whole texts would make it too long
    return {}, render(graph, about=iri, limit=MOST_ENTITIES).encode()


def _answer(store: ox.Store, request: dict[str, Any]) -> Answer:
    if "iri" in request:
        return draw(store, request["iri"])
    if "name" in request:
        return run_named(store, request["name"], request["given"])
    return run_sparql(store, request["query"], request["accepted"])


def main() -> None:
    """Open the store and answer."""

    def prepare() -> Any:
        store = open_store(Path(sys.argv[1]))
        run_sparql(store, "ASK {}", list(RESULTS))  # loads the parser, which no query is to wait for
        return lambda request: _answer(store, request)

    answer_requests(prepare)


if __name__ == "__main__":
    main()
