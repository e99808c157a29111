"""Lines of a decisions file: add them, take one out."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from rdflib import DCTERMS, RDF, RDFS, XSD

from kg.decisions import NONE, VERBS, Address, Decision, Decisions, Verb, check, decisions_of, read_decisions
from kg.durable import reason
from kg.errors import DecisionError
from kg.vocabulary import NEWS, PREFIXES, decision_iri, statement_iri

_PREFIX: Final = re.compile(r"(?m)^@prefix (\w+): <([^>]*)> \.")
_SAFE: Final = re.compile(r"\w[\w-]*", re.ASCII)  # Turtle allows fewer other letters than `\w` stands for
_PREFIXES: Final = {name: PREFIXES[name] for name in ("dcterms", "news", "owl", "rdf", "rdfs", "skos", "xsd")}


def _header(base: str) -> str:
    own = {kind: f"{base}{kind}/" for kind in ("decision", "entity", "mention", "statement")}
    lines = (f"@prefix {name}: <{iri}> .\n" for name, iri in sorted((own | _PREFIXES).items()))
    return (
        "# Decisions of people: one line each; kg applies them whenever it builds the graph.\n" + "".join(lines) + "\n"
    )


def turtle_line(decision: Decision, *, base: str, addresses: Mapping[str, Address], prefixes: Mapping[str, str]) -> str:
    """A decision as one line of Turtle.

    Args:
        base: the IRI under which the graph's nodes are minted.
        addresses: what is known of its terms, by their IRIs.
        prefixes: those that the file declares, by name.
    """
    triples = _triples(decision, base)
    for address in (addresses[term] for term in decision.terms if term in addresses):
        if address.label:
            triples.append((address.iri, str(RDFS.label), ox.Literal(address.label, language="en")))
        triples += [(address.iri, str(NEWS.meant), ox.NamedNode(mention)) for mention in address.anchors]
    if decision.by or decision.on:
        subject, predicate, value = triples[0]
        node = str(decision_iri(subject, predicate, str(value), base=base))
        triples += [
            (node, str(RDF.type), ox.NamedNode(str(NEWS.Decision))),
            (node, str(RDF.subject), ox.NamedNode(subject)),
            (node, str(RDF.predicate), ox.NamedNode(predicate)),
            (node, str(RDF.object), value),
        ]
        triples += [(node, str(DCTERMS.creator), ox.Literal(decision.by))] * bool(decision.by)
        triples += [(node, str(DCTERMS.date), _date(decision.on))] * bool(decision.on)

    subjects: dict[str, list[str]] = {}
    for s, p, o in triples:
        subjects.setdefault(s, []).append(f"{_short(p, prefixes)} {_term(o, prefixes)}")
    return " ".join(f"{_short(s, prefixes)} {' ; '.join(parts)} ." for s, parts in subjects.items())


def _short(iri: str, prefixes: Mapping[str, str]) -> str:
    for name, start in prefixes.items():
        if iri.startswith(start) and _SAFE.fullmatch(iri.removeprefix(start)):
            return f"{name}:{iri.removeprefix(start)}"
    return f"<{iri}>"


def _term(value: ox.NamedNode | ox.Literal, prefixes: Mapping[str, str]) -> str:
    if isinstance(value, ox.NamedNode):
        return _short(value.value, prefixes)
    if value.datatype.value == str(XSD.boolean):
        return value.value
    text, _, datatype = str(value).partition("^^")
    return f"{text}^^{_short(datatype.strip('<>'), prefixes)}" if value.datatype.value == str(XSD.date) else str(value)


def _date(text: str) -> ox.Literal:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        return ox.Literal(text, datatype=ox.NamedNode(str(XSD.date)))
    return ox.Literal(text)


def _triples(decision: Decision, base: str) -> list[tuple[str, str, ox.NamedNode | ox.Literal]]:
    """The triple that says what is decided, and those that say of which statement."""
    true = ox.Literal(True)
    predicate = next(p for p, verb in VERBS.items() if verb == decision.verb)
    match decision.verb, decision.terms:
        case (Verb.RENAME, (entity,)):
            return [(entity, predicate, ox.Literal(decision.name, language="en"))]
        case (Verb.SAME | Verb.DIFFERENT, (one, other)):
            return [(one, predicate, ox.NamedNode(other))]
        case (_, (subject, relation, obj)):
            node = str(statement_iri(subject, relation, obj, base=base))
            parts = ((RDF.subject, subject), (RDF.predicate, relation), (RDF.object, obj))
            return [(node, predicate, true), *((node, str(p), ox.NamedNode(iri)) for p, iri in parts)]
        case (_, (node,)):
            return [(node, predicate, true)]
    raise DecisionError(f"'{decision.verb}' is not about {len(decision.terms)} things")


def write_decisions(path: Path, taken: Iterable[Decision], about: Iterable[Address], *, base: str) -> None:
    """Add decisions to a file, which is made where there is none; those that it holds are passed over.

    Args:
        about: what they name, as far as more than its IRI is known.
        base: see `turtle_line`.

    Raises:
        DecisionError: one contradicts another, or the file can't be written; it stays as it was.
    """
    old = read_decisions([path]) if path.exists() else NONE
    new = [decision for decision in dict.fromkeys(taken) if decision not in old.all]
    addresses = {address.iri: address for address in about}
    check(Decisions((*old.all, *new), {**old.labels, **labels_of(addresses.values())}), str(path))
    if not new:
        return
    try:
        content = path.read_text(encoding="utf-8") if path.exists() else ""
        start = "" if content else _header(base)
        prefixes = dict(_PREFIX.findall(content or start))
        lines = [turtle_line(decision, base=base, addresses=addresses, prefixes=prefixes) for decision in new]
        gap = "\n" * bool(content and not content.endswith("\n"))
        # one write at the end of the file, so that two people who decide at once lose nothing
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
        try:
            os.write(handle, "\n".join((start + gap + lines[0], *lines[1:], "")).encode())
        finally:
            os.close(handle)
    except UnicodeDecodeError as error:
        raise DecisionError(f"{path}: is no text, and is left as it is") from error
    except OSError as error:
        raise DecisionError(f"{path}: cannot be written: {reason(error)}") from error


def labels_of(addresses: Iterable[Address]) -> dict[str, str]:
    """What the mentions among some addresses are called."""
    return {address.iri: address.label for address in addresses if address.label}


def remove_decision(path: Path, decision: Decision) -> None:
    """Take the line that says a decision out of a file.

    Raises:
        DecisionError: no line says it by itself, or the file can't be written; it stays as it was.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        declared = "".join(line for line in lines if line.lstrip().startswith("@prefix"))
        kept = [line for line in lines if not _says(f"{declared}{line}", decision)]
        if len(kept) == len(lines):
            raise DecisionError(f"{path}: no line by itself says it; take it out by hand")
        part = path.with_name(f".{path.name}.part")
        part.write_text("".join(kept), encoding="utf-8")
        part.chmod(path.stat().st_mode & 0o777)
        part.replace(path)
    except (OSError, UnicodeDecodeError) as error:
        raise DecisionError(f"{path}: cannot be written: {error}") from error


def _says(turtle: str, decision: Decision) -> bool:
    """Whether a piece of Turtle says a decision, and no other."""
    try:
        quads = list(ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE))
    except SyntaxError:
        return False  # a part of a longer statement
    found = set(decisions_of(quads, "", {}, defaultdict(set)))
    return found == {decision}
