"""Entities and articles by what their names begin with, or by what they nearly are."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final

from kg.lookup import Name
from kg.serve.catalogue import Catalogue

LIKENESS: Final = 75.0
"""Names less alike than this are not offered for one that nothing begins with (rapidfuzz's WRatio, 0 to 100)."""
LONGEST: Final = 200
"""Characters of a search; the rest of a longer one is not looked at."""
MOST_NEAR: Final = 20
"""Nearly alike names that are offered."""


class Index:
    """Names, found by the beginning of any of their words.

    Args:
        hits: every name of everything, the most important things first.
    """

    def __init__(self, hits: Iterable[Name]) -> None:
        self.hits: Sequence[Name] = tuple(hits)
        folded = [fold(hit.text) for hit in self.hits]
        starts = [
            (name[start:], number)
            for number, name in enumerate(folded)
            for start in range(len(name))
            if not start or (name[start - 1] == " " and name[start] != " ")
        ]
        self.starts = sorted(starts)
        self.folded = folded

    def find(self, text: str) -> list[Name]:
        """One name for each thing that is called so: whole names first, then beginnings of names, then of words; where
        there are none, names that are nearly alike.

        Args:
            text: what somebody looks for; nothing finds nothing.
        """
        wanted = fold(text[:LONGEST])
        if not wanted:
            return []
        found = dict[int, tuple[int, int]]()
        for place in range(bisect_left(self.starts, (wanted, -1)), len(self.starts)):
            start, number = self.starts[place]
            if not start.startswith(wanted):
                break
            name = self.folded[number]
            rank = 0 if name == wanted else 1 if name.startswith(wanted) else 2
            found[number] = min(found.get(number, (9, 0)), (rank, number))
        order = [number for _, number in sorted(found.values())] or self._near(wanted)
        first = dict[str, Name]()
        for number in order:
            first.setdefault(self.hits[number].iri, self.hits[number])
        return list(first.values())

    def _near(self, wanted: str) -> list[int]:
        from rapidfuzz import fuzz, process

        alike = process.extract(
            wanted, self.folded, scorer=fuzz.WRatio, limit=MOST_NEAR, score_cutoff=LIKENESS, processor=None
        )
        return [number for _, _, number in alike]


def fold(text: str) -> str:
    """A text without case, marks and needless spaces.

    >>> fold("  Mevlüt  ÇAVUŞOĞLU ")
    'mevlut cavusoglu'
    """
    marked = unicodedata.normalize("NFKD", text)
    return " ".join("".join(c for c in marked if not unicodedata.combining(c)).casefold().split())


def entity_index(catalogue: Catalogue) -> Index:
    """All names of all entities, those in most facts first."""
    return Index(
        Name(entity.iri, name, name == entity.label)
        for entity in catalogue.central
        for name in (entity.label, *entity.names)
    )


def article_index(catalogue: Catalogue) -> Index:
    """All headlines, the newest first."""
    return Index(Name(article.iri, article.about.headline, True) for article in catalogue.newest)
