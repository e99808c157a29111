"""The RDF files that a graph can lie in: which suffix means what, and reading them quickly with clear errors."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Final, Protocol, cast

import pyoxigraph as ox

from kg.durable import lock_for_reading, reason
from kg.errors import GraphError

RDF_FORMATS: Final = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
}


def is_address(name: str | Path) -> bool:
    """Whether a name is the web address of a server."""
    return str(name).lower().startswith(("http://", "https://"))


def rdf_format(path: Path) -> ox.RdfFormat:
    """The RDF format that a file's name means, `.gz` aside.

    Raises:
        GraphError: no known suffix.

    >>> rdf_format(Path("graph.nq.gz")).name
    'N-Quads'
    """
    suffix = Path(path.stem).suffix if path.suffix.lower() == ".gz" else path.suffix
    try:
        return RDF_FORMATS[suffix.lower()]
    except KeyError:
        known = f"known: {', '.join(RDF_FORMATS)}, each also with .gz"
        if not suffix:
            raise GraphError(f"{path}: neither a store directory nor named as a graph file; {known}") from None
        raise GraphError(f"{path}: unknown graph format '{suffix}'; {known}") from None


def read_quads(path: Path) -> Iterator[ox.Quad]:
    """Read an RDF file, quad by quad.

    Raises:
        GraphError: the file is missing, of an unknown format, or malformed (with the line that is wrong).
    """
    kind = rdf_format(path)
    if not path.is_file():
        raise GraphError(f"{path}: no such file")
    try:
        with path.open("rb") as raw, gzip.open(raw) if path.suffix.lower() == ".gz" else raw as stream:
            yield from ox.parse(cast(IO[bytes], stream), format=kind)
    except SyntaxError as error:
        where = f"{path}:{error.lineno}" if error.lineno else f"{path}"
        raise GraphError(f"{where}: malformed {kind.name}: {error.msg}") from error
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise GraphError(f"{path}: cannot be read: {error}") from error


class Source(Protocol):
    """What can be asked in SPARQL: an embedded store, or a graph on a server (`kg.sparql.Remote`)."""

    def query(self, query: str, /, *, prefixes: dict[str, str] | None = None) -> Any:
        """The solutions, the truth or the triples that answer a query."""

    def quads_for_pattern(self, subject: Any, predicate: Any, object: Any, /) -> Iterable[ox.Quad]:
        """What matches a pattern."""


HEAD: Final = "head"
"""The file of a store directory that names the generation that is its content now."""


def open_store(path: Path) -> ox.Store:
    """A store to read from: a store directory as it is now, or all triples of a file, in memory.

    What a writer does to a store directory meanwhile is not seen.

    Raises:
        GraphError: there is nothing at that path, or it is not a graph.
    """
    if path.is_dir():
        while (path / HEAD).is_file():
            if (store := open_generation(path)) is not None:
                return store
        if not (path / "CURRENT").is_file():  # as versions before 0.2 wrote it
            raise GraphError(f"{path}: this directory is not a graph store (make one with kg build --store)")
        return _open(path, path)
    store = ox.Store()
    store.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in read_quads(path))
    return store


def open_generation(path: Path) -> ox.Store | None:
    """The content of a store directory, kept from being deleted until the process ends; None if it is not the newest
    any more."""
    try:
        generation = _newest(path)
        if lock_for_reading(generation) is None or _newest(path) != generation:
            return None
    except FileNotFoundError:
        if (path / HEAD).is_file() and not _newest(path).is_dir():
            raise GraphError(f"{path}: this store is damaged: its content is missing; build it again") from None
        return None
    except OSError as error:
        raise GraphError(f"{path}: this store cannot be opened: {reason(error)}") from error
    return _open(generation, path)


def _newest(path: Path) -> Path:
    """The folder that a store directory's head names; one that is never there where it names none."""
    return path / ((path / HEAD).read_text().strip() or "?")


def _open(folder: Path, path: Path) -> ox.Store:
    try:
        return ox.Store.read_only(str(folder))
    except (OSError, RuntimeError) as error:  # the latter where its files make no sense
        raise GraphError(f"{path}: this store cannot be opened: {reason(error)}") from error
