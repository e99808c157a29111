"""Which triples stand in an embedded store, after the evidence of some, or what people decide, has changed.

Whether a statement stands depends on its evidence, on whether people reject or confirm it or what it entails, and,
where somebody else than its subject says it, on the evidence that he has a role in that: `watching` sees to the latter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager

import pyoxigraph as ox
from rdflib import OWL, PROV, RDF, URIRef

from kg.graph import Ontology, Settings, Verdicts, to_quads
from kg.graph.derived import is_sure
from kg.homes.index import Triples, value_of
from kg.model import Policy
from kg.vocabulary import NEWS, statement_iri

Fact = tuple[str, str, str]
"""The IRIs of a statement's subject, relation and object."""

TYPE, STATEMENT = ox.NamedNode(str(RDF.type)), ox.NamedNode(str(RDF.Statement))
SUBJECT, PREDICATE, OBJECT = PARTS = tuple(ox.NamedNode(str(p)) for p in (RDF.subject, RDF.predicate, RDF.object))
FROM, SPEAKER = ox.NamedNode(str(PROV.wasDerivedFrom)), ox.NamedNode(str(NEWS.speaker))
_RELATION = ox.NamedNode(str(OWL.ObjectProperty))
_REJECTED, _CONFIRMED = ox.NamedNode(str(NEWS.rejected)), ox.NamedNode(str(NEWS.confirmed))
_TRUE = ox.Literal(True)
_ROLE = str(NEWS.roleOf)
_A, _B = URIRef("urn:a"), URIRef("urn:b")


def statement_node(fact: Fact, base: str) -> ox.NamedNode:
    """The node of a statement."""
    return ox.NamedNode(statement_iri(*fact, base=base))


