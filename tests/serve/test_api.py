"""The JSON API, by its own description and by what it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, settings

from kg.serve.openapi import describe_api
from kg.sparql import known_queries
from kg.vocabulary import entity_iri

if TYPE_CHECKING:
    from serve.conftest import Server

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed (the test extra brings it)")
schema = schemathesis.openapi.from_dict(describe_api(known_queries().values()))


@schema.exclude(path="/api/extract").parametrize()
@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_it_does_what_its_description_says(server: Server, case: Any) -> None:
    case.call_and_validate(base_url=server.url, timeout=180)


def test_the_description_is_served(server: Server) -> None:
    found = server.client.get("/api/openapi.json").json()
    assert found["openapi"] == "3.1.0"
    assert set(found["paths"]) == set(describe_api(known_queries().values())["paths"])
    assert "/api/queries/said-about" in found["paths"]


def test_facts_come_with_quotes_and_sources(server: Server) -> None:
    found = server.client.get("/api/facts", params={"about": "the pact", "relation": "aids"}).json()
    (fact,) = found["items"]
    assert found["total"] == 1
    assert (fact["subject"]["name"], fact["kind"], fact["object"]["name"]) == ("Alliance", "fact", "Borduria")
    (quote,) = fact["evidence"]
    assert quote["quote"] == "The Alliance aids Borduria"
    assert (quote["article"]["headline"], quote["article"]["url"]) == ("An article", "https://wire.example/1")
    article = server.client.get("/api/article", params={"name": "one.txt"}).json()
    assert article["text"][quote["start"] : quote["end"]] == quote["quote"]
    assert {said["kind"] for said in article["says"]} == {"fact", "reported", "possible", "denied"}


def test_only_facts_are_facts_unless_all_is_asked_for(server: Server) -> None:
    facts = server.client.get("/api/facts", params={"limit": 200}).json()
    every = server.client.get("/api/facts", params={"limit": 200, "kind": "all"}).json()
    assert {item["kind"] for item in facts["items"]} == {"fact"}
    assert every["total"] == len(server.site.catalogue.statements) > facts["total"]
    page = server.client.get("/api/facts", params={"limit": 1, "offset": 1, "kind": "all"}).json()
    assert page["items"] == every["items"][1:2]


def test_who_said_what_and_both_sides_of_a_dispute(server: Server) -> None:
    said = server.client.get("/api/said", params={"by": "Ada Moss"}).json()
    assert [quote["quote"] for item in said["items"] for quote in item["evidence"]] == ["Syldavia shelled us"]
    disputes = server.client.get("/api/disputes").json()["items"]
    (dispute,) = (item for item in disputes if item["relation"]["name"] == "attacks")
    sides = {quote["said_by"]: quote["polarity"] for quote in dispute["evidence"]}
    assert sides == {"Ada Moss": "positive", "Ben Hale": "negative"}
    why = server.client.get(
        "/api/why", params={"subject": "Syldavia", "relation": "attacks", "object": str(entity_iri("Borduria"))}
    ).json()
    assert why == dispute


def test_search_and_named_queries(server: Server) -> None:
    found = server.client.get("/api/entities", params={"q": "pact"}).json()["items"]
    assert [entity["name"] for entity in found] == ["Alliance"]
    rows = server.client.get("/api/queries/roles", params={"person": "ada moss"}).json()
    assert dict(zip(rows["columns"], rows["rows"][0], strict=True))["role"] == "chief"
    assert {query["name"] for query in server.client.get("/api/queries").json()} == set(known_queries())


@pytest.mark.parametrize(
    ("path", "status", "detail"),
    [
        ("/api/entity?name=Alianse", 404, "no entity is called 'Alianse' in this graph; near: Alliance"),
        ("/api/facts?about=Alliance&relation=loves", 404, "no relation is called 'loves'"),
        ("/api/facts?kind=true", 400, "unknown kind 'true'; known: all, fact"),
        ("/api/facts?limit=1000", 400, "'limit' is a whole number from 0 to 200"),
        ("/api/facts?limit=1&limit=2", 400, "give 'limit' once"),
        ("/api/why?subject=Alliance", 400, "missing parameter 'object'"),
        ("/api/queries/timeline", 400, "missing parameter 'about'"),
        ("/api/queries/articles?since=then", 400, "'then' is not a date such as 2024-01-24"),
        ("/api/queries/nothing", 404, "there is no query 'nothing'"),
        ("/api/nothing", 404, "Not Found"),
    ],
)
def test_mistakes_are_told(server: Server, path: str, status: int, detail: str) -> None:
    answer = server.client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert detail in answer.json()["detail"]
