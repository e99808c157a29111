"""How long everything takes: start, each stage of the straight line, and a graph of many statements.

    python -m benchmarks.speed [--rounds 3] [--statements 5000]

Times are processor time of this process unless they say otherwise, so that other work on the machine matters little.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from rdflib import PROV, RDF, Graph

from kg.extraction import extract
from kg.graph import add, derive, known_entities, new_graph, read_graph, working_graph, write_graph, write_store
from kg.linking import link, resolve
from kg.model import Article, Entity, Evidence, LinkedArticle, Statement
from kg.pipeline import Setup, Tools, load_tools, relations
from kg.reading import read_articles
from kg.sparql import run_query
from kg.vocabulary import BASE, NEWS, entity_iri

EXAMPLES = Path(__file__).resolve().parents[1] / "examples" / "articles"
QUALIFIERS = {
    NEWS.polarity,
    NEWS.factuality,
    NEWS.speaker,
    NEWS.attributed,
    NEWS.time,
    NEWS.role,
    NEWS.former,
}


@contextmanager
def timed(times: dict[str, float], name: str, clock: Callable[[], float] = time.process_time) -> Iterator[None]:
    """Add what a block takes to one of the times."""
    start = clock()
    yield
    times[name] = times.get(name, 0.0) + clock() - start


def stop(error: Exception) -> None:
    """The examples must all be read."""
    raise error


def start() -> float:
    """Process time of `kg --help`, in seconds, the best of five."""
    script = (
        "import sys, time; sys.argv = ['kg', '--help']\nfrom kg.cli import main\n"
        "try: main()\nfinally: print(time.process_time())"
    )
    command = [sys.executable, "-c", script]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in range(5)]
    return min(float(run.split()[-1]) for run in runs)


def stages(tools: Tools, articles: list[Article], rounds: int) -> tuple[dict[str, float], list[LinkedArticle]]:
    """Seconds in each stage, the fastest of some rounds, and what came out."""
    ontology = relations(Setup())  # a build reads it once, whatever the number of articles
    best: dict[str, float] = {}
    found: list[LinkedArticle] = []
    for _ in range(rounds):
        times: dict[str, float] = {}
        found = []
        for article in articles:
            with timed(times, "language"):
                doc = tools.nlp(article.text)
            with timed(times, "extraction"):
                extraction = extract(doc, article, tools.lexicon, tools.heads)
            with timed(times, "linking"):
                found.append(link(extraction, tools.knowledge, base=tools.base))
        graph = working_graph()
        with timed(times, "graph"):
            for linked in found:
                add(graph, linked)
            known = known_entities(graph)
            derive(graph, ontology, same=resolve(known), known=known)
        if not best or sum(times.values()) < sum(best.values()):
            best = times
    return best, found


def invented(count: int) -> Iterator[LinkedArticle]:
    """Articles with twenty statements each about actors out of five hundred, as many as make so many statements."""
    for number in range(count // 20):
        names = [f"Actor {(number * 7 + i * i) % 500}" for i in range(21)]
        sentences = [f"{one} supports {two} on day {number}." for one, two in pairwise(names)]
        text = "\n".join(sentences)
        entities = {name: Entity(str(entity_iri(name)), name, "Person") for name in names}
        statements = []
        for one, two, sentence in zip(names[:-1], names[1:], sentences, strict=True):
            begin = text.index(sentence)
            evidence = Evidence(begin, begin + len(sentence), sentence, "support_v", time="2024-02")
            relation = ("supports", "aids", "meetsWith", "attacks")[begin % 4]
            statements.append(Statement(entities[one].iri, relation, entities[two].iri, evidence))
        yield LinkedArticle(
            Article(text, f"Day {number}", f"{number}.txt"), tuple(entities.values()), tuple(statements)
        )


def scale(count: int) -> dict[str, float]:
    """Seconds for a graph of so many pieces of evidence: built, written, read, asked."""
    times: dict[str, float] = {}
    graph = new_graph()
    with timed(times, "add"):
        for linked in invented(count):
            add(graph, linked)
    with timed(times, "derive"):
        derive(graph, relations(Setup()))
    with tempfile.TemporaryDirectory() as folder:
        path, store = Path(folder) / "graph.ttl", Path(folder) / "store"
        with timed(times, "write Turtle"):
            write_graph(graph, path, base=BASE)
        times["MB of Turtle"] = path.stat().st_size / 1e6
        with timed(times, "read Turtle"):
            read_graph(path)
        with timed(times, "write store"):
            write_store(graph, store)
        for name, given in (("facts", {"about": "Actor 1"}), ("supporters", {})):
            for kind, place in (("file", path), ("store", store)):
                with timed(times, f"query {name} of the {kind} (wall)", time.perf_counter):
                    run_query(place, name, given, timeout=600)
    times["triples"] = float(len(graph))
    return times


def provenance(graph: Graph) -> float:
    """Mean number of provenance triples for one piece of evidence, its share of the statement node included."""
    evidence = list(graph.subjects(RDF.type, NEWS.Evidence))
    own = sum(1 for node in evidence for p in graph.predicates(node) if p not in QUALIFIERS)
    statements = list(graph.subjects(RDF.type, RDF.Statement))
    shared = sum(1 for node in statements for p in graph.predicates(node) if p != PROV.wasDerivedFrom)
    return (own + shared + len(evidence)) / len(evidence)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--statements", type=int, default=5_000)
    options = parser.parse_args()

    print(f"kg --help                      {start():8.2f} s")
    loading: dict[str, float] = {}
    with timed(loading, "load"):
        tools = load_tools(Setup(), threads=1)
    print(f"loading everything             {loading['load']:8.2f} s")
    articles = list(read_articles([EXAMPLES], on_error=stop))
    words = sum(len(article.text.split()) for article in articles)
    times, found = stages(tools, articles, options.rounds)
    total = sum(times.values())
    print(f"{len(articles)} articles, {words} words        {total:8.2f} s, {words / total:,.0f} words a second")
    for name, seconds in times.items():
        print(f"  {name:28} {seconds:8.2f} s {seconds / total:6.0%}")
    graph = new_graph()
    for linked in found:
        add(graph, linked)
    derive(graph, relations(Setup()))
    print(f"provenance triples an evidence {provenance(graph):8.2f}")
    print(f"a graph of {options.statements} pieces of evidence")
    for name, value in scale(options.statements).items():
        print(f"  {name:35} {value:12,.2f}")


if __name__ == "__main__":
    main()
