"""Counting a graph in a store: by queries that go through an index from end to end, without a look at each node."""

from __future__ import annotations

import contextlib
import json
import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from rdflib import OWL, RDF, VOID

from kg.errors import GraphError
from kg.formats import Source, open_store
from kg.graph.derived import Settings, settings
from kg.graph.files import from_quads, replacing
from kg.graph.look import Counts, ranked
from kg.resources import resource
from kg.vocabulary import BASE, INDEX, NEWS, SCHEMA, local_name, statement_iri

STRUCTURE: Final = frozenset(
    map(str, (NEWS.Evidence, NEWS.Mention, NEWS.Publication, RDF.Statement, SCHEMA.NewsArticle, VOID.Dataset))
) | frozenset(map(str, (OWL.ObjectProperty, OWL.SymmetricProperty)))
"""Classes of nodes that are no entities."""
KEPT: Final = "counts.json"
TYPE: Final = ox.NamedNode(str(RDF.type))


def counts_of(path: Path) -> Counts:
    """Count a graph file or store directory. A store keeps the counts of its present content in `counts.json`.

    Raises:
        GraphError: there is no graph at that path.
    """
    if not path.is_dir():
        return count_store(open_store(path))
    content, store = _content(path), open_store(path)  # in this order: a writer may come between
    kept = path / KEPT
    try:
        known = json.loads(kept.read_text(encoding="utf-8"))
        if content and known.pop("of") == content:
            types, relations = (tuple((key, number) for key, number in known.pop(n)) for n in ("types", "relations"))
            return Counts(**known, types=types, relations=relations)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        pass  # not counted yet, or by another version
    counts = count_store(store)
    if content and os.access(path, os.W_OK):
        with contextlib.suppress(GraphError), replacing(kept) as stream:  # what cannot be kept is counted again
            stream.write(json.dumps({"of": content, **asdict(counts)}).encode())
    return counts


def _content(path: Path) -> str:
    """What tells the present content of a store directory from an older one, or nothing."""
    for name in ("head", "CURRENT"):
        with contextlib.suppress(OSError):
            return (path / name).read_text(encoding="utf-8")
    return ""


def count_store(store: Source) -> Counts:
    """Count what a built graph holds: what `count` finds, in a fraction of its time.

    Args:
        store: a store, or a graph on a server.
    """
    whole = {"triples": _triples, "entailed": _entailed}
    names = ("classes", "statements", "plain", "entities", "days")
    with ThreadPoolExecutor(2) as threads:  # the engine computes beside Python
        numbers = threads.map(lambda name: _number(store, name, whole[name]), whole)
        found = dict(zip(names, threads.map(lambda name: _rows(store, name), names), strict=True))
    classes, statements, plain = (
        {row[0].value: int(row[1].value) for row in found[name]} for name in ("classes", "statements", "plain")
    )
    types = Counter({local_name(kind): number for kind, number in classes.items() if kind not in STRUCTURE})
    triples, entailed = numbers
    first, last = found["days"][0] if found["days"] else (None, None)
    return Counts(
        articles=classes.get(str(SCHEMA.NewsArticle), 0),
        entities=int(found["entities"][0][0].value),
        statements=sum(statements.values()),
        plain=sum(plain.values()) - entailed,
        entailed=entailed,
        evidence=classes.get(str(NEWS.Evidence), 0),
        triples=triples,
        first=first.value if first is not None else "",
        last=last.value if last is not None else "",
        types=ranked(types),
        relations=ranked(Counter({local_name(relation): number for relation, number in statements.items()})),
    )


def _rows(store: Source, name: str) -> list[list[ox.NamedNode | ox.Literal]]:
    solutions = store.query(resource(f"queries/counts/{name}.rq").read_text(encoding="utf-8"))
    assert isinstance(solutions, ox.QuerySolutions)
    return [list(row) for row in solutions]


def _triples(store: Source) -> int:
    """How many triples there are, without what a store keeps beside them in graphs of their own."""
    if not isinstance(store, ox.Store):
        return int(_rows(store, "triples")[0][0].value)
    beside = list(store.named_graphs())
    if not beside:
        return len(store)
    text = resource("queries/counts/beside.rq").read_text(encoding="utf-8")
    (row,) = store.query(text, named_graphs=beside)  # type: ignore[misc]  # a SELECT has rows
    return len(store) - int(row[0].value)


def _number(store: Source, name: str, count: Callable[[Source], int]) -> int:
    """A number of the whole graph: as a store of which articles were changed keeps it (see `kg.homes.index`), or
    counted."""
    if isinstance(store, ox.Store):
        node, graph = ox.NamedNode(_base(store)), ox.NamedNode(INDEX["graph"])
        for quad in store.quads_for_pattern(node, ox.NamedNode(INDEX[name]), None, graph):
            assert isinstance(quad.object, ox.Literal)
            return int(quad.object.value)
    return count(store)


def _entailed(store: Source) -> int:
    """How many plain triples have no statement: their IRIs tell, since a join of all would take seconds."""
    base = _base(store)
    stated = {statement.value for (statement,) in _rows(store, "stated")}
    return sum(str(statement_iri(*(t.value for t in row), base=base)) not in stated for row in _rows(store, "entailed"))


def settings_of(store: Source) -> Settings:
    """How a graph was built, see `settings`."""
    return settings(from_quads(store.query(resource("queries/counts/dataset.rq").read_text(encoding="utf-8"))))


def _base(store: Source) -> str:
    datasets = store.quads_for_pattern(None, TYPE, ox.NamedNode(str(VOID.Dataset)))
    return next((quad.subject.value for quad in datasets if isinstance(quad.subject, ox.NamedNode)), BASE)
