"""Commands for people who write an ontology of their own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import Ontologies, app, plural, say
from kg.cli.tables import table
from kg.errors import OntologyError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.findings import Finding
    from kg.lexicon import Example, Lexicon
    from kg.pipeline import Tools

group = typer.Typer(
    help="Check, list and try out relations and the words for them.",
    epilog="Example: kg ontology check football.ttl",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(group, name="ontology")

Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Your own Turtle; files that belong together.")]


@group.command(epilog="Example: kg ontology check football.ttl")
def check(files: Files) -> None:
    """Look for mistakes in ontology files (unknown frames, classes, relations, terms; missing labels), and show what
    their examples teach."""
    from kg.extraction import examples_that_teach_nothing
    from kg.language import load_nlp
    from kg.lexicon import declared, load_lexicon, mistakes
    from kg.linking import load_knowledge
    from kg.pipeline import Setup, load_tools

    found, nlp = mistakes(files), None
    if not found and (lexicon := load_lexicon(files)).examples:
        nlp = load_nlp()
        found = examples_that_teach_nothing(lexicon, nlp)
    for mistake in found:
        say(str(mistake))
    if found:
        raise OntologyError(f"{plural(len(found), 'mistake')} in {', '.join(map(str, files))}")
    load_knowledge(tuple(files))
    relations, words = map(len, declared(files))
    told = f"{plural(relations, 'relation')}, {plural(words, 'word or phrase', 'words and phrases')} of its own"
    typer.echo(f"{', '.join(map(str, files))}: no mistakes; {told}")
    if nlp is None:
        return
    tools = load_tools(Setup(ontologies=tuple(files)), nlp=nlp)
    entries = [entry for same in tools.lexicon.entries.values() for entry in same if entry.learnt]
    for entry in sorted(entries, key=lambda entry: entry.name):
        frames = ", ".join(frame.name for frame in entry.frames)
        typer.echo(f"learnt from its examples: {' '.join(entry.words)} ({entry.pos}, {frames})")
    for line in _read_again(tools):
        typer.echo(line)


def _read_again(tools: Tools) -> Iterator[str]:
    """Say of each example that does not stand plain what is read in it, and how many do."""
    from kg.findings import find
    from kg.lexicon import LEARNT

    examples, plain = tools.lexicon.examples, 0
    for example in examples:
        said = [f for f in find([example.text], tools) if f.rule.endswith(LEARNT) and _says(f, example)]
        if any(f.plain for f in said):
            plain += 1
        elif said:
            yield f"kept, not plain (confidence {max(f.confidence for f in said):.2f}): {example.text}"
        else:
            yield f"not found when it is read (kg ontology try FILE SENTENCE tells why): {example.text}"
    yield f"examples that are plain facts when they are read: {plain} of {len(examples)}"


def _says(finding: Finding, example: Example) -> bool:
    """Whether what is found in an example is what it is an example of: its relation between its marked words."""
    from kg.vocabulary import local_name

    ends = finding.spans["subject"], finding.spans["object"]
    marked = (example.x, example.y), (example.y, example.x)  # the other way round, where a relation is symmetric
    return finding.relation == local_name(example.relation) and any(
        all(a[0] < b[1] and b[0] < a[1] for a, b in zip(ends, both, strict=True)) for both in marked
    )


@group.command("list", epilog="Example: kg ontology list frames")
def list_terms(
    what: Annotated[str, typer.Argument(metavar="relations|classes|frames")] = "relations",
    ontology: Ontologies = [],  # noqa: B006 - typer reads it, nobody writes it
) -> None:
    """List the relations with their words, the classes, or the frames that a word can take."""
    from kg.extraction import load_lexicon_with_examples

    listed = {"relations": relation_rows, "classes": class_rows, "frames": frame_rows}
    if what not in listed:
        raise OntologyError(f"unknown list '{what}'; known: {', '.join(listed)}")
    columns, rows = listed[what](load_lexicon_with_examples(ontology))
    typer.echo(table(columns, rows), nl=False)


@group.command("try", epilog='Example: kg ontology try football.ttl "Hamid left Dortmund for Malmö."')
def try_out(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Your own Turtle.")],
    sentence: Annotated[str, typer.Argument(help="What a newspaper might write.")],
    every: Annotated[bool, typer.Option("--all", help="The facts of the packaged relations as well.")] = False,
) -> None:
    """Show which facts a sentence has with an ontology file, and what was considered where it has none."""
    from kg.findings import find, why_not
    from kg.lexicon import LEARNT, declared
    from kg.pipeline import Setup, load_tools

    _, own = declared([file])
    tools = load_tools(Setup(ontologies=(file,)))
    found = [f for f in find([sentence], tools) if every or f.rule in own or f.rule.endswith(LEARNT)]
    if found:
        columns = ["subject", "relation", "object", "polarity", "factuality", "said_by", "rule"]
        typer.echo(table(columns, [finding.cells(columns) for finding in found]), nl=False)
        return
    typer.echo(f"no fact by a word of {file}; what was considered:")
    for line in why_not(sentence, tools):
        typer.echo(line)


def relation_rows(lexicon: Lexicon) -> tuple[list[str], list[list[str]]]:
    """Each relation with its label, what it holds between, and how many words say it."""
    from kg.vocabulary import local_name

    words: dict[str, set[str]] = {name: set() for name in lexicon.relations}
    for entries in lexicon.entries.values():
        for entry in entries:
            words[entry.relation].add(entry.name)
    rows = [
        [local_name(r.name), r.label, classes(r.domain), classes(r.range), str(len(words[r.name]))]
        for r in sorted(lexicon.relations.values(), key=lambda r: local_name(r.name))
        if words[r.name]
    ]
    return ["relation", "label", "from", "to", "words"], rows


def class_rows(lexicon: Lexicon) -> tuple[list[str], list[list[str]]]:
    """Each class of things, the classes above it, and the nouns that denote it."""
    nouns: dict[str, list[str]] = {}
    for noun, cls in sorted(lexicon.classes.items()):
        nouns.setdefault(cls, []).append(noun)
    rows = [
        [cls, classes(above - {cls, "Entity"}), ", ".join(nouns.get(cls, ()))]
        for cls, above in sorted(lexicon.superclasses.items())
        if "Entity" in above
    ]
    return ["class", "is a", "nouns"], rows


def frame_rows(lexicon: Lexicon) -> tuple[list[str], list[list[str]]]:
    """Each frame that some word takes, with a word as an example."""
    examples: dict[str, set[str]] = {}
    for entries in lexicon.entries.values():
        for entry in entries:
            for frame in entry.frames:
                examples.setdefault(frame.name, set()).add(" ".join(entry.words))
    rows = [[name, f"{len(words)}", ", ".join(sorted(words)[:4])] for name, words in sorted(examples.items())]
    return ["frame", "words", "for example"], rows


def classes(names: frozenset[str]) -> str:
    """Classes as a person reads them; `anything` where there is no restriction."""
    from kg.vocabulary import local_name

    return ", ".join(sorted(map(local_name, names))) or "anything"
