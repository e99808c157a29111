"""Commands that answer questions of a graph."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import GraphName, app, plural
from kg.cli.tables import table
from kg.errors import GraphError, QueryError

if TYPE_CHECKING:
    from kg.sparql import Answer, Query

FORMATS = ("table", "csv", "tsv", "json", "turtle")
FORMATS_OF_NAMES = {".csv": "csv", ".tsv": "tsv", ".json": "json", ".srj": "json", ".ttl": "turtle"}
"""What a file's name says where no --format does."""


@app.command(epilog="Example: kg query graph.ttl said-about --param about=NATO")
def query(
    graph: GraphName,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME|FILE.rq|-]", help="None lists the known ones; - reads SPARQL.")
    ] = None,
    text: Annotated[
        str | None, typer.Option("--text", "-q", metavar="SPARQL", help="The query itself: -q 'SELECT …'.")
    ] = None,
    param: Annotated[list[str], typer.Option(metavar="name=value", help="A parameter; may be repeated.")] = [],  # noqa: B006
    format: Annotated[
        str | None, typer.Option(help="table, csv, tsv, json, or turtle of CONSTRUCT and DESCRIBE.")
    ] = None,
    out: Annotated[
        str | None, typer.Option(metavar="FILE", help="Where to write; its ending tells the format.")
    ] = None,
    timeout: Annotated[float, typer.Option(min=0.001, help="Seconds that the query may take.")] = 60.0,
    allow_service: Annotated[
        bool, typer.Option("--allow-service", help="SERVICE may ask other machines over the network.")
    ] = False,
) -> None:
    """Ask a graph one of the known questions, or one of your own in SPARQL.

    Entities and relations are given by their names. The prefixes news, rdf, rdfs, owl, skos, prov, schema, dcterms,
    lexicon, void and xsd need not be declared. Tables leave out columns of mere IRIs; the other formats have them.
    """
    from kg import sparql

    if name is None and text is None:
        for known in sparql.known_queries().values():
            typer.echo(described(known))
        return
    if name is not None and text is not None:
        raise QueryError(f"give '{name}' or -q, not both")
    chosen = format or FORMATS_OF_NAMES.get(Path(out).suffix.lower() if out else "", "")
    if chosen and chosen not in FORMATS:
        raise GraphError(f"unknown format '{chosen}'; known: {', '.join(FORMATS)}")
    asked = asked_for(name, text)
    if out is not None and out != "-":
        from kg.graph import check_writable

        check_writable(Path(out))
    answer = sparql.run_query(graph, asked, parameters(param), timeout=timeout, service=allow_service)
    written = answered(answer, chosen)
    if out is None or out == "-":
        typer.echo(written, nl=False)
    else:
        from kg.graph import write_text

        write_text(written, Path(out))
        typer.echo(f"{out}: {plural(len(answer.rows), 'row')}" if answer.columns else f"{out}: written")


def asked_for(name: str | None, text: str | None) -> Query:
    """The query that a user means: the text of -q, what standard input holds, a file, or a known name."""
    from kg import sparql

    if text is not None:
        return sparql.parse_query(text, "-q")
    if name == "-":
        try:
            return sparql.parse_query(sys.stdin.buffer.read().decode("utf-8-sig"), "standard input")
        except UnicodeDecodeError as error:
            raise QueryError(f"standard input: cannot be read: {error}") from error
    return sparql.load_query(name or "")


def parameters(given: list[str]) -> dict[str, str]:
    """The values of --param by name."""
    found = {}
    for text in given:
        key, equals, value = text.partition("=")
        if not equals or not key:
            raise QueryError(f"--param '{text}': write it as name=value")
        found[key.strip()] = value.strip()
    return found


def described(query: Query) -> str:
    """A query, its summary and parameters, as lines of text."""
    lines = [f"{query.name:15} {query.summary}"]
    for parameter in query.parameters:
        note = " (required)" if parameter.required else f" (default {parameter.default})" if parameter.default else ""
        lines.append(f"{'':15}   {parameter.name}=…  {parameter.description}{note}")
    return "\n".join(lines)


def answered(answer: Answer, format: str) -> str:
    """An answer as text in the format asked for, or in that which suits it."""
    from kg import sparql

    if answer.turtle is not None:
        if format not in ("", "table", "turtle"):
            raise GraphError(f"--format {format} is for SELECT and ASK queries; this one builds a graph: use turtle")
        return answer.turtle
    if format == "turtle":
        raise GraphError("--format turtle is for CONSTRUCT and DESCRIBE queries; use table, csv, tsv or json")
    if format == "json":
        return sparql.to_json(answer)
    if answer.truth is not None:
        return f"{'yes' if answer.truth else 'no'}\n"
    if format in ("csv", "tsv"):
        return (sparql.to_csv if format == "csv" else sparql.to_tsv)(answer)
    return table(*sparql.readable(answer))
