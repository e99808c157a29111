"""What the lexicon knows of common nouns: their classes, their genders, and which of them are titles of office."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from kg.document import Word
    from kg.lexicon import Lexicon, RoleTitle

Gender = Literal["f", "m", ""]
"""Feminine, masculine, or not told."""


@dataclass(frozen=True, slots=True)
class ClassNouns:
    """Common nouns by what they denote.

    Args:
        classes: noun lemma, lower case, to the local name of its class (`company` to `Organization`).
        roles: titles as tuples of lower-case words (`("prime", "minister")`).
        genders: noun lemma or title, lower case, to `f` or `m` (`queen`, `mr`).
        representatives: lemmas that stand for the country or organisation that a name before them tells
            (`Russian troops`).
        plural_representatives: lemmas that do so in the plural alone (`NATO allies`, `EU officials`).
        others: those of them that stand for a name right before them alone (`NATO allies`, not `Russia's allies`).
        demonyms: nationality adjective or noun, lower case, to the name of its country, lower case.
        nationalities: those and what several countries share, lower case.
        of_name: lemmas that carry their name after `of`: `the city of Mosul`.
        after_name: lemmas that carry their name right before them: `the NATO alliance`.
    """

    classes: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[tuple[str, ...], RoleTitle] = field(default_factory=dict)
    genders: Mapping[str, str] = field(default_factory=dict)
    representatives: frozenset[str] = frozenset()
    plural_representatives: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    demonyms: Mapping[str, str] = field(default_factory=dict)
    nationalities: frozenset[str] = frozenset()
    of_name: frozenset[str] = frozenset()
    after_name: frozenset[str] = frozenset()

    @classmethod
    def of(cls, lexicon: Lexicon) -> ClassNouns:
        """What a lexicon knows of nouns and titles."""
        plural = frozenset(noun for noun, plural_only in lexicon.representatives.items() if plural_only)
        single = lexicon.representatives.keys() - plural
        return cls(
            classes=lexicon.classes,
            roles={title.words: title for found in lexicon.roles.values() for title in found},
            genders=lexicon.genders,
            demonyms=lexicon.demonyms,
            nationalities=lexicon.nationalities,
            representatives=frozenset(noun for noun in single if lexicon.classes.get(noun) != "Organization"),
            plural_representatives=plural,
            others=lexicon.others,
            of_name=lexicon.of_name,
            after_name=lexicon.after_name,
        )

    @property
    def countries(self) -> Set[str]:
        """The names of countries, lower case."""
        return frozenset(self.demonyms.values())

    def represents(self, lemma: str, *, plural: bool) -> bool:
        """Whether a noun stands for the country or organisation that it belongs to."""
        return lemma in self.representatives or (plural and lemma in self.plural_representatives)


def describes(word: Word, nationalities: Set[str]) -> bool:
    """Whether a word says of what people or faith somebody is, and not whose: "Islamic militants" are not Islam's.

    Args:
        word: a word before a noun.
        nationalities: the adjectives of countries, lower case; what those say is whose.
    """
    if word.name is None or word.name.label != "NORP" or word.dep != "amod":
        return False
    return nationalities.isdisjoint({word.lower, word.name.text.lower()})  # "South Korean"
