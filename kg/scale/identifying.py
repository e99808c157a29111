"""Identifiers from a service on the network: the first process asks it for each name once, as slowly as it wants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from kg.linking.wikidata import Service
from kg.scale.engine import Output
from kg.scale.job import Job
from kg.scale.rows import rows, write_table

TABLE: Final = "items"


def collect_names(job: Job, number: int) -> Output:
    """Send the names without an identifier of one partition's articles to theirs, each once."""
    found = job.outbox()
    entities = (entity for _, linked in rows(job.folder / "linked", number) for entity in linked["entities"])
    names = {(e["label"], e["type"]) for e in entities if not e["same_as"] and not e["local"]}
    for label, kind in sorted(names):
        found.put(_key(label, kind), label, kind)
    return Output({"asked": found})


def ask(job: Job, service: Service) -> None:
    """Keep what a service answers, to be looked up.

    Raises:
        LinkError: it cannot be asked; what it has answered is kept.
    """
    for number in range(job.partitions):
        path = job.table(TABLE, number)
        if not path.exists():
            names = sorted({(label, kind) for _, label, kind in rows(job.folder / "asked", number)})
            write_table(path, ((_key(*name), item) for name, item in service.items(names).items()))


def _key(label: str, kind: str) -> str:
    return f"{kind} {label}"


class Answers:
    """What the service has answered, as a service."""

    def __init__(self, job: Job) -> None:
        self.table = job.tables(TABLE)

    def items(self, names: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
        """See `kg.linking.wikidata.Service`."""
        return {name: item for name in names if (item := self.table.get(_key(*name)))}
