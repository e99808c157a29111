"""Articles with all that they give to a graph, made up without the language model: few names, much in common.

Their names are spellings, short forms and acronyms of each other, some are namesakes; their texts are copies and
near-copies, their addresses those of other articles: what makes one article matter to another.
"""

from __future__ import annotations

import random
from dataclasses import replace

from kg.model import Article, Entity, Evidence, Factuality, LinkedArticle, Polarity, Statement
from kg.vocabulary import entity_iri

PERSONS = (
    "Jens Stoltenberg", "J. Stoltenberg", "Yens Stoltenberg", "Stoltenberg", "Jens P. Stoltenberg", "Ana Moss",
    "Anna Moss", "Moss", "Ben Moss", "Mevlüt Çavuşoğlu", "Mevlut Cavusoglu", "Cavusoglu",
)  # fmt: skip
ORGANIZATIONS = (
    "North Atlantic Treaty Organization", "NATO", "Nato", "Acme", "Acme Ltd", "Acme Inc", "Labour Party", "Labor Party",
    "World Health Organization", "WHO", "Northern Alpine Trade Office", "Moss (person)", "Acme (organization)",
)  # fmt: skip
PLACES = ("Borduria", "Syldavia", "Sildavia", "Kiev", "Kyiv", "Borduria City")
SHORT = frozenset({"Stoltenberg", "Moss", "Cavusoglu", "NATO", "WHO"})
RELATIONS = ("supports", "aids", "meetsWith", "roleOf", "attacks", "invades", "partOf", "https://example.org/f#buys")
DESCRIBED = (
    *("role: striker", "role: judge", "role: ambassador", "born: 1960", "born: 1999", "other: judge", "kind: person"),
    *(f"{key}: {entity_iri(name)}" for key, name in (("of", "NATO"), ("of", "Acme"), ("country", "Borduria"))),
)
"""What articles say of persons: some of it tells namesakes apart, and some of their labels."""
DAYS = ("2024-01-24", "2024-01", "2023-05-01", "")
FILLER = (
    *("a", "committee", "of", "elders", "met", "again", "in", "the", "old", "town", "hall", "and", "talked", "about"),
    *("water", "roads", "taxes", "and", "bread"),
)


def entity(name: str, kind: str, sha256: str, rng: random.Random) -> Entity:
    """What one article knows of something."""
    local = name in SHORT and rng.random() < 0.8
    item = rng.choice((*("",) * (8 if kind == "Person" else 3), "Q1", "Q2")) if not local else ""
    return Entity(
        iri=str(entity_iri(name, article=sha256 if local else "")),
        label=rng.choice((name, name, name, name.upper(), "Moss")),
        type=kind if rng.random() < 0.9 else rng.choice(("Organization", "Group", "Place")),
        names=tuple(sorted({name, *rng.sample(("the Alliance", "Jens", "A. Moss"), rng.randint(0, 1))})),
        same_as=(f"http://www.wikidata.org/entity/{item}",) if item else (),
        local=local,
        different_from=(str(entity_iri("Ana Moss")),) if name == "Anna Moss" and rng.random() < 0.3 else (),
        described=tuple(sorted(rng.sample(DESCRIBED, rng.randint(0, 3)))) if kind == "Person" else (),
    )


def text(rng: random.Random) -> str:
    """Words of one of a few texts, a few of them others: many are copies or nearly."""
    words = [*FILLER, *FILLER, *FILLER]
    random.Random(rng.randint(1, 4)).shuffle(words)
    for _ in range(rng.choice((0, 0, 1, 2))):
        words[rng.randrange(len(words))] = rng.choice(("quietly", "Tuesday", "7"))
    return " ".join(words[: rng.choice((12, len(words)))])


def article(rng: random.Random) -> Article:
    """An article with one of a few addresses."""
    body, number = text(rng), rng.randint(1, 6)
    return Article(
        text=body,
        title=rng.choice(("", body.split(" ")[0])),
        source=rng.choice((f"{number}.txt", "list.jsonl#1")),
        url=rng.choice(("", "", f"https://example.org/{number}")),
        date=rng.choice(DAYS),
        publisher=rng.choice(("", "Wire")),
    )


def linked_article(rng: random.Random) -> LinkedArticle:
    """An article, up to six entities, and up to six statements of them."""
    read = article(rng)
    known = [(name, "Person") for name in rng.sample(PERSONS, rng.randint(1, 3))]
    known += [(name, "Organization") for name in rng.sample(ORGANIZATIONS, rng.randint(0, 2))]
    known += [(name, "Country") for name in rng.sample(PLACES, rng.randint(0, 2))]
    entities = [entity(name, kind, read.sha256, rng) for name, kind in known]
    iris, statements = [e.iri for e in entities], list[Statement]()
    for _ in range(rng.randint(0, 6) if len(iris) > 1 else 0):
        start = rng.randrange(len(read.text) - 5)
        subject, obj = rng.sample(iris, 2)
        relation = rng.choice(RELATIONS)
        evidence = Evidence(
            start=start,
            end=start + 4,
            quote=read.text[start : start + 4],
            rule=rng.choice(("support_v", "title")),
            polarity=rng.choice((Polarity.POSITIVE, Polarity.POSITIVE, Polarity.NEGATIVE)),
            factuality=rng.choice((Factuality.ACTUAL, Factuality.ACTUAL, *Factuality)),
            speaker=rng.choice(("", "", *iris)),
            attributed=rng.random() < 0.2,
            time=rng.choice(("", "2022-02")),
            role="chief" if relation == "roleOf" else "",
            former=rng.random() < 0.2,
            confidence=rng.choice((1.0, 0.9, 0.55, 0.5)),
        )
        statements.append(Statement(subject, relation, obj, evidence))
    return LinkedArticle(read, tuple(entities), tuple(statements))


def reworded(linked: LinkedArticle, rng: random.Random) -> LinkedArticle:
    """Another text at the same address."""
    other = linked_article(rng)
    return replace(other, article=replace(other.article, source=linked.article.source, url=linked.article.url))
