"""Sentences that say a relation of a user's own, with its subject and its object marked (`news:example`)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from kg.lexicon.model import Example
from kg.turtle import NEWS_IRI, Triples, short

TERM: Final = f"{NEWS_IRI}example"
LEARNT: Final = "_example"
"""How the names of entries end that are learnt from examples."""
_MARK: Final = re.compile(r"\[([XY]) ([^\[\]]*[^\[\] ])\]")


def read_example(relation: str, marked: str, file: str = "") -> Example | None:
    """Read a marked sentence; None where it does not mark one subject and one object.

    Args:
        relation: IRI of the relation that it says.
        marked: The sentence, the words of both arguments in brackets after X and Y.
        file: Where it stands.

    >>> example = read_example("https://example.org/owns", "[Y Lotus] is owned by [X Geely].")
    >>> example.text, example.x, example.y
    ('Lotus is owned by Geely.', (18, 23), (0, 5))
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
    return Example(relation, text, found["X"], found["Y"], file)


def read_examples(paths: Iterable[Path]) -> tuple[Example, ...]:
    """Read all sentences of a user's files, in an order of their own."""
    found = (
        read_example(short(node), " ".join(marked.split()), str(path))
        for path in paths
        for node, properties in Triples([path]).by_subject.items()
        for marked in properties.get(TERM, ())
    )
    return tuple(sorted((e for e in found if e is not None), key=lambda e: (e.relation, e.text, e.x, e.y, e.file)))
