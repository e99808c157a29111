"""What is the same for all tasks of a large build, and how a step of it runs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from kg.decisions import NONE, Decisions
from kg.durable import replaced
from kg.errors import GraphError
from kg.graph import Settings, Verdicts
from kg.linking.decisions import Heads
from kg.pipeline import Setup
from kg.scale.engine import Engine, Order, Output
from kg.scale.rows import Outbox, Tables


@dataclass(frozen=True)
class Job:
    """A large build, as its tasks know it.

    Args:
        folder: where all machines see its files.
        setup: what reads the articles.
        settings: how the graph is built.
        fields: which field of a record is what.
        keep_text: whether the graph holds the articles' texts.
        decisions: what people have decided.
        service: address of what adds identifiers to entities; empty for nothing.
        partitions: into how many parts the articles, names and statements are dealt out by their hash.
        limit: a thing of which more articles than this speak says nothing of what two articles have in common.
        frequent: the IRIs of these.
        bounds: sort keys at which the lines of the graph are cut into parts.
    """

    folder: Path
    setup: Setup
    settings: Settings
    fields: Mapping[str, str] = field(default_factory=dict)
    keep_text: bool = False
    decisions: Decisions = NONE
    service: str = ""
    partitions: int = 1
    limit: int = 20
    frequent: frozenset[str] = frozenset()
    bounds: tuple[bytes, ...] = ()

    @property
    def base(self) -> str:
        """The IRI under which nodes are minted."""
        return self.settings.base

    def outbox(self) -> Outbox:
        """Rows for all partitions."""
        return Outbox(self.partitions)

    def tables(self, name: str) -> Tables:
        """What a step looked up."""
        return Tables(self.folder / name, self.partitions)

    def table(self, name: str, number: int) -> Path:
        """Where one partition of a table lies."""
        return self.folder / name / f"{number}.table"

    def keep(self, name: str, found: object) -> None:
        """Write what further tasks are to know, as JSON."""
        with replaced(self.folder / f"{name}.json") as stream:
            stream.write(json.dumps(found).encode())

    def kept(self, name: str) -> Any:
        """What `keep` wrote."""
        return json.loads((self.folder / f"{name}.json").read_bytes())

    @cached_property
    def bearers(self) -> dict[tuple[str, str], str]:
        """Article and IRI of a name -> the IRI of its bearer there, where that is not the plain one."""
        return {(article, iri): bearer for article, iri, bearer in self.kept("bearers")}

    @cached_property
    def heads(self) -> Heads:
        """What decisions make one, or two, before names are compared."""
        if not self.decisions:
            return Heads()
        kept = self.kept("heads")
        of = {(article, iri): head for article, iri, head in kept["of"]}
        return Heads(of, tuple(map(tuple, kept["different"])), kept["named"])

    @cached_property
    def verdicts(self) -> Verdicts:
        """What decisions come to beyond who is who."""
        if not self.decisions:
            return Verdicts()
        kept = self._verdicts
        rejected, confirmed = frozenset(kept["rejected"]), frozenset(kept["confirmed"])
        return Verdicts(kept["names"], rejected, confirmed, len(self.decisions))

    @cached_property
    def united(self) -> Mapping[str, str]:
        """What entities are instead of what they are by their names; see `kg.linking.decisions.Decided`."""
        return self._verdicts["united"] if self.decisions else {}

    @cached_property
    def _verdicts(self) -> Any:
        return self.kept("verdicts")


@dataclass(slots=True)
class Steps:
    """Runs the steps of a build one after the other; what an interrupted run has done is not done again.

    Args:
        engine: runs the tasks.
        tell: told, after each task, of the step, how many of its tasks are done, of how many, and its result.
    """

    engine: Engine
    tell: Callable[[str, int, int, Any], None]

    def run(
        self,
        step: str,
        function: Callable[[Job, Any], Output],
        job: Job,
        tasks: Iterable[Any] | None = None,
        *,
        loads_model: bool = False,
        fails: bool = True,
    ) -> list[Any]:
        """Do all tasks of a step.

        Args:
            tasks: what each is about; by default the number of each partition.
            loads_model: see `Engine.run`.
            fails: whether a task that has failed ends the build; else its result says why.

        Returns:
            The tasks' results, in their order.

        Raises:
            GraphError: a task has failed.
        """
        listed = list(range(job.partitions) if tasks is None else tasks)
        orders = [Order(function, job, task, step, number, job.folder) for number, task in enumerate(listed)]
        left, results = list[Order](), dict[int, Any]()
        for order in orders:
            if order.done.exists():
                results[order.number] = json.loads(order.done.read_bytes())
                self.tell(step, len(results), len(orders), results[order.number])
            else:
                left.append(order)
        for number, result in self.engine.run(left, loads_model=loads_model) if left else ():
            if isinstance(result, dict) and "failed" in result:
                if fails:
                    raise GraphError(f"step '{step}' failed at part {number + 1} of {len(orders)}: {result['failed']}")
            elif not orders[number].done.exists():
                raise GraphError(
                    f"{job.folder}: other machines do not see this folder; name one that all see with --work"
                )
            results[number] = result
            self.tell(step, len(results), len(orders), result)
        return [results[number] for number in range(len(orders))]
