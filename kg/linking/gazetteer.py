"""Read the gazetteer from Turtle, and keep it compiled in the user's cache."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from itertools import chain
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg.durable import replaced
from kg.errors import OntologyError
from kg.linking.knowledge import Alias, Knowledge
from kg.names import PARTICLES, bare, fold, person, sound_of_folded
from kg.resources import resource
from kg.turtle import parse, short
from kg.vocabulary import NEWS, local_name

FORMAT: Final = 5
_NEWS: Final = str(NEWS._NS)
_RDF_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
_OWL: Final = "http://www.w3.org/2002/07/owl#"
_FAMILY_FIRST: Final = frozenset({"China", "North Korea", "South Korea", "Vietnam", "Taiwan", "Cambodia", "Hong Kong"})
_NAME_PROPERTIES: Final = {
    _RDFS + "label": Alias.LABEL,
    _SKOS + "prefLabel": Alias.LABEL,
    _SKOS + "altLabel": Alias.OTHER,
    _NEWS + "acronym": Alias.ACRONYM,
    _NEWS + "adjective": Alias.ADJECTIVE,
    _NEWS + "demonym": Alias.DEMONYM,
    _SKOS + "hiddenLabel": Alias.SPELLING,
    _NEWS + "shortForm": Alias.SHORT,
}


def load_knowledge(paths: Sequence[Path] = (), *, cache: Path | None = None) -> Knowledge:
    """Load the packaged gazetteer and the user's own entities.

    Args:
        paths: Turtle (or N-Triples, RDF/XML …) files with entities, names, classes, relations, owl:sameAs and
            owl:differentFrom. What they say wins over the gazetteer.
        cache: folder of the compiled gazetteer; by default the user's cache folder. It is made anew whenever the
            Turtle differs; where it cannot be written, the Turtle is read each time.

    Returns:
        The knowledge that `link` needs.

    Raises:
        OntologyError: when a file is missing or malformed; the message names file and line.
    """
    folder = resource("ontologies")
    files = [*sorted(folder.glob("entities/*.ttl")), folder / "news.ttl"]
    contents = [path.read_bytes() for path in files]
    digest = hashlib.sha256(f"{FORMAT}".encode())
    words = folder / "names.ttl"  # by which names are compared
    for content in (*contents, words.read_bytes()):
        digest.update(hashlib.sha256(content).digest())
    compiled = (cache or cache_folder()) / f"gazetteer-{digest.hexdigest()[:24]}.json"
    knowledge = _read_compiled(compiled)
    if knowledge is None:
        knowledge = Knowledge()
        for path, content in zip(files, contents, strict=True):
            _absorb(knowledge, parse(path, content), own=False)
        _finish(knowledge)
        _write_compiled(compiled, knowledge)
    for path in paths:
        if not path.is_file():
            raise OntologyError(f"{path}: no such ontology file")
    _absorb(knowledge, chain.from_iterable(map(parse, paths)), own=True)  # one may use the classes of another
    return knowledge


def cache_folder() -> Path:
    """The user's cache folder for this program."""
    if sys.platform == "win32":
        root = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        root = Path.home() / "Library" / "Caches"
    else:
        root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return root / "newskg"


_OF_USERS: Final = ("same", "different", "own", "own_aliases")
_PARTS: Final = [one.name for one in fields(Knowledge) if one.name[0] != "_" and one.name not in _OF_USERS]
"""What is compiled: all but what users' own files say."""


def _read_compiled(path: Path) -> Knowledge | None:
    """The compiled gazetteer, or None where there is none that can be read."""
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(data, dict) or set(data) != set(_PARTS):
        return None
    return Knowledge(**data)


