"""A span of words that somebody says."""

from __future__ import annotations

from dataclasses import dataclass


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
