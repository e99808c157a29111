"""Linked data: one address, a page for people and triples for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from kg.serve.catalogue import Catalogue
from kg.vocabulary import BASE, entity_iri

if TYPE_CHECKING:
    from serve.conftest import Server

PATHS = Catalogue({}, {}, {}, {}, base=BASE).path_of
ALLIANCE, ODD = str(entity_iri("Alliance")), str(entity_iri("AT&T Çelik / Söhne"))


def described(server: Server, path: str, media_type: str, parsed_as: str) -> Graph:
    answer = server.client.get(path, headers={"Accept": media_type})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(media_type)
    assert answer.headers["vary"] == "Accept"
    return Graph().parse(data=answer.text, format=parsed_as)


def test_every_format_says_the_same(server: Server) -> None:
    turtle, *others = (
        described(server, PATHS(ALLIANCE), media_type, parsed_as)
        for media_type, parsed_as in (
            ("text/turtle", "turtle"),
            ("application/ld+json", "json-ld"),
            ("application/n-triples", "nt"),
        )
    )
    node = URIRef(ALLIANCE)
    assert (node, RDFS.label, Literal("Alliance", lang="en")) in turtle
    assert set(turtle.objects(node, OWL.sameAs)) == {URIRef("http://www.wikidata.org/entity/Q1")}
    assert list(turtle.subjects(RDF.object, node)), "what is said of it is there too"
    assert all(isomorphic(turtle, other) for other in others)


def test_a_browser_gets_a_page(server: Server) -> None:
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    answer = server.client.get(PATHS(ALLIANCE), headers={"Accept": accept})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "<h1>Alliance</h1>" in answer.text
    assert "format=turtle" in answer.text
    assert server.client.get(PATHS(ALLIANCE), params={"format": "jsonld"}).json()["@graph"]


def test_every_node_of_the_graph_has_its_address(server: Server) -> None:
    known = server.site.catalogue
    quote = next(iter(known.of_quote))
    for iri in (*known.entities, *known.statements, *known.articles, quote):
        assert len(described(server, PATHS(iri), "text/turtle", "turtle")), iri
    for iri in (*known.entities, *known.statements, *known.articles):
        assert server.client.get(PATHS(iri), headers={"Accept": "text/html"}).status_code == 200, iri
    moved = server.client.get(PATHS(quote), headers={"Accept": "text/html"})
    assert moved.status_code == 303
    assert moved.headers["location"].endswith(f"#{quote.rpartition('/')[2]}")


def test_an_iri_with_escapes_is_found_once_and_twice_escaped(server: Server) -> None:
    once = ODD.removeprefix(BASE)
    assert "%26" in once
    for path in (PATHS(ODD), f"/id/{once}", f"/id?iri={ODD.replace('%', '%25')}"):
        assert "AT&amp;T Çelik / Söhne" in server.client.get(path, headers={"Accept": "text/html"}).text, path


@pytest.mark.parametrize(
    "path", ["/id/entity/Nobody", "/id?iri=nonsense", "/id", "/id/x", "/id?iri=https://elsewhere/"]
)
@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_what_is_not_there_is_not_found(server: Server, path: str, accept: str) -> None:
    assert server.client.get(path, headers={"Accept": accept}).status_code == 404


def test_other_formats_are_not_acceptable(server: Server) -> None:
    assert server.client.get(PATHS(ALLIANCE), headers={"Accept": "image/png"}).status_code == 406
