"""Who stands in a candidate's relation: whose act a condemned act was, whose thing an attacked thing is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extraction.referents import chains_of, named_of

if TYPE_CHECKING:
    from kg.extraction.candidates import Candidate
    from kg.extraction.context import Context


def arguments_of(context: Context, candidate: Candidate) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Find who or what a candidate's subject and object are.

    What a statement demands its author demands; who condemns an act condemns its actor, for relations that judge acts.

    Args:
        context: the article.
        candidate: what may be a relation.

    Returns:
        Places of chains for each of the two; several where each of them is meant.
    """
    chains = context.chains.chains
    xs = chains_of(context, candidate.x)
    if not any(chains[c].named for c in xs):
        xs = _authors(context, candidate.x) or xs
    ys = chains_of(context, candidate.y)
    if candidate.relation in context.lexicon.evaluative and not any(chains[c].named for c in ys):
        ys = _actors(context, candidate.y) or ys
    return xs, ys


def _authors(context: Context, noun: int) -> tuple[int, ...]:
    """Whose statement or demand a noun is: "Chad's call"; of other nouns nobody's."""
    syntax, lexicon = context.syntax, context.lexicon
    entries = lexicon.embeddings.get(syntax.lemma[noun], ())
    if not any(e.pos == "noun" and e.affirmed.startswith(("Reported", "Requested")) for e in entries):
        return ()
    above = lexicon.entries.get(("verb", syntax.lemma[syntax.head[noun]]), ())
    if syntax.dep[noun] == "obj" and any(e.relation == "opposes" for e in above):
        return ()  # "blocked a statement criticising Chad"
    return tuple(dict.fromkeys(c for t in syntax.actors_of_noun(noun) for c in chains_of(context, t)))


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
    if not doers and syntax.lemma[noun] in context.lexicon.owned:
        doers = around.get("of", [])
    if chains := named_of(context, doers):
        return chains
    inner = [c for slot in ("to", "of") for t in around.get(slot, ()) if depth for c in _actors(context, t, depth - 1)]
    return tuple(dict.fromkeys(inner))
