"""The command line: parse, call, print. Everything heavy is imported by the command that needs it."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from kg.errors import GraphError, KGError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.graph import Quote
    from kg.model import Article, LinkedArticle
    from kg.reading import Tally
    from kg.sparql import Answer, Query

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


LONGEST_CELL = 160
"""Characters of a value in a table; csv and json give it whole."""


def say(text: str) -> None:
    """One line for the person who runs the command, apart from its output."""
    typer.echo(f"kg: {text}", err=True)


def plural(number: int, one: str, several: str = "") -> str:
    """A number with its noun.

    >>> plural(1, "article"), plural(2, "entity", "entities")
    ('1 article', '2 entities')
    """
    return f"{number} {one if number == 1 else several or one + 's'}"


@app.command(epilog="Example: kg build examples/articles --out graph.ttl")
def build(
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE...", help="Files of any kind, folders, archives, or -")
    ],
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Graph file (.ttl .nt .jsonld …, also .gz).")] = None,
    store: Annotated[Path | None, typer.Option(metavar="DIR", help="Graph store on disk, quick to query.")] = None,
    append: Annotated[bool, typer.Option("--append", help="Add to what --out or --store holds.")] = False,
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
) -> None:
    """Read articles and build a graph of their facts.

    A statement stands as a plain triple when a text vouches for it: in its own voice (--assert voice), or also through
    somebody who speaks for its subject (standing), or through anybody (reported); and when its confidence reaches
    --plain. Usually that is the value from which nine of ten plain triples were right on texts that nobody had seen.
    """
    from kg.formats import rdf_format
    from kg.graph import check_writable

    if out is None and store is None:
        raise GraphError("nowhere to put the graph: add --out graph.ttl or --store DIR")
    if out is not None:
        rdf_format(out)
        check_writable(out)
    from kg.formats import open_store
    from kg.graph import count, from_quads, new_graph, settings, write_graph, write_store
    from kg.model import Policy
    from kg.vocabulary import BASE

    if policy is not None and policy not in set(Policy):
        raise GraphError(f"unknown policy '{policy}'; known: {', '.join(Policy)}")
    chosen, sure, minted = Policy(policy or Policy.STANDING), plain, BASE if base is None else base
    graph = new_graph()
    before = store if store is not None else out
    if append and before is not None and before.exists():
        graph = from_quads(open_store(before))
        old = settings(graph)
        if base not in (None, old.base):
            raise GraphError(f"{before}: was built with the base <{old.base}>; leave --base away or build anew")
        chosen, minted = Policy(policy) if policy else old.policy, old.base
        sure = old.plain if plain is None else plain
    check_base(minted)
    from kg import pipeline
    from kg.progress import progress
    from kg.reading import Meter, Tally, parse_map, read_articles

    options, tally, meter = parse_map(fields), Tally(), Meter()
    web = fetching(cache, private=allow_private, pages=pages) if fetch else None
    setup = pipeline.Setup(model=model, ontologies=tuple(ontology), base=minted)

    kept = append or not any(path.exists() for path in (out, store) if path is not None)
    stopped = list[str]()
    with progress(meter, say, terminal=sys.stderr.isatty()) as run, reported(tally, report):

        def pass_over(error: KGError) -> None:
            tally.pass_over(error)
            say(" ".join(str(error).split()))
            run.failed()

        def on_article(linked: LinkedArticle) -> None:
            tally.read(linked.article.source)
            run.finished(linked)

        try:
            pipeline.build(
                graph,
                run.reading(read_articles(sources, options=options, fetch=web, meter=meter, on_error=pass_over)),
                setup,
                policy=chosen,
                plain=sure,
                jobs=jobs,
                keep_text=keep_text,
                on_error=pass_over,
                on_article=on_article,
                on_stop=(lambda: stopped.append(run.line())) if kept else None,
                watch=run.inside,
                identify=lookup(link),
            )
        except KeyboardInterrupt:
            say(f"stopped after {run.line()}; nothing is written" + "; what was there stays as it was" * (not kept))
            raise
    if stopped and not run.articles:
        say("stopped before an article was finished: nothing is written")
        raise typer.Exit(130)
    if stopped:
        say(f"stopped after {stopped[0]}; these articles are kept: go on with the same command and --append")
    counts = count(graph)
    if not counts.articles:
        raise GraphError(f"no article could be read: nothing is written ({tally.line()})")
    if store is not None:
        write_store(graph, store)
    if out is not None:
        write_graph(graph, out, base=minted)
    where = " and ".join(str(path) for path in (out, store) if path is not None)
    typer.echo(
        f"{where}: {plural(counts.articles, 'article')}, {plural(counts.entities, 'entity', 'entities')}, "
        f"{plural(counts.statements, 'statement')} ({counts.plain} plain), "
        f"{plural(counts.evidence, 'piece', 'pieces')} of evidence" + ("" if tally.complete else f"; {tally.line()}")
    )
    if stopped:
        raise typer.Exit(130)


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


def fetching(cache: Path | None, *, private: bool, pages: int) -> Callable[..., Iterator[Article]]:
    """What reads the articles at a web address."""
    from functools import partial

    from kg.reading.connecting import Limits
    from kg.reading.fetching import Fetcher
    from kg.reading.web import read_web

    return partial(read_web, fetcher=Fetcher(cache=cache, limits=Limits(private=private)), most=pages)


def lookup(service: str | None) -> Callable[[LinkedArticle], LinkedArticle]:
    """What adds identifiers to an article's entities; without a service it leaves them as they are."""
    if service is None:
        return lambda linked: linked
    from functools import partial

    from kg.linking.wikidata import ENDPOINT, Reconciler, identify

    return partial(identify, reconciler=Reconciler(ENDPOINT if service == "wikidata" else service))


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


