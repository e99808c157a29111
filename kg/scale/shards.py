"""Sources as shards, and the function that turns a shard's articles into what they give to a graph."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from kg.durable import replaced
from kg.errors import KGError, MetadataError, ReadError, SkipError
from kg.homes.interrupted import decode
from kg.model import Article
from kg.pipeline import Setup, Tools, analyse_with, load_tools
from kg.reading import Options
from kg.reading.kinds import Kind, recognise
from kg.reading.records import read_json_lines, read_parquet
from kg.reading.source import Source
from kg.reading.sources import File, named_files, read_file
from kg.scale.engine import Output
from kg.scale.job import Job
from kg.scale.rows import batched
from kg.vocabulary import article_iri

SIZE: Final = 1 << 20
"""Bytes of a shard."""
MOST_ARTICLES: Final = 512
"""Lines, rows or files of a shard; twice a minute's work of one processor."""
MOST_SHARDS: Final = 1 << 13
"""Where there would be more, shards are larger."""

Task = dict[str, Any]


def plan(sources: Iterable[str]) -> Iterator[Task]:
    """Cut files into shards: JSON lines and Parquet inside of each file, all others file by file."""
    small, taken = list[tuple[File, str]](), 0
    files = named_files(sources)
    total = sum(file.size for file, _ in files)
    size = max(SIZE, total // MOST_SHARDS)
    most = MOST_ARTICLES * size // SIZE
    for file, name in files:
        kind = _kind(file, name)
        if kind is Kind.JSON_LINES:
            assert file.path is not None
            yield from _ranges(file.path, name, size, most)
        elif kind is Kind.PARQUET:
            assert file.path is not None
            yield from _row_groups(file.path, name, most)
        else:
            if small and (len(small) == most or taken + file.size > size):
                yield _files(small)
                small, taken = [], 0
            small.append((file, name))
            taken += file.size
    if small:
        yield _files(small)


def _files(files: list[tuple[File, str]]) -> Task:
    return {"files": [[str(file.path.absolute()) if file.path else "", file.reason, name] for file, name in files]}


def _kind(file: File, name: str) -> Kind | None:
    """What a file is, if it can be cut into shards."""
    if file.path is None or file.reason or not file.path.is_file():
        return None
    try:
        with file.path.open("rb") as stream:
            source = Source(stream, name)
            return None if b"\x00" in source.head() and not source.head().startswith(b"PAR1") else recognise(source)
    except (OSError, KGError):
        return None  # reading it says what is wrong


def _ranges(path: Path, name: str, size: int, most: int) -> Iterator[Task]:
    """Runs of whole lines."""
    start = first = at = number = 0
    with path.open("rb") as stream:
        for line in stream:
            if number - first == most or (number > first and at + len(line) - start > size):
                yield _range(path, name, start, at, first)
                start, first = at, number
            at += len(line)
            number += 1
    if number > first:
        yield _range(path, name, start, at, first)


def _range(path: Path, name: str, start: int, end: int, first: int) -> Task:
    return {"lines": str(path.absolute()), "name": name, "start": start, "size": end - start, "first": first + 1}


def _row_groups(path: Path, name: str, most: int) -> Iterator[Task]:
    """Runs of row groups; a file that is no Parquet after all is one shard, whose reading says so."""
    try:
        from pyarrow import ArrowException, parquet
    except ImportError:
        yield _files([(File(path), name)])
        return
    try:
        with parquet.ParquetFile(path) as table:
            counts = [table.metadata.row_group(n).num_rows for n in range(table.num_row_groups)]
    except (ArrowException, OSError):
        yield _files([(File(path), name)])
        return
    groups, taken, first = list[int](), 0, 1
    for number, count in enumerate(counts):
        if groups and taken + count > most:
            yield {"rows": str(path.absolute()), "name": name, "groups": groups, "first": first}
            groups, taken, first = [], 0, first + taken
        groups.append(number)
        taken += count
    yield {"rows": str(path.absolute()), "name": name, "groups": groups, "first": first}


def kept_articles(articles: Iterable[Article], folder: Path) -> Iterator[Task]:
    """Put articles that only this process can read (standard input, web addresses) where all machines see them."""
    for number, some in enumerate(batched(articles, MOST_ARTICLES)):
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{number:06}"
        with replaced(path) as stream:
            stream.writelines(json.dumps(asdict(article)).encode() + b"\n" for article in some)
        yield {"articles": str(path), "name": "what was read"}


def read_shard(task: Task, options: Options, tell: Callable[[KGError], None]) -> Iterator[Article]:
    """The articles of a shard.

    Args:
        tell: told of what is passed over.

    Raises:
        ReadError: the disk or the network does not give it; another try may.
    """
    try:
        yield from _read(task, options, tell)
    except ReadError as error:
        if isinstance(error.__cause__, OSError):
            raise
        tell(error)


def _read(task: Task, options: Options, tell: Callable[[KGError], None]) -> Iterator[Article]:
    if "articles" in task:
        with Path(task["articles"]).open("rb") as stream:
            for line in stream:
                yield decode({"article": json.loads(line), "entities": [], "statements": []}).article
    elif "files" in task:
        for path, reason, name in task["files"]:
            try:
                yield from read_file(File(Path(path), reason=reason), name, options, tell)
            except ReadError as error:
                tell(error)
    else:
        path = Path(task.get("lines") or task["rows"])
        try:
            with path.open("rb") as stream:
                if "rows" in task:
                    source = Source(stream, task["name"], options=options, tell=tell)
                    yield from read_parquet(source, groups=task["groups"], first=task["first"])
                    return
                stream.seek(task["start"])
                part = io.BytesIO(stream.read(task["size"]))
        except OSError as error:
            raise ReadError(f"{path}: cannot be read: {error.strerror}") from error
        source = Source(part, task["name"], options=options, tell=tell)
        yield from read_json_lines(source, first=task["first"])


def extract_shard(job: Job, task: Task) -> Output:
    """Turn the articles of a shard into rows of what each gives to a graph, by their IRIs."""
    errors, found, words = list[KGError](), job.outbox(), 0
    articles = read_shard(task, Options(job.fields), errors.append)
    for linked in analyse_with(articles, _tools(job.setup)):
        if isinstance(linked, KGError):
            errors.append(linked)
        else:
            found.put(article_iri(linked.article.sha256, base=job.base), asdict(linked))
            words += len(linked.article.text.split())
    told = {"words": words, "errors": [packed(error) for error in errors]}
    return Output({"linked": found}, told)


@lru_cache(maxsize=1)
def _tools(setup: Setup) -> Tools:
    """What analyses articles, once in each process."""
    return load_tools(setup, threads=1)


def packed(error: KGError) -> list[str]:
    """An error as JSON."""
    return [type(error).__name__, str(error), error.reason if isinstance(error, SkipError) else ""]


def unpacked(kind: str, message: str, reason: str) -> KGError:
    """The error that was packed."""
    if kind == SkipError.__name__:
        return SkipError(message, reason)
    return {"ReadError": ReadError, "MetadataError": MetadataError}.get(kind, KGError)(message)


def describe(task: Task) -> str:
    """What messages call a shard."""
    if "files" in task:
        first, last = task["files"][0][2], task["files"][-1][2]
        return first if first == last else f"{first} to {last}"
    if "lines" in task:
        return f"{task['name']}: lines from {task['first']}"
    return f"{task['name']}: rows from {task['first']}" if "rows" in task else str(task["name"])
