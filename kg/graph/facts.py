"""Articles into a graph and out of it again.

The base of a graph is what single articles give: article nodes, mention nodes, evidence. Everything else (entities,
statement nodes, plain triples, entailments, merged entities) is derived from the base by one pure function, `derive`.
So the order of articles cannot matter, and taking one out leaves what would be there without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final

from rdflib import DCTERMS, OWL, PROV, RDF, SKOS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import GraphError
from kg.graph.duplicates import signature
from kg.graph.files import put
from kg.graph.look import statement_triples
from kg.graph.publications import Text, also_published, fold, one_publication, publications, unfold, without
from kg.model import Article, Entity, Evidence, LinkedArticle, Statement
from kg.vocabulary import (
    BASE,
    LEXICON,
    NEWS,
    SCHEMA,
    article_iri,
    evidence_iri,
    mention_iri,
    relation_iri,
    statement_iri,
)

Triple = tuple[Node, Node, Node]
OfArticle = tuple[Node, Node]
"""An article's node, and an entity's as that article knows it."""

UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that some format of the graph cannot hold."""
INVALID_IRI: Final = re.compile(
    r"[\x00-\x20<>\"{}|\\^`\ud800-\udfff]|%(?![0-9A-Fa-f]{2})|^(?![A-Za-z][A-Za-z0-9+.-]*:)"
)


def date_literal(text: str) -> Literal:
    """A date or time as a literal of the type that fits its precision; an interval or anything else as plain text.

    >>> date_literal("2022-02").n3()
    '"2022-02"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    >>> date_literal("2022-02-31").n3()
    '"2022-02-31"'
    """
    for pattern, filled, datatype in (
        (r"\d{4}", f"{text}-01-01", XSD.gYear),
        (r"\d{4}-\d\d", f"{text}-01", XSD.gYearMonth),
        (r"\d{4}-\d\d-\d\d", text, XSD.date),
    ):
        if re.fullmatch(pattern, text, re.ASCII):
            try:
                date.fromisoformat(filled)
            except ValueError:
                break
            return Literal(text, datatype=datatype, normalize=False)
    return Literal(text)


def decimal_literal(value: float) -> Literal:
    """A probability as a decimal number with at most three digits.

    >>> [str(decimal_literal(x)) for x in (1, 0.93, 0.12345, 0)]
    ['1.0', '0.93', '0.123', '0.0']
    """
    whole, _, digits = f"{value:.3f}".partition(".")
    return Literal(f"{whole}.{digits.rstrip('0') or '0'}", datatype=XSD.decimal, normalize=False)


@lru_cache(maxsize=1 << 14)  # an entity's comes with each of its mentions and facts
def _iri(text: str) -> URIRef:
    if INVALID_IRI.search(text):
        raise GraphError(f"'{text}' is not a valid IRI")
    return URIRef(text)


def _text(text: str, *, lang: str | None = None) -> Literal:
    if UNWRITABLE.search(text):
        raise GraphError(f"{text[:60]!r} holds a character that RDF files cannot hold")
    return Literal(text, lang=lang)


def _article_triples(article: Article, node: URIRef, *, keep_text: bool = False) -> list[Triple]:
    texts = {
        SCHEMA.headline: article.title,
        SCHEMA.author: article.author,
        SCHEMA.publisher: article.publisher,
        SCHEMA.inLanguage: article.language,
        DCTERMS.source: article.source,
        NEWS.sha256: article.sha256,
        SCHEMA.articleBody: article.text if keep_text else "",
    }
    triples: list[Triple] = [(node, RDF.type, SCHEMA.NewsArticle)]
    triples += [(node, predicate, _text(text)) for predicate, text in texts.items() if text]
    if article.date:
        triples.append((node, SCHEMA.datePublished, date_literal(article.date)))
    if article.url:
        triples.append((node, SCHEMA.url, _iri(article.url)))
    triples.append((node, NEWS.minHash, Literal(signature(_body(article)))))
    return triples


def _body(article: Article) -> str:
    """The text without its headline, which each paper words for itself; a mere headline is its own body."""
    return article.text.removeprefix(article.title).strip() or article.text


