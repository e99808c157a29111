"""Commands that write a graph: build it from articles, take an article out."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.network import fetching
from kg.cli.options import Cache, Fetch, Fields, GraphPath, Model, Ontologies, Pages, Private, app, plural, say
from kg.errors import GraphError, KGError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.model import LinkedArticle
    from kg.reading import Tally


@app.command(epilog="Example: kg build examples/articles --out graph.ttl")
def build(
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE...", help="Files of any kind, folders, archives, or -")
    ],
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Graph file (.ttl .nt .jsonld …, also .gz).")] = None,
    store: Annotated[Path | None, typer.Option(metavar="DIR", help="Graph store on disk, quick to query.")] = None,
    append: Annotated[bool, typer.Option("--append", help="Add to what --out or --store holds.")] = False,
    base: Annotated[str | None, typer.Option(metavar="IRI", help="Under which all nodes are minted.")] = None,
    ontology: Ontologies = [],  # noqa: B006 - typer reads it, nobody writes it
    model: Model = None,
    policy: Annotated[
        str | None, typer.Option("--assert", metavar="POLICY", help="voice, standing (usual) or reported.")
    ] = None,
    plain: Annotated[
        float | None,
        typer.Option(min=0, max=1, metavar="P", help="Confidence that a plain triple needs; see kg info."),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Processes of one core each; without it one that may use all cores.")
    ] = None,
    fields: Fields = "",
    keep_text: Annotated[
        bool, typer.Option("--keep-text", help="The graph holds the articles' texts as well.")
    ] = False,
    report: Annotated[Path | None, typer.Option(metavar="FILE", help="What became of each source, as JSON.")] = None,
    fetch: Fetch = False,
    cache: Cache = None,
    allow_private: Private = False,
    pages: Pages = 500,
    link: Annotated[
        str | None,
        typer.Option(
            metavar="wikidata|URL", help="Look entities up over the network, in Wikidata or another such service."
        ),
    ] = None,
) -> None:
    """Read articles and build a graph of their facts.

    A statement stands as a plain triple when a text vouches for it: in its own voice (--assert voice), or also through
    somebody who speaks for its subject (standing), or through anybody (reported); and when its confidence reaches
    --plain. Usually that is the value from which nine of ten plain triples were right on texts that nobody had seen.
    """
    from kg.formats import rdf_format
    from kg.graph import check_writable

    if out is None and store is None:
        raise GraphError("nowhere to put the graph: add --out graph.ttl or --store DIR")
    if out is not None:
        rdf_format(out)
        check_writable(out)
    from kg.formats import open_store
    from kg.graph import count, from_quads, new_graph, settings, write_graph, write_store
    from kg.model import Policy
    from kg.vocabulary import BASE

    if policy is not None and policy not in set(Policy):
        raise GraphError(f"unknown policy '{policy}'; known: {', '.join(Policy)}")
    chosen, sure, minted = Policy(policy or Policy.STANDING), plain, BASE if base is None else base
    graph = new_graph()
    before = store if store is not None else out
    if append and before is not None and before.exists():
        graph = from_quads(open_store(before))
        old = settings(graph)
        if base not in (None, old.base):
            raise GraphError(f"{before}: was built with the base <{old.base}>; leave --base away or build anew")
        chosen, minted = Policy(policy) if policy else old.policy, old.base
        sure = old.plain if plain is None else plain
    check_base(minted)
    from kg import pipeline
    from kg.progress import progress
    from kg.reading import Meter, Tally, parse_map, read_articles

    options, tally, meter = parse_map(fields), Tally(), Meter()
    web = fetching(cache, private=allow_private, pages=pages) if fetch else None
    setup = pipeline.Setup(model=model, ontologies=tuple(ontology), base=minted)

    kept = append or not any(path.exists() for path in (out, store) if path is not None)
    stopped = list[str]()
    with progress(meter, say, terminal=sys.stderr.isatty()) as run, reported(tally, report):

        def pass_over(error: KGError) -> None:
            tally.pass_over(error)
            say(" ".join(str(error).split()))
            run.failed()

        def on_article(linked: LinkedArticle) -> None:
            tally.read(linked.article.source)
            run.finished(linked)

        try:
            pipeline.build(
                graph,
                run.reading(read_articles(sources, options=options, fetch=web, meter=meter, on_error=pass_over)),
                setup,
                policy=chosen,
                plain=sure,
                jobs=jobs,
                keep_text=keep_text,
                on_error=pass_over,
                on_article=on_article,
                on_stop=(lambda: stopped.append(run.line())) if kept else None,
                watch=run.inside,
                identify=lookup(link),
            )
        except KeyboardInterrupt:
            say(f"stopped after {run.line()}; nothing is written" + "; what was there stays as it was" * (not kept))
            raise
    if stopped and not run.articles:
        say("stopped before an article was finished: nothing is written")
        raise typer.Exit(130)
    if stopped:
        say(f"stopped after {stopped[0]}; these articles are kept: go on with the same command and --append")
    counts = count(graph)
    if not counts.articles:
        raise GraphError(f"no article could be read: nothing is written ({tally.line()})")
    if store is not None:
        write_store(graph, store)
    if out is not None:
        write_graph(graph, out, base=minted)
    where = " and ".join(str(path) for path in (out, store) if path is not None)
    typer.echo(
        f"{where}: {plural(counts.articles, 'article')}, {plural(counts.entities, 'entity', 'entities')}, "
        f"{plural(counts.statements, 'statement')} ({counts.plain} plain), "
        f"{plural(counts.evidence, 'piece', 'pieces')} of evidence" + ("" if tally.complete else f"; {tally.line()}")
    )
    if stopped:
        raise typer.Exit(130)


@contextmanager
def reported(tally: Tally, path: Path | None) -> Iterator[None]:
    """Write what became of each source, also of a run that ends early."""
    try:
        yield
    except KGError as error:
        tally.pass_over(error)
        raise
    finally:
        if path is not None:
            tally.write(path)


def lookup(service: str | None) -> Callable[[LinkedArticle], LinkedArticle]:
    """What adds identifiers to an article's entities; without a service it leaves them as they are."""
    if service is None:
        return lambda linked: linked
    from functools import partial

    from kg.linking.wikidata import ENDPOINT, Reconciler, identify

    return partial(identify, reconciler=Reconciler(ENDPOINT if service == "wikidata" else service))


