"""Commands that hand a graph on: a view, another format."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.options import GraphPath, Out, app
from kg.errors import GraphError


@app.command(epilog="Example: kg view graph.ttl --about NATO --hops 2 --out nato.html")
def view(
    graph: GraphPath,
    out: Out,
    about: Annotated[str | None, typer.Option(metavar="NAME", help="Only what surrounds this entity.")] = None,
    hops: Annotated[int, typer.Option(min=1, help="How far around it.")] = 1,
    limit: Annotated[int, typer.Option(min=1, help="The most entities that are shown.")] = 300,
) -> None:
    """Draw a graph as one HTML file that needs no network; a click on an edge shows its quotes."""
    from kg.graph import check_writable, read_graph, write_text
    from kg.lookup import find_entity
    from kg.view import render

    check_writable(out)
    read = read_graph(graph)
    html = render(read, about=find_entity(read, about) if about is not None else None, hops=hops, limit=limit)
    write_text(html, out)
    typer.echo(f"{out}: open it in a browser")


@app.command(epilog="Example: kg export graph.ttl --format jsonld --out graph.jsonld")
def export(
    graph: GraphPath,
    format: Annotated[str, typer.Option(help="turtle trig ntriples nquads jsonld graphml gexf csv")],
    out: Out,
) -> None:
    """Write a graph in another format.

    GraphML and GEXF hold the plain triples with their labels, CSV has a row for every piece of evidence.
    """
    from kg.graph import EXPORTS, check_writable, read_graph, settings
    from kg.graph import export as export_graph

    if format not in EXPORTS:
        raise GraphError(f"unknown format '{format}'; known: {', '.join(EXPORTS)}")
    check_writable(out)
    read = read_graph(graph)
    export_graph(read, out, format, base=settings(read).base)
    typer.echo(f"{out}: {format}")
