"""Quotation marks, read from the characters alone: parsers are at their weakest inside long quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from kg.extraction.attribution.layout import Line
from kg.extraction.attribution.unpacked import Unpacked


@dataclass(slots=True)
class Quote:
    """What stands between two quotation marks (characters, marks excluded), over one or more paragraphs."""

    start: int
    end: int
    pieces: list[tuple[int, int]]
    first: int = 0
    last: int = 0
    tokens: set[int] = field(default_factory=set)
    closed: bool = True


_MARK: Final = re.compile("[\"“”„‟«»'‘’‚‹›]|``|''")
_ELISION: Final = re.compile(r"(?:[0-9]0s|em|tis|twas|til|cause|cos|n|round)\b", re.IGNORECASE)
DOUBLE: Final = {
    "“": "open",
    "”": "close",
    "„": "open",
    "‟": "open",
    "«": "open",
    "»": "close",
    '"': "either",
    "``": "open",
    "''": "close",
}
SINGLE: Final = {"‘": "open", "’": "close", "‚": "open", "'": "either", "‹": "open", "›": "close"}


MARKS: Final = frozenset(DOUBLE) | frozenset(SINGLE)


def _opens(text: str, start: int, end: int) -> bool:
    """Whether a mark stands where a quote may begin: after a space or bracket and before a word."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return (not before or before.isspace() or before in "([{—–-/\"“„«‘'") and bool(after) and not after.isspace()


def _closes(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return bool(before) and not before.isspace() and (not after or not after.isalnum())


def quotes_of(text: str, paragraphs: list[tuple[int, int]]) -> list[Quote]:
    """The outermost quotes of a text.

    A quote that a paragraph leaves open goes on if the next paragraph opens with a mark again; else it ends there.
    """
    quotes: list[Quote] = []
    open_quote: Quote | None = None
    for begin, finish in paragraphs:
        single = 0
        marks = list(_MARK.finditer(text, begin, finish))
        if open_quote is not None:
            leading = marks[0] if marks and not text[begin : marks[0].start()].strip() else None
            if leading is not None and (DOUBLE.get(leading[0]) or SINGLE.get(leading[0])) != "close":
                open_quote.pieces.append((leading.end(), finish))
                marks = marks[1:]
            else:
                open_quote.closed = False
                quotes.append(open_quote)
                open_quote = None
        kind_of_open = _kind(text, open_quote)
        for number, mark in enumerate(marks):
            sign, start, end = mark[0], mark.start(), mark.end()
            if sign in SINGLE:
                if text[start - 1 : start].isalnum() and text[end : end + 1].isalnum():
                    continue  # an apostrophe inside a word
                if sign in "'’" and _ELISION.match(text, end) and not text[start - 1 : start].isalnum():
                    continue
                if open_quote is not None and kind_of_open == "double":
                    continue  # a quote inside a quote is in the same mouth unless its own words attribute it
                way = SINGLE[sign]
                if open_quote is None:
                    if (way == "open" or (way == "either" and _opens(text, start, end))) and _single_closes(
                        text, end, marks[number + 1 :]
                    ):
                        open_quote, kind_of_open = Quote(start, finish, [(end, finish)]), "single"
                    continue
                if way != "open" and _closes(text, start, end):
                    possessive = text[start - 1] in "sS" and text[end : end + 2].strip()[:1].islower()
                    if (
                        possessive
                        and single == 0
                        and any(_closes(text, m.start(), m.end()) and m[0] in "'’" for m in marks[number + 1 :])
                    ):
                        continue
                    quotes.append(_finish(open_quote, start))
                    open_quote = None
                continue
            way = DOUBLE[sign]
            if open_quote is None:
                if way == "close" and sign == "»" and _opens(text, start, end):
                    way = "open"
                elif way == "either":
                    rest = any(later[0] == '"' for later in marks[number + 1 :])
                    # a mark that looks like the end of a quote that never began opens one if another mark follows
                    way = "open" if _opens(text, start, end) or rest else "close"
                if way == "open":
                    open_quote, kind_of_open = Quote(start, finish, [(end, finish)]), "double"
                continue
            if kind_of_open == "single":
                if way == "close" or (way == "either" and not _opens(text, start, end)):
                    continue
                single += 1
                continue
            ends = (
                way == "close"
                or (sign == "“" and text[open_quote.start] == "„")
                or (sign == "«" and text[open_quote.start] == "»")
            )
            if way == "either":
                ends = _closes(text, start, end) or not _opens(text, start, end)
            turned = sign in '“"' and text[:start].rstrip()[-1:] == ","  # “It is late, “Weiss said: a mark turned round
            if ends or turned:
                quotes.append(_finish(open_quote, start))
                open_quote = None
            else:
                # opened again without having been closed: the mark that is missing was before this one
                _cut(open_quote, start, text)
                quotes.append(open_quote)
                open_quote = Quote(start, finish, [(end, finish)])
        if open_quote is not None and kind_of_open == "single":
            open_quote.closed = False
            open_quote = None  # a single mark alone is an apostrophe
    if open_quote is not None:
        open_quote.closed = False
        quotes.append(open_quote)
    return [quote for quote in quotes if quote.pieces]


def _kind(text: str, quote: Quote | None) -> str:
    if quote is None:
        return ""
    return "double" if text[quote.start] in "\"“„‟«»`'" and text[quote.start : quote.start + 1] != "'" else "single"


def _single_closes(text: str, start: int, marks: list[re.Match[str]]) -> bool:
    del start
    return any(mark[0] in "'’›" and _closes(text, mark.start(), mark.end()) for mark in marks)


def _finish(quote: Quote, end: int) -> Quote:
    begin, _ = quote.pieces[-1]
    quote.pieces[-1] = (begin, end)
    quote.end = end
    return quote


def _cut(quote: Quote, end: int, text: str) -> None:
    """End a quote that was never closed: after its first sentence in that paragraph."""
    begin, _ = quote.pieces[-1]
    sentence = re.search(r"[.!?,](?=\s)", text[begin:end])
    quote.pieces[-1] = (begin, begin + sentence.end() if sentence else end)
    quote.end = quote.pieces[-1][1]
    quote.closed = False


def find_quotes(syntax: Unpacked, lines: list[Line]) -> list[Quote]:
    text = syntax.text
    if not _MARK.search(text):
        return []
    quotes = quotes_of(text, [(line.start, line.end) for line in lines])
    size = len(syntax.starts)
    index = 0
    for quote in quotes:
        for begin, end in quote.pieces:
            while index < size and syntax.starts[index] < begin:
                index += 1
            while index < size and syntax.starts[index] < end:
                if syntax.words[index].strip():
                    quote.tokens.add(index)
                index += 1
        if quote.tokens:
            quote.first, quote.last = min(quote.tokens), max(quote.tokens) + 1
    return [quote for quote in quotes if quote.tokens]
