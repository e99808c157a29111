"""Which entities of different articles are one, without a gazetteer: scores, then clusters, with a reason for each
merge.

A function of the set of what the articles know: neither their order nor earlier results matter. Two entities of one
article are never merged, since an article that names two things means two things.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import combinations, pairwise
from typing import Final

import networkx as nx
from rapidfuzz import fuzz

from kg.garbage import collector_off
from kg.model import Entity
from kg.names import acronyms, fold, given_initials, is_acronym, person, plain, sound, spelling, words
from kg.names import given as same_given
from kg.namewords import name_words
from kg.vocabulary import WIKIDATA

Record = tuple[str, Entity]
"""The IRI of an article, and an entity as that article alone knows it."""

THRESHOLD: Final = 0.5
LARGEST_BLOCK: Final = 40  # a block with more names than this compares neighbours in the alphabet alone
NEIGHBOURS: Final = 5  # how many behind it each is compared with
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


@dataclass(frozen=True, slots=True)
class Resolution(Mapping[tuple[str, str], str]):
    """(article, IRI) -> the IRI that stands for it, for every entity that is known under another one too.

    Args:
        canonical: IRI -> the IRI that stands for it.
        merges: what was merged and why, strongest first.
        articles: IRI -> the articles that know it, for the IRIs in `canonical`.
    """

    canonical: Mapping[str, str]
    merges: tuple[Merge, ...]
    articles: Mapping[str, tuple[str, ...]]

    def __getitem__(self, key: tuple[str, str]) -> str:
        article, iri = key
        found = self.articles[iri]
        place = bisect_left(found, article)
        if place == len(found) or found[place] != article:
            raise KeyError(key)
        return self.canonical[iri]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((article, iri) for iri in self.canonical for article in self.articles[iri])

    def __len__(self) -> int:
        return sum(len(self.articles[iri]) for iri in self.canonical)


_Form = tuple[tuple[str, ...], frozenset[str]]
"""A person's name, as `person` reads it."""


@dataclass(slots=True)
class _Profile:
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
    forms: tuple[_Form, ...] = ()
    same_as: frozenset[str] = frozenset()
    different_from: frozenset[str] = frozenset()
    types: dict[str, int] = field(default_factory=dict)
    articles: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Corpus:
    """Profiles by IRI, and what each article speaks of (numbers of profiles that identify)."""

    profiles: dict[str, _Profile]
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


@collector_off()  # the profiles of millions of mentions stay until the end; looking at them took a quarter of the time
def resolve(
    known: Iterable[Record],
    *,
    same: Iterable[tuple[str, str]] = (),
    different: Iterable[tuple[str, str]] = (),
) -> Resolution:
    """Find the entities of different articles that are one.

    Names are compared in blocks (by family of classes and sound), and there only those that are spelled alike, so that
    the work grows no worse than n log n. In order of strength: a user's own word, one Wikidata item, one name but for
    titles and legal forms, spellings and transliterations of one name, name with and without middle name, acronym and
    expansion, nickname; then bare surnames and acronyms go to the one full name they can mean.

    Args:
        known: an article's IRI and an entity as it knows it, in any order.
        same, different: pairs of IRIs that a user declares the same or different; these win.

    Returns:
        The IRI that stands for each entity that has several: the gazetteer's, else the fullest name, else the one in
            most articles.
    """
    corpus = _gather(known)
    forbidden = _forbidden(corpus, different)
    pairs = sorted({(min(pair), max(pair)) for pair in same if pair[0] != pair[1]})
    declared = [Merge(one, other, 1.0, "declared the same in the user's ontology") for one, other in pairs]
    declared = [m for m in declared if m.one in corpus.profiles and m.other in corpus.profiles]
    proposals = [*declared, *_identifiers(corpus), *_blocks(corpus)]
    clusters, merges = _cluster(corpus, proposals, forbidden)
    merges += _attach(corpus, clusters, forbidden)
    canonical = {}
    for members in clusters.groups():
        best = min(members, key=lambda iri: _rank(corpus.profiles[iri]))
        canonical.update({iri: best for iri in members if iri != best})
    merges.sort(key=lambda m: (-m.score, m.one, m.other))
    articles = {iri: tuple(sorted(corpus.article_names[i] for i in corpus.profiles[iri].articles)) for iri in canonical}
    return Resolution(dict(sorted(canonical.items())), tuple(merges), articles)


