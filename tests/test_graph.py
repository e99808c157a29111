"""Articles in and out of a graph, its files, what it says of itself."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from strategies import ONTOLOGY, built
from tents import BERG, NORDMARK, SUDERLAND, TENTS, TEXT, at, linked, tents

from kg.errors import GraphError, OntologyError, QueryError
from kg.graph import (
    add,
    count,
    derive,
    diff,
    evidence_of,
    export,
    find_article,
    known_entities,
    new_graph,
    ontology_of,
    read_ontology,
    remove,
    settings,
)
from kg.graph.compare import How, Kind
from kg.lookup import find_entity, find_relation
from kg.model import Article, Entity, Evidence, LinkedArticle, Polarity, Policy, Statement
from kg.vocabulary import BASE, NEWS, SCHEMA, article_iri, entity_iri, relation_iri


@pytest.fixture
def graph() -> Graph:
    return tents()


def plain(graph: Graph, subject: str, relation: str, obj: str) -> bool:
    """Whether a plain triple stands."""
    return (URIRef(subject), relation_iri(relation), URIRef(obj)) in graph


def test_who_speaks_for_the_subject_lets_a_statement_stand_and_its_parent_with_it(graph: Graph) -> None:
    assert plain(graph, NORDMARK, "aids", SUDERLAND)
    assert plain(graph, NORDMARK, "supports", SUDERLAND)
    derive(graph, ONTOLOGY, policy=Policy.VOICE)
    assert not plain(graph, NORDMARK, "aids", SUDERLAND)
    assert not plain(graph, NORDMARK, "supports", SUDERLAND)
    assert plain(graph, BERG, "roleOf", NORDMARK)


def test_a_former_minister_does_not_speak_for_a_country() -> None:
    aid, role = linked().statements
    former = replace(role, evidence=replace(role.evidence, former=True))
    graph = built([replace(linked(), statements=(aid, former))])
    assert not plain(graph, NORDMARK, "aids", SUDERLAND)


@pytest.mark.parametrize(("rule", "stands"), [("send_v", False), ("arm_v", True)])
def test_articles_support_each_other_where_they_say_it_in_different_words(rule: str, stands: bool) -> None:
    aid, role = linked().statements
    one, other = (replace(aid, evidence=replace(aid.evidence, confidence=0.7, rule=r)) for r in ("send_v", rule))
    first = replace(linked(), statements=(one, role))
    again = replace(first, article=replace(first.article, text=f"{TEXT} So it was."), statements=(other, role))
    assert not plain(built([first], plain=0.9), NORDMARK, "aids", SUDERLAND)
    assert plain(built([first, again], plain=0.9), NORDMARK, "aids", SUDERLAND) is stands


def test_a_denial_does_not_stand() -> None:
    aid, role = linked().statements
    denied = replace(aid, evidence=replace(aid.evidence, polarity=Polarity.NEGATIVE))
    graph = built([replace(linked(), statements=(denied, role))], Policy.REPORTED)
    assert not plain(graph, NORDMARK, "aids", SUDERLAND)


def test_entities_and_articles_are_described(graph: Graph) -> None:
    country = URIRef(NORDMARK)
    assert set(graph.objects(country, SKOS.altLabel)) == {Literal("the kingdom", lang="en")}
    assert graph.value(country, RDFS.label) == Literal("Nordmark", lang="en")
    assert graph.value(country, RDF.type) == NEWS.Country
    assert str(graph.value(URIRef(SUDERLAND), OWL.sameAs)) == "http://www.wikidata.org/entity/Q1"
    article = article_iri(linked().article.sha256)
    assert (article, RDF.type, SCHEMA.NewsArticle) in graph
    assert str(graph.value(article, DCTERMS.source)) == "tents.txt"


def test_two_rules_at_one_place_are_one_piece_of_evidence() -> None:
    aid, role = linked().statements
    weaker = replace(aid, evidence=replace(aid.evidence, rule="other_v", confidence=0.5))
    graph = built([replace(linked(), statements=(weaker, aid, role))])
    (quote,) = evidence_of(graph, NORDMARK, str(relation_iri("aids")), SUDERLAND)
    assert (quote.rule, quote.confidence) == ("send_v", "1.0")


def test_the_better_described_of_two_equal_texts_counts_in_any_order() -> None:
    poor, rich = linked(source="", date=""), linked(author="B. Reporter")
    graphs = [built(order) for order in ((poor, rich), (rich, poor), (rich, poor, rich))]
    assert set(graphs[0]) == set(graphs[1]) == set(graphs[2])
    assert Literal("B. Reporter") in set(graphs[0].objects(None, SCHEMA.author))


def test_evidence_of_a_parent_relation_comes_from_its_children(graph: Graph) -> None:
    (quote,) = evidence_of(graph, NORDMARK, str(relation_iri("supports")), SUDERLAND)
    assert (quote.relation, quote.speaker, quote.time) == ("aids", "Ada Berg", "2024-05")
    assert TEXT[quote.start : quote.end] == quote.text == TENTS


def test_a_merge_moves_statements_and_keeps_the_articles_own_name() -> None:
    graph = new_graph()
    add(graph, linked())
    other = "An envoy of Nordmark came. Berg resigned."
    short = str(entity_iri("Berg", article="x"))
    note = Evidence(27, 40, "Berg resigned", "resign_v", former=True)
    add(
        graph,
        LinkedArticle(
            Article(other, "An envoy", "envoy.txt"),
            (Entity(short, "Berg", "Person", local=True), Entity(NORDMARK, "Nordmark", "Country")),
            (Statement(short, "roleOf", NORDMARK, note),),
        ),
    )
    envoy = str(find_article(graph, "envoy.txt"))
    derive(graph, ONTOLOGY, same={(envoy, short): BERG})
    assert not list(graph.triples((URIRef(short), None, None)))
    assert len(evidence_of(graph, BERG, str(relation_iri("roleOf")), NORDMARK)) == 2
    assert (envoy, Entity(short, "Berg", "Person", ("Berg",), local=True)) in known_entities(graph)
    assert {str(name) for name in graph.objects(URIRef(BERG), SKOS.altLabel)} == {"Berg"}


def test_two_entities_of_one_article_can_be_merged_and_told_apart_again(graph: Graph) -> None:
    before = set(graph)
    article = str(find_article(graph, "tents.txt"))
    derive(graph, ONTOLOGY, same={(article, NORDMARK): SUDERLAND})
    assert not list(graph.triples((URIRef(NORDMARK), None, None)))
    assert not list(graph.triples((URIRef(SUDERLAND), None, URIRef(SUDERLAND)))), "nothing aids itself"
    derive(graph, ONTOLOGY)
    assert set(graph) == before


def test_removing_the_only_article_leaves_an_empty_graph(graph: Graph) -> None:
    remove(graph, find_article(graph, "Nordmark helps Suderland"))
    derive(graph)
    assert count(graph).triples == 3  # the graph's own node: what it is, its policy, from when a triple stands plain
    with pytest.raises(GraphError, match="no article"):
        find_article(graph, "tents.txt")


def test_a_graph_carries_its_relations_policy_and_base() -> None:
    base = "https://example.org/id/"
    entities = tuple(
        Entity(str(entity_iri(name, base=base)), name, "Country") for name in ("Nordmark", "Suderland", "Ada Berg")
    )
    aid = Statement(entities[0].iri, "aids", entities[1].iri, at(TENTS))
    graph = new_graph()
    add(graph, replace(linked(), entities=entities, statements=(aid,)), base=base)
    derive(graph, ONTOLOGY, policy=Policy.VOICE, base=base)
    built = settings(graph)
    assert (built.policy, built.base) == (Policy.VOICE, base)
    assert ontology_of(graph).relations[relation_iri("aids")].parents == (relation_iri("supports"),)
    assert all(str(node).startswith((base, str(NEWS._NS))) for node in graph.subjects())


def test_an_ontology_is_read_from_files_and_folders(tmp_path: Path) -> None:
    (tmp_path / "own.ttl").write_text(
        "@prefix o: <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        'o:loansTo a owl:ObjectProperty ; rdfs:label "loans to"@en ; rdfs:subPropertyOf o:sendsTo .\n'
        "o:sendsTo a owl:ObjectProperty, owl:SymmetricProperty .\n"
    )
    found = read_ontology([tmp_path])
    sends, loans = URIRef("https://example.org/sendsTo"), URIRef("https://example.org/loansTo")
    assert found.relations[loans].parents == (sends,)
    one, two = URIRef("https://example.org/1"), URIRef("https://example.org/2")
    assert found.entailed(one, loans, two) == {(one, loans, two), (one, sends, two), (two, sends, one)}
    with pytest.raises(OntologyError, match="no such file"):
        read_ontology([tmp_path / "missing.ttl"])


def test_relations_that_imply_each_other_end(tmp_path: Path) -> None:
    (tmp_path / "own.ttl").write_text(
        "@prefix o: <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "o:a a owl:ObjectProperty ; rdfs:subPropertyOf o:b . o:b a owl:ObjectProperty ; rdfs:subPropertyOf o:a .\n"
    )
    a, b = URIRef("https://example.org/a"), URIRef("https://example.org/b")
    assert read_ontology([tmp_path]).entailed(a, a, a) == {(a, a, a), (a, b, a)}


def test_a_difference_names_what_came_went_and_changed(graph: Graph) -> None:
    (change,) = diff(graph, built([linked()], Policy.VOICE))
    assert (change.kind, change.how) == (Kind.STATEMENT, How.CHANGED)
    assert change.text == "Nordmark aids Suderland (reported)"
    gone = diff(graph, new_graph())
    assert {(c.kind, c.how) for c in gone} == {(kind, How.REMOVED) for kind in Kind}
    assert len(gone) == 1 + 3 + 2 + 2
    assert diff(graph, graph) == []


def test_networks_hold_plain_triples_with_labels(graph: Graph, tmp_path: Path) -> None:
    for name in ("graphml", "gexf"):
        path = tmp_path / name
        export(graph, path, name, base=BASE)
        text = path.read_text()
        edges = [node for node in ElementTree.fromstring(text).iter() if node.tag.endswith("}edge")]
        assert len(edges) == 3  # aids, the supports that it entails, roleOf
        assert len({edge.get("id") for edge in edges}) == 3
        assert all(word in text for word in ("Nordmark", "Country", "aids", "supports", "roleOf"))


def test_csv_has_a_row_for_each_piece_of_evidence(graph: Graph, tmp_path: Path) -> None:
    path = tmp_path / "graph.csv"
    export(graph, path, "csv", base=BASE)
    rows = list(csv.DictReader(io.StringIO(path.read_text())))
    assert [(row["subject"], row["relation"], row["object"]) for row in rows] == [
        ("Ada Berg", "roleOf", "Nordmark"),
        ("Nordmark", "aids", "Suderland"),
    ]
    assert rows[1]["speaker"] == "Ada Berg"
    assert rows[1]["plain"] == "true"
    with pytest.raises(GraphError, match="unknown format 'xlsx'; known: turtle"):
        export(graph, tmp_path / "x", "xlsx", base=BASE)


def test_counts(graph: Graph) -> None:
    found = count(graph)
    assert (found.articles, found.entities, found.statements, found.plain, found.entailed, found.evidence) == (
        (1, 3, 2, 2, 1, 2)
    )
    assert found.types == (("Country", 2), ("Person", 1))
    assert found.first == found.last == "2024-05-06"


def test_names_are_looked_up_in_steps(graph: Graph) -> None:
    assert find_entity(graph, "Nordmark") == find_entity(graph, "NORDMARK") == find_entity(graph, "the kingdom")
    assert find_entity(graph, NORDMARK) == NORDMARK
    assert find_relation(graph, "roleOf") == find_relation(graph, "Has a role in") == str(relation_iri("roleOf"))
    with pytest.raises(QueryError, match="no entity is called 'Nordmrk' in this graph; near: Nordmark"):
        find_entity(graph, "Nordmrk")
    add(graph, LinkedArticle(Article("Berg", "Berg"), (Entity(BASE + "entity/X", "NORDMARK", "Place"),)))
    derive(graph, ONTOLOGY)
    with pytest.raises(QueryError, match="2 entity nodes are called 'nordmark'; say which"):
        find_entity(graph, "nordmark")
    assert {find_entity(graph, f"nordmark#{n}") for n in (1, 2)} == {NORDMARK, BASE + "entity/X"}
