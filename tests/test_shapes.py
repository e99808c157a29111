"""The check of the shapes by SPARQL finds what pySHACL, the judge, finds."""

from __future__ import annotations

import io
import random

import pyoxigraph as ox
import pytest
from pyshacl import validate
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.namespace import XSD
from strategies import built

from benchmarks.generated import linked_articles
from kg.errors import GraphError
from kg.graph.files import ntriples
from kg.resources import resource
from kg.sparql.shapes import check_shapes
from kg.vocabulary import NEWS, SCHEMA

SHAPES = Graph().parse(resource("ontologies/shapes.ttl"), format="turtle")
WRONG = (
    Literal("text"),
    Literal(""),
    Literal("x", lang="en"),
    Literal("-3", datatype=XSD.integer),
    Literal("nine", datatype=XSD.integer, normalize=False),
    Literal("2.5", datatype=XSD.decimal),
    Literal("true", datatype=XSD.boolean),
    Literal("2024-01-01", datatype=XSD.date),
    URIRef("https://example.org/elsewhere"),
    BNode("b0"),
)


@pytest.fixture(scope="module")
def graph() -> Graph:
    """A graph that conforms."""
    return built(linked_articles(2, statements=4, entities=40))


def store_of(graph: Graph) -> ox.Store:
    """The same triples in a store."""
    store = ox.Store()
    store.load(io.BytesIO(ntriples(graph)), ox.RdfFormat.N_TRIPLES)
    return store


def quick(graph: Graph) -> set[tuple[str, str, str]]:
    """Node, constraint and property of each violation that SPARQL finds."""
    found = check_shapes(store_of(graph))
    return comparable({(v.node, v.constraint, v.path) for v in found})


def comparable(found: set[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    """Without what is said of the size of values that are no numbers: pySHACL gives them rdflib's order of terms."""
    no_numbers = {(node, path) for node, constraint, path in found if constraint in ("datatype", "or", "nodeKind")}
    sizes = {"minInclusive", "maxInclusive", "lessThan"}
    return {one for one in found if one[1] not in sizes or (one[0], one[2]) not in no_numbers}


def judged(graph: Graph) -> set[tuple[str, str, str]]:
    """The same as pySHACL finds them."""
    _, report, _ = validate(graph, shacl_graph=SHAPES, inplace=False)
    assert isinstance(report, Graph)
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        component = str(report.value(result, SH.sourceConstraintComponent)).removeprefix(str(SH._NS))
        name = component.removesuffix("ConstraintComponent")
        path = report.value(result, SH.resultPath)
        node = str(report.value(result, SH.focusNode))
        found.add((node, name[0].lower() + name[1:], "" if path is None else str(path)))
    return comparable(found)


def test_what_is_built_conforms(graph: Graph) -> None:
    assert quick(graph) == judged(graph) == set()


@pytest.mark.parametrize("seed", range(6))
def test_planted_violations_are_found_as_the_judge_finds_them(graph: Graph, seed: int) -> None:
    rng = random.Random(seed)
    broken = Graph()
    broken += graph
    triples = sorted(t for t in graph if t[1] not in (NEWS.start, NEWS.end))  # pySHACL ends at a blank node there
    for s, p, o in rng.sample(triples, 12):
        match rng.randrange(4):
            case 0:
                broken.remove((s, p, o))
            case 1:
                broken.add((s, p, rng.choice(WRONG)))
            case 2:
                broken.remove((s, p, o))
                broken.add((s, p, rng.choice(WRONG)))
            case _:
                broken.add((s, URIRef("https://example.org/own"), o))
    assert quick(broken) == judged(broken)
    assert quick(broken), "something is wrong with it"


def test_numbers_patterns_and_pairs(graph: Graph) -> None:
    broken = Graph()
    broken += graph
    evidence = min(graph.subjects(RDF.type, NEWS.Evidence))
    article = min(graph.subjects(RDF.type, SCHEMA.NewsArticle))
    for node, predicate, value in (
        (evidence, NEWS.start, Literal(900)),
        (evidence, NEWS.end, Literal(0)),
        (evidence, NEWS.confidence, Literal("1.5", datatype=XSD.decimal)),
        (evidence, NEWS.polarity, NEWS.Actual),
        (article, NEWS.sha256, Literal("abc")),
    ):
        broken.set((node, predicate, value))
    found = quick(broken)
    assert found == judged(broken)
    assert {constraint for _, constraint, _ in found} == {"lessThan", "minInclusive", "maxInclusive", "in", "pattern"}


def test_a_violation_in_words(graph: Graph) -> None:
    broken = Graph()
    broken += graph
    evidence = min(graph.subjects(RDF.type, NEWS.Evidence))
    broken.remove((evidence, NEWS.polarity, None))
    (found,) = check_shapes(store_of(broken))
    assert str(found) == f"{evidence}: it must have a value ({NEWS.polarity})"


def test_an_unknown_constraint_is_refused() -> None:
    shapes = Graph().parse(
        data="""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <http://x/> .
        x:s a sh:NodeShape ; sh:targetClass x:C ; sh:property [ sh:path x:p ; sh:uniqueLang true ] .""",
        format="turtle",
    )
    with pytest.raises(GraphError, match=r"does not know .*uniqueLang true: use --full"):
        check_shapes(ox.Store(), shapes=shapes)
