"""A graph in an embedded store (Oxigraph on disk): a change touches an article and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from rdflib import DCTERMS, Graph, URIRef

from kg import graph as graphs
from kg.durable import reason
from kg.errors import GraphError
from kg.generations import STORE_ERRORS, Generation, is_store, writing
from kg.graph import Ontology, from_quads, ontology_of, read_graph
from kg.graph.facts import text_of
from kg.graph.files import to_triples, view
from kg.graph.publications import Triple, also_published, fold, unfold
from kg.homes.home import Home, Plan, Writer, publications_called, same_publication
from kg.homes.index import ARTICLES, DECISIONS, DEFAULT, FORMAT, GRAPH, SETUP, UNSORTED, VERSION, Index, value_of
from kg.homes.interrupted import KEPT
from kg.homes.update import How, base_of, update
from kg.model import Article, LinkedArticle
from kg.vocabulary import NEWS, SCHEMA, article_iri, digest

AT_ONCE: Final = 25
"""Articles that are derived together: four times as many take a tenth less time, and 50 MB more."""
MUCH: Final = 0.02
"""From which share of articles on that have changed since then a store is sorted. That takes a hundredth of the time of
deriving all of it. Left unsorted, each later writer would begin to sort it, and end before it is done: with a twentieth
unsorted an append to 10,000 articles took twice the time."""


class Embedded(Home):
    """A store directory.

    Args:
        path: it, or where it is to be.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)

    @property
    def kept(self) -> Path:
        return self.path / KEPT

    def exists(self) -> bool:
        return self.path.exists() and is_store(self.path)

    def read(self) -> Graph:
        return read_graph(self.path)

    @contextmanager
    def writing(self, plan: Plan, *, wait: float = 0.0, anew: bool = False) -> Iterator[Writer]:
        with writing(self.path, wait=wait):
            writer = EmbeddedWriter(self.path, plan, anew=anew)
            try:
                yield writer
            except STORE_ERRORS as error:
                raise GraphError(f"{self.name}: cannot be written: {reason(error)}") from error
            finally:
                writer.close()


