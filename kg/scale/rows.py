"""Rows on their way between the steps of a large build: files in a folder that all machines see.

A step writes one file of JSON lines for each of its tasks, in sections, one for each partition; a task of the next
step reads its own section of every file (what Dean and Ghemawat 2004 call a shuffle). Every file is written whole or
not at all, so that a step that ended early goes on from those that are there.
"""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import quote

from kg.durable import replaced

T = TypeVar("T")
Row = list[Any]
"""A key, and what is known under it; JSON throughout."""
OPEN_TABLES: Final = 256
"""Tables that a task keeps open."""


def batched(found: Iterable[T], most: int) -> Iterator[list[T]]:
    """So many at a time (Python 3.12 has it as `itertools.batched`)."""
    waiting = iter(found)
    while some := list(islice(waiting, most)):
        yield some


def partition(key: str, count: int) -> int:
    """The partition of a key, the same on every machine.

    >>> partition("Oslo", 8) == partition("Oslo", 8) < 8
    True
    """
    return zlib.crc32(key.encode("utf8", "surrogatepass")) % count


class Outbox:
    """Rows for the partitions of the next step.

    Args:
        count: how many partitions there are.
    """

    def __init__(self, count: int) -> None:
        self.sections: list[list[bytes]] = [[] for _ in range(count)]

    def put(self, key: str, *values: object) -> None:
        """Send a row to the partition of its key."""
        line = json.dumps([key, *values], ensure_ascii=True, separators=(",", ":")).encode()
        self.put_line(line, partition(key, len(self.sections)))

    def put_line(self, line: bytes, number: int) -> None:
        """Send a line as it is to a partition."""
        self.sections[number].append(line)

    def write(self, path: Path) -> None:
        """Write all sections into one file: their lengths in its first line, then one after the other."""
        sections = [b"".join(line + b"\n" for line in section) for section in self.sections]
        with replaced(path) as stream:
            stream.write(json.dumps([len(section) for section in sections]).encode() + b"\n")
            stream.writelines(sections)


def lines(folder: Path, number: int) -> Iterator[bytes]:
    """The lines that all tasks of a step sent to a partition, without their ends."""
    for path in sorted(folder.glob("[!.]*")):
        with path.open("rb") as stream:
            lengths = json.loads(stream.readline())
            stream.seek(sum(lengths[:number]), 1)
            yield from stream.read(lengths[number]).splitlines()


def rows(folder: Path, number: int) -> Iterator[Row]:
    """The rows that all tasks of a step sent to a partition."""
    return map(json.loads, lines(folder, number))


def by_key(number: int, *folders: Path) -> Iterator[tuple[str, list[Row]]]:
    """The rows of a partition by their keys, in an order that depends on nothing but their content.

    Args:
        folders: of the steps that sent them.
    """
    found = sorted(line for folder in folders for line in lines(folder, number))
    for key, group in groupby(map(json.loads, found), key=lambda row: row[0]):
        yield key, list(group)


def write_table(path: Path, values: Iterable[tuple[str, object]]) -> None:
    """Write the values of keys of one partition, to be looked up by any task."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    os.close(handle)
    with sqlite3.connect(name) as table:
        table.execute("PRAGMA synchronous = OFF")
        table.execute("CREATE TABLE kept (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID")
        packed = ((key, json.dumps(value, separators=(",", ":"))) for key, value in values)
        table.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", packed)
    table.close()
    Path(name).replace(path)


class Tables:
    """The tables of all partitions.

    Args:
        folder: where they lie, by the numbers of their partitions.
        count: how many there are.
    """

    def __init__(self, folder: Path, count: int) -> None:
        self.folder = folder
        self.count = count
        self.open: dict[int, sqlite3.Connection] = {}

    def _table(self, number: int) -> sqlite3.Connection:
        if number not in self.open:
            if len(self.open) == OPEN_TABLES:
                self.open.clear()
            path = quote(str(self.folder / f"{number}.table"))
            self.open[number] = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        return self.open[number]

    def get(self, key: str) -> Any:
        """What is known of a key; None for nothing."""
        table = self._table(partition(key, self.count))
        found = table.execute("SELECT value FROM kept WHERE key = ?", (key,)).fetchone()
        return None if found is None else json.loads(found[0])

    def of(self, number: int) -> Iterator[tuple[str, Any]]:
        """All of one partition, in the order of its keys."""
        found = self._table(number).execute("SELECT key, value FROM kept ORDER BY key")
        return ((key, json.loads(value)) for key, value in found)
