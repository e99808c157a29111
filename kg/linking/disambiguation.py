"""Which entity of the gazetteer, if any, each chain of an article means."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg.linking.candidates import Option, candidates, institutions, main_country, mismatch, proper_names
from kg.linking.describing import is_no_politician
from kg.linking.knowledge import Alias, Knowledge, Known
from kg.linking.scoring import OWN, weigh, weights
from kg.linking.surroundings import count_adjectives, country_before, follows_place, names_state, qualifier, titled
from kg.model import Chain, Extraction
from kg.names import fold, person

THRESHOLD: Final = 0.5  # below this probability a chain stays local to its article


@dataclass(slots=True)  # not frozen, since so many are made; nobody changes one
class Link:
    """What a chain means.

    Args:
        entity: of the gazetteer, or None.
        probability: how sure that is.
        ambiguous: whether its name alone is ambiguous.
        others: IRIs of its namesakes that the article's own words rule out.
    """

    entity: Known | None
    probability: float
    ambiguous: bool = False
    others: tuple[str, ...] = ()


_UNKNOWN: Final = Link(None, 1.0)


@dataclass(slots=True)  # not frozen, since so many are made; nobody changes one
class Case:
    """A chain with what its own words say.

    Args:
        names: its proper names.
        options: the entities that it could mean, each with how it would be named and how its class differs.
        where: IRIs of the state or country that stands after its name, or of an institution before it.
        titled: whether it is a person whom the article gives an office.
        otherwise: whether it is a person of whom the article says what no politician is.
        follows: whether it mostly stands after another place and a comma, as states do: `Albany, New York`.
    """

    chain: Chain
    names: tuple[str, ...]
    options: tuple[Option, ...]
    where: frozenset[str]
    titled: bool
    otherwise: bool = False
    follows: bool = False

    @property
    def weight(self) -> int:
        """How much it counts in the article's context."""
        return min(len(self.chain.mentions), 10)


@dataclass(slots=True)  # not frozen, since so many are made; nobody changes one
class Context:
    """What the article's other chains are about: countries and regions by number of mentions, linked entities."""

    countries: Mapping[str, int]
    regions: Mapping[str, int]
    entities: frozenset[str]
    date: str


def disambiguate(
    extraction: Extraction, knowledge: Knowledge, *, names: Sequence[tuple[str, ...]] | None = None
) -> tuple[Link, ...]:
    """Link each chain of an article to the gazetteer, by its names and type, the article's countries and the other
    chains.

    Two rounds: chains with one plausible meaning give the context in which the others are judged.

    Args:
        names: of each chain what `proper_names` gives, if it is known already.

    Returns:
        One link per chain, in the order of the chains.
    """
    if names is None:
        names = [proper_names(chain) for chain in extraction.chains]
    asked = questions(extraction, knowledge, names)
    return tuple([_choose(case, options, context, knowledge) for case, options, context in asked])


def questions(
    extraction: Extraction, knowledge: Knowledge, names: Sequence[tuple[str, ...]]
) -> Iterator[tuple[Case, list[Option], Context]]:
    """Each chain of an article with what it may mean and what the article is about beside it."""
    text = extraction.article.text
    places = {
        at for chain in extraction.chains if chain.type == "Place" for m in chain.mentions for at in (m.start, m.end)
    }
    cases = [_case(*named, text, places, knowledge) for named in zip(extraction.chains, names, strict=True)]
    empty = Context({}, {}, frozenset(), extraction.article.date)
    sure = [_sure(case, _choose(case, case.options, empty, knowledge)) if case.options else None for case in cases]
    countries, regions = count_adjectives(extraction.article.text, knowledge), Counter[str]()
    for case, known in zip(cases, sure, strict=True):
        if known is not None:
            if known.home:
                countries[known.home] += case.weight
            if known.core == "Place":
                regions[known.iri] += case.weight
                if known.region:
                    regions[known.region] += case.weight
    times = Counter(known.iri for known in sure if known is not None)
    everybody = frozenset(times)
    whole = Context(countries, regions, everybody, extraction.article.date)
    claimed: dict[str, frozenset[str]] = {}  # of each institution the countries that the article names with it
    for case in cases:
        for name in map(fold, case.names if case.where else ()):
            if name in knowledge.institutions:
                claimed[name] = claimed.get(name, frozenset()) | case.where
    for case, known in zip(cases, sure, strict=True):
        context = whole
        if known is not None:  # an entity is no context of itself
            context = Context(
                _without(countries, known.home, case.weight),
                regions,
                everybody if times[known.iri] > 1 else everybody - {known.iri},
                extraction.article.date,
            )
        if not case.where and (others := frozenset[str]().union(*(claimed.get(fold(n), ()) for n in case.names))):
            # a bare Foreign Ministry beside "India's Foreign Ministry" is another country's
            context = replace(context, countries={c: n for c, n in context.countries.items() if c not in others})
        further = institutions(case.chain, case.names, context.countries, case.where, knowledge)
        yield case, [*case.options, *further], context


