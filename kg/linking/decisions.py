"""People's decisions over what names say: entities that are one, that are two, that are called otherwise.

Decisions come before names: entities that are declared one are one before names are compared, those that are set
apart never meet. All of it is a function of the set of what articles know and the set of decisions.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Final

from kg.decisions import Classes, Decision, Decisions, Verb, check
from kg.linking.profiles import CorpusContents, Merge, Record, gather
from kg.linking.resolution import resolve
from kg.model import Entity
from kg.names import words
from kg.vocabulary import BASE, apart_iri, mention_iri, statement_iri

Key = str
"""An entity's IRI, or the IRI of a mention: what one article knows of it."""
OF_ARTICLE: Final = re.compile(r"(.+)-[0-9a-f]{8}")
"""An IRI that `kg.vocabulary.apart_iri` minted, and that of the entity."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What people's decisions, and names where nobody decided, make of a graph.

    Args:
        same: (article, entity) to the entity that it is, where it is not itself.
        names: entity to what it is to be called.
        rejected, confirmed: IRIs of statements.
        facts: each decision on a statement, and the IRIs of the statements that it can mean.
        vanished: decisions on entities that no article knows any more.
        apart: pairs of entities that people declare two.
        merges: what was merged by its name, and why.
        means: term of a decision -> the entities that it means now.
        united: what an entity would be by its name -> what it is instead, since people declare the two one.
    """

    same: Mapping[tuple[str, str], str]
    names: Mapping[str, str] = field(default_factory=dict)
    rejected: frozenset[str] = frozenset()
    confirmed: frozenset[str] = frozenset()
    facts: Mapping[Decision, frozenset[str]] = field(default_factory=dict)
    vanished: tuple[Decision, ...] = ()
    apart: frozenset[frozenset[str]] = frozenset()
    merges: tuple[Merge, ...] = ()
    means: Mapping[str, frozenset[str]] = field(default_factory=dict)
    united: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Heads:
    """What decisions make one, or two, before names are compared.

    Args:
        of: (article, entity) -> the IRI by which it is compared, for all of which a decision may change that.
        different: pairs of these IRIs that are two.
        named: such an IRI -> those by which articles know it.
    """

    of: Mapping[tuple[str, str], str] = field(default_factory=dict)
    different: tuple[tuple[str, str], ...] = ()
    named: Mapping[str, Collection[str]] = field(default_factory=dict)


def decide(
    known: Iterable[Record], decisions: Decisions, *, base: str = BASE, said: CorpusContents | None = None
) -> Decided:
    """Find the entities of different articles that are one, as people decide, and by their names.

    Args:
        known: an article's IRI and an entity as it knows it, in any order.
        base: the IRI under which nodes are minted.
        said: what all articles say; without it `known` is all that they do.
    """
    records = list(known)
    if not decisions:
        found = resolve(records, said=said)
        return Decided(found, merges=found.merges)
    groups = Groups(records, decisions, base=base, said=said)
    called, heads = groups.heads()
    found = resolve(
        [(article, entity) for article, entity, _ in called],
        different=heads.different,
        said=groups.places.said,
        named=heads.named,
    )
    same = {(article, iri): found.get((article, entity.iri), entity.iri) for article, entity, iri in called}
    return groups.decided(same, found.merges)


def concerned(decisions: Decisions, *, base: str) -> Callable[[str, Iterable[str]], bool]:
    """Tell whether decisions can be about an entity, from its IRI and the articles that know it."""
    terms = {term for d in decisions.all for term in d.terms}
    named = terms | {stem[1] for term in terms if (stem := OF_ARTICLE.fullmatch(term))}
    by_mention = any(term.startswith(f"{base}mention/") for term in terms)

    def is_concerned(iri: str, articles: Iterable[str]) -> bool:
        return iri in named or (by_mention and any(str(mention_iri(a, iri, base=base)) in terms for a in articles))

    return is_concerned


