"""What is done for questions of the whole graph gives the rows that the engine alone gives, in its order."""

from __future__ import annotations

import networkx as nx
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cli import tables
from kg.sparql import Term, bindings, evaluate, fill, load_query
from kg.sparql.evaluation import Key, sort_rows, without_order
from kg.sparql.networks import SEED, betweenness
from kg.vocabulary import prefixes
from tests.test_queries import MORE, NAMES

WHOLE = [n for n in NAMES if not (q := load_query(n)).compute and not any(p.required for p in q.parameters)]
OWL = "http://www.w3.org/2002/07/owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=20)
NUMBERS = st.integers(-9, 99)
VALUES = st.tuples(st.none() | WORDS, st.none() | NUMBERS, st.integers(0, 3))
ORDERS = st.lists(st.builds(Key, st.sampled_from("abc"), st.booleans()), min_size=1, max_size=4)


@pytest.mark.parametrize("name", WHOLE)
def test_tables_and_order_change_no_row(name: str) -> None:
    store = ox.Store()
    store.load(MORE.encode(), ox.RdfFormat.TURTLE)
    for quad in list(store.quads_for_pattern(None, ox.NamedNode(RDF + "predicate"), None)):  # as every graph says
        store.add(ox.Quad(quad.object, ox.NamedNode(RDF + "type"), ox.NamedNode(OWL + "ObjectProperty")))
    query = load_query(name)
    text = fill(query, bindings(query, {}, store))
    found = store.query(text, prefixes=prefixes())
    assert isinstance(found, ox.QuerySolutions)
    answer = evaluate(store, query, {})
    shown = [v.value for v in found.variables if v.value in answer.columns]
    alone = [[None if row[column] is None else row[column].value for column in shown] for row in found]
    assert [[cell and cell.value for cell in row] for row in answer.rows] == alone
    assert list(answer.columns) == shown


@given(st.lists(VALUES, max_size=12), ORDERS)
def test_rows_are_sorted_as_the_engine_sorts_them(
    values: list[tuple[str | None, int | None, int]], by: list[Key]
) -> None:
    keys = [*by, Key("a", False), Key("b", False), Key("c", False)]
    clause = " ".join(f"DESC(?{key.column})" if key.descending else f"?{key.column}" for key in keys)
    rows = [(_text(a), _number(b), _number(c)) for a, b, c in values]
    terms = "".join(f"({' '.join('UNDEF' if cell is None else _written(cell) for cell in row)})" for row in rows)
    text = f"SELECT ?a ?b ?c WHERE {{ VALUES (?a ?b ?c) {{ {terms} }} }}\nORDER BY {clause}\n"
    assert without_order(text) == (text[: text.index("\nORDER")], keys)
    assert sort_rows(rows, "abc", keys)
    found = ox.Store().query(text)
    assert isinstance(found, ox.QuerySolutions)
    assert [[cell and cell.value for cell in row] for row in rows] == [[c and c.value for c in row] for row in found]


def test_what_only_an_engine_can_sort_is_left_to_it() -> None:
    kept = "SELECT (MAX(?x) AS ?most) WHERE { ?x ?y ?z } GROUP BY ?x\nORDER BY ?x"
    assert without_order(kept) == (kept, [])
    limited = "SELECT ?x WHERE { ?x ?y ?z }\nORDER BY ?x\nLIMIT 2"
    assert without_order(limited) == (limited, [])
    mixed = [(_text("2"),), (_number(1),)]
    assert not sort_rows(list(mixed), ["a"], [Key("a", False)])
    assert not sort_rows([(Term("literal", "1", "", f"{XSD}double"),)], ["a"], [Key("a", False)])


@given(st.integers(0, 14), st.sets(st.tuples(st.integers(0, 13), st.integers(0, 13)), max_size=30), st.integers(2, 20))
def test_betweenness_is_that_of_networkx(nodes: int, pairs: set[tuple[int, int]], pivots: int) -> None:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(map(str, range(nodes)))
    graph.add_edges_from((str(one), str(two)) for one, two in sorted(pairs) if one != two and max(one, two) < nodes)
    other = nx.betweenness_centrality(graph, k=pivots if pivots < nodes else None, seed=SEED)
    assert betweenness(graph, pivots) == pytest.approx(other)


@given(st.lists(st.tuples(WORDS, WORDS, st.text("ab \t\n", max_size=400)), min_size=1, max_size=6))
def test_tables_are_those_of_rich(rows: list[tuple[str, str, str]]) -> None:
    columns, cells = ["one", "the_other", "third"], [list(row) for row in rows]
    drawn = tables.table(columns, cells)
    assert drawn == tables._drawn(columns, [[tables._shortened(cell) for cell in row] for row in cells])


def _text(value: str | None) -> Term | None:
    return None if value is None else Term("literal", value)


def _number(value: int | None) -> Term | None:
    return None if value is None else Term("literal", str(value), "", f"{XSD}integer")


def _written(term: Term) -> str:
    return str(ox.Literal(term.value, datatype=ox.NamedNode(term.datatype) if term.datatype else None))
