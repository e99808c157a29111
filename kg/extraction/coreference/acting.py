"""Where a place's name stands for those who govern it: `Washington said`, `talks with Tehran`; not `in Cairo`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from kg.document import Document, Word
from kg.lexicon import Lexicon
from kg.resources import read_weights, resource

FILE: Final = "ontologies/acting.json"
ALWAYS: Final = "always"
"""The sign that every name has: how often places act at all."""
LEAST: Final = 0.7
"""From which log odds on a place acts: two to one. On passages that were left out 24 of 1,055 places are then taken for
governments, as many as by their place in the clause alone, and 73 of 485 governments for places, not 101."""


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """Each sign with how much it speaks for those who govern, in log odds; `training.acting` learnt them.

    Raises:
        ModelError: the file is missing or malformed.
    """
    return read_weights(resource(FILE), "places that act")


def acts(doc: Document, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a place's name stands where somebody who acts does.

    Args:
        doc: the article, with its datelines detached.
        start, end: the name's tokens.
    """
    known = weights()
    return sum([known.get(sign, 0.0) for sign in signs(doc, start, end, lexicon)]) > LEAST


def signs(doc: Document, start: int, end: int, lexicon: Lexicon) -> Iterator[str]:
    """What stands around a place's name: its place in the clause, the word that it hangs on, the words next to it."""
    name = doc.root(start, end)
    for _ in range(4):
        if name.dep != "conj" or _case(name):
            break
        name = name.head
    site, above = f"{name.dep} {_case(name)}", name.head
    yield ALWAYS
    yield site
    yield f"{site} of {above.pos}"
    yield f"{name.dep} of {'a word' if above.text[:1].islower() else 'a name'}"
    yield f"{name.dep} of {lexicon.classes.get(above.lemma, 'no class')}"
    yield f"of {above.lemma}"
    if start:
        yield f"after {doc.lower[start - 1]}"
    if end < len(doc):
        yield f"before {doc.lower[end]}"


def _case(word: Word) -> str:
    """The preposition before a word, or nothing."""
    return next((left.lower for left in word.lefts if left.dep == "case"), "")
