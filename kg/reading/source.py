"""One thing to read: its bytes, what it is called, and what is known of it from elsewhere."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import BinaryIO, Final

from kg.errors import KGError, ReadError

LARGEST: Final = 64 << 20
"""Bytes of a source that is read as one piece: a page, a document, a text. Lists and archives may be larger."""

MOST_UNPACKED: Final = 1 << 30
"""Bytes that come out of one archive and all archives in it."""

FIELDS: Final = ("text", "title", "url", "date", "author", "publisher", "language", "id")
"""What a record may say of an article."""

Tell = Callable[[KGError], None]


class Budget:
    """How many bytes may still come out of an archive: those in it share one budget."""

    def __init__(self, left: int = MOST_UNPACKED) -> None:
        self.left = left

    def take(self, size: int, name: str) -> None:
        """Spend some bytes.

        Raises:
            ReadError: they are more than are left.
        """
        if size > self.left:
            raise ReadError(f"{name}: unpacks to more than {MOST_UNPACKED >> 20} MB; it is not read any further")
        self.left -= size


@dataclass(frozen=True, slots=True)
class Options:
    """What the user says of all sources.

    Args:
        fields: which field of a record is what, by the names of `Article`: `{"text": "body", "title": "headline"}`.
    """

    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes that hold one or more articles.

    Args:
        stream: an open file that can be sought.
        name: what messages and `dcterms:source` call it, such as `archive.zip/news/1.html`.
        media_type: as HTTP or MIME tells it (`text/html; charset=utf-8`), or empty.
        url: where it was published, or empty; what the source itself says comes first.
        depth: how many archives lie around it.
        budget: how much may be unpacked from it.
        options: see there.
        tell: called with a `ReadError` for what is passed over, with a `MetadataError` for what is doubtful.
    """

    stream: BinaryIO
    name: str
    media_type: str = ""
    url: str = ""
    depth: int = 0
    budget: Budget = field(default_factory=Budget)
    options: Options = Options()
    tell: Tell = lambda error: None

    def head(self, size: int = 4096) -> bytes:
        """The first bytes; the stream is at its start afterwards."""
        self.stream.seek(0)
        found = self.stream.read(size)
        self.stream.seek(0)
        return found

    def size(self) -> int:
        """The number of bytes; the stream is at its start afterwards."""
        found = self.stream.seek(0, io.SEEK_END)
        self.stream.seek(0)
        return found

    def all(self, limit: int = LARGEST) -> bytes:
        """All bytes.

        Raises:
            ReadError: there are more than `limit`.
        """
        if (size := self.size()) > limit:
            raise ReadError(f"{self.name}: has {size >> 20} MB, and at most {limit >> 20} MB are read as one article")
        return self.stream.read()

    def within(
        self, data: bytes | BinaryIO, inside: str, *, name: str = "", media_type: str = "", url: str = ""
    ) -> Source:
        """A source inside this one.

        Args:
            inside: what it is called there.
            name: its whole name, where that is not this one's and `inside`.
        """
        stream = io.BytesIO(data) if isinstance(data, bytes) else data
        name = name or f"{self.name}/{inside}"
        return replace(self, stream=stream, name=name, media_type=media_type, url=url, depth=self.depth + 1)


def parse_map(text: str) -> Options:
    """Options from what a user says of fields: `text=body,title=headline`.

    Raises:
        ReadError: it is written otherwise, or names a field that no article has.

    >>> parse_map("text=body, title=headline").fields
    {'text': 'body', 'title': 'headline'}
    """
    fields = {}
    for part in filter(str.strip, text.split(",")):
        name, equals, path = (piece.strip() for piece in part.partition("="))
        if not equals or not path or name not in FIELDS:
            raise ReadError(f"--map '{part.strip()}': write it as text=body,title=headline; known: {', '.join(FIELDS)}")
        fields[name] = path
    return Options(fields=fields)
