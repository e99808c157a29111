"""What of a graph a picture shows: its entities, the statements between them, and the evidence behind each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from heapq import heappop, heappush
from typing import Final

from rdflib import OWL, PROV, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

from kg.errors import GraphError
from kg.lookup import find_entity
from kg.model import Factuality, Polarity
from kg.resources import resource
from kg.vocabulary import NEWS, SCHEMA, local_name

PLOVER: Final = NEWS._NS["plover"]
"""The property by which the ontology gives a relation's class of events."""


class Kind(StrEnum):
    """How far the texts vouch for a statement, the strongest first."""

    FACT = "fact"
    REPORTED = "reported"
    POSSIBLE = "possible"
    DENIED = "denied"


class Family(StrEnum):
    """Relations of one colour: words and deeds of friends and of adversaries, and what actors are to each other."""

    ACCORD = "accord"
    HELP = "help"
    DISPUTE = "dispute"
    FORCE = "force"
    STANDING = "standing"


FAMILIES: Final[Mapping[str, Family]] = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), Family.ACCORD),
    **dict.fromkeys(("AID", "COOPERATE", "RETREAT"), Family.HELP),
    **dict.fromkeys(("DEMAND", "DISAPPROVE", "REJECT", "THREATEN", "INVESTIGATE"), Family.DISPUTE),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "FIGHT"), Family.FORCE),
}
"""The event classes that `news:plover` names, by family; a relation without one tells what an actor is."""