class _Places:
    """Where the terms of decisions are: which of them articles know, and as what.

    Args of the object:
        of: term -> key, for those that an article knows.
        record: key of a mention -> its article and entity.
        articles: entity -> the articles that know it.
        loose: entities whose decisions were about one of their bearers, in an article that is gone.
    """

    def __init__(self, records: Collection[Record], decisions: Decisions, base: str, said: CorpusContents) -> None:
        self.records = records
        self.base = base
        self.said = said
        self.articles: dict[str, list[str]] = defaultdict(list)
        for article, entity in records:
            self.articles[entity.iri].append(article)
        mentions: dict[str, tuple[str, str]] = {}
        terms = {term for d in decisions.all for term in d.terms}
        if decisions.anchors or any(term.startswith(f"{base}mention/") for term in terms):
            mentions = {str(mention_iri(article, e.iri, base=base)): (article, e.iri) for article, e in records}
        self.of: dict[str, Key] = {}
        self.record: dict[Key, tuple[str, str]] = {}
        self.loose: set[Key] = set()
        for term in sorted(terms):
            anchor = next((m for m in decisions.anchors.get(term, ()) if m in mentions), None)
            if anchor is not None:
                self.of[term] = anchor
                self.record[anchor] = mentions[anchor]
            elif term in self.articles:
                self.of[term] = term
                if term in decisions.anchors:
                    self.loose.add(term)
            elif found := mentions.get(term) or self._set_apart(term):
                self.of[term] = key = str(mention_iri(*found, base=base))
                self.record[key] = found

    def _set_apart(self, term: str) -> tuple[str, str] | None:
        """The article and entity of an IRI that `apart_iri` minted."""
        stem = OF_ARTICLE.fullmatch(term)
        if stem is None:
            return None
        return next(((a, stem[1]) for a in self.articles.get(stem[1], ()) if apart_iri(stem[1], a) == term), None)


