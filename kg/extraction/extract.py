"""From a parsed article to the relations that it states, denies, reports and expects: the whole flow.

Read an article (`context`), find candidate relations in it and reject some of them (`candidates`), resolve their
arguments (`referents`), qualify the rest (`qualifiers`), let the network score pairs of mentions (`pairs`), and decide
which relations to keep (`decision`). `explain` tells a person what was considered on the way.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, TypeAlias

from kg.extraction.candidates import Candidate, find_candidates, refusal
from kg.extraction.context import Context, understand
from kg.extraction.decision import accepted, as_relations, decide, probability, propose, qualified, text_order
from kg.extraction.denials import find_denials
from kg.extraction.pairs import score_pairs
from kg.extraction.qualifiers import qualify
from kg.extraction.referents import arguments_of
from kg.garbage import collector_off
from kg.model import Article, Extraction, Relation
from kg.vocabulary import local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Doc

    from kg.extraction.pairs import Pairs
    from kg.language.facts import FactHeads
    from kg.lexicon import Lexicon

SHOWN: Final = 0.05  # from which probability a proposal of the network is told of
Judged: TypeAlias = tuple[Candidate, tuple[int, int] | None, str]
"""A candidate, the chains of its subject and object, or None where no two are meant, and why that is no relation: empty
where it is one."""


@collector_off()  # words refer to each other in cycles: collecting garbage while they are in use frees nothing
def extract(doc: Doc, article: Article, lexicon: Lexicon, heads: FactHeads | None = None) -> Extraction:
    """Find the relations of the ontology that an article speaks of, each with its qualifiers.

    Args:
        doc: the article as the language pipeline gives it.
        article, lexicon, heads: see `understand`.

    Returns:
        The article's chains of mentions and the relations between them, in the order of the text.
    """
    context = understand(doc, article, lexicon, heads)
    rules = find_relations(context)
    pairs = score_pairs(doc, context, heads)
    kept = decide(context, rules, pairs)
    relations = tuple(sorted((*kept, *find_denials(context, kept)), key=text_order))
    extraction = Extraction(article, context.chains.chains, relations)
    context.doc.let_go()
    return extraction


def find_relations(context: Context) -> list[Relation]:
    """The relations that the lexicon and the constructions find in an article."""
    return relations_among(context, judged(context))


def relations_among(context: Context, found: Iterable[Judged]) -> list[Relation]:
    """The relations among judged candidates, in the order of the text, each place and each reading once."""
    kept: dict[tuple[object, ...], Relation] = {}
    for candidate, ends, reason in found:
        if ends is not None and not reason:
            relation = qualify(context, candidate, *ends)
            kept.setdefault(_key(context, relation), relation)
    return sorted(kept.values(), key=text_order)


def judged(context: Context) -> Iterator[Judged]:
    """Judge every candidate, those of most words first."""
    claimed: dict[tuple[int, int], list[Candidate]] = defaultdict(list)
    found = sorted(find_candidates(context), key=lambda c: (-c.weight, not c.preferred, c.predicate, c.x, c.y, c.rule))
    for candidate in found:
        pair = (min(candidate.x, candidate.y), max(candidate.x, candidate.y))  # "son-in-law" is no "son" either
        if other := next((c for c in claimed[pair] if _gives_way(candidate, c)), None):
            yield candidate, None, f"gives way to {other.rule}"
            continue
        xs, ys = arguments_of(context, candidate)
        pairs = _pairs(context, candidate, xs, ys)
        if not pairs:
            silent = context.doc[candidate.y if xs else candidate.x].text
            yield candidate, None, "no two entities are meant" if xs and ys else f"no entity is meant by “{silent}”"
            continue
        reasons = [refusal(context, candidate, x, y) for x, y in pairs]
        if "" in reasons and not candidate.role:
            claimed[pair].append(candidate)
        yield from ((candidate, ends, reason) for ends, reason in zip(pairs, reasons, strict=True))


def _gives_way(candidate: Candidate, other: Candidate) -> bool:
    """Whether a candidate is none beside one that was accepted: "take" inside "take part"."""
    apart = set(candidate.predicate).isdisjoint(other.predicate)
    return not apart and (other.weight > candidate.weight or candidate.rule in other.preferred)


def _pairs(context: Context, candidate: Candidate, xs: tuple[int, ...], ys: tuple[int, ...]) -> list[tuple[int, int]]:
    """Each chain that a candidate's subject may mean with each that its object may."""
    if candidate.relation in context.lexicon.stative and not set(xs).isdisjoint(ys):
        return []  # "ministers of defence of Chile and Peru": one phrase for all of them
    case = candidate.predicate[0]
    if context.syntax.dep[case] == "case" and candidate.x < case < candidate.y:
        first = context.doc[case].start  # "the town of A in B, and the city of C"
        xs = tuple(x for x in xs if context.chains.chains[x].mentions[0].start < first)
    once = candidate.x == candidate.y  # of two who meet each other
    return [(x, y) for x in xs for y in ys if x < y or not once]


