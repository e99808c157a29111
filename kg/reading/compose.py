"""What a reader found in a source, put together as an article."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kg.errors import MetadataError, ReadError
from kg.model import Article, Span
from kg.reading.asides import dated, find_asides
from kg.reading.metadata import byline_names, clean_date, clean_language, clean_names, clean_url
from kg.reading.source import Source
from kg.reading.text import clean, decode_references

LONGEST_TITLE: Final = 250
"""A longer first line is a paragraph, not a headline (in characters)."""
HEAD: Final = 300
"""Characters after the headline, among which a line with the date or the author's name is believed."""
LONGEST: Final = 200_000
"""Characters of an article; the longest that magazines print have half of it."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of an article, or something beside its sentences: a caption, a comment."""

    text: str
    aside: bool = False


def compose(
    source: Source,
    body: str | Iterable[Block],
    *,
    where: str = "",
    identifier: str = "",
    title: str | None = None,
    url: str = "",
    date: str = "",
    author: object = "",
    publisher: object = "",
    language: str = "",
) -> Article:
    """Make an article of raw text and what is said about it.

    The article's text is its title, an empty line and its body, all cleaned. A text that has its title in its own
    first line gets only the empty line, where that is missing. Metadata that is not understood is reported and left
    out.

    Args:
        source: where it stands.
        body: its text, or its paragraphs.
        where: what messages call this place; else the source's name.
        identifier: what the source calls this article among others.
        date, author: where they tell nothing, lines under the headline or a dateline may.
        title: the headline; None takes the text's first line, if that is short enough for one.

    Raises:
        ReadError: there is no text, or more than any article has.
    """
    where = where or source.name
    text, asides = _joined([Block(body)] if isinstance(body, str) else body)
    if not any(c.isalnum() for c in text):
        raise ReadError(f"{where}: is empty")
    if len(text) > LONGEST:
        raise ReadError(f"{where}: has {len(text):,} characters, and an article may have {LONGEST:,}")
    first = text.split("\n", 1)[0]
    if title is None:
        title = first if len(first) <= LONGEST_TITLE else ""
    else:
        title = " ".join(clean(decode_references(title)).split())
        rest = text[len(title) :].lstrip("\n") if first == title else text
        whole = f"{title}\n\n{rest}" if title and rest else text
        if shift := len(whole) - len(text):
            text = whole
            asides = [Span(span.start + shift, span.end + shift) for span in asides]
    name = clean(f"{source.name}#{identifier}" if identifier else source.name)
    places = find_asides(text, title=title, known=asides)
    head = [text[place.start : place.end] for place in places if place.end < HEAD + len(title)]
    told = next((line for line in head if len(clean_date(line)) == len("2024-01-24")), "")
    author = author or next((names for line in head if line[:3].lower() == "by " and (names := byline_names(line))), "")
    known = {"date": clean_date(date), "language": clean_language(language), "url": clean_url(url or source.url)}
    for field, given in (("date", date), ("language", language), ("url", url or source.url)):
        _tell_doubt(source, where, field, given.strip(), known[field])
    article = Article(
        text=text,
        title=title,
        source=name,
        url=known["url"],
        date=known["date"] or clean_date(told),
        author=clean_names(author),
        publisher=clean_names(publisher),
        language=known["language"] or "en",
        asides=places,
    )
    return dated(article)


def _joined(blocks: Iterable[Block]) -> tuple[str, list[Span]]:
    """The cleaned paragraphs as one text, and which of its characters are asides."""
    texts: list[str] = []
    asides: list[Span] = []
    length = 0
    for block in blocks:
        if text := clean(decode_references(block.text)):
            start = length + (2 if texts else 0)
            length = start + len(text)
            texts.append(text)
            if block.aside:
                asides.append(Span(start, length))
    return "\n\n".join(texts), asides


_DOUBTS: Final = {
    "date": "is not a date, such as 2024-01-24",
    "language": "is not a language, such as en or English",
    "url": "is not a web address, such as https://example.org/news/1",
}


_ODD_ADDRESS: Final = re.compile(r"^\w+://[^/]*@|#.*#|[\s<>\"{}|\\^`]|^\w+://[^/]*/.*[\[\]]")


def _tell_doubt(source: Source, where: str, field: str, given: str, known: str) -> None:
    shown = " ".join(given[:80].split())
    if given and not known:
        source.tell(MetadataError(f"{where}: '{shown}' {_DOUBTS[field]}; the article is read without it"))
    elif field == "date" and len(known) == 4 and len(given) > 4:
        source.tell(MetadataError(f"{where}: '{shown}' may be two days; the article is dated {known}"))
    elif field == "url" and _ODD_ADDRESS.search(given):
        source.tell(MetadataError(f"{where}: '{shown}' is no valid address; it is written as {known}"))
