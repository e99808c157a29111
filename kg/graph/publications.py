"""One text, several publications: agency copy that papers print word for word.

What a text says may depend on the day on which it is read ("on Friday"). The graph holds the reading of the first
publication. Where another one is read otherwise, the difference is kept with it, so that it can take the first one's
place when that is removed. So a text's triples are a pure function of its publications.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox
from rdflib import PROV, RDF, Graph, Literal, URIRef
from rdflib.term import Node

from kg.graph.files import from_quads, new_graph, put, sorted_ntriples
from kg.graph.look import statement_triples, triple_of
from kg.vocabulary import NEWS, SCHEMA, publication_iri, statement_iri

Triple = tuple[Node, Node, Node]
Publication = frozenset[tuple[Node, Node]]
"""All that is known of one publication: predicates and objects."""
Reading = frozenset[Triple]
"""What a text says as one publication has it: its mentions, evidence and statements."""

OF_TEXT: Final = frozenset({RDF.type, SCHEMA.articleBody, NEWS.sha256})
"""What is the same in every publication of a text; everything else may differ."""
OF_READING: Final = frozenset({NEWS.minHash})
"""What depends on a publication without describing it: its headline is no part of the body that is hashed."""

_LOCAL: Final = frozenset({NEWS.localEntity, NEWS.localSubject, NEWS.localObject, NEWS.localSpeaker})


@dataclass(frozen=True, slots=True)
class Text:
    """A text and where it was published.

    Args:
        own: triples of the article's node that hold for every publication.
        readings: each publication, and what the text says there.
    """

    own: frozenset[Triple]
    readings: dict[Publication, Reading]


def one_publication(triples: Iterable[Triple], reading: Iterable[Triple]) -> Text:
    """A text that was published once.

    Args:
        triples: of the article's node.
    """
    of_text = list(triples)
    own, read = (frozenset(t for t in of_text if t[1] in kind) for kind in (OF_TEXT, OF_READING))
    publication = frozenset((p, o) for _, p, o in of_text if p not in OF_TEXT | OF_READING)
    return Text(own, {publication: read.union(reading)})


def also_published(text: Text, other: Text) -> Text:
    """Two texts with the same words as one. A publication that is read again is read anew."""
    return Text(text.own | other.own, text.readings | other.readings)


def _order(publication: Publication) -> tuple[bool, str, int, list[str]]:
    """A sort key: the first day comes first, then what is known best, then the alphabet decides."""
    day = next((str(o) for p, o in publication if p == SCHEMA.datePublished), "")
    return not day, day, -len(publication), sorted(f"{p} {o.n3()}" for p, o in publication)


def publications(graph: Graph, article: Node) -> list[Node]:
    """The nodes of a text's publications: the article itself where it was published once."""
    return list(graph.subjects(SCHEMA.exampleOfWork, article)) or [article]


def fold(article: URIRef, text: Text) -> Iterator[Triple]:
    """The base triples of a text."""
    ordered = sorted(text.readings, key=_order)
    live = text.readings[ordered[0]]
    yield from text.own
    yield from live
    yield from ((article, p, o) for p, o in ordered[0])
    if len(ordered) == 1:
        return
    base = str(article).rpartition("article/")[0]
    for publication in ordered:
        node = publication_iri(article, *_order(publication)[-1], base=base)
        yield node, RDF.type, NEWS.Publication
        yield node, SCHEMA.exampleOfWork, article
        yield from ((node, p, o) for p, o in publication)
        if other := text.readings[publication] ^ live:
            yield node, NEWS.reading, Literal(_lines(other))


def unfold(graph: Graph, article: Node) -> Text:
    """The text whose base triples a graph holds: `fold` the other way round."""
    described = list(graph.triples((article, None, None)))
    derived = {NEWS.duplicateOf}
    text = one_publication((t for t in described if t[1] not in derived), _reading(graph, article))
    nodes = list(graph.subjects(SCHEMA.exampleOfWork, article))
    if not nodes:
        return text
    (live,) = text.readings.values()
    readings = {}
    for node in nodes:
        other = graph.value(node, NEWS.reading)
        readings[_publication(graph, node)] = live if other is None else live ^ _triples(str(other))
    return Text(text.own, readings)


def without(graph: Graph, publication: Node, text: Text) -> Text:
    """A text without one of its publications."""
    gone = _publication(graph, publication)
    return Text(text.own, {other: reading for other, reading in text.readings.items() if other != gone})


def _publication(graph: Graph, node: Node) -> Publication:
    structure = {RDF.type, SCHEMA.exampleOfWork, NEWS.reading}
    return frozenset((p, o) for p, o in graph.predicate_objects(node) if p not in structure)


def _reading(graph: Graph, article: Node) -> Reading:
    """What a text says, each entity as the article alone knows it, not merged with those of others."""
    nodes = list(graph.subjects(NEWS.article, article))
    local: dict[Node, Node] = {}
    for node in nodes:
        now = graph.value(node, NEWS.entity)
        if now is not None:
            local[now] = graph.value(node, NEWS.localEntity) or now
    found = set[Triple]()
    for node in nodes:
        # what tells apart two entities of this article that a person holds to be one
        own: dict[Node, Node] = {p: o for p, o in graph.predicate_objects(node) if p in _LOCAL}
        now, speaker = graph.value(node, NEWS.entity), graph.value(node, NEWS.speaker)
        told: dict[Node, Node | None] = {  # nothing else is derived: a text that sets two apart still does
            NEWS.entity: own.get(NEWS.localEntity) or now,
            NEWS.speaker: own.get(NEWS.localSpeaker) or (local.get(speaker, speaker) if speaker else None),
        }
        found |= {(node, p, told.get(p) or o) for p, o in graph.predicate_objects(node) if p not in _LOCAL}
        for about in graph.subjects(PROV.wasDerivedFrom, node):
            s, p, o = triple_of(graph, about)
            s = own.get(NEWS.localSubject) or (local.get(s, s) if s else s)
            o = own.get(NEWS.localObject) or (local.get(o, o) if o else o)
            base = str(about).rpartition("statement/")[0]
            statement = statement_iri(str(s), str(p), str(o), base=base)
            found.update(statement_triples(statement, (s, p, o), node))
    return frozenset(found)


def _lines(triples: Iterable[Triple]) -> str:
    graph = new_graph()
    put(graph, triples)
    return b"\n".join(sorted_ntriples(graph)).decode()


def _triples(lines: str) -> Reading:
    return frozenset(from_quads(ox.parse(lines.encode(), format=ox.RdfFormat.N_TRIPLES)))
