"""What articles together know of one thing, counted, so that what one article knows can be taken out again."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field, fields
from typing import Self

from kg.model import Entity


@dataclass(slots=True)
class Summary:
    """How many articles say what of one thing.

    Args:
        articles: how many know it.
        local: how many of these know it by a name that identifies it there alone.
        labels, types, names, same_as, different_from, described: how many give each; the label is one of the names.
    """

    articles: int = 0
    local: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    same_as: Counter[str] = field(default_factory=Counter)
    different_from: Counter[str] = field(default_factory=Counter)
    described: Counter[str] = field(default_factory=Counter)

    @property
    def is_local(self) -> bool:
        """Whether its name identifies it in none of its articles."""
        return self.local == self.articles

    def add(self, entity: Entity, *, times: int = 1) -> None:
        """Count what one article more knows; `times=-1` takes it out again."""
        self.articles += times
        self.local += times * entity.local
        self.labels[entity.label] += times
        self.types[entity.type] += times
        for counts, values in (
            (self.names, {entity.label, *entity.names}),
            (self.same_as, entity.same_as),
            (self.different_from, entity.different_from),
            (self.described, entity.described),
        ):
            for value in values:
                counts[value] += times
        if times < 0:
            for counts in self._counts():
                for value in [value for value, number in counts.items() if not number]:
                    del counts[value]

    def absorb(self, other: Summary) -> None:
        """Count what other articles know as well."""
        self.articles += other.articles
        self.local += other.local
        for counts, more in zip(self._counts(), other._counts(), strict=True):
            counts.update(more)

    def _counts(self) -> list[Counter[str]]:
        return [getattr(self, one.name) for one in fields(self)[2:]]

    def dump(self) -> list[object]:
        """What JSON can hold of it, the same for the same content; see `load`."""
        return [self.articles, self.local, *(dict(sorted(counts.items())) for counts in self._counts())]

    @classmethod
    def load(cls, data: list[object]) -> Self:
        """What `dump` gave."""
        articles, local, *counts = data
        return cls(articles, local, *map(Counter, counts))  # type: ignore[arg-type]


def dump_all(summaries: dict[str, Summary]) -> str:
    """Summaries by name, as JSON."""
    return json.dumps({name: one.dump() for name, one in sorted(summaries.items())}, ensure_ascii=False)


def load_all(text: str) -> dict[str, Summary]:
    """What `dump_all` wrote."""
    return {name: Summary.load(data) for name, data in json.loads(text).items()}
