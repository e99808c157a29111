"""What a page shows of a graph: entities, the statements between them, the evidence for each, the articles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from kg.model import Factuality


class Kind(StrEnum):
    """How far the texts vouch for a statement, the strongest first."""

    FACT = "fact"
    REPORTED = "reported"
    UNSURE = "unsure"
    POSSIBLE = "possible"
    DENIED = "denied"


class Family(StrEnum):
    """Relations of one colour: words and deeds of friends and of adversaries, and what actors are to each other."""

    ACCORD = "accord"
    HELP = "help"
    DISPUTE = "dispute"
    FORCE = "force"
    STANDING = "standing"


CLAIMS: Final = (Factuality.ACTUAL, Factuality.FUTURE, Factuality.REQUESTED)
"""What cannot be both affirmed and denied without a dispute; that something may and may not happen is none."""


@dataclass(frozen=True, slots=True)
class Publication:
    """Where and when a text appeared."""

    headline: str = ""
    date: str = ""
    publisher: str = ""
    author: str = ""
    url: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """An article, as a reader needs it.

    Args:
        headline: its title, else the name of its file, else the end of its IRI.
        first: its first publication.
        others: its further publications.
        text: all of it, or nothing where the graph does not keep it.
    """

    headline: str
    first: Publication = Publication()
    others: tuple[Publication, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A piece of evidence, as a reader needs it.

    Args:
        article: IRI of the article.
        text: the words quoted.
        start: where they begin, in characters of the article's text.
        positive: whether it affirms the statement.
        factuality: how the text holds it to relate to the world.
        speaker: IRI of who says it, empty for the article's own voice.
        attributed: whether somebody unnamed says it.
        confidence: 0 to 1, or None where the graph does not tell.
        rule: local name of what found it.
        iri: its own.
    """

    article: str
    text: str
    start: int = 0
    positive: bool = True
    factuality: Factuality = Factuality.ACTUAL
    speaker: str = ""
    attributed: bool = False
    time: str = ""
    role: str = ""
    former: bool = False
    confidence: float | None = None
    rule: str = ""
    iri: str = ""

    @property
    def sure(self) -> float:
        """Its confidence, where it counts for sure unless the graph tells otherwise."""
        return 1.0 if self.confidence is None else self.confidence

    @property
    def end(self) -> int:
        """The character after its last one."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that articles speak of.

    Args:
        type: local name of its class.
        names: its other names, sorted.
        same_as: IRIs of the same thing elsewhere, sorted.
    """

    iri: str
    label: str
    type: str = "Entity"
    names: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A statement: an arrow from one entity to another.

    Args:
        source, target: IRIs of subject and object.
        relation: the relation's IRI.
        label: its name for people, a verb in the third person.
        symmetric: whether it holds in both directions, so that no arrowhead is drawn.
        quotes: its evidence, in the order of dates.
    """

    source: str
    target: str
    relation: str
    label: str
    family: Family
    kind: Kind
    symmetric: bool = False
    quotes: tuple[Quote, ...] = ()

    @property
    def disputed(self) -> bool:
        """Whether the same is affirmed in one place and denied in another."""
        return sides(self.quotes) is not None


def kind_of(quotes: Iterable[Quote]) -> Kind:
    """How far evidence vouches for a statement that does not stand as a plain triple."""
    affirmed = [quote for quote in quotes if quote.positive]
    actual = [quote for quote in affirmed if quote.factuality == Factuality.ACTUAL]
    if actual:
        return Kind.REPORTED if all(quote.speaker or quote.attributed for quote in actual) else Kind.UNSURE
    return Kind.POSSIBLE if affirmed else Kind.DENIED


def sides(quotes: Iterable[Quote]) -> tuple[Quote, Quote] | None:
    """The last quote that affirms and the last that denies the same, if some affirm and some deny it."""
    found = {(quote.factuality, quote.positive): quote for quote in quotes}
    both = ((found.get((claim, True)), found.get((claim, False))) for claim in CLAIMS)
    return next(((one, other) for one, other in both if one is not None and other is not None), None)


@dataclass(frozen=True, slots=True)
class Picture:
    """All that a page shows.

    Args:
        vertices: the largest connected part first, in it the most connected first; those without statements last.
        links: in the order of their ends and relations.
        sources: the articles, by IRI, in the order of their dates.
        mentions: by article, the IRIs of the entities that it speaks of.
    """

    vertices: tuple[Entity, ...] = ()
    links: tuple[Link, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    mentions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
