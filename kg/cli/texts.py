"""Commands that read a text without a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import Fetch, Fields, Model, Ontologies, Private, app, fetching, say
from kg.cli.tables import table
from kg.errors import GraphError

if TYPE_CHECKING:
    from kg.model import Article


@app.command(epilog="Example: echo 'Oslo backs Kyiv.' | kg extract - --format jsonl")
def extract(
    source: Annotated[str, typer.Argument(metavar="FILE|-", help="A text file, or - for standard input.")],
    lines: Annotated[bool, typer.Option("--lines", help="Each line is a text by itself.")] = False,
    open_relations: Annotated[bool, typer.Option("--open", help="Any relation, in the text's own words.")] = False,
    format: Annotated[str, typer.Option(help="table or jsonl.")] = "table",
    ontology: Ontologies = [],  # noqa: B006
    model: Model = None,
) -> None:
    """List what is found in a text, with its qualifiers and offsets, without a graph."""
    import json

    from kg.findings import find
    from kg.pipeline import Setup, load_tools
    from kg.reading import read_text

    if format not in ("table", "jsonl"):
        raise GraphError(f"unknown format '{format}'; known: table, jsonl")
    text = read_text(source)
    texts = text.splitlines() if lines else [text]
    tools = load_tools(Setup(model=model, ontologies=tuple(ontology)))
    found = find(texts, tools, open_relations=open_relations)
    if format == "jsonl":
        for finding in found:
            typer.echo(json.dumps(finding.as_json(), ensure_ascii=False))
        return
    columns = ["line", "subject", "relation", "object", "polarity", "factuality", "said_by", "state", "confidence"]
    typer.echo(table(columns, [finding.cells(columns) for finding in found]), nl=False)


@app.command(epilog="Example: kg text saved-page.html")
def text(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="A file of any kind, a folder, an archive, or -")],
    fields: Fields = "",
    fetch: Fetch = False,
    allow_private: Private = False,
    format: Annotated[str, typer.Option(help="text or jsonl, with all that is known of each article.")] = "text",
) -> None:
    """Print the text of articles as it is kept: news:start and news:end count its characters.

    Several texts stand apart by a line with a form feed.
    """
    from kg.errors import SkipError
    from kg.reading import in_language, parse_map, read_articles

    if format not in ("text", "jsonl"):
        raise GraphError(f"unknown format '{format}'; known: text, jsonl")
    found = read_articles(
        [source],
        options=parse_map(fields),
        fetch=fetching(None, private=allow_private, pages=500) if fetch else None,
        on_error=lambda error: say(str(error)),
    )
    number = 0
    for read in found:
        try:
            article = in_language(read, "en")
        except SkipError as error:
            say(str(error))
            continue
        number += 1
        if format == "jsonl":
            typer.echo(as_json(article))
        else:
            typer.echo(("\f\n" if number > 1 else "") + article.text)
    if not number:
        raise GraphError(f"{source}: no article could be read")


def as_json(article: Article) -> str:
    """An article as a line of JSON: what is known of it, its text, and which characters of it are no sentences."""
    import json
    from dataclasses import asdict

    record = {name: value for name, value in asdict(article).items() if value}
    record["asides"] = [[span.start, span.end] for span in article.asides]
    return json.dumps(record, ensure_ascii=False)
