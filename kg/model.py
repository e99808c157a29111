"""The things the program speaks of: articles, mentions, chains, relations, entities, evidence, statements.

Offsets are always characters of `Article.text`, from 0, end exclusive.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final


class Polarity(StrEnum):
    """Whether the text affirms a statement or denies it."""

    POSITIVE = "Positive"
    NEGATIVE = "Negative"


class Factuality(StrEnum):
    """How the text holds a statement to relate to the world."""

    ACTUAL = "Actual"
    FUTURE = "Future"
    POSSIBLE = "Possible"
    REQUESTED = "Requested"


class Policy(StrEnum):
    """Which evidence lets a statement stand as a plain triple (`kg build --assert`).

    >>> import kg
    >>> [str(policy) for policy in kg.Policy]
    ['voice', 'standing', 'reported']
    """

    VOICE = "voice"
    STANDING = "standing"
    REPORTED = "reported"


@dataclass(frozen=True, slots=True)
class Article:
    """A news article: its clean text and what is known about it.

    Args:
        text: the whole text, the title in its first line; every offset of the program counts its characters.
        title: the headline.
        source: the name under which it was read: a file's name, or `file.jsonl#12` for the record whose `id` is 12.
        url, date, author, publisher, language: as the source gives them; `date` in ISO 8601.
        asides: places of the text that are no sentences of the article (a byline, a credit, "Read more", a comment), in
            their order: they give no facts.

    >>> import kg
    >>> kg.Article("Oslo backs Kyiv", date="2024-01-24").sha256[:8]
    '1b1ad98a'
    """

    text: str
    title: str = ""
    source: str = ""
    url: str = ""
    date: str = ""
    author: str = ""
    publisher: str = ""
    language: str = "en"
    asides: tuple[Span, ...] = ()

    @property
    def sha256(self) -> str:
        """The hexadecimal SHA-256 of the text: what makes two articles the same article."""
        return hashlib.sha256(self.text.encode("utf8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text that refers to an entity.

    Args:
        start, end: its characters in the article's text.
        text: those characters.
        label: the language pipeline's name label (`PERSON`, `ORG`, `GPE` …), `PRON` for a pronoun, `NOUN` for a
            common noun phrase.
        probability: how sure the program is of a name, or of what a pronoun or description goes back to, 0 to 1.
        acts: whether it is a place's name that stands where somebody who acts does: `Washington said`.
    """

    start: int
    end: int
    text: str
    label: str
    probability: float = 1.0
    acts: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """The mentions of one entity inside one article (a coreference chain).

    Args:
        name: its fullest proper name, without titles and possessive endings; of a nominal entity its noun phrase.
        type: local name of its class in the ontology (`Person`, `Organization`, `Country`, `Place`, `Group` …).
        mentions: in the order of the text.
        aliases: its other proper names in this article, of a nominal entity its other words; sorted, without `name`.
        named: whether any mention is a proper name.
        bearer: which of several people of its name in the article it is: 0 for the first.
    """

    name: str
    type: str
    mentions: tuple[Mention, ...]
    aliases: tuple[str, ...] = ()
    named: bool = True
    bearer: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of the article's text, end exclusive."""

    start: int
    end: int


NETWORK: Final = "network_"
"""What the rule of a relation begins with that the network alone proposes; the word follows that it looked at most."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of the ontology between two chains of one article, as one place of its text states it.

    Args:
        subject, object: indexes into `Extraction.chains`.
        predicate: local name of the relation (`supports`).
        span: the clause or phrase that says so: the evidence's quote.
        subject_span, predicate_span, object_span: the words that fill each slot.
        rule: local name of the lexical entry or construction that fired.
        speaker: index into `Extraction.chains`, or None where the article speaks in its own voice.
        attributed: whether somebody other than the article says it, named or not (`is said to`, `reportedly`).
        time: ISO 8601 with the precision of the text (`2022-02`), or empty.
        role: title of a position, for `roleOf` and `candidateFor`.
        former: whether the position is over.
        confidence: calibrated probability that a careful reader would agree, 0 to 1.
        event: notation of the event class (`AGREE`), or empty where it is no event: a state, or what is only asked for.
    """

    subject: int
    predicate: str
    object: int
    span: Span
    subject_span: Span
    predicate_span: Span
    object_span: Span
    rule: str
    polarity: Polarity = Polarity.POSITIVE
    factuality: Factuality = Factuality.ACTUAL
    speaker: int | None = None
    attributed: bool = False
    time: str = ""
    role: str = ""
    former: bool = False
    confidence: float = 1.0
    event: str = ""

    @property
    def vouched(self) -> bool:
        """Whether it is told as positive and actual, whoever says so."""
        return self.polarity is Polarity.POSITIVE and self.factuality is Factuality.ACTUAL


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one article says: its entities' chains and the relations between them."""

    article: Article
    chains: tuple[Chain, ...]
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that articles speak of, as one article (or its gazetteer) knows it.

    Args:
        iri: as `vocabulary.entity_iri` mints it.
        label: its canonical name.
        type: local name of its class.
        names: every proper name that the article uses for it, sorted.
        same_as: IRIs of the same thing elsewhere (Wikidata), sorted.
        local: whether the name alone does not identify it outside of its article (a bare surname, a common noun).
        different_from: IRIs of entities that a user declares to be others, sorted.
        described: what the article says of it that a namesake would not share (`role: striker`), and that the gazetteer
            has it where it has no identifier elsewhere, sorted.

    >>> import kg
    >>> kg.Entity("https://w3id.org/newskg/id/entity/Norway", "Norway", "Country").label
    'Norway'
    """

    iri: str
    label: str
    type: str
    names: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    local: bool = False
    different_from: tuple[str, ...] = ()
    described: tuple[str, ...] = ()


def entity_of(data: Mapping[str, Any]) -> Entity:
    """The entity that `dataclasses.asdict` took apart; its tuples may have become lists on the way."""
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
    return Entity(**values)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place in one article that speaks of a statement, with its qualifiers.

    Args:
        start, end, quote: characters of the article's text, and those characters.
        speaker: IRI of the entity that says it, or empty for the article's own voice.
        attributed: see `Relation.attributed`.
        rule: local name of the lexical entry or construction.
        time, role, former, confidence: see `Relation`.
    """

    start: int
    end: int
    quote: str
    rule: str
    polarity: Polarity = Polarity.POSITIVE
    factuality: Factuality = Factuality.ACTUAL
    speaker: str = ""
    attributed: bool = False
    time: str = ""
    role: str = ""
    former: bool = False
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Statement:
    """A triple between two entities and one piece of evidence for (or against) it.

    Args:
        subject, object: IRIs of entities.
        predicate: local name of the relation.
    """

    subject: str
    predicate: str
    object: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class LinkedArticle:
    """All that one article gives to the graph."""

    article: Article
    entities: tuple[Entity, ...] = field(default=())
    statements: tuple[Statement, ...] = field(default=())
