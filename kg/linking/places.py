"""Two places of one name in one article: `Alexandria, Virginia` and `Alexandria, Egypt`; Georgia and the U.S. state."""

from __future__ import annotations

import re
from bisect import bisect_right
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
    """Mentions of one place, with the IRIs of where the text says that it is, or of itself."""

    where: frozenset[str]
    mentions: list[Mention] = field(default_factory=list)


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
    relations = tuple(_of_parts(relation, moved) for relation in extraction.relations)
    return replace(extraction, chains=tuple(chains), relations=relations)


def _parts(extraction: Extraction, place: int, knowledge: Knowledge) -> list[_Part]:
    chain, text = extraction.chains[place], extraction.article.text
    said = {m: where for m in chain.mentions if (where := _where(chain, m, text, knowledge))}
    parts: list[_Part] = []
    for mention, where in said.items():
        part = next((p for p in parts if _can_be_one(p.where, where, knowledge)), None)
        if part is None:
            parts.append(part := _Part(where))
        part.where |= where
        part.mentions.append(mention)
    if len(parts) < 2:
        return parts
    company = [_company(extraction, place, part.mentions) for part in parts]
    told = [_sentences(text, part.mentions) for part in parts]
    last = parts[0]
    for mention in chain.mentions:
        if mention in said:
            last = next(part for part in parts if mention in part.mentions)
            continue
        if mention.label not in NAME_LABELS:
            beside, here = _company(extraction, place, [mention]), _sentences(text, [mention])
            shared = [-1 if here & there else len(beside & others) for there, others in zip(told, company, strict=True)]
            if shared.count(max(shared)) == 1:  # who says "Paris, Texas, and Paris" does not mean Texas twice
                last = parts[shared.index(max(shared))]
        last.mentions.append(mention)
    return parts


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


def _company(extraction: Extraction, place: int, mentions: Sequence[Mention]) -> set[int]:
    """The other named chains in the sentences of some mentions."""
    text, sentences = extraction.article.text, _sentences(extraction.article.text, mentions)
    chains = [(n, chain) for n, chain in enumerate(extraction.chains) if n != place and chain.named]
    return {n for n, chain in chains if sentences & _sentences(text, chain.mentions)}


def _sentences(text: str, mentions: Sequence[Mention]) -> set[int]:
    """The numbers of the sentences in which some mentions stand."""
    ends = [match.end() for match in _ENDS.finditer(text)]
    return {bisect_right(ends, mention.start) for mention in mentions}


def _chain_of(chain: Chain, mentions: Sequence[Mention], number: int) -> Chain:
    """The part of a chain that some of its mentions are, the `number`th of its name."""
    used = {mention.text for mention in mentions}
    names = [name for name in (chain.name, *chain.aliases) if name in used] or [chain.name]
    ordered = tuple(sorted(mentions, key=lambda m: (m.start, m.end)))
    return replace(chain, name=names[0], aliases=tuple(names[1:]), mentions=ordered, bearer=number)


def _of_parts(relation: Relation, moved: Mapping[int, Mapping[Mention, int]]) -> Relation:
    return replace(
        relation,
        subject=_moved(relation.subject, relation.subject_span, moved),
        object=_moved(relation.object, relation.object_span, moved),
    )


def _moved(chain: int, span: Span, moved: Mapping[int, Mapping[Mention, int]]) -> int:
    """The chain that fills a slot, once chains are parted."""
    inside = (to for m, to in moved.get(chain, {}).items() if span.start <= m.start and m.end <= span.end)
    return next(inside, chain)
