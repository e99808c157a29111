"""The graph as a database: load, eight questions, an export; rdflib in memory and native pyoxigraph beside it.

    python -m benchmarks.database [--plain 1000000] [--rdflib 20000] [--folder build/database]
    python -m benchmarks.database --whole STORE

A graph is generated with at least so many plain triples and all their evidence (see `benchmarks.generated`), loaded
into a store on disk and asked what people ask, through `kg.sparql` (names looked up, parameters bound, answers made)
and, with the same SPARQL, by pyoxigraph alone. rdflib answers the same on a smaller graph, as does the store, so that
both are compared on the same. All is processor time and measured in one run; each step has a process of its own, whose
peak memory is given. What was generated and loaded stays in the folder, where the next run finds it, with its figures.
With --whole a store is only asked the questions that need no value and are answered from all of it.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from benchmarks.generated import linked_articles, ntriples
from kg.formats import open_store
from kg.graph import export, read_graph
from kg.sparql import bindings, evaluate, fill, known_queries, load_query
from kg.vocabulary import BASE, PREFIXES

QUESTIONS: Final = (
    "facts", "timeline", "contested", "first-mention", "role-holders", "conflicts", "said-about", "co-mentions",
)  # fmt: skip
"""Each about one entity, as people ask."""
JOINS: Final = ("facts", "contested", "first-mention", "conflicts")
"""Of these, those that join statements, evidence and articles."""
PLAIN_SHARE: Final = 0.55
"""Of generated statements so many stand plain."""
STATEMENTS: Final = 20
PART: Final = 2**26
"""Bytes of N-Triples that are loaded at a time."""


def generate(plain: int, path: Path) -> None:
    """Write a graph with at least so many plain triples (before what they entail) as N-Triples."""
    if path.exists():
        return
    part = path.with_suffix(".part")
    count = int(plain / PLAIN_SHARE / STATEMENTS) + 10
    with part.open("w", encoding="utf-8") as stream:
        stream.writelines(f"{line}\n" for line in ntriples(linked_articles(count, statements=STATEMENTS)))
    part.rename(path)


def entity(store: ox.Store) -> str:
    """An entity that many speak of, and not the most."""
    rows = store.query(
        "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "
        "SELECT ?e (COUNT(?s) AS ?n) { ?s rdf:subject ?e } GROUP BY ?e ORDER BY DESC(?n) ?e LIMIT 1000"
    )
    assert isinstance(rows, ox.QuerySolutions)
    return list(rows)[-1]["e"].value


def given(name: str, about: str) -> dict[str, str]:
    """A question's parameters."""
    (first, *_) = [p.name for p in load_query(name).parameters if p.kind == "entity"]
    return {first: about}


def measured(work: Callable[..., Any], *arguments: Any) -> tuple[float, Any]:
    """Processor seconds of some work, and what it gives."""
    begin = time.process_time()
    found = work(*arguments)
    return time.process_time() - begin, found


