"""Graphs in files and stores: reading them, writing them whole or not at all, the same bytes for the same content."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Final

import pyoxigraph as ox
from rdflib import XSD, BNode, Graph, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.term import Node

from kg.durable import reason, rename, sync_file
from kg.errors import GraphError
from kg.formats import open_store, rdf_format, read_quads
from kg.garbage import collector_off
from kg.generations import Generation, writing
from kg.graph.order import Order
from kg.vocabulary import prefixes

_DECIMAL: Final = ox.NamedNode(str(XSD.decimal))


def new_graph() -> Graph:
    """An empty graph in memory, without rdflib's thirty default prefixes."""
    return Graph(bind_namespaces="none")


def working_graph() -> Graph:
    """An empty graph that stays inside the program. Its store knows a single graph and tells nobody of changes, which
    halves the time of adding and asking; other libraries, such as pySHACL, need `new_graph`."""
    return Graph("SimpleMemory", bind_namespaces="none")


def put(graph: Graph, triples: Iterable[tuple[Node, Node, Node]]) -> None:
    """Put triples into a graph. `Graph.addN` looks at the type of each node, which takes longer than to store it."""
    store = graph.store.add
    for triple in triples:
        store(triple, graph)


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> URIRef | BNode | Literal:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        datatype = URIRef(term.datatype.value)
        if datatype == XSD.decimal:
            return decimal(term.value)
        # a plain literal, not one of type xsd:string, which rdflib holds to be another; no lexical form is rewritten
        return Literal(term.value, datatype=None if datatype == XSD.string else datatype, normalize=False)
    raise GraphError("the graph holds a triple about a triple (RDF 1.2), which is not understood here")


def decimal(text: str) -> Literal:
    """A decimal number as graphs write it: a store gives 1.0 back as 1.

    >>> str(decimal("1")), str(decimal("0.93"))
    ('1.0', '0.93')
    """
    return Literal(text if "." in text else f"{text}.0", datatype=XSD.decimal, normalize=False)


def view(store: ox.Store) -> Graph:
    """The default graph of an embedded store, which is what is asked and exported."""
    from kg.graph.stored import StoreView  # it loads rdflib's SPARQL, a tenth of a second

    return Graph(StoreView(store=store), DATASET_DEFAULT_GRAPH_ID, bind_namespaces="none")


def _ox_term(term: Node) -> ox.NamedNode | ox.Literal:
    if isinstance(term, URIRef):
        return ox.NamedNode(term)
    if isinstance(term, Literal):
        if term.language:
            return ox.Literal(term, language=term.language)
        return ox.Literal(term, datatype=None if term.datatype is None else ox.NamedNode(term.datatype))
    raise GraphError("the graph holds a blank node, which no graph of this program does: build it again")


def to_triples(triples: Iterable[tuple[Node, Node, Node]]) -> set[ox.Triple]:
    """Triples as a store has them."""
    return {ox.Triple(*map(_ox_term, triple)) for triple in triples}  # type: ignore[arg-type]  # no literal subjects


def to_quads(triples: Iterable[tuple[Node, Node, Node]]) -> set[ox.Quad]:
    """Triples as quads of a store's default graph."""
    return {ox.Quad(*map(_ox_term, triple)) for triple in triples}  # type: ignore[arg-type]  # the same


def as_written(quad: ox.Quad) -> ox.Quad:
    """A quad of an embedded store, as `to_quads` has it: a store gives 1.0 back as 1."""
    number = quad.object
    if isinstance(number, ox.Literal) and "." not in number.value and number.datatype == _DECIMAL:
        return ox.Quad(quad.subject, quad.predicate, ox.Literal(str(decimal(number.value)), datatype=_DECIMAL))
    return quad


def from_quads(quads: Iterable[ox.Quad | ox.Triple]) -> Graph:
    """A graph in memory of all quads' triples, whatever named graph they are in; of a store the default graph's."""
    graph = new_graph()
    if isinstance(quads, ox.Store):
        quads = quads.quads_for_pattern(None, None, None, ox.DefaultGraph())
    known = dict[Any, Any]()  # a term that comes again is made once

    def term(one: Any) -> Any:
        found = known.get(one)
        if found is None:
            known[one] = found = _term(one)
        return found

    with collector_off():
        put(graph, ((term(q.subject), term(q.predicate), term(q.object)) for q in quads))
    return graph


def read_graph(path: Path) -> Graph:
    """Read a graph file into memory, or open a store directory for reading.

    Args:
        path: `.ttl`, `.trig`, `.nt`, `.nq` or `.jsonld`, each also with `.gz`; or a directory that
            `kg build --store` made.

    Raises:
        GraphError: it is missing, of an unknown format, or malformed (with the line that is wrong).
    """
    if path.is_dir():
        return view(open_store(path))
    return from_quads(read_quads(path))


def ntriples(graph: Graph) -> bytes:
    """Every triple as a line of canonical N-Triples, sorted by subject, what it is first."""
    return b"".join(_blocks(graph))


def sorted_ntriples(graph: Graph) -> list[bytes]:
    """The lines of `ntriples`, without their ends."""
    return ntriples(graph).splitlines()


def _blocks(graph: Graph, folder: Path | None = None) -> Iterator[bytes]:
    order = Order(folder=folder)
    graph.serialize(order, format="ox-nt", encoding="utf-8")  # type: ignore[call-overload]  # `Order` writes, and is no other stream
    return order.blocks()


