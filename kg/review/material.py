"""A graph, read once for all questions of a review."""

from __future__ import annotations

import math
import shlex
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rdflib import PROV, RDF, SKOS, Graph, URIRef
from rdflib.term import Node

from kg.decisions import Decisions, Verb
from kg.graph import Quote, in_order, known_entities, label, parts, quotes_of, settings, source
from kg.linking import Decided, decide
from kg.resources import resource
from kg.turtle import Triples
from kg.vocabulary import NEWS, local_name, mention_iri


class Kind(StrEnum):
    """What a doubt is about."""

    MERGE = "merge"
    SPLIT = "split"
    DUPLICATE = "duplicate"
    ROLE = "role"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that a person may want to decide.

    Args:
        kind: what it is about.
        doubt: how likely the graph is to be wrong here, 0 to 1; roughly, to order by.
        rank: how much a decision is worth: the doubt, and how many facts depend on it.
        text: what the graph holds now.
        entities: IRIs of the entities that it concerns.
        reasons: why it is doubtful, for people.
        quotes: what the articles say.
        decide: the commands that decide it, one way or the other.
    """

    kind: Kind
    doubt: float
    rank: float
    text: str
    entities: tuple[str, ...]
    reasons: tuple[str, ...]
    quotes: tuple[Quote, ...]
    decide: tuple[str, ...]


def family_of(type: str) -> str:
    """Persons, places, events, and all that can have an organisation's name."""
    known = {"Person": "person", "Country": "place", "Place": "place", "Facility": "place", "Event": "event"}
    return known.get(type, "organization")


