"""All that is served together: what a graph holds, how it is searched, who answers queries and reads articles."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from kg.errors import GraphError, QueryError
from kg.formats import open_store, read_quads
from kg.graph.derived import Settings, settings
from kg.graph.files import view
from kg.lookup import Name, find
from kg.serve.catalogue import Catalogue, read_catalogue
from kg.serve.search import Index, article_index, entity_index
from kg.serve.workers import Pool
from kg.vocabulary import local_name


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """How articles are read, as the graph that is served was built.

    Args:
        model: see `kg.pipeline.Setup`.
        ontologies: paths of a user's own ontology files.
        policy, plain, base: see `kg.graph.derived.Settings`; the graph's own are taken.
        fetch: whether links may be followed.
        private: whether also those inside a private network.
    """

    model: str | None = None
    ontologies: tuple[str, ...] = ()
    policy: str = "standing"
    plain: float = 0.0
    base: str = ""
    fetch: bool = False
    private: bool = False


READ_SECONDS: Final = 60.0
DRAW_SECONDS: Final = 30.0


@dataclass(frozen=True)
class Site:
    """What is served.

    Args:
        title: what the pages call the graph.
        store: read-only.
        settings: how the graph was built.
        queries, drawings, readings: who answers queries, draws views and reads articles.
        reading: how articles are read.
    """

    title: str
    store: ox.Store
    settings: Settings
    catalogue: Catalogue
    entities: Index
    articles: Index
    queries: Pool
    drawings: Pool
    readings: Pool
    reading: ReadingSettings

    def find_entity(self, text: str) -> str:
        """The IRI of the entity that somebody means by a name or an IRI.

        Raises:
            QueryError: none is called so, or several are.
        """
        return text if text in self.catalogue.entities else find(text, self.entities.hits, kind="entity")

    def find_relation(self, text: str) -> str:
        """The IRI of the relation that somebody means by a name or an IRI.

        Raises:
            QueryError: none is called so, or several are.
        """
        known = self.catalogue.relations
        names = (Name(iri, name, True) for iri, label in known.items() for name in (local_name(iri), label))
        return text if text in known else find(text, names, kind="relation")

    def find_article(self, text: str) -> str:
        """The IRI of the article that somebody means by its IRI, address, file name or headline.

        Raises:
            QueryError: none is called so, or several are.
        """
        if text in self.catalogue.articles:
            return text
        found = [
            article.iri
            for article in self.catalogue.articles.values()
            if any(text in (p.url, p.source, p.headline) for p in (article.about, *article.copies))
        ]
        if len(found) == 1:
            return found[0]
        if found:
            raise QueryError(f"{len(found)} articles are called '{text}'; give one IRI: {', '.join(sorted(found))}")
        raise QueryError(f"no article is called '{text}' in this graph (give its IRI, address, file name or headline)")

    async def read(self, request: dict[str, Any]) -> tuple[Catalogue, list[str]]:
        """Have an article read that somebody brings; nothing of it is kept.

        Args:
            request: see `kg.serve.extracting.read_request`.

        Returns:
            What it says, and notes on what was left out.

        Raises:
            WorkError: it cannot be read.
        """
        outcome = await self.readings.ask(request)
        store = ox.Store()
        store.load(outcome.body, ox.RdfFormat.N_TRIPLES)
        return read_catalogue(store), outcome.head["notes"]

    async def close(self) -> None:
        """End all processes."""
        for pool in (self.queries, self.drawings, self.readings):
            await pool.close()


@contextmanager
def open_site(path: Path, *, reading: ReadingSettings, timeout: float, processes: int = 0) -> Iterator[Site]:
    """Read a graph to be served.

    A file is put into a store in a temporary folder, which all processes read; a store directory is read where it is.

    Args:
        path: see `kg.formats.open_store`.
        reading: how articles are read; its policy, threshold and base are those of the graph.
        timeout: seconds that a query may take.
        processes: for queries; 0 for one a core.

    Raises:
        GraphError: the graph cannot be read.
    """
    if path.is_dir():
        yield _site(path, path, reading, timeout, processes)
        return
    try:
        folder = Path(tempfile.mkdtemp(prefix="kg-serve-"))
    except OSError as error:
        raise GraphError(f"no temporary folder can be made: {error.strerror}") from error
    try:
        store = ox.Store(str(folder / "store"))
        store.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in read_quads(path))
        store.flush()
        store.optimize()
        del store
        yield _site(path, folder / "store", reading, timeout, processes)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _site(path: Path, folder: Path, reading: ReadingSettings, timeout: float, processes: int) -> Site:
    store = open_store(folder)
    built = settings(view(store))
    catalogue = replace(read_catalogue(store), base=built.base)
    reading = replace(reading, policy=str(built.policy), plain=built.plain, base=built.base)
    cores = processes or os.cpu_count() or 1
    place = [str(folder)]
    told = [json.dumps(asdict(reading))]
    return Site(
        title=path.name,
        store=store,
        settings=built,
        catalogue=catalogue,
        entities=entity_index(catalogue),
        articles=article_index(catalogue),
        queries=Pool("kg.serve.querying", place, name="the query", size=cores, seconds=timeout),
        drawings=Pool("kg.serve.querying", place, name="the view", size=1, seconds=DRAW_SECONDS),
        readings=Pool("kg.serve.extracting", told, name="reading the article", size=1, seconds=READ_SECONDS),
        reading=reading,
    )
