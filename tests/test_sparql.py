"""Query files: what they may do, what they are asked with, when they are stopped."""

from __future__ import annotations

import csv
import io
import json
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tents import tents

from kg.errors import GraphError, KGError, QueryError
from kg.formats import open_store
from kg.graph import write_graph, write_store
from kg.sparql import (
    Answer,
    Term,
    check,
    evaluate,
    fill,
    known_queries,
    load_query,
    parse_query,
    read_query,
    readable,
    run_query,
    to_csv,
    to_json,
    to_tsv,
)
from kg.vocabulary import BASE


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph file."""
    graph = tents()
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
    queries = known_queries().values()
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
        ({"about": "Nordmrk"}, "no entity is called 'Nordmrk' in this graph; near: Nordmark"),
        ({"who": "NATO"}, "unknown parameter 'who'; known: about"),
    ],
)
def test_a_wrong_parameter_is_one_clear_line(path: Path, given: dict[str, str], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        run_query(path, "facts", given)


def test_a_missing_parameter_is_one_clear_line(path: Path) -> None:
    with pytest.raises(QueryError, match=r"missing parameter 'about': add --param about=…"):
        run_query(path, "timeline", {})


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
        ("SELECT ?s WHERE {\n ?s ?p }", "line 2, column 8: malformed SPARQL: unexpected '}'"),
        ("SELECT ?s WHERE { ?s foaf:name ?o }", "line 1, column 22: the prefix 'foaf:' is not declared; .*news"),
        ("SELECT ?s WHERE { ?s a ?o ", "line 1, column 26: malformed SPARQL: the query ends too early"),
        ("SELECT ?s WHERE { ?s a ?o FILTER(?s = ) }", "column 39: malformed SPARQL: unexpected '\\)'"),
        ("SELECT (COUNT(?a) AS ?n) ?b { ?a a ?b }", "line 1, column 1: malformed SPARQL: The SELECT contains a var"),
        ("SELEC ?s { ?s ?p ?o }", "line 1, column 1: a query begins with SELECT, .*, not with 'SELEC'"),
        ("  # nothing\n", "the query is empty"),
        ("SELECT * " + "{" * 3000 + "}" * 3000, "line 1, column 75: more than 64 brackets inside each other"),
        ("SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE, which asks another machine"),
        ('SELECT * { ?s ?p "\\u0022 . SERVICE <http://127.0.0.1:9/> { ?s ?p "" } }', "SERVICE, which asks|malformed"),
        ("#+ param: about (thing) what\nSELECT * { ?s ?p ?o }", r":1: write '#\+ param:"),
    ],
)
def test_what_a_query_must_not_do_is_refused(text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as error:
        evaluate(ox.Store(), parse_query(text, "own"), {})
    assert "\n" not in str(error.value)


def test_the_words_of_refused_clauses_may_stand_in_texts(path: Path) -> None:
    query = parse_query('SELECT ?x { BIND("FROM <file:///etc/passwd> SERVICE <http://a.b>" AS ?x) } # LOAD <x>', "own")
    assert len(evaluate(open_store(path), query, {}).rows) == 1


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("SELECT * { ?s a ?c . FILTER(?s != ?c }", 38),
        ("SELECT * { ?s a 'Person }", 26),
        ("SELECT * { ?s a ?c } ORDER BY", 30),
        ("SELECT * { ?s a ?c } LIMIT x", 28),
        ("PREFIX x: <http://x/> SELECT * { ?s x:y }", 41),
        ("ASK { ?a ?b ?c . } }", 20),
    ],
)
def test_an_error_is_placed_in_the_users_own_text(text: str, column: int) -> None:
    for before in ("", "\n\n# {\n"):
        lines = before.count("\n") + 1
        with pytest.raises(QueryError, match=f"own: line {lines}, column {column}: malformed SPARQL"):
            check(parse_query(before + text, "own"))


@given(st.text(st.sampled_from("SELECT?s{}<>'\"# \\u0053.:a(@\n"), max_size=60))
@settings(deadline=None)
def test_any_text_is_a_query_or_one_clear_line(text: str) -> None:
    try:
        check(parse_query(text, "own"))
    except QueryError as error:
        assert "\n" not in str(error).replace(text, "")


def test_usual_prefixes_need_not_be_declared(path: Path) -> None:
    store = open_store(path)
    text = "SELECT ?name { ?p a news:Person ; rdfs:label ?name }"
    assert [row[0].value for row in evaluate(store, parse_query(text, "own"), {}).rows if row[0]] == ["Ada Berg"]
    own = "PREFIX news: <https://example.org/> ASK { ?p a news:Person }"
    assert evaluate(store, parse_query(own, "own"), {}).truth is False, "a declaration of one's own counts"


def test_parameters_stand_at_the_beginning_of_the_pattern(path: Path) -> None:
    text = """#+ param: kind (text) which
    CONSTRUCT { ?s rdfs:label ?kind } WHERE {
      ?s a news:Person .
      ?s rdfs:label ?nothing . FILTER(false)  #+ if: kind
    }"""
    query = parse_query(text, "own")
    assert ' VALUES (?kind) { ("a\\"b }") }' in fill(query, {"kind": ox.Literal('a"b }')})
    assert "WHERE { VALUES (?kind)" in fill(query, {"kind": ox.Literal("x")})
    assert "#+ if" not in fill(query, {})
    store = open_store(path)
    hidden = parse_query(
        "#+ param: x (text) hidden, required\nSELECT ?s { ?s skos:altLabel ?y FILTER(STR(?y) = ?x) }", "own"
    )
    assert len(evaluate(store, hidden, {"x": "the kingdom"}).rows) == 2, "an entity and a mention"


def test_a_query_that_runs_too_long_is_stopped(path: Path, tmp_path: Path) -> None:
    query = own(tmp_path, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }")
    start = time.monotonic()
    with pytest.raises(QueryError, match=r"stopped after 0\.3 seconds"):
        run_query(path, query, {}, timeout=0.3)
    assert time.monotonic() - start < 20


@pytest.mark.parametrize(
    ("pattern", "timeout", "words"),
    [
        ("?s ?p ?o FILTER(" + "!" * 30000 + "true)", 60, "too long, nested too deeply"),
        ("?s ?p ?o . " * 300, 0.5, "stopped after"),
    ],
)
def test_what_only_the_parser_takes_without_end_is_one_line(
    path: Path, tmp_path: Path, pattern: str, timeout: float, words: str
) -> None:
    with pytest.raises(QueryError, match=words):
        run_query(path, own(tmp_path, f"SELECT * {{ {pattern} }}"), {}, timeout=timeout)


def test_columns_and_rows_have_a_stable_order(path: Path) -> None:
    query = parse_query("SELECT * { ?subject a ?class . ?subject ?by ?other }", "own")
    answer = evaluate(open_store(path), query, {})
    assert answer.columns == tuple(sorted(answer.columns))
    assert list(answer.rows) == sorted(answer.rows, key=str)


def test_ask_and_construct(path: Path, tmp_path: Path) -> None:
    assert run_query(path, own(tmp_path, "ASK { ?s ?p ?o }"), {}).truth is True
    built = run_query(path, own(tmp_path, "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c }"), {})
    assert built.turtle is not None
    assert "news/ontology" not in built.turtle
    assert built.turtle.count(" a ") >= 8
    assert set(ox.parse(built.turtle.encode(), format=ox.RdfFormat.TURTLE)), "it can be read again"
    assert "@prefix void" not in built.turtle.replace("void:Dataset", "") or "void:Dataset" in built.turtle


@pytest.mark.parametrize(("value", "count"), [("2024-05-06", 1), ("2024-05-07", 0), ("2025", 0)])
def test_a_date_is_a_date(path: Path, value: str, count: int) -> None:
    articles, store = load_query("articles"), open_store(path)
    assert len(evaluate(store, articles, {"since": value}).rows) == count
    for wrong in ("yesterday", "2024-13-01", "2024-02-32", "2024-00"):
        with pytest.raises(KGError, match="is not a date such as"):
            evaluate(store, articles, {"since": wrong})


def test_parameters_of_every_form_of_query(path: Path, tmp_path: Path) -> None:
    about = "#+ param: about (entity) whom\n"
    described = run_query(path, own(tmp_path, f"{about}DESCRIBE ?about"), {"about": "Nordmark"})
    assert described.turtle is not None and "Nordmark" in described.turtle
    assert run_query(path, own(tmp_path, f"{about}DESCRIBE ?about LIMIT 9"), {"about": "Nordmark"}).turtle
    in_full = f"{about}CONSTRUCT {{ ?about ?p ?o }} WHERE {{ ?about ?p ?o }}"
    assert "Nordmark" in (run_query(path, own(tmp_path, in_full), {"about": "Nordmark"}).turtle or "")
    with pytest.raises(KGError, match="in full: its short form takes no parameters"):
        run_query(path, own(tmp_path, f"{about}CONSTRUCT WHERE {{ ?about ?p ?o }}"), {"about": "Nordmark"})


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
    again = ox.parse_query_results(to_json(answer).encode(), format=ox.QueryResultsFormat.JSON)
    assert isinstance(again, ox.QuerySolutions)
    assert [row["name"] for row in again] == [ox.Literal('a "b"', language="en"), None]
    assert to_tsv(answer) == '?name\t?node\n"a \\"b\\""@en\t<http://a/b>\n\t\n'
    assert json.loads(to_json(Answer(truth=False))) == {"head": {}, "boolean": False}
    assert readable(answer) == (["name"], [['a "b"'], [""]])
    assert readable(Answer(("node",), ((Term("uri", "http://a/b"),),))) == (["node"], [["http://a/b"]])


def test_a_query_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "own.rq"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(QueryError, match="cannot be read"):
        read_query(path)
