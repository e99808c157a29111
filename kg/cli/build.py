"""Commands that write a graph: build it from articles, take an article out."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import (
    Cache,
    DecisionFiles,
    Fetch,
    Fields,
    GraphName,
    Model,
    Ontologies,
    Pages,
    Private,
    Wait,
    app,
    counted,
    decisions_for,
    fetching,
    lost,
    on_disk,
    plural,
    say,
)
from kg.errors import GraphError, KGError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rdflib import Graph

    from kg.graph import Ontology
    from kg.linking.wikidata import Reconciler
    from kg.model import LinkedArticle
    from kg.reading import Tally


@app.command(epilog="Example: kg build examples/articles --out graph.ttl")
def build(
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE...", help="Files of any kind, folders, archives, or -")
    ],
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Graph file (.ttl .nt .jsonld …, also .gz).")] = None,
    store: Annotated[
        str | None,
        typer.Option(metavar="DIR|URL", help="Graph store on disk, quick to query; or a SPARQL server's address."),
    ] = None,
    append: Annotated[
        bool,
        typer.Option("--append", help="Add to what --out or --store holds; what it has is skipped, or replaced."),
    ] = False,
    keep_changed: Annotated[
        bool, typer.Option("--keep-changed", help="--append keeps the earlier text of an address or file, too.")
    ] = False,
    wait: Wait = 0.0,
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
    decisions: DecisionFiles = [],  # noqa: B006
    engine: Annotated[
        str | None,
        typer.Option(metavar="ray|processes", help="For large collections, in steps that each see a part (--jobs N)."),
    ] = None,
    address: Annotated[str, typer.Option(metavar="ADDRESS", help="Of a running cluster for --engine ray.")] = "",
    work: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where --engine keeps its shards; all machines must see it; it stays."),
    ] = None,
) -> None:
    """Read articles and build a graph of their facts.

    A statement stands as a plain triple when a text vouches for it: in its own voice (--assert voice), or also through
    somebody who speaks for its subject (standing), or through anybody (reported); and when its confidence reaches
    --plain. Usually that is the value from which nine of ten plain triples were right on passages that the network had
    not read.
    """
    if out is None and store is None:
        raise GraphError("nowhere to put the graph: add --out graph.ttl or --store DIR")
    from kg.model import Policy

    if policy is not None and policy not in set(Policy):
        raise GraphError(f"unknown policy '{policy}'; known: {', '.join(Policy)}")
    from contextlib import nullcontext

    from kg import homes
    from kg.graph import Settings, check_writable, count, counts_of, write_graph
    from kg.vocabulary import BASE

    file = None if out is None else homes.File(out)
    for made in filter(None, (out, report)):
        check_writable(made)
    place: homes.Home = file if file is not None and store is None else homes.open_store(store or "")
    minted = BASE if base is None else base
    chosen, sure, built_with = Policy(policy or Policy.STANDING), plain, 0
    going_on = append and place.exists()
    if going_on:
        old = place.settings()
        if base not in (None, old.base):
            raise GraphError(f"{place.name}: was built with the base <{old.base}>; leave --base away or build anew")
        chosen, minted = Policy(policy) if policy else old.policy, old.base
        sure = old.plain if plain is None else plain
        built_with = old.decisions
    folder = None if store is None else on_disk(store)
    decided = decisions_for(decisions, out, folder, built_with=built_with)
    check_base(minted)
    from kg import pipeline
    from kg.filling import fill
    from kg.progress import progress
    from kg.reading import Meter, Tally, parse_map, read_articles

    options, tally, meter = parse_map(fields), Tally(), Meter()
    web = fetching(cache, private=allow_private, pages=pages) if fetch else None
    setup = pipeline.Setup(model=model, ontologies=tuple(ontology), base=minted)
    if engine is not None:
        if append:
            raise GraphError(
                "--engine builds a graph anew, without --append: give it all sources, or append without it"
            )
        if store is not None and folder is None:
            raise GraphError(f"--engine writes no --store {store}: name a file or a folder, or build without --engine")
        from kg.cli.scale import build_on_engine

        settings = Settings(chosen, pipeline.usual_plain() if sure is None else sure, minted)
        with reported(tally, report):
            build_on_engine(
                *(engine, sources, setup, settings),
                jobs=jobs,
                address=address,
                work=work,
                fields=fields,
                keep_text=keep_text,
                decisions=decided,
                service=reconciler(link),
                tally=tally,
                fetch=web,
                out=out,
                store=folder,
                wait=wait,
            )
        return
    if address or work is not None:
        raise GraphError("--address and --work are for --engine ray")
    plan = homes.Plan(
        Settings(chosen, pipeline.usual_plain() if sure is None else sure, minted),
        pipeline.relations(setup),  # before the work begins: a mistake in a user's file is to show at once
        pipeline.setup_digest(setup),
        usual=model is None and not ontology,
        keep_text=keep_text,
        decisions=decided,
    )
    fresh = append or not any(home.exists() for home in (file, place) if home is not None)
    stopped = list[str]()
    also = file.locked(wait=wait) if file is not None and file is not place else nullcontext()
    with (
        progress(meter, say, terminal=sys.stderr.isatty()) as run,
        reported(tally, report),
        place.writing(plan, wait=wait, anew=not append) as writer,
        also,
        homes.kept(place.kept, plan.setup) as kept,
    ):
        if going_on and not ontology and store is None:
            forgotten(writer.graph, plan.ontology)

        def pass_over(error: KGError) -> None:
            tally.pass_over(error)
            say(str(error))
            run.failed()

        def on_article(linked: LinkedArticle) -> None:
            tally.read(linked.article.source)
            run.finished(linked)

        if kept.found:
            say(f"goes on from {plural(len(kept.found), 'article')} that an interrupted run has read")
        try:
            done = fill(
                writer,
                run.reading(read_articles(sources, options=options, fetch=web, meter=meter, on_error=pass_over)),
                setup,
                kept=kept,
                replace=append and not keep_changed,
                jobs=jobs,
                on_error=pass_over,
                on_article=on_article,
                on_unchanged=lambda article: tally.read(article.source),
                on_replaced=lambda name: say(f"{name}: had another text before, which is taken out"),
                on_stop=(lambda: stopped.append(run.line())) if fresh else None,
                watch=run.inside,
                identify=lookup(link),
            )
        except KeyboardInterrupt:
            say(
                f"stopped after {run.line()}; nothing is written"
                + "; what was there stays as it was" * (not fresh)
                + "; the same command goes on from there" * bool(run.articles)
            )
            raise
        if stopped and not run.articles:
            say("stopped before an article was finished: nothing is written")
            raise typer.Exit(130)
        if stopped:
            say(f"stopped after {stopped[0]}; these articles are kept: go on with the same command and --append")
        articles = writer.count()
        if not articles:
            raise GraphError(f"no article could be read: nothing is written ({tally.line()})")
        for words in writer.commit():
            lost(words)
        kept.forget()
        if file is not None and file is not place:
            write_graph(writer.graph, file.path, base=minted)
    where = place.name if file is None or file is place else f"{file.name} and {place.name}"
    if going_on:
        parts = [(done.added, "added"), (done.unchanged, "unchanged"), (done.replaced, "replaced")]
        told = ", ".join(f"{number} {what}" for number, what in parts if number) or "nothing new"
        text = f"{plural(articles, 'article')}: {told}"
    else:
        counts = count(writer.graph) if folder is None else counts_of(folder)
        text = counted(counts)
    typer.echo(f"{where}: {text}" + ("" if tally.complete else f"; {tally.line()}"))
    if stopped:
        raise typer.Exit(130)


def forgotten(graph: Graph, known: Ontology) -> None:
    """Name the relations of a user's own that a graph has and that no file given now tells how to read."""
    from kg.graph import ontology_of
    from kg.vocabulary import local_name

    own = sorted(local_name(relation) for relation in ontology_of(graph).relations if relation not in known.relations)
    if own:
        named = ", ".join(own[:5])
        say(f"the graph has relations of your own ontology ({named}); without --ontology no article is read for them")


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
    found = reconciler(service)
    if found is None:
        return lambda linked: linked
    from functools import partial

    from kg.linking.wikidata import identify

    return partial(identify, reconciler=found)


