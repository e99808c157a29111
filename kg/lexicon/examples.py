"""Sentences that say a relation of a user's own, with its subject and its object marked (`news:example`)."""

from __future__ import annotations

import re
from typing import Final

from kg.lexicon.model import Example
from kg.turtle import NEWS_IRI, Triples, short

TERM: Final = f"{NEWS_IRI}example"
LEARNT: Final = "_example"
"""How the names of entries end that are learnt from examples."""
_MARK: Final = re.compile(r"\[([XY]) ([^\[\]]*[^\[\] ])\]")


def read_example(relation: str, marked: str) -> Example | None:
    """Read a marked sentence; None where it does not mark one subject and one object.

    Args:
        relation: IRI of the relation that it says.
        marked: The sentence, the words of both arguments in brackets after X and Y.

    >>> read_example("https://example.org/owns", "[Y Lotus] is owned by [X Geely].")
    Example(relation='https://example.org/owns', text='Lotus is owned by Geely.', x=(18, 23), y=(0, 5))
    """
    text, end, places = "", 0, list[tuple[str, tuple[int, int]]]()
    for mark in _MARK.finditer(marked):
        text += marked[end : mark.start()]
        places.append((mark[1], (len(text), len(text) + len(mark[2]))))
        text, end = text + mark[2], mark.end()
    text += marked[end:]
    found = dict(places)
    if len(places) != 2 or len(found) != 2 or "[" in text or "]" in text:
        return None
    return Example(relation, text, found["X"], found["Y"])


def read_examples(triples: Triples) -> tuple[Example, ...]:
    """Read all sentences of a user's files, in an order of their own."""
    found = (
        read_example(short(node), " ".join(marked.split()))
        for node, properties in sorted(triples.by_subject.items())
        for marked in sorted(properties.get(TERM, ()))
    )
    return tuple(example for example in found if example is not None)
