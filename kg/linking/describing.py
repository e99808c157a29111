"""What one article says of an entity that tells it from a namesake: roles, age, country, what kind of thing it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from rdflib import SKOS

from kg.model import Chain, Extraction, Mention, Relation
from kg.names import BIRTH_NAME_CUE, fold
from kg.resources import resource
from kg.turtle import Triples
from kg.vocabulary import local_name

ROLE, OF, COUNTRY, BORN, KIND, OTHER = "role", "of", "country", "born", "kind", "other"
"""What a description can tell: a role, the IRI of the body in which it is held, a country, a year of birth, what the
text treats it as, that it is not the namesake with a role."""
KNOWN: Final = "known: "
"""Prefix of the line that marks an entity of the gazetteer without an identifier elsewhere."""

POLITICS: Final = "field_of_politics"
LONGEST: Final = 4
"""Words of a title."""
_BREAK: Final = re.compile(r"[,;:!?()\"“”\n]|(?<=[a-z]{3})\.\s")
_AGE: Final = re.compile(
    r"(?:,\s+|\s+\()(?:(?:aged?\s+|who is\s+)?(\d{1,2})(?=[,.;)])|(?:an?\s+)?(\d{1,2})-year-old\b|a \w+, (\d\d)[,.])"
)
"""An age right after a name: `Tamm, 24, …`, `Tamm (aged 9)`, `Tamm, a 19-year-old nurse`, `Tamm, a nurse, 24,`."""
_BESIDE: Final = re.compile(
    r"(?:,\s+(?:\d{2},\s+)?(?:who (?:is|was)\s+)?|\s+(?:is|was)\s+(?=an?\s|the\s))"
    r"((?:an?\s|the\s|its\s|their\s|his\s|her\s|[\w-]+['’]s?\s)?(?:[\w'’-]+\s+){0,5}[\w'’-]+)"
)
_UNRELATED: Final = re.compile(
    r"(?:no relation (?:to|of)|not related to|unrelated to|no kin of|not to be confused with|is not) (?:the |an? )?"
    r"((?:[\w'’-]+\s+){0,4}[\w'’-]+)",
    re.IGNORECASE,
)
_NAMESAKE: Final = re.compile(
    r"[^.;]{0,60}?\b(?:no relation|not related|unrelated|namesake|(?:of|with|has|shares) the same name)\b",
    re.IGNORECASE,
)
YOUNGEST: Final = 25
"""Who is younger is taken for no politician."""
_BORN: Final = re.compile(
    rf"\W{{1,3}}(?:(?:{BIRTH_NAME_CUE})\s+|born\s+(?=[A-ZÀ-Ý][\w'’-]+\s[A-ZÀ-Ý]))"
    r"((?:[A-ZÀ-Ý][\w'’-]+\s?){1,3})(?<!\s)"
)
_PERSONAL: Final = frozenset({"he", "him", "his", "himself", "she", "her", "hers", "herself"})
_WHERE: Final = re.compile(r"\b(?:in|near|outside|around|(?:town|city|village|port|resort) of)\s+$", re.IGNORECASE)
_OPENING: Final = frozenset({"a", "an", "the", "its", "their", "his", "her"})
_NAMES: Final = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "MISC"})


def describe(extraction: Extraction, place: int, iris: Sequence[str], *, acts: bool) -> tuple[str, ...]:
    """What an article says of one of its entities that namesakes would not share.

    Args:
        place: of the entity's chain.
        iris: the IRI of each chain's entity.
        acts: whether the entity fills a slot of a relation that admits no places.

    Returns:
        Lines such as `role: striker`, sorted.
    """
    chain = extraction.chains[place]
    told = set(_of_person(extraction, chain) if chain.type == "Person" else _of_thing(extraction, chain, acts=acts))
    for relation in extraction.relations:
        if relation.subject == place:
            told.update(_of_relation(extraction, relation, iris))
    return tuple(sorted(f"{key}: {value}" for key, value in told))


def _of_relation(extraction: Extraction, relation: Relation, iris: Sequence[str]) -> Iterator[tuple[str, str]]:
    if not relation.vouched:
        return
    if relation.predicate == "roleOf":
        if relation.role:
            yield ROLE, _first_role(relation.role) or fold(relation.role)
        yield OF, iris[relation.object]
    elif relation.predicate == "citizenOf" and extraction.chains[relation.object].named:
        yield COUNTRY, iris[relation.object]


def _of_person(extraction: Extraction, chain: Chain) -> Iterator[tuple[str, str]]:
    text, year = extraction.article.text, extraction.article.date[:4]
    for mention in chain.mentions:
        if mention.label == "PRON" and mention.text.lower() in _PERSONAL:
            yield KIND, "person"
        elif mention.label == "NOUN" and (role := _last_role(mention.text)):
            yield ROLE, role
        elif mention.label in _NAMES:
            yield from ((ROLE, role) for role in _roles_beside(mention, text))
            if year.isdigit() and (age := age_after(text[mention.end : mention.end + 90])) is not None:
                yield BORN, str(int(year) - age)
            sentence = re.split(r"(?<=[a-z]{2})[.!?]\s", text[mention.end : mention.end + 160])[0]
            if (other := _UNRELATED.search(sentence)) and (role := _first_role(other[1])):
                yield OTHER, role


def age_after(text: str) -> int | None:
    """The age that stands right after a name, if one does.

    >>> age_after(", 24, a waiter"), age_after(", a 19-year-old nurse"), age_after(", a nurse, 22, said")
    (24, 19, 22)
    """
    found = _AGE.match(text)
    return int(next(filter(None, found.groups()))) if found else None


def is_no_politician(chain: Chain, text: str) -> bool:
    """Whether an article says of a person what no politician is: too young, another one of the name, at work in another
    field alone. Of 116 people in 97,000 unread words who were linked to politicians two were such, both wrongly."""
    named = [m for m in chain.mentions if m.label in _NAMES]
    ages = {age for m in named if (age := age_after(text[m.end : m.end + 90])) is not None}
    if any(age < YOUNGEST for age in ages) or any(_NAMESAKE.match(text, m.end) for m in named):
        return True
    fields = {f for m in named for role in _roles_beside(m, text, listed=False) if (f := field_of(role))}
    return bool(fields) and POLITICS not in fields


def _roles_beside(mention: Mention, text: str, *, listed: bool = True) -> Iterator[str]:
    """The roles right before a name, and in an apposition or after a copula.

    Args:
        listed: whether the role after a comma may lack an article, as that of the next one in a list does.
    """
    before = _BREAK.split(text[max(0, mention.start - 60) : mention.start])[-1]
    if role := _last_role(before):
        yield role
    beside = _BESIDE.match(text[mention.end : mention.end + 90])
    if beside and (listed or beside[1].split()[0] in {"a", "an", "the"}) and (role := _renaming(beside[1])):
        yield role


def former_names(extraction: Extraction, chain: Chain) -> Iterator[str]:
    """The names that a person had before marriage, as the text states them: `Marta Olsen (née Berg)`."""
    if chain.type != "Person":
        return
    for mention in chain.mentions:
        after = extraction.article.text[mention.end : mention.end + 40]
        if mention.label == "PERSON" and " " in mention.text and (born := _BORN.match(after)):
            own = born[1].split()
            yield born[1] if len(own) > 1 else f"{mention.text.split()[0]} {born[1]}"


def _of_thing(extraction: Extraction, chain: Chain, *, acts: bool) -> Iterator[tuple[str, str]]:
    text = extraction.article.text
    if chain.type == "Organization" and acts:
        yield KIND, "body"
    if chain.type == "Place" and any(
        m.label in ("GPE", "LOC") and _WHERE.search(text[max(0, m.start - 20) : m.start]) for m in chain.mentions
    ):
        yield KIND, "place"


def _last_role(words: str) -> str:
    """The longest role with which some words end."""
    parts = fold(words).split()[-LONGEST:]
    return next((role for at in range(len(parts)) if is_role(role := " ".join(parts[at:]))), "")


def _renaming(words: str) -> str:
    """Find the first role in an apposition: in six words after an article or possessor, else in its first two."""
    parts = words.split()
    at = int(parts[0].lower() in _OPENING or "'" in parts[0] or "’" in parts[0])
    return _first_role(" ".join(parts[at : at + 2 * at + LONGEST])) if at else _first_role(" ".join(parts[:2]))


def _first_role(words: str) -> str:
    """The first role in some words, the longest of those that begin with one word."""
    parts = fold(words).split()
    for at in range(len(parts)):
        for end in range(min(len(parts), at + LONGEST), at, -1):
            if is_role(role := " ".join(parts[at:end])):
                return role
    return ""


@lru_cache(maxsize=1)
def role_fields() -> Mapping[str, str]:
    """Each role by its names, folded, to the field of life in which it lies, as `ontologies/roles.ttl` has it; empty
    where that says nothing of its holder.

    The nearest broader role that a field lists decides.

    Raises:
        OntologyError: the file is missing or malformed.
    """
    triples = Triples([resource("ontologies/roles.ttl")])
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
            found.setdefault(fold(name), "" if field == "no_field" else field)
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
