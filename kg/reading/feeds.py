"""Feeds: RSS and Atom."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

from kg.errors import ReadError, SkipError
from kg.model import Article
from kg.reading.compose import compose
from kg.reading.metadata import clean_names, joined
from kg.reading.source import Source
from kg.reading.visible import text_of

LARGEST_FEED: Final = 16 << 20


def read_feed(source: Source) -> Iterator[Article]:
    """Read the entries of a feed, each as fully as the feed has it.

    Raises:
        ReadError: it is no feed, too large, or defines entities of its own, as no feed needs to.
    """
    import feedparser

    data = source.all(LARGEST_FEED)
    if b"<!ENTITY" in data:
        raise ReadError(f"{source.name}: defines XML entities, which may be a trap; it is not read")
    headers = {"content-type": source.media_type} if source.media_type else {}
    parsed = feedparser.parse(
        io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    if not parsed.entries:
        if parsed.bozo:
            raise ReadError(f"{source.name}: is a damaged feed: {parsed.get('bozo_exception')}")
        raise SkipError(f"{source.name}: is a feed without entries", "empty")
    for number, entry in enumerate(parsed.entries, start=1):
        try:
            yield _entry(entry, parsed.feed, source, f"{source.name}: entry {number}")
        except ReadError as error:
            source.tell(error)


def _entry(entry: Any, feed: Any, source: Source, where: str) -> Article:
    bodies = [text_of(part.get("value", "")) for part in entry.get("content", ())]
    bodies.append(text_of(entry.get("summary", "")))
    origin = entry.get("source") or {}
    link, identifier = entry.get("link", ""), entry.get("id", "")
    dates = [entry[key] for key in ("published", "created", "updated") if key in entry]
    return compose(
        source,
        max(bodies, key=len),
        where=where,
        identifier="" if identifier == link or ":" in identifier else identifier,
        title=" ".join(text_of(entry.get("title", "")).split()) or None,
        url=joined(source.url, link) if link else identifier if identifier.startswith("http") else "",
        date=dates[0] if dates else "",
        author=clean_names([name.get("name") for name in entry.get("authors", ())]) or entry.get("author", ""),
        publisher=origin.get("title") or feed.get("title", "") or feed.get("publisher", ""),
        language=entry.get("language") or feed.get("language") or "",
    )
