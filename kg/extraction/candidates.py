"""What may be a relation, pairs of words that an entry of the lexicon or a construction brings together, and why some
are none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.document import where
from kg.extraction.frames import Match, find_matches
from kg.extraction.roles import Holding, find_holdings
from kg.vocabulary import local_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.extraction.context import Context
    from kg.model import Chain


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

    Yields:
        Candidates, those of one source after those of the other.
    """
    matches = list(find_matches(context.syntax, skip=context.skip))
    holdings = [h for h in find_holdings(context.syntax, context.titles) if h.start not in context.skip]
    held = {(h.person, h.organization) for h in holdings}
    for match in matches:
        told = match.words[0] in context.title_words or (match.x, match.y) in held  # "President Tamm of Chad"
        if match.entry.pos != "preposition" or not told:
            yield _of_match(context, match)
    yield from _said(context)
    yield from _offices(context, holdings, matches)


def _of_match(context: Context, match: Match) -> Candidate:
    entry = match.entry
    kind = context.lexicon.relations[entry.relation]
    return Candidate(
        match.x,
        match.y,
        entry.relation,
        match.words,
        match.judged,
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


def _office(context: Context, match: Match) -> str:
    """The title among the words of a candidacy, as the text has it: "mayor" of "ran for mayor of Oslo"."""
    for start, end, title in context.titles:
        if title.name in context.lexicon.titles and any(start <= t < end for t in (match.y, *match.words[1:])):
            after = match.words[0] + 2  # "candidate for president" is a title as well
            return context.doc.between(after if start <= match.words[0] < end else start, end)
    return ""


def _offices(context: Context, holdings: list[Holding], matches: list[Match]) -> Iterator[Candidate]:
    """Who holds which office where, also where the text says it of the same person elsewhere."""
    founded = {(m.x, m.y): m.words[0] for m in matches if m.entry.relation == "founderOf"}
    told = {context.chains.chain_of(h.person) for h in holdings if h.organization is not None}
    served = {context.chains.chain_of(h.organization) for h in holdings if h.organization is not None}
    for holding in holdings:
        organization = holding.organization
        if organization is None and context.chains.chain_of(holding.person) not in told:
            organization = _country_of(context, holding, served)
        if organization is None:
            continue
        if holding.start <= founded.get((holding.person, organization), -1) < holding.end:
            continue  # nobody is given the position of a founder
        citizen = holding.nationality and (holding.entry.profession or holding.entry.employed)
        yield Candidate(
            holding.person,
            organization,
            "citizenOf" if citizen else "roleOf",  # "the French director Luc Roux"
            tuple(range(holding.start, holding.end)),
            holding.judged,
            "nationality_before_name" if citizen else holding.rule,
            frozenset({"Person"}),
            frozenset({"Organization", "Country", "Group", "Place", "Facility", "Event"}),
            2,
            factuality=holding.factuality,
            former=holding.former,
            role="" if citizen else holding.title,
        )


def _country_of(context: Context, holding: Holding, served: set[int | None]) -> int | None:
    """Infer the country of an office for which the text names none: a token of the country's name.

    Some offices exist in one country alone ("Home Secretary"). Any other office of a government belongs to the only
    country that the article mentions, if it does so more than once or gives another holder an office there (`served`);
    a capital counts as a mention of its country.
    """
    title, capitals = holding.entry, context.lexicon.capitals
    if not (title.only or (title.national and holding.rule == "title_before_name")):
        return None
    found: dict[str, list[int]] = {}
    for place, chain in enumerate(context.chains.chains):
        if chain.named and chain.type not in {"Person", "Event", "Work"}:
            names = {n.lower().replace(".", "") for n in (chain.name, *chain.aliases)}
            countries = {context.lexicon.countries[n] for n in names if n in context.lexicon.countries}
            for name in countries or names & title.only:
                found.setdefault(name, []).append(place)
            for capital in names & capitals.keys():
                found.setdefault(capitals[capital], [])
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


def _said(context: Context) -> Iterator[Candidate]:
    """Who says that somebody must do something: "the minister said that Spain must leave"."""
    syntax, said = context.syntax, context.lexicon.said
    for aux in where(syntax.lower, said):
        verb, word = syntax.head[aux], syntax.lower[aux]
        above = syntax.head[verb]
        modal = syntax.dep[aux] == "aux" and syntax.tag[aux] == "MD" and not syntax.has(aux, "nsubj")
        embedded = syntax.dep[verb] in {"ccomp", "parataxis"} and syntax.lemma[above] in context.lexicon.speech_verbs
        if not (modal and embedded) or aux in context.skip:
            continue
        kind = context.lexicon.relations[said[word]]
        for x in syntax.arguments(above).get("subject", ()):
            for y in (t for t in syntax.subjects(verb) if syntax.lower[t] not in {"i", "we"}):
                yield Candidate(x, y, said[word], (aux, above), above, f"said_{word}", kind.domain, kind.range, 2)


def refusal(context: Context, candidate: Candidate, x: int, y: int) -> str:
    """Why a candidate between two chains is no relation.

    Args:
        x, y: the chains of its subject and object.

    Returns:
        A phrase for a person, empty if it is a relation.
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
    kind = context.lexicon.relations[candidate.relation]
    if kind.symmetric and _tells_what(context, candidate):
        return "a nationality before a noun tells what somebody is, not whose"
    ends = ((x, candidate.x, candidate.domain, "subject"), (y, candidate.y, candidate.range, "object"))
    for index, token, classes, role in ends:
        if classes == {"Person"} and context.chains.chain_of(token) == index and _is_thing(context, token):
            return f"“{context.doc[token].text}” is nobody"
        if not any(context.lexicon.is_a(c, classes) for c in context.classes[index]):
            found, wanted = (", ".join(sorted(map(local_name, c))) for c in (context.classes[index], classes))
            relation = local_name(candidate.relation)
            return f"“{chains[index].name}” is taken for {found}; the {role} of {relation} has to be {wanted}"
    if kind.alike and context.classes[x].isdisjoint(context.classes[y]):
        return f"“{chains[x].name}” and “{chains[y].name}” are no things of one kind"
    return ""


def _tells_what(context: Context, candidate: Candidate) -> bool:
    """Whether one of two is the nationality before a noun that is said of the other: "its Danish rival Lindholm"."""
    noun, syntax = candidate.predicate[0], context.syntax
    before = [t for t in (candidate.x, candidate.y) if syntax.dep[t] == "amod" and syntax.head[t] == noun]
    holders = {holder for holder, _ in syntax.holders(noun)} if before else set[int]()
    return any(context.doc[t].label == "NORP" for t in before) and not holders.isdisjoint((candidate.x, candidate.y))


def _is_thing(context: Context, token: int) -> bool:
    """Whether a word is a common noun for what is said or done: "dismissed the claim"."""
    lexicon, lemma = context.lexicon, context.syntax.lemma[token]
    if token in context.syntax.names or lemma in lexicon.classes:
        return token not in context.syntax.names and lexicon.classes[lemma] == "Event"
    return any(e.pos == "noun" for e in lexicon.embeddings.get(lemma, ()))


def _is_country(context: Context, chain: Chain) -> bool:
    """Whether a chain may be a country: a place needs a country's name, peoples and all else pass."""
    names = {n.lower().replace(".", "") for n in (chain.name, *chain.aliases)}
    labels = {m.label for m in chain.mentions}
    return "NORP" in labels or not labels & {"GPE", "LOC"} or not names.isdisjoint(context.lexicon.countries)
