"""The process that draws the view around an entity.

python -m kg.serve.drawing STORE
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from rdflib import OWL, PROV, RDF, RDFS

from kg.formats import open_store
from kg.graph import from_quads
from kg.serve.answering import Answer, answer_requests
from kg.view import render
from kg.vocabulary import NEWS, SCHEMA

MOST_ENTITIES: Final = 60
"""Entities of a view on a page."""

_GRAPH: Final = ox.DefaultGraph()  # what a store keeps for itself lies in another one
_SUBJECT, _PREDICATE, _OBJECT = (ox.NamedNode(str(part)) for part in (RDF.subject, RDF.predicate, RDF.object))
_DERIVED, _ARTICLE, _SPEAKER, _BODY = (
    ox.NamedNode(str(iri)) for iri in (PROV.wasDerivedFrom, NEWS.article, NEWS.speaker, SCHEMA.articleBody)
)
_DESCRIPTION: Final = {
    ox.NamedNode(str(iri)) for iri in (RDF.type, OWL.sameAs, RDFS.subPropertyOf, SCHEMA.url, NEWS._NS["plover"])
}
"""What tells of a node by another node; other triples of an entity are its facts."""


def surroundings(store: ox.Store, iri: str, limit: int = MOST_ENTITIES) -> Iterator[ox.Quad]:
    """What a view needs of a graph: an entity, those that share most statements with it, and what is said of them.

    Reading all of a large graph for each view would take seconds.
    """
    centre = ox.NamedNode(iri)
    shared = Counter(other for _, other in _statements(store, centre) if other != centre)
    near = sorted(shared, key=lambda other: (-shared[other], str(other)))[: limit - 1]
    kept = {centre, *near}
    about = {node for entity in kept for node, other in _statements(store, entity) if other in kept}
    described: set[Any] = set(kept)
    for node in about:
        for quad in store.quads_for_pattern(node, None, None, _GRAPH):
            yield quad
            if quad.predicate == _PREDICATE:
                described.add(quad.object)
        ends = [_one(store, node, part) for part in (_SUBJECT, _PREDICATE, _OBJECT)]
        if None not in ends and (plain := ox.Quad(*ends)) in store:
            yield plain
        for derived in store.quads_for_pattern(node, _DERIVED, None, _GRAPH):
            for quad in store.quads_for_pattern(derived.object, None, None, _GRAPH):  # type: ignore[arg-type]
                yield quad
                if quad.predicate in (_ARTICLE, _SPEAKER):
                    described.add(quad.object)
    for node in described:
        for quad in store.quads_for_pattern(node, None, None, _GRAPH):
            if quad.predicate in _DESCRIPTION or (isinstance(quad.object, ox.Literal) and quad.predicate != _BODY):
                yield quad


def _statements(store: ox.Store, entity: ox.NamedNode) -> Iterator[tuple[Any, Any]]:
    """The statements of which an entity is one end, with their other ends."""
    for here, there in ((_SUBJECT, _OBJECT), (_OBJECT, _SUBJECT)):
        for quad in store.quads_for_pattern(None, here, entity, _GRAPH):
            yield quad.subject, _one(store, quad.subject, there)


def _one(store: ox.Store, subject: Any, predicate: ox.NamedNode) -> Any:
    return next((quad.object for quad in store.quads_for_pattern(subject, predicate, None, _GRAPH)), None)


def draw(store: ox.Store, iri: str) -> Answer:
    """The page of an entity's view."""
    graph = from_quads(surroundings(store, iri))
    return {}, render(graph, about=iri, limit=MOST_ENTITIES).encode()


def main() -> None:
    """Open the store and answer."""

    def prepare() -> Callable[[dict[str, Any]], Answer]:
        store = open_store(Path(sys.argv[1]))
        return lambda request: draw(store, request["iri"])

    answer_requests(prepare)


if __name__ == "__main__":
    main()
