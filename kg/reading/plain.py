"""Plain text: an article in a file of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kg.model import Article
from kg.reading.compose import compose
from kg.reading.source import Source
from kg.reading.text import decode

_HEADER: Final = re.compile(
    r"(title|headline|url|link|date|published|author|by|byline|publisher|source|language|lang):[ \t]*(\S.*)",
    re.IGNORECASE,
)
_MEANS: Final = {
    "headline": "title",
    "link": "url",
    "published": "date",
    "by": "author",
    "byline": "author",
    "source": "publisher",
    "lang": "language",
}


def read_plain(source: Source) -> Iterator[Article]:
    """Read a plain text: optional `key: value` lines (url, date, author, publisher, language), the title, the body.

    Raises:
        ReadError: it is empty, longer than any article or no text.
    """
    lines = decode(source.all(), source.name).lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    headers: dict[str, str] = {}
    while lines and (found := _header(lines[0])) and found[0] not in headers:
        headers[found[0]] = found[1]
        del lines[0]
    yield compose(source, "\n".join(lines), title=headers.pop("title", None), **headers)


def _header(line: str) -> tuple[str, str] | None:
    """The field and the value of a header line."""
    if found := _HEADER.fullmatch(line.strip()):
        key = found[1].lower()
        return _MEANS.get(key, key), found[2]
    return None
