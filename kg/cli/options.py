"""Shared by all commands: the app, the options that several commands take, a line to the user."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="News articles in, a trustworthy knowledge graph out: offline, every fact with its evidence.",
    epilog="Example: kg build examples/articles --out graph.ttl",
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

GraphPath = Annotated[
    Path,
    typer.Argument(metavar="GRAPH", help="A graph file (.ttl .trig .nt .nq .jsonld, also .gz) or a store directory."),
]
Out = Annotated[Path, typer.Option(metavar="FILE", help="Where to write.")]
Ontologies = Annotated[
    list[Path],
    typer.Option(metavar="FILE", help="Your own Turtle: relations, words, entities, beside the packaged ones."),
]
Model = Annotated[str | None, typer.Option(metavar="NAME", help="Another spaCy pipeline than the embedded one.")]
Fetch = Annotated[bool, typer.Option("--fetch", help="Read web addresses, feeds and sitemaps over the network.")]
Cache = Annotated[Path | None, typer.Option(metavar="DIR", help="Keeps what --fetch got, to ask only for changes.")]
Private = Annotated[bool, typer.Option("--allow-private", help="--fetch may ask addresses of the house's own network.")]
Pages = Annotated[int, typer.Option(min=1, help="The most pages that --fetch reads of one feed or sitemap.")]
Fields = Annotated[
    str,
    typer.Option("--map", metavar="text=FIELD,…", help="Which fields of records are the text, title, url, date …"),
]


def say(text: str) -> None:
    """One line for the person who runs the command, apart from its output."""
    typer.echo(f"kg: {text}", err=True)


def plural(number: int, one: str, several: str = "") -> str:
    """A number with its noun.

    >>> plural(1, "article"), plural(2, "entity", "entities")
    ('1 article', '2 entities')
    """
    return f"{number} {one if number == 1 else several or one + 's'}"
