"""What the lexicon knows of common nouns: their classes, their genders, and which of them are titles of office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from kg.extraction.lexicon import NamingNouns

if TYPE_CHECKING:
    from kg.extraction.lexicon import Lexicon, RoleTitle

Gender = Literal["f", "m", ""]
"""Feminine, masculine, or not told."""


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ClassNouns:
    """Common nouns by what they denote.

    Args:
        classes: noun lemma, lower case, to the local name of its class (`company` to `Organization`).
        roles: titles as tuples of lower-case words (`("prime", "minister")`).
        genders: noun lemma or title, lower case, to `f` or `m` (`queen`, `mr`).
        representatives: lemmas that stand for the country or organisation that a name before them tells
            (`Russian troops`, `the US government`).
        plural_representatives: lemmas that do so in the plural alone (`NATO allies`, `EU officials`).
        others: those of them that stand for a name right before them alone (`NATO allies`, not `Russia's allies`).
        demonyms: nationality adjective or noun, lower case, to the name of its country, lower case.
        willing: adjectives that are only said of somebody (`ready`, `able`).
        slots_of_actors: verb lemma to the slots (`subject`, `object`, a preposition) that actors fill, each with the
            further word that the verb needs for that, if any: `impose` has `("subject", "sanction")`.
        owned_by_actors: lemmas of nouns for what only countries and organisations have: ministers, troops.
        kinds: name of a known organisation, lower case, to the nouns that say what it is (`shell` to `company`).
        places: names of known places, lower case.
        naming: nouns by which an article goes on about what it has named.
        sizes: how many words the titles of `roles` have, by their last word; an index, made once.
    """

    classes: Mapping[str, str] = field(default_factory=_nothing)
    roles: Mapping[tuple[str, ...], RoleTitle] = field(default_factory=lambda: MappingProxyType({}))
    genders: Mapping[str, str] = field(default_factory=_nothing)
    representatives: frozenset[str] = frozenset()
    plural_representatives: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    demonyms: Mapping[str, str] = field(default_factory=_nothing)
    willing: frozenset[str] = frozenset()
    slots_of_actors: Mapping[str, frozenset[tuple[str, str]]] = field(default_factory=lambda: MappingProxyType({}))
    owned_by_actors: frozenset[str] = frozenset()
    kinds: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    places: frozenset[str] = frozenset()
    naming: NamingNouns = field(default_factory=NamingNouns)

    sizes: Mapping[str, Set[int]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the titles."""
        found: dict[str, set[int]] = {}
        for words in self.roles:
            found.setdefault(words[-1], set()).add(len(words))
        object.__setattr__(self, "sizes", found)

    @classmethod
    def of(cls, lexicon: Lexicon) -> ClassNouns:
        """What a lexicon knows of nouns and titles."""
        return cls(
            classes=lexicon.classes,
            roles={title.words: title for found in lexicon.roles.values() for title in found},
            genders=lexicon.genders,
            demonyms=lexicon.demonyms,
            representatives=frozenset(
                n
                for n, plural_only in lexicon.representatives.items()
                if not plural_only and lexicon.classes.get(n) != "Organization"
            ),
            plural_representatives=frozenset(n for n, plural_only in lexicon.representatives.items() if plural_only),
            others=lexicon.others,
            willing=frozenset(
                lemma
                for lemma, found in lexicon.embeddings.items()
                if any(e.pos == "adjective" and e.controller == "subject" and len(e.words) == 1 for e in found)
            ),
            kinds=lexicon.gazetteer.kinds,
            places=lexicon.gazetteer.places,
            naming=lexicon.naming,
            slots_of_actors=_slots_of_actors(lexicon),
            owned_by_actors=frozenset(lexicon.representatives).union(
                t.words[-1] for found in lexicon.roles.values() for t in found if t.leads or t.speaks
            ),
        )

    def represents(self, lemma: str, *, plural: bool) -> bool:
        """Whether a noun stands for the country or organisation that it belongs to."""
        return lemma in self.representatives or (plural and lemma in self.plural_representatives)


def _slots_of_actors(lexicon: Lexicon) -> dict[str, frozenset[tuple[str, str]]]:
    """The slots of verbs for which the lexicon has a sense with an actor there, and none that names things for it.

    A verb that lends its subject to nouns ("take", "launch") counts with its noun alone.
    """
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    things: set[tuple[str, str, str]] = set()
    for (pos, lemma), entries in lexicon.entries.items():
        for entry in entries if pos == "verb" else ():
            kind = lexicon.relations[entry.relation]
            second = entry.words[1] if len(entry.words) > 1 else ""
            for frame in entry.frames if second or lemma not in lexicon.support else ():
                for slot, own, all_ in ((frame.x, entry.domain, kind.domain), (frame.y, entry.range, kind.range)):
                    act = ["ActorOrPlace" in lexicon.superclasses.get(c, ()) for c in own or all_]
                    if all(act):
                        found[lemma].add((slot, second))
                    elif own and not any(act):
                        things.add((lemma, slot, second))
    return {
        lemma: frozenset((slot, second) for slot, second in slots if (lemma, slot, second) not in things)
        for lemma, slots in sorted(found.items())
    }
