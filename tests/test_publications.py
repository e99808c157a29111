"""One text in several papers: the laws of the graph hold for copies too."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import DCTERMS, OWL, RDF, Literal, URIRef
from strategies import ONTOLOGY, built, linked_articles
from test_laws import reread, turtle

from kg.errors import GraphError
from kg.graph import add, count, derive, find_article, new_graph, remove, violations
from kg.model import Article, Entity, Evidence, LinkedArticle, Statement
from kg.resources import resource
from kg.vocabulary import NEWS, SCHEMA, article_iri, entity_iri

DAYS = ("", "2024-01-24", "2024-01-25", "2024-02")
PAPERS = ("Herald", "Courier", "Wire")


def read_on(linked: LinkedArticle, day: str, paper: str, source: str) -> LinkedArticle:
    """The article as a paper printed it on a day; what it says depends on that day, but on nothing else of it."""
    article = replace(linked.article, date=day, publisher=paper, source=source, url=f"https://{paper}.example/{source}")
    kept = linked.statements[len(day) % 3 :] if day else linked.statements
    dated = tuple(
        replace(statement, evidence=replace(statement.evidence, time=statement.evidence.time and day))
        for statement in kept
    )
    return LinkedArticle(article, linked.entities, dated)


@st.composite
def printed(draw: st.DrawFn) -> list[LinkedArticle]:
    """A few texts, each in several papers on several days, in any order."""
    texts = draw(st.lists(linked_articles(), min_size=1, max_size=2, unique_by=lambda linked: linked.article.text))
    found = [
        read_on(text, day, paper, f"{number}.txt")
        for text in texts
        for number, (day, paper) in enumerate(
            draw(st.lists(st.tuples(st.sampled_from(DAYS), st.sampled_from(PAPERS)), min_size=1, max_size=3))
        )
    ]
    return draw(st.permutations(found))


def merged(corpus: list[LinkedArticle]) -> dict[tuple[str, str], str]:
    """Entities of one name in different articles, said to be one, as `resolve` would: a function of the corpus."""
    first: dict[str, str] = {}
    for linked in corpus:
        for entity in linked.entities:
            first[entity.type] = min(first.get(entity.type, entity.iri), entity.iri)
    return {
        (str(article_iri(linked.article.sha256)), entity.iri): first[entity.type]
        for linked in corpus
        for entity in linked.entities
    }


@settings(max_examples=12, deadline=None)
@given(printed(), st.randoms(use_true_random=False), st.booleans())
def test_copies_in_any_order_and_any_number_of_runs(
    corpus: list[LinkedArticle], chance: random.Random, merge: bool
) -> None:
    same, graph = merged(corpus) if merge else {}, new_graph()
    for linked in chance.sample([*corpus, corpus[0]], len(corpus) + 1):
        add(graph, linked)
        if chance.random() < 0.5:  # a run ends here
            derive(graph, ONTOLOGY, same=same)
            graph = reread(graph)
    derive(graph, ONTOLOGY, same=same)
    assert turtle(graph) == turtle(built(corpus, same=same))


@settings(max_examples=15, deadline=None)
@given(printed(), st.data(), st.booleans())
def test_removing_one_publication_leaves_the_others(
    corpus: list[LinkedArticle], data: st.DataObject, merge: bool
) -> None:
    gone = data.draw(st.sampled_from(corpus))
    rest = [linked for linked in corpus if linked.article != gone.article]
    graph = reread(built(corpus, same=merged(corpus) if merge else {}))
    node = next(
        node
        for node in graph.subjects(SCHEMA.url, URIRef(gone.article.url))
        if (node, DCTERMS.source, Literal(gone.article.source)) in graph
        and str(graph.value(node, SCHEMA.datePublished) or "") == gone.article.date
        and article_iri(gone.article.sha256) in {node, graph.value(node, SCHEMA.exampleOfWork)}
        and (not any(other.article.text == gone.article.text for other in rest) or "/publication/" in str(node))
    )
    remove(graph, node)
    derive(graph, ONTOLOGY)
    assert turtle(graph) == turtle(built(rest) if rest else built([]))


def test_what_a_text_sets_apart_stays_so_where_a_person_holds_it_to_be_one() -> None:
    anna, ana = str(entity_iri("Anna Moss")), str(entity_iri("Ana Moss"))
    known = Entity(anna, "Anna Moss", "Person", ("Anna Moss",), different_from=(ana,))
    article = Article("Anna Moss met Ana Moss.", "Anna", "1.txt", publisher="Herald")
    both = [LinkedArticle(one, (known,), ()) for one in (article, replace(article, publisher="Courier"))]
    node, graph = article_iri(article.sha256), new_graph()
    for linked in both:
        add(graph, linked)
    derive(graph, ONTOLOGY, same={(str(node), anna): ana})
    add(graph, LinkedArticle(replace(article, publisher="Wire"), (known,), ()))
    assert set(graph.objects(None, OWL.differentFrom)) == {URIRef(ana)}


def test_a_text_keeps_one_hash_of_its_body() -> None:
    article = Article("Oslo helps\n\nOslo helps Kyiv with ten million on Friday.", "Oslo helps", "1.txt")
    titled, bare = (LinkedArticle(one, (), ()) for one in (article, replace(article, title="", source="2.txt")))
    graph = built([titled, bare])
    assert len(set(graph.objects(None, NEWS.minHash))) == 1
    for gone, left in (("1.txt", bare), ("2.txt", titled)):
        rest = reread(graph)
        remove(rest, find_article(rest, gone))
        derive(rest, ONTOLOGY)
        assert turtle(rest) == turtle(built([left]))


@settings(max_examples=2, deadline=None)
@given(printed())
def test_a_graph_with_copies_conforms_to_the_shapes(corpus: list[LinkedArticle]) -> None:
    assert violations(built(corpus)) == []


def story(
    day: str, paper: str, *, title: str = "Oslo helps", body: str = "Oslo helps Kyiv on Friday."
) -> LinkedArticle:
    """One fact, dated by the day of publication, as a paper has it."""
    oslo, kyiv = (str(entity_iri(name)) for name in ("Oslo", "Kyiv"))
    text = f"{title}\n\n{body}"
    start = text.index(body)
    evidence = Evidence(start, start + 15, body[:15], "help_v", time=day)
    return LinkedArticle(
        Article(text, title, f"{paper}.txt", f"https://{paper}.example/1", day, "", paper),
        (Entity(oslo, "Oslo", "Place"), Entity(kyiv, "Kyiv", "Place")),
        (Statement(oslo, "supports", kyiv, evidence),),
    )


def test_each_publication_keeps_its_own_address_day_and_publisher() -> None:
    graph = built([story("2024-03-02", "courier"), story("2024-03-01", "herald")])
    (article,) = graph.subjects(RDF.type, SCHEMA.NewsArticle)
    assert {str(o) for o in graph.objects(article, SCHEMA.publisher)} == {"herald"}  # the first
    found = {
        tuple(str(graph.value(node, p)) for p in (SCHEMA.url, SCHEMA.datePublished, SCHEMA.publisher, DCTERMS.source))
        for node in graph.subjects(SCHEMA.exampleOfWork, article)
    }
    assert found == {
        ("https://herald.example/1", "2024-03-01", "herald", "herald.txt"),
        ("https://courier.example/1", "2024-03-02", "courier", "courier.txt"),
    }
    assert count(graph).articles == 1
    assert {str(o) for o in graph.objects(None, NEWS.time)} == {"2024-03-01"}  # of the first day alone


def test_the_next_publication_takes_the_place_of_the_first() -> None:
    graph = reread(built([story("2024-03-02", "courier"), story("2024-03-01", "herald")]))
    remove(graph, find_article(graph, "https://herald.example/1"))
    derive(graph, ONTOLOGY)
    assert turtle(graph) == turtle(built([story("2024-03-02", "courier")]))


def test_a_name_means_one_publication_or_the_whole_text() -> None:
    graph = built([story("2024-03-02", "courier"), story("2024-03-01", "herald")])
    article = article_iri(story("", "").article.sha256)
    assert find_article(graph, "Oslo helps") == article  # what all are called
    assert find_article(graph, str(article)) == article
    assert graph.value(find_article(graph, "herald.txt"), SCHEMA.exampleOfWork) == article
    remove(graph, article)
    derive(graph, ONTOLOGY)
    assert turtle(graph) == turtle(built([]))


def test_two_texts_of_one_file_name_are_told_apart() -> None:
    graph = built([story("", "herald"), story("", "herald", title="Other news", body="Oslo helps Kyiv no more today.")])
    with pytest.raises(GraphError, match=r"2 articles are called 'herald\.txt'; give one IRI: "):
        find_article(graph, "herald.txt")


BODY = " ".join(
    f"Minister number {n} said that the harbour of town {n * 7} would be open again by day {n}." for n in range(9)
)


def test_a_copy_under_another_headline_is_linked_and_one_voice() -> None:
    agency = story("2024-03-01", "agency", body=f"Oslo helps Kyiv. {BODY}")
    paper = story("2024-03-02", "paper", title="Help is under way", body=f"Oslo helps Kyiv. {BODY} Read more.")
    other = story("2024-03-03", "other", title="Elsewhere", body="Oslo helps Kyiv as it has done for many years.")
    graph = built([paper, other, agency])
    first, second = (article_iri(linked.article.sha256) for linked in (agency, paper))
    assert list(graph.subject_objects(NEWS.duplicateOf)) == [(second, first)]
    query = resource("queries/publishers.rq").read_text(encoding="utf8")
    rows = {tuple(int(row[n]) for n in ("independent", "articles", "publications")) for row in graph.query(query)}
    assert rows == {(2, 3, 3)}


def test_the_link_goes_with_the_original() -> None:
    agency = story("2024-03-01", "agency", body=f"Oslo helps Kyiv. {BODY}")
    papers = [story(f"2024-03-0{n}", f"paper{n}", title=f"Headline {n}", body=agency.article.text[12:]) for n in (2, 3)]
    graph = built([*papers, agency])
    remove(graph, find_article(graph, "agency.txt"))
    derive(graph, ONTOLOGY)
    assert turtle(graph) == turtle(built(papers))
    assert len(list(graph.triples((None, NEWS.duplicateOf, None)))) == 1
