"""What a user means by a name: the entity or relation of a graph, or a clear error with the nearest names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from kg.errors import QueryError
from kg.vocabulary import NEWS, local_name

SUGGESTIONS: Final = 5
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]+")
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
    for node, text in graph.subject_objects(RDFS.label):  # mentions, of which there are many more, have none
        if (None, NEWS.entity, node) in graph:
            yield Name(str(node), str(text), True)
            for name in graph.objects(node, SKOS.altLabel):
                yield Name(str(node), str(name), False)


def relation_names(graph: Graph) -> Iterator[Name]:
    """All names of the relations that a graph uses: `roleOf`, and what the ontology calls it (`role of`)."""
    for node in graph.subjects(RDF.type, OWL.ObjectProperty):
        yield Name(str(node), local_name(str(node)), True)
        for label in graph.objects(node, RDFS.label):
            yield Name(str(node), str(label), False)


def find_entity(graph: Graph, text: str) -> str:
    """The IRI of the entity that a user means; see `find`."""
    called = {node for name in (Literal(text, lang="en"), Literal(text)) for node in graph.subjects(RDFS.label, name)}
    known = [str(node) for node in called if (None, NEWS.entity, node) in graph]
    if _IRI.fullmatch(text) and (None, NEWS.entity, URIRef(text)) in graph:
        return text
    if len(known) == 1:  # without reading all names of a large graph
        return known[0]
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
        QueryError: no node is called so (the nearest names are listed), or several are: they are listed with numbers,
            by which one of them can be asked for (`Kessel#2`).

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
            listed = "; ".join(f"({n}) {_label(iri, known)} <{iri}>" for n, iri in enumerate(sorted(found), 1))
            raise QueryError(
                f"{len(found)} {kind} nodes are called '{text}'; say which, as '{text}#1' or by label or IRI: {listed}"
            )
    if chosen := _numbered(text, known):
        return chosen
    raise QueryError(f"no {kind} is called '{text}' in this graph{_nearest(text, known)}")


def _label(iri: str, known: Iterable[Name]) -> str:
    """The label of a node."""
    return next((name.text for name in known if name.iri == iri and name.main), iri)


def _numbered(text: str, known: Iterable[Name]) -> str:
    """The node that a name and a number mean (`Kessel#2`), as the list of those that are called so counts them."""
    name, mark, number = text.rpartition("#")
    if not mark or not number.isdigit() or ":" in name:
        return ""
    found = sorted(
        {n.iri for n in known if n.text == name} or {n.iri for n in known if n.text.casefold() == name.casefold()}
    )
    if found and not 0 < int(number) <= len(found):
        known_as = f"'{name}#1'" if len(found) == 1 else f"'{name}#1' to '{name}#{len(found)}'"
        raise QueryError(f"there is no '{text}' in this graph: say {known_as}")
    return found[int(number) - 1] if found else ""


def _nearest(text: str, known: list[Name]) -> str:
    from rapidfuzz import fuzz, process, utils

    texts = sorted({name.text for name in known})
    found = process.extract(
        text, texts, scorer=fuzz.WRatio, processor=utils.default_process, limit=SUGGESTIONS, score_cutoff=LEAST_LIKENESS
    )
    return f"; near: {', '.join(choice for choice, *_ in found)}" if found else ""
