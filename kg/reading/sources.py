"""Files, folders and standard input as a stream of articles."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from kg.errors import KGError, ReadError
from kg.model import Article
from kg.reading.text import article, decode, plain_article

TEXT: Final = frozenset({".txt", ".text", ""})
JSON_LINES: Final = frozenset({".jsonl", ".ndjson"})
FIELDS: Final = ("text", "title", "url", "date", "author", "publisher", "language")


def read_articles(sources: Iterable[str | Path], *, on_error: Callable[[KGError], None]) -> Iterator[Article]:
    """Read articles one by one.

    A file of a folder or a line of JSON that cannot be read is reported and passed over; a source that was named
    itself and cannot be read is an error.

    Args:
        sources: plain text files (one article each; see `kg.reading.text.plain_article`), `.jsonl` files (one article
            a line: `text`, and as known `title`, `url`, `date`, `author`, `publisher`, `language`, `id`), folders
            (all such files below, hidden ones aside), and `-` for standard input (one text, or JSON lines).
        on_error: told of each article that is passed over.

    Raises:
        ReadError: a source is missing, empty, binary or of a kind that is not understood.
    """
    named = [str(source) for source in sources]
    for source in named:  # at once, before the first article is asked for
        if source != "-" and not Path(source).exists():
            raise ReadError(f"{source}: no such file or folder")
    return _read_all(named, on_error)


def _read_all(sources: Iterable[str], on_error: Callable[[KGError], None]) -> Iterator[Article]:
    for source in sources:
        path = Path(source)
        if source == "-":
            yield from _read(sys.stdin.buffer.read(), "standard input", "", on_error)
        elif path.is_dir():
            yield from _read_folder(path, on_error)
        else:
            yield from _read(_bytes(path), path.name, path.suffix.lower(), on_error)


def _read_folder(folder: Path, on_error: Callable[[KGError], None]) -> Iterator[Article]:
    known = (TEXT - {""}) | JSON_LINES
    files = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in known
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]
    if not files:
        raise ReadError(
            f"{folder}: there are no articles in this folder (files that end in {', '.join(sorted(known))})"
        )
    for path in files:
        try:
            yield from _read(_bytes(path), path.name, path.suffix.lower(), on_error)
        except ReadError as error:
            on_error(error)


def read_text(source: str) -> str:
    """The text of one file, or of standard input for `-`, line by line as it stands.

    Raises:
        ReadError: it is missing, binary or empty.
    """
    name = "standard input" if source == "-" else source
    text = decode(sys.stdin.buffer.read() if source == "-" else _bytes(Path(source)), name)
    if not text.strip():
        raise ReadError(f"{name}: is empty")
    return text


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReadError(f"{path}: cannot be read: {error.strerror}") from error


def _read(data: bytes, source: str, suffix: str, on_error: Callable[[KGError], None]) -> Iterator[Article]:
    if suffix not in TEXT | JSON_LINES:
        raise ReadError(f"{source}: '{suffix}' is not understood; known: .txt (plain text), .jsonl (JSON lines)")
    text = decode(data, source)
    if not text.strip():
        raise ReadError(f"{source}: is empty")
    if suffix in JSON_LINES or (source == "standard input" and text.lstrip().startswith("{")):
        yield from _read_lines(text, source, on_error)
    else:
        yield plain_article(text, source=source)


def _read_lines(text: str, source: str, on_error: Callable[[KGError], None]) -> Iterator[Article]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield _from_json(line, f"{source}:{number}", source)
        except ReadError as error:
            on_error(error)


def _from_json(line: str, where: str, source: str) -> Article:
    """One line of JSON. Its number is no part of the article's source: lines may come in any order."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ReadError(f"{where}: is not JSON: {error}") from error
    if not isinstance(record, dict):
        raise ReadError(f"{where}: is not a JSON object with the field 'text'")
    fields = {}
    for name in FIELDS:
        value = record.get(name)
        if value is not None:
            if not isinstance(value, str):
                raise ReadError(f"{where}: the field '{name}' is not a string")
            fields[name] = value
    body, title = fields.pop("text", ""), fields.pop("title", None)
    if not body.strip():
        raise ReadError(f"{where}: the field 'text' is missing or empty")
    identifier = record.get("id")
    name = f"{source}#{identifier}" if type(identifier) in (str, int) and identifier != "" else source
    try:
        return article(body, title=title, source=name, **fields)
    except ReadError as error:
        raise ReadError(f"{where}: {str(error).removeprefix(name).removeprefix(': ')}") from error
