"""Who stands in a candidate's relation: whose act a condemned act was, whose thing an attacked thing is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.extraction.referents import chains_of, included

if TYPE_CHECKING:
    from kg.extraction.candidates import Candidate
    from kg.extraction.context import Context

THINGS: Final = frozenset({"Place", "Country", "Facility", "Product", "Work"})
"""Classes of nouns for what an attack can hit."""
MADE: Final = frozenset({"Law", "Work"})
"""Classes of what is made by words."""


def subjects(context: Context, candidate: Candidate) -> tuple[int, ...]:
    """Find who or what a candidate's subject is; what a statement demands its author demands.

    Args:
        context: the article.
        candidate: what may be a relation.

    Returns:
        Places of chains; several where each of them is meant.
    """
    if candidate.relation not in context.lexicon.stative and (named := included(context, candidate.x)):
        return named
    found = chains_of(context, candidate.x)
    if any(context.chains.chains[c].named for c in found):
        return found
    entries = context.lexicon.embeddings.get(context.syntax.lemma[candidate.x], ())
    if any(e.pos == "noun" and e.affirmed.startswith(("Reported", "Requested")) for e in entries):
        if _refused(context, candidate.x):
            return found
        authors = [c for t in context.syntax.actors_of_noun(candidate.x) for c in chains_of(context, t)]
        return tuple(dict.fromkeys(authors)) or found
    return found


def _refused(context: Context, noun: int) -> bool:
    """Whether the subject of the verb above a statement is against it: "blocked a statement criticising Chad"."""
    above = context.syntax.head[noun]
    entries = context.lexicon.entries.get(("verb", context.syntax.lemma[above]), ())
    against = any(e.relation in {"opposes", "criticizes"} for e in entries)
    return against and context.syntax.dep[noun] == "obj" and not context.syntax.has(noun, "nmod:poss")


def objects(context: Context, candidate: Candidate) -> tuple[int, ...]:
    """Find who or what a candidate's object is; who condemns an act condemns its actor, for relations that judge acts.

    Args:
        context: the article.
        candidate: what may be a relation.

    Returns:
        Places of chains; several where each of them is meant.
    """
    if candidate.rule == "nationality_beside_name":  # of "an Iraqi, Omar Ali," what the noun itself says
        own = context.chains.chain_of(candidate.y)
        return () if own is None else (own,)
    stands = (
        candidate.y not in context.syntax.names and context.syntax.lemma[candidate.y] in context.lexicon.representatives
    )
    if stands and context.lexicon.relations[candidate.relation].literal:
        return tuple(c for c in chains_of(context, candidate.y) if context.chains.chains[c].type == "Person")
    if candidate.relation not in context.lexicon.stative and (named := included(context, candidate.y)):
        return named
    office = candidate.y in context.titled or context.syntax.lemma[candidate.y] in context.lexicon.offices
    if candidate.relation == "candidateFor" and office and (seat := _seat(context, candidate.y)):
        return seat
    found = chains_of(context, candidate.y)
    if candidate.relation in context.lexicon.harmful and (act := _act_above(context, candidate)) is not None:
        return tuple(dict.fromkeys((*found, *_targets(context, act))))
    if any(context.chains.chains[c].named for c in found):
        return found
    if candidate.relation in context.lexicon.evaluative:
        if made := _made(context, candidate.y):
            return made
        actors = _actors(context, candidate.y)
        if candidate.relation == "supports":  # a plan that finds no support says little of the person whose it is
            actors = tuple(c for c in actors if context.chains.chains[c].type != "Person")
        return actors or found
    people = {"Person", "Group"} & {
        context.lexicon.classes.get(context.syntax.lemma[candidate.y]),
        *(context.chains.chains[c].type for c in found),
    }
    if candidate.relation in context.lexicon.harmful and not people:
        return _targets(context, candidate.y) or found
    return found


def _seat(context: Context, token: int, depth: int = 2) -> tuple[int, ...]:
    """Where an office is that somebody stands for: "a candidate for the presidency of Ghana"."""
    around = context.syntax.noun_arguments(token)
    for slot in ("of", "in", "possessor", "premodifier"):
        named = [c for t in around.get(slot, ()) for c in chains_of(context, t) if context.chains.chains[c].named]
        if places := tuple(dict.fromkeys(c for c in named if context.chains.chains[c].type != "Person")):
            return places
    deeper = [c for t in around.get("of", ()) for c in _seat(context, t, depth - 1)] if depth else []
    return tuple(dict.fromkeys(deeper))


def _act_above(context: Context, candidate: Candidate) -> int | None:
    """The attack that a relative clause speaks of, though hung on its place: "raids in Ceuta, which X claimed"."""
    syntax, noun = context.syntax, candidate.y
    if not any(syntax.dep[t] == "acl:relcl" and syntax.head[t] == noun for t in candidate.predicate):
        return None
    while syntax.dep[noun] in {"nmod", "conj"}:
        noun = syntax.head[noun]
        if _harms(context, noun):
            return noun
    return None


def _harms(context: Context, noun: int) -> bool:
    """Whether a noun is one for an act that harms somebody: "raid", "shelling"."""
    acts = context.lexicon.entries.get(("noun", context.syntax.lemma[noun]), ())
    return any(e.relation in context.lexicon.harmful for e in acts)


def _targets(context: Context, noun: int) -> tuple[int, ...]:
    """Who is hit by an act against a thing: whose it is, where it lies, what an attack was on."""
    around = context.syntax.noun_arguments(noun)
    act = _harms(context, noun)
    lemma = context.syntax.lemma[noun]
    thing = context.lexicon.classes.get(lemma) in THINGS or lemma in context.lexicon.buildings
    if not (act or thing or lemma in context.lexicon.representatives):
        return ()
    if not around.get("in") and (place := _place_behind(context, noun)):
        around = {**around, "in": place}
    hit = ("on", "against", "in", "at") if act else ("possessor", "premodifier", "of", "for", "in")
    groups: tuple[int, ...] = ()
    for slot in hit:
        tokens = [t for t in around.get(slot, ()) if slot != "premodifier" or t in context.syntax.names]
        if not act and slot == "in":
            tokens = [t for t in tokens if context.doc[t].label != "LOC"]  # a ship in the Red Sea
        chains = tuple(dict.fromkeys(c for t in tokens for c in chains_of(context, t) if context.telling[c]))
        if any(context.chains.chains[c].named for c in chains):
            return tuple(c for c in chains if context.chains.chains[c].named)
        groups = groups or chains
    return groups


def _place_behind(context: Context, noun: int) -> list[int]:
    """Where a thing is, by the phrase right behind it that hangs on its verb: "bombed villages in Lebanon"."""
    syntax, verb = context.syntax, context.syntax.head[noun]
    if syntax.dep[noun] not in {"obj", "obl", "nsubj:pass"}:
        return []
    return [
        x
        for c in syntax.of(verb, "obl")
        if syntax.marker(c) == "in" and context.doc[c].first == context.doc[noun].last + 1
        for x in syntax.conjuncts(c)
    ]


def _made(context: Context, noun: int) -> tuple[int, ...]:
    """The named work or law that an act is about: who welcomes the adoption of a treaty welcomes the treaty."""
    of = [c for t in context.syntax.noun_arguments(noun).get("of", ()) for c in chains_of(context, t)]
    return tuple(
        c for c in dict.fromkeys(of) if context.chains.chains[c].named and context.chains.chains[c].type in MADE
    )


def _actors(context: Context, noun: int, depth: int = 2) -> tuple[int, ...]:
    """Whose act a noun is: "Russia's invasion", "an end to the regime's attacks"."""
    around = context.syntax.noun_arguments(noun)
    for slot in ("by", "possessor", "premodifier", "from"):
        actors = [t for t in around.get(slot, ()) if slot != "premodifier" or t in context.syntax.names]
        chains = tuple(dict.fromkeys(c for t in actors for c in chains_of(context, t) if context.telling[c]))
        if chains:
            return chains
    if doers := _doers(context, noun):
        return doers
    slots = ("to",) if _harms(context, noun) else ("to", "of")
    inner = [c for slot in slots for t in around.get(slot, ()) if depth for c in _actors(context, t, depth - 1)]
    return tuple(dict.fromkeys(inner))


def _doers(context: Context, noun: int) -> tuple[int, ...]:
    """Whose act a clause behind a noun says it is: "the raid claimed by X", "efforts by X", "the role of X"."""
    syntax = context.syntax
    lower = syntax.of(noun, "nmod")  # "the raids in the towns of Goma and Bukavu, which X claimed"
    for t in lower:
        lower += syntax.of(t, "nmod", "conj")
    clauses = [c for t in (noun, *lower) for c in syntax.of(t, "acl", "acl:relcl") if c > noun]
    found = [
        t
        for c in clauses
        if _claims(context, c, noun) or (syntax.head[c] == noun and syntax.dep[c] == "acl" and syntax.tag[c] == "VBN")
        for t in syntax.arguments(c).get("subject", ())
    ]
    if not found and syntax.lemma[noun] in context.lexicon.owned:
        found = syntax.noun_arguments(noun).get("of", [])
    return tuple(dict.fromkeys(c for t in found for c in chains_of(context, t) if context.telling[c]))


def _claims(context: Context, verb: int, act: int) -> bool:
    """Whether a verb's subject owns up to an act: "for which X claimed responsibility", "which X carried out"."""
    syntax, entries = context.syntax, context.lexicon.entries
    if not _harms(context, act):
        return False
    near = {syntax.lemma[act], *(syntax.lemma[c] for c in syntax.of(verb, "obj"))}
    return any(
        e.relation in context.lexicon.harmful and len(e.words) > 1 and e.words[1] in near
        for e in entries.get(("verb", syntax.lemma[verb]), ())
    )
