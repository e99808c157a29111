"""Mistakes in a user's own ontology files, each with the entry, the value and the values that are known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from rdflib import OWL, RDF, RDFS, SKOS, URIRef

from kg.errors import OntologyError
from kg.lexicon.examples import TERM, read_example
from kg.turtle import NEWS_IRI, Triples
from kg.vocabulary import LEXINFO, ONTOLEX, SYNSEM, local_name

ENTRIES: Final = (ONTOLEX.Word, ONTOLEX.MultiwordExpression, ONTOLEX.LexicalEntry)
RELATIONS: Final = (OWL.ObjectProperty, OWL.SymmetricProperty)
FEW: Final = 16
"""So many known values are listed whole; of more the nearest."""
NEAREST: Final = 5
OWN: Final = (NEWS_IRI, *(NEWS_IRI.replace("ontology#", f"{name}#") for name in ("effect", "frame", "plover", "role")))
"""Namespaces in which the packaged ontology declares every term."""
LOOKED_AT: Final = frozenset(map(str, (
    RDFS.domain, RDFS.range, RDFS.subClassOf, RDFS.subPropertyOf, SYNSEM.propertyDomain, SYNSEM.propertyRange,
    SYNSEM.synBehavior, ONTOLEX.denotes,
)))  # fmt: skip
"""Properties whose values have a check of their own."""
_LEXICON: Final = NEWS_IRI.replace("ontology#", "lexicon#")


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One mistake.

    Args:
        file: where it stands.
        entry: the node that has it, as a person would write it.
        text: what is wrong, and what is known.
    """

    file: str
    entry: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}: {self.entry}: {self.text}"


@dataclass(frozen=True, slots=True)
class Known:
    """What the packaged ontology and a user's files declare, by IRI.

    Args:
        terms: everything in the namespaces of the packaged ontology.
        classes, things: all classes, and those of entities.
        relations, frames, parts_of_speech: what entries may denote, behave as, be.
    """

    terms: frozenset[str]
    classes: frozenset[str]
    things: frozenset[str]
    relations: frozenset[str]
    frames: frozenset[str]
    parts_of_speech: frozenset[str]


def find_mistakes(paths: Iterable[Path], triples: Triples, frames: Collection[str]) -> list[Mistake]:
    """Look for mistakes in a user's files.

    Args:
        triples: those of the packaged ontology and of these files.
        frames: IRIs of the frames that bind both X and Y.
    """
    classes = frozenset(triples.of_type(OWL.Class))
    entries = (node for node in triples.of_type(*ENTRIES, "EmbeddingEntry") if node.startswith(_LEXICON))
    spoken = {pos for node in entries for pos in triples.all(node, LEXINFO.partOfSpeech)}
    known = Known(
        terms=frozenset(name for name in triples.by_subject if name.startswith(OWN)),
        classes=classes,
        things=frozenset(cls for cls in classes if f"{NEWS_IRI}Entity" in above(cls, RDFS.subClassOf, triples)),
        relations=frozenset(triples.of_type(*RELATIONS)),
        frames=frozenset(frames),
        parts_of_speech=frozenset(spoken | {str(LEXINFO.preposition)}),
    )
    found = set[Mistake]()
    for path in paths:
        for node, properties in Triples([path]).by_subject.items():
            found.update(Mistake(str(path), shown(node), text) for text in _of_node(node, properties, known))
    return sorted(found)


def above(node: str, predicate: object, triples: Triples) -> set[str]:
    """A node and all that a property leads to from it, step by step: of a class all that it is a kind of."""
    found, waiting = set[str](), [node]
    while waiting:
        if (one := waiting.pop()) not in found:
            found.add(one)
            waiting += triples.all(one, predicate)
    return found


def refuse(mistakes: Sequence[Mistake]) -> None:
    """Stop at the first of some mistakes, if there are any.

    Raises:
        OntologyError: names it, and how to see the others.
    """
    if mistakes:
        more = f" (and {len(mistakes) - 1} more: kg ontology check {mistakes[0].file})" if len(mistakes) > 1 else ""
        raise OntologyError(f"{mistakes[0]}{more}")


