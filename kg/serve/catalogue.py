"""What a graph holds, ready to be shown: entities, statements with their quotes, articles. Read once, never changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import quote as escaped

import pyoxigraph as ox
from rdflib import OWL, PROV, RDF, RDFS, VOID, URIRef

from kg.model import Factuality
from kg.view.model import Entity, Kind, Publication, Quote, kind_of, sides
from kg.view.reading import Columns, entities, label_of, publications, quotes
from kg.vocabulary import BASE, NEWS, SCHEMA, local_name, statement_iri, words


@dataclass(frozen=True, slots=True)
class Article:
    """An article.

    Args:
        text: its text where the graph holds it (`kg build --keep-text`), or empty.
        copies: its publications, where it was published more than once.
        duplicate_of: IRI of the article that it nearly repeats, or empty.
    """

    iri: str
    about: Publication
    text: str = ""
    copies: tuple[Publication, ...] = ()
    duplicate_of: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A triple that texts speak of.

    Args:
        subject, relation, object: IRIs.
        disputed: whether some evidence affirms and some denies it.
        quotes: its evidence, the oldest first.
        latest: day of the newest article that tells it, or empty.
        role: the title that most of its evidence gives to a position, or empty.
        over: whether all that give one say that the position is over.
        best: the quote that shows best why it is of its kind.
    """

    iri: str
    subject: str
    relation: str
    object: str
    kind: Kind
    disputed: bool
    quotes: tuple[Quote, ...]
    latest: str
    role: str
    over: bool
    best: Quote

    @property
    def sides(self) -> tuple[Quote, Quote] | None:
        """The last quote that affirms and the last that denies it, if it is disputed."""
        return sides(self.quotes)


@dataclass(frozen=True)
class Catalogue:
    """All of a graph, by IRI.

    Args:
        statements: those that stand first, then the newest.
        relations: names for people.
        base: the IRI under which the graph's nodes are minted.
    """

    entities: Mapping[str, Entity]
    articles: Mapping[str, Article]
    statements: Mapping[str, Statement]
    relations: Mapping[str, str]
    base: str = BASE
    of_entity: Mapping[str, tuple[Statement, ...]] = field(default_factory=dict)
    of_article: Mapping[str, tuple[tuple[Statement, Quote], ...]] = field(default_factory=dict)

    def statement(self, subject: str, relation: str, obj: str) -> Statement | None:
        """The statement of a triple, if any text speaks of it."""
        return self.statements.get(str(statement_iri(subject, relation, obj, base=self.base)))

    def path_of(self, iri: str) -> str:
        """Where on a server the page of a node is.

        >>> Catalogue({}, {}, {}, {}, base="https://x.org/id/").path_of("https://x.org/id/entity/AT%26T")
        '/id/entity/AT%2526T'
        """
        if iri.startswith(self.base):
            return "/id/" + escaped(iri[len(self.base) :], safe="/-_.~")
        return "/id?iri=" + escaped(iri, safe="")

    def label(self, iri: str) -> str:
        """The name of an entity or relation for people."""
        known = self.entities.get(iri)
        return known.label if known else self.relations.get(iri) or words(local_name(iri))

    @cached_property
    def counts(self) -> Mapping[Kind, int]:
        """How many statements of each kind there are."""
        return Counter(statement.kind for statement in self.statements.values())

    @cached_property
    def of_quote(self) -> Mapping[str, Statement]:
        """The statement of each piece of evidence."""
        return {quote.iri: statement for statement in self.statements.values() for quote in statement.quotes}

    @cached_property
    def of_speaker(self) -> Mapping[str, tuple[Statement, ...]]:
        """What each speaker says of others."""
        found = defaultdict[str, dict[str, Statement]](dict)
        for statement in self.statements.values():
            for quote in statement.quotes:
                if quote.speaker:
                    found[quote.speaker][statement.iri] = statement
        return {iri: tuple(said.values()) for iri, said in found.items()}

    @cached_property
    def disputes(self) -> tuple[Statement, ...]:
        """The statements that some affirm and some deny, the newest first."""
        found = [statement for statement in self.statements.values() if statement.disputed]
        return tuple(sorted(found, key=lambda s: (_newest(s.latest), s.iri)))

    @cached_property
    def newest(self) -> tuple[Article, ...]:
        """All articles, the newest first."""
        return tuple(sorted(self.articles.values(), key=lambda a: (_newest(a.about.date), a.about.headline, a.iri)))

    @cached_property
    def central(self) -> tuple[Entity, ...]:
        """All entities, those in most statements that stand first."""
        facts = Counter(end for s in self.statements.values() if s.kind == Kind.FACT for end in {s.subject, s.object})
        said = self.of_entity
        return tuple(sorted(self.entities.values(), key=lambda e: (-facts[e.iri], -len(said.get(e.iri, ())), e.iri)))


