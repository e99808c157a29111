"""Who says it: quotation marks, "according to", "…, he said" and headlines that open with a speaker.

What hangs below a verb of speech in the syntax is the judge's business (`kg.extraction.factuality`); here is what the
trees do not show: for every word of an article the innermost frame of speech that it stands in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.document import FIRST_PERSON, where
from kg.extraction.attribution.direct import direct_speech
from kg.extraction.attribution.quotes import Frame, find_quotes
from kg.extraction.attribution.reports import according_to, author_of_we, headlines, interjections, statements

if TYPE_CHECKING:
    from kg.extraction.syntax import Syntax


@dataclass(frozen=True, slots=True)
class Attributions:
    """The frames of speech of one article.

    Args:
        innermost: for each word the innermost frame around it; None for the article's own voice.
        speakers_of_first_person: for each I, we, my … inside quotation marks the head of its speaker's phrase; for each
            we, our … of a statement in the text's own voice that of its author's name.
    """

    innermost: Sequence[Frame | None]
    speakers_of_first_person: dict[int, int]

    def of(self, token: int) -> Frame | None:
        """The innermost frame around a word; None for the article's own voice."""
        return self.innermost[token]


def find_attributions(syntax: Syntax) -> Attributions:
    """Find whose voice each word of an article stands in.

    Returns:
        The attributions; a word in none of them is in the article's own voice.
    """
    reports = [*headlines(syntax), *interjections(syntax), *according_to(syntax)]
    frames = [*reports, *statements(syntax), *direct_speech(syntax, find_quotes(syntax.doc))]
    innermost: list[Frame | None] = [None] * len(syntax.doc)
    for frame in sorted((f for f in frames if f.tokens), key=lambda f: (-len(f.tokens), min(f.tokens))):
        outer = innermost[min(frame.tokens)]
        nested = replace(frame, outer=outer, speaker=None if frame.speaker in frame.tokens else frame.speaker)
        for token in frame.tokens:
            innermost[token] = nested
    first_person = author_of_we(syntax, innermost)
    for token in where(syntax.lower, FIRST_PERSON):
        around = innermost[token]
        while around is not None and not around.direct:
            around = around.outer
        if around is not None and around.speaker is not None:
            first_person[token] = around.speaker
    return Attributions(innermost, first_person)