def _write_compiled(path: Path, knowledge: Knowledge) -> None:
    """Keep the compiled gazetteer for the next start, atomically; a folder that cannot be written is no error."""
    data = json.dumps({part: getattr(knowledge, part) for part in _PARTS}, ensure_ascii=False, separators=(",", ":"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replaced(path) as stream:
            stream.write(data.encode())
        for old in path.parent.glob("gazetteer-*.json"):
            if old != path:
                old.unlink(missing_ok=True)
    except OSError:
        return  # the gazetteer is in memory all the same


def _first(properties: dict[str, list[str]], name: str) -> str:
    """The first value of one of the program's own properties, in the order of the alphabet."""
    return min(properties.get(_NEWS + name, ()), default="")


def _absorb(knowledge: Knowledge, triples: Iterable[Quad], *, own: bool) -> None:
    """Add what triples say to the knowledge; `own` marks a user's file."""
    facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        node, value = triple.subject, triple.object
        if isinstance(node, NamedNode) and isinstance(value, NamedNode | Literal):  # entities have IRIs
            facts[node.value][triple.predicate.value].append(value.value)
    for subject, properties in facts.items():
        types = properties.get(_RDF_TYPE, [])
        if _OWL + "Class" in types or _RDFS + "Class" in types:
            parents = knowledge.parents.setdefault(short(subject), [])
            parents += [short(p) for p in properties.get(_RDFS + "subClassOf", ()) if short(p) not in parents]
    for subject, properties in facts.items():
        types = properties.get(_RDF_TYPE, [])
        if slots := properties.get(_NEWS + "metonymicSlot"):
            knowledge.metonymic[short(subject)] = sorted({*knowledge.metonymic.get(short(subject), ()), *slots})
        if _OWL + "ObjectProperty" in types:
            knowledge.signatures[short(subject)] = [
                sorted(short(c) for c in properties.get(_RDFS + "domain", ())),
                sorted(short(c) for c in properties.get(_RDFS + "range", ())),
            ]
        elif _NEWS + "InstitutionKind" in types:
            key = local_name(subject)
            labels = properties.get(_RDFS + "label", [key])
            knowledge.institution_labels[key] = labels[0]
            knowledge.institution_countries[key] = sorted(properties.get(_NEWS + "country", ()))
            for name in [*labels, *properties.get(_SKOS + "altLabel", ())]:
                knowledge.institutions[fold(name)] = key
        elif _NEWS + "Term" in types:
            knowledge.terms.setdefault(_first(properties, "holder"), []).append(
                [_first(properties, name) for name in ("officeOf", "role", "termStart", "termEnd")]
            )
        elif not slots:
            _absorb_entity(knowledge, subject, properties, own=own)


_NEW: Final = ("", "", 0.1, -1, -1, -1, -1, "")
"""Label, class, prior, country, region, capital of, seat of, institution."""


def _absorb_entity(knowledge: Knowledge, iri: str, properties: dict[str, list[str]], *, own: bool) -> None:
    """Add one entity's names and properties; its pairs of owl:sameAs and owl:differentFrom if a user states them."""
    kinds = [short(t) for t in properties.get(_RDF_TYPE, ())]
    kind = next((k for k in sorted(kinds) if knowledge.core(k) != "Entity"), "")
    if own:
        knowledge.same.extend((iri, other) for other in properties.get(_OWL + "sameAs", ()))
        knowledge.different.extend((iri, other) for other in properties.get(_OWL + "differentFrom", ()))
        if iri not in knowledge and not kind:
            return  # it only says of things that articles name that they are the same or different
        knowledge.own.add(iri)
    place = _place(knowledge, iri)
    row = knowledge.rows[place]
    labels = properties.get(_RDFS + "label") or properties.get(_SKOS + "prefLabel") or []
    if labels and (own or not row[0]):
        row[0] = min(labels)
    if own and not row[0]:
        raise OntologyError(f"<{iri}> has a class but no rdfs:label; give it the name by which it is to be known")
    if kind and (own or not row[1]):
        row[1] = kind
    if prior := _first(properties, "prior"):
        row[2] = float(prior)
    elif own and row[2] == _NEW[2]:
        row[2] = 1.0
    for column, name in ((3, "country"), (4, "region"), (5, "capitalOf"), (6, "seatOfGovernmentOf")):
        if other := _first(properties, name):
            row[column] = _place(knowledge, other)
    if institution := _first(properties, "institutionKind"):
        row[7] = local_name(institution)
        if row[3] >= 0:
            knowledge.standing[f"{row[7]} {knowledge.iris[row[3]]}"] = iri
    row[8] = sorted({*row[8], *properties.get(_OWL + "sameAs", ())})
    for predicate, alias in _NAME_PROPERTIES.items():
        for name in properties.get(predicate, ()):
            if key := fold(name):
                _name(knowledge, key, place, alias)
                if own:
                    knowledge.own_aliases.add((key, iri))


def _place(knowledge: Knowledge, iri: str) -> int:
    """The place of an entity, a new one if need be."""
    place = knowledge._places.get(iri)
    if place is None:
        place = knowledge._places[iri] = len(knowledge.iris)
        knowledge.iris.append(iri)
        knowledge.rows.append([*_NEW, []])
    return place


def _name(knowledge: Knowledge, key: str, place: int, alias: int) -> None:
    """Give an entity a name, by the plainest of the ways in which it has it."""
    listed = knowledge.aliases.setdefault(key, [])
    for at, packed in enumerate(listed):
        if packed >> 3 == place:
            listed[at] = min(packed, place << 3 | alias)
            return
    listed.append(place << 3 | alias)


def _finish(knowledge: Knowledge) -> None:
    """Drop what has no class or name, and add the indexes of sounds and surnames."""
    order = sorted((p for p, row in enumerate(knowledge.rows) if row[0] and row[1]), key=lambda p: knowledge.iris[p])
    moved = {old: new for new, old in enumerate(order)}
    knowledge.iris = [knowledge.iris[p] for p in order]
    knowledge.rows = [knowledge.rows[p] for p in order]
    knowledge._places = {iri: place for place, iri in enumerate(knowledge.iris)}
    for row in knowledge.rows:
        for column in (3, 4, 5, 6):
            row[column] = moved.get(row[column], -1)
    aliases = {
        key: sorted(moved[packed >> 3] << 3 | packed & 7 for packed in listed if packed >> 3 in moved)
        for key, listed in sorted(knowledge.aliases.items())
    }
    knowledge.aliases = {key: listed for key, listed in aliases.items() if listed}
    sounds: dict[str, set[int]] = defaultdict(set)
    for key, listed in knowledge.aliases.items():
        if len(key) >= 4:
            for packed in listed:
                kind, prior = knowledge.rows[packed >> 3][1:3]
                likely = kind in ("Person", "Place", "Country") or (kind == "Organization" and prior >= 0.2)
                if likely and packed & 7 in (Alias.LABEL, Alias.OTHER, Alias.SPELLING):
                    sounds[sound_of_folded(key)].add(packed >> 3)
    knowledge.sounds = {key: sorted(places) for key, places in sorted(sounds.items())}
    _add_surnames(knowledge)


def _add_surnames(knowledge: Knowledge) -> None:
    """Let a bare surname stand for the holders of a country's highest offices alone, and only where few share it."""
    bearers: Counter[tuple[str, int]] = Counter()
    counts: Counter[str] = Counter()
    for row in knowledge.rows:
        if row[1] == "Person" and (parts := person(row[0])[0]):
            bearers[parts[-1], row[3]] += 1
            counts.update([parts[-1], *([f"{parts[0]} "] if len(parts) > 1 else [])])
    knowledge.bearers = dict(sorted(counts.items()))
    for iri, terms in sorted(knowledge.terms.items()):
        offices = [knowledge._places[office] for office, *_ in terms if office in knowledge]
        if iri not in knowledge or not any(knowledge.rows[office][1] == "Country" for office in offices):
            continue
        place = knowledge._places[iri]
        label, _, _, country, *_ = knowledge.rows[place]
        parts = bare(label)
        if len(parts) < 2 or country < 0:
            continue
        at = 0 if knowledge.rows[country][0] in _FAMILY_FIRST else len(parts) - 1
        start = at
        while start > 1 and parts[start - 1] in PARTICLES:
            start -= 1
        keys = {" ".join(parts[start : at + 1])} if start < at else set()
        if bearers[person(label)[0][-1], country] <= 2:
            keys.add(parts[at])
        for key in keys:
            _name(knowledge, key, place, Alias.SURNAME)
