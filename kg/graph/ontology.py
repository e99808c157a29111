"""What a graph needs to know of the ontology: its relations, their parents, which of them are symmetric."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef

from kg.errors import GraphError, OntologyError
from kg.formats import read_quads
from kg.graph.files import from_quads


@dataclass(frozen=True, slots=True)
class RelationType:
    """A relation as the ontology defines it.

    Args:
        label: its name for people.
        parents: the relations that it directly implies, sorted.
        symmetric: whether it holds in both directions.
    """

    label: str = ""
    parents: tuple[URIRef, ...] = ()
    symmetric: bool = False


@dataclass(frozen=True, slots=True)
class Ontology:
    """The relations that statements may use, by IRI."""

    relations: Mapping[URIRef, RelationType]

    def entailed(self, subject: URIRef, relation: URIRef, obj: URIRef) -> set[tuple[URIRef, URIRef, URIRef]]:
        """A triple and all triples that follow from it through parents and symmetry."""
        found, ahead = set[tuple[URIRef, URIRef, URIRef]](), [(subject, relation, obj)]
        while ahead:
            triple = ahead.pop()
            if triple in found:
                continue
            found.add(triple)
            s, p, o = triple
            known = self.relations.get(p, RelationType())
            ahead.extend((s, parent, o) for parent in known.parents)
            if known.symmetric:
                ahead.append((o, p, s))
        return found

    def triples(self, used: Iterable[URIRef]) -> set[tuple[URIRef, URIRef, URIRef | Literal]]:
        """The definitions of some relations and of all that they imply, as triples to put into a graph."""
        found = set[tuple[URIRef, URIRef, URIRef | Literal]]()
        for relation in {implied for u in used for _, implied, _ in self.entailed(RDF.subject, u, RDF.object)}:
            known = self.relations.get(relation, RelationType())
            found.add((relation, RDF.type, OWL.ObjectProperty))
            if known.symmetric:
                found.add((relation, RDF.type, OWL.SymmetricProperty))
            if known.label:
                found.add((relation, RDFS.label, Literal(known.label, lang="en")))
            found |= {(relation, RDFS.subPropertyOf, parent) for parent in known.parents}
        return found


def ontology_of(graph: Graph) -> Ontology:
    """The relations that a graph defines: an ontology's own, or those that a built graph carries along."""
    relations = {r for r in graph.subjects(RDF.type, OWL.ObjectProperty) if isinstance(r, URIRef)}

    def defined(relation: URIRef) -> RelationType:
        label = min(map(str, graph.objects(relation, RDFS.label)), default="")
        parents = relations.intersection(graph.objects(relation, RDFS.subPropertyOf))
        return RelationType(label, tuple(sorted(parents)), (relation, RDF.type, OWL.SymmetricProperty) in graph)

    return Ontology({relation: defined(relation) for relation in relations})


def read_ontology(paths: Iterable[Path]) -> Ontology:
    """Read the relations that ontology files define.

    Args:
        paths: RDF files; folders stand for every `.ttl` file below them.

    Raises:
        OntologyError: a file is missing or malformed.
    """
    files = [f for path in paths for f in (sorted(path.rglob("*.ttl")) if path.is_dir() else [path])]
    try:
        return ontology_of(from_quads(q for file in files for q in read_quads(file)))
    except GraphError as error:
        raise OntologyError(str(error)) from error
