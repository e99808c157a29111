"""What follows from the base of a graph: entities, statement nodes, plain triples and what they entail."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from rdflib import OWL, PROV, RDF, RDFS, SKOS, VOID, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import GraphError
from kg.graph.duplicates import duplicates
from kg.graph.facts import OfArticle, Triple, decimal_literal
from kg.graph.files import put
from kg.graph.labels import Views, labels, most
from kg.graph.look import statement_triples
from kg.graph.ontology import Ontology, ontology_of
from kg.model import Entity, Policy
from kg.vocabulary import BASE, NEWS, SCHEMA, mention_iri, relation_iri, statement_iri


def known_entities(graph: Graph) -> list[tuple[str, Entity]]:
    """What each article knows of each entity: the IRI of the article, and the entity as that article alone gave it.

    This is what `kg.linking.resolve` works on.
    """
    found = []
    for node in set(graph.subjects(NEWS.entity)):
        told: dict[Node, list[str]] = {}
        for predicate, value in graph.predicate_objects(node):
            told.setdefault(predicate, []).append(str(value))
        label = told.get(SKOS.prefLabel, [""])[0]
        entity = Entity(
            iri=(told.get(NEWS.localEntity) or told[NEWS.entity])[0],
            label=label,
            type=told.get(NEWS.entityType, [""])[0].removeprefix(str(NEWS._NS)),  # as `relation_iri` takes it
            names=tuple(sorted({label, *told.get(SKOS.altLabel, ())})),
            same_as=tuple(sorted(told.get(OWL.sameAs, ()))),
            local=NEWS.local in told,
            different_from=tuple(sorted(told.get(OWL.differentFrom, ()))),
            described=tuple(sorted(told.get(NEWS.described, ()))),
        )
        found += [(article, entity) for article in told.get(NEWS.article, ())]
    return sorted(found, key=lambda pair: (pair[0], pair[1].iri))


CERTAIN: Final = 1e-9
"""By so much a product of probabilities may miss the confidence that is asked for, through rounding."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a graph was built.

    Args:
        policy: which evidence lets a statement stand as a plain triple.
        plain: the confidence that it needs for that.
        base: the IRI under which nodes are minted.
        decisions: how many decisions of people it was built with.
    """

    policy: Policy
    plain: float
    base: str
    decisions: int = 0


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What people decide beyond who is who.

    Args:
        names: entity to what it is to be called.
        rejected, confirmed: IRIs of statements; none is both.
        count: how many decisions the graph is built with, those on who is who included.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    rejected: frozenset[str] = frozenset()
    confirmed: frozenset[str] = frozenset()
    count: int = 0


@dataclass(frozen=True, slots=True)
class Fact:
    """One piece of evidence: its triple, and what decides whether that stands.

    Args:
        statement: the IRI of the statement that it speaks of.
        local: what `_LOCAL` keeps with it.
    """

    node: Node
    statement: URIRef
    subject: URIRef
    relation: URIRef
    object: URIRef
    speaker: URIRef | None
    attributed: bool
    actual: bool
    former: bool
    article: Node
    confidence: float
    rule: str
    local: tuple[tuple[URIRef, Node], ...] = ()

    @property
    def own_voice(self) -> bool:
        """Whether the article itself says it."""
        return self.speaker is None and not self.attributed

    @property
    def is_role(self) -> bool:
        """Whether somebody holds a role at something now."""
        return self.actual and self.relation == NEWS.roleOf and not self.former

    def vouched(self, policy: Policy) -> bool | tuple[URIRef, URIRef]:
        """Whether the text vouches for it; or who has to hold a role at what for that."""
        if not self.actual:
            return False
        if policy == Policy.REPORTED or self.own_voice:
            return True
        if policy != Policy.STANDING or self.speaker is None:
            return False
        return self.speaker == self.subject or (self.speaker, self.subject)


_LOCAL: Final = ((RDF.subject, NEWS.localSubject), (RDF.object, NEWS.localObject), (NEWS.speaker, NEWS.localSpeaker))
"""Parts of a fact, and what keeps them as the article itself has them where its mentions don't tell."""


