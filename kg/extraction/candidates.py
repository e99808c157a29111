"""What may be a relation: pairs of words that an entry of the lexicon or a construction brings together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.document import where
from kg.extraction.frames import Match, find_matches
from kg.extraction.nested_names import find_nested
from kg.extraction.roles import Holding, find_holdings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.extraction.context import Context


@dataclass(slots=True, eq=False)  # not frozen, since so many are made; nobody changes one
class Candidate:
    """A relation between two tokens, before its arguments and qualifiers are looked at.

    Args:
        x, y: tokens of its subject and its object.
        relation: its name.
        predicate: the tokens that say it, the head first.
        judged: the token whose status decides whether it is so, or None where nothing predicates it.
        rule: name of the lexical entry or construction.
        domain, range: classes that its arguments may have.
        weight: how much is said of the pair: a longer entry silences those inside it.
        negative, factuality, former, plover, preferred: what the word itself adds, as in `LexicalEntry`.
        role: title of an office that is held or stood for, or empty.
    """

    x: int
    y: int
    relation: str
    predicate: tuple[int, ...]
    judged: int | None
    rule: str
    domain: frozenset[str]
    range: frozenset[str]
    weight: int
    negative: bool = False
    factuality: str = ""
    former: bool = False
    role: str = ""
    plover: str = ""
    preferred: frozenset[str] = frozenset()


def find_candidates(context: Context) -> Iterator[Candidate]:
    """Find what the lexicon's entries and the constructions bring together, arguments not yet looked at.

    Args:
        context: the article.

    Yields:
        Candidates, those of one source after those of the other.
    """
    syntax, lexicon = context.syntax, context.lexicon
    matches = list(find_matches(syntax, lexicon, skip=context.skip))
    holdings = [h for h in find_holdings(syntax, lexicon, titles=context.titles) if h.start not in context.skip]
    yield from _matched(context, matches, holdings)
    for match in find_nested(syntax, lexicon, _name_tokens(context)):
        yield _of_match(context, match)
    yield from _said(context)
    yield from _offices(context, holdings, matches)


# --- words of the lexicon -------------------------------------------------------------------------------------------


def _matched(context: Context, matches: list[Match], holdings: list[Holding]) -> Iterator[Candidate]:
    """What the lexicon's words say, but for what a title says already."""
    held = {(h.person, h.organization) for h in holdings}
    for match in matches:
        if match.entry.pos != "preposition" or (
            match.predicate not in context.title_words and (match.x, match.y) not in held  # "President Tamm of Chad"
        ):
            yield _of_match(context, match)


def _of_match(context: Context, match: Match) -> Candidate:
    entry = match.entry
    kind = context.lexicon.relations[entry.relation]
    return Candidate(
        match.x,
        match.y,
        entry.relation,
        match.words,
        None if entry.pos == "properNoun" else match.judged,  # what a name says is so whatever the clause says
        entry.name,
        entry.domain or kind.domain,
        entry.range or kind.range,
        len(entry.words),
        entry.negative,
        entry.factuality or match.factuality,
        entry.former,
        _office(context, match) if entry.relation == "candidateFor" else "",
        plover=entry.plover,
        preferred=entry.preferred,
    )


def _name_tokens(context: Context) -> dict[str, int]:
    """From each name of the article, in lower case, to a token of its first mention."""
    found: dict[str, int] = {}
    for ent in context.doc.names:
        if ent.label != "DATE":
            found.setdefault(ent.text.lower(), ent.root.i)
    return found


def _office(context: Context, match: Match) -> str:
    """The title among the words of a candidacy, as the text has it: "mayor" of "ran for mayor of Oslo"."""
    for start, end, title in context.titles:
        if title.name in context.lexicon.titles and any(start <= t < end for t in (match.y, *match.words[1:])):
            after = match.predicate + 2  # "candidate for president" is a title as well
            return context.doc.between(after if start <= match.predicate < end else start, end)
    return ""


# --- offices and professions ----------------------------------------------------------------------------------------


