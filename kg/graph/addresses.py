"""What a user writes to name an entity, what one article knows of it, or a fact; and IRIs that outlast a rebuild."""

from __future__ import annotations

import re
from typing import Final

from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

from kg.decisions import Address
from kg.errors import GraphError, QueryError
from kg.graph.facts import find_article
from kg.graph.look import fact_address, label, statement_of, triple_of
from kg.lookup import find_entity, find_relation
from kg.vocabulary import NEWS, SCHEMA, apart_iri, local_name

ANCHORS: Final = 8
"""Mentions that tell whom a decision is about: as many articles must go until nobody knows."""
_DIGITS: Final = re.compile(r"[0-9a-f]{6,24}")


def find_address(graph: Graph, text: str) -> Address:
    """What a user means by `NAME`, an IRI, or `NAME@ARTICLE`: what one article knows under a name.

    Raises:
        QueryError: no entity is called so, or several are.
        GraphError: the article isn't there, or doesn't speak of it.
    """
    name, _, article = text.rpartition("@")
    if "/mention/" in text and " " not in text and (URIRef(text), RDF.type, NEWS.Mention) in graph:
        return _of_mention(graph, URIRef(text))
    try:
        return entity_address(graph, find_entity(graph, text))
    except QueryError:
        if not name or not article:
            raise
        published = find_article(graph, article)
        work = graph.value(published, SCHEMA.exampleOfWork) or published  # a text may stand in several papers
        return _of_article(graph, name, URIRef(str(work)))


def entity_address(graph: Graph, iri: str) -> Address:
    """The address of an entity: its IRI with anchors, or, where others have its name, what one article knows of it.

    The IRI of several who have one name is that of the one of most articles; who that is changes with the articles.

    Args:
        iri: of its node as the graph has it now.
    """
    node = URIRef(iri)
    bears = (None, NEWS.localEntity, node) not in graph and any(
        (mention, NEWS.localEntity, None) not in graph for mention in graph.subjects(NEWS.entity, node)
    )
    if bears and (node, OWL.sameAs, None) in graph:
        return Address(iri, "", iri)  # nobody else can have it, however often it is spoken of
    mentions = [URIRef(m) for m in sorted(map(str, graph.subjects(NEWS.entity, node)))]
    if not mentions:
        return Address(iri, "", iri)
    known = {mention: str(graph.value(mention, NEWS.localEntity) or iri) for mention in mentions}
    own = [m for m in mentions if iri in (known[m], apart_iri(known[m], str(graph.value(m, NEWS.article))))]
    # of its articles those that say most of it, so that it is told from the others there
    best = sorted(own or mentions, key=lambda m: -len(list(graph.objects(m, NEWS.described))))
    return Address(iri, "", iri, tuple(map(str, best[:ANCHORS]))) if bears else _of_mention(graph, best[0])


def _of_mention(graph: Graph, mention: URIRef) -> Address:
    node, article = graph.value(mention, NEWS.entity), graph.value(mention, NEWS.article)
    return Address(str(mention), f"{label(graph, node)} in {source(graph, article)}", str(node))


def source(graph: Graph, article: Node | None) -> str:
    """The shortest name by which an article is found: its file, else its address, its headline, its IRI."""
    for predicate in (DCTERMS.source, SCHEMA.url, SCHEMA.headline):
        if article is not None and (found := graph.value(article, predicate)) is not None:
            return str(found)
    return str(article)


def _of_article(graph: Graph, name: str, article: URIRef) -> Address:
    """What an article knows under a name."""
    found = dict[str, int]()
    for mention in graph.subjects(NEWS.article, article):
        node = graph.value(mention, NEWS.entity)
        if node is None:
            continue  # a piece of evidence
        main = {str(node), str(graph.value(mention, SKOS.prefLabel)), str(graph.value(node, RDFS.label))}
        also = set(map(str, graph.objects(mention, SKOS.altLabel)))
        if name in main | also:
            found[str(mention)] = 0 if name in main else 1
    best = [mention for mention, rank in found.items() if rank == min(found.values())]
    if len(best) == 1:
        return _of_mention(graph, URIRef(best[0]))
    if best:
        raise GraphError(f"'{name}' means {len(best)} in {article}; give one IRI: {', '.join(sorted(best))}")
    names = sorted({label(graph, graph.value(m, NEWS.entity)) for m in graph.subjects(NEWS.article, article)} - {""})
    others = f"there are {', '.join(names)}" if names else "the graph knows nobody of it"
    raise GraphError(f"no entity is called '{name}' in {source(graph, article)}; {others}")


def find_fact(graph: Graph, *words: str) -> URIRef:
    """The statement that a user means: by its address (`4f1c2a9b01`, as `kg why` prints it) or IRI, or by subject,
    relation and object.

    Raises:
        GraphError: there is no such statement, or several have that address.
        QueryError: a name is unknown.
    """
    if len(words) == 3:
        subject, relation, obj = words
        one, other = (find_address(graph, text).node for text in (subject, obj))
        triple = one, find_relation(graph, relation), other
        if (about := statement_of(graph, *triple)) is not None:
            return about
        raise GraphError(f"no article states '{' '.join(words)}'; kg why tells what entails it")
    if len(words) != 1:
        raise GraphError("name one fact: by its address, as kg why and kg review print it, or SUBJECT RELATION OBJECT")
    (text,) = words
    digits = local_name(text)
    if _DIGITS.fullmatch(digits):
        found = {
            str(about)
            for about, evidence in graph.subject_objects(PROV.wasDerivedFrom)
            if any(local_name(str(node)).startswith(digits) for node in (evidence, about))
        }
        if len(found) == 1:
            return URIRef(found.pop())
        if found:
            raise GraphError(f"{len(found)} facts have the address '{text}'; give one IRI: {', '.join(sorted(found))}")
    raise GraphError(
        f"no fact has the address '{text}' in this graph: kg why and kg review print addresses, kg entity tells "
        "what is known of somebody"
    )


def parts(graph: Graph, statement: Node) -> tuple[str, str, str]:
    """The IRIs of a statement's subject, relation and object."""
    subject, relation, obj = map(str, triple_of(graph, statement))
    return subject, relation, obj


def fact_words(graph: Graph, statement: Node) -> str:
    """A statement in words, with its address: `Mark Rutte roleOf NATO [4f1c2a9b01]`."""
    subject, relation, obj = parts(graph, statement)
    return f"{label(graph, subject)} {local_name(relation)} {label(graph, obj)} [{fact_address(graph, statement)}]"
