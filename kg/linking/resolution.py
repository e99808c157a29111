"""Which entities of different articles are one, without a gazetteer: scores, then clusters, with a reason for each
merge.

A function of the set of what the articles know: neither their order nor earlier results matter. Two entities of one
article are never merged, since an article that names two things means two things.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations, pairwise, product
from typing import Final

from kg.garbage import collector_off
from kg.linking.clusters import cluster, merge_bare_names
from kg.linking.comparison import acronyms_among, acronyms_for, compare, signs
from kg.linking.namesakes import contradictory, renamed, split, weigh_descriptions
from kg.linking.profiles import Corpus, CorpusContents, Merge, Profile, Record, gather
from kg.names import fold, words

LARGEST_BLOCK: Final = 40  # a block with more names than this compares neighbours in the alphabet alone
NEIGHBOURS: Final = 5  # how many after it each is compared with
ACRONYM: Final = "="
"""What the name of a block begins with that holds an acronym, and what it can be short for."""
ONE_NAME: Final = 0.92
"""Lowest similarity at which a name joins one of the gazetteer to which it was not linked: a middle name may be all
that distinguishes two known people, George Bush and his father; Colombo sounds like Colombia."""


@dataclass(frozen=True, slots=True)
class Resolution(Mapping[tuple[str, str], str]):
    """(article, IRI) -> the IRI that stands for it, for every entity that is known under another one too.

    Args:
        canonical: IRI -> the IRI that stands for it.
        merges: what was merged and why, strongest first.
        articles: IRI -> the articles that know it, for the IRIs in `canonical`.
        bearers: (article, IRI) -> the IRI of the one whom that article calls by a name of several.
    """

    canonical: Mapping[str, str]
    merges: tuple[Merge, ...]
    articles: Mapping[str, tuple[str, ...]]
    bearers: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def __getitem__(self, key: tuple[str, str]) -> str:
        article, iri = key
        if bearer := self.bearers.get(key):
            return self.canonical.get(bearer, bearer)
        found = self.articles[iri]
        place = bisect_left(found, article)
        if place == len(found) or found[place] != article:
            raise KeyError(key)
        return self.canonical[iri]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        yield from self.bearers
        own = set(self.bearers.values())
        yield from ((article, iri) for iri in self.canonical if iri not in own for article in self.articles[iri])

    def __len__(self) -> int:
        return sum(1 for _ in self)


@collector_off()  # the profiles of millions of mentions stay until the end; looking at them took a quarter of the time
def resolve(
    known: Iterable[Record],
    *,
    different: Iterable[tuple[str, str]] = (),
    said: CorpusContents | None = None,
    named: Mapping[str, Collection[str]] | None = None,
) -> Resolution:
    """Find the entities of different articles that are one.

    Names are compared in blocks of those that are spelled alike, so that the work grows no worse than n log n. In order
    of strength: one Wikidata item, one name but for titles and legal forms, spellings and
    transliterations of one name, name with and without middle name, acronym and expansion, nickname; then bare surnames
    and acronyms go to the one full name they can mean. What articles say of the bearers of a name can speak against one
    node, and keeps them apart (see `namesakes`).

    Args:
        known: an article's IRI and an entity as it knows it, in any order.
        different: pairs of IRIs that a user declares different; these win.
        said, named: see `kg.linking.profiles.gather`.

    Returns:
        The IRI that stands for each entity that has several: the gazetteer's, else the fullest name, else the one in
            most articles.
    """
    return resolve_corpus(*separate_namesakes(list(known), said=said, named=named), different=different)


def resolve_corpus(
    corpus: Corpus, bearers: Mapping[tuple[str, str], str], *, different: Iterable[tuple[str, str]] = ()
) -> Resolution:
    """`resolve`, once namesakes are told apart.

    Args:
        corpus, bearers: see `separate_namesakes`.
    """
    names = bearers_by_name(bearers)
    forbidden = forbidden_pairs(corpus, different, names) | bearers_apart(names)
    alike = (merge for pair in compared_pairs(corpus.profiles.values()) if (merge := proposal(corpus, *pair)))
    clusters, merges = cluster(corpus, chain(_identifiers(corpus), alike), forbidden)
    merges += merge_bare_names(corpus, clusters)
    canonical = {}
    for members in clusters.groups():
        best = min(members, key=lambda iri: standing_rank(corpus.profiles[iri]))
        canonical.update({iri: best for iri in members if iri != best})
    merges.sort(key=lambda m: (-m.score, m.one, m.other))
    articles = {iri: tuple(sorted(corpus.article_names[i] for i in corpus.profiles[iri].articles)) for iri in canonical}
    return Resolution(dict(sorted(canonical.items())), tuple(merges), articles, bearers)


def separate_namesakes(
    known: Sequence[Record], *, said: CorpusContents | None = None, named: Mapping[str, Collection[str]] | None = None
) -> tuple[Corpus, dict[tuple[str, str], str]]:
    """What the articles together know, namesakes under IRIs of their own; and those IRIs by article and plain IRI."""
    corpus = gather(known, said=said, named=named)
    bearers = split(known, corpus)
    if not bearers:
        return corpus, bearers
    plain = {bearer: corpus.named.get(iri, (iri,)) for (_, iri), bearer in bearers.items()}
    return gather(renamed(known, bearers), said=corpus.said, named={**corpus.named, **plain}), bearers


def bearers_by_name(bearers: Mapping[tuple[str, str], str]) -> dict[str, set[str]]:
    """The IRIs of the bearers of each name that has several, by the name's own; see `separate_namesakes`."""
    names: dict[str, set[str]] = defaultdict(set)
    for (_, iri), bearer in bearers.items():
        names[iri].update((iri, bearer))
    return dict(names)


