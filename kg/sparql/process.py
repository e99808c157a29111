"""A query in a process of its own, which is ended when it takes too long: an engine that computes cannot be asked to
stop, and what ends it (a stack that is too small, no memory left) is not to end its caller."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from threading import Timer
from typing import Final

from kg.errors import GraphError, QueryError
from kg.sparql.answers import Answer, Term
from kg.sparql.queries import Query, load_query
from kg.workers import python_module

TIMEOUT: Final = 60.0
"""Seconds that a query may run, unless told otherwise."""


def run_query(
    graph: Path | str, query: Query | str, given: Mapping[str, str], *, timeout: float = TIMEOUT, service: bool = False
) -> Answer:
    """Run a query against a graph, in a process of its own that is ended when it takes too long.

    Args:
        graph: a graph file, a store directory or the address of a server.
        query: a query, or see `load_query`.
        given: see `kg.sparql.bindings`.
        timeout: seconds that the query itself may take to be checked, and to be answered; loading the graph aside.
        service: whether it may ask other machines.

    Raises:
        GraphError: the graph cannot be read.
        QueryError: see `kg.sparql.evaluate`; or it took longer.
    """
    asked = load_query(query) if isinstance(query, str) else query
    request = {"graph": str(graph), "query": asdict(asked), "given": dict(given), "service": service}
    command, environment = python_module("kg.sparql")
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, env=environment) as child:
        watch = Timer(timeout, child.kill)
        try:
            assert child.stdin is not None and child.stdout is not None
            child.stdin.write(json.dumps(request).encode())
            child.stdin.close()
            child.stdin = None  # communicate() would flush it once more
            child.stdout.read(1)  # comes when the program is loaded
            watch.start()
            child.stdout.read(1)  # when the query is checked: a parser, too, may compute without end
            late = watch.finished.is_set()
            watch.cancel()
            child.stdout.read(1)  # when the graph is loaded
            output, _ = child.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            late = True
        finally:
            watch.cancel()
            child.kill()
    if late:
        raise QueryError(f"{asked.name}: stopped after {timeout:g} seconds (allow it more with --timeout)")
    if child.returncode or not output:
        raise QueryError(
            f"{asked.name}: the query ended without an answer (exit code {child.returncode}): it is too long, nested "
            "too deeply, or needs more memory than there is"
        )
    found = json.loads(output)
    if "error" in found:
        raise (GraphError if found["kind"] == "GraphError" else QueryError)(found["error"])
    rows = tuple(tuple([cell and Term._make(cell) for cell in row]) for row in found.pop("rows"))
    return Answer(tuple(found.pop("columns")), rows, **found)
