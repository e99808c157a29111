"""Processes that answer: ended when they take too long, and there again for the next one."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from kg.serve.workers import Pool, WorkError

Result = TypeVar("Result")
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o . ?p ?q ?r }"
JSON = ["application/sparql-results+json"]


def working(path: Path, work: Callable[[Pool], Awaitable[Result]], **limits: float) -> Result:
    """What some work with a pool of one process gives."""

    async def main() -> Result:
        told = {"seconds": 20.0, **limits}
        pool = Pool("kg.serve.querying", [str(path)], name="the query", size=1, **told)
        try:
            return await work(pool)
        finally:
            await pool.close()

    return asyncio.run(main())


def test_a_query_that_takes_too_long_is_ended_and_the_next_is_answered(graph_file: Path) -> None:
    async def work(pool: Pool) -> bytes:
        await pool.ask({"query": "ASK {}", "accepted": JSON})
        (first,) = pool.running
        start = time.monotonic()
        with pytest.raises(WorkError, match=r"the query was stopped after 0\.5 seconds") as stopped:
            await pool.ask({"query": ENDLESS, "accepted": JSON})
        assert time.monotonic() - start < 5
        assert stopped.value.status == 503
        assert await asyncio.wait_for(first.wait(), 5) < 0, "the process itself is gone"
        pool.seconds = 20
        return (await pool.ask({"query": "ASK { ?s ?p ?o }", "accepted": JSON})).body

    assert json.loads(working(graph_file, work, seconds=0.5))["boolean"] is True


def test_who_waits_too_long_for_a_turn_is_told(graph_file: Path) -> None:
    async def work(pool: Pool) -> None:
        running = asyncio.create_task(pool.ask({"query": ENDLESS, "accepted": JSON}))
        await asyncio.sleep(0)
        with pytest.raises(WorkError, match="too many others are running"):
            await pool.ask({"query": "ASK {}", "accepted": JSON})
        running.cancel()
        await asyncio.wait([running])

    working(graph_file, work, patience=0.2)


def test_a_process_that_cannot_begin_says_why(tmp_path: Path) -> None:
    with pytest.raises(WorkError, match=r"could not be begun: .*no such file"):
        working(tmp_path / "missing.ttl", lambda pool: pool.ask({"query": "ASK {}", "accepted": JSON}))


def test_an_answer_has_an_end(graph_file: Path) -> None:
    many = "SELECT ?a ?b ?c ?d { ?a ?e ?f . ?b ?g ?h . ?c ?i ?j . ?d ?k ?l }"
    with pytest.raises(WorkError, match="more than 10 MB: ask for less, with LIMIT"):
        working(graph_file, lambda pool: pool.ask({"query": many, "accepted": JSON}))


def test_what_is_nested_too_deeply_ends_nothing_else(graph_file: Path) -> None:
    async def work(pool: Pool) -> bytes:
        deep = "ASK { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }"
        with pytest.raises(WorkError, match=r"too deeply|ended without an answer|malformed"):
            await pool.ask({"query": deep, "accepted": JSON})
        return (await pool.ask({"query": "ASK {}", "accepted": JSON})).body

    assert json.loads(working(graph_file, work))["boolean"] is True
