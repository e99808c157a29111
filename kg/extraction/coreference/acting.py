"""Where a place's name stands for those who govern it: `Washington said`, `talks with Tehran`; not `in Cairo`."""

from __future__ import annotations

from typing import Final

from kg.document import Document, Word
from kg.extraction.coreference.nouns import ClassNouns

PARTNERS: Final = frozenset({"with", "between", "by"})
"""Prepositions before those who take part. After `on` and `against` stand targets too: a strike on Kyiv."""
SITES: Final = frozenset({"Facility", "Place"})
_HEADING: Final = frozenset({":", "(", "/"})
"""What follows a place that heads a report: `LIMA (AFP)`."""


def acts(doc: Document, start: int, end: int, nouns: ClassNouns) -> bool:
    """Whether a place's name stands where somebody who acts does, by its place in the clause.

    Of 1,626 mentions of capitals in annotated passages that are for training, 492 mean the government: 80 of 100
    subjects do, all 24 after `with`, 2 of 100 after `in`. What is acted upon is left out: it is attacked and visited as
    a town, and accused as a government.

    Args:
        doc: the article, with its datelines detached.
        start, end: the name's tokens.
        nouns: the lexicon's common nouns.
    """
    name = doc.root(start, end)
    if end < len(doc) and doc.texts[end] in _HEADING:
        return False
    for _ in range(4):
        if name.dep != "conj" or _case(name):
            break
        name = name.head
    case, above = _case(name), name.head
    match name.dep:
        case "nsubj" | "nsubj:pass":
            return not case and above.pos in {"VERB", "ADJ"}
        case "iobj":
            return not case
        case "nmod:poss":
            return above.pos == "NOUN" and above.text.islower() and nouns.classes.get(above.lemma) not in SITES
        case "obl" | "nmod" | "obl:agent":
            return case in PARTNERS
        case _:
            return False


def _case(word: Word) -> str:
    """The preposition before a word, or nothing."""
    return next((left.lower for left in word.lefts if left.dep == "case"), "")