@dataclass(slots=True)
class Entity:
    """What the articles together know of an entity."""

    iri: str
    label: str
    type: str
    local: bool = True
    names: set[str] = field(default_factory=set)
    items: set[str] = field(default_factory=set)
    articles: dict[str, str] = field(default_factory=dict)  # and how each calls it

    @property
    def family(self) -> str:
        """Persons, places, and all that can have an organisation's name."""
        return family_of(self.type)


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement with its evidence."""

    node: Node
    subject: str
    relation: str
    object: str
    quotes: tuple[Quote, ...]
    articles: tuple[str, ...]  # of each quote
    decided: bool


class Titles:
    """Titles of roles, as the packaged ontology has them: which of them lead, and how near two are to each other."""

    def __init__(self) -> None:
        triples = Triples([resource("ontologies/roles.ttl")])
        self.of: dict[str, str] = {}
        self.leads = set(triples.flagged("leads"))
        self.above: dict[str, list[str]] = {}
        for node in triples.of_type("Role"):
            for text in (*triples.all(node, SKOS.prefLabel), *triples.all(node, SKOS.altLabel)):
                self.of.setdefault(text.lower(), node)
            chain, ahead = list[str](), [node]
            while ahead:
                current = ahead.pop(0)
                if current not in chain:
                    chain.append(current)
                    ahead += triples.all(current, SKOS.broader)
            self.above[node] = chain

    def find(self, title: str) -> str:
        """The role that a title names: that of its last words which are one (`former Ghanaian striker`)."""
        words = title.lower().split()
        return next((self.of[t] for i in range(len(words)) if (t := " ".join(words[i:])) in self.of), "")

    def leading(self, title: str) -> str:
        """The title in lower case, where its holder leads; or nothing."""
        return title.lower() if self.find(title) in self.leads else ""

    def near(self, one: str, other: str) -> bool:
        """Whether two titles are of one kind, or one is unknown, so that one person may well have both."""
        a, b = self.find(one), self.find(other)
        if not a or not b or a == b:
            return True
        top = {"role", "office", "profession"}
        shared = set(self.above[a]) & set(self.above[b])
        return any(local_name(node) not in top for node in shared)


class Material:
    """A graph, read once for all questions."""

    def __init__(self, graph: Graph, decisions: Decisions, name: str, files: Sequence[str] = ()) -> None:
        self.graph = graph
        self.decisions = decisions
        self.name = shlex.quote(name)
        self.options = "".join(f" --decisions {shlex.quote(file)}" for file in files)
        self.built = settings(graph)
        self.known = known_entities(graph)
        self.decided: Decided = decide(self.known, decisions, base=self.built.base)
        self.entities = self._entities()
        self.facts_of = self._facts()
        self.titles = Titles()
        self.named: dict[str, int] = defaultdict(int)
        for entity in self.entities.values():
            for text in {entity.label.casefold(), *map(str.casefold, entity.names)}:
                self.named[text] += 1

    def _entities(self) -> dict[str, Entity]:
        found: dict[str, Entity] = {}
        for article, entity in self.known:
            iri = self.decided.same.get((article, entity.iri), entity.iri)
            if iri not in found:
                kind = local_name(str(self.graph.value(URIRef(iri), RDF.type) or entity.type))
                found[iri] = Entity(iri, label(self.graph, iri), kind)
            one = found[iri]
            one.local = one.local and entity.local
            one.names.update((entity.label, *entity.names))
            one.items.update(entity.same_as)
            one.articles[article] = entity.iri
        return found

    def _facts(self) -> dict[str, list[Fact]]:
        found: dict[str, list[Fact]] = defaultdict(list)
        for node in sorted(self.graph.subjects(RDF.type, RDF.Statement), key=str):
            subject, relation, obj = parts(self.graph, node)
            evidence = list(self.graph.objects(node, PROV.wasDerivedFrom))
            articles = {
                (str(self.graph.value(e, NEWS.quote)), str(self.graph.value(e, NEWS.start))): str(
                    self.graph.value(e, NEWS.article)
                )
                for e in evidence
            }
            quotes = tuple(in_order(quotes_of(self.graph, node)))
            decided = any((node, word, None) in self.graph for word in (NEWS.rejected, NEWS.confirmed))
            of = tuple(articles[quote.text, str(quote.start)] for quote in quotes)
            fact = Fact(node, subject, relation, obj, quotes, of, decided)
            for iri in {subject, obj}:
                found[iri].append(fact)
        return found

    # ---------------------------------------------------------------------------------------------- in words

    def called(self, iri: str, article: str = "") -> str:
        """How a command line names an entity, or what one article knows of it."""
        entity = self.entities[iri]
        if article:
            place = source(self.graph, URIRef(article))
            mention = str(mention_iri(article, entity.articles[article], base=self.built.base))
            main = str(self.graph.value(URIRef(mention), SKOS.prefLabel))
            return shlex.quote(mention if "@" in place else f"{main}@{place}")
        unique = self.named[entity.label.casefold()] == 1
        return shlex.quote(entity.label if unique else iri)

    def command(self, verb: Verb, *what: str) -> str:
        """A command that decides."""
        return f"kg decide {self.name} {verb} {' '.join(what)}{self.options}"

    def quotes(self, iri: str, articles: Iterable[str]) -> list[Quote]:
        """The surest quote that some articles have about an entity, if they have any."""
        wanted = set(articles)
        found = {
            (quote.source, quote.start, quote.text): quote
            for fact in self.facts_of.get(iri, ())
            for quote, article in zip(fact.quotes, fact.articles, strict=True)
            if article in wanted
        }
        return sorted(found.values(), key=lambda q: (q.relation != "roleOf", -float(q.confidence), q.source, q.start))[
            :1
        ]

    def doubt(
        self,
        kind: Kind,
        doubt: float,
        text: str,
        entities: tuple[str, ...],
        reasons: Iterable[str],
        quotes: Iterable[Quote],
        commands: Iterable[str],
        *,
        weight: int,
    ) -> Doubt:
        """A doubt, with what a decision on it is worth."""
        rank = doubt * (1 + math.log2(1 + weight))
        return Doubt(
            kind, round(doubt, 3), round(rank, 3), text, entities, tuple(reasons), tuple(quotes), tuple(commands)
        )

    def apart(self, one: str, other: str) -> bool:
        """Whether people, or identifiers, say that two entities are two."""
        a, b = self.entities[one], self.entities[other]
        wikidata = [{i for i in e.items if "wikidata.org" in i} for e in (a, b)]
        return frozenset((one, other)) in self.decided.apart or bool(all(wikidata) and not wikidata[0] & wikidata[1])

    def sources(self, articles: Iterable[str]) -> str:
        """Articles by their names: the first three, and how many more."""
        names = sorted(source(self.graph, URIRef(article)) for article in articles)
        return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")

    def weight(self, *iris: str) -> int:
        """How many facts depend on who somebody is."""
        return min(len(self.facts_of.get(iri, ())) for iri in iris)
