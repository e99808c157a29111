"""Where graphs live: files, embedded stores, servers; written by one at a time, whole or not at all."""

from pathlib import Path

from kg.formats import is_address
from kg.homes.embedded import Embedded
from kg.homes.endpoint import Endpoint
from kg.homes.file import File
from kg.homes.home import Home, Plan, Writer, address
from kg.homes.interrupted import Kept, kept


def open_store(name: str | Path) -> Home:
    """The store that a user names: a directory, or where one is to be, or a server's address."""
    return Endpoint(str(name)) if is_address(name) else Embedded(Path(name))


def home(name: str | Path) -> Home:
    """The place that a user names: a store directory, or a file with the name of a known format.

    Raises:
        GraphError: it can be neither.
    """
    if is_address(name):
        return Endpoint(str(name))
    path = Path(name)
    return Embedded(path) if path.is_dir() else File(path)


__all__ = [
    "Embedded",
    "Endpoint",
    "File",
    "Home",
    "Kept",
    "Plan",
    "Writer",
    "address",
    "home",
    "is_address",
    "kept",
    "open_store",
]
