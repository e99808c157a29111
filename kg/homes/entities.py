"""Who is who in an embedded store, after what some articles know has changed: resolved again where that matters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import pyoxigraph as ox

from kg.decisions import Decisions
from kg.homes.index import ENTITY, KEY, OFTEN_IN, RELIES_ON, Index, value_of
from kg.linking import Decided
from kg.linking.decisions import OF_ARTICLE
from kg.linking.parts import (
    BARE,
    DECIDED,
    SHORT,
    Holder,
    Part,
    Targets,
    asked,
    decide_part,
    dependencies,
    dump_holder,
    is_called,
    load_holder,
    resolve_bare_names,
    shorts_of,
)
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
    lost = _put_keys(index, found.names | (decided := set(_decided(index, decisions))), decided)
    ahead = found.names | decided
    ahead |= {iri for name in crossing for iri in index.subjects(RELIES_ON, ox.NamedNode(name))}
    ahead |= {iri for key in lost for asked_for in asked(key) for iri in index.subjects(KEY, ox.Literal(asked_for))}

    touched = {iri: index.values(iri, KEY) for iri in ahead}
    bare = {iri for iri, keys in touched.items() if shorts_of(keys, BARE)}
    shorts = shorts_of(lost, SHORT) | shorts_of(lost, BARE)
    settled = _resolve_decided(index, decided, decisions, found)
    targets = dict(settled.targets)
    resolved = dict[str, Part]()
    for iri in sorted(ahead - bare):
        if iri in resolved or iri in settled.core:
            continue
        part = _part(index, iri, resolved)
        for one, of_one in part.targets().items():
            targets.setdefault(one, of_one)
        shorts |= {short for one in part.iris for short in shorts_of(index.values(one, KEY), SHORT)}
    for iri, of_iri in targets.items():
        _move(index, iri, of_iri, came, found)
    _attach_bare(index, bare, shorts, settled, resolved, set(standing), came, found)
    for place, target in found.before.items():
        if place[1] in coming.get(place[0], {}):
            found.after.setdefault(place, target)
    for iri in found.names:
        index.write_known(iri)
    index.write_together()
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


def _put_keys(index: Index, names: Collection[str], decided: Collection[str]) -> set[str]:
    """Keep what some names depend on.

    Returns:
        What they no longer depend on.
    """
    types, lost = {kind for iri in decided for kind in index.summary(iri).types}, set[str]()
    for iri in sorted(names):
        keys = dependencies(index.summary(iri), types=types if iri in decided else ())
        keys |= {DECIDED} if iri in decided else set()
        lost |= index.values(iri, KEY) - keys
        index.put_texts(iri, KEY, keys)
    return lost


def _closed(index: Index, iris: Iterable[str]) -> set[str]:
    """Some names with all that depends on them and on which they depend, without bare names."""
    ahead, found, done = set(iris), set[str](), set[str]()
    while ahead:
        iri = ahead.pop()
        found.add(iri)
        for key in {other for own in index.values(iri, KEY) for other in asked(own)} - done:
            done.add(key)
            ahead |= index.subjects(KEY, ox.Literal(key)) - found
    return found


def _part(index: Index, iri: str, resolved: dict[str, Part]) -> Part:
    """Resolve the part of a name, once."""
    if iri not in resolved:
        index.asked.clear()
        part = Part({one for one in _closed(index, [iri]) if index.summary(one).articles}, index)
        for one in part.iris | {iri}:
            index.put_iris(one, RELIES_ON, index.asked if one == min(part.iris, default="") else ())
            resolved[one] = part
    return resolved[iri]


@dataclass(frozen=True, slots=True)
class _Settled:
    """What people's decisions come to.

    Args:
        core: what they are about, and what depends on that, but for bare names.
        shorts: what the core can be called by.
        targets: what is resolved with it.
    """

    core: frozenset[str] = frozenset()
    shorts: frozenset[str] = frozenset()
    targets: Mapping[str, Targets] = field(default_factory=dict)


def _resolve_decided(index: Index, decided: Collection[str], decisions: Decisions, found: Meant) -> _Settled:
    """Resolve what people's decisions are about, and the bare names that this can be called by: with all that these can
    mean, and the other bare names of their articles."""
    if not decided:
        if decisions:
            found.decided = decide_part((), index, decisions, base=index.base)[1]
        return _Settled()

    def holders(shorts: Iterable[str]) -> set[str]:
        return {iri for short in shorts for iri in index.subjects(KEY, ox.Literal(f"{SHORT}{short}"))}

    core, shorts = set(decided), set[str]()
    while True:
        core = _closed(index, core)
        before, shorts = shorts, _shorts(index, core, SHORT) | _shorts(index, core, BARE)
        if core >= (more := holders(_shorts(index, core, BARE))) and shorts == before:
            break
        core |= more
    bare = {iri for short in shorts for iri in _bare(index, short)}
    bare |= {iri for article in _articles(index, bare) for iri in index.contents(article) if _is_bare(index, iri)}
    whole = core | bare | _closed(index, holders(_shorts(index, bare, BARE)))
    whole = {iri for iri in whole if index.summary(iri).articles}
    targets, found.decided = decide_part(whole, index, decisions, base=index.base)
    for iri in core | bare:
        index.put_iris(iri, RELIES_ON, ())  # they are resolved again in any case
    for short in shorts:
        index.put_holder(short, DECIDED if _bare(index, short) else "")
    return _Settled(frozenset(core), frozenset(shorts), targets)


def _shorts(index: Index, iris: Iterable[str], kind: str) -> set[str]:
    return {short for iri in iris for short in shorts_of(index.values(iri, KEY), kind)}


def _bare(index: Index, short: str) -> set[str]:
    return index.subjects(KEY, ox.Literal(f"{BARE}{short}"))


def _is_bare(index: Index, iri: str) -> bool:
    return bool(shorts_of(index.values(iri, KEY), BARE))


def _articles(index: Index, iris: Iterable[str]) -> set[str]:
    return {article for iri in iris for article in index.articles(iri)}


def _attach_bare(
    index: Index,
    bare: set[str],
    shorts: set[str],
    settled: _Settled,
    resolved: dict[str, Part],
    changed: Collection[str],
    came: Mapping[str, Mapping[str, Entity]],
    found: Meant,
) -> None:
    """Find out anew what bare names mean, where that may be something else than before.

    Args:
        bare: those that are to be looked at in any case.
        shorts: the surnames and acronyms of which it may be another that they mean, or in another way.
        changed: articles that speak of something else now.
    """
    moved = {place[0] for place, target in found.after.items() if found.before.get(place) != target}
    articles = _articles(index, bare) | moved | set(changed)
    for short in sorted(shorts - settled.shorts):
        if not (named := _bare(index, short)):
            index.put_holder(short, "")
            continue
        old, new = index.holder(short), _holder(index, short, resolved)
        index.put_holder(short, dump_holder(new))
        if old != dump_holder(new) or (new is not None and not set(new.compared).isdisjoint(changed)):
            articles |= _articles(index, named)
    gone = {iri for iri in bare if not index.summary(iri).articles}
    for iri in gone:
        index.put_iris(iri, RELIES_ON, ())
    for article in sorted(articles):
        holders, alone = dict[str, Holder](), list[str]()
        for iri in index.contents(article):
            for short in shorts_of(index.values(iri, KEY), BARE) if iri not in settled.targets else ():
                alone.append(iri)
                if holder := _kept_holder(index, short, resolved):
                    holders[iri] = holder
        index.asked.clear()
        taken = resolve_bare_names(holders, article, index, partial(_meant, index, article, found))
        for iri in alone:
            index.put_iris(iri, RELIES_ON, index.asked)
            _move(index, iri, Targets(taken.get(iri, iri)), came, found)


def _meant(index: Index, article: str, found: Meant, iri: str) -> str:
    """The entity that an article means by a full name, once these are resolved."""
    return found.after.get((article, iri)) or index.target(article, iri)


def _kept_holder(index: Index, short: str, resolved: dict[str, Part]) -> Holder | None:
    """What a surname or an acronym can mean alone, as the index has it, or found now."""
    if not (text := index.holder(short)):
        text = dump_holder(_holder(index, short, resolved))
        index.put_holder(short, text)
    return load_holder(text)


def _holder(index: Index, short: str, resolved: dict[str, Part]) -> Holder | None:
    """The one entity that a surname or an acronym can mean; None where there are several, or none."""
    found = dict[str, str]()
    for iri in sorted(index.subjects(KEY, ox.Literal(f"{SHORT}{short}"))):
        for target, summary in index.known(iri).items():
            if target not in found and is_called(iri, summary, short):
                found[target] = iri
                if len(found) > 1:
                    return None
    return next((_part(index, iri, resolved).holder(target) for target, iri in found.items()), None)


def _decided(index: Index, decisions: Decisions) -> Iterator[str]:
    """The names of what people's decisions are about, where an article knows it."""
    for term in {term for decision in decisions.all for term in decision.terms}:
        mentioned = index.store.quads_for_pattern(ox.NamedNode(term), ENTITY, None, None)
        names = {term, *(value_of(quad.object) for quad in mentioned)}
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
