"""A store directory: one embedded store after another, of which `head` names the one that holds.

A writer works on a copy (of hard links: it costs nothing) and then lets `head` name that. So what a reader has opened
never changes, and whatever ends a writer leaves either the old content or the new. What is left over is deleted by the
next writer.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.durable import is_being_read, locked, reason, rename, sync_file, sync_folder
from kg.errors import GraphError
from kg.formats import HEAD

STORE_ERRORS: Final = (OSError, RuntimeError)
"""What an embedded store raises; the latter where its files make no sense."""
LOCK = "lock"
_OURS = frozenset({LOCK, f"{HEAD}.part", "kept"})
"""What may lie in a store directory before its first content."""
_GENERATION = re.compile(r"\d{8}")
_LEFT = re.compile(rf"{HEAD}\.part|CURRENT|IDENTITY|LOCK|(LOG|MANIFEST|OPTIONS)[.-].*|LOG|\d+\.(sst|log|dbtmp)")
"""Files of the program that may be left over in a store directory; the latter are a store of versions before 0.2."""


@contextmanager
def writing(path: Path, *, wait: float = 0.0) -> Iterator[None]:
    """Be the only writer of a store directory, which is made if there is none; clear what others left.

    Raises:
        GraphError: another one writes, nothing can be written there, or what stands there is not a store.
    """
    if path.exists() and not is_store(path) and not _may_become_store(path):
        raise GraphError(f"{path}: is not a graph store; it is left as it is")
    if not path.parent.is_dir():
        raise GraphError(f"{path}: cannot be written: there is no folder {path.parent}")
    made = not path.exists()
    try:
        path.mkdir(exist_ok=True)
    except OSError as error:
        raise GraphError(f"{path}: cannot be written: {reason(error)}") from error
    try:
        with locked(path / LOCK, name=str(path), wait=wait, keep=True):
            try:
                clear(path)
                yield
            except STORE_ERRORS as error:
                raise GraphError(f"{path}: cannot be written: {reason(error)}") from error
    finally:
        if made and not is_store(path):
            _remove_empty(path)


def _may_become_store(path: Path) -> bool:
    return path.is_dir() and all(p.name in _OURS or _GENERATION.fullmatch(p.name) for p in path.iterdir())


def _remove_empty(path: Path) -> None:
    """Delete a store directory that nobody has come to write."""
    for name in (LOCK, f"{HEAD}.part"):
        (path / name).unlink(missing_ok=True)
    if not any(path.iterdir()):
        path.rmdir()


def is_store(path: Path) -> bool:
    """Whether a directory holds a store."""
    return (path / HEAD).is_file() or (path / "CURRENT").is_file()


def head(path: Path) -> Path | None:
    """The folder that holds a store's content now; None where there is none yet."""
    try:
        return path / (path / HEAD).read_text().strip()
    except FileNotFoundError:
        return path if (path / "CURRENT").is_file() else None


def clear(path: Path) -> None:
    """Delete what an interrupted writer left, and old contents that nobody reads any more."""
    now = head(path)
    for left in sorted(path.iterdir()):
        if left == now or now == path:
            continue
        if _GENERATION.fullmatch(left.name) and left.is_dir():
            if not is_being_read(left):
                shutil.rmtree(left, ignore_errors=True)
        elif _LEFT.fullmatch(left.name):
            left.unlink(missing_ok=True)


class Generation:
    """The content of a store directory while it is being changed.

    Args:
        path: a store directory that is being written (see `writing`).
        empty: whether to begin with nothing.
    """

    def __init__(self, path: Path, *, empty: bool = False) -> None:
        self.path = path
        self.empty = empty
        old = head(path)
        numbers = [int(p.name) for p in path.iterdir() if _GENERATION.fullmatch(p.name)]
        self.folder = path / f"{max(numbers, default=0) + 1:08}"
        self.folder.mkdir()
        if old is not None and not empty:
            _copy(old, self.folder)
        self._store: ox.Store | None = ox.Store(str(self.folder))

    @property
    def store(self) -> ox.Store:
        """The store. Keep no reference: it is closed when it takes its place."""
        assert self._store is not None
        return self._store

    def take_place(self, *, much: bool = False) -> None:
        """Let this be the content from now on.

        Args:
            much: whether much of it is new: it is sorted then, and asked in a third of the time.
        """
        if self.empty or much:
            self.store.optimize()
        self.store.flush()
        self._store = None
        sync_folder(self.folder)
        _point(self.path, self.folder)
        clear(self.path)

    def discard(self) -> None:
        """Leave the content as it was."""
        self._store = None
        if head(self.path) != self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)


def _copy(old: Path, new: Path) -> None:
    """Copy an embedded store that nobody changes: its tables, which are never changed, by hard links."""
    for file in old.iterdir():
        if file.is_dir() or file.name in ("LOCK", "LOG") or file.name.startswith("LOG.") or file.name == HEAD:
            continue
        if file.suffix == ".sst":
            try:
                (new / file.name).hardlink_to(file)
                continue
            except OSError:
                pass  # a disk without hard links
        shutil.copyfile(file, new / file.name)


def _point(path: Path, generation: Path) -> None:
    part = path / f"{HEAD}.part"
    with part.open("w") as stream:
        stream.write(f"{generation.name}\n")
        stream.flush()
        sync_file(stream.fileno())
    rename(part, path / HEAD)
