"""Words in names that do not tell them apart, as `ontologies/names.ttl` lists them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import pyoxigraph as ox
from rdflib import RDF, RDFS, SKOS

from kg.errors import OntologyError
from kg.resources import resource
from kg.vocabulary import local_name

FILE: Final = "ontologies/names.ttl"


@dataclass(frozen=True, slots=True)
class NameWords:
    """Words in names, folded.

    Args:
        prefixes: before a person's name and no part of it: "president", "dr".
        suffixes: behind a person's name: "jr", "mp".
        legal_forms: what a firm is in law: "inc".
        kinds: what a thing is and not which: "ministry".
        voices: plural nouns for who speaks or acts for the thing before them: "officials".
        members: nouns for the members of the organisation before them: "allies".
        american: from a British spelling to the American one.
    """

    prefixes: frozenset[str]
    suffixes: frozenset[str]
    legal_forms: frozenset[str]
    kinds: frozenset[str]
    voices: frozenset[str]
    members: frozenset[str]
    american: Mapping[str, str]


@lru_cache(maxsize=1)
def name_words() -> NameWords:
    """Read the words, once.

    Raises:
        OntologyError: the file is missing or malformed.
    """
    path = resource(FILE)
    properties: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    try:
        for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            properties[triple.subject.value][triple.predicate.value].append(triple.object.value)
    except (OSError, SyntaxError, ValueError) as error:
        raise OntologyError(f"{path}: not readable as Turtle: {error}") from error
    words: dict[str, set[str]] = defaultdict(set)
    american: dict[str, str] = {}
    for node in properties.values():
        for cls in node[str(RDF.type)]:
            words[local_name(cls)].update(node[str(RDFS.label)])
        for other in node[str(SKOS.altLabel)]:
            american[other] = node[str(SKOS.prefLabel)][0]
    return NameWords(
        prefixes=frozenset(words["NamePrefix"]),
        suffixes=frozenset(words["NameSuffix"]),
        legal_forms=frozenset(words["LegalForm"]),
        kinds=frozenset(words["KindWord"]),
        voices=frozenset(words["VoiceNoun"]),
        members=frozenset(words["MemberNoun"]),
        american=american,
    )
