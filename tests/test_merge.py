"""Merging graphs gives what one build of all their articles gives."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph
from strategies import ONTOLOGY, articles, built, corpora
from tents import linked
from test_laws import reread, turtle

from kg.errors import GraphError
from kg.graph import derive, known_entities, merge
from kg.linking import resolve
from kg.model import LinkedArticle, Policy
from kg.settling import settle

ONE_TEXT = articles().map(lambda article: [LinkedArticle(article)])


def settled(graph: Graph) -> Graph:
    """A graph whose entities of different articles are found to be one, as a build does it."""
    derive(graph, ONTOLOGY, same=resolve(known_entities(graph)))
    return graph


@settings(max_examples=12, deadline=None)
@given(corpora, st.randoms(use_true_random=False))
def test_in_any_order_and_with_articles_that_both_hold(corpus: list[LinkedArticle], chance: random.Random) -> None:
    shuffled = chance.sample(corpus, len(corpus))
    cut = chance.randint(0, len(corpus))
    shared = chance.sample(corpus, chance.randint(0, len(corpus)))
    parts = [reread(settled(built(part))) for part in (shuffled[:cut], shuffled[cut:] + shared, shared)]
    merged, ontology, found = merge([(str(number), part) for number, part in enumerate(parts)])
    settle(merged, ontology, built=found)
    assert turtle(merged) == turtle(settled(built(corpus)))


def test_one_text_of_two_papers_has_two_publications() -> None:
    here, there = linked(publisher="Wire", date="2024-05-06"), linked(publisher="Herald", date="2024-05-07")
    merged, ontology, found = merge([("a", built([there])), ("b", built([here]))])
    settle(merged, ontology, built=found)
    assert turtle(merged) == turtle(settled(built([here, there])))


def test_graphs_that_were_built_otherwise_are_not_merged() -> None:
    one, other = built([linked()]), built([linked()], Policy.VOICE)
    with pytest.raises(GraphError, match=r"a\.ttl has the policy standing, b\.ttl has voice: build one of them again"):
        merge([("a.ttl", one), ("b.ttl", other)])