def peak() -> float:
    """Most memory that this process has had, in GiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def load(path: Path, folder: Path) -> None:
    """Load N-Triples into a store on disk, in parts, so that memory does not grow with them; once."""
    kept = folder.with_suffix(".loaded")
    if kept.exists():
        print(kept.read_text(), end="")
        return
    shutil.rmtree(folder, ignore_errors=True)
    store, lines = ox.Store(str(folder)), 0

    def all_parts() -> None:
        nonlocal lines
        with path.open("rb") as stream:
            while part := stream.readlines(PART):
                lines += len(part)
                store.bulk_load(b"".join(part), ox.RdfFormat.N_TRIPLES)
        store.optimize()  # as a store directory is that is written anew
        store.flush()

    seconds, _ = measured(all_parts)
    kept.write_text(
        f"load {lines:,} triples: {seconds:.1f} s, {lines / seconds:,.0f} a second  peak {peak():.2f} GiB\n"
    )
    print(kept.read_text(), end="")


def ask(folder: Path) -> None:
    """The eight questions, by kg and by pyoxigraph alone."""
    store = ox.Store.read_only(str(folder))
    about = entity(store)
    total = {"kg": 0.0, "native": 0.0}
    for name in QUESTIONS:
        query, values = load_query(name), given(name, about)
        text = fill(query, bindings(query, values, store))

        def native(text: str = text) -> list[Any]:
            return list(store.query(text, prefixes=PREFIXES))  # type: ignore[arg-type]

        native(), evaluate(store, query, values)
        own = min(measured(evaluate, store, query, values) for _ in range(5))
        bare = min((measured(native) for _ in range(5)), key=lambda pair: pair[0])
        total["kg"] += own[0]
        total["native"] += bare[0]
        print(f"  {name:15} kg {own[0] * 1000:8.1f} ms  pyoxigraph {bare[0] * 1000:8.1f} ms  {len(bare[1])} rows")
    print(f"eight questions: {total['kg'] / total['native']:.2f} times native  peak {peak():.2f} GiB")


def ask_whole(folder: Path) -> None:
    """All questions that need no value, of the whole graph."""
    store = open_store(folder)
    for query in known_queries().values():
        if not any(parameter.required for parameter in query.parameters):
            seconds, answer = measured(evaluate, store, query, {})
            print(f"  {query.name:15} {seconds:8.2f} s  {len(answer.rows):,} rows", flush=True)


def native_dump(folder: Path, out: Path) -> float:
    """Write a store as N-Triples by pyoxigraph alone, in its own order; gives the seconds."""
    store = ox.Store.read_only(str(folder))
    seconds, _ = measured(lambda: store.dump(str(out), format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()))
    print(f"export by pyoxigraph    {seconds:8.1f} s, in no order  peak {peak():.2f} GiB")
    return seconds


def own_export(folder: Path, out: Path, native: float) -> None:
    """Write a store as N-Triples as `kg export` does, sorted."""
    seconds, _ = measured(lambda: export(read_graph(folder), out, "ntriples", base=BASE))
    print(
        f"export by kg            {seconds:8.1f} s, sorted  peak {peak():.2f} GiB, {seconds / native:.2f} times native"
    )


def against_rdflib(path: Path) -> None:
    """The questions that join, by rdflib in memory and by kg."""
    from rdflib import Graph

    store = ox.Store()
    store.bulk_load(path=str(path), format=ox.RdfFormat.N_TRIPLES)
    reading, graph = measured(lambda: Graph().parse(path, format="nt"))
    loading, _ = measured(lambda: ox.Store().bulk_load(path=str(path), format=ox.RdfFormat.N_TRIPLES))
    print(
        f"load {len(graph):,} triples: rdflib {reading:.1f} s, oxigraph {loading:.1f} s, {reading / loading:.0f} times"
    )
    about, ratios = entity(store), []
    for name in JOINS:
        query, values = load_query(name), given(name, about)
        text = fill(query, bindings(query, values, store))
        slow, rows = measured(lambda text=text: list(graph.query(text)))
        quick, answer = min((measured(evaluate, store, query, values) for _ in range(3)), key=lambda pair: pair[0])
        assert len(rows) == len(answer.rows), name
        ratios.append(slow / quick)
        print(f"  {name:15} rdflib {slow * 1000:8.1f} ms  kg {quick * 1000:8.1f} ms  {slow / quick:6.0f} times")
    print(f"joins: rdflib takes {min(ratios):.0f} to {max(ratios):.0f} times as long")


def main() -> None:
    """Command line: see the module's own text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plain", type=int, default=1_000_000, help="plain triples")
    parser.add_argument("--rdflib", type=int, default=20_000, help="plain triples of the graph that rdflib holds")
    parser.add_argument("--folder", type=Path, default=Path("build/database"))
    parser.add_argument("--whole", type=Path, metavar="STORE", help="only ask this store what needs no value")
    options = parser.parse_args()
    if options.whole:
        ask_whole(options.whole)
        return
    options.folder.mkdir(parents=True, exist_ok=True)
    large, small = (options.folder / f"{size}.nt" for size in (options.plain, options.rdflib))
    folder = options.folder / "store"
    out = options.folder / "out.nt"
    apart(generate, options.plain, large)
    apart(generate, options.rdflib, small)
    apart(load, large, folder)
    apart(ask, folder)
    native = apart(native_dump, folder, out)
    apart(own_export, folder, out, native)
    apart(against_rdflib, small)


def apart(work: Callable[..., Any], *arguments: Any) -> Any:
    """What a process of its own gives, so that the peak of one step is not that of another."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)


if __name__ == "__main__":
    main()
