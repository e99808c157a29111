"""The laws of the statement model, on generated articles."""

from __future__ import annotations

import io
import random
from collections import Counter

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import OWL, PROV, RDF, Graph, URIRef
from strategies import ONTOLOGY, built, corpora, linked_articles, merges

from kg.errors import GraphError
from kg.graph import add, derive, find_article, from_quads, new_graph, remove
from kg.graph.files import write_rdf
from kg.model import Evidence, Factuality, LinkedArticle, Polarity, Policy, Statement
from kg.vocabulary import BASE, NEWS, relation_iri

QUALIFIERS = {NEWS.polarity, NEWS.factuality, NEWS.speaker, NEWS.attributed, NEWS.time, NEWS.role, NEWS.former}


def turtle(graph: Graph) -> bytes:
    """A graph as it would be written to a file."""
    stream = io.BytesIO()
    write_rdf(graph, stream, kind=ox.RdfFormat.TURTLE, base=BASE)
    return stream.getvalue()


def reread(graph: Graph) -> Graph:
    """A graph after a journey through a Turtle file."""
    return from_quads(ox.parse(turtle(graph), format=ox.RdfFormat.TURTLE))


@settings(max_examples=15, deadline=None)
@given(corpora, st.randoms(use_true_random=False), st.sampled_from(list(Policy)))
def test_rebuild_in_any_order_and_any_number_of_runs(
    corpus: list[LinkedArticle], chance: random.Random, policy: Policy
) -> None:
    expected = turtle(built(corpus, policy))
    shuffled = chance.sample(corpus, len(corpus))
    graph = new_graph()
    for linked in shuffled:
        add(graph, linked)
        if chance.random() < 0.5:  # a run ends here
            derive(graph, ONTOLOGY, policy=policy)
            graph = reread(graph)
    derive(graph, ONTOLOGY, policy=policy)
    assert turtle(graph) == expected


@settings(max_examples=15, deadline=None)
@given(corpora, linked_articles(), st.data())
def test_retraction_leaves_what_was_there(
    corpus: list[LinkedArticle], extra: LinkedArticle, data: st.DataObject
) -> None:
    corpus = [linked for linked in corpus if linked.article.text != extra.article.text]
    expected = turtle(built(corpus))
    everything = [*corpus, extra]
    graph = reread(built(everything, same=data.draw(merges(everything))))
    remove(graph, find_article(graph, extra.article.sha256))
    derive(graph, ONTOLOGY)
    assert turtle(graph) == expected


@settings(max_examples=15, deadline=None)
@given(corpora, st.data())
def test_merged_entities_can_be_told_apart_again(corpus: list[LinkedArticle], data: st.DataObject) -> None:
    same = data.draw(merges(corpus))
    merged = reread(built(corpus, same=same))
    again = reread(merged)
    derive(again, ONTOLOGY, same=same)
    assert turtle(again) == turtle(merged)
    derive(again, ONTOLOGY)
    assert turtle(again) == turtle(built(corpus))


@settings(max_examples=15, deadline=None)
@given(corpora)
def test_evidence_quotes_its_article(corpus: list[LinkedArticle]) -> None:
    graph = reread(built(corpus))
    texts = {linked.article.sha256: linked.article.text for linked in corpus}
    for node in graph.subjects(RDF.type, NEWS.Evidence):
        text = texts[str(graph.value(graph.value(node, NEWS.article), NEWS.sha256))]
        start, end = (int(str(graph.value(node, p))) for p in (NEWS.start, NEWS.end))
        assert text[start:end] == str(graph.value(node, NEWS.quote))


@given(linked_articles())
@settings(max_examples=10, deadline=None)
def test_a_wrong_quote_is_refused_and_leaves_no_trace(linked: LinkedArticle) -> None:
    entity = linked.entities[0].iri
    wrong = Statement(entity, "supports", entity, Evidence(0, 3, "not these characters", "support_v"))
    graph = new_graph()
    with pytest.raises(GraphError, match="are not"):
        add(graph, LinkedArticle(linked.article, linked.entities, (*linked.statements, wrong)))
    assert not len(graph)


def accepted(corpus: list[LinkedArticle], policy: Policy) -> set[tuple[str, str, str]]:
    """The triples that may stand, worked out from the articles alone."""
    actual = [
        statement
        for linked in corpus
        for statement in linked.statements
        if (statement.evidence.polarity, statement.evidence.factuality) == (Polarity.POSITIVE, Factuality.ACTUAL)
    ]

    def voice(statement: Statement) -> bool:
        return not statement.evidence.speaker and not statement.evidence.attributed

    def stands(statement: Statement) -> bool:
        speaker = statement.evidence.speaker
        if policy == Policy.REPORTED or voice(statement):
            return True
        if policy == Policy.VOICE or not speaker:
            return False
        return speaker == statement.subject or any(
            (role.predicate, role.subject, role.object) == ("roleOf", speaker, statement.subject)
            and voice(role)
            and not role.evidence.former
            for role in actual
        )

    return {(s.subject, str(relation_iri(s.predicate)), s.object) for s in actual if stands(s)}


@settings(max_examples=25, deadline=None)
@given(corpora, st.sampled_from(list(Policy)))
def test_nothing_leaks_into_the_plain_graph(corpus: list[LinkedArticle], policy: Policy) -> None:
    graph = built(corpus, policy)
    relations = set(graph.subjects(RDF.type, OWL.ObjectProperty))
    plain = {(str(s), str(p), str(o)) for s, p, o in graph if p in relations}
    vouched = accepted(corpus, policy)
    assert vouched <= plain
    parents = {"aids": "supports", "invades": "attacks"}
    for child, parent in parents.items():
        vouched |= {(s, str(relation_iri(parent)), o) for s, p, o in vouched if p == str(relation_iri(child))}
    vouched |= {(o, p, s) for s, p, o in vouched if p == str(relation_iri("meetsWith"))}
    assert plain == vouched


@settings(max_examples=15, deadline=None)
@given(corpora)
def test_a_piece_of_evidence_costs_at_most_twelve_provenance_triples(corpus: list[LinkedArticle]) -> None:
    graph = built(corpus)
    nodes = Counter(graph.objects(None, PROV.wasDerivedFrom))
    for about, node in graph.subject_objects(PROV.wasDerivedFrom):
        of_statement = [p for p in graph.predicates(about) if p != PROV.wasDerivedFrom]
        of_evidence = [p for p in graph.predicates(node) if p not in QUALIFIERS]
        assert nodes[node] == 1  # a piece of evidence speaks of one statement
        assert len(of_statement) + 1 + len(of_evidence) == 12


@settings(max_examples=10, deadline=None)
@given(corpora)
def test_every_term_is_valid(corpus: list[LinkedArticle]) -> None:
    graph = built(corpus)
    assert set(reread(graph)) == set(graph)
    other = Graph().parse(data=turtle(graph), format="turtle")  # rdflib's own parser is the stricter reader of names
    assert len(other) == len(graph)
    assert all(isinstance(node, URIRef) for node in graph.subjects())


@settings(max_examples=3, deadline=None)
@given(corpora)
def test_every_graph_conforms_to_the_shapes(corpus: list[LinkedArticle]) -> None:
    from kg.graph import violations

    assert violations(built(corpus)) == []
