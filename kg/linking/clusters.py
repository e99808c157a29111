"""Groups of entities that are one, grown from the strongest proposal down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any

import networkx as nx

from kg.linking.profiles import ARTICLES_COMPARED, Corpus, Merge, Profile, other_item
from kg.names import acronyms, fold, is_acronym, spelling, words


@dataclass(slots=True)
class _Cluster:
    """IRIs that are one, the articles that speak of them, and their identifiers elsewhere."""

    members: list[str]
    articles: set[int]
    same_as: set[str]


class Clusters:
    """Groups of IRIs, grown by merges that no constraint forbids."""

    def __init__(self, corpus: Corpus, forbidden: set[frozenset[str]]) -> None:
        self.corpus = corpus
        self.forbidden = forbidden
        self.of: dict[str, _Cluster] = {}

    def cluster(self, iri: str) -> _Cluster:
        """The cluster of an IRI, of itself alone at first."""
        found = self.of.get(iri)
        if found is None:
            profile = self.corpus.profiles[iri]
            found = self.of[iri] = _Cluster([iri], set(profile.articles), set(profile.same_as))
        return found

    def head(self, iri: str) -> str:
        """The IRI by which a cluster goes while it grows: the first in the alphabet."""
        found = self.of.get(iri)
        return iri if found is None else min(found.members)

    def join(self, one: str, other: str) -> bool:
        """Merge two clusters unless that would join what is known to be two things."""
        small, large = sorted((self.cluster(one), self.cluster(other)), key=lambda c: len(c.articles))
        if small is large:
            return True
        if self.forbidden and any(frozenset((a, b)) in self.forbidden for a in small.members for b in large.members):
            return False
        if other_item(small.same_as, large.same_as) or not small.articles.isdisjoint(large.articles):
            return False
        large.members += small.members
        large.articles |= small.articles
        large.same_as |= small.same_as
        for iri in small.members:
            self.of[iri] = large
        return True

    def groups(self) -> Iterator[list[str]]:
        """The clusters of more than one IRI."""
        seen: set[int] = set()
        for cluster in self.of.values():
            if len(cluster.members) > 1 and id(cluster) not in seen:
                seen.add(id(cluster))
                yield cluster.members


def cluster(corpus: Corpus, proposals: Iterable[Merge], forbidden: set[frozenset[str]]) -> tuple[Clusters, list[Merge]]:
    """Accept proposals from the strongest down.

    A short form that could stand for several full names which are not one (George Bush for George W. and George H. W.
    Bush) stands for none.
    """
    graph: nx.Graph[str] = nx.Graph()
    for merge in sorted(proposals, key=lambda m: -m.score):
        if not graph.has_edge(merge.one, merge.other):
            graph.add_edge(merge.one, merge.other, merge=merge)
    clusters, accepted = Clusters(corpus, forbidden), []
    for component in sorted((sorted(c) for c in nx.connected_components(graph)), key=lambda c: c[0]):
        edges = sorted(
            (data["merge"] for _, _, data in graph.subgraph(component).edges(data=True)),
            key=lambda m: (-m.score, m.one, m.other),
        )
        for merge in edges:
            if merge.score < 0.92 and _has_rival(graph, corpus, merge):
                continue
            if clusters.join(merge.one, merge.other):
                accepted.append(merge)
    return clusters, accepted


def _has_rival(graph: nx.Graph[str], corpus: Corpus, merge: Merge) -> bool:
    """Whether one side of a weak merge also resembles an entity that the other side does not resemble."""
    for end, other in ((merge.one, merge.other), (merge.other, merge.one)):
        for rival in graph.neighbors(end):
            if rival == other or graph.has_edge(rival, other):
                continue
            if graph.edges[end, rival]["merge"].score <= merge.score + 0.05 or not corpus.profiles[rival].local:
                return True
    return False


def short_names(profile: Profile) -> set[tuple[str, str]]:
    """The surnames and acronyms by which another article may mean an entity: what each is, and it."""
    if profile.local:
        return set()
    if profile.family == "person":
        return {("surname", spelling(parts[-1])) for parts, _ in profile.forms if len(parts) > 1}
    if profile.family != "organization":
        return set()
    found: set[str] = set()
    for name in profile.names:
        if is_acronym(name):
            found.add(fold(name).replace(" ", ""))
        elif len(words(name)) >= 3:
            found.update(acronyms(name))
    return {("acronym", letters) for letters in found}


def bare_name(profile: Profile) -> tuple[str, str] | None:
    """The surname or acronym that is all one article knows of an entity, as `short_names` has it, or None."""
    if not profile.local or profile.same_as or len(profile.articles) > 1:
        return None
    parts, suffix = profile.forms[0] if profile.forms else ((), frozenset())
    if len(parts) == 1 and not suffix:
        return "surname", spelling(parts[0])
    if profile.family == "organization" and is_acronym(profile.label):
        return "acronym", fold(profile.label).replace(" ", "")
    return None


def why_bare(profile: Profile, short: tuple[str, str]) -> str:
    """Why a bare name can mean the only entity that it is short for."""
    alone = "is the surname of nobody else" if short[0] == "surname" else "abbreviates no other name"
    return f"'{profile.label}' {alone} in the graph, and their articles have other entities in common"


def merge_bare_names(corpus: Corpus, clusters: Clusters) -> list[Merge]:
    """Give bare surnames and local acronyms to the one cluster that they can mean, if their articles have something in
    common."""
    bearers: dict[tuple[str, str], set[str]] = defaultdict(set)
    full: dict[str, str] = {}
    for profile in corpus.profiles.values():
        named = short_names(profile)
        if named:
            head = clusters.head(profile.iri)
            for name in named:
                bearers[name].add(head)
            if profile.family == "person":
                full.setdefault(head, profile.iri)
    compared: dict[str, list[int]] = {}
    taken: dict[tuple[int, str], list[tuple[str, str, str]]] = defaultdict(list)
    for profile in sorted((p for p in corpus.profiles.values() if p.local), key=lambda p: p.iri):
        short = bare_name(profile)
        heads = bearers.get(short, set()) if short else set()
        if short is None or len(heads) != 1:
            continue
        head = next(iter(heads))
        article = min(profile.articles)
        reason = why_bare(profile, short)
        if head not in compared:
            compared[head] = nsmallest(ARTICLES_COMPARED, clusters.cluster(head).articles)
        if corpus.in_common(profile.articles, compared[head], but=clusters.cluster(head).members):
            taken[article, head].append((profile.iri, full.get(head, head), reason))
    return join_taken(clusters, taken)


def join_taken(clusters: Clusters, taken: Mapping[tuple[Any, str], Sequence[tuple[str, str, str]]]) -> list[Merge]:
    """Give bare names to the clusters that they can mean.

    Args:
        taken: article and head of a cluster -> the article's entities that can be it, with a full name of it, and why.
    """
    attached = list[Merge]()
    for _, candidates in sorted(taken.items()):
        if len(candidates) > 1:
            continue  # two of one article: at most one of them can be it, and nothing says which
        iri, target, reason = candidates[0]
        if clusters.join(target, iri):
            attached.append(Merge(min(iri, target), max(iri, target), 0.75, reason))
    return attached
