"""What was considered in a text, for a person who wonders why it gave a relation or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.extraction.decision import accepted, probability, propose, qualified
from kg.extraction.extract import judged, relations_among
from kg.vocabulary import local_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.extraction.context import Context
    from kg.extraction.pairs import Pairs
    from kg.model import Relation


SHOWN: Final = 0.05  # from which probability a proposal of the network is told of


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
    kept = {id(proposal) for _, proposal in accepted(context, proposals)}
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
    yield f"{len(kept)} relation{'' if len(kept) == 1 else 's'} kept"
