"""Frames of speech, and quotation marks, read from the characters alone: parsers are weakest inside long quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kg.document import Document

# a quote that is never closed ends with its paragraph, or where the next one opens
_DOUBLE: Final = re.compile('„(?P<german>[^“”]*)[“”]|(?:[“"«]|``)(?P<words>[^“”"«»]*?)(?:[”"»]|\'\'|(?=[“«])|$)')
# single marks are apostrophes too: they count where a sentence or clause ends before the second one
_SINGLE: Final = re.compile(r"(?<![\w'‘’])['‘](?P<words>(?=\w)[^\"“”]*?[,.!?…])['’](?!\w)")
_BREAK: Final = re.compile(r"[ \t]*\n\s*")
WRAPPED: Final = 60  # characters from which a line that ends in mid-sentence is taken for wrapped
_NO_SENTENCE_END: Final = re.compile(r"[^.!?:;\"”’»')\n]\n(?![\"“„«•*\n-])")


@dataclass(frozen=True, slots=True)
class Frame:
    """Words that somebody says.

    Args:
        tokens: numbers of the words, the speaker's own phrase left out.
        speaker: head of the phrase that names the speaker; None where nobody is told.
        cue: the word that attributes; None where only marks or the layout tell.
        direct: whether the words are the speaker's own: in quotation marks, or in a published statement.
        outer: the frame around this one: in "A: B's claim, according to C" that of A.
    """

    tokens: frozenset[int]
    speaker: int | None
    cue: int | None
    direct: bool = False
    outer: Frame | None = None

    @property
    def quoted(self) -> bool:
        """Whether it or a frame around it is direct speech."""
        return self.direct or (self.outer is not None and self.outer.quoted)


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Characters of each paragraph: a line break ends one unless the line looks wrapped in mid-sentence.

    >>> list(paragraphs("A title\\n\\nA body."))
    [(0, 7), (9, 16)]
    """
    start = 0
    for match in _BREAK.finditer(text):
        line = match.start() - max(text.rfind("\n", 0, match.start()) + 1, start)
        wrapped = line >= WRAPPED and match[0].count("\n") == 1 and _NO_SENTENCE_END.match(text, match.start() - 1)
        if not wrapped:
            if start < match.start():
                yield start, match.start()
            start = match.end()
    if start < len(text):
        yield start, len(text)


def quoted(text: str) -> Iterator[tuple[int, int]]:
    """Characters between the quotation marks of a text, the marks excluded, in the order of the text.

    >>> [text[a:b] for text in ["He said: “Go. “Now.”"] for a, b in quoted(text)]
    ['Go. ', 'Now.']
    """
    for start, end in paragraphs(text):
        double = list(_DOUBLE.finditer(text[start:end]))
        single = [] if double else _SINGLE.finditer(text[start:end])
        for match in (*double, *single):
            group = match.lastgroup or "words"
            if match[group].strip():
                yield start + match.start(group), start + match.end(group)


def find_quotes(doc: Document) -> list[range]:
    """The words of each quote of a document, in the order of the text."""
    found = (doc.words_of(start, end) for start, end in quoted(doc.text))
    trimmed = (range(q.start, max((i for i in q if not doc[i].blank), default=q.start - 1) + 1) for q in found)
    return [quote for quote in trimmed if quote]
