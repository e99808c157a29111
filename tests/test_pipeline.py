"""The straight line from articles to a graph, on the embedded language pipeline."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import PROV, RDF, Graph, URIRef
from spacy.tokens import Doc

from kg import pipeline
from kg.errors import KGError
from kg.extraction import Lexicon, extract
from kg.formats import read_quads
from kg.graph import (
    Quote,
    Settings,
    count,
    evidence_of,
    find_article,
    from_quads,
    new_graph,
    read_graph,
    remove,
    settings,
    write_graph,
)
from kg.language.facts import FactHeads
from kg.model import Article, Extraction, Policy
from kg.pipeline import Setup, Tools, analyse, analyse_all, build, usual_plain
from kg.reading import read_articles
from kg.settling import settle
from kg.vocabulary import BASE, NEWS, entity_iri, relation_iri

ARTICLE = Article(
    "Norway backs Ukraine\n\nNorwegian Prime Minister Jonas Gahr Støre said that Norway supports Ukraine.",
    "Norway backs Ukraine",
    "norway.txt",
)


def fail(error: KGError) -> None:
    """Nothing is to be passed over."""
    raise error


def examples(checkout: Path, *numbers: int) -> list[Article]:
    """Some of the example articles."""
    articles = list(read_articles([checkout / "examples" / "articles"], on_error=fail))
    return [articles[number] for number in numbers]


def turtle(graph: Graph, folder: Path) -> bytes:
    """The bytes of a graph's file."""
    path = folder / "graph.ttl"
    write_graph(graph, path, base=settings(graph).base)
    return path.read_bytes()


def made(articles: list[Article], **kwargs: object) -> Graph:
    """A graph of some articles."""
    graph = new_graph()
    build(graph, articles, Setup(), on_error=fail, **kwargs)  # type: ignore[arg-type]
    return graph


@pytest.mark.usefixtures("quick")
def test_the_order_of_articles_and_runs_does_not_matter(checkout: Path, tmp_path: Path) -> None:
    one, two, three = examples(checkout, 1, 8, 11)
    expected = turtle(made([one, two, three]), tmp_path)
    assert turtle(made([three, one, two, one]), tmp_path) == expected
    graph = made([two])
    build(graph, [three, one], Setup(), on_error=fail)
    assert turtle(graph, tmp_path) == expected


@pytest.mark.usefixtures("quick")
def test_what_an_article_gave_can_be_taken_back(checkout: Path, tmp_path: Path) -> None:
    one, two, three = examples(checkout, 1, 8, 11)
    graph = made([one, two, three])
    path = tmp_path / "all.ttl"
    write_graph(graph, path, base=BASE)
    again = from_quads(read_quads(path))
    remove(again, find_article(again, two.source))
    settle(again, built=Settings(Policy.STANDING, usual_plain(), BASE))
    assert turtle(again, tmp_path) == turtle(made([one, three]), tmp_path)


@pytest.mark.usefixtures("quick")
def test_every_quote_stands_where_it_says(checkout: Path) -> None:
    articles = examples(checkout, *range(12))
    graph = made(articles)
    texts = {article.sha256: article.text for article in articles}
    found = 0
    for node in graph.subjects(RDF.type, NEWS.Evidence):
        text = texts[str(graph.value(graph.value(node, NEWS.article), NEWS.sha256))]
        start, end = (int(str(graph.value(node, p))) for p in (NEWS.start, NEWS.end))
        assert text[start:end] == str(graph.value(node, NEWS.quote))
        found += 1
    assert found == count(graph).evidence > 100


