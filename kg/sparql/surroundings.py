"""What surrounds one entity, out of a graph in a store: as much as a picture of it needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import pyoxigraph as ox

from kg.resources import resource
from kg.sparql.evaluation import fill
from kg.sparql.queries import Query, read_query
from kg.vocabulary import NEWS

Node = ox.NamedNode
ENTITY, ARTICLE = ox.NamedNode(str(NEWS.entity)), ox.NamedNode(str(NEWS.article))


def surroundings(store: ox.Store, entity: str, *, hops: int) -> list[ox.Triple]:
    """The statements between the entities that are at most so many statements away from one, with their evidence, its
    articles and all that is said of the entities and relations themselves.

    Args:
        store: see `kg.formats.open_store`.
        entity: an IRI.
        hops: at least 1.

    Returns:
        Triples of the graph, each once.
    """
    reached, edge = {Node(entity)}, {Node(entity)}
    for _ in range(hops):
        edge = {row["other"] for row in _select(store, "neighbours", node=edge)} - reached
        reached |= edge
    return list(dict.fromkeys(_described(store, reached)))


def _mentioned(store: ox.Store, entities: set[Node]) -> Iterator[ox.Triple]:
    """Which articles speak of the entities."""
    for row in _select(store, "mentions", node=entities):
        yield ox.Triple(row["one"], ENTITY, row["node"])
        yield ox.Triple(row["one"], ARTICLE, row["article"])


def _described(store: ox.Store, reached: set[Node]) -> Iterator[ox.Triple]:
    """All triples of the surroundings, some of them several times."""
    nodes, entities = set[Node](), set(reached)
    # the well-connected have thousands of statements with others: two sets are quicker than a join
    start, end = (
        {row["statement"] for row in _select(store, "statements", **{end: reached})} for end in ("subject", "object")
    )
    for row in _select(store, "details", statement=start & end):
        nodes |= {row[name] for name in ("statement", "evidence", "article") if row[name] is not None}
        entities |= {row["speaker"]} - {None}
        for name, ends in (("plain", ("subject", "object")), ("reverse", ("object", "subject"))):
            if row[name].value == "true":
                yield ox.Triple(row[ends[0]], row["relation"], row[ends[1]])
    yield from _construct(store, "described", node=nodes)
    yield from _construct(store, "named", node=entities)
    yield from _construct(store, "relations")
    yield from _mentioned(store, entities)


def _select(store: ox.Store, name: str, **nodes: Iterable[Node]) -> ox.QuerySolutions:
    found = store.query(_filled(name, nodes))
    assert isinstance(found, ox.QuerySolutions)
    return found


def _construct(store: ox.Store, name: str, **nodes: Iterable[Node]) -> ox.QueryTriples:
    found = store.query(_filled(name, nodes))
    assert isinstance(found, ox.QueryTriples)
    return found


def _filled(name: str, nodes: dict[str, Iterable[Node]]) -> str:
    return fill(_query(name), {}, any_of={key: sorted(values, key=str) for key, values in nodes.items()})


@cache
def _query(name: str) -> Query:
    return read_query(resource(f"queries/surroundings/{name}.rq"))
