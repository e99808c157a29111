"""What a word of an article speaks of: chains of mentions, also of owners and groups that a noun stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.model import Factuality

if TYPE_CHECKING:
    from kg.extraction.context import Context

STEM: Final = 5  # letters by which words of one family agree: "robot", "robotics"


def chains_of(context: Context, token: int, depth: int = 4) -> tuple[int, ...]:
    """Find the chains that a token speaks of.

    A noun that stands for its owner speaks of the owner, of several owners where they are coordinated: "members",
    "officials of NATO", "the foreign ministers of Iran, Egypt and Qatar". So does a common noun before the
    name of a place: "the town of Uppsala".

    Args:
        context: the article.
        token: number of the word.
        depth: how many nouns may stand for each other.

    Returns:
        Places of chains in `context.chains`.
    """
    found = context.referents.get((token, depth))
    if found is None:
        found = context.referents[token, depth] = _chains_of(context, token, depth)
    return found


def _chains_of(context: Context, token: int, depth: int) -> tuple[int, ...]:
    if context.syntax.asks_who(token):
        return ()
    one_of = context.doc[token].label == "NORP"  # "an Iraqi, Omar Ali,"
    if (one_of or token not in context.syntax.names) and depth:
        named_beside = [
            c
            for a in context.syntax.of(token, "appos")
            if a in context.syntax.names
            and context.doc[a].label != "NORP"
            and (not one_of or context.doc[a].label == "PERSON")
            for c in context.syntax.conjuncts(a)
        ]
        beside = tuple(dict.fromkeys(c for t in named_beside if (c := context.chains.chain_of(t)) is not None))
        if beside:
            return beside  # "two members of Hezbollah, Ali Fadel and Hadi Saleh"
    found = context.chains.chain_of(token)
    named = found is not None and context.chains.chains[found].named
    if not named and (event := _event(context, token)) is not None:
        return (event,)
    if not named and depth and (holders := _said_of(context, token, depth)) is not None:
        return holders
    lemma = context.syntax.lemma[token]
    title = token in context.standing
    several = context.syntax.tag[token] in {"NNS", "NNPS"}
    plural_only = context.lexicon.representatives.get(lemma)
    stands = (plural_only is not None and (several or not plural_only)) or (title and (several or not named))
    if lemma in context.lexicon.stand_ins and found is not None and not context.telling[found]:
        stands = True  # "its army", "whose army"
    if stands and any(
        context.syntax.lemma[c] in context.lexicon.opposing for c in context.syntax.of(token, "compound", "amod")
    ):
        stands = False  # "Syrian opposition forces"
    place = not named and context.lexicon.classes.get(lemma) in {"Place", "Country", "Facility"}
    if not named and _before_name(context, token):
        return chains_of(context, token + 1, 0)
    if (
        stands
        and not context.doc[token].label
        and depth
        and not (named and context.chains.chains[found or 0].type == "Person")
    ):
        around = context.syntax.noun_arguments(token)
        slots = ("premodifier",) if lemma in context.lexicon.others else ("of", "possessor", "premodifier", "from")
        for slot in slots:
            owners = [c for t in around.get(slot, ()) for c in _owners(context, t, depth - 1)]
            actors = tuple(dict.fromkeys(c for c in owners if context.chains.chains[c].type != "Person"))
            if actors and any(context.chains.chains[c].named for c in actors):
                return actors
    if place and depth:
        around = context.syntax.noun_arguments(token)
        before = [t for t in around.get("premodifier", ()) if t in context.syntax.names]
        of = around.get("of", [])
        groups = [of] if several else [[t] for t in of]
        facility = context.lexicon.classes.get(lemma) == "Facility"

        def within(c: int) -> bool:  # "the Kursk region", not "the Social Welfare constituency"
            chain = context.chains.chains[c]
            return chain.named and (facility or chain.type in {"Place", "Country", "Facility"})

        for group in (*groups, *([t] for t in (*before, *around.get("in", ())))):
            inner = tuple(dict.fromkeys(c for t in group for c in chains_of(context, t, depth - 1) if within(c)))
            if inner:
                return inner  # "the town of Uppsala", "Kursk region", "a market in Baghdad"
    return () if found is None else (found,)


def _said_of(context: Context, token: int, depth: int) -> tuple[int, ...] | None:
    """Of what a noun is predicated: what is told of it is told of that. "Larkpad is a British [studio] based in Leeds".

    None where it is not predicated of a name, and nobody where it is not said to be so ("may be a British studio").
    """
    syntax = context.syntax
    if syntax.pos[token] != "NOUN" or token in syntax.names or not syntax.has(token, "cop"):
        return None
    found = [c for t in syntax.surface_subject(token) for c in chains_of(context, t, depth - 1)]
    holders = tuple(dict.fromkeys(c for c in found if context.chains.chains[c].named))
    status = context.judge.status(token)
    is_so = status.positive and status.factuality is Factuality.ACTUAL
    return (holders if is_so else ()) if holders else None


def included(context: Context, token: int) -> tuple[int, ...]:
    """Who is named of several people: "former members, including the musician Ida Berg"."""
    syntax = context.syntax
    if syntax.tag[token] != "NNS" or not (
        token in context.titled or context.lexicon.representatives.get(syntax.lemma[token])
    ):
        return ()
    around = syntax.noun_arguments(token)
    named = [t for slot in ("including", "such as") for t in around.get(slot, ())]
    return tuple(
        dict.fromkeys(c for t in named for c in chains_of(context, t) if context.chains.chains[c].type == "Person")
    )


def _event(context: Context, token: int) -> int | None:
    """The named event that a definite noun such as "the competition" goes on about: the article's first."""
    syntax = context.syntax
    if (
        syntax.pos[token] != "NOUN"
        or context.lexicon.classes.get(syntax.lemma[token]) != "Event"
        or syntax.tag[token] != "NN"
    ):
        return None
    bracketed = syntax.lower[token + 1 : token + 2] == ["("]
    if syntax.has(token, "acl", "acl:relcl", "nummod") or (syntax.has(token, "nmod") and not bracketed):
        return None
    owners = syntax.of(token, "nmod:poss")
    yearly = bool(owners) and all(context.doc[c].label == "DATE" for c in owners)  # "next year's competition"
    definite = not owners and any(syntax.lower[c] in {"the", "this"} for c in syntax.of(token, "det"))
    if not (yearly or definite):
        return None
    before = {
        context.doc[t].lower
        for c in syntax.of(token, "amod", "compound")
        for t in (c, *syntax.of(c, "amod", "compound"))
    }
    for i, chain in enumerate(context.chains.chains):
        if chain.named and chain.type == "Event" and chain.mentions[0].start < context.doc[token].start:
            stems = {w[:STEM] for w in chain.name.lower().split()}
            return i if all(w[:STEM] in stems for w in before) else None
    return None


def _owners(context: Context, token: int, depth: int) -> tuple[int, ...]:
    """The chains of an owner, or of what its own of-phrase names: "ministers of defence of Chile and Peru"."""
    found = chains_of(context, token, depth)
    if not any(context.chains.chains[c].named for c in found) and token not in context.syntax.names:
        inner = [c for t in context.syntax.noun_arguments(token).get("of", ()) for c in chains_of(context, t, depth)]
        return tuple(dict.fromkeys(inner)) or found
    return found


def _before_name(context: Context, token: int) -> bool:
    """Whether a noun is what the person is whose name follows: "musician Ida Berg"."""
    name = context.doc[token + 1].name if token + 1 < len(context.doc) else None
    return (
        name is not None
        and name.label == "PERSON"
        and name.start == token + 1
        and context.syntax.pos[token] in {"NOUN", "PROPN"}
        and (context.lexicon.classes.get(context.syntax.lemma[token]) == "Person" or token in context.titled)
    )
