"""Articles into a graph that is being written, those alone that it does not have yet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from kg.errors import GraphError, SkipError
from kg.homes import Kept, Writer, address
from kg.model import Article, LinkedArticle
from kg.pipeline import EMBEDDED_LANGUAGE, Report, Setup, Watch, analyse_all, ignore, until_stopped
from kg.reading import in_language


@dataclass(slots=True)
class Filled:
    """What a run has done to a graph.

    Args:
        added, unchanged, replaced: how many articles.
    """

    added: int = 0
    unchanged: int = 0
    replaced: int = 0


def fill(
    writer: Writer,
    articles: Iterable[Article],
    setup: Setup,
    *,
    kept: Kept | None = None,
    replace: bool = True,
    jobs: int | None = None,
    on_error: Report,
    on_article: Callable[[LinkedArticle], None] = lambda linked: None,
    on_unchanged: Callable[[Article], None] = lambda article: None,
    on_replaced: Callable[[str], None] = lambda address: None,
    on_stop: Callable[[], None] | None = None,
    watch: Watch = ignore,
    identify: Callable[[LinkedArticle], LinkedArticle] = lambda linked: linked,
) -> Filled:
    """Put articles into a graph that is being written; the caller commits.

    An article that the graph has (with the same text, without `--model` but for paragraphs in other languages, and all
    that is known of it) is not read again. Where an address of this run had another text before, that is taken out once
    the run is over.

    Args:
        kept: what an interrupted run has read, and where this one keeps what it reads.
        replace: whether texts that addresses had before are taken out.
        jobs, on_error, watch: see `kg.pipeline.analyse_all`.
        on_article, on_stop, identify: see `kg.pipeline.build`.
        on_unchanged: told of each article that is not read again.
        on_replaced: told of each address whose earlier text is taken out.
    """
    done, texts = Filled(), dict[str, set[str]]()
    stopped, found = list[bool](), set[str]()

    def put(linked: LinkedArticle) -> None:
        try:
            writer.add(identify(linked))
        except GraphError as error:
            on_error(error)
            return
        found.add(linked.article.sha256)
        done.added += 1
        on_article(linked)

    def unread() -> Iterator[Article]:
        for given in articles:
            try:
                article = in_language(given, EMBEDDED_LANGUAGE) if setup.model is None else given
            except SkipError as error:
                on_error(error)
                continue
            if name := address(article):
                texts.setdefault(name, set()).add(article.sha256)
            if writer.holds(article):
                found.add(article.sha256)
                done.unchanged += 1
                on_unchanged(article)
            elif kept is not None and (linked := kept.take(article)) is not None:
                kept.add(linked)
                put(linked)
            else:
                yield article

    def stop() -> None:
        stopped.append(True)
        if on_stop is not None:
            on_stop()

    analysed = analyse_all(unread(), setup, jobs=jobs, on_error=on_error, watch=watch)
    for linked in until_stopped(analysed, stop if on_stop is not None else None):
        if kept is not None:
            kept.add(linked)
        put(linked)
    if replace and not stopped:
        for name, now in texts.items():
            for _ in range(take_out_earlier(writer, name, now) if now & found else 0):
                done.replaced += 1
                on_replaced(name)
    return done


def take_out_earlier(writer: Writer, name: str, now: Collection[str]) -> int:
    """Take out the publications that an address had before.

    Args:
        name: the address.
        now: the SHA-256 of the texts that it has now.

    Returns:
        How many.
    """
    gone = 0
    while earlier := next((node for node, sha256 in writer.called(name) if sha256 not in now), None):
        writer.remove(earlier)  # the last publication of a text gets another node when those before it are gone
        gone += 1
    return gone
