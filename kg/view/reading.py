"""What pages show of a graph, read from tables of two columns: a scan for each property, not a question for each node.

`kg.view.picture` makes one page of it, `kg.serve.catalogue` many.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, URIRef

from kg.errors import GraphError
from kg.model import Factuality, Polarity
from kg.view.model import Entity, Publication, Quote
from kg.vocabulary import NEWS, SCHEMA, local_name, words


class Columns:
    """A graph as tables of two columns, one for each property.

    Args:
        pairs: gives subject and value of each triple that has a property.
    """

    def __init__(self, pairs: Callable[[URIRef], Iterable[tuple[str, str]]]) -> None:
        self.pairs = pairs

    def one(self, predicate: URIRef) -> dict[str, str]:
        """One value a subject: the first of the alphabet."""
        found = dict[str, str]()
        for subject, value in self.pairs(predicate):
            if subject not in found or value < found[subject]:
                found[subject] = value
        return found

    def many(self, predicate: URIRef) -> dict[str, list[str]]:
        """All values of each subject."""
        found = defaultdict[str, list[str]](list)
        for subject, value in self.pairs(predicate):
            found[subject].append(value)
        return found

    def of_type(self, iri: URIRef) -> list[str]:
        """Everything of a class, sorted."""
        wanted = str(iri)  # rdflib holds no IRI to be equal to a text
        return sorted(subject for subject, kind in self.pairs(RDF.type) if kind == wanted)


def web(url: str) -> str:
    """A link that a reader may follow, else nothing: no `javascript:` from an article's metadata."""
    return url if re.match(r"https?://[^\s]+$", url, re.IGNORECASE) else ""


def label_of(iri: str, labels: Mapping[str, str]) -> str:
    """What an entity or a relation is called, else what its IRI says."""
    return labels.get(iri) or words(local_name(iri))


def entities(columns: Columns, wanted: Collection[str]) -> dict[str, Entity]:
    """Some entities, in the order in which they are given."""
    labels, known = columns.one(RDFS.label), set(wanted)
    types, names, same = (defaultdict[str, set[str]](set) for _ in range(3))
    for predicate, found in ((RDF.type, types), (RDFS.label, names), (SKOS.altLabel, names), (OWL.sameAs, same)):
        for node, value in columns.pairs(predicate):
            if node in known:
                found[node].add(value)
    return {
        iri: Entity(
            iri,
            label := label_of(iri, labels),
            min(map(local_name, types[iri]), default="Entity"),
            tuple(sorted(names[iri] - {label})),
            tuple(sorted(same[iri])),
        )
        for iri in wanted
    }


def publications(columns: Columns) -> Callable[[str], Publication]:
    """What tells where and when a text appeared, by the IRI of an article or of one of its publications."""
    parts = (SCHEMA.headline, SCHEMA.datePublished, SCHEMA.publisher, SCHEMA.author, SCHEMA.url, DCTERMS.source)
    tables = [columns.one(part) for part in parts]
    return lambda iri: Publication(*(table.get(iri, "") for table in tables))


def quotes(columns: Columns) -> dict[str, Quote]:
    """All evidence of a graph, by its IRI.

    Raises:
        GraphError: a number in it is none.
    """
    names = ("start", "polarity", "factuality", "speaker", "attributed", "time", "role", "former", "confidence", "rule")
    tables = {name: columns.one(NEWS[name]) for name in names}
    articles, known = columns.one(NEWS.article), {str(kind): kind for kind in Factuality}
    found = dict[str, Quote]()
    for iri, text in columns.one(NEWS.quote).items():
        said = {name: table[iri] for name, table in tables.items() if iri in table}
        try:
            found[iri] = Quote(
                iri=iri,
                article=articles.get(iri, ""),
                text=text,
                start=int(said.get("start", "0")),
                positive=local_name(said.get("polarity", Polarity.POSITIVE)) == Polarity.POSITIVE,
                factuality=known.get(local_name(said.get("factuality", "")), Factuality.ACTUAL),
                speaker=said.get("speaker", ""),
                attributed=said.get("attributed") == "true",
                time=said.get("time", ""),
                role=said.get("role", ""),
                former=said.get("former") == "true",
                confidence=float(said["confidence"]) if "confidence" in said else None,
                rule=local_name(said.get("rule", "")),
            )
        except ValueError as error:
            raise GraphError(f"evidence <{iri}> holds a number that is none: {error}") from error
    return found