def _mention_triples(entity: Entity, article: URIRef, *, base: str) -> Iterator[Triple]:
    iri = _iri(entity.iri)
    node = mention_iri(article, iri, base=base)
    yield node, RDF.type, NEWS.Mention
    yield node, NEWS.article, article
    yield node, NEWS.entity, iri
    yield node, NEWS.entityType, _iri(relation_iri(entity.type))
    yield node, SKOS.prefLabel, _text(entity.label, lang="en")
    for name in entity.names:
        if name != entity.label:
            yield node, SKOS.altLabel, _text(name, lang="en")
    for other in entity.same_as:
        yield node, OWL.sameAs, _iri(other)
    for other in entity.different_from:
        yield node, OWL.differentFrom, _iri(other)
    for line in entity.described:
        yield node, NEWS.described, _text(line)
    if entity.local:
        yield node, NEWS.local, Literal(True)


def _evidence_node(statement: Statement, sha256: str, *, base: str) -> URIRef:
    e = statement.evidence
    qualifiers = (e.polarity, e.factuality, e.speaker, str(e.attributed), e.time, e.role, str(e.former))
    triple = (statement.subject, relation_iri(statement.predicate), statement.object)
    return evidence_iri(sha256, str(e.start), str(e.end), *triple, *qualifiers, base=base)


def _evidence_triples(statement: Statement, node: URIRef, article: URIRef, *, base: str) -> Iterator[Triple]:
    e = statement.evidence
    relation = _iri(relation_iri(statement.predicate))
    subject, obj = _iri(statement.subject), _iri(statement.object)
    yield from statement_triples(statement_iri(subject, relation, obj, base=base), (subject, relation, obj), node)
    yield node, RDF.type, NEWS.Evidence
    yield node, NEWS.article, article
    yield node, NEWS.start, Literal(e.start)
    yield node, NEWS.end, Literal(e.end)
    yield node, NEWS.quote, _text(e.quote)
    yield node, NEWS.confidence, decimal_literal(e.confidence)
    yield node, NEWS.rule, _iri(LEXICON[e.rule])
    yield node, NEWS.polarity, NEWS[e.polarity]
    yield node, NEWS.factuality, NEWS[e.factuality]
    if e.speaker:
        yield node, NEWS.speaker, _iri(e.speaker)
    if e.attributed:
        yield node, NEWS.attributed, Literal(True)
    if e.time:
        yield node, NEWS.time, date_literal(e.time)
    if e.role:
        yield node, NEWS.role, _text(e.role)
    if e.role or e.former or relation == NEWS.roleOf:
        yield node, NEWS.former, Literal(e.former)


def _checked(linked: LinkedArticle) -> None:
    known = {entity.iri for entity in linked.entities}
    for statement in linked.statements:
        e = statement.evidence
        for iri in filter(None, (statement.subject, statement.object, e.speaker)):
            if iri not in known:
                raise GraphError(f"{linked.article.source}: a statement speaks of <{iri}>, which is no entity of it")
        if linked.article.text[e.start : e.end] != e.quote:
            raise GraphError(f"{linked.article.source}: characters {e.start} to {e.end} are not '{e.quote[:60]}'")


def add(graph: Graph, linked: LinkedArticle, *, base: str = BASE, keep_text: bool = False) -> None:
    """Add what one article gives to the base of a graph; call `derive` after the last one.

    Two articles with the same text are two publications of one (see `kg.graph.publications`). The same statement at the
    same place with the same qualifiers is one piece of evidence, however many rules found it.

    Args:
        base: the IRI under which nodes are minted.
        keep_text: whether the graph is to hold the article's text, whose characters evidence counts.

    Raises:
        GraphError: a quote, an IRI or a character is invalid; the graph is left as it was.
    """
    article, text = article_iri(linked.article.sha256, base=base), text_of(linked, base=base, keep_text=keep_text)
    if (article, NEWS.sha256, None) in graph:
        text = also_published(unfold(graph, article), text)
        _clear(graph, article)
    put(graph, fold(article, text))


