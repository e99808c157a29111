"""Commands that say what a graph holds, why, all of one entity, and whether the graph is in order."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import GRAPH, GraphName, Model, Ontologies, app, decisions_for, on_disk, plural
from kg.errors import GraphError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib import Graph

    from kg.decisions import Decisions
    from kg.graph import Dossier, Fact, Quote


@app.command(epilog='Example: kg why graph.ttl "Jens Stoltenberg" roleOf NATO')
def why(
    graph: Annotated[
        str | None, typer.Argument(metavar="[GRAPH]", help=f"{GRAPH}, or a SPARQL server's address.")
    ] = None,
    subject: Annotated[str | None, typer.Argument(help="Name or IRI of an entity; or a fact's address.")] = None,
    relation: Annotated[str | None, typer.Argument(help="Name or IRI of a relation.")] = None,
    object: Annotated[str | None, typer.Argument(help="Name or IRI of an entity.")] = None,
    sentence: Annotated[
        str | None, typer.Option("--not", metavar="SENTENCE", help="Why a sentence gives no facts, or which.")
    ] = None,
    same: Annotated[
        tuple[str, str] | None, typer.Option("--same", metavar="A B", help="Why two names are one entity, or two.")
    ] = None,
    ontology: Ontologies = [],  # noqa: B006
    model: Model = None,
) -> None:
    """Show the evidence for a statement, quoted, and the rule that found each quote."""
    if sentence is not None:
        from kg.findings import why_not
        from kg.pipeline import Setup, load_tools

        for line in why_not(sentence, load_tools(Setup(model=model, ontologies=tuple(ontology)))):
            typer.echo(line)
        return
    if graph is None:
        raise GraphError("name a graph, or give a sentence with --not")
    if same is not None:
        from kg.graph import known_entities
        from kg.homes import home
        from kg.linking import explain

        read = home(graph).read()
        reasons = decided_on(read, decisions_for([], on_disk(graph)), same) or explain(known_entities(read), *same)
        if not reasons:
            raise GraphError(f"no article of {graph} knows both '{same[0]}' and '{same[1]}'")
        for reason in reasons:
            typer.echo(reason)
        return
    if subject is None or (relation is None) != (object is None):
        raise GraphError("name a statement: kg why GRAPH SUBJECT RELATION OBJECT, or by its address")
    from rdflib import URIRef

    from kg.graph import evidence_of, find_fact, label, parts, verdict_on
    from kg.homes import home
    from kg.lookup import find_entity, find_relation
    from kg.vocabulary import local_name

    read = home(graph).read()
    if relation is None or object is None:
        iris = parts(read, find_fact(read, subject))
    else:
        iris = find_entity(read, subject), find_relation(read, relation), find_entity(read, object)
    quotes = evidence_of(read, *iris)
    plain = (URIRef(iris[0]), URIRef(iris[1]), URIRef(iris[2])) in read
    if not quotes:
        typer.echo("no evidence speaks of it")
        return
    names = f"{label(read, iris[0])} {local_name(iris[1])} {label(read, iris[2])}"
    verdict = f", {found} by a person" if (found := verdict_on(read, *iris)) else ""
    typer.echo(f"{names}: {'stands' if plain else 'does not stand'} as a plain triple{verdict}")
    for quote in quotes:
        typer.echo(f"\n{cited(quote)}")


def decided_on(read: Graph, decisions: Decisions, names: tuple[str, str]) -> list[str]:
    """The decisions of people that make two names one entity, or two."""
    from kg.decisions import Verb
    from kg.errors import KGError
    from kg.graph import find_address, known_entities, settings
    from kg.linking import decide

    if not decisions:
        return []
    try:
        nodes = {find_address(read, name).node for name in names}
    except KGError:
        return []  # what the graph does not know by this name, articles may
    means = decide(known_entities(read), decisions, base=settings(read).base).means
    return [
        f"A person decides: {decisions.words(decision)}."
        for decision in decisions.of(Verb.SAME, Verb.DIFFERENT)
        if nodes <= {iri for term in decision.terms for iri in means.get(term, ())}
        and (len(nodes) == 1) == (decision.verb == Verb.SAME)
    ]


def cited(quote: Quote) -> str:
    """A piece of evidence as lines of text: the quote, what it means, who says it where, what found it."""
    meaning = [quote.polarity.lower(), quote.factuality.lower()]
    meaning += [f"role {quote.role}"] * bool(quote.role) + ["former"] * quote.former
    meaning += [f"time {quote.time}"] * bool(quote.time)
    speaker = quote.speaker or ("somebody unnamed" if quote.attributed else "the article itself")
    place = ", ".join(filter(None, (quote.source, quote.date, f"characters {quote.start} to {quote.end}")))
    return (
        f"“{' '.join(quote.text.split())}”\n"
        f"  {quote.subject} {quote.relation} {quote.object}: {', '.join(meaning)} [{quote.fact}]\n"
        f"  said by {speaker} in “{quote.article}” ({place})\n"
        f"  found by {quote.rule}, confidence {quote.confidence}"
    )


@app.command(epilog="Example: kg info graph.ttl")
def info(graph: GraphName) -> None:
    """Count what a graph holds."""
    from kg.graph import count_store, counts_of, settings_of
    from kg.sparql import open_source

    path, store = on_disk(graph), open_source(graph)
    counts = counts_of(path) if path is not None and path.is_dir() else count_store(store)
    built = settings_of(store)
    qualified = counts.statements - counts.plain
    dates = f", published {counts.first} to {counts.last}" if counts.first else ""
    lines = [
        ("articles", f"{counts.articles}{dates}"),
        ("entities", f"{counts.entities}: {listed(counts.types)}"),
        ("statements", f"{counts.statements}: {counts.plain} plain, {qualified} kept only, with their qualifiers"),
        ("relations", listed(counts.relations)),
        ("evidence", f"{counts.evidence}"),
        ("entailed", f"{counts.entailed} further plain triples"),
        ("triples", f"{counts.triples}"),
        *([("decisions", f"{built.decisions}")] if built.decisions else []),
        ("policy", str(built.policy)),
        ("plain from", f"confidence {built.plain:g}"),
        ("base", built.base),
    ]
    for name, text in lines:
        typer.echo(f"{name:11} {text}".rstrip())


def listed(counts: Iterable[tuple[str, int]]) -> str:
    """Names with their numbers."""
    return ", ".join(f"{name} {number}" for name, number in counts)


@app.command(epilog="Example: kg diff yesterday.ttl today.ttl")
def diff(old: GraphName, new: GraphName) -> None:
    """List what two graphs do not share: articles, entities, statements, evidence."""
    from kg.graph import diff as compare
    from kg.homes import home

    changes = compare(home(old).read(), home(new).read())
    for change in changes:
        typer.echo(f"{change.how} {change.kind}: {' '.join(change.text.split())}")
    if not changes:
        typer.echo("no difference")


@app.command(epilog="Example: kg validate graph.ttl")
def validate(
    graph: GraphName,
    full: Annotated[
        bool, typer.Option("--full", help="All of SHACL, by pySHACL (the extra 'shacl'); slow on large graphs.")
    ] = False,
) -> None:
    """Check a graph against the shapes of the statement model (SHACL)."""
    from kg.graph import violations
    from kg.homes import Endpoint, home
    from kg.sparql import open_source
    from kg.sparql.shapes import check_shapes

    if full:
        found = violations(home(graph).read())
    else:  # servers differ in what they take for the datatype of a value
        store = Endpoint(graph).copy() if on_disk(graph) is None else open_source(graph)
        found = [str(one) for one in check_shapes(store)]
    for line in found:
        typer.echo(line)
    if found:
        raise GraphError(f"{graph}: {plural(len(found), 'violation')} of the shapes")
    typer.echo(f"{graph}: conforms")


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
