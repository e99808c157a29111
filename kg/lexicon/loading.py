"""Reading the lexicon: the packaged Turtle (`ontologies/*.ttl`) and a user's own files.

`ontologies/README.md` tells how a lexical entry is written.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Final, TypeVar

from rdflib import OWL, RDF, RDFS, SKOS

from kg.language.tokens import BOUND
from kg.lexicon.examples import read_examples
from kg.lexicon.gazetteer import read_countries, read_names
from kg.lexicon.mistakes import ENTRIES, RELATIONS, Mistake, above, find_mistakes, refuse
from kg.lexicon.model import Embedding, Frame, LexicalEntry, Lexicon, RelationType, RoleTitle
from kg.resources import resource
from kg.turtle import NEWS_IRI, Triples, short
from kg.vocabulary import LEXINFO, ONTOLEX, SYNSEM, local_name

FILES: Final = (
    "news.ttl", "frames.ttl", "lexicon.ttl", "factuality.ttl", "constructions.ttl", "coreference.ttl", "roles.ttl",
)  # fmt: skip
NATIONAL: Final = frozenset({"minister", "head_of_government", "president"})  # roles of a country's government
TEAM: Final = frozenset({"athlete", "coach"})  # roles in a team
EMPLOYED: Final = frozenset({"executive", "director", "chairman", "board_member"})  # roles that no country gives
DIRECTED: Final = frozenset({"diplomat", "minister", "representative", "high_representative"})
Key = TypeVar("Key")
Item = TypeVar("Item")
_HYPHEN: Final = re.compile("".join(rf"(?<!\b{prefix})" for prefix in BOUND) + "-")
"""A hyphen at which the tokenizer cuts: that of "vice-president", not that of "co-chair"."""
_POS_OF_FRAME: Final = {"Noun": "noun", "Adjective": "adjective", "Prepositional": "preposition"}
"""How LexInfo's types of frames begin that no verb takes."""
_LEMON_SLOTS: Final = {
    "subject": "subject",
    "directObject": "object",
    "indirectObject": "indirect",
    "possessiveAdjunct": "possessor",
    "copulativeSubject": "holder",
    "copulativeArg": "holder",
    "attributiveArg": "holder",
}


def _read_frames(triples: Triples) -> dict[str, Frame]:
    frames = {}
    for node, properties in triples.by_subject.items():
        bound: dict[str, str] = {}
        for predicate in (p for p in properties if p.startswith(str(LEXINFO))):
            for argument in properties[predicate]:
                marker = triples.one(argument, SYNSEM.marker)
                inner = {"Subject": "subject", "DirectObject": "object"}.get(triples.local(argument, "clauseArgument"))
                slot = f"clause {marker} {inner}" if inner else marker or _LEMON_SLOTS.get(local_name(predicate), "")
                for filled in triples.all(argument, "fills") if slot else ():
                    bound.setdefault(local_name(filled), slot)
        if bound.keys() >= {"subjectArgument", "objectArgument"}:
            types = set(map(local_name, triples.all(node, RDF.type)))
            pos = next((pos for start, pos in _POS_OF_FRAME.items() if any(t.startswith(start) for t in types)), "verb")
            frames[node] = Frame(local_name(node), bound["subjectArgument"], bound["objectArgument"], pos)
    return frames


def _read_entries(
    triples: Triples, frames: Mapping[str, Frame]
) -> tuple[dict[tuple[str, str], list[LexicalEntry]], dict[str, str]]:
    entries: dict[tuple[str, str], list[LexicalEntry]] = defaultdict(list)
    classes: dict[str, str] = {}
    for node in triples.of_type(*ENTRIES):
        denoted = triples.all(node, ONTOLEX.denotes)
        behaviour = sorted(
            {frames[f] for f in triples.all(node, SYNSEM.synBehavior) if f in frames}, key=lambda f: f.name
        )
        pos = {"adposition": "preposition"}.get(p := triples.local(node, LEXINFO.partOfSpeech), p)
        for relation in denoted:
            for words in triples.labels(node):
                if not behaviour:
                    if len(words) == 1 and relation.startswith(NEWS_IRI):
                        classes.setdefault(words[0], local_name(relation))
                    continue
                entries[pos, words[0]].append(
                    LexicalEntry(
                        name=local_name(node),
                        words=words,
                        pos=pos,
                        relation=short(relation),
                        frames=tuple(behaviour),
                        domain=triples.names(node, SYNSEM.propertyDomain),
                        range=triples.names(node, SYNSEM.propertyRange),
                        negative=triples.local(node, "polarity") == "Negative",
                        factuality=triples.local(node, "factuality"),
                        former=triples.flag(node, "former"),
                        plover=triples.local(node, "plover"),
                        preferred=frozenset(map(local_name, triples.all(node, "preferredTo"))),
                    )
                )
    return entries, classes


