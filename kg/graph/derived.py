"""What follows from the base of a graph: entities, statement nodes, plain triples and what they entail."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rdflib import OWL, PROV, RDF, RDFS, SKOS, VOID, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import GraphError
from kg.graph.duplicates import duplicates
from kg.graph.facts import OfArticle, Triple, decimal_literal
from kg.graph.ontology import Ontology, ontology_of
from kg.model import Entity, Policy
from kg.vocabulary import (
    BASE,
    NEWS,
    SCHEMA,
    mention_iri,
    relation_iri,
    statement_iri,
)


def known_entities(graph: Graph) -> list[tuple[str, Entity]]:
    """What each article knows of each entity: the IRI of the article, and the entity as that article alone gave it.

    This is what `kg.linking.resolve` works on.
    """
    found = []
    for node, article in graph.subject_objects(NEWS.article):
        iri = graph.value(node, NEWS.localEntity) or graph.value(node, NEWS.entity)
        if iri is None:
            continue  # a piece of evidence
        label = str(graph.value(node, SKOS.prefLabel))
        entity = Entity(
            iri=str(iri),
            label=label,
            type=_short(graph.value(node, NEWS.entityType)),
            names=tuple(sorted({label, *map(str, graph.objects(node, SKOS.altLabel))})),
            same_as=tuple(sorted(map(str, graph.objects(node, OWL.sameAs)))),
            local=(node, NEWS.local, None) in graph,
            different_from=tuple(sorted(map(str, graph.objects(node, OWL.differentFrom)))),
        )
        found.append((str(article), entity))
    return sorted(found, key=lambda pair: (pair[0], pair[1].iri))


def _short(iri: Node | None) -> str:
    """A class of the news ontology by its local name, any other by its IRI: `relation_iri` the other way round."""
    text = str(iri)
    return text.removeprefix(str(NEWS._NS))


@dataclass(frozen=True, slots=True)
class Settings:
    """How a graph was built.

    Args:
        policy: which evidence lets a statement stand as a plain triple.
        plain: the confidence that it needs for that.
        base: the IRI under which nodes are minted.
    """

    policy: Policy
    plain: float
    base: str


@dataclass(frozen=True, slots=True)
class _Fact:
    """One piece of evidence: its triple, and what decides whether that stands."""

    node: Node
    subject: URIRef
    relation: URIRef
    object: URIRef
    speaker: URIRef | None
    attributed: bool
    actual: bool
    former: bool
    article: Node | None
    confidence: float

    @property
    def own_voice(self) -> bool:
        """Whether the article itself says it."""
        return self.speaker is None and not self.attributed


def _injective(
    same: Mapping[tuple[str, str], str], local: Iterable[tuple[URIRef, URIRef]]
) -> dict[tuple[Node, Node], URIRef]:
    """Which entity each article's entity is; two entities of one article stay two, so that it can be undone.

    Args:
        same: (article, entity) to entity, where it is not itself.
        local: every (article, entity).
    """
    canonical: dict[tuple[Node, Node], URIRef] = {
        key: URIRef(same.get((str(key[0]), str(key[1])), key[1])) for key in local
    }
    while True:
        taken = Counter((article, target) for (article, _), target in canonical.items())
        clashes = [key for key, target in canonical.items() if taken[key[0], target] > 1 and target != key[1]]
        if not clashes:
            return canonical
        canonical.update((key, URIRef(str(key[1]))) for key in clashes)


def _facts(
    graph: Graph, local: Mapping[tuple[Node, Node], Node], canonical: Mapping[tuple[Node, Node], URIRef]
) -> Iterator[_Fact]:
    """All evidence of a graph, its entities as of now replaced by their canonical ones."""

    for about, node in graph.subject_objects(PROV.wasDerivedFrom):
        evidence = dict(graph.predicate_objects(node))
        statement = {p: o for p, o in graph.predicate_objects(about) if p != PROV.wasDerivedFrom}
        article = evidence.get(NEWS.article)

        def entity(now: Node, article: Node | None = article) -> URIRef:
            key = article or now
            return canonical[key, local[key, now]]

        try:
            speaker = evidence.get(NEWS.speaker)
            yield _Fact(
                node=node,
                subject=entity(statement[RDF.subject]),
                relation=URIRef(str(statement[RDF.predicate])),
                object=entity(statement[RDF.object]),
                speaker=None if speaker is None else entity(speaker),
                attributed=NEWS.attributed in evidence,
                actual=evidence[NEWS.polarity] == NEWS.Positive and evidence[NEWS.factuality] == NEWS.Actual,
                former=str(evidence.get(NEWS.former)) == "true",
                article=article,
                confidence=float(str(evidence.get(NEWS.confidence, 1.0))),
            )
        except KeyError as error:
            raise GraphError(f"statement <{about}> is incomplete ({error}): build the graph again") from error


def _standing(facts: Iterable[_Fact], policy: Policy, plain: float) -> set[tuple[URIRef, URIRef, URIRef]]:
    """The triples that the text vouches for, as the policy has it, with a confidence of at least `plain`.

    The best evidence of each article counts, and independent articles support each other: 1 - Π(1 - p).
    """
    actual = [fact for fact in facts if fact.actual]
    holders = {(f.subject, f.object) for f in actual if f.relation == NEWS.roleOf and f.own_voice and not f.former}
    best: dict[tuple[URIRef, URIRef, URIRef], dict[Node | None, float]] = defaultdict(dict)
    for f in actual:
        speaks = policy == Policy.STANDING and f.speaker is not None
        if (
            policy == Policy.REPORTED
            or f.own_voice
            or (speaks and (f.speaker == f.subject or (f.speaker, f.subject) in holders))
        ):
            of_article = best[f.subject, f.relation, f.object]
            of_article[f.article] = max(f.confidence, of_article.get(f.article, 0.0))
    return {
        triple for triple, found in best.items() if 1 - math.prod(1 - p for p in sorted(found.values())) >= plain - 1e-9
    }


def _most(counts: Counter[str]) -> str:
    """The commonest; of equals the longest, then the first of the alphabet."""
    return min(counts, key=lambda text: (-counts[text], -len(text), text))


def _entity_triples(iri: URIRef, views: list[Entity]) -> Iterator[Triple]:
    """What a graph says of an entity itself, from what its articles know of it."""
    own = [view for view in views if view.iri == str(iri)] or views  # the articles that know it by this very name
    label = _most(Counter(view.label for view in own))
    yield iri, RDF.type, relation_iri(_most(Counter(view.type for view in own)))
    yield iri, RDFS.label, Literal(label, lang="en")
    for name in {name for view in views for name in (view.label, *view.names)} - {label}:
        yield iri, SKOS.altLabel, Literal(name, lang="en")
    for other in {other for view in views for other in view.same_as}:
        yield iri, OWL.sameAs, URIRef(other)


def derive(
    graph: Graph,
    ontology: Ontology | None = None,
    *,
    policy: Policy = Policy.STANDING,
    plain: float = 0.0,
    base: str = BASE,
    same: Mapping[tuple[str, str], str] | None = None,
) -> None:
    """Recompute all that a graph says beyond its base: entities, statements, plain triples and what they entail.

    A pure function of the base and the arguments: what was derived before leaves no trace.

    Args:
        ontology: the relations; without it those that the graph carries along.
        policy: which evidence lets a statement stand.
        plain: how sure a statement must be to stand.
        base: the IRI under which nodes are minted.
        same: (article, entity) to the entity of other articles that it is (see `kg.linking.resolve`). Two entities of
            one article are never merged.
    """
    ontology = ontology or ontology_of(graph)
    known = known_entities(graph)
    canonical = _injective(same or {}, ((URIRef(article), URIRef(entity.iri)) for article, entity in known))
    now, present = dict[OfArticle, Node](), set[Triple]()
    wanted: set[Triple] = {
        (URIRef(base), RDF.type, VOID.Dataset),
        (URIRef(base), NEWS.policy, Literal(str(policy))),
        (URIRef(base), NEWS.plainFrom, decimal_literal(plain)),
    }

    views = defaultdict[URIRef, list[Entity]](list)
    for article, entity in known:
        article_node, iri = URIRef(article), URIRef(entity.iri)
        node, target = mention_iri(article, iri, base=base), canonical[article_node, iri]
        views[target].append(entity)
        wanted.add((node, NEWS.entity, target))
        if target != iri:
            wanted.add((node, NEWS.localEntity, iri))
        for predicate in (NEWS.entity, NEWS.localEntity):
            present.update((node, predicate, o) for o in graph.objects(node, predicate))
        now[article_node, graph.value(node, NEWS.entity) or iri] = iri
    for target, entities in views.items():
        wanted.update(_entity_triples(target, entities))

    facts = list(_facts(graph, now, canonical))
    for fact in facts:
        about = statement_iri(fact.subject, fact.relation, fact.object, base=base)
        wanted.add((about, RDF.type, RDF.Statement))
        wanted.add((about, RDF.subject, fact.subject))
        wanted.add((about, RDF.predicate, fact.relation))
        wanted.add((about, RDF.object, fact.object))
        wanted.add((about, PROV.wasDerivedFrom, fact.node))
        if fact.speaker is not None:
            wanted.add((fact.node, NEWS.speaker, fact.speaker))
    wanted.update(t for triple in _standing(facts, policy, plain) for t in ontology.entailed(*triple))
    wanted.update(ontology.triples({fact.relation for fact in facts}))
    wanted.update((URIRef(one), NEWS.duplicateOf, URIRef(other)) for one, other in _copies(graph).items())

    described = {o for _, p, o in present if p == NEWS.entity} | set(graph.subjects(RDF.type, RDF.Statement))
    described |= set(graph.subjects(RDF.type, OWL.ObjectProperty)) | set(graph.subjects(RDF.type, VOID.Dataset))
    present.update(t for node in described for t in graph.triples((node, None, None)))
    present.update((s, p, o) for p in (NEWS.speaker, NEWS.duplicateOf) for s, o in graph.subject_objects(p))
    for triple in present - wanted:
        graph.remove(triple)
    graph.addN((s, p, o, graph) for s, p, o in wanted - present)


def _copies(graph: Graph) -> dict[str, str]:
    """The articles that nearly repeat another one, and the first that was published of those that agree."""
    days = {str(s): str(o) for s, o in graph.subject_objects(SCHEMA.datePublished)}
    known = {str(s): str(o) for s, o in graph.subject_objects(NEWS.minHash)}
    return duplicates(known, {name: (days.get(name) or "~",) for name in known})


def settings(graph: Graph) -> Settings:
    """How a graph was built; the defaults for one that does not say."""
    for node in graph.subjects(RDF.type, VOID.Dataset):
        policy = graph.value(node, NEWS.policy)
        if policy is not None and str(policy) in set(Policy):
            return Settings(Policy(str(policy)), float(str(graph.value(node, NEWS.plainFrom) or 0.0)), str(node))
    return Settings(Policy.STANDING, 0.0, BASE)
