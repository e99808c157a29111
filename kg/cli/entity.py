"""The command that tells all of one entity."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import GraphName, app
from kg.errors import GraphError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph import Dossier, Fact


@app.command(epilog='Example: kg entity graph.ttl "Mark Rutte"')
def entity(
    graph: GraphName,
    name: Annotated[str, typer.Argument(help="Its name, its IRI, or NAME@ARTICLE: what one article knows.")],
    format: Annotated[str, typer.Option(help="text, markdown or json.")] = "text",
) -> None:
    """Tell all of one entity: names, roles with dates, facts by relation, who says what about it, articles."""
    from dataclasses import asdict

    from kg.graph import dossier, find_address, markdown
    from kg.homes import home

    if format not in ("text", "markdown", "json"):
        raise GraphError(f"unknown format '{format}'; known: text, markdown, json")
    read = home(graph).read()
    found = dossier(read, find_address(read, name).node)
    if format == "json":
        typer.echo(json.dumps(asdict(found), ensure_ascii=False, indent=1))
    else:
        typer.echo(markdown(found) if format == "markdown" else "".join(f"{line}\n" for line in lines(found)), nl=False)


def lines(found: Dossier) -> Iterator[str]:
    """A dossier as lines for the terminal."""
    yield f"{found.label} ({found.type})"
    if found.names:
        yield f"  also {', '.join(found.names)}"
    yield from (f"  {iri}" for iri in (*found.links, found.iri))
    if found.roles:
        yield from ("", "roles")
        yield from (f"  {role(fact)}" for fact in found.roles)
    for relation, facts in found.facts.items():
        yield from ("", relation)
        for fact in facts:
            status = "" if fact.status == "stands" else f" ({fact.status})"
            yield f"  {fact.subject_label} {relation} {fact.object_label}{status}, {dated(fact)}"
            for quote in fact.quotes[:2]:
                yield f"    “{' '.join(quote.text.split())}” {' '.join(filter(None, (quote.source, quote.date)))}"
    if found.said:
        yield from ("", "who says what")
        for quote in found.said:
            says = "denies" if quote.polarity == "Negative" else "says"
            yield f"  {quote.date or quote.source} {quote.speaker} {says}: “{' '.join(quote.text.split())}”"
            yield f"    {quote.subject} {quote.relation} {quote.object}, {quote.factuality.lower()} [{quote.fact}]"
    yield from ("", "articles")
    for source in found.articles:
        yield f"  {source.date or '':10} {source.headline} ({source.url or source.source})".rstrip()


def role(fact: Fact) -> str:
    """Who holds which role where and when."""
    title = " / ".join(fact.roles) or "a role"
    notes = ["former"] * fact.former + [fact.status] * (fact.status != "stands")
    told = f" ({', '.join(notes)})" if notes else ""
    return f"{fact.subject_label}: {title} of {fact.object_label}{told}, {dated(fact)}"


def dated(fact: Fact) -> str:
    """When a fact was so or was told, in how many articles, and its address."""
    days = fact.first if fact.first == fact.last else f"{fact.first} to {fact.last}"
    number = f"{fact.articles} article{'s' * (fact.articles != 1)}"
    return f"{', '.join(filter(None, (days, number)))} [{fact.address}]"
