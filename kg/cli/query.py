"""Commands that answer questions of a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import GraphPath, app
from kg.cli.tables import table
from kg.errors import GraphError

if TYPE_CHECKING:
    from kg.sparql import Answer, Query


@app.command(epilog="Example: kg query graph.ttl said-about --param about=NATO")
def query(
    graph: GraphPath,
    name: Annotated[str | None, typer.Argument(metavar="[NAME|FILE.rq]", help="None lists the known ones.")] = None,
    param: Annotated[list[str], typer.Option(metavar="name=value", help="A parameter; may be repeated.")] = [],  # noqa: B006
    format: Annotated[str, typer.Option(help="table, csv, json or turtle (of CONSTRUCT).")] = "table",
    timeout: Annotated[float, typer.Option(min=0.001, help="Seconds that the query may take.")] = 60.0,
) -> None:
    """Ask a graph one of the known questions, or one of your own in a file.

    Entities and relations are given by their names. Tables leave out columns of mere IRIs; csv and json have them.
    """
    from kg import sparql

    if name is None:
        for known in sparql.list_queries():
            typer.echo(described(known))
        return
    if format not in ("table", "csv", "json", "turtle"):
        raise GraphError(f"unknown format '{format}'; known: table, csv, json, turtle")
    given = {}
    for text in param:
        key, equals, value = text.partition("=")
        if not equals or not key:
            raise GraphError(f"--param '{text}': write it as name=value")
        given[key.strip()] = value.strip()
    answer = sparql.run_query(graph, name, given, timeout=timeout)
    typer.echo(answered(answer, format), nl=False)


def described(query: Query) -> str:
    """A query, its summary and parameters, as lines of text."""
    lines = [f"{query.name:12} {query.summary}"]
    for parameter in query.parameters:
        note = " (required)" if parameter.required else f" (default {parameter.default})" if parameter.default else ""
        lines.append(f"{'':12}   {parameter.name}=…  {parameter.description}{note}")
    return "\n".join(lines)


def answered(answer: Answer, format: str) -> str:
    """An answer as text in the format asked for."""
    from kg import sparql

    if answer.turtle is not None:
        if format not in ("table", "turtle"):
            raise GraphError(f"--format {format} is for SELECT and ASK queries; this one builds a graph: use turtle")
        return answer.turtle
    if format == "turtle":
        raise GraphError("--format turtle is for CONSTRUCT and DESCRIBE queries; use table, csv or json")
    if format == "json":
        return sparql.to_json(answer)
    if answer.truth is not None:
        return f"{'yes' if answer.truth else 'no'}\n"
    return sparql.to_csv(answer) if format == "csv" else table(*sparql.readable(answer))
