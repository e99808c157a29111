"""Extractions from texts in which every name stands where it is written."""

from __future__ import annotations

import re

from kg.linking import Knowledge
from kg.linking.disambiguation import disambiguate
from kg.model import Article, Chain, Extraction, LinkedArticle, Mention, Relation, Span
from kg.vocabulary import BASE

LABELS = {
    "Person": "PERSON",
    "Organization": "ORG",
    "Place": "GPE",
    "Country": "NORP",
    "Group": "NORP",
    "Facility": "FAC",
    "Event": "EVENT",
}
ENTITY = BASE + "entity/"


def extraction(text: str, *named: str, relations: tuple[Relation, ...] = (), date: str = "") -> Extraction:
    """An extraction with a chain for each `Class: Name | alias`; a chain takes every place where its names stand,
    longer names first."""
    free = list(text)
    chains = []
    for spec in sorted(named, key=lambda s: -len(s.split(": ")[1].split(" | ")[0])):
        kind, rest = spec.split(": ")
        names = rest.split(" | ")
        mentions = []
        for name in sorted(names, key=len, reverse=True):
            for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", "".join(free)):
                mentions.append(Mention(match.start(), match.end(), name, LABELS[kind]))
                free[match.start() : match.end()] = " " * len(name)
        chains.append(
            (named.index(spec), Chain(names[0], kind, tuple(sorted(mentions, key=lambda m: m.start)), tuple(names[1:])))
        )
    return Extraction(
        Article(text=text, date=date), tuple(chain for _, chain in sorted(chains, key=lambda c: c[0])), relations
    )


def meaning(knowledge: Knowledge, text: str, *named: str, date: str = "") -> list[str]:
    """Local IRI names of what the chains mean; empty for what the gazetteer does not have."""
    links = disambiguate(extraction(text, *named, date=date), knowledge)
    return [link.entity.iri.removeprefix(ENTITY) if link.entity else "" for link in links]


def relation(subject: int, predicate: str, obj: int, *, speaker: int | None = None, end: int = 5) -> Relation:
    return Relation(
        subject,
        predicate,
        obj,
        Span(0, end),
        Span(0, 1),
        Span(1, 2),
        Span(2, 3),
        "made_up_v",
        speaker=speaker,
        confidence=0.8,
    )


def triples(linked: LinkedArticle) -> list[tuple[str, str, str, str]]:
    short = lambda iri: iri.removeprefix(ENTITY)  # noqa: E731
    return [(short(s.subject), s.predicate, short(s.object), short(s.evidence.speaker)) for s in linked.statements]
