"""From bytes of any kind to articles."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Final

from kg.errors import KGError, ReadError
from kg.model import Article
from kg.reading.archives import unpack_mailbox, unpack_one, unpack_tar, unpack_warc, unpack_zip
from kg.reading.documents import read_docx, read_odt
from kg.reading.feeds import read_feed
from kg.reading.kinds import Kind, recognise
from kg.reading.mail import read_mail
from kg.reading.pages import read_page
from kg.reading.pdf import read_pdf
from kg.reading.plain import read_markdown, read_plain
from kg.reading.records import read_json, read_json_lines, read_parquet, read_table
from kg.reading.source import Options, Source, Tell

READERS: Final[dict[Kind, Callable[[Source], Iterator[Article]]]] = {
    Kind.TEXT: read_plain,
    Kind.MARKDOWN: read_markdown,
    Kind.HTML: read_page,
    Kind.FEED: read_feed,
    Kind.JSON: read_json,
    Kind.JSON_LINES: read_json_lines,
    Kind.CSV: read_table,
    Kind.PARQUET: read_parquet,
    Kind.PDF: read_pdf,
    Kind.DOCX: read_docx,
    Kind.ODT: read_odt,
    Kind.MAIL: read_mail,
}
UNPACKERS: Final[dict[Kind, Callable[[Source], Iterator[Source]]]] = {
    Kind.MAILBOX: unpack_mailbox,
    Kind.WARC: unpack_warc,
    Kind.ZIP: unpack_zip,
    Kind.TAR: unpack_tar,
    Kind.PACKED: unpack_one,
}
DEEPEST: Final = 2
"""How many archives may lie in each other."""


def read_bytes(
    data: bytes, *, name: str, media_type: str = "", url: str = "", options: Options | None = None, tell: Tell
) -> Iterator[Article]:
    """Read the articles in some bytes, such as an answer over HTTP.

    Args:
        name: what messages and the graph call them.
        media_type: as HTTP tells it, or empty; what the bytes themselves are comes first.
        url: where they are from, for an article that does not say where it was published.
        options: see there.
        tell: called with a `ReadError` for what is passed over, with a `MetadataError` for what is doubtful.

    Raises:
        ReadError: they are of a kind that is not understood, or damaged.
    """
    source = Source(io.BytesIO(data), name, media_type=media_type, url=url, options=options or Options(), tell=tell)
    return read_source(source)


def read_source(source: Source) -> Iterator[Article]:
    """Read the articles of one source; a member of an archive that cannot be read is reported and passed over.

    Raises:
        ReadError: it is of a kind that is not understood, or damaged.
    """
    try:
        kind = recognise(source)
        if kind not in UNPACKERS:
            yield from READERS[kind](source)
            return
        if source.depth >= DEEPEST:
            raise ReadError(f"{source.name}: lies in {DEEPEST} archives; deeper ones are not opened")
        for inner in UNPACKERS[kind](source):
            with inner.stream:
                try:
                    yield from read_source(inner)
                except ReadError as error:
                    source.tell(error)
    except KGError:
        raise
    except Exception as error:  # of a library, on a file that nobody has foreseen: it is not to end the run
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        raise ReadError(f"{source.name}: cannot be read: {reason}") from error
