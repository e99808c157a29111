"""The entities of an article: phrases that are one thing, with what they tell of it together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.extraction.coreference.given_names import read_given_names
from kg.extraction.coreference.phrases import Gender, Phrase
from kg.names import person_part, same_name

KNOWN: Final = 1.5
"""From which evidence on, in log odds, a gender is known."""


@dataclass(slots=True)
class Entity:
    """Phrases that are held to refer to one thing.

    Args:
        number: its place among the entities of the article.
        phrases: its phrases, in the order of the text.
        gender: evidence for feminine (positive) or masculine (negative), in natural log odds.
        type: local name of its class, or empty.
        unsure: whether it may be a person or not: its names are taken for both, or for a person's, but are single
            words that are no given names, without titles. Of the pronouns of GAP F1 is .757 without it, .759 with it.
        roles: titles of office that it was given.
    """

    number: int
    phrases: list[Phrase] = field(default_factory=list)
    gender: float = 0.0
    type: str = ""
    unsure: bool = False
    plural: bool = False
    named: bool = False
    roles: set[tuple[str, ...]] = field(default_factory=set)


def is_of_other_gender(said: Gender, odds: float) -> bool:
    """Whether a pronoun or a noun of one gender can't mean somebody.

    Args:
        said: the word's gender; empty for none.
        odds: what speaks for the other's being feminine, see `Entity`.
    """
    return odds > KNOWN if said == "m" else said == "f" and odds < -KNOWN


class Sets:
    """Disjoint sets of phrases (union by least member, so that the result does not hang on the order of joins).

    Attributes:
        former: the phrases that are names that something had before.
    """

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._parent = list(range(len(phrases)))
        self.former: set[int] = set()
        self._named = [p.kind == "name" for p in phrases]
        self._people = [{(p.bearer, p.words)} if p.names_person and len(p.words) > 1 else set() for p in phrases]

    def find(self, item: int) -> int:
        """The least member of an item's set."""
        parent = self._parent
        while (above := parent[item]) != item:
            parent[item] = item = parent[above]
        return item

    def join(self, one: int, other: int, *, stated: bool = False) -> None:
        """Make the sets of two items one, unless one person would get two full names with nothing in common.

        Args:
            stated: whether the text says that they are one, whatever their names.
        """
        a, b = self.find(one), self.find(other)
        if a == b or (not stated and _are_strangers(self._people[a], self._people[b])):
            return
        self._parent[max(a, b)] = min(a, b)
        self._people[min(a, b)] = self._people[a] | self._people[b]
        self._named[min(a, b)] = self._named[a] or self._named[b]

    def named(self, item: int) -> bool:
        """Whether a name is among the members of an item's set."""
        return self._named[self.find(item)]


def _are_strangers(some: set[tuple[int, tuple[str, ...]]], others: set[tuple[int, tuple[str, ...]]]) -> bool:
    """Whether two people have no full name in common; a name is its bearer's number and its words."""
    return bool(some and others) and not any(
        a == b and (same_name(x, y) or person_part(x, y) or person_part(y, x)) for a, x in some for b, y in others
    )


def entities_of(phrases: Sequence[Phrase], sets: Sets) -> list[Entity]:
    """Describe for each phrase the entity that it refers to."""
    found: dict[int, Entity] = {}
    result: list[Entity] = []
    for place, phrase in enumerate(phrases):
        entity = found.setdefault(sets.find(place), Entity(len(found)))
        entity.phrases.append(phrase)
        result.append(entity)
    for entity in found.values():
        _describe(entity)
    return result


def _describe(entity: Entity) -> None:
    given_names = read_given_names()
    named = [p for p in entity.phrases if p.kind == "name"]
    typed = [p.type for p in named] or [p.type for p in entity.phrases if p.type]
    entity.named = bool(named)
    kinds = dict.fromkeys(typed)  # of two that are as frequent the first counts
    entity.type = "Place" if {"Country", "Place"} <= kinds.keys() else max(kinds, key=typed.count, default="")
    entity.plural = not named and any(p.plural for p in entity.phrases)
    entity.roles = {p.titles for p in entity.phrases if p.titles}
    for phrase in entity.phrases:
        if phrase.gender:  # `chairman`, `actor` are said of women too, `wife`, `Ms` are not
            strength = 1.0 if phrase.kind == "noun" and phrase.titles else 4.0
            entity.gender += strength if phrase.gender == "f" else -strength
    single = all(len(p.words) == 1 and p.words[0] not in given_names for p in named) and not entity.roles
    entity.unsure = "Person" in kinds and bool(named) and (len(kinds) > 1 or (single and not entity.gender))
    if entity.type == "Person" and named and abs(entity.gender) < 4:
        first, *others = max([p.words for p in named], key=len)
        odds = given_names.get(first, 0.0) * (1.0 if others else 0.5)
        if not odds and len(others) > 1:
            odds = 0.7 * given_names.get(others[0], 0.0)
        entity.gender += max(-2.4, min(2.4, odds))
