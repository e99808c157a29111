"""What of a graph a page shows, read from its triples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from heapq import heappop, heappush
from typing import Final

from rdflib import OWL, PROV, RDF, RDFS, Graph, Literal, URIRef

from kg.errors import GraphError
from kg.lookup import find_entity
from kg.resources import resource
from kg.turtle import Triples
from kg.view.model import Entity, Family, Kind, Link, Picture, Publication, Quote, Source, kind_of
from kg.view.reading import Columns, entities, label_of, publications, quotes
from kg.vocabulary import NEWS, SCHEMA, local_name, without_digest, words

PLOVER: Final = NEWS._NS["plover"]
"""The property by which the ontology gives a relation's class of events."""
FAMILIES: Final[Mapping[str, Family]] = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), Family.ACCORD),
    **dict.fromkeys(("AID", "COOPERATE", "RETREAT"), Family.HELP),
    **dict.fromkeys(("DEMAND", "DISAPPROVE", "REJECT", "THREATEN", "INVESTIGATE"), Family.DISPUTE),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "FIGHT"), Family.FORCE),
}
"""The event classes that `news:plover` names, by family; a relation without one tells what an actor is."""


def picture(
    graph: Graph, *, about: str | None = None, hops: int = 1, texts: Mapping[str, str] | None = None
) -> Picture:
    """Read what a page shows of a graph.

    Args:
        about: a name or IRI of the entity in the middle; None for the whole graph.
        hops: how many statements away from `about` an entity may be.
        texts: texts of articles by their IRI, for a graph that does not keep them.

    Raises:
        QueryError: no entity of the graph, or more than one, is named `about`.
        GraphError: `hops` is below 1, or a piece of evidence is malformed.
    """
    if hops < 1:
        raise GraphError(f"--hops {hops}: give 1 or more")
    columns = Columns(lambda predicate: ((str(s), str(o)) for s, o in graph.subject_objects(predicate)))
    links = list(_links(graph, columns))
    neighbours: defaultdict[str, set[str]] = defaultdict(set)
    for link in links:
        neighbours[link.source].add(link.target)
        neighbours[link.target].add(link.source)
    mentions = _mentions(columns)
    if about is None:
        order = _ranked(neighbours)
        alone = {iri for known in mentions.values() for iri in known} - neighbours.keys()
        alone |= {quote.speaker for link in links for quote in link.quotes if quote.speaker} - neighbours.keys()
        order += sorted(alone)
    else:
        centre = about if about in neighbours else find_entity(graph, about)
        reached = _reach(neighbours, centre, hops)
        around = _ranked({iri: neighbours.get(iri, set()) & reached for iri in reached})
        order = [centre, *(iri for iri in around if iri != centre)]
        links = [link for link in links if link.source in reached and link.target in reached]
        order += sorted({q.speaker for link in links for q in link.quotes if q.speaker} - reached)
    links.sort(key=lambda link: (link.source, link.target, link.relation))
    kept = {quote.article for link in links for quote in link.quotes}
    articles = kept.union(columns.of_type(SCHEMA.NewsArticle)) if about is None else kept
    sources = _sources(columns, sorted(articles), texts or {})
    dated = dict(sorted(sources.items(), key=lambda item: (item[1].first.date, item[1].headline, item[0])))
    known = set(order)
    return Picture(
        vertices=tuple(_vertices(columns, order)),
        links=tuple(replace(link, quotes=tuple(sorted(link.quotes, key=lambda q: _when(q, dated)))) for link in links),
        sources=dated,
        mentions={iri: tuple(e for e in mentions.get(iri, ()) if e in known) for iri in dated},
    )


def _when(quote: Quote, sources: Mapping[str, Source]) -> tuple[str, str, int, str, str]:
    return sources[quote.article].first.date, quote.article, quote.start, quote.text, quote.iri


def _reach(neighbours: Mapping[str, set[str]], centre: str, hops: int) -> set[str]:
    reached, edge = {centre}, {centre}
    for _ in range(hops):
        edge = {other for iri in edge for other in neighbours.get(iri, ())} - reached
        reached |= edge
    return reached


def _ranked(neighbours: Mapping[str, set[str]]) -> list[str]:
    """Entities, the largest connected part first; each part grows from its best connected entity to the best
    connected neighbour of those already there, so that the first N of a part are connected too (N in one part)."""
    parts, seen = list[list[str]](), set[str]()
    for start in sorted(neighbours, key=lambda iri: (-len(neighbours[iri]), iri)):
        if start in seen:
            continue
        part, ahead = list[str](), [(0, start)]
        seen.add(start)
        while ahead:
            _, iri = heappop(ahead)
            part.append(iri)
            for other in neighbours[iri]:
                if other not in seen:
                    seen.add(other)
                    heappush(ahead, (-len(neighbours[other]), other))
        parts.append(part)
    return [iri for part in sorted(parts, key=lambda part: (-len(part), part[0])) for iri in part]


