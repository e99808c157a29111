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
        honours: those of them that tell nobody from his father: "mp".
        legal_forms: what a firm is in law, folded words: "inc", "a s".
        kinds: what a thing is and not which: "ministry".
        voices: plural nouns for who speaks or acts for the thing before them: "officials".
        members: nouns for the members of the organisation before them: "allies".
        american: from a British spelling to the American one.
        forms: from a given name to the names that it is a form of: "bill" to "william".
    """

    prefixes: frozenset[str]
    suffixes: frozenset[str]
    honours: frozenset[str]
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
    suffixes = triples.words("NameSuffix")
    return NameWords(
        prefixes=triples.words("NamePrefix"),
        suffixes=suffixes,
        honours=suffixes - {words[0] for node in triples.flagged("generation") for words in triples.labels(node)},
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


def without_legal_form(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The folded words of a firm's name without what it is in law: all such words, and forms of several words at its
    end.

    >>> without_legal_form(("holm", "a", "s")), without_legal_form(("brandt", "co", "inc"))
    (('holm',), ('brandt',))
    """
    forms = name_words().legal_forms
    for length in (3, 2):
        if len(parts) > length and " ".join(parts[-length:]) in forms:
            return parts[:-length]
    return tuple(word for word in parts if word not in forms)


def one_legal_form(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two firms can be one by what they are in law: one does not say it, or says it in short.

    Args:
        one, other: their names as folded words.

    >>> one_legal_form(("holm", "corp"), ("holm", "corporation")), one_legal_form(("holm", "ag"), ("holm",))
    (True, True)
    >>> one_legal_form(("holm", "ag"), ("holm", "gmbh"))
    False
    """
    if not {one[-1], other[-1]} <= name_words().legal_forms:
        return True
    return in_order(*sorted((one[-1], other[-1]), key=len))


def in_order(short: str, long: str) -> bool:
    """Whether a word has the letters of a shorter one in their order.

    >>> in_order("corp", "corporation"), in_order("corp", "company")
    (True, False)
    """
    letters = iter(long)
    return all(letter in letters for letter in short)
