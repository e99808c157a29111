"""What a user means by a name: the entity or relation of a graph, or a clear error with the nearest names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from rdflib import OWL, RDF, RDFS, SKOS, Graph

from kg.errors import QueryError
from kg.vocabulary import NEWS, local_name

SUGGESTIONS: Final = 5
LEAST_LIKENESS: Final = 60.0
"""Names less alike than this are not suggested (rapidfuzz's WRatio, 0 to 100)."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a node.

    Args:
        iri: the node's.
        text: the name.
        main: whether it is the node's label, and not one of its other names.
    """

    iri: str
    text: str
    main: bool


def entity_names(graph: Graph) -> Iterator[Name]:
    """All names of a graph's entities."""
    entities = set(graph.objects(None, NEWS.entity))
    for predicate in (RDFS.label, SKOS.altLabel):
        for node, text in graph.subject_objects(predicate):
            if node in entities:
                yield Name(str(node), str(text), predicate == RDFS.label)


def relation_names(graph: Graph) -> Iterator[Name]:
    """All names of the relations that a graph uses: `roleOf`, and what the ontology calls it (`role of`)."""
    for node in graph.subjects(RDF.type, OWL.ObjectProperty):
        yield Name(str(node), local_name(str(node)), True)
        for label in graph.objects(node, RDFS.label):
            yield Name(str(node), str(label), False)


def find_entity(graph: Graph, text: str) -> str:
    """The IRI of the entity that a user means; see `find`."""
    return find(text, entity_names(graph), kind="entity")


def find_relation(graph: Graph, text: str) -> str:
    """The IRI of the relation that a user means; see `find`."""
    return find(text, relation_names(graph), kind="relation")


def find(text: str, names: Iterable[Name], *, kind: str) -> str:
    """The one node that is called so: by IRI, then label, then other names, then all of these whatever their case.

    Args:
        text: what the user wrote.
        names: all names of all nodes.
        kind: what is looked for (`entity`), for the error.

    Returns:
        Its IRI.

    Raises:
        QueryError: no node is called so (the nearest names are listed), or several are.

    >>> find("nato", [Name("e:NATO", "NATO", True), Name("e:Otan", "Nato", False)], kind="entity")
    'e:NATO'
    """
    known = list(names)
    ladder: list[dict[str, set[str]]] = [defaultdict(set) for _ in range(5)]
    for name in known:
        folded = name.text.casefold()
        ladder[0][name.iri].add(name.iri)
        ladder[1 if name.main else 2][name.text].add(name.iri)
        ladder[3 if name.main else 4][folded].add(name.iri)
    for step, index in enumerate(ladder):
        found = index.get(text if step < 3 else text.casefold(), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise QueryError(f"{len(found)} {kind} nodes are called '{text}'; give one IRI: {', '.join(sorted(found))}")
    raise QueryError(f"no {kind} is called '{text}' in this graph{_nearest(text, known)}")


def _nearest(text: str, known: list[Name]) -> str:
    from rapidfuzz import fuzz, process, utils

    texts = sorted({name.text for name in known})
    found = process.extract(
        text,
        texts,
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        limit=SUGGESTIONS,
        score_cutoff=LEAST_LIKENESS,
    )
    return f"; near: {', '.join(f'{choice}' for choice, *_ in found)}" if found else ""
