"""The straight line: articles in, facts into a graph."""

from __future__ import annotations

import gc
import hashlib
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from rdflib import Graph

from kg.decisions import NONE, Decisions
from kg.errors import GraphError, KGError, ModelError, OntologyError, warn
from kg.extraction import Lexicon, extract, load_lexicon_with_examples
from kg.extraction.decision import weights
from kg.garbage import collector_off
from kg.graph import Ontology, Settings, add, read_ontology
from kg.language import fact_heads, load_nlp
from kg.language import watch as watch_nlp
from kg.linking import Knowledge, link, load_knowledge
from kg.model import Article, LinkedArticle, Policy
from kg.reading import dated, in_language
from kg.resources import resource
from kg.settling import settle
from kg.version import version
from kg.vocabulary import BASE, digest
from kg.workers import end_with_parent

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from kg.language.facts import FactHeads

Report = Callable[[KGError], None]
Watch = Callable[[int, int], None]
Result = TypeVar("Result")
EMBEDDED_LANGUAGE: Final = "en"  # what the pipeline understands that comes with the program
BATCH: Final = 16  # articles that are parsed before the first of them is read
BATCH_SIZE: Final = 100_000  # and their characters
BATCH_OF_PROCESS: Final = 4  # fewer, so that no process is left without work


def ignore(done: int, words: int) -> None:
    """Watch nothing."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What analyses articles, by name, so that it can be loaded again in another process.

    Args:
        model: name of a spaCy pipeline; None for the embedded one.
        ontologies: a user's own ontology files, read beside the packaged ones.
        base: the IRI under which nodes are minted.

    >>> import kg
    >>> kg.Setup(base="https://example.org/").model is None
    True
    """

    model: str | None = None
    ontologies: tuple[Path, ...] = ()
    base: str = BASE


@dataclass(frozen=True, slots=True)
class Tools:
    """What analyses articles, loaded."""

    nlp: Language
    heads: FactHeads | None
    lexicon: Lexicon
    knowledge: Knowledge
    base: str


