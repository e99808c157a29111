"""What of a graph a page shows, read from its triples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from heapq import heappop, heappush
from typing import Final

from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, Graph
from rdflib.term import Node, URIRef

from kg.errors import GraphError
from kg.lookup import find_entity
from kg.model import Factuality, Polarity
from kg.resources import resource
from kg.view.model import Family, Kind, Link, Picture, Publication, Quote, Source, Vertex, kind_of
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
Column = Mapping[Node, Node]
"""The values of one property, by the node that has them."""


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
    labels = _labels(graph)
    links = list(_links(graph, labels))
    neighbours: defaultdict[str, set[str]] = defaultdict(set)
    for link in links:
        neighbours[link.source].add(link.target)
        neighbours[link.target].add(link.source)
    mentions = _mentions(graph)
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
    articles = kept | {str(node) for node in graph.subjects(RDF.type, SCHEMA.NewsArticle)} if about is None else kept
    sources = _sources(graph, sorted(articles), texts or {})
    dated = dict(sorted(sources.items(), key=lambda item: (item[1].first.date, item[1].headline, item[0])))
    known = set(order)
    return Picture(
        vertices=tuple(_vertices(graph, order, labels)),
        links=tuple(replace(link, quotes=tuple(sorted(link.quotes, key=lambda q: _when(q, dated)))) for link in links),
        sources=dated,
        mentions={iri: tuple(e for e in mentions.get(iri, ()) if e in known) for iri in dated},
    )


def _when(quote: Quote, sources: Mapping[str, Source]) -> tuple[str, str, int, str]:
    return sources[quote.article].first.date, quote.article, quote.start, quote.text


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


def _column(graph: Graph, predicate: Node) -> Column:
    """One value of a property for each node: a scan of the graph instead of a question for each node."""
    found = dict[Node, Node]()
    for subject, value in graph.subject_objects(predicate):
        known = found.get(subject)
        if known is None or str(value) < str(known):
            found[subject] = value
    return found


def _links(graph: Graph, labels: Column) -> Iterator[Link]:
    """The statements of a graph; a symmetric relation's two directions are one; plain triples between entities that
    have no statement at all (a graph from elsewhere) are facts without evidence."""
    subjects, relations, objects = (_column(graph, p) for p in (RDF.subject, RDF.predicate, RDF.object))
    symmetric = set(graph.subjects(RDF.type, OWL.SymmetricProperty))
    merged: defaultdict[tuple[Node, Node, Node], list[Node]] = defaultdict(list)
    for about, subject in sorted(subjects.items(), key=lambda item: str(item[0])):
        relation, obj = relations.get(about), objects.get(about)
        if relation is None or obj is None:
            continue
        if relation in symmetric and (obj, relation, subject) in merged:
            subject, obj = obj, subject
        merged[subject, relation, obj].append(about)
    evidence = defaultdict[Node, list[Node]](list)
    for about, node in graph.subject_objects(PROV.wasDerivedFrom):
        evidence[about].append(node)
    quotes = _quotes(graph)
    families = _families(graph, set(relations.values()))
    for (subject, relation, obj), abouts in merged.items():
        found = tuple(quotes[node] for about in abouts for node in evidence[about] if node in quotes)
        yield Link(
            source=str(subject),
            target=str(obj),
            relation=str(relation),
            label=_label(labels, relation),
            family=families.get(relation, Family.STANDING),
            kind=Kind.FACT if (subject, relation, obj) in graph else kind_of(found),
            symmetric=relation in symmetric,
            quotes=found,
        )
    if subjects:
        return
    for subject, relation, obj in graph:
        if subject in labels and obj in labels and relation not in (RDF.type, OWL.sameAs):
            label, double = _label(labels, relation), relation in symmetric
            yield Link(str(subject), str(obj), str(relation), label, Family.STANDING, Kind.FACT, double)


@cache
def _event_classes() -> Mapping[str, str]:
    """Relations to the local names of their event classes, from the program's own ontology."""
    path = resource("ontologies/news.ttl")
    if not path.exists():
        return {}
    ontology = Graph().parse(path, format="turtle")
    return {str(relation): local_name(str(event)) for relation, event in ontology.subject_objects(PLOVER)}


