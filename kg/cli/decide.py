"""Commands by which people decide: what is doubtful, and what they hold of it."""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kg.cli.options import DecisionFiles, GraphPath, Wait, app, counted, decisions_for, lost, plural, say
from kg.cli.tables import tall_table
from kg.errors import GraphError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib import Graph

    from kg.decisions import Address, Decision, Verb
    from kg.review import Doubt


SHOWN: Final = 10
"""How many of the facts are named that a decision turns, also those that entail what is rejected."""


@app.command(epilog="Example: kg review graph.ttl --limit 10")
def review(
    graph: GraphPath,
    about: Annotated[str | None, typer.Option(metavar="NAME", help="Only what concerns this entity.")] = None,
    kind: Annotated[
        str | None, typer.Option(metavar="KIND", help="Only merge, split, duplicate, role or fact.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="The most that are listed.")] = 20,
    format: Annotated[str, typer.Option(help="table or jsonl.")] = "table",
    decisions: DecisionFiles = [],  # noqa: B006
) -> None:
    """List what is worth a person's look, best first, with reasons, quotes, and the commands that decide it.

    Doubtful merges and splits, likely duplicates, conflicting roles, unsure facts. What is decided is not asked again.
    """
    from kg import graph as graphs
    from kg.formats import open_store
    from kg.lookup import find_entity
    from kg.review import Kind, review
    from kg.settling import settle

    if format not in ("table", "jsonl"):
        raise GraphError(f"unknown format '{format}'; known: table, jsonl")
    if kind is not None and kind not in set(Kind):
        raise GraphError(f"unknown kind '{kind}'; known: {', '.join(Kind)}")
    read = graphs.from_quads(open_store(graph))
    built = graphs.settings(read)
    decided = decisions_for(decisions, graph, built_with=built.decisions)
    # what was decided --later, or in the file by hand, is not in the graph yet
    for words in settle(read, built=built, decisions=decided):
        lost(words)
    only = find_entity(read, about) if about is not None else None
    found = [
        doubt
        for doubt in review(read, decided, name=str(graph), files=[str(file) for file in decisions[:1]])
        if (kind is None or doubt.kind == kind) and (only is None or only in doubt.entities)
    ]
    if format == "jsonl":
        for doubt in found[:limit]:
            typer.echo(json.dumps(asdict(doubt), ensure_ascii=False))
        return
    typer.echo(tall_table(["", "doubt", "what", "why", "quotes", "decide"], rows(found[:limit])), nl=False)
    if len(found) > limit:
        typer.echo(f"and {len(found) - limit} more (--limit {len(found)})")


def rows(found: list[Doubt]) -> list[list[str]]:
    """Doubts as rows of a table, a line for each reason, quote and command."""
    return [
        [
            str(number),
            f"{doubt.kind} {doubt.doubt:.2f}",
            doubt.text,
            "\n".join(doubt.reasons),
            "\n".join(
                f"“{' '.join(quote.text.split())}” ({', '.join(filter(None, (quote.source, quote.date)))})"
                for quote in doubt.quotes
            ),
            "\n".join(doubt.decide),
        ]
        for number, doubt in enumerate(found, start=1)
    ]


@app.command(epilog='Example: kg decide graph.ttl same "Kessel" "Anna Kessel"')
def decide(
    graph: GraphPath,
    verb: Annotated[
        str | None, typer.Argument(help="same, different, reject, confirm, rename; undo, apply. Without it: list.")
    ] = None,
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="WHAT...",
            help="Two entities or more; a fact's address or its three parts; an entity and its name; a number to undo.",
        ),
    ] = [],  # noqa: B006
    by: Annotated[str, typer.Option(metavar="NAME", help="Note who decides.")] = "",
    on: Annotated[str, typer.Option(metavar="DATE", help="Note when: 2024-05-30, or today.")] = "",
    later: Annotated[
        bool, typer.Option("--later", help="Only note it; the next build, append, remove or decide applies it.")
    ] = False,
    decisions: DecisionFiles = [],  # noqa: B006
    wait: Wait = 0.0,
) -> None:
    """Decide what is one entity and what is two, which facts are wrong or right, what something is called.

    An entity is given by its name, its IRI, or as NAME@ARTICLE: what that one article knows under the name. A decision
    is one line in a file beside the graph, and every build, append and removal applies it; so does this command.
    """
    from kg.decision_lines import labels_of, remove_decision, write_decisions
    from kg.decisions import Decisions, Verb, beside, read_decisions
    from kg.graph import read_graph, settings

    if len(decisions) > 1:
        raise GraphError("a decision goes into one file: give --decisions once")
    path = decisions[0] if decisions else beside(graph)
    read = read_graph(graph)
    built = settings(read)
    if verb is None:
        list_decisions(path)
        return
    if verb == "apply":
        if what:
            raise GraphError(f"kg decide {graph} apply takes nothing more")
    elif verb == "undo":
        known = read_decisions([path] if path.exists() else [], checked=False)
        if not known:
            raise GraphError(f"{path}: nothing is decided, so there is nothing to undo")
        if len(what) != 1 or not what[0].isdecimal() or not 0 < int(what[0]) <= len(known):
            raise GraphError(f"give the number of a decision, as kg decide {graph} lists them (1 to {len(known)})")
        chosen = known.all[int(what[0]) - 1]
        remove_decision(path, chosen)
        typer.echo(f"{path}: no longer {known.words(chosen)}")
    else:
        taken, about = understood(read, verb, what, by=by, on=on)
        for words in cautions(read, Verb(verb), about, what):
            say(words)
        old = read_decisions([path] if path.exists() else [])
        if len(old) < built.decisions:
            made = plural(built.decisions, "decision")
            raise GraphError(f"{graph} was built with {made}, and {path} has {len(old)}: give their file (--decisions)")
        write_decisions(path, taken, about, base=built.base)
        for decision in taken:
            before = " (decided before)" if decision in old.all else ""
            typer.echo(f"{path}: {Decisions((decision,), {**old.labels, **labels_of(about)}).words(decision)}{before}")
    if not later:
        apply(graph, path, wait=wait)


