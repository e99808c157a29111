"""Work in processes of its own, each of which is ended when it takes too long: a limit that really holds.

A process is started when it is first needed, loads what it needs, and then answers one request after the other. What it
is asked and what it answers are lines of JSON and bytes; nothing is unpickled.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from kg.errors import KGError
from kg.workers import python_module

LONGEST_LINE: Final = 1 << 20
"""Bytes of the line of JSON that a worker answers with, before its bytes."""
START: Final = 300.0
"""Seconds that a worker may take to load what it needs."""


class WorkError(KGError):
    """A request that was refused, failed, or took too long.

    Args:
        status: as an HTTP status.
    """

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a worker answers.

    Args:
        head: what the answer is.
        body: its bytes.
    """

    head: dict[str, Any]
    body: bytes


class Pool:
    """Some workers of one kind.

    Args:
        module: what they run, with `arguments`: a module that calls `answer_requests` (see `kg.serve.querying`).
        name: what they do, for messages: `the query`.
        size: how many there are at most.
        seconds: how long a request may take.
        patience: how long one may wait for its turn.
    """

    def __init__(
        self, module: str, arguments: Sequence[str], *, name: str, size: int, seconds: float, patience: float = 30.0
    ) -> None:
        self.command, self.environment = python_module(module, *arguments)
        self.name = name
        self.seconds = seconds
        self.patience = patience
        self.free: asyncio.LifoQueue[Process | None] = asyncio.LifoQueue()
        self.running = set[Process]()
        for _ in range(size):
            self.free.put_nowait(None)

    async def ask(self, request: dict[str, Any]) -> Outcome:
        """Have a request answered.

        Raises:
            WorkError: it was refused, failed or took too long, or nobody was free to answer it.
        """
        try:
            worker = await asyncio.wait_for(self.free.get(), self.patience)
        except TimeoutError:
            raise WorkError(f"{self.name} was not begun: too many others are running; try again later", 503) from None
        try:
            if worker is None or worker.returncode is not None:
                worker = await self._start()
            outcome = await self._answered(worker, request)
        except BaseException:
            if worker is not None:
                await self._end(worker)
            worker = None
            raise
        finally:
            self.free.put_nowait(worker)
        if "error" in outcome.head:
            raise WorkError(outcome.head["error"], outcome.head.get("status", 400))
        return outcome

    async def _start(self) -> Process:
        worker = await asyncio.create_subprocess_exec(
            *self.command, stdin=PIPE, stdout=PIPE, limit=LONGEST_LINE, env=self.environment
        )
        self.running.add(worker)
        try:
            head = await asyncio.wait_for(_read(worker), START)
        except BaseException:
            await self._end(worker)
            raise
        if head is None or "error" in head.head:
            await self._end(worker)
            raise WorkError(f"{self.name} could not be begun: {head.head['error'] if head else 'no answer'}", 500)
        return worker

    async def _answered(self, worker: Process, request: dict[str, Any]) -> Outcome:
        assert worker.stdin is not None
        try:
            worker.stdin.write(json.dumps(request).encode() + b"\n")
            await worker.stdin.drain()
            found = await asyncio.wait_for(_read(worker), self.seconds)
        except TimeoutError:
            raise WorkError(f"{self.name} was stopped after {self.seconds:g} seconds", 503) from None
        except ConnectionError:
            found = None
        if found is None:
            raise WorkError(f"{self.name} ended without an answer: it needs more memory or depth than it may have")
        return found

    async def _end(self, worker: Process) -> None:
        self.running.discard(worker)
        with contextlib.suppress(ProcessLookupError):
            worker.kill()
        await worker.wait()

    async def close(self) -> None:
        """End all workers."""
        for worker in list(self.running):
            await self._end(worker)


async def _read(worker: Process) -> Outcome | None:
    """One answer of a worker; nothing where it has ended."""
    assert worker.stdout is not None
    line = await worker.stdout.readline()
    if not line.endswith(b"\n"):
        return None
    head = json.loads(line)
    try:
        return Outcome(head, await worker.stdout.readexactly(head.pop("size", 0)))
    except asyncio.IncompleteReadError:
        return None
