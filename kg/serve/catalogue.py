"""What a graph holds, ready to be shown: entities, statements with their quotes, articles. Read once, never changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial

import pyoxigraph as ox
from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, VOID

from kg.model import Factuality, Polarity
from kg.view.model import Kind, Publication, kind_of, sides
from kg.vocabulary import BASE, NEWS, SCHEMA, local_name, statement_iri, words


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that articles speak of.

    Args:
        type: local name of its class.
        names: its other names, sorted.
        same_as: IRIs of the same thing elsewhere.
    """

    iri: str
    label: str
    type: str
    names: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()


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
class Quote:
    """A piece of evidence.

    Args:
        article, speaker: IRIs; no speaker is the article's own voice, or somebody unnamed where it is `attributed`.
        start, end: its characters in the article's text.
        confidence: 0 to 1.
    """

    iri: str
    article: str
    text: str
    start: int
    end: int
    positive: bool
    factuality: str
    speaker: str
    attributed: bool
    time: str
    role: str
    former: bool
    confidence: float
    rule: str


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
        order = sorted(
            self.entities.values(), key=lambda e: (-facts[e.iri], -len(self.of_entity.get(e.iri, ())), e.iri)
        )
        return tuple(order)


def _newest(day: str) -> tuple[int, ...]:
    """A sort key by which later days come first, and unknown ones last."""
    return tuple(-ord(c) for c in day) or (1,)