def _offices(context: Context, holdings: list[Holding], matches: list[Match]) -> Iterator[Candidate]:
    """Who holds which office where, also where the text says it of the same person elsewhere."""
    founded = {(m.x, m.y): m.predicate for m in matches if m.entry.relation == "founderOf"}
    told = {context.chains.chain_of(h.person) for h in holdings if h.organization is not None}
    served = {context.chains.chain_of(h.organization) for h in holdings if h.organization is not None}
    for holding in holdings:
        if holding.organization is None and context.chains.chain_of(holding.person) not in told:
            holding = replace(holding, organization=_country_of(context, holding, served))
        if holding.organization is None:
            continue
        founding = founded.get((holding.person, holding.organization), -1)
        if not holding.start <= founding < holding.end:  # nobody is given the position of a founder
            yield _of_holding(context, holding)


def _of_holding(context: Context, holding: Holding) -> Candidate:
    own = holding.entry.profession or holding.entry.employed  # "the French director Luc Roux"
    relation = "citizenOf" if holding.nationality and own else "roleOf"
    assert holding.organization is not None
    return Candidate(
        holding.person,
        holding.organization,
        relation,
        tuple(range(holding.start, holding.end)),
        holding.judged,
        holding.rule if relation == "roleOf" else "nationality_before_name",
        frozenset({"Person"}),
        frozenset({"Organization", "Country", "Group", "Place", "Facility", "Event"}),
        2,
        factuality=holding.factuality,
        former=holding.former,
        role=holding.title if relation == "roleOf" else "",
    )


def _country_of(context: Context, holding: Holding, served: set[int | None]) -> int | None:
    """Where an office is held of which the text does not say so: a token of the name of a country.

    Some offices one country alone has ("Home Secretary"). Of the other offices of a government the holder serves
    the country that the article speaks of, more than once or as that of another holder (`served`), where it is the
    only one; where a capital is named, that of another country is none of them.
    """
    title = holding.entry
    before = holding.rule == "title_before_name"
    if not (title.only or (title.national and before)):
        return None
    capitals = context.lexicon.gazetteer.capitals
    found: dict[str, list[int]] = {}
    for place, chain in enumerate(context.chains.chains):
        if chain.named and chain.type not in {"Person", "Event", "Work"}:
            names = {n.lower().replace(".", "") for n in (chain.name, *chain.aliases)}
            countries = {context.lexicon.countries[n] for n in names if n in context.lexicon.countries}
            for name in countries or names & title.only:
                found.setdefault(name, []).append(place)
            for country in {capitals[n] for n in names if n in capitals}:
                found.setdefault(country, [])
    if title.only:
        places = [c for name in sorted(title.only) for c in found.get(name, ())]
    else:
        places = next(iter(found.values())) if len(found) == 1 else []
        mentions = sum(len(context.chains.chains[c].mentions) for c in places)
        if mentions < 2 and served.isdisjoint(places):  # named in passing
            return None
    if not places:
        return None
    mention = context.chains.chains[places[0]].mentions[0]
    return context.doc.root_of(mention.start, mention.end)


# --- speech ----------------------------------------------------------------------------------------------------------


def _said(context: Context) -> Iterator[Candidate]:
    """Who says that somebody must do something: "the minister said that Spain must leave"."""
    syntax, said = context.syntax, context.lexicon.said
    for aux in where(syntax.lower, said):
        verb = syntax.head[aux]
        relation = said[syntax.lower[aux]] if syntax.dep[aux] == "aux" and syntax.tag[aux] == "MD" else None
        above = syntax.head[verb]
        if relation is None or syntax.dep[verb] not in {"ccomp", "parataxis"} or aux in context.skip:
            continue
        if syntax.lemma[above] not in context.lexicon.speech_verbs or syntax.of(aux, "nsubj"):
            continue
        kind = context.lexicon.relations[relation]
        arguments = syntax.arguments(above)
        for x in arguments.get("subject", ()):
            for y in (t for t in syntax.surface_subject(verb) if syntax.lower[t] not in {"i", "we"}):
                yield Candidate(
                    x, y, relation, (aux, above), above, f"said_{syntax.lower[aux]}", kind.domain, kind.range, 2
                )