def understood(graph: Graph, verb: str, what: list[str], *, by: str, on: str) -> tuple[list[Decision], list[Address]]:
    """The decisions that a command line means, and what they name."""
    from kg.decisions import Decision, Verb
    from kg.graph import entity_address, find_address, find_fact, parts

    if verb not in set(Verb):
        raise GraphError(f"unknown decision '{verb}'; known: {', '.join(Verb)}, undo, apply")
    day = day_of(on)
    name, relation = "", ""
    if verb in (Verb.REJECT, Verb.CONFIRM):
        subject, relation, obj = parts(graph, find_fact(graph, *what))
        found = [entity_address(graph, subject), entity_address(graph, obj)]
    elif verb == Verb.RENAME:
        if len(what) != 2 or not what[1].strip():
            raise GraphError('name an entity and what it is to be called: kg decide GRAPH rename ENTITY "NAME"')
        found, name = [find_address(graph, what[0])], " ".join(what[1].split())
    else:
        if len(what) < 2:
            raise GraphError(f"name two entities or more: kg decide GRAPH {verb} ONE OTHER")
        found = [find_address(graph, text) for text in what]
    iris = [address.iri for address in found]
    if relation:
        return [Decision(Verb(verb), (iris[0], relation, iris[1]), "", by, day)], found
    if name:
        return [Decision(Verb(verb), (iris[0],), name, by, day)], found
    for one, other in combinations(range(len(iris)), 2):
        if iris[one] == iris[other]:
            raise GraphError(
                f"'{what[one]}' and '{what[other]}' are one entity in an article itself, which no decision divides; "
                "of several articles name what each of them knows, as NAME@ARTICLE"
            )
    pairs = pairwise(iris) if verb == Verb.SAME else combinations(iris, 2)
    return [Decision(Verb(verb), (min(pair), max(pair)), "", by, day) for pair in pairs], found


def cautions(graph: Graph, verb: Verb, about: list[Address], what: list[str]) -> Iterator[str]:
    """Say what a person may have overlooked: that nothing states a fact that is confirmed, that kinds differ."""
    from rdflib import RDFS, Literal, URIRef

    from kg.decisions import Verb
    from kg.graph import find_fact, quotes_of, type_of
    from kg.review.material import family_of

    if verb == Verb.CONFIRM:
        quotes = list(quotes_of(graph, find_fact(graph, *what)))
        if not any(q.polarity == "Positive" and q.factuality == "Actual" for q in quotes):
            denied = sum(q.polarity == "Negative" for q in quotes)
            told = f"denied in {denied} of {plural(len(quotes), 'quote')}" if denied else "every quote leaves it open"
            yield f"no article states this fact ({told}): your decision alone makes it plain"
    elif verb == Verb.SAME:
        kinds = [type_of(graph, address.node) for address in about]
        if len({family_of(kind) for kind in kinds if kind not in ("", "Entity")}) > 1:
            named = ", ".join(
                f"'{text}' is of the class {kind}" for text, kind in zip(what, kinds, strict=True) if kind
            )
            yield f"{named}: they become one entity all the same"
    elif verb == Verb.RENAME:
        others = set(graph.subjects(RDFS.label, Literal(" ".join(what[1].split()), lang="en"))) - {
            URIRef(about[0].node)
        }
        if others:
            yield f"another is called '{what[1]}': both get in brackets what tells them apart; same makes them one"


def day_of(text: str) -> str:
    """A day as ISO 8601 writes it."""
    from datetime import date

    if text in ("", "today"):
        return date.today().isoformat() if text else ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise GraphError(f"--on '{text}': write a day as 2024-05-30, or today") from None


def list_decisions(path: Path) -> None:
    """Number the decisions of a file."""
    from kg.decisions import read_decisions

    known = read_decisions([path] if path.exists() else [], checked=False)
    for number, decision in enumerate(known.all, start=1):
        who = ", ".join(filter(None, (decision.by, decision.on)))
        typer.echo(f"{number:3} {known.words(decision)}" + (f" ({who})" if who else ""))
    if not known:
        typer.echo(f"nothing is decided: there is no {path}" if not path.exists() else f"{path}: nothing is decided")


def apply(graph: Path, path: Path, *, wait: float = 0.0) -> None:
    """Derive a graph anew with the decisions of a file, and write it back."""
    from kg import graph as graphs
    from kg import homes

    place = homes.home(graph)
    built = place.settings()
    decisions = decisions_for([path] if path.is_file() else [], graph, built_with=built.decisions)
    with place.writing(homes.Plan(built, graphs.Ontology({}), decisions=decisions), wait=wait) as writer:
        before = graphs.standing(place.read())
        for words in writer.commit():
            lost(words)
    read = place.read()
    after = graphs.standing(read)
    turned = [about for about in before if after.get(about, before[about]) != before[about]]
    for words in sorted(
        f"{graphs.fact_words(read, t)}: {'plain now' if after[t] else 'no longer plain'}" for t in turned
    )[:SHOWN]:
        typer.echo(words)
    if len(turned) > SHOWN:
        typer.echo(f"and {len(turned) - SHOWN} more")
    typer.echo(f"{graph}: {plural(len(decisions), 'decision')}, {counted(graphs.count(read))}")
