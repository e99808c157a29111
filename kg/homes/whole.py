"""A graph that is read whole, changed in memory, and written whole: for homes that know no parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rdflib import RDF, Graph, URIRef

from kg import graph as graphs
from kg.homes.home import Plan, publications_called, same_publication
from kg.model import Article, LinkedArticle
from kg.settling import settle
from kg.vocabulary import SCHEMA, article_iri


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
        built = self.plan.settings
        vanished = settle(
            self.graph,
            self.plan.ontology,
            policy=built.policy,
            plain=built.plain,
            base=built.base,
            decisions=self.plan.decisions,
        )
        self.keep(self.graph)
        return vanished