def _newest(day: str) -> tuple[int, ...]:
    """A sort key by which later days come first, and unknown ones last."""
    return tuple(-ord(c) for c in day) or (1,)


def read_catalogue(store: ox.Store) -> Catalogue:
    """Read all of a graph in the statement model.

    Args:
        store: see `kg.formats.open_store`.
    """

    def pairs(predicate: URIRef) -> Iterator[tuple[str, str]]:
        # the graph alone: the named graphs of a store directory hold its articles as they were read, and an index
        for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None, ox.DefaultGraph()):
            if not isinstance(quad.subject, ox.Triple) and not isinstance(quad.object, ox.Triple):
                yield quad.subject.value, quad.object.value

    columns = Columns(pairs)
    articles = _articles(columns)
    days = {iri: article.about.date for iri, article in articles.items()}
    statements = _statements(store, columns, days)
    known = {entity for _, entity in columns.pairs(NEWS.entity)}
    known |= {end for statement in statements.values() for end in (statement.subject, statement.object)}
    labels = columns.one(RDFS.label)
    of_entity = defaultdict[str, list[Statement]](list)
    of_article = defaultdict[str, list[tuple[Statement, Quote]]](list)
    for statement in statements.values():
        for end in dict.fromkeys((statement.subject, statement.object)):
            of_entity[end].append(statement)
        for quote in statement.quotes:
            of_article[quote.article].append((statement, quote))
    return Catalogue(
        entities=entities(columns, sorted(known)),
        articles=articles,
        statements=statements,
        relations={iri: label_of(iri, labels) for iri in columns.of_type(OWL.ObjectProperty)},
        base=min(columns.of_type(VOID.Dataset), default=BASE),
        of_entity={iri: tuple(found) for iri, found in of_entity.items()},
        of_article={
            iri: tuple(sorted(found, key=lambda pair: (pair[1].start, pair[1].end, pair[1].iri)))
            for iri, found in of_article.items()
        },
    )


def _articles(columns: Columns) -> dict[str, Article]:
    published = publications(columns)

    def publication(iri: str) -> Publication:
        found = published(iri)
        return found if found.headline else replace(found, headline=words(local_name(iri)))

    copies = defaultdict[str, list[Publication]](list)
    for copy, text in columns.pairs(SCHEMA.exampleOfWork):
        copies[text].append(publication(copy))
    bodies, originals = columns.one(SCHEMA.articleBody), columns.one(NEWS.duplicateOf)
    return {
        iri: Article(
            iri,
            publication(iri),
            bodies.get(iri, ""),
            tuple(sorted(copies[iri], key=lambda p: (p.date or "~", p.publisher, p.source, p.url))),
            originals.get(iri, ""),
        )
        for iri in columns.of_type(SCHEMA.NewsArticle)
    }


def _statements(store: ox.Store, columns: Columns, days: Mapping[str, str]) -> dict[str, Statement]:
    known = quotes(columns)
    subjects, relations, objects = (columns.one(part) for part in (RDF.subject, RDF.predicate, RDF.object))
    derived = columns.many(PROV.wasDerivedFrom)
    found = list[Statement]()
    for iri, subject in subjects.items():
        triple = subject, relations.get(iri, ""), objects.get(iri, "")
        evidence = [known[node] for node in derived.get(iri, ()) if node in known]
        if evidence and all(triple):
            evidence.sort(key=lambda q: (days.get(q.article, ""), q.article, q.start, q.iri))
            stands = ox.Quad(*map(ox.NamedNode, triple)) in store
            latest = max(days.get(quote.article, "") for quote in evidence)
            found.append(_statement(iri, triple, Kind.FACT if stands else kind_of(evidence), evidence, latest))
    order = list(Kind)
    found.sort(key=lambda s: (order.index(s.kind), _newest(s.latest), -len(s.quotes), s.iri))
    return {statement.iri: statement for statement in found}


def _statement(iri: str, triple: tuple[str, str, str], kind: Kind, evidence: list[Quote], latest: str) -> Statement:
    titled = [quote for quote in evidence if quote.role and quote.positive]
    titles = Counter(quote.role for quote in titled)

    def shows(quote: Quote) -> tuple[bool, bool, float, str]:
        """How well a quote shows why a statement is of its kind."""
        affirms = quote.positive != (kind == Kind.DENIED)
        return affirms, quote.factuality == Factuality.ACTUAL, quote.sure, quote.iri

    role = min(titles, key=lambda title: (-titles[title], title), default="")
    over, disputed = bool(titled) and all(quote.former for quote in titled), sides(evidence) is not None
    return Statement(iri, *triple, kind, disputed, tuple(evidence), latest, role, over, max(evidence, key=shows))
