"""What runs the tasks of a large build on several processes or machines, and what a task does about failures."""

from __future__ import annotations

import json
import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

from kg.durable import replaced
from kg.errors import KGError
from kg.scale.rows import Outbox
from kg.workers import end_with_parent

TRIES: Final = 3
"""How often a task is begun."""


@dataclass(slots=True)
class Output:
    """What a task gives.

    Args:
        rows: what it sends to partitions, by the name of the channel.
        result: what the build is to know of it, as JSON.
    """

    rows: dict[str, Outbox] = field(default_factory=dict)
    result: Any = None


@dataclass(frozen=True, slots=True)
class Order:
    """One task for some process on some machine.

    Args:
        function: makes an `Output` of `job` and `task`; importable by its name, and free of any engine.
        job: what is the same for all tasks of a build.
        task: what this task is about, as JSON.
        step, number: its name.
        folder: where all machines see its files.
    """

    function: Callable[[Any, Any], Output]
    job: Any
    task: Any
    step: str
    number: int
    folder: Path

    @property
    def done(self) -> Path:
        """The file that says that it is done, with its result."""
        return self.folder / "done" / self.step / f"{self.number:06}.json"


class Engine(Protocol):
    """Runs functions in other processes: all that a large build asks of Ray, or of any other engine.

    Attributes:
        workers: how many tasks run at once.
    """

    workers: int

    def run(self, orders: Sequence[Order], *, loads_model: bool = False) -> Iterator[tuple[int, Any]]:
        """`perform` each order, again where its process ends, and give its number and result, in any order.

        Args:
            loads_model: whether the orders load the language model, which their process then should keep.
        """


def perform(order: Order) -> Any:
    """Do a task, whose files are written whole or not at all; this is what an engine runs.

    An error is tried again, and so is a task whose process has ended: each try is noted before it begins.

    Returns:
        Its result; `{"failed": why}` where it has failed too often.
    """
    tries = order.done.with_suffix(".tries")
    tries.parent.mkdir(parents=True, exist_ok=True)
    why = "its process ended"
    while _note(tries) <= TRIES:
        try:
            output = order.function(order.job, order.task)
            for channel, outbox in output.rows.items():
                path = order.folder / channel / f"{order.step}-{order.number:06}"
                path.parent.mkdir(parents=True, exist_ok=True)
                outbox.write(path)
            with replaced(order.done) as stream:
                stream.write(json.dumps(output.result).encode())
        except Exception as error:
            why = " ".join((str(error) if isinstance(error, KGError) else f"{type(error).__name__}: {error}").split())
        else:
            tries.unlink()
            return output.result
    tries.unlink()
    return {"failed": f"{why} ({TRIES} tries)"}


def _note(tries: Path) -> int:
    """Note another try, and count all."""
    with tries.open("ab") as stream:
        stream.write(b".")
        return stream.tell()


def _start() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the first process's matter
    end_with_parent()


class Processes:
    """An engine of processes on this machine.

    Args:
        workers: how many; with one all is done in this process.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *error: object) -> None:
        self._end()

    def _end(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _submit(self, order: Order) -> Future[Any]:
        if self._pool is None:
            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.workers, mp_context=spawn, initializer=_start)
        return self._pool.submit(perform, order)

    def run(self, orders: Sequence[Order], *, loads_model: bool = False) -> Iterator[tuple[int, Any]]:
        """See `Engine`."""
        if self.workers == 1:
            yield from ((order.number, perform(order)) for order in orders)
            return
        left = {order.number: order for order in orders}
        try:
            waiting = {self._submit(order): order.number for order in orders}
            for future in as_completed(waiting):
                yield waiting[future], future.result()
                del left[waiting[future]]
        except BrokenProcessPool:
            self._end()
        for number, order in left.items():  # one after the other: the one that ends its process harms no other
            while True:
                try:
                    yield number, self._submit(order).result()
                    break
                except BrokenProcessPool:
                    self._end()


def open_engine(name: str, *, workers: int | None, address: str = "") -> AbstractContextManager[Engine]:
    """The engine that a user names.

    Raises:
        KGError: there is none of that name, or it is not installed.
    """
    if name == "ray":
        from kg.scale.on_ray import Ray

        return Ray(workers, address=address)
    if name == "processes":
        if address:
            raise KGError("--address is for --engine ray; processes are on this machine")
        return Processes(workers or multiprocessing.cpu_count())
    raise KGError(f"--engine '{name}' is not known; known: ray, processes")