class Groups:
    """What is one by decisions alone: entities as a whole, and mentions that are set apart from the rest of theirs.

    Args:
        records: what articles know, at least of each entity that is `concerned`, by article and IRI.
        base, said: see `decide`.

    Raises:
        DecisionError: two decisions contradict each other.
    """

    def __init__(
        self, records: Collection[Record], decisions: Decisions, *, base: str, said: CorpusContents | None = None
    ) -> None:
        self.decisions = decisions
        self.places = places = _Places(records, decisions, base, said or gather(records).said)
        pairs = {
            verb: [
                (places.of[d.terms[0]], places.of[d.terms[1]])
                for d in decisions.of(verb)
                if all(term in places.of for term in d.terms)
            ]
            for verb in (Verb.SAME, Verb.DIFFERENT)
        }
        # of two names that are one thing only since an article is gone, nothing is left to be set apart
        pairs[Verb.DIFFERENT] = [pair for pair in pairs[Verb.DIFFERENT] if pair[0] != pair[1]]
        keyed = (Decision(verb, (min(pair), max(pair))) for verb, found in pairs.items() for pair in found)
        check(Decisions(tuple(keyed), decisions.labels), "decisions")  # a mention may go by two IRIs
        self.declared = pairs[Verb.SAME]
        self.joined = [*self.declared]
        self.apart = pairs[Verb.DIFFERENT]
        self.classes = Classes(self.joined)
        decided = {key for pair in (*self.joined, *self.apart) for key in pair}
        seeds: dict[str, list[Key]] = defaultdict(list)
        for key in sorted(decided & places.record.keys()):
            seeds[places.record[key][1]].append(key)
        self.choices: dict[tuple[str, str], Key] = {}  # what nobody decided on, of an entity that is split
        self.split = frozenset(seeds)
        for iri in sorted(seeds):
            self._attach(iri, seeds[iri])

    def _compatible(self, one: Key, other: Key) -> bool:
        pair = {self.classes.of(one), self.classes.of(other)}
        return not any({self.classes.of(a), self.classes.of(b)} == pair for a, b in self.apart)

    def _join(self, one: Key, other: Key) -> None:
        self.joined.append((one, other))
        self.classes = Classes(self.joined)

    def _attach(self, iri: str, seeds: list[Key]) -> None:
        """Keep the mentions of an entity together as far as decisions allow it.

        Args:
            seeds: its mentions that decisions name.
        """
        heads = list[Key]()
        for key in seeds:
            if not self._compatible(key, iri):
                continue
            head = next((h for h in heads if self._compatible(h, key)), None)
            if head is None:
                heads.append(key)
            else:
                self._join(head, key)
        if len(heads) > 1:  # two that are not one: what nobody decided on goes where it fits
            record = self.places.record
            of = {record[key][0]: h for key in seeds for h in heads if self.classes.of(h) == self.classes.of(key)}
            for article in self.places.articles[iri]:
                if article not in of and str(mention_iri(article, iri, base=self.places.base)) not in record:
                    self.choices[article, iri] = self._nearest(iri, article, of)
            sizes = Counter(head for place, head in self.choices.items() if place[1] == iri)
            heads.sort(key=lambda head: (-sizes[head], record[head][0]))
        if heads:
            self._join(heads[0], iri)

    def _nearest(self, iri: str, article: str, of: Mapping[str, Key]) -> Key:
        """The group whose articles speak most of what an article speaks of, what is rare first."""
        said = self.places.said
        own = set(said.contents(article)) - {iri}
        scores: dict[Key, float] = {head: 0.0 for _, head in sorted(of.items())}
        for place, head in sorted(of.items()):
            counts = [said.count(other) for other in sorted(own.intersection(said.contents(place)))]
            scores[head] = max(scores[head], sum(1 / count for count in counts if count))
        return min(scores, key=lambda head: (-scores[head], head))

    def group(self, article: str, iri: str) -> Key:
        """The group of what an article knows as an entity."""
        key = str(mention_iri(article, iri, base=self.places.base)) if iri in self.split else iri
        if key in self.places.record:
            return self.classes.of(key)
        return self.classes.of(self.choices.get((article, iri), iri))

    def _members(self) -> dict[Key, list[Record]]:
        """What articles know of each group that a decision made."""
        keys = {key for pair in (*self.joined, *self.apart) for key in pair}
        concerned = {self.places.record[key][1] if key in self.places.record else key for key in keys}
        members: dict[Key, list[Record]] = defaultdict(list)
        for article, entity in self.places.records:
            if entity.iri in concerned:
                members[self.group(article, entity.iri)].append((article, entity))
        return members

    def _renamed(self, group: Key, article: str, iri: str) -> str:
        """The IRI of an entity in a group: its own, or one of the group where another group keeps that."""
        if iri not in self.split or self.classes.of(iri) == group:
            return iri
        decided = (place for place, other in self.places.record.values() if other == iri)
        return apart_iri(iri, min((a for a in decided if self.group(a, iri) == group), default=article))

    def heads(self) -> tuple[list[tuple[str, Entity, str]], Heads]:
        """What is to be compared by name.

        Returns:
            Articles, each with an entity under the IRI by which it is compared, and the IRI by which it knows that; and
                what they come from.
        """
        heads: dict[Key, str] = {}
        own: dict[tuple[str, str], str] = {}
        for group, records in self._members().items():
            called = [(self._renamed(group, article, e.iri), article, e) for article, e in records]
            heads[group] = _representative([(iri, e) for iri, _, e in called])
            own.update({(article, e.iri): iri for iri, article, e in called})

        head_of = {key: heads[self.group(*key)] for key in own}

        def rewritten(article: str, entity: Entity) -> Entity:
            key = (article, entity.iri)
            if key not in own:
                return entity
            # an entity that is set apart from an IRI does not share the identifiers of that IRI
            return replace(entity, iri=head_of[key], same_as=entity.same_as if own[key] == entity.iri else ())

        now = [(article, rewritten(article, entity), entity.iri) for article, entity in self.places.records]
        named: dict[str, set[str]] = defaultdict(set)
        for _, entity, iri in now if own else ():
            named[entity.iri].add(iri)
        pairs = ((self.classes.of(a), self.classes.of(b)) for a, b in self.apart)
        different = tuple((heads[one], heads[other]) for one, other in pairs if one in heads and other in heads)
        return now, Heads(head_of, different, named)

    def decided(
        self,
        by_name: Mapping[tuple[str, str], str],
        merges: tuple[Merge, ...] = (),
        *,
        is_known: Callable[[str], bool] | None = None,
    ) -> Decided:
        """What the decisions come to.

        Args:
            by_name: (article, entity) to the entity that it is by its name, for all of the records.
            merges: what was merged by names.
            is_known: whether an article knows an entity by an IRI; without it the records are all that they know.
        """
        same = dict(by_name)
        united = self._unite(same, is_known or self.places.articles.__contains__)
        decisions, of = self.decisions, self.places.of
        targets = {key: self.targets(key, same) for key in of.values()}

        def meant(term: str) -> frozenset[str]:
            return targets.get(of.get(term, ""), frozenset())

        facts = {
            d: frozenset(
                str(statement_iri(subject, d.terms[1], obj, base=self.places.base))
                for subject, obj in product(meant(d.terms[0]), meant(d.terms[2]))
            )
            if len(d.terms) == 3
            else frozenset(d.terms)
            for d in decisions.of(Verb.REJECT, Verb.CONFIRM)
        }
        about = {d: d.terms if d not in facts else d.terms[::2] if len(d.terms) == 3 else () for d in decisions.all}
        rejected = frozenset(iri for d, iris in facts.items() if d.verb == Verb.REJECT for iri in iris)
        confirmed = frozenset(iri for d, iris in facts.items() if d.verb == Verb.CONFIRM for iri in iris)
        return Decided(
            {key: target for key, target in same.items() if target != key[1]},
            {iri: d.name for d in decisions.of(Verb.RENAME) for iri in sorted(meant(d.terms[0]))},
            rejected,
            confirmed - rejected,  # what was two statements may have become one: the safe side wins
            facts,
            tuple(d for d in decisions.all if not all(map(meant, about[d])) or self._is_of_one(d)),
            frozenset(
                frozenset(pair)
                for d in decisions.of(Verb.DIFFERENT)
                if not self._is_of_one(d)
                for pair in product(meant(d.terms[0]), meant(d.terms[1]))
            ),
            merges,
            {term: meant(term) for term in of},
            united,
        )

    def _is_of_one(self, decision: Decision) -> bool:
        """Whether a decision sets apart what is one thing: another article knew the other one, and is gone."""
        return decision.verb == Verb.DIFFERENT and len({self.places.of.get(term) for term in decision.terms}) == 1

    def _unite(self, same: dict[tuple[str, str], str], is_known: Callable[[str], bool]) -> dict[str, str]:
        """Bring together what people declare one where names, or what articles say of their bearers, make it two.

        Returns:
            What is another entity since then, and which.
        """
        united = dict[str, str]()
        for pair in self.declared:
            one, two = (self.targets(key, same) for key in pair)
            apart = {
                frozenset((a, b)) for x, y in self.apart for a in self.targets(x, same) for b in self.targets(y, same)
            }
            for target, other in product(one, two):
                if target != other and frozenset((target, other)) not in apart:
                    best, rest = sorted((target, other), key=lambda iri: (not is_known(iri), iri))
                    same.update({key: best for key, iri in same.items() if iri == rest})
                    united = {iri: best if to == rest else to for iri, to in united.items()} | {rest: best}
        return united

    def targets(self, key: Key, same: Mapping[tuple[str, str], str]) -> frozenset[str]:
        """The entity that a key means now, if there is one: of several bearers of a name that of most articles.

        Of several none where a decision was about one of them and its article is gone: which one nobody can say.
        """
        if key in self.places.record:
            place = self.places.record[key]
            return frozenset({same.get(place, place[1])})
        articles: Collection[str] = self.places.articles[key]
        if key in self.split:
            articles = [a for a in articles if self.group(a, key) == self.classes.of(key)]
        found = Counter(same.get((article, key), key) for article in articles)
        if key in self.places.loose and len(found) > 1:
            return frozenset()
        return frozenset(sorted(found, key=lambda iri: (-found[iri], iri != key, iri))[:1])


def _representative(called: list[tuple[str, Entity]]) -> str:
    """The IRI that stands for a group: the gazetteer's, else the fullest name, else the one in most articles."""
    counts: dict[str, int] = defaultdict(int)
    best: dict[str, tuple[bool, bool, int]] = {}
    for iri, entity in called:
        counts[iri] += 1
        length = len(words(entity.label)) if entity.type == "Person" else 0
        rank = (not (entity.same_as and iri == entity.iri), entity.local, -length)
        best[iri] = min(best.get(iri, rank), rank)
    return min(counts, key=lambda iri: (*best[iri], -counts[iri], iri))
