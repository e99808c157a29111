"""Doubts about who is who: merges on weak grounds, namesakes, surnames that fit somebody, names that are alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Final

import networkx as nx
from rapidfuzz import fuzz

from kg.decisions import Verb
from kg.linking.profiles import commonness_limit
from kg.names import acronyms, fold, is_acronym, person, spelling, words
from kg.review.material import Doubt, Entity, Kind, Material
from kg.vocabulary import mention_iri

LARGEST_BLOCK: Final = 40  # names that begin alike; more of them tell nothing of each other
ALIKE: Final = 88  # per cent from which on two spellings may be one
SURE: Final = 0.9  # merges from this score on are not asked about


def merges(look: Material) -> Iterator[Doubt]:
    """Entities that were found to be one on weak grounds."""
    labels = {entity.iri: entity.label for _, entity in look.known}
    articles: dict[str, list[str]] = defaultdict(list)
    for article, entity in look.known:
        articles[entity.iri].append(article)
    for merge in look.decided.merges:
        if merge.score >= SURE or merge.one not in articles or merge.other not in articles:
            continue
        one, other = articles[merge.one][0], articles[merge.other][0]
        node = look.decided.same.get((one, merge.one), merge.one)
        if look.decided.same.get((other, merge.other), merge.other) != node:
            continue
        yield look.doubt(
            Kind.MERGE,
            1 - merge.score,
            f"{labels[merge.one]} and {labels[merge.other]} are one: {look.entities[node].label}",
            (node,),
            [merge.reason],
            [*look.quotes(node, articles[merge.one]), *look.quotes(node, articles[merge.other])],
            [
                look.command(verb, look.called(node, one), look.called(node, other))
                for verb in (Verb.DIFFERENT, Verb.SAME)
            ],
            weight=look.weight(node),
        )


def namesakes(look: Material) -> Iterator[Doubt]:
    """Entities of several articles that have nothing but the name in common, or roles that hardly one has."""
    contents: dict[str, set[str]] = defaultdict(set)
    for iri, entity in look.entities.items():
        if not entity.local:
            for article in entity.articles:
                contents[article].add(iri)
    common = {iri for iri, e in look.entities.items() if len(e.articles) > commonness_limit(len(contents))}
    for iri, entity in sorted(look.entities.items()):
        if len(entity.articles) < 2 or entity.local or (entity.items and entity.family != "person"):
            continue
        shared: nx.Graph[str] = nx.Graph()
        shared.add_nodes_from(sorted(entity.articles)[:LARGEST_BLOCK])
        for one, other in combinations(sorted(shared), 2):
            if contents[one] & contents[other] - common - {iri}:
                shared.add_edge(one, other)
        held = {article: titles for article, titles in _held(look, iri).items() if article in shared}
        far = [
            (a, b)
            for a, b in combinations(sorted(held), 2)
            if not shared.has_edge(a, b) and not any(look.titles.near(x, y) for x in held[a] for y in held[b])
        ]
        shared.add_edges_from(pair for pair in _joined(look, entity) if set(pair) <= set(shared))
        groups = sorted(map(sorted, nx.connected_components(shared)), key=look.sources)
        if len(groups) < 2 or (entity.items and not far):
            continue
        place = {article: number for number, group in enumerate(groups) for article in group}
        far = [(a, b) for a, b in far if place[a] != place[b]]
        base = 0.15 if entity.items else 0.4 if entity.family == "person" else 0.2
        reasons = [
            f"{len(groups)} groups of articles have this name in common and nothing else: "
            + "; ".join(look.sources(group) for group in groups[:6])
        ]
        reasons += [
            ", ".join(f"{look.sources([x])} has {' and '.join(sorted(held[x]))}" for x in (a, b)) for a, b in far[:3]
        ]
        first = [min(group, key=lambda a: (a not in held, a)) for group in groups]
        yield look.doubt(
            Kind.MERGE,
            1 - (1 - base) * (0.5 if far else 1),
            f"{entity.label} of {len(entity.articles)} articles is one {entity.type}",
            (iri,),
            reasons,
            [quote for group in groups[:6] for quote in look.quotes(iri, group)],
            [
                look.command(verb, *(look.called(iri, article) for article in first[:4]))
                for verb in (Verb.DIFFERENT, Verb.SAME)
            ],
            weight=look.weight(iri),
        )


def _held(look: Material, iri: str) -> dict[str, set[str]]:
    """The titles that each article gives somebody."""
    found: dict[str, set[str]] = defaultdict(set)
    for fact in look.facts_of.get(iri, ()):
        for quote, article in zip(fact.quotes, fact.articles, strict=True):
            if fact.subject == iri and quote.role and quote.polarity == "Positive":
                found[article].add(quote.role)
    return dict(found)


def _joined(look: Material, entity: Entity) -> Iterator[tuple[str, str]]:
    """Pairs of articles that people say know one and the same."""
    mentions = {
        str(mention_iri(article, iri, base=look.built.base)): article for article, iri in entity.articles.items()
    }
    for decision in look.decisions.of(Verb.SAME):
        one, other = (mentions.get(term) for term in decision.terms)
        if one and other:
            yield one, other


def splits(look: Material) -> Iterator[Doubt]:
    """Bare surnames that stay local to their article, and the people of that name."""
    people: dict[str, list[Entity]] = defaultdict(list)
    for entity in look.entities.values():
        if entity.family == "person" and not entity.local:
            for surname in {spelling(form[-1]) for n in entity.names if len(form := person(n)[0]) > 1}:
                people[surname].append(entity)
    for iri, entity in sorted(look.entities.items()):
        form = person(entity.label)[0] if entity.family == "person" and entity.local else ()
        if len(form) != 1 or not look.facts_of.get(iri):
            continue
        bearers = [e for e in people.get(spelling(form[0]), ()) if not look.apart(iri, e.iri)]
        for other in sorted(bearers, key=lambda e: e.iri)[:3]:
            chance = 0.5 / len(bearers)
            also = "nobody else here has it" if len(bearers) == 1 else f"{len(bearers)} people here have it"
            yield _pair(look, Kind.SPLIT, chance, entity, other, f"{entity.label} is the surname; {also}")


def _pair(look: Material, kind: Kind, chance: float, one: Entity, other: Entity, *reasons: str) -> Doubt:
    together = sorted(one.articles.keys() & other.articles.keys())
    reasons = (*reasons, *(f"{look.sources(together)} speaks of both" for _ in together[:1]))
    return look.doubt(
        kind,
        chance,
        f"{one.label} ({one.type}) and {other.label} ({other.type}) are two",
        (one.iri, other.iri),
        reasons,
        [*look.quotes(one.iri, one.articles), *look.quotes(other.iri, other.articles)],
        [look.command(verb, look.called(one.iri), look.called(other.iri)) for verb in (Verb.SAME, Verb.DIFFERENT)],
        weight=look.weight(one.iri, other.iri),
    )


def duplicates(look: Material) -> Iterator[Doubt]:
    """Entities whose names are alike, and which are two."""
    blocks: dict[tuple[str, str], list[Entity]] = defaultdict(list)
    for _, entity in sorted(look.entities.items()):
        for key in _keys(look, entity):
            blocks[entity.family, key].append(entity)
    done = set[tuple[str, str]]()
    for _, block in sorted(blocks.items()):
        if len(block) > LARGEST_BLOCK:
            continue
        for one, other in combinations(block, 2):
            if (one.iri, other.iri) in done or look.apart(one.iri, other.iri):
                continue
            done.add((one.iri, other.iri))
            chance, reason = _alike(one, other)
            if not chance:
                continue
            if _neighbours(look, one.iri) & _neighbours(look, other.iri):
                chance, reason = min(0.9, chance * 1.4), f"{reason}, and facts tie both to a third"
            if one.articles.keys() & other.articles.keys():
                chance *= 0.7
            yield _pair(look, Kind.DUPLICATE, chance, one, other, reason)


def _keys(look: Material, entity: Entity) -> set[str]:
    if not entity.articles or (entity.local and entity.label[:1].islower()):
        return set()  # a common noun
    if entity.family == "person":
        return {spelling(form[-1]) for n in (entity.label, *entity.names) if len(form := person(n)[0]) > 1}
    found = {word for word in words(entity.label) if len(word) > 3} or set(words(entity.label)[:1])
    if is_acronym(entity.label):
        found.add("=" + fold(entity.label).replace(" ", ""))
    return found | {"=" + letters for letters in acronyms(entity.label) if len(letters) > 2}


def _neighbours(look: Material, iri: str) -> set[str]:
    return {other for fact in look.facts_of.get(iri, ()) for other in (fact.subject, fact.object)} - {iri}


def _alike(one: Entity, other: Entity) -> tuple[float, str]:
    """How likely two names are one thing's, and why; 0 where nothing says so."""
    a, b = fold(one.label), fold(other.label)
    if a == b:
        return 0.6, "they have one name"
    if one.family == "person":
        left, right = person(one.label)[0], person(other.label)[0]
        if len(left) < 2 or len(right) < 2:
            return 0.0, ""
        given = fuzz.ratio(left[0], right[0])
        if spelling(left[-1]) == spelling(right[-1]) and (
            given >= 80 or (left[0][0] == right[0][0] and 1 in (len(left[0]), len(right[0])))
        ):
            return 0.4, "they have one surname, and given names that are alike"
        return 0.0, ""
    (body, _, of), (its_body, _, its_of) = a.partition(" of "), b.partition(" of ")
    if body == its_body and of and its_of and fuzz.ratio(of, its_of) < ALIKE:
        return 0.0, ""  # the Supreme Court of Peru is not that of India
    for short, long in ((one, other), (other, one)):
        if is_acronym(short.label) and fold(short.label).replace(" ", "") in acronyms(long.label):
            return 0.4, f"{short.label} can abbreviate {long.label}"
    if set(one.names) & set(other.names):
        return 0.45, f"both are called {min(set(one.names) & set(other.names))}"
    if one.family == "organization" and one.type == other.type:
        left_, right_ = set(words(one.label)), set(words(other.label))
        if words(one.label)[:1] == words(other.label)[:1] and (left_ <= right_ or right_ <= left_):
            return 0.25, "one's name holds the other's"
    if min(len(a), len(b)) > 5 and fuzz.ratio(a, b) >= ALIKE:
        return 0.35, "their names are spelled alike"
    return 0.0, ""
