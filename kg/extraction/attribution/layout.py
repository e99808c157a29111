"""Lines and paragraphs of an article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kg.extraction.attribution.unpacked import Unpacked

_DASHES: Final = frozenset({"-", "–", "—", "--"})


@dataclass(frozen=True, slots=True)
class Line:
    start: int
    end: int
    first: int
    last: int


def paragraphs_of(text: str) -> list[tuple[int, int]]:
    """Character spans of the paragraphs: a line break ends one unless the line looks wrapped in mid-sentence."""
    spans = []
    start = 0
    for match in re.finditer(r"[ \t\r]*\n\s*", text):
        blank = match[0].count("\n") > 1
        line = text[max(text.rfind("\n", 0, match.start()) + 1, start) : match.start()]
        wrapped = (
            not blank
            and len(line) >= 60
            and line[-1:] not in ".!?:;\"”’»')"
            and text[match.end() : match.end() + 1] not in '"“„«•-*'
        )
        if wrapped:
            continue
        if match.start() > start:
            spans.append((start, match.start()))
        start = match.end()
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def lines_of(syntax: Unpacked) -> list[Line]:
    lines = []
    index = 0
    size = len(syntax.starts)
    for start, end in paragraphs_of(syntax.text):
        while index < size and (syntax.starts[index] < start or not syntax.words[index].strip()):
            index += 1
        first = index
        while index < size and syntax.starts[index] < end:
            index += 1
        if index > first:
            lines.append(Line(start, end, first, index))
    return lines


def datelines(syntax: Unpacked, lines: list[Line]) -> Iterator[int]:
    """The words of the place that opens an agency's report ("GENEVA -", "NEW YORK (Agency) —")."""
    for line in lines:
        token = line.first
        while (
            token < line.last
            and token - line.first < 4
            and syntax.words[token].isupper()
            and len(syntax.words[token]) > 1
        ):
            token += 1
        if token == line.first:
            continue
        after = token
        while after < line.last and after - token < 8 and syntax.words[after] not in _DASHES:
            after += 1
        near = after == token or syntax.words[token] in ("(", ",")
        if near and after < line.last and syntax.words[after] in _DASHES and after - token < 8:
            yield from range(line.first, after)
