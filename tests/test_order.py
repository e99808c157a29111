"""The order of a graph's lines, of which few fit into memory."""

from __future__ import annotations

import gzip
import tempfile
from functools import partial
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import built, corpora

from kg.graph import export, files, from_quads, order, read_graph, write_store
from kg.graph.order import Order
from kg.model import LinkedArticle
from kg.vocabulary import BASE, prefixes

FEW = 7
"""Lines of a block."""
FORMATS = {
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
}
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
DECIMAL = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")

iris = st.sampled_from([TYPE, *(f"https://example.org/{name}" for name in ("a", "ab", "a/b", "é"))]).map(ox.NamedNode)
literals = st.one_of(
    st.text(st.sampled_from('a"\\>< \n\r\t\x00\u0085\u2028é中.'), max_size=6).map(ox.Literal),
    st.sampled_from(("1", "1.0", "-20", "0.93", "1!", "1#")).map(lambda n: ox.Literal(n, datatype=DECIMAL)),
    st.sampled_from((f"> <{TYPE}> ", "1!", "1#", "10")).map(ox.Literal),
)
triples = st.sets(st.builds(ox.Triple, iris, iris, st.one_of(iris, literals)), max_size=40)


def ordered(text: bytes) -> list[bytes]:
    """The lines of a graph in order, all in memory."""
    lines = [order.WHOLE.sub(rb'"\1.0"\2', line) for line in text.split(b"\n") if line]
    return sorted(set(lines), key=order.sort_key)


@settings(max_examples=60, deadline=None)
@given(triples, st.integers(1, 600), st.integers(1, 200))
def test_runs_give_the_order_that_memory_gives(found: set[ox.Triple], run: int, part: int) -> None:
    text = from_quads(found).serialize(format="ox-nt", encoding="utf-8")
    written = Order(run=run)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(order, "BLOCK", FEW)
        patch.setattr(order, "MOST", 3)
        for at in range(0, len(text), part):
            written.write(text[at : at + part])
        blocks = list(written.blocks())
    assert b"".join(blocks) == b"".join(line + b"\n" for line in ordered(text))
    assert all(block.count(b"\n") == FEW for block in blocks[:-1])


@settings(max_examples=15, deadline=None)
@given(corpora, st.sampled_from(list(FORMATS)), st.integers(200, 4000), st.booleans())
def test_a_store_is_exported_in_runs_as_through_memory(
    corpus: list[LinkedArticle], name: str, run: int, packed: bool
) -> None:
    graph, kind = built(corpus), FORMATS[name]
    names = prefixes(BASE) if name in ("turtle", "trig") else {}
    lines = ordered(graph.serialize(format="ox-nt", encoding="utf-8"))
    expected = "".join(f"@prefix {short}: <{iri}> .\n" for short, iri in names.items()).encode() + b"\n" * bool(names)
    for start in range(0, len(lines), FEW):
        quads = ox.parse(b"\n".join(lines[start : start + FEW]) + b"\n", format=ox.RdfFormat.N_TRIPLES)
        expected += (ox.serialize(quads, format=kind, prefixes=names) or b"").split(b"\n", len(names))[-1]
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(order, "BLOCK", FEW)
        patch.setattr(order, "MOST", 3)
        patch.setattr(files, "Order", partial(Order, run=run))
        write_store(graph, Path(folder, "store"))
        out = Path(folder, "out.gz" if packed else "out")
        export(read_graph(Path(folder, "store")), out, name, base=BASE)
        found = out.read_bytes()
        assert (gzip.decompress(found) if packed else found) == expected
        assert sorted(path.name for path in Path(folder).iterdir()) == [out.name, "store"]
