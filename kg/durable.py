"""Files and folders that are replaced at one moment, whatever ends the program; one writer at a time.

Every rename and every wait for the disk of the program is here, so that tests can end it at each.
"""

from __future__ import annotations

import os
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from kg.errors import GraphError

AGAIN: Final = 0.1
"""Seconds between two looks at a lock that somebody else holds."""

if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int, *, shared: bool) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return shared  # there is no lock for readers: deleting what they have open fails by itself
        return True

    def sync_folder(path: Path) -> None:
        """Nothing to do: here a rename is kept with the file."""

else:
    import fcntl

    def _try_lock(handle: int, *, shared: bool) -> bool:
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def sync_folder(path: Path) -> None:
        """Wait until the disk holds which files lie in a folder."""
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sync_file(handle: int) -> None:
    """Wait until the disk holds a file's content."""
    os.fsync(handle)


def rename(old: Path, new: Path) -> None:
    """Give a file or folder another name, at one moment, in place of what has that name; and wait for the disk."""
    old.replace(new)
    sync_folder(new.parent)


@contextmanager
def replaced(path: Path) -> Iterator[IO[bytes]]:
    """A stream whose content becomes the file at `path` at the end; for files that a run makes for itself alone, and
    makes again where the machine fails."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def lock_for_reading(path: Path) -> int | None:
    """Keep a folder from being deleted by the program until the process ends or the handle is closed.

    Returns:
        The handle; None where somebody is deleting it.
    """
    if sys.platform == "win32":
        return -1
    handle = os.open(path, os.O_RDONLY)
    if _try_lock(handle, shared=True):
        return handle
    os.close(handle)
    return None


def is_being_read(path: Path) -> bool:
    """Whether somebody holds a `lock_for_reading` of a folder."""
    if sys.platform == "win32":
        return False
    handle = os.open(path, os.O_RDONLY)
    try:
        return not _try_lock(handle, shared=False)
    finally:
        os.close(handle)


@contextmanager
def locked(path: Path, *, name: str, wait: float = 0.0, keep: bool = False) -> Iterator[None]:
    """Be the only writer of something.

    Args:
        path: a file that the writer locks, and says in who it is; the lock ends with the process, whatever ends it.
        name: what is written, for messages.
        wait: for how many seconds to wait for another writer.
        keep: whether the file stays when the writer is done.

    Raises:
        GraphError: another one writes, or nothing can be written there.
    """
    end = time.monotonic() + wait
    while (handle := _attempt(path, name)) is None:
        if time.monotonic() >= end:
            raise GraphError(f"{name}: is being written by {_holder(path)}; wait for it with --wait SECONDS")
        time.sleep(AGAIN)
    try:
        yield
    finally:
        if not keep:
            path.unlink(missing_ok=True)  # before the lock ends, so that nobody loses another one's
        os.close(handle)


def _attempt(path: Path, name: str) -> int | None:
    """A handle of the file with its lock; None where another process has it."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise GraphError(f"{name}: cannot be written: {error.strerror}") from error
    if _try_lock(handle, shared=False):
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), path.stat()):  # else the one before has deleted it meanwhile
                try:
                    os.ftruncate(handle, 0)
                    os.pwrite(handle, f"process {os.getpid()} on {socket.gethostname()}".encode(), 0)
                except OSError:
                    os.ftruncate(handle, 0)  # a full disk: the lock holds all the same, it does not say whose it is
                return handle
    os.close(handle)
    return None


def _holder(path: Path) -> str:
    with suppress(OSError):
        if text := path.read_text(errors="replace").strip():
            return text
    return "another process"


def reason(error: OSError | RuntimeError) -> str:
    """Why the disk or a store refuses something, in a few words for people.

    >>> reason(OSError("IO error: No space left on device: While appending to file: x/000004.log: No space left"))
    'the disk is full'
    >>> reason(RuntimeError("Corruption: block checksum mismatch: stored = 1, computed = 2"))
    'it is damaged: build it again'
    """
    text = (error.strerror if isinstance(error, OSError) else None) or str(error)
    for words, plain in _REASONS.items():
        if words in text:
            return plain
    return " ".join(text.split(":")[0].split())


_REASONS: Final = {
    "Corruption": "it is damaged: build it again",
    "No space left": "the disk is full",
    "Permission denied": "it is closed to you",
    "Read-only file system": "the disk can only be read",
    "Operation not permitted": "it is closed to you",
    "While lock file": "another program has it open",
    "lock hold": "another program has it open",
    "No locks available": "the disk knows no locks",
    "No such file": "a file of it, or its folder, is missing",
    "too large": "the file would be too large for the disk",
    "Too many open files": "too many files are open",
}
