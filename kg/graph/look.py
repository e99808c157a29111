"""Looking into a graph: the evidence of a triple, and what there is of everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, Graph, URIRef
from rdflib.term import Node

from kg.errors import GraphError
from kg.graph.ontology import ontology_of
from kg.vocabulary import NEWS, SCHEMA, local_name


@dataclass(frozen=True, slots=True)
class Quote:
    """One piece of evidence, in words.

    Args:
        subject, relation, object: names of the statement that it speaks of (of one that entails what was asked for).
        text: the quote.
        start, end: its characters in the article's text.
        article, date, source: headline (or IRI), day of publication and file of the article, or empty.
        speaker: name of who says it; empty for the article's own voice.
        polarity, factuality, attributed, time, role, former, confidence, rule: see `kg.model.Evidence`.
        fact: the address of the statement by this piece of evidence, see `fact_address`.
    """

    subject: str
    relation: str
    object: str
    text: str
    start: int
    end: int
    article: str
    date: str
    source: str
    speaker: str
    attributed: bool
    polarity: str
    factuality: str
    time: str
    role: str
    former: bool
    confidence: str
    rule: str
    fact: str


def _text(value: Node | None) -> str:
    return "" if value is None else str(value)


def label(graph: Graph, node: Node | str | None) -> str:
    """The name of a node for people: its label, else the end of its IRI; nothing for nothing."""
    if node is None:
        return ""
    return _text(graph.value(URIRef(str(node)), RDFS.label)) or local_name(str(node))


def type_of(graph: Graph, node: Node | str) -> str:
    """The class of an entity by its local name; nothing where it has none."""
    return local_name(_text(graph.value(URIRef(str(node)), RDF.type)))


def headline(graph: Graph, article: Node) -> str:
    """The headline of an article, else its IRI."""
    return _text(graph.value(article, SCHEMA.headline)) or str(article)


def fact_address(graph: Graph, statement: Node) -> str:
    """A short name of a statement that lasts, whatever its entities are merged with: that of a piece of its evidence.

    A piece of evidence goes by the first ten digits of its hash, which counts what a single article says.
    """
    return min(local_name(str(node)) for node in graph.objects(statement, PROV.wasDerivedFrom))[:10]


def triple_of(graph: Graph, statement: Node | None) -> tuple[Node | None, Node | None, Node | None]:
    """Return the subject, relation and object that a statement is about."""
    return (
        graph.value(statement, RDF.subject),
        graph.value(statement, RDF.predicate),
        graph.value(statement, RDF.object),
    )


def statement_triples(
    about: Node, triple: tuple[Node | None, Node | None, Node | None], evidence: Node
) -> Iterator[tuple[Node, Node, Node]]:
    """What a graph says of a statement for a piece of its evidence; parts of the triple that are missing left out."""
    yield about, RDF.type, RDF.Statement
    yield about, PROV.wasDerivedFrom, evidence
    for part, value in zip((RDF.subject, RDF.predicate, RDF.object), triple, strict=True):
        if value is not None:
            yield about, part, value


def statement_of(graph: Graph, subject: str, relation: str, obj: str) -> URIRef | None:
    """The statement of a triple of IRIs, if any text speaks of it."""
    for about in graph.subjects(RDF.subject, URIRef(subject)):
        if (about, RDF.predicate, URIRef(relation)) in graph and (about, RDF.object, URIRef(obj)) in graph:
            return URIRef(str(about))
    return None


def standing(graph: Graph) -> dict[Node, bool]:
    """Say of each statement whether it stands as a plain triple."""
    return {about: triple_of(graph, about) in graph for about in graph.subjects(RDF.type, RDF.Statement)}


def verdict_on(graph: Graph, subject: str, relation: str, obj: str) -> str:
    """What people say of a statement: `rejected`, `confirmed`, or nothing."""
    about = statement_of(graph, subject, relation, obj)
    if about is None:
        return ""
    return next((word for word in ("rejected", "confirmed") if (about, NEWS[word], None) in graph), "")


def evidence_of(graph: Graph, subject: str, relation: str, obj: str) -> list[Quote]:
    """All evidence for or against a triple, and for or against those that entail it, in the order of time and text.

    Args:
        subject, relation, obj: IRIs.
    """
    triple = URIRef(subject), URIRef(relation), URIRef(obj)
    ontology = ontology_of(graph)
    found = {
        about
        for s, o in ((triple[0], triple[2]), (triple[2], triple[0]))
        for about in graph.subjects(RDF.subject, s)
        if graph.value(about, RDF.object) == o
        and triple in ontology.entailed(s, URIRef(_text(graph.value(about, RDF.predicate))), o)
    }
    return in_order(quote for about in found for quote in quotes_of(graph, about))


def in_order(quotes: Iterable[Quote]) -> list[Quote]:
    """Quotes in the order of time and text."""
    return sorted(
        quotes, key=lambda q: (q.date, q.article, q.source, q.start, q.end, q.relation, q.polarity, q.speaker, q.fact)
    )


def quotes_of(graph: Graph, about: Node) -> Iterator[Quote]:
    """The evidence of one statement."""
    for node in graph.objects(about, PROV.wasDerivedFrom):
        yield quote_of(graph, about, node)


def quote_of(graph: Graph, about: Node, node: Node) -> Quote:
    """One piece of evidence of a statement.

    Raises:
        GraphError: it is incomplete.
    """
    evidence = dict(graph.predicate_objects(node))
    try:
        return _quote(graph, about, node, evidence)
    except KeyError as error:
        missing = local_name(str(error.args[0]))
        raise GraphError(f"evidence <{node}> has no {missing}: build the graph again") from error


def _quote(graph: Graph, about: Node, node: Node, evidence: Mapping[Node, Node]) -> Quote:
    article = evidence[NEWS.article]
    return Quote(
        subject=label(graph, graph.value(about, RDF.subject)),
        relation=local_name(_text(graph.value(about, RDF.predicate))),
        object=label(graph, graph.value(about, RDF.object)),
        text=_text(evidence[NEWS.quote]),
        start=int(str(evidence[NEWS.start])),
        end=int(str(evidence[NEWS.end])),
        article=headline(graph, article),
        date=_text(graph.value(article, SCHEMA.datePublished)),
        source=_text(graph.value(article, DCTERMS.source)),
        speaker=label(graph, evidence.get(NEWS.speaker)),
        attributed=NEWS.attributed in evidence,
        polarity=local_name(_text(evidence[NEWS.polarity])),
        factuality=local_name(_text(evidence[NEWS.factuality])),
        time=_text(evidence.get(NEWS.time)),
        role=_text(evidence.get(NEWS.role)),
        former=_text(evidence.get(NEWS.former)) == "true",
        confidence=_text(evidence[NEWS.confidence]),
        rule=local_name(_text(evidence[NEWS.rule])),
        fact=local_name(str(node))[:10],
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of everything a graph holds.

    Args:
        articles, entities, statements, evidence, triples: how many of each; triples are all RDF triples.
        plain: statements that stand as plain triples.
        entailed: further plain triples that follow from these.
        first, last: days of publication of the oldest and the newest article, or empty.
        types: entities by class, commonest first.
        relations: statements by relation, commonest first.
    """

    articles: int
    entities: int
    statements: int
    plain: int
    entailed: int
    evidence: int
    triples: int
    first: str
    last: str
    types: tuple[tuple[str, int], ...]
    relations: tuple[tuple[str, int], ...]


def count(graph: Graph) -> Counts:
    """Count what a graph holds."""
    about = [triple_of(graph, node) for node in graph.subjects(RDF.type, RDF.Statement)]
    entities = set(graph.objects(None, NEWS.entity))
    defined = set(graph.subjects(RDF.type, OWL.ObjectProperty))
    plain = {triple for relation in defined for triple in graph.triples((None, relation, None))}
    days = sorted(map(str, graph.objects(None, SCHEMA.datePublished)))
    types = Counter(type_of(graph, entity) for entity in entities)
    relations = Counter(local_name(_text(relation)) for _, relation, _ in about)
    stated = {triple for triple in about if triple in graph}
    return Counts(
        articles=len(list(graph.subjects(RDF.type, SCHEMA.NewsArticle))),
        entities=len(entities),
        statements=len(about),
        plain=len(stated),
        entailed=len(plain - stated),
        evidence=len(list(graph.subjects(RDF.type, NEWS.Evidence))),
        triples=len(graph),
        first=days[0] if days else "",
        last=days[-1] if days else "",
        types=ranked(types),
        relations=ranked(relations),
    )


def ranked(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    """Names with their numbers, the commonest first."""
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
