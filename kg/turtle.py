"""Turtle files of the ontology as triples by subject: the one way in which words and relations are read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from rdflib import RDF, RDFS

from kg.errors import OntologyError
from kg.vocabulary import NEWS, local_name

NEWS_IRI: Final = str(NEWS._NS)


def short(iri: str) -> str:
    """The local name of a term of the program's own ontology; any other IRI as it is."""
    return local_name(iri) if iri.startswith(NEWS_IRI) else iri


def parse(path: Path, content: bytes | None = None) -> Iterable[ox.Quad]:
    """The triples of an RDF file.

    Args:
        path: the file; its ending tells its format.
        content: what it holds, where that has been read already.

    Raises:
        OntologyError: it is missing, of an unknown format or malformed; the message names file and line.
    """
    kind = ox.RdfFormat.from_extension(path.suffix.lstrip(".").lower())
    if kind is None:
        raise OntologyError(f"{path}: not an RDF file by its ending; use .ttl, .nt, .rdf or .jsonld")
    try:
        yield from ox.parse(path.read_bytes() if content is None else content, format=kind)
    except SyntaxError as error:
        raise OntologyError(f"{path}: not readable as {kind.name}: line {error.lineno}: {error.msg}") from error
    except OSError as error:
        raise OntologyError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise OntologyError(f"{path}: not readable as {kind.name}: {error}") from error


class Triples:
    """The triples of some files, by subject.

    Args:
        paths: the files.

    Raises:
        OntologyError: see `parse`.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        self.by_subject: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._by_type: dict[str, list[str]] = defaultdict(list)
        for path in paths:
            for triple in parse(path):
                value = getattr(triple.object, "value", str(triple.object))
                self.by_subject[str(getattr(triple.subject, "value", triple.subject))][triple.predicate.value].append(
                    value
                )
        for subject, properties in self.by_subject.items():
            for cls in dict.fromkeys(properties.get(str(RDF.type), ())):
                self._by_type[cls].append(subject)

    def all(self, subject: str, predicate: object) -> Sequence[str]:
        """The values of a property; a plain word is a property of the news ontology."""
        found = self.by_subject.get(subject)
        return found.get(_iri(predicate), ()) if found else ()

    def one(self, subject: str, predicate: object) -> str:
        """The first value of a property, or an empty string."""
        return next(iter(self.all(subject, predicate)), "")

    def local(self, subject: str, predicate: object) -> str:
        """The local name of a property's first value, or an empty string."""
        return local_name(self.one(subject, predicate))

    def names(self, subject: str, predicate: object) -> frozenset[str]:
        """The values of a property, terms of the news ontology by their local names."""
        return frozenset(map(short, self.all(subject, predicate)))

    def flag(self, subject: str, predicate: object) -> bool:
        """Whether a property is true of a node."""
        return self.one(subject, predicate) in {"true", "1"}

    def of_type(self, *classes: object) -> list[str]:
        """The nodes of any of some classes, in the order of the files."""
        if len(classes) == 1:
            return self._by_type.get(_iri(classes[0]), [])
        wanted = set(map(_iri, classes))
        return [s for s, found in self.by_subject.items() if not wanted.isdisjoint(found.get(str(RDF.type), ()))]

    def flagged(self, predicate: object) -> list[str]:
        """The nodes of which a property is true."""
        return [s for s in self.by_subject if self.flag(s, predicate)]

    def labels(self, subject: str) -> list[tuple[str, ...]]:
        """The labels of a node as words in lower case, sorted."""
        return sorted({tuple(label.lower().split()) for label in self.all(subject, RDFS.label) if label.strip()})

    def words(self, cls: object) -> frozenset[str]:
        """The first words of a class's nodes."""
        return frozenset(words[0] for node in self.of_type(cls) for words in self.labels(node))


def _iri(term: object) -> str:
    text = str(term)
    return text if ":" in text else NEWS_IRI + text
