"""What articles give to a graph once it is known which entity stands for each of theirs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.homes.index import ENTITY, value_of
from kg.homes.plain import FROM, OBJECT, PARTS, SPEAKER, STATEMENT, SUBJECT, TYPE, Fact, Plain, statement_node
from kg.vocabulary import NEWS

LOCAL_ENTITY = ox.NamedNode(str(NEWS.localEntity))
LOCAL = {
    part: ox.NamedNode(str(kept))
    for part, kept in ((SUBJECT, NEWS.localSubject), (OBJECT, NEWS.localObject), (SPEAKER, NEWS.localSpeaker))
}


@dataclass(slots=True)
class Flat:
    """What one article gives to the graph.

    Args:
        own: of its node, mentions and evidence.
        facts: what each piece of its evidence speaks of.
    """

    own: set[ox.Quad] = field(default_factory=set)
    facts: dict[str, Fact] = field(default_factory=dict)


def flatten(base: Iterable[ox.Triple], targets: Mapping[str, str]) -> Flat:
    """What an article gives to the graph.

    Args:
        base: what it gives by itself.
        targets: the entity that stands for each of its entities.
    """
    shared = {target for target, number in Counter(targets.values()).items() if number > 1}
    found, parts, speaks_of = Flat(), dict[str, dict[ox.NamedNode, str]](), dict[str, str]()

    def entity(node: str, part: ox.NamedNode, own: str) -> str:
        """The entity that stands for a part of a fact; where that says too little, the part is kept as it is."""
        if targets[own] in shared:
            found.own.add(ox.Quad(ox.NamedNode(node), LOCAL[part], ox.NamedNode(own)))
        return targets[own]

    for t in base:
        subject: ox.NamedNode
        value: ox.NamedNode
        subject, predicate, value = t
        if predicate in PARTS:
            parts.setdefault(subject.value, {})[predicate] = value.value
        elif predicate == FROM:
            speaks_of[value.value] = subject.value
        elif predicate == ENTITY:
            target = ox.NamedNode(targets[value.value])
            found.own.add(ox.Quad(subject, ENTITY, target))
            if target != value:
                found.own.add(ox.Quad(subject, LOCAL_ENTITY, value))
        elif predicate == SPEAKER:
            found.own.add(ox.Quad(subject, SPEAKER, ox.NamedNode(entity(subject.value, SPEAKER, value.value))))
        elif value != STATEMENT:
            found.own.add(ox.Quad(subject, predicate, value))
    for node, about in speaks_of.items():
        one, relation, other = (parts[about][part] for part in PARTS)
        found.facts[node] = entity(node, SUBJECT, one), relation, entity(node, OBJECT, other)
    return found


def write_flat(before: Mapping[str, Flat], after: Mapping[str, Flat], plain: Plain) -> set[Fact]:
    """Make the graph hold what articles give now instead of what they gave before.

    Returns:
        The facts whose evidence is not what it was, so that they may stand or fall.
    """
    old = {quad for flat in before.values() for quad in flat.own}
    new = {quad for flat in after.values() for quad in flat.own}
    facts_before = {evidence: fact for flat in before.values() for evidence, fact in flat.facts.items()}
    facts_after = {evidence: fact for flat in after.values() for evidence, fact in flat.facts.items()}
    changed = {value_of(quad.subject) for quad in old ^ new}
    changed |= {e for e in facts_before.keys() | facts_after.keys() if facts_before.get(e) != facts_after.get(e)}
    dirty = {facts[e] for facts in (facts_before, facts_after) for e in changed if e in facts}
    with plain.watching(dirty):
        plain.triples.remove(old - new)
        added, gone = new - old, set[Fact]()
        for evidence in changed:
            one, other = facts_before.get(evidence), facts_after.get(evidence)
            if one == other:
                continue
            if one is not None:
                plain.triples.remove([ox.Quad(statement_node(one, plain.base), FROM, ox.NamedNode(evidence))])
                gone.add(one)
            if other is not None:
                about = statement_node(other, plain.base)
                added |= {ox.Quad(about, FROM, ox.NamedNode(evidence)), *_statement(about, other)}
        plain.triples.add(added)
        for fact in gone:
            if not plain.is_stated(fact):
                plain.triples.remove(list(plain.triples.matching(statement_node(fact, plain.base), None, None)))
    return dirty


def _statement(about: ox.NamedNode, fact: Fact) -> list[ox.Quad]:
    parts = [ox.Quad(about, part, ox.NamedNode(value)) for part, value in zip(PARTS, fact, strict=True)]
    return [ox.Quad(about, TYPE, STATEMENT), *parts]
