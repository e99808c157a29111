"""How quickly `kg serve` answers: so many requests at once, each of another address, to a graph of many articles.

    python -m benchmarks.serve [--articles 1000] [--requests 200] [--graph FILE]

The server is a process of its own, and so is the client. Times are those of the wall, from all requests being sent to
each one's last byte, so they are fair only where nothing else runs; the server's processor time is told beside them.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from benchmarks.speed import invented
from kg.graph import add, derive, new_graph, write_graph
from kg.pipeline import Setup, relations
from kg.vocabulary import BASE

if TYPE_CHECKING:
    from collections.abc import Iterator

SPARQL = "SELECT ?o WHERE { <IRI> <https://w3id.org/newskg/ontology#supports> ?o } LIMIT 20"


def main() -> None:
    """Serve, ask, and print the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--graph", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.graph or _graph(options.articles, Path(folder) / "graph.ttl")
        start = time.perf_counter()
        with serving(path) as (process, url):
            print(f"ready after {time.perf_counter() - start:.1f} s, {_memory(process.pid):.0f} MB of memory")
            names = asyncio.run(_names(url, options.requests))
            kinds = {
                "entity pages": [f"/id{urlsplit(iri).path.partition('/id')[2]}" for iri in names],
                "JSON API": [f"/api/facts?about={quote(iri, safe='')}" for iri in names],
                "search": [f"/suggest?q={quote(iri.rpartition('/')[2].replace('_', ' ')[:9])}" for iri in names],
                "SPARQL": [f"/sparql?format=json&query={quote(SPARQL.replace('IRI', iri))}" for iri in names],
            }
            kinds["all of these mixed"] = [kinds[kind][i] for i, kind in enumerate(_cycle(kinds, len(names)))]
            for kind, paths in kinds.items():
                best = min((asyncio.run(at_once(url, paths, process.pid)) for _ in range(options.rounds)), key=_p95)
                times, failed, used = best
                print(
                    f"{kind:20} {len(paths)} at once: {failed} failed, median {1000 * times[len(times) // 2]:.0f} ms, "
                    f"p95 {1000 * _p95(best):.0f} ms, all {1000 * times[-1]:.0f} ms; server {1000 * used:.0f} ms"
                )


def _cycle(kinds: dict[str, list[str]], count: int) -> list[str]:
    names = list(kinds)
    return [names[number % len(names)] for number in range(count)]


def _graph(articles: int, path: Path) -> Path:
    """A graph of invented articles of twenty statements each."""
    graph = new_graph()
    for linked in invented(20 * articles):
        add(graph, linked)
    derive(graph, relations(Setup()))
    write_graph(graph, path, base=BASE)
    print(f"{articles} articles, {len(graph)} triples")
    return path


@contextmanager
def serving(path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`kg serve` as a process, and where it is."""
    command = [sys.executable, "-m", "kg", "serve", str(path), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        if not line.startswith("kg: http"):
            raise SystemExit(line)
        yield process, line.split()[1].rstrip("/")
        process.terminate()


async def _names(url: str, count: int) -> Sequence[str]:
    """IRIs of so many entities, drawn at random from the most central ones."""
    import json

    status, body = await _ask(url, "/api/entities?limit=200")
    assert status == 200
    known = [entity["iri"] for entity in json.loads(body)["items"]]
    random.Random(1).shuffle(known)
    return [known[number % len(known)] for number in range(count)]


async def _ask(url: str, path: str) -> tuple[int, bytes]:
    """One request on a connection of its own; the client is to cost as little as it can."""
    place = urlsplit(url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {place.netloc}\r\nAccept: */*\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split(b" ", 2)[1]), body


async def at_once(url: str, paths: Sequence[str], pid: int) -> tuple[list[float], int, float]:
    """Ask for all paths at once.

    Returns:
        Seconds of each, sorted; how many failed; seconds of processor time that the server took.
    """
    before, start = _used(pid), time.perf_counter()

    async def one(path: str) -> tuple[float, bool]:
        try:
            status, _ = await _ask(url, path)
        except (OSError, IndexError, ValueError):
            status = 0
        return time.perf_counter() - start, status == 200

    found = await asyncio.gather(*map(one, paths))
    return sorted(seconds for seconds, _ in found), sum(not good for _, good in found), _used(pid) - before


def _p95(found: tuple[list[float], int, float]) -> float:
    times = found[0]
    return times[max(0, -(-95 * len(times) // 100) - 1)]


def _used(pid: int) -> float:
    """Processor time of a process, in seconds, where the system tells it."""
    import os

    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main()
