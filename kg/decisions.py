"""What people decide about a graph, in a Turtle file beside it: one line a decision.

    entity:Kessel owl:sameAs entity:Anna_Kessel .
    mention:0c5d… owl:differentFrom entity:John_Smith .
    statement:4f1c… rdf:subject entity:A ; rdf:predicate news:owns ; rdf:object entity:B ; news:rejected true .
    entity:Kessel skos:prefLabel "Anna Kessel"@en .

An entity is named by its IRI, or by the IRI of a mention: what one article knows of it. A set of decisions has no
order; those that contradict each other are an error.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import pyoxigraph as ox
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD

from kg.errors import DecisionError
from kg.formats import read_quads
from kg.vocabulary import NEWS, PREFIXES, decision_iri, local_name, statement_iri

SUFFIX: Final = ".decisions.ttl"


class Verb(StrEnum):
    """What is decided."""

    SAME = "same"
    DIFFERENT = "different"
    REJECT = "reject"
    CONFIRM = "confirm"
    RENAME = "rename"


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """One decision.

    Args:
        verb: what is decided.
        terms: IRIs of what it is about: two entities, sorted; subject, relation and object of a statement; an entity.
        name: what an entity is to be called; empty but for a rename.
        by, on: who decided, and when; empty unless they were asked for.
    """

    verb: Verb
    terms: tuple[str, ...]
    name: str = ""
    by: str = field(default="", compare=False)
    on: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decisions that don't contradict each other.

    Args:
        all: each once, in the order in which the files have them.
        labels: what mentions are called in the files.
    """

    all: tuple[Decision, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.all)

    def of(self, *verbs: Verb) -> list[Decision]:
        """The decisions of some verbs, sorted: their order means nothing."""
        return sorted(decision for decision in self.all if decision.verb in verbs)

    def words(self, decision: Decision) -> str:
        """A decision in words: `same Kessel, Anna Kessel`."""
        terms = [self.labels.get(term) or unquote(local_name(term)).replace("_", " ") for term in decision.terms]
        if decision.verb in (Verb.REJECT, Verb.CONFIRM):
            return f"{decision.verb} {' '.join(terms)}"
        return f"{decision.verb} {', '.join(terms)}" + (f" as '{decision.name}'" if decision.name else "")


NONE: Final = Decisions()


def beside(graph: Path) -> Path:
    """The decisions file that belongs to a graph file or store.

    >>> str(beside(Path("news/graph.ttl.gz"))), str(beside(Path("store")))
    ('news/graph.decisions.ttl', 'store.decisions.ttl')
    """
    name = graph.name.removesuffix(".gz")
    return graph.with_name((Path(name).stem if name else "graph") + SUFFIX)


def read_decisions(paths: Iterable[Path], *, checked: bool = True) -> Decisions:
    """Read decisions files.

    Args:
        paths: the files.
        checked: whether decisions that contradict each other are refused; not so that one of them can be taken out.

    Raises:
        GraphError: a file is missing or malformed.
        DecisionError: it says something that is no decision, or two decisions contradict each other.
    """
    found: dict[Decision, None] = {}
    labels: dict[str, str] = {}
    for path in paths:
        for decision in _from_quads(read_quads(path), str(path), labels):
            found.setdefault(decision)
    decisions = Decisions(tuple(found), labels)
    if checked:
        check(decisions, ", ".join(map(str, paths)))
    return decisions