def table(columns: list[str], rows: list[list[str]]) -> str:
    """Rows as a table that fits the terminal; elsewhere as wide as they are."""
    from io import StringIO
    from textwrap import shorten

    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if not rows:
        return "nothing found\n"
    terminal = sys.stdout.isatty()
    console = Console(file=StringIO(), width=None if terminal else 10_000, color_system=None)
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in columns:
        shown.add_column(column.replace("_", " "), overflow="fold")
    for row in rows:
        shown.add_row(*(Text(shorten(cell, LONGEST_CELL, placeholder=" …")) for cell in row))
    with console.capture() as captured:
        console.print(shown)
    return "".join(f"{line.rstrip()}\n" for line in captured.get().splitlines())


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


@app.command(epilog='Example: kg why graph.ttl "Jens Stoltenberg" roleOf NATO')
def why(
    graph: Annotated[Path | None, typer.Argument(metavar="[GRAPH]", help="A graph file or store directory.")] = None,
    subject: Annotated[str | None, typer.Argument(help="Name or IRI of an entity.")] = None,
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
        from kg.pipeline import Setup

        for line in why_not(sentence, Setup(model=model, ontologies=tuple(ontology))):
            typer.echo(line)
        return
    if graph is None:
        raise GraphError("name a graph, or give a sentence with --not")
    if same is not None:
        from kg.graph import known_entities, read_graph
        from kg.linking import explain

        reasons = explain(known_entities(read_graph(graph)), *same)
        if not reasons:
            raise GraphError(f"no article of {graph} knows both '{same[0]}' and '{same[1]}'")
        for reason in reasons:
            typer.echo(reason)
        return
    if subject is None or relation is None or object is None:
        raise GraphError("name a statement: kg why GRAPH SUBJECT RELATION OBJECT")
    from rdflib import URIRef

    from kg.graph import evidence_of, label, read_graph
    from kg.lookup import find_entity, find_relation
    from kg.vocabulary import local_name

    read = read_graph(graph)
    iris = find_entity(read, subject), find_relation(read, relation), find_entity(read, object)
    quotes = evidence_of(read, *iris)
    plain = (URIRef(iris[0]), URIRef(iris[1]), URIRef(iris[2])) in read
    if not quotes:
        typer.echo("no evidence speaks of it")
        return
    names = f"{label(read, iris[0])} {local_name(iris[1])} {label(read, iris[2])}"
    typer.echo(f"{names}: {'stands' if plain else 'does not stand'} as a plain triple")
    for quote in quotes:
        typer.echo(f"\n{cited(quote)}")


def cited(quote: Quote) -> str:
    """A piece of evidence as lines of text: the quote, what it means, who says it where, what found it."""
    meaning = [quote.polarity.lower(), quote.factuality.lower()]
    meaning += [f"role {quote.role}"] * bool(quote.role) + ["former"] * quote.former
    meaning += [f"time {quote.time}"] * bool(quote.time)
    speaker = quote.speaker or ("somebody unnamed" if quote.attributed else "the article itself")
    place = ", ".join(filter(None, (quote.source, quote.date, f"characters {quote.start} to {quote.end}")))
    return (
        f"“{' '.join(quote.text.split())}”\n"
        f"  {quote.subject} {quote.relation} {quote.object}: {', '.join(meaning)}\n"
        f"  said by {speaker} in “{quote.article}” ({place})\n"
        f"  found by {quote.rule}, confidence {quote.confidence}"
    )


@app.command(epilog="Example: kg info graph.ttl")
def info(graph: GraphPath) -> None:
    """Count what a graph holds."""
    from kg.graph import count, read_graph, settings

    read = read_graph(graph)
    counts, built = count(read), settings(read)
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
        ("policy", str(built.policy)),
        ("plain from", f"confidence {built.plain:g}"),
        ("base", built.base),
    ]
    for name, text in lines:
        typer.echo(f"{name:11} {text}".rstrip())


