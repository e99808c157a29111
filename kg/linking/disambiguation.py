"""Which entity of the gazetteer, if any, each chain of an article means."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from rapidfuzz import fuzz

from kg.linking.knowledge import Alias, Knowledge, Known
from kg.model import Chain, Extraction
from kg.names import bare, fold, is_acronym, person
from kg.namewords import name_words
from kg.vocabulary import entity_iri

NAME_LABELS: Final = frozenset({"PRON", "NOUN"})  # the mention labels that are not names
THRESHOLD: Final = 0.5  # below this probability a chain stays local to its article

# Weights in units of log odds, set by hand on made-up articles; only differences between candidates count.
_BY_ALIAS: Final = {
    Alias.LABEL: 0.0,
    Alias.OTHER: -0.1,
    Alias.ACRONYM: -0.3,
    Alias.ADJECTIVE: 0.0,
    Alias.DEMONYM: 0.0,
    Alias.SPELLING: -1.0,
    Alias.SURNAME: -1.0,
    Alias.SHORT: 0.0,
}
_MISMATCH: Final = -6.0
_TYPES: Final = {
    frozenset({"Country", "Place"}): -0.3,
    frozenset({"Country", "Organization"}): -1.5,
    frozenset({"Country", "Group"}): -0.5,
    frozenset({"Place", "Organization"}): -1.5,
    frozenset({"Place", "Facility"}): -0.3,
    frozenset({"Organization", "Facility"}): -0.5,
    frozenset({"Organization", "Group"}): -0.3,
    frozenset({"Organization", "Work"}): -0.8,
    frozenset({"Organization", "Product"}): -1.0,
    frozenset({"Organization", "Event"}): -2.0,
    frozenset({"Product", "Work"}): -0.5,
    frozenset({"Law", "Work"}): -0.5,
    frozenset({"Place", "Group"}): -2.0,
    frozenset({"Country", "Facility"}): -2.0,
}


@dataclass(slots=True)  # not frozen, since so many are made; nobody changes one
class Link:
    """What a chain means: an entity of the gazetteer (or None), how sure that is, and whether its name alone is
    ambiguous."""

    entity: Known | None
    probability: float
    ambiguous: bool = False


_UNKNOWN: Final = Link(None, 1.0)


Option: TypeAlias = tuple[Known, Alias, float]


@dataclass(slots=True)  # not frozen, since so many are made; nobody changes one
class _Case:
    """A chain with what its own words say.

    Args:
        chain: the chain.
        names: its proper names.
        options: the entities that it could mean, each with how it would be named and how well its class fits.
        where: IRIs of the state or country that stands behind its name.
        titled: whether it is a person whom the article gives an office.
        behind: whether it mostly stands behind another place and a comma, as states do: `Albany, New York`.
    """

    chain: Chain
    names: tuple[str, ...]
    options: tuple[Option, ...]
    where: frozenset[str]
    titled: bool
    behind: bool = False

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
        extraction: the article's chains.
        knowledge: the gazetteer.
        names: of each chain what `proper_names` gives, if it is known already.

    Returns:
        One link per chain, in the order of the chains.
    """
    text = extraction.article.text
    places = {
        at for chain in extraction.chains if chain.type == "Place" for m in chain.mentions for at in (m.start, m.end)
    }
    if names is None:
        names = [proper_names(chain) for chain in extraction.chains]
    cases = [_case(*named, text, places, knowledge) for named in zip(extraction.chains, names, strict=True)]
    empty = Context({}, {}, frozenset(), extraction.article.date)
    sure = [_sure(case, _choose(case, case.options, empty, knowledge)) if case.options else None for case in cases]
    countries, regions = _adjectives(extraction.article.text, knowledge), Counter[str]()
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
    links = []
    whole = Context(countries, regions, everybody, extraction.article.date)
    for case, known in zip(cases, sure, strict=True):
        context = whole
        if known is not None:  # an entity is no context of itself
            context = Context(
                _without(countries, known.home, case.weight),
                regions,
                everybody if times[known.iri] > 1 else everybody - {known.iri},
                extraction.article.date,
            )
        options = [*case.options, *_institutions(case, context, knowledge)]
        links.append(_choose(case, options, context, knowledge))
    return tuple(links)