def _from_quads(quads: Iterable[ox.Quad], path: str, labels: dict[str, str]) -> Iterator[Decision]:
    """The decisions that some triples state, in their order; what nodes are called goes into `labels`."""
    nodes: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    places: list[tuple[str, str, str]] = []
    for quad in quads:
        subject, predicate, value = _value(quad.subject), quad.predicate.value, _value(quad.object)
        nodes[subject][predicate].append(value)
        if predicate == str(RDFS.label):
            labels[subject] = value
        elif predicate in _VERBS:
            places.append((subject, predicate, value))
        elif predicate not in _BESIDE:
            raise DecisionError(
                f"{path}: <{predicate}> is no decision; known: owl:sameAs, owl:differentFrom, news:rejected, "
                "news:confirmed, skos:prefLabel"
            )
    said = {
        tuple(of[str(part)][0] for part in (RDF.subject, RDF.predicate, RDF.object)): of
        for of in nodes.values()
        if str(RDF.type) in of and str(NEWS.Decision) in of[str(RDF.type)] and _triple(of)
    }
    for subject, predicate, value in places:
        who = said.get((subject, predicate, value), {})
        by, on = (next(iter(who.get(str(p), ())), "") for p in (DCTERMS.creator, DCTERMS.date))
        verb = _VERBS[predicate]
        if verb == Verb.RENAME:
            if not value.strip():
                raise DecisionError(f"{path}: <{subject}> is to be called nothing; give it a name")
            yield Decision(verb, (subject,), value, by, on)
        elif verb in (Verb.SAME, Verb.DIFFERENT):
            yield Decision(verb, tuple(sorted((subject, value))), "", by, on)
        elif value not in ("true", "1"):
            raise DecisionError(f"{path}: <{subject}> {local_name(predicate)} '{value}': write true, or take it out")
        else:
            yield Decision(verb, _triple(nodes[subject]) or (subject,), "", by, on)


def _value(term: object) -> str:
    return str(getattr(term, "value", term))


def _triple(of: Mapping[str, list[str]]) -> tuple[str, ...]:
    """The subject, relation and object that a node names, or nothing."""
    parts = [of.get(str(part), []) for part in (RDF.subject, RDF.predicate, RDF.object)]
    return tuple(part[0] for part in parts) if all(parts) else ()


_VERBS: Final = {
    str(OWL.sameAs): Verb.SAME,
    str(OWL.differentFrom): Verb.DIFFERENT,
    str(NEWS.rejected): Verb.REJECT,
    str(NEWS.confirmed): Verb.CONFIRM,
    str(SKOS.prefLabel): Verb.RENAME,
}
_BESIDE: Final = {str(p) for p in (RDF.type, RDF.subject, RDF.predicate, RDF.object, DCTERMS.creator, DCTERMS.date)}


class Classes:
    """Terms that decisions say are one, whatever their order."""

    def __init__(self, pairs: Iterable[tuple[str, ...]]) -> None:
        self._parents: dict[str, str] = {}
        for one, other in pairs:
            low, high = sorted((self.of(one), self.of(other)))
            self._parents[high] = low

    def of(self, term: str) -> str:
        """The first term, in the alphabet, of those that are one with this one."""
        while (parent := self._parents.get(term, term)) != term:
            term = parent
        return term


def check(decisions: Decisions, place: str) -> None:
    """Refuse decisions that contradict each other.

    Args:
        place: the file's name, for the error.

    Raises:
        DecisionError: it names both.
    """
    same = decisions.of(Verb.SAME)
    classes = Classes(decision.terms for decision in same)

    def refuse(*several: Decision) -> None:
        words = " and ".join(f"'{decisions.words(decision)}'" for decision in several)
        raise DecisionError(f"{place}: {words} contradict each other: take one out (kg decide GRAPH undo …)")

    for decision in decisions.of(Verb.DIFFERENT):
        if classes.of(decision.terms[0]) == classes.of(decision.terms[1]):
            refuse(decision, *_path(same, *decision.terms))
    facts = {_fact(decision, classes): decision for decision in decisions.of(Verb.CONFIRM)}
    for decision in decisions.of(Verb.REJECT):
        if other := facts.get(_fact(decision, classes)):
            refuse(decision, other)
    called: dict[str, Decision] = {}
    for decision in decisions.of(Verb.RENAME):
        other = called.setdefault(classes.of(decision.terms[0]), decision)
        if other.name != decision.name:
            refuse(other, decision)