def _of_node(node: str, properties: Mapping[str, list[str]], known: Known) -> Iterator[str]:
    """What is wrong with one node of a user's file."""
    types = frozenset(properties.get(str(RDF.type), ()))
    if not types.isdisjoint(map(str, ENTRIES)) and str(ONTOLEX.denotes) in properties:
        yield from _of_entry(properties, known)
    elif str(SYNSEM.synBehavior) in properties:
        yield f"is no lexical entry: add 'a ontolex:Word' and the relation that it denotes{_of(types)}"
    elif f"{NEWS_IRI}EmbeddingEntry" in types:
        yield from _word(properties, known)
    if not types.isdisjoint(map(str, RELATIONS)):
        yield from _classes(properties, known, {"domain": RDFS.domain, "range": RDFS.range})
        for name in properties.get(str(RDFS.subPropertyOf), ()):
            if name not in known.relations and name.startswith(OWN):
                yield _unknown("relation", name, known.relations)
    if TERM in properties and node not in known.relations:
        yield f"has an example and is no relation: declare it as an owl:ObjectProperty{_of(types)}"
    for marked in properties.get(TERM, ()):
        if read_example(node, marked) is None:
            yield f"the example {marked!r} must mark both ends once, as in '[X Geely] owns [Y Lotus].'"
    if str(OWL.Class) in types:
        yield from _classes(properties, known, {"superclass": RDFS.subClassOf})
    if node not in known.frames and any(t.startswith(str(LEXINFO)) and t.endswith("Frame") for t in types):
        yield "this frame does not say which of its arguments are X and Y (news:fills, see ontologies/README.md)"
    if any(not label.strip() for term in (RDFS.label, SKOS.prefLabel) for label in properties.get(str(term), ())):
        yield "has an empty label"
    used = {*properties, *(v for term, values in properties.items() if term not in LOOKED_AT for v in values)}
    for name in sorted(used - known.terms):
        if name.startswith(OWN):
            yield _unknown("term", name, known.terms)


def _of(types: Collection[str]) -> str:
    return f" (it is: {', '.join(sorted(map(shown, types)))})" if types else ""


def _of_entry(properties: Mapping[str, list[str]], known: Known) -> Iterator[str]:
    """What is wrong with a lexical entry that denotes a relation or a class."""
    yield from _word(properties, known)
    frames = properties.get(str(SYNSEM.synBehavior), ())
    for name in properties[str(ONTOLEX.denotes)]:
        if name in known.relations:
            if not frames:
                yield f"denotes the relation {shown(name)} and has no frame (synsem:synBehavior); e.g. frame:X_verbs_Y"
        elif name not in known.classes:
            yield _unknown("relation", name, known.relations | known.classes) + "; declare it as an owl:ObjectProperty"
    for name in frames:
        if name not in known.frames:
            yield _unknown("frame", name, known.frames) + "; all: kg ontology list frames"
    yield from _classes(properties, known, {"domain": SYNSEM.propertyDomain, "range": SYNSEM.propertyRange})


def _word(properties: Mapping[str, list[str]], known: Known) -> Iterator[str]:
    """What is wrong with the label and the part of speech of a word."""
    if str(RDFS.label) not in properties:
        yield 'has no label: add the word, as rdfs:label "join"@en'
    given = properties.get(str(LEXINFO.partOfSpeech), ())
    if not given:
        yield f"has no part of speech: add lexinfo:partOfSpeech, one of {_listed('', known.parts_of_speech)}"
    for name in given:
        if name not in known.parts_of_speech:
            yield _unknown("part of speech", name, known.parts_of_speech)


def _classes(properties: Mapping[str, list[str]], known: Known, terms: Mapping[str, URIRef]) -> Iterator[str]:
    for what, term in terms.items():
        for name in properties.get(str(term), ()):
            if name not in known.classes and name.startswith("http") and not name.startswith("http://www.w3.org/"):
                yield _unknown(f"class as {what}", name, known.things)


def _unknown(what: str, name: str, known: Collection[str]) -> str:
    return f"unknown {what} {shown(name)}; {_listed(name, known)}"


def _listed(name: str, known: Collection[str]) -> str:
    """The known values where they are few, else those nearest to a name."""
    by_name = {shown(iri): iri for iri in sorted(known)}
    if len(by_name) <= FEW:
        return f"known: {', '.join(by_name)}" if name else ", ".join(by_name)
    local: dict[str, list[str]] = {}
    for text in by_name:
        local.setdefault(local_name(text.replace(":", "/")), []).append(text)
    near = get_close_matches(local_name(name), local, n=NEAREST, cutoff=0.4)
    return "near: " + ", ".join(text for key in near for text in local[key]) if near else "nothing known is like it"


PREFIXES: Final = {
    str(LEXINFO): "lexinfo",
    str(ONTOLEX): "ontolex",
    str(SYNSEM): "synsem",
    NEWS_IRI: "news",
    **{NEWS_IRI.replace("ontology#", f"{name}#"): name for name in ("effect", "frame", "lexicon", "plover", "role")},
}


def shown(iri: str) -> str:
    """A term as a person writes it: with its usual prefix, or in angle brackets.

    >>> shown("https://w3id.org/newskg/frame#X_verbs_Y"), shown("https://example.org/a")
    ('frame:X_verbs_Y', '<https://example.org/a>')
    """
    for namespace, prefix in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return f"<{iri}>"