def _links(graph: Graph, columns: Columns) -> Iterator[Link]:
    """The statements of a graph; a symmetric relation's two directions are one; plain triples between entities that
    have no statement at all (a graph from elsewhere) are facts without evidence."""
    subjects, relations, objects = (columns.one(part) for part in (RDF.subject, RDF.predicate, RDF.object))
    symmetric, labels = set(columns.of_type(OWL.SymmetricProperty)), columns.one(RDFS.label)
    merged = defaultdict[tuple[str, str, str], list[str]](list)
    for about, subject in sorted(subjects.items()):
        relation, obj = relations.get(about), objects.get(about)
        if relation is None or obj is None:
            continue
        if relation in symmetric and (obj, relation, subject) in merged:
            subject, obj = obj, subject
        merged[subject, relation, obj].append(about)
    evidence, known = columns.many(PROV.wasDerivedFrom), quotes(columns)
    families = _families(columns, set(relations.values()))
    for (subject, relation, obj), abouts in merged.items():
        found = tuple(
            known[node] for about in abouts for node in evidence.get(about, ()) if node in known and known[node].article
        )
        yield Link(
            source=subject,
            target=obj,
            relation=relation,
            label=label_of(relation, labels),
            family=families.get(relation, Family.STANDING),
            kind=Kind.FACT if (URIRef(subject), URIRef(relation), URIRef(obj)) in graph else kind_of(found),
            symmetric=relation in symmetric,
            quotes=found,
        )
    if subjects:
        return
    for one, predicate, other in graph:
        if not isinstance(other, Literal) and predicate not in (RDF.type, OWL.sameAs):
            subject, relation, obj = str(one), str(predicate), str(other)
            if subject in labels and obj in labels:
                name, double = label_of(relation, labels), relation in symmetric
                yield Link(subject, obj, relation, name, Family.STANDING, Kind.FACT, double)


@cache
def _event_classes() -> Mapping[str, str]:
    """Relations to the local names of their event classes, from the program's own ontology."""
    ontology = Triples([resource("ontologies/news.ttl")])
    return {relation: event for relation in ontology.by_subject if (event := ontology.local(relation, PLOVER))}


def _families(columns: Columns, relations: Iterable[str]) -> Mapping[str, Family]:
    """The family of each relation that the graph uses: its own, or that of the nearest relation that it implies."""
    own = {**_event_classes(), **{relation: local_name(event) for relation, event in columns.pairs(PLOVER)}}
    implied = columns.many(RDFS.subPropertyOf)
    found = dict[str, Family]()
    for relation in relations:
        ahead, seen = [relation], set[str]()
        while ahead:
            current = ahead.pop(0)
            if own.get(current) in FAMILIES:
                found[relation] = FAMILIES[own[current]]
                break
            seen.add(current)
            ahead += sorted(set(implied.get(current, ())) - seen)
    return found


def _vertices(columns: Columns, iris: Sequence[str]) -> Iterator[Entity]:
    """Entities by the names that people read."""
    for entity in entities(columns, iris).values():
        readable = without_digest(entity.label, entity.iri)
        yield replace(entity, label=readable, names=tuple(name for name in entity.names if name != readable))


def _mentions(columns: Columns) -> Mapping[str, Sequence[str]]:
    """The entities that each article speaks of."""
    articles = columns.one(NEWS.article)
    found = defaultdict[str, set[str]](set)
    for node, entity in columns.pairs(NEWS.entity):
        if node in articles:
            found[articles[node]].add(entity)
    return {article: sorted(known) for article, known in found.items()}


def _sources(columns: Columns, articles: Iterable[str], texts: Mapping[str, str]) -> dict[str, Source]:
    published, bodies = publications(columns), columns.one(SCHEMA.articleBody)
    places = defaultdict[str, set[Publication]](set)
    for publication, article in columns.pairs(SCHEMA.exampleOfWork):
        places[article].add(published(publication))
    found = dict[str, Source]()
    for iri in articles:
        first = published(iri)
        others = sorted(places[iri] - {first}, key=lambda p: (p.date, p.publisher, p.url, p.source, p.headline))
        headline = first.headline or first.source or words(local_name(iri))
        found[iri] = Source(headline, first, tuple(others), bodies.get(iri) or texts.get(iri, ""))
    return found
