"""Resolving a part of a corpus as the whole corpus would be resolved.

What becomes of an entity depends on

1. what its articles know of it,
2. those with which it shares a text of `dependencies` (a block of names, an identifier, a person's decision; an acronym
   and what it can be short for), those that these share one with, and so on: its part,
3. what articles that know one of the part have in common with each other, by the names that they themselves give, and
   which of these names say something: those that identify, and that not every article has (`CorpusContents.tells`).

A bare surname or a local acronym is no member of a part, since no full name depends on it: frequent surnames would make
one part of all. It depends on what it is short for alone (`Holder`), and on the other bare names of its article.

So a store that knows all this can resolve again what an article touches, and nothing else.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from heapq import nsmallest
from itertools import product
from typing import Final, Protocol

from kg.decisions import Decisions
from kg.linking.clusters import bare_name, short_names
from kg.linking.comparison import acronyms_among
from kg.linking.decisions import Decided, decide
from kg.linking.namesakes import may_contradict, renamed, split
from kg.linking.profiles import (
    ARTICLES_COMPARED,
    FAMILIES,
    Corpus,
    CorpusContents,
    Profile,
    Record,
    gather,
    in_common,
)
from kg.linking.resolution import ACRONYM, blocks_of, resolve_corpus
from kg.summary import Summary

DECIDED: Final = "decided"
"""What all entities of people's decisions share."""
SHORT: Final = "short "
"""Prefix, among the `dependencies` of an entity, of the surnames and acronyms that can mean it."""
BARE: Final = "bare "
"""What the surname or acronym begins with that is all one article knows of an entity."""
IS_ACRONYM: Final = "is acronym "
"""What a name begins with that is an acronym, and identifies."""


class Known(CorpusContents, Protocol):
    """What all articles know."""

    def summary(self, iri: str) -> Summary:
        """What the articles together know of an IRI."""

    def articles(self, iri: str) -> Collection[str]:
        """The IRIs of the articles that know it."""

    def records(self, iri: str) -> Iterable[Record]:
        """What each of them knows of it."""


@dataclass(frozen=True, slots=True)
class Targets:
    """Which entity each article means by one IRI.

    Args:
        usual: the one that all articles mean but for `others`.
        others: article -> the one that it means.
    """

    usual: str
    others: Mapping[str, str] = field(default_factory=dict)

    def of(self, article: str) -> str:
        """The entity that an article means."""
        return self.others.get(article, self.usual)


def profile_of(iri: str, known: Summary, articles: Iterable[int] = (), *, kind: str = "") -> Profile:
    """What resolution works on, as `gather` makes it of records.

    Args:
        kind: its class, where that is not the one that most articles give it.
    """
    found = Profile(
        iri,
        min(known.labels, key=lambda name: (-len(name), name)),
        local=known.is_local,
        names=set(known.names),
        same_as=frozenset(known.same_as),
        different_from=frozenset(known.different_from),
        types=dict(known.types),
        articles=set(articles),
        described=frozenset(known.described),
    )
    found.classify(kind)
    return found


def dependencies(known: Summary, *, types: Collection[str] = ()) -> set[str]:
    """Texts of which two entities share one if what becomes of one may depend on the other.

    Those of any of its namesakes are among them: of some of its articles, which may give it another class or label.

    Args:
        types: classes that it may have beside those that articles give it, through a decision.
    """
    if not known.articles:
        return set()
    found = {f"identifier {identifier}" for identifier in known.same_as}
    for kind, local in product({*known.types, *types}, {known.is_local, known.local > 0}):
        family = FAMILIES.get(kind, kind)
        telling = local or family not in ("person", "organization")  # else each name counts, whichever is the label
        for label in known.names if telling else [min(known.names)]:
            profile = Profile("", label, local=local, names=set(known.names), types={kind: 1})
            profile.classify()
            found.update(f"block {block}" for block in blocks_of(profile) if not block.startswith(ACRONYM))
            found.update(f"{SHORT}{short_text(pair)}" for pair in short_names(profile))
            if family == "organization" and not local:
                found.update(f"{IS_ACRONYM}{letters}" for letters in acronyms_among(profile))
        if bare := bare_name(profile_of("", known, range(min(known.articles, 2)), kind=kind)):
            found.add(f"{BARE}{short_text(bare)}")
    return found


