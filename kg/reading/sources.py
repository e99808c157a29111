"""Files, folders and standard input as a stream of articles."""

from __future__ import annotations

import io
import os
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import KGError, ReadError, SkipError, warn
from kg.formats import is_address
from kg.model import Article
from kg.reading.metadata import shown
from kg.reading.readers import read_source
from kg.reading.source import Options, Source
from kg.reading.text import decode

STANDARD_INPUT = "standard input"
Fetch = Callable[..., Iterator[Article]]
"""`kg.reading.web.read_web`, with a fetcher."""


@dataclass(slots=True)
class Meter:
    """How far the reading of files is.

    Args:
        total: bytes of all files; what is fetched or comes over standard input is not counted.
        done: bytes that have been read.
    """

    total: int = 0
    done: int = 0


def read_articles(
    sources: Iterable[str | Path],
    *,
    options: Options | None = None,
    fetch: Fetch | None = None,
    meter: Meter | None = None,
    on_error: Callable[[KGError], None] = warn,
) -> Iterator[Article]:
    """Read articles one by one.

    A file of a folder, a member of an archive or a record of a list that cannot be read is reported and passed over; a
    source that was named itself and cannot be read is an error, if it is the only one.

    Args:
        sources: files of any kind that `kg.reading.kinds` knows, folders of them, and `-` for standard input.
        options: see there.
        fetch: the articles at a web address (see `kg.reading.web`); without it none is read.
        meter: counts the bytes of all files, and those that have been read.
        on_error: called with an error for each article that is passed over, and for doubtful metadata of one that is
            kept; by default it becomes a Python warning.

    Raises:
        ReadError: a source is missing, or the only one cannot be read.

    >>> import kg
    >>> [article.title for article in kg.read_articles(["examples/articles/2024-05-19-georgia-veto.txt"])]
    ["Georgia's president vetoes law on foreign influence as protests go on"]
    """
    named = [str(source) for source in sources]
    check_sources(named, fetch)  # at once, before the first article is asked for
    return _read_all(named, options or Options(), fetch, meter or Meter(), on_error)


def check_sources(sources: Iterable[str], fetch: Fetch | None = None) -> None:
    """Refuse sources that are missing, or would have to be fetched where nothing is.

    Raises:
        ReadError: see `read_articles`.
    """
    for source in sources:
        if is_address(source) and fetch is None:
            raise ReadError(f"{shown(source)}: is a web address; add --fetch to read it over the network")
        if re.match(r"\w+://", source) and not is_address(source):
            raise ReadError(f"{shown(source)}: only addresses that begin with http:// or https:// are read")
        if source != "-" and not is_address(source) and not Path(source).exists():
            raise ReadError(f"{source}: no such file or folder")


def _read_all(
    sources: Sequence[str], options: Options, fetch: Fetch | None, meter: Meter, tell: Callable[[KGError], None]
) -> Iterator[Article]:
    addresses = [source for source in sources if fetch and is_address(source)]
    files = [file for source in sources if source not in addresses for file in _files(source)]
    if len(sources) == 1 and not files and not addresses:
        raise ReadError(f"{sources[0]}: there are no articles in this folder")
    meter.total = sum(file.size for file in files)
    for address in addresses:
        assert fetch is not None
        try:
            yield from fetch(address, options=options, tell=tell)
        except ReadError as error:
            if len(sources) == 1:
                raise
            tell(error)
    for file, name in _named(files):
        before = meter.done
        try:
            yield from read_file(file, name, options, tell, meter=meter)
        except ReadError as error:
            if len(sources) == 1 and not file.folder:
                raise
            tell(error)
        meter.done = before + file.size


@dataclass(frozen=True, slots=True)
class File:
    """A file to read.

    Args:
        path: where it lies; None for standard input.
        folder: the folder that was named, or empty if the file itself was.
        reason: why it is not read, or empty.
    """

    path: Path | None
    folder: str = ""
    reason: str = ""

    @property
    def size(self) -> int:
        """Its bytes, as far as they are known."""
        try:
            return 0 if self.path is None or self.reason else self.path.stat().st_size
        except OSError:
            return 0


def named_files(sources: Iterable[str]) -> list[tuple[File, str]]:
    """All files of some sources, each with the name that it goes by."""
    return list(_named([file for source in sources for file in _files(source)]))


def _files(source: str) -> Iterator[File]:
    """The files of a source, in the order of their names; of a hidden folder the folder itself."""
    if source == "-":
        yield File(None)
    elif not (root := Path(source)).is_dir():
        yield File(root)
    else:
        found = []
        for folder, folders, files in os.walk(root):
            hidden = [name for name in folders if name.startswith(".")]
            folders[:] = [name for name in folders if not name.startswith(".")]
            found += [(Path(folder, name), "hidden folder") for name in hidden]
            found += [(Path(folder, name), "hidden file" * name.startswith(".")) for name in files]
        for path, reason in sorted(found):
            yield File(path, source, reason)


def _named(files: Sequence[File]) -> Iterator[tuple[File, str]]:
    """Each file with the name that it goes by: inside its folder; where two would share that, with as many folders
    around it as tell them apart."""
    taken = defaultdict(set)
    for file in files:
        if file.path is not None:
            taken[_name(file, 0)].add(file.path.absolute())
    for file in files:
        more = 0
        while file.path is not None and len(paths := taken[_name(file, 0)]) > 1:
            own = _name(file, more)
            if sum(path.as_posix().endswith(f"/{own}") for path in paths) == 1 or own.startswith("/"):
                break
            more += 1
        yield file, _name(file, more)


def _name(file: File, more: int) -> str:
    if file.path is None:
        return STANDARD_INPUT
    shown = len(file.path.relative_to(file.folder).parts) if file.folder else 1
    parts = file.path.absolute().parts
    return "/".join(parts[-shown - more :]).replace("//", "/")


def read_file(
    file: File, name: str, options: Options, tell: Callable[[KGError], None], *, meter: Meter | None = None
) -> Iterator[Article]:
    """The articles of one file.

    Args:
        meter: told how far the reading is.

    Raises:
        ReadError: it cannot be read.
    """
    meter = meter or Meter()
    if file.path is None:
        yield from read_source(Source(io.BytesIO(sys.stdin.buffer.read()), name, options=options, tell=tell))
        return
    if file.reason or not file.path.is_file():
        reason = file.reason or "no regular file"
        raise SkipError(f"{name}: is a {reason}" if file.reason else f"{name}: is no regular file", reason)
    try:
        stream = file.path.open("rb")
    except OSError as error:
        raise ReadError(f"{file.path}: cannot be read: {error.strerror}") from error
    before = meter.done
    with stream:
        for article in read_source(Source(stream, name, options=options, tell=tell)):
            meter.done = before + (0 if stream.closed else stream.tell())
            yield article


def read_text(source: str) -> str:
    """The text of one file, or of standard input for `-`, line by line as it stands.

    Raises:
        ReadError: it is missing, binary or empty.
    """
    name = STANDARD_INPUT if source == "-" else source
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise ReadError(f"{source}: cannot be read: {error.strerror}") from error
    text = decode(data, name)
    if not text.strip():
        raise ReadError(f"{name}: is empty")
    return text
