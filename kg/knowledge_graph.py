"""A knowledge graph as Python code and notebooks use it: `Graph`."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.errors import GraphError, KGError, warn
from kg.model import Article, Policy
from kg.vocabulary import BASE

if TYPE_CHECKING:
    import networkx as nx
    import pandas
    import pyoxigraph as ox
    import rdflib

    from kg.decisions import Decisions
    from kg.graph import Quote
    from kg.pipeline import Setup
    from kg.rows import Rows

Source = str | Path | Article
HEIGHT: Final = 600
"""Pixels of a view in a notebook."""
MOST_RELATIONS: Final = 12
"""Relations that a notebook lists."""


class Graph:
    """A knowledge graph: articles, entities, statements and the evidence for them.

    Args:
        rdf: the triples; none for an empty graph.

    Attributes:
        rdf: the same triples as an `rdflib.Graph` with all prefixes bound, for whatever this class does not do.

    >>> import kg
    >>> graph = kg.Graph.build([kg.Article("Mark Rutte leads NATO. Poland supports Ukraine.", source="a.txt")])
    >>> graph.query("supporters")[0]["who"]
    'Poland'
    >>> graph.why("Poland", "supports", "Ukraine")[0].text
    'Poland supports Ukraine'
    """

    def __init__(self, rdf: rdflib.Graph | None = None) -> None:
        from kg.graph import new_graph

        self._path: Path | None = None
        self._store: ox.Store | None = None
        self._take(new_graph() if rdf is None else rdf)

    def _take(self, rdf: rdflib.Graph) -> None:
        """Hold these triples. Questions are asked of a copy in a quicker store, which a change of them outdates."""
        from rdflib.events import Dispatcher
        from rdflib.store import TripleAddedEvent, TripleRemovedEvent

        from kg.graph import settings
        from kg.vocabulary import prefixes

        def forget(event: object) -> None:
            self._store = None

        self.rdf = rdf
        self._store = None
        for name, iri in prefixes(settings(rdf).base).items():
            rdf.bind(name, iri)
        rdf.store.dispatcher = Dispatcher()
        for change in (TripleAddedEvent, TripleRemovedEvent):
            rdf.store.dispatcher.subscribe(change, forget)  # type: ignore[no-untyped-call]

    def _queryable(self) -> ox.Store:
        """The triples in a store that answers questions quickly."""
        if self._store is None:
            import pyoxigraph as ox
            from oxrdflib import OxigraphStore

            if isinstance(self.rdf.store, OxigraphStore):
                return self.rdf.store._inner
            self._store = ox.Store()
            self._store.bulk_load(self.rdf.serialize(format="ox-nt", encoding="utf-8"), ox.RdfFormat.N_TRIPLES)
        return self._store

    @classmethod
    def build(
        cls,
        sources: Source | Iterable[Source],
        *,
        ontologies: Iterable[str | Path] = (),
        model: str | None = None,
        base: str = BASE,
        policy: str = Policy.STANDING,
        plain: float | None = None,
        jobs: int | None = None,
        keep_text: bool = False,
        on_error: Callable[[KGError], None] = warn,
    ) -> Graph:
        """Build a graph of articles.

        Args:
            sources: files of any kind, folders, archives, or articles; one or several.
            ontologies: your own ontology files.
            model: another spaCy pipeline than the embedded one.
            base: the IRI under which nodes are minted.
            policy: which evidence lets a statement stand as a plain triple: `voice`, `standing` or `reported`.
            plain: the confidence that it needs for that; None for the usual one.
            jobs: processes of one core each; None for one process that may use all cores.
            keep_text: whether the graph is to hold the articles' texts.
            on_error: told of each article that is passed over; without it that is a Python warning.

        Raises:
            KGError: no article could be read, or a file or an option is wrong; its message says which.
        """
        from kg.graph import new_graph
        from kg.pipeline import Setup

        if policy not in set(Policy):
            raise KGError(f"unknown policy '{policy}'; known: {', '.join(Policy)}")
        setup = Setup(model, tuple(map(Path, ontologies)), base)
        how: dict[str, Any] = {"policy": Policy(policy), "plain": plain, "jobs": jobs, "keep_text": keep_text}
        return cls(_built(new_graph(), sources, setup, on_error, how))

    def add(
        self,
        sources: Source | Iterable[Source],
        *,
        ontologies: Iterable[str | Path] = (),
        model: str | None = None,
        jobs: int | None = None,
        keep_text: bool = False,
        on_error: Callable[[KGError], None] = warn,
    ) -> None:
        """Add articles; the graph is then what building all of them at once would have given.

        Args:
            sources, ontologies, model, jobs, keep_text, on_error: see `build`; base, policy and the confidence that a
                plain triple needs stay as they are.
        """
        from kg.graph import from_quads, settings
        from kg.pipeline import Setup

        was = settings(self.rdf)
        setup = Setup(model, tuple(map(Path, ontologies)), was.base)
        how: dict[str, Any] = {"policy": was.policy, "plain": was.plain if len(self.rdf) else None}
        how |= {"jobs": jobs, "keep_text": keep_text, "decisions": _decisions(self._path, was.decisions)}
        changed = from_quads(self._queryable())  # a graph that is built halfway is nobody's
        self._take(_built(changed, sources, setup, on_error, how))

    @classmethod
    def load(cls, path: str | Path) -> Graph:
        """Read a graph that `kg build` or `save` wrote.

        Args:
            path: a graph file, or a store directory, which is read where it is.

        Raises:
            GraphError: it is missing, of an unknown format, or malformed.
        """
        from kg.graph import read_graph

        graph = cls(read_graph(Path(path)))
        graph._path = Path(path)
        return graph

    def save(self, path: str | Path | None = None) -> None:
        """Write the graph, whole or not at all.

        Args:
            path: its ending tells the format (`.ttl .trig .nt .nq .jsonld`, also `.gz`), a name without one is a store
                directory; None for where it was loaded from or saved last.

        Raises:
            GraphError: nothing can be written there, or the format is unknown.
        """
        from kg.graph import check_writable, settings, write_graph, write_store

        where = self._path if path is None else Path(path)
        if where is None:
            raise GraphError("nowhere to save the graph: give a path")
        if where.is_dir() or not where.suffix:
            write_store(self.rdf, where)
        else:
            check_writable(where)
            write_graph(self.rdf, where, base=settings(self.rdf).base)
        self._path = where

    def query(self, query: str, /, **parameters: str) -> Rows:
        """Ask one of the known questions, or one of your own.

        Args:
            query: the name of a question (`kg query` lists them), the path of a `.rq` file, or SPARQL.
            parameters: of the question; entities and relations by name, as `about="NATO"`.

        Returns:
            Rows: a sequence of dictionaries with `to_pandas()`.

        Raises:
            QueryError: the question is unknown, malformed or refused, or a parameter means nothing.
        """
        from kg import sparql
        from kg.rows import rows_of

        named = len(query.split()) == 1 or query.endswith((".rq", ".sparql"))
        asked = sparql.load_query(query) if named else sparql.Query("query", "", (), query)
        return rows_of(sparql.evaluate(self._queryable(), asked, parameters))

    def why(self, subject: str, relation: str, object: str) -> list[Quote]:
        """The evidence for or against a statement, in the order of time.

        Args:
            subject, relation, object: names or IRIs.

        Raises:
            QueryError: nothing, or more than one thing, is called so.
        """
        from kg.graph import evidence_of
        from kg.lookup import find_entity, find_relation

        graph = self.rdf
        return evidence_of(
            graph, find_entity(graph, subject), find_relation(graph, relation), find_entity(graph, object)
        )

    def to_pandas(self) -> pandas.DataFrame:
        """All evidence as a data frame, a row for each place in a text: the columns of `kg export --format csv`.

        Raises:
            KGError: pandas is not installed.
        """
        from io import BytesIO

        from kg.graph import EXPORTS
        from kg.rows import import_pandas

        pandas = import_pandas()
        written = BytesIO()
        EXPORTS["csv"](self.rdf, written, self.base, None)
        written.seek(0)
        frame = pandas.read_csv(written, dtype=str, keep_default_na=False)
        for name in ("plain", "attributed", "former"):
            frame[name] = frame[name] == "true"
        return frame.astype({"start": int, "end": int, "confidence": float})

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """The plain triples as a network: a node for each entity with its label and type, an edge for each relation."""
        from kg.graph.property_graph import network

        return network(self.rdf)

    def view(self, out: str | Path | None = None, *, about: str | None = None, hops: int = 1, limit: int = 300) -> View:
        """Draw the graph: a notebook shows what comes back, a click on an edge shows its quotes.

        Args:
            out: an HTML file to write as well.
            about: only what surrounds this entity, by its name.
            hops: how far around it.
            limit: the most entities that are shown.

        Raises:
            QueryError: nothing, or more than one thing, is called so.
            GraphError: nothing can be written there, or a number is below 1.
        """
        from kg.graph import write_text
        from kg.lookup import find_entity
        from kg.view import render

        centre = find_entity(self.rdf, about) if about is not None else None
        page = render(self.rdf, about=centre, hops=hops, limit=limit)
        if out is not None:
            write_text(page, Path(out))
        return View(page)

    @property
    def base(self) -> str:
        """The IRI under which its nodes are minted."""
        from kg.graph import settings

        return settings(self.rdf).base

    def __len__(self) -> int:
        """How many triples it holds."""
        return len(self.rdf)

    def __repr__(self) -> str:
        from kg.graph import count

        found = count(self.rdf)
        return (
            f"<kg.Graph: {found.articles} articles, {found.entities} entities, {found.statements} statements "
            f"({found.plain} plain), {found.evidence} pieces of evidence>"
        )

    def _repr_html_(self) -> str:
        """What it holds as an HTML table, for notebooks."""
        from kg.graph import count

        found = count(self.rdf)
        relations = ", ".join(f"{name} {number}" for name, number in found.relations[:MOST_RELATIONS])
        lines = {
            "articles": f"{found.articles}, published {found.first} to {found.last}" if found.first else found.articles,
            "entities": found.entities,
            "statements": f"{found.statements}, {found.plain} of them plain",
            "evidence": found.evidence,
            "relations": relations + (" …" if len(found.relations) > MOST_RELATIONS else ""),
        }
        rows = "".join(f"<tr><th>{name}</th><td>{html.escape(str(text))}</td></tr>" for name, text in lines.items())
        return f"<table>{rows}</table>"


@dataclass(frozen=True, slots=True)
class View:
    """A drawn graph: one HTML page that needs nothing else.

    Args:
        page: the HTML.
    """

    page: str

    def __repr__(self) -> str:
        return f"<kg view: {len(self.page)} characters of HTML>"

    def _repr_html_(self) -> str:
        """The page in a frame of its own, from which nothing reaches the notebook."""
        page = html.escape(self.page)
        return (
            f'<iframe sandbox="allow-scripts" srcdoc="{page}" width="100%" height="{HEIGHT}" frameborder="0"></iframe>'
        )


def _articles(sources: Source | Iterable[Source], on_error: Callable[[KGError], None]) -> Iterator[Article]:
    from kg.reading import read_articles

    for source in [sources] if isinstance(sources, Source) else sources:
        if isinstance(source, Article):
            yield source
            continue
        try:
            yield from read_articles([source], on_error=on_error)
        except KGError as error:
            if isinstance(sources, Source):
                raise
            on_error(error)


def _decisions(path: Path | None, count: int) -> Decisions:
    """What people decided on a graph, from the file beside it.

    Args:
        path: where the graph lives.
        count: how many decisions it was built with.

    Raises:
        GraphError: their file is not there.
    """
    from kg.decisions import NONE, beside, read_decisions

    file = beside(path) if path is not None else None
    if file is not None and file.is_file():
        return read_decisions([file])
    if count:
        raise GraphError(f"the graph was built with {count} decisions, and {file or 'their file'} is not there")
    return NONE


def _built(
    graph: rdflib.Graph,
    sources: Source | Iterable[Source],
    setup: Setup,
    on_error: Callable[[KGError], None],
    how: Mapping[str, Any],
) -> rdflib.Graph:
    """Put articles into a graph, which is changed; see `kg.pipeline.build`."""
    from kg.graph import count
    from kg.pipeline import build

    build(graph, _articles(sources, on_error), setup, on_error=on_error, **how)
    if not count(graph).articles:
        raise GraphError("no article could be read: there is nothing to build a graph of")
    return graph
