"""The generator of graphs for benchmarks gives what the program itself would make of its articles."""

from __future__ import annotations

from itertools import islice

from benchmarks.generated import linked_articles, ntriples
from kg.graph import add, derive, new_graph, violations
from kg.graph.files import sorted_ntriples
from kg.model import Policy
from kg.pipeline import Setup, relations


def test_its_triples_are_those_of_the_program() -> None:
    articles = list(linked_articles(12, entities=60))
    graph = new_graph()
    for linked in articles:
        add(graph, linked)
    derive(graph, relations(Setup()), policy=Policy.VOICE)
    lines = {line for part in ntriples(articles) for line in part.splitlines()}
    assert lines == {line.decode() for line in sorted_ntriples(graph)}
    assert violations(graph) == []


def test_it_gives_the_same_every_time_and_more_of_the_same() -> None:
    assert list(linked_articles(5, entities=90)) == list(islice(linked_articles(9, entities=90), 5))
    assert next(linked_articles(1, seed=8)) != next(linked_articles(1))
