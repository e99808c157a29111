"""PDF files with a text layer."""

from __future__ import annotations

import logging
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from kg.errors import ReadError
from kg.model import Article
from kg.reading.compose import compose
from kg.reading.source import Source
from kg.reading.text import unwrap

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MOST_PAGES: Final = 400
LONGEST_TIME: Final = 20.0
"""Seconds of the processor, after which a file is taken for a trap."""
NARROWEST_GAP: Final = 2
"""Blanks between two columns of text, at the least."""


def read_pdf(source: Source) -> Iterator[Article]:
    """Read the text layer of a PDF: column after column, without running heads and page numbers, words joined that
    were broken at the ends of lines.

    Raises:
        ReadError: it is damaged, encrypted, a scan without text, or longer than any article.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # errors are reported in one line, by this module
    try:
        reader = PdfReader(source.stream)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError(f"{source.name}: is encrypted: save it without its password")
        if _count(reader) > MOST_PAGES:
            raise ReadError(f"{source.name}: has {_count(reader):,} pages, and at most {MOST_PAGES} are read")
        pages = list(_pages(reader, source.name))
        info = reader.metadata
        title, author = (str(value or "").strip() for value in ((info.title, info.author) if info else ("", "")))
    except (PyPdfError, AttributeError, IndexError, KeyError, NotImplementedError, TypeError, ValueError) as error:
        raise ReadError(f"{source.name}: is a damaged or encrypted PDF: {error}") from error
    text = "\n\n".join(unwrap("\n".join(lines)) for lines in without_running_heads(pages))
    if not any(c.isalnum() for c in text):
        raise ReadError(f"{source.name}: has no text layer, as of a scan: let a program recognise its text (OCR)")
    starts = " ".join(text[:400].split())
    yield compose(
        source,
        text,
        title=title if title and title in starts else None,
        author=author if " " in author else "",  # a single word is the name of an account
    )


def _count(reader: PdfReader) -> int:
    """What a file says of the number of its pages, without looking for them."""
    try:
        count = reader.root_object["/Pages"].get_object()["/Count"]  # type: ignore[index]
        return int(count)
    except (KeyError, TypeError, ValueError):
        return len(reader.pages)


def _pages(reader: PdfReader, name: str) -> Iterator[list[str]]:
    end = time.process_time() + LONGEST_TIME
    for number, page in enumerate(reader.pages):
        if number >= MOST_PAGES or time.process_time() > end:
            raise ReadError(f"{name}: has too many or too intricate pages; it is given up at page {number + 1}")
        yield page_lines(page)


def page_lines(page: PageObject) -> list[str]:
    """The lines of a page in the order of reading; an empty one between paragraphs where there is room."""
    layout = page.extract_text(extraction_mode="layout", layout_mode_space_vertically=True).split("\n")
    ordered = columns(layout)
    if ordered is not None:
        return ordered
    return [re.sub(" +", " ", line).strip() for line in layout]


def columns(lines: Sequence[str]) -> list[str] | None:
    """The lines of a page laid out in characters, column after column; None for a page of one column.

    What spans columns, such as a headline, is read where it stands.

    >>> columns(["Headline over the whole page", *["left text  right text"] * 6])[:3]
    ['Headline over the whole page', 'left text', 'left text']
    """
    written = [line for line in lines if line.strip()]
    width = max(map(len, written), default=0)
    best: tuple[int, int] | None = None
    for at in range(width // 5, width * 4 // 5):
        gap = " " * NARROWEST_GAP
        both = sum(line[at : at + 2] == gap and bool(line[:at].strip()) and bool(line[at:].strip()) for line in written)
        across = sum(len(line) > at and line[at : at + 2].strip() != "" for line in written)
        if both >= 5 and both > 4 * across - 8 and (best is None or both - 2 * across > best[0]):
            best = both - 2 * across, at
    if best is None:
        return None
    at = best[1]
    found: list[str] = []
    left: list[str] = []
    right: list[str] = []
    for line in lines:
        if line[at : at + 2].strip() and line[:at].strip():  # it spans the gap
            found += [*_column(left), *_column(right), re.sub(" +", " ", line).strip()]
            left, right = [], []
        else:
            left.append(line[:at])
            right.append(line[at:])
    return [*found, *_column(left), *_column(right)]


def _column(lines: list[str]) -> list[str]:
    """The lines of one column, or of the columns in it."""
    bare = [re.sub(" +", " ", line).strip() for line in lines]
    return columns(lines) or bare if any(bare) else []


def without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """Pages without the lines at their edges that stand on several of them, and without their numbers."""

    def key(line: str) -> str:
        return re.sub(r"\d+", "0", line.strip())

    seen = Counter(k for lines in pages for k in {key(line) for line in _edges(lines)})
    kept = []
    for lines in pages:
        edges = [
            line
            for line in _edges(lines)
            if (seen[key(line)] > 2 or re.fullmatch(r"\W*(page )?0( (of|/) 0)?\W*", key(line), re.I)) and line.strip()
        ]
        kept.append([line for line in lines if line not in edges])
    return kept


def _edges(lines: list[str]) -> list[str]:
    written = [line for line in lines if line.strip()]
    return [*written[:2], *written[-2:]] if len(written) > 4 else written[:1] + written[-1:]
