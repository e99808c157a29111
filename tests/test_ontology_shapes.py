"""The shapes of the statement model, judged by pySHACL."""

from __future__ import annotations

import pytest
from ontology_files import FOLDER, NEWS, parsed
from pyshacl import validate
from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.term import Node

from kg.graph import add, derive, read_ontology
from kg.model import Article, Entity, Evidence, LinkedArticle, Statement


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return parsed("shapes.ttl")


@pytest.fixture(scope="module")
def built() -> Graph:
    text = "Norland backs Suderia. Its envoy says that Norland will back Suderia again."
    north, south = (Entity(f"https://example.org/entity/{n}", n, "Country") for n in ("Norland", "Suderia"))
    envoy = Entity("https://example.org/entity/envoy~1", "envoy", "Person", local=True)
    first = Evidence(0, 21, text[0:21], "back_v", time="2024-01", confidence=0.9)
    second = Evidence(43, 68, text[43:68], "back_v", speaker=envoy.iri)
    article = Article(text=text, title="Norland", source="a.txt", date="2024-02-03", url="https://example.org/a")
    statements = tuple(Statement(north.iri, "supports", south.iri, e) for e in (first, second))
    graph = Graph()
    add(graph, LinkedArticle(article, (north, south, envoy), statements))
    derive(graph, read_ontology([FOLDER / "news.ttl"]))
    return graph


def test_a_built_graph_conforms(built: Graph, shapes: Graph) -> None:
    conforms, _, report = validate(built, shacl_graph=shapes)
    assert conforms, report


@pytest.mark.parametrize(
    ("predicate", "value"),
    [
        (NEWS.confidence, Literal(1.5)),
        (NEWS.start, Literal(9_999)),
        (NEWS.start, Literal(-1)),
        (NEWS.polarity, NEWS.Maybe),
        (NEWS.factuality, None),
        (NEWS.article, URIRef("https://example.org/nothing")),
        (NEWS.quote, Literal("")),
        (NEWS.quote, None),
        (NEWS.attributed, Literal(False)),
        (NEWS.rule, Literal("back_v")),
        (NEWS.speaker, URIRef("https://example.org/nobody")),
        (NEWS.mood, Literal("good")),
    ],
)
def test_shapes_find_what_is_wrong_with_evidence(
    built: Graph, shapes: Graph, predicate: URIRef, value: Node | None
) -> None:
    graph = Graph()
    graph += built
    node = min(graph.subjects(RDF.type, NEWS.Evidence))
    graph.remove((node, predicate, None))
    if value is not None:
        graph.add((node, predicate, value))
    conforms, _, _ = validate(graph, shacl_graph=shapes)
    assert not conforms


def test_shapes_find_a_second_label_and_a_second_subject(built: Graph, shapes: Graph) -> None:
    norland = URIRef("https://example.org/entity/Norland")
    statement = min(built.subjects(RDF.type, RDF.Statement))
    for triple in (
        (norland, RDFS.label, Literal("Northland", lang="en")),
        (statement, RDF.subject, URIRef("https://example.org/entity/Suderia")),
    ):
        graph = Graph()
        graph += built
        graph.add(triple)
        conforms, _, _ = validate(graph, shacl_graph=shapes)
        assert not conforms


def test_shapes_use_core_constraints_alone(shapes: Graph) -> None:
    assert not [*shapes.triples((None, SH.sparql, None)), *shapes.triples((None, SH.select, None))]