def _without(counts: Mapping[str, int], key: str, times: int) -> Mapping[str, int]:
    """Counts with one of them lowered, and left out where nothing of it remains."""
    if key not in counts:
        return counts
    return {k: v - times if k == key else v for k, v in counts.items() if k != key or v > times}


def _case(chain: Chain, names: tuple[str, ...], text: str, places: Container[int], knowledge: Knowledge) -> _Case:
    options = tuple(
        [(entity, alias, _compatible(chain, entity)) for entity, alias in _candidates(chain, names, knowledge)]
    )
    titled = bool(options) and _titled(chain, text)
    behind = len(options) > 1 and chain.type == "Place" and _behind(chain, text, places)
    return _Case(chain, names, options, _qualifier(chain, text, knowledge), titled, behind)


def _behind(chain: Chain, text: str, places: Container[int]) -> bool:
    """Whether most mentions of a place stand behind another place and a comma, and in no list that goes on."""
    named = [m for m in chain.mentions if m.label not in NAME_LABELS]
    following = [m for m in named if m.start - 2 in places and text[m.start - 2 : m.start] == ", "]
    goes_on = [(m, _GOES_ON.match(text, m.end)) for m in following]
    return 2 * sum(more is None or more.end() not in places for _, more in goes_on) > len(named)


_GOES_ON: Final = re.compile(r",?\s+(?:and|or)\s+")


def _sure(case: _Case, link: Link) -> Known | None:
    """What a chain means where its names leave hardly another meaning."""
    if link.entity is None or (link.probability < 0.7 and link.entity.core != "Country"):
        return None
    plausible = {entity.iri for entity, _, fit in case.options if fit > -2}
    return link.entity if len(plausible) == 1 else None


@lru_cache(maxsize=1 << 16)
def trimmed(name: str) -> str:
    """A name without the article before it and the possessive ending behind it."""
    return _TRIM.sub("", " ".join(name.split()))


_TRIM: Final = re.compile(r"^(?:the|an?)\s+|['’]s?$", re.IGNORECASE)


def proper_names(chain: Chain) -> tuple[str, ...]:
    """Every proper name that an article uses for a chain: without articles before and possessive endings behind."""
    names = [chain.name, *chain.aliases] if chain.named else [*chain.aliases]
    names += [mention.text for mention in chain.mentions if mention.label not in NAME_LABELS]
    return tuple(dict.fromkeys(filter(fold, map(trimmed, dict.fromkeys(names)))))


def _candidates(chain: Chain, proper: Sequence[str], knowledge: Knowledge) -> Iterator[tuple[Known, Alias]]:
    """The entities that one of a chain's names could mean, each once, with the plainest way."""
    if not chain.named:
        capital = re.search(r"\b[A-Z].*", chain.name)
        yield from _compound(capital[0] if capital else chain.name, knowledge)
        return
    names = list(proper)
    head = chain.name.split(",")[0]
    if chain.type == "Place" and head != chain.name:
        names.append(head)
    is_person = chain.type == "Person"
    if is_person:
        full = [n for n in names if len(person(n)[0]) > 1]
        names = [*(full or names), *(" ".join(bare(n)) for n in full if not person(n)[1])]
    best: dict[str, tuple[Known, Alias]] = {}
    for name in names:
        for entity, alias in knowledge.named(name):
            if alias == Alias.ACRONYM and not is_acronym(name):
                continue
            if alias == Alias.SURNAME and not is_person:
                continue
            other_thing = name != head if chain.type == "Place" else entity.core != "Organization"
            if chain.type in ("Place", "Organization") and other_thing and _part_of(name, chain.name):
                continue  # Los Angeles is not East Los Angeles, nor Helsinki the University of Helsinki
            if chain.type == "Organization" and (
                _shared_word(name, chain.name, entity.label) or _stray_word(name, chain.name, entity.label)
            ):
                continue
            if len(fold(name)) < 3 and not is_acronym(name):
                continue
            if entity.iri not in best or alias < best[entity.iri][1]:
                best[entity.iri] = (entity, alias)
    if not best:
        for name in names:
            for entity, alias in _compound(name, knowledge):
                best.setdefault(entity.iri, (entity, alias))
    if not best:
        for name in names:
            if len(fold(name)) < 5 or (is_person and len(person(name)[0]) < 2):
                continue
            for entity in knowledge.sounding(name):
                if fuzz.ratio(fold(name), fold(entity.label)) >= 86 and _compatible(chain, entity) == 0:
                    best.setdefault(entity.iri, (entity, Alias.SPELLING))
    yield from (best[iri] for iri in sorted(best))