class Plain:
    """Which triples stand, and what they entail: as `kg.graph.derive` finds, for some of them.

    Args:
        ontology: the relations; those that the store's graph carries along included.
        before, after: what people decide of facts, before the change and now.
        turned: the facts of which they decide otherwise now.

    Attributes:
        entailed: how many triples stand more than at first of which no text speaks.
    """

    def __init__(
        self,
        triples: Triples,
        ontology: Ontology,
        built: Settings,
        *,
        before: Verdicts,
        after: Verdicts,
        turned: Collection[Fact],
    ) -> None:
        self.triples = triples
        self.entailed = 0
        self.ontology = ontology
        self.built = built
        self.base = built.base
        self.verdicts, self.after, self.turned = before, after, turned
        self._implied_by: dict[str, list[tuple[str, bool]]] = defaultdict(list)
        for relation in ontology.relations:
            for s, p, _ in ontology.entailed(_A, relation, _B):
                self._implied_by[str(p)].append((str(relation), s == _B))

    @contextmanager
    def watching(self, facts: set[Fact]) -> Iterator[None]:
        """Add to some facts those that may stand or fall as these change, or what people decide: what they decide anew,
        what entails that, and what somebody says who comes to speak for an organisation, or ceases to."""
        for fact in self.turned:
            facts |= {fact, *self._entailing(fact)}
        pairs = [(s, o) for s, r, o in facts if r == _ROLE and self.built.policy == Policy.STANDING]
        before = {pair: self._speaks_for(*pair) for pair in pairs}
        spoken = {fact for fact in facts if self.is_stated(fact)}
        yield
        self.verdicts = self.after
        for fact in facts:
            if (fact in spoken) != self.is_stated(fact) and _triple(fact) in self.triples:
                self.entailed += 1 if fact in spoken else -1
        for speaker, subject in pairs:
            if before[speaker, subject] != self._speaks_for(speaker, subject):
                facts |= set(self._said(speaker, subject))

    def settle(self, facts: Collection[Fact]) -> None:
        """Let the triples stand that now should, of those that some facts entail."""
        entailed = {
            (str(s), str(p), str(o)) for fact in facts for s, p, o in self.ontology.entailed(*map(URIRef, fact))
        }
        present = {triple for triple in entailed if _triple(triple) in self.triples}
        wanted = {triple for triple in entailed if self._follows(triple)}
        self.triples.replace(map(_triple, present), map(_triple, wanted))
        for triple in present ^ wanted:
            if not self.is_stated(triple):
                self.entailed += 1 if triple in wanted else -1
        for fact in facts:
            self._mark(fact)
        if facts:
            self._define(facts)

    def _mark(self, fact: Fact) -> None:
        """Say of a statement whether people reject or confirm it."""
        about = statement_node(fact, self.base)
        for predicate, decided in ((_REJECTED, self.verdicts.rejected), (_CONFIRMED, self.verdicts.confirmed)):
            holds = about.value in decided and self.is_stated(fact)
            marked = [ox.Quad(about, predicate, _TRUE)] if holds else []
            self.triples.replace(self.triples.matching(about, predicate, None), marked)

    def _define(self, facts: Collection[Fact]) -> None:
        """Carry along the definitions of the relations that are used."""
        defined = {quad.subject for quad in self.triples.matching(None, TYPE, _RELATION)}
        known = {URIRef(r) for _, r, _ in facts} | {URIRef(value_of(node)) for node in defined}
        used = {r for r in known if self.triples.some(None, PREDICATE, ox.NamedNode(r))}
        present = (quad for node in defined for quad in self.triples.matching(node, None, None))
        self.triples.replace(present, to_quads(self.ontology.triples(used)))

    def is_stated(self, fact: Fact) -> bool:
        """Whether a text speaks of a fact."""
        return self.triples.some(statement_node(fact, self.base), FROM, None)

    def _entailing(self, fact: Fact) -> Iterator[Fact]:
        """What entails a fact, itself included."""
        s, p, o = fact
        for relation, flipped in self._implied_by.get(p) or [(p, False)]:
            yield (o, relation, s) if flipped else (s, relation, o)

    def _follows(self, triple: Fact) -> bool:
        """Whether a triple that stands entails this one."""
        return any(map(self._stands, self._entailing(triple)))

    def _evidence(self, fact: Fact) -> Iterator[dict[str, str]]:
        """What is known of each piece of evidence of a statement."""
        for quad in self.triples.matching(statement_node(fact, self.base), FROM, None):
            assert isinstance(quad.object, ox.NamedNode)
            found = self.triples.matching(quad.object, None, None)
            yield {q.predicate.value: value_of(q.object) for q in found}

    def _stands(self, fact: Fact) -> bool:
        """Whether a text vouches for a statement, as the policy has it, and surely enough, or a person; and nothing
        that it entails is rejected (see `kg.graph.derived`)."""
        if self.verdicts.rejected:
            entailed = self.ontology.entailed(*map(URIRef, fact))
            if not self.verdicts.rejected.isdisjoint(str(statement_iri(*t, base=self.base)) for t in entailed):
                return False
        if fact[0] == fact[2]:
            return False
        about = statement_node(fact, self.base)
        if about.value in self.verdicts.confirmed and self.is_stated(fact):
            return True
        told = []
        for evidence in self._evidence(fact):
            if _actual(evidence) and self._vouched(fact[0], evidence):
                article, rule = (evidence.get(str(key), "") for key in (NEWS.article, NEWS.rule))
                told.append((article, rule, float(evidence.get(str(NEWS.confidence), "1.0"))))
                if is_sure(told[-1:], self.built.plain):
                    return True  # more evidence cannot make it less sure
        return bool(told) and is_sure(told, self.built.plain)

    def _vouched(self, subject: str, evidence: dict[str, str]) -> bool:
        if self.built.policy == Policy.REPORTED or _own_voice(evidence):
            return True
        speaker = evidence.get(str(NEWS.speaker))
        if self.built.policy == Policy.VOICE or speaker is None:
            return False
        return speaker == subject or self._speaks_for(speaker, subject)

    def _speaks_for(self, person: str, subject: str) -> bool:
        """Whether an article itself, or a person who decided, says that somebody has a role in an organisation."""
        fact, former = (person, _ROLE, subject), str(NEWS.former)
        about = str(statement_node(fact, self.base).value)
        if person == subject or about in self.verdicts.rejected:
            return False
        sure = about in self.verdicts.confirmed
        return any(
            _actual(evidence) and (sure or _own_voice(evidence)) and evidence.get(former) != "true"
            for evidence in self._evidence(fact)
        )

    def _said(self, speaker: str, subject: str) -> Iterator[Fact]:
        """What somebody says of a subject."""
        for quad in self.triples.matching(None, SPEAKER, ox.NamedNode(speaker)):
            for link in self.triples.matching(None, FROM, quad.subject):
                fact = self._stated(link.subject)
                if fact is not None and fact[0] == subject:
                    yield fact

    def _stated(self, about: ox.NamedNode | ox.BlankNode | ox.Triple) -> Fact | None:
        """The fact that a statement states; None where there is none."""
        parts = {q.predicate: value_of(q.object) for q in self.triples.matching(about, None, None)}
        return (parts[SUBJECT], parts[PREDICATE], parts[OBJECT]) if SUBJECT in parts else None


def _triple(fact: Fact) -> ox.Quad:
    return ox.Quad(*map(ox.NamedNode, fact))


def _actual(evidence: dict[str, str]) -> bool:
    return (evidence[str(NEWS.polarity)], evidence[str(NEWS.factuality)]) == (str(NEWS.Positive), str(NEWS.Actual))


def _own_voice(evidence: dict[str, str]) -> bool:
    return str(NEWS.speaker) not in evidence and str(NEWS.attributed) not in evidence