def asked(key: str) -> tuple[str, ...]:
    """Return the keys whose entities may depend on an entity with this one."""
    if key.startswith(IS_ACRONYM):
        return key, f"{SHORT}{short_text(('acronym', key.removeprefix(IS_ACRONYM)))}"
    if key.startswith(f"{SHORT}acronym "):
        return (f"{IS_ACRONYM}{key.removeprefix(f'{SHORT}acronym ')}",)
    return () if key.startswith((SHORT, BARE)) else (key,)


def short_text(short: tuple[str, str]) -> str:
    """A surname or acronym as `short_names` has it, as a text."""
    return " ".join(short)


def shorts_of(keys: Iterable[str], kind: str) -> set[str]:
    """The surnames and acronyms that are short for something (`SHORT`), or all that is known of it (`BARE`)."""
    return {key.removeprefix(kind) for key in keys if key.startswith(kind)}


@dataclass(frozen=True, slots=True)
class Holder:
    """The one entity that a bare name can mean.

    Args:
        target: the entity that stands for it.
        members: the IRIs that are it, one for each bearer of a name; sorted.
        names: those by which articles know it.
        compared: the articles of it that are searched for something in common with a bare name's.
        apart: the IRIs that articles set apart from it.
    """

    target: str
    members: tuple[str, ...]
    names: tuple[str, ...]
    compared: tuple[str, ...]
    apart: tuple[str, ...]


NO_HOLDER: Final = "none"
"""What `dump_holder` makes of none."""


def dump_holder(holder: Holder | None) -> str:
    """A text for each holder; see `load_holder`."""
    return json.dumps(astuple(holder), ensure_ascii=False) if holder is not None else NO_HOLDER


def load_holder(text: str) -> Holder | None:
    """What `dump_holder` wrote."""
    if text == NO_HOLDER:
        return None
    target, *several = json.loads(text)
    return Holder(target, *map(tuple, several))


class Part:
    """Entities that depend on no other (see `dependencies`), and that nobody decided on, resolved.

    Args:
        iris: none of them a bare name.
    """

    def __init__(self, iris: Collection[str], known: Known) -> None:
        self.known = known
        self.iris = frozenset(iris)
        self._corpus: Corpus | None = None
        self._bearers: Mapping[tuple[str, str], str] = {}
        self._found: Mapping[str, str] = {}
        if len(iris) > 1 or any(_may_be_several(known.summary(iri)) for iri in iris):
            self._corpus, self._bearers = _separate_namesakes(self.iris, known)
            self._found = resolve_corpus(self._corpus, self._bearers).canonical

    def targets(self) -> dict[str, Targets]:
        """What each IRI means."""
        others: dict[str, dict[str, str]] = {iri: {} for iri in self.iris}
        for (article, iri), bearer in self._bearers.items():
            others[iri][article] = self._found.get(bearer, bearer)
        return {iri: Targets(self._found.get(iri, iri), others[iri]) for iri in sorted(self.iris)}

    def holder(self, target: str) -> Holder:
        """An entity that stands for some of the part, as what a bare name can mean."""
        if self._corpus is None:
            summary = self.known.summary(target)
            articles: Iterable[str] = self.known.articles(target)
            members, names, apart = {target}, {target}, set(summary.different_from)
        else:
            profiles = [p for iri, p in self._corpus.profiles.items() if self._found.get(iri, iri) == target]
            numbers = {number for profile in profiles for number in profile.articles}
            articles = map(self._corpus.article_names.__getitem__, numbers)
            members = {profile.iri for profile in profiles}
            names = {name for iri in members for name in self._corpus.named.get(iri, (iri,))}
            apart = {other for profile in profiles for other in profile.different_from}
        return Holder(
            target,
            tuple(sorted(members)),
            tuple(sorted(names)),
            tuple(nsmallest(ARTICLES_COMPARED, articles)),
            tuple(sorted(apart)),
        )