def _families(graph: Graph, relations: Iterable[Node]) -> Mapping[Node, Family]:
    """The family of each relation that the graph uses: its own, or that of the nearest relation that it implies."""
    own = {**_event_classes(), **{str(r): local_name(str(event)) for r, event in graph.subject_objects(PLOVER)}}
    found = dict[Node, Family]()
    for relation in relations:
        ahead, seen = [relation], set[Node]()
        while ahead:
            current = ahead.pop(0)
            event = own.get(str(current))
            if event is not None and event in FAMILIES:
                found[relation] = FAMILIES[event]
                break
            seen.add(current)
            ahead += sorted((p for p in graph.objects(current, RDFS.subPropertyOf) if p not in seen), key=str)
    return found


def _labels(graph: Graph) -> Column:
    return _column(graph, RDFS.label)


def _label(labels: Column, node: Node) -> str:
    known = labels.get(node)
    return words(local_name(str(node))) if known is None else str(known)


def _vertices(graph: Graph, iris: Sequence[str], labels: Column) -> Iterator[Vertex]:
    wanted = {URIRef(iri) for iri in iris}
    types, names, same = (defaultdict[Node, set[str]](set) for _ in range(3))
    for predicate, found in ((RDF.type, types), (RDFS.label, names), (SKOS.altLabel, names), (OWL.sameAs, same)):
        for node, value in graph.subject_objects(predicate):
            if node in wanted:
                found[node].add(str(value))
    for iri in iris:
        node = URIRef(iri)
        label = _label(labels, node)
        readable = without_digest(label, iri)
        yield Vertex(
            iri=iri,
            label=readable,
            type=min(map(local_name, types[node]), default="Entity"),
            names=tuple(sorted(names[node] - {label, readable})),
            same_as=tuple(sorted(same[node])),
        )


def _mentions(graph: Graph) -> Mapping[str, Sequence[str]]:
    """The entities that each article speaks of."""
    articles = _column(graph, NEWS.article)
    found = defaultdict[str, set[str]](set)
    for node, entity in graph.subject_objects(NEWS.entity):
        if node in articles:
            found[str(articles[node])].add(str(entity))
    return {article: sorted(entities) for article, entities in found.items()}


def _sources(graph: Graph, articles: Iterable[str], texts: Mapping[str, str]) -> dict[str, Source]:
    properties = {
        "headline": _column(graph, SCHEMA.headline),
        "date": _column(graph, SCHEMA.datePublished),
        "publisher": _column(graph, SCHEMA.publisher),
        "author": _column(graph, SCHEMA.author),
        "url": _column(graph, SCHEMA.url),
        "source": _column(graph, DCTERMS.source),
    }
    bodies = _column(graph, SCHEMA.articleBody)
    places = defaultdict[Node, list[Node]](list)
    for publication, article in graph.subject_objects(SCHEMA.exampleOfWork):
        places[article].append(publication)

    def published(node: Node) -> Publication:
        return Publication(**{name: str(column[node]) for name, column in properties.items() if node in column})

    found = dict[str, Source]()
    for iri in articles:
        node = URIRef(iri)
        first = published(node)
        others = {published(place) for place in places[node]} - {first}
        found[iri] = Source(
            headline=first.headline or first.source or words(local_name(iri)),
            first=first,
            others=tuple(sorted(others, key=lambda p: (p.date, p.publisher, p.url, p.source, p.headline))),
            text=str(bodies[node]) if node in bodies else texts.get(iri, ""),
        )
    return found


def _quotes(graph: Graph) -> Mapping[Node, Quote]:
    """All evidence of a graph."""
    columns = {
        name: _column(graph, NEWS._NS[name])
        for name in (
            "quote", "start", "polarity", "factuality", "speaker", "attributed", "time", "role", "former", "confidence",
            "rule",
        )
    }  # fmt: skip
    known = {str(kind): kind for kind in Factuality}
    found = dict[Node, Quote]()
    for node, article in _column(graph, NEWS.article).items():
        said = {name: str(column[node]) for name, column in columns.items() if node in column}
        if "quote" not in said:
            continue  # a mention, not evidence
        try:
            found[node] = Quote(
                article=str(article),
                text=said["quote"],
                start=int(said.get("start", "0")),
                positive=local_name(said.get("polarity", Polarity.POSITIVE)) == Polarity.POSITIVE,
                factuality=known.get(local_name(said.get("factuality", "")), Factuality.ACTUAL),
                speaker=said.get("speaker", ""),
                attributed=said.get("attributed") == "true",
                time=said.get("time", ""),
                role=said.get("role", ""),
                former=said.get("former") == "true",
                confidence=float(said["confidence"]) if "confidence" in said else None,
                rule=local_name(said.get("rule", "")),
            )
        except ValueError as error:
            raise GraphError(f"evidence <{node}> holds a number that is none: {error}") from error
    return found