def _key(context: Context, r: Relation) -> tuple[object, ...]:
    """What two relations of one sentence share that say the same."""
    subject, obj = r.subject, r.object
    if context.lexicon.relations[r.predicate].symmetric and subject > obj:
        subject, obj = obj, subject
    first = context.doc.words_of(r.predicate_span.start, r.predicate_span.end)[0]
    return subject, r.predicate, obj, r.polarity, r.factuality, context.doc[first].sentence


def explain(context: Context, pairs: Pairs | None = None) -> Iterator[str]:
    """Tell what was found in a text, and of each proposition what became of it.

    Args:
        pairs: what the network holds of its mentions, if it has read the text.
    """
    doc, chains = context.doc, context.chains.chains
    yield "names: " + (", ".join(f"{c.name} ({c.type})" for c in chains if c.named) or "none")
    found = list(judged(context))
    relations = relations_among(context, found)
    considered: set[int] = set()
    for candidate, ends, reason in found:
        words = " ".join(doc[t].text for t in sorted(candidate.predicate))
        considered.update(candidate.predicate)
        sides = f"“{doc[candidate.x].text}” and “{doc[candidate.y].text}”"
        relation = local_name(candidate.relation)
        between = f"{chains[ends[0]].name} {relation} {chains[ends[1]].name}" if ends is not None else ""
        yield f"“{words}” with {sides} as {relation} ({candidate.rule}): {reason or between}"
    for i, pos in enumerate(context.syntax.pos):
        slots = context.syntax.arguments(i) if pos == "VERB" and i not in considered else {}
        phrases = [f"{slot} “{' and '.join(doc[t].text for t in tokens)}”" for slot, tokens in slots.items() if tokens]
        if phrases:
            nothing = f"no lexical entry of “{context.syntax.lemma[i]}” has a frame that these fill"
            yield f"“{doc[i].text}” with {', '.join(phrases)}: {nothing}"
    if pairs is None:
        yield f"{len(relations)} relation{'' if len(relations) == 1 else 's'} found"
    else:
        yield from _decided(context, relations, pairs)


def _decided(context: Context, rules: Sequence[Relation], pairs: Pairs) -> Iterator[str]:
    """What the network makes of each proposal, those of rules and its own, the likeliest first."""
    proposals = list(propose(context, rules, pairs))
    chosen = list(accepted(context, proposals))
    kept = {id(proposal) for _, proposal in chosen}
    found = [(probability(context, proposal), proposal) for proposal in proposals]
    for sure, proposal in sorted(found, key=lambda f: (-f[0], not f[1].ruled, f[1].relation.rule)):
        r, _ = qualified(proposal)
        if sure < SHOWN and not proposal.ruled:
            continue
        x, y = (context.chains.chains[c].name for c in (r.subject, r.object))
        words = context.doc.text[r.predicate_span.start : r.predicate_span.end]
        by = r.rule if proposal.ruled else f"the network at “{words}”"
        said = f"{x} {local_name(r.predicate)} {y} ({r.polarity.lower()}, {r.factuality.lower()}; {by})"
        told = f"probability {sure:.2f}" if proposal.taught else "not taught to the network"
        yield f"{said}: {told}, {'kept' if id(proposal) in kept else 'refused'}"
    denials = list(find_denials(context, as_relations(context, chosen)))
    for r in denials:
        x, y = (context.chains.chains[c].name for c in (r.subject, r.object))
        words = context.doc.text[r.predicate_span.start : r.predicate_span.end]
        yield f"{x} {local_name(r.predicate)} {y} (negative, actual; {r.rule}): “{words}” denies it, kept"
    count = len(kept) + len(denials)
    yield f"{count} relation{'' if count == 1 else 's'} kept"
