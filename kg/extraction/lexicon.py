"""The ontology as the program: relations, the words that express them, roles, and what words do to factuality.

Everything here is read from Turtle (`ontologies/*.ttl` and the user's own files). `ontologies/README.md` tells how a
lexical entry is written.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, fields, is_dataclass
from typing import TYPE_CHECKING, Final, TypeVar

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, SKOS

from kg.errors import OntologyError
from kg.language.tokens import BOUND
from kg.resources import resource
from kg.vocabulary import LEXINFO, NEWS, ONTOLEX, SYNSEM, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

FILES: Final = (
    "news.ttl", "frames.ttl", "lexicon.ttl", "factuality.ttl", "constructions.ttl", "coreference.ttl", "roles.ttl",
)  # fmt: skip
NATIONAL: Final = frozenset({"minister", "head_of_government", "president"})  # roles of a country's government
TEAM: Final = frozenset({"athlete", "coach"})  # roles in a team
PARTISAN: Final = frozenset({"legislator", "candidate"})  # roles that members of a party hold
EMPLOYED: Final = frozenset({"executive", "director", "chairman", "board_member"})  # roles that no country gives
DIRECTED: Final = frozenset({"diplomat", "minister", "representative", "high_representative"})
PLACES: Final = ("countries.ttl", "places.ttl")
ORGANIZATIONS: Final = ("organizations.ttl", "companies.ttl")
_LEGAL_FORM: Final = re.compile(r",? (?:plc|inc\.?|corp\.?|ltd\.?|ag|se|sa|s\.a\.|n\.v\.|co\.?|group)$")
WELL_KNOWN: Final = 0.3  # prior of an organisation from which one word is enough to name it
Key = TypeVar("Key")
Item = TypeVar("Item")
_NEWS: Final = str(NEWS._NS)
_HYPHEN: Final = re.compile("".join(rf"(?<!\b{prefix})" for prefix in BOUND) + "-")
"""A hyphen at which the tokenizer cuts: that of "vice-president", not that of "co-chair"."""
_LEMON_SLOTS: Final = {
    "subject": "subject",
    "directObject": "object",
    "indirectObject": "indirect",
    "possessiveAdjunct": "possessor",
    "copulativeSubject": "holder",
    "copulativeArg": "holder",
    "attributiveArg": "holder",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """A syntactic pattern whose arguments are bound to a relation's subject (X) and object (Y).

    Args:
        name: local name, `X_verbs_with_Y`.
        x, y: the slots that X and Y fill: `subject`, `object`, `indirect`, `holder`, `possessor`, `clause that
            subject`, `clause for subject`, `clause to object`, or a preposition. Where both are the same, one phrase
            holds the two ("X and Y met").
    """

    name: str
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class LexicalEntry:
    """One word or fixed phrase that expresses a relation, with its frames.

    Args:
        name: local name of its node, the `rule` of the evidence that it gives.
        words: lemmas, the head first.
        pos: `verb`, `noun`, `adjective` or `preposition`.
        relation: local name (a user's own relation: its IRI).
        domain, range: classes that this sense demands beside the relation's own; empty: any.
        negative: whether the word denies the relation.
        factuality: local name that the word itself imposes, or empty.
        former: whether the word says that the relation is over.
        plover: event class of this word, where it differs from its relation's.
        preferred: names of other entries that give way to this one where both fit.
    """

    name: str
    words: tuple[str, ...]
    pos: str
    relation: str
    frames: tuple[Frame, ...]
    domain: frozenset[str] = frozenset()
    range: frozenset[str] = frozenset()
    negative: bool = False
    factuality: str = ""
    former: bool = False
    plover: str = ""
    preferred: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Embedding:
    """What a word does to the factuality of what stands below it.

    Args:
        words: lemmas, the head first.
        pos: `verb`, `noun`, `adjective`, `adverb` …
        complements: of `Infinitive`, `ThatClause`, `Gerund`, `Nominal`; empty: all.
        affirmed, negated: the effect (`Actual`, `Denied`, `Possible` …) where the word itself is affirmed or negated.
        controller: who the understood subject of an infinitive is: `subject`, `object` or a preposition.
        speech: whether it is a verb of speech.
        pledge: whether its subject undertakes to do what is embedded: threatens, offers, is ready to.
    """

    words: tuple[str, ...]
    pos: str
    complements: frozenset[str]
    affirmed: str
    negated: str
    controller: str = ""
    speech: bool = False
    pledge: bool = False


@dataclass(frozen=True, slots=True)
class RelationType:
    """A relation of the ontology."""

    name: str
    label: str
    domain: frozenset[str]
    range: frozenset[str]
    parents: frozenset[str]
    symmetric: bool
    plover: str
    plover_future: str = ""
    plover_negative: str = ""
    plover_armed: str = ""
    alike: bool = False
    literal: bool = False

    def event_class(self, *, positive: bool = True, announced: bool = False) -> str:
        """Its PLOVER class; promises count as agreements there, refusals as rejections, coming attacks as threats.

        Args:
            positive: whether it is affirmed; what is denied is an event only where that is a refusal.
            announced: whether its subject only says that it will happen.
        """
        if not positive:
            return self.plover_negative
        return (self.plover_future if announced else "") or self.plover


@dataclass(frozen=True, slots=True)
class RoleTitle:
    """A title of office or profession.

    Args:
        name: the local name of its concept in `ontologies/roles.ttl`.
        words: in lower case.
        leads, speaks: whether its holder leads the organisation, speaks for it.
        profession: whether it is what somebody does or is, rather than an office that somebody gave.
        plays: whether it is one of a team, which may have a place's name.
        national: whether it is an office of a country's government: a bare "Prime Minister" is that of some country.
        partisan: whether a party before it is its holder's party: "the Labour MP".
        employed: whether companies give it, and no country: a nationality before it is its holder's.
        directed: whether `to` or `for` behind it says where its holder was sent or looks after: "ambassador to Chad".
        only: the one country or organisation that has the office, by its names in lower case; empty: any.
    """

    name: str
    words: tuple[str, ...]
    leads: bool = False
    speaks: bool = False
    profession: bool = False
    plays: bool = False
    national: bool = False
    partisan: bool = False
    employed: bool = False
    directed: bool = False
    only: frozenset[str] = frozenset()

    @property
    def personal(self) -> bool:
        """Whether it tells who somebody is rather than what they are to somebody else: `senator`, `striker`."""
        return self.plays or self.partisan


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """Names that mean one kind of thing, in lower case: what a name recogniser overlooks or mislabels.

    Args:
        places: names of countries, cities and other places.
        seats: those of countries, acronyms as well, and capitals.
        organizations: by first word the names of organisations as words, the longest first.
        kinds: from the name of an organisation to the nouns that say what it is: `company`, `group`.
        capitals: from the name of a capital to that of its country.
    """

    places: frozenset[str]
    seats: frozenset[str]
    organizations: Mapping[str, tuple[tuple[str, ...], ...]]
    kinds: Mapping[str, frozenset[str]] = field(default_factory=dict)
    capitals: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NamingNouns:
    """Nouns by which an article goes on about what it has named, or that carry the name of what they denote.

    Args:
        generic: any organisation may be called by them: "the group".
        named_so: they nearly always stand in the name itself: "the court" is no firm that was named.
        of_name: they carry their name behind "of": "the city of Mosul".
        behind_name: they carry their name right before them: "the NATO alliance", "the Arbat neighbourhood".
        misplaced: those of them whose name is often taken for a place's: "the Wagner militia".
        settlements: nouns for places where people live.
        same: from a noun to the one that says the same: `pact` to `agreement`.
        no_companies: nouns for organisations that are no companies.
        some_of: nouns for some of several: "the majority of the members".
    """

    generic: frozenset[str] = frozenset()
    named_so: frozenset[str] = frozenset()
    of_name: frozenset[str] = frozenset()
    behind_name: frozenset[str] = frozenset()
    misplaced: frozenset[str] = frozenset()
    settlements: frozenset[str] = frozenset()
    same: Mapping[str, str] = field(default_factory=dict)
    no_companies: frozenset[str] = frozenset()
    some_of: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """All that the ontology files say, indexed for extraction.

    Two of them are never the same, so that what is made of one can be remembered.
    """

    relations: Mapping[str, RelationType]
    entries: Mapping[tuple[str, str], tuple[LexicalEntry, ...]]  # by part of speech and head lemma
    announced: Mapping[str, str]  # from the class of a deed to that of its announcement
    by_second_word: Mapping[tuple[str, str], Mapping[str, tuple[LexicalEntry, ...]]]  # "" where there is none
    embeddings: Mapping[str, tuple[Embedding, ...]]  # by head lemma
    modals: Mapping[str, tuple[str, str]]  # effect when affirmed, when negated
    hedges: Mapping[str, str]
    negators: frozenset[str]
    conditionals: Mapping[str, str]
    support: Mapping[str, tuple[tuple[tuple[str, ...], str, str], ...]]  # words, slot of its subject, factuality
    roles: Mapping[str, tuple[RoleTitle, ...]]  # by last word
    role_of: Mapping[tuple[str, ...], RoleTitle]  # by all words
    role_sizes: Mapping[tuple[str, str], tuple[int, ...]]  # by last two words: how many they have, the longest first
    titles: frozenset[str]  # local names of the roles
    classes: Mapping[str, str]  # noun lemma -> class
    superclasses: Mapping[str, frozenset[str]]  # reflexive and transitive
    modifiers: Mapping[str, tuple[bool, str]]  # beside a title: whether it is over, its factuality
    settled: frozenset[str]  # nouns for places that lie in a larger one: "city", "province"
    others: frozenset[str]  # of the representatives those that stand for what is right before them alone: "NATO allies"
    owned: frozenset[str]  # nouns whose of-phrase says whose act or quality they are: "the efforts of Kenya"
    aspectual: frozenset[str]  # words for the end, begin or change of what goes on
    subject_roles: frozenset[str]  # verbs whose as-phrase or predicate noun says what their subject is
    representatives: Mapping[str, bool]  # nouns that stand for the name before them -> whether in the plural alone
    stand_ins: frozenset[str]  # nouns that stand for their owner where it is not named: "its army"
    buildings: frozenset[str]  # nouns for organisations that mean their buildings where these are hit
    armed: frozenset[str]  # nouns for armed forces and their machines
    genders: Mapping[str, str]  # noun -> f or m
    countries: Mapping[str, str]  # any name of a country, nationalities among them -> country, both in lower case
    legislatures: frozenset[str]  # names and last words of what legislators sit in, by which it is no party
    demonyms: Mapping[str, str]  # nationality -> country, both in lower case
    gazetteer: Gazetteer  # names that are known before any text is read
    evaluative: frozenset[
        str
    ]  # relations that reach an actor through an act: who condemns an attack condemns the attacker
    stative: frozenset[str]  # relations that say what something is: of common nouns they tell a reader nothing
    said: Mapping[
        str, str
    ]  # modal -> the relation between who says it and of whom it is said: "X said that Y must leave"
    accusing: frozenset[str]  # verbs of speech that accuse where they tell of harm: "claim", "allege"
    performatives: frozenset[str]  # verbs of which saying so is doing so: "condemn", "welcome"
    people: frozenset[str]  # lemmas of nouns for persons and groups
    harmful: frozenset[
        str
    ]  # relations that do harm: an act against a thing hits its owner, and one may be accused of it
    offices: frozenset[str]  # nouns for an office itself: "presidency"
    fictions: frozenset[str]  # nouns for works that tell what did not happen: "film", "novel"
    naming: NamingNouns  # nouns by which an article goes on about what it has named
    happening: frozenset[str]  # verbs that say of an event that it takes place, whose phrases are the event's own
    occurring: frozenset[str]  # verbs whose subject is so where they are: "begin", "follow"
    possessing: frozenset[str]  # verbs whose subject has what another does: "enjoy the support of Peru"
    parts: frozenset[str]  # nouns for parts of organisations: "branch", "wing"
    namesakes: frozenset[str]  # nouns of what bears the name of what is near it: "mountains"
    opposing: frozenset[str]  # nouns whose forces are not those of the country named before them: "opposition"
    unnamed: frozenset[str]  # words that names begin with and that are none: "northern"
    ranks: frozenset[str]  # words before a title that belong to it: "special", "deputy"
    quantities: frozenset[str]  # nouns that stand for what their of-phrase says: "a wave of raids"
    titling: frozenset[str]  # words behind which quotation marks hold a title or a word: "book", "dub"
    speech_verbs: frozenset[str]
    telling: frozenset[str]  # verbs that embed what somebody says: "say", "accuse", "deny", "blame"
    denying: frozenset[str]  # verbs that embed what somebody says is not so: "deny", "reject"
    words: frozenset[str]  # every lemma that an entry begins with

    def controller(self, lemma: str, complement: str = "Infinitive") -> str:
        """Who the understood subject of an infinitive or gerund below a verb is, or an empty string."""
        return next(
            (
                e.controller
                for e in self.embeddings.get(lemma, ())
                if e.controller and (not e.complements or complement in e.complements)
            ),
            "",
        )

    def title_at(self, lower: Sequence[str], i: int, last: str = "") -> RoleTitle | None:
        """The longest title that ends at a word.

        Args:
            lower: the document's words in lower case.
            i: number of the word.
            last: what to read instead of the word.
        """
        last = last or lower[i]
        for size in self.role_sizes.get((lower[i - 1], last), ()) if i else ():
            if size <= i + 1 and (title := self.role_of.get((*lower[i + 1 - size : i], last))) is not None:
                return title
        return self.role_of.get((last,))

    def is_a(self, cls: str, classes: frozenset[str]) -> bool:
        """Whether a class is one of the classes or below one of them; no classes allow any."""
        return not classes or not classes.isdisjoint(self.superclasses.get(cls, frozenset({cls})))


class _Triples:
    """The triples of the ontology files, by subject."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self.by_subject: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._by_type: dict[str, list[str]] = defaultdict(list)
        for path in paths:
            try:
                for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
                    obj = triple.object
                    self.by_subject[triple.subject.value][triple.predicate.value].append(
                        getattr(obj, "value", str(obj))
                    )
            except (OSError, SyntaxError, ValueError) as error:
                raise OntologyError(f"{path}: not readable as Turtle: {error}") from error
        for subject, properties in self.by_subject.items():
            for cls in dict.fromkeys(properties.get(str(RDF.type), ())):
                self._by_type[cls].append(subject)

    def all(self, subject: str, predicate: object) -> list[str]:
        found = self.by_subject.get(subject)
        return found.get(str(predicate), []) if found else []

    def flag(self, node: str, term: str) -> bool:
        """Whether a property of the news ontology is true of a node."""
        return self.one(node, f"{_NEWS}{term}") in {"true", "1"}

    def one(self, subject: str, predicate: object) -> str:
        return next(iter(self.all(subject, predicate)), "")

    def of_type(self, *classes: str) -> Iterable[str]:
        """The nodes of any of some classes, in the order of the files."""
        if len(classes) == 1:
            return self._by_type.get(classes[0], ())
        wanted = set(classes)
        return (s for s in self.by_subject if not wanted.isdisjoint(self.by_subject[s].get(str(RDF.type), ())))


def _relation_name(iri: str) -> str:
    return local_name(iri) if iri.startswith(_NEWS) else iri


def _read_frames(triples: _Triples) -> dict[str, Frame]:
    frames = {}
    for node, properties in triples.by_subject.items():
        bound: dict[str, list[str]] = {"X": [], "Y": []}
        for predicate, arguments in properties.items():
            if not predicate.startswith(str(LEXINFO)):
                continue
            for argument in arguments:
                filled = {local_name(f) for f in triples.all(argument, f"{_NEWS}fills")}
                marker = triples.one(argument, SYNSEM.marker)
                slot = marker or _LEMON_SLOTS.get(local_name(predicate), "")
                inner = local_name(triples.one(argument, f"{_NEWS}clauseArgument"))
                slot = {"Subject": f"clause {marker} subject", "DirectObject": f"clause {marker} object"}.get(
                    inner, slot
                )
                if slot and "subjectArgument" in filled:
                    bound["X"].append(slot)
                if slot and "objectArgument" in filled:
                    bound["Y"].append(slot)
        if bound["X"] and bound["Y"]:
            frames[node] = Frame(local_name(node), bound["X"][0], bound["Y"][0])
    return frames


def _words(triples: _Triples, node: str) -> list[tuple[str, ...]]:
    return sorted({tuple(label.lower().split()) for label in triples.all(node, RDFS.label) if label.strip()})


def _read_entries(
    triples: _Triples, frames: Mapping[str, Frame]
) -> tuple[dict[tuple[str, str], list[LexicalEntry]], dict[str, str]]:
    entries: dict[tuple[str, str], list[LexicalEntry]] = defaultdict(list)
    classes: dict[str, str] = {}
    for node in triples.of_type(str(ONTOLEX.Word), str(ONTOLEX.MultiwordExpression), str(ONTOLEX.LexicalEntry)):
        denoted = triples.all(node, ONTOLEX.denotes)
        behaviour = sorted(
            {frames[f] for f in triples.all(node, SYNSEM.synBehavior) if f in frames}, key=lambda f: f.name
        )
        pos = {"adposition": "preposition"}.get(p := local_name(triples.one(node, LEXINFO.partOfSpeech)), p)
        for relation in denoted:
            for words in _words(triples, node):
                if not behaviour:
                    if len(words) == 1 and relation.startswith(_NEWS):
                        classes.setdefault(words[0], local_name(relation))
                    continue
                entries[pos, words[0]].append(
                    LexicalEntry(
                        name=local_name(node),
                        words=words,
                        pos=pos,
                        relation=_relation_name(relation),
                        frames=tuple(behaviour),
                        domain=frozenset(map(_relation_name, triples.all(node, SYNSEM.propertyDomain))),
                        range=frozenset(map(_relation_name, triples.all(node, SYNSEM.propertyRange))),
                        negative=local_name(triples.one(node, f"{_NEWS}polarity")) == "Negative",
                        factuality=local_name(triples.one(node, f"{_NEWS}factuality")),
                        former=triples.flag(node, "former"),
                        plover=local_name(triples.one(node, f"{_NEWS}plover")),
                        preferred=frozenset(map(local_name, triples.all(node, f"{_NEWS}preferredTo"))),
                    )
                )
    return entries, classes


def _read_relations(triples: _Triples) -> dict[str, RelationType]:
    return {
        _relation_name(node): RelationType(
            name=_relation_name(node),
            label=triples.one(node, RDFS.label),
            domain=frozenset(map(_relation_name, triples.all(node, RDFS.domain))),
            range=frozenset(map(_relation_name, triples.all(node, RDFS.range))),
            parents=frozenset(map(_relation_name, triples.all(node, RDFS.subPropertyOf))),
            symmetric=str(OWL.SymmetricProperty) in triples.all(node, RDF.type),
            alike=triples.flag(node, "alike"),
            literal=triples.flag(node, "literal"),
            plover=local_name(triples.one(node, f"{_NEWS}plover")),
            plover_future=local_name(triples.one(node, f"{_NEWS}ploverWhenFuture")),
            plover_negative=local_name(triples.one(node, f"{_NEWS}ploverWhenNegative")),
            plover_armed=local_name(triples.one(node, f"{_NEWS}ploverByForces")),
        )
        for node in triples.of_type(str(OWL.ObjectProperty), str(OWL.SymmetricProperty))
    }


def _superclasses(triples: _Triples) -> dict[str, frozenset[str]]:
    def above(cls: str, seen: frozenset[str]) -> frozenset[str]:
        for parent in triples.all(cls, RDFS.subClassOf):
            if parent not in seen:
                seen |= above(parent, seen | {parent})
        return seen

    return {
        _relation_name(cls): frozenset(map(_relation_name, above(cls, frozenset({cls}))))
        for cls in triples.of_type(str(OWL.Class))
    }


def _read_embeddings(triples: _Triples) -> dict[str, list[Embedding]]:
    found: dict[str, list[Embedding]] = defaultdict(list)
    for node in triples.of_type(f"{_NEWS}EmbeddingEntry"):
        affirmed = local_name(triples.one(node, f"{_NEWS}whenAffirmed"))
        for words in _words(triples, node):
            found[words[0]].append(
                Embedding(
                    words=words,
                    pos=local_name(triples.one(node, LEXINFO.partOfSpeech)),
                    complements=frozenset(
                        c for c in map(local_name, triples.all(node, f"{_NEWS}complement")) if c != "Anything"
                    ),
                    affirmed=affirmed,
                    negated=local_name(triples.one(node, f"{_NEWS}whenNegated")) or affirmed,
                    controller=triples.one(node, f"{_NEWS}controller"),
                    speech=triples.flag(node, "speechVerb"),
                    pledge=triples.flag(node, "pledge"),
                )
            )
    return found


def _read_roles(triples: _Triples) -> dict[str, list[RoleTitle]]:
    found: dict[str, list[RoleTitle]] = defaultdict(list)

    def above(node: str, depth: int = 6) -> set[str]:
        broader = triples.all(node, SKOS.broader) if depth else []
        return {local_name(node)}.union(*(above(b, depth - 1) for b in broader))

    for node in triples.of_type(f"{_NEWS}Role"):
        kinds = above(node)
        for label in {*triples.all(node, SKOS.prefLabel), *triples.all(node, SKOS.altLabel)}:
            words = tuple(_HYPHEN.sub(" - ", label.lower()).split())
            if words:
                title = RoleTitle(
                    local_name(node),
                    words,
                    triples.flag(node, "leads"),
                    triples.flag(node, "speaksFor"),
                    "profession" in kinds,
                    not kinds.isdisjoint(TEAM),
                    not kinds.isdisjoint(NATIONAL),
                    not kinds.isdisjoint(PARTISAN),
                    not kinds.isdisjoint(EMPLOYED),
                    not kinds.isdisjoint(DIRECTED),
                    frozenset(name.lower() for name in triples.all(node, f"{_NEWS}onlyIn")),
                )
                found[words[-1]].append(title)
    return found


def _read_countries(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Nationalities, and all names of countries, by the one country that they mean; what several share is left out."""
    triples = _Triples([path])
    found: dict[str, set[str]] = defaultdict(set)
    names: dict[str, set[str]] = defaultdict(set)
    countries = set(triples.of_type(f"{_NEWS}Country"))
    for node in triples.by_subject:
        label = triples.one(node, RDFS.label).lower()
        acronyms = triples.all(node, f"{_NEWS}acronym")
        words = {w.lower() for term in ("demonym", "adjective") for w in triples.all(node, f"{_NEWS}{term}")}
        for word in words.union(a.lower() for a in acronyms):  # "the US singer"
            found[word].add(label)
        if node in countries:
            for name in {label, *words, *(o.lower() for o in (*triples.all(node, SKOS.altLabel), *acronyms))}:
                names[name].add(label)

    def single(of: Mapping[str, set[str]]) -> dict[str, str]:
        return {word: next(iter(countries)) for word, countries in sorted(of.items()) if len(countries) == 1}

    return single(found), single(names)


def _read_gazetteer(folder: Path) -> Gazetteer:
    """The names of places, and those names of organisations that no place has too and that are made of plain words."""
    places: set[str] = set()
    seats: set[str] = set()
    capitals: dict[str, str] = {}
    triples = _Triples(path for name in PLACES if (path := folder / name).is_file())
    for node in triples.by_subject:
        names = {name.lower() for term in (RDFS.label, SKOS.altLabel) for name in triples.all(node, term)}
        places |= names
        if not {"country", "capital"}.isdisjoint(triples.all(node, f"{_NEWS}kind")):
            if country := triples.one(node, f"{_NEWS}capitalOf"):
                capitals.update(dict.fromkeys(names, triples.one(country, RDFS.label).lower()))
            seats |= names | {name.lower() for name in triples.all(node, f"{_NEWS}acronym")}
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    kinds: dict[str, set[str]] = defaultdict(set)
    triples = _Triples(path for name in ORGANIZATIONS if (path := folder / name).is_file())
    for node in triples.by_subject:
        known = float(triples.one(node, f"{_NEWS}prior") or 0) >= WELL_KNOWN
        called = [*triples.all(node, RDFS.label), *triples.all(node, SKOS.altLabel)]
        for name in (*called, *triples.all(node, f"{_NEWS}acronym")):
            kinds[_LEGAL_FORM.sub("", name.lower())].update(triples.all(node, f"{_NEWS}kind"))
        for name in called:
            words = tuple(name.lower().split())
            plain = name[:1].isupper() and all(word.isalpha() for word in words)
            if plain and name.lower() not in places and (len(words) > 1 or (known and not name.isupper())):
                found[words[0]].add(words)
    longest = {first: tuple(sorted(names, key=lambda n: (-len(n), n))) for first, names in sorted(found.items())}
    known_kinds = {name: frozenset(nouns) for name, nouns in sorted(kinds.items()) if nouns}
    return Gazetteer(frozenset(places), frozenset(seats), longest, known_kinds, capitals)


def _order(item: object) -> str:
    """A sort key of an entry that is the same in every run: the text of a set is not."""
    values = [getattr(item, f.name) for f in fields(item)] if is_dataclass(item) else [item]
    return str([sorted(v) if isinstance(v, frozenset) else v for v in values])


def _ordered(found: Mapping[Key, Sequence[Item]]) -> dict[Key, tuple[Item, ...]]:
    return {
        key: tuple(sorted(items, key=_order)) for key, items in sorted(found.items(), key=lambda pair: str(pair[0]))
    }


def _by_second_word(entries: Iterable[LexicalEntry]) -> dict[str, tuple[LexicalEntry, ...]]:
    found: dict[str, list[LexicalEntry]] = defaultdict(list)
    for entry in entries:
        found[entry.words[1] if len(entry.words) > 1 else ""].append(entry)
    return {word: tuple(some) for word, some in found.items()}


def _of_class(triples: _Triples, cls: str, *, flag: str = "") -> frozenset[str]:
    """The first words of a class's nodes, or of those of which a property is true."""
    nodes = (node for node in triples.of_type(f"{_NEWS}{cls}") if not flag or triples.flag(node, flag))
    return frozenset(words[0] for node in nodes for words in _words(triples, node))


def _read_naming(triples: _Triples) -> NamingNouns:
    nodes = sorted(triples.of_type(f"{_NEWS}SameNoun"))
    return NamingNouns(
        generic=_of_class(triples, "GenericNoun"),
        named_so=_of_class(triples, "NamedSoNoun"),
        of_name=_of_class(triples, "OfNameNoun"),
        behind_name=_of_class(triples, "BehindNameNoun"),
        misplaced=_of_class(triples, "BehindNameNoun", flag="takenForPlace"),
        settlements=_of_class(triples, "SettlementNoun"),
        same={
            other.lower(): triples.one(node, SKOS.prefLabel).lower()
            for node in nodes
            for other in sorted(triples.all(node, SKOS.altLabel))
        },
        no_companies=_of_class(triples, "NoCompanyNoun"),
        some_of=_of_class(triples, "QuantityNoun", flag="someOf"),
    )


def _role_sizes(titles: Iterable[tuple[str, ...]]) -> dict[tuple[str, str], tuple[int, ...]]:
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for words in titles:
        if len(words) > 1:
            found[words[-2], words[-1]].add(len(words))
    return {last: tuple(sorted(sizes, reverse=True)) for last, sizes in found.items()}


def _effects(triples: _Triples, cls: str) -> dict[str, tuple[str, str]]:
    """From the words of a class's nodes to their effects, affirmed and negated."""
    return {
        " ".join(words): (
            (affirmed := local_name(triples.one(node, f"{_NEWS}whenAffirmed"))),
            local_name(triples.one(node, f"{_NEWS}whenNegated")) or affirmed,
        )
        for node in sorted(triples.of_type(f"{_NEWS}{cls}"))
        for words in _words(triples, node)
    }


def load_lexicon(paths: Sequence[Path] = ()) -> Lexicon:
    """Read the packaged ontology and the user's own files.

    Args:
        paths: further Turtle files with relations, lexical entries, frames, roles.

    Returns:
        The lexicon; entries in an order that does not depend on the files' order.

    Raises:
        OntologyError: a file is missing or malformed, or an entry denotes what no file defines.
    """
    folder = resource("ontologies")
    triples = _Triples([*(p for name in FILES if (p := folder / name).exists()), *paths])
    relations = _read_relations(triples)
    entries, classes = _read_entries(triples, _read_frames(triples))
    unknown = sorted({(e.relation, e.name) for found in entries.values() for e in found if e.relation not in relations})
    if unknown:
        relation, name = unknown[0]
        raise OntologyError(
            f"the lexical entry '{name}' denotes '{relation}', which no ontology file declares as an owl:ObjectProperty"
        )
    support: dict[str, list[tuple[tuple[str, ...], str, str]]] = defaultdict(list)
    for node in triples.of_type(f"{_NEWS}SupportVerb"):
        bound = local_name(triples.one(node, f"{_NEWS}bindsSubject"))
        for words in _words(triples, node):
            support[words[0]].append((words, bound or "X", local_name(triples.one(node, f"{_NEWS}factuality"))))
    embeddings = _read_embeddings(triples)
    roles = _ordered(_read_roles(triples))
    demonyms, countries = _read_countries(folder / "entities" / "countries.ttl")
    ordered = _ordered(entries)
    return Lexicon(
        relations=relations,
        entries=ordered,
        announced={kind.plover: kind.plover_future for _, kind in sorted(relations.items()) if kind.plover_future},
        by_second_word={key: _by_second_word(found) for key, found in ordered.items()},
        embeddings=_ordered(embeddings),
        modals=_effects(triples, "Modal"),
        hedges={words: effect for words, (effect, _) in _effects(triples, "Hedge").items()},
        negators=frozenset(_effects(triples, "Negator")),
        conditionals={words: effect for words, (effect, _) in _effects(triples, "Conditional").items()},
        support=_ordered(support),
        roles=roles,
        role_of={title.words: title for found in roles.values() for title in reversed(found)},
        role_sizes=_role_sizes(title.words for found in roles.values() for title in found),
        titles=frozenset(t.name for found in roles.values() for t in found),
        classes=classes,
        superclasses=_superclasses(triples),
        modifiers={
            words[-1]: (
                triples.flag(node, "former"),
                local_name(triples.one(node, f"{_NEWS}factuality")),
            )
            for node in triples.of_type(f"{_NEWS}TitleModifier")
            for words in _words(triples, node)
        },
        demonyms=demonyms,
        countries=countries,
        legislatures=frozenset(" ".join(w) for n in triples.of_type(f"{_NEWS}Legislature") for w in _words(triples, n)),
        gazetteer=_read_gazetteer(folder / "entities"),
        evaluative=frozenset(_relation_name(n) for n in triples.by_subject if triples.flag(n, "evaluative")),
        stative=frozenset(_relation_name(n) for n in triples.by_subject if triples.flag(n, "stative")),
        said={
            " ".join(words): _relation_name(relation)
            for node in sorted(triples.of_type(f"{_NEWS}Modal"))
            if (relation := triples.one(node, f"{_NEWS}whenSaid"))
            for words in _words(triples, node)
        },
        accusing=_of_class(triples, "AccusingVerb"),
        performatives=_of_class(triples, "PerformativeVerb"),
        people=frozenset(
            {noun for noun, cls in classes.items() if cls in {"Person", "Group"}}
            | {w[-1] for n in triples.of_type(f"{_NEWS}RepresentativeNoun") for w in _words(triples, n)}
            | {key for key in roles if key}
        ),
        harmful=frozenset(_relation_name(n) for n in triples.by_subject if triples.flag(n, "harmful")),
        settled=frozenset(
            e.words[0]
            for found in entries.values()
            for e in found
            if e.pos == "noun" and e.relation == "partOf" and len(e.words) == 1 and e.domain == {"Place"}
        ),
        others=frozenset(
            w[-1]
            for n in triples.of_type(f"{_NEWS}RepresentativeNoun")
            if triples.flag(n, "beforeOnly")
            for w in _words(triples, n)
        ),
        owned=_of_class(triples, "OwnNoun"),
        aspectual=_of_class(triples, "AspectualWord"),
        subject_roles=_of_class(triples, "SubjectRoleVerb"),
        representatives={
            w[-1]: triples.flag(n, "pluralOnly")
            for n in sorted(triples.of_type(f"{_NEWS}RepresentativeNoun"))
            for w in _words(triples, n)
        },
        buildings=frozenset(
            w[-1] for n in triples.by_subject if triples.flag(n, "building") for w in _words(triples, n)
        ),
        armed=frozenset(w[-1] for n in triples.by_subject if triples.flag(n, "armed") for w in _words(triples, n)),
        genders={
            w[-1]: triples.one(node, f"{_NEWS}gender")
            for node in sorted(triples.by_subject)
            if triples.one(node, f"{_NEWS}gender")
            for w in _words(triples, node)
        },
        words=frozenset({*(w for _, w in entries), *embeddings, *support, *classes}),
        stand_ins=_of_class(triples, "StandIn"),
        offices=_of_class(triples, "OfficeNoun"),
        fictions=_of_class(triples, "FictionNoun"),
        naming=_read_naming(triples),
        happening=_of_class(triples, "HappeningVerb"),
        occurring=_of_class(triples, "OccurrenceVerb"),
        possessing=_of_class(triples, "PossessingVerb"),
        parts=_of_class(triples, "PartNoun"),
        namesakes=_of_class(triples, "NamesakeNoun"),
        opposing=_of_class(triples, "OpposingNoun"),
        unnamed=_of_class(triples, "UnnamedWord"),
        ranks=_of_class(triples, "RankWord"),
        quantities=_of_class(triples, "QuantityNoun"),
        titling=_of_class(triples, "TitlingWord"),
        telling=frozenset(
            e.words[0]
            for found in embeddings.values()
            for e in found
            if e.pos == "verb" and (e.speech or "Reported" in e.affirmed + e.negated)
        ),
        denying=frozenset(
            e.words[0]
            for found in embeddings.values()
            for e in found
            if e.pos == "verb" and len(e.words) == 1 and e.affirmed in {"Denied", "ReportedDenied"}
        ),
        speech_verbs=frozenset(
            e.words[0] for found in embeddings.values() for e in found if e.speech and len(e.words) == 1
        ),
    )
