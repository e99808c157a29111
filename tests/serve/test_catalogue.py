"""What is shown of a graph is what the graph says."""

from __future__ import annotations

import pytest
from graphs import FACTS, article_graph, crowd, says
from homes import PLAN, some

from kg.formats import open_store
from kg.graph import count, new_graph, write_graph
from kg.homes import Embedded
from kg.model import Factuality
from kg.serve.catalogue import Catalogue, Statement, read_catalogue
from kg.view.model import Kind
from kg.view.picture import picture
from kg.vocabulary import BASE, entity_iri


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    path = tmp_path_factory.mktemp("catalogue") / "graph.ttl"
    write_graph(article_graph(FACTS, also={"Alliance": ("The Pact",)}, keep_text=True), path, base=BASE)
    return read_catalogue(open_store(path))


def find(catalogue: Catalogue, relation: str) -> Statement:
    return next(s for s in catalogue.statements.values() if s.relation.endswith(f"#{relation}"))


def test_each_statement_is_of_its_kind(catalogue: Catalogue) -> None:
    kinds = {"aids": Kind.FACT, "attacks": Kind.REPORTED, "invades": Kind.POSSIBLE, "owns": Kind.DENIED}
    assert {relation: find(catalogue, relation).kind for relation in kinds} == kinds
    assert [s.disputed for s in (find(catalogue, "attacks"), find(catalogue, "owns"))] == [True, False]
    assert catalogue.disputes == (find(catalogue, "attacks"),)


def test_kinds_are_those_of_the_view(tmp_path_factory: pytest.TempPathFactory) -> None:
    graph = crowd(30)
    path = tmp_path_factory.mktemp("crowd") / "graph.ttl"
    write_graph(graph, path, base=BASE)
    shown = {frozenset((link.source, link.target, link.relation)): str(link.kind) for link in picture(graph).links}
    found = read_catalogue(open_store(path))
    for statement in found.statements.values():
        assert shown[frozenset((statement.subject, statement.object, statement.relation))] == statement.kind
    counted = count(graph)
    assert len(found.statements) == counted.statements
    assert found.counts[Kind.FACT] == counted.plain
    assert len(found.entities) == counted.entities


def test_a_store_shows_what_its_graph_shows(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Not the articles as they were read, nor the index, which lie in other graphs of the store."""
    store = Embedded(tmp_path_factory.mktemp("store") / "store")
    with store.writing(PLAN) as writer:
        for linked in some(12):
            writer.add(linked)
        writer.commit()
    path = tmp_path_factory.mktemp("file") / "graph.ttl"
    write_graph(store.read(), path, base=BASE)
    assert read_catalogue(open_store(store.path)) == read_catalogue(open_store(path))


def test_a_dispute_may_be_about_what_is_to_come(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("future") / "graph.ttl"
    future = [
        ("Syldavia", "invades", "Borduria", says("Syldavia will invade", factuality=Factuality.FUTURE)),
        ("Syldavia", "invades", "Borduria", says("it won't", factuality=Factuality.FUTURE, positive=False)),
    ]
    write_graph(article_graph(future), path, base=BASE)
    (dispute,) = read_catalogue(open_store(path)).disputes
    assert dispute.sides is not None
    assert [quote.text for quote in dispute.sides] == ["Syldavia will invade", "it won't"]


def test_quotes_are_the_characters_of_their_article(catalogue: Catalogue) -> None:
    (article,) = catalogue.articles.values()
    assert article.about.publisher == "Wire"
    for statement, quote in catalogue.of_article[article.iri]:
        assert article.text[quote.start : quote.end] == quote.text
        assert statement is catalogue.of_quote[quote.iri]


def test_names_speakers_and_what_is_about_whom(catalogue: Catalogue) -> None:
    alliance, moss = str(entity_iri("Alliance")), str(entity_iri("Ada Moss"))
    assert catalogue.entities[alliance].names == ("The Pact",)
    assert catalogue.entities[moss].type == "Person"
    assert find(catalogue, "attacks") in catalogue.of_speaker[moss]
    assert find(catalogue, "roleOf").role == "chief"
    assert {s.relation.partition("#")[2] for s in catalogue.of_entity[alliance]} == {"aids", "roleOf"}


def test_an_empty_graph_is_shown_empty(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("empty") / "graph.ttl"
    write_graph(new_graph(), path, base=BASE)
    found = read_catalogue(open_store(path))
    assert (found.entities, found.articles, found.statements, found.disputes) == ({}, {}, {}, ())