def bearers_apart(names: Mapping[str, set[str]]) -> set[frozenset[str]]:
    """The pairs of bearers of one name."""
    return {frozenset(pair) for bearers in names.values() for pair in combinations(sorted(bearers), 2)}


def forbidden_pairs(
    corpus: Corpus, different: Iterable[tuple[str, str]], names: Mapping[str, set[str]]
) -> set[frozenset[str]]:
    """The pairs that a user sets apart, given or kept with the entities: each bearer of a name that has several."""
    kept = ((p.iri, other) for p in corpus.profiles.values() for other in p.different_from)
    pairs = (product(names.get(one, (one,)), names.get(other, (other,))) for one, other in (*different, *kept))
    return {frozenset(pair) for pair in chain.from_iterable(pairs)}


def standing_rank(profile: Profile) -> tuple[bool, bool, int, int, str]:
    """Sorts the IRI that is to stand for a cluster to the front."""
    return (
        not profile.same_as,
        profile.local,
        -len(words(profile.label)) if profile.family == "person" else 0,
        -len(profile.articles),
        profile.iri,
    )


def _identifiers(corpus: Corpus) -> Iterator[Merge]:
    """Entities with one identifier."""
    holders: dict[str, list[str]] = defaultdict(list)
    for profile in corpus.profiles.values():
        for identifier in sorted(profile.same_as):
            holders[identifier].append(profile.iri)
    for identifier, iris in holders.items():
        for one, other in pairwise(sorted(iris)):
            yield Merge(one, other, 0.99, f"both are <{identifier}>")


def compared_pairs(profiles: Iterable[Profile]) -> Iterator[tuple[str, str]]:
    """The pairs whose names are compared: they can be alike."""
    blocks: dict[str, list[Profile]] = defaultdict(list)
    for profile in profiles:
        for block in blocks_of(profile):
            blocks[block].append(profile)
    done: set[tuple[str, str]] = set()
    for name in sorted(name for name, block in blocks.items() if len(block) > 1):
        for pair in candidates(name, blocks[name]):
            if pair not in done:
                done.add(pair)
                yield pair


def blocks_of(profile: Profile) -> set[str]:
    """The blocks in which an entity is compared with others by name; none where its name does not identify it."""
    if profile.local and not (profile.family == "person" and len(profile.forms[0][0]) > 1):
        return set()
    found = {f"{profile.family} {sign}" for sign in signs(profile)}
    if profile.family == "organization":
        found |= {f"{ACRONYM}{letters}" for letters in acronyms_among(profile) | acronyms_for(profile)}
    return found


def candidates(name: str, block: list[Profile]) -> Iterator[tuple[str, str]]:
    """The pairs of a block that can be alike: all, or those of an acronym and what it can be short for.

    Blocks grow with the number of articles, and the pairs of a block with its square: in a large one each is compared
    with those next to it. An acronym that very many names can expand stands for none of them.
    """
    listed = sorted(block, key=lambda profile: (fold(profile.label), profile.iri))
    if not name.startswith(ACRONYM):
        reach = len(listed) if len(listed) <= LARGEST_BLOCK else NEIGHBOURS
        for place, one in enumerate(listed):
            for other in listed[place + 1 : place + 1 + reach]:
                yield min(one.iri, other.iri), max(one.iri, other.iri)
    elif len(listed) <= LARGEST_BLOCK:
        letters = name.removeprefix(ACRONYM)
        short = {profile.iri for profile in listed if letters in acronyms_among(profile)}
        for pair in combinations(sorted(profile.iri for profile in listed), 2):
            if not short.isdisjoint(pair):
                yield pair


def proposal(corpus: Corpus, one: str, other: str) -> Merge | None:
    """A merge of two entities, if their names are alike and nothing else is needed or what is needed is there."""
    a, b = corpus.profiles[one], corpus.profiles[other]
    if a.known and b.known:
        return None  # the gazetteer tells them apart: Georgia the state and the country
    found = compare(a, b)
    if found is None:
        return None
    if contradictory(weigh_descriptions(a, b)):
        return None
    score, reason = found
    if score < ONE_NAME and a.known != b.known:
        return None
    if score < 0.9 or a.local or b.local:
        if not corpus.in_common(a.articles, b.articles, but=(one, other)):
            return None
        reason += ", and their articles have other entities in common"
    return Merge(one, other, score, reason)
