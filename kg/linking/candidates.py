"""What of the gazetteer the names of a chain may mean."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

from rapidfuzz import fuzz

from kg.linking.knowledge import Alias, Knowledge, Known
from kg.linking.scoring import weights
from kg.model import Chain
from kg.names import bare, fold, given, is_acronym, person, spelling
from kg.namewords import name_words
from kg.vocabulary import entity_iri

NAME_LABELS: Final = frozenset({"PRON", "NOUN"})  # the mention labels that are not names


Option: TypeAlias = tuple[Known, Alias, str]
"""An entity that a name may mean, how it would be named, and how its class differs from what the article says."""


@lru_cache(maxsize=1 << 14)
def trimmed(name: str) -> str:
    """A name without the article before it and the possessive ending after it."""
    return _TRIM.sub("", " ".join(name.split()))


_TRIM: Final = re.compile(r"^(?:the|an?)\s+|['’]s?$", re.IGNORECASE)


def proper_names(chain: Chain) -> tuple[str, ...]:
    """Every proper name that an article uses for a chain: without articles before and possessive endings after."""
    names = [chain.name, *chain.aliases] if chain.named else [*chain.aliases]
    names += [mention.text for mention in chain.mentions if mention.label not in NAME_LABELS]
    return tuple(dict.fromkeys(filter(fold, map(trimmed, dict.fromkeys(names)))))


def candidates(chain: Chain, proper: Sequence[str], knowledge: Knowledge) -> Iterator[tuple[Known, Alias]]:
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
    people = of_people(chain)
    best: dict[str, tuple[Known, Alias]] = {}
    for name in names:
        for entity, alias in knowledge.named(name):
            if alias == Alias.ACRONYM and not is_acronym(name):
                continue
            if alias == Alias.SURNAME and not is_person:
                continue
            if alias == Alias.DEMONYM and people:
                continue  # Iraqis are not Iraq
            if people and entity.core == "Organization" and knowledge.national(name):
                continue  # nor a party that is called the Iraqis
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
                alike = _one_person if entity.core == "Person" else _alike
                if alike(name, entity.label) and not mismatch(chain, entity):
                    best.setdefault(entity.iri, (entity, Alias.SPELLING))
    yield from (best[iri] for iri in sorted(best))


def _alike(one: str, other: str) -> bool:
    return fuzz.ratio(fold(one), fold(other)) >= 86


def _one_person(one: str, other: str) -> bool:
    """Whether two names are spellings of one person's, word by word: Li Keqiang is not Li Qiang.

    Of 13 people in 788,000 unread words whose names only sounded alike 3 of the 7 that differ in a word were others.
    """
    some, others = person(one)[0], person(other)[0]
    pairs = zip(some, others, strict=False)
    return len(some) == len(others) and all(spelling(a) == spelling(b) or given(a, b) for a, b in pairs)


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
                yield institution_of(kind, country, knowledge), Alias.LABEL
            return
    known = name_words()
    named = name != name.lower()  # "top officials" are not those of a party that is called TOP
    if named and len(words) > 1 and (words[-1] in known.voices or words[-1] in known.members):
        wanted = {"Organization"} if words[-1] in known.members else {"Organization", "Country"}
        for entity, alias in knowledge.named(" ".join(words[:-1])):
            if entity.core in wanted and alias != Alias.SURNAME:
                yield entity, Alias.SHORT if alias == Alias.SHORT else Alias.OTHER
        return
    for cut in range(1, len(words) - 1):
        if words[cut] in ("of", "in"):
            kind = knowledge.institutions.get(" ".join(words[:cut]))
            rest = " ".join(words[cut + 1 :])
            if kind:
                for country in _countries(rest, knowledge):
                    yield institution_of(kind, country, knowledge), Alias.LABEL
                return


def _countries(name: str, knowledge: Knowledge) -> Iterator[Known]:
    """The country that a folded name or adjective means, if it is one alone."""
    found = {e.iri: e for e, alias in knowledge.named(name) if e.core == "Country"}
    if len(found) == 1:
        yield from found.values()


def institution_of(kind: str, country: Known, knowledge: Knowledge) -> Known:
    """The institution of a kind that a country has: the gazetteer's, or one named after both."""
    if iri := knowledge.standing.get(f"{kind} {country.iri}"):
        return knowledge.get(iri)
    article = "the " if _ARTICLE.search(country.label) else ""
    label = f"{knowledge.institution_labels[kind]} of {article}{country.label}"
    return Known(str(entity_iri(label)), label, "Organization", "Organization", 0.5, country.iri, institution=kind)


_ARTICLE: Final = re.compile(
    r"^United |Republic|Islands$|Territor|^(?:Netherlands|Philippines|Bahamas|Gambia|Maldives|Comoros|Seychelles)$"
)


def institutions(
    chain: Chain, names: Sequence[str], countries: Mapping[str, int], where: Collection[str], knowledge: Knowledge
) -> Iterator[Option]:
    """The institution that a bare name (`Foreign Ministry`) means: that of the country before it, or of the one that
    the article is above all about.

    Args:
        countries: those that the article speaks of, by number of mentions.
        where: the country before the name, if there is one.
    """
    if not chain.named and not where:
        return
    kinds = [kind for name in names or (chain.name,) if (kind := knowledge.institutions.get(fold(name)))]
    if not kinds:
        return
    kind = kinds[0]
    home = min(where, default="") or main_country(countries)
    allowed = knowledge.institution_countries.get(kind)
    if home in knowledge and (where or not allowed or home in allowed):
        institution = institution_of(kind, knowledge.get(home), knowledge)
        yield institution, Alias.OTHER, mismatch(chain, institution)


def main_country(countries: Mapping[str, int], *, least: int = 2) -> str:
    """The country that an article speaks of twice as often as of any other, and at least so often; or nothing.

    >>> main_country({"Peru": 3, "Chile": 1}), main_country({"Peru": 3, "Chile": 2})
    ('Peru', '')
    """
    (top, count), *others = Counter(countries).most_common(2) or [("", 0)]
    return top if count >= least and (not others or count >= 2 * others[0][1]) else ""


def is_kind(name: str, knowledge: Knowledge) -> bool:
    """Whether a name says what kind of institution something is, and not which one: `Supreme Court`, `Foreign Affairs
    Committee`."""
    folded = fold(name)
    if folded in knowledge.institutions:
        return True
    parts, kinds = folded.split(), name_words().kinds
    common = kinds | knowledge.institution_words
    return len(parts) > 1 and parts[-1] in kinds and all(part in common for part in parts)


def of_people(chain: Chain) -> bool:
    """Whether all names of a chain are adjectives or names of peoples, parties or religions."""
    return all(m.label in NAME_LABELS or m.label == "NORP" for m in chain.mentions)


def mismatch(chain: Chain, entity: Known) -> str:
    """How a chain's type differs from an entity's class, as `scoring` weighs it; empty where it does not."""
    if not chain.named:
        return ""  # it is described by the entity's own name
    kind = chain.type
    if kind == "Country" and of_people(chain):
        kind = "Group"  # adjectives and names of peoples: of countries, of parties, of religions
    if kind in (entity.core, entity.type, "Entity", ""):
        return ""
    if kind == "Group" and entity.core in ("Country", "Place"):
        return "people of a place"
    if "Person" in (kind, entity.core):
        return "one is a person"
    pair = " ".join(sorted((kind, entity.core)))
    return pair if pair in weights() else "other types"