def _part_of(short: str, long: str) -> bool:
    """Whether a name is another one without some of its words."""
    return set(fold(short).split()) < set(fold(long).split())


def _shared_word(name: str, one: str, other: str) -> bool:
    """Whether a name is one word of two full names that differ in more than a word: the Muslim Student Association and
    the Muslim National Unity Alliance."""
    word, some, others = fold(name), set(fold(one).split()), set(fold(other).split())
    return word in some & others and min(len(some - others), len(others - some)) > 1


def _stray_word(name: str, one: str, other: str) -> bool:
    """Whether a name is one word of a longer one that has nothing in common with what it means elsewhere: the Force of
    a Joint Task Force, and a party called Fuerza."""
    word, some = fold(name), set(fold(one).split())
    return {word} < some and not is_acronym(name) and some.isdisjoint(fold(other).split())


def _compound(name: str, knowledge: Knowledge) -> Iterator[tuple[Known, Alias]]:
    """An institution with its country in the name: `Russian Foreign Ministry`, `Ministry of Defence of Ukraine`,
    `Peru's Congress`."""
    words = fold(name).split()
    for cut in range(1, min(4, len(words))):
        kind = knowledge.institutions.get(" ".join(words[cut:]))
        if kind:
            for country in _countries(" ".join(words[:cut]), knowledge):
                yield _institution(kind, country, knowledge), Alias.LABEL
            return
    known = name_words()
    if len(words) > 1 and (words[-1] in known.voices or words[-1] in known.members):
        wanted = {"Organization"} if words[-1] in known.members else {"Organization", "Country"}
        for entity, alias in knowledge.named(" ".join(words[:-1])):
            if entity.core in wanted and alias != Alias.SURNAME:
                yield entity, Alias.SHORT if alias == Alias.SHORT else Alias.OTHER
        return
    for cut in range(1, len(words) - 1):
        if words[cut] in ("of", "in"):
            kind = knowledge.institutions.get(" ".join(words[:cut]))
            rest = " ".join(w for w in words[cut + 1 :] if w != "the" or words[cut + 1] != "the")
            if kind:
                for country in _countries(rest, knowledge):
                    yield _institution(kind, country, knowledge), Alias.LABEL
                return


def _countries(name: str, knowledge: Knowledge) -> Iterator[Known]:
    """The country that a folded name or adjective means, if it is one alone."""
    found = {e.iri: e for e, alias in knowledge.named(name) if e.core == "Country"}
    if len(found) == 1:
        yield from found.values()


def _institution(kind: str, country: Known, knowledge: Knowledge) -> Known:
    """The institution of a kind that a country has: the gazetteer's, or one named after both."""
    if iri := knowledge.standing.get(f"{kind} {country.iri}"):
        return knowledge.get(iri)
    label = f"{knowledge.institution_labels[kind]} of {'the ' * bool(_ARTICLE.search(country.label))}{country.label}"
    return Known(str(entity_iri(label)), label, "Organization", "Organization", 0.5, country.iri, institution=kind)


_ARTICLE: Final = re.compile(
    r"^United |Republic|Islands$|Territor|^(?:Netherlands|Philippines|Bahamas|Gambia|Maldives|Comoros|Seychelles)$"
)


def _institutions(case: _Case, context: Context, knowledge: Knowledge) -> Iterator[Option]:
    """The institution that a bare name (`Foreign Ministry`) means in an article above all of one country."""
    if not case.chain.named or not context.countries:
        return
    kinds = [kind for name in case.names if (kind := knowledge.institutions.get(fold(name)))]
    if not kinds:
        return
    kind = kinds[0]
    (top, count), *others = Counter(context.countries).most_common(2)
    allowed = knowledge.institution_countries.get(kind)
    if (
        top in knowledge
        and (not allowed or top in allowed)
        and count >= 2
        and (not others or count >= 2 * others[0][1])
    ):
        institution = _institution(kind, knowledge.get(top), knowledge)
        yield institution, Alias.OTHER, _compatible(case.chain, institution)


