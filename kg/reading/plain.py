"""Plain text and Markdown: an article in a file of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from kg.errors import ReadError
from kg.model import Article
from kg.reading.compose import compose
from kg.reading.fields import read_record
from kg.reading.source import Source
from kg.reading.text import decode
from kg.reading.visible import text_of

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


_FRONT: Final = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?)\n\1[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD: Final = re.compile(r"([\w-]+)\s*[:=]\s*(.*)")
_TITLE: Final = re.compile(r"\A\s*(?:# (.+?)#*|(.+)\n=+)[ \t]*(?:\n|\Z)")


def read_markdown(source: Source) -> Iterator[Article]:
    """Read Markdown: simple fields of its front matter, the first heading as the title, its text as a reader sees it.

    Raises:
        ReadError: it is empty, longer than any article or no text.
    """
    from markdown_it import MarkdownIt

    text = decode(source.all(), source.name).lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    record: dict[str, Any] = {}
    if front := _FRONT.match(text):
        record = _fields(front[2])
        text = text[front.end() :]
    render = MarkdownIt("commonmark", {"html": True}).enable("table").render
    if (heading := _TITLE.match(text)) and not any(name.lower() in ("title", "headline") for name in record):
        record["title"] = " ".join(text_of(render(heading[1] or heading[2])).split())
        text = text[heading.end() :]
    body = text_of(render(text))
    if not body.strip():
        raise ReadError(f"{source.name}: is empty")
    yield read_record({**record, "text": body}, source, where=source.name)


def _fields(front: str) -> dict[str, Any]:
    """The fields of front matter that are a word, a string or a list."""
    found: dict[str, Any] = {}
    last = ""
    for line in front.split("\n"):
        if (item := re.match(r"\s*-\s+(.+)", line)) and last:
            found[last] = [*(found[last] if isinstance(found[last], list) else []), _bare(item[1])]
        elif field := _FIELD.fullmatch(line.strip()):
            last, value = field[1], field[2].strip()
            listed = re.fullmatch(r"\[(.*)\]", value)
            found[last] = [_bare(part) for part in listed[1].split(",")] if listed else _bare(value)
    return found


def _bare(value: str) -> str:
    return value.strip().strip("\"'").strip()
