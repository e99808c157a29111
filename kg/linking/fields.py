"""The fields of life in which people's roles lie, as `ontologies/roles.ttl` has them: sport, politics, business."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from rdflib import SKOS

from kg.names import fold
from kg.resources import resource
from kg.turtle import Triples
from kg.vocabulary import local_name

FILE: Final = "ontologies/roles.ttl"
ANY: Final = "no_field"
POLITICS: Final = "field_of_politics"


@lru_cache(maxsize=1)
def role_fields() -> Mapping[str, str]:
    """Each role by its names, folded, to the field in which it lies; empty where that says nothing of its holder.

    The nearest broader role that a field lists decides.

    Raises:
        OntologyError: the file is missing or malformed.
    """
    triples = Triples([resource(FILE)])
    field_of = {
        member: local_name(node)
        for node in triples.of_type(SKOS.Collection)
        for member in triples.all(node, SKOS.member)
    }
    found: dict[str, str] = {}
    for node in triples.of_type("Role"):
        step = node
        while step and step not in field_of:
            step = triples.one(step, SKOS.broader)
        field = field_of.get(step, "")
        for name in (*triples.all(node, SKOS.prefLabel), *triples.all(node, SKOS.altLabel)):
            found.setdefault(fold(name), "" if field == ANY else field)
    return found


def field_of(role: str) -> str:
    """The field of a role, of a longer title that of its last words; empty where none is known.

    >>> field_of("striker"), field_of("deputy finance minister"), field_of("chief of staff")
    ('field_of_sport', 'field_of_politics', '')
    """
    fields, words = role_fields(), fold(role).split()
    return next((fields[name] for at in range(len(words)) if (name := " ".join(words[at:])) in fields), "")


def is_role(role: str) -> bool:
    """Whether some words are a title of office or profession."""
    return fold(role) in role_fields()
