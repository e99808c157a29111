"""Resolving a part of a corpus as the whole corpus would be resolved.

What becomes of an entity depends on

1. what its articles know of it,
2. those with which it shares a text of `dependencies` (a block of names, a short name, an identifier, a person's
   decision), those that these share one with, and so on: its part,
3. what articles that know one of the part have in common with each other, by the names that they themselves give, and
   which of these names say something: those that identify, and that not every article has (`Said.tells`).

So a store that knows all this can resolve again what an article touches, and nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Protocol

import networkx as nx

from kg.decisions import Decisions
from kg.linking.clusters import bare_name, short_names
from kg.linking.decisions import Decided, decide
from kg.linking.namesakes import may_contradict, renamed, split
from kg.linking.profiles import FAMILIES, Corpus, Profile, Record, Said, forms_of, gather, type_of
from kg.linking.resolution import blocks_of, resolve_corpus
from kg.summary import Summary

DECIDED = "decided"
"""What all entities of people's decisions share."""


class Known(Said, Protocol):
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


def profile_of(iri: str, known: Summary, articles: Iterable[int] = ()) -> Profile:
    """What resolution works on, as `gather` makes it of records."""
    label = min(known.labels, key=lambda name: (-len(name), name))
    found = Profile(
        iri,
        label,
        local=known.is_local,
        names=set(known.names),
        same_as=frozenset(known.same_as),
        different_from=frozenset(known.different_from),
        types=dict(known.types),
        articles=set(articles),
        described=frozenset(known.described),
    )
    found.family = FAMILIES.get(type_of(found), type_of(found))
    if found.family == "person":
        found.forms = forms_of(label, found.names)
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
            profile = Profile("", label, family, local, set(known.names), types={kind: 1})
            if family == "person":
                profile.forms = forms_of(label, profile.names)
            found.update(f"block {family} {key}" for family, key in blocks_of(profile))
            found.update(" ".join(pair) for pair in short_names(profile) | {bare_name(profile)} if pair is not None)
    return found


def resolve_part(iris: Collection[str], known: Known) -> dict[str, Targets]:
    """Resolve entities that depend on no other (see `dependencies`), and that nobody decided on.

    Returns:
        What each IRI means.
    """
    several = len(iris) > 1
    if not several and not _may_be_several(known.summary(next(iter(iris)))):
        return {iri: Targets(iri) for iri in iris}
    of_iri = {iri: known.articles(iri) for iri in sorted(iris)}
    names = sorted({article for articles in of_iri.values() for article in articles})
    number = {name: place for place, name in enumerate(names)}
    profiles = {
        iri: profile_of(iri, known.summary(iri), map(number.__getitem__, found)) for iri, found in of_iri.items()
    }
    corpus, bearers = Corpus(profiles, names, known), dict[tuple[str, str], str]()
    for iri in of_iri:
        if _may_be_several(known.summary(iri)):
            bearers |= _told_apart(corpus, iri, list(known.records(iri)))
    corpus.profiles = dict(sorted(corpus.profiles.items()))
    corpus.named = {bearer: (iri,) for (_, iri), bearer in bearers.items()}
    found = resolve_corpus(corpus, bearers).canonical
    others: dict[str, dict[str, str]] = {iri: {} for iri in of_iri}
    for (article, iri), bearer in bearers.items():
        others[iri][article] = found.get(bearer, bearer)
    return {iri: Targets(found.get(iri, iri), others[iri]) for iri in of_iri}


def _may_be_several(known: Summary) -> bool:
    return known.articles > 1 and not known.is_local and not known.same_as and may_contradict(known.described)


def _told_apart(corpus: Corpus, iri: str, records: Sequence[Record]) -> dict[tuple[str, str], str]:
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


def parts(iris: Iterable[str], keys: Mapping[str, Collection[str]]) -> Iterator[set[str]]:
    """Entities in groups that do not depend on each other.

    Args:
        keys: the `dependencies` of each.
    """
    graph: nx.Graph[str] = nx.Graph()
    first: dict[str, str] = {}
    for iri in iris:
        graph.add_node(iri)
        graph.add_edges_from((iri, first.setdefault(key, iri)) for key in keys[iri])
    return nx.connected_components(graph)
