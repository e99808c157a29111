"""Dossiers as Markdown: one by itself, and a folder of notes that link each other (Obsidian, Logseq and others)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from rdflib import Graph

from kg.errors import GraphError
from kg.graph.dossier import Dossier, Fact, dossier
from kg.graph.files import write_text
from kg.graph.look import Quote, label
from kg.vocabulary import NEWS, digest

LISTED: Final = ".newskg-notes"
"""The file in a folder of notes that lists those which the program wrote; others are never touched."""
LONGEST: Final = 200
"""Bytes of a file's name: with an ending, and what a file is called while it is written, below every system's limit."""
_MARKS: Final = re.compile(r"([\\`*_{}\[\]<>#|~=$^%&])")
_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*#^\[\]%`]+')
_DEVICES: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")

Link = Callable[[str, str], str]
"""An entity's IRI and its name to what stands for it in a note."""


def escaped(text: str) -> str:
    r"""Text that Markdown, HTML and wiki links show as it is.

    >>> escaped("<b>[[Ada]]</b> *and*  #Ben")
    '\\<b\\>\\[\\[Ada\\]\\]\\</b\\> \\*and\\* \\#Ben'
    """
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def file_name(text: str) -> str:
    """A name that every file system, and every wiki link, can hold.

    >>> file_name('AT&T: "the [[firm]]"/2'), file_name("con"), file_name(" .. ")
    ('AT&T the firm 2', 'con_', 'unnamed')
    """
    name = " ".join(_UNSAFE.sub(" ", text).split()).strip(". ")
    name = name.encode()[:LONGEST].decode(errors="ignore").strip(". ")
    return f"{name}_" if _DEVICES.fullmatch(name) else name or "unnamed"


def markdown(found: Dossier, link: Link = lambda iri, name: escaped(name)) -> str:
    """A dossier as Markdown.

    Args:
        link: what stands for other entities.
    """
    return "\n".join(_lines(found, link)) + "\n"


def _lines(found: Dossier, link: Link) -> Iterator[str]:
    yield f"# {escaped(found.label)}"
    yield ""
    yield f"{escaped(found.type)}" + (f"; also {', '.join(map(escaped, found.names))}" if found.names else "")
    if found.links:
        yield ""
        yield from (f"- <{iri}>" for iri in found.links)
    if found.roles:
        yield from ("", "## Roles", "")
        yield from (_role(fact, link) for fact in found.roles)
    for relation, facts in found.facts.items():
        yield from ("", f"## {escaped(relation)}", "")
        for fact in facts:
            yield _line(fact, link)
            yield from (f"  - {_quote(quote)}" for quote in fact.quotes[:3])
    if found.said:
        yield from ("", "## Who says what", "")
        yield from (f"- {_said(quote)}" for quote in found.said)
    if found.articles:
        yield from ("", "## Articles", "")
        for source in found.articles:
            place = f"<{source.url}>" if source.url else escaped(source.source)
            yield f"- {escaped(source.headline)} ({', '.join(filter(None, (source.date, place)))})"


def _span(fact: Fact) -> str:
    return fact.first if fact.first == fact.last else f"{fact.first} to {fact.last}"


def _role(fact: Fact, link: Link) -> str:
    title = " / ".join(map(escaped, fact.roles)) or "a role"
    notes = [*(["former"] if fact.former else []), *([] if fact.status == "stands" else [fact.status]), _span(fact)]
    who, where = link(fact.subject, fact.subject_label), link(fact.object, fact.object_label)
    return f"- {who}: {title} of {where} ({', '.join(filter(None, notes))}; {fact.address})"


def _line(fact: Fact, link: Link) -> str:
    who, whom = link(fact.subject, fact.subject_label), link(fact.object, fact.object_label)
    status = "" if fact.status == "stands" else f"*{fact.status}*: "
    return f"- {status}{who} {escaped(fact.relation)} {whom} ({', '.join(filter(None, (_span(fact), fact.address)))})"


def _quote(quote: Quote) -> str:
    who = f"{escaped(quote.speaker)}, " if quote.speaker else ""
    place = ", ".join(filter(None, (escaped(quote.article), quote.date)))
    return f"“{escaped(quote.text)}” ({who}{place})"


def _said(quote: Quote) -> str:
    says = "denies" if quote.polarity == "Negative" else "says"
    what = " ".join(map(escaped, (quote.subject, quote.relation, quote.object)))
    return f"{escaped(quote.speaker)} {says}: {what}, “{escaped(quote.text)}” ({quote.date or escaped(quote.source)})"


def note_names(graph: Graph) -> dict[str, str]:
    """Entity -> the name of its note; no two alike but for case, which some file systems don't tell apart."""
    wanted = {str(node): file_name(label(graph, node)) for node in set(graph.objects(None, NEWS.entity))}
    taken: dict[str, list[str]] = {}
    for iri, name in sorted(wanted.items()):
        taken.setdefault(name.casefold(), []).append(iri)
    return {
        iri: name if len(taken[name.casefold()]) == 1 else f"{name} ({digest(iri)[:8]})" for iri, name in wanted.items()
    }


def write_notes(graph: Graph, folder: Path) -> int:
    """Write a Markdown note for each entity; the notes link each other.

    What the program wrote there before is replaced, or taken out; anything else in the folder stays as it is.

    Returns:
        How many notes there are.

    Raises:
        GraphError: a note can't be written, or would replace a file that isn't the program's.
    """
    if folder == Path("-"):
        raise GraphError("several files cannot go to standard output: name a folder with --out")
    names = note_names(graph)

    def link(iri: str, name: str) -> str:
        shown = " ".join(name.split())
        # nothing can be escaped inside of a link: what would need that is shown by its file's name
        return f"[[{names[iri]}]]" if names[iri] == shown or _MARKS.search(shown) else f"[[{names[iri]}|{shown}]]"

    old = _listed(folder)
    files = {f"{name}.md": iri for iri, name in names.items()}
    strangers = sorted(file for file in files if file not in old and (folder / file).exists())
    if strangers:
        raise GraphError(f"{folder / strangers[0]}: is not one of the program's notes; it is left as it is")
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise GraphError(f"{folder}: cannot be written: {error.strerror}") from error
    write_text("".join(f"{file}\n" for file in sorted(old | files.keys())), folder / LISTED)
    for file, iri in sorted(files.items()):
        found = dossier(graph, iri)
        write_text(_front(found) + markdown(found, link), folder / file)
    for file in sorted(old - files.keys()):
        (folder / file).unlink(missing_ok=True)
    write_text("".join(f"{file}\n" for file in sorted(files)), folder / LISTED)
    return len(files)


def _listed(folder: Path) -> set[str]:
    """The notes that the program wrote into a folder before."""
    try:
        lines = (folder / LISTED).read_text(encoding="utf-8").splitlines() if (folder / LISTED).exists() else []
    except (OSError, UnicodeDecodeError) as error:
        raise GraphError(f"{folder / LISTED}: cannot be read: {error}") from error
    return {line for line in lines if line.endswith(".md") and "/" not in line and "\\" not in line}


def _front(found: Dossier) -> str:
    """The properties of a note, as YAML (of which JSON is a part)."""
    fields = {"aliases": list(found.names), "tags": [found.type], "iri": found.iri, "same_as": list(found.links)}
    return (
        "---\n"
        + "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items())
        + "---\n"
    )