def facts_of(
    graph: Graph, local: Mapping[OfArticle, Node], canonical: Mapping[OfArticle, URIRef], *, base: str
) -> Iterator[Fact]:
    """All evidence of a graph, its entities as of now replaced by their canonical ones."""
    shared = {key for key, number in Counter((a, target) for (a, _), target in canonical.items()).items() if number > 1}

    for about, node in graph.subject_objects(PROV.wasDerivedFrom):
        evidence = dict(graph.predicate_objects(node))
        statement = {p: o for p, o in graph.predicate_objects(about) if p != PROV.wasDerivedFrom}
        try:
            article = evidence[NEWS.article]
            own = {
                part: evidence.get(kept) or local[article, now]
                for part, kept in _LOCAL
                if (now := evidence.get(part) if part == NEWS.speaker else statement[part]) is not None
            }
            then = {part: canonical[article, entity] for part, entity in own.items()}
            subject, relation, obj = then[RDF.subject], URIRef(str(statement[RDF.predicate])), then[RDF.object]
            yield Fact(
                node=node,
                statement=statement_iri(subject, relation, obj, base=base),
                subject=subject,
                relation=relation,
                object=obj,
                speaker=then.get(NEWS.speaker),
                attributed=NEWS.attributed in evidence,
                actual=evidence[NEWS.polarity] == NEWS.Positive and evidence[NEWS.factuality] == NEWS.Actual,
                former=str(evidence.get(NEWS.former)) == "true",
                article=article,
                confidence=float(str(evidence.get(NEWS.confidence, 1.0))),
                rule=str(evidence.get(NEWS.rule, "")),
                local=tuple(
                    (kept, own[part]) for part, kept in _LOCAL if part in own and (article, then[part]) in shared
                ),
            )
        except KeyError as error:
            raise GraphError(f"statement <{about}> is incomplete ({error}): build the graph again") from error


def _standing(
    facts: Iterable[Fact], policy: Policy, plain: float, verdicts: Verdicts
) -> set[tuple[URIRef, URIRef, URIRef]]:
    """The triples that the text vouches for, as the policy has it, with a confidence of at least `plain`; and those
    that a person confirms."""
    facts = [fact for fact in facts if fact.subject != fact.object and str(fact.statement) not in verdicts.rejected]
    confirmed = {fact.statement for fact in facts if str(fact.statement) in verdicts.confirmed}
    holders = {(f.subject, f.object) for f in facts if f.is_role and (f.own_voice or f.statement in confirmed)}
    told: dict[tuple[URIRef, URIRef, URIRef], list[Told]] = defaultdict(list)
    for f in facts:
        if (asked := f.vouched(policy)) is True or asked in holders:
            told[f.subject, f.relation, f.object].append((str(f.article), f.rule, f.confidence))
    sure = {triple for triple, found in told.items() if is_sure(found, plain)}
    return sure | {(f.subject, f.relation, f.object) for f in facts if f.statement in confirmed}


Told: TypeAlias = tuple[str, str, float]
"""An article that says something, the rule that found it there, and its confidence."""


def joint_confidence(told: Iterable[Told]) -> float:
    """How sure several articles together make something: 1 - Π(1 - p), by articles or by rules, whichever is less.

    What one rule reads wrongly in one article it reads wrongly in the next ("threatened to attack Guam"): only articles
    that say it in different words support each other.

    >>> round(joint_confidence([("one", "attack_v", 0.7), ("two", "invade_v", 0.6)]), 2)
    0.88
    >>> joint_confidence([("one", "attack_v", 0.7), ("two", "attack_v", 0.6)])
    0.7
    """
    articles, rules = dict[str, float](), dict[str, float]()
    for article, rule, confidence in told:
        articles[article] = max(confidence, articles.get(article, 0.0))
        rules[rule] = max(confidence, rules.get(rule, 0.0))
    return min([1 - math.prod([1 - p for p in sorted(best.values())]) for best in (articles, rules)])


def is_sure(told: Iterable[Told], plain: float) -> bool:
    """Whether articles together are as sure of something as a plain triple needs."""
    return joint_confidence(told) >= plain - CERTAIN


def entity_triples(iri: URIRef, label: str, known: Views) -> Iterator[Triple]:
    """What a graph says of an entity itself, from what its articles know of it."""
    yield iri, RDF.type, relation_iri(most(known.own.types))
    yield iri, RDFS.label, Literal(label, lang="en")
    for name in {*known.all.names, known.given} - {label, ""}:
        yield iri, SKOS.altLabel, Literal(name, lang="en")
    for other in known.same_as:
        yield iri, OWL.sameAs, URIRef(other)


