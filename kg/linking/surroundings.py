"""What stands around the names of a chain: a state after a comma, an office before a name, adjectives of countries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container
from typing import Final

from kg.linking.candidates import NAME_LABELS
from kg.linking.knowledge import Alias, Knowledge
from kg.model import Chain
from kg.names import fold


def follows_place(chain: Chain, text: str, places: Container[int]) -> bool:
    """Whether most mentions of a place stand after another place and a comma, and in no list that goes on."""
    named = [m for m in chain.mentions if m.label not in NAME_LABELS]
    following = [m for m in named if m.start - 2 in places and text[m.start - 2 : m.start] == ", "]
    goes_on = [(m, _GOES_ON.match(text, m.end)) for m in following]
    return 2 * sum(more is None or more.end() not in places for _, more in goes_on) > len(named)


_GOES_ON: Final = re.compile(r",?\s+(?:and|or)\s+")
_OFFICE: Final = re.compile(
    r"\b(?:minister|secretary|president|senator|sen\.|chancellor|premier|mps?|meps?|governor|gov\.|mayor|congress(?:wo)?man|representative|rep\.|ambassador"
    r"|lawmaker|politician|commissioner|speaker|deputy|leader|king|queen|prime)\b",
    re.IGNORECASE,
)
_OFFICE_AFTER: Final = re.compile(r",\s+(?:the|a|an)?\s?(?:\w+\s){0,3}?" + _OFFICE.pattern, re.IGNORECASE)
_STOP: Final = re.compile(r"[.;!?\n]\s")


def titled(chain: Chain, text: str) -> bool:
    """Whether a person's name stands after (or right before) an office, as politicians' names do."""
    if chain.type != "Person":
        return False
    for mention in chain.mentions:
        if mention.label not in NAME_LABELS:
            before = _STOP.split(text[max(0, mention.start - 40) : mention.start])[-1]
            if _OFFICE.search(before) or _OFFICE_AFTER.match(text[mention.end : mention.end + 60]):
                return True
    return False


_FOLLOWING: Final = re.compile(r"(?:['’]?,| (in))\s+((?:[A-Z][\w.]*\s?){1,3})")
_CLOSED: Final = re.compile(r",\s[a-z]|[.;:)]|$")
"""What shows that a state or country belongs to the place before it, where no such place is known."""


def qualifier(chain: Chain, text: str, knowledge: Knowledge) -> frozenset[str]:
    """The state or country that stands after a place's name after a comma or `in`: `Lebanon, Pennsylvania`."""
    if chain.type not in ("Country", "Place", "Facility", "Entity"):
        return frozenset()
    for mention in chain.mentions:
        place = mention.text.split(",")[0]
        if mention.label in NAME_LABELS or not (match := _FOLLOWING.match(text, mention.start + len(place))):
            continue
        words, meant = match[2].split(), [entity for entity, _ in knowledge.named(place)]
        within = {entity.region for entity in meant}
        for length in range(len(words), 0, -1):
            name = " ".join(words[:length])
            name = name if "." in name[:-1] else name.removesuffix(".")  # "Athens, Georgia. She"
            regions = {
                e.iri
                for e, alias in knowledge.named(name)
                if alias in (Alias.LABEL, Alias.OTHER)
                and (
                    e.core == "Country" or (e.core == "Place" and not e.region and (e.prior >= 0.3 or e.iri in within))
                )
            }
            follows = text[match.start(2) + len(name) : match.start(2) + len(name) + 6]
            if name != place and any(e.iri in regions for e in meant):
                return frozenset()  # `Washington, D.C.`: two parts of one name
            named = any(e.region in regions or (e.core == "Place" and e.country in regions) for e in meant)
            listed = any(e.core == "Country" for e in meant)  # `Italy, Spain, the Netherlands`
            if (
                regions
                and not re.match(r",?\s+and\b", follows)
                and (named or (not match[1] and mention.label == "GPE" and not listed and _CLOSED.match(follows)))
            ):
                return frozenset(regions)
    return frozenset()


_BEFORE: Final = re.compile(r"\b((?:[A-Z][\w.-]* )?[A-Z][\w.-]*)(['’]s?)?\s+$")


def country_before(chain: Chain, text: str, knowledge: Knowledge) -> frozenset[str]:
    """The country right before an institution's bare name: `the Turkish Foreign Ministry`, `Peru's Congress`.

    Of 32 such chains in 74,500 unread words 9 had that country by what else their articles speak of, 5 another one.
    """
    found = set[str]()
    for mention in chain.mentions:
        if fold(mention.text) not in knowledge.institutions:
            continue
        before = _BEFORE.search(text[max(0, mention.start - 50) : mention.start])
        if before is None:
            continue
        for name in (before[1], before[1].rpartition(" ")[2]):
            countries = knowledge.national(name)
            if before[2]:
                countries |= {e.iri for e, _ in knowledge.named(name) if e.core == "Country"}
            if len(countries) == 1:
                found |= countries
                break
    return frozenset(found if len(found) == 1 else ())


_CAPITALIZED: Final = re.compile(r"\b[A-Z][a-zA-Z]+(?: [A-Z][a-z]+)?")


def count_adjectives(text: str, knowledge: Knowledge) -> Counter[str]:
    """The countries whose adjectives and demonyms a text uses, by number of uses."""
    found: Counter[str] = Counter()
    for words, times in Counter(_CAPITALIZED.findall(text)).items():
        for name in (words, words.partition(" ")[0]) if " " in words else (words,):
            countries = knowledge.national(name)
            if len(countries) == 1:
                found[countries.pop()] += times
                break
    return found


_STATE_OF: Final = re.compile(
    r"\b(?:governor|senators?|attorney general|secretary of state|legislature|state)\s(?:[A-Z][\w.'’-]*\s){0,3}of\s+$"
    r"|\b(?:Gov\.|Sens?\.)\s(?:[A-Z][\w.'’-]*\s){1,3}of\s+$",
    re.IGNORECASE,
)


def names_state(chain: Chain, text: str) -> bool:
    """Whether a place's name follows what states alone have: `the governor of New York`, `Senator X of New York`."""
    return any(
        m.label not in NAME_LABELS and _STATE_OF.search(text[max(0, m.start - 60) : m.start]) for m in chain.mentions
    )
