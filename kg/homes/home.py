"""Where a graph can live: one interface for files, stores and servers; the writer of those that know no parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rdflib import DCTERMS, RDF, Graph, Literal, URIRef
from rdflib.term import Node

from kg import graph as graphs
from kg.decisions import NONE, Decisions
from kg.graph import Ontology, Settings
from kg.model import Article, LinkedArticle
from kg.settling import settle
from kg.vocabulary import BASE, NEWS, SCHEMA, article_iri


@dataclass(frozen=True, slots=True)
class Plan:
    """How a graph is to be built.

    Args:
        settings: the policy, the confidence of plain triples, the base.
        ontology: the relations, beside those that the graph carries along.
        setup: what reads the articles, a digest: an article that something else read is read again.
        usual: whether that is what reads articles without any option.
        keep_text: whether the graph holds the articles' texts.
        decisions: what people have decided.
    """

    settings: Settings
    ontology: Ontology
    setup: str = ""
    usual: bool = True
    keep_text: bool = False
    decisions: Decisions = NONE


class Writer(Protocol):
    """A graph that is being changed: what it does is kept by `commit`, whole, or not at all."""

    @property
    def graph(self) -> Graph:
        """What it holds; after `commit` with all that is derived, as its home has it then."""

    def holds(self, article: Article) -> bool:
        """Whether the graph has this very publication of this very text, read by what would read it now."""

    def called(self, address: str) -> Iterable[tuple[str, str]]:
        """The publications with an address (see `address`): their nodes, and the SHA-256 of their texts."""

    def add(self, linked: LinkedArticle) -> None:
        """Add an article; one with the same text is another publication of it.

        Raises:
            GraphError: a quote, an IRI or a character is invalid; the graph is left as it was.
        """

    def remove(self, node: str) -> None:
        """Take out an article, or one of its publications, by its IRI."""

    def count(self) -> int:
        """How many articles the graph has."""

    def commit(self) -> list[str]:
        """Derive what follows, and keep it all.

        Returns:
            The decisions, in words, whose object is not in the graph.

        Raises:
            GraphError: nothing can be written there; what was there stays.
        """


class Home(Protocol):
    """A place for a graph."""

    name: str
    """What messages call it, without credentials."""

    @property
    def kept(self) -> Path:
        """Where a run keeps what it has read, until its end."""

    def exists(self) -> bool:
        """Whether there is a graph."""

    def read(self) -> Graph:
        """The last whole state.

        Raises:
            GraphError: there is none, or it is malformed.
        """

    def settings(self) -> Settings:
        """How the graph there was built."""
        return graphs.settings(self.read())

    def writing(self, plan: Plan, *, wait: float = 0.0, anew: bool = False) -> AbstractContextManager[Writer]:
        """Change the graph, as the only one who does; what is not committed is as if it had not been.

        Args:
            wait: for how many seconds to wait for another writer.
            anew: whether to begin with nothing, in place of what is there.

        Raises:
            GraphError: another one writes, or nothing can be written there.
        """


def address(article: Article) -> str:
    """What makes an article with another text the same article, changed: its URL; of a file without one its name.

    A record of a list without a URL (`articles.jsonl#12`) has none: lists of the same name follow each other.
    """
    if article.url:
        return article.url
    return "" if "#" in article.source or ":" in article.source else article.source


def same_publication(graph: Graph, article: Article, *, base: str = BASE) -> bool:
    """Whether a graph has this very publication of this very text; where an article comes without a date, the graph may
    have one from its dateline."""
    node = article_iri(article.sha256, base=base)
    if (node, NEWS.sha256, None) not in graph:
        return False
    wanted = {
        SCHEMA.headline: article.title,
        SCHEMA.author: article.author,
        SCHEMA.publisher: article.publisher,
        SCHEMA.datePublished: article.date,
        SCHEMA.url: article.url,
        DCTERMS.source: article.source,
    }
    if not article.date:
        del wanted[SCHEMA.datePublished]
    places: list[Node] = list(graph.subjects(SCHEMA.exampleOfWork, node)) or [node]
    return any(all(str(graph.value(place, p) or "") == text for p, text in wanted.items()) for place in places)


def publications_called(graph: Graph, name: str) -> Iterator[tuple[str, str]]:
    """The publications with an address, and the SHA-256 of their texts."""
    found: set[Node] = {
        node for node in graph.subjects(DCTERMS.source, Literal(name)) if (node, SCHEMA.url, None) not in graph
    }
    if ":" in name:
        found |= set(graph.subjects(SCHEMA.url, URIRef(name)))
    for node in sorted(found, key=str):
        article = graph.value(node, SCHEMA.exampleOfWork)
        if article is None and (None, SCHEMA.exampleOfWork, node) in graph:
            continue  # the article of several publications carries what the first of them says
        yield str(node), str(graph.value(article or node, NEWS.sha256))


class WholeWriter:
    """A graph in memory that is being changed.

    Args:
        graph: what the home holds; it is changed.
        keep: puts it where it lives, whole or not at all.
    """

    def __init__(self, graph: Graph, plan: Plan, keep: Callable[[Graph], None]) -> None:
        self.graph = graph
        self.plan = plan
        self.base = plan.settings.base
        self.keep = keep
        self.fresh: set[str] = set()

    def holds(self, article: Article) -> bool:
        """Whether the graph has this very publication of this very text, read by what would read it now.

        A graph does not say what read its articles: it is taken to be what reads them now, unless that is unusual.
        """
        node = article_iri(article.sha256, base=self.base)
        return (
            (self.plan.usual or str(node) in self.fresh)
            and same_publication(self.graph, article, base=self.base)
            and (not self.plan.keep_text or (node, SCHEMA.articleBody, None) in self.graph)
        )

    def called(self, address: str) -> Iterable[tuple[str, str]]:
        """The publications with an address: their nodes, and the SHA-256 of their texts."""
        return list(publications_called(self.graph, address))

    def add(self, linked: LinkedArticle) -> None:
        """Add an article; one with the same text is another publication of it."""
        graphs.add(self.graph, linked, base=self.base, keep_text=self.plan.keep_text)
        self.fresh.add(str(article_iri(linked.article.sha256, base=self.base)))

    def remove(self, node: str) -> None:
        """Take out an article, or one of its publications, by its IRI."""
        graphs.remove(self.graph, URIRef(node))

    def count(self) -> int:
        """How many articles the graph has."""
        return len(self.articles())

    def articles(self) -> set[str]:
        """The IRIs of the graph's articles."""
        return {str(node) for node in self.graph.subjects(RDF.type, SCHEMA.NewsArticle)}

    def commit(self) -> list[str]:
        """Derive what follows, and keep it all."""
        plan = self.plan
        vanished = settle(self.graph, plan.ontology, built=plan.settings, decisions=plan.decisions)
        self.keep(self.graph)
        return vanished
