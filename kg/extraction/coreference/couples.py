"""Two people with one surname between them: `Katharine and Charles Parsell` are two full names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from kg.extraction.coreference.given_names import read_given_names
from kg.extraction.coreference.phrases import Phrase

if TYPE_CHECKING:
    from kg.document import Document

AND: Final = frozenset({"and", "&"})


def complete_couples(doc: Document, phrases: Sequence[Phrase]) -> None:
    """Give a bare given name the surname of the full name that `and` joins it with, in `phrases`.

    `Merkel and Emmanuel Macron` stay as they are: what is the surname of somebody in the text, or no given name, is not
    completed.

    Args:
        doc: the article.
        phrases: its phrases, changed in place.
    """
    given_names = read_given_names()
    people = [p for p in phrases if p.names_person]
    surnames = {p.words[-1] for p in people if len(p.words) > 1}
    starts = {p.start: p for p in people if len(p.words) > 1}
    for phrase in people:
        other, word = starts.get(phrase.end + 1), phrase.words[0]
        if len(phrase.words) > 1 or phrase.titles or other is None or other.titles or doc.lower[phrase.end] not in AND:
            continue
        if word in given_names and word not in surnames and other.words[0] in given_names and other.words[0] != word:
            phrase.words = (word, other.words[-1])
            phrase.text = f"{phrase.text} {other.text.split()[-1]}"
