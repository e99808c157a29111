"""All that a graph holds of one entity: names, roles, facts by relation, who says what about it, articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from rdflib import DCTERMS, OWL, PROV, RDF, SKOS, Graph, URIRef
from rdflib.term import Node

from kg.graph.look import Quote, fact_address, headline, in_order, label, quote_of, quotes_of, triple_of, type_of
from kg.vocabulary import NEWS, SCHEMA, local_name


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement about an entity.

    Args:
        subject, object: IRIs; `subject_label`, `object_label` their names.
        relation: its local name.
        status: `stands`, or `confirmed` where a person says so; else `denied`, `rejected`, `said`, `unsure`, `planned`,
            `possible`, `demanded`.
        roles: titles that its evidence gives, sorted.
        former: whether all that say it call it over.
        first, last: the days that it speaks of, else those on which it was published, or empty.
        articles: how many say it.
        address: see `fact_address`.
        quotes: its evidence, in the order of time.
    """

    subject: str
    subject_label: str
    relation: str
    object: str
    object_label: str
    status: str
    roles: tuple[str, ...]
    former: bool
    first: str
    last: str
    articles: int
    address: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """An article that speaks of an entity."""

    headline: str
    date: str
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that a graph holds of one entity.

    Args:
        names: its other names, sorted.
        links: IRIs of the same thing elsewhere, sorted.
        roles: who holds which role: its own, or those that others hold in it; those that stand first, then by date.
        facts: relation -> statements, those that stand first, then by date.
        said: what others say about it, and what it says: in the order of time.
        articles: in the order of time.
    """

    iri: str
    label: str
    type: str
    names: tuple[str, ...]
    links: tuple[str, ...]
    roles: tuple[Fact, ...]
    facts: dict[str, tuple[Fact, ...]]
    said: tuple[Quote, ...]
    articles: tuple[Source, ...]


def dossier(graph: Graph, iri: str) -> Dossier:
    """Gather all that a graph holds of one entity.

    Args:
        iri: of its node (see `kg.lookup.find_entity`).
    """
    node = URIRef(iri)
    about = sorted({s for p in (RDF.subject, RDF.object) for s in graph.subjects(p, node)}, key=str)
    facts = sorted((_fact(graph, statement) for statement in about), key=_order)
    by_relation: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.relation != "roleOf" and fact.subject != fact.object:
            by_relation[fact.relation].append(fact)
    said = {quote for fact in facts for quote in fact.quotes if quote.speaker}
    spoken = {
        quote_of(graph, statement, evidence)
        for evidence in graph.subjects(NEWS.speaker, node)
        for statement in graph.subjects(PROV.wasDerivedFrom, evidence)
    }
    return Dossier(
        iri=iri,
        label=label(graph, iri),
        type=type_of(graph, node),
        names=tuple(sorted(map(str, graph.objects(node, SKOS.altLabel)))),
        links=tuple(sorted(map(str, graph.objects(node, OWL.sameAs)))),
        roles=tuple(role for fact in facts if fact.relation == "roleOf" for role in _by_title(fact)),
        facts={relation: tuple(found) for relation, found in sorted(by_relation.items())},
        said=tuple(in_order(said | spoken)),
        articles=tuple(_articles(graph, node)),
    )


def _order(fact: Fact) -> tuple[bool, str, str, str, str]:
    return fact.status not in ("stands", "confirmed"), fact.last, fact.subject_label, fact.object_label, fact.address


def _fact(graph: Graph, statement: Node) -> Fact:
    subject, relation, obj = triple_of(graph, statement)
    quotes = tuple(in_order(quotes_of(graph, statement)))
    return Fact(
        subject=str(subject),
        subject_label=label(graph, subject),
        relation=local_name(str(relation)),
        object=str(obj),
        object_label=label(graph, obj),
        status=_status(graph, statement, quotes, stands=(subject, relation, obj) in graph),
        address=fact_address(graph, statement),
        **_told(quotes),
    )


def _by_title(fact: Fact) -> list[Fact]:
    """A fact that somebody has a role somewhere, once for each title that articles give."""
    titles: dict[str, list[Quote]] = defaultdict(list)
    for quote in fact.quotes:
        titles[quote.role.casefold()].append(quote)
    return [replace(fact, **_told(quotes)) for _, quotes in sorted(titles.items())]


def _told(quotes: Iterable[Quote]) -> dict[str, Any]:
    """What some evidence of a statement tells: titles, whether it is over, days, articles."""
    quotes = tuple(quotes)
    days = sorted(day for quote in quotes if (day := quote.time.partition("/")[0] or quote.date))
    held = [quote for quote in quotes if quote.polarity == "Positive"]
    return {
        "roles": tuple(sorted({quote.role for quote in held if quote.role})),
        "former": bool(held) and all(quote.former for quote in held),
        "first": days[0] if days else "",
        "last": days[-1] if days else "",
        "articles": len({(quote.article, quote.source, quote.date) for quote in quotes}),
        "quotes": quotes,
    }


def _status(graph: Graph, statement: Node, quotes: Iterable[Quote], *, stands: bool) -> str:
    """What a statement is, in one word: the strongest that its evidence says."""
    if (statement, NEWS.confirmed, None) in graph:
        return "confirmed"
    if stands:
        return "stands"
    if (statement, NEWS.rejected, None) in graph:
        return "rejected"
    held = [quote for quote in quotes if quote.polarity == "Positive"]
    if not held:
        return "denied"
    actual = [quote for quote in held if quote.factuality == "Actual"]
    if actual:
        return "unsure" if any(not quote.speaker and not quote.attributed for quote in actual) else "said"
    words = {"Future": "planned", "Requested": "demanded", "Possible": "possible"}
    return next(word for name, word in words.items() if any(quote.factuality == name for quote in held))


def _articles(graph: Graph, node: URIRef) -> list[Source]:
    found = {
        Source(
            headline=headline(graph, article),
            date=str(graph.value(article, SCHEMA.datePublished) or ""),
            source=str(graph.value(article, DCTERMS.source) or ""),
            url=str(graph.value(article, SCHEMA.url) or ""),
        )
        for mention in graph.subjects(NEWS.entity, node)
        if (article := graph.value(mention, NEWS.article)) is not None
    }
    return sorted(found, key=lambda source: (source.date, source.headline, source.source, source.url))
