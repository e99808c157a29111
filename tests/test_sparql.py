"""Query files: what they may do, what they are asked with, when they are stopped."""

from __future__ import annotations

import csv
import io
import json
import time
from pathlib import Path

import pytest
from strategies import ONTOLOGY
from test_graph import linked

from kg.errors import GraphError, KGError, QueryError
from kg.graph import add, derive, new_graph, write_graph, write_store
from kg.sparql import Answer, Term, check, list_queries, load_query, read_query, readable, run_query, to_csv, to_json
from kg.vocabulary import BASE


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph file."""
    graph = new_graph()
    add(graph, linked())
    derive(graph, ONTOLOGY)
    found = tmp_path_factory.mktemp("graph") / "graph.ttl"
    write_graph(graph, found, base=BASE)
    write_store(graph, found.parent / "store")
    return found


def own(folder: Path, text: str) -> str:
    """The path of a query file of one's own."""
    found = folder / "own.rq"
    found.write_text(text)
    return str(found)


def test_every_packaged_query_says_what_it_answers_and_may_run() -> None:
    queries = list_queries()
    assert len(queries) >= 8
    for query in queries:
        assert query.summary, query.name
        assert all(parameter.description for parameter in query.parameters), query.name
        check(query)


def test_a_query_is_asked_with_names(path: Path) -> None:
    answer = run_query(path, "facts", {"about": "nordmark"})
    _, rows = readable(answer)
    assert ["Nordmark", "aids", "Suderland"] in [row[:3] for row in rows]
    assert "about" not in answer.columns


def test_a_store_directory_answers_as_its_file_does(path: Path) -> None:
    assert run_query(path.parent / "store", "roles", {}) == run_query(path, "roles", {})


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, r"missing parameter 'about': add --param about=…"),
        ({"about": "Nordmrk"}, "no entity is called 'Nordmrk' in this graph; near: Nordmark"),
        ({"who": "NATO"}, "unknown parameter 'who'; known: about"),
    ],
)
def test_a_wrong_parameter_is_one_clear_line(path: Path, given: dict[str, str], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        run_query(path, "facts", given)


def test_an_unknown_query_lists_the_known_ones() -> None:
    with pytest.raises(QueryError, match=r"unknown query 'rolls'; known: .*roles.*; or give a file that ends in \.rq"):
        load_query("rolls")
    with pytest.raises(QueryError, match="no such query file"):
        load_query("missing.rq")


def test_a_graph_that_cannot_be_read_is_a_graph_error(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="no such file"):
        run_query(tmp_path / "missing.ttl", "roles", {})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT ?s FROM <file:///etc/passwd> WHERE { ?s ?p ?o }", "FROM, which reads other data, is refused"),
        ("SELECT ?s FROM NAMED <http://127.0.0.1:9/> WHERE { ?s ?p ?o }", "FROM, which reads other data, is refused"),
        ("SELECT ?s WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE, which asks another machine"),
        (
            "ASK { ?s ?p ?o FILTER NOT EXISTS { { SELECT ?s { SERVICE SILENT ?x { ?s ?p ?o } } } } }",
            "SERVICE, which asks another machine",
        ),
        ("LOAD <http://127.0.0.1:9/>", "updates .* are refused"),
        ("INSERT DATA { <a:b> <a:b> <a:b> }", "updates .* are refused"),
        ("DROP ALL", "updates .* are refused"),
        ("SELECT ?s WHERE {\n ?s ?p }", "line 2: malformed SPARQL"),
        ("SELECT ?s WHERE { ?s foaf:name ?o }", "malformed SPARQL"),
        ("#+ param: about (thing) what\nSELECT * { ?s ?p ?o }", r":1: write '#\+ param:"),
        ("#+ param: day (date) when\nSELECT ?day { ?s ?p ?o FILTER(BOUND(?day)) }", "with COALESCE, not with BOUND"),
        ("#+ param: x (text) hidden, required\nSELECT ?s { ?s ?p ?x }", r"\?x"),
    ],
)
def test_what_a_query_must_not_do_is_refused(path: Path, tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        run_query(path, own(tmp_path, text), {"x": "1"} if "hidden" in text else {})


def test_the_words_of_refused_clauses_may_stand_in_texts(path: Path, tmp_path: Path) -> None:
    query = own(tmp_path, 'SELECT ?x { BIND("FROM <file:///etc/passwd> SERVICE <http://a.b>" AS ?x) } # LOAD <x>')
    assert len(run_query(path, query, {}).rows) == 1


def test_a_query_that_runs_too_long_is_stopped(path: Path, tmp_path: Path) -> None:
    query = own(tmp_path, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }")
    start = time.monotonic()
    with pytest.raises(QueryError, match=r"stopped after 0\.3 seconds"):
        run_query(path, query, {}, timeout=0.3)
    assert time.monotonic() - start < 20


def test_columns_and_rows_have_a_stable_order(path: Path, tmp_path: Path) -> None:
    answer = run_query(path, own(tmp_path, "SELECT * { ?subject a ?class . ?subject ?by ?other }"), {})
    assert answer.columns == tuple(sorted(answer.columns))
    assert list(answer.rows) == sorted(answer.rows, key=str)


def test_ask_and_construct(path: Path, tmp_path: Path) -> None:
    assert run_query(path, own(tmp_path, "ASK { ?s ?p ?o }"), {}).truth is True
    built = run_query(path, own(tmp_path, "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c }"), {})
    assert built.turtle is not None
    assert "news/ontology" not in built.turtle
    assert built.turtle.count(" a ") >= 8


@pytest.mark.parametrize(("value", "count"), [("2024-05-06", 1), ("2024-05-07", 0), ("2025", 0)])
def test_a_date_is_a_date(path: Path, value: str, count: int) -> None:
    assert len(run_query(path, "articles", {"since": value}).rows) == count
    with pytest.raises(KGError, match="is not a date such as"):
        run_query(path, "articles", {"since": "yesterday"})


def test_answers_as_text() -> None:
    answer = Answer(("name", "node"), ((Term("literal", 'a "b"', "en"), Term("uri", "http://a/b")), (None, None)))
    assert list(csv.reader(io.StringIO(to_csv(answer)))) == [["name", "node"], ['a "b"', "http://a/b"], ["", ""]]
    assert json.loads(to_json(answer)) == {
        "head": {"vars": ["name", "node"]},
        "results": {
            "bindings": [
                {
                    "name": {"type": "literal", "value": 'a "b"', "xml:lang": "en"},
                    "node": {"type": "uri", "value": "http://a/b"},
                },
                {},
            ]
        },
    }
    assert json.loads(to_json(Answer(truth=False))) == {"head": {}, "boolean": False}
    assert readable(answer) == (["name"], [['a "b"'], [""]])
    assert readable(Answer(("node",), ((Term("uri", "http://a/b"),),))) == (["node"], [["http://a/b"]])


def test_a_query_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "own.rq"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(QueryError, match="cannot be read"):
        read_query(path)