def write_rdf(graph: Graph, stream: IO[bytes], *, kind: ox.RdfFormat, base: str, folder: Path | None = None) -> None:
    """Write a graph in a line-oriented RDF format, byte for byte the same for the same content; one that lies in a
    store never is in memory as a whole.

    Args:
        kind: Turtle, TriG, N-Triples or N-Quads.
        base: see `prefixes`.
        folder: where there is room for what does not fit into memory; see `Order`.
    """
    stream.write(heading(kind, base=base))
    stream.writelines(block_text(block, kind, base=base) for block in _blocks(graph, folder))


def _prefixes(kind: ox.RdfFormat, base: str) -> dict[str, str]:
    return prefixes(base) if kind in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG) else {}


def heading(kind: ox.RdfFormat, *, base: str) -> bytes:
    """The prefixes with which a graph file begins, if its format has any."""
    names = _prefixes(kind, base)
    # Oxigraph writes its prefixes in no fixed order: written here, sorted, and cut off of each block
    text = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in names.items())
    return (text + "\n" * bool(names)).encode()


def block_text(block: bytes, kind: ox.RdfFormat, *, base: str) -> bytes:
    """The text of at most `BLOCK` lines of canonical N-Triples, in a line-oriented format."""
    if not _prefixes(kind, base):
        return block  # of the default graph, N-Quads are N-Triples
    return serialized(ox.parse(block, format=ox.RdfFormat.N_TRIPLES), kind, base=base)


def serialized(triples: Iterable[ox.Quad] | Iterable[ox.Triple], kind: ox.RdfFormat, *, base: str) -> bytes:
    """Triples in a line-oriented format, without `heading`."""
    names = _prefixes(kind, base)
    text = ox.serialize(triples, format=kind, prefixes=names) or b""
    return text.split(b"\n", len(names))[-1]


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A binary stream whose content becomes the file at `path` at the end, whole, or not at all after an error.

    A name that ends in `.gz` is compressed, without a date in it.

    Raises:
        GraphError: nothing can be written there.
    """
    check_writable(path)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise GraphError(f"{path}: cannot be written: {reason(error)}") from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as raw:
            if path.suffix.lower() == ".gz":
                with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
                    yield packed  # type: ignore[misc]
            else:
                yield raw
            raw.flush()
            sync_file(raw.fileno())
        # mkstemp makes files for their owner alone: give the permissions that any new file gets
        umask = os.umask(0)
        os.umask(umask)
        part.chmod(0o666 & ~umask)
        rename(part, path)
    except OSError as error:
        raise GraphError(f"{path}: cannot be written: {reason(error)}") from error
    finally:
        part.unlink(missing_ok=True)


def write_text(text: str, path: Path) -> None:
    """Write a text file in UTF-8, whole or not at all.

    Raises:
        GraphError: nothing can be written there.
    """
    with replacing(path) as stream:
        stream.write(text.encode())


def check_writable(path: Path) -> None:
    """Fail early where a file or directory could not be written later.

    Raises:
        GraphError: the folder is missing or closed, or something of another kind stands in the way.
    """
    if path.is_dir():
        raise GraphError(f"{path}: cannot be written: it is a directory")
    if not path.parent.is_dir():
        raise GraphError(f"{path}: cannot be written: there is no folder {path.parent}")
    if not os.access(path.parent, os.W_OK):
        raise GraphError(f"{path}: cannot be written: the folder {path.parent} is closed to you")


def write_store(graph: Graph, path: Path) -> None:
    """Write a graph as a store directory, in place of what is there only when it is complete.

    Raises:
        GraphError: nothing can be written there, or what stands there is not a store.
    """
    _replace_store(path, lambda store: store.bulk_load(ntriples(graph), ox.RdfFormat.N_TRIPLES))


def load_store(files: Iterable[Path], path: Path, *, wait: float = 0.0) -> None:
    """Make what some N-Triples files hold the content of a store directory, by the store's own bulk loader.

    Raises:
        GraphError: nothing can be written there, or what stands there is not a store.
    """

    def load(store: ox.Store) -> None:
        for file in files:
            store.bulk_load(path=file, format=ox.RdfFormat.N_TRIPLES)

    _replace_store(path, load, wait=wait)


def _replace_store(path: Path, load: Callable[[ox.Store], None], *, wait: float = 0.0) -> None:
    with writing(path, wait=wait):
        new = Generation(path, empty=True)
        try:
            load(new.store)
            new.take_place()
        finally:
            new.discard()


def write_graph(graph: Graph, path: Path, *, base: str) -> None:
    """Write a graph to a file in the format that its name means; an existing file is replaced whole or not at all.

    Raises:
        GraphError: unknown format, or nothing can be written there.

    >>> import kg, rdflib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     kg.write_graph(rdflib.Graph(), Path(folder, "graph.nt"), base="https://example.org/")
    ...     Path(folder, "graph.nt").exists()
    True
    """
    kind = rdf_format(path)
    with replacing(path) as stream:
        if kind == ox.RdfFormat.JSON_LD:
            stream.write(jsonld(graph, base=base))
        else:
            write_rdf(graph, stream, kind=kind, base=base, folder=path.parent)


def jsonld(graph: Graph, *, base: str) -> bytes:
    """A graph as compact JSON-LD; nodes, keys and values are sorted, since no serializer keeps a stable order."""
    # also what a store gives back otherwise
    graph = from_quads(ox.parse(ntriples(graph), format=ox.RdfFormat.N_TRIPLES))
    document = json.loads(graph.serialize(format="json-ld", context=prefixes(base), auto_compact=False))
    nodes = document.get("@graph") or [{key: value for key, value in document.items() if key != "@context"}]
    for node in nodes:
        for value in node.values():
            if isinstance(value, list):
                value.sort(key=lambda item: json.dumps(item, sort_keys=True))
    nodes.sort(key=lambda node: str(node.get("@id")))
    ordered = {"@context": document["@context"], "@graph": nodes}
    return (json.dumps(ordered, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
