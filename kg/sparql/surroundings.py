"""What surrounds one entity, out of a graph in a store: as much as a picture of it needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import pyoxigraph as ox

from kg.formats import Source
from kg.resources import resource
from kg.sparql.filling import fill
from kg.sparql.queries import Query, read_query
from kg.vocabulary import NEWS

Node = ox.NamedNode
ENTITY, ARTICLE = ox.NamedNode(str(NEWS.entity)), ox.NamedNode(str(NEWS.article))


def surroundings(store: Source, entity: str, *, hops: int, most: int | None = None) -> list[ox.Triple]:
    """The statements between the entities that are at most so many statements away from one, with their evidence, its
    articles and all that is said of the entities and relations themselves.

    Args:
        store: see `kg.sparql.open_source`.
        entity: an IRI.
        hops: at least 1.
        most: how many entities at most, those first that share most statements with the ones before; None for all.

    Returns:
        Triples of the graph, each once.
    """
    reached, edge = {Node(entity)}, {Node(entity)}
    for _ in range(hops):
        shared = {row["other"]: int(row["shared"].value) for row in _select(store, "neighbours", node=edge)}
        near = sorted(shared.keys() - reached, key=lambda other: (-shared[other], str(other)))
        edge = set(near if most is None else near[: most - len(reached)])
        reached |= edge
    found = dict.fromkeys(_described(store, reached))
    if not any(triple.object == Node(entity) for triple in found):  # nothing is stated of it
        found |= {
            ox.Triple(q.subject, ENTITY, Node(entity)): None
            for q in store.quads_for_pattern(None, ENTITY, Node(entity))
        }
    return list(found)


def _mentioned(store: Source, entities: set[Node], articles: set[Node]) -> Iterator[ox.Triple]:
    """Which of the articles speak of which of the entities."""
    for row in _select(store, "mentions", node=entities, article=articles):
        yield ox.Triple(row["one"], ENTITY, row["node"])
        yield ox.Triple(row["one"], ARTICLE, row["article"])


def _described(store: Source, reached: set[Node]) -> Iterator[ox.Triple]:
    """All triples of the surroundings, some of them several times."""
    nodes, articles, entities = set[Node](), set[Node](), set(reached)
    between = {row["statement"] for row in _select(store, "statements", subject=reached, object=reached)}
    for row in _select(store, "details", statement=between):
        nodes |= {row[name] for name in ("statement", "evidence") if row[name] is not None}
        articles |= {row["article"]} - {None}
        entities |= {row["speaker"]} - {None}
        for name, ends in (("plain", ("subject", "object")), ("reverse", ("object", "subject"))):
            if row[name].value in ("true", "1"):  # as servers may write it
                yield ox.Triple(row[ends[0]], row["relation"], row[ends[1]])
    yield from _construct(store, "described", node=nodes | articles)
    yield from _construct(store, "named", node=entities)
    yield from _construct(store, "relations")
    yield from _mentioned(store, entities, articles)


def _select(store: Source, name: str, **nodes: Iterable[Node]) -> ox.QuerySolutions:
    found = store.query(_filled(name, nodes))
    assert isinstance(found, ox.QuerySolutions)
    return found


def _construct(store: Source, name: str, **nodes: Iterable[Node]) -> Iterable[ox.Triple]:
    found = store.query(_filled(name, nodes))
    assert isinstance(found, ox.QueryTriples | list)
    return found


def _filled(name: str, nodes: dict[str, Iterable[Node]]) -> str:
    return fill(_query(name), {}, any_of={key: sorted(values, key=str) for key, values in nodes.items()})


@cache
def _query(name: str) -> Query:
    return read_query(resource(f"queries/surroundings/{name}.rq"))
