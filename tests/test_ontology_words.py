"""The lexicon under ontologies/: entries are complete and do not contradict each other."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import combinations

import pytest
import spacy
from ontology_files import (
    CORE_RELATIONS,
    FRAME,
    NEWS,
    all_entries,
    all_triples,
    labels,
    one,
)
from rdflib import OWL, RDF, RDFS, Graph, Literal
from rdflib.term import Node

from kg.language.tokens import make_tokenizer
from kg.vocabulary import LEXINFO, ONTOLEX, SYNSEM, local_name

EMBEDDING_CLASSES = ("EmbeddingEntry", "Modal", "Negator", "Conditional", "Hedge", "SupportVerb")
EFFECTS = {
    "Actual",
    "Denied",
    "Former",
    "Possible",
    "Future",
    "Requested",
    "Necessary",
    "Reported",
    "ReportedPossible",
    "ReportedDenied",
    "ReportedFuture",
    "Unchanged",
}


@pytest.fixture(scope="module")
def everything() -> Graph:
    return all_triples()


@pytest.fixture(scope="module")
def entries() -> list[Node]:
    return all_entries()


def test_there_are_enough_entries(everything: Graph, entries: list[Node]) -> None:
    relational = [e for e in entries if (e, SYNSEM.synBehavior, None) in everything]
    of_classes = [e for e in entries if (e, SYNSEM.synBehavior, None) not in everything]
    assert len(relational) >= 900
    assert len(of_classes) >= 150
    said = Counter(everything.value(e, ONTOLEX.denotes) for e in relational)
    assert not [name for name in CORE_RELATIONS if said[NEWS[name]] < 5]


def test_an_entry_says_what_it_denotes_and_how(everything: Graph, entries: list[Node]) -> None:
    relations = set(everything.subjects(RDF.type, OWL.ObjectProperty))
    classes = set(everything.subjects(RDF.type, OWL.Class))
    frames = set(everything.subjects(RDF.type, SYNSEM.SyntacticFrame))
    for entry in entries:
        assert labels(everything, entry), entry
        assert one(everything, entry, LEXINFO.partOfSpeech)
        denoted = one(everything, entry, ONTOLEX.denotes)
        behaviour = set(everything.objects(entry, SYNSEM.synBehavior))
        assert behaviour <= frames, entry
        assert denoted in (relations if behaviour else classes), entry
        for predicate in (SYNSEM.propertyDomain, SYNSEM.propertyRange):
            assert set(everything.objects(entry, predicate)) <= classes, entry


def test_an_entry_uses_frames_of_its_own_part_of_speech(everything: Graph, entries: list[Node]) -> None:
    kinds = {"verb": r"verb", "noun": r"noun", "adjective": r"_adj", "adposition": r"prep"}
    for entry in entries:
        pos = local_name(str(one(everything, entry, LEXINFO.partOfSpeech)))
        for frame in everything.objects(entry, SYNSEM.synBehavior):
            assert re.search(kinds[pos], local_name(str(frame))), entry


def test_a_label_is_made_of_words_as_the_treebanks_cut_them(everything: Graph, entries: list[Node]) -> None:
    cut = make_tokenizer(spacy.blank("en"))
    hyphened = [label for e in entries for label in labels(everything, e) if re.search(r"\w-\w|  ", label)]
    assert not [label for label in hyphened if len(cut(label)) > len(label.split())]  # "co-founder" is one word there


def test_no_two_entries_say_the_same(everything: Graph, entries: list[Node]) -> None:
    """Two senses of one word for one relation in one frame must restrict their arguments to different classes."""
    same: dict[tuple[str, ...], list[tuple[Node, frozenset[Node], frozenset[Node]]]] = defaultdict(list)
    for entry in entries:
        restriction = (
            frozenset(everything.objects(entry, SYNSEM.propertyDomain)),
            frozenset(everything.objects(entry, SYNSEM.propertyRange)),
        )
        for label in labels(everything, entry):
            pos, denoted = one(everything, entry, LEXINFO.partOfSpeech), one(everything, entry, ONTOLEX.denotes)
            for frame in list(everything.objects(entry, SYNSEM.synBehavior)) or [RDF.nil]:
                same[label, str(pos), str(denoted), str(frame)].append((entry, *restriction))
    clashes = [
        (key, str(a), str(b))
        for key, found in same.items()
        for (a, *first), (b, *second) in combinations(found, 2)
        if key[1] != str(LEXINFO.adposition) and (first == second or not any(first) or not any(second))
    ]
    assert not clashes


def test_a_noun_denotes_one_class(everything: Graph, entries: list[Node]) -> None:
    classes: dict[str, set[Node]] = defaultdict(set)
    for entry in entries:
        if (entry, SYNSEM.synBehavior, None) not in everything:
            for label in labels(everything, entry):
                classes[label].add(one(everything, entry, ONTOLEX.denotes))
    assert not {label: found for label, found in classes.items() if len(found) > 1}


def test_there_are_enough_words_of_factuality(everything: Graph) -> None:
    counts = {c: len(set(everything.subjects(RDF.type, NEWS[c]))) for c in EMBEDDING_CLASSES}
    assert sum(counts.values()) >= 250
    assert all(counts.values()), counts
    assert len([*everything.subjects(NEWS.speechVerb, Literal(True))]) >= 50


def test_an_embedding_entry_is_complete(everything: Graph) -> None:
    kinds = set(everything.subjects(RDF.type, NEWS.ComplementKind))
    for entry in everything.subjects(RDF.type, NEWS.EmbeddingEntry):
        assert labels(everything, entry) and one(everything, entry, LEXINFO.partOfSpeech)
        complements = set(everything.objects(entry, NEWS.complement))
        assert complements and complements <= kinds, entry
        for predicate in (NEWS.whenAffirmed, NEWS.whenNegated):
            assert local_name(str(one(everything, entry, predicate))) in EFFECTS, entry
        controllers = set(map(str, everything.objects(entry, NEWS.controller)))
        assert controllers <= {"object", "subject", "to", "on", "with"}, entry


def test_a_word_has_one_effect_for_each_kind_of_complement(everything: Graph) -> None:
    effects: dict[tuple[str, ...], set[tuple[Node, Node]]] = defaultdict(set)
    for entry in everything.subjects(RDF.type, NEWS.EmbeddingEntry):
        effect = one(everything, entry, NEWS.whenAffirmed), one(everything, entry, NEWS.whenNegated)
        controller = str(everything.value(entry, NEWS.controller, default="subject"))
        for label in labels(everything, entry):
            for complement in everything.objects(entry, NEWS.complement):
                pos = str(one(everything, entry, LEXINFO.partOfSpeech))
                effects[label, pos, local_name(str(complement)), controller].add(effect)
    assert not {key: found for key, found in effects.items() if len(found) > 1}


@pytest.mark.parametrize(
    ("word", "complement", "affirmed", "negated"),
    [
        ("manage", "Infinitive", "Actual", "Denied"),
        ("fail", "Infinitive", "Denied", "Actual"),
        ("refuse", "Infinitive", "Denied", "Possible"),
        ("deny", "ThatClause", "ReportedDenied", "Reported"),
        ("say", "ThatClause", "Reported", "ReportedDenied"),
        ("know", "ThatClause", "Actual", "Actual"),
        ("urge", "Infinitive", "Requested", "Possible"),
        ("prevent", "Gerund", "Denied", "Possible"),
        ("accuse", "Gerund", "Reported", "ReportedDenied"),
        ("plan", "Infinitive", "Future", "Denied"),
        ("fear", "ThatClause", "Possible", "Possible"),
        ("begin", "Infinitive", "Unchanged", "Denied"),
    ],
)
def test_known_signatures(everything: Graph, word: str, complement: str, affirmed: str, negated: str) -> None:
    found = {
        (local_name(str(one(everything, e, NEWS.whenAffirmed))), local_name(str(one(everything, e, NEWS.whenNegated))))
        for e in everything.subjects(RDFS.label, Literal(word, lang="en"))
        if (e, NEWS.complement, NEWS[complement]) in everything
        and (e, LEXINFO.partOfSpeech, LEXINFO.verb) in everything
    }
    assert found == {(affirmed, negated)}


def test_modals_say_what_they_do_and_never_stand_for_a_perfect(everything: Graph) -> None:
    modals = {label for m in everything.subjects(RDF.type, NEWS.Modal) for label in labels(everything, m)}
    assert {"may", "might", "could", "will", "would", "should", "must"} <= modals
    assert not modals & {"have", "be", "do"}
    for modal in everything.subjects(RDF.type, NEWS.Modal):
        assert local_name(str(one(everything, modal, NEWS.whenAffirmed))) in {
            "Possible",
            "Future",
            "Requested",
            "Necessary",
        }


def test_a_support_verb_binds_its_subject(everything: Graph) -> None:
    for verb in everything.subjects(RDF.type, NEWS.SupportVerb):
        assert one(everything, verb, NEWS.bindsSubject) in {FRAME.X, FRAME.Y}
