"""The gazetteer: entities and their names, read from Turtle, kept compiled in the user's cache."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import OntologyError
from kg.names import PARTICLES, bare, fold, person, sound, sound_of_folded
from kg.resources import resource
from kg.turtle import parse, short
from kg.vocabulary import BASE, NEWS, local_name

FORMAT: Final = 5
CLASSES: Final = ("Person", "Organization", "Country", "Group", "Place", "Facility", "Event", "Work", "Product", "Law")
_NEWS: Final = str(NEWS._NS)
_RDF_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
_OWL: Final = "http://www.w3.org/2002/07/owl#"
_FAMILY_FIRST: Final = frozenset({"China", "North Korea", "South Korea", "Vietnam", "Taiwan", "Cambodia", "Hong Kong"})


class Alias(IntEnum):
    """How a name stands for an entity, the plainest first."""

    LABEL = 0
    OTHER = 1
    ACRONYM = 2
    ADJECTIVE = 3
    DEMONYM = 4
    SPELLING = 5
    SURNAME = 6
    SHORT = 7


_ALIASES: Final = tuple(Alias)  # looking one up by its number is quicker than making it of that
_NATIONAL: Final = frozenset({Alias.ADJECTIVE, Alias.DEMONYM})
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


@dataclass(frozen=True, slots=True)
class Known:
    """An entity of the gazetteer.

    Args:
        iri: its IRI under the default base, or the one that a user's file gives it.
        label: its canonical name.
        type: local name of its class (a user's own class: its IRI); `core` is the built-in class above it.
        prior: how often news means it rather than a namesake, 0 to 1.
        country, region: IRIs, or empty.
        capital_of, seat_of: IRI of the country for whose government its name can stand, or empty.
        institution: which institution of its country it is (`foreign_ministry`), or empty.
        same_as: IRIs of the same thing elsewhere.
        own: whether a user's file describes it.
    """

    iri: str
    label: str
    type: str
    core: str
    prior: float
    country: str = ""
    region: str = ""
    capital_of: str = ""
    seat_of: str = ""
    institution: str = ""
    same_as: tuple[str, ...] = ()
    own: bool = False

    @property
    def government_of(self) -> str:
        """The country that the name stands for where the thing is said to act, or an empty string."""
        return self.capital_of or self.seat_of

    @property
    def home(self) -> str:
        """The country that it is or belongs to, or an empty string."""
        return self.iri if self.core == "Country" else self.country


@dataclass(frozen=True, slots=True)
class Term:
    """A term of office; `start` and `end` in ISO 8601 or empty."""

    office_of: str
    role: str
    start: str
    end: str


@dataclass(slots=True)
class Knowledge:
    """What is known before any article is read. Use `load_knowledge` to get one.

    Args:
        iris: IRIs of the entities; `rows` has what is known of each, in the same order.
        aliases: folded name -> place of an entity times 8 plus how the name stands for it, the plainest way alone.
        sounds: sound of a name -> places of entities, for spelling variants.
        institutions: folded name of an institution -> its kind; `institution_labels` gives the kind's name,
            `institution_countries` the countries that have one (none: any country).
        standing: kind of institution and country -> IRI of the institution.
        terms: IRI of a person -> terms of office.
        signatures: classes that each relation takes; `parents` has the classes right above each class.
        bearers: a given name (with a space behind it) or a surname -> how many persons of the gazetteer have it, if
            several.
        metonymic: relation -> the slots in which a capital means its government.
        same, different: pairs of IRIs that the user's own files declare the same or different.
        own, own_aliases: IRIs and (folded name, IRI) that the user's own files describe.
    """

    iris: list[str] = field(default_factory=list)
    rows: list[list[Any]] = field(default_factory=list)
    aliases: dict[str, list[int]] = field(default_factory=dict)
    sounds: dict[str, list[int]] = field(default_factory=dict)
    institutions: dict[str, str] = field(default_factory=dict)
    institution_labels: dict[str, str] = field(default_factory=dict)
    institution_countries: dict[str, list[str]] = field(default_factory=dict)
    standing: dict[str, str] = field(default_factory=dict)
    terms: dict[str, list[list[str]]] = field(default_factory=dict)
    signatures: dict[str, list[list[str]]] = field(default_factory=dict)
    parents: dict[str, list[str]] = field(default_factory=dict)
    metonymic: dict[str, list[str]] = field(default_factory=dict)
    bearers: dict[str, int] = field(default_factory=dict)
    same: list[tuple[str, str]] = field(default_factory=list)
    different: list[tuple[str, str]] = field(default_factory=list)
    own: set[str] = field(default_factory=set)
    own_aliases: set[tuple[str, str]] = field(default_factory=set)
    _places: dict[str, int] = field(default_factory=dict)
    _made: dict[int, Known] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._places = {iri: place for place, iri in enumerate(self.iris)}

    def __len__(self) -> int:
        return len(self.iris)

    def __contains__(self, iri: str) -> bool:
        return iri in self._places

    def get(self, iri: str) -> Known:
        """The entity with an IRI.

        Raises:
            KeyError: when the gazetteer has none.
        """
        return self._known(self._places[iri])

    def _known(self, place: int) -> Known:
        """The entity at a place, made the first time that it is asked for."""
        if (made := self._made.get(place)) is not None:
            return made
        iri = self.iris[place]
        label, kind, prior, country, region, capital_of, seat_of, institution, same_as = self.rows[place]
        known = self._made[place] = Known(
            iri,
            label,
            kind,
            self.core(kind),
            prior,
            self._iri(country),
            self._iri(region),
            self._iri(capital_of),
            self._iri(seat_of),
            institution,
            tuple(same_as),
            iri in self.own,
        )
        return known

    def _iri(self, place: int) -> str:
        return self.iris[place] if place >= 0 else ""

    def named(self, name: str) -> Iterator[tuple[Known, Alias]]:
        """The entities that have a name, letter case, diacritics and points aside."""
        for packed in self.aliases.get(fold(name), ()):
            yield self._known(packed >> 3), _ALIASES[packed & 7]

    def national(self, name: str) -> set[str]:
        """The IRIs of the countries that a name is the adjective of, or the name of the people of."""
        found = self.aliases.get(fold(name))
        return {self.iris[packed >> 3] for packed in found if packed & 7 in _NATIONAL} if found else set()

    def sounding(self, name: str) -> Iterator[Known]:
        """The entities one of whose names is spelled otherwise but sounds like a name."""
        for place in self.sounds.get(sound(name), ()):
            yield self._known(place)

    def identified(self) -> dict[str, str]:
        """IRI elsewhere (Wikidata) -> IRI of the entity."""
        return {identifier: iri for iri, row in zip(self.iris, self.rows, strict=True) for identifier in row[8]}

    def terms_of(self, iri: str) -> Iterator[Term]:
        """The terms of office of a person."""
        for office, role, start, end in self.terms.get(iri, ()):
            yield Term(office, role, start, end)

    def core(self, kind: str) -> str:
        """The built-in class that a class is, or lies below; `Entity` where there is none."""
        seen, todo = set(), [kind]
        while todo:
            one = todo.pop(0)
            if one in CLASSES:
                return one
            seen.add(one)
            todo += sorted(p for p in self.parents.get(one, ()) if p not in seen)
        return "Entity"

    def commonness(self, given: str, surname: str) -> float:
        """How many namesakes a person with this name is likely to have: the bearers of each name among the gazetteer's,
        multiplied."""
        return self.bearers.get(f"{given} ", 0.5) * self.bearers.get(surname, 0.5)

    def acts(self, relation: str, slot: str) -> bool:
        """Whether what fills a relation's `subject` or `object` acts or is spoken to, so that a capital there means its
        government."""
        if relation in self.metonymic:
            return slot in self.metonymic[relation]
        return not self.takes(relation, "domain" if slot == "subject" else "range", "Place")

    def takes(self, relation: str, slot: str, kind: str) -> bool:
        """Whether a relation's `domain` or `range` (the slot) admits a class; where nothing is said, any."""
        domain, range_ = self.signatures.get(relation, ([], []))
        wanted = set(domain if slot == "domain" else range_)
        if not wanted:
            return True
        seen, todo = set(), [kind]
        while todo:
            one = todo.pop()
            if one in wanted:
                return True
            seen.add(one)
            todo += [p for p in self.parents.get(one, ()) if p not in seen]
        return False


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
    files = sorted([*folder.glob("entities*.ttl"), *folder.glob("entities/*.ttl")], key=lambda p: p.name)
    if (folder / "news.ttl").is_file():
        files.append(folder / "news.ttl")
    contents = [path.read_bytes() for path in files]
    digest = hashlib.sha256(f"{FORMAT}".encode())
    words = folder / "names.ttl"  # by which names are compared
    for content in (*contents, words.read_bytes() if words.is_file() else b""):
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
        _absorb(knowledge, parse(path), own=True)
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


_PARTS: Final = (
    "iris",
    "rows",
    "aliases",
    "sounds",
    "institutions",
    "institution_labels",
    "institution_countries",
    "standing",
    "terms",
    "signatures",
    "parents",
    "metonymic",
    "bearers",
)


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
        with tempfile.NamedTemporaryFile("w", encoding="utf8", dir=path.parent, suffix=".part", delete=False) as file:
            file.write(data)
        Path(file.name).replace(path)
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


_NEW: Final = (
    "",
    "",
    0.1,
    -1,
    -1,
    -1,
    -1,
    "",
)  # label, class, prior, country, region, capital of, seat of, institution


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


def rebased(iri: str, base: str) -> str:
    """An entity's IRI under another base; an IRI that a user's file chose freely stays.

    >>> rebased(BASE + "entity/NATO", "https://example.org/")
    'https://example.org/entity/NATO'
    """
    return base + iri.removeprefix(BASE) if iri.startswith(BASE) else iri