def reconciler(service: str | None) -> Reconciler | None:
    """A service that looks names up, if one is named."""
    if service is None:
        return None
    from kg.linking.wikidata import ENDPOINT, Reconciler

    return Reconciler(ENDPOINT if service == "wikidata" else service)


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
    graph: GraphName,
    article: Annotated[str, typer.Argument(help="Its file name, URL, headline, SHA-256 or IRI.")],
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write; else GRAPH itself changes.")] = None,
    decisions: DecisionFiles = [],  # noqa: B006
    wait: Wait = 0.0,
) -> None:
    """Take an article out of a graph, and with it all that no other article says."""
    from kg import graph as graphs
    from kg import homes
    from kg.graph import Ontology
    from kg.settling import settle

    if out is not None:
        homes.File(out)
        graphs.check_writable(out)
    place = homes.home(graph)
    built = place.settings()
    decided = decisions_for(decisions, on_disk(graph), built_with=built.decisions)
    if out is None:
        with place.writing(homes.Plan(built, Ontology({}), decisions=decided), wait=wait) as writer:
            writer.remove(graphs.find_article(writer.graph, article))
            left = writer.count()
            vanished = writer.commit()
    else:
        read = graphs.from_quads(graphs.to_quads(place.read()))
        graphs.remove(read, graphs.find_article(read, article))
        vanished = settle(read, built=built, decisions=decided)
        graphs.write_graph(read, out, base=built.base)
        left = graphs.count(read).articles
    for words in vanished:
        lost(words)
    typer.echo(f"{out or graph}: {plural(left, 'article')} left")
