"""From one article's chains and relations to entities and statements."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from kg.decisions import Classes
from kg.garbage import collector_off
from kg.linking.candidates import is_kind, of_people, proper_names, trimmed
from kg.linking.describing import KNOWN, describe, former_names
from kg.linking.disambiguation import disambiguate
from kg.linking.knowledge import Knowledge, Known, rebased
from kg.linking.places import part_places
from kg.model import NETWORK, Chain, Entity, Evidence, Extraction, LinkedArticle, Relation, Span, Statement
from kg.names import fold, is_acronym, person
from kg.namewords import name_words
from kg.vocabulary import BASE, WIKIDATA, entity_iri


@dataclass(slots=True)
class _Draft:
    """An entity while its chains are being collected."""

    iri: str
    label: str
    type: str
    same_as: tuple[str, ...] = ()
    local: bool = False
    names: set[str] = field(default_factory=set)
    described: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)


@collector_off()
def link(extraction: Extraction, knowledge: Knowledge, *, base: str = BASE) -> LinkedArticle:
    """Turn an article's chains into entities and its relations into statements between them.

    Every chain with a name, and every one that takes part in a relation or speaks, becomes an entity; chains that
    mean the same one become one. Where a capital or a seat of government is said to act (it fills a slot that takes
    actors and no places, or speaks, or stands where those who act do), its country acts. Relations between an entity
    and itself are dropped. A statement's confidence is its relation's.

    Args:
        extraction: what the article says.
        knowledge: the gazetteer, see `load_knowledge`.
        base: the IRI under which entities are minted.

    Returns:
        The article's entities by IRI, and its statements in the order of its relations.
    """
    return _Linking(extraction, knowledge, base).run()


def link_mentions(extraction: Extraction, knowledge: Knowledge, *, base: str = BASE) -> tuple[tuple[str, ...], ...]:
    """The IRI of the entity that each mention of each chain means, whether or not a relation takes it up."""
    linking = _Linking(extraction, knowledge, base)
    meant = {
        (m.start, m.end, m.label): linking.entity_of_mention(n, acts=m.acts).iri
        for n, c in enumerate(linking.extraction.chains)
        for m in c.mentions
    }
    return tuple(tuple(meant[m.start, m.end, m.label] for m in c.mentions) for c in extraction.chains)


def link_relations(
    extraction: Extraction, knowledge: Knowledge, *, base: str = BASE
) -> tuple[LinkedArticle, tuple[Statement | None, ...]]:
    """As `link`, with what each relation became.

    Returns:
        What `link` gives; the statement of each of the article's relations, None where a relation makes none.
    """
    linking = _Linking(extraction, knowledge, base)
    return linking.run(), tuple(linking.made)


class _Linking:
    """One article on its way: the drafts of its entities by IRI."""

    def __init__(self, extraction: Extraction, knowledge: Knowledge, base: str) -> None:
        self.extraction = extraction = part_places(extraction, knowledge)
        self.knowledge = knowledge
        self.base = base
        self.same = _canonical(knowledge, base)
        self.different = _different(knowledge, base)
        self.names = [proper_names(chain) for chain in extraction.chains]
        self.links = disambiguate(extraction, knowledge, names=self.names)
        self.article = extraction.article.sha256
        self.drafts: dict[str, _Draft] = {}
        self.of_chain: dict[int, _Draft] = {}
        self.made: list[Statement | None] = []  # a place for each relation

    def run(self) -> LinkedArticle:
        """Link everything."""
        used = {i for r in self.extraction.relations for i in (r.subject, r.object, r.speaker) if i is not None}
        self.made = [self.statement(r) for r in self.extraction.relations]
        for place, chain in enumerate(self.extraction.chains):
            if place not in used and chain.named:
                for acts in sorted({mention.acts for mention in chain.mentions} or {False}):
                    self.entity_of_mention(place, acts=acts)
        self.describe()
        entities = [
            Entity(
                d.iri,
                d.label,
                d.type,
                tuple(sorted(d.names)),
                d.same_as,
                d.local,
                tuple(sorted({*self.different.get(d.iri, ()), *d.others})),
                tuple(sorted(d.described)),
            )
            for _, d in sorted(self.drafts.items())
        ]
        return LinkedArticle(self.extraction.article, tuple(entities), tuple(s for s in self.made if s is not None))

    def describe(self) -> None:
        """Note what the article says of those that the gazetteer lacks: they may have namesakes."""
        iris = [self.of_chain[n].iri if n in self.of_chain else "" for n in range(len(self.extraction.chains))]
        acting = {
            chain
            for r in self.extraction.relations
            for chain, slot in ((r.subject, "domain"), (r.object, "range"))
            if not self.knowledge.takes_places(r.predicate, slot)
        }
        for place, draft in sorted(self.of_chain.items()):
            if not draft.same_as and not draft.local and self.extraction.chains[place].named:
                draft.names.update(former_names(self.extraction, self.extraction.chains[place]))
                draft.described.update(describe(self.extraction, place, iris, acts=place in acting))

    def statement(self, relation: Relation) -> Statement | None:
        """The statement that a relation makes; None where what its arguments mean rules it out."""
        subject = self.filler(relation, relation.subject, "subject", relation.subject_span)
        obj = self.filler(relation, relation.object, "object", relation.object_span)
        if subject is None or obj is None or not _possible(subject, relation.predicate, obj):
            return None
        speaker = self.actor(relation.speaker).iri if relation.speaker is not None else ""
        evidence = Evidence(
            start=relation.span.start,
            end=relation.span.end,
            quote=self.extraction.article.text[relation.span.start : relation.span.end],
            rule=relation.rule,
            polarity=relation.polarity,
            factuality=relation.factuality,
            speaker=speaker,
            attributed=relation.attributed,
            time=relation.time,
            role=relation.role,
            former=relation.former,
            confidence=relation.confidence,
        )
        return Statement(subject.iri, relation.predicate, obj.iri, evidence)

    def filler(self, relation: Relation, chain: int, slot: str, span: Span) -> _Draft | None:
        """The entity that fills a slot of a relation: a place, or the government that its name stands for; None where
        it is only the scene of what a government does: of "was arrested in Harare" no entry says who did it."""
        entity = self.links[chain].entity
        if entity and entity.government_of and self.knowledge.acts(relation.predicate, slot):
            text, mentions = self.extraction.article.text, self.extraction.chains[chain].mentions
            here = [m for m in mentions if m.label == "GPE" and span.start <= m.start and m.end <= span.end]
            alone = relation.rule.startswith(NETWORK)
            if alone and any(not m.acts and _SCENE.search(text, max(0, m.start - 4), m.start) for m in here):
                return None
            return self.actor(chain)
        return self.entity(chain)

    def actor(self, chain: int) -> _Draft:
        """The entity that acts or speaks under a chain's name: the country of a capital or seat, else itself."""
        entity = self.links[chain].entity
        if entity and entity.government_of in self.knowledge and entity.core != "Country":
            return self.known(self.knowledge.get(entity.government_of), chain)
        return self.entity(chain)

    def entity_of_mention(self, chain: int, *, acts: bool) -> _Draft:
        """The entity that mentions of a chain mean: that of the chain, or its government."""
        return self.actor(chain) if acts else self.entity(chain)

    def entity(self, place: int) -> _Draft:
        """The entity of a chain."""
        if place not in self.of_chain:
            # who of two of one name is the one whom the gazetteer knows, the article doesn't say; of places it does
            chain = self.extraction.chains[place]
            entity = None if chain.bearer and chain.type == "Person" else self.links[place].entity
            self.of_chain[place] = self.known(entity, place) if entity else self.unknown(place)
        return self.of_chain[place]

    def known(self, entity: Known, place: int) -> _Draft:
        """The draft of an entity of the gazetteer, with the names that a chain uses."""
        chain = self.extraction.chains[place]
        iri = rebased(entity.iri, self.base)
        target = self.same.get(iri, iri)
        if target != iri and (original := rebased(target, BASE, old=self.base)) in self.knowledge:
            entity, iri = self.knowledge.get(original), target
        draft = self.drafts.setdefault(iri, _Draft(iri, entity.label, entity.type, entity.same_as))
        if not entity.same_as:
            draft.described.add(f"{KNOWN}{entity.label}")
        draft.names.update(self.names[place])
        if entity.institution and not chain.named:
            draft.names.add(trimmed(chain.name))  # `Indonesian military` is as good as a name
        return draft

    def unknown(self, place: int) -> _Draft:
        """The draft of an entity that the gazetteer does not have, which a chain speaks of."""
        chain, article = self.extraction.chains[place], self.article
        local = self.links[place].ambiguous or not chain.named or not identifies(chain, self.knowledge)
        local = local or chain.bearer > 0
        kind = _type(chain)
        number = f" {chain.bearer + 1}" if chain.bearer else ""
        iri = str(entity_iri(chain.name + number, base=self.base, article=article if local else ""))
        iri = self.same.get(iri, iri)
        if (original := rebased(iri, BASE, old=self.base)) in self.knowledge and not local and iri not in self.drafts:
            if self.knowledge.get(original).own:
                return self.known(self.knowledge.get(original), place)
            local, iri = True, str(entity_iri(chain.name, base=self.base, article=article))
        other = self.drafts.get(iri)
        if other is not None and _clash(other.type, kind):
            local, iri = True, str(entity_iri(f"{chain.name} ({kind})", base=self.base, article=article))
        draft = self.drafts.setdefault(iri, _Draft(iri, chain.name, kind, (), local))
        draft.names.update(self.names[place])
        draft.others.update(rebased(other, self.base) for other in self.links[place].others)
        return draft


