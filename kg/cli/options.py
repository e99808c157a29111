"""Shared by all commands: the app, the options that several commands take, a line to the user."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import GraphError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.decisions import Decisions
    from kg.graph import Counts
    from kg.model import Article
    from kg.scale.build import Built

app = typer.Typer(
    help="News articles in, a trustworthy knowledge graph out: offline, every fact with its evidence.",
    epilog="Example: kg build examples/articles --out graph.ttl",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(asked: bool) -> None:
    if asked:
        from kg.version import version

        typer.echo(f"kg {version()}")
        raise typer.Exit


@app.callback()
def start(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """What all commands share; --version is answered before any of them runs."""


def local(name: str) -> Path:
    """The graph of a command that knows files and store directories alone."""
    path = on_disk(name)
    if path is None:
        raise GraphError(f"{name}: this command takes a file or a store directory; kg export makes one of it")
    return path


def on_disk(name: str) -> Path | None:
    """Where a graph lies, beside which there may be decisions; None for one on a server."""
    from kg.formats import is_address

    return None if is_address(name) else Path(name)


GRAPH = "A graph file (.ttl .trig .nt .nq .jsonld, also .gz) or store directory"
GraphName = Annotated[str, typer.Argument(metavar="GRAPH", help=f"{GRAPH}, or a SPARQL server's address.")]
GraphPath = Annotated[Path, typer.Argument(metavar="GRAPH", parser=local, help=f"{GRAPH}.")]
Out = Annotated[Path, typer.Option(metavar="FILE", help="Where to write.")]
Ontologies = Annotated[
    list[Path],
    typer.Option(metavar="FILE", help="Your own Turtle: relations, words, entities, beside the packaged ones."),
]
Model = Annotated[str | None, typer.Option(metavar="NAME", help="Another spaCy pipeline than the embedded one.")]
Fetch = Annotated[bool, typer.Option("--fetch", help="Read web addresses, feeds and sitemaps over the network.")]
Cache = Annotated[Path | None, typer.Option(metavar="DIR", help="Cache of fetched pages: only changes are requested.")]
Private = Annotated[bool, typer.Option("--allow-private", help="Let --fetch read addresses in private networks.")]
Pages = Annotated[int, typer.Option(min=1, help="The most pages that --fetch reads of one feed or sitemap.")]
Wait = Annotated[float, typer.Option(min=0, metavar="SECONDS", help="Wait for another who writes the graph.")]
Fields = Annotated[
    str,
    typer.Option("--map", metavar="text=FIELD,…", help="Which fields of records are the text, title, url, date …"),
]
DecisionFiles = Annotated[
    list[Path],
    typer.Option(
        metavar="FILE", help="Decisions of people (kg decide); usually the file beside the graph, graph.decisions.ttl."
    ),
]


def say(text: str) -> None:
    """One line for the person who runs the command, apart from its output."""
    typer.echo(f"kg: {' '.join(text.split())}", err=True)


def counted(counts: Counts | Built) -> str:
    """Say how much of what articles say is in a graph."""
    return ", ".join(
        (
            plural(counts.articles, "article"),
            plural(counts.entities, "entity", "entities"),
            f"{plural(counts.statements, 'statement')} ({counts.plain} plain)",
            f"{plural(counts.evidence, 'piece', 'pieces')} of evidence",
        )
    )


def plural(number: int, one: str, several: str = "") -> str:
    """A number with its noun.

    >>> plural(1, "article"), plural(2, "entity", "entities")
    ('1 article', '2 entities')
    """
    return f"{number} {one if number == 1 else several or one + 's'}"


def decisions_for(given: list[Path], *graphs: Path | None, built_with: int = 0) -> Decisions:
    """The decisions that apply to a graph: those of the files given, else of the files beside it.

    Args:
        graphs: its file and its store.
        built_with: how many it was built with; without their file they are not to be lost.
    """
    from kg.decisions import beside, read_decisions

    usual = [beside(graph) for graph in graphs if graph is not None]
    files = given or sorted({file for file in usual if file.is_file()})
    if built_with and not files:
        where = f"there is no {usual[0]}" if usual else "a server keeps none"
        raise GraphError(
            f"this graph was built with {plural(built_with, 'decision')}, and {where}: "
            "add --decisions FILE, or build anew without"
        )
    return read_decisions(files)


def lost(words: str) -> None:
    """Tell of a decision whose object is not in the graph."""
    say(f"decided, but not in this graph (the decision is kept): {words}")


def fetching(cache: Path | None, *, private: bool, pages: int) -> Callable[..., Iterator[Article]]:
    """What reads the articles at a web address."""
    from functools import partial

    from kg.reading.connecting import Limits
    from kg.reading.fetching import Fetcher
    from kg.reading.web import read_web

    return partial(read_web, fetcher=Fetcher(cache=cache, limits=Limits(private=private)), most=pages)