def _compatible(chain: Chain, entity: Known) -> float:
    """How well a chain's type goes with an entity's class, 0 where it does and negative where not."""
    if not chain.named:
        return 0.0  # it is described by the entity's own name
    kind = chain.type
    if kind == "Country" and all(m.label in NAME_LABELS or m.label == "NORP" for m in chain.mentions):
        kind = "Group"  # adjectives and names of peoples: of countries, of parties, of religions
    if kind in (entity.core, entity.type, "Entity", ""):
        return 0.0
    if kind == "Group" and entity.core in ("Country", "Place"):
        return -0.1
    if "Person" in (kind, entity.core):
        return _MISMATCH
    return _TYPES.get(frozenset({kind, entity.core}), -3.0)


def _choose(case: _Case, options: Sequence[Option], context: Context, knowledge: Knowledge) -> Link:
    """The best of the candidates, its probability against the others and against something that the gazetteer lacks."""
    if not options:
        return _UNKNOWN
    ways: dict[str, Option] = {}
    for entity, alias, fit in options:
        if alias == Alias.SHORT and entity.iri not in context.entities:
            continue  # `the North` is North Korea only where the article has named it
        if entity.iri not in ways or alias < ways[entity.iri][1]:
            ways[entity.iri] = (entity, alias, fit)
    if not ways:
        return _UNKNOWN
    priors = sum([entity.prior for entity, _, fit in ways.values() if fit > -2]) or 1.0
    scores = [
        (fit + _score(case, entity, alias, context, knowledge, entity.prior / priors), iri)
        for iri, (entity, alias, fit) in ways.items()
    ]
    fittest = max([fit for _, _, fit in ways.values()])
    nothing = _nothing(case.chain, knowledge)
    if fittest <= -1:
        nothing = max(nothing, -2.0)
    total = math.exp(nothing) + sum([math.exp(score) for score, _ in scores])
    score, best = max(scores)
    probability = math.exp(score) / total
    if probability < THRESHOLD:
        return Link(None, math.exp(nothing) / total, fittest > -2)
    return Link(ways[best][0], probability)


def _nothing(chain: Chain, knowledge: Knowledge) -> float:
    """The score of a meaning that the gazetteer does not have."""
    if chain.type == "Person":
        parts, _ = person(chain.name)
        if len(parts) < 2:
            return -0.4
        return min(-0.7, -3.4 + 0.45 * math.log1p(knowledge.commonness(parts[0], parts[-1])))
    if not chain.named:
        return -1.5
    if chain.type in ("Country", "Place"):
        return -3.0
    return -4.0 if len(fold(chain.name).split()) > 1 else -1.6


def _score(case: _Case, entity: Known, alias: Alias, context: Context, knowledge: Knowledge, share: float) -> float:
    """How much speaks for an entity beside its class, in log odds; `share` is its part of its namesakes' priors."""
    value = _BY_ALIAS[alias]
    prior = max(entity.prior, 1e-4)
    if entity.core == "Person":
        value += 0.8 * math.log(prior) + (1.2 if case.titled else 0.0)
    else:
        value += 0.6 * math.log(max(share, 1e-4)) + 0.3 * math.log(max(prior, 0.05))
    if knowledge.own_aliases and any((fold(name), entity.iri) in knowledge.own_aliases for name in case.names):
        return value + 10.0
    if case.where:
        value += 5.0 if case.where & {entity.region, entity.country} else -3.0
    if case.behind and entity.core == "Place" and not entity.region:
        value += 3.0
    if not context.countries and not context.regions:
        return value
    total = sum(context.countries.values())
    if entity.core != "Country" and entity.country:
        part = context.countries.get(entity.country, 0) / total if total else 0.0
        strength = 2.0 if entity.core == "Person" else 1.5 if entity.institution else 0.8
        value += strength * (0.3 + part) if part else -strength * 0.25
        if entity.core == "Organization" and part:
            value += 1.0 * part
    if entity.core == "Place":
        places = sum(
            count
            for iri, count in context.regions.items()
            if iri != entity.iri and iri in knowledge and knowledge.get(iri).country == entity.country
        )
        value += 0.4 * math.log1p(places)
        value += 2.2 * math.log1p(context.regions.get(entity.iri, 0))
        value += 0.7 if entity.region and entity.region in context.entities else 0.0
    elif entity.core == "Country":
        value += 0.6 * math.log1p(context.countries.get(entity.iri, 0))
    if entity.core == "Person" and alias == Alias.SURNAME:
        value += _in_office(entity, context.date, knowledge)
    return value


