"""What the articles together know of each IRI, and what each article speaks of."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from heapq import nsmallest
from typing import Final

from kg.model import Entity
from kg.names import person, spelling
from kg.vocabulary import WIKIDATA

Record = tuple[str, Entity]
"""The IRI of an article, and an entity as that article alone knows it."""


ARTICLES_COMPARED: Final = (
    50  # how many articles of a full name are searched for something in common with a bare surname's
)


FAMILIES: Final = {
    "Person": "person",
    "Organization": "organization",
    "Group": "organization",
    "Country": "place",
    "Place": "place",
    "Facility": "place",
}


@dataclass(frozen=True, slots=True)
class Merge:
    """Two entities that are one: their IRIs, how sure that is (0 to 1), and why."""

    one: str
    other: str
    score: float
    reason: str


Form = tuple[tuple[str, ...], frozenset[str]]
"""A person's name, as `person` reads it."""


@dataclass(slots=True)
class Profile:
    """All that the articles together know of one IRI.

    Args:
        forms: a person's names as `person` reads them, the label's first. They are looked at in several passes, and
            many articles have more names than the caches of `kg.names` hold.
    """

    iri: str
    label: str = ""
    family: str = ""
    local: bool = False
    names: set[str] = field(default_factory=set)
    forms: tuple[Form, ...] = ()
    same_as: frozenset[str] = frozenset()
    different_from: frozenset[str] = frozenset()
    types: dict[str, int] = field(default_factory=dict)
    articles: set[int] = field(default_factory=set)
    described: frozenset[str] = frozenset()


@dataclass(slots=True)
class Corpus:
    """Profiles by IRI, and what each article speaks of (numbers of profiles that identify)."""

    profiles: dict[str, Profile]
    article_names: list[str]
    contents: list[set[str]]
    limit: int

    def in_common(self, one: Collection[int], other: Collection[int], *, but: Collection[str] = ()) -> bool:
        """Whether two groups of articles speak of something that not every article speaks of."""
        left, right = nsmallest(ARTICLES_COMPARED, one), nsmallest(ARTICLES_COMPARED, other)
        seen = {iri for article in left for iri in self.contents[article]} - set(but)
        return any(
            len(self.profiles[iri].articles) <= self.limit
            for article in right
            for iri in self.contents[article]
            if iri in seen
        )


def gather(known: Iterable[Record]) -> Corpus:
    """Profiles of all IRIs, and what each article speaks of."""
    numbers: dict[str, int] = {}
    profiles: dict[str, Profile] = {}
    for article, entity in known:
        number = numbers.setdefault(article, len(numbers))
        profile = profiles.get(entity.iri)
        if profile is None:
            profile = profiles[entity.iri] = Profile(entity.iri, entity.label, local=entity.local)
        if number not in profile.articles:
            profile.articles.add(number)
            profile.types[entity.type] = profile.types.get(entity.type, 0) + 1
        profile.local = profile.local and entity.local
        profile.label = min(profile.label, entity.label, key=lambda name: (-len(name), name))
        profile.names.update(entity.names)
        profile.names.add(entity.label)
        if entity.same_as or entity.different_from:
            profile.same_as = profile.same_as.union(entity.same_as)
            profile.different_from = profile.different_from.union(entity.different_from)
        if entity.described:
            profile.described = profile.described.union(entity.described)
    profiles = dict(sorted(profiles.items()))
    # numbers by name, so that the order in which articles came leaves no trace
    order = {old: new for new, (_, old) in enumerate(sorted(numbers.items()))}
    contents: list[set[str]] = [set() for _ in order]
    for profile in profiles.values():
        profile.family = FAMILIES.get(type_of(profile), type_of(profile))
        if profile.family == "person":
            profile.forms = tuple(map(person, (profile.label, *sorted(profile.names - {profile.label}))))
        profile.articles = {order[old] for old in profile.articles}
        if not profile.local:
            for number in profile.articles:
                contents[number].add(profile.iri)
    limit = max(20, 3 * len(order) // 10)
    return Corpus(profiles, sorted(numbers), contents, limit)


def type_of(profile: Profile) -> str:
    return min(profile.types, key=lambda kind: (-profile.types[kind], kind))


def surname_of(profile: Profile) -> str:
    parts, _ = profile.forms[0]
    return spelling(parts[-1]) if parts else ""


def other_item(one: Collection[str], other: Collection[str]) -> bool:
    """Whether two sets of identifiers name different Wikidata items."""
    a, b = ({i for i in ids if i.startswith(str(WIKIDATA))} for ids in (one, other))
    return bool(a and b and not a & b)
