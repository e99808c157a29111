"""What surrounds one entity, out of a graph in a store: as much as a picture of it needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import pyoxigraph as ox

from kg.formats import Source
from kg.garbage import collector_off
from kg.sparql.filling import fill
from kg.sparql.queries import packaged
from kg.vocabulary import NEWS

Node = ox.NamedNode
ENTITY, ARTICLE = ox.NamedNode(str(NEWS.entity)), ox.NamedNode(str(NEWS.article))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is around an entity.

    Args:
        triples: of the graph, each once.
        entities, statements: how many are shown.
        left_out: how many more entities are as near, and not shown.
        complete: whether all statements between the entities that are shown are shown.
    """

    triples: list[ox.Triple]
    entities: int
    statements: int
    left_out: int
    complete: bool


@collector_off()
def surroundings(
    store: Source, entity: str, *, hops: int, most: int | None = None, statements: int | None = None
) -> Surroundings:
    """The statements between the entities that are at most so many statements away from one, with their evidence, its
    articles and what a picture tells of all these, of the entities and of the relations.

    Args:
        store: see `kg.sparql.open_source`.
        entity: an IRI.
        hops: at least 1.
        most: how many entities at most, those first that share most statements with the ones before; None for all.
        statements: how many statements at most, those of the entity itself first; None for all.
    """
    centre = Node(entity)
    reached, edge, known, ends = [centre], {centre}, {centre}, dict[Node, tuple[Node, Node]]()
    for _ in range(hops):
        found = {row["statement"]: (row["subject"], row["object"]) for row in _select(store, "neighbours", node=edge)}
        ends |= found
        shared = Counter(end for both in found.values() for end in set(both))
        near = sorted(shared.keys() - reached, key=lambda other: (-shared[other], str(other)))
        known.update(near)
        edge = set(near if most is None else near[: most - len(reached)])
        reached += [other for other in near if other in edge]
    place = {node: i for i, node in enumerate(reached)}
    own = sum(centre in both and place.keys() >= set(both) for both in ends.values())
    if statements is None or own <= statements:  # else there is no room for those between the others
        found_between = _select(store, "statements", subject=reached, object=reached)
        ends |= {row["statement"]: (row["subject"], row["object"]) for row in found_between}
    far = {one: sorted(place[end] for end in both) for one, both in ends.items() if place.keys() >= set(both)}
    chosen = sorted(far, key=lambda one: (far[one][0] > 0, far[one][::-1], str(one)))[:statements]
    if len(chosen) < len(far):
        reached = [reached[i] for i in sorted({0, *chain.from_iterable(far[one] for one in chosen)})]
    triples = dict.fromkeys(_described(store, reached, chosen))
    if not any(triple.object == Node(entity) for triple in triples):  # nothing is stated of it
        triples |= {
            ox.Triple(q.subject, ENTITY, Node(entity)): None
            for q in store.quads_for_pattern(None, ENTITY, Node(entity))
            if q.graph_name == ox.DefaultGraph()  # not of an article as it was read
        }
    left_out = len(known) - len(reached)
    return Surroundings(list(triples), len(reached), len(chosen), left_out, len(chosen) == len(far))


def _described(store: Source, reached: Iterable[Node], between: Iterable[Node]) -> Iterator[ox.Triple]:
    """All triples of the surroundings, some of them several times."""
    nodes, articles, entities = set[Node](), set[Node](), set(reached)
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
    for row in _select(store, "mentions", node=entities, article=articles):
        yield ox.Triple(row["one"], ENTITY, row["node"])
        yield ox.Triple(row["one"], ARTICLE, row["article"])


def _select(store: Source, name: str, **nodes: Iterable[Node]) -> ox.QuerySolutions:
    found = store.query(_filled(name, nodes))
    assert isinstance(found, ox.QuerySolutions)
    return found


def _construct(store: Source, name: str, **nodes: Iterable[Node]) -> Iterable[ox.Triple]:
    found = store.query(_filled(name, nodes))
    assert isinstance(found, ox.QueryTriples | list)
    return found


def _filled(name: str, nodes: dict[str, Iterable[Node]]) -> str:
    several = {key: sorted(values, key=str) for key, values in nodes.items()}
    return fill(packaged(f"surroundings/{name}"), {}, any_of=several)