_SCENE: Final = re.compile(r"\bin\s$", re.IGNORECASE)
_PLACING: Final = frozenset({"citizenOf", "locatedIn", "partOf"})


def _possible(subject: _Draft, predicate: str, obj: _Draft) -> bool:
    """Whether a relation may hold between two entities: nothing is related to itself, no country part of another, and
    nothing lies in a people or faith that is no country's ("the Himalayan nation", "Shi'ite city")."""
    if predicate == "partOf" and subject.type == obj.type == "Country":
        return False
    return subject.iri != obj.iri and not (predicate in _PLACING and obj.type == "Group")


def _type(chain: Chain) -> str:
    """The class of what the gazetteer does not have: names of peoples, which extraction takes for countries, name
    groups."""
    if chain.type != "Country" or not chain.named:
        return chain.type
    return "Group" if of_people(chain) else "Place"


def identifies(chain: Chain, knowledge: Knowledge) -> bool:
    """Whether a chain's name says which thing it is outside of its article too.

    A bare surname does not, nor a bare institution (`Foreign Ministry`), an acronym without its expansion, or a
    common noun in capitals.
    """
    words = fold(chain.name).split()
    if chain.type == "Person":
        return len(person(chain.name)[0]) > 1
    if name_words().kinds.issuperset(words) or is_kind(chain.name, knowledge):
        return False
    return not (is_acronym(chain.name) and len(words[0]) <= 4 and not chain.aliases)