def test_one_bad_article_does_not_stop_the_others(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = replace(ARTICLE, text=ARTICLE.text + " Again.", source="broken.txt")
    german = replace(ARTICLE, language="de-at", source="deutsch.txt")
    monkeypatch.setattr(pipeline, "load_tools", lambda setup, **_: tools)

    def fragile(doc: Doc, article: Article, lexicon: Lexicon, heads: FactHeads | None) -> Extraction:
        if article is broken:
            raise IndexError("list index out of range")
        return extract(doc, article, lexicon, heads)

    monkeypatch.setattr(pipeline, "extract", fragile)
    errors: list[KGError] = []
    found = list(analyse_all([german, broken, ARTICLE], Setup(), on_error=errors.append))
    assert [linked.article.source for linked in found] == ["norway.txt"]
    assert [str(error) for error in errors] == [
        "deutsch.txt: is written in German (de-at), not in English: name a pipeline for it with --model",
        "broken.txt: cannot be analysed: IndexError: list index out of range",
    ]


def test_the_results_of_many_articles_are_in_their_order(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [replace(ARTICLE, source=f"{number}.txt") for number in range(2 * pipeline.BATCH + 1)]
    monkeypatch.setattr(pipeline, "load_tools", lambda setup, **_: tools)
    found = analyse_all(articles, Setup(), on_error=fail)
    assert [linked.article.source for linked in found] == [article.source for article in articles]


def test_processes_give_what_one_process_gives(tools: Tools, checkout: Path) -> None:
    articles = [ARTICLE, *examples(checkout, 9)]
    alone = [analyse(article, tools) for article in articles]
    # each process has its own order of sets and its own number of threads
    assert list(analyse_all(articles, Setup(), jobs=2, on_error=fail)) == alone


@pytest.mark.usefixtures("quick")
def test_another_base(tmp_path: Path) -> None:
    graph = new_graph()
    build(graph, [ARTICLE], Setup(base="https://example.org/kb/"), policy=Policy.VOICE, on_error=fail)
    text = turtle(graph, tmp_path).decode()
    assert BASE not in text
    built = settings(read_graph(tmp_path / "graph.ttl"))
    assert (built.policy, built.base) == (Policy.VOICE, "https://example.org/kb/")
    assert count(graph).statements > 0


@pytest.mark.usefixtures("quick")
def test_a_wire_article_with_a_denied_threat_and_a_repeated_body(gold: Path) -> None:
    graph = made(list(read_articles([gold / "seed.txt"], on_error=fail)))
    nato, russia, ukraine, stoltenberg = (
        str(entity_iri(name)) for name in ("NATO", "Russia", "Ukraine", "Jens Stoltenberg")
    )

    def quotes(subject: str, relation: str, obj: str, *, plain: bool) -> list[Quote]:
        assert ((URIRef(subject), relation_iri(relation), URIRef(obj)) in graph) == plain, (subject, relation, obj)
        return evidence_of(graph, subject, str(relation_iri(relation)), obj)

    assert {quote.speaker for quote in quotes(nato, "supports", ukraine, plain=True)} == {"Jens Stoltenberg"}
    assert "Secretary General" in {quote.role for quote in quotes(stoltenberg, "roleOf", nato, plain=True)}
    assert "2022-02" in {quote.time for quote in quotes(russia, "invades", ukraine, plain=True)}
    threats = {relation_iri(relation) for relation in ("warns", "attacks", "fights")}
    ends = {URIRef(russia), URIRef(nato)}
    assert not [(s, p, o) for s, p, o in graph if p in threats and {s, o} == ends]
    denied = [
        about
        for about, node in graph.subject_objects(PROV.wasDerivedFrom)
        if (node, NEWS.polarity, NEWS.Negative) in graph
    ]
    assert any(
        graph.value(d, RDF.predicate) in threats and {graph.value(d, RDF.subject), graph.value(d, RDF.object)} & ends
        for d in denied
    )
    places = [(about, str(graph.value(node, NEWS.quote))) for about, node in graph.subject_objects(PROV.wasDerivedFrom)]
    assert len(places) == len(set(places)), "the repeated body counts twice"


def test_a_relation_of_ones_own(tmp_path: Path) -> None:
    own = tmp_path / "football.ttl"
    own.write_text(FOOTBALL)
    text = "Striker signs\n\nKylian Mbappé transferred to Real Madrid in 2024. Liverpool signed Alisson Becker."
    graph = new_graph()
    build(graph, [Article(text, "Striker signs", "m.txt")], Setup(ontologies=(own,)), on_error=fail)
    relation = "https://example.org/football#transfersTo"
    found = [(str(s).split("/")[-1], str(o).split("/")[-1]) for s, p, o in graph if str(p) == relation]
    assert ("Kylian_Mbappé", "Real_Madrid") in found


FOOTBALL = """
@prefix football: <https://example.org/football#> .
@prefix frame: <https://w3id.org/newskg/frame#> .
@prefix lexinfo: <http://www.lexinfo.net/ontology/3.0/lexinfo#> .
@prefix news: <https://w3id.org/newskg/ontology#> .
@prefix ontolex: <http://www.w3.org/ns/lemon/ontolex#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix synsem: <http://www.w3.org/ns/lemon/synsem#> .
football:transfersTo a owl:ObjectProperty ; rdfs:label "transfers to"@en ;
    rdfs:domain news:Person ; rdfs:range news:Organization .
football:transfer_v a ontolex:Word ; rdfs:label "transfer"@en ; lexinfo:partOfSpeech lexinfo:verb ;
    ontolex:denotes football:transfersTo ; synsem:synBehavior frame:X_verbs_to_Y .
"""
