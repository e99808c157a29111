"""Parts and counts of a graph in a store are those of the graph itself."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph
from strategies import built

from benchmarks.generated import linked_articles
from kg.graph import count, count_store, counts_of, from_quads, new_graph, write_graph, write_store
from kg.graph.files import ntriples
from kg.lookup import entity_names, find_entity
from kg.sparql.surroundings import surroundings
from kg.view.picture import picture
from kg.vocabulary import BASE


@pytest.fixture(scope="module")
def graph() -> Graph:
    """A graph of six articles."""
    return built(linked_articles(6, statements=8, entities=50))


@pytest.fixture(scope="module")
def store(graph: Graph) -> ox.Store:
    """The same in a store."""
    found = ox.Store()
    found.load(io.BytesIO(ntriples(graph)), ox.RdfFormat.N_TRIPLES)
    return found


def test_a_store_is_counted_as_its_graph(graph: Graph, store: ox.Store) -> None:
    assert count_store(store) == count(graph)
    assert count_store(ox.Store()) == count(new_graph())
    beside = ox.Store()
    beside.extend([*store, ox.Quad(*[ox.NamedNode("x:x")] * 4)])
    assert count_store(beside) == count(graph), "what a store keeps for itself does not count"


def test_the_counts_of_a_store_are_kept_until_it_changes(graph: Graph, tmp_path: Path) -> None:
    write_graph(graph, tmp_path / "graph.nt", base=BASE)
    write_store(graph, tmp_path / "store")
    assert counts_of(tmp_path / "graph.nt") == counts_of(tmp_path / "store") == count(graph)
    kept = tmp_path / "store" / "counts.json"
    kept.write_text(kept.read_text().replace('"articles": 6', '"articles": 7'))
    assert counts_of(tmp_path / "store").articles == 7, "kept"
    for text in ("{", kept.read_text().replace('"of": "', '"of": "older '), "[]"):
        kept.write_text(text)
        assert counts_of(tmp_path / "store").articles == 6, "counted anew"
    write_store(new_graph(), tmp_path / "store")
    assert counts_of(tmp_path / "store").articles == 0


@pytest.mark.parametrize("hops", [1, 2])
def test_a_picture_of_the_surroundings_is_that_of_the_whole(graph: Graph, store: ox.Store, hops: int) -> None:
    for name in sorted(entity_names(graph), key=lambda name: name.iri)[::5]:
        part = from_quads(surroundings(store, name.iri, hops=hops).triples)
        assert set(part) <= set(graph)
        assert picture(part, about=name.iri, hops=hops) == picture(graph, about=name.iri, hops=hops)


def test_of_many_those_are_kept_that_share_most(graph: Graph, store: ox.Store) -> None:
    links = picture(graph).links
    ends = Counter(end for link in links for end in (link.source, link.target))
    (hub, _), *_ = ends.most_common()
    shared = Counter(end for link in links for end in {link.source, link.target} if hub in (link.source, link.target))
    kept = picture(from_quads(surroundings(store, hub, hops=1, most=4).triples), about=hub).links
    near = {end for link in kept for end in (link.source, link.target)} - {hub}
    assert len(near) == 3
    assert min(shared[one] for one in near) >= max(shared[one] for one in shared.keys() - near - {hub})


def test_of_many_statements_those_of_the_entity_itself_are_kept(graph: Graph, store: ox.Store) -> None:
    links = picture(graph).links
    ends = Counter(end for link in links for end in (link.source, link.target))
    (hub, _), *_ = ends.most_common()
    whole = surroundings(store, hub, hops=1)
    own = sum(hub in (link.source, link.target) for link in links)
    assert whole.complete
    assert not whole.left_out
    assert own < whole.statements
    for most in range(1, whole.statements + 1):
        part = surroundings(store, hub, hops=1, statements=most)
        shown = picture(from_quads(part.triples), about=hub)
        assert part.statements == most
        assert part.complete == (most == whole.statements)
        assert part.entities + part.left_out == whole.entities
        assert set(part.triples) <= set(whole.triples)
        assert sum(hub in (link.source, link.target) for link in shown.links) == min(most, len(shown.links), own)


def test_a_name_is_found_without_reading_all(graph: Graph) -> None:
    for name in entity_names(graph):
        if name.main:
            assert find_entity(graph, name.text) == find_entity(graph, name.iri) == name.iri
