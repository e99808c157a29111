"""Kill a writer at random moments, again and again: does the graph stay whole, and does the work go on?

    python -m benchmarks.kills [--moments 200] [--home store|file|https://server/query?graph=IRI]
                              [--whole] [--articles 12]

Each time a process appends a made-up article, or takes one out, and is killed (SIGKILL) at a random moment of that.
Then the graph must be that of a build from scratch either before or after the change; the same change is made again,
and the graph must be the one after it. What ended before it was killed is counted apart: so that all of a change is
hit, the moments lie in a span that grows with each that comes in time, and shrinks with each that comes too late.

With `--whole` a server's graph is replaced as a whole each time, as it is where much changes, and the moments are those
from the beginning of that on.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import shutil
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.appends import made_up_articles
from kg.graph import Settings, add, new_graph
from kg.graph.files import sorted_ntriples
from kg.homes import Embedded, Endpoint, File, Home, Plan, endpoint
from kg.model import LinkedArticle, Policy
from kg.pipeline import Setup, relations
from kg.settling import settle
from kg.vocabulary import BASE, article_iri

PLAN = Plan(Settings(Policy.STANDING, 0.7, BASE), relations(Setup()))


def change(home: Home, linked: LinkedArticle, *, out: bool) -> None:
    """Add an article, or take it out."""
    with home.writing(PLAN, wait=60) as writer:
        if out:
            writer.remove(str(article_iri(linked.article.sha256)))
        else:
            writer.add(linked)
        writer.commit()


def expected(articles: list[LinkedArticle]) -> list[bytes]:
    """The lines of a build of these articles from scratch."""
    graph = new_graph()
    for linked in articles:
        add(graph, linked)
    settle(graph, PLAN.ontology, built=PLAN.settings)
    return sorted_ntriples(graph)


CONTEXT = multiprocessing.get_context("forkserver")  # an embedded store does not outlive a fork of its process


def change_when_ready(ready: Connection, home: Home, linked: LinkedArticle, *, out: bool, whole: bool) -> None:
    """Tell that the program is loaded, or that it is about to put a server's whole graph in place; make a change."""
    if not whole:
        ready.send(True)
        change(home, linked, out=out)
        return
    keep = Endpoint._keep

    def told(*args: Any) -> Any:
        ready.send(True)
        return keep(*args)

    with patch.object(Endpoint, "_keep", told), patch.object(endpoint, "SMALL", -1):
        change(home, linked, out=out)


def killed_after(seconds: float, home: Home, linked: LinkedArticle, *, out: bool, whole: bool) -> bool:
    """Make a change in a process that is killed some time after it begins; whether it was still at work."""
    ready, told = CONTEXT.Pipe(duplex=False)
    how = {"out": out, "whole": whole}
    process = CONTEXT.Process(target=change_when_ready, args=(told, home, linked), kwargs=how)
    process.start()
    ready.recv()
    process.join(seconds)
    process.kill()
    process.join()
    return process.exitcode != 0


def left_over(home: Home, folder: Path) -> list[str]:
    """What lies beside a graph though nobody writes it."""
    if isinstance(home, Endpoint):
        graphs = home.server.values(home.at.query, "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
        return [graph for graph in graphs if graph.startswith(f"{home.graph}/")]
    return [path.name for path in folder.rglob("*") if path.suffix == ".part"]


def main() -> None:
    """Kill, look, go on."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--moments", type=int, default=200)
    parser.add_argument("--home", default="store", help="store, file, or the address of a SPARQL server's empty graph")
    parser.add_argument("--whole", action="store_true", help="replace the whole graph of a server each time")
    parser.add_argument("--articles", type=int, default=12, help="how many come and go")
    options = parser.parse_args()
    CONTEXT.set_forkserver_preload(["kg.homes", "kg.pipeline", "benchmarks.appends"])
    rng, pool = random.Random(1), list(made_up_articles(options.articles))
    folder = Path(tempfile.mkdtemp(prefix="newskg-kills-"))
    places: dict[str, Home] = {"store": Embedded(folder / "store"), "file": File(folder / "graph.nt")}
    home = places.get(options.home) or Endpoint(options.home)
    left, counts = pool[: len(pool) // 3], {"killed": 0, "old": 0, "new": 0, "ended": 0}
    before = expected(left)
    builds = dict[frozenset[str], list[bytes]]()
    try:
        for linked in left:
            change(home, linked, out=False)
        span = 0.5
        while counts["killed"] < options.moments:
            linked = rng.choice(pool)
            out = linked in left
            if out and len(left) == 1:
                continue
            after_articles = [one for one in left if one is not linked] if out else [*left, linked]
            texts = frozenset(one.article.sha256 for one in after_articles)
            if texts not in builds:
                builds[texts] = expected(after_articles)
            after = builds[texts]
            start = time.perf_counter()
            at_work = killed_after(rng.uniform(0, span), home, linked, out=out, whole=options.whole)
            counts["killed" if at_work else "ended"] += 1
            span *= 1.05 if at_work else 0.85
            found = sorted_ntriples(home.read())
            assert found in (before, after), "a graph that is neither the old nor the new one"
            if at_work:
                counts["old" if found == before else "new"] += 1
            if found == before:
                change(home, linked, out=out)
                assert sorted_ntriples(home.read()) == after, "the work does not go on"
            left, before = after_articles, after
            if counts["killed"] % 20 == 0 and at_work:
                print(f"{counts} last {time.perf_counter() - start:.1f} s", flush=True)
        change(home, rng.choice(left), out=True)  # the next writer clears what others left
        print(f"{options.home}: {counts}; nothing lost; left over: {left_over(home, folder) or 'nothing'}")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