class EmbeddedWriter:
    """A store directory that is being changed: what is committed is kept, the rest is as if it had not been.

    What articles give is gathered until it is derived: at the end, and whenever there are `AT_ONCE` of them.
    """

    def __init__(self, path: Path, plan: Plan, *, anew: bool) -> None:
        self.path = path
        self.plan = plan
        self.base = plan.settings.base
        self.bases: dict[str, set[ox.Triple]] = {}
        self.places: Graph | None = None
        self.derived = 0
        self.generation: Generation | None = Generation(path, empty=anew)
        try:
            self.how = self._prepare()
        except BaseException:
            self.close()
            raise

    @property
    def store(self) -> ox.Store:
        """The store that is being changed; keep no reference. After a commit a new one is begun when it is needed."""
        if self.generation is None:
            self.generation = Generation(self.path)
        return self.generation.store

    @property
    def graph(self) -> Graph:
        """What the store holds; after a commit as its home has it."""
        return view(self.store) if self.generation is not None else read_graph(self.path)

    def _prepare(self) -> How:
        """How the graph is derived; a store whose graph was derived otherwise is derived anew from its articles."""
        flat, index = view(self.store), Index(self.store, self.base)
        carried, built = ontology_of(flat), graphs.settings(flat)
        ontology = Ontology(dict(carried.relations) | dict(self.plan.ontology.relations))
        decisions = self.plan.decisions
        how = How(ontology, replace(self.plan.settings, decisions=len(decisions)), decisions)
        decided = digest(*sorted(map(repr, decisions.all))) if decisions else ""
        indexed = index.value(self.base, VERSION) == FORMAT
        alike = built == how.built and index.value(self.base, DECISIONS) == decided
        defined = all(ontology.relations[relation] == known for relation, known in carried.relations.items())
        if any(self.store.quads_for_pattern(None, _TEXT, None, DEFAULT)) and not (indexed and alike and defined):
            self._derive_anew(how, indexed=indexed)
        index = Index(self.store, self.base)
        index.put_texts(self.base, VERSION, [FORMAT])
        index.put_texts(self.base, DECISIONS, [decided] if decided else [])
        index.write()
        return how

    def _derive_anew(self, how: How, *, indexed: bool) -> None:
        """Derive everything from what the articles give by themselves."""
        old, self.generation = self.generation, Generation(self.path, empty=True)
        assert old is not None
        try:
            read_by = {
                value_of(quad.subject): value_of(quad.object)
                for quad in old.store.quads_for_pattern(None, SETUP, None, GRAPH)
            }
            waiting = dict[str, set[ox.Triple]]()
            for article, base in _bases(old.store, indexed=indexed):
                waiting[article] = base
                if len(waiting) == AT_ONCE:
                    update(self.store, waiting, how, setups=read_by)
                    waiting = {}
            update(self.store, waiting, how, setups=read_by)
        finally:
            old.discard()

    def holds(self, article: Article) -> bool:
        """Whether the store has this very publication of this very text, read by what would read it now."""
        node = str(article_iri(article.sha256, base=self.base))
        graph = self._graph(node)
        return (
            self._is_read_alike(node)
            and same_publication(graph, article, base=self.base)
            and (not self.plan.keep_text or (URIRef(node), SCHEMA.articleBody, None) in graph)
        )

    def _is_read_alike(self, node: str) -> bool:
        """Whether what would read an article now has read it; a store of another version does not know."""
        if node in self.bases:
            return True
        read_by = Index(self.store, self.base).value(node, SETUP)
        return read_by == self.plan.setup if read_by else self.plan.usual

    def called(self, address: str) -> Iterable[tuple[str, str]]:
        """The publications with an address: their nodes, and the SHA-256 of their texts."""
        found = publications_called(view(self.store), address)
        stored = (one for one in found if str(article_iri(one[1], base=self.base)) not in self.bases)
        return [*stored, *publications_called(self._waiting(), address)]

    def _waiting(self) -> Graph:
        """What the articles that have been gathered say of their publications."""
        if self.places is None:
            self.places = from_quads(t for base in self.bases.values() for t in base if t.predicate in _OF_PLACE)
        return self.places

    def add(self, linked: LinkedArticle) -> None:
        """Add an article; one with the same text is another publication of it."""
        node = article_iri(linked.article.sha256, base=self.base)
        text = text_of(linked, base=self.base, keep_text=self.plan.keep_text)
        graph = self._graph(str(node))
        if len(graph):
            text = also_published(unfold(graph, node), text)
        self._put(str(node), fold(node, text))

    def remove(self, node: str) -> None:
        """Take out an article, or one of its publications, by its IRI."""
        work = self._waiting().value(URIRef(node), SCHEMA.exampleOfWork)
        if work is None:
            work = view(self.store).value(URIRef(node), SCHEMA.exampleOfWork) or URIRef(node)
        graph = self._graph(str(work))
        graphs.remove(graph, URIRef(node))
        self._put(str(work), graph)

    def count(self) -> int:
        """How many articles the store has."""
        stored = sum(
            any(self.store.quads_for_pattern(ox.NamedNode(article), _TEXT, None, DEFAULT)) for article in self.bases
        )
        return Index(self.store, self.base).number(ARTICLES) + sum(map(bool, self.bases.values())) - stored

    def commit(self) -> list[str]:
        """Derive what follows, and keep it all."""
        try:
            vanished = self._derive()
            much = self._put_unsorted()
            assert self.generation is not None
            self.generation.take_place(much=much)
            self.generation, self.derived = None, 0
        except STORE_ERRORS as error:
            raise GraphError(f"{self.path}: cannot be written: {reason(error)}") from error
        return vanished

    def _put_unsorted(self) -> bool:
        """Keep how much has changed since the store was sorted, and say whether it is to be sorted now."""
        index = Index(self.store, self.base)
        changed = index.number(UNSORTED) + self.derived
        much = changed > self.count() * MUCH
        index.put_texts(self.base, UNSORTED, [] if much else [str(changed)])
        index.write()
        return much

    def close(self) -> None:
        """Forget what is not committed."""
        if self.generation is not None:
            self.generation.discard()

    def _graph(self, article: str) -> Graph:
        """What an article gives by itself, as far as it has come."""
        return from_quads(self.bases[article] if article in self.bases else base_of(self.store, article))

    def _put(self, article: str, base: Iterable[Triple]) -> None:
        self.bases[article], self.places = to_triples(base), None
        if len(self.bases) >= AT_ONCE:
            self._derive()

    def _derive(self) -> list[str]:
        """Derive what follows from what has been gathered."""
        bases, self.bases, self.places = self.bases, {}, None
        self.derived += len(bases)
        return update(self.store, bases, self.how, setups=dict.fromkeys(bases, self.plan.setup))


_TEXT: Final = ox.NamedNode(NEWS.sha256)
_OF_PLACE: Final = {_TEXT, *map(ox.NamedNode, (SCHEMA.exampleOfWork, SCHEMA.url, DCTERMS.source))}


def _bases(store: ox.Store, *, indexed: bool) -> Iterator[tuple[str, set[ox.Triple]]]:
    """What each article of a store gives by itself."""
    flat = view(store)
    for quad in store.quads_for_pattern(None, _TEXT, None, DEFAULT):
        assert isinstance(quad.subject, ox.NamedNode)
        node = quad.subject.value
        yield node, base_of(store, node) if indexed else to_triples(fold(URIRef(node), unfold(flat, URIRef(node))))