class _Columns:
    """The store as tables of two columns, one for each predicate."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store

    def pairs(self, predicate: str) -> Iterator[tuple[str, str]]:
        # the graph alone: the named graphs of a store directory hold its articles as they were read, and an index
        for quad in self.store.quads_for_pattern(None, ox.NamedNode(predicate), None, ox.DefaultGraph()):
            if not isinstance(quad.subject, ox.Triple) and not isinstance(quad.object, ox.Triple):
                yield quad.subject.value, quad.object.value

    def one(self, predicate: str) -> dict[str, str]:
        """One value a subject: the first of the alphabet."""
        found = dict[str, str]()
        for subject, value in self.pairs(predicate):
            if subject not in found or value < found[subject]:
                found[subject] = value
        return found

    def many(self, predicate: str) -> dict[str, list[str]]:
        found = defaultdict[str, list[str]](list)
        for subject, value in self.pairs(predicate):
            found[subject].append(value)
        return found

    def of_type(self, iri: str) -> list[str]:
        """Everything of a class, sorted."""
        return sorted(
            subject for subject, kind in self.pairs(RDF.type) if kind == str(iri)
        )  # rdflib holds no IRI to be equal to a text


def read_catalogue(store: ox.Store) -> Catalogue:
    """Read all of a graph in the statement model.

    Args:
        store: see `kg.formats.open_store`.
    """
    columns = _Columns(store)
    articles = _articles(columns)
    days = {iri: article.about.date for iri, article in articles.items()}
    statements = _statements(columns, days)
    entities = _entities(columns, statements)
    labels = columns.one(RDFS.label)
    relations = {iri: labels.get(iri) or words(local_name(iri)) for iri in columns.of_type(OWL.ObjectProperty)}
    of_entity, of_article = (
        defaultdict[str, list[Statement]](list),
        defaultdict[str, list[tuple[Statement, Quote]]](list),
    )
    for statement in statements.values():
        for end in dict.fromkeys((statement.subject, statement.object)):
            of_entity[end].append(statement)
        for quote in statement.quotes:
            of_article[quote.article].append((statement, quote))
    return Catalogue(
        entities=entities,
        articles=articles,
        statements=statements,
        relations=relations,
        base=min(columns.of_type(VOID.Dataset), default=BASE),
        of_entity={iri: tuple(found) for iri, found in of_entity.items()},
        of_article={
            iri: tuple(sorted(found, key=lambda pair: (pair[1].start, pair[1].end, pair[1].iri)))
            for iri, found in of_article.items()
        },
    )


def _articles(columns: _Columns) -> dict[str, Article]:
    parts = (SCHEMA.headline, SCHEMA.datePublished, SCHEMA.publisher, SCHEMA.author, SCHEMA.url, DCTERMS.source)
    tables = [columns.one(part) for part in parts]

    def publication(iri: str) -> Publication:
        headline, *others = (table.get(iri, "") for table in tables)
        return Publication(headline or words(local_name(iri)), *others)

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


def _statements(columns: _Columns, days: Mapping[str, str]) -> dict[str, Statement]:
    quotes = _quotes(columns)
    subjects, relations, objects = (columns.one(part) for part in (RDF.subject, RDF.predicate, RDF.object))
    derived = columns.many(PROV.wasDerivedFrom)
    found = []
    for iri, subject in subjects.items():
        relation, obj = relations.get(iri), objects.get(iri)
        evidence = [quotes[node] for node in derived.get(iri, ()) if node in quotes]
        if relation is None or obj is None or not evidence:
            continue
        evidence.sort(key=lambda q: (days.get(q.article, ""), q.article, q.start, q.iri))
        triple = ox.Triple(ox.NamedNode(subject), ox.NamedNode(relation), ox.NamedNode(obj))
        kind = (
            Kind.FACT
            if ox.Quad(triple.subject, triple.predicate, triple.object) in columns.store
            else kind_of(evidence)
        )
        latest = max(days.get(quote.article, "") for quote in evidence)
        titles = Counter(quote.role for quote in evidence if quote.role and quote.positive)
        found.append(
            Statement(
                iri=iri,
                subject=subject,
                relation=relation,
                object=obj,
                kind=kind,
                disputed=sides(evidence) is not None,
                quotes=tuple(evidence),
                latest=latest,
                role=min(titles, key=partial(_rank, titles), default=""),
                over=bool(titles) and all(quote.former for quote in evidence if quote.role and quote.positive),
                best=max(evidence, key=partial(_shows, denied=kind == Kind.DENIED)),
            )
        )
    order = list(Kind)
    found.sort(key=lambda s: (order.index(s.kind), _newest(s.latest), -len(s.quotes), s.iri))
    return {statement.iri: statement for statement in found}


def _rank(titles: Counter[str], title: str) -> tuple[int, str]:
    return -titles[title], title


def _shows(quote: Quote, *, denied: bool) -> tuple[bool, bool, float, str]:
    """A sort key: how well a quote shows why a statement is of its kind."""
    return quote.positive != denied, quote.factuality == Factuality.ACTUAL, quote.confidence, quote.iri


def _quotes(columns: _Columns) -> dict[str, Quote]:
    names = ("article", "start", "end", "polarity", "factuality", "speaker", "attributed", "time", "role", "former")
    tables = {name: columns.one(NEWS[name]) for name in (*names, "confidence", "rule")}

    def value(iri: str, name: str, default: str = "") -> str:
        return tables[name].get(iri, default)

    return {
        iri: Quote(
            iri=iri,
            article=value(iri, "article"),
            text=text,
            start=int(value(iri, "start", "0")),
            end=int(value(iri, "end", "0")),
            positive=local_name(value(iri, "polarity", Polarity.POSITIVE)) == Polarity.POSITIVE,
            factuality=local_name(value(iri, "factuality", Factuality.ACTUAL)),
            speaker=value(iri, "speaker"),
            attributed=value(iri, "attributed") == "true",
            time=value(iri, "time"),
            role=value(iri, "role"),
            former=value(iri, "former") == "true",
            confidence=float(value(iri, "confidence", "1")),
            rule=local_name(value(iri, "rule")),
        )
        for iri, text in columns.one(NEWS.quote).items()
    }


def _entities(columns: _Columns, statements: Mapping[str, Statement]) -> dict[str, Entity]:
    known = {value for _, value in columns.pairs(NEWS.entity)}
    known |= {end for s in statements.values() for end in (s.subject, s.object)}
    types, labels = columns.one(RDF.type), columns.one(RDFS.label)
    names, same = columns.many(SKOS.altLabel), columns.many(OWL.sameAs)
    return {
        iri: Entity(
            iri,
            label := labels.get(iri) or words(local_name(iri)),
            local_name(types.get(iri, "Entity")),
            tuple(sorted(set(names.get(iri, ())) - {label})),
            tuple(sorted(set(same.get(iri, ())))),
        )
        for iri in sorted(known)
    }