def _clash(a: str, b: str) -> bool:
    """Whether two types cannot be one entity's."""
    soft = {"Organization", "Group", "Country", "Place", "Facility", "Entity"}
    return a != b and not (a in soft and b in soft)


def _different(knowledge: Knowledge, base: str) -> dict[str, tuple[str, ...]]:
    """IRI -> the IRIs that a user's owl:differentFrom sets apart from it."""
    found: dict[str, set[str]] = {}
    for pair in knowledge.different:
        one, other = (rebased(iri, base) for iri in pair)
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {iri: tuple(sorted(others)) for iri, others in found.items()}


def _canonical(knowledge: Knowledge, base: str) -> dict[str, str]:
    """IRI -> the IRI that stands for it after a user's owl:sameAs between entities; the gazetteer's wins, then the
    alphabet."""
    by_identifier = knowledge.identified() if knowledge.same else {}
    pairs = []
    for one, other in sorted(knowledge.same):
        if (holder := by_identifier.get(other, one)) != one:
            other = holder
        if other in knowledge or ("/entity/" in other and not other.startswith(str(WIKIDATA))):
            pairs.append((rebased(one, base), rebased(other, base)))

    def standing(iri: str) -> tuple[bool, bool, str]:
        known = rebased(iri, BASE, old=base)
        return known not in knowledge, known in knowledge.own, iri

    classes = Classes(pairs, key=standing)
    return {iri: classes.of(iri) for pair in pairs for iri in pair}