def _without(counts: Mapping[str, int], key: str, times: int) -> Mapping[str, int]:
    """Counts with one of them lowered, and left out where nothing of it remains."""
    if key not in counts:
        return counts
    return {k: v - times if k == key else v for k, v in counts.items() if k != key or v > times}


def _case(chain: Chain, names: tuple[str, ...], text: str, places: Container[int], knowledge: Knowledge) -> Case:
    options = tuple([(entity, alias, mismatch(chain, entity)) for entity, alias in candidates(chain, names, knowledge)])
    office = bool(options) and titled(chain, text)
    otherwise = chain.type == "Person" and bool(options) and not office and is_no_politician(chain, text)
    several = len(options) > 1 and chain.type == "Place"
    follows = several and (follows_place(chain, text, places) or names_state(chain, text))
    where = qualifier(chain, text, knowledge) or country_before(chain, text, knowledge)
    return Case(chain, names, options, where, office, otherwise, follows)


def _sure(case: Case, link: Link) -> Known | None:
    """What a chain means where its names leave hardly another meaning."""
    if link.entity is None or (link.probability < 0.7 and link.entity.core != "Country"):
        return None
    plausible = {entity.iri for entity, _, differs in case.options if weights().get(differs, 0.0) > -2}
    return link.entity if len(plausible) == 1 else None


def _choose(case: Case, options: Sequence[Option], context: Context, knowledge: Knowledge) -> Link:
    """The best of the candidates, its probability against the others and against something that the gazetteer lacks."""
    kinds = [fold(name) in knowledge.institutions for name in case.names]
    kept = [option for option in options if not (case.otherwise and _is_politician(option[0]))]
    ways = plainest(kept, context, bare=bool(kinds) and all(kinds), where=case.where)
    if not ways:  # a namesake of somebody known is known in his article alone
        others = tuple(sorted({entity.iri for entity, _, _ in options}))
        return Link(None, 1.0, True, others) if len(kept) < len(options) else _UNKNOWN
    scores = [(weigh(features), iri) for iri, features in weighed(case, ways, context, knowledge)]
    fittest = max(weights().get(differs, 0.0) for _, _, differs in ways.values())
    nothing = max(map(weigh, unknown(case.chain, knowledge, misfit=fittest <= -1)))
    total = math.exp(nothing) + sum([math.exp(score) for score, _ in scores])
    score, best = max(scores)
    probability = math.exp(score) / total
    if probability < THRESHOLD:
        return Link(None, math.exp(nothing) / total, fittest > -2)
    if _foreign(ways[best][0], ways.values(), context):
        return Link(None, 1 - probability, True)
    return Link(ways[best][0], probability)


def _is_politician(entity: Known) -> bool:
    """Whether the packaged lists have a person: they have people who govern, each with a country, and few others."""
    return entity.core == "Person" and bool(entity.country) and not entity.own


def _foreign(entity: Known, options: Collection[Option], context: Context) -> bool:
    """Whether an organization is of a country that the article does not speak of, and others of its name of others.

    Not every Labour is the British one: of 32 such names in 97,000 unread words 28 were of a country that the article
    speaks of, and 3 of the 4 others wrong.
    """
    if entity.core != "Organization" or entity.own or not entity.country or entity.country in context.countries:
        return False
    return len({other.country for other, _, _ in options if other.core == "Organization"} - {""}) > 1


def plainest(
    options: Sequence[Option], context: Context, *, bare: bool = False, where: Collection[str] = ()
) -> dict[str, Option]:
    """Each entity that a chain may mean, by the plainest of its names.

    Args:
        options: see `candidates`.
        context: what the article is about beside it.
        bare: whether its names say what kind of institution it is and not of which country.
        where: the country before its name, if there is one.
    """
    ways: dict[str, Option] = {}
    homes = (where or {main_country(context.countries, least=1)}) if bare else ()
    for entity, alias, differs in options:
        if bare and entity.country and entity.country not in homes and not entity.own:
            continue  # many countries have a Supreme Court
        if alias == Alias.SHORT and entity.iri not in context.entities:
            continue  # `the North` is North Korea only where the article has named it
        if alias == Alias.SPELLING and entity.core == "Place" and entity.country not in context.countries:
            # Galle is not Halle. Of 43 places spelled otherwise in 124,600 unread words 10 were wrong: 6 of these, and
            # none of the right ones, lie in a country of which the article does not speak
            continue
        if entity.iri not in ways or alias < ways[entity.iri][1]:
            ways[entity.iri] = (entity, alias, differs)
    return ways


