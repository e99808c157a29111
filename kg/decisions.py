"""What people decide about a graph, in a Turtle file beside it: one line a decision.

    entity:Kessel owl:sameAs entity:Anna_Kessel .
    mention:0c5d… owl:differentFrom entity:John_Smith .
    statement:4f1c… rdf:subject entity:A ; rdf:predicate news:owns ; rdf:object entity:B ; news:rejected true .
    entity:Kessel skos:prefLabel "Anna Kessel"@en .

An entity is named by its IRI, or by the IRI of a mention: what one article knows of it. Articles to come may give the
IRI to somebody else of the name; `entity:Kessel news:meant mention:0c5d…` says whom the decision is about as long as
one of these articles is there. A set of decisions has no order; those that contradict each other are an error.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import pyoxigraph as ox
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS

from kg.errors import DecisionError
from kg.formats import read_quads
from kg.vocabulary import NEWS, local_name

SUFFIX: Final = ".decisions.ttl"


class Verb(StrEnum):
    """What is decided."""

    SAME = "same"
    DIFFERENT = "different"
    REJECT = "reject"
    CONFIRM = "confirm"
    RENAME = "rename"


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """One decision.

    Args:
        verb: what is decided.
        terms: IRIs of what it is about: two entities, sorted; subject, relation and object of a statement; an entity.
        name: what an entity is to be called; empty but for a rename.
        by, on: who decided, and when; empty unless they were asked for.
    """

    verb: Verb
    terms: tuple[str, ...]
    name: str = ""
    by: str = field(default="", compare=False)
    on: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Address:
    """What a decision names.

    Args:
        iri: of an entity as articles know it, or of a mention; it means the same thing after every rebuild.
        label: what a mention is called, for people; empty for an entity, whose IRI says it.
        node: the entity that it means now.
        anchors: IRIs of mentions of an entity, which tell it from others to whom articles to come give its name; none
            where the IRI is that of a mention, or nobody else can have it.
    """

    iri: str
    label: str
    node: str
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decisions that don't contradict each other.

    Args:
        all: each once, in the order in which the files have them.
        labels: what mentions are called in the files.
        anchors: the mentions that an entity's IRI is known to mean.
    """

    all: tuple[Decision, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    anchors: Mapping[str, Collection[str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.all)

    def of(self, *verbs: Verb) -> list[Decision]:
        """The decisions of some verbs, sorted: their order means nothing."""
        return sorted(decision for decision in self.all if decision.verb in verbs)

    def words(self, decision: Decision) -> str:
        """A decision in words: `same Kessel, Anna Kessel`."""
        terms = [self.labels.get(term) or unquote(local_name(term)).replace("_", " ") for term in decision.terms]
        if decision.verb in (Verb.REJECT, Verb.CONFIRM):
            return f"{decision.verb} {' '.join(terms)}"
        return f"{decision.verb} {', '.join(terms)}" + (f" as '{decision.name}'" if decision.name else "")


NONE: Final = Decisions()


def beside(graph: Path) -> Path:
    """The decisions file that belongs to a graph file or store.

    >>> str(beside(Path("news/graph.ttl.gz"))), str(beside(Path("store")))
    ('news/graph.decisions.ttl', 'store.decisions.ttl')
    """
    name = graph.name.removesuffix(".gz")
    return graph.with_name((Path(name).stem if name else "graph") + SUFFIX)


def read_decisions(paths: Iterable[Path], *, checked: bool = True) -> Decisions:
    """Read decisions files.

    Args:
        paths: the files.
        checked: whether decisions that contradict each other are refused; not so that one of them can be taken out.

    Raises:
        GraphError: a file is missing or malformed.
        DecisionError: it says something that is no decision, or two decisions contradict each other.
    """
    found: dict[Decision, None] = {}
    labels: dict[str, str] = {}
    anchors: dict[str, set[str]] = defaultdict(set)
    for path in paths:
        for decision in decisions_of(read_quads(path), str(path), labels, anchors):
            found.setdefault(decision)
    decisions = Decisions(tuple(found), labels, {term: sorted(mentions) for term, mentions in sorted(anchors.items())})
    if checked:
        check(decisions, ", ".join(map(str, paths)))
    return decisions


def decisions_of(
    quads: Iterable[ox.Quad], path: str, labels: dict[str, str], anchors: dict[str, set[str]]
) -> Iterator[Decision]:
    """The decisions that some triples state, in their order; what nodes are called and mean is added to the others."""
    nodes: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    places: list[tuple[str, str, str]] = []
    for quad in quads:
        subject, predicate, value = _value(quad.subject), quad.predicate.value, _value(quad.object)
        nodes[subject][predicate].append(value)
        if predicate == str(RDFS.label):
            labels[subject] = value
        elif predicate == str(NEWS.meant):
            anchors[subject].add(value)
        elif predicate in VERBS:
            places.append((subject, predicate, value))
        elif predicate not in _BESIDE:
            raise DecisionError(
                f"{path}: <{predicate}> is no decision; known: owl:sameAs, owl:differentFrom, news:rejected, "
                "news:confirmed, skos:prefLabel"
            )
    said = {
        tuple(of[str(part)][0] for part in (RDF.subject, RDF.predicate, RDF.object)): of
        for of in nodes.values()
        if str(RDF.type) in of and str(NEWS.Decision) in of[str(RDF.type)] and _triple(of)
    }
    for subject, predicate, value in places:
        who = said.get((subject, predicate, value), {})
        by, on = (next(iter(who.get(str(p), ())), "") for p in (DCTERMS.creator, DCTERMS.date))
        verb = VERBS[predicate]
        if verb == Verb.RENAME:
            if not value.strip():
                raise DecisionError(f"{path}: <{subject}> is to be called nothing; give it a name")
            yield Decision(verb, (subject,), value, by, on)
        elif verb in (Verb.SAME, Verb.DIFFERENT):
            yield Decision(verb, tuple(sorted((subject, value))), "", by, on)
        elif value not in ("true", "1"):
            raise DecisionError(f"{path}: <{subject}> {local_name(predicate)} '{value}': write true, or take it out")
        else:
            yield Decision(verb, _triple(nodes[subject]) or (subject,), "", by, on)


def _value(term: object) -> str:
    return str(getattr(term, "value", term))


def _triple(of: Mapping[str, list[str]]) -> tuple[str, ...]:
    """The subject, relation and object that a node names, or nothing."""
    parts = [of.get(str(part), []) for part in (RDF.subject, RDF.predicate, RDF.object)]
    return tuple(part[0] for part in parts) if all(parts) else ()


VERBS: Final = {
    str(OWL.sameAs): Verb.SAME,
    str(OWL.differentFrom): Verb.DIFFERENT,
    str(NEWS.rejected): Verb.REJECT,
    str(NEWS.confirmed): Verb.CONFIRM,
    str(SKOS.prefLabel): Verb.RENAME,
}
_BESIDE: Final = {str(p) for p in (RDF.type, RDF.subject, RDF.predicate, RDF.object, DCTERMS.creator, DCTERMS.date)}


class Classes:
    """Terms that pairs of them say are one, whatever their order.

    Args:
        pairs: Two that are one.
        key: By which the first of several is the one that stands for them; None for the alphabet.
    """

    def __init__(self, pairs: Iterable[tuple[str, ...]], *, key: Callable[[str], Any] | None = None) -> None:
        self._parents: dict[str, str] = {}
        for one, other in pairs:
            low, high = sorted((self.of(one), self.of(other)), key=key)
            self._parents[high] = low

    def of(self, term: str) -> str:
        """The first of those that are one with a term."""
        found = term
        while (parent := self._parents.get(found, found)) != found:
            found = parent
        while (parent := self._parents.get(term, term)) != found:  # the way is shorter next time
            self._parents[term], term = found, parent
        return found


def check(decisions: Decisions, place: str) -> None:
    """Refuse decisions that contradict each other.

    Args:
        place: the file's name, for the error.

    Raises:
        DecisionError: it names both.
    """
    same = decisions.of(Verb.SAME)
    classes = Classes(decision.terms for decision in same)

    def refuse(*several: Decision) -> None:
        words = " and ".join(f"'{decisions.words(decision)}'" for decision in several)
        raise DecisionError(f"{place}: {words} contradict each other: take one out (kg decide GRAPH undo …)")

    for decision in decisions.of(Verb.DIFFERENT):
        if classes.of(decision.terms[0]) == classes.of(decision.terms[1]):
            refuse(decision, *_path(same, *decision.terms))
    facts = {_fact(decision, classes): decision for decision in decisions.of(Verb.CONFIRM)}
    for decision in decisions.of(Verb.REJECT):
        if other := facts.get(_fact(decision, classes)):
            refuse(decision, other)
    called: dict[str, Decision] = {}
    for decision in decisions.of(Verb.RENAME):
        other = called.setdefault(classes.of(decision.terms[0]), decision)
        if other.name != decision.name:
            refuse(other, decision)


def _fact(decision: Decision, classes: Classes) -> tuple[str, ...]:
    """What makes two decisions be about one statement."""
    if len(decision.terms) == 1:
        return decision.terms
    subject, relation, obj = decision.terms
    return classes.of(subject), relation, classes.of(obj)


def _path(same: Iterable[Decision], start: str, end: str) -> list[Decision]:
    """The shortest row of decisions that makes two terms one."""
    import networkx as nx  # wanted for an error alone

    told: nx.Graph[str] = nx.Graph()
    told.add_node(start)
    for decision in same:
        told.add_edge(*decision.terms, decision=decision)
    return [told.edges[pair]["decision"] for pair in pairwise(nx.shortest_path(told, start, end))]