def check_base(base: str) -> None:
    """Refuse a base IRI under which nothing valid could be minted."""
    from urllib.parse import urlsplit

    from pyoxigraph import NamedNode

    try:
        parts = urlsplit(base)
        valid = bool(parts.scheme and base.endswith(("/", "#")) and (parts.port is None or parts.port >= 0))
        NamedNode(base)
    except ValueError:
        valid = False
    if not valid or "@" in parts.netloc:
        raise GraphError(f"--base '{base}' must be an absolute IRI that ends in / or #, as https://example.org/id/")


@app.command(epilog="Example: kg remove graph.ttl summit.txt")
def remove(
    graph: GraphPath,
    article: Annotated[str, typer.Argument(help="Its file name, URL, headline, SHA-256 or IRI.")],
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write; else GRAPH itself changes.")] = None,
) -> None:
    """Take an article out of a graph, and with it all that no other article says."""
    from kg import graph as graphs
    from kg.formats import open_store, rdf_format
    from kg.pipeline import settle

    if out is not None:
        rdf_format(out)
        graphs.check_writable(out)
    read = graphs.from_quads(open_store(graph))
    built = graphs.settings(read)
    found = graphs.find_article(read, article)
    graphs.remove(read, found)
    settle(read, policy=built.policy, plain=built.plain, base=built.base)
    if out is None and graph.is_dir():
        graphs.write_store(read, graph)
    else:
        graphs.write_graph(read, out or graph, base=built.base)
    typer.echo(f"{out or graph}: {plural(graphs.count(read).articles, 'article')} left")
