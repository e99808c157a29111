"""What the articles together know of each IRI, and what each article speaks of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from heapq import nsmallest
from typing import Final, Protocol

from kg.linking.describing import KNOWN
from kg.model import Entity
from kg.names import person, spelling
from kg.vocabulary import WIKIDATA

Record = tuple[str, Entity]
"""The IRI of an article, and an entity as that article alone knows it."""

ARTICLES_COMPARED: Final = 50
"""How many articles of a full name are searched for something in common with a bare surname's."""
FAMILIES: Final = {
    "Person": "person",
    "Organization": "organization",
    "Group": "organization",
    "Country": "place",
    "Place": "place",
    "Facility": "place",
}
PLACE: Final = "place"


@dataclass(frozen=True, slots=True)
class Merge:
    """Two entities that are one: their IRIs, how sure that is (0 to 1), and why."""

    one: str
    other: str
    score: float
    reason: str


Form = tuple[tuple[str, ...], frozenset[str]]
"""A person's name, as `person` reads it."""
_NAMELESS: Final[Form] = ((), frozenset())


@dataclass(slots=True)
class Profile:
    """All that the articles together know of one IRI.

    Args:
        forms: a person's names as `person` reads them, the label's first; what is called by a common noun ("two
            officials") has none. They are looked at in several passes, and many articles have more names than the
            caches of `kg.names` hold.
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

    def classify(self, kind: str = "") -> None:
        """Find the family, and of a person the forms of its names.

        Args:
            kind: its class, where that is not the one that most articles give it.
        """
        kind = kind or type_of(self)
        self.family = FAMILIES.get(kind, kind)
        if self.family == "person":
            listed = (self.label, *sorted(self.names - {self.label}))
            self.forms = tuple(map(person, filter(_proper, listed))) or (_NAMELESS,)

    @property
    def known(self) -> bool:
        """Whether the gazetteer has it."""
        return bool(self.same_as) or any(line.startswith(KNOWN) for line in self.described)


class CorpusContents(Protocol):
    """What all articles speak of, as they have it themselves: neither decisions nor namesakes change that."""

    def contents(self, article: str) -> Collection[str]:
        """The IRIs that an article knows."""

    def count(self, iri: str) -> int:
        """How many articles know an IRI; 0 of one that identifies in none of them."""

    def tells(self, iri: str, *, places: bool = True) -> bool:
        """Whether sharing it relates two articles: it identifies, and at most `commonness_limit` articles mention it.

        Args:
            places: whether a place says something, too.
        """


def commonness_limit(articles: int) -> int:
    """The most articles, of so many, that may mention a thing if sharing it is to relate two of them."""
    return max(20, 3 * articles // 10)


def in_common(said: CorpusContents, one: Iterable[str], other: Iterable[str], *, but: Collection[str]) -> bool:
    """Whether two groups of articles speak of something that not every article speaks of."""
    left = {iri for article in one for iri in said.contents(article)}.difference(but)
    return any(said.tells(iri) for article in other for iri in left.intersection(said.contents(article)))


@dataclass(slots=True)
class Corpus:
    """Profiles by IRI, and what the articles speak of.

    Args:
        article_names: of the articles that the profiles have by their numbers.
        named: an IRI of a profile -> the IRIs by which the articles themselves have it, where these are others.
    """

    profiles: dict[str, Profile]
    article_names: list[str]
    said: CorpusContents
    named: Mapping[str, Collection[str]] = field(default_factory=dict)

    def in_common(self, one: Collection[int], other: Collection[int], *, but: Collection[str] = ()) -> bool:
        """Whether two groups of articles speak of something that not every article speaks of."""
        left, right = ([self.article_names[n] for n in nsmallest(ARTICLES_COMPARED, group)] for group in (one, other))
        return in_common(self.said, left, right, but={name for iri in but for name in self.named.get(iri, (iri,))})


class _RecordContents:
    """What a list of all records says; see `CorpusContents`."""

    def __init__(self, profiles: Mapping[str, Profile], article_names: list[str]) -> None:
        self.profiles = profiles
        self.limit = commonness_limit(len(article_names))
        self.of: dict[str, set[str]] = {name: set() for name in article_names}
        for profile in profiles.values():
            if not profile.local:
                for number in profile.articles:
                    self.of[article_names[number]].add(profile.iri)

    def contents(self, article: str) -> Collection[str]:
        return self.of[article]

    def count(self, iri: str) -> int:
        return 0 if self.profiles[iri].local else len(self.profiles[iri].articles)

    def tells(self, iri: str, *, places: bool = True) -> bool:
        return 0 < self.count(iri) <= self.limit and (places or self.profiles[iri].family != PLACE)


def gather(
    known: Iterable[Record], *, said: CorpusContents | None = None, named: Mapping[str, Collection[str]] | None = None
) -> Corpus:
    """Profiles of all IRIs, and what each article speaks of.

    Args:
        said, named: see `Corpus`; without `said`, `known` is all that articles say, as they have it themselves.
    """
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
    for profile in profiles.values():
        profile.classify()
        profile.articles = {order[old] for old in profile.articles}
    names = sorted(numbers)
    return Corpus(profiles, names, said or _RecordContents(profiles, names), named or {})


def _proper(name: str) -> bool:
    """Whether a person's name is one, and no description: its last word has no small first letter."""
    return not name.split()[-1][:1].islower()


def type_of(profile: Profile) -> str:
    return min(profile.types, key=lambda kind: (-profile.types[kind], kind))


def surname_of(profile: Profile) -> str:
    parts, _ = profile.forms[0]
    return spelling(parts[-1]) if parts else ""


def other_item(one: Collection[str], other: Collection[str]) -> bool:
    """Whether two sets of identifiers name different Wikidata items."""
    a, b = ({i for i in ids if i.startswith(str(WIKIDATA))} for ids in (one, other))
    return bool(a and b and not a & b)
