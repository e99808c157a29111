"""Lists of articles: JSON, JSON lines, tables."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, Final, cast

from kg.errors import ReadError
from kg.model import Article
from kg.reading.fields import looks_like_record, read_record
from kg.reading.source import Source
from kg.reading.text import decode

LONGEST_LINE: Final = 16 << 20
"""Bytes of one record."""
LARGEST_JSON: Final = 32 << 20
"""Bytes of a JSON file that is not of lines: it is held as a whole, in up to thirty times as much memory."""


def read_json(source: Source) -> Iterator[Article]:
    """Read JSON: an article, a list of articles, or an answer with such a list somewhere in it.

    Raises:
        ReadError: it is no JSON, holds no article, or is too large.
    """
    if (size := source.size()) > LARGEST_JSON:
        most = LARGEST_JSON >> 20
        raise ReadError(
            f"{source.name}: has {size >> 20} MB; JSON of more than {most} MB is read as JSON lines (.jsonl)"
        )
    value = _parse(decode(source.all(), source.name), source.name)
    if looks_like_record(value):
        yield read_record(value, source, where=source.name)
        return
    records = list(_lists(value, 3))
    if not records:
        yield read_record(value, source, where=source.name)  # which says what is missing
    publisher = value.get("title", "") if isinstance(value, dict) and "jsonfeed" in str(value.get("version")) else ""
    for number, record in enumerate(records, start=1):
        yield from _told(record, source, f"{source.name}: article {number}", publisher)


def _lists(value: object, depth: int) -> Iterator[object]:
    """The members of a list, or of the first list of objects inside an object."""
    if isinstance(value, list):
        for member in value:
            yield from member if isinstance(member, list) and depth else [member]
    elif isinstance(value, dict) and depth:
        for inner in value.values():
            found = list(_lists(inner, depth - 1))
            if any(isinstance(member, dict) for member in found):
                yield from found
                return


def read_json_lines(source: Source, *, first: int = 1) -> Iterator[Article]:
    """Read one article a line; a line that holds none is reported and passed over.

    Args:
        first: the number of the first line.
    """
    stream = _as_utf8(source)
    for number in range(first, 1 << 40):
        line = stream.readline(LONGEST_LINE)
        if not line:
            return
        where = f"{source.name}:{number}"
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            source.tell(ReadError(f"{where}: the line has more than {LONGEST_LINE >> 20} MB"))
        elif line.strip(b" \t\r\n\xef\xbb\xbf"):
            try:
                record = _parse(decode(line, where), where)
            except ReadError as error:
                source.tell(error)
            else:
                yield from _told(record, source, where)


def read_table(source: Source) -> Iterator[Article]:
    """Read a table with a header, an article a row; the separator is found out.

    Raises:
        ReadError: it has no column for the text.
    """
    csv.field_size_limit(LONGEST_LINE)
    stream = _as_utf8(source)
    start = source.head(1 << 16) if stream is source.stream else b""
    encoding = "utf-8-sig"
    try:
        start[: start.rfind(b"\n") + 1].decode()
    except UnicodeDecodeError:
        encoding = "cp1252"
    header = (start or stream.read(1 << 16)).partition(b"\n")[0]
    stream.seek(0)
    separator = max(",;\t|", key=lambda mark: header.count(mark.encode()))
    buffered = io.BufferedReader(cast(io.RawIOBase, stream))
    lines = io.TextIOWrapper(buffered, encoding, errors="replace", newline="")
    try:
        yield from _read_rows(csv.reader(lines, delimiter=separator), source)
    finally:
        if not stream.closed:
            lines.detach().detach()  # whoever opened the stream closes it


def _read_rows(rows: Any, source: Source) -> Iterator[Article]:
    """Read the rows of `csv.reader`, an article each; one that is none is reported and passed over."""
    names: list[str] = []
    while True:
        try:
            row = next(rows)
            where = f"{source.name}:{rows.line_num}"
        except StopIteration:
            return
        except csv.Error as error:
            source.tell(ReadError(f"{source.name}:{rows.line_num}: is no row of a table: {error}"))
            continue
        if not names:
            names = [name.strip() for name in row]
            _check_columns(names, source)
        elif any(cell.strip() for cell in row):
            yield from _told(dict(zip(names, row, strict=False)), source, where)


def _check_columns(names: list[str], source: Source) -> None:
    mapped = [path for path in source.options.fields.values() if path not in names]
    if mapped and "text" in source.options.fields:
        raise ReadError(f"{source.name}: has no column '{mapped[0]}'; its columns: {', '.join(names[:20])}")
    if "text" not in source.options.fields and not looks_like_record(dict.fromkeys(names)):
        shown = ", ".join(names[:20])[:200]
        raise ReadError(
            f"{source.name}: no column holds the text; name it with --map text=COLUMN; its columns: {shown}"
        )


def read_parquet(source: Source, *, groups: Sequence[int] | None = None, first: int = 1) -> Iterator[Article]:
    """Read a Parquet file, an article a row.

    Args:
        groups: the row groups to read; None for all.
        first: the number of their first row.

    Raises:
        ReadError: pyarrow is not installed, or the file is damaged or has no column for the text.
    """
    try:
        from pyarrow import ArrowException, parquet
    except ImportError as error:
        raise ReadError(f"{source.name}: Parquet is an extra: pip install 'newskg[parquet]'") from error
    try:
        table = parquet.ParquetFile(source.stream)
        _check_columns(table.schema_arrow.names, source)
        number = first - 1
        for batch in table.iter_batches(batch_size=64, row_groups=groups):
            for record in batch.to_pylist():
                number += 1
                yield from _told(record, source, f"{source.name}: row {number}")
    except (ArrowException, OSError) as error:
        raise ReadError(f"{source.name}: is a damaged Parquet file: {error}") from error


def _told(record: object, source: Source, where: str, publisher: str = "") -> Iterator[Article]:
    """The article of a record, if it is one."""
    try:
        yield read_record(record, source, where=where, publisher=publisher)
    except ReadError as error:
        source.tell(error)


def _parse(text: str, where: str) -> Any:
    try:
        return json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise ReadError(f"{where}: is not JSON: {error}") from error


def _as_utf8(source: Source) -> BinaryIO:
    """The source's stream; of UTF-16 and UTF-32, whose lines cannot be told in bytes, a copy in UTF-8."""
    head = source.head()
    if b"\x00" in head or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return io.BytesIO(decode(source.all(), source.name).encode())
    return source.stream
