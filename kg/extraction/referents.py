"""What a word of an article speaks of: chains of mentions, also of owners and groups that a noun stands for; and who
stands in a candidate's relation: whose act a condemned act was, whose thing an attacked thing is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.extraction.syntax import describes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.extraction.candidates import Candidate
    from kg.extraction.context import Context

PLACES: Final = frozenset({"Place", "Country", "Facility"})


def chains_of(context: Context, token: int, depth: int = 4) -> tuple[int, ...]:
    """Find the chains that a token speaks of.

    A noun that stands for its owner speaks of the owner, of several owners where they are coordinated: "members",
    "officials of NATO", "the foreign ministers of Iran, Egypt and Qatar". So does a common noun before the
    name of a place: "the town of Uppsala".

    Args:
        depth: how many nouns may stand for each other.
    """
    found = context.referents.get((token, depth))
    if found is None:
        found = context.referents[token, depth] = _chains_of(context, token, depth)
    return found


def named_of(context: Context, tokens: Iterable[int]) -> tuple[int, ...]:
    """The chains that some tokens speak of and that have a name or hold one."""
    return tuple(dict.fromkeys(c for t in tokens for c in chains_of(context, t) if context.telling[c]))


def _chains_of(context: Context, token: int, depth: int) -> tuple[int, ...]:
    syntax, chains = context.syntax, context.chains.chains
    one_of = context.doc[token].label == "NORP"  # "an Iraqi, Omar Ali,"
    if depth and (one_of or token not in syntax.names):
        beside_it = [a for a in syntax.of(token, "appos") if a in syntax.names]
        names = (t for a in beside_it if not one_of or context.doc[a].label == "PERSON" for t in syntax.conjuncts(a))
        if beside := tuple(dict.fromkeys(c for t in names if (c := context.chains.chain_of(t)) is not None)):
            return beside  # "two members of Hezbollah, Ali Fadel and Hadi Saleh"
    found = context.chains.chain_of(token)
    itself = () if found is None else (found,)
    named = found is not None and chains[found].named
    if not depth or (found is not None and named and chains[found].type == "Person"):
        return itself
    return _owners(context, token, found, depth) or (() if named else _place(context, token, depth)) or itself


def _owners(context: Context, token: int, found: int | None, depth: int) -> tuple[int, ...]:
    """For whom a noun stands: "officials of NATO", "Chad's army"."""
    syntax, chains, lemma = context.syntax, context.chains.chains, context.syntax.lemma[token]
    several = syntax.tag[token] in {"NNS", "NNPS"}
    plural_only = context.lexicon.representatives.get(lemma)
    named = found is not None and chains[found].named
    stands = (
        (plural_only is not None and (several or not plural_only))
        or (token in context.standing and (several or not named))
        or (lemma in context.lexicon.stand_ins and found is not None and not context.telling[found])  # "its army"
    )
    opposed = any(syntax.lemma[c] in context.lexicon.opposing for c in syntax.of(token, "compound", "amod"))
    if not stands or opposed or context.doc[token].label:  # "Syrian opposition forces"
        return ()
    around = syntax.noun_arguments(token)
    slots = ("premodifier",) if lemma in context.lexicon.others else ("of", "possessor", "premodifier", "from")
    for slot in slots:
        owners = [c for t in around.get(slot, ()) if not _describes(context, t) for c in _owner(context, t, depth - 1)]
        actors = tuple(dict.fromkeys(c for c in owners if chains[c].type != "Person"))
        if any(chains[c].named for c in actors):
            return actors
    return ()


def _describes(context: Context, token: int) -> bool:
    return describes(context.doc[token], context.lexicon.nationalities)


def _owner(context: Context, token: int, depth: int) -> tuple[int, ...]:
    """The chains of an owner, or of what its own of-phrase names: "ministers of defence of Chile and Peru"."""
    found = chains_of(context, token, depth)
    if not any(context.chains.chains[c].named for c in found) and token not in context.syntax.names:
        inner = [c for t in context.syntax.noun_arguments(token).get("of", ()) for c in chains_of(context, t, depth)]
        return tuple(dict.fromkeys(inner)) or found
    return found


def _place(context: Context, token: int, depth: int) -> tuple[int, ...]:
    """Which place the kind of a place stands for: "the town of Uppsala", "Kursk region"."""
    syntax, chains = context.syntax, context.chains.chains
    cls = context.lexicon.classes.get(syntax.lemma[token])
    if cls not in PLACES:
        return ()
    around = syntax.noun_arguments(token)
    before = [t for t in around.get("premodifier", ()) if t in syntax.names and not _describes(context, t)]
    of = around.get("of", [])
    groups = [of] if syntax.tag[token] == "NNS" else [[t] for t in of]
    inside = () if cls == "Facility" else around.get("in", ())  # a museum in Oslo is not Oslo
    for group in (*groups, *([t] for t in (*before, *inside))):
        inner = dict.fromkeys(c for t in group for c in chains_of(context, t, depth - 1) if chains[c].named)
        if places := tuple(c for c in inner if cls == "Facility" or chains[c].type in PLACES):
            return places
    return ()


def arguments_of(context: Context, candidate: Candidate) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Find who or what a candidate's subject and object are.

    What a statement demands its author demands; who condemns an act condemns its actor, for relations that judge acts.

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