def _read_relations(triples: Triples) -> dict[str, RelationType]:
    return {
        short(node): RelationType(
            name=short(node),
            label=triples.one(node, RDFS.label),
            domain=triples.names(node, RDFS.domain),
            range=triples.names(node, RDFS.range),
            parents=triples.names(node, RDFS.subPropertyOf),
            symmetric=str(OWL.SymmetricProperty) in triples.all(node, RDF.type),
            alike=triples.flag(node, "alike"),
            plover=triples.local(node, "plover"),
            plover_future=triples.local(node, "ploverWhenFuture"),
            plover_negative=triples.local(node, "ploverWhenNegative"),
            plover_armed=triples.local(node, "ploverByForces"),
        )
        for node in triples.of_type(*RELATIONS)
    }


def _read_embeddings(triples: Triples) -> dict[str, list[Embedding]]:
    found: dict[str, list[Embedding]] = defaultdict(list)
    for node in triples.of_type("EmbeddingEntry"):
        affirmed = triples.local(node, "whenAffirmed")
        for words in triples.labels(node):
            found[words[0]].append(
                Embedding(
                    words=words,
                    pos=triples.local(node, LEXINFO.partOfSpeech),
                    complements=frozenset(
                        c for c in map(local_name, triples.all(node, "complement")) if c != "Anything"
                    ),
                    affirmed=affirmed,
                    negated=triples.local(node, "whenNegated") or affirmed,
                    controller=triples.one(node, "controller"),
                    speech=triples.flag(node, "speechVerb"),
                    pledge=triples.flag(node, "pledge"),
                )
            )
    return found


def _read_roles(triples: Triples) -> dict[str, list[RoleTitle]]:
    found: dict[str, list[RoleTitle]] = defaultdict(list)
    for node in triples.of_type("Role"):
        kinds = set(map(local_name, above(node, SKOS.broader, triples)))
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
                    not kinds.isdisjoint(EMPLOYED),
                    not kinds.isdisjoint(DIRECTED),
                    frozenset(name.lower() for name in triples.all(node, "onlyIn")),
                )
                found[words[-1]].append(title)
    return found


def _order(item: object) -> str:
    """A sort key of an entry that is the same in every run: the text of a set is not."""
    values = [getattr(item, f.name) for f in fields(item)] if is_dataclass(item) else [item]
    return str([sorted(v) if isinstance(v, frozenset) else v for v in values])


def _ordered(found: Mapping[Key, Sequence[Item]]) -> dict[Key, tuple[Item, ...]]:
    return {
        key: tuple(sorted(items, key=_order)) for key, items in sorted(found.items(), key=lambda pair: str(pair[0]))
    }


def add_entries(lexicon: Lexicon, entries: Iterable[LexicalEntry]) -> Lexicon:
    """Return a lexicon with further entries.

    Args:
        lexicon: Stays as it is.
        entries: Found like its own from then on.
    """
    added: dict[tuple[str, str], list[LexicalEntry]] = defaultdict(list)
    for entry in entries:
        added[entry.pos, entry.words[0]].append(entry)
    touched = _ordered({key: (*lexicon.entries.get(key, ()), *found) for key, found in added.items()})
    return replace(
        lexicon,
        entries={**lexicon.entries, **touched},
        by_second_word={**lexicon.by_second_word, **_by_second_words(touched)},
        words=lexicon.words.union(word for _, word in touched),
    )


def _by_second_words(
    entries: Mapping[tuple[str, str], Sequence[LexicalEntry]],
) -> dict[tuple[str, str], dict[str, tuple[LexicalEntry, ...]]]:
    """Sort the entries of each head lemma by their second word; by an empty one where there is none."""
    out = {}
    for key, same in entries.items():
        found: dict[str, list[LexicalEntry]] = defaultdict(list)
        for entry in same:
            found[entry.words[1] if len(entry.words) > 1 else ""].append(entry)
        out[key] = {word: tuple(some) for word, some in found.items()}
    return out


def _effects(triples: Triples, cls: str) -> dict[str, tuple[str, str]]:
    """From the words of a class's nodes to their effects, affirmed and negated."""
    return {
        " ".join(words): (
            (affirmed := triples.local(node, "whenAffirmed")),
            triples.local(node, "whenNegated") or affirmed,
        )
        for node in sorted(triples.of_type(cls))
        for words in triples.labels(node)
    }


def _all_triples(paths: Sequence[Path]) -> Triples:
    """The triples of the packaged ontology and of a user's own files."""
    folder = resource("ontologies")
    return Triples([*(path for name in FILES if (path := folder / name).exists()), *paths])


def mistakes(paths: Sequence[Path]) -> list[Mistake]:
    """The mistakes in a user's own ontology files.

    Args:
        paths: the files; those that use each other's terms together.

    Raises:
        OntologyError: a file is missing or malformed.
    """
    triples = _all_triples(paths)
    return find_mistakes(paths, triples, _read_frames(triples))


def declared(paths: Sequence[Path]) -> tuple[set[str], set[str]]:
    """The local names of the relations and of the lexical entries that some files declare."""
    triples = Triples(paths)
    relations = triples.of_type(*RELATIONS)
    entries = (node for node in triples.of_type(*ENTRIES) if triples.all(node, ONTOLEX.denotes))
    return set(map(local_name, relations)), set(map(local_name, entries))