def explain(
    known: Iterable[Record],
    one: str,
    other: str,
    *,
    same: Iterable[tuple[str, str]] = (),
    different: Iterable[tuple[str, str]] = (),
) -> list[str]:
    """Say why two entities are one, or why they are not.

    Args:
        known, same, different: as for `resolve`.
        one, other: IRIs, or names.

    Returns:
        Sentences for people: each step of the merge, or what stands against it. Empty where no article knows one of
            them.
    """
    known, same, different = list(known), list(same), list(different)
    corpus = _gather(known)
    left, right = (_called(corpus, name) for name in (one, other))
    if not left or not right:
        return []
    resolution = resolve(known, same=same, different=different)
    target, labels = resolution.canonical, corpus.profiles
    graph: nx.Graph[str] = nx.Graph()
    for merge in resolution.merges:
        graph.add_edge(merge.one, merge.other, merge=merge)
    for a in sorted(left):
        for b in sorted(right):
            if a == b:
                return [
                    f"'{one}' and '{other}' are names of {corpus.profiles[a].label} <{a}> in the articles themselves."
                ]
            if target.get(a, a) == target.get(b, b):
                steps = [graph.edges[edge]["merge"] for edge in pairwise(nx.shortest_path(graph, a, b))]
                return [
                    f"'{labels[m.one].label}' and '{labels[m.other].label}': {m.reason} (score {m.score:.2f})."
                    for m in steps
                ]
    forbidden = _forbidden(corpus, different)
    return [_against(corpus, corpus.profiles[min(left)], corpus.profiles[min(right)], target, forbidden)]


def _forbidden(corpus: _Corpus, different: Iterable[tuple[str, str]]) -> set[frozenset[str]]:
    """The pairs that a user sets apart: given, or kept with the entities."""
    kept = ((p.iri, other) for p in corpus.profiles.values() for other in p.different_from)
    return {frozenset(pair) for pair in (*different, *kept)}


def _called(corpus: _Corpus, name: str) -> set[str]:
    """The IRIs of the entities with a name."""
    if name in corpus.profiles:
        return {name}
    if exact := {p.iri for p in corpus.profiles.values() if p.label == name}:
        return exact
    key = fold(name)
    labelled = {p.iri for p in corpus.profiles.values() if fold(p.label) == key}
    return labelled or {p.iri for p in corpus.profiles.values() if key in {fold(n) for n in p.names}}


def _against(
    corpus: _Corpus, a: _Profile, b: _Profile, canonical: Mapping[str, str], forbidden: set[frozenset[str]]
) -> str:
    """What stands against a merge, in one sentence."""
    names = f"'{a.label}' and '{b.label}' stay apart:"
    if frozenset((a.iri, b.iri)) in forbidden:
        return f"{names} the user's ontology declares them different."
    if _other_item(a.same_as, b.same_as):
        return f"{names} they are different Wikidata items ({', '.join(sorted(a.same_as | b.same_as))})."
    shared = sorted(set(a.articles) & set(b.articles))
    if shared:
        return f"{names} {corpus.article_names[shared[0]]} speaks of both as two."
    if a.family != b.family:
        return f"{names} one is of class {_type(a)}, the other of class {_type(b)}."
    short, long = sorted((a, b), key=lambda p: len(words(p.label)))
    if a.family == "person" and short.local:
        bearers = {
            canonical.get(p.iri, p.iri): p.label
            for p in sorted(corpus.profiles.values(), key=lambda p: p.iri)
            if p.family == "person" and not p.local and _surname(p) == _surname(short)
        }
        if len(bearers) > 1:
            return f"{names} the surname fits {len(bearers)} people: {', '.join(sorted(bearers.values())[:6])}."
        if canonical.get(long.iri, long.iri) in bearers:
            return f"{names} the surname fits, but the articles have nothing else in common."
    if found := _compare(a, b):
        return (
            f"{names} {found[1]} (score {found[0]:.2f}), but that would join entities that are known to be different."
        )
    return f"{names} no rule finds the names alike (similarity {fuzz.ratio(fold(a.label), fold(b.label)):.0f} of 100)."