def weighed(
    case: Case, ways: Mapping[str, Option], context: Context, knowledge: Knowledge
) -> Iterator[tuple[str, dict[str, float]]]:
    """The IRI of each entity that a chain may mean, with what speaks for and against it."""
    priors = sum([e.prior for e, _, differs in ways.values() if weights().get(differs, 0.0) > -2]) or 1.0
    for iri, (entity, alias, differs) in ways.items():
        features = _features(case, entity, alias, context, knowledge, entity.prior / priors)
        if differs:
            features[differs] = 1.0
        yield iri, features


def unknown(chain: Chain, knowledge: Knowledge, *, misfit: bool) -> list[dict[str, float]]:
    """What speaks for a meaning that the gazetteer does not have: the strongest of these counts.

    Args:
        misfit: whether the classes of all that it has differ much from what the article says.
    """
    found = [{"unknown: nothing fits": 1.0}] if misfit else []
    if chain.type == "Person":
        parts, _ = person(chain.name)
        if len(parts) < 2:
            return [*found, {"unknown: a bare surname": 1.0}]
        namesakes = min(6.0, math.log1p(knowledge.commonness(parts[0], parts[-1])))
        return [*found, {"unknown: a full name": 1.0, "unknown: namesakes": namesakes}]
    if not chain.named:
        return [*found, {"unknown: a description": 1.0}]
    if chain.type in ("Country", "Place"):
        return [*found, {"unknown: a place": 1.0}]
    return [*found, {"unknown: several words" if len(fold(chain.name).split()) > 1 else "unknown: one word": 1.0}]


def _features(
    case: Case, entity: Known, alias: Alias, context: Context, knowledge: Knowledge, share: float
) -> dict[str, float]:
    """What speaks for an entity and against it beside its class; `share` is its part of its namesakes' priors."""
    told = {f"named by {alias.name.lower()}": 1.0}
    prior = max(entity.prior, 1e-4)
    if entity.core == "Person":
        told["prior of a person"] = math.log(prior)
        told["titled"] = float(case.titled)
    else:
        told["share of the name"] = math.log(max(share, 1e-4))
        told["prior"] = math.log(max(prior, 0.05))
    if knowledge.own_aliases and any((fold(name), entity.iri) in knowledge.own_aliases for name in case.names):
        return {**told, OWN: 1.0}
    if case.where:
        if case.where & {entity.region, entity.country}:
            told["where it is said to be"] = 1.0
        elif entity.home:  # twice as much where none of its namesakes is there
            there = any(case.where & {other.region, other.country} for other, _, _ in case.options)
            told["elsewhere"] = 1.0 if there else 2.0
    if case.follows and entity.core == "Place" and not entity.region and not entity.capital_of:
        told["a state after its town"] = 1.0
    if not context.countries and not context.regions:
        return told
    total = sum(context.countries.values())
    if entity.core != "Country" and entity.country:
        part = context.countries.get(entity.country, 0) / total if total else 0.0
        kind = "person" if entity.core == "Person" else "institution" if entity.institution else "thing"
        told[f"country of the {kind} spoken of"] = part and 0.3 + part
        told[f"country of the {kind} not spoken of"] = float(not part)
        if entity.core == "Organization":
            told["country of the organization spoken of"] = part
    if entity.core == "Place":
        places = sum(
            count
            for iri, count in context.regions.items()
            if iri != entity.iri and iri in knowledge and knowledge.get(iri).country == entity.country
        )
        told["places of its country"] = math.log1p(places)
        told["itself spoken of"] = math.log1p(context.regions.get(entity.iri, 0))
        told["its region spoken of"] = float(bool(entity.region) and entity.region in context.entities)
    elif entity.core == "Country":
        told["country itself spoken of"] = math.log1p(context.countries.get(entity.iri, 0))
    shared = alias == Alias.SURNAME or len(case.options) > 1
    if entity.core == "Person" and shared and (held := _in_office(entity, context.date, knowledge)):
        told[held] = 1.0
    return told


def _before(date: str, first: str, last: str) -> bool:
    """Whether a date lies in the years right before a term, as many as it has: many sources tell the last of several
    terms alone."""
    if not first or not last or date >= first:
        return False
    return 2 * int(first[:4]) - int(last[:4]) <= int(date[:4])


def _in_office(entity: Known, date: str, knowledge: Knowledge) -> str:
    """Return the sign `in office` or `out of office` for a person at an article's date; empty if neither holds."""
    terms = knowledge.terms_of(entity.iri)
    if not terms:
        return ""
    if not date:
        return "" if any(not last for _, last in terms) else "out of office"  # then news speaks of those in office
    held = any(
        (not first or first[: len(date)] <= date[: len(first)]) and (not last or date <= last) for first, last in terms
    )
    if not held and any(_before(date, *term) for term in terms):
        return ""
    return "in office" if held else "out of office"
