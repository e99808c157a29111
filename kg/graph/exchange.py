"""A graph in the formats of other programs: spreadsheets (a row for each piece of evidence), network tools and Neo4j
(plain triples), and RDF in further forms."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import IO, Final

import pyoxigraph as ox
from rdflib import PROV, RDF, Graph, Literal

from kg.errors import GraphError
from kg.formats import RDF_FORMATS
from kg.graph.files import heading, jsonld, ntriples, replacing, serialized, write_rdf
from kg.graph.followthemoney import followthemoney
from kg.graph.look import quote_of, triple_of
from kg.graph.notes import write_notes
from kg.graph.property_graph import csv_text, neo4j, network
from kg.vocabulary import NEWS, SCHEMA, prefixes

EVIDENCE_COLUMNS: Final = (
    "subject", "relation", "object", "plain", "polarity", "factuality", "speaker", "attributed", "time", "role",
    "former", "quote", "start", "end", "article", "date", "url", "confidence", "rule", "subject_iri", "relation_iri",
    "object_iri", "article_iri",
)  # fmt: skip


def _csv(graph: Graph) -> bytes:
    rows = []
    for about, node in graph.subject_objects(PROV.wasDerivedFrom):
        quote, article = quote_of(graph, about, node), graph.value(node, NEWS.article)
        subject, relation, obj = triple_of(graph, about)
        row = asdict(quote) | {
            "plain": "true" if (subject, relation, obj) in graph else "false",
            "attributed": "true" if quote.attributed else "false",
            "former": graph.value(node, NEWS.former, default=Literal("")),
            "quote": quote.text,
            "url": graph.value(article, SCHEMA.url, default=Literal("")),
            "subject_iri": subject,
            "relation_iri": relation,
            "object_iri": obj,
            "article_iri": article,
        }
        rows.append([str(row[name]) for name in EVIDENCE_COLUMNS])
    return csv_text(EVIDENCE_COLUMNS, sorted(rows)).encode()


def _graphml(graph: Graph) -> bytes:
    import networkx as nx

    return "\n".join(nx.generate_graphml(network(graph))).encode() + b"\n"


def _gexf(graph: Graph) -> bytes:
    # networkx writes today's date into GEXF: the same graph is to give the same bytes
    import networkx as nx

    text = "\n".join(nx.generate_gexf(network(graph)))
    return re.sub(r' lastmodifieddate="[^"]*"', "", text).encode() + b"\n"


def _rdf(suffix: str) -> Callable[[Graph, IO[bytes], str, Path | None], None]:
    def write(graph: Graph, stream: IO[bytes], base: str, folder: Path | None) -> None:
        write_rdf(graph, stream, kind=RDF_FORMATS[suffix], base=base, folder=folder)

    return write


def _rdfxml(graph: Graph, base: str) -> bytes:
    triples = ox.parse(ntriples(graph), format=ox.RdfFormat.N_TRIPLES)
    try:
        text = ox.serialize(triples, format=ox.RdfFormat.RDF_XML, prefixes=prefixes(base))
    except (OSError, ValueError) as error:
        raise GraphError(f"RDF/XML cannot hold this graph: {error}") from error
    assert text is not None
    # Oxigraph writes its namespaces in no fixed order
    root = re.compile(rb"<rdf:RDF ([^>]*)>")
    return root.sub(lambda found: b"<rdf:RDF " + b" ".join(sorted(found[1].split())) + b">", text, count=1)


REIFIES: Final = ox.NamedNode(str(RDF) + "reifies")
PARTS: Final = tuple(ox.NamedNode(str(part)) for part in (RDF.subject, RDF.predicate, RDF.object))


def _triple_terms(graph: Graph, base: str, kind: ox.RdfFormat) -> bytes:
    """A graph in RDF 1.2: a statement reifies its triple instead of naming its subject, predicate and object."""
    parts, triples = dict[ox.NamedNode, dict[ox.NamedNode, ox.NamedNode]](), list[ox.Triple]()
    for quad in ox.parse(ntriples(graph), format=ox.RdfFormat.N_TRIPLES):
        if quad.predicate in PARTS:
            told = parts.setdefault(quad.subject, {})
            told[quad.predicate] = quad.object
            if len(told) == len(PARTS):
                triples.append(ox.Triple(quad.subject, REIFIES, ox.Triple(*(told[part] for part in PARTS))))
        elif not (quad.predicate.value == str(RDF.type) and quad.object == ox.NamedNode(str(RDF.Statement))):
            triples.append(ox.Triple(quad.subject, quad.predicate, quad.object))
    if lacking := next((part for told in parts.values() for part in PARTS if part not in told), None):
        raise GraphError(f"a statement lacks its {lacking}: build the graph again")
    return heading(kind, base=base) + serialized(triples, kind, base=base)


EXPORTS: Final[dict[str, Callable[[Graph, IO[bytes], str, Path | None], object]]] = {
    "turtle": _rdf(".ttl"),
    "trig": _rdf(".trig"),
    "ntriples": _rdf(".nt"),
    "nquads": _rdf(".nq"),
    "jsonld": lambda graph, stream, base, _: stream.write(jsonld(graph, base=base)),
    "rdfxml": lambda graph, stream, base, _: stream.write(_rdfxml(graph, base)),
    "turtle12": lambda graph, stream, base, _: stream.write(_triple_terms(graph, base, ox.RdfFormat.TURTLE)),
    "ntriples12": lambda graph, stream, base, _: stream.write(_triple_terms(graph, base, ox.RdfFormat.N_TRIPLES)),
    "graphml": lambda graph, stream, base, _: stream.write(_graphml(graph)),
    "gexf": lambda graph, stream, base, _: stream.write(_gexf(graph)),
    "csv": lambda graph, stream, base, _: stream.write(_csv(graph)),
    "ftm": lambda graph, stream, base, _: stream.write(followthemoney(graph, base=base)),
}
"""What becomes one file: of a graph, its base, and a folder with room for what does not fit into memory."""

FOLDERS: Final[dict[str, Callable[[Graph, Path], int | None]]] = {
    "neo4j": lambda graph, folder: write_folder(neo4j(graph), folder),
    "obsidian": write_notes,
}
"""What becomes several files in a folder, and says how many where these are notes."""

SHORT: Final = {
    "ttl": "turtle",
    "nt": "ntriples",
    "nq": "nquads",
    "json-ld": "jsonld",
    "rdf": "rdfxml",
    "xml": "rdfxml",
    "owl": "rdfxml",
}
"""Other names of formats, and endings of files."""


def export_format(name: str | None, out: str) -> str:
    """The format that a user means: what is asked for, else what the file's ending says, `.gz` aside.

    Raises:
        GraphError: there is none, or it is unknown.

    >>> export_format(None, "graph.nt.gz"), export_format("ttl", "-")
    ('ntriples', 'turtle')
    """
    known = (*EXPORTS, *FOLDERS)
    if name is None:
        path = Path(out.removesuffix(".gz"))
        name = path.suffix.removeprefix(".").lower()
        if SHORT.get(name, name) not in EXPORTS:
            raise GraphError(f"{out}: its ending tells no format: add --format; known: {', '.join(known)}")
    chosen = SHORT.get(name, name)
    if chosen not in known:
        raise GraphError(f"unknown format '{name}'; known: {', '.join(known)}; short: {', '.join(SHORT)}")
    return chosen


def export(graph: Graph, path: Path, format: str, *, base: str) -> int | None:
    """Write a graph to a file, whole or not at all, byte for byte the same for the same content.

    Args:
        path: a file, or `-` for standard output; of a format of several files the folder for them.
        format: a key of `EXPORTS` or `FOLDERS`; GraphML, GEXF and Neo4j's hold the plain triples, CSV one row for each
            piece of evidence.
        base: the IRI under which the graph's nodes are minted.

    Returns:
        How many notes there are, of a format that is a folder of notes.

    Raises:
        GraphError: unknown format, or nothing can be written there.
    """
    if format in FOLDERS:
        return FOLDERS[format](graph, path)
    if format not in EXPORTS:
        raise GraphError(f"unknown format '{format}'; known: {', '.join((*EXPORTS, *FOLDERS))}")
    if path == Path("-"):
        EXPORTS[format](graph, sys.stdout.buffer, base, None)
        sys.stdout.buffer.flush()
    else:
        with replacing(path) as stream:
            EXPORTS[format](graph, stream, base, path.parent)
    return None


def write_folder(files: dict[str, str], path: Path) -> None:
    """Write a folder of text files, all or none; an older one is replaced if it holds nothing but such files.

    Raises:
        GraphError: something else stands there, or nothing can be written.
    """
    if path == Path("-"):
        raise GraphError("several files cannot go to standard output: name a folder with --out")
    if path.exists() and (not path.is_dir() or {entry.name for entry in path.iterdir()} - files.keys()):
        raise GraphError(f"{path}: holds something else; it is left as it is")
    part: Path | None = None
    try:
        part = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent))
        new = part / "new"
        new.mkdir()
        for name, text in files.items():
            (new / name).write_text(text, encoding="utf-8")
        if path.exists():
            path.rename(part / "old")
        try:
            new.rename(path)
        except BaseException:
            if (part / "old").exists():
                (part / "old").rename(path)
            raise
    except OSError as error:
        raise GraphError(f"{path}: cannot be written: {error.strerror}") from error
    finally:
        if part is not None:
            shutil.rmtree(part, ignore_errors=True)
