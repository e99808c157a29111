"""Clean text: decoding, line ends, characters that no format of a graph can hold.

Offsets count the characters of the text that comes out here, so that all cleaning happens before any offset exists.
"""

from __future__ import annotations

import codecs
import re
from datetime import date, datetime
from typing import Final
from urllib.parse import quote, urlsplit

from kg.errors import ReadError
from kg.model import Article

LONGEST_TITLE: Final = 250
"""A longer first line is a paragraph, not a headline (in characters)."""

_REPLACED: Final = {
    **dict.fromkeys([*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0)], " "),  # control characters
    **dict.fromkeys([*range(0xD800, 0xE000), 0xFFFE, 0xFFFF], "\ufffd"),  # not characters at all
    **dict.fromkeys([0x2028, 0x2029, 0x85], "\n"),
    **dict.fromkeys([0xA0, 0x202F, 0x2007], " "),  # spaces that only forbid a line break
    **dict.fromkeys([0xAD, 0x200B, 0x2060, 0xFEFF], None),  # invisible
    0x09: " ",
}

_HEADER: Final = re.compile(r"(url|date|author|publisher|language):[ \t]*(\S.*)", re.IGNORECASE)


def decode(data: bytes, source: str) -> str:
    """Bytes to text: UTF-8, UTF-16 with a byte order mark, else Windows-1252.

    Args:
        source: its name, for the error.

    Raises:
        ReadError: the bytes are not text.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif b"\x00" in data or data.startswith(b"%PDF-") or _controls(data) > len(data) / 100:
        raise ReadError(f"{source}: is a binary file, not text")
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ReadError(f"{source}: is not text in UTF-8 (save it as UTF-8)")


def _controls(data: bytes) -> int:
    return len(data) - len(data.translate(None, bytes([*range(0x07), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20)])))


def clean(text: str) -> str:
    r"""Unix line ends, no control or invisible characters, plain spaces, nothing before or after.

    >>> clean("A\r\nb\x07 c\u00a0d\u00ad\n")
    'A\nb  c d'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").translate(_REPLACED).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def clean_date(text: str, source: str) -> str:
    """A date in ISO 8601, without its time of day.

    Raises:
        ReadError: it is no such date.

    >>> clean_date("2024-01-24T06:30:00Z", "a.txt"), clean_date("2024-01", "a.txt")
    ('2024-01-24', '2024-01')
    """
    text = text.strip()
    try:
        if re.fullmatch(r"\d{4}(-\d\d)?", text, re.ASCII):
            date.fromisoformat(f"{text}-01-01"[:10])
            return text
        return datetime.fromisoformat(text).date().isoformat()
    except ValueError:
        raise ReadError(f"{source}: '{text}' is not a date in ISO 8601, such as 2024-01-24") from None


def clean_url(text: str, source: str) -> str:
    """A web address as a valid IRI.

    Raises:
        ReadError: it is no absolute address.

    >>> clean_url("https://example.org/a b", "a.txt")
    'https://example.org/a%20b'
    """
    text = clean(text)
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if not (parts.scheme and parts.netloc):
        raise ReadError(f"{source}: '{text}' is not a web address, such as https://example.org/news/1")
    text = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
    return quote(text, safe="%/:=&?~#+!$,;'@()*-._")


def article(
    text: str,
    *,
    source: str,
    title: str | None = None,
    url: str = "",
    date: str = "",
    author: str = "",
    publisher: str = "",
    language: str = "",
) -> Article:
    """Make an article of raw text and what is known about it.

    The article's text is its title, an empty line and its body, all cleaned. A text that has its title in its own
    first line stays as it is.

    Args:
        title: the headline; None takes the text's first line, if that is short enough for one.

    Raises:
        ReadError: there is no text, or a date or web address is invalid.
    """
    body = clean(text)
    if not body:
        raise ReadError(f"{source}: is empty")
    first = body.split("\n", 1)[0]
    if title is None:
        title = first if len(first) <= LONGEST_TITLE else ""
    else:
        title = " ".join(clean(title).split())
        if title and first != title:
            body = f"{title}\n\n{body}"
    return Article(
        text=body,
        title=title,
        source=clean(source),
        url=clean_url(url, source) if url.strip() else "",
        date=clean_date(date, source) if date.strip() else "",
        author=clean(author),
        publisher=clean(publisher),
        language=clean(language).lower() or "en",
    )


def plain_article(text: str, *, source: str) -> Article:
    """Read a plain text: optional `key: value` lines (url, date, author, publisher, language), the title, the body.

    Raises:
        ReadError: see `article`.

    >>> plain_article("date: 2024-01-24\\n\\nA title\\n\\nA body.", source="a.txt").date
    '2024-01-24'
    """
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    headers: dict[str, str] = {}
    while lines and (header := _HEADER.fullmatch(lines[0].strip())) and header[1].lower() not in headers:
        headers[header[1].lower()] = header[2]
        del lines[0]
    return article("\n".join(lines), source=source, **headers)