def is_called(iri: str, known: Summary, short: str) -> bool:
    """Whether an entity can be meant by a surname or an acronym, as `short_text` has it."""
    return any(short_text(pair) == short for pair in short_names(profile_of(iri, known)))


def resolve_bare_names(
    bare: Mapping[str, Holder], article: str, known: Known, means: Callable[[str], str]
) -> dict[str, str]:
    """Give the bare names of one article to what they can mean: see `kg.linking.clusters.merge_bare_names`.

    Args:
        bare: the IRI of each, and the one entity that it can mean.
        means: the entity that the article means by a full name.

    Returns:
        The entity that each means, for those that mean one.
    """
    taken: dict[str, list[str]] = defaultdict(list)
    for iri, holder in sorted(bare.items()):
        if in_common(known, (article,), holder.compared, but=holder.names):
            taken[holder.target].append(iri)
    contents = known.contents(article)
    return {
        iri: target
        for target, (iri, *more) in taken.items()
        # two of one article: at most one of them can be it, and nothing says which
        if not more and not _apart(iri, bare[iri], known)
        if not any(name in contents and means(name) == target for name in bare[iri].names)
    }


def _apart(iri: str, holder: Holder, known: Known) -> bool:
    return iri in holder.apart or not known.summary(iri).different_from.keys().isdisjoint(holder.members)


def _separate_namesakes(iris: Collection[str], known: Known) -> tuple[Corpus, dict[tuple[str, str], str]]:
    """What is known of some entities, the bearers of one name under IRIs of their own; see `separate_namesakes`."""
    of_iri = {iri: known.articles(iri) for iri in sorted(iris)}
    names = sorted({article for articles in of_iri.values() for article in articles})
    number = {name: place for place, name in enumerate(names)}
    profiles = {
        iri: profile_of(iri, known.summary(iri), map(number.__getitem__, found)) for iri, found in of_iri.items()
    }
    corpus, bearers = Corpus(profiles, names, known), dict[tuple[str, str], str]()
    for iri in of_iri:
        if _may_be_several(known.summary(iri)):
            bearers |= _bearers(corpus, list(known.records(iri)))
    corpus.profiles = dict(sorted(corpus.profiles.items()))
    corpus.named = {bearer: (iri,) for (_, iri), bearer in bearers.items()}
    return corpus, bearers


def _may_be_several(known: Summary) -> bool:
    return known.articles > 1 and not known.is_local and not known.same_as and may_contradict(known.described)


def _bearers(corpus: Corpus, records: Sequence[Record]) -> dict[tuple[str, str], str]:
    """The bearers of a name, each of which gets a profile of its own."""
    bearers = split(records, corpus)
    number = {name: place for place, name in enumerate(corpus.article_names)}
    if bearers:
        told = gather(renamed(records, bearers), said=corpus.said)
        for profile in told.profiles.values():
            profile.articles = {number[told.article_names[place]] for place in profile.articles}
            corpus.profiles[profile.iri] = profile
    return bearers


def decide_part(
    iris: Collection[str], known: Known, decisions: Decisions, *, base: str
) -> tuple[dict[str, Targets], Decided]:
    """Resolve the entities that depend on people's decisions: see `kg.linking.decide`.

    Args:
        iris: all those on which anybody decided, and whatever depends on them.
    """
    records = [record for iri in sorted(iris) for record in known.records(iri)]
    decided = decide(sorted(records, key=lambda record: (record[0], record[1].iri)), decisions, base=base, said=known)
    others: dict[str, dict[str, str]] = {iri: {} for iri in iris}
    for article, entity in records:
        others[entity.iri][article] = decided.same.get((article, entity.iri), entity.iri)
    return {iri: Targets(iri, found) for iri, found in others.items()}, decided
