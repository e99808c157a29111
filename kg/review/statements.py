"""Doubts about facts: roles that two people can't have at once, and statements that are little sure."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations
from typing import Final

from rapidfuzz import fuzz
from rdflib import URIRef

from kg.decisions import Verb
from kg.graph import Quote, fact_address, joint_confidence, label
from kg.names import fold
from kg.review.material import Doubt, Fact, Kind, Material
from kg.vocabulary import local_name

YEAR: Final = 365


def roles(look: Material) -> Iterator[Doubt]:
    """Two people who lead one thing under one title at one time."""
    holders: dict[tuple[str, str], dict[str, list[Quote]]] = defaultdict(lambda: defaultdict(list))
    for subject, facts in look.facts_of.items():
        for fact in facts:
            if fact.subject != subject or local_name(fact.relation) != "roleOf" or fact.decided:
                continue
            if (URIRef(fact.subject), URIRef(fact.relation), URIRef(fact.object)) not in look.graph:
                continue
            for quote in fact.quotes:
                title = look.titles.leading(quote.role)
                if title and not quote.former and quote.polarity == "Positive" and quote.factuality == "Actual":
                    holders[fact.object, title][subject].append(quote)
    for (place, title), people in sorted(holders.items()):
        for one, other in combinations(sorted(people), 2):
            days = _days_between(people[one], people[other])
            if look.apart(one, other) and days > YEAR:
                continue
            alike = fuzz.ratio(fold(look.entities[one].label), fold(look.entities[other].label)) >= 75
            chance = 0.6 if alike else 0.45 if days <= 0 else 0.3 if days <= YEAR else 0.1
            names = f"{look.entities[one].label} and {look.entities[other].label}"
            held = [people[iri][0].fact for iri in (one, other)]
            yield look.doubt(
                Kind.ROLE,
                chance,
                f"{names} are both {title} of {label(look.graph, place)}",
                (one, other, place),
                [
                    "one at a time has such a role"
                    + (", and the articles are of one time" if days <= 0 else f", and {days} days lie between")
                ],
                [people[one][0], people[other][0]],
                [
                    *(look.command(Verb.REJECT, address) for address in held),
                    look.command(Verb.SAME, look.called(one), look.called(other)),
                    *(look.command(Verb.CONFIRM, address) for address in held),
                ],
                weight=2,
            )


def facts(look: Material) -> Iterator[Doubt]:
    """Plain facts that are the least sure, and facts that only a little more would make plain."""
    for subject, facts in sorted(look.facts_of.items()):
        for fact in facts:
            if fact.subject != subject or fact.subject == fact.object or fact.decided:
                continue
            sure, quotes = _probability(fact)
            if not quotes:
                continue
            triple = URIRef(fact.subject), URIRef(fact.relation), URIRef(fact.object)
            plain = triple in look.graph
            if plain and sure < look.built.plain:
                continue  # a surer fact entails it, and that one is listed
            chance = 1 - sure if plain else sure if sure < look.built.plain else 0.0
            if chance < 0.02:
                continue
            words_ = " ".join((label(look.graph, subject), local_name(fact.relation), label(look.graph, fact.object)))
            address = fact_address(look.graph, fact.node)
            stands = "stands" if plain else "does not stand"
            # a fact about `fans` or `the city` is worth less of a person's time
            vague = any(look.entities[iri].local for iri in (fact.subject, fact.object))
            yield look.doubt(
                Kind.FACT,
                chance * (1 if plain else 0.5) * (0.6 if vague else 1),
                f"{words_} [{address}] {stands}",
                (fact.subject, fact.object),
                [
                    # rounded down, so that what is less than it would need looks less
                    f"its confidence is {math.floor(100 * sure + 1e-9) / 100:.2f}"
                    + (f", of {len(quotes)} quotes" if len(quotes) > 1 else "")
                    + ("" if plain else f"; it would stand from {look.built.plain:g}")
                ],
                quotes[:3],
                [look.command(verb, address) for verb in (Verb.REJECT, Verb.CONFIRM)],
                weight=1,
            )


def _probability(fact: Fact) -> tuple[float, list[Quote]]:
    """How sure a fact is by what articles say in their own voice, and the quotes that say so."""
    said = [
        (quote, article)
        for quote, article in zip(fact.quotes, fact.articles, strict=True)
        if quote.polarity == "Positive" and quote.factuality == "Actual" and not quote.speaker and not quote.attributed
    ]
    sure = joint_confidence([(article, quote.rule, float(quote.confidence)) for quote, article in said])
    return sure, [quote for quote, _ in said]


def _number_of(day: str) -> int:
    """The number of a day; 0 where a text is none."""
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return 0


def _days_between(one: Iterable[Quote], other: Iterable[Quote]) -> int:
    """Days from the end of one's time in the articles to the beginning of the other's; none where they overlap, or
    where nothing is known."""
    spans = []
    for quotes in (one, other):
        days = sorted(day for q in quotes if (day := _number_of(q.date)))
        if not days:
            return 0
        spans.append((days[0], days[-1]))
    (_, b), (c, _) = sorted(spans)
    return max(0, c - b)
