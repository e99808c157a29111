"""What changed between two graphs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rdflib import PROV, RDF, RDFS, SKOS, Graph
from rdflib.term import Node

from kg.graph.look import headline, label, triple_of
from kg.vocabulary import NEWS, SCHEMA, local_name


class Kind(StrEnum):
    """What a change is about."""

    ARTICLE = "article"
    ENTITY = "entity"
    STATEMENT = "statement"
    EVIDENCE = "evidence"


class How(StrEnum):
    """What became of it."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One article, entity, statement or piece of evidence that differs.

    Args:
        kind, how: what, and what became of it. A statement changes when it becomes plain or ceases to be.
        iri: its node.
        text: it in words.
    """

    kind: Kind
    how: How
    text: str
    iri: str


def diff(old: Graph, new: Graph) -> list[Change]:
    """Compare two graphs node by node.

    Returns:
        What is in one alone, and what both describe differently; sorted.
    """
    changes = []
    for kind, (nodes, state, text) in _VIEWS.items():
        before, after = set(nodes(old)), set(nodes(new))
        changes += [Change(kind, How.REMOVED, text(old, node), str(node)) for node in before - after]
        changes += [Change(kind, How.ADDED, text(new, node), str(node)) for node in after - before]
        changes += [
            Change(kind, How.CHANGED, text(new, node), str(node))
            for node in before & after
            if state(old, node) != state(new, node)
        ]
    return sorted(changes)


def _described(graph: Graph, node: Node) -> object:
    return {(str(p), str(o)) for p, o in graph.predicate_objects(node)}


def _names_and_type(graph: Graph, node: Node) -> object:
    own = {RDF.type, RDFS.label, SKOS.altLabel}
    return {(str(p), str(o)) for p, o in graph.predicate_objects(node) if p in own}


def _plain(graph: Graph, node: Node) -> object:
    return triple_of(graph, node) in graph


def _statement(graph: Graph, node: Node | None) -> str:
    subject, relation, obj = triple = triple_of(graph, node)
    stands = "" if triple in graph else " (reported)"
    return f"{label(graph, subject)} {local_name(str(relation))} {label(graph, obj)}{stands}"


def _quote(graph: Graph, node: Node) -> str:
    about = graph.value(predicate=PROV.wasDerivedFrom, object=node)
    return f"{_statement(graph, about)}: “{graph.value(node, NEWS.quote)}”"


_View = tuple[Callable[[Graph], Iterable[Node]], Callable[[Graph, Node], object], Callable[[Graph, Node], str]]
_VIEWS: Final[dict[Kind, _View]] = {
    Kind.ARTICLE: (lambda graph: graph.subjects(RDF.type, SCHEMA.NewsArticle), _described, headline),
    Kind.ENTITY: (lambda graph: graph.objects(None, NEWS.entity), _names_and_type, label),
    Kind.STATEMENT: (lambda graph: graph.subjects(RDF.type, RDF.Statement), _plain, _statement),
    Kind.EVIDENCE: (lambda graph: graph.subjects(RDF.type, NEWS.Evidence), _described, _quote),
}
