"""What is computed of the edges that a query selects."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from asked import MORE

from kg.errors import QueryError
from kg.sparql import Query, evaluate, load_query, parse_query


@pytest.fixture(scope="module")
def store() -> ox.Store:
    found = ox.Store()
    found.load(MORE.encode(), ox.RdfFormat.TURTLE)
    return found


def computed(store: ox.Store, query: str | Query, **given: str) -> list[tuple[str, ...]]:
    """What is computed of a query's edges."""
    answer = evaluate(store, load_query(query) if isinstance(query, str) else query, given)
    return [tuple(term.value if term else "" for term in row) for row in answer.rows]


def test_central(store: ox.Store) -> None:
    rows = computed(store, "central")
    assert [(row[0], row[3]) for row in rows[:2]] == [("Alliance", "4"), ("Klow", "3")]
    assert abs(sum(float(row[1]) for row in rows) - 1) < 1e-4, "the ranks of all are one"
    assert float(rows[0][2]) == max(float(row[2]) for row in rows), "most shortest paths lead through the Alliance"


def test_communities_and_their_members(store: ox.Store) -> None:
    rows, members = computed(store, "communities"), computed(store, "members")
    assert sum(int(row[1]) for row in rows) == len(members) == 10
    for number, size, _, best in rows:
        of_it = [row[1] for row in members if row[0] == number]
        assert len(of_it) == int(size)
        assert best.split(", ") == of_it[:10]
    assert {row[0] for row in members if row[1] in ("Eve Gray", "Fay Hood", "Klow")} == {
        row[0] for row in members if row[1] == "Klow"
    }


def test_shortest_paths(store: ox.Store) -> None:
    given = {"from": "Eve Gray", "to": "Ben Hale"}
    assert computed(store, "shortest-paths", **given) == [
        ("4", "Eve Gray roleOf Klow; Klow locatedIn Borduria; Alliance aids Borduria; Ben Hale roleOf Alliance")
    ]
    assert computed(store, "shortest-paths", **{"from": "Eve Gray", "to": "Lone Isle"}) == []


def test_a_query_of_ones_own_can_be_computed(store: ox.Store) -> None:
    text = """#+ compute: members
    SELECT ?source ?target ?weight { VALUES (?source ?target ?weight) { (news:a news:b 2) (news:b news:c 0.5) } }"""
    assert [row[1] for row in computed(store, parse_query(text, "own"))] == ["b", "a", "c"]
    with pytest.raises(QueryError, match="needs the columns"):
        computed(store, parse_query("#+ compute: members\nSELECT ?a { ?a a ?b }", "own"))
    with pytest.raises(QueryError, match=r"own:1: unknown computation 'magic'; known: centrality"):
        parse_query("#+ compute: magic\nSELECT ?a { ?a a ?b }", "own")
