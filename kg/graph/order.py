"""The lines of a graph in their order, however many: sorted in runs that fit into memory, which are merged."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import islice
from pathlib import Path
from typing import IO, Final

from rdflib import RDF

RUN: Final = 1 << 26
"""Bytes of a run; sorting takes five times as much memory."""
MOST: Final = 256
"""So many runs are open at once."""
BLOCK: Final = 100_000
"""How many lines are turned into text at a time."""
WHOLE: Final = re.compile(rb'"(-?\d+)"(\^\^<http://www\.w3\.org/2001/XMLSchema#decimal> \.)$', re.MULTILINE)
"""A decimal number at the end of a line, without its point: see `kg.graph.files.decimal`."""
_TYPE: Final = f"> {RDF.type.n3()} ".encode()
_FIRST: Final = b"> \x00"
"""What stands for `_TYPE` while lines are sorted; N-Triples escape the character, so there is none in a line."""


def sort_key(line: bytes) -> bytes:
    """Where a line of N-Triples stands among others: by its subject, what that is first."""
    return line.replace(_TYPE, _FIRST, 1)


class Order:
    """Canonical N-Triples that are written in any order and read sorted by subject, what that is first.

    Args:
        folder: where runs lie that are too many for memory, as files without a name; None for the system's own folder.
        run: bytes of a run.

    >>> order = Order()
    >>> _ = order.write(b'<e:b> <e:p> "1"^^<http://www.w3.org/2001/XMLSchema#decimal> .\\n<e:a> <e:p> <e:b> .\\n')
    >>> [text.decode().splitlines() for text in order.blocks()]
    [['<e:a> <e:p> <e:b> .', '<e:b> <e:p> "1.0"^^<http://www.w3.org/2001/XMLSchema#decimal> .']]
    """

    def __init__(self, *, folder: Path | None = None, run: int = RUN) -> None:
        self.folder = folder
        self.run = run
        self.parts: list[bytes] = []
        self.size = 0
        self.runs: list[IO[bytes]] = []

    def write(self, data: bytes) -> int:
        """Take text as it comes, which may end within a line."""
        self.parts.append(data)
        self.size += len(data)
        if self.size >= self.run:
            self._keep()
        return len(data)

    def flush(self) -> None:
        """Nothing to do: streams have it."""

    def blocks(self) -> Iterator[bytes]:
        """The text, in order, in blocks of `BLOCK` lines; it can be read once."""
        try:
            found = merge(self._sorted(), *self.runs)
            while block := b"".join(islice(found, BLOCK)):
                yield block.replace(_FIRST, _TYPE)
        finally:
            for run in self.runs:
                run.close()

    def _keep(self) -> None:
        """Put all lines that are ended into a file, sorted."""
        text = b"".join(self.parts)
        end = text.rfind(b"\n") + 1
        self.parts = [text[:end]]
        self._run(self._sorted())
        self.parts, self.size = [text[end:]], len(text) - end
        if len(self.runs) == MOST:
            runs, self.runs = self.runs, []
            self._run(merge(*runs))
            for run in runs:
                run.close()

    def _run(self, lines: Iterable[bytes]) -> None:
        stream = tempfile.TemporaryFile(prefix=".sort-", dir=self.folder)  # noqa: SIM115 - `blocks` closes it
        self.runs.append(stream)
        stream.writelines(lines)
        stream.seek(0)

    def _sorted(self) -> list[bytes]:
        text, self.parts = WHOLE.sub(rb'"\1.0"\2', b"".join(self.parts)), []
        return sorted(map(sort_key, text.splitlines(keepends=True)))
