"""Ray as the engine: on this machine, or on a cluster that runs already.

The language model is held by the actors of a Ray Data pipeline over the shards. All other steps are short tasks, which
Ray begins in two milliseconds where Ray Data takes a hundred for each.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Iterator, Sequence
from typing import Any, Final

from kg.errors import KGError
from kg.scale.engine import TRIES, Order, perform

PATIENCE: Final = 10.0
"""Seconds in which a cluster has to answer."""
OBJECTS: Final = 100 << 20
"""Bytes of Ray's object store on this machine: only the orders and results go through it, all else through files."""


class Ray:
    """An engine on Ray, without its dashboard and its usage statistics.

    Args:
        workers: how many tasks run at once; None for all processors.
        address: of a cluster; empty for this machine alone.

    Raises:
        KGError: Ray is not installed, or there is no cluster at that address.
    """

    def __init__(self, workers: int | None, *, address: str = "") -> None:
        _check(address)
        os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
        os.environ["RAY_DATA_DISABLE_PROGRESS_BARS"] = "1"
        os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")  # else it warns of how Ray Data makes its own actors
        os.environ.setdefault("RAY_worker_niceness", "0")  # else everything else on the machine goes first
        if not address:  # so that it listens to this machine alone, on every system
            os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"
        try:
            import ray
            import ray.data as ray_data
        except ImportError as error:
            raise KGError("--engine ray is an extra: pip install 'newskg[cluster]'") from error
        self.ray: Any = ray
        here = {"num_cpus": workers or os.cpu_count(), "include_dashboard": False, "object_store_memory": OBJECTS}
        where: dict[str, Any] = {"address": address} if address else {"address": "local", **here}
        try:
            ray.init(log_to_driver=False, logging_level=logging.ERROR, **where)
        except (ConnectionError, ValueError, RuntimeError, OSError) as error:
            reason = " ".join(str(error).split())[:200]
            raise KGError(
                f"--address {address}: no Ray cluster answers there, or it wants a token: {reason}"
                if address
                else reason
            ) from error
        logging.getLogger("ray.data").setLevel(logging.ERROR)
        ray_data.DataContext.get_current().enable_progress_bars = False
        self.workers = workers or max(1, int(self.ray.cluster_resources().get("CPU", 1)))

    def __enter__(self) -> Ray:
        return self

    def __exit__(self, *error: object) -> None:
        self.ray.shutdown()

    def run(self, orders: Sequence[Order], *, loads_model: bool = False) -> Iterator[tuple[int, Any]]:
        """See `kg.scale.engine.Engine`."""
        return self._in_actors(orders) if loads_model else self._in_tasks(orders)

    def _in_actors(self, orders: Sequence[Order]) -> Iterator[tuple[int, Any]]:
        from ray.data import ActorPoolStrategy, from_items

        items = from_items([{"order": order} for order in orders], override_num_blocks=len(orders))
        pool = ActorPoolStrategy(size=min(self.workers, len(orders)))
        done = items.map_batches(_Worker, batch_size=1, num_cpus=1, compute=pool)
        for row in done.iter_rows():
            yield row["done"]

    def _in_tasks(self, orders: Sequence[Order]) -> Iterator[tuple[int, Any]]:
        task = self.ray.remote(num_cpus=1, max_retries=TRIES + 1)(_perform)
        waiting, left = list[Any](), list(reversed(orders))
        while left or waiting:
            while left and len(waiting) < 2 * self.workers:
                waiting.append(task.remote(left.pop()))
            ready, waiting = self.ray.wait(waiting, num_returns=1)
            yield from self.ray.get(ready)


def _check(address: str) -> None:
    """Refuse an address where nothing answers: Ray itself would ask for minutes."""
    host, _, port = address.rpartition(":")
    if host and port.isdigit() and "/" not in host:
        try:
            socket.create_connection((host, int(port)), timeout=PATIENCE).close()
        except (OSError, OverflowError) as error:
            raise KGError(f"--address {address}: no Ray cluster answers there: {error}") from error


def _perform(order: Order) -> tuple[int, Any]:
    return order.number, perform(order)


class _Worker:
    """An actor: what `perform` loads stays in its process. Ray begins it again, and its order, where it ends."""

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[tuple[int, Any]]]:
        return {"done": [_perform(order) for order in batch["order"]]}
