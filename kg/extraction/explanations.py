"""What was considered in a text, for a person who wonders why it gave a relation or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extraction.arguments import objects, subjects
from kg.extraction.candidates import find_candidates
from kg.extraction.extract import find_relations
from kg.extraction.refusals import refusal
from kg.vocabulary import local_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.extraction.context import Context


def explain(context: Context) -> Iterator[str]:
    """Tell what was found in a text, and of each proposition what became of it.

    Args:
        context: the text.

    Yields:
        Lines for a person to read.
    """
    doc, chains = context.doc, context.chains.chains
    named = [f"{c.name} ({c.type})" for c in chains if c.named]
    yield "names: " + (", ".join(named) if named else "none")
    relations = find_relations(context)
    considered: set[int] = set()
    for candidate in find_candidates(context):
        words = " ".join(doc[t].text for t in sorted(candidate.predicate))
        considered.update(candidate.predicate)
        xs, ys = subjects(context, candidate), objects(context, candidate)
        sides = f"“{doc[candidate.x].text}” and “{doc[candidate.y].text}”"
        said = f"“{words}” with {sides} as {local_name(candidate.relation)} ({candidate.rule})"
        if not xs or not ys:
            yield f"{said}: no entity is meant by “{doc[candidate.y if xs else candidate.x].text}”"
            continue
        for x in xs:
            for y in ys:
                reason = refusal(context, candidate, x, y)
                yield f"{said}: " + (reason or f"{chains[x].name} {local_name(candidate.relation)} {chains[y].name}")
    for i, pos in enumerate(context.syntax.pos):
        slots = context.syntax.arguments(i) if pos == "VERB" and i not in considered else {}
        filled = {slot: " and ".join(doc[t].text for t in tokens) for slot, tokens in slots.items() if tokens}
        if filled:
            phrases = ", ".join(f"{slot} “{words}”" for slot, words in filled.items())
            lemma = context.syntax.lemma[i]
            yield f"“{doc[i].text}” with {phrases}: no lexical entry of “{lemma}” has a frame that these fill"
    yield f"{len(relations)} relation{'' if len(relations) == 1 else 's'} found"
