"""Two places of one name in one article: `Alexandria, Virginia` and `Alexandria, Egypt`; Georgia and the U.S. state."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from kg.linking.candidates import NAME_LABELS
from kg.linking.knowledge import Knowledge
from kg.linking.surroundings import names_state, qualifier
from kg.model import Chain, Extraction, Mention, Relation, Span

_ENDS: Final = re.compile(r"[.!?]['\"”’]?\s|\n")


@dataclass(slots=True)
class _Part:
    """Mentions of one place, with the IRIs of where the text says that it is, or of itself; the sentences that say so,
    and the other named chains in them."""

    where: frozenset[str]
    mentions: list[Mention] = field(default_factory=list)
    sentences: set[int] = field(default_factory=set)
    company: set[int] = field(default_factory=set)


def part_places(extraction: Extraction, knowledge: Knowledge) -> Extraction:
    """Make two chains of one whose mentions are said to be in different states or countries.

    Nothing else parts a chain. A mention of which nothing is said goes with those in whose sentences the same people
    and organizations are named, else with the one before it.

    Returns:
        The extraction, with further chains after its own and the relations of their mentions moved to them.
    """
    chains = list(extraction.chains)
    moved: dict[int, dict[Mention, int]] = {}
    for place, chain in enumerate(extraction.chains):
        parts = _parts(extraction, place, knowledge) if chain.type == "Place" and len(chain.mentions) > 1 else []
        if len(parts) < 2:
            continue
        chains[place] = _chain_of(chain, parts[0].mentions, 0)
        moved[place] = {}
        for number, part in enumerate(parts[1:], 1):
            moved[place] |= dict.fromkeys(part.mentions, len(chains))
            chains.append(_chain_of(chain, part.mentions, number))
    if not moved:
        return extraction
    relations = tuple(_of_parts(relation, moved, extraction.chains) for relation in extraction.relations)
    return replace(extraction, chains=tuple(chains), relations=relations)


def _parts(extraction: Extraction, place: int, knowledge: Knowledge) -> list[_Part]:
    chain, text = extraction.chains[place], extraction.article.text
    said = {m: where for m in chain.mentions if (where := _where(chain, m, text, knowledge))}
    parts: list[_Part] = []
    part_of: dict[Mention, _Part] = {}
    # states before countries: of a Springfield in the United States nobody knows which one it is
    for mention, where in sorted(said.items(), key=lambda item: _are_countries(item[1], knowledge)):
        part = next((p for p in parts if _can_be_one(p.where, where, knowledge)), None)
        if part is None:
            parts.append(part := _Part(where))
        elif not _are_countries(where, knowledge):
            part.where |= where
        part_of[mention] = part
    parts.sort(key=lambda part: next(m.start for m in chain.mentions if part_of.get(m) is part))
    if len(parts) > 1:
        _assign_mentions(extraction, place, parts, part_of)
    return parts


def _assign_mentions(
    extraction: Extraction, place: int, parts: Sequence[_Part], part_of: Mapping[Mention, _Part]
) -> None:
    """Fill parts with the mentions of a chain, in the order of the text.

    Args:
        extraction, place: the article, and the number of the chain.
        parts: the parts, changed in place.
        part_of: those of the mentions that say where they are.
    """
    ends = [match.end() for match in _ENDS.finditer(extraction.article.text)]
    beside: dict[int, set[int]] = defaultdict(set)  # the other named chains of each sentence
    for number, other in enumerate(extraction.chains):
        if number != place and other.named:
            for mention in other.mentions:
                beside[bisect_right(ends, mention.start)].add(number)
    for mention, part in part_of.items():
        sentence = bisect_right(ends, mention.start)
        part.sentences.add(sentence)
        part.company |= beside[sentence]
    last = parts[0]
    for mention in extraction.chains[place].mentions:
        if mention in part_of:
            last = part_of[mention]
        elif mention.label not in NAME_LABELS:
            sentence = bisect_right(ends, mention.start)
            # who says "Paris, Texas, and Paris" does not mean Texas twice
            shared = [-1 if sentence in p.sentences else len(beside[sentence] & p.company) for p in parts]
            if shared.count(max(shared)) == 1:
                last = parts[shared.index(max(shared))]
        last.mentions.append(mention)


def _are_countries(where: frozenset[str], knowledge: Knowledge) -> bool:
    return all(iri in knowledge and knowledge.get(iri).core == "Country" for iri in where)


def _where(chain: Chain, mention: Mention, text: str, knowledge: Knowledge) -> frozenset[str]:
    """The state or country in which a mention says that its place is, or which it says to be its place."""
    alone = replace(chain, mentions=(mention,))
    if mention.label in NAME_LABELS:
        return frozenset()
    if where := qualifier(alone, text, knowledge):
        return where
    meant = [entity for entity, _ in knowledge.named(mention.text)]
    if mention.label == "NORP":
        return frozenset(e.iri for e in meant if e.core == "Country")
    if names_state(alone, text):
        return frozenset(e.iri for e in meant if e.core == "Place" and not e.region and not e.capital_of)
    return frozenset()


def _can_be_one(some: frozenset[str], others: frozenset[str], knowledge: Knowledge) -> bool:
    """Whether one place can be in both: they have one in common, or one is the country of the other."""
    around = [whole | {knowledge.get(iri).country for iri in whole if iri in knowledge} for whole in (some, others)]
    return not (some.isdisjoint(around[1]) and others.isdisjoint(around[0]))


def _chain_of(chain: Chain, mentions: Sequence[Mention], number: int) -> Chain:
    """The part of a chain that some of its mentions are, the `number`th of its name."""
    used = {mention.text for mention in mentions}
    names = [name for name in (chain.name, *chain.aliases) if name in used] or [chain.name]
    ordered = tuple(sorted(mentions, key=lambda m: (m.start, m.end)))
    return replace(chain, name=names[0], aliases=tuple(names[1:]), mentions=ordered, bearer=number)


def _of_parts(relation: Relation, moved: Mapping[int, Mapping[Mention, int]], chains: Sequence[Chain]) -> Relation:
    """Move the ends and the speaker of a relation to the parts that its words mean.

    Args:
        relation: as it is before chains are parted.
        moved: from each parted chain to its mentions that are in another one now.
        chains: those of before.
    """
    speaker = relation.speaker
    if speaker is not None and speaker in moved:
        told = relation.predicate_span.start
        nearest = min(chains[speaker].mentions, key=lambda m: (abs(m.start - told), m.start))
        speaker = moved[speaker].get(nearest, speaker)
    return replace(
        relation,
        subject=_moved(relation.subject, relation.subject_span, moved),
        object=_moved(relation.object, relation.object_span, moved),
        speaker=speaker,
    )


def _moved(chain: int, span: Span, moved: Mapping[int, Mapping[Mention, int]]) -> int:
    """The chain that fills a slot, once chains are parted."""
    inside = (to for m, to in moved.get(chain, {}).items() if span.start <= m.start and m.end <= span.end)
    return next(inside, chain)