def listed(counts: Iterable[tuple[str, int]]) -> str:
    """Names with their numbers."""
    return ", ".join(f"{name} {number}" for name, number in counts)


@app.command(epilog="Example: kg remove graph.ttl summit.txt")
def remove(
    graph: GraphPath,
    article: Annotated[str, typer.Argument(help="Its file name, URL, headline, SHA-256 or IRI.")],
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write; else GRAPH itself changes.")] = None,
) -> None:
    """Take an article out of a graph, and with it all that no other article says."""
    from kg import graph as graphs
    from kg.formats import open_store, rdf_format
    from kg.pipeline import settle

    if out is not None:
        rdf_format(out)
        graphs.check_writable(out)
    read = graphs.from_quads(open_store(graph))
    built = graphs.settings(read)
    found = graphs.find_article(read, article)
    graphs.remove(read, found)
    settle(read, policy=built.policy, plain=built.plain, base=built.base)
    if out is None and graph.is_dir():
        graphs.write_store(read, graph)
    else:
        graphs.write_graph(read, out or graph, base=built.base)
    typer.echo(f"{out or graph}: {plural(graphs.count(read).articles, 'article')} left")


@app.command(epilog="Example: kg diff yesterday.ttl today.ttl")
def diff(old: GraphPath, new: GraphPath) -> None:
    """List what two graphs do not share: articles, entities, statements, evidence."""
    from kg.graph import diff as compare
    from kg.graph import read_graph

    changes = compare(read_graph(old), read_graph(new))
    for change in changes:
        typer.echo(f"{change.how} {change.kind}: {' '.join(change.text.split())}")
    if not changes:
        typer.echo("no difference")


@app.command(epilog="Example: kg validate graph.ttl")
def validate(graph: GraphPath) -> None:
    """Check a graph against the shapes of the statement model (SHACL)."""
    from kg.graph import read_graph, violations

    found = violations(read_graph(graph))
    for line in found:
        typer.echo(line)
    if found:
        raise GraphError(f"{graph}: {plural(len(found), 'violation')} of the shapes")
    typer.echo(f"{graph}: conforms")


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
    from kg.pipeline import Setup
    from kg.reading import read_text

    if format not in ("table", "jsonl"):
        raise GraphError(f"unknown format '{format}'; known: table, jsonl")
    text = read_text(source)
    texts = text.splitlines() if lines else [text]
    found = find(texts, Setup(model=model, ontologies=tuple(ontology)), open_relations=open_relations)
    if format == "jsonl":
        for finding in found:
            typer.echo(json.dumps(finding.as_json(), ensure_ascii=False))
        return
    columns = ["line", "subject", "relation", "object", "polarity", "factuality", "speaker", "confidence"]
    rows = [[str(finding.as_json()[c] or "") for c in columns] for finding in found]
    typer.echo(table(columns, rows), nl=False)


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
        on_error=lambda error: say(" ".join(str(error).split())),
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


def main() -> NoReturn:
    """Run the command line; a user's mistake is one line on standard error and exit code 2."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        code = app(prog_name="kg", standalone_mode=False)
    except KGError as error:
        say(" ".join(str(error).split()))
        code = 2
    except typer.TyperException as error:  # a command line that cannot be understood
        if message := " ".join(error.format_message().split()):
            say(f"{message} (see kg --help)")
        code = 2
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        code = 0
    sys.exit(code)
