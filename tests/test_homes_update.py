"""A store that is changed article by article holds what a graph built from scratch holds: without files, with limits so
low that a few articles do what otherwise takes thousands."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pyoxigraph as ox
import pytest
from homes import built, examples, lines, made_up_decisions
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import linked_article
from strategies import ONTOLOGY

from kg.decisions import NONE, Decisions
from kg.errors import DecisionError
from kg.graph import Settings, add, count, count_store, from_quads, remove
from kg.graph.files import to_triples
from kg.homes import Plan, index
from kg.homes.index import DEFAULT
from kg.homes.update import How, base_of, update
from kg.linking import clusters, parts, profiles, resolution
from kg.model import LinkedArticle, Policy
from kg.vocabulary import BASE, article_iri


@pytest.fixture(scope="module", autouse=True)
def small_limits() -> Iterator[None]:
    """Let a few articles make things common, blocks and surnames too large, and parts of signatures crowded."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (profiles, index):
            patch.setattr(module, "commonness_limit", lambda articles: max(1, 3 * articles // 10))
        for module in (profiles, clusters, parts):
            patch.setattr(module, "ARTICLES_COMPARED", 2)
        patch.setattr(index, "OFTEN", 1)
        patch.setattr(resolution, "LARGEST_BLOCK", 3)
        patch.setattr(resolution, "NEIGHBOURS", 1)
        patch.setattr("kg.graph.duplicates.WINDOW", 2)
        patch.setattr("kg.homes.duplicates.WINDOW", 2)
        yield


def changed(store: ox.Store, node: str, linked: LinkedArticle | None) -> set[ox.Triple]:
    """The base of an article with a publication more, or without any."""
    graph = from_quads(base_of(store, node))
    if linked is None:
        remove(graph, article_iri(node.rpartition("/")[2]))
    else:
        add(graph, linked)
    return to_triples(graph)


def run(seed: int, changes: int, at_once: int, how: Settings, *, decided: bool) -> None:
    """Change a store some times, and compare it with a build of what is left each time."""
    rng, store, left = random.Random(seed), ox.Store(), dict[str, list[LinkedArticle]]()
    pool = [linked_article(rng) for _ in range(changes * at_once)]
    decisions: Decisions = made_up_decisions(rng, pool[: 2 * at_once]) if decided else NONE
    plan = Plan(how, ONTOLOGY, decisions=decisions)
    derived = How(ONTOLOGY, replace(how, decisions=len(decisions)), decisions)
    for _ in range(changes):
        bases = dict[str, set[ox.Triple]]()
        for _ in range(rng.randint(1, at_once)):
            gone = rng.choice(sorted(left)) if left and rng.random() < 0.35 else None
            linked = None if gone else pool.pop()
            node = gone or str(article_iri(linked.article.sha256))  # type: ignore[union-attr]
            if node in bases:
                continue
            bases[node] = changed(store, node, linked)
            if linked is None:
                del left[node]
            else:
                left.setdefault(node, []).append(linked)
        try:
            wanted, vanished = built((linked for several in left.values() for linked in several), plan)
        except DecisionError:
            with pytest.raises(DecisionError):
                update(store, bases, derived)
            return
        assert update(store, bases, derived) == vanished
        assert lines(graph := from_quads(store.quads_for_pattern(None, None, None, DEFAULT))) == wanted
        assert count_store(store) == count(graph)  # of which the store keeps some numbers
    for node in left:
        update(store, {node: set()}, derived)
    assert {graph.value for graph in store.named_graphs()} <= {index.GRAPH.value}
    assert {quad.subject.value for quad in store.quads_for_pattern(None, None, None, index.GRAPH)} <= {BASE}


@settings(max_examples=examples(40, often=10), deadline=None)
@given(
    st.integers(0, 10**9),
    st.integers(1, 7),
    st.integers(1, 4),
    st.sampled_from(list(Policy)),
    st.sampled_from((0.0, 0.7, 0.95)),
    st.booleans(),
)
def test_any_changes_give_what_a_build_from_scratch_gives(
    seed: int, changes: int, at_once: int, policy: Policy, plain: float, decided: bool
) -> None:
    run(seed, changes, at_once, Settings(policy, plain, BASE), decided=decided)
