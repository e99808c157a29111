"""When a candidate between two chains is no relation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.vocabulary import local_name

if TYPE_CHECKING:
    from kg.extraction.candidates import Candidate
    from kg.extraction.context import Context
    from kg.model import Chain


def refusal(context: Context, candidate: Candidate, x: int, y: int) -> str | None:
    """Why a candidate between two chains is no relation.

    Args:
        context: the article.
        candidate: what may be a relation.
        x, y: the chains of its subject and object.

    Returns:
        A phrase for a person, or None if it is a relation.
    """
    chains = context.chains.chains
    state = candidate.relation in context.lexicon.stative
    if x == y:
        return "both arguments are the same entity"
    if not (chains[x].named or chains[y].named) and (state or not (context.telling[x] and context.telling[y])):
        return "neither argument has a name in this article"
    if not context.telling[y] or (not context.telling[x] and (state or chains[x].type != "Group")):
        return f"“{chains[x if context.telling[y] else y].name}” neither is a name nor holds one"
    if context.syntax.crossed(candidate.x, candidate.y):
        return "“respectively” pairs them otherwise"
    if candidate.relation == "citizenOf" and not _is_country(context, chains[y]):
        return f"“{chains[y].name}” is no country"
    if candidate.relation == "owns" and context.doc[candidate.x].label == "NORP":
        return "what is Chinese-owned is not China's"
    if candidate.relation == "meetsWith" and context.syntax.has(candidate.y, "nummod") and not chains[y].named:
        return f"“{chains[y].name}” are nobody in particular"
    whose = candidate.rule in {"person_of_country", "person_of_organization"}
    if whose and context.doc[candidate.x].label != "PERSON":
        return "a title says of what somebody is"
    if candidate.relation == "partOf" and candidate.domain == {"Place"} and chains[x].type == "Facility":
        return f"“{chains[x].name}” is in a place, not a part of it"
    for index, classes, role in ((x, candidate.domain, "subject"), (y, candidate.range, "object")):
        if not any(context.lexicon.is_a(c, classes) for c in context.classes[index]):
            found, wanted = (", ".join(sorted(map(local_name, c))) for c in (context.classes[index], classes))
            relation = local_name(candidate.relation)
            return f"“{chains[index].name}” is taken for {found}; the {role} of {relation} has to be {wanted}"
    if context.lexicon.relations[candidate.relation].alike and context.classes[x].isdisjoint(context.classes[y]):
        return f"“{chains[x].name}” and “{chains[y].name}” are no things of one kind"
    return None


def _is_country(context: Context, chain: Chain) -> bool:
    """Whether a chain may be a country: a place needs a country's name, peoples and all else pass."""
    names = {n.lower().replace(".", "") for n in (chain.name, *chain.aliases)}
    labels = {m.label for m in chain.mentions}
    return "NORP" in labels or not labels & {"GPE", "LOC"} or not names.isdisjoint(context.lexicon.countries)