def text_of(linked: LinkedArticle, *, base: str = BASE, keep_text: bool = False) -> Text:
    """What one article gives: see `add`.

    Raises:
        GraphError: a quote, an IRI or a character is invalid.
    """
    _checked(linked)
    sha256 = linked.article.sha256
    article = article_iri(sha256, base=base)
    own = _article_triples(linked.article, article, keep_text=keep_text)
    best: dict[URIRef, Statement] = {}
    for statement in linked.statements:
        node = _evidence_node(statement, sha256, base=base)
        rival = best.get(node)
        if rival is None or _strength(statement.evidence) < _strength(rival.evidence):
            best[node] = statement
    reading = [
        *(t for entity in linked.entities for t in _mention_triples(entity, article, base=base)),
        *(t for node, statement in best.items() for t in _evidence_triples(statement, node, article, base=base)),
    ]
    return one_publication(own, reading)


def _strength(evidence: Evidence) -> tuple[float, str]:
    return -evidence.confidence, evidence.rule


def remove(graph: Graph, node: Node) -> None:
    """Take an article, or one of its publications, out of the base of a graph; call `derive` afterwards.

    Args:
        node: its IRI (see `find_article`).
    """
    article = graph.value(node, SCHEMA.exampleOfWork)
    if article is None:
        _clear(graph, node)
        return
    text = without(graph, node, unfold(graph, article))
    _clear(graph, article)
    put(graph, fold(URIRef(str(article)), text))


def _clear(graph: Graph, article: Node) -> None:
    for publication in list(graph.subjects(SCHEMA.exampleOfWork, article)):
        graph.remove((publication, None, None))
    for node in list(graph.subjects(NEWS.article, article)):
        for entity in graph.objects(node, NEWS.entity):
            graph.remove((entity, None, None))  # derived: comes back where another article speaks of it
        graph.remove((node, None, None))
        for about in list(graph.subjects(PROV.wasDerivedFrom, node)):
            graph.remove((about, PROV.wasDerivedFrom, node))
            if (about, PROV.wasDerivedFrom, None) not in graph:
                graph.remove((about, None, None))
    graph.remove((article, None, None))


def find_article(graph: Graph, name: str) -> URIRef:
    """The article that a user means by its IRI, URL, file name, headline or SHA-256 (at least 8 digits); or one of its
    several publications, where the name is that of one alone.

    Raises:
        GraphError: nothing is called so, or several are.
    """
    found = set[Node]()
    for article in _perhaps(graph, name):
        if (article, RDF.type, SCHEMA.NewsArticle) not in graph:
            continue
        places = publications(graph, article)
        called = [node for node in places if name in {str(node), *_names(graph, node)}]
        digits = str(graph.value(article, NEWS.sha256))
        if name == str(article) or (len(name) >= 8 and digits.startswith(name)) or len(called) == len(places):
            found.add(article)
        else:
            found.update(called)
    if len(found) == 1:
        return URIRef(str(found.pop()))
    if not found:
        raise GraphError(f"no article '{name}' in this graph (give its IRI, URL, file name, headline or SHA-256)")
    raise GraphError(f"{len(found)} articles are called '{name}'; give one IRI: {', '.join(sorted(map(str, found)))}")


def _perhaps(graph: Graph, name: str) -> set[Node]:
    """The articles that a name may mean, found without a look at each."""
    places: set[Node] = {s for p in (DCTERMS.source, SCHEMA.headline) for s in graph.subjects(p, Literal(name))}
    if not INVALID_IRI.search(name):
        places |= {URIRef(name), *graph.subjects(SCHEMA.url, URIRef(name))}
    found = {graph.value(place, SCHEMA.exampleOfWork) or place for place in places}
    if re.fullmatch("[0-9a-f]{8,64}", name):
        found |= {article for article, digits in graph.subject_objects(NEWS.sha256) if str(digits).startswith(name)}
    return found


def _names(graph: Graph, node: Node) -> Iterator[str]:
    return (str(o) for p in (SCHEMA.url, DCTERMS.source, SCHEMA.headline) for o in graph.objects(node, p))
