"""Who stands in a candidate's relation: whose act a condemned act was, whose thing an attacked thing is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extraction.referents import chains_of, named_of

if TYPE_CHECKING:
    from kg.extraction.candidates import Candidate
    from kg.extraction.context import Context


def subjects(context: Context, candidate: Candidate) -> tuple[int, ...]:
    """Find who or what a candidate's subject is; what a statement demands its author demands.

    Args:
        context: the article.
        candidate: what may be a relation.

    Returns:
        Places of chains; several where each of them is meant.
    """
    found = chains_of(context, candidate.x)
    if any(context.chains.chains[c].named for c in found):
        return found
    entries = context.lexicon.embeddings.get(context.syntax.lemma[candidate.x], ())
    if any(e.pos == "noun" and e.affirmed.startswith(("Reported", "Requested")) for e in entries):
        above = context.lexicon.entries.get(("verb", context.syntax.lemma[context.syntax.head[candidate.x]]), ())
        if context.syntax.dep[candidate.x] == "obj" and any(e.relation == "opposes" for e in above):
            return found  # "blocked a statement criticising Chad"
        authors = [c for t in context.syntax.actors_of_noun(candidate.x) for c in chains_of(context, t)]
        return tuple(dict.fromkeys(authors)) or found
    return found


def objects(context: Context, candidate: Candidate) -> tuple[int, ...]:
    """Find who or what a candidate's object is; who condemns an act condemns its actor, for relations that judge acts.

    Args:
        context: the article.
        candidate: what may be a relation.

    Returns:
        Places of chains; several where each of them is meant.
    """
    found = chains_of(context, candidate.y)
    if any(context.chains.chains[c].named for c in found):
        return found
    if candidate.relation in context.lexicon.evaluative:
        return _actors(context, candidate.y) or found
    return found


def _actors(context: Context, noun: int, depth: int = 2) -> tuple[int, ...]:
    """Whose act a noun is: "Russia's invasion", "an end to the regime's attacks", "the raid claimed by Hamas"."""
    syntax = context.syntax
    around = syntax.noun_arguments(noun)
    for slot in ("by", "possessor", "premodifier", "from"):
        actors = [t for t in around.get(slot, ()) if slot != "premodifier" or t in syntax.names]
        if chains := named_of(context, actors):
            return chains
    clauses = [c for c in syntax.of(noun, "acl") if syntax.tag[c] == "VBN"]
    doers = [t for c in clauses for t in syntax.arguments(c).get("subject", ())]
    if chains := named_of(
        context, doers or (around.get("of", ()) if syntax.lemma[noun] in context.lexicon.owned else ())
    ):
        return chains
    inner = [c for slot in ("to", "of") for t in around.get(slot, ()) if depth for c in _actors(context, t, depth - 1)]
    return tuple(dict.fromkeys(inner))