def _fact(decision: Decision, classes: Classes) -> tuple[str, ...]:
    """What makes two decisions be about one statement."""
    if len(decision.terms) == 1:
        return decision.terms
    subject, relation, obj = decision.terms
    return classes.of(subject), relation, classes.of(obj)


def _path(same: Iterable[Decision], start: str, end: str) -> list[Decision]:
    """The shortest row of decisions that makes two terms one."""
    edges: dict[str, list[tuple[str, Decision]]] = defaultdict(list)
    for decision in same:
        one, other = decision.terms
        edges[one].append((other, decision))
        edges[other].append((one, decision))
    ahead = deque([(start, list[Decision]())])
    seen = {start}
    while ahead:
        term, path = ahead.popleft()
        if term == end:
            return path
        for other, decision in edges[term]:
            if other not in seen:
                seen.add(other)
                ahead.append((other, [*path, decision]))
    return []


_PREFIX: Final = re.compile(r"(?m)^@prefix (\w+): <([^>]*)> \.")
_SAFE: Final = re.compile(r"\w[\w-]*")
_PREFIXES: Final = {name: PREFIXES[name] for name in ("dcterms", "news", "owl", "rdf", "rdfs", "skos", "xsd")}


def _header(base: str) -> str:
    own = {kind: f"{base}{kind}/" for kind in ("decision", "entity", "mention", "statement")}
    lines = (f"@prefix {name}: <{iri}> .\n" for name, iri in sorted((own | _PREFIXES).items()))
    return (
        "# Decisions of people: one line each; kg applies them whenever it builds the graph.\n" + "".join(lines) + "\n"
    )


def turtle_line(decision: Decision, *, base: str, labels: Mapping[str, str], prefixes: Mapping[str, str]) -> str:
    """A decision as one line of Turtle.

    Args:
        base: the IRI under which the graph's nodes are minted.
        labels: what the mentions among its terms are called.
        prefixes: those that the file declares, by name.
    """
    triples = _triples(decision, base)
    for term in decision.terms:
        if term in labels:
            triples.append((term, str(RDFS.label), ox.Literal(labels[term], language="en")))
    if decision.by or decision.on:
        subject, predicate, value = triples[0]
        node = str(decision_iri(subject, predicate, str(value), base=base))
        triples += [(node, str(RDF.type), ox.NamedNode(str(NEWS.Decision)))]
        triples += [
            (node, str(RDF.subject), ox.NamedNode(subject)),
            (node, str(RDF.predicate), ox.NamedNode(predicate)),
        ]
        triples += [(node, str(RDF.object), value)]
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
    predicate = next(p for p, verb in _VERBS.items() if verb == decision.verb)
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


def write_decisions(path: Path, taken: Iterable[Decision], *, base: str, labels: Mapping[str, str]) -> None:
    """Add decisions to a file, which is made where there is none; those that it holds are passed over.

    Args:
        base, labels: see `turtle_line`.

    Raises:
        DecisionError: one contradicts another, or the file can't be written; it stays as it was.
    """
    old = read_decisions([path]) if path.exists() else NONE
    new = [decision for decision in dict.fromkeys(taken) if decision not in old.all]
    check(Decisions((*old.all, *new), {**old.labels, **labels}), str(path))
    if not new:
        return
    try:
        content = path.read_text(encoding="utf-8") if path.exists() else ""
        start = "" if content else _header(base)
        prefixes = dict(_PREFIX.findall(content or start))
        lines = [turtle_line(decision, base=base, labels=labels, prefixes=prefixes) for decision in new]
        gap = "\n" * bool(content and not content.endswith("\n"))
        # one write at the end of the file, so that two people who decide at once lose nothing
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
        try:
            os.write(handle, "\n".join((start + gap + lines[0], *lines[1:], "")).encode())
        finally:
            os.close(handle)
    except (OSError, UnicodeDecodeError) as error:
        raise DecisionError(f"{path}: cannot be written: {error}") from error


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
    found = set(_from_quads(quads, "", {}))
    return found == {decision}
