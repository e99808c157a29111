"""The process that draws the view around an entity.

python -m kg.serve.drawing STORE
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from kg.formats import open_store
from kg.graph import from_quads
from kg.serve.answering import Answer, answer_requests
from kg.sparql.surroundings import surroundings
from kg.view import render
from kg.vocabulary import SCHEMA

MOST_ENTITIES: Final = 60
"""Entities of a view on a page."""

BODY: Final = ox.NamedNode(str(SCHEMA.articleBody))


def draw(store: ox.Store, iri: str) -> Answer:
    """The page of an entity's view."""
    part = surroundings(store, iri, hops=1, most=MOST_ENTITIES).triples
    graph = from_quads(triple for triple in part if triple.predicate != BODY)  # whole texts would make it too long
    return {}, render(graph, about=iri, limit=MOST_ENTITIES).encode()


def main() -> None:
    """Open the store and answer."""

    def prepare() -> Callable[[dict[str, Any]], Answer]:
        store = open_store(Path(sys.argv[1]))
        return lambda request: draw(store, request["iri"])

    answer_requests(prepare)


if __name__ == "__main__":
    main()
