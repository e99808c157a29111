"""Who says what a proposition says: the subject of a verb of speech, the author of a report, the text itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extraction.referents import chains_of
from kg.model import Factuality

if TYPE_CHECKING:
    from kg.extraction.clauses import Status
    from kg.extraction.context import Context


def find_speaker(context: Context, head: int, status: Status) -> tuple[int | None, bool]:
    """Find who says so: the subject of an embedding verb, else the frame of speech that the words stand in.

    Args:
        context: the article.
        head: the token of the predicate.
        status: what the judge says of it.

    Returns:
        The speaker's chain, or None for the text's own voice or an unnamed one; and whether it is an unnamed one.
    """
    frame = context.attributions.of(head)
    if status.speaker is not None and (frame is None or status.speaker != frame.cue):
        for s in _speakers(context, status.speaker):
            if frame is None and s in context.attributions.speakers_of_first_person:
                return None, False  # `we` in the text's own voice is the text
            found = chains_of(context, s)
            if found:
                return found[0], False
        if frame is None and status.factuality is not Factuality.REQUESTED:
            return None, True
    if frame is None:
        return None, status.attributed
    while frame.speaker is None and frame.outer is not None:
        frame = frame.outer
    found = () if frame.speaker is None else chains_of(context, frame.speaker)
    return (found[0], False) if found else (None, True)


def _speakers(context: Context, cue: int) -> list[int]:
    """Whose words the complement of a verb or noun of speech or request is."""
    if context.syntax.pos[cue] in {"VERB", "AUX"}:
        return context.syntax.arguments(cue).get("subject", [])
    return context.syntax.actors_of_noun(cue) or context.syntax.subjects(cue)
