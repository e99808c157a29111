"""A graph in the formats of other programs: spreadsheets (one row an evidence) and network tools (plain triples)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import IO, Final

import networkx as nx
from rdflib import OWL, PROV, RDF, Graph, URIRef

from kg.errors import GraphError
from kg.formats import RDF_FORMATS
from kg.graph.files import jsonld, replacing, write_rdf
from kg.graph.look import headline, label
from kg.vocabulary import NEWS, SCHEMA, local_name

EVIDENCE_COLUMNS: Final = (
    "subject",
    "relation",
    "object",
    "plain",
    "polarity",
    "factuality",
    "speaker",
    "attributed",
    "time",
    "role",
    "former",
    "quote",
    "start",
    "end",
    "article",
    "date",
    "url",
    "confidence",
    "rule",
    "subject_iri",
    "relation_iri",
    "object_iri",
    "article_iri",
)


def _csv(graph: Graph) -> bytes:
    rows = []
    for about, node in graph.subject_objects(PROV.wasDerivedFrom):
        evidence = dict(graph.predicate_objects(node))
        article = evidence[NEWS.article]
        subject, relation, obj = (graph.value(about, part) for part in (RDF.subject, RDF.predicate, RDF.object))
        row = {
            "subject": label(graph, subject),
            "relation": local_name(str(relation)),
            "object": label(graph, obj),
            "plain": "true" if (subject, relation, obj) in graph else "false",
            "polarity": local_name(str(evidence[NEWS.polarity])),
            "factuality": local_name(str(evidence[NEWS.factuality])),
            "speaker": label(graph, evidence.get(NEWS.speaker)),
            "attributed": "true" if NEWS.attributed in evidence else "false",
            "article": headline(graph, article),
            "date": str(graph.value(article, SCHEMA.datePublished) or ""),
            "url": str(graph.value(article, SCHEMA.url) or ""),
            "rule": local_name(str(evidence[NEWS.rule])),
            "subject_iri": str(subject),
            "relation_iri": str(relation),
            "object_iri": str(obj),
            "article_iri": str(article),
        }
        for name in ("time", "role", "former", "quote", "start", "end", "confidence"):
            row[name] = str(evidence.get(NEWS[name], ""))
        rows.append([row[name] for name in EVIDENCE_COLUMNS])
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(EVIDENCE_COLUMNS)
    writer.writerows(sorted(rows))
    return text.getvalue().encode()


def network(graph: Graph) -> nx.MultiDiGraph[str]:
    """The plain triples as a network: entities with label and type, an edge for every relation between two."""
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in sorted(set(map(str, graph.objects(None, NEWS.entity)))):
        iri = URIRef(node)
        found.add_node(node, label=label(graph, iri), type=local_name(str(graph.value(iri, RDF.type))))
    relations = list(graph.subjects(RDF.type, OWL.ObjectProperty))
    edges = ((str(s), str(o), local_name(str(r))) for r in relations for s, o in graph.subject_objects(r))
    for number, (subject, obj, relation) in enumerate(
        sorted(edge for edge in edges if edge[0] in found and edge[1] in found)
    ):
        found.add_edge(subject, obj, key=f"e{number}", label=relation)
    return found


def _graphml(graph: Graph) -> bytes:
    return "\n".join(nx.generate_graphml(network(graph))).encode() + b"\n"


def _gexf(graph: Graph) -> bytes:
    # networkx writes today's date into GEXF: the same graph is to give the same bytes
    text = "\n".join(nx.generate_gexf(network(graph)))
    return re.sub(r' lastmodifieddate="[^"]*"', "", text).encode() + b"\n"


def _rdf(suffix: str) -> Callable[[Graph, IO[bytes], str], None]:
    def write(graph: Graph, stream: IO[bytes], base: str) -> None:
        write_rdf(graph, stream, kind=RDF_FORMATS[suffix], base=base)

    return write


EXPORTS: Final[dict[str, Callable[[Graph, IO[bytes], str], object]]] = {
    "turtle": _rdf(".ttl"),
    "trig": _rdf(".trig"),
    "ntriples": _rdf(".nt"),
    "nquads": _rdf(".nq"),
    "jsonld": lambda graph, stream, base: stream.write(jsonld(graph, base=base)),
    "graphml": lambda graph, stream, base: stream.write(_graphml(graph)),
    "gexf": lambda graph, stream, base: stream.write(_gexf(graph)),
    "csv": lambda graph, stream, base: stream.write(_csv(graph)),
}


def export(graph: Graph, path: Path, format: str, *, base: str) -> None:
    """Write a graph to a file, whole or not at all, byte for byte the same for the same content.

    Args:
        format: a key of `EXPORTS`; GraphML and GEXF hold the plain triples, CSV one row for each piece of evidence.
        base: the IRI under which the graph's nodes are minted.

    Raises:
        GraphError: unknown format, or nothing can be written there.
    """
    if format not in EXPORTS:
        raise GraphError(f"unknown format '{format}'; known: {', '.join(EXPORTS)}")
    with replacing(path) as stream:
        EXPORTS[format](graph, stream, base)
