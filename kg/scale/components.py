"""Connected components of any number of links, on an engine.

By turns every node gives its larger neighbours, then its smaller ones, to the smallest of all, until each component is
a star (Kiveris, Lattanzi, Mirrokni, Rastogi and Vassilvitskii 2014, "Connected Components in MapReduce and Beyond").
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.scale.engine import Output
from kg.scale.job import Job, Steps
from kg.scale.rows import by_key

Task = tuple[int, list[str], str]
"""A partition; the channels with its links, each from both ends; the channel for the next ones."""


def find_components(steps: Steps, job: Job, name: str, channels: list[str]) -> None:
    """Find the smallest node of each component.

    Args:
        name: of the channel that then holds, for every other node, that smallest one.
        channels: the links, each from both ends.
    """
    number = 0
    while True:
        large, small = f"{name}-large-{number}", f"{name}-small-{number}"
        changed = sum(steps.run(large, _large_stars, job, [(p, channels, large) for p in range(job.partitions)]))
        changed += sum(steps.run(small, _small_stars, job, [(p, [large], small) for p in range(job.partitions)]))
        channels, number = [small], number + 1
        if not changed:
            steps.run(name, _leaves, job, [(p, [small], name) for p in range(job.partitions)])
            return


def _large_stars(job: Job, task: Task) -> Output:
    """Link each larger neighbour of a node with the smallest node around."""
    number, channels, sent = task
    links, changed = job.outbox(), 0
    for node, around in _neighbours(job, number, channels):
        least = min(node, *around)
        for other in sorted(around):
            if other > node:
                links.put(other, least)
                changed += least != node
    return Output({sent: links}, changed)


def _small_stars(job: Job, task: Task) -> Output:
    """Link each smaller neighbour of a node, and the node, with the smallest."""
    number, channels, sent = task
    links, changed = job.outbox(), 0
    for node, around in _neighbours(job, number, channels):
        least = min(around)
        changed += len(around) > 1
        for other in sorted({*around, node} - {least}):
            links.put(other, least)
            links.put(least, other)
    return Output({sent: links}, changed)


def _leaves(job: Job, task: Task) -> Output:
    """The smallest neighbour of every node that is not itself the smallest."""
    number, channels, sent = task
    links = job.outbox()
    for node, around in _neighbours(job, number, channels):
        if (least := min(around)) < node:
            links.put(node, least)
    return Output({sent: links})


def _neighbours(job: Job, number: int, channels: list[str]) -> Iterator[tuple[str, set[str]]]:
    """Each node of a partition with those that it is linked with."""
    for node, known in by_key(number, *(job.folder / channel for channel in channels)):
        yield node, {other for _, other in known}