def _in_office(entity: Known, date: str, knowledge: Knowledge) -> float:
    """Whether a person held office at the date of an article: what a bare surname asks for."""
    terms = list(knowledge.terms_of(entity.iri))
    if not terms:
        return 0.0
    if not date:
        return 0.0 if any(not t.end for t in terms) else -2.0  # then news speaks of those in office
    held = any(
        (not t.start or t.start[: len(date)] <= date[: len(t.start)]) and (not t.end or date <= t.end) for t in terms
    )
    return 0.5 if held else -2.0


_OFFICE: Final = re.compile(
    r"\b(?:minister|secretary|president|senator|sen\.|chancellor|premier|mps?|meps?|governor|gov\.|mayor|congress(?:wo)?man|representative|rep\.|ambassador"
    r"|lawmaker|politician|commissioner|speaker|deputy|leader|king|queen|prime)\b",
    re.IGNORECASE,
)
_OFFICE_BEHIND: Final = re.compile(r",\s+(?:the|a|an)?\s?(?:\w+\s){0,3}?" + _OFFICE.pattern, re.IGNORECASE)
_STOP: Final = re.compile(r"[.;!?\n]\s")


def _titled(chain: Chain, text: str) -> bool:
    """Whether a person's name stands behind (or right before) an office, as politicians' names do."""
    if chain.type != "Person":
        return False
    for mention in chain.mentions:
        if mention.label not in NAME_LABELS:
            before = _STOP.split(text[max(0, mention.start - 40) : mention.start])[-1]
            if _OFFICE.search(before) or _OFFICE_BEHIND.match(text[mention.end : mention.end + 60]):
                return True
    return False


_FOLLOWING: Final = re.compile(r"['’]?,\s+((?:[A-Z][\w.]*\s?){1,3})")


def _qualifier(chain: Chain, text: str, knowledge: Knowledge) -> frozenset[str]:
    """The state or country that stands behind a place's name after a comma: `Lebanon, Pennsylvania`."""
    if chain.type not in ("Country", "Place", "Facility", "Entity"):
        return frozenset()
    for mention in chain.mentions:
        place = mention.text.split(",")[0]
        if mention.label in NAME_LABELS or not (match := _FOLLOWING.match(text, mention.start + len(place))):
            continue
        words = match[1].split()
        for length in range(len(words), 0, -1):
            name = " ".join(words[:length])
            regions = {
                e.iri
                for e, alias in knowledge.named(name)
                if alias in (Alias.LABEL, Alias.OTHER)
                and (e.core == "Country" or (e.core == "Place" and not e.region and e.prior >= 0.3))
            }
            follows = text[match.start(1) + len(name) : match.start(1) + len(name) + 6]
            named = any(
                e.region in regions or (e.core == "Place" and e.country in regions) for e, _ in knowledge.named(place)
            )
            if regions and named and not re.match(r",?\s+and\b", follows):
                return frozenset(regions)
    return frozenset()


_CAPITALIZED: Final = re.compile(r"\b[A-Z][a-zA-Z]+(?: [A-Z][a-z]+)?")


def _adjectives(text: str, knowledge: Knowledge) -> Counter[str]:
    """The countries whose adjectives and demonyms a text uses, by number of uses."""
    found: Counter[str] = Counter()
    for words, times in Counter(_CAPITALIZED.findall(text)).items():
        for name in (words, words.partition(" ")[0]) if " " in words else (words,):
            countries = knowledge.national(name)
            if len(countries) == 1:
                found[countries.pop()] += times
                break
    return found