def setting_triples(built: Settings) -> set[Triple]:
    """What a graph says of how it was built."""
    node = URIRef(built.base)
    found: set[Triple] = {
        (node, RDF.type, VOID.Dataset),
        (node, NEWS.policy, Literal(str(built.policy))),
        (node, NEWS.plainFrom, decimal_literal(built.plain)),
    }
    if built.decisions:
        found.add((node, NEWS.decisions, Literal(built.decisions)))
    return found


def derive(
    graph: Graph,
    ontology: Ontology | None = None,
    *,
    policy: Policy = Policy.STANDING,
    plain: float = 0.0,
    base: str = BASE,
    same: Mapping[tuple[str, str], str] | None = None,
    verdicts: Verdicts | None = None,
    known: Sequence[tuple[str, Entity]] | None = None,
) -> None:
    """Recompute all that a graph says beyond its base: entities, statements, plain triples and what they entail.

    A pure function of the base and the arguments: what was derived before leaves no trace.

    Args:
        ontology: the relations; without it those that the graph carries along.
        policy: which evidence lets a statement stand.
        plain: how sure a statement must be to stand.
        base: the IRI under which nodes are minted.
        same: (article, entity) to the entity that it is (see `kg.linking.resolve`).
        verdicts: what people decide.
        known: what `known_entities` gave, where that has been asked for.
    """
    ontology, same, verdicts = ontology or ontology_of(graph), same or {}, verdicts or Verdicts()
    known = known_entities(graph) if known is None else known
    canonical: dict[OfArticle, URIRef] = {
        (URIRef(article), URIRef(e.iri)): URIRef(same.get((article, e.iri), e.iri)) for article, e in known
    }
    current = dict(graph.subject_objects(NEWS.entity))
    now = dict[OfArticle, Node]()
    wanted = setting_triples(Settings(policy, plain, base, verdicts.count))

    of_target = defaultdict[URIRef, list[Entity]](list)
    for article, entity in known:
        article_node, iri = URIRef(article), URIRef(entity.iri)
        node, target = mention_iri(article, iri, base=base), canonical[article_node, iri]
        of_target[target].append(entity)
        wanted.add((node, NEWS.entity, target))
        if target != iri:
            wanted.add((node, NEWS.localEntity, iri))
        now[article_node, current.get(node, iri)] = iri
    views = {
        target: Views.of(str(target), entities, verdicts.names.get(str(target), ""))
        for target, entities in of_target.items()
    }
    names = labels(views)
    for target, seen in views.items():
        wanted.update(entity_triples(target, names[target], seen))

    facts = list(facts_of(graph, now, canonical, base=base))
    for fact in facts:
        about = fact.statement
        wanted.update(statement_triples(about, (fact.subject, fact.relation, fact.object), fact.node))
        if fact.speaker is not None:
            wanted.add((fact.node, NEWS.speaker, fact.speaker))
        wanted.update((fact.node, kept, entity) for kept, entity in fact.local)
        if str(about) in verdicts.rejected:
            wanted.add((about, NEWS.rejected, Literal(True)))
        elif str(about) in verdicts.confirmed:
            wanted.add((about, NEWS.confirmed, Literal(True)))
    for standing in _standing(facts, policy, plain, verdicts):
        entailed = ontology.entailed(*standing)
        # what entails something wrong is wrong
        if not verdicts.rejected or verdicts.rejected.isdisjoint(str(statement_iri(*t, base=base)) for t in entailed):
            wanted |= entailed
    wanted.update(ontology.triples({fact.relation for fact in facts}))
    wanted.update((URIRef(one), NEWS.duplicateOf, URIRef(other)) for one, other in _copies(graph).items())

    described = set(graph.objects(None, NEWS.entity))
    for kind in (RDF.Statement, OWL.ObjectProperty, VOID.Dataset):
        described.update(graph.subjects(RDF.type, kind))
    present = {triple for node in described for triple in graph.triples((node, None, None))}
    links = (NEWS.entity, NEWS.localEntity, NEWS.speaker, *(kept for _, kept in _LOCAL), NEWS.duplicateOf)
    present.update(triple for predicate in links for triple in graph.triples((None, predicate, None)))
    for triple in present - wanted:
        graph.remove(triple)
    put(graph, wanted - present)


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
            plain, decisions = (str(graph.value(node, p) or 0) for p in (NEWS.plainFrom, NEWS.decisions))
            return Settings(Policy(str(policy)), float(plain), str(node), int(decisions))
    return Settings(Policy.STANDING, 0.0, BASE)
