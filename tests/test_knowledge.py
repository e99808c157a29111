"""The gazetteer with entities of the user, and its cache."""

from __future__ import annotations

from pathlib import Path

import pytest
from extractions import ENTITY, extraction

from kg.errors import OntologyError
from kg.linking import Knowledge, link, load_knowledge


def test_the_users_own_entities_win(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        "@prefix entity: <https://w3id.org/newskg/id/entity/> . @prefix news: <https://w3id.org/newskg/ontology#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix my: <https://example.org/my#> .\n"
        "my:Shipyard a owl:Class ; rdfs:subClassOf news:Organization .\n"
        'my:kockums a my:Shipyard ; rdfs:label "Malmö Yard"@en ; skos:altLabel "the Yard"@en, "Kremlin"@en .\n'
        "entity:Xaver_Unruh owl:sameAs entity:Baron_Unruh .\n"
        "entity:Anna_Lind owl:differentFrom entity:Ana_Lind .\n",
        encoding="utf8",
    )
    knowledge = load_knowledge([own])
    linked = link(
        extraction(
            "Kremlin and the Yard hired Xaver Unruh, Baron Unruh.",
            "Organization: Kremlin",
            "Organization: Yard",
            "Person: Xaver Unruh",
            "Person: Baron Unruh",
        ),
        knowledge,
    )
    yard = next(e for e in linked.entities if e.label == "Malmö Yard")
    assert yard.iri == "https://example.org/my#kockums"
    assert yard.type == "https://example.org/my#Shipyard"
    assert set(yard.names) == {"Kremlin", "Yard"}
    assert len({e.iri for e in linked.entities if "Unruh" in e.label}) == 1
    apart = link(extraction("Anna Lind left.", "Person: Anna Lind"), knowledge, base="https://example.org/")
    assert apart.entities[0].different_from == ("https://example.org/entity/Ana_Lind",)
    assert knowledge.different == [(ENTITY + "Anna_Lind", ENTITY + "Ana_Lind")]


PREFIXES = """
@prefix e: <https://w3id.org/newskg/id/entity/> . @prefix news: <https://w3id.org/newskg/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix my: <https://example.org/my#> .
"""


def test_an_entity_of_ones_own_may_be_a_known_one(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        PREFIXES + 'my:pact a news:Organization ; rdfs:label "Northern Pact"@en ; owl:sameAs e:NATO .\n'
        'my:bolt a news:Organization ; rdfs:label "Bolt Works"@en ; owl:sameAs my:acme .\n'
        'my:acme a news:Organization ; rdfs:label "Acme Works"@en .\n'
    )
    names = ("NATO", "Northern Pact", "Bolt Works", "Acme Works")
    article = extraction(f"{', '.join(names)} met.", *(f"Organization: {name}" for name in names))
    found = {e.iri: e.same_as for e in link(article, load_knowledge([own])).entities}
    assert found.keys() == {f"{ENTITY}NATO", "https://example.org/my#acme"}
    assert "http://www.wikidata.org/entity/Q7184" in found[f"{ENTITY}NATO"]


def test_files_of_ones_own_have_no_order(tmp_path: Path) -> None:
    entities, classes = tmp_path / "a.ttl", tmp_path / "b.ttl"
    entities.write_text(PREFIXES + 'e:Kestel_FC a my:Club ; rdfs:label "Kestel FC"@en .\n')
    classes.write_text(PREFIXES + "my:Club a owl:Class ; rdfs:subClassOf news:Organization .\n")
    for paths in ([entities, classes], [classes, entities]):
        (found,) = link(extraction("Kestel FC won.", "Organization: Kestel FC"), load_knowledge(paths)).entities
        assert found.type == "https://example.org/my#Club"


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("missing.ttl", None, "no such ontology file"),
        ("broken.ttl", "@prefix a: <https://example.org/> .\nthis is no turtle", "line 2"),
        ("own.docx", "x", "not an RDF file"),
        ("own.ttl", "<https://example.org/x> a <https://w3id.org/newskg/ontology#Person> .", "no rdfs:label"),
    ],
)
def test_a_bad_ontology_is_one_clear_line(tmp_path: Path, name: str, content: str | None, complaint: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content, encoding="utf8")
    with pytest.raises(OntologyError, match=complaint) as caught:
        load_knowledge([path])
    assert "\n" not in str(caught.value)


def test_the_cache_is_made_once_and_may_be_unwritable(tmp_path: Path) -> None:
    fresh = load_knowledge(cache=tmp_path)
    (compiled,) = tmp_path.iterdir()
    again = load_knowledge(cache=tmp_path)
    assert again.aliases == fresh.aliases
    assert [again.get(i) for i in again.iris[::500]] == [fresh.get(i) for i in fresh.iris[::500]]
    compiled.write_text("{broken", encoding="utf8")
    assert len(load_knowledge(cache=tmp_path)) == len(fresh)
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf8")
    assert len(load_knowledge(cache=blocked / "below")) == len(fresh)


def test_an_adjective_is_that_of_the_countries_that_it_may_mean(knowledge: Knowledge) -> None:
    numbers = {"French": 1, "Congolese": 2, "Dominican": 2, "Swedish": 1, "Norland": 0}
    assert {name: len(knowledge.national(name)) for name in numbers} == numbers
