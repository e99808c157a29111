"""Words in names that do not tell them apart, and forms of given names, as `ontologies/names.ttl` lists them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rdflib import SKOS

from kg.resources import resource
from kg.turtle import Triples

FILE: Final = "ontologies/names.ttl"


@dataclass(frozen=True, slots=True)
class NameWords:
    """Words in names, folded.

    Args:
        prefixes: before a person's name and no part of it: "president", "dr".
        suffixes: after a person's name: "jr", "mp".
        legal_forms: what a firm is in law, folded words: "inc", "a s".
        kinds: what a thing is and not which: "ministry".
        voices: plural nouns for who speaks or acts for the thing before them: "officials".
        members: nouns for the members of the organisation before them: "allies".
        american: from a British spelling to the American one.
        forms: from a given name to the names that it is a form of: "bill" to "william".
    """

    prefixes: frozenset[str]
    suffixes: frozenset[str]
    legal_forms: frozenset[str]
    kinds: frozenset[str]
    voices: frozenset[str]
    members: frozenset[str]
    american: Mapping[str, str]
    forms: Mapping[str, frozenset[str]]


@lru_cache(maxsize=1)
def name_words() -> NameWords:
    """Read the words, once.

    Raises:
        OntologyError: the file is missing or malformed.
    """
    triples = Triples([resource(FILE)])
    forms: dict[str, set[str]] = defaultdict(set)
    for node in triples.of_type("GivenName"):
        full = triples.one(node, SKOS.prefLabel)
        for name in (full, *triples.all(node, SKOS.altLabel)):
            forms[name].add(full)
    return NameWords(
        prefixes=triples.words("NamePrefix"),
        suffixes=triples.words("NameSuffix"),
        legal_forms=frozenset(
            " ".join(words) for node in triples.of_type("LegalForm") for words in triples.labels(node)
        ),
        kinds=triples.words("KindWord"),
        voices=triples.words("VoiceNoun"),
        members=triples.words("MemberNoun"),
        american={
            other: triples.one(node, SKOS.prefLabel)
            for node in triples.of_type("Spelling")
            for other in triples.all(node, SKOS.altLabel)
        },
        forms={name: frozenset(full) for name, full in forms.items()},
    )