@dataclass(frozen=True, slots=True)
class Source:
    """An article, as a reader needs it."""

    headline: str
    date: str = ""
    publisher: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A piece of evidence, as a reader needs it.

    Args:
        article: IRI of the article.
        text: the words quoted.
        start: where they begin, in characters.
        positive: whether it affirms the statement.
        factuality: `Actual`, `Future`, `Possible` or `Requested`.
        speaker: name of who says it, empty for the article's own voice.
        attributed: whether somebody unnamed says it.
        confidence: 0 to 1, or None where the graph does not tell.
    """

    article: str
    text: str
    start: int = 0
    positive: bool = True
    factuality: str = Factuality.ACTUAL
    speaker: str = ""
    attributed: bool = False
    time: str = ""
    role: str = ""
    former: bool = False
    confidence: float | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Vertex:
    """An entity in the picture."""

    iri: str
    label: str
    type: str = "Entity"
    names: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A statement in the picture: an arrow from one entity to another.

    Args:
        source, target: IRIs of subject and object.
        relation: the relation's IRI.
        label: its name for people.
        symmetric: whether it holds in both directions, so that no arrowhead is drawn.
        disputed: whether some evidence affirms and some denies it.
        quotes: its evidence, in the order of dates.
    """

    source: str
    target: str
    relation: str
    label: str
    family: Family
    kind: Kind
    symmetric: bool = False
    disputed: bool = False
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """All that a page shows.

    Args:
        vertices: the largest connected part first, in it the most connected first.
        links: in the order of their ends and relations.
        sources: the articles quoted, by IRI, in the order of their dates.
        left_out: how many connected entities of the graph are not in the picture.
    """

    vertices: tuple[Vertex, ...] = ()
    links: tuple[Link, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    left_out: int = 0


def picture(graph: Graph, *, about: str | None = None, hops: int = 1, limit: int = 300) -> Picture:
    """Choose and describe what a page shows of a graph.

    Args:
        about: a name or IRI of the entity in the middle; None for the whole graph.
        hops: how many statements away from `about` an entity may be.
        limit: how many entities at most, the best connected ones of the largest connected part first.

    Raises:
        QueryError: no entity of the graph, or more than one, is named `about`.
        GraphError: `hops` or `limit` is below 1, or a piece of evidence is malformed.
    """
    if hops < 1:
        raise GraphError(f"--hops {hops}: give 1 or more")
    if limit < 1:
        raise GraphError(f"--limit {limit}: give 1 or more")
    links = list(_links(graph))
    neighbours: defaultdict[str, set[str]] = defaultdict(set)
    for link in links:
        neighbours[link.source].add(link.target)
        neighbours[link.target].add(link.source)
    centre = None if about is None else about if about in neighbours else find_entity(graph, about)
    if centre is not None:
        reached = _reach(neighbours, centre, hops)
        around = _ranked({iri: neighbours.get(iri, set()) & reached for iri in reached})
        order = [centre, *(iri for iri in around if iri != centre)]
    else:
        order = _ranked(neighbours)
    kept = set(order[:limit])
    links = sorted(
        (link for link in links if link.source in kept and link.target in kept),
        key=lambda link: (link.source, link.target, link.relation),
    )
    sources = {quote.article: _source(graph, quote.article) for link in links for quote in link.quotes}
    dated = dict(sorted(sources.items(), key=lambda item: (item[1].date, item[1].headline, item[0])))
    return Picture(
        vertices=tuple(_vertex(graph, iri) for iri in order[:limit]),
        links=tuple(replace(link, quotes=tuple(sorted(link.quotes, key=lambda q: _when(q, dated)))) for link in links),
        sources=dated,
        left_out=len(order) - len(kept),
    )


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


def _links(graph: Graph) -> Iterator[Link]:
    """The statements of a graph; a symmetric relation's two directions are one; plain triples between entities that
    have no statement at all (a graph from elsewhere) are facts without evidence."""
    ends = {
        about: (subject, graph.value(about, RDF.predicate), graph.value(about, RDF.object))
        for about, subject in graph.subject_objects(RDF.subject)
    }
    symmetric = set(graph.subjects(RDF.type, OWL.SymmetricProperty))
    merged: defaultdict[tuple[Node, Node, Node], list[Node]] = defaultdict(list)
    for about, (subject, relation, obj) in sorted(ends.items(), key=lambda item: str(item[0])):
        if relation is None or obj is None:
            continue
        if relation in symmetric and (obj, relation, subject) in merged:
            subject, obj = obj, subject
        merged[subject, relation, obj].append(about)
    families = _families(graph)
    stated = set[frozenset[Node]]()
    for (subject, relation, obj), abouts in merged.items():
        quotes = tuple(_quote(graph, node) for about in abouts for node in graph.objects(about, PROV.wasDerivedFrom))
        actual = {quote.positive for quote in quotes if quote.factuality == Factuality.ACTUAL}
        if (subject, relation, obj) in graph:
            kind = Kind.FACT
            stated.add(frozenset((subject, obj)))
        elif True in actual:
            kind = Kind.REPORTED
        elif False in actual:
            kind = Kind.DENIED
        else:
            kind = Kind.POSSIBLE
        disputed = len(actual) == 2
        yield _link(graph, (subject, relation, obj), families, symmetric, kind, disputed=disputed, quotes=quotes)
    if ends:
        return
    entities = set(graph.subjects(RDFS.label, None))
    for subject, relation, obj in graph:
        if subject in entities and obj in entities and relation not in (RDF.type, OWL.sameAs):
            yield _link(graph, (subject, relation, obj), families, symmetric, Kind.FACT)


def _link(
    graph: Graph,
    triple: tuple[Node, Node, Node],
    families: Mapping[Node, Family],
    symmetric: set[Node],
    kind: Kind,
    *,
    disputed: bool = False,
    quotes: tuple[Quote, ...] = (),
) -> Link:
    subject, relation, obj = triple
    return Link(
        source=str(subject),
        target=str(obj),
        relation=str(relation),
        label=_label(graph, relation),
        family=families.get(relation, Family.STANDING),
        kind=kind,
        symmetric=relation in symmetric,
        disputed=disputed,
        quotes=quotes,
    )


@cache
def _event_classes() -> Mapping[str, str]:
    """Relations to the local names of their event classes, from the program's own ontology."""
    path = resource("ontologies/news.ttl")
    if not path.exists():
        return {}
    ontology = Graph().parse(path, format="turtle")
    return {str(relation): local_name(str(event)) for relation, event in ontology.subject_objects(PLOVER)}


def _families(graph: Graph) -> Mapping[Node, Family]:
    """The family of each relation that the graph uses: its own, or that of the nearest relation that it implies."""
    own = {**_event_classes(), **{str(r): local_name(str(event)) for r, event in graph.subject_objects(PLOVER)}}
    found = dict[Node, Family]()
    for relation in set(graph.objects(None, RDF.predicate)):
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


def _label(graph: Graph, node: Node) -> str:
    labels = sorted(str(label) for label in graph.objects(node, RDFS.label))
    return labels[0] if labels else words(local_name(str(node)))


def words(name: str) -> str:
    """A local name as words.

    >>> words("meetsWith"), words("Jens_Stoltenberg")
    ('meets with', 'Jens Stoltenberg')
    """
    spaced = "".join(f" {c.lower()}" if c.isupper() and i and name[i - 1].islower() else c for i, c in enumerate(name))
    return spaced.replace("_", " ").strip() or name


def _vertex(graph: Graph, iri: str) -> Vertex:
    node = URIRef(iri)
    label = _label(graph, node)
    types = sorted(local_name(str(kind)) for kind in graph.objects(node, RDF.type))
    names = {str(name) for name in (*graph.objects(node, RDFS.label), *graph.objects(node, SKOS.altLabel))}
    return Vertex(
        iri=iri,
        label=label,
        type=types[0] if types else "Entity",
        names=tuple(sorted(names - {label})),
        same_as=tuple(sorted(str(other) for other in graph.objects(node, OWL.sameAs))),
    )


def _source(graph: Graph, iri: str) -> Source:
    known = {
        local_name(str(p)): str(o) for p, o in sorted(graph.predicate_objects(URIRef(iri))) if str(p).startswith(SCHEMA)
    }
    return Source(
        headline=known.get("headline") or words(local_name(iri)),
        date=known.get("datePublished", ""),
        publisher=known.get("publisher", ""),
        url=known.get("url", ""),
    )


def _quote(graph: Graph, node: Node) -> Quote:
    said = {str(p).removeprefix(str(NEWS._NS)): o for p, o in graph.predicate_objects(node)}

    def text(name: str, default: str = "") -> str:
        return str(said.get(name, default))

    speaker = said.get("speaker")
    try:
        return Quote(
            article=text("article"),
            text=text("quote"),
            start=int(text("start", "0")),
            positive=local_name(text("polarity", Polarity.POSITIVE)) == Polarity.POSITIVE,
            factuality=local_name(text("factuality", Factuality.ACTUAL)),
            speaker="" if speaker is None else _label(graph, speaker),
            attributed=text("attributed") == "true",
            time=text("time"),
            role=text("role"),
            former=text("former") == "true",
            confidence=float(text("confidence")) if "confidence" in said else None,
            rule=local_name(text("rule")),
        )
    except ValueError as error:
        raise GraphError(f"evidence <{node}> holds a number that is none: {error}") from error


def _when(quote: Quote, sources: Mapping[str, Source]) -> tuple[str, str, int, str]:
    return sources[quote.article].date, quote.article, quote.start, quote.text
