"""The files and stores of a graph: written whole or not at all, and read again."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph
from tents import TEXT, linked, tents

from kg.errors import GraphError
from kg.graph import EXPORTS, add, check_writable, count, new_graph, read_graph, write_graph, write_store
from kg.model import Article, Entity
from kg.vocabulary import BASE


@pytest.fixture
def graph() -> Graph:
    return tents()


@pytest.mark.parametrize(
    "broken",
    [
        {"entities": ()},
        {"article": Article(TEXT + "\x00", "t")},
        {"article": Article(TEXT, "lone \ud800 surrogate")},
        {"article": Article(TEXT, "t", url="no scheme")},
        {"entities": (Entity("https://example.org/a b", "n", "Person"),), "statements": ()},
    ],
)
def test_what_no_file_could_hold_is_refused_whole(broken: dict[str, object]) -> None:
    graph = new_graph()
    if "article" in broken and "\x00" in broken["article"].text:  # type: ignore[attr-defined]
        aid = linked().statements[0]
        whole = replace(aid.evidence, end=len(TEXT) + 1, quote=TEXT[aid.evidence.start :] + "\x00")
        broken["statements"] = (replace(aid, evidence=whole),)
    with pytest.raises(GraphError):
        add(graph, replace(linked(), **broken))  # type: ignore[arg-type]
    assert not len(graph)


@pytest.mark.parametrize("suffix", [".ttl", ".trig", ".nt", ".nq", ".jsonld", ".ttl.gz", ".jsonld.gz"])
def test_every_format_keeps_every_triple_and_its_bytes(graph: Graph, tmp_path: Path, suffix: str) -> None:
    first, second = tmp_path / f"a{suffix}", tmp_path / f"b{suffix}"
    write_graph(graph, first, base=BASE)
    again = read_graph(first)
    assert set(again) == set(graph)
    write_graph(again, second, base=BASE)
    assert first.read_bytes() == second.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == [first.name, second.name]


def test_turtle_is_the_same_in_every_process(graph: Graph, tmp_path: Path) -> None:
    path = tmp_path / "graph.nt"
    write_graph(graph, path, base=BASE)
    script = (
        "import sys; from pathlib import Path; from kg.graph import *; from kg.graph import export\n"
        "g = read_graph(Path(sys.argv[1]))\n"
        "for f in EXPORTS: export(g, Path(sys.argv[2] + f), f, base='https://w3id.org/newskg/id/')"
    )
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[1])}
        subprocess.run([sys.executable, "-c", script, path, tmp_path / seed], env=environment, check=True)
    for name in EXPORTS:
        assert (tmp_path / f"1{name}").read_bytes() == (tmp_path / f"2{name}").read_bytes(), name


def test_a_store_directory_is_read_and_replaced(graph: Graph, tmp_path: Path) -> None:
    store = tmp_path / "store"
    write_store(graph, store)
    assert len(read_graph(store)) == len(graph)
    assert count(read_graph(store)) == count(graph)
    write_store(new_graph(), store)
    assert len(read_graph(store)) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_a_folder_that_is_no_store_is_left_alone(graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("mine")
    with pytest.raises(GraphError, match="left as it is"):
        write_store(graph, tmp_path)
    with pytest.raises(GraphError, match="not a graph store"):
        read_graph(tmp_path)
    assert (tmp_path / "precious.txt").read_text() == "mine"


def test_a_failed_write_leaves_the_old_file(graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text("old")

    def fail(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kg.graph.files.ox.serialize", fail)
    with pytest.raises(KeyboardInterrupt):
        write_graph(graph, path, base=BASE)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_store_that_cannot_be_replaced_stays(graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "store"
    write_store(graph, store)

    def fail(old: Path, new: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kg.generations.rename", fail)
    with pytest.raises(KeyboardInterrupt):
        write_store(new_graph(), store)
    assert len(read_graph(store)) == len(graph)
    assert list(tmp_path.iterdir()) == [store]


def test_named_graphs_are_read_as_one(tmp_path: Path) -> None:
    path = tmp_path / "graph.nq"
    path.write_text('<http://a/s> <http://a/p> "1" <http://a/g> .\n<http://a/s> <http://a/p> "2" .\n')
    assert len(read_graph(path)) == 2


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("graph.ttl", b"@prefix a: <http://b/> .\na:b a:c a:d .\n a:e a:f .\n", r"graph\.ttl:3: malformed Turtle"),
        ("graph.nt", b"<http://a/b> nonsense\n", r"graph\.nt:1: malformed N-Triples"),
        ("graph.ttl.gz", b"not compressed", "cannot be read"),
        ("graph.ttl.gz", gzip.compress(b"<http://a/b> <http://a/b> 1 .", mtime=0)[:-9], "cannot be read"),
        ("graph.xml", b"", "unknown graph format '.xml'; known: .ttl, .trig"),
    ],
)
def test_a_bad_file_is_one_clear_line(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(GraphError, match=message):
        read_graph(path)


def test_what_cannot_be_written_is_known_before(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="there is no folder"):
        check_writable(tmp_path / "nowhere" / "graph.ttl")
    with pytest.raises(GraphError, match="is a directory"):
        check_writable(tmp_path)


def test_a_file_of_rdflib_reads_what_was_written(graph: Graph, tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    write_graph(graph, path, base=BASE)
    assert set(Graph().parse(path)) == set(graph)
    assert len(list(ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE))) == len(graph)
