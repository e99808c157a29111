"""What follows from the articles of a graph: who is who, as people decide and by names, and all that is derived."""

from __future__ import annotations

from collections.abc import Callable

from rdflib import RDF, Graph, URIRef

from kg.decisions import NONE, Decisions, Verb
from kg.graph import Ontology, Settings, Verdicts, derive, known_entities, ontology_of
from kg.linking import Decided, decide


def settle(
    graph: Graph, ontology: Ontology | None = None, *, built: Settings, decisions: Decisions = NONE
) -> list[str]:
    """Find out which entities of different articles are one, and derive everything that follows.

    Args:
        ontology: relations beside those that the graph carries along.
        built: how the graph is built.
        decisions: what people have decided.

    Returns:
        The decisions, in words, whose object is not in the graph: an article that spoke of it is gone.
    """
    relations = dict(ontology_of(graph).relations) | dict(ontology.relations if ontology else {})
    known = known_entities(graph)
    decided = decide(known, decisions, base=built.base)
    verdicts = Verdicts(decided.names, decided.rejected, decided.confirmed, len(decisions))
    derive(
        graph,
        Ontology(relations),
        policy=built.policy,
        plain=built.plain,
        base=built.base,
        same=decided.same,
        verdicts=verdicts,
        known=known,
    )
    return unmet(decided, decisions, lambda iri: (URIRef(iri), RDF.type, RDF.Statement) in graph)


def unmet(decided: Decided, decisions: Decisions, is_stated: Callable[[str], bool]) -> list[str]:
    """The decisions, in words, that come to nothing.

    Args:
        is_stated: whether the graph has a statement.
    """
    lost = {d for d, iris in decided.facts.items() if not any(map(is_stated, iris))} | {*decided.vanished}
    beaten = {d for d in decided.facts if d.verb == Verb.CONFIRM and d not in lost} & {
        d for d, iris in decided.facts.items() if not iris.isdisjoint(decided.rejected)
    }
    unnamed = {
        d
        for d in decisions.of(Verb.RENAME)
        if (iris := decided.means.get(d.terms[0])) and all(decided.names[iri] != d.name for iri in iris)
    }
    reasons = {
        **dict.fromkeys(lost, ""),
        **dict.fromkeys(beaten, " (what it confirms is rejected under another name)"),
        **dict.fromkeys(unnamed, " (it is one now with something that is decided to be called otherwise)"),
    }
    return [f"{decisions.words(d)}{reasons[d]}" for d in decisions.all if d in reasons]