def load_lexicon(paths: Sequence[Path] = ()) -> Lexicon:
    """Read the packaged ontology and the user's own files.

    Args:
        paths: further Turtle files with relations, lexical entries, frames, roles.

    Returns:
        The lexicon; entries in an order that does not depend on the files' order.

    Raises:
        OntologyError: a file is missing or malformed, or one of the user's own has a mistake (see `mistakes`).
    """
    triples = _all_triples(paths)
    frames = _read_frames(triples)
    refuse(find_mistakes(paths, triples, frames))
    folder = resource("ontologies")
    relations = _read_relations(triples)
    entries, classes = _read_entries(triples, frames)
    support: dict[str, list[tuple[tuple[str, ...], str, str]]] = defaultdict(list)
    for node in triples.of_type("SupportVerb"):
        bound = triples.local(node, "bindsSubject")
        for words in triples.labels(node):
            support[words[0]].append((words, bound or "X", triples.local(node, "factuality")))
    embeddings = _read_embeddings(triples)
    roles = _ordered(_read_roles(triples))
    demonyms, countries, nationalities = read_countries(folder / "entities" / "countries.ttl")
    kinds, capitals = read_names(folder / "entities")
    ordered = _ordered(entries)
    nouns = sorted(triples.of_type("RepresentativeNoun"))
    representatives = [(words[-1], node) for node in nouns for words in triples.labels(node)]
    return Lexicon(
        relations=relations,
        own=frozenset(map(short, Triples(paths).of_type(*RELATIONS))),
        examples=read_examples(paths),
        frames=tuple(sorted(frames.values(), key=lambda frame: frame.name)),
        entries=ordered,
        announced={kind.plover: kind.plover_future for _, kind in sorted(relations.items()) if kind.plover_future},
        by_second_word=_by_second_words(ordered),
        embeddings=_ordered(embeddings),
        modals=_effects(triples, "Modal"),
        hedges={words: effect for words, (effect, _) in _effects(triples, "Hedge").items()},
        negators=frozenset(_effects(triples, "Negator")),
        conditionals=frozenset(_effects(triples, "Conditional")),
        support=_ordered(support),
        roles=roles,
        role_of={title.words: title for found in roles.values() for title in reversed(found)},
        titles=frozenset(t.name for found in roles.values() for t in found),
        classes=classes,
        superclasses={
            short(cls): frozenset(map(short, above(cls, RDFS.subClassOf, triples)))
            for cls in triples.of_type(OWL.Class)
        },
        modifiers={
            words[-1]: (triples.flag(node, "former"), triples.local(node, "factuality"))
            for node in triples.of_type("TitleModifier")
            for words in triples.labels(node)
        },
        demonyms=demonyms,
        nationalities=nationalities,
        countries=countries,
        capitals=capitals,
        kinds=kinds,
        evaluative=frozenset(short(n) for n in triples.flagged("evaluative")),
        beginnings=frozenset(local_name(n) for n in triples.flagged("begins")),
        stative=frozenset(short(n) for n in triples.flagged("stative")),
        said={
            " ".join(words): short(relation)
            for node in sorted(triples.of_type("Modal"))
            if (relation := triples.one(node, "whenSaid"))
            for words in triples.labels(node)
        },
        performatives=triples.words("PerformativeVerb"),
        people=frozenset(
            {noun for noun, cls in classes.items() if cls in {"Person", "Group"}}
            | {noun for noun, _ in representatives}
            | {key for key in roles if key}
        ),
        others=frozenset(noun for noun, node in representatives if triples.flag(node, "beforeOnly")),
        owned=triples.words("OwnNoun"),
        aspectual=triples.words("AspectualWord"),
        subject_roles=triples.words("SubjectRoleVerb"),
        representatives={noun: triples.flag(node, "pluralOnly") for noun, node in representatives},
        armed=frozenset(w[-1] for n in triples.flagged("armed") for w in triples.labels(n)),
        genders={
            w[-1]: triples.one(node, "gender")
            for node in sorted(triples.by_subject)
            if triples.one(node, "gender")
            for w in triples.labels(node)
        },
        words=frozenset({*(w for _, w in entries), *embeddings, *support, *classes}),
        stand_ins=triples.words("StandIn"),
        fictions=triples.words("FictionNoun"),
        of_name=triples.words("OfNameNoun"),
        after_name=triples.words("AfterNameNoun"),
        happening=triples.words("HappeningVerb"),
        occurring=triples.words("OccurrenceVerb"),
        possessing=triples.words("PossessingVerb"),
        parts=triples.words("PartNoun"),
        opposing=triples.words("OpposingNoun"),
        quantities=triples.words("QuantityNoun"),
        speech_verbs=frozenset(
            e.words[0] for found in embeddings.values() for e in found if e.speech and len(e.words) == 1
        ),
    )
