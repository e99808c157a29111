"""The files under ontologies/, read once."""

from __future__ import annotations

from functools import cache

from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from rdflib.term import Node

from kg.resources import resource
from kg.vocabulary import ONTOLEX

NEWS = Namespace("https://w3id.org/newskg/ontology#")
FRAME = Namespace("https://w3id.org/newskg/frame#")
LEXICON = Namespace("https://w3id.org/newskg/lexicon#")
FOLDER = resource("ontologies")
LANGUAGE_FILES = (
    "news.ttl", "frames.ttl", "lexicon.ttl", "factuality.ttl", "constructions.ttl", "coreference.ttl", "roles.ttl",
    "names.ttl",
)  # fmt: skip
FILES = (*LANGUAGE_FILES, "shapes.ttl")
CORE_RELATIONS = [
    "supports",
    "aids",
    "praises",
    "agreesWith",
    "cooperatesWith",
    "meetsWith",
    "negotiatesWith",
    "visits",
    "criticizes",
    "accuses",
    "opposes",
    "demandsOf",
    "warns",
    "sanctions",
    "protestsAgainst",
    "mobilizesAgainst",
    "coerces",
    "arrests",
    "attacks",
    "invades",
    "fights",
    "kills",
    "concedesTo",
    "retreatsFrom",
    "investigates",
    "defeats",
    "roleOf",
    "memberOf",
    "alliedWith",
    "partOf",
    "locatedIn",
    "citizenOf",
    "bornIn",
    "diedIn",
    "livesIn",
    "founderOf",
    "owns",
    "acquires",
    "spouseOf",
    "parentOf",
    "relativeOf",
    "succeeds",
    "candidateFor",
    "participatesIn",
    "creatorOf",
    "studiedAt",
]


@cache
def parsed(name: str) -> Graph:
    """A file's triples; not to be changed."""
    return Graph().parse(FOLDER / name)


@cache
def all_triples() -> Graph:
    """What all files of language say; not to be changed."""
    union = Graph()
    for name in LANGUAGE_FILES:
        union += parsed(name)
    return union


@cache
def all_entries() -> list[Node]:
    """Lexical entries of relations and classes."""
    graph = all_triples()
    return sorted({*graph.subjects(RDF.type, ONTOLEX.Word), *graph.subjects(RDF.type, ONTOLEX.MultiwordExpression)})


def one(graph: Graph, subject: Node, predicate: URIRef) -> Node:
    found = list(graph.objects(subject, predicate))
    assert len(found) == 1, f"{subject} has {len(found)} values of {predicate}"
    return found[0]


def labels(graph: Graph, node: Node) -> list[str]:
    return sorted(str(label) for label in graph.objects(node, RDFS.label))
