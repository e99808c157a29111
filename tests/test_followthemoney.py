"""FollowTheMoney: what people, organisations and ties become; its own library says whether that is right."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from graphs import article_graph, says
from rdflib import Graph

from kg.graph.followthemoney import followthemoney

TYPES = {"Ada Moss": "Person", "Ben Hale": "Person", "Norland": "Country", "Port": "Place", "company": "Organization"}
FACTS = (
    (
        "Ada Moss",
        "roleOf",
        "Hale Ltd",
        says("Hale Ltd chief executive Ada Moss", role="chief executive", time="2024-03"),
    ),
    ("Ben Hale", "memberOf", "Green Party", says("Ben Hale of the Green Party")),
    ("Norland", "owns", "Seaways", says("Norland owns Seaways")),
    ("Ada Moss", "spouseOf", "Ben Hale", says("Ada Moss and her husband, Ben Hale")),
    ("Ben Hale", "spouseOf", "Ada Moss", says("Hale, who is married to Moss")),
    ("Ministry of Fish", "accuses", "Seaways", says("The Ministry of Fish accuses Seaways")),
    ("Ada Moss", "visits", "Port", says("Moss went to the port")),
    ("Ben Hale", "roleOf", "Norland", says("Hale is no minister of Norland", positive=False, role="minister")),
)


@pytest.fixture
def entities() -> list[dict[str, Any]]:
    """A small graph as FollowTheMoney entities."""
    return [json.loads(line) for line in followthemoney(article_graph(FACTS, types=TYPES)).splitlines()]


def named(entities: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """The one entity of a name that is no mention."""
    (found,) = (e for e in entities if e["schema"] != "Mention" and e["properties"].get("name") == [name])
    return found


def test_what_things_are(entities: list[dict[str, Any]]) -> None:
    schemata = {"Ada Moss": "Person", "Hale Ltd": "Company", "Seaways": "Company", "Norland": "PublicBody"}
    schemata |= {"Ministry of Fish": "PublicBody", "Green Party": "Organization"}
    assert {name: named(entities, name)["schema"] for name in schemata} == schemata
    assert Counter(e["schema"] for e in entities) == {
        "Person": 2, "Company": 2, "PublicBody": 2, "Organization": 1, "Mention": 7, "Document": 1,
        "Directorship": 1, "Membership": 1, "Ownership": 1, "Family": 1, "UnknownLink": 1,
    }  # fmt: skip


def test_what_ties_are(entities: list[dict[str, Any]]) -> None:
    ids = {name: named(entities, name)["id"] for name in ("Ada Moss", "Ben Hale", "Hale Ltd", "Norland", "Seaways")}
    ties = {e["schema"]: e["properties"] for e in entities}
    document = next(e["id"] for e in entities if e["schema"] == "Document")
    post = ties["Directorship"]
    assert (post["director"], post["organization"]) == ([ids["Ada Moss"]], [ids["Hale Ltd"]])
    assert (post["role"], post["date"], post["proof"]) == (["chief executive"], ["2024-03"], [document])
    assert post["summary"] == ["Hale Ltd chief executive Ada Moss"]
    assert (ties["Ownership"]["owner"], ties["Ownership"]["asset"]) == ([ids["Norland"]], [ids["Seaways"]])
    assert sorted(ties["Family"]["person"] + ties["Family"]["relative"]) == sorted((ids["Ada Moss"], ids["Ben Hale"]))
    assert ties["UnknownLink"]["role"] == ["accuses"]
    assert ties["Mention"]["document"] == [document]
    assert ties["Document"]["publishedAt"] == ["2024-04-04"]


def test_the_same_graph_gives_the_same_bytes() -> None:
    one, other = article_graph(FACTS, types=TYPES), article_graph(FACTS, types=TYPES)
    assert followthemoney(one) == followthemoney(other)
    assert followthemoney(Graph()) == b""


def test_its_own_library_finds_nothing_wrong(entities: list[dict[str, Any]]) -> None:
    model = pytest.importorskip(
        "followthemoney", reason="its library is not installed: pip install 'newskg[ftm]'"
    ).model
    schemata = {entity["id"]: model.get(entity["schema"]) for entity in entities}
    for entity in entities:
        schemata[entity["id"]].validate(entity)
        proxy = model.get_proxy(entity)
        assert proxy.to_dict()["properties"].keys() == entity["properties"].keys(), "a value was not understood"
        for prop, value in proxy.itervalues():
            if prop.range is not None and prop.type.name == "entity":
                assert schemata[value].is_a(prop.range), (entity, prop.name)
