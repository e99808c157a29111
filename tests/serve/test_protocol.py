"""The SPARQL 1.1 Protocol, as two clients and a bare one speak it."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from kg.vocabulary import NEWS, entity_iri

if TYPE_CHECKING:
    from serve.conftest import Server

AIDS = f"SELECT ?a ?b {{ ?a <{NEWS._NS}aids> ?b }}"
ALLIANCE, BORDURIA = str(entity_iri("Alliance")), str(entity_iri("Borduria"))


def test_rdflib_reads_it_as_a_store(server: Server) -> None:
    graph = Graph(SPARQLStore(f"{server.url}/sparql"))
    ((whom,),) = graph.query(AIDS.replace("?a ?b", "?b", 1))  # type: ignore[misc]
    assert whom == URIRef(BORDURIA)
    assert set(graph.objects(URIRef(ALLIANCE), URIRef(f"{NEWS._NS}aids"))) == {URIRef(BORDURIA)}
    assert len(graph) == len(server.site.store)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sparqlwrapper_reads_it(server: Server, method: str) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper", reason="sparqlwrapper is not installed (the test extra brings it)")
    client = wrapper.SPARQLWrapper(f"{server.url}/sparql")
    client.setMethod(method)
    client.setQuery(AIDS)
    client.setReturnFormat(wrapper.JSON)
    (row,) = client.query().convert()["results"]["bindings"]
    assert (row["a"]["value"], row["b"]["value"]) == (ALLIANCE, BORDURIA)
    client.setQuery(f"DESCRIBE <{ALLIANCE}>")
    client.setReturnFormat(wrapper.TURTLE)
    assert b"Alliance" in client.query().convert()


def test_every_way_to_send_and_every_format(server: Server) -> None:
    sent = {"query": AIDS}
    body = AIDS.encode()
    direct = {"Content-Type": "application/sparql-query; charset=utf-8"}
    for answer in (
        server.client.get("/sparql", params=sent),
        server.client.post("/sparql", data=sent),
        server.client.post("/sparql", content=body, headers=direct),
    ):
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/sparql-results+json"
        assert len(answer.json()["results"]["bindings"]) == 1

    def ask(accept: str, query: str = AIDS) -> tuple[str, str]:
        answer = server.client.get("/sparql", params={"query": query}, headers={"Accept": accept})
        assert answer.status_code == 200, answer.text
        return answer.headers["content-type"].partition(";")[0], answer.text

    kind, text = ask("application/sparql-results+xml")
    assert kind == "application/sparql-results+xml"
    assert ElementTree.fromstring(text).tag.endswith("sparql")
    kind, text = ask("text/csv, */*;q=0.1")
    assert kind == "text/csv"
    assert list(csv.reader(io.StringIO(text)))[1] == [ALLIANCE, BORDURIA]
    assert ask("text/tab-separated-values")[1].startswith("?a\t?b")
    assert json.loads(ask("application/json", "ASK {}")[1])["boolean"] is True
    construct = "CONSTRUCT WHERE { ?a a ?c }"
    for accept, parsed_as in (("text/turtle", "turtle"), ("application/ld+json", "json-ld"), ("*/*", "turtle")):
        kind, text = ask(accept, construct)
        assert len(Graph().parse(data=text, format=parsed_as)) > 8
    assert ask("application/rdf+xml", construct)[0] == "application/rdf+xml"
    assert server.client.get("/sparql", params={**sent, "format": "csv"}).text.startswith("a,b")


def test_what_is_asked_wrongly_is_told(server: Server) -> None:
    def status(**request: object) -> tuple[int, str]:
        answer = server.client.request(**{"method": "GET", "url": "/sparql", **request})  # type: ignore[arg-type]
        return answer.status_code, answer.text

    code, text = status(params={"query": "SELECT ?s WHERE {\n ?s ?p }"})
    assert (code, "line 2" in text, "malformed SPARQL" in text) == (400, True, True)
    assert status(params={"query": AIDS}, headers={"Accept": "image/png"})[0] == 406
    assert status(params={"query": AIDS}, headers={"Accept": "text/turtle"})[0] == 406
    assert status(method="POST", content=b"ASK {}", headers={"Content-Type": "text/plain"})[0] == 415
    assert status(method="POST", data={"something": "else"})[0] == 400
    assert status(method="PUT")[0] == 405
    assert status(params=[("query", "ASK {}"), ("query", "ASK {}")])[0] == 400


def test_it_says_what_it_can_do(server: Server) -> None:
    answer = server.client.get("/sparql", headers={"Accept": "text/turtle"})
    described = Graph().parse(data=answer.text, format="turtle")
    (endpoint,) = described.objects(None, URIRef("http://www.w3.org/ns/sparql-service-description#endpoint"))
    assert str(endpoint) == f"{server.url}/sparql"