def _type(profile: _Profile) -> str:
    return min(profile.types, key=lambda kind: (-profile.types[kind], kind))


def _gather(known: Iterable[Record]) -> _Corpus:
    """Profiles of all IRIs, and what each article speaks of."""
    numbers: dict[str, int] = {}
    profiles: dict[str, _Profile] = {}
    for article, entity in known:
        number = numbers.setdefault(article, len(numbers))
        profile = profiles.get(entity.iri)
        if profile is None:
            profile = profiles[entity.iri] = _Profile(entity.iri, entity.label, local=entity.local)
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
    profiles = dict(sorted(profiles.items()))
    # numbers by name, so that the order in which articles came leaves no trace
    order = {old: new for new, (_, old) in enumerate(sorted(numbers.items()))}
    contents: list[set[str]] = [set() for _ in order]
    for profile in profiles.values():
        profile.family = FAMILIES.get(_type(profile), _type(profile))
        if profile.family == "person":
            profile.forms = tuple(map(person, (profile.label, *sorted(profile.names - {profile.label}))))
        profile.articles = {order[old] for old in profile.articles}
        if not profile.local:
            for number in profile.articles:
                contents[number].add(profile.iri)
    limit = max(20, 3 * len(order) // 10)
    return _Corpus(profiles, sorted(numbers), contents, limit)


def _rank(profile: _Profile) -> tuple[bool, bool, int, int, str]:
    """Sorts the IRI that is to stand for a cluster to the front."""
    return (
        not profile.same_as,
        profile.local,
        -len(words(profile.label)) if profile.family == "person" else 0,
        -len(profile.articles),
        profile.iri,
    )


def _other_item(one: Collection[str], other: Collection[str]) -> bool:
    """Whether two sets of identifiers name different Wikidata items."""
    a, b = ({i for i in ids if i.startswith(str(WIKIDATA))} for ids in (one, other))
    return bool(a and b and not a & b)


def _identifiers(corpus: _Corpus) -> Iterator[Merge]:
    """Entities with one identifier."""
    holders: dict[str, list[str]] = defaultdict(list)
    for profile in corpus.profiles.values():
        for identifier in profile.same_as:
            holders[identifier].append(profile.iri)
    for identifier, iris in holders.items():
        for one, other in pairwise(sorted(iris)):
            yield Merge(one, other, 0.99, f"both are <{identifier}>")


def _blocks(corpus: _Corpus) -> Iterator[Merge]:
    """Pairs of entities that identify by name, with names alike enough."""
    blocks: dict[tuple[str, str], set[str]] = defaultdict(set)
    for profile in corpus.profiles.values():
        if profile.local and not (profile.family == "person" and len(profile.forms[0][0]) > 1):
            continue
        for key in _keys(profile):
            blocks[profile.family, key].add(profile.iri)
    done: set[tuple[str, str]] = set()
    for _, iris in sorted(block for block in blocks.items() if len(block[1]) > 1):
        for pair in _candidates([corpus.profiles[iri] for iri in iris]):
            if pair in done:
                continue
            done.add(pair)
            if merge := _proposal(corpus, *pair):
                yield merge


def _candidates(block: list[_Profile]) -> Iterator[tuple[str, str]]:
    """The pairs of a block that can be alike: they have a sign in common, or one is an acronym.

    Blocks grow with the number of articles, and the pairs of a block with its square; those that are spelled alike
    stay few.
    """
    listed = sorted(block, key=lambda profile: (fold(profile.label), profile.iri))
    reach = len(listed) if len(listed) <= LARGEST_BLOCK else NEIGHBOURS
    places: dict[str, list[int]] = defaultdict(list)
    acronyms: list[int] = []
    for place, profile in enumerate(listed):
        for sign in _signs(profile):
            places[sign].append(place)
        if profile.family == "organization" and any(map(is_acronym, profile.names)):
            acronyms.append(place)
    found = {pair for alike in places.values() for pair in combinations(alike, 2)}
    found.update((min(a, b), max(a, b)) for a in acronyms for b in range(len(listed)) if a != b)
    for first, second in sorted(found):
        if second - first <= reach:
            one, other = listed[first].iri, listed[second].iri
            yield min(one, other), max(one, other)


def _signs(profile: _Profile) -> set[str]:
    """Texts of which any two that `_compare` finds alike have one in common, but for acronyms."""
    if profile.family == "person":
        parts = [form for form, _ in profile.forms if len(form) > 1]
        return {sign for form in parts for sign in (spelling(form[-1]), "".join(form), "".join(reversed(form)))}
    if profile.family == "organization":
        return {fold(profile.label).removesuffix("s")}.union(*map(_spellings, profile.names))
    return _spellings(profile.label)


def _spellings(name: str) -> set[str]:
    """The signs of a thing's name: a text for each way in which `_compare_organizations` finds two names alike."""
    parts = words(name)
    kept = [word for word in parts if word not in name_words().legal_forms]
    return {"".join(parts), "".join(kept), "".join(plain(name)), "".join(map(sound, parts))}


def _proposal(corpus: _Corpus, one: str, other: str) -> Merge | None:
    """A merge of two entities, if their names are alike and nothing else is needed or what is needed is there."""
    a, b = corpus.profiles[one], corpus.profiles[other]
    found = _compare(a, b)
    if found is None:
        return None
    score, reason = found
    if score < 0.9 or a.local or b.local:
        if not corpus.in_common(a.articles, b.articles, but=(one, other)):
            return None
        reason += ", and their articles have other entities in common"
    return Merge(one, other, score, reason)


def _keys(profile: _Profile) -> Iterator[str]:
    """The blocks that an entity belongs to."""
    if profile.family == "person":
        for parts, _ in profile.forms:
            if len(parts) > 1:
                yield from (f"{sound(parts[-1])} {letter}" for letter in given_initials(parts[0]))
            if len(parts) == 2:  # in the other order
                yield from (f"{sound(parts[0])} {letter}" for letter in given_initials(parts[1]))
        return
    names = profile.names if profile.family == "organization" else {profile.label}
    for name in names:
        if is_acronym(name):
            yield "=" + fold(name).replace(" ", "")
        parts_ = plain(name)
        yield sound(" ".join(parts_).removesuffix("s") if _type(profile) == "Group" else " ".join(parts_))
        if profile.family == "organization" and len(parts_) >= 3:
            for letters in acronyms(name):
                yield "=" + letters


def _surname(profile: _Profile) -> str:
    parts, _ = profile.forms[0]
    return spelling(parts[-1]) if parts else ""


def _compare(a: _Profile, b: _Profile) -> tuple[float, str] | None:
    """How alike two entities' names are (0 to 1) and in which way; None where they are not."""
    if a.family != b.family:
        return None
    if a.family == "person":
        found = [m for x in a.forms for y in b.forms if (m := _compare_persons(x, y))]
    elif a.family == "organization":
        found = [m for x in a.names for y in b.names if (m := _compare_organizations(x, y))]
        if _type(a) == _type(b) == "Group" and fold(a.label).removesuffix("s") == fold(b.label).removesuffix("s"):
            found.append((0.9, "the singular and the plural of one name"))
    else:
        found = [m] if (m := _compare_names(a.label, b.label)) else []
    return max(found, default=None)


def _compare_persons(one: _Form, other: _Form) -> tuple[float, str] | None:
    """Compare two persons' names, each with a given name and a surname."""
    (left, one_suffix), (right, other_suffix) = one, other
    if min(len(left), len(right)) < 2 or set(one_suffix) != set(other_suffix):
        return None
    if left == right:
        return 0.97, "the same name but for titles, case and diacritics"
    if "".join(left) == "".join(right):
        return 0.95, "the same name but for hyphens and spaces"
    if len(left) == len(right) == 2 and left == right[::-1]:
        return 0.6, "the same given name and surname in the other order"
    if spelling(left[-1]) != spelling(right[-1]):
        return None
    if len(left) == len(right) and all(spelling(x) == spelling(y) for x, y in zip(left, right, strict=True)):
        return 0.92, "spellings of the same name"
    short, long = sorted((left, right), key=len)
    if spelling(short[0]) == spelling(long[0]) and len(short[0]) > 1:
        if _within(short[1:-1], long[1:-1]):
            return 0.9, "the same given name and surname, one with a middle name"
        return None
    if not _within(short[1:-1], long[1:-1]):
        return None
    if 1 in (len(short[0]), len(long[0])) and short[0][0] == long[0][0]:
        return 0.7, "the same surname, and the given name's initial"
    if same_given(short[0], long[0]):
        return 0.8, "the same surname, and forms of the same given name"
    return None


def _within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether middle names agree as far as both are given, an initial for a name."""
    return all(a == b or (1 in (len(a), len(b)) and a[0] == b[0]) for a, b in zip(short, long, strict=False))


def _compare_organizations(one: str, other: str) -> tuple[float, str] | None:
    """Compare two organizations' names."""
    legal = name_words().legal_forms
    left, right = (tuple(w for w in words(name) if w not in legal) for name in (one, other))
    if left and left == right and words(one) != words(other):
        return 0.93, "the same name but for its legal form"
    if found := _compare_names(one, other):
        return found
    for short, long in ((one, other), (other, one)):
        letters = fold(short).replace(" ", "")
        if is_acronym(short) and len(letters) >= 3 and len(plain(long)) >= 3 and letters in acronyms(long):
            return 0.85, f"'{short}' abbreviates '{long}'"
    return None


def _compare_names(one: str, other: str) -> tuple[float, str] | None:
    """Compare two names of things."""
    left, right = words(one), words(other)
    if not left or not right:
        return None
    if left == right:
        if is_acronym(one) != is_acronym(other) and len(left) == 1 and len(left[0]) <= 3:
            return None  # WHO is not who
        return 0.97, "the same name but for case and diacritics"
    if "".join(left) == "".join(right) and len("".join(left)) > 4:
        return 0.95, "the same name but for hyphens and spaces"
    if plain(one) == plain(other):
        return 0.93, "the same name in British and American spelling"
    if len(left) == len(right) and all(_alike(x, y) for x, y in zip(left, right, strict=True)):
        return 0.8, "spellings of the same name"
    return None


def _alike(one: str, other: str) -> bool:
    """Whether two words are the same or spellings that sound the same."""
    return one == other or (
        min(len(one), len(other)) >= 5
        and sound(one) == sound(other)
        and fuzz.ratio(one, other) >= 80
        and not (one + other).isdigit()
    )


@dataclass(slots=True)
class _Cluster:
    """IRIs that are one, the articles that speak of them, and their identifiers elsewhere."""

    members: list[str]
    articles: set[int]
    same_as: set[str]


class _Clusters:
    """Groups of IRIs, grown by merges that no constraint forbids."""

    def __init__(self, corpus: _Corpus, forbidden: set[frozenset[str]]) -> None:
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
        if _other_item(small.same_as, large.same_as) or not small.articles.isdisjoint(large.articles):
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


def _cluster(
    corpus: _Corpus, proposals: Iterable[Merge], forbidden: set[frozenset[str]]
) -> tuple[_Clusters, list[Merge]]:
    """Accept proposals from the strongest down.

    A short form that could stand for several full names which are not one (George Bush for George W. and George H. W.
    Bush) stands for none.
    """
    graph: nx.Graph[str] = nx.Graph()
    for merge in proposals:
        if (
            not graph.has_edge(merge.one, merge.other)
            or graph.edges[merge.one, merge.other]["merge"].score < merge.score
        ):
            graph.add_edge(merge.one, merge.other, merge=merge)
    clusters, accepted = _Clusters(corpus, forbidden), []
    for component in sorted((sorted(c) for c in nx.connected_components(graph)), key=lambda c: c[0]):
        edges = sorted(
            (data["merge"] for _, _, data in graph.subgraph(component).edges(data=True)),
            key=lambda m: (-m.score, m.one, m.other),
        )
        for merge in edges:
            if merge.score < 0.92 and _torn(graph, corpus, merge):
                continue
            if clusters.join(merge.one, merge.other):
                accepted.append(merge)
    return clusters, accepted


def _torn(graph: nx.Graph[str], corpus: _Corpus, merge: Merge) -> bool:
    """Whether one side of a weak merge is as like to somebody who is not the other side."""
    for end, other in ((merge.one, merge.other), (merge.other, merge.one)):
        for rival in graph.neighbors(end):
            if rival == other or graph.has_edge(rival, other):
                continue
            if graph.edges[end, rival]["merge"].score <= merge.score + 0.05 or not corpus.profiles[rival].local:
                return True
    return False


def _attach(corpus: _Corpus, clusters: _Clusters, forbidden: set[frozenset[str]]) -> list[Merge]:
    """Give bare surnames and local acronyms to the one cluster that they can mean, if their articles have something in
    common."""
    by_surname: dict[str, set[str]] = defaultdict(set)
    by_acronym: dict[str, set[str]] = defaultdict(set)
    full: dict[str, str] = {}
    for profile in corpus.profiles.values():
        if profile.local:
            continue
        head = clusters.head(profile.iri)
        if profile.family == "person":
            for parts, _ in profile.forms:
                if len(parts) > 1:
                    by_surname[spelling(parts[-1])].add(head)
                    full.setdefault(head, profile.iri)
        elif profile.family == "organization":
            for name in profile.names:
                letters = (
                    {fold(name).replace(" ", "")}
                    if is_acronym(name)
                    else acronyms(name)
                    if len(words(name)) >= 3
                    else set()
                )
                for acronym in letters:
                    by_acronym[acronym].add(head)
    attached: list[Merge] = []
    compared: dict[str, list[int]] = {}
    taken: dict[tuple[int, str], list[tuple[str, str, str]]] = defaultdict(list)
    for profile in sorted((p for p in corpus.profiles.values() if p.local), key=lambda p: p.iri):
        parts, suffix = profile.forms[0] if profile.forms else ((), frozenset())
        if len(parts) == 1 and not suffix:
            heads, how = by_surname.get(spelling(parts[0]), set()), "'{}' is the surname of nobody else in the graph"
        elif profile.family == "organization" and is_acronym(profile.label):
            heads, how = (
                by_acronym.get(fold(profile.label).replace(" ", ""), set()),
                "'{}' abbreviates no other name in the graph",
            )
        else:
            continue
        if len(heads) != 1:
            continue
        head = next(iter(heads))
        article = min(profile.articles)
        reason = how.format(profile.label) + ", and their articles have other entities in common"
        if head not in compared:
            compared[head] = nsmallest(ARTICLES_COMPARED, clusters.cluster(head).articles)
        if corpus.in_common(profile.articles, compared[head], but=clusters.cluster(head).members):
            taken[article, head].append((profile.iri, full.get(head, head), reason))
    for _, candidates in sorted(taken.items()):
        if len(candidates) > 1:
            continue  # two of one article: at most one of them can be it, and nothing says which
        iri, target, reason = candidates[0]
        if clusters.join(target, iri):
            attached.append(Merge(min(iri, target), max(iri, target), 0.75, reason))
    return attached
