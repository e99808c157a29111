"""The straight line: articles in, facts into a graph."""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from rdflib import Graph

from kg.errors import GraphError, KGError, ModelError
from kg.extraction import Lexicon, extract, load_lexicon
from kg.garbage import collector_off
from kg.graph import Ontology, add, derive, known_entities, ontology_of, read_ontology
from kg.language import load_nlp
from kg.linking import Knowledge, link, load_knowledge, resolve
from kg.model import Article, LinkedArticle, Policy
from kg.resources import resource
from kg.vocabulary import BASE

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Report = Callable[[KGError], None]
Result = TypeVar("Result")
BATCH: Final = 16  # articles that are parsed before the first of them is read


@dataclass(frozen=True, slots=True)
class Setup:
    """What analyses articles, by name, so that it can be loaded again in another process.

    Args:
        model: name of a spaCy pipeline; None for the embedded one.
        ontologies: a user's own ontology files, read beside the packaged ones.
        base: the IRI under which nodes are minted.
    """

    model: str | None = None
    ontologies: tuple[Path, ...] = ()
    base: str = BASE


@dataclass(frozen=True, slots=True)
class Tools:
    """What analyses articles, loaded."""

    nlp: Language
    lexicon: Lexicon
    knowledge: Knowledge
    base: str


def load_tools(setup: Setup, *, threads: int = 0) -> Tools:
    """Load the language pipeline, the lexicon and the gazetteer.

    Args:
        threads: of the embedded pipeline; 0 for one a core.

    Raises:
        ModelError, OntologyError: one of them is missing or malformed.
    """
    with _for_good():
        return Tools(
            load_nlp(setup.model, threads=threads),
            load_lexicon(setup.ontologies),
            load_knowledge(setup.ontologies),
            setup.base,
        )


@contextmanager
def _for_good() -> Iterator[None]:
    """Spare the garbage collector what is made here: it stays, and looking at it again and again took a tenth of the
    time of extraction."""
    with collector_off():
        yield
        gc.collect()
        gc.freeze()


def relations(setup: Setup) -> Ontology:
    """The relations of the packaged ontology and of the user's own files."""
    return read_ontology([resource("ontologies/news.ttl"), *setup.ontologies])


def analyse(article: Article, tools: Tools) -> LinkedArticle:
    """All that one article gives to a graph: a function of that article alone."""
    return _read(tools.nlp(article.text), article, tools)


def analyse_all(
    articles: Iterable[Article], setup: Setup, *, jobs: int = 1, on_error: Report
) -> Iterator[LinkedArticle]:
    """Analyse articles one after the other, or in several processes; an article that fails is reported and passed over.

    Args:
        jobs: how many processes; each loads its own tools.
        on_error: told of each article that is passed over.

    Returns:
        One result an article, in their order.
    """
    for result in _in_this_process(articles, setup) if jobs == 1 else _in_processes(articles, setup, jobs):
        if isinstance(result, KGError):
            on_error(result)
        else:
            yield result


def _attempt(articles: Sequence[Article], tools: Tools) -> Iterator[LinkedArticle | KGError]:
    """Analyse some articles. All are parsed before the first is read: what a stage needs stays in the processor's
    caches then, which takes a twentieth off the time of extraction."""
    parsed = [_guarded(article, partial(_parse, article, tools)) for article in articles]
    for article, doc in zip(articles, parsed, strict=True):
        yield doc if isinstance(doc, KGError) else _guarded(article, partial(_read, doc, article, tools))


def _parse(article: Article, tools: Tools) -> Doc:
    if article.language.partition("-")[0] != "en":
        raise KGError(f"{article.source}: is written in '{article.language}'; only English is understood")
    return tools.nlp(article.text)


def _read(doc: Doc, article: Article, tools: Tools) -> LinkedArticle:
    return link(extract(doc, article, tools.lexicon), tools.knowledge, base=tools.base)


def _guarded(article: Article, work: Callable[[], Result]) -> Result | KGError:
    """What some work on an article gives; whatever it does to the analysis, other articles are not to suffer."""
    try:
        return work()
    except KGError as error:
        return error
    except Exception as error:
        return KGError(f"{article.source}: cannot be analysed: {type(error).__name__}: {error}")


def _in_this_process(articles: Iterable[Article], setup: Setup) -> Iterator[LinkedArticle | KGError]:
    tools = load_tools(setup)
    waiting = iter(articles)
    while batch := list(islice(waiting, BATCH)):
        yield from _attempt(batch, tools)


_TOOLS: list[Tools] = []
"""Of a process of `_in_processes`."""


def _start(setup: Setup) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the first process's matter
    _TOOLS[:] = [load_tools(setup, threads=1)]


def _in_process(article: Article) -> LinkedArticle | KGError:
    return next(_attempt([article], _TOOLS[0]))


def _in_processes(articles: Iterable[Article], setup: Setup, jobs: int) -> Iterator[LinkedArticle | KGError]:
    spawn = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=spawn, initializer=_start, initargs=(setup,))
    waiting: deque[Future[LinkedArticle | KGError]] = deque()
    try:
        for article in articles:
            waiting.append(pool.submit(_in_process, article))
            if len(waiting) > 4 * jobs:  # so that memory does not grow with the number of articles
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as error:
        raise ModelError(f"the {jobs} processes could not be started or ended early (try --jobs 1)") from error
    finally:
        pool.shutdown(cancel_futures=True)


def build(
    graph: Graph,
    articles: Iterable[Article],
    setup: Setup,
    *,
    policy: Policy = Policy.STANDING,
    jobs: int = 1,
    on_error: Report,
    on_article: Callable[[LinkedArticle], None] = lambda linked: None,
    identify: Callable[[LinkedArticle], LinkedArticle] = lambda linked: linked,
) -> None:
    """Put articles into a graph and derive everything that follows from all that are in it.

    Args:
        graph: empty, or built before with the same base.
        policy: which evidence lets a statement stand as a plain triple.
        jobs, on_error: see `analyse_all`.
        on_article: told of each article that has been added.
        identify: adds identifiers to an article's entities, such as a lookup that the user asked for.
    """
    ontology = relations(setup)  # before the work begins: a mistake in a user's file is to show at once
    for linked in analyse_all(articles, setup, jobs=jobs, on_error=on_error):
        try:
            add(graph, identify(linked), base=setup.base)
        except GraphError as error:
            on_error(error)
        else:
            on_article(linked)
    settle(graph, ontology, policy=policy, base=setup.base)


def settle(graph: Graph, ontology: Ontology | None = None, *, policy: Policy, base: str) -> None:
    """Find out which entities of different articles are one, and derive everything that follows.

    Args:
        ontology: relations beside those that the graph carries along.
        policy, base: see `kg.graph.derive`.
    """
    known = dict(ontology_of(graph).relations) | dict(ontology.relations if ontology else {})
    derive(graph, Ontology(known), policy=policy, base=base, same=resolve(known_entities(graph)))