def load_tools(setup: Setup, *, threads: int = 0, nlp: Language | None = None) -> Tools:
    """Load the language pipeline, the lexicon and the gazetteer.

    Args:
        threads: of the embedded pipeline; 0 for one a core.
        nlp: the pipeline that `setup` names, where it is loaded already.

    Raises:
        ModelError, OntologyError: one of them is missing or malformed, or an example of a relation teaches nothing.
    """
    with _for_good():
        nlp = nlp or load_nlp(setup.model, threads=threads)
        return Tools(
            nlp,
            fact_heads(nlp),
            load_lexicon_with_examples(setup.ontologies, nlp),
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


def usual_plain() -> float:
    """The confidence from which nine of ten plain triples were right on passages that the network had not read."""
    return weights().plain


def relations(setup: Setup) -> Ontology:
    """The relations of the packaged ontology and of the user's own files."""
    return read_ontology([resource("ontologies/news.ttl"), *setup.ontologies])


def analyse(article: Article, tools: Tools) -> LinkedArticle:
    """All that one article gives to a graph: a function of that article alone."""
    with tools.nlp.memory_zone():
        return _read(*_parse(article, tools), tools)


def analyse_all(
    articles: Iterable[Article],
    setup: Setup,
    *,
    jobs: int | None = None,
    on_error: Report = warn,
    watch: Watch = ignore,
) -> Iterator[LinkedArticle]:
    """Analyse articles one after the other, or in several processes; an article that fails is reported and passed over.

    Args:
        jobs: how many processes of one core each; each loads its own tools. None for one process that multiplies its
            matrices on all cores.
        on_error: told of each article that is passed over; without it that is a Python warning.
        watch: told, where one process does all, how many words of an article are parsed, and how many it has.

    Returns:
        One result an article, in their order.
    """
    if jobs is not None and jobs > 1:
        results = _in_processes(articles, setup, jobs)
    else:
        tools = load_tools(setup, threads=1 if jobs else 0)
        watch_nlp(tools.nlp, watch)
        results = analyse_with(articles, tools)
    for result in results:
        if isinstance(result, KGError):
            on_error(result)
        else:
            yield result


def _attempt(articles: Sequence[Article], tools: Tools) -> Iterator[LinkedArticle | KGError]:
    """Analyse some articles. All are parsed before the first is read: what a stage needs stays in the processor's
    caches then, which takes a twentieth off the time of extraction. spaCy forgets their words at the end, so that
    memory does not grow with the number of articles."""
    with tools.nlp.memory_zone():
        parsed = [_guarded(article, partial(_parse, article, tools)) for article in articles]
        for article, found in zip(articles, parsed, strict=True):
            yield found if isinstance(found, KGError) else _guarded(article, partial(_read, *found, tools))


def _parse(article: Article, tools: Tools) -> tuple[Article, Doc]:
    understood = in_language(dated(article), tools.nlp.lang or "")
    return understood, tools.nlp(understood.text)


def _read(article: Article, doc: Doc, tools: Tools) -> LinkedArticle:
    return link(extract(doc, article, tools.lexicon, tools.heads), tools.knowledge, base=tools.base)


def _guarded(article: Article, work: Callable[[], Result]) -> Result | KGError:
    """What some work on an article gives; whatever it does to the analysis, other articles are not to suffer."""
    try:
        return work()
    except KGError as error:
        return error
    except Exception as error:
        return KGError(f"{article.source}: cannot be analysed: {type(error).__name__}: {error}")


def analyse_with(articles: Iterable[Article], tools: Tools) -> Iterator[LinkedArticle | KGError]:
    """What each article gives to a graph, or why it cannot be analysed, in their order."""
    for batch in _batches(articles):
        yield from _attempt(batch, tools)


def _batches(articles: Iterable[Article], most: int = BATCH) -> Iterator[list[Article]]:
    """Articles to be parsed one after the other; a long one by itself, so that others need not wait for it."""
    batch, size = list[Article](), 0
    for article in articles:
        if batch and (len(batch) == most or size + len(article.text) > BATCH_SIZE):
            yield batch
            batch, size = [], 0
        batch.append(article)
        size += len(article.text)
    if batch:
        yield batch


_TOOLS: list[Tools] = []
"""Of a process of `_in_processes`."""


def _start(setup: Setup) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the first process's matter
    end_with_parent()
    _TOOLS[:] = [load_tools(setup, threads=1)]


def _in_process(articles: list[Article]) -> list[LinkedArticle | KGError]:
    return list(_attempt(articles, _TOOLS[0]))


def _in_processes(articles: Iterable[Article], setup: Setup, jobs: int) -> Iterator[LinkedArticle | KGError]:
    spawn = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=spawn, initializer=_start, initargs=(setup,))
    waiting: deque[Future[list[LinkedArticle | KGError]]] = deque()
    try:
        for batch in _batches(articles, BATCH_OF_PROCESS):
            waiting.append(pool.submit(_in_process, batch))
            if len(waiting) > 4 * jobs:  # so that memory does not grow with the number of articles
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
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
    plain: float | None = None,
    jobs: int | None = None,
    keep_text: bool = False,
    on_error: Report = warn,
    on_article: Callable[[LinkedArticle], None] = lambda linked: None,
    on_stop: Callable[[], None] | None = None,
    watch: Watch = ignore,
    identify: Callable[[LinkedArticle], LinkedArticle] = lambda linked: linked,
    decisions: Decisions = NONE,
    on_vanished: Callable[[str], None] = lambda words: None,
) -> None:
    """Put articles into a graph and derive everything that follows from all that are in it.

    Args:
        graph: empty, or built before with the same base.
        policy: which evidence lets a statement stand as a plain triple.
        plain: the confidence that it needs for that; None for `usual_plain`.
        jobs, on_error: see `analyse_all`.
        keep_text: see `kg.graph.add`.
        on_article: told of each article that has been added.
        on_stop: told that the user has stopped the work (Ctrl-C): the graph is settled with what is in it. Without it
            the interruption goes on.
        watch: see `analyse_all`.
        identify: adds identifiers to an article's entities, such as a lookup that the user asked for.
        decisions: what people have decided.
        on_vanished: told of each decision, in words, whose object is not in the graph.

    >>> import kg, rdflib
    >>> graph = rdflib.Graph()
    >>> kg.build(graph, [kg.Article("Poland supports Ukraine.")], kg.Setup())
    >>> len(graph) > 10
    True
    """
    ontology = relations(setup)  # before the work begins: a mistake in a user's file is to show at once
    analysed = analyse_all(articles, setup, jobs=jobs, on_error=on_error, watch=watch)
    for linked in until_stopped(analysed, on_stop):
        try:
            add(graph, identify(linked), base=setup.base, keep_text=keep_text)
        except GraphError as error:
            on_error(error)
        else:
            on_article(linked)
    built = Settings(policy, usual_plain() if plain is None else plain, setup.base)
    for words in settle(graph, ontology, built=built, decisions=decisions):
        on_vanished(words)


def setup_digest(setup: Setup) -> str:
    """What reads articles, as a digest: the program's version, the model, the user's ontologies.

    Raises:
        OntologyError: a file cannot be read.
    """
    parts = [version(), setup.model or ""]
    for path in setup.ontologies:
        for file in sorted(path.rglob("*.ttl")) if path.is_dir() else [path]:
            try:
                parts.append(hashlib.sha256(file.read_bytes()).hexdigest())
            except OSError as error:
                raise OntologyError(f"{file}: cannot be read: {error.strerror}") from error
    return digest(*parts)


def until_stopped(analysed: Iterator[LinkedArticle], on_stop: Callable[[], None] | None) -> Iterator[LinkedArticle]:
    """What is analysed until the user stops the work. An article that is being added then is added whole or not."""
    try:
        yield from analysed
    except KeyboardInterrupt:
        if on_stop is None:
            raise
        on_stop()
