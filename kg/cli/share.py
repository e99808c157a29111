"""Commands that hand a graph on: a view, another format, one graph of several."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import GRAPH, DecisionFiles, GraphName, Out, app, counted, decisions_for, lost, on_disk, plural, say


@app.command(epilog="Example: kg view graph.ttl --about NATO --hops 2 --out nato.html")
def view(
    graph: GraphName,
    out: Out,
    about: Annotated[str | None, typer.Option(metavar="NAME", help="Only what surrounds this entity.")] = None,
    hops: Annotated[int, typer.Option(min=1, help="How far around it.")] = 1,
    limit: Annotated[int, typer.Option(min=1, help="The most entities: drawn at once; with --about, shown.")] = 300,
    statements: Annotated[int, typer.Option(min=1, help="With --about: the most statements that are shown.")] = 300,
    text: Annotated[
        list[Path] | None,
        typer.Option("--text", metavar="SOURCE", help="The articles, where the graph was built without --keep-text."),
    ] = None,
) -> None:
    """Make one HTML file that needs no network: what is latest and contested, every fact with its sentences."""
    from kg.graph import check_writable, from_quads, settings, settings_of, write_text
    from kg.sparql import entity_in, open_source
    from kg.sparql.surroundings import surroundings
    from kg.view import render

    if out != Path("-"):
        check_writable(out)
    if about is None:
        from kg.homes import home

        found, read = None, home(graph).read()
        built = settings(read)
    else:  # a large graph is not read from end to end to show some of it
        store = open_source(graph)
        found = entity_in(store, about)
        around = surroundings(store, found, hops=hops, most=limit, statements=statements)
        if around.left_out or not around.complete:
            say(
                f"the page shows {plural(around.statements, 'statement')} between the "
                f"{plural(around.entities, 'entity', 'entities')} that share most with {about}; "
                f"{around.left_out} more entities are as near: --limit and --statements show more"
            )
        read = from_quads(around.triples)
        built = settings_of(store)
    texts = texts_of(text or [], base=built.base)
    html = render(read, about=found, hops=hops, limit=limit, texts=texts)
    if out == Path("-"):
        typer.echo(html, nl=False)
        return
    write_text(html, out)
    typer.echo(f"{out}: open it in a browser")


def texts_of(sources: Sequence[Path], *, base: str) -> dict[str, str]:
    """The texts of articles by their IRI; what cannot be read is told and skipped."""
    if not sources:
        return {}
    from kg.reading import read_articles
    from kg.vocabulary import article_iri

    articles = read_articles(sources, on_error=lambda error: say(str(error)))
    return {str(article_iri(article.sha256, base=base)): article.text for article in articles}


@app.command(epilog="Example: kg export graph.ttl --out graph.jsonld")
def export(
    graph: GraphName,
    out: Annotated[str, typer.Option(metavar="FILE|FOLDER|-", help="Where to write; - is standard output.")],
    format: Annotated[
        str | None,
        typer.Option(
            help="Else what the file's ending says: turtle trig ntriples nquads jsonld rdfxml turtle12 "
            "ntriples12 graphml gexf csv neo4j ftm obsidian; short: ttl nt nq."
        ),
    ] = None,
) -> None:
    """Write a graph in another format.

    turtle12 and ntriples12 are RDF 1.2, where statements reify triple terms. GraphML, GEXF and neo4j (a folder for its
    import) hold the plain triples with their relation, weight, dates, polarity and confidence; CSV has a row for every
    piece of evidence, ftm has FollowTheMoney entities as lines of JSON; obsidian writes a folder with one Markdown note
    an entity.
    """
    from kg.graph import FOLDERS, check_writable, export_format, settings
    from kg.graph import export as export_graph
    from kg.homes import home

    chosen, path = export_format(format, out), Path(out)
    if out != "-" and chosen not in FOLDERS:
        check_writable(path)
    read = home(graph).read()
    notes = export_graph(read, path, chosen, base=settings(read).base)
    if out != "-":
        typer.echo(f"{out}: {chosen if notes is None else plural(notes, 'note')}")


@app.command(epilog="Example: kg merge monday.ttl tuesday.ttl --out week.ttl")
def merge(
    graphs: Annotated[list[str], typer.Argument(metavar="GRAPH...", help=f"{GRAPH}, or a SPARQL server's address.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="Graph file (.ttl .nt .jsonld …, also .gz).")],
    decisions: DecisionFiles = [],  # noqa: B006
) -> None:
    """Make one graph of several: the one that a single build of all their articles, with all decisions, gives."""
    from kg import graph as graphs_of
    from kg.formats import open_store, rdf_format
    from kg.homes import home
    from kg.settling import settle

    rdf_format(out)
    graphs_of.check_writable(out)
    read = [
        (name, graphs_of.from_quads(open_store(Path(name))) if Path(name).is_dir() else home(name).read())
        for name in graphs
    ]
    merged, ontology, built = graphs_of.merge(read)
    for name, one in read:  # none may lack its decisions
        decisions_for(decisions, on_disk(name), built_with=graphs_of.settings(one).decisions)
    decided = decisions_for(decisions, *map(on_disk, graphs))
    for words in settle(merged, ontology, built=built, decisions=decided):
        lost(words)
    graphs_of.write_graph(merged, out, base=built.base)
    typer.echo(f"{out}: {counted(graphs_of.count(merged))}")
