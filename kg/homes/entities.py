"""Who is who in an embedded store, after what some articles know has changed: resolved again where that matters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

from kg.decisions import Decisions
from kg.homes.index import ENTITY, KEY, OFTEN_IN, RELIES_ON, Index
from kg.linking import Decided
from kg.linking.decisions import OF_ARTICLE
from kg.linking.parts import DECIDED, Targets, decide_part, dependencies, parts, resolve_part
from kg.model import Entity

UNRESOLVED: Final = ""
"""What stands for an entity of which it is not known yet which one does."""

Entities = Mapping[str, Mapping[str, Entity]]
"""What articles know, by the article and the name under which it knows it."""
Means = dict[tuple[str, str], str]
"""(article, name) -> the entity that stands for it."""


@dataclass(slots=True)
class Meant:
    """Which entities stand for what articles know, before a change and after it.

    Args:
        before, after: of the articles that change, and of whatever means another entity now.
        changed: the entities of which articles know something else than before.
        names: those of articles that know something else than before.
        decided: what people's decisions have come to.
    """

    before: Means = field(default_factory=dict)
    after: Means = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    decided: Decided = field(default_factory=lambda: Decided({}))


def resolve_changed(index: Index, standing: Entities, coming: Entities, decisions: Decisions) -> Meant:
    """Keep what articles know now, and resolve what depends on it.

    Args:
        index: its contents are those of the articles as they are now; the graph itself is as it was.
        standing, coming: what the articles that change knew, and what they know.
    """
    found = Meant({(a, iri): index.target(a, iri) for a, known in standing.items() for iri in known})
    for article in standing:
        old, new = standing[article], coming[article]
        same = old.keys() == new.keys()  # else all of its things meet in another company
        found.names |= {iri for iri in old.keys() | new.keys() if not same or old.get(iri) != new.get(iri)}
    came, crossing = _count(index, standing, coming, found)
    resolved = _resolve(index, found, crossing, decisions)
    for iri, targets in resolved.items():
        _move(index, iri, targets, came, found)
    for place, target in found.before.items():
        if place[1] in coming.get(place[0], {}):
            found.after.setdefault(place, target)
    for iri in found.names:
        index.write_known(iri)
    return found


def _count(
    index: Index, standing: Entities, coming: Entities, found: Meant
) -> tuple[dict[str, dict[str, Entity]], set[str]]:
    """Count what articles know now.

    Returns:
        What came, by name and article; and the names that begin or cease to say something of articles.
    """
    limit, before = index.limit, {iri: (index.tells(iri), index.is_place(iri)) for iri in found.names}
    came: dict[str, dict[str, Entity]] = defaultdict(dict)
    for article in standing:
        old, new = standing[article], coming[article]
        for iri in old.keys() | new.keys():
            if old.get(iri) == new.get(iri):
                continue
            if iri in old:
                index.count_in(iri, found.before[article, iri], old[iri], times=-1)
                found.changed.add(found.before[article, iri])
            if iri in new:
                index.count_in(iri, UNRESOLVED, new[iri])
                came[iri][article] = new[iri]
    index.put_speaking(sum(map(bool, coming.values())) - sum(map(bool, standing.values())))
    crossing = {iri for iri, was in before.items() if was != (index.tells(iri), index.is_place(iri))}
    for number in range(min(limit, index.limit) + 1, max(limit, index.limit) + 1):
        crossing |= index.subjects(OFTEN_IN, ox.Literal(str(number)))
    return came, crossing


def _resolve(index: Index, found: Meant, crossing: Collection[str], decisions: Decisions) -> dict[str, Targets]:
    """Resolve the parts that depend on what has changed."""
    decided = set(_decided(index, decisions))
    types = {kind for iri in decided for kind in index.summary(iri).types}
    ahead, lost = found.names | decided, set[str]()
    for iri in sorted(ahead):
        keys = dependencies(index.summary(iri), types=types if iri in decided else ())
        keys |= {DECIDED} if iri in decided else set()
        lost |= index.values(iri, KEY) - keys
        index.put_texts(iri, KEY, keys if index.summary(iri).articles else ())
    ahead |= {iri for name in crossing for iri in index.subjects(RELIES_ON, ox.NamedNode(name))}
    ahead |= {iri for key in lost for iri in index.subjects(KEY, ox.Literal(key))}
    keys_of, done = dict[str, set[str]](), set[str]()
    while ahead:
        iri = ahead.pop()
        keys_of[iri] = index.values(iri, KEY)
        for key in keys_of[iri] - done:
            done.add(key)
            ahead |= index.subjects(KEY, ox.Literal(key)) - keys_of.keys()
    targets = dict[str, Targets]()
    if decisions and not decided:
        found.decided = decide_part((), index, decisions, base=index.base)[1]
    for part in parts(sorted(keys_of), keys_of):
        index.asked.clear()
        known = {iri for iri in part if index.summary(iri).articles}
        if known & decided:
            resolved, found.decided = decide_part(known, index, decisions, base=index.base)
            index.asked.clear()  # it is resolved again in any case
        else:
            resolved = resolve_part(known, index) if known else {}
        targets |= resolved
        for iri in part:
            index.put_iris(iri, RELIES_ON, index.asked if iri == min(part) else ())
    return targets


def _decided(index: Index, decisions: Decisions) -> Iterator[str]:
    """The names of what people's decisions are about, where an article knows it."""
    for term in {term for decision in decisions.all for term in decision.terms}:
        mentioned = index.store.quads_for_pattern(ox.NamedNode(term), ENTITY, None, None)
        names = {term, *(quad.object.value for quad in mentioned)}  # type: ignore[union-attr]
        if apart := OF_ARTICLE.fullmatch(term):
            names.add(apart[1])
        yield from (iri for iri in names if index.summary(iri).articles)


def _move(index: Index, iri: str, targets: Targets, came: Mapping[str, Mapping[str, Entity]], found: Meant) -> None:
    """Let the entities that stand for a name now stand for it."""
    new = came.get(iri, {})
    for article, entity in new.items():
        target = found.after[article, iri] = targets.of(article)
        index.count_in(iri, UNRESOLVED, entity, times=-1)
        index.count_in(iri, target, entity)
        found.changed.add(target)
    others = {target for target in index.known(iri) if target != targets.usual}
    if not others and not targets.others:
        return
    for article, entity in index.records(iri):
        target = targets.of(article)
        if article not in new and (old := found.before.get((article, iri)) or index.target(article, iri)) != target:
            found.before[article, iri], found.after[article, iri] = old, target
            index.count_in(iri, old, entity, times=-1)
            index.count_in(iri, target, entity)
            found.changed |= {old, target}
            found.names.add(iri)
